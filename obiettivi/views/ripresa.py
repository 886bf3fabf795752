"""Beginning a sheet from the one of the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from obiettivi.forms.ripresa import FormRipresa
from obiettivi.services.copia import NienteDaCopiare, copia_anno_prima, leggi_anno_prima
from obiettivi.views.avvio import DaRiempire, indirizzo_bozza, pagina_chiusa, scheda_da_riempire
from obiettivi.views.voci import voce_letta
from piani.services.scrittura import ScritturaChiusa

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@scheda_da_riempire
@require_http_methods(["GET", "HEAD", "POST"])
def copia(request: HttpRequest, da_riempire: DaRiempire) -> HttpResponse:
    """Last year's objectives, each with its decision; what is chosen fills the sheet's page."""
    scheda, bozza = da_riempire.scheda, da_riempire.bozza
    anno_prima = leggi_anno_prima(scheda, bozza)
    form = FormRipresa(anno_prima, request.POST or None) if anno_prima else None
    if form and form.is_valid():
        try:
            nuova = copia_anno_prima(
                scheda=scheda,
                utente=request.user,
                anno_prima=anno_prima,
                decisioni=form.decisioni(),
                con_persone=form.cleaned_data.get("con_persone", False),
                bozza=bozza,
            )
            return HttpResponseRedirect(indirizzo_bozza(nuova))
        except NienteDaCopiare as errore:
            messages.warning(request, str(errore))
        except ScritturaChiusa:
            return pagina_chiusa(request, scheda)
    contesto = {
        "scheda": scheda,
        "ente": scheda.piano.ente,
        "lavori": da_riempire.lavori,
        "anno_prima": anno_prima,
        "form": form,
        "righe": [(voce_letta(voce), campo) for voce, campo in form.righe()] if form else [],
    }
    return render(request, "obiettivi/scheda_copia.html", contesto, status=422 if form and form.errors else 200)
