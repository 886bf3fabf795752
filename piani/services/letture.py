"""Reading an uploaded table: the one who reads it is registered by its importer, the rest is here."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from piani.models import Lettura
from semproniano.core.griglie.base import GrigliaNonLeggibile
from semproniano.core.registri import Registro

if TYPE_CHECKING:
    from piani.models import Caricamento

Progresso = Callable[[int, str], None]

SILENZIO = 60
"""Seconds without a sign of life after which a process is dead."""
_FRA_DUE_SEGNI = 0.5
IMPREVISTO = "Errore imprevisto nella lettura del file: riprovare, e se si ripete avvisare chi gestisce il programma."


@dataclass(frozen=True)
class Lettore:
    """Reads the tables of the purposes that begin with its `codice` ("peg-12"): (upload, choices, progress) → what is
    kept for the preview. May raise GrigliaNonLeggibile."""

    codice: str
    ordine: int
    leggi: Callable[[Caricamento, dict[str, Any], Progresso], bytes]


LETTORI: Registro[Lettore] = Registro("lettori delle tabelle caricate")


class LetturaPersa(Exception):
    """Another process has taken it, or the file or the choices have changed: this one writes nothing."""


def ferma() -> Q:
    """Nobody alive has it in hand."""
    return Q(stato=Lettura.Stato.ATTESA) | Q(
        stato=Lettura.Stato.IN_CORSO, battito_il__lt=timezone.now() - timedelta(seconds=SILENZIO)
    )


def e_ferma(lettura: Lettura) -> bool:
    """Whether the process that had it has died: it may be asked for again."""
    return lettura.stato == Lettura.Stato.IN_CORSO and timezone.now() - lettura.battito_il > timedelta(seconds=SILENZIO)


@dataclass
class _Mano:
    """The reading in the hands of this process."""

    lettura: int
    gettone: uuid.UUID
    _ultimo: float = field(default_factory=time.monotonic)

    def scrive(self, **valori: Any) -> None:
        righe = Lettura.objects.filter(pk=self.lettura, gettone=self.gettone, stato=Lettura.Stato.IN_CORSO)
        if not righe.update(battito_il=timezone.now(), **valori):
            raise LetturaPersa

    def progresso(self, percentuale: int, passo: str) -> None:
        adesso = time.monotonic()
        if adesso - self._ultimo >= _FRA_DUE_SEGNI:
            self._ultimo = adesso
            self.scrive(percentuale=percentuale, passo=passo)


def esegui_lettura(*, chiave: int) -> bool:
    """Read the upload of the reading with this primary key. False: it is done, or somebody else has it, or it is no
    more. Done twice it does no harm."""
    gettone = uuid.uuid4()
    presa = Lettura.objects.filter(ferma(), pk=chiave).update(
        stato=Lettura.Stato.IN_CORSO, gettone=gettone, battito_il=timezone.now(), percentuale=0, passo="", errore=""
    )
    if not presa:
        return False
    mano = _Mano(chiave, gettone)
    try:
        _leggi(mano)
    except LetturaPersa:
        return False
    return True


def _leggi(mano: _Mano) -> None:
    lettura = Lettura.objects.select_related("caricamento").filter(pk=mano.lettura).first()
    if lettura is None:
        raise LetturaPersa
    lettore = LETTORI[lettura.caricamento.scopo.partition("-")[0]]
    try:
        esito = lettore.leggi(lettura.caricamento, lettura.scelte, mano.progresso)
    except GrigliaNonLeggibile as errore:
        mano.scrive(stato=Lettura.Stato.NON_RIUSCITA, errore=str(errore))
    except LetturaPersa:
        raise
    except Exception:
        mano.scrive(stato=Lettura.Stato.NON_RIUSCITA, errore=IMPREVISTO)
        raise
    else:
        mano.scrive(stato=Lettura.Stato.FATTA, esito=esito, percentuale=100, passo="")
