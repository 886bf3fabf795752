"""Cents shared out exactly: whole numbers only, largest remainder, ties decided by an order and never by chance."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from valutazioni.calcolo.base import arrotonda

if TYPE_CHECKING:
    from collections.abc import Sequence


def ripartisci(importo: Decimal, pesi: Sequence[Decimal], ordine: Sequence[object] | None = None) -> list[Decimal]:
    """`importo` (euro, to the cent) in proportion to `pesi`, none of them negative: the shares sum exactly to it.

    Each share is the exact one cut to the cent; the cents left go to the largest remainders, equal ones by `ordine`
    (smaller first; by position unless given). Nobody is a cent or more away from the exact share. All weights zero: all
    shares zero.
    """
    interi = _interi(pesi)
    somma = sum(interi)
    if not somma:
        return [Decimal("0.00")] * len(pesi)
    centesimi = int(arrotonda(importo).scaleb(2))
    quote, resti = [], []
    for peso in interi:
        quota, resto = divmod(centesimi * peso, somma)
        quote.append(quota)
        resti.append(resto)
    avanzo = centesimi - sum(quote)
    posti = ordine if ordine is not None else range(len(quote))
    for indice in sorted(range(len(quote)), key=lambda i: (-resti[i], posti[i]))[:avanzo]:
        quote[indice] += 1
    return [Decimal(quota).scaleb(-2) for quota in quote]


def _interi(pesi: Sequence[Decimal]) -> list[int]:
    """The same proportions in whole numbers, exact."""
    esponente = min((peso.as_tuple().exponent for peso in pesi), default=0)
    cifre = max(0, -esponente)
    return [int(peso.scaleb(cifre)) for peso in pesi]
