"""What one has to do: the page of the dipendente."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from obiettivi.services.propri import leggi_schede_proprie
from obiettivi.views.voci import voce_letta
from piani.models import Dipendente
from piani.permessi import Ruolo
from piani.views.home import RIQUADRI, Riquadro
from piani.views.menu import VOCI_MENU, VoceMenu
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from piani.models import Utente
    from piani.views.home import Contenuto

# Who may be a person of a sheet. Everybody may open the page; these find it in the menu.
RUOLI = (Ruolo.DIPENDENTE, Ruolo.RESPONSABILE)


@require_safe
def miei_obiettivi(request: HttpRequest) -> HttpResponse:
    dipendente = Dipendente.objects.filter(utente=request.user).select_related("ente").first()
    schede = leggi_schede_proprie(request.user) if dipendente else []
    contesto = {
        "dipendente": dipendente,
        "ente": dipendente and dipendente.ente,
        "anni": [
            (
                anno,
                [
                    (propria, [(voce_letta(voce), in_italiano(quota)) for voce, quota in propria.obiettivi])
                    for propria in gruppo
                ],
            )
            for anno, gruppo in groupby(schede, key=lambda propria: propria.presenza.scheda.anno)
        ],
    }
    return render(request, "obiettivi/miei_obiettivi.html", contesto)


def e_dipendente(utente: Utente) -> bool:
    return bool(utente.enti_con_ruolo(RUOLI))


def riquadro(request: HttpRequest) -> Contenuto:
    """For who has no other work here."""
    if not request.user.enti_con_ruolo([Ruolo.DIPENDENTE]):
        return None
    return "obiettivi/riquadri/miei_obiettivi.html", {}


def registra() -> None:
    RIQUADRI.registra(Riquadro("miei-obiettivi", 30, riquadro))
    VOCI_MENU.registra(VoceMenu("miei-obiettivi", 20, "I miei obiettivi", "miei-obiettivi", e_dipendente))
