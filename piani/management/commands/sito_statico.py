"""`manage.py sito_statico FILE.zip`: the public site as files, for a website that is elsewhere."""

import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from piani.management.argomenti import trova_ente
from piani.views.trasparenza.sito import trova_sito
from piani.views.trasparenza.statico import scrivi_sito


class Command(BaseCommand):
    help = "Scrive in uno ZIP le pagine pubbliche e i file di un ente: si aprono da qualunque cartella."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="lo ZIP da scrivere")
        parser.add_argument("--ente", help="l'indirizzo breve dell'ente; obbligatorio se gli enti sono più di uno")

    def handle(self, *, file: Path, ente: str | None, **_opzioni: object) -> None:
        sito = trova_sito(trova_ente(ente).slug)
        try:
            # Aside first: a site half written never has its name.
            with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".parziale-", delete=False) as provvisorio:
                try:
                    quanti = scrivi_sito(sito, provvisorio)
                except BaseException:
                    Path(provvisorio.name).unlink(missing_ok=True)
                    raise
            Path(provvisorio.name).replace(file)
        except OSError as errore:
            raise CommandError(f"Non si può scrivere «{file}»: {errore.strerror or errore}.") from errore
        self.stdout.write(f"{quanti} file in {file}: aprire index.html.")
