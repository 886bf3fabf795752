"""The shapes that a page prints: parts, sheets, groups, rows, matrices. Texts are ready, nothing is left to decide."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from piani.models import SchedaArea
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from collections.abc import Sequence

    from obiettivi.sezioni import ObiettivoFoto, OperativoFoto
    from obiettivi.sezioni.risorse import Risorse
    from piani.sezioni.schede import SchedaFoto

CENTO = Decimal(100)
COLONNE_CON_TIPOLOGIA = 7


def con_decimali(valore: Decimal, posti: int) -> str:
    """Decimal comma and exactly so many decimals: numbers of a column line up at the comma."""
    return f"{valore:.{posti}f}".replace(".", ",")


@dataclass(frozen=True)
class IndicatoreStampa:
    """An indicator and its expected value; `numero` ties the two cells together when there are several."""

    numero: str
    descrizione: str
    valore: str


@dataclass(frozen=True)
class RigaStampa:
    """A row of the table of objectives."""

    obiettivo: ObiettivoFoto
    numero: str
    peso: str
    scadenza: str
    indicatori: Sequence[IndicatoreStampa]
    e_lunga: bool
    """Too long for one page: it may be split, where every other row stays whole."""
    indirizzo: str = ""
    """Where the public site shows the objective by itself; paper has no such place."""
    risorse: str = ""
    """The capitoli of the PEG that it uses."""
    capitoli: Risorse | None = None
    """The same with names and amounts, for the public site."""


@dataclass(frozen=True)
class Gruppo:
    """Rows under the same header table (None: rows that cite no obiettivo operativo)."""

    operativo: OperativoFoto | None
    linea: str
    righe: Sequence[RigaStampa]


@dataclass(frozen=True)
class PersonaleServizio:
    """The people of a service, as the sheet of the area lists them above the table."""

    servizio: str
    righe: Sequence[str]


@dataclass(frozen=True)
class RigaMatrice:
    nome: str
    quote: Sequence[str]
    totale: str


@dataclass(frozen=True)
class Matrice:
    """Dipendente × obiettivo, for the objectives with these numbers; `e_ultima` is the one that shows the totals."""

    numeri: Sequence[str]
    righe: Sequence[RigaMatrice]
    e_ultima: bool


@dataclass(frozen=True)
class SchedaStampa:
    scheda: SchedaFoto
    ancora: str
    titolo: str
    nome: str
    intestazioni: Sequence[str]
    gruppi: Sequence[Gruppo]
    personale: Sequence[PersonaleServizio]
    coinvolti: str
    matrici: Sequence[Matrice]
    piede: str
    totale_pesi: Decimal
    decimali: int
    e_bozza: bool

    @property
    def totale(self) -> str:
        return in_italiano(self.totale_pesi)

    @property
    def totale_allineato(self) -> str:
        """The total with the decimals of the weights above it."""
        return con_decimali(self.totale_pesi, self.decimali)

    @property
    def nota_totale(self) -> str:
        """What the row of the total says in words.

        That the weights do not sum to 100 is said while they can be corrected: an approved plan prints what was voted.
        """
        if self.scheda.modo_peso == SchedaArea.ModoPeso.COEFFICIENTE:
            return "Somma dei coefficienti; tra parentesi, il peso in percentuale."
        return "" if self.totale_pesi == CENTO or not self.e_bozza else "I pesi della scheda non sommano a 100."

    @property
    def ha_tipologia(self) -> bool:
        return len(self.intestazioni) == COLONNE_CON_TIPOLOGIA

    @property
    def quanti(self) -> int:
        return sum(len(gruppo.righe) for gruppo in self.gruppi)


@dataclass(frozen=True)
class Capoverso:
    """A paragraph of a cover: the name of the body, of the area (a heading), or any other text."""

    ruolo: str
    testo: str


@dataclass(frozen=True)
class ParteStampa:
    """What one area (or the body, or the Segretario) prints: a cover and a sheet per year."""

    slug: str
    nome: str
    copertina: Sequence[Capoverso]
    schede: Sequence[SchedaStampa]
