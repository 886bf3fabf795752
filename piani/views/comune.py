"""Opening a plan for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404

from piani.permessi import RUOLI_LETTURA
from piani.selectors import piani_completi

if TYPE_CHECKING:
    from django.http import HttpRequest

    from piani.models import Piano


def apri_piano(request: HttpRequest, pk: int) -> Piano:
    """The plan, complete, for who reads all of its sheets; 404 for the others."""
    piano = get_object_or_404(piani_completi(), pk=pk)
    if not (request.user.is_superuser or piano.ente_id in request.user.enti_con_ruolo(RUOLI_LETTURA)):
        raise Http404
    return piano
