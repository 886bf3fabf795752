"""Boxes of the home page: the sheets that one writes, the plans that one reads."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.utils import timezone

from obiettivi.selectors import piani_da_leggere, schede_da_scrivere
from obiettivi.views.elenchi import in_pagina
from piani.views.home import RIQUADRI, Riquadro

if TYPE_CHECKING:
    from django.http import HttpRequest

    from piani.views.home import Contenuto


def schede_mie(request: HttpRequest) -> Contenuto:
    schede = schede_da_scrivere(request.user)
    if not schede:
        return None
    oggi = timezone.localdate()
    gruppi = [
        (piano, [in_pagina(scheda, oggi) for scheda in gruppo])
        for piano, gruppo in groupby(schede, key=lambda scheda: scheda.piano)
    ]
    enti = {piano.ente_id for piano, _ in gruppi}
    return "obiettivi/riquadri/schede_mie.html", {"gruppi": gruppi, "piu_enti": len(enti) > 1}


def piani_letti(request: HttpRequest) -> Contenuto:
    """For Sindaco, Giunta and Nucleo; who works in the admin has a box of the plans already."""
    if request.user.entra_in_admin:
        return None
    piani = piani_da_leggere(request.user)
    return ("obiettivi/riquadri/piani_letti.html", {"piani": piani}) if piani else None


def registra() -> None:
    RIQUADRI.registra(Riquadro("schede-mie", 5, schede_mie))
    RIQUADRI.registra(Riquadro("piani-letti", 20, piani_letti))
