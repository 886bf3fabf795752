"""`manage.py ripristina FILE`: an archive of salva_tutto into an empty database."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from semproniano.core.salvataggio import SalvataggioNonValido, ripristina


class Command(BaseCommand):
    help = "Ripristina un archivio di salva_tutto in un database migrato e vuoto, e lo rilegge per verifica."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="l'archivio scritto da salva_tutto")

    def handle(self, *, file: Path, **_opzioni: object) -> None:
        try:
            riassunto = ripristina(file)
        except SalvataggioNonValido as errore:
            raise CommandError(str(errore)) from errore
        self.stdout.write(f"Ripristinati e riletti {riassunto.righe} righe e {riassunto.file} file.")
