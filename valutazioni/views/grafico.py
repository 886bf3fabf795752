"""The values of a year as a line over its months, computed here and drawn by a template."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from collections.abc import Sequence

MESI = ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic")
LARGHEZZA, ALTEZZA = 720, 300
SINISTRA, DESTRA, SOPRA, SOTTO = 16, 16, 28, 32
ARIA = Decimal("0.1")
"""Share of the height left above the greatest and below the smallest value."""


@dataclass(frozen=True)
class Punto:
    giorno: datetime.date
    valore: Decimal


@dataclass(frozen=True)
class Linea:
    """A value to compare with, drawn from side to side."""

    nome: str
    valore: Decimal
    tratteggiata: bool


@dataclass(frozen=True)
class Segno:
    """A point as it is drawn, with its number beside it."""

    x: int
    y: int
    testo: str

    @property
    def verso(self) -> str:
        if self.x > LARGHEZZA - 80:
            return "end"
        return "start" if self.x < 80 else "middle"

    @property
    def y_testo(self) -> int:
        return self.y - 10


@dataclass(frozen=True)
class Riferimento:
    y: int
    testo: str
    tratteggiata: bool

    @property
    def y_testo(self) -> int:
        return self.y - 5


@dataclass(frozen=True)
class Mese:
    x: int
    nome: str


@dataclass(frozen=True)
class Grafico:
    segni: Sequence[Segno]
    riferimenti: Sequence[Riferimento]
    mesi: Sequence[Mese]
    percorso: str
    """Points of the polyline."""
    descrizione: str
    larghezza: int = LARGHEZZA
    altezza: int = ALTEZZA
    base: int = ALTEZZA - SOTTO
    y_mesi: int = ALTEZZA - 10
    destra: int = LARGHEZZA - DESTRA
    sinistra: int = SINISTRA


def grafico(punti: Sequence[Punto], linee: Sequence[Linea], anno: int, unita: str = "") -> Grafico:
    """The drawing of at least one point; the last of a day counts."""
    ultimi = sorted({punto.giorno: punto for punto in punti}.values(), key=lambda punto: punto.giorno)
    valori = [punto.valore for punto in ultimi] + [linea.valore for linea in linee]
    minimo, massimo = min(valori), max(valori)
    aria = (massimo - minimo) * ARIA or abs(massimo) * ARIA or Decimal(1)
    minimo, massimo = minimo - aria, massimo + aria

    def ascissa(giorno: datetime.date) -> int:
        giorni = (datetime.date(anno + 1, 1, 1) - datetime.date(anno, 1, 1)).days
        passati = (giorno - datetime.date(anno, 1, 1)).days
        return round(SINISTRA + (LARGHEZZA - SINISTRA - DESTRA) * passati / giorni)

    def ordinata(valore: Decimal) -> int:
        quota = (valore - minimo) / (massimo - minimo)
        return round(ALTEZZA - SOTTO - (ALTEZZA - SOPRA - SOTTO) * quota)

    segni = [Segno(ascissa(p.giorno), ordinata(p.valore), in_italiano(p.valore)) for p in ultimi]
    parole = [f"{p.giorno:%d/%m/%Y}: {in_italiano(p.valore)}" for p in ultimi]
    parole += [f"valore {linea.nome}: {in_italiano(linea.valore)}" for linea in linee]
    return Grafico(
        segni=segni,
        riferimenti=[
            Riferimento(
                ordinata(linea.valore), f"{linea.nome} {in_italiano(linea.valore)} {unita}".strip(), linea.tratteggiata
            )
            for linea in linee
        ],
        mesi=[Mese(ascissa(datetime.date(anno, numero, 16)), nome) for numero, nome in enumerate(MESI, start=1)],
        percorso=" ".join(f"{segno.x},{segno.y}" for segno in segni),
        descrizione="; ".join(parole) + ".",
    )
