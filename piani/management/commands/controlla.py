"""`manage.py controlla --piano 2019-2021`: what the checks find in a plan."""

import json
from collections import Counter
from itertools import groupby

from django.core.management.base import BaseCommand, CommandError, CommandParser

from piani.controlli import controlla
from piani.controlli.gruppi import titolo_del_gruppo
from piani.controlli.impostazioni import impostazioni_di
from piani.management.argomenti import aggiungi_piano, trova_piano
from piani.sezioni import Fotografia, fotografa
from semproniano.core.controlli import Esito, Gravita


class Command(BaseCommand):
    help = "Controlla un piano: che cosa manca, che cosa non torna, che cosa chiede la legge."

    def add_arguments(self, parser: CommandParser) -> None:
        aggiungi_piano(parser)
        parser.add_argument("--json", action="store_true", help="un elenco JSON, per altri programmi")
        parser.add_argument(
            "--gravita", choices=[voce.value for voce in Gravita], action="append", help="solo questa (ripetibile)"
        )
        parser.add_argument("--severo", action="store_true", help="esce con 1 se c'è un bloccante")

    def handle(self, *, piano: str, ente: str | None, gravita: list[str] | None, severo: bool, **opzioni) -> None:
        righe = trova_piano(piano, ente)
        foto = fotografa(righe)
        esiti = controlla(foto, impostazioni_di(righe.ente))
        mostrati = [esito for esito in esiti if not gravita or esito.gravita in gravita]
        if opzioni["json"]:
            self.stdout.write(json.dumps([esito.dizionario() for esito in mostrati], ensure_ascii=False, indent=2))
        else:
            self._scrivi(righe, foto, mostrati)
        bloccanti = sum(esito.gravita is Gravita.BLOCCANTE for esito in esiti)
        if severo and bloccanti:
            raise CommandError(f"Risultati bloccanti: {bloccanti}.", returncode=1)

    def _scrivi(self, piano: object, foto: Fotografia, esiti: list[Esito]) -> None:
        self.stdout.write(f"{piano}: {riassunto(esiti)}.")
        for titolo, gruppo in per_gruppo(foto, esiti):
            self.stdout.write(f"\n{titolo} ({riassunto(gruppo)})")
            for esito in gruppo:
                norma = f" [{esito.norma}]" if esito.norma else ""
                self.stdout.write(f"  {esito.gravita.value:<12} {esito.codice}  {esito.messaggio}{norma}")


def riassunto(esiti: list[Esito]) -> str:
    """ "1 bloccante, 20 avvisi"; what there is none of is not named."""
    quanti = Counter(esito.gravita for esito in esiti)
    voci = [f"{quanti[g]} {g.value if quanti[g] == 1 else g.plurale}" for g in Gravita if quanti[g]]
    return ", ".join(voci) or "nessun rilievo"


def per_gruppo(foto: Fotografia, esiti: list[Esito]) -> list[tuple[str, list[Esito]]]:
    """The plan first, then sheet by sheet in printing order; inside, the heaviest first."""
    chiave = titolo_del_gruppo(foto)
    ordinati = sorted(esiti, key=chiave)
    return [(titolo, list(gruppo)) for (_, titolo), gruppo in groupby(ordinati, key=chiave)]
