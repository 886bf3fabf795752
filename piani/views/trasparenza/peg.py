"""The PEG of a published version, for everybody: by titolo and by missione, down to the capitoli. From the frozen
fotografia only; each page has the address of its version for ever."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.http import Http404

from piani.sezioni import AREE, PEG, PIANO
from piani.sezioni.peg_totali import ENTRATA, SPESA, albero
from piani.views.peg_tavole import (
    con_responsabili,
    contesto_del_peg,
    contesto_delle_somme,
    gruppi_di,
    in_indirizzo,
    tavola_del_ramo,
    trova,
)
from piani.views.trasparenza.sito import PAGINE_DEL_SITO, PaginaPubblica, PagineDelSito, pagina_del_sito, servi
from piani.views.trasparenza.versioni import piani_pubblici, trova_versione

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from piani.sezioni import Fotografia
    from piani.sezioni.peg import PegFoto
    from piani.views.trasparenza.sito import Sito
    from piani.views.trasparenza.versioni import PianoPubblico, VersionePubblica


@dataclass(frozen=True)
class PegPubblico:
    """The PEG of a version on line, and the way to its pages."""

    sito: Sito
    piano: PianoPubblico
    voce: VersionePubblica
    peg: PegFoto
    primo_anno: int
    aree: dict[str, str]

    @classmethod
    def di(cls, sito: Sito, piano: PianoPubblico, voce: VersionePubblica) -> PegPubblico:
        foto = voce.fotografia()
        aree = {area.slug: area.nome for area in foto[AREE]}
        return cls(sito, piano, voce, foto[PEG], foto[PIANO].anno_inizio, aree)

    @property
    def base(self) -> dict[str, Any]:
        return {"codice": self.piano.codice, "numero": self.voce.versione.numero}

    @property
    def radice(self) -> str:
        return self.sito.indirizzo("peg-pubblico", **self.base)

    def indirizzo(self, parte: str, sopra: str, sotto: str | None = None) -> str:
        if sotto is None:
            return self.sito.indirizzo("peg-pubblico-ramo", **self.base, parte=parte, sopra=sopra)
        return self.sito.indirizzo("peg-pubblico-foglia", **self.base, parte=parte, sopra=sopra, sotto=sotto)

    def _rendi(self, modello: str, contesto: dict[str, Any], statico: bool) -> bytes:
        comune = {"piano": self.piano, "voce": self.voce, "indirizzo_peg": self.radice}
        return self.sito.rendi(modello, {**comune, **contesto}, statico)

    def pagina(self, statico: bool = False) -> bytes:
        contesto = contesto_del_peg(self.peg, self.primo_anno, self.indirizzo)
        return self._rendi("pubblico/peg.html", contesto, statico)

    def ramo(self, parte: str, sopra: str, statico: bool = False) -> bytes:
        (scelto,) = trova(self.peg, parte, sopra)
        contesto = contesto_delle_somme(self.peg, self.primo_anno)
        contesto |= {"ramo": scelto, "tavola": tavola_del_ramo(parte, scelto, self.indirizzo)}
        return self._rendi("pubblico/peg_ramo.html", contesto, statico)

    def foglia(self, parte: str, sopra: str, sotto: str, statico: bool = False) -> bytes:
        alto, scelto = trova(self.peg, parte, sopra, sotto)
        contesto = contesto_delle_somme(self.peg, self.primo_anno)
        contesto |= {
            "alto": alto,
            "indirizzo_alto": self.indirizzo(parte, sopra),
            "ramo": scelto,
            "gruppi": con_responsabili(gruppi_di(scelto), self.aree),
        }
        return self._rendi("pubblico/peg_foglia.html", contesto, statico)


def indirizzo_del_peg(sito: Sito, codice: str, voce: VersionePubblica, foto: Fotografia) -> str:
    """Where the PEG of the version is read; "" for a plan without one."""
    if not foto[PEG].capitoli:
        return ""
    return sito.indirizzo("peg-pubblico", codice=codice, numero=voce.versione.numero)


def _rendi(sito: Sito, codice: str, numero: int, *passi: str) -> bytes:
    """The page, or the notice on a version that is no more on line; Http404 for a plan without PEG."""
    piano, voce = trova_versione(sito, codice, numero)
    if not voce.e_in_linea:
        return sito.rendi("pubblico/versione_non_piu.html", {"piano": piano, "voce": voce})
    pubblico = PegPubblico.di(sito, piano, voce)
    if not pubblico.peg.capitoli:
        raise Http404("Questo piano non ha un PEG contabile.")
    rendi = (pubblico.pagina, None, pubblico.ramo, pubblico.foglia)[len(passi)]
    return rendi(*passi)


@pagina_del_sito
def peg(request: HttpRequest, sito: Sito, codice: str, numero: int, **passi: str) -> HttpResponse:
    """The first page, or with `parte`, `sopra` and `sotto` the one of a titolo, missione, tipologia, programma."""
    scelti = [passi[nome] for nome in ("parte", "sopra", "sotto") if nome in passi]
    return servi(request, sito, lambda: _rendi(sito, codice, numero, *scelti))


def _pagine(sito: Sito) -> Iterator[PaginaPubblica]:
    for piano in piani_pubblici(sito):
        for voce in piano.versioni:
            if voce.e_in_linea:
                yield from _pagine_della_versione(PegPubblico.di(sito, piano, voce))


def _pagine_della_versione(pubblico: PegPubblico) -> Iterator[PaginaPubblica]:
    if not pubblico.peg.capitoli:
        return
    quando = pubblico.voce.versione.pubblicata_il
    yield PaginaPubblica(pubblico.radice, quando, pubblico.pagina)
    for parte in (ENTRATA, SPESA):
        for ramo in albero(pubblico.peg, parte).rami:
            sopra = in_indirizzo(ramo.codice)
            yield PaginaPubblica(pubblico.indirizzo(parte, sopra), quando, partial(pubblico.ramo, parte, sopra))
            for foglia in ramo.rami:
                sotto = in_indirizzo(foglia.codice)
                yield PaginaPubblica(
                    pubblico.indirizzo(parte, sopra, sotto), quando, partial(pubblico.foglia, parte, sopra, sotto)
                )


def registra() -> None:
    PAGINE_DEL_SITO.registra(PagineDelSito("peg", 25, _pagine))
