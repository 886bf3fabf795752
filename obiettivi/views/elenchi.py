"""Lists of sheets: figures in words, and the page of a plan with all of its sheets."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from obiettivi.selectors import schede_con_cifre
from piani.models import SchedaArea
from piani.states import STATI_APERTI
from piani.views.comune import apri_piano
from semproniano.core.controlli import Gravita
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class SchedaInPagina:
    """A sheet of the home page, with its figures in words."""

    scheda: SchedaArea
    giorni: int | None
    """Days to the term of an open plan; negative when it has passed, None without a term or when nothing is due."""

    @property
    def conti(self) -> str:
        """How many results of the checks at the last save: "1 bloccante, 3 avvisi"."""
        quanti = Counter(esito["gravita"] for esito in self.scheda.esiti or ())
        parole = [
            f"{quanti[gravita]} {gravita if quanti[gravita] == 1 else gravita.plurale}"
            for gravita in (Gravita.BLOCCANTE, Gravita.AVVISO)
            if quanti[gravita]
        ]
        return ", ".join(parole) or "niente da correggere"

    @property
    def ha_bloccanti(self) -> bool:
        return any(esito["gravita"] == Gravita.BLOCCANTE for esito in self.scheda.esiti or ())

    @property
    def pesi(self) -> str:
        return in_italiano(self.scheda.totale_pesi or Decimal(0))

    @property
    def e_in_percentuale(self) -> bool:
        return self.scheda.modo_peso == SchedaArea.ModoPeso.PERCENTUALE

    @property
    def termine(self) -> str:
        if self.giorni is None:
            return ""
        if self.giorni < 0:
            return "termine passato"
        return {0: "il termine è oggi", 1: "manca un giorno"}.get(self.giorni, f"mancano {self.giorni} giorni")


def in_pagina(scheda: SchedaArea, oggi: datetime.date) -> SchedaInPagina:
    piano = scheda.piano
    attesa = scheda.e_bozza and piano.stato in STATI_APERTI and piano.termine_schede
    return SchedaInPagina(scheda, (piano.termine_schede - oggi).days if attesa else None)


@require_safe
def piano(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is how far: the sheets of a plan, area by area and year by year."""
    riga = apri_piano(request, pk)
    oggi = timezone.localdate()
    schede = [
        in_pagina(scheda, oggi)
        for scheda in schede_con_cifre().filter(piano=riga).order_by("area__ordine", "area__pk", "tipo", "anno")
    ]
    nomi = dict.fromkeys(voce.scheda.nome for voce in schede)
    per_cella = {(voce.scheda.nome, voce.scheda.anno): voce for voce in schede}
    righe = [(nome, [per_cella.get((nome, anno)) for anno in riga.anni]) for nome in nomi]
    contesto = {"piano": riga, "ente": riga.ente, "righe": righe, "anni": list(riga.anni)}
    return render(request, "obiettivi/piano.html", contesto)
