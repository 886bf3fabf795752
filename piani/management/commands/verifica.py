"""`manage.py verifica`: is what must never change as it was written?"""

from django.core.management.base import BaseCommand, CommandError

from piani.services.verifica import VERIFICHE


class Command(BaseCommand):
    help = (
        "Ricalcola le impronte di revisioni, versioni, file ed eventi, segue la catena degli eventi e cerca le "
        "protezioni della base di dati. Esce con 1 se qualcosa non torna."
    )

    def handle(self, **_opzioni: object) -> None:
        problemi = 0
        for titolo, verifica in VERIFICHE.items():
            esiti = list(verifica())
            trovati = [esito for esito in esiti if esito is not None]
            self.stdout.write(f"{titolo}: {len(esiti)} controllate, {len(trovati)} non tornano.")
            for problema in trovati:
                self.stdout.write(f"  {problema}")
            problemi += len(trovati)
        if problemi:
            raise CommandError(f"Non tornano {problemi} cose." if problemi > 1 else "Non torna una cosa.")
        self.stdout.write("Tutto torna.")
