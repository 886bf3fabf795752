"""The trend of an indicator: its values against target and baseline, drawn and in a table; what to do with each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from valutazioni.calcolo.base import percento
from valutazioni.selectors import scheda_misurata
from valutazioni.views.comune import apri_luogo
from valutazioni.views.grafico import Linea, Punto, grafico
from valutazioni.views.voci import indicatore_letto, valore_in_parole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from valutazioni.models import Rilevazione
    from valutazioni.selectors.gradi import ObiettivoMisurato, VoceMisurata
    from valutazioni.views.comune import Luogo
    from valutazioni.views.grafico import Grafico


@dataclass(frozen=True)
class RigaLetta:
    """A value of the history, in words."""

    riga: Rilevazione
    valore: str
    si_cambia: bool


def righe_lette(righe: Sequence[Rilevazione], unita: str, luogo: Luogo) -> list[RigaLetta]:
    """The values of a history, the latest first. What was entered by another area is that area's to annul."""
    area = luogo.scheda.area and luogo.scheda.area.pk
    return [
        RigaLetta(
            riga, valore_in_parole(riga, unita), luogo.scrive and riga.area_id == area and riga.annullata_il is None
        )
        for riga in reversed(righe)
    ]


def disegno(voce: VoceMisurata, anno: int) -> Grafico | None:
    """The drawing of the numbers entered; None where there are none."""
    righe = [riga for riga in voce.storia.valide if riga.valore is not None]
    if not righe:
        return None
    linee = []
    if voce.misura.atteso is not None:
        linee.append(Linea("atteso", voce.misura.atteso, tratteggiata=False))
    if voce.misura.partenza is not None:
        linee.append(Linea("di partenza", voce.misura.partenza, tratteggiata=True))
    unita = voce.indicatore.unita if voce.indicatore else ""
    return grafico([Punto(riga.al, riga.valore) for riga in righe], linee, anno, unita)


@require_safe
def andamento(request: HttpRequest, ente: str, anno: int, scheda: str, uid: UUID, posto: int) -> HttpResponse:
    luogo = apri_luogo(request, ente, anno, scheda)
    misurata = scheda_misurata(luogo.scheda)
    misurato: ObiettivoMisurato | None = misurata.obiettivo(uid)
    voce = misurato and next((voce for voce in misurato.voci if voce.posto == posto), None)
    if voce is None:
        raise Http404
    unita = voce.indicatore.unita if voce.indicatore else ""
    contesto = {
        "ente": luogo.forza.ente,
        "luogo": luogo,
        "scheda": luogo.scheda,
        "misurato": misurato,
        "voce": voce,
        "letto": indicatore_letto(voce, misurato),
        "grado": voce.grado,
        "grado_testo": "" if voce.grado.esatto is None else percento(voce.grado.esatto),
        "righe": righe_lette(voce.storia.tutte, unita, luogo),
        "grafico": disegno(voce, anno),
    }
    return render(request, "valutazioni/rilevazioni/andamento.html", contesto)
