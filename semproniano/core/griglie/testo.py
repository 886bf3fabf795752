"""Tables in a text: what a clipboard gives from Excel, LibreOffice and Word, and CSV files with any delimiter."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from semproniano.core.documenti.testi import sembra_formula, senza_controlli
from semproniano.core.griglie.base import Griglia, GrigliaNonLeggibile, Limiti, Raccolta, con_punti

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TAB = "\t"
DELIMITATORI = (TAB, ";", ",", "|")
# Excel's own hint in the first line of a CSV.
_SUGGERITO = re.compile(r"sep=([^\n])\n", re.IGNORECASE)
_CAMPIONE = 64 * 1024
_RECORD_DI_CAMPIONE = 60
# Of the rows that a delimiter cuts, how many must have the same number of cells.
_ACCORDO = 0.5
_ACCORDO_IN_UN_TESTO = 0.7
# Word's line break inside a paragraph, and Unicode's line separator, stay inside the cell.
_A_CAPO = "\u2028"
_ROVINATE = re.compile("\ufffd|Ã[\u00a0-\u00bf]|â€")


def leggi_testo(
    testo: str,
    *,
    limiti: Limiti,
    e_incollato: bool,
    avvertenza: str = "",
    avanza: Callable[[int], None] | None = None,
) -> Griglia:
    """The grid of a text. `e_incollato`: from a clipboard, where a quote opens a cell only if there is a reason."""
    raccolta = Raccolta(limiti, avanza=avanza)
    if avvertenza:
        raccolta.avverti(avvertenza)
    if _ROVINATE.search(testo):
        raccolta.avverti("Alcune lettere accentate sono già rovinate nel testo di partenza: correggerle dopo.")
    testo = _pulito(testo)
    suggerito = _SUGGERITO.match(testo)
    if suggerito:
        testo, salto = testo[suggerito.end() :], 1
        delimitatore = suggerito[1]
    else:
        delimitatore, salto = trova_delimitatore(testo, e_incollato=e_incollato), 0
    for numero, celle in enumerate(record(testo, delimitatore, e_incollato=e_incollato), start=1 + salto):
        raccolta.aggiungi(numero, [_cella(cella) for cella in celle], e_intera=e_incollato)
    if not len(raccolta):
        raise GrigliaNonLeggibile("Non c'è nessuna riga da leggere.")
    return raccolta.griglia(e_incollata=e_incollato)


def leggi_incollato(testo: str, *, limiti: Limiti | None = None) -> Griglia:
    """The grid of what was pasted in a text area; raises GrigliaNonLeggibile when it is empty or too long."""
    limiti = limiti or Limiti()
    if len(testo) > limiti.byte:
        raise GrigliaNonLeggibile(
            f"Il testo incollato ha {con_punti(len(testo))} caratteri: il massimo è {con_punti(limiti.byte)}. "
            "Caricare il file al posto del testo."
        )
    return leggi_testo(testo, limiti=limiti, e_incollato=True)


def _pulito(testo: str) -> str:
    """Line feeds only, no control characters; breaks that stay inside a cell have a sign of their own."""
    testo = testo.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return senza_controlli(testo.replace("\x0b", _A_CAPO).replace("\x0c", "\n"))


def _cella(testo: str) -> str:
    if _A_CAPO in testo:
        testo = testo.replace(_A_CAPO, "\n")
    # The apostrophe that CSV writers, ours among them, put before what a spreadsheet would take for a formula.
    return testo[1:] if testo[:1] == "'" and sembra_formula(testo[1:]) else testo


@lru_cache
def _campo(delimitatore: str) -> re.Pattern[str]:
    """A cell and what ends it. Quotes count only when they close before a delimiter: «"A" di B» is a text like others,
    and one quote too many does not swallow the rest of the table. No backtracking: linear whatever the text."""
    d = re.escape(delimitatore)
    return re.compile(rf'(?:"((?:[^"]++|"")*+)"(?=[{d}\n]|\Z)|([^{d}\n]*+))([{d}\n]|\Z)')


def record(testo: str, delimitatore: str, *, e_incollato: bool = False) -> Iterator[list[str]]:
    """The rows of a text in which line feeds end a row, quotes hold cells of several lines and are doubled inside."""
    celle: list[str] = []
    for trovata in _campo(delimitatore).finditer(testo):
        tra_virgolette, semplice, fine = trovata.groups()
        if tra_virgolette is None:
            celle.append(semplice)
        elif e_incollato and not _chiede_virgolette(tra_virgolette):
            celle.append(f'"{tra_virgolette}"')
        else:
            celle.append(tra_virgolette.replace('""', '"'))
        if fine != delimitatore:
            yield celle
            celle = []
        if not fine:
            return


def _chiede_virgolette(testo: str) -> bool:
    """Excel quotes a cell on the clipboard only when it holds a tab or a line feed; other quotes belong to the text."""
    return not testo or "\n" in testo or TAB in testo or '""' in testo


def trova_delimitatore(testo: str, *, e_incollato: bool) -> str:
    """The delimiter that cuts the rows in the same number of cells; a tab where none does (one cell a row)."""
    campione = testo[:_CAMPIONE]
    if e_incollato and TAB in campione:
        return TAB
    voti = {}
    for delimitatore in DELIMITATORI:
        misure = [len(celle) for celle in islice(record(campione, delimitatore), _RECORD_DI_CAMPIONE) if any(celle)]
        voti[delimitatore] = _voto(misure, e_incollato)
    return max(DELIMITATORI, key=lambda delimitatore: voti[delimitatore])


def _voto(misure: list[int], e_incollato: bool) -> tuple[float, int]:
    """(agreement of the rows, cells in a row). In a pasted text the rows that are not cut count against: commas in
    sentences are not a table."""
    tagliate = [misura for misura in misure if misura > 1]
    if not tagliate:
        return 0.0, 1
    larghezza, volte = Counter(tagliate).most_common(1)[0]
    accordo = volte / len(misure if e_incollato else tagliate)
    soglia = _ACCORDO_IN_UN_TESTO if e_incollato else _ACCORDO
    return (round(accordo, 1), larghezza) if accordo >= soglia else (0.0, 1)
