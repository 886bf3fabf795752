"""The files: by key and name of the document, never by a path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from piani.models import Documento
from piani.views.documenti import file_in_risposta
from piani.views.trasparenza.sito import FRESCHEZZA, trova_sito

if TYPE_CHECKING:
    from django.http import HttpRequest


@login_not_required
@require_safe
def documento(request: HttpRequest, pk: int, nome: str, ente: str | None = None) -> HttpResponse:
    """A published file; 410 with the notice for one that was withdrawn or archived; 404 for all the rest."""
    righe = Documento.objects.filter(pubblicato_il__isnull=False, insieme=Documento.Insieme.PUBBLICO)
    if ente is not None:
        righe = righe.filter(ente__slug=ente)
    riga = get_object_or_404(righe, pk=pk, nome=nome)
    if not riga.e_in_linea:
        return _non_piu(riga)
    etag, istante = f'"{riga.sha256}"', int(riga.pubblicato_il.timestamp())
    risposta = get_conditional_response(request, etag=etag, last_modified=istante) or file_in_risposta(riga)
    risposta["ETag"], risposta["Last-Modified"] = etag, http_date(istante)
    patch_cache_control(risposta, public=True, max_age=FRESCHEZZA)
    return risposta


def _non_piu(riga: Documento) -> HttpResponse:
    sito = trova_sito(riga.ente.slug)
    return HttpResponse(sito.rendi("pubblico/non_piu.html", {"documento": riga}), status=410)
