"""`manage.py carica_liste`: the reference lists of the law and of ISTAT."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from piani.importers.liste import ListaNonLeggibile, carica_liste


class Command(BaseCommand):
    help = "Carica o aggiorna missioni, programmi, entrate, spese e Comuni da fixtures/liste."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cartella", type=Path, default=settings.BASE_DIR / "fixtures" / "liste")

    def handle(self, *, cartella: Path, **_opzioni: object) -> None:
        try:
            quante = carica_liste(cartella)
        except ListaNonLeggibile as errore:
            raise CommandError(str(errore)) from errore
        self.stdout.write("Liste caricate: " + ", ".join(f"{numero} {nome}" for nome, numero in quante.items()) + ".")
