"""What has changed between two texts, word by word, and between two lists of rows. Pure; it knows nothing of plans."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, TypeVar

PEZZI = re.compile(r"\w+|\s+|[^\w\s]")
# Time goes with the product of the lengths, in words: above the first limit frequent words no longer serve to find
# what is equal, above the second the whole text counts as changed (two cells of 30.000 letters, all different).
PRODOTTO_PRECISO = 1_000_000
PRODOTTO_MASSIMO = 25_000_000

R = TypeVar("R")


class Segno(StrEnum):
    UGUALE = "uguale"
    TOLTO = "tolto"
    AGGIUNTO = "aggiunto"


@dataclass(frozen=True)
class Segmento:
    """A run of words: all the same in both texts, or only in the first (tolto), or only in the second (aggiunto)."""

    segno: Segno
    testo: str


def confronta_testi(prima: str, dopo: str) -> tuple[Segmento, ...]:
    """The two texts as one row of segments: those equal or tolti make the first, those equal or aggiunti the second.

    A text that is there on one side only is one segment.
    """
    pezzi_prima, pezzi_dopo = PEZZI.findall(prima), PEZZI.findall(dopo)
    inizio, fine = _estremi(pezzi_prima, pezzi_dopo)
    centro_prima = pezzi_prima[inizio : len(pezzi_prima) - fine]
    centro_dopo = pezzi_dopo[inizio : len(pezzi_dopo) - fine]
    tratti = [
        ([], [], pezzi_prima[:inizio]),
        *_tratti(centro_prima, centro_dopo),
        ([], [], pezzi_prima[len(pezzi_prima) - fine :]),
    ]
    segni = (Segno.TOLTO, Segno.AGGIUNTO, Segno.UGUALE)
    return tuple(
        Segmento(segno, "".join(pezzi))
        for tratto in _uniti(tratti)
        for segno, pezzi in zip(segni, tratto, strict=True)
        if pezzi
    )


# (only in the first, only in the second, in both): either the first two, or the third.
Tratto = tuple[list[str], list[str], list[str]]


def _estremi(prima: Sequence[str], dopo: Sequence[str]) -> tuple[int, int]:
    """How many pieces the two have in common at the beginning and at the end, without overlap."""
    corto = min(len(prima), len(dopo))
    inizio = next((posto for posto in range(corto) if prima[posto] != dopo[posto]), corto)
    resto = corto - inizio
    fine = next((posto for posto in range(resto) if prima[-1 - posto] != dopo[-1 - posto]), resto)
    return inizio, fine


def _tratti(prima: list[str], dopo: list[str]) -> Iterator[Tratto]:
    if not prima or not dopo or len(prima) * len(dopo) > PRODOTTO_MASSIMO:
        yield prima, dopo, []
        return
    preciso = len(prima) * len(dopo) <= PRODOTTO_PRECISO
    for codice, da, a, dal, al in SequenceMatcher(str.isspace, prima, dopo, autojunk=not preciso).get_opcodes():
        yield ([], [], prima[da:a]) if codice == "equal" else (prima[da:a], dopo[dal:al], [])


def _uniti(tratti: Iterable[Tratto]) -> list[Tratto]:
    """Neighbours of the same kind as one; a blank between two changes belongs to them, so that sentences stay whole."""
    uniti: list[Tratto] = []
    pieni = [tratto for tratto in tratti if any(tratto)]
    for posto, (tolti, aggiunti, uguali) in enumerate(pieni):
        in_mezzo = 0 < posto < len(pieni) - 1 and uguali and "".join(uguali).isspace()
        if in_mezzo:
            tolti, aggiunti, uguali = uguali, uguali, []
        if uniti and bool(uniti[-1][2]) == bool(uguali):
            ultimo = uniti[-1]
            uniti[-1] = (ultimo[0] + tolti, ultimo[1] + aggiunti, ultimo[2] + uguali)
        else:
            uniti.append((tolti, aggiunti, uguali))
    return uniti


# --- rows ------------------------------------------------------------------------------------------


class Sorte(StrEnum):
    """What has become of a row."""

    AGGIUNTO = "aggiunto"
    TOLTO = "tolto"
    CAMBIATO = "cambiato"


@dataclass(frozen=True)
class Campo:
    """A field that is compared: its name, how the page calls it, how its value is read and written."""

    nome: str
    etichetta: str
    scrivi: Callable[[Any], str] = str

    def testo(self, riga: Any) -> str:
        valore = None if riga is None else getattr(riga, self.nome)
        return "" if valore is None else self.scrivi(valore)


@dataclass(frozen=True)
class CampoCambiato:
    """A field whose text is another; "" on the side where there is nothing. `campo` is a path inside the row."""

    campo: str
    etichetta: str
    prima: str
    dopo: str

    @property
    def segmenti(self) -> tuple[Segmento, ...]:
        return confronta_testi(self.prima, self.dopo)


@dataclass(frozen=True)
class Cambio:
    """A row that is not as it was. `sezione` says of what kind it is, `area` and `anno` in which sheet, if in one.

    `campi` are, in a row that came or went, all those that say something. `spostato`: it has another place among the
    rows that were there before.
    """

    sezione: str
    chiave: str
    titolo: str
    sorte: Sorte
    campi: tuple[CampoCambiato, ...] = field(default=())
    area: str | None = None
    anno: int | None = None
    spostato: bool = False


def campi_cambiati(campi: Iterable[Campo], prima: Any, dopo: Any) -> Iterator[CampoCambiato]:
    """The fields that differ; a row that is None has nothing in any of them."""
    for campo in campi:
        era, ora = campo.testo(prima), campo.testo(dopo)
        if era != ora:
            yield CampoCambiato(campo.nome, campo.etichetta, era, ora)


def sorte_di(prima: object, dopo: object) -> Sorte:
    if prima is None:
        return Sorte.AGGIUNTO
    return Sorte.TOLTO if dopo is None else Sorte.CAMBIATO


def appaia(
    prima: Iterable[R], dopo: Iterable[R], chiave: Callable[[R], Hashable]
) -> Iterator[tuple[Any, R | None, R | None]]:
    """(key, row before, row after), in the order of what is there now; what is there no more comes last."""
    prime, seconde = ({chiave(riga): riga for riga in righe} for righe in (prima, dopo))
    for voce in [*seconde, *(voce for voce in prime if voce not in seconde)]:
        yield voce, prime.get(voce), seconde.get(voce)


def appaia_simili(
    prima: Sequence[R], dopo: Sequence[R], chiave: Callable[[R], Hashable]
) -> Iterator[tuple[int | None, int | None]]:
    """Places of rows that nothing identifies, paired where they differ: first those with the same `chiave` (their
    name), then the others in between in order; None on the side where there is nothing."""
    chiavi = [[chiave(riga) for riga in righe] for righe in (prima, dopo)]
    for codice, da, a, dal, al in SequenceMatcher(None, *chiavi, autojunk=False).get_opcodes():
        for passo in range(max(a - da, al - dal)):
            posti = (da + passo if da + passo < a else None), (dal + passo if dal + passo < al else None)
            if codice != "equal" or prima[da + passo] != dopo[dal + passo]:
                yield posti


def spostate(prima: Iterable[Hashable], dopo: Iterable[Hashable]) -> set[Hashable]:
    """Keys, of those in both lists, that have moved: the fewest whose move explains the new order."""
    posti = {voce: posto for posto, voce in enumerate(prima)}
    comuni = [voce for voce in dopo if voce in posti]
    # Longest increasing subsequence: for each length the smallest last place, with the way back.
    ultimi: list[int] = []
    code: list[Hashable] = []
    precedente: dict[Hashable, Hashable | None] = {}
    for voce in comuni:
        lunghezza = bisect_left(ultimi, posti[voce])
        precedente[voce] = code[lunghezza - 1] if lunghezza else None
        ultimi[lunghezza : lunghezza + 1] = [posti[voce]]
        code[lunghezza : lunghezza + 1] = [voce]
    ferme, voce = set(), code[-1] if code else None
    while voce is not None:
        ferme.add(voce)
        voce = precedente[voce]
    return set(comuni) - ferme
