"""What the checks know of Italian office texts: words, sentences, masked years, likeness; parameters as written."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from semproniano.core.controlli import ParametroErrato
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ANNO = re.compile(r"\b(?:\d{1,2}[./-]\d{1,2}[./-])?(?:19|20)\d{2}\b")
PAROLE = re.compile(r"\w+")
# A full stop ends a sentence before a capital letter, but not after these.
ABBREVIAZIONI = ("art", "artt", "n", "nn", "gg", "c", "lett", "dott", "ing", "sig", "s.m.i", "d.lgs", "max", "min")
FINE_FRASE = re.compile(r"(?<=[.;!?])\s+(?=[«\"(]?[A-ZÀ-Ý])")
# Texts that share less than this part of their words are not similar, whatever their letters say.
PAROLE_IN_COMUNE = 0.6
# How many of the next texts in alphabetical order are compared before all the others.
VICINI = 12
# Longer texts are compared by their beginning: the ratio takes the square of the length, and a cell may have 30.000.
LETTERE_CONFRONTATE = 2000
# For functions of texts that are slow: who types changes one text, and the checks run again on all the others. What is
# kept is two MB or so for each function, 16 at the most when texts are as long as they may be.
ricordata = lru_cache(4096)


def compatto(testo: str) -> str:
    """The text with one blank between words: no expression can get lost in a run of blanks."""
    return " ".join(testo.split())


def normale(testo: str) -> str:
    """The text without what makes no difference: case, runs of blanks, years (masked, dates included)."""
    return compatto(ANNO.sub("#", testo).casefold())


def frasi(testo: str) -> list[str]:
    """The sentences of a text; the stop of an abbreviation does not end one."""
    trovate: list[str] = []
    for pezzo in FINE_FRASE.split(compatto(testo)):
        ultima = trovate[-1].rstrip(".").rsplit(maxsplit=1)[-1:] if trovate else []
        if ultima and trovate[-1].endswith(".") and ultima[0].casefold().strip("(") in ABBREVIAZIONI:
            trovate[-1] += f" {pezzo}"
        elif pezzo:
            trovate.append(pezzo)
    return trovate


def coppie_possibili(testi: Sequence[str], soglia: float) -> Iterator[tuple[str, str]]:
    """Pairs of different texts, already `normale`, that may be similar: near enough in length, words in common.

    Thousands of texts are millions of pairs: words are bits of a number, so that a pair costs two operations. Texts
    that begin alike come first (and come again later): who asks may have enough before the millions.
    """
    posti: dict[str, int] = {}
    voci = []
    for testo in testi:
        parole = set(PAROLE.findall(testo))
        insieme = sum(1 << posti.setdefault(parola, len(posti)) for parola in parole)
        voci.append((len(testo), testo, insieme, len(parole) * PAROLE_IN_COMUNE / 2))
    yield from _coppie(sorted(voci, key=itemgetter(1)), soglia, VICINI)
    yield from _coppie(sorted(voci), soglia, len(voci))


def _coppie(voci: Sequence[tuple[int, str, int, float]], soglia: float, finestra: int) -> Iterator[tuple[str, str]]:
    """Each entry with the next ones, `finestra` at most."""
    minimo = soglia / 2
    for inizio, (lunga, uno, insieme, meta) in enumerate(voci, start=1):
        for altra_lunga, altro, altro_insieme, altra_meta in islice(voci, inizio, inizio + finestra):
            if min(lunga, altra_lunga) < minimo * (lunga + altra_lunga):
                if finestra == len(voci):
                    break  # sorted by length: the next ones are longer still
                continue
            if (insieme & altro_insieme).bit_count() >= meta + altra_meta:
                yield uno, altro


def simili(uno: str, altro: str, soglia: float) -> bool:
    """True when two texts, already `normale`, have a difflib ratio of at least `soglia`.

    The ratio of long texts is slow (the square of their length): first what is cheap and can only say no, then what
    is cheap and can only say yes (the common beginning and end are matching characters).
    """
    uno, altro = uno[:LETTERE_CONFRONTATE], altro[:LETTERE_CONFRONTATE]
    return uno == altro or _simili(uno, altro, soglia)


@ricordata
def _simili(uno: str, altro: str, soglia: float) -> bool:
    if 2 * _estremi_uguali(uno, altro) >= soglia * (len(uno) + len(altro)):
        return True
    prime, seconde = set(PAROLE.findall(uno)), set(PAROLE.findall(altro))
    if 2 * len(prime & seconde) < PAROLE_IN_COMUNE * (len(prime) + len(seconde)):
        return False
    # autojunk would drop the letters that recur in a text of 200 characters or more, that is all of them.
    confronto = SequenceMatcher(None, uno, altro, autojunk=False)
    return confronto.real_quick_ratio() >= soglia and confronto.quick_ratio() >= soglia and confronto.ratio() >= soglia


def _estremi_uguali(uno: str, altro: str) -> int:
    """Length of the common beginning plus that of the common end, without overlap."""
    corto = min(len(uno), len(altro))
    inizio = 0
    while inizio < corto and uno[inizio] == altro[inizio]:
        inizio += 1
    fine = 0
    while fine < corto - inizio and uno[-1 - fine] == altro[-1 - fine]:
        fine += 1
    return inizio + fine


def elenco(voci: Iterable[object]) -> str:
    """ "1, 2 e 5"."""
    *prime, ultima = [str(voce) for voce in voci]
    return f"{', '.join(prime)} e {ultima}" if prime else ultima


def leggi_intero(testo: str) -> int:
    if not testo.strip().isdecimal() or int(testo) < 1:
        raise ParametroErrato("Scrivere un numero intero da 1 in su.")
    return int(testo)


def leggi_percentuale(testo: str) -> Decimal:
    """A number from 0 to 100, comma or point."""
    return _leggi_decimale(testo, Decimal(100), "Scrivere un numero da 0 a 100, con la virgola per i decimali.")


def leggi_somiglianza(testo: str) -> Decimal:
    """A number from 0 to 1: 1 is equal texts."""
    return _leggi_decimale(testo, Decimal(1), "Scrivere un numero da 0 a 1: 0,85.")


def _leggi_decimale(testo: str, massimo: Decimal, messaggio: str) -> Decimal:
    try:
        valore = Decimal(testo.strip().replace(",", "."))
    except InvalidOperation as errore:
        raise ParametroErrato(messaggio) from errore
    if not valore.is_finite() or not 0 <= valore <= massimo:
        raise ParametroErrato(messaggio)
    return valore


def scrivi_decimale(valore: Decimal) -> str:
    return in_italiano(valore)


def leggi_righe(testo: str) -> tuple[str, ...]:
    """One entry a line; blank lines do not count."""
    return tuple(riga.strip() for riga in testo.splitlines() if riga.strip())


def scrivi_righe(valore: Iterable[str]) -> str:
    return "\n".join(valore)


def leggi_missioni(testo: str) -> dict[str, tuple[str, ...]]:
    """Lines "tecnica: 08, 09, 10"; the codes are strings of two digits."""
    mappa = {}
    for riga in leggi_righe(testo):
        area, separatore, codici = riga.partition(":")
        voci = tuple(codice.strip() for codice in codici.split(",") if codice.strip())
        if not separatore or not voci or not all(re.fullmatch(r"\d{2}", voce) for voce in voci):
            raise ParametroErrato("Scrivere un'area per riga, con le sue missioni di due cifre: tecnica: 08, 09, 10.")
        mappa[area.strip()] = voci
    return mappa


def scrivi_missioni(valore: Mapping[str, tuple[str, ...]]) -> str:
    return "\n".join(f"{area}: {', '.join(voci)}" for area, voci in valore.items())
