"""`manage.py genera_documenti`: the documents of approved versions, without a worker."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from piani.management.argomenti import aggiungi_piano, trova_piano
from piani.models.versioni import STATI_APPROVATI
from piani.services.produzione import produci_documenti
from semproniano.core.documenti.errori import ErroreDocumento


class Command(BaseCommand):
    help = "Prepara i documenti delle versioni approvate di un piano che non li hanno ancora."

    def add_arguments(self, parser: CommandParser) -> None:
        aggiungi_piano(parser)
        parser.add_argument("--numero", type=int, help="solo la versione con questo numero")

    def handle(self, *, piano: str, ente: str | None, numero: int | None, **_opzioni: object) -> None:
        versioni = trova_piano(piano, ente).versioni.filter(stato__in=STATI_APPROVATI).order_by("numero")
        if numero is not None:
            versioni = versioni.filter(numero=numero)
        versioni = list(versioni.select_related("piano__ente", "atto"))
        if not versioni:
            raise CommandError("Nessuna versione approvata: i documenti si preparano dopo l'approvazione.")
        for versione in versioni:
            # disable=None: no bar where nobody watches (a log, a timer).
            with tqdm(disable=None, total=100, unit="%", desc=str(versione)) as barra:

                def progresso(percentuale: int, passo: str, barra: tqdm = barra) -> None:
                    barra.set_postfix_str(passo)
                    barra.update(percentuale - barra.n)

                try:
                    fatti = produci_documenti(versione=versione, progresso=progresso)
                except ErroreDocumento as errore:
                    raise CommandError(str(errore)) from errore
            esito = "documenti pronti" if fatti else "niente da fare: già pronti, o in mano a un altro processo"
            self.stdout.write(f"{versione}: {esito}.")
