"""`manage.py pacchetto_giunta --piano 2020-2022 FILE.zip`: what the Giunta votes, in one archive."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from piani.management.argomenti import aggiungi_piano, trova_piano
from piani.services.pacchetto import pacchetto_per_la_giunta
from piani.services.versioni import candidata_di
from semproniano.core.documenti.errori import ErroreDocumento
from semproniano.core.documenti.file import scrivi_file


class Command(BaseCommand):
    help = "Scrive in un file ZIP i documenti del testo che è in Giunta e la bozza della deliberazione."

    def add_arguments(self, parser: CommandParser) -> None:
        aggiungi_piano(parser)
        parser.add_argument("file", type=Path, help="il file ZIP da scrivere")

    def handle(self, *, piano: str, ente: str | None, file: Path, **_opzioni: object) -> None:
        versione = candidata_di(trova_piano(piano, ente))
        if versione is None:
            raise CommandError(f"Il piano {piano} non è in Giunta: prima si trasmette.")
        with tqdm(disable=None, desc="Documenti") as barra:

            def progresso(fatti: int, totale: int, nome: str) -> None:
                barra.total = totale
                barra.update(fatti - barra.n)

            try:
                contenuto = pacchetto_per_la_giunta(versione=versione, progresso=progresso)
                scrivi_file(file, contenuto)
            except ErroreDocumento as errore:
                raise CommandError(str(errore)) from errore
        self.stdout.write(f"Scritto {file}: testo con impronta {versione.sha256}.")
