"""The first page: the sections that the law names, empty ones included (art. 10 c. 8 b and 20 d.lgs. 33/2013)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from piani.models import Documento
from piani.views.trasparenza.sito import (
    PAGINE_DEL_SITO,
    PaginaPubblica,
    PagineDelSito,
    enti_che_pubblicano,
    servi,
    trova_sito,
)
from piani.views.trasparenza.versioni import con_indirizzo, piani_pubblici
from semproniano.core.registri import Registro

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django.http import HttpRequest, HttpResponse

    from piani.views.trasparenza.sito import Sito
    from piani.views.trasparenza.versioni import PianoPubblico

Tipo = Documento.Tipo


@dataclass(frozen=True)
class SezioneDiLegge:
    codice: str
    titolo: str
    norma: str
    tipi: tuple[str, ...]


SEZIONI = (
    SezioneDiLegge(
        "smvp", "Sistema di misurazione e valutazione della performance", "art. 7 d.lgs. 150/2009", (Tipo.SMVP,)
    ),
    SezioneDiLegge(
        "piano", "Piano della performance", "art. 10 c. 8 lett. b d.lgs. 33/2013", (Tipo.PIANO, Tipo.DELIBERA)
    ),
    SezioneDiLegge(
        "relazione", "Relazione sulla performance", "art. 10 c. 8 lett. b d.lgs. 33/2013", (Tipo.RELAZIONE,)
    ),
    SezioneDiLegge(
        "premi-totale", "Ammontare complessivo dei premi", "art. 20 c. 1 d.lgs. 33/2013", (Tipo.PREMI_TOTALE,)
    ),
    SezioneDiLegge("premi-dati", "Dati relativi ai premi", "art. 20 c. 2 d.lgs. 33/2013", (Tipo.PREMI_DATI,)),
)


@dataclass(frozen=True)
class SezioneInPagina:
    voce: SezioneDiLegge
    piani: Sequence[PianoPubblico]
    documenti: Sequence[Documento]
    pagine: Sequence[tuple[str, str]] = ()
    """Text and address of what is read as a web page."""


@dataclass(frozen=True)
class PagineDellaSezione:
    """Web pages to list in a section of the law (by its code): what the apps above publish."""

    codice: str
    ordine: int
    elenca: Callable[[Sito], Sequence[tuple[str, str]]]


PAGINE_DELLE_SEZIONI: Registro[PagineDellaSezione] = Registro("pagine delle sezioni di legge")


def sezioni_in_pagina(sito: Sito) -> list[SezioneInPagina]:
    piani = piani_pubblici(sito)
    caricati = con_indirizzo(
        sito,
        Documento.objects.filter(
            ente=sito.ente, versione__isnull=True, pubblicato_il__isnull=False, sostituito_da__isnull=True
        )
        .select_related("atto")
        .order_by("-anno", "-pubblicato_il", "titolo"),
    )
    return [
        SezioneInPagina(
            voce=voce,
            piani=piani if voce.codice == "piano" else (),
            documenti=[riga for riga in caricati if riga.tipo in voce.tipi],
            pagine=PAGINE_DELLE_SEZIONI[voce.codice].elenca(sito) if voce.codice in PAGINE_DELLE_SEZIONI else (),
        )
        for voce in SEZIONI
    ]


def rendi_indice(sito: Sito, statico: bool = False) -> bytes:
    return sito.rendi("pubblico/indice.html", {"sezioni": sezioni_in_pagina(sito)}, statico)


@login_not_required
@require_safe
def indice(request: HttpRequest, ente: str | None = None) -> HttpResponse:
    sito = trova_sito(ente)
    if sito is None or (ente is None and not sito.e_unico):
        return render(request, "pubblico/enti.html", {"enti": enti_che_pubblicano()})
    return servi(request, sito, lambda: rendi_indice(sito))


def _pagine(sito: Sito) -> Iterator[PaginaPubblica]:
    yield PaginaPubblica(sito.indirizzo("trasparenza"), sito.aggiornato_il, lambda statico: rendi_indice(sito, statico))


def registra() -> None:
    PAGINE_DEL_SITO.registra(PagineDelSito("indice", 10, _pagine))
