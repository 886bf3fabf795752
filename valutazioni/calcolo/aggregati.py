"""Data on premi as they may be published: by category and band, small cells hidden; degree of differentiation."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from valutazioni.calcolo.base import CENTO, ZERO, Dato, arrotonda
from valutazioni.calcolo.soppressione import SOGLIA, Posto, con_totali, da_nascondere

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class PremioContato(Dato, kw_only=True):
    """A premio without its person: only what is counted."""

    categoria: str
    fascia: str
    importo: Decimal


class Cella(Dato, kw_only=True):
    """People and euro of a cell; None where it is hidden."""

    persone: int | None
    importo: Decimal | None


class TabellaPremi(Dato, kw_only=True):
    """Categories by bands, with a last row and a last column of totals. `soppresse` counts the cells without people."""

    categorie: tuple[str, ...]
    fasce: tuple[str, ...]
    celle: tuple[tuple[Cella, ...], ...]
    distribuito: Decimal
    soppresse: int

    @property
    def totale(self) -> Cella:
        return self.celle[-1][-1]


class Differenziazione(Dato, kw_only=True):
    """How different the assessments are. Amounts are those of single people: never published.

    `grado`: share of people outside the most frequent band, in hundredths: 0 when all are in one. None without people.
    """

    valutati: int
    per_fascia: dict[str, int]
    grado: Decimal | None
    minimo: Decimal | None
    massimo: Decimal | None
    medio: Decimal | None

    @property
    def indifferenziata(self) -> bool:
        """NO13: five or more assessed, all in one band."""
        return self.valutati >= SOGLIA and max(self.per_fascia.values()) == self.valutati

    @property
    def grado_pubblicabile(self) -> Decimal | None:
        """The degree, if it does not give away a band of less than five people."""
        piccole = any(0 < persone < SOGLIA for persone in self.per_fascia.values())
        return None if piccole else self.grado


def differenziazione(premi: Sequence[PremioContato]) -> Differenziazione:
    """The differentiation of a group assessed by the same rules (a category)."""
    per_fascia = Counter(premio.fascia for premio in premi)
    importi = [premio.importo for premio in premi]
    fuori = len(premi) - max(per_fascia.values(), default=0)
    return Differenziazione(
        valutati=len(premi),
        per_fascia=dict(sorted(per_fascia.items())),
        grado=arrotonda(CENTO * fuori / len(premi)) if premi else None,
        minimo=min(importi, default=None),
        massimo=max(importi, default=None),
        medio=arrotonda(sum(importi, ZERO) / len(importi)) if importi else None,
    )


def tabella_premi(
    premi: Iterable[PremioContato], categorie: Sequence[str], fasce: Sequence[str], soglia: int = SOGLIA
) -> TabellaPremi:
    """The table to publish, in the order of `categorie` and `fasce` (which hold all those of the premi: else KeyError).

    Euro stand only in categories without hidden cells: with the rule and a unit amount at hand, euro would give counts
    back. One category alone without them would be the total less the others, so that a second one goes with it.
    """
    persone, importi = _contati(premi, categorie, fasce)
    nascoste = da_nascondere(persone, soglia)
    senza_euro = _righe_senza_euro(persone, nascoste)
    valori, euro = con_totali(persone), con_totali(importi)
    ultima = len(categorie)

    def cella(riga: int, colonna: int) -> Cella:
        visibile = riga not in senza_euro and (riga < ultima or not senza_euro)
        totale = riga == ultima and colonna == len(fasce)
        return Cella(
            persone=None if Posto(riga, colonna) in nascoste else valori[riga][colonna],
            importo=euro[riga][colonna] if visibile or totale else None,
        )

    celle = tuple(tuple(cella(r, c) for c in range(len(valori[0]))) for r in range(ultima + 1))
    return TabellaPremi(
        categorie=tuple(categorie),
        fasce=tuple(fasce),
        celle=celle,
        distribuito=celle[-1][-1].importo or ZERO,
        soppresse=len(nascoste),
    )


def _contati(
    premi: Iterable[PremioContato], categorie: Sequence[str], fasce: Sequence[str]
) -> tuple[list[list[int]], list[list[Decimal]]]:
    righe = {categoria: indice for indice, categoria in enumerate(categorie)}
    colonne = {fascia: indice for indice, fascia in enumerate(fasce)}
    persone: Counter[Posto] = Counter()
    importi: defaultdict[Posto, Decimal] = defaultdict(Decimal)
    for premio in premi:
        posto = Posto(righe[premio.categoria], colonne[premio.fascia])
        persone[posto] += 1
        importi[posto] += premio.importo
    posti = [[Posto(r, c) for c in range(len(fasce))] for r in range(len(categorie))]
    return [[persone[p] for p in riga] for riga in posti], [[importi[p] for p in riga] for riga in posti]


def _righe_senza_euro(persone: list[list[int]], nascoste: frozenset[Posto]) -> set[int]:
    occupate = {indice for indice, riga in enumerate(persone) if any(riga)}
    senza = {posto.riga for posto in nascoste if posto.riga < len(persone)}
    altre = sorted(occupate - senza, key=lambda indice: (sum(persone[indice]), indice))
    return senza | set(altre[:1]) if len(senza) == 1 else senza
