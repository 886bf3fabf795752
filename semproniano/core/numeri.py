"""Decimal numbers as the office writes them. Weights, scores and euro are Decimal everywhere, never float."""

import re
from decimal import Decimal

# 1.061 and 1.061,50; 33,33; and, because keypads and accounting programs have a point, 33.33 and 1234567.89: never
# three digits after it, which read as thousands.
_MIGLIAIA = re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?", re.ASCII)
_CON_VIRGOLA = re.compile(r"\d+(,\d+)?", re.ASCII)
_CON_PUNTO = re.compile(r"\d+\.(\d{1,2}|\d{4,})|0\.\d+", re.ASCII)
_SPAZI = re.compile(r"\s")
_EURO = re.compile(r"^(?:€|euro|eur)|(?:€|euro|eur)$", re.IGNORECASE)
_NEGATIVO = re.compile(r"-(?P<prima>[^-]+)|(?P<dopo>[^-]+)-|\((?P<dentro>[^()-]+)\)")
_MENO = str.maketrans("−–", "--")
_DA_INGLESE = str.maketrans(",.", ".,")
CIFRE_MASSIME = 20
"""More digits than any amount has, fewer than the 28 that Decimal carries exactly."""


class NumeroNonLeggibile(ValueError):
    """A text that is not a number; the message (Italian) says how to write it."""


def leggi_numero(testo: str) -> Decimal:
    """The number that an office writes: "1.061,5", "1234567.89", "33,33", "€ 1.234,00", "(1.234,00)" and "12-".

    Raises NumeroNonLeggibile, also for what could be read in two ways ("1234.567").
    """
    segno, cifre = _segno(_EURO.sub("", _SPAZI.sub("", testo.translate(_MENO))))
    if sum(carattere.isdigit() for carattere in cifre) > CIFRE_MASSIME:
        raise NumeroNonLeggibile(f"«{testo.strip()[:40]}» ha più di {CIFRE_MASSIME} cifre.")
    if _CON_PUNTO.fullmatch(cifre):
        return segno * Decimal(cifre)
    if _MIGLIAIA.fullmatch(cifre) or _CON_VIRGOLA.fullmatch(cifre):
        return segno * Decimal(cifre.replace(".", "").replace(",", "."))
    raise NumeroNonLeggibile(
        f"«{testo.strip()[:80]}» non è un numero: scriverlo con la virgola per i decimali, come 33,33."
    )


def _segno(testo: str) -> tuple[int, str]:
    """-1 and the digits for the three ways of accountants to write a negative: "-12", "12-", "(12)"."""
    trovato = _NEGATIVO.fullmatch(testo)
    if trovato:
        return -1, trovato[trovato.lastgroup]
    return 1, testo.removeprefix("+")


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


def in_euro(valore: Decimal | None) -> str:
    """An amount as it is printed, points between the thousands, two decimals: 1234567.8 → "1.234.567,80"; None → ""."""
    return "" if valore is None else f"{valore:,.2f}".translate(_DA_INGLESE)
