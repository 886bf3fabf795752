"""The PEG added up: trees with a subtotal at each level, by area, and the balance of each year.

Pure functions of the section PEG (or of some of its rows), the same for documents, pages and checks. Euro, Decimal.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from piani.models import Capitolo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from piani.sezioni.peg import CapitoloFoto, Importi, ImportiFacoltativi, PegFoto

ENTRATA, SPESA = Capitolo.Parte.ENTRATA.value, Capitolo.Parte.SPESA.value
CAPITOLO = Capitolo.Tipo.CAPITOLO.value
LIVELLI = {
    ENTRATA: ("titolo", "tipologia", "categoria"),
    SPESA: ("missione", "programma", "titolo", "macroaggregato"),
}
"""The levels above the capitolo, from the top (all. 14 d.lgs 118/2011); each is a field of CapitoloFoto."""
RIEPILOGO = {ENTRATA: "titolo", SPESA: "missione"}
"""The level of each part's summary."""
_ZERO = Decimal(0)
_ZERI = (_ZERO, _ZERO, _ZERO)


def _aggiunto(prima: Decimal | None, dopo: Decimal | None) -> Decimal | None:
    """What is not known stays unknown until something is added to it."""
    if prima is None or dopo is None:
        return dopo if prima is None else prima
    return prima + dopo


@dataclass(frozen=True, slots=True)
class Somme:
    """The amounts of some rows, added. None: no row says it."""

    competenza: Importi = _ZERI
    """The three years of the budget."""
    cassa: Decimal | None = None
    residui: Decimal | None = None
    impegnato: ImportiFacoltativi = (None, None, None)
    fpv: ImportiFacoltativi = (None, None, None)
    righe: int = 0

    @classmethod
    def di(cls, capitoli: Iterable[CapitoloFoto]) -> Somme:
        return cls.somma(
            cls(riga.competenza, riga.cassa, riga.residui, riga.impegnato, riga.fpv, righe=1) for riga in capitoli
        )

    @classmethod
    def somma(cls, voci: Iterable[Somme]) -> Somme:
        return sum(voci, cls())

    def __add__(self, altra: Somme) -> Somme:
        return Somme(
            competenza=tuple(map(Decimal.__add__, self.competenza, altra.competenza)),
            cassa=_aggiunto(self.cassa, altra.cassa),
            residui=_aggiunto(self.residui, altra.residui),
            impegnato=tuple(map(_aggiunto, self.impegnato, altra.impegnato)),
            fpv=tuple(map(_aggiunto, self.fpv, altra.fpv)),
            righe=self.righe + altra.righe,
        )


@dataclass(frozen=True, slots=True)
class Ramo:
    """A node of the tree: "Missione 01", with what stands under it. A leaf has `capitoli`, any other `rami`."""

    livello: str
    """titolo | tipologia | categoria | missione | programma | macroaggregato"""
    codice: str
    """ "": rows without this code."""
    nome: str
    """Official name; "" for a code in no list (a categoria has none)."""
    somme: Somme
    rami: tuple[Ramo, ...] = ()
    capitoli: tuple[CapitoloFoto, ...] = ()

    @property
    def etichetta(self) -> str:
        """ "Missione 01", "Titolo non indicato"."""
        if self.codice:
            return f"{self.livello.capitalize()} {self.codice}"
        return f"{self.livello.capitalize()} non {_INDICATO[self.livello]}"

    @property
    def testo(self) -> str:
        """ "Missione 01 – Servizi istituzionali, generali e di gestione"."""
        return " – ".join(filter(None, (self.etichetta, self.nome)))


