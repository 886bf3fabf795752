"""`manage.py bench_valutazioni`: what scores and premi of a city cost, in a database of its own."""

from django.core.management.base import BaseCommand, CommandParser

from obiettivi.prestazioni.misure import database_di_prova
from valutazioni.prestazioni.anno import misura_anno, righe_del_resoconto

GRANDEZZE = ("300x500", "3000x5000")


class Command(BaseCommand):
    help = "Misura punteggi e premi su enti inventati: obiettivi x persone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("grandezze", nargs="*", default=GRANDEZZE, metavar="OBIETTIVIxPERSONE")

    def handle(self, *, grandezze: list[str], **_opzioni: object) -> None:
        with database_di_prova():
            misure = [misura_anno(*map(int, grandezza.split("x"))) for grandezza in grandezze]
        self.stdout.write("\n".join(righe_del_resoconto(misure)))
