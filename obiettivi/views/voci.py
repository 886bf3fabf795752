"""An objective as the pages show it whole, where it is only read: to copy, to choose, to assign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from obiettivi.documenti.stampa import testo_scadenza, testo_valore_atteso
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from collections.abc import Sequence

    from obiettivi.sezioni import ObiettivoFoto


@dataclass(frozen=True)
class VoceLetta:
    descrizione: str
    peso: str
    scadenza: str
    indicatori: Sequence[tuple[str, str]]
    """Measure and expected value of each."""


def voce_letta(voce: ObiettivoFoto) -> VoceLetta:
    return VoceLetta(
        descrizione=voce.descrizione,
        peso="condizione" if voce.e_condizione else in_italiano(voce.peso),
        scadenza=testo_scadenza(voce),
        indicatori=[(indicatore.descrizione, testo_valore_atteso(indicatore)) for indicatore in voce.indicatori],
    )
