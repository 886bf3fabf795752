"""Which column is what: finds the heads of a table wherever they are and gives each field its column, by name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from semproniano.core.griglie.base import Griglia, Riga, Unione, Valore, lettera

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

TITOLO_MASSIMO = 80
"""Characters of a heading: what is longer is content."""
RIGHE_DI_RICERCA = 100
CAMPI_MINIMI = 3
"""Fields that a row must name to be taken for the heads."""
_TOTALE = re.compile(r"(?:sub ?)?total[ei]\b|somm[ae]\b|sommano\b|tot\b|a riportare\b|riporto\b")
# With the name of what is summed: that of titolo 1 of the entrata alone has 68 characters.
_TOTALE_CON_NOME = re.compile(
    r"(?:sub ?)?total[ei] (?:titolo|tipologia|categoria|missione|programma|macroaggregato) (?:n )?[\dixv]+\b"
)
TOTALE_MASSIMO = 300
_NON_ALFANUMERICI = re.compile(r"[\W_]+")
_RIGHE_DI_PROVA = 20
_ACCORDO = 0.6


@lru_cache(maxsize=4096)
def normalizza(testo: str) -> str:
    """What is compared of a heading: "N°" → "n", "Priorità\\n(1-5)" → "priorita 1 5", "Peso %" → "peso"."""
    scomposto = unicodedata.normalize("NFKD", testo).casefold()
    senza_accenti = "".join(carattere for carattere in scomposto if not unicodedata.combining(carattere))
    return _NON_ALFANUMERICI.sub(" ", senza_accenti).strip()


@dataclass(frozen=True)
class Campo:
    """A field that a table may hold. `nomi` are whole headings, `inizi` what a longer one begins with, both
    normalised; `riconosce` tells a value that can only be of this field ("31/12/2020" for a date)."""

    nome: str
    titolo: str
    nomi: Collection[str] = ()
    inizi: tuple[str, ...] = ()
    e_obbligatorio: bool = False
    riconosce: Callable[[Valore], bool] | None = None


@dataclass(frozen=True)
class Mappa:
    """The column of each field. `prima` is the place of the first row of data in `griglia.righe`."""

    campi: tuple[Campo, ...]
    colonne: Mapping[str, int]
    titoli: tuple[str, ...]
    """Headings as the file has them, column by column; empty when there are none."""
    prima: int
    righe_titoli: tuple[int, ...] = ()
    """Numbers of the rows that hold the heads."""
    sconosciute: tuple[int, ...] = ()
    """Columns with a heading that no field takes."""
    e_indovinata: bool = False
    """There were no heads: columns are in the usual order."""
    a_mano: Mapping[int, str] = field(default_factory=dict)
    """What the person chose."""

    @cached_property
    def _tipici(self) -> tuple[tuple[Campo, int], ...]:
        return tuple(
            (campo, self.colonne[campo.nome]) for campo in self.campi if campo.riconosce and campo.nome in self.colonne
        )

    @property
    def mancanti(self) -> tuple[Campo, ...]:
        """Compulsory fields without a column."""
        return tuple(campo for campo in self.campi if campo.e_obbligatorio and campo.nome not in self.colonne)

    def titolo(self, nome: str) -> str:
        """The heading of a field as the file has it; without one, the letter of its column, or the field's own name."""
        colonna = self.colonne.get(nome)
        if colonna is None:
            return next(campo.titolo for campo in self.campi if campo.nome == nome)
        return self.titolo_di(colonna)

    def titolo_di(self, colonna: int) -> str:
        testo = self.titoli[colonna] if colonna < len(self.titoli) else ""
        return " ".join(testo.split()) or f"colonna {lettera(colonna)}"

    def valori(self, riga: Riga) -> dict[str, Valore]:
        """The cells of a row by field, "" where there is nothing. A row that stands a column to the right or to the
        left of its heads is read where it stands."""
        passo = self._scostamento(riga)
        return {nome: riga.cella(colonna + passo) for nome, colonna in self.colonne.items()}

    def _scostamento(self, riga: Riga) -> int:
        if not self._tipici or self._misura(riga, 0)[1] == 0:
            return 0
        for passo in (1, -1):
            giusti, sbagliati = self._misura(riga, passo)
            if giusti > 1 and sbagliati == 0:
                return passo
        return 0

    def _misura(self, riga: Riga, passo: int) -> tuple[int, int]:
        """How many typical fields hold a value of theirs, how many hold something else."""
        esiti = Counter(
            campo.riconosce(valore)
            for campo, colonna in self._tipici
            if not e_vuoto(valore := riga.cella(colonna + passo))
        )
        return esiti[True], esiti[False]

    def e_di_titoli(self, riga: Riga) -> bool:
        """Whether the row repeats the heads, as at the top of a new page."""
        testi = [valore for valore in riga.celle if not e_vuoto(valore)]
        if len(testi) < 2 or not _sembra_titolo(testi[0]) or not all(isinstance(valore, str) for valore in testi):
            return False
        return len(abbina(_testi(riga), self.campi)) >= soglia(self.campi)

    def con_titoli(self, riga: Riga) -> Mappa:
        """The map for the rows below heads that are repeated, perhaps in other columns; a choice made by hand holds."""
        nuova = replace(self, colonne=abbina(_testi(riga), self.campi), titoli=_testi(riga))
        return self if self.a_mano or nuova.colonne == self.colonne or nuova.mancanti else nuova


