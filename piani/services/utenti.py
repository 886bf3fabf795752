"""Accounts: inviting people by e-mail, with a link to set the password."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from piani.models import Incarico, Utente

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from piani.models import Area, Ente


def username_libero(email: str) -> str:
    """A user name made from the address, with a number when it is taken."""
    base = re.sub(r"[^\w.+-]", "", email.partition("@")[0].lower()) or "utente"
    nome, numero = base, 1
    while Utente.objects.filter(username__iexact=nome).exists():
        numero += 1
        nome = f"{base}{numero}"
    return nome


@transaction.atomic
def invita_utente(
    *,
    ente: Ente,
    ruolo: str,
    email: str,
    nome: str,
    cognome: str,
    indirizzo_assoluto: Callable[[str], str],
    username: str = "",
    area: Area | None = None,
    dal: datetime.date | None = None,
) -> Utente:
    """Give a person a role; who has no account yet gets one and, once the transaction is over, an e-mail with the link.

    A person is recognised by the address: a Segretario of two bodies keeps one account. Raises ValidationError.
    """
    utente = Utente.objects.filter(email__iexact=email).first()
    if utente is None:
        utente = Utente(
            username=username or username_libero(email), email=email.lower(), first_name=nome, last_name=cognome
        )
        utente.set_unusable_password()
        utente.full_clean(exclude=("password",))
        utente.save()
    incarico = Incarico(ente=ente, utente=utente, ruolo=ruolo, area=area, dal=dal or timezone.localdate())
    incarico.full_clean()
    incarico.save()
    transaction.on_commit(lambda: invia_invito(utente=utente, indirizzo_assoluto=indirizzo_assoluto))
    return utente


def invia_invito(*, utente: Utente, indirizzo_assoluto: Callable[[str], str]) -> None:
    """The e-mail with the link to set the password; who has one already is only told of the role."""
    uid = urlsafe_base64_encode(force_bytes(utente.pk))
    token = default_token_generator.make_token(utente)
    contesto = {
        "utente": utente,
        "indirizzo": indirizzo_assoluto(reverse("password_reset_confirm", args=[uid, token])),
        "accesso": indirizzo_assoluto(reverse("home")),
        "giorni": settings.PASSWORD_RESET_TIMEOUT // (60 * 60 * 24),
    }
    send_mail("Invito a Semproniano", render_to_string("registration/invito.txt", contesto), None, [utente.email])
