"""Rows that the clipboard has broken: Word ends a line at each paragraph of a cell, some programs at each cell."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from semproniano.core.griglie.base import Avvertenza, Griglia, Riga
from semproniano.core.griglie.colonne import RIGHE_DI_RICERCA, abbina, soglia

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from semproniano.core.griglie.base import Valore
    from semproniano.core.griglie.colonne import Campo

    Tipo = Callable[[Valore], bool] | None

PEZZI_DI_TITOLI = 8
"""Lines in which the heads of a table may be broken."""
LINEE_DI_UN_RECORD = 60
# What each bad place of a line costs, when the cells of a record are told apart.
_COSTO_ALTRO_GENERE = 3
_COSTO_DI_TROPPO = 1
_RICOMPOSTE = "Le righe della tabella erano spezzate in più linee e sono state ricomposte: controllarle nell'anteprima."


def ricomponi(griglia: Griglia, campi: Sequence[Campo]) -> Griglia:
    """The same grid with the broken rows whole again, where the heads and the first field say how; other grids than
    pasted ones are left as they are."""
    if not griglia.e_incollata:
        return griglia
    righe = _da_celle(griglia.righe, campi) if griglia.larghezza == 1 else _da_pezzi(griglia.righe, campi)
    if len(righe) == len(griglia.righe):
        return griglia
    return replace(griglia, righe=tuple(righe), avvertenze=(*griglia.avvertenze, Avvertenza(_RICOMPOSTE)))


# --- rows broken at the paragraphs of their cells -------------------------------------------------------------------


def _da_pezzi(righe: Sequence[Riga], campi: Sequence[Campo]) -> list[Riga]:
    posto, quante = _titoli_a_pezzi(righe, campi)
    if not quante:
        return list(righe)
    titoli = _unite(righe[posto : posto + quante])
    colonne = abbina([str(valore) for valore in titoli.celle], campi)
    prima = next((campo for campo in campi if colonne.get(campo.nome) == 0), None)
    if prima is None or prima.riconosce is None:
        return list(righe)
    tipici = [(campo.riconosce, colonne[campo.nome]) for campo in campi if campo.riconosce and campo.nome in colonne]
    corpo = _Ricomposte(titoli, prima.riconosce, tipici)
    for riga in righe[posto + quante :]:
        corpo.aggiungi(riga)
    return [*righe[:posto], *corpo.chiudi()]


def _titoli_a_pezzi(righe: Sequence[Riga], campi: Sequence[Campo]) -> tuple[int, int]:
    """(place, lines) of the heads: the lines that together name most fields; (0, 0) when none does."""
    migliore, esito = soglia(campi) - 1, (0, 0)
    for quante in range(1, PEZZI_DI_TITOLI + 1):
        for posto in range(min(len(righe) - quante + 1, RIGHE_DI_RICERCA)):
            titoli = _unite(righe[posto : posto + quante])
            colonne = abbina([str(valore) for valore in titoli.celle], campi)
            if len(colonne) > migliore and not _contengono_righe(righe[posto + 1 : posto + quante], colonne, campi):
                migliore, esito = len(colonne), (posto, quante)
    return esito


def _contengono_righe(pezzi: Sequence[Riga], colonne: Mapping[str, int], campi: Sequence[Campo]) -> bool:
    """True when a piece begins as a row of the table does: it is no piece of the heads, whatever its words are."""
    prima = next((campo.riconosce for campo in campi if colonne.get(campo.nome) == 0), None)
    return prima is not None and any(len(pezzo.celle) > 1 and prima(pezzo.celle[0]) for pezzo in pezzi)


def _unite(pezzi: Sequence[Riga]) -> Riga:
    """One row of several lines: the last cell of each goes on in the first of the next."""
    celle = list(pezzi[0].celle)
    for pezzo in pezzi[1:]:
        celle[-1] = f"{celle[-1]}\n{pezzo.celle[0]}"
        celle.extend(pezzo.celle[1:])
    return Riga(pezzi[0].numero, tuple(celle))


class _Ricomposte:
    """Lines on their way to rows as wide as the heads; a row begins where `inizia` knows the first cell.

    `tipici`: what is known of the columns; a row that has them all may lack empty cells at its end.
    """

    def __init__(
        self, titoli: Riga, inizia: Callable[[Valore], bool], tipici: Sequence[tuple[Callable[[Valore], bool], int]]
    ) -> None:
        self._larghezza = len(titoli.celle)
        self._inizia = inizia
        self._tipici = tipici
        self._righe: list[Riga] = [titoli]
        self._pezzi: list[Riga] = []
        self._code = 0

    def aggiungi(self, riga: Riga) -> None:
        comincia = self._inizia(riga.celle[0])
        if comincia and len(riga.celle) > 1:
            self._lascia()
        if self._e_intera(riga) and not self._pezzi:
            self._intera(riga)
        elif self._pezzi or comincia:
            self._prosegui(riga)
        elif self._continua_la_riga_di_prima(riga):
            self._righe[-1] = _unite([self._righe[-1], riga])
            self._code += 1
        else:
            self._righe.append(riga)

    def _e_intera(self, riga: Riga) -> bool:
        return len(riga.celle) >= self._larghezza or all(
            riconosce(riga.cella(colonna)) for riconosce, colonna in self._tipici
        )

    def _intera(self, riga: Riga) -> None:
        self._righe.append(riga)
        self._pezzi, self._code = [], 0

    def _prosegui(self, riga: Riga) -> None:
        celle = sum(len(pezzo.celle) - 1 for pezzo in self._pezzi) + len(riga.celle)
        if celle > self._larghezza or len(self._pezzi) >= LINEE_DI_UN_RECORD:
            # Not pieces of one row: as they are, and perhaps a new row begins here.
            self._lascia()
            self.aggiungi(riga)
        elif celle == self._larghezza:
            self._intera(_unite([*self._pezzi, riga]))
        else:
            self._pezzi.append(riga)

    def _continua_la_riga_di_prima(self, riga: Riga) -> bool:
        """A line that begins with a small letter, after a whole row, is the second paragraph of its last cell."""
        return (
            len(riga.celle) == 1
            and len(self._righe[-1].celle) == self._larghezza
            and self._code < LINEE_DI_UN_RECORD
            and riga.celle[0][:1].islower()
        )

    def _lascia(self) -> None:
        self._righe.extend(self._pezzi)
        self._pezzi = []

    def chiudi(self) -> list[Riga]:
        self._lascia()
        return self._righe


# --- one cell a line ------------------------------------------------------------------------------------------------


def _da_celle(righe: Sequence[Riga], campi: Sequence[Campo]) -> list[Riga]:
    posto, trovati = _titoli_in_colonna(righe, campi)
    if not trovati or trovati[0].riconosce is None:
        return list(righe)
    fine = posto + len(trovati)
    titoli = Riga(righe[posto].numero, tuple(riga.celle[0] for riga in righe[posto:fine]))
    tipi = tuple(campo.riconosce for campo in trovati)
    record = [intera for linee in _gruppi(righe[fine:], tipi) for intera in _ripartita(linee, tipi)]
    return [*righe[:posto], titoli, *record]


def _titoli_in_colonna(righe: Sequence[Riga], campi: Sequence[Campo]) -> tuple[int, list[Campo]]:
    """The longest run of lines that name a field each, all different."""
    posto, migliori = 0, []
    for inizio in range(min(len(righe), RIGHE_DI_RICERCA)):
        trovati = _nominati(righe[inizio : inizio + len(campi)], campi)
        if len(trovati) > len(migliori):
            posto, migliori = inizio, trovati
    return (posto, migliori) if len(migliori) > soglia(campi) else (0, [])


def _nominati(linee: Sequence[Riga], campi: Sequence[Campo]) -> list[Campo]:
    trovati: list[Campo] = []
    for linea in linee:
        altri = [campo for campo in campi if campo not in trovati]
        nome = next(iter(abbina([str(linea.celle[0])], altri)), None)
        if nome is None:
            break
        trovati.append(next(campo for campo in altri if campo.nome == nome))
    return trovati


def _gruppi(linee: Sequence[Riga], tipi: Sequence[Tipo]) -> Iterator[list[Riga]]:
    """The lines of each record: a new one begins at a line of the first field, when there are enough for the last."""
    gruppo: list[Riga] = []
    for linea in linee:
        if len(gruppo) >= len(tipi) and tipi[0](linea.celle[0]):
            yield gruppo
            gruppo = []
        gruppo.append(linea)
    if gruppo:
        yield gruppo


def _ripartita(linee: list[Riga], tipi: Sequence[Tipo]) -> Iterator[Riga]:
    """A record from its lines, then the lines that are left; the lines as they are when they do not make one."""
    if not len(tipi) <= len(linee) <= LINEE_DI_UN_RECORD:
        yield from linee
        return
    testi = [linea.celle[0] for linea in linee]
    tagli = _tagli(testi, tipi)
    celle = tuple("\n".join(testi[da:a]) for da, a in zip((0, *tagli), tagli, strict=False))
    yield Riga(linee[0].numero, celle)
    yield from linee[tagli[-1] :]


def _tagli(testi: Sequence[str], tipi: Sequence[Tipo]) -> tuple[int, ...]:
    """Where the cell of each field ends, so that numbers and dates are where they belong at the least cost."""

    @cache
    def migliore(da: int, posto: int) -> tuple[int, tuple[int, ...]]:
        if posto == len(tipi):
            return _COSTO_DI_TROPPO * (len(testi) - da), ()
        proposte = []
        for fine in range(da + 1, len(testi) - (len(tipi) - posto - 1) + 1):
            resto, tagli = migliore(fine, posto + 1)
            proposte.append((_costo(testi[da:fine], tipi[posto]) + resto, (fine, *tagli)))
        return min(proposte)

    return migliore(0, 0)[1]


def _costo(testi: Sequence[str], tipo: Tipo) -> int:
    if tipo is not None and not (len(testi) == 1 and tipo(testi[0])):
        return _COSTO_ALTRO_GENERE * len(testi)
    return _COSTO_DI_TROPPO * (len(testi) - 1)
