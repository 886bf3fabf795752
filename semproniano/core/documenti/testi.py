"""Cleaning of texts that go into a file format."""

import re

# XML 1.0 (2.2 Characters): these can stand neither in the XMP packet of a PDF nor in a sheet of an XLSX, and lone
# surrogates cannot be written as UTF-8 at all. They come from pasted Word and PDF texts and mean nothing to a reader.
_NON_AMMESSI = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

# A spreadsheet takes a text that begins like this for a formula (CSV injection, OWASP). Tab and CR are skipped by some
# programs, which then see the sign that follows.
_INIZIO_DI_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_FINE_RIGA = re.compile("[\x85\u2028\u2029]")
# Format marks of notation systems that no font draws and Pango gives to the font of the sign before.
_FORMATO = re.compile("[\u0890\u0891\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3]")
# Private use: the meaning lies in the font of the document they were copied from (PDF/A-3a 6.2.11.7.3 refuses them).
# The bullets and ticks of Word's Symbol and Wingdings are the ones that are met.
_USO_PRIVATO = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_SIMBOLI_DI_WORD = {
    "\uf02d": "–",
    "\uf06c": "●",
    "\uf06e": "■",
    "\uf06f": "□",
    "\uf076": "❖",
    "\uf0a7": "▪",
    "\uf0a8": "◆",
    "\uf0b7": "•",
    "\uf0d8": "➢",
    "\uf0e0": "→",
    "\uf0fc": "✓",
}


def senza_controlli(testo: str) -> str:
    """The text without control characters, except tab, line feed and carriage return."""
    return _NON_AMMESSI.sub("", testo)


def stampabile(testo: str) -> str:
    """The text as it can be printed in an archival PDF.

    Control characters and undrawable format marks go, Unicode's line separators become line feeds, the bullets of Word
    become bullets, any other private-use sign becomes U+FFFD.
    """
    testo = _FORMATO.sub("", _FINE_RIGA.sub("\n", senza_controlli(testo)))
    return _USO_PRIVATO.sub(lambda trovato: _SIMBOLI_DI_WORD.get(trovato[0], "\ufffd"), testo)


def sembra_formula(testo: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return testo.startswith(_INIZIO_DI_FORMULA)
