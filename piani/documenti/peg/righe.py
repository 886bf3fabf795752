"""From the trees of the PEG to the rows that a page prints: heads with their subtotals, capitoli, «di cui»."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from piani.models import Capitolo
from piani.sezioni.peg_totali import ENTRATA, LIVELLI, Somme, albero
from semproniano.core.numeri import in_euro

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from piani.sezioni.peg import CapitoloFoto, ImportiFacoltativi, PegFoto
    from piani.sezioni.peg_totali import Albero, Ramo

DI_CUI = {"impegnato": "di cui già impegnato", "fpv": "di cui fondo pluriennale vincolato"}
FUORI = {
    ENTRATA: "Avanzo di amministrazione e fondo pluriennale vincolato",
    Capitolo.Parte.SPESA.value: "Disavanzo di amministrazione",
}
TOTALE_DELLA_PARTE = {
    ENTRATA: "Totale generale delle entrate",
    Capitolo.Parte.SPESA.value: "Totale generale delle spese",
}
# Below every level of the tree: the place of a capitolo among the levels.
_SOTTO_TUTTI = 9


@dataclass(frozen=True, slots=True)
class Colonne:
    """The columns of amounts: those that no row fills in are not printed."""

    primo_anno: int
    con_cassa: bool
    con_residui: bool
    con_responsabile: bool = True

    @classmethod
    def per(cls, righe: Sequence[CapitoloFoto], primo_anno: int, *, con_responsabile: bool = True) -> Colonne:
        somme = Somme.di(righe)
        return cls(primo_anno, somme.cassa is not None, somme.residui is not None, con_responsabile)

    @property
    def anni(self) -> range:
        return range(self.primo_anno, self.primo_anno + 3)

    @property
    def importi(self) -> list[str]:
        return [
            *(f"Competenza {anno}" for anno in self.anni),
            *([f"Cassa {self.primo_anno}"] if self.con_cassa else []),
            *(["Residui presunti"] if self.con_residui else []),
        ]

    @property
    def parole(self) -> int:
        """How many columns stand before the amounts."""
        return 3 if self.con_responsabile else 2

    @property
    def vuote(self) -> int:
        """The columns after the three years, which «di cui» leave empty."""
        return self.con_cassa + self.con_residui

    def di(self, somme: Somme | CapitoloFoto) -> list[str]:
        """The amounts of a row, of capitoli or of their sums, as they are printed."""
        return [
            *map(in_euro, somme.competenza),
            *([in_euro(somme.cassa)] if self.con_cassa else []),
            *([in_euro(somme.residui)] if self.con_residui else []),
        ]


@dataclass(frozen=True, slots=True)
class Riga:
    """A printed row. `classe`: testa | capitolo | totale, and dicui, which belongs to the row before."""

    classe: str
    livello: int
    testo: str
    importi: list[str]
    numero: str = ""
    responsabile: str = ""
    conto: str = ""
    centro_di_costo: str = ""
    con_la_testa: bool = False
    """A dicui of a head: the page may not end after it."""


@dataclass(frozen=True, slots=True)
class Blocco:
    """A table with its heading: a titolo of entrata, a missione, what is in none."""

    ancora: str
    titolo: str
    righe: list[Riga]


def blocchi(albero: Albero, colonne: Colonne, aree: Mapping[str, str]) -> list[Blocco]:
    """The tables of a part of the PEG. `aree`: names by slug."""
    trovati = []
    if albero.fuori:
        righe = [riga for voce in albero.fuori for riga in _capitolo(voce, colonne, aree)]
        if len(albero.fuori) > 1:
            righe += totale("Totale", Somme.di(albero.fuori), colonne)
        trovati.append(Blocco(f"{albero.parte}-fuori", FUORI[albero.parte], righe))
    for ramo in albero.rami:
        righe = [riga for sotto in ramo.rami for riga in _ramo(sotto, 1, albero.parte, colonne, aree)]
        righe += totale(f"Totale {ramo.etichetta.lower()}", ramo.somme, colonne)
        trovati.append(Blocco(ancora(albero.parte, ramo), ramo.testo, righe))
    return trovati


def ancora(parte: str, ramo: Ramo) -> str:
    return f"{parte}-{ramo.codice or 'senza'}"


def totale(testo: str, somme: Somme, colonne: Colonne) -> list[Riga]:
    return [Riga("totale", 0, testo, colonne.di(somme)), *_di_cui(somme, 0)]


def _ramo(ramo: Ramo, livello: int, parte: str, colonne: Colonne, aree: Mapping[str, str]) -> Iterator[Riga]:
    """The head carries the subtotal, so that it is never left alone at the top of a page."""
    yield Riga("testa", livello, ramo.testo, colonne.di(ramo.somme))
    if livello < len(LIVELLI[parte]) - 1:
        # As in the budget (all. 9 d.lgs 118/2011), «di cui» stop above macroaggregato and categoria.
        yield from (replace(riga, con_la_testa=True) for riga in _di_cui(ramo.somme, livello))
    for sotto in ramo.rami:
        yield from _ramo(sotto, livello + 1, parte, colonne, aree)
    for voce in ramo.capitoli:
        yield from _capitolo(voce, colonne, aree)


def _capitolo(voce: CapitoloFoto, colonne: Colonne, aree: Mapping[str, str]) -> Iterator[Riga]:
    yield Riga(
        "capitolo",
        _SOTTO_TUTTI,
        voce.denominazione,
        colonne.di(voce),
        numero=voce.numero,
        responsabile=aree.get(voce.area, "") if voce.area else "",
        conto=voce.conto,
        centro_di_costo=voce.centro_di_costo,
    )
    yield from _di_cui(voce, _SOTTO_TUTTI)


def _di_cui(somme: Somme | CapitoloFoto, livello: int) -> Iterator[Riga]:
    for campo, testo in DI_CUI.items():
        valori: ImportiFacoltativi = getattr(somme, campo)
        if any(valori):
            yield Riga("dicui", livello, testo, list(map(in_euro, valori)))


def righe_stampate(peg: PegFoto, capitoli: Sequence[CapitoloFoto]) -> int:
    """How many rows the tables of these capitoli take on paper: what a file costs."""
    colonne = Colonne(0, con_cassa=False, con_residui=False)
    return sum(
        len(blocco.righe)
        for parte in LIVELLI
        for blocco in blocchi(albero(peg, parte, capitoli), colonne, {})
    )  # fmt: skip


def taglia(blocchi: Sequence[Blocco], pezzo: int, pezzi: int) -> list[Blocco]:
    """The piece number `pezzo` of `pezzi` of about as many rows each. A head stays with its first capitolo, a total
    with its last; a table that was begun before says so, and repeats the heads that are still open."""
    righe = [riga for blocco in blocchi for riga in blocco.righe]
    del_pezzo = {id(riga) for riga, suo in zip(righe, _pezzo_di_ogni_riga(righe, pezzi), strict=True) if suo == pezzo}
    scelti = []
    for blocco in blocchi:
        # Rows are told apart by identity: two may be equal.
        sue = [riga for riga in blocco.righe if id(riga) in del_pezzo]
        if sue and sue[0] is blocco.righe[0]:
            scelti.append(replace(blocco, righe=sue))
        elif sue:
            righe = [*_aperte(blocco.righe, sue[0]), *sue]
            scelti.append(replace(blocco, titolo=f"{blocco.titolo} (segue)", righe=righe))
    return scelti


def _pezzo_di_ogni_riga(righe: Sequence[Riga], pezzi: int) -> Iterator[int]:
    """A piece begins at a capitolo, or at the first of the heads over it."""
    pezzo, in_testa = 1, False
    for posto, riga in enumerate(righe):
        e_testa = riga.classe == "testa" or riga.con_la_testa
        if (e_testa or riga.classe == "capitolo") and not in_testa:
            pezzo = posto * pezzi // len(righe) + 1
        in_testa = e_testa
        yield pezzo


def _aperte(righe: Sequence[Riga], prima: Riga) -> list[Riga]:
    """The heads under which the row `prima` stands, without amounts: those are where they begin."""
    aperte: dict[int, Riga] = {}
    for riga in takewhile(lambda riga: riga is not prima, righe):
        if riga.classe == "testa":
            aperte = {livello: testa for livello, testa in aperte.items() if livello < riga.livello}
            aperte[riga.livello] = replace(riga, testo=f"{riga.testo} (segue)", importi=[""] * len(riga.importi))
    return [testa for livello, testa in aperte.items() if livello < prima.livello]
