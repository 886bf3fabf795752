"""Decimal numbers as the office writes them. Weights, scores and euro are Decimal everywhere, never float."""

from decimal import Decimal


def senza_zeri(valore: Decimal | None) -> Decimal | None:
    """Drop trailing zeros without ever using an exponent: 5.0000 → 5, 100.00 → 100, 33.3300 → 33.33."""
    if valore is None:
        return None
    if valore == valore.to_integral_value():
        return valore.quantize(Decimal(1))
    return valore.normalize()


def in_italiano(valore: Decimal | None) -> str:
    """Text with a decimal comma, only the decimals needed and no thousands separator: 33.3300 → "33,33"."""
    valore = senza_zeri(valore)
    return "" if valore is None else f"{valore:f}".replace(".", ",")
