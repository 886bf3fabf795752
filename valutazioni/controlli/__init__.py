"""Checks of a year: pure functions over `FattiAnno`, and what they say against the premi (NO11, NO12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piani.controlli.impostazioni import impostazioni_di
from semproniano.core.controlli import Gravita
from valutazioni.controlli.base import CONTROLLI_ANNO, controlla_anno
from valutazioni.controlli.lettura import fatti_dell_anno, fatti_per_i_premi

if TYPE_CHECKING:
    from collections.abc import Mapping

    from piani.models import Ente
    from semproniano.core.controlli import Esito
    from valutazioni.selectors import SchedaMisurata

__all__ = [
    "CONTROLLI_ANNO",
    "controlla_anno",
    "esiti_della_relazione",
    "esiti_riservati",
    "esiti_sui_premi",
    "fatti_dell_anno",
    "impedimenti_ai_premi",
]

DEI_PREMI = ("NO11", "NO12")
# They speak of scores and funds: for who reads cards and premi (`RUOLI_VALUTAZIONI`), and never kept with a Relazione.
RISERVATI = ("NO13", "NO14", "VA04")


def esiti_della_relazione(ente: Ente, anno: int, schede: Mapping[str, SchedaMisurata] | None = None) -> list[Esito]:
    """What the checks say of a year to whoever reads its results."""
    codici = [voce.codice for voce in CONTROLLI_ANNO if voce.codice not in RISERVATI]
    return controlla_anno(fatti_dell_anno(ente, anno, schede), impostazioni_di(ente), codici)


def esiti_riservati(ente: Ente, anno: int) -> list[Esito]:
    """What they say of premi and cards, for who reads those."""
    return controlla_anno(fatti_dell_anno(ente, anno), impostazioni_di(ente), (*DEI_PREMI, "NO10", *RISERVATI))


def esiti_sui_premi(ente: Ente, anno: int) -> list[Esito]:
    """What NO11 and NO12 say of the year, with the severity that the body has set."""
    return controlla_anno(fatti_per_i_premi(ente, anno), impostazioni_di(ente), DEI_PREMI)


def impedimenti_ai_premi(ente: Ente, anno: int) -> list[str]:
    """Why the premi of a year cannot be given now, one sentence each, with the norm; nothing when they can."""
    return [
        f"{esito.messaggio} ({esito.codice}: {esito.norma})"
        for esito in esiti_sui_premi(ente, anno)
        if esito.gravita is Gravita.BLOCCANTE
    ]
