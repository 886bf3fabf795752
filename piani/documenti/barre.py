"""Amounts as horizontal bars, a name above each: computed here, drawn by a template (page and print alike)."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from semproniano.core.numeri import in_euro

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Units of the drawing: narrow, so that on a telephone the letters are still read. The amount stands beside the bar.
LARGHEZZA, PASSO, BARRA, TESTO, IMPORTO = 300, 36, 12, 11, 84
# Mean width of a letter at the size of the names.
LETTERA, MAIUSCOLA = 5.1, 7.6
BARRA_MINIMA = 1


@dataclass(frozen=True, slots=True)
class Barra:
    nome: str
    importo: str
    y_testo: int
    y: int
    larghezza: int

    @property
    def y_importo(self) -> int:
        return self.y + BARRA - 2


@dataclass(frozen=True, slots=True)
class Barre:
    """The drawing; lengths are units of it. `descrizione` says the same in words."""

    titolo: str
    descrizione: str
    barre: Sequence[Barra]
    larghezza: int
    altezza: int
    alta: int = BARRA
    lunga: int = LARGHEZZA - IMPORTO
    """Of the longest bar."""


def barre(titolo: str, voci: Iterable[tuple[str, Decimal]]) -> Barre | None:
    """A bar for each (name, amount in euro), as long as its share of the largest; None when nothing is above zero."""
    righe = list(voci)
    massimo = max((importo for _, importo in righe), default=Decimal(0))
    if massimo <= 0:
        return None
    disegnate = []
    for posto, (nome, importo) in enumerate(righe):
        base = posto * PASSO + TESTO
        lunga = max(int(importo * (LARGHEZZA - IMPORTO) / massimo), BARRA_MINIMA) if importo else 0
        disegnate.append(Barra(_accorcia(nome), in_euro(importo), base, base + 5, lunga))
    testi = "; ".join(f"{nome}: {in_euro(importo)} euro" for nome, importo in righe)
    return Barre(titolo, f"{testi}.", disegnate, LARGHEZZA, len(righe) * PASSO)


def _accorcia(nome: str) -> str:
    """The name, cut at a word where it would leave the drawing."""
    media = MAIUSCOLA if nome.isupper() else LETTERA
    return textwrap.shorten(nome, int(LARGHEZZA / media), placeholder=" …")
