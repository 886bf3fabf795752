"""Allegato 2 (entrata) and Allegato 3 (spesa) on paper: pure functions of what `lavori` cuts out of a fotografia."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from piani.documenti.impaginazione import contesto, stampa
from piani.documenti.peg.righe import FUORI, TOTALE_DELLA_PARTE, Blocco, Colonne, Riga, ancora, blocchi, taglia, totale
from piani.sezioni import AREE, ENTE, PEG, PIANO
from piani.sezioni.base import leggi_sezioni
from piani.sezioni.peg_totali import (
    ENTRATA,
    LIVELLI,
    SPESA,
    Pareggio,
    Somme,
    albero,
    per_area,
    riepilogo,
    righe_della_parte,
)
from semproniano.core.numeri import in_euro

if TYPE_CHECKING:
    from collections.abc import Iterator

    from piani.sezioni import Fotografia
    from piani.sezioni.peg_totali import Albero

FOGLI = ("base.css", "frontespizio.css", "peg.css")
SEZIONI_DEL_PEG = (ENTE, PIANO, AREE, PEG)
NOMI = {ENTRATA: "Entrate", SPESA: "Spese"}
SENZA_RESPONSABILE = "Senza responsabile"


class Ingresso(msgspec.Struct, frozen=True, kw_only=True):
    """What a file is made from: the capitoli that it prints, and nothing of the others but what they come to."""

    foto: str
    """Canonical JSON of SEZIONI_DEL_PEG, with the rows of this file."""
    titolo: str
    parte: str = ""
    """The part of the annex, or the area, that this file is; "" when it is the whole annex."""
    responsabile: str = ""
    pareggio: tuple[Pareggio, ...] = ()
    file: tuple[tuple[str, str], ...] = ()
    """For the index: part and file name."""
    pezzo: int = 1
    pezzi: int = 1


@dataclass(frozen=True)
class Riepilogo:
    """A short table of totals. `righe`: text, anchor of the table that it sums up ("" where there is none), amounts."""

    titolo: str
    prima_colonna: str
    righe: list[tuple[str, str, list[str]]]
    totale: str
    importi: list[str]
    di_cui: list[Riga]


@dataclass(frozen=True)
class ParteStampata:
    """Entrata or spesa as one file prints it."""

    titolo: str
    blocchi: list[Blocco]


class Stampa:
    """The values that the templates print."""

    def __init__(self, ingresso: bytes, *, con_responsabile: bool = True) -> None:
        self.ingresso = msgspec.json.decode(ingresso, type=Ingresso)
        self.foto: Fotografia = leggi_sezioni(self.ingresso.foto, SEZIONI_DEL_PEG)
        self.peg = self.foto[PEG]
        self.aree = {area.slug: area.nome for area in self.foto[AREE]}
        anno = self.foto[PIANO].anno_inizio
        self.colonne = Colonne.per(self.peg.capitoli, anno, con_responsabile=con_responsabile)

    @cached_property
    def alberi(self) -> list[Albero]:
        """Of the parts that have rows."""
        return [albero(self.peg, parte) for parte in LIVELLI if righe_della_parte(self.peg.capitoli, parte)]

    def valori(self) -> dict[str, Any]:
        piano = self.foto[PIANO]
        return {
            **contesto(self.foto),
            "ingresso": self.ingresso,
            "colonne": self.colonne,
            "anni": f"{piano.anno_inizio}-{piano.anno_inizio + 2}",
        }

    def parti(self) -> list[ParteStampata]:
        """The tables of this file, cut to its piece."""
        tutti = [blocchi(tronco, self.colonne, self.aree) for tronco in self.alberi]
        pezzo = taglia([blocco for suoi in tutti for blocco in suoi], self.ingresso.pezzo, self.ingresso.pezzi)
        parti = [
            ParteStampata(NOMI[tronco.parte], [b for b in pezzo if b.ancora.startswith(f"{tronco.parte}-")])
            for tronco in self.alberi
        ]
        return [parte for parte in parti if parte.blocchi]

    def riepiloghi(self) -> Iterator[Riepilogo]:
        """By titolo or missione, which are the tables that follow; then by titolo, for spesa."""
        for tronco in self.alberi:
            primo = LIVELLI[tronco.parte][0]
            righe = [(ramo.testo, ancora(tronco.parte, ramo), self.colonne.di(ramo.somme)) for ramo in tronco.rami]
            titolo = f"{NOMI[tronco.parte]} per {primo}"
            yield self._riepilogo(titolo, primo.capitalize(), tronco, righe, f"{tronco.parte}-fuori")
            if tronco.parte == SPESA:
                per_titolo = [(r.testo, "", self.colonne.di(r.somme)) for r in riepilogo(self.peg, SPESA, "titolo")]
                yield self._riepilogo("Spese per titolo", "Titolo", tronco, per_titolo, "")

    def _riepilogo(self, titolo: str, colonna: str, tronco: Albero, righe: list, ancora_fuori: str) -> Riepilogo:
        if tronco.fuori:
            righe = [(FUORI[tronco.parte], ancora_fuori, self.colonne.di(Somme.di(tronco.fuori))), *righe]
        somma, *di_cui = totale(TOTALE_DELLA_PARTE[tronco.parte], tronco.somme, self.colonne)
        return Riepilogo(titolo, colonna, righe, somma.testo, somma.importi, di_cui)

    def per_responsabile(self) -> Iterator[Riepilogo]:
        """Who manages how much of each part."""
        for tronco in self.alberi:
            righe = [
                (self.aree.get(area, area) if area else SENZA_RESPONSABILE, "", self.colonne.di(Somme.di(voci)))
                for area, voci in per_area(righe_della_parte(self.peg.capitoli, tronco.parte)).items()
            ]
            titolo = f"{NOMI[tronco.parte]} per responsabile"
            somma = totale(TOTALE_DELLA_PARTE[tronco.parte], tronco.somme, self.colonne)[0]
            yield Riepilogo(titolo, "Responsabile", righe, somma.testo, somma.importi, [])

    def generale(self) -> list[Riga]:
        """The last rows of an annex: what the capitoli come to, and everything."""
        [tronco] = self.alberi
        return totale(TOTALE_DELLA_PARTE[tronco.parte], tronco.somme, self.colonne)

    def equilibrio(self) -> list[tuple[str, str, list[str]]]:
        """The balance of each year: class of the row, text, amounts."""
        voci = (
            ("", "Avanzo di amministrazione", "avanzo"),
            ("", "Fondo pluriennale vincolato in entrata", "fpv"),
            ("", "Entrate dei titoli", "entrata"),
            ("totale", "Totale generale delle entrate", "totale_entrata"),
            ("", "Disavanzo di amministrazione", "disavanzo"),
            ("", "Spese dei titoli", "spesa"),
            ("totale", "Totale generale delle spese", "totale_spesa"),
            ("totale", "Differenza", "differenza"),
        )
        return [
            (classe, testo, [in_euro(getattr(anno, campo)) for anno in self.ingresso.pareggio])
            for classe, testo, campo in voci
        ]


def pdf_allegato(ingresso: bytes) -> bytes:
    """Allegato 2 or 3, whole: cover, summaries, tables, general total, balance."""
    opera = Stampa(ingresso)
    return _stampa("allegato", opera, ingresso, parti=opera.parti(), generale=opera.generale())


def pdf_indice(ingresso: bytes) -> bytes:
    """What takes the place of the whole annex in a large body: summaries, balance, and which file has what."""
    return _stampa("indice", Stampa(ingresso), ingresso)


def pdf_parte(ingresso: bytes) -> bytes:
    """A titolo of Allegato 2 or a missione of Allegato 3, or a piece of it."""
    opera = Stampa(ingresso)
    return stampa("piani/documenti/peg/parte.html", opera.valori() | {"parti": opera.parti()}, ingresso, fogli=FOGLI)


def pdf_responsabile(ingresso: bytes) -> bytes:
    """What one area manages, in entrata and in spesa."""
    opera = Stampa(ingresso, con_responsabile=False)
    valori = opera.valori() | {"parti": opera.parti()}
    if opera.ingresso.pezzo == 1:
        valori["riepiloghi"] = list(opera.riepiloghi())
    return stampa("piani/documenti/peg/responsabile.html", valori, ingresso, fogli=FOGLI)


def _stampa(modello: str, opera: Stampa, ingresso: bytes, **altri: object) -> bytes:
    valori = opera.valori() | {
        "riepiloghi": list(opera.riepiloghi()),
        "per_responsabile": list(opera.per_responsabile()),
        "equilibrio": opera.equilibrio(),
        **altri,
    }
    return stampa(f"piani/documenti/peg/{modello}.html", valori, ingresso, fogli=FOGLI)
