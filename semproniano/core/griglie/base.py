"""The grid: what a pasted table, a CSV file and a sheet of a workbook have in common, whatever they are about."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from semproniano.core.controlli import Gravita

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Valore = str | Decimal | datetime.date
"""A cell: a text, a number or a day; "" where there is nothing. A percentage is the text that is seen: "2%"."""

MEGA = 1024 * 1024
AVVERTENZE_MASSIME = 50
RIGHE_PER_SEGNO = 1_000


class GrigliaNonLeggibile(ValueError):
    """A file or a text that cannot be read as a table; the message (Italian) says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Limiti:
    """How much is read. The defaults suit an accounting export; a page that expects less asks for less."""

    byte: int = 20 * MEGA
    righe: int = 50_000
    colonne: int = 256
    celle: int = 600_000
    caratteri: int = 32_767
    """Characters in a cell: what Excel allows."""
    byte_espansi: int = 100 * MEGA
    """Bytes of a workbook once unpacked, all its parts together."""
    rapporto: int = 200
    """Unpacked / packed; a table of figures reaches 20, sheets full of empty formatted cells 100."""


def con_punti(numero: int) -> str:
    """Thousands as they are read: 50000 → "50.000"."""
    return f"{numero:,}".replace(",", ".")


def lettera(colonna: int) -> str:
    """The letter of a column: 0 → "A", 26 → "AA"."""
    lettere = ""
    while colonna >= 0:
        lettere = chr(ord("A") + colonna % 26) + lettere
        colonna = colonna // 26 - 1
    return lettere


@dataclass(frozen=True, slots=True)
class Avvertenza:
    """Something that the reader of a table should know; row 0 is the whole table."""

    messaggio: str
    riga: int = 0
    colonna: int | None = None

    @property
    def cella(self) -> str:
        """ "C5", or nothing."""
        return "" if self.colonna is None else f"{lettera(self.colonna)}{self.riga}"


@dataclass(frozen=True, slots=True)
class Problema:
    """What is to be looked at in an imported row: where it stands in the file, one sentence, how much it weighs."""

    riga: int
    colonna: str
    """The heading as the file has it, or the name of the field."""
    messaggio: str
    gravita: Gravita = Gravita.AVVISO
    campo: str = ""
    """Name of the field, as the import calls it."""


@dataclass(frozen=True, slots=True)
class Riga:
    """A row that is not empty; `numero` is the one that the spreadsheet shows beside it. Empty cells at its end are
    left out, but in a pasted text, where how many they are tells whether Word has broken the row."""

    numero: int
    celle: tuple[Valore, ...]

    def cella(self, colonna: int) -> Valore:
        return self.celle[colonna] if 0 <= colonna < len(self.celle) else ""


@dataclass(frozen=True, slots=True)
class Unione:
    """Merged cells: numbers of the rows, columns counted from 0, ends included. The first cell has the value."""

    prima_riga: int
    ultima_riga: int
    prima_colonna: int
    ultima_colonna: int


@dataclass(frozen=True)
class Griglia:
    """A table as it was read: rows that are not empty, in order, with the numbers that they have in the file."""

    righe: tuple[Riga, ...]
    foglio: str = ""
    fogli: tuple[str, ...] = ()
    """Names of the sheets to choose from."""
    unioni: tuple[Unione, ...] = ()
    avvertenze: tuple[Avvertenza, ...] = ()
    e_incollata: bool = False
    """Pasted text, where Word may have broken the rows."""

    @cached_property
    def larghezza(self) -> int:
        return max((len(riga.celle) for riga in self.righe), default=0)

    @cached_property
    def _per_numero(self) -> dict[int, Riga]:
        return {riga.numero: riga for riga in self.righe}

    @cached_property
    def _verticali(self) -> dict[int, list[tuple[int, int]]]:
        """For each column the merged cells of several rows, (first, last), from the top."""
        colonne = defaultdict(list)
        for unione in self.unioni:
            if unione.ultima_riga > unione.prima_riga:
                for colonna in range(unione.prima_colonna, min(unione.ultima_colonna + 1, self.larghezza)):
                    colonne[colonna].append((unione.prima_riga, unione.ultima_riga))
        return {colonna: sorted(tratti) for colonna, tratti in colonne.items()}

    def coperta_da(self, riga: Riga, colonna: int) -> Riga | None:
        """The row above whose merged cell covers this one; None when the cell stands by itself."""
        tratti = self._verticali.get(colonna)
        if not tratti:
            return None
        posto = bisect_right(tratti, (riga.numero - 1, float("inf"))) - 1
        if posto < 0 or tratti[posto][1] < riga.numero:
            return None
        return self._per_numero.get(tratti[posto][0])


