"""What the pages that fill a sheet have in common: copy, library."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

from django.shortcuts import render
from django.urls import reverse

from obiettivi.selectors import bozze_della_scheda
from obiettivi.views.comune import apri_scheda_propria, e_aperta
from obiettivi.views.pagina import bozza_chiesta

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, HttpResponse

    from obiettivi.models import BozzaScheda
    from piani.models import SchedaArea


class DaRiempire(NamedTuple):
    """The sheet to fill, and the unsaved work (`?bozza=`) to go on from instead of what is saved; when the address
    names none, the user's own `lavori` that could be named."""

    scheda: SchedaArea
    bozza: BozzaScheda | None
    lavori: Sequence[BozzaScheda]


def scheda_da_riempire(pagina: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the sheet for who writes it (404, 403), while it is open (409)."""

    @wraps(pagina)
    def aperta(request: HttpRequest, pk: int, **opzioni: Any) -> HttpResponse:
        scheda = apri_scheda_propria(request, pk)
        if not e_aperta(scheda):
            return pagina_chiusa(request, scheda)
        bozza = bozza_chiesta(request.GET.get("bozza", ""), scheda, request.user)
        lavori = [] if bozza else bozze_della_scheda(scheda, request.user)[0]
        return pagina(request, DaRiempire(scheda, bozza, lavori), **opzioni)

    return aperta


def pagina_chiusa(request: HttpRequest, scheda: SchedaArea) -> HttpResponse:
    contesto = {
        "ente": scheda.piano.ente,
        "motivo": f"La scheda «{scheda}» non è più in bozza: si può leggere, non modificare.",
        "indirizzo": reverse("scheda", args=[scheda.pk]),
        "testo_indirizzo": "Apri la scheda",
    }
    return render(request, "409.html", contesto, status=409)


def indirizzo_bozza(bozza: BozzaScheda) -> str:
    """The sheet's page, filled with the unsaved work."""
    return f"{reverse('scheda', args=[bozza.scheda_id])}?bozza={bozza.pk}"
