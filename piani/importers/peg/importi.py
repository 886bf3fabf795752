"""Amounts of a PEG: euro and cents as Decimal, however the program has written them."""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from semproniano.core.numeri import NumeroNonLeggibile, in_italiano, leggi_numero

if TYPE_CHECKING:
    from semproniano.core.griglie.base import Valore

CENTESIMO = Decimal("0.01")
MASSIMO = Decimal(10) ** 13
"""The first amount that is too large for a field of 15 digits."""
# Cents of a float that a spreadsheet shows as cents.
_RUMORE = Decimal("0.00001")
# 1,234,567.89: the point after them tells the commas of the thousands from a decimal one.
_INGLESE = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+\.\d{1,2}", re.ASCII)
_VUOTI = ("", "-", "–", "—", "--")


class ImportoErrato(ValueError):
    """Not an amount; the message (Italian) says why."""


def leggi_importo(valore: Valore) -> Decimal | None:
    """Euro, negative too, with two decimals; None for an empty cell or a dash. Raises ImportoErrato."""
    if isinstance(valore, datetime.date):
        raise ImportoErrato(f"«{valore:%d/%m/%Y}» è una data, non un importo.")
    if isinstance(valore, str):
        if valore.strip() in _VUOTI:
            return None
        try:
            valore = leggi_numero(valore.replace(",", "") if _INGLESE.fullmatch(valore.strip()) else valore)
        except NumeroNonLeggibile as errore:
            raise ImportoErrato(str(errore)) from errore
    if abs(valore) >= MASSIMO:
        raise ImportoErrato("L'importo è troppo grande: più di 9.999 miliardi.")
    centesimi = valore.quantize(CENTESIMO, ROUND_HALF_UP)
    if abs(centesimi - valore) > _RUMORE:
        raise ImportoErrato(f"«{in_italiano(valore)}» ha più di due decimali: l'importo va scritto con i centesimi.")
    return centesimi
