"""`manage.py rinnova_piano --piano 2019-2021`: the plan of the next triennium, begun from this one."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from obiettivi.importers.fotografia import carica_fotografia
from obiettivi.services.rinnovo import foto_rinnovata
from piani.importers.fotografia import CaricamentoRifiutato
from piani.management.argomenti import aggiungi_piano, trova_piano
from piani.models import Piano
from piani.sezioni import fotografa


class Command(BaseCommand):
    help = "Comincia il piano del triennio dopo con gli obiettivi di questo, da rivedere. Se c'è già resta com'è."

    def add_arguments(self, parser: CommandParser) -> None:
        aggiungi_piano(parser)
        parser.add_argument("--titolo", required=True, help="il titolo del piano nuovo")

    def handle(self, *, piano: str, ente: str | None, titolo: str, **_opzioni: object) -> None:
        vecchio = trova_piano(piano, ente)
        anni = {"anno_inizio": vecchio.anno_inizio + 1, "anno_fine": vecchio.anno_fine + 1}
        if Piano.objects.filter(ente=vecchio.ente, **anni).exists():
            self.stdout.write(f"Piano {anni['anno_inizio']}-{anni['anno_fine']}: già presente, resta com'è.")
            return
        try:
            nuovo = carica_fotografia(foto_rinnovata(fotografa(vecchio), titolo))
        except CaricamentoRifiutato as errore:
            raise CommandError(str(errore)) from errore
        self.stdout.write(f"{nuovo}: {nuovo.schede.count()} schede in bozza.")
