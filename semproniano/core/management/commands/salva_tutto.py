"""`manage.py salva_tutto FILE`: data and files in one archive."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from semproniano.core.salvataggio import salva_tutto


class Command(BaseCommand):
    help = "Salva in un solo archivio tutti i dati e i file; si ripristina su SQLite o su PostgreSQL."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="l'archivio da scrivere (.zip)")

    def handle(self, *, file: Path, **_opzioni: object) -> None:
        try:
            riassunto = salva_tutto(file)
        except OSError as errore:
            raise CommandError(f"Non si può scrivere «{file}»: {errore.strerror or errore}.") from errore
        self.stdout.write(f"Salvati {riassunto.righe} righe e {riassunto.file} file in {file}.")
