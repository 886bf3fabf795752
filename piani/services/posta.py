"""E-mails to those whom a transition concerns, once it is written. One that does not leave undoes nothing."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from piani.models import Incarico, Utente
from piani.permessi import Ruolo, chi_valida

if TYPE_CHECKING:
    from collections.abc import Iterable

    from piani.models import Piano, SchedaArea
    from semproniano.core.workflow import Transizione

logger = logging.getLogger(__name__)
# Transitions of a sheet of which who validates it is told; of the others, who wrote it.
A_CHI_VALIDA = frozenset({"proponi", "ritira"})
# Of which the Giunta is told; of the others, who writes the plan. Who acquires a plan of the past tells nobody.
ALLA_GIUNTA = frozenset({"trasmetti"})
A_NESSUNO = frozenset({"acquisisci"})


@dataclass(frozen=True)
class Avviso:
    """What is written, and to whom: the roles held today in a body."""

    titolo: str
    fatto: str
    indirizzo: str
    nota: str
    osservazioni: tuple[str, ...]
    chi: Utente
    incarichi: Q


def avvisa_della_scheda(
    *, scheda: SchedaArea, transizione: Transizione, utente: Utente, nota: str, osservazioni: Iterable[str] = ()
) -> None:
    """Call in the transaction of the transition: the e-mails leave when it is over."""
    if transizione.codice in A_CHI_VALIDA:
        incarichi = Q(ruolo=chi_valida(scheda))
    elif scheda.area_id is None:
        incarichi = Q(ruolo=Ruolo.SEGRETARIO)
    else:
        incarichi = Q(ruolo=Ruolo.RESPONSABILE, area=scheda.area_id)
    avviso = Avviso(
        titolo=str(scheda),
        fatto=f"la scheda «{scheda}» ({scheda.piano}) è stata {transizione.fatto}",
        indirizzo=reverse("scheda", args=[scheda.pk]),
        nota=nota,
        osservazioni=tuple(osservazioni),
        chi=utente,
        incarichi=incarichi & Q(ente=scheda.piano.ente_id),
    )
    transaction.on_commit(partial(spedisci, avviso), robust=True)


def avvisa_del_piano(*, piano: Piano, transizione: Transizione, utente: Utente, nota: str) -> None:
    """Call in the transaction of the transition: the e-mails leave when it is over."""
    if transizione.codice in A_NESSUNO:
        return
    giunta, chi_scrive = (Ruolo.SINDACO, Ruolo.GIUNTA), (Ruolo.RESPONSABILE, Ruolo.SEGRETARIO)
    avviso = Avviso(
        titolo=piano.titolo,
        fatto=f"il piano «{piano}» è stato {transizione.fatto}",
        indirizzo=reverse("home"),
        nota=nota,
        osservazioni=(),
        chi=utente,
        incarichi=Q(ruolo__in=giunta if transizione.codice in ALLA_GIUNTA else chi_scrive, ente=piano.ente_id),
    )
    transaction.on_commit(partial(spedisci, avviso), robust=True)


def spedisci(avviso: Avviso) -> int:
    """One message each, so that nobody sees the others' addresses; how many have left."""
    incarichi = Incarico.objects.in_vigore().filter(avviso.incarichi)
    destinatari = (
        Utente.objects.filter(pk__in=incarichi.values("utente"), is_active=True)
        .exclude(email="")
        .exclude(pk=avviso.chi.pk)
        .order_by("pk")
    )
    return invia(
        [
            messaggio(
                destinatario,
                avviso.titolo,
                "avviso",
                {"avviso": avviso, "indirizzo": indirizzo_pieno(avviso.indirizzo)},
            )
            for destinatario in destinatari
        ],
        avviso.fatto,
    )


def invia(messaggi: list[EmailMessage], di_che: str) -> int:
    """How many have left; a mail server that does not answer is written in the log, and nothing more."""
    if not messaggi:
        return 0
    try:
        return get_connection().send_messages(messaggi) or 0
    except (SMTPException, OSError):
        logger.exception("Avviso non spedito: %s", di_che)
        return 0


def indirizzo_pieno(percorso: str) -> str:
    """With the name of the site, where the installation says it; else ""."""
    radice = settings.INDIRIZZO_DEL_SITO.rstrip("/")
    return f"{radice}{percorso}" if radice else ""


def messaggio(destinatario: Utente, titolo: str, modello: str, contesto: dict[str, Any]) -> EmailMessage:
    """To one person, from a template of `templates/piani/posta`."""
    testo = render_to_string(f"piani/posta/{modello}.txt", {"destinatario": destinatario, **contesto})
    # A header is one line, whatever the name of an area.
    return EmailMessage(" ".join(f"Semproniano: {titolo}".split()), testo, to=[destinatario.email])
