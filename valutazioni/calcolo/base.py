"""What every computation here shares: the frozen objects, the one rounding, the degree and its arithmetic, the mean."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import msgspec

from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from collections.abc import Sequence

ZERO = Decimal(0)
CENTO = Decimal(100)
CENTESIMO = Decimal("0.01")
_RUMORE = Decimal("1e-12")
"""Decimal carries 28 digits: three times a third is 0,999…; what differs by less than this is the same number."""


class Dato(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of the typed objects: frozen, and strict when read back from JSON."""


def arrotonda(valore: Decimal, decimali: int = 2) -> Decimal:
    """The only rounding: half up (0,125 → 0,13), to the cent or to the second decimal unless told otherwise."""
    return valore.quantize(_RUMORE, ROUND_HALF_EVEN).quantize(Decimal(1).scaleb(-decimali), ROUND_HALF_UP)


def due_decimali(valore: Decimal) -> str:
    """Italian text with two decimals: 82.375 → "82,38"."""
    return f"{arrotonda(valore):f}".replace(".", ",").replace("-", "−")


def percento(valore: Decimal) -> str:
    """Italian text of a degree: 50 → "50,00%"."""
    return f"{due_decimali(valore)}%"


def numero(valore: Decimal) -> str:
    """A term of a formula as the office writes it; in brackets when negative, at most four decimals."""
    testo = in_italiano(arrotonda(valore, 4))
    return f"({testo.replace('-', '−')})" if valore < 0 else testo


class Grado(Dato, kw_only=True):
    """A degree in hundredths (50 is 50%), with how it came about.

    `esatto` is None when the degree cannot be said: `motivo` tells why (Italian). `conto` is the arithmetic in one
    readable line; `note` says which rule was applied. `grezzo` is the value before cap and floor: 120 where more than
    the target was done. `tempi` is the other side of a result, when it is assessed apart.
    """

    esatto: Decimal | None = None
    conto: str = ""
    motivo: str = ""
    note: tuple[str, ...] = ()
    grezzo: Decimal | None = None
    tempi: Decimal | None = None

    @property
    def valore(self) -> Decimal | None:
        """The degree as shown: rounded once, two decimals."""
        return None if self.esatto is None else arrotonda(self.esatto)


def senza_grado(motivo: str, *note: str) -> Grado:
    """A degree that cannot be said, and why."""
    return Grado(motivo=motivo, note=note)


def grado_deciso(valore: Decimal, motivo: str) -> Grado:
    """A degree that a person decided, instead of the computed one (the Nucleo that changes a proposal)."""
    return Grado(esatto=valore, grezzo=valore, conto=f"{percento(valore)}, deciso con motivazione", note=(motivo,))


class Pesato(Dato, kw_only=True):
    """A degree with its weight in a mean. `peso` None: the weight was not written."""

    grado: Grado
    peso: Decimal | None = None
    etichetta: str = ""


class Media(Dato, kw_only=True):
    """A weighted mean: `esatto` None when nothing can be averaged."""

    esatto: Decimal | None
    conto: str
    note: tuple[str, ...] = ()


def pesi_effettivi(pesi: Sequence[Decimal | None]) -> tuple[list[Decimal], str]:
    """The weights to count with, and the sentence that says so when they are not those written.

    One missing weight, or only zeros, make all of them equal: nobody can tell what the missing one was meant to be.
    """
    if all(peso is None for peso in pesi):
        return [Decimal(1)] * len(pesi), "Senza pesi: contano tutti allo stesso modo." if len(pesi) > 1 else ""
    if any(peso is None for peso in pesi):
        return [Decimal(1)] * len(pesi), "Manca almeno un peso: contano tutti allo stesso modo."
    scritti = [peso for peso in pesi if peso is not None]
    if not any(scritti):
        return [Decimal(1)] * len(pesi), "I pesi sono tutti zero: contano tutti allo stesso modo."
    return scritti, ""


def media_pesata(valori: Sequence[Decimal], pesi: Sequence[Decimal]) -> Media:
    """Sum of value × weight over the sum of the weights, exact; None where the weights sum to zero."""
    somma = sum(pesi, ZERO)
    if not somma:
        return Media(esatto=None, conto="")
    esatto = sum((valore * peso for valore, peso in zip(valori, pesi, strict=True)), ZERO) / somma
    if len(valori) == 1:
        return Media(esatto=esatto, conto=percento(esatto))
    addendi = " + ".join(f"{due_decimali(v)} × {numero(p)}" for v, p in zip(valori, pesi, strict=True))
    return Media(esatto=esatto, conto=f"({addendi}) / {numero(somma)} = {percento(esatto)}")
