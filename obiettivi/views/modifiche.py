"""What has changed in a sheet: between two of its revisions, or since the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from obiettivi.views.comune import apri_scheda
from piani.sezioni import parte_da_json
from piani.sezioni.confronto import confronta

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from piani.models import Revisione


def _scelta(chiesta: str, revisioni: Sequence[Revisione], altrimenti: Revisione) -> Revisione:
    """The revision with the asked number; 404 when there is none."""
    if not chiesta:
        return altrimenti
    trovata = next((riga for riga in revisioni if str(riga.versione) == chiesta), None)
    if trovata is None:
        raise Http404("Questa modifica non c'è.")
    return trovata


@require_safe
def modifiche(request: HttpRequest, pk: int) -> HttpResponse:
    """`?da=` and `?a=` are numbers of change; without them, the last change against the one before."""
    scheda = apri_scheda(request, pk)
    revisioni = list(scheda.revisioni.select_related("utente").defer("esiti", "contenuto"))
    contesto = {"scheda": scheda, "ente": scheda.piano.ente, "revisioni": revisioni}
    if revisioni:
        dopo = _scelta(request.GET.get("a", ""), revisioni, revisioni[0])
        precedente = next((riga for riga in revisioni if riga.versione < dopo.versione), dopo)
        prima = _scelta(request.GET.get("da", ""), revisioni, precedente)
        testi = dict(scheda.revisioni.filter(pk__in={prima.pk, dopo.pk}).values_list("pk", "contenuto"))
        contesto |= {
            "prima": prima,
            "dopo": dopo,
            "confronto": confronta(parte_da_json(testi[prima.pk]), parte_da_json(testi[dopo.pk])),
        }
    return render(request, "obiettivi/modifiche.html", contesto)