_INDICATO = {
    "titolo": "indicato", "tipologia": "indicata", "categoria": "indicata", "missione": "indicata",
    "programma": "indicato", "macroaggregato": "indicato",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Albero:
    """A part of the PEG. `fuori` are the rows in no titolo and no missione: avanzo, FPV in entrata, disavanzo."""

    parte: str
    fuori: tuple[CapitoloFoto, ...]
    rami: tuple[Ramo, ...]
    somme: Somme
    """Of the whole part, `fuori` included."""

    @property
    def somme_dei_rami(self) -> Somme:
        """Without `fuori`: what the capitoli alone come to."""
        return Somme.somma(ramo.somme for ramo in self.rami)


def nomi_dei_codici(peg: PegFoto) -> dict[tuple[str, str], str]:
    """Official name by (lista, code)."""
    return {(voce.lista, voce.codice): voce.descrizione for voce in peg.voci}


def righe_della_parte(capitoli: Iterable[CapitoloFoto], parte: str) -> list[CapitoloFoto]:
    """Rows of a part, in the order of printing."""
    return sorted((riga for riga in capitoli if riga.parte == parte), key=lambda riga: riga.posto)


def albero(peg: PegFoto, parte: str, capitoli: Iterable[CapitoloFoto] | None = None) -> Albero:
    """The tree of a part: of the whole PEG, or of `capitoli` alone (those of an area, of a search)."""
    righe = righe_della_parte(peg.capitoli if capitoli is None else capitoli, parte)
    fuori = tuple(riga for riga in righe if riga.tipo != CAPITOLO)
    dentro = [riga for riga in righe if riga.tipo == CAPITOLO]
    rami = _rami(dentro, LIVELLI[parte], parte, nomi_dei_codici(peg))
    return Albero(parte, fuori, rami, Somme.di(fuori) + Somme.somma(ramo.somme for ramo in rami))


def _rami(
    righe: Sequence[CapitoloFoto], livelli: Sequence[str], parte: str, nomi: Mapping[tuple[str, str], str]
) -> tuple[Ramo, ...]:
    """`righe` stand in the order of `posto`, so the rows of a code are together."""
    livello, sotto = livelli[0], livelli[1:]
    trovati = []
    for codice, gruppo in groupby(righe, key=lambda riga: getattr(riga, livello)):
        sue = tuple(gruppo)
        nome = nomi.get((_lista(parte, livello), codice), "")
        if sotto:
            rami = _rami(sue, sotto, parte, nomi)
            trovati.append(Ramo(livello, codice, nome, Somme.somma(ramo.somme for ramo in rami), rami=rami))
        else:
            trovati.append(Ramo(livello, codice, nome, Somme.di(sue), capitoli=sue))
    return tuple(trovati)


def _lista(parte: str, livello: str) -> str:
    return f"titolo-{parte}" if livello == "titolo" else livello


def riepilogo(
    peg: PegFoto, parte: str, livello: str | None = None, capitoli: Iterable[CapitoloFoto] | None = None
) -> tuple[Ramo, ...]:
    """Totals by one code, without what is below: by titolo in entrata and by missione in spesa unless said otherwise
    ("titolo" in spesa crosses the missioni). Avanzo, FPV and disavanzo are in none."""
    livello = livello or RIEPILOGO[parte]
    per_codice = defaultdict(list)
    for riga in righe_della_parte(peg.capitoli if capitoli is None else capitoli, parte):
        if riga.tipo == CAPITOLO:
            per_codice[getattr(riga, livello)].append(riga)
    nomi = nomi_dei_codici(peg)
    return tuple(
        Ramo(livello, codice, nomi.get((_lista(parte, livello), codice), ""), Somme.di(righe))
        for codice, righe in sorted(per_codice.items())
    )


def per_area(capitoli: Iterable[CapitoloFoto]) -> dict[str | None, tuple[CapitoloFoto, ...]]:
    """Rows by slug of the area that has them, in order of slug; None (no responsabile) last, if there are any."""
    gruppi: dict[str | None, list[CapitoloFoto]] = defaultdict(list)
    for riga in capitoli:
        gruppi[riga.area].append(riga)
    return {area: tuple(gruppi[area]) for area in sorted(gruppi, key=lambda slug: (slug is None, slug or ""))}


@dataclass(frozen=True, slots=True)
class Pareggio:
    """The balance of one year (competenza): what art. 162 c. 6 TUEL wants equal, entrata and spesa in all."""

    anno: int
    """1, 2, 3: which year of the budget."""
    avanzo: Decimal
    fpv: Decimal
    """FPV in entrata."""
    entrata: Decimal
    """The capitoli of entrata, without avanzo and FPV."""
    disavanzo: Decimal
    spesa: Decimal
    """The capitoli of spesa, without disavanzo."""

    @property
    def totale_entrata(self) -> Decimal:
        return self.avanzo + self.fpv + self.entrata

    @property
    def totale_spesa(self) -> Decimal:
        return self.disavanzo + self.spesa

    @property
    def differenza(self) -> Decimal:
        """Entrata less spesa; 0 when they balance."""
        return self.totale_entrata - self.totale_spesa


def pareggio(capitoli: Iterable[CapitoloFoto]) -> tuple[Pareggio, Pareggio, Pareggio]:
    """The balance of the three years."""
    somme = defaultdict(lambda: list(_ZERI))
    for riga in capitoli:
        chiave = riga.parte if riga.tipo == CAPITOLO else riga.tipo
        somme[chiave] = list(map(Decimal.__add__, somme[chiave], riga.competenza))
    voci = ("avanzo", "fpv", "entrata", "disavanzo", "spesa")
    return tuple(Pareggio(posto + 1, **{voce: somme[voce][posto] for voce in voci}) for posto in range(3))
