"""The two outcomes of a result, degree and time, and how many there are of each."""

from __future__ import annotations

import datetime
import enum
from collections import Counter
from typing import TYPE_CHECKING

from valutazioni.calcolo.base import CENTO, arrotonda

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from valutazioni.calcolo.base import Grado


class EsitoGrado(enum.StrEnum):
    """What was achieved, against what was expected."""

    IN_LINEA = "in_linea"
    SUPERIORE = "superiore"
    INFERIORE = "inferiore"
    NON_MISURABILE = "non_misurabile"


class EsitoTempi(enum.StrEnum):
    """When, against the term."""

    IN_ANTICIPO = "in_anticipo"
    NEI_TEMPI = "nei_tempi"
    IN_RITARDO = "in_ritardo"
    SENZA_TERMINE = "senza_termine"


def esito_grado(grado: Grado) -> EsitoGrado:
    """The outcome by the degree before its cap, as shown: 120% is over the target even where 100% is the most."""
    if grado.esatto is None:
        return EsitoGrado.NON_MISURABILE
    mostrato = arrotonda(grado.esatto if grado.grezzo is None else grado.grezzo)
    if mostrato == CENTO:
        return EsitoGrado.IN_LINEA
    return EsitoGrado.SUPERIORE if mostrato > CENTO else EsitoGrado.INFERIORE


def esito_tempi(termine: datetime.date | None, fatto: datetime.date | None, oggi: datetime.date) -> EsitoTempi:
    """The outcome in time; what is not done is late from the day after its term."""
    if termine is None:
        return EsitoTempi.SENZA_TERMINE
    if (fatto or oggi) > termine:
        return EsitoTempi.IN_RITARDO
    return EsitoTempi.IN_ANTICIPO if fatto is not None and fatto < termine else EsitoTempi.NEI_TEMPI


def conteggio(esiti: Iterable[enum.StrEnum], elenco: type[enum.StrEnum]) -> dict[enum.StrEnum, int]:
    """How many of each, zeros included, in the order of the list."""
    contati = Counter(esiti)
    return {esito: contati[esito] for esito in elenco}


def percentuali(conteggi: Mapping[str, int], decimali: int = 1) -> dict[str, Decimal | None]:
    """Share of each in hundredths, rounded half up one by one as reports print them; None when there is nothing."""
    totale = sum(conteggi.values())
    return {voce: arrotonda(CENTO * n / totale, decimali) if totale else None for voce, n in conteggi.items()}
