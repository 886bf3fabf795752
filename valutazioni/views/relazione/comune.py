"""Which Relazione, for whom: 404 for what does not exist for the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from piani.models import Ente
from valutazioni.models import Relazione
from valutazioni.permessi import PREDICATI, RUOLI_RISULTATI, RUOLI_VALUTAZIONI
from valutazioni.states import RELAZIONE

if TYPE_CHECKING:
    from django.http import HttpRequest

    from piani.models import Utente
    from semproniano.core.workflow import Transizione


def apri_relazione(request: HttpRequest, pk: int) -> Relazione:
    """For who reads every result of the body."""
    relazione = get_object_or_404(Relazione.objects.select_related("ente", "atto"), pk=pk)
    utente = request.user
    if not (utente.is_superuser or relazione.ente_id in utente.enti_con_ruolo(RUOLI_RISULTATI)):
        raise Http404
    return relazione


def apri_relazione_propria(request: HttpRequest, pk: int) -> Relazione:
    """For who writes it; 403 for who only reads it."""
    relazione = apri_relazione(request, pk)
    if not PREDICATI["prepara"].vale(request.user, relazione):
        raise PermissionDenied
    return relazione


def apri_ente_dei_premi(request: HttpRequest, slug: str) -> Ente:
    """The body, for who reads its cards and premi: never the amministratore."""
    ente = get_object_or_404(Ente, slug=slug)
    if ente.pk not in request.user.enti_con_ruolo(RUOLI_VALUTAZIONI):
        raise Http404
    return ente


def passaggi_possibili(utente: Utente, relazione: Relazione) -> list[Transizione]:
    """What the user may do now, one button each."""
    return [
        voce
        for voce in RELAZIONE.dallo_stato(relazione.stato)
        if not voce.interna and PREDICATI[voce.chi].vale(utente, relazione)
    ]
