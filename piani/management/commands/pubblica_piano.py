"""`manage.py pubblica_piano --piano 2019-2021`: the latest approved version of a plan on the public site."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from piani.management.argomenti import aggiungi_piano, trova_piano, trova_utente
from piani.permessi import Ruolo
from piani.services.pubblicazione import pubblica_versione
from piani.states import StatoVersione
from semproniano.core.workflow import TransizioneRifiutata, TransizioneVietata


class Command(BaseCommand):
    help = (
        "Pubblica l'ultima versione approvata di un piano, a nome di un Segretario; prima si preparano i documenti, "
        "con genera_documenti o worker. Una versione già pubblicata resta com'è."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        aggiungi_piano(parser)
        parser.add_argument("--utente", help="a nome di chi; se manca, del primo Segretario dell'ente")

    def handle(self, *, piano: str, ente: str | None, utente: str | None, **_opzioni: object) -> None:
        riga = trova_piano(piano, ente)
        in_vigore = (StatoVersione.APPROVATA, StatoVersione.PUBBLICATA)
        versione = riga.versioni.filter(stato__in=in_vigore).order_by("numero").select_related("piano__ente").last()
        if versione is None:
            raise CommandError(f"{riga}: nessuna versione approvata da pubblicare.")
        if versione.stato == StatoVersione.PUBBLICATA:
            self.stdout.write(f"{versione}: già pubblicata, resta com'è.")
            return
        chi = trova_utente(riga.ente, utente, Ruolo.SEGRETARIO)
        try:
            pubblica_versione(versione=versione, utente=chi)
        except TransizioneVietata as errore:
            raise CommandError(f"«{chi}» non è Segretario di {riga.ente}.") from errore
        except TransizioneRifiutata as errore:
            raise CommandError(str(errore)) from errore
        self.stdout.write(f"{versione}: pubblicata.")
