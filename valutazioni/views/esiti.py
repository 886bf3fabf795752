"""The two outcomes of a result in words: how much was achieved, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valutazioni.calcolo.base import CENTO
from valutazioni.calcolo.esiti import EsitoGrado, EsitoTempi, esito_grado, esito_tempi

if TYPE_CHECKING:
    import datetime

    from valutazioni.selectors import ObiettivoMisurato

GRADO = {
    EsitoGrado.IN_LINEA: "come atteso",
    EsitoGrado.SUPERIORE: "più di quanto atteso",
    EsitoGrado.INFERIORE: "meno di quanto atteso",
    EsitoGrado.NON_MISURABILE: "non ancora misurabile",
}
TEMPI = {
    EsitoTempi.IN_ANTICIPO: "in anticipo",
    EsitoTempi.NEI_TEMPI: "nei tempi",
    EsitoTempi.IN_RITARDO: "in ritardo",
    EsitoTempi.SENZA_TERMINE: "senza scadenza",
}


def esito_del_grado(misurato: ObiettivoMisurato) -> str:
    return GRADO[esito_grado(misurato.grado)]


def fatto_il(misurato: ObiettivoMisurato) -> datetime.date | None:
    """The day on which the objective was done: the last of its dates, else the day of the value that reached 100%."""
    date = [voce.ultima.data for voce in misurato.voci if voce.ultima and voce.ultima.data]
    if date:
        return max(date)
    righe = [voce.ultima.al for voce in misurato.voci if voce.conta and voce.ultima]
    completo = misurato.calcolato.esatto is not None and misurato.calcolato.esatto >= CENTO
    return max(righe) if completo and righe else None


def esito_dei_tempi(misurato: ObiettivoMisurato, oggi: datetime.date) -> str:
    return TEMPI[esito_tempi(misurato.obiettivo.scadenza, fatto_il(misurato), oggi)]
