"""The PEG as pages show it, inside and on the public site: rows with their sums, the way down, the figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import Http404

from piani.documenti.barre import barre
from piani.sezioni.peg_totali import ENTRATA, SPESA, Ramo, Somme, albero, pareggio

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from piani.sezioni.peg import CapitoloFoto, PegFoto
    from piani.sezioni.peg_totali import Albero, Pareggio

Indirizzo = Callable[..., str]
"""`indirizzo(parte, codice)` and `indirizzo(parte, codice, codice)`: the page of a titolo or missione, and that of a
tipologia or programma."""
NOMI = {ENTRATA: "Entrata", SPESA: "Spesa"}
FIGURE = {ENTRATA: "Entrata per titolo", SPESA: "Spesa per missione"}
TESTATE = {ENTRATA: "Titolo e tipologia", SPESA: "Missione e programma"}
SENZA_CODICE = "-"
"""Stands in an address for rows without the code."""


def in_indirizzo(codice: str) -> str:
    return codice or SENZA_CODICE


def nome_breve(ramo: Ramo) -> str:
    """ "01 Servizi istituzionali, generali e di gestione": the head of the column says what the codes are."""
    return " ".join(filter(None, (ramo.codice, ramo.nome))) if ramo.codice else ramo.etichetta


@dataclass(frozen=True, slots=True)
class RigaTavola:
    """A line of sums. `livello`: 0 the highest, as it is indented; `e_totale` for the last one."""

    testo: str
    somme: Somme
    indirizzo: str = ""
    livello: int = 0
    e_totale: bool = False


@dataclass(frozen=True, slots=True)
class Tavola:
    codice: str
    titolo: str
    testata: str
    righe: Sequence[RigaTavola]


@dataclass(frozen=True, slots=True)
class Gruppo:
    """Capitoli under the same codes; `somme` are those of all the group, also when only some of it is shown."""

    testo: str
    somme: Somme
    capitoli: Sequence[CapitoloFoto]


def _righe(rami: Iterable[Ramo], indirizzo: Callable[[Ramo], str], livelli: int, livello: int = 0) -> Iterator:
    """The branches with what is below, `livelli` deep; addresses are those of the highest level."""
    for ramo in rami:
        yield RigaTavola(nome_breve(ramo), ramo.somme, indirizzo(ramo), livello)
        if livelli > 1:
            yield from _righe(ramo.rami, lambda _: "", livelli - 1, livello + 1)


def tavola_della_parte(tutto: Albero, indirizzo: Indirizzo) -> Tavola:
    """A whole part: what stands outside the titoli, then two levels, each with its page."""
    parte = tutto.parte
    righe = [RigaTavola(riga.denominazione, Somme.di([riga])) for riga in tutto.fuori]
    for ramo in tutto.rami:
        sopra = in_indirizzo(ramo.codice)
        righe.append(RigaTavola(nome_breve(ramo), ramo.somme, indirizzo(parte, sopra)))
        righe += [
            RigaTavola(nome_breve(sotto), sotto.somme, indirizzo(parte, sopra, in_indirizzo(sotto.codice)), 1)
            for sotto in ramo.rami
        ]
    righe.append(RigaTavola(f"Totale {parte}", tutto.somme, e_totale=True))
    return Tavola(parte, f"{NOMI[parte]} per {TESTATE[parte].lower()}", TESTATE[parte], righe)


def tavola_del_ramo(parte: str, ramo: Ramo, indirizzo: Indirizzo) -> Tavola:
    """What is below a titolo of entrata or a missione: each with its page, and one level more."""
    sopra = in_indirizzo(ramo.codice)
    righe = list(_righe(ramo.rami, lambda sotto: indirizzo(parte, sopra, in_indirizzo(sotto.codice)), 2))
    righe.append(RigaTavola(f"Totale {ramo.etichetta.lower()}", ramo.somme, e_totale=True))
    return Tavola(f"{parte}-{sopra}", ramo.testo, TESTATE[parte].split()[-1].capitalize(), righe)


def tavola_dei_titoli(alberi: Iterable[Albero]) -> Tavola | None:
    """The spesa by titolo, across missioni and programmi: from the sums of the tree, which are there already."""
    titoli: dict[str, list[Ramo]] = defaultdict(list)
    for tutto in alberi:
        if tutto.parte == SPESA:
            for titolo in (
                titolo for missione in tutto.rami for programma in missione.rami for titolo in programma.rami
            ):
                titoli[titolo.codice].append(titolo)
    if not titoli:
        return None
    righe = [
        RigaTavola(nome_breve(rami[0]), Somme.somma(ramo.somme for ramo in rami)) for _, rami in sorted(titoli.items())
    ]
    righe.append(RigaTavola("Totale dei titoli", Somme.somma(riga.somme for riga in righe), e_totale=True))
    return Tavola("spesa-titoli", "Spesa per titolo", "Titolo", righe)


def gruppi_di(ramo: Ramo, sopra: str = "") -> Iterator[Gruppo]:
    """The capitoli below a branch, in groups under the last level: "Titolo 1 – Spese correnti, macroaggregato 103"."""
    if ramo.rami:
        for sotto in ramo.rami:
            yield from gruppi_di(sotto, ", ".join(filter(None, (sopra, sotto.testo))))
    else:
        yield Gruppo(sopra or ramo.testo, ramo.somme, ramo.capitoli)


def con_responsabili(gruppi: Iterable[Gruppo], aree: Mapping[str, str]) -> list[tuple[Gruppo, list]]:
    """Each group with its capitoli and the name of who manages each; `aree` are names by slug."""
    nomi = {None: "senza responsabile", **aree}
    return [(gruppo, [(riga, nomi.get(riga.area, riga.area)) for riga in gruppo.capitoli]) for gruppo in gruppi]


def solo(gruppi: Iterable[Gruppo], voci: Iterable[tuple[int, CapitoloFoto]]) -> list[Gruppo]:
    """The groups with the capitoli of a page alone; `voci` are (place of the group, capitolo)."""
    tutti = list(gruppi)
    return [
        Gruppo(tutti[posto].testo, tutti[posto].somme, [riga for _, riga in voci_del_gruppo])
        for posto, voci_del_gruppo in groupby(voci, key=lambda voce: voce[0])
    ]


def trova(peg: PegFoto, parte: str, *codici: str) -> list[Ramo]:
    """The branches from the top down to the one that the codes of an address name; Http404 when there is none."""
    if parte not in NOMI:
        raise Http404("Nel PEG ci sono entrata e spesa.")
    rami, trovati = albero(peg, parte).rami, []
    for codice in codici:
        ramo = next((ramo for ramo in rami if in_indirizzo(ramo.codice) == codice), None)
        if ramo is None:
            raise Http404("Nel PEG non c'è questa voce.")
        trovati.append(ramo)
        rami = ramo.rami
    return trovati


def righe_del_pareggio(conti: Sequence[Pareggio]) -> list[tuple[str, list, bool]]:
    """(words, the three years, is it a sum) from the avanzo down to what is left; a line without amounts is left out
    unless it is a sum."""
    righe = [
        ("Avanzo di amministrazione", "avanzo", False),
        ("Fondo pluriennale vincolato in entrata", "fpv", False),
        ("Entrate", "entrata", False),
        ("Totale dell'entrata", "totale_entrata", True),
        ("Disavanzo di amministrazione", "disavanzo", False),
        ("Spese", "spesa", False),
        ("Totale della spesa", "totale_spesa", True),
        ("Differenza", "differenza", True),
    ]
    valori = [(testo, [getattr(conto, voce) for conto in conti], e_somma) for testo, voce, e_somma in righe]
    return [riga for riga in valori if riga[2] or any(riga[1])]


def frase_del_pareggio(conti: Sequence[Pareggio], anni: Sequence[int]) -> str:
    """ "Entrata e spesa pareggiano in ogni anno."; "Non pareggiano nel 2026."."""
    storti = [str(anno) for anno, conto in zip(anni, conti, strict=True) if conto.differenza]
    if not storti:
        return "Entrata e spesa pareggiano in ogni anno."
    return f"Entrata e spesa non pareggiano nel {' e nel '.join(storti)}."


def contesto_delle_somme(peg: PegFoto, primo_anno: int) -> dict[str, Any]:
    """What the tables of every page of the PEG need."""
    return {
        "anni": [primo_anno, primo_anno + 1, primo_anno + 2],
        "con_cassa": any(riga.cassa is not None for riga in peg.capitoli),
    }


def contesto_del_peg(peg: PegFoto, primo_anno: int, indirizzo: Indirizzo) -> dict[str, Any]:
    """The first page: balance, figures of the first year, entrata and spesa at two levels, spesa by titolo."""
    contesto = contesto_delle_somme(peg, primo_anno)
    conti = pareggio(peg.capitoli)
    alberi = [tutto for tutto in (albero(peg, parte) for parte in NOMI) if tutto.somme.righe]
    figure = [
        barre(
            f"{FIGURE[tutto.parte]}, {primo_anno}",
            [(nome_breve(ramo), ramo.somme.competenza[0]) for ramo in tutto.rami],
        )
        for tutto in alberi
    ]
    return contesto | {
        "pareggio": righe_del_pareggio(conti),
        "frase": frase_del_pareggio(conti, contesto["anni"]),
        "tavole": [tavola_della_parte(tutto, indirizzo) for tutto in alberi],
        "titoli": tavola_dei_titoli(alberi),
        "figure": [figura for figura in figure if figura],
        "quanti": len(peg.capitoli),
    }
