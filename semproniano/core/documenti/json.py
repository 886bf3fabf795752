"""JSON in one form only, so that the same data have the same fingerprint."""

import hashlib

import msgspec

from semproniano.core.documenti.errori import ErroreDocumento

_SCRITTORE = msgspec.json.Encoder(order="sorted", decimal_format="string")


def json_canonico(dati: object) -> bytes:
    """The canonical JSON of ``dati``: sorted keys, no blanks, UTF-8, decimals as strings, ISO dates.

    ``dati`` are dictionaries, lists, dataclasses or msgspec structs of plain values. A Decimal keeps the digits it has
    (100 and 100.00 are two texts): who builds the data rounds them. Raises ErroreDocumento for what JSON cannot hold.
    """
    try:
        return _SCRITTORE.encode(dati)
    except (TypeError, ValueError, OverflowError) as errore:
        raise ErroreDocumento(f"I dati non si possono scrivere in JSON: {errore}") from errore


def impronta(contenuto: bytes) -> str:
    """The sha256 of ``contenuto`` in hexadecimal digits (64)."""
    return hashlib.sha256(contenuto).hexdigest()
