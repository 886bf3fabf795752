"""Sheets of a workbook, row by row: stored values of formulas, percentages as they are seen, days, merged cells."""

from __future__ import annotations

import datetime
import io
import re
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE, is_date_format, is_timedelta_format
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import FORMULA_TAG, MERGE_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.functions import iterparse

from semproniano.core.documenti.testi import senza_controlli
from semproniano.core.griglie.archivio import apri, danneggiata
from semproniano.core.griglie.base import Griglia, GrigliaNonLeggibile, Limiti, Raccolta, Unione, Valore, con_punti
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openpyxl import Workbook

RIGHE_DI_ASSAGGIO = 60
"""Rows that are read of each sheet to choose one."""
UNIONI_MASSIME = 50_000
CELLE_IN_UNA_RIGA = 16_384
"""What Excel allows: beyond it the file is made to do harm."""
CIFRE_DI_EXCEL = 15
_SENZA_VALORE = "La formula non ha un valore salvato: aprire il file con Excel, salvarlo e caricarlo di nuovo."
# Literal texts, escaped characters and conditions of a number format: what is left decides what the number is.
_LETTERALI = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_PERCENTO_SCRITTO = re.compile(r'"[^"]*%[^"]*"|\\%')
_CODICE = re.compile(r"0{2,}")


class _Letta(NamedTuple):
    """A row as the XML has it; formulas without a stored value are columns counted from 0."""

    numero: int
    celle: list[dict[str, Any]]
    senza_valore: list[int]
    e_nascosta: bool


class _LettoreFoglio(WorkSheetParser):
    """openpyxl's reader of a sheet, that looks at nothing but rows and merged cells (in one pass, without keeping
    them), and tells a formula that was never calculated from an empty cell."""

    def __init__(self, sorgente: Any, stringhe: list[str]) -> None:
        # No date formats: days are converted by us, which know what to do with a day that the calendar has not.
        super().__init__(sorgente, stringhe, data_only=True)
        self.unioni: list[str] = []
        self._senza_valore: list[int] = []

    def righe(self) -> Iterator[_Letta]:
        for _, elemento in iterparse(self.source):
            if elemento.tag == ROW_TAG:
                if len(elemento) > CELLE_IN_UNA_RIGA:
                    raise ValueError("more cells than a row can have")
                self._senza_valore = []
                numero, celle = self.parse_row(elemento)
                nascosta = elemento.get("hidden") in ("1", "true")
                elemento.clear()
                self.row_dimensions.clear()
                yield _Letta(numero, celle, self._senza_valore, nascosta)
            elif elemento.tag == MERGE_TAG:
                self.unioni = [voce.get("ref", "") for voce in elemento[:UNIONI_MASSIME]]
                elemento.clear()

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cella = super().parse_cell(element)
        if cella["value"] is None and element.find(FORMULA_TAG) is not None and not _e_testo_vuoto(element):
            self._senza_valore.append(cella["column"] - 1)
        return cella


def _e_testo_vuoto(cella: Any) -> bool:
    """Whether the stored result of the formula is an empty text."""
    return cella.get("t") == "str" and cella.find(VALUE_TAG) is not None


class _Valori:
    """From what a cell stores to what a person sees in it."""

    def __init__(self, libro: Workbook) -> None:
        self._libro = libro
        self._formati: dict[int, Callable[[int | float], Valore | None]] = {}

    def di(self, cella: dict[str, Any]) -> Valore | None:
        """None for what is not a value: an error of a formula, a day that is not in the calendar."""
        valore = cella["value"]
        if valore is None:
            return ""
        if isinstance(valore, bool):
            return "VERO" if valore else "FALSO"
        if isinstance(valore, str):
            return None if cella["data_type"] == "e" else _testo(valore)
        if isinstance(valore, int | float):
            return self._formato(cella["style_id"])(valore)
        return _giorno(valore)

    def _formato(self, stile: int) -> Callable[[int | float], Valore | None]:
        if stile not in self._formati:
            self._formati[stile] = self._scegli(self._numero_di(stile))
        return self._formati[stile]

    def _numero_di(self, stile: int) -> str:
        # As openpyxl's ReadOnlyCell does.
        codice = self._libro._cell_styles[stile].numFmtId
        if codice < BUILTIN_FORMATS_MAX_SIZE:
            return BUILTIN_FORMATS.get(codice, "General")
        return self._libro._number_formats[codice - BUILTIN_FORMATS_MAX_SIZE]

    def _scegli(self, formato: str) -> Callable[[int | float], Valore | None]:
        if is_timedelta_format(formato):
            return _decimale
        if is_date_format(formato):
            return self._data
        nudo = _LETTERALI.sub("", formato)
        if "%" in nudo:
            return lambda numero: _percento(_decimale(numero), 100)
        if _PERCENTO_SCRITTO.search(formato):
            return lambda numero: _percento(_decimale(numero), 1)
        if _CODICE.fullmatch(nudo):
            return lambda numero: _codice(numero, len(nudo))
        return _decimale

    def _data(self, numero: int | float) -> Valore | None:
        # Excel shows no day before 1900.
        if numero < 0:
            return None
        try:
            return _giorno(from_excel(numero, self._libro.epoch))
        except (OverflowError, ValueError):
            return None