def e_vuoto(valore: Valore) -> bool:
    return isinstance(valore, str) and not valore.strip()


def sembra_totale(valore: Valore) -> bool:
    """Whether the text of a cell announces a sum: "Totale", "Subtotale missione 01", "A riportare"."""
    if not isinstance(valore, str) or len(valore) > TOTALE_MASSIMO:
        return False
    espressione = _TOTALE if len(valore) <= TITOLO_MASSIMO else _TOTALE_CON_NOME
    return bool(espressione.match(normalizza(valore)))


def soglia(campi: Sequence[Campo]) -> int:
    return min(CAMPI_MINIMI, len(campi))


def abbina(titoli: Sequence[str], campi: Sequence[Campo]) -> dict[str, int]:
    """Fields by column: a heading that is a field's name counts more than one that begins like it, a longer beginning
    more than a shorter one, then the first column. Each field and each column is taken once."""
    voti = [
        (-voto, colonna, posto)
        for colonna, titolo in enumerate(titoli)
        if 0 < len(titolo) <= TITOLO_MASSIMO
        for posto, campo in enumerate(campi)
        if (voto := _voto(normalizza(titolo), campo))
    ]
    colonne: dict[str, int] = {}
    prese = set()
    for _, colonna, posto in sorted(voti):
        nome = campi[posto].nome
        if nome not in colonne and colonna not in prese:
            colonne[nome] = colonna
            prese.add(colonna)
    return colonne


def _voto(titolo: str, campo: Campo) -> int:
    if titolo in campo.nomi:
        return 1000
    return max((len(inizio) for inizio in campo.inizi if f"{titolo} ".startswith(f"{inizio} ")), default=0)


def mappa_colonne(
    griglia: Griglia,
    campi: Sequence[Campo],
    *,
    a_mano: Mapping[int, str] | None = None,
    ordine: Sequence[str] = (),
) -> Mappa:
    """Find the heads and map the columns.

    `a_mano`: what the person chose, field by column (0 is the first; "" leaves a column out): it wins over names.
    `ordine`: the usual order of the fields, tried on a table without heads. Nothing found is a Mappa without columns.
    """
    campi = tuple(campi)
    posto, titoli, quante = _cerca_titoli(griglia, campi)
    colonne = abbina(titoli, campi)
    in_ordine = {} if titoli else _in_ordine(griglia, campi, ordine)
    if not titoli and not in_ordine:
        posto, titoli, quante = _titoli_mai_visti(griglia)
    colonne = _con_scelte(colonne or in_ordine, a_mano or {}, campi)
    prese = set(colonne.values())
    return Mappa(
        campi=campi,
        colonne=colonne,
        titoli=titoli,
        prima=posto + quante,
        righe_titoli=tuple(riga.numero for riga in griglia.righe[posto : posto + quante]),
        sconosciute=tuple(i for i, titolo in enumerate(titoli) if titolo.strip() and i not in prese),
        e_indovinata=bool(in_ordine) and not a_mano,
        a_mano=dict(a_mano or {}),
    )


