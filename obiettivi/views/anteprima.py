"""The draft's PDF, one click away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from obiettivi.services.anteprima import anteprima_scheda, nome_anteprima
from obiettivi.views.comune import apri_scheda
from obiettivi.views.pagina import PaginaScheda, bozza_chiesta
from semproniano.core.documenti.errori import ErroreDocumento

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def anteprima(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as it is saved; with `?bozza=`, as one's own unsaved work would make it."""
    scheda = apri_scheda(request, pk)
    bozza = bozza_chiesta(request.GET.get("bozza", ""), scheda, request.user)
    obiettivi = PaginaScheda(scheda, request.user, bozza=bozza).modulo.obiettivi() if bozza else None
    try:
        contenuto = anteprima_scheda(scheda=scheda, obiettivi=obiettivi)
    except ErroreDocumento as errore:
        contesto = {"scheda": scheda, "ente": scheda.piano.ente, "motivo": str(errore)}
        return render(request, "obiettivi/anteprima_non_riuscita.html", contesto, status=503)
    risposta = HttpResponse(contenuto, content_type="application/pdf")
    risposta["Content-Disposition"] = f'inline; filename="{nome_anteprima(scheda)}"'
    return risposta
