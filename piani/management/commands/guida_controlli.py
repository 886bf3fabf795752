"""`manage.py guida_controlli`: write docs/controlli.md again, after a change of the checks."""

from django.conf import settings
from django.core.management.base import BaseCommand

from piani.controlli.guida import guida_controlli

FILE = settings.BASE_DIR / "docs" / "controlli.md"


class Command(BaseCommand):
    help = "Riscrive docs/controlli.md dal registro dei controlli."

    def handle(self, **_opzioni: object) -> None:
        FILE.write_text(guida_controlli(), encoding="utf-8")
        self.stdout.write(f"Scritto {FILE.relative_to(settings.BASE_DIR)}.")
