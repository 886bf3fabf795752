"""Cells of a table of counts to hide, so that nothing that is printed gives them back (NO16).

d.lgs 33/2013, art. 20, and Garante 398/2023: premi only in aggregate. A cell under five people is hidden; then others
are, until no hidden cell can be worked out from totals and subtraction.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SOGLIA = 5
"""People under which a cell is hidden (the product's threshold)."""


class Posto(NamedTuple):
    """A cell by row and column; the last row and the last column hold the totals."""

    riga: int
    colonna: int


class _Nodo(NamedTuple):
    """A row or a column, seen as a sum that must come out."""

    di_riga: bool
    indice: int


def con_totali(matrice: Sequence[Sequence[int]]) -> list[list[int]]:
    """The counts with a column and a row of totals added."""
    righe = [[*riga, sum(riga)] for riga in matrice]
    return [*righe, [sum(colonna) for colonna in zip(*righe, strict=True)]] if righe else [[0]]


def da_nascondere(matrice: Sequence[Sequence[int]], soglia: int = SOGLIA) -> frozenset[Posto]:
    """The cells to hide, totals included (see `con_totali`).

    Holds afterwards: no visible cell counts from 1 to soglia − 1; the hidden cells of a row or column with a visible
    total are `soglia` people at least together; each hidden cell could be another number, also for who knows that
    hidden cells are never zero. More is hidden where it can be, first among the cells, then among the totals.
    """
    tavola = _Tavola(con_totali(matrice), soglia)
    while (linea := tavola.linea_scoperta()) is not None:
        tavola.nascondi_in(linea)
    return frozenset(tavola.nascosti)


class _Tavola:
    """A table with its totals while cells are hidden; zeros stay visible, since they would protect nobody."""

    def __init__(self, valori: list[list[int]], soglia: int) -> None:
        self.valori = valori
        self.soglia = soglia
        self.ultima_riga = len(valori) - 1
        self.ultima_colonna = len(valori[0]) - 1
        self.nascosti = {posto for posto in self._posti() if 0 < self._n(posto) < soglia}

    def linea_scoperta(self) -> _Nodo | None:
        """A row or column through which a hidden cell, or a group under the threshold, can be worked out."""
        for nodo in self._linee():
            nascosti = [posto for posto in self._celle(nodo) if posto in self.nascosti]
            totale = self._celle(nodo)[-1]
            somma = sum(self._n(posto) for posto in nascosti)
            pochi = totale not in self.nascosti and somma < self.soglia
            if nascosti and (pochi or len(nascosti) == 1):
                return nodo
        for posto in sorted(self.nascosti):
            if not self._puo_cambiare(posto):
                return self._con_visibili(posto)
        return None

    def nascondi_in(self, linea: _Nodo) -> None:
        """Hide one more cell of the line: the smallest cell, else its total."""
        celle = self._celle(linea)
        visibili = [posto for posto in celle if posto not in self.nascosti and self._n(posto)]
        self.nascosti.add(min(visibili, key=lambda posto: (posto == celle[-1], self._n(posto), posto)))

    def _con_visibili(self, posto: Posto) -> _Nodo:
        """The line of a cell where there is something left to hide; else any line that meets its hidden cells."""
        proprie = (_Nodo(True, posto.riga), _Nodo(False, posto.colonna))
        return next(nodo for nodo in (*proprie, *self._linee()) if self._ha_visibili(nodo))

    def _ha_visibili(self, nodo: _Nodo) -> bool:
        return any(self._n(posto) and posto not in self.nascosti for posto in self._celle(nodo))

    def _puo_cambiare(self, posto: Posto) -> bool:
        """Whether one more, or one less, in the cell can be made up for in other hidden cells."""
        return any(self._raggiunge(arrivo, partenza, escluso=posto) for partenza, arrivo in self._passi(posto))

    def _raggiunge(self, partenza: _Nodo, meta: _Nodo, escluso: Posto) -> bool:
        archi: dict[_Nodo, list[_Nodo]] = {}
        for posto in self.nascosti - {escluso}:
            for da, a in self._passi(posto):
                archi.setdefault(da, []).append(a)
        visti, coda = {partenza}, deque([partenza])
        while coda:
            nodo = coda.popleft()
            if nodo == meta:
                return True
            nuovi = [altro for altro in archi.get(nodo, ()) if altro not in visti]
            visti.update(nuovi)
            coda.extend(nuovi)
        return False

    def _passi(self, posto: Posto) -> Iterator[tuple[_Nodo, _Nodo]]:
        """One more goes from the row to the column, one less comes back (if one stays); a total the other way round."""
        riga, colonna = _Nodo(True, posto.riga), _Nodo(False, posto.colonna)
        if (posto.riga == self.ultima_riga) != (posto.colonna == self.ultima_colonna):
            riga, colonna = colonna, riga
        yield riga, colonna
        if self._n(posto) > 1:
            yield colonna, riga

    def _n(self, posto: Posto) -> int:
        return self.valori[posto.riga][posto.colonna]

    def _posti(self) -> Iterator[Posto]:
        return (Posto(r, c) for r in range(self.ultima_riga + 1) for c in range(self.ultima_colonna + 1))

    def _linee(self) -> Iterator[_Nodo]:
        yield from (_Nodo(True, indice) for indice in range(self.ultima_riga + 1))
        yield from (_Nodo(False, indice) for indice in range(self.ultima_colonna + 1))

    def _celle(self, nodo: _Nodo) -> list[Posto]:
        """The cells of a line, its total last."""
        if nodo.di_riga:
            return [Posto(nodo.indice, colonna) for colonna in range(self.ultima_colonna + 1)]
        return [Posto(riga, nodo.indice) for riga in range(self.ultima_riga + 1)]
