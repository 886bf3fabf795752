"""`manage.py esporta --piano 2019-2021 --cartella DIR`: every document of a plan."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from piani.management.argomenti import aggiungi_piano, trova_piano
from piani.services.esportazione import esporta_piano
from piani.sezioni import fotografa
from semproniano.core.documenti.errori import ErroreDocumento


class Command(BaseCommand):
    help = "Scrive i documenti di un piano: PDF, XLSX, CSV, JSON e le impronte SHA-256."

    def add_arguments(self, parser: CommandParser) -> None:
        aggiungi_piano(parser)
        parser.add_argument("--cartella", type=Path, required=True, help="dove scrivere i file")
        parser.add_argument(
            "--pubblico", action="store_true", help="senza nomi e quote di chi non è responsabile, in ogni formato"
        )

    def handle(self, *, piano: str, ente: str | None, cartella: Path, pubblico: bool, **_opzioni: object) -> None:
        foto = fotografa(trova_piano(piano, ente))
        # disable=None: no bar where nobody watches (a log, a timer).
        with tqdm(disable=None, unit="file", desc="Documenti") as barra:

            def progresso(fatti: int, totale: int, nome: str) -> None:
                barra.total = totale
                barra.set_postfix_str(nome)
                barra.update(fatti - barra.n)

            try:
                esito = esporta_piano(foto=foto, cartella=cartella, pubblico=pubblico, progresso=progresso)
            except ErroreDocumento as errore:
                raise CommandError(str(errore)) from errore
        self.stdout.write(f"{len(esito.fatti)} documenti scritti in {cartella}, {len(esito.immutati)} immutati.")
        self.stdout.write("Per verificarli: sha256sum -c impronte.sha256")
