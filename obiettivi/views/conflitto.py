"""Somebody else has saved the sheet in the meantime: both texts, and the choice field by field. Nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from obiettivi.selectors import etichette_operativi, ultima_revisione
from obiettivi.services.bozze import conserva_bozza
from obiettivi.services.campi import campi_scheda
from obiettivi.services.unione import differenze, unisci
from obiettivi.sezioni import OBIETTIVI, leggi_righe
from obiettivi.views.comune import apri_scheda_propria, testo_salvo
from obiettivi.views.pagina import bozza_chiesta
from piani.selectors import LetturaPiano
from piani.sezioni import parte_da_json

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from obiettivi.models import BozzaScheda
    from obiettivi.services.campi import Campi
    from piani.models import SchedaArea


def _tre_testi(scheda: SchedaArea, bozza: BozzaScheda) -> tuple[Campi | None, Campi, Campi]:
    """The sheet from which the draft began (None when it is not known), as it is now, and as it is in the draft."""
    etichette = etichette_operativi(scheda.piano.ente_id)
    inizio = scheda.revisioni.filter(versione=bozza.versione).first()
    base = campi_scheda(parte_da_json(inizio.contenuto)[OBIETTIVI], etichette) if inizio else None
    righe = leggi_righe(LetturaPiano(scheda.piano, scheda)).get(scheda.pk, ())
    return base, campi_scheda(righe, etichette), bozza.dati


def pagina_conflitto(request: HttpRequest, scheda: SchedaArea, bozza: BozzaScheda) -> HttpResponse:
    """HTTP 409: nothing has been written over; the draft keeps one's own text whatever happens to this page."""
    scheda.refresh_from_db(fields=["versione", "modificata_il"])
    contesto = {
        "scheda": scheda,
        "ente": scheda.piano.ente,
        "bozza": bozza,
        "differenze": differenze(*_tre_testi(scheda, bozza)),
        "ultima": ultima_revisione(scheda),
    }
    return render(request, "obiettivi/conflitto.html", contesto, status=409)


@testo_salvo
@require_POST
def unione(request: HttpRequest, pk: int) -> HttpResponse:
    """The choices become one's own draft on the sheet as it is now: it is looked at once more, then saved."""
    scheda = apri_scheda_propria(request, pk)
    bozza = bozza_chiesta(request.POST.get("bozza", "0"), scheda, request.user)
    if request.POST.get("versione") != str(scheda.versione):
        return pagina_conflitto(request, scheda, bozza)  # somebody has saved again while this page was open
    uniti = unisci(*_tre_testi(scheda, bozza), request.POST.dict())
    conserva_bozza(scheda=scheda, utente=request.user, finestra=bozza.finestra, versione=scheda.versione, dati=uniti)
    messages.info(request, "I due testi sono uniti: controlla e salva.")
    return HttpResponseRedirect(f"{reverse('scheda', args=[scheda.pk])}?bozza={bozza.pk}")
