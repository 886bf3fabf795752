"""`manage.py disegna_stati`: write docs/stati.md again, after a change of the workflow."""

from django.conf import settings
from django.core.management.base import BaseCommand

from semproniano.core.disegno_stati import disegna
from semproniano.core.workflow import PERCORSI

FILE = settings.BASE_DIR / "docs" / "stati.md"
INTESTAZIONE = """\
# Gli stati e le transizioni

Questa pagina è scritta da `manage.py disegna_stati`: non si modifica a mano. Le righe stanno in `piani/states.py`
e in `valutazioni/states.py`.

Una transizione è l'unico modo di cambiare stato. Avviene tutta o per niente: permesso, stato, nota, controlli,
scrittura ed evento nella stessa transazione."""


def pagina_degli_stati() -> str:
    """`docs/stati.md`: a diagram and a table for each kind of object."""
    righe = (riga for voce in PERCORSI for riga in ("", *disegna(voce)))
    return "\n".join((INTESTAZIONE, *righe)) + "\n"


class Command(BaseCommand):
    help = "Riscrive docs/stati.md dalle transizioni degli states.py."

    def handle(self, **_opzioni: object) -> None:
        FILE.write_text(pagina_degli_stati(), encoding="utf-8")
        self.stdout.write(f"Scritto {FILE.relative_to(settings.BASE_DIR)}.")
