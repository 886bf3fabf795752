"""`manage.py acquisisci_piano --piano 2019-2021 …`: a plan approved on paper enters as approved."""

import datetime
from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError, CommandParser

from piani.management.argomenti import aggiungi_piano, trova_piano, trova_utente
from piani.models import Atto
from piani.permessi import Ruolo
from piani.services.acquisizione import acquisisci_piano
from piani.states import STATI_CON_ATTO
from semproniano.core.calendario import DataInesistente, leggi_data
from semproniano.core.workflow import TransizioneRifiutata, TransizioneVietata


def giorno(testo: str) -> datetime.date:
    """A day as an argument; argparse shows the message."""
    try:
        data = leggi_data(testo)
    except DataInesistente as errore:
        raise ArgumentTypeError(str(errore)) from errore
    if data is None:
        raise ArgumentTypeError(f"«{testo}» non è una data: scriverla come 31/12/2024.")
    return data


class Command(BaseCommand):
    help = (
        "Acquisisce un piano già approvato su carta, con il suo atto e il motivo, a nome di un amministratore. Un "
        "piano già approvato resta com'è."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        aggiungi_piano(parser)
        parser.add_argument("--utente", help="a nome di chi; se manca, del primo amministratore dell'ente")
        parser.add_argument("--organo", choices=Atto.Organo.values, default=Atto.Organo.GIUNTA.value)
        parser.add_argument("--numero", required=True, help="numero dell'atto")
        parser.add_argument("--data", required=True, type=giorno, help="data dell'atto: gg/mm/aaaa")
        parser.add_argument("--oggetto", default="", help="oggetto dell'atto")
        parser.add_argument("--motivo", required=True, help="perché si acquisisce: resta agli atti")

    def handle(self, *, piano: str, ente: str | None, utente: str | None, motivo: str, **opzioni) -> None:
        riga = trova_piano(piano, ente)
        if riga.stato in STATI_CON_ATTO:
            self.stdout.write(f"{riga}: già approvato, resta com'è.")
            return
        chi = trova_utente(riga.ente, utente, Ruolo.AMMINISTRATORE)
        atto = Atto(**{campo: opzioni[campo] for campo in ("organo", "numero", "data", "oggetto")})
        try:
            riga = acquisisci_piano(piano=riga, utente=chi, atto=atto, nota=motivo)
        except TransizioneVietata as errore:
            raise CommandError(f"«{chi}» non è amministratore di {riga.ente}.") from errore
        except TransizioneRifiutata as errore:
            raise CommandError(str(errore)) from errore
        versione = riga.versioni.get(numero=1)
        bloccanti = sum(esito["gravita"] == "bloccante" for esito in versione.esiti)
        self.stdout.write(f"{riga}: acquisito con {riga.atto}. Controlli non superati: {bloccanti}.")
