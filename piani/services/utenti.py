"""Accounts: inviting people by e-mail, with a link to set the password."""

from __future__ import annotations

import logging
import re
from smtplib import SMTPException
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

logger = logging.getLogger(__name__)


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
    se_non_parte: Callable[[], None] | None = None,
) -> Utente:
    """Give a person a role; who has no account yet gets one and, once the transaction is over, an e-mail with the link.

    A person is recognised by the address: a Segretario of two bodies keeps one account. Raises ValidationError.
    An e-mail that does not leave undoes nothing: `se_non_parte` is called.
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

    def spedisci() -> None:
        if not invia_invito(utente=utente, indirizzo_assoluto=indirizzo_assoluto) and se_non_parte:
            se_non_parte()

    transaction.on_commit(spedisci)
    return utente


def invia_invito(*, utente: Utente, indirizzo_assoluto: Callable[[str], str]) -> bool:
    """The e-mail with the link to set the password; who has one already is only told of the role.

    False when the mail server does not take it (the reason is in the log).
    """
    uid = urlsafe_base64_encode(force_bytes(utente.pk))
    token = default_token_generator.make_token(utente)
    contesto = {
        "utente": utente,
        "indirizzo": indirizzo_assoluto(reverse("password_reset_confirm", args=[uid, token])),
        "accesso": indirizzo_assoluto(reverse("home")),
        "giorni": settings.PASSWORD_RESET_TIMEOUT // (60 * 60 * 24),
    }
    testo = render_to_string("registration/invito.txt", contesto)
    try:
        send_mail("Invito a Semproniano", testo, None, [utente.email])
    except (SMTPException, OSError):
        logger.exception("Invito non spedito all'utente %s", utente.pk)
        return False
    return True
