"""`manage.py promemoria_schede`: reminders by e-mail of the sheets that wait; once a day, by a timer."""

from django.core.management.base import BaseCommand

from piani.services.promemoria import spedisci_promemoria


class Command(BaseCommand):
    help = (
        "Ricorda per e-mail le schede che aspettano: a chi le scrive 14, 7, 3 giorni e un giorno prima del termine, il "
        "giorno stesso e poi ogni settimana; a chi le valida, ogni settimana. Si esegue una volta al giorno."
    )

    def handle(self, **_opzioni: object) -> None:
        self.stdout.write(f"Promemoria spediti: {spedisci_promemoria()}.")
