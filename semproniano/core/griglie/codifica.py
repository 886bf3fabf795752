"""From the bytes of a text file to its text: UTF-8, UTF-16, and the Windows encoding of older programs."""

from __future__ import annotations

import codecs
import re

from semproniano.core.griglie.base import GrigliaNonLeggibile

_SEGNI = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROLLI = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# A text has none; a file that is not a text has one byte in eight.
_CONTROLLI_MASSIMI = 0.01
_CAMPIONE = 4096
DA_WINDOWS = (
    "Il file non è in UTF-8: è stato letto nella codifica di Windows. Controllare le lettere accentate nell'anteprima."
)
_NON_TESTO = (
    "Il file non è un testo: non si riesce a leggerlo. Aprirlo con il programma che l'ha scritto e salvarlo come "
    "cartella di lavoro di Excel (.xlsx) o come CSV."
)


def decodifica(contenuto: bytes) -> tuple[str, str]:
    """The text, and a warning (or ""); raises GrigliaNonLeggibile when the bytes are no text."""
    testo, avvertenza = _decodifica(contenuto)
    if len(_CONTROLLI.findall(testo)) > len(testo) * _CONTROLLI_MASSIMI:
        raise GrigliaNonLeggibile(_NON_TESTO)
    return testo, avvertenza


def _decodifica(contenuto: bytes) -> tuple[str, str]:
    codifica = next((nome for segno, nome in _SEGNI if contenuto.startswith(segno)), None) or _utf16(contenuto)
    try:
        return contenuto.decode(codifica or "utf-8"), ""
    except UnicodeDecodeError as errore:
        if codifica is not None:
            raise GrigliaNonLeggibile(_NON_TESTO) from errore
    try:
        return contenuto.decode("cp1252"), DA_WINDOWS
    except UnicodeDecodeError as errore:
        raise GrigliaNonLeggibile(_NON_TESTO) from errore


def _utf16(contenuto: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of a western text is zero."""
    campione = contenuto[:_CAMPIONE]
    meta = len(campione) // 2
    if meta and campione[1::2].count(0) > 0.7 * meta:
        return "utf-16-le"
    if meta and campione[::2].count(0) > 0.7 * meta:
        return "utf-16-be"
    return None
