"""`manage.py promemoria`: reminds of the terms of the monitoring; to be run every day."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from valutazioni.services.promemoria import GIORNI_PRIMA, DaInviare, invia_promemoria, promemoria_da_inviare


class Command(BaseCommand):
    help = (
        "Scrive a chi deve rilevare dei valori: prima del termine, e quando è passato. Un messaggio a persona, ogni "
        "termine una volta prima e una dopo: si può eseguire tutti i giorni. Esce con 1 se un messaggio non parte."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--prova", action="store_true", help="dice che cosa scriverebbe, e non scrive a nessuno")
        parser.add_argument(
            "--giorni", type=int, default=GIORNI_PRIMA, help="giorni prima del termine (senza: %(default)s)"
        )

    def handle(self, *, prova: bool, giorni: int, **_opzioni: object) -> None:
        if giorni < 0:
            raise CommandError("I giorni sono un numero da 0 in su.")
        da_inviare = promemoria_da_inviare(giorni=giorni)
        if prova:
            for uno in da_inviare:
                self._racconta(uno)
            self.stdout.write(f"Prova: {len(da_inviare)} messaggi da inviare, nessuno inviato.")
            return
        partiti, falliti = invia_promemoria(da_inviare)
        self.stdout.write(f"Messaggi inviati: {partiti}.")
        if falliti:
            raise CommandError(f"Messaggi non partiti: {falliti}. Si riprova alla prossima esecuzione.")

    def _racconta(self, uno: DaInviare) -> None:
        self.stdout.write(f"{uno.utente} <{uno.utente.email}>: {uno.oggetto}")
        for voce in uno.voci:
            mancano = f"{len(voce.stato.mancano)} su {voce.stato.totale}"
            self.stdout.write(f"  {voce.scheda.nome}, {voce.ente}: mancano {mancano} al {voce.stato.al:%d/%m/%Y}")