class Raccolta:
    """Rows on their way into a grid: leaves out what is empty, stops at the limits."""

    def __init__(self, limiti: Limiti, foglio: str = "", avanza: Callable[[int], None] | None = None) -> None:
        """`avanza` is told how many rows there are, every RIGHE_PER_SEGNO."""
        self._limiti = limiti
        self._foglio = foglio
        self._avanza = avanza
        self._righe: list[Riga] = []
        self._celle = 0
        self._avvertenze: list[Avvertenza] = []
        self._taciute = 0

    def __len__(self) -> int:
        return len(self._righe)

    def aggiungi(self, numero: int, celle: Sequence[Valore], *, e_intera: bool = False) -> None:
        """Raises GrigliaNonLeggibile at the first row that is one too many; `e_intera` keeps the empty cells at the end
        of the row."""
        quante = _fino_all_ultima_piena(celle)
        if not quante:
            return
        celle = tuple(celle if e_intera else celle[:quante])
        self._controlla(numero, celle)
        self._righe.append(Riga(numero, celle))
        self._celle += len(celle)
        if self._avanza and len(self._righe) % RIGHE_PER_SEGNO == 0:
            self._avanza(len(self._righe))

    def _controlla(self, numero: int, celle: tuple[Valore, ...]) -> None:
        limiti, dove = self._limiti, f" («{self._foglio}»)" if self._foglio else ""
        if len(celle) > limiti.colonne:
            raise GrigliaNonLeggibile(
                f"La riga {numero}{dove} ha {con_punti(len(celle))} colonne: se ne leggono al massimo "
                f"{con_punti(limiti.colonne)}. Tenere solo le colonne che servono."
            )
        if len(self._righe) >= limiti.righe:
            raise GrigliaNonLeggibile(
                f"La tabella{dove} ha più di {con_punti(limiti.righe)} righe, il massimo che si legge. "
                "Tenere solo le righe che servono, o dividerla in più file."
            )
        if self._celle + len(celle) > limiti.celle:
            raise GrigliaNonLeggibile(
                f"La tabella{dove} ha più di {con_punti(limiti.celle)} celle, il massimo che si legge. "
                "Tenere solo le righe e le colonne che servono."
            )
        for colonna, valore in enumerate(celle):
            if isinstance(valore, str) and len(valore) > limiti.caratteri:
                raise GrigliaNonLeggibile(
                    f"La cella {lettera(colonna)}{numero}{dove} ha {con_punti(len(valore))} caratteri: "
                    f"il massimo è {con_punti(limiti.caratteri)}."
                )

    def avverti(self, messaggio: str, riga: int = 0, colonna: int | None = None) -> None:
        if len(self._avvertenze) < AVVERTENZE_MASSIME:
            self._avvertenze.append(Avvertenza(messaggio, riga, colonna))
        else:
            self._taciute += 1

    def griglia(self, **dati) -> Griglia:
        if self._taciute:
            altre = Avvertenza(f"Altre {con_punti(self._taciute)} avvertenze dello stesso genere non sono elencate.")
            self._avvertenze.append(altre)
            self._taciute = 0
        return Griglia(righe=tuple(self._righe), foglio=self._foglio, avvertenze=tuple(self._avvertenze), **dati)


def _fino_all_ultima_piena(celle: Sequence[Valore]) -> int:
    """How many cells there are up to the last one that holds something."""
    for quante in range(len(celle), 0, -1):
        valore = celle[quante - 1]
        if not isinstance(valore, str) or valore.strip():
            return quante
    return 0