def _con_scelte(colonne: dict[str, int], a_mano: Mapping[int, str], campi: tuple[Campo, ...]) -> dict[str, int]:
    nomi = {campo.nome for campo in campi}
    scelte = {nome: colonna for colonna, nome in a_mano.items() if nome in nomi}
    automatiche = {nome: colonna for nome, colonna in colonne.items() if nome not in scelte and colonna not in a_mano}
    return automatiche | scelte


def _cerca_titoli(griglia: Griglia, campi: tuple[Campo, ...]) -> tuple[int, tuple[str, ...], int]:
    """(place of the heads, their texts, how many rows they take); (0, (), 0) when there are none."""
    migliore, esito = soglia(campi) - 1, (0, (), 0)
    for posto, titoli, quante in _candidati(griglia):
        trovati = len(abbina(titoli, campi))
        if trovati > migliore:
            migliore, esito = trovati, (posto, titoli, quante)
    return esito


def _titoli_mai_visti(griglia: Griglia) -> tuple[int, tuple[str, ...], int]:
    """The row that looks like the heads of a table, though no field knows them: to be mapped by hand."""
    for posto, riga in enumerate(griglia.righe[:RIGHE_DI_RICERCA]):
        piene = [valore for valore in riga.celle if not e_vuoto(valore)]
        if len(piene) >= CAMPI_MINIMI and all(map(_sembra_titolo, piene)):
            return posto, _testi(riga), 1
    return 0, (), 0


def _sembra_titolo(valore: Valore) -> bool:
    return isinstance(valore, str) and len(valore) <= TITOLO_MASSIMO and not valore[:1].isdecimal()


def _candidati(griglia: Griglia) -> Iterator[tuple[int, tuple[str, ...], int]]:
    """The first rows as heads, one by one, then two by two: "Previsioni" above "2020" and "2021"."""
    righe = griglia.righe[:RIGHE_DI_RICERCA]
    for posto, riga in enumerate(righe):
        yield posto, _testi(riga), 1
    unioni = [unione for unione in griglia.unioni if righe and unione.prima_riga <= righe[-1].numero]
    for posto, (sopra, sotto) in enumerate(pairwise(righe)):
        if sotto.numero == sopra.numero + 1:
            yield posto, _su_due_righe(unioni, sopra, sotto), 2


def _testi(riga: Riga) -> tuple[str, ...]:
    return tuple(valore if isinstance(valore, str) else str(valore) for valore in riga.celle)


def _su_due_righe(unioni: Sequence[Unione], sopra: Riga, sotto: Riga) -> tuple[str, ...]:
    quante = max(len(sopra.celle), len(sotto.celle))
    alti = [str(sopra.cella(colonna)) for colonna in range(quante)]
    for unione in unioni:
        if unione.prima_riga <= sopra.numero <= unione.ultima_riga:
            for colonna in range(unione.prima_colonna, min(unione.ultima_colonna + 1, quante)):
                alti[colonna] = alti[unione.prima_colonna]
    return tuple(f"{alto} {sotto.cella(colonna)}".strip() for colonna, alto in enumerate(alti))


def _in_ordine(griglia: Griglia, campi: tuple[Campo, ...], ordine: Sequence[str]) -> dict[str, int]:
    """Columns in the usual order, where most rows have a typical value in its place."""
    righe = griglia.righe[:_RIGHE_DI_PROVA]
    misure = Counter(len(riga.celle) for riga in righe if len(riga.celle) >= CAMPI_MINIMI)
    if not misure:
        return {}
    larghezza = misure.most_common(1)[0][0]
    colonne = {nome: colonna for colonna, nome in enumerate(ordine[:larghezza])}
    tipici = [(campo, colonne[campo.nome]) for campo in campi if campo.riconosce and campo.nome in colonne]
    provate = [riga for riga in righe if len(riga.celle) >= CAMPI_MINIMI]
    giuste = sum(_e_tipica(riga, tipici) for riga in provate)
    return colonne if larghezza <= len(ordine) and giuste >= _ACCORDO * len(provate) else {}


def _e_tipica(riga: Riga, tipici: Sequence[tuple[Campo, int]]) -> bool:
    riconosciuti = sum(campo.riconosce(riga.cella(colonna)) for campo, colonna in tipici)
    return riconosciuti >= min(2, len(tipici))
