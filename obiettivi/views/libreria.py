"""The library of a sheet: objectives to begin from, chosen with a tick."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from obiettivi.forms.libreria import FormLibreria
from obiettivi.services.libreria import aggiungi_dalla_libreria, leggi_libreria
from obiettivi.views.avvio import DaRiempire, indirizzo_bozza, scheda_da_riempire
from obiettivi.views.voci import voce_letta

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest, HttpResponse

    from obiettivi.services.libreria import VoceLibreria
    from obiettivi.views.voci import VoceLetta


@scheda_da_riempire
@require_http_methods(["GET", "HEAD", "POST"])
def libreria(request: HttpRequest, da_riempire: DaRiempire) -> HttpResponse:
    scheda, bozza = da_riempire.scheda, da_riempire.bozza
    offerta = leggi_libreria(scheda, bozza)
    form = FormLibreria(offerta, request.POST if request.method == "POST" else None)
    if form.is_valid():
        nuova = aggiungi_dalla_libreria(
            scheda=scheda,
            utente=request.user,
            libreria=offerta,
            scelte=form.cleaned_data["scelte"],
            bozza=bozza,
        )
        return HttpResponseRedirect(indirizzo_bozza(nuova))
    posti = count()
    contesto = {
        "scheda": scheda,
        "ente": scheda.piano.ente,
        "lavori": da_riempire.lavori,
        "form": form,
        "scelte": form["scelte"].value() or [],
        "gruppi": [
            ("di-legge", f"Che cosa chiede la legge nel {scheda.anno}", _lette(offerta.di_legge, posti)),
            ("dell-ente", "I modelli dell'ente", _lette(offerta.dell_ente, posti)),
            ("anni-scorsi", "Dagli anni scorsi", _lette(offerta.degli_anni_scorsi, posti)),
        ],
    }
    return render(request, "obiettivi/scheda_libreria.html", contesto, status=422 if form.errors else 200)


def _lette(voci: Iterable[VoceLibreria], posti: Iterator[int]) -> list[tuple[int, VoceLibreria, VoceLetta]]:
    """Each objective with its place in the whole page, which the ids of the boxes carry."""
    return [(next(posti), voce, voce_letta(voce.obiettivo)) for voce in voci]
