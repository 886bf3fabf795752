"""E-mails that remind of the terms: one to each person, with all that is to be entered; each term once before, once
when it is late."""

from __future__ import annotations

import datetime
import logging
from collections import defaultdict
from dataclasses import dataclass
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from piani.models import Ente, Incarico, Utente
from piani.permessi import Ruolo
from valutazioni.models import Promemoria
from valutazioni.selectors import (
    Avanzamento,
    anni_in_forza,
    finestre,
    foto_in_forza,
    schede_misurate,
    stati_dei_termini,
    termini_degli_enti,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from valutazioni.selectors import SchedaInForza, StatoTermine

logger = logging.getLogger(__name__)
GIORNI_PRIMA = 7
GIORNI_DOPO = 60
"""A term that is older is past help: a body that begins to use the programme is not told of all its past."""


@dataclass(frozen=True)
class VocePromemoria:
    """A sheet that a person has to measure by a term."""

    ente: Ente
    scheda: SchedaInForza
    stato: StatoTermine
    tipo: Promemoria.Tipo

    @property
    def indirizzo(self) -> str:
        percorso = reverse("rilevazione-scheda", args=[self.ente.slug, self.scheda.anno, self.scheda.slug])
        radice = settings.INDIRIZZO_DEL_SITO.rstrip("/")
        return f"{radice}{percorso}?al={self.stato.al.isoformat()}" if radice else ""

    @property
    def chiave(self) -> tuple[int, datetime.date, str]:
        return self.ente.pk, self.stato.al, self.tipo


@dataclass(frozen=True)
class DaInviare:
    """All that one person has to enter, of any body."""

    utente: Utente
    voci: tuple[VocePromemoria, ...]

    @property
    def oggetto(self) -> str:
        tardi = any(voce.tipo == Promemoria.Tipo.RITARDO for voce in self.voci)
        giorni = sorted({voce.stato.al for voce in self.voci})
        quali = ", ".join(f"{giorno:%d/%m/%Y}" for giorno in giorni)
        return f"Semproniano: rilevazione al {quali}{' in ritardo' if tardi else ''}"

    def messaggio(self) -> EmailMessage:
        testo = render_to_string("valutazioni/posta/promemoria.txt", {"destinatario": self.utente, "voci": self.voci})
        return EmailMessage(self.oggetto, testo, to=[self.utente.email])


def promemoria_da_inviare(*, oggi: datetime.date | None = None, giorni: int = GIORNI_PRIMA) -> list[DaInviare]:
    """What is to be told today, by person, without what was told already."""
    oggi = oggi or timezone.localdate()
    gia_detti = _gia_inviati(oggi)
    per_persona: defaultdict[int, list[VocePromemoria]] = defaultdict(list)
    for ente in _enti_con_termini(oggi, giorni):
        responsabili = _chi_misura(ente, oggi)
        for voce in _voci(ente, oggi, giorni):
            area = voce.scheda.area and voce.scheda.area.pk
            for utente in responsabili.get(area, ()):
                if (utente, *voce.chiave) not in gia_detti:
                    per_persona[utente].append(voce)
    utenti = Utente.objects.filter(pk__in=per_persona, is_active=True).exclude(email="").order_by("pk")
    return [DaInviare(utente, tuple(per_persona[utente.pk])) for utente in utenti]


def _enti_con_termini(oggi: datetime.date, giorni: int) -> list[Ente]:
    """The bodies with an approved plan and a term near or just gone: of the others nothing is read."""
    enti = {ente.pk: ente for ente in Ente.objects.order_by("pk")}
    anni, termini = anni_in_forza(enti), termini_degli_enti(enti)
    return [
        ente
        for chiave, ente in enti.items()
        if any(
            anno in anni.get(chiave, ()) and _tipo(al, oggi, giorni)
            for anno in (oggi.year - 1, oggi.year)
            for _, al in finestre(anno, termini[chiave])
        )
    ]


def _tipo(al: datetime.date, oggi: datetime.date, giorni: int) -> Promemoria.Tipo | None:
    mancano = (al - oggi).days
    if 0 <= mancano <= giorni:
        return Promemoria.Tipo.PRIMA
    return Promemoria.Tipo.RITARDO if -GIORNI_DOPO <= mancano < 0 else None


def _voci(ente: Ente, oggi: datetime.date, giorni: int) -> Iterator[VocePromemoria]:
    termini = termini_degli_enti([ente.pk])[ente.pk]
    for anno in (oggi.year - 1, oggi.year):
        if not any(_tipo(al, oggi, giorni) for _, al in finestre(anno, termini)):
            continue
        forza = foto_in_forza(ente, anno)
        for misurata in schede_misurate(forza).values() if forza else ():
            for stato in stati_dei_termini(misurata, termini, oggi):
                tipo = _tipo(stato.al, oggi, giorni)
                if tipo and stato.mancano and stato.stato is not Avanzamento.FUTURA:
                    yield VocePromemoria(ente, misurata.scheda, stato, tipo)


def _chi_misura(ente: Ente, oggi: datetime.date) -> dict[int | None, list[int]]:
    """Users by area that they lead today; under None the Segretario, for the sheets without area."""
    chi: defaultdict[int | None, list[int]] = defaultdict(list)
    incarichi = Incarico.objects.in_vigore(oggi).filter(ente=ente, ruolo__in=(Ruolo.RESPONSABILE, Ruolo.SEGRETARIO))
    for utente, area in incarichi.order_by("pk").values_list("utente", "area").distinct():
        chi[area].append(utente)
    return chi


def _gia_inviati(oggi: datetime.date) -> set[tuple[int, int, datetime.date, str]]:
    recenti = Promemoria.objects.filter(termine__gte=oggi - datetime.timedelta(days=GIORNI_DOPO))
    return set(recenti.values_list("utente", "ente", "termine", "tipo"))


def invia_promemoria(da_inviare: Iterable[DaInviare]) -> tuple[int, int]:
    """Send them; how many have left, how many could not. What has left is written down, and does not leave again."""
    partiti = falliti = 0
    for uno in da_inviare:
        try:
            partiti += _invia(uno)
        except (SMTPException, OSError):
            logger.exception("Promemoria non spedito a %s", uno.utente)
            falliti += 1
    return partiti, falliti


def _invia(uno: DaInviare) -> int:
    """Written down first, sent then, in one transaction: what does not leave is not written, and of two runs at the
    same moment only one sends."""
    chiavi: Sequence[tuple[int, datetime.date, str]] = list(dict.fromkeys(voce.chiave for voce in uno.voci))
    try:
        with transaction.atomic():
            Promemoria.objects.bulk_create(
                Promemoria(utente=uno.utente, ente_id=ente, termine=termine, tipo=tipo)
                for ente, termine, tipo in chiavi
            )
            return uno.messaggio().send()
    except IntegrityError:
        return 0
