"""The year of a body for who reads all its cards: opened by positions, cards and premi."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control

from piani.models import Ente
from piani.permessi import Ruolo
from valutazioni.permessi import RUOLI_VALUTAZIONI
from valutazioni.views.comune import ANNI_AMMESSI

if TYPE_CHECKING:
    from django.http import HttpRequest


def apri_anno_delle_carte(request: HttpRequest, slug: str, anno: int) -> Ente:
    """The body, for Segretario and Nucleo; 404 for everybody else, the amministratore included."""
    ente = get_object_or_404(Ente, slug=slug)
    if ente.pk not in request.user.enti_con_ruolo(RUOLI_VALUTAZIONI) or anno not in ANNI_AMMESSI:
        raise Http404
    return ente


def e_segretario(request: HttpRequest, ente: Ente) -> bool:
    return ente.pk in request.user.enti_con_ruolo([Ruolo.SEGRETARIO])


def apri_anno_da_preparare(request: HttpRequest, slug: str, anno: int) -> Ente:
    """The same, for who prepares it: 403 for the Nucleo."""
    ente = apri_anno_delle_carte(request, slug, anno)
    if not e_segretario(request, ente):
        raise PermissionDenied
    return ente


def riservata(risposta: HttpResponse) -> HttpResponse:
    """A page or a file with names and scores: no copy of it is kept on the way or on a shared computer."""
    patch_cache_control(risposta, private=True, no_store=True)
    return risposta


def file_riservato(contenuto: bytes, nome: str, tipo: str, *, da_salvare: bool = True) -> HttpResponse:
    """A file with names and scores or amounts, made on request and kept nowhere."""
    risposta = HttpResponse(contenuto, content_type=tipo)
    risposta["Content-Disposition"] = f'{"attachment" if da_salvare else "inline"}; filename="{nome}"'
    risposta["X-Content-Type-Options"] = "nosniff"
    return riservata(risposta)
