"""peg.xlsx: groups that fold, SUBTOTAL formulas with their values, a summary that takes its totals from the cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name

from piani.documenti.impaginazione import contesto
from piani.documenti.peg.righe import FUORI, TOTALE_DELLA_PARTE
from piani.documenti.peg.stampa import NOMI, SENZA_RESPONSABILE, SEZIONI_DEL_PEG
from piani.sezioni import AREE, ENTE, PEG, PIANO
from piani.sezioni.base import leggi_sezioni
from piani.sezioni.peg_totali import (
    ENTRATA,
    LIVELLI,
    RIEPILOGO,
    SPESA,
    Somme,
    albero,
    pareggio,
    per_area,
    riepilogo,
    righe_della_parte,
)
from semproniano.core.documenti.xlsx import Cartella, Colonna, Formato, Formula, RigaEvidente, RigaNelGruppo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    from piani.sezioni import Fotografia
    from piani.sezioni.peg import CapitoloFoto
    from piani.sezioni.peg_totali import Albero, Ramo

ColonnaImporto = tuple[str, str, int | None]
"""Heading, field of Somme, place in it (None: the field is one amount)."""
FOGLI = {ENTRATA: "Entrata", SPESA: "Spesa"}
_DOPO_I_CODICI = (
    Colonna("Capitolo", 14),
    Colonna("Articolo", 10),
    Colonna("Denominazione", 48),
    Colonna("Piano dei conti", 18),
    Colonna("Responsabile", 24),
    Colonna("Centro di costo", 16),
)


def colonne_importi(somme: Somme, anno: int) -> list[ColonnaImporto]:
    """The columns of amounts, without those that no row fills in."""
    anni = range(anno, anno + 3)
    tutte = [
        *((f"Competenza {a}", "competenza", posto) for posto, a in enumerate(anni)),
        (f"Cassa {anno}", "cassa", None),
        ("Residui presunti", "residui", None),
        *((f"Di cui già impegnato {a}", "impegnato", posto) for posto, a in enumerate(anni)),
        *((f"Di cui FPV {a}", "fpv", posto) for posto, a in enumerate(anni)),
    ]
    return [colonna for colonna in tutte if importo(somme, colonna) is not None]


def importo(somme: Somme | CapitoloFoto, colonna: ColonnaImporto) -> Decimal | None:
    """The amount of a column, of a capitolo or of a sum."""
    _, campo, posto = colonna
    valore = getattr(somme, campo)
    return valore if posto is None else valore[posto]


@dataclass
class Foglio:
    """Entrata or spesa in the making: its rows, and where the others find their totals."""

    tronco: Albero
    importi: list[ColonnaImporto]
    aree: dict[str, str]
    righe: list[Any] = field(default_factory=list)
    posti: dict[str, int] = field(default_factory=dict)
    """Row number of each titolo or missione of the first level, by code."""

    def __post_init__(self) -> None:
        for voce in self.tronco.fuori:
            self.righe.append(self._capitolo(voce))
        for ramo in self.tronco.rami:
            self.posti[ramo.codice] = len(self.righe) + 2
            self._ramo(ramo, ())
        self.righe.append(RigaEvidente(self._testa((), TOTALE_DELLA_PARTE[self.parte], self.tronco.somme, 2)))

    @property
    def parte(self) -> str:
        return self.tronco.parte

    @property
    def nome(self) -> str:
        return FOGLI[self.parte]

    @property
    def riga_totale(self) -> int:
        """Number of the last row, which has the total."""
        return len(self.righe) + 1

    @property
    def primo_importo(self) -> int:
        return len(LIVELLI[self.parte]) + len(_DOPO_I_CODICI)

    @property
    def colonne(self) -> list[Colonna]:
        return [
            *(
                Colonna(livello.capitalize(), 9 if livello != "macroaggregato" else 16)
                for livello in LIVELLI[self.parte]
            ),
            *_DOPO_I_CODICI,
            *(Colonna(titolo, 17, Formato.IMPORTO) for titolo, _, _ in self.importi),
        ]

    def _ramo(self, ramo: Ramo, sopra: tuple[str, ...]) -> None:
        posto, codici = len(self.righe), (*sopra, ramo.codice)
        self.righe.append(None)
        for sotto in ramo.rami:
            self._ramo(sotto, codici)
        for voce in ramo.capitoli:
            self.righe.append(RigaNelGruppo(self._capitolo(voce), len(codici)))
        testa = self._testa(codici, ramo.nome or ramo.etichetta, ramo.somme, posto + 3)
        self.righe[posto] = RigaEvidente(testa, len(sopra))

    def _testa(self, codici: tuple[str, ...], testo: str, somme: Somme, da: int) -> list[object]:
        """A subtotal of the rows from number `da` to the last so far; SUBTOTAL leaves out the subtotals in between."""
        vuoti = [None] * (len(LIVELLI[self.parte]) - len(codici))
        a = len(self.righe) + 1
        formule = [
            Formula(f"=SUBTOTAL(9,{lettera}{da}:{lettera}{a})", importo(somme, colonna) or 0) if da <= a else 0
            for lettera, colonna in zip(self.lettere, self.importi, strict=True)
        ]
        return [*codici, *vuoti, None, None, testo, None, None, None, *formule]

    def _capitolo(self, voce: CapitoloFoto) -> list[object]:
        return [
            *(getattr(voce, livello) for livello in LIVELLI[self.parte]),
            voce.capitolo,
            voce.articolo,
            voce.denominazione,
            voce.conto,
            self.nome_area(voce.area),
            voce.centro_di_costo,
            *(importo(voce, colonna) for colonna in self.importi),
        ]

    def nome_area(self, area: str | None) -> str:
        return self.aree.get(area, area) if area else ""

    @property
    def lettere(self) -> list[str]:
        """Letters of the columns of amounts."""
        return [xl_col_to_name(self.primo_importo + posto) for posto in range(len(self.importi))]

    def totale(self, lettera: str) -> str:
        return f"={self.nome}!{lettera}{self.riga_totale}"

    def somma_fuori(self, lettera: str) -> str:
        """Of the rows in no titolo and no missione, which come first."""
        return f"=SUM({self.nome}!{lettera}2:{lettera}{len(self.tronco.fuori) + 1})"

    def somma_dei_rami(self, lettera: str) -> str:
        if not self.tronco.fuori:
            return self.totale(lettera)
        return f"{self.totale(lettera)}-{self.somma_fuori(lettera)[1:]}"

    def somma_tipo(self, tipo: str) -> Callable[[str], str]:
        """The formula of the rows of a kind: avanzo, fpv, disavanzo."""
        posti = [posto for posto, voce in enumerate(self.tronco.fuori, start=2) if voce.tipo == tipo]
        return lambda lettera: "=" + ("+".join(f"{self.nome}!{lettera}{posto}" for posto in posti) or "0")

    def dove(self, titolo: str, valore: str, da: int) -> Callable[[str], str]:
        """The formula of the capitoli that have `valore` in a column of texts, from row `da`; heads have no capitolo.
        Compared as it is: SUMIF would take an asterisk in a name for anything."""
        nomi = [colonna.titolo for colonna in self.colonne]

        def zona(lettera: str) -> str:
            return f"{self.nome}!${lettera}${da}:${lettera}${self.riga_totale - 1}"

        testo, capitolo = zona(xl_col_to_name(nomi.index(titolo))), zona(xl_col_to_name(nomi.index("Capitolo")))
        cercato = valore.replace('"', '""')
        return lambda lettera: f'=SUMPRODUCT(({testo}="{cercato}")*({capitolo}<>"")*{zona(lettera)})'


def xlsx_peg(ingresso: bytes) -> bytes:
    """A summary, entrata, spesa, who has what."""
    foto = leggi_sezioni(ingresso, SEZIONI_DEL_PEG)
    ente, piano, peg = foto[ENTE], foto[PIANO], foto[PEG]
    aree = _nomi_diversi(foto)
    fogli = [
        Foglio(tronco, colonne_importi(tronco.somme, piano.anno_inizio), aree)
        for tronco in (albero(peg, parte) for parte in LIVELLI)
    ]
    titolo = " – ".join(filter(None, (f"PEG – {piano.titolo}", ente.denominazione, contesto(foto)["avviso"])))
    cartella = Cartella(titolo=titolo, autore=ente.denominazione, oggetto="Piano esecutivo di gestione")
    comuni = [
        colonna for colonna in colonne_importi(Somme.di(peg.capitoli), piano.anno_inizio) if "cui" not in colonna[0]
    ]
    cartella.foglio(
        "Riepilogo",
        colonne=[Colonna("Voce", 62), *(Colonna(titolo, 18, Formato.IMPORTO) for titolo, _, _ in comuni)],
        righe=list(_riepilogo(foto, fogli, comuni)),
    )
    for foglio in fogli:
        cartella.foglio(foglio.nome, colonne=foglio.colonne, righe=foglio.righe)
    return cartella.contenuto()


def _nomi_diversi(foto: Fotografia) -> dict[str, str]:
    """Names of the areas by slug; two that have the same name are told apart, for the formulas look for it."""
    volte = Counter(area.nome.casefold() for area in foto[AREE])
    return {
        area.slug: area.nome if volte[area.nome.casefold()] == 1 else f"{area.nome} ({area.slug})"
        for area in foto[AREE]
    }  # fmt: skip


def _riepilogo(foto: Fotografia, fogli: Sequence[Foglio], colonne: Sequence[ColonnaImporto]) -> Iterator[object]:
    """Totals taken from the cells of the sheets: whoever corrects an amount there sees them follow."""
    for foglio in fogli:
        yield _titoletto(f"{NOMI[foglio.parte]} per {RIEPILOGO[foglio.parte]}", colonne)
        yield from _della_parte(foglio, colonne)
    entrata, spesa = fogli
    yield _titoletto("Spese per titolo", colonne)
    for ramo in riepilogo(foto[PEG], SPESA, "titolo"):
        dove = spesa.dove("Titolo", ramo.codice, 2 + len(spesa.tronco.fuori))
        yield [ramo.testo, *_formule(spesa, colonne, ramo.somme, dove)]
    yield _titoletto("Equilibrio di ogni anno", colonne)
    yield from _equilibrio(foto, entrata, spesa, colonne)
    for foglio in fogli:
        yield _titoletto(f"{NOMI[foglio.parte]} per responsabile", colonne)
        for area, righe in per_area(righe_della_parte(foto[PEG].capitoli, foglio.parte)).items():
            nome = foglio.nome_area(area)
            dove = foglio.dove("Responsabile", nome, 2)
            yield [nome or SENZA_RESPONSABILE, *_formule(foglio, colonne, Somme.di(righe), dove)]


def _titoletto(testo: str, colonne: Sequence[ColonnaImporto]) -> RigaEvidente:
    return RigaEvidente([testo, *[None] * len(colonne)])


def _formule(
    foglio: Foglio, colonne: Sequence[ColonnaImporto], somme: Somme, formula: Callable[[str], str]
) -> list[Formula | None]:
    """A cell for each column of the summary; None for one that the sheet does not have."""
    lettere = dict(zip(foglio.importi, foglio.lettere, strict=True))
    return [
        Formula(formula(lettere[colonna]), importo(somme, colonna) or 0) if colonna in lettere else None
        for colonna in colonne
    ]


def _della_parte(foglio: Foglio, colonne: Sequence[ColonnaImporto]) -> Iterator[object]:
    if foglio.tronco.fuori:
        somme = Somme.di(foglio.tronco.fuori)
        yield [FUORI[foglio.parte], *_formule(foglio, colonne, somme, foglio.somma_fuori)]
    for ramo in foglio.tronco.rami:
        posto = foglio.posti[ramo.codice]
        yield [ramo.testo, *_formule(foglio, colonne, ramo.somme, lambda c, posto=posto: f"={foglio.nome}!{c}{posto}")]
    totali = _formule(foglio, colonne, foglio.tronco.somme, foglio.totale)
    yield RigaEvidente([TOTALE_DELLA_PARTE[foglio.parte], *totali])


def _equilibrio(
    foto: Fotografia, entrata: Foglio, spesa: Foglio, colonne: Sequence[ColonnaImporto]
) -> Iterator[object]:
    """The balance of each year (competenza): the rows of `Pareggio`, each from the cells that make it."""
    anni = pareggio(foto[PEG].capitoli)
    lettere = dict(zip(spesa.importi, spesa.lettere, strict=True))

    def riga(testo: str, campo: str, foglio: Foglio, formula: Callable[[str], str]) -> list[object]:
        per_colonna = dict(zip(foglio.importi, foglio.lettere, strict=True))
        celle = [
            Formula(formula(per_colonna[colonna]), getattr(anni[colonna[2]], campo))
            if colonna[1] == "competenza"
            else None
            for colonna in colonne
        ]
        return [testo, *celle]

    yield riga("Avanzo di amministrazione", "avanzo", entrata, entrata.somma_tipo("avanzo"))
    yield riga("Fondo pluriennale vincolato in entrata", "fpv", entrata, entrata.somma_tipo("fpv"))
    yield riga("Entrate dei titoli", "entrata", entrata, entrata.somma_dei_rami)
    yield RigaEvidente(riga("Totale generale delle entrate", "totale_entrata", entrata, entrata.totale))
    yield riga("Disavanzo di amministrazione", "disavanzo", spesa, spesa.somma_tipo("disavanzo"))
    yield riga("Spese dei titoli", "spesa", spesa, spesa.somma_dei_rami)
    yield RigaEvidente(riga("Totale generale delle spese", "totale_spesa", spesa, spesa.totale))
    di_spesa = dict(zip(entrata.lettere, (lettere.get(colonna, "") for colonna in entrata.importi), strict=True))
    yield RigaEvidente(
        riga("Differenza", "differenza", entrata, lambda c: f"{entrata.totale(c)}-{spesa.totale(di_spesa[c])[1:]}")
    )
