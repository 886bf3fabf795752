"""Canonical JSON and its fingerprint: the same content always gives the same bytes."""

import hashlib
from typing import Any

import msgspec

_codificatore = msgspec.json.Encoder(order="sorted", decimal_format="string")


def json_canonico(oggetto: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces; Decimal as string, dates and times ISO 8601, UUID as text.

    Trailing zeros of a Decimal are the caller's business: `semproniano.core.numeri.senza_zeri`.
    """
    return _codificatore.encode(oggetto)


def impronta(contenuto: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(contenuto).hexdigest()
