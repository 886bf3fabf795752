"""What the pages of monitoring have in common: which sheet, for whom; 404 for what does not exist for the user."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from piani.models import Ente
from valutazioni.permessi import RUOLI_RISULTATI, legge_misure, misura_area
from valutazioni.selectors import foto_in_forza

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from valutazioni.selectors import FotoInForza, SchedaInForza

ANNI_AMMESSI = range(2009, 2100)


@dataclass(frozen=True)
class Luogo:
    """The plan in force in a year and one of its sheets, for a user who reads it."""

    forza: FotoInForza
    scheda: SchedaInForza
    scrive: bool

    @property
    def chiave(self) -> tuple[str, int, str]:
        """The arguments of the addresses of the sheet."""
        return self.forza.ente.slug, self.forza.anno, self.scheda.slug


def apri_ente(request: HttpRequest, slug: str) -> Ente:
    """The body, for who has a role in it; 404 for the others."""
    ente = get_object_or_404(Ente, slug=slug)
    if not (request.user.is_superuser or ente.pk in request.user.ruoli_per_ente):
        raise Http404
    return ente


def apri_anno(request: HttpRequest, ente: str, anno: int) -> FotoInForza:
    """The plan in force, for who reads every result of the body; 404 for the others."""
    riga = apri_ente(request, ente)
    if not (request.user.is_superuser or riga.pk in request.user.enti_con_ruolo(RUOLI_RISULTATI)):
        raise Http404
    return _in_forza(riga, anno)


def apri_luogo(request: HttpRequest, ente: str, anno: int, scheda: str) -> Luogo:
    """The sheet in force, for who reads it; 404 for the others."""
    forza = _in_forza(apri_ente(request, ente), anno)
    voce = forza.schede.get(scheda)
    if voce is None or not legge_misure(request.user, forza.ente.pk, voce.area and voce.area.pk, voce.tipo):
        raise Http404
    return Luogo(forza, voce, scrive=scrive(request, voce))


def apri_luogo_proprio(request: HttpRequest, ente: str, anno: int, scheda: str) -> Luogo:
    """The sheet, for who enters its values; 403 for who only reads it."""
    luogo = apri_luogo(request, ente, anno, scheda)
    if not luogo.scrive:
        raise PermissionDenied
    return luogo


def scrive(request: HttpRequest, scheda: SchedaInForza) -> bool:
    return scheda.e_misurabile and misura_area(request.user, scheda.ente.pk, scheda.area and scheda.area.pk)


def _in_forza(ente: Ente, anno: int) -> FotoInForza:
    forza = foto_in_forza(ente, anno) if anno in ANNI_AMMESSI else None
    if forza is None:
        raise Http404
    return forza


def giorno_dell_indirizzo(testo: str | None) -> datetime.date | None:
    """`?al=2025-06-30`; None for what is not a day."""
    try:
        return datetime.date.fromisoformat(testo or "")
    except ValueError:
        return None


def non_ora(request: HttpRequest, luogo: Luogo, motivo: str, indirizzo: str) -> HttpResponse:
    contesto = {
        "ente": luogo.forza.ente,
        "motivo": motivo,
        "indirizzo": indirizzo,
        "testo_indirizzo": "Apri la pagina com'è adesso",
    }
    return render(request, "409.html", contesto, status=409)
