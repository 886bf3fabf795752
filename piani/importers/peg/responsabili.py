"""Whose a capitolo is: from the words of the accounting program to the areas of the body."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from piani.importers.peg.forme import Parola
from semproniano.core.griglie.colonne import normalizza

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from piani.models import Ente

# Words that every structure may have before its name, and the code that stands before it.
_GENERICHE = re.compile(
    r"\b(?:area|settore|servizio|servizi|ufficio|direzione|responsabile|resp|del|della|dell|di|e)\b"
)
_CODICE = re.compile(r"^[\d ]+")


def _nuda(testo: str) -> str:
    """What tells a structure from the others: "02 - Settore Tecnico" → "tecnico"."""
    return " ".join(_GENERICHE.sub(" ", _CODICE.sub("", normalizza(testo))).split())


class Responsabili:
    """Finds the area of a word, and counts the words. `scelti`: word, normalised → slug, or "" for no area."""

    def __init__(self, nomi: Mapping[str, Sequence[str]], scelti: Mapping[str, str]) -> None:
        """`nomi`: by slug of the area, every name by which it is known."""
        self._slug = set(nomi)
        self._scelti = {parola: slug for parola, slug in scelti.items() if not slug or slug in self._slug}
        self._interi = _univoci((normalizza(nome), slug) for slug, voci in nomi.items() for nome in (slug, *voci))
        self._nudi = _univoci((_nuda(nome), slug) for slug, voci in nomi.items() for nome in (slug, *voci))
        self._trovate: dict[str, str | None] = {}
        self._righe: Counter[str] = Counter()
        self._scritte: dict[str, str] = {}

    def area(self, testo: str) -> str | None:
        chiave = normalizza(testo)
        if not chiave:
            return None
        self._righe[chiave] += 1
        self._scritte.setdefault(chiave, testo)
        if chiave not in self._trovate:
            self._trovate[chiave] = self._cerca(chiave)
        return self._trovate[chiave]

    def e_deciso(self, testo: str) -> bool:
        return normalizza(testo) in self._scelti

    def _cerca(self, chiave: str) -> str | None:
        if chiave in self._scelti:
            return self._scelti[chiave] or None
        return self._interi.get(chiave) or self._nudi.get(_nuda(chiave))

    def parole(self) -> tuple[Parola, ...]:
        """Those without an area first."""
        voci = [
            Parola(self._scritte[chiave], self._trovate[chiave], quante, chiave in self._scelti)
            for chiave, quante in self._righe.items()
        ]
        return tuple(sorted(voci, key=lambda voce: (voce.area is not None or voce.e_decisa, voce.testo)))


def _univoci(coppie) -> dict[str, str]:
    """Names that stand for one area alone."""
    trovati: dict[str, set[str]] = {}
    for nome, slug in coppie:
        if nome:
            trovati.setdefault(nome, set()).add(slug)
    return {nome: next(iter(slug)) for nome, slug in trovati.items() if len(slug) == 1}


def nomi_delle_aree(ente: Ente) -> dict[str, list[str]]:
    """Every name by which an area of the body is known: its own, its services', its responsabile's."""
    nomi = {slug: [nome] for slug, nome in ente.aree.values_list("slug", "nome")}
    for slug, servizio in ente.aree.exclude(servizi=None).values_list("slug", "servizi__nome"):
        nomi[slug].append(servizio)
    incarichi = ente.incarichi.in_vigore().exclude(area=None)
    for slug, nome, cognome in incarichi.values_list("area__slug", "utente__first_name", "utente__last_name"):
        nomi[slug] += [f"{nome} {cognome}", f"{cognome} {nome}"]
    return nomi
