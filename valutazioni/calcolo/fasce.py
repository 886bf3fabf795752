"""Bands of scores and levels of a scale: from–to with both ends inside, side by side without gaps or overlaps."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from valutazioni.calcolo.base import ZERO, Dato, arrotonda, numero

if TYPE_CHECKING:
    from collections.abc import Sequence


class Fascia(Dato, kw_only=True):
    """A band: scores from `da` to `a`, both inside.

    `valore` is what it is worth: a percentage of the premio, or a coefficient, as the premio rule says.
    """

    codice: str
    nome: str
    da: Decimal
    a: Decimal
    valore: Decimal = ZERO


class Livello(Dato, kw_only=True):
    """A level of the scale of behaviours: points from `da` to `a`, both inside."""

    nome: str
    da: Decimal
    a: Decimal
    descrizione: str = ""


def fascia_di(punteggio: Decimal, fasce: Sequence[Fascia], decimali: int = 2) -> Fascia | None:
    """The band of a score, looked up with the score as shown: who reads 95,00 is in the band from 95.

    None when no band holds it. `decimali` are those with which the bands are written (89 | 90 or 89,99 | 90,00).
    """
    mostrato = arrotonda(punteggio, decimali)
    return next((fascia for fascia in fasce if fascia.da <= mostrato <= fascia.a), None)


def riscala(fasce: Sequence[Fascia], prima: Decimal, dopo: Decimal, decimali: int) -> tuple[Fascia, ...]:
    """The same bands on another maximum, or with other decimals: each starts in proportion and ends one step before the
    next one."""
    passo = Decimal(1).scaleb(-decimali)
    ordinate = sorted(fasce, key=lambda fascia: fascia.da)
    inizi = [arrotonda(fascia.da * dopo / prima, decimali) for fascia in ordinate]
    fini = [*(inizio - passo for inizio in inizi[1:]), dopo]
    return tuple(replace(fascia, da=da, a=a) for fascia, da, a in zip(ordinate, inizi, fini, strict=True))


def verifica_intervalli(
    intervalli: Sequence[Fascia | Livello], da: Decimal, a: Decimal, decimali: int, dove: str
) -> list[str]:
    """Gaps and overlaps, as Italian sentences; none when the intervals cover `da`–`a` once.

    Two intervals are side by side when the second starts one step (`decimali`) after the end of the first.
    """
    passo = Decimal(1).scaleb(-decimali)
    errori = [
        f"{dove}: «{uno.nome}» va da {numero(uno.da)} a {numero(uno.a)}, al contrario."
        for uno in intervalli
        if uno.da > uno.a
    ]
    errori += [
        f"{dove}: «{uno.nome}» è scritto con più di {decimali} decimali."
        for uno in intervalli
        if any(estremo != arrotonda(estremo, decimali) for estremo in (uno.da, uno.a))
    ]
    ordinati = sorted(intervalli, key=lambda uno: (uno.da, uno.a))
    if errori or not ordinati:
        return errori or [f"{dove}: mancano."]
    if ordinati[0].da > da:
        errori.append(f"{dove}: manca da {numero(da)} a {numero(ordinati[0].da - passo)}.")
    for prima, dopo in pairwise(ordinati):
        if dopo.da <= prima.a:
            errori.append(f"{dove}: «{prima.nome}» e «{dopo.nome}» si sovrappongono a {numero(dopo.da)}.")
        elif dopo.da > prima.a + passo:
            errori.append(f"{dove}: manca da {numero(prima.a + passo)} a {numero(dopo.da - passo)}.")
    fine = max(uno.a for uno in ordinati)
    if fine < a:
        errori.append(f"{dove}: manca da {numero(fine + passo)} a {numero(a)}.")
    if ordinati[0].da < da or fine > a:
        errori.append(f"{dove}: devono stare tra {numero(da)} e {numero(a)}.")
    return errori