def _testo(valore: str) -> str:
    # Excel writes a carriage return as "_x000D_".
    testo = unescape(valore) if "_x" in valore else valore
    return senza_controlli(testo).replace("\r\n", "\n").replace("\r", "\n")


def _decimale(numero: int | float) -> Decimal | None:
    """The number with the 15 digits that Excel shows: 0.30000000000000004 is 0.3."""
    if isinstance(numero, int):
        return Decimal(numero)
    valore = Decimal(f"{numero:.{CIFRE_DI_EXCEL}g}")
    return valore if valore.is_finite() else None


def _percento(numero: Decimal | None, per: int) -> str | None:
    return None if numero is None or abs(numero) > 10**9 else f"{in_italiano(numero * per)}%"


def _codice(numero: int | float, cifre: int) -> Valore | None:
    """A number shown with leading zeros ("00012") is a code: kept as it is seen."""
    e_intero = isinstance(numero, int) or numero.is_integer()
    return f"{int(numero):0{cifre}d}" if e_intero and numero >= 0 else _decimale(numero)


def _giorno(valore: Any) -> Valore:
    """A day; with an hour it is a text."""
    if isinstance(valore, datetime.datetime):
        return valore.date() if valore.time() == datetime.time() else f"{valore:%d/%m/%Y %H:%M}"
    if isinstance(valore, datetime.time):
        return f"{valore:%H:%M}"
    return valore if isinstance(valore, datetime.date) else str(valore)


class Libro:
    """A workbook that may be read; sheets come out as grids. Raises GrigliaNonLeggibile."""

    def __init__(self, nome: str, contenuto: bytes, limiti: Limiti) -> None:
        self._nome = nome
        self._limiti = limiti
        apri(nome, contenuto, limiti).close()
        self._libro = self._protetto(lambda: _apri_libro(contenuto))
        visibili = [foglio for foglio in self._libro.worksheets if foglio.sheet_state == "visible"]
        self._fogli = {foglio.title: foglio for foglio in visibili or self._libro.worksheets}
        self._valori = _Valori(self._libro)

    @property
    def fogli(self) -> tuple[str, ...]:
        return tuple(self._fogli)

    def griglia(self, foglio: str, *, righe: int | None = None, avanza: Callable[[int], None] | None = None) -> Griglia:
        """The whole sheet, or its first `righe` rows that are not empty."""
        if foglio not in self._fogli:
            raise GrigliaNonLeggibile(f"«{self._nome}» non ha un foglio «{foglio}»: scegliere tra {self._elenco()}.")
        return self._protetto(lambda: self._leggi(foglio, righe, avanza))

    def _elenco(self) -> str:
        return ", ".join(f"«{nome}»" for nome in self.fogli)

    def _leggi(self, nome: str, quante: int | None, avanza: Callable[[int], None] | None) -> Griglia:
        raccolta, nascoste = Raccolta(self._limiti, nome, avanza), 0
        foglio = self._libro[nome]
        with foglio._get_source() as sorgente:
            lettore = _LettoreFoglio(sorgente, foglio._shared_strings)
            for riga in lettore.righe():
                raccolta.aggiungi(riga.numero, self._celle(riga, raccolta))
                nascoste += riga.e_nascosta
                if quante is not None and len(raccolta) >= quante:
                    break
        if nascoste:
            raccolta.avverti(f"Righe nascoste nel foglio: {con_punti(nascoste)}. Sono state lette anche quelle.")
        return raccolta.griglia(fogli=self.fogli, unioni=tuple(_unioni(lettore.unioni)))

    def _celle(self, riga: _Letta, raccolta: Raccolta) -> list[Valore]:
        valori: dict[int, Valore] = {}
        for cella in riga.celle:
            valore, colonna = self._valori.di(cella), cella["column"] - 1
            if valore is None:
                raccolta.avverti(
                    f"La cella contiene un errore ({cella['value']}): è letta vuota.", riga.numero, colonna
                )
            elif valore != "":
                valori[colonna] = valore
        for colonna in riga.senza_valore:
            raccolta.avverti(_SENZA_VALORE, riga.numero, colonna)
        return [valori.get(colonna, "") for colonna in range(max(valori, default=-1) + 1)]

    def _protetto(self, funzione: Callable[[], Any]) -> Any:
        """What openpyxl raises on a broken or hostile file has no common class: whatever it is, the file is broken."""
        try:
            with warnings.catch_warnings():
                # openpyxl warns of what it leaves out (styles, extensions): nothing that a table needs.
                warnings.simplefilter("ignore")
                return funzione()
        except GrigliaNonLeggibile:
            raise
        except Exception as errore:
            # openpyxl wraps what it meets in the first parts.
            if isinstance(errore.__cause__ or errore, DefusedXmlException):
                raise GrigliaNonLeggibile(
                    f"«{self._nome}» definisce entità XML, che un foglio di calcolo non ha: per sicurezza non si legge."
                ) from errore
            raise danneggiata(self._nome) from errore


def _apri_libro(contenuto: bytes) -> Workbook:
    return load_workbook(io.BytesIO(contenuto), read_only=True, data_only=True, keep_links=False)


def _unioni(riferimenti: list[str]) -> Iterator[Unione]:
    for riferimento in riferimenti:
        prima_colonna, prima_riga, ultima_colonna, ultima_riga = range_boundaries(riferimento)
        yield Unione(prima_riga, ultima_riga, prima_colonna - 1, ultima_colonna - 1)
