"""`manage.py crea_utenti_demo`: one account for every role, to try the system. Only with DEBUG."""

import os
import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from piani.management.argomenti import trova_ente
from piani.models import Ente
from piani.services.demo import AccountDemo, crea_account_demo


class Command(BaseCommand):
    help = "Crea gli account di prova, uno per ruolo. La password è casuale, o quella di PASSWORD_DEMO."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--ente",
            action="append",
            help="l'indirizzo breve dell'ente (ripetibile); obbligatorio se gli enti sono più di uno",
        )

    def handle(self, *, ente: list[str] | None, **_opzioni: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "Gli account di prova hanno una password che tutti leggono: si creano solo su una macchina di prova, "
                "con DEBUG=on. Non è stato creato nulla."
            )
        enti = [trova_ente(slug) for slug in ente or [None]]
        scelta = os.environ.get("PASSWORD_DEMO", "")
        password = scelta or secrets.token_urlsafe(12)
        tutti = []
        for riga in enti:
            account = crea_account_demo(ente=riga, password=password, cambia_password=bool(scelta))
            self.elenca(riga, account)
            tutti += account
        self.racconta(tutti, password if scelta or any(voce.nuovo for voce in tutti) else None)

    def elenca(self, ente: Ente, account: list[AccountDemo]) -> None:
        """Say who is there."""
        self.stdout.write(f"Account di prova, {ente}{' (ESEMPIO: dati inventati)' if ente.e_esempio else ''}:")
        larghezza = max(len(voce.username) for voce in account)
        for voce in account:
            self.stdout.write(f"  {voce.username:<{larghezza}}  {voce.ruolo}")

    def racconta(self, account: list[AccountDemo], password: str | None) -> None:
        """Say the password, when it was set in this run."""
        if password is None:
            self.stdout.write("Gli account ci sono già: nessuna password è cambiata.")
            self.stdout.write("Per sceglierne una nuova: PASSWORD_DEMO=… make dati")
            return
        vecchi = [voce.username for voce in account if not voce.nuovo]
        if vecchi and not os.environ.get("PASSWORD_DEMO"):
            self.stdout.write(f"  (c'erano già, con la loro password: {', '.join(vecchi)})")
        self.stdout.write(f"Password: {password}")
