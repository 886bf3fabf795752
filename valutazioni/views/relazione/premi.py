"""Dati relativi ai premi: what would be published, seen by who may see the premi, then published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from piani.permessi import Ruolo
from semproniano.core.workflow import TransizioneRifiutata, TransizioneVietata
from valutazioni.controlli import esiti_riservati
from valutazioni.documenti.premi import valori
from valutazioni.models import DatiPremi
from valutazioni.services.coda import richiedi_documenti
from valutazioni.services.dati_premi import calcola_dati_premi, prepara_dati_premi, pubblica_dati_premi
from valutazioni.views.relazione.comune import apri_ente_dei_premi

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def dati(request: HttpRequest, ente: str, anno: int) -> HttpResponse:
    riga = apri_ente_dei_premi(request, ente)
    ultima = DatiPremi.objects.filter(ente=riga, anno=anno).order_by("-numero").first()
    contesto = {
        "anno": anno,
        "ultima": ultima,
        "esiti": esiti_riservati(riga, anno),
        "propria": riga.pk in request.user.enti_con_ruolo([Ruolo.SEGRETARIO]),
    }
    try:
        foto = calcola_dati_premi(riga, anno)
    except TransizioneRifiutata as errore:
        contesto["motivi"] = errore.motivi
    else:
        contesto |= {**valori(foto), "aggiornata": ultima is not None and ultima.sha256 == foto.sha256}
    return render(request, "valutazioni/relazione/dati_premi.html", {**contesto, "ente": riga})


@require_POST
def prepara(request: HttpRequest, ente: str, anno: int) -> HttpResponse:
    riga = apri_ente_dei_premi(request, ente)
    try:
        preparata = prepara_dati_premi(ente=riga, anno=anno, utente=request.user)
    except TransizioneVietata as errore:
        raise PermissionDenied from errore
    except TransizioneRifiutata as errore:
        messages.warning(request, str(errore))
    else:
        richiedi_documenti(preparata)
        messages.success(request, "I documenti sono in preparazione: fra qualche minuto, aggiornare la pagina.")
    return redirect("dati-premi", ente, anno)


@require_POST
def pubblica(request: HttpRequest, ente: str, anno: int) -> HttpResponse:
    riga = apri_ente_dei_premi(request, ente)
    preparata = get_object_or_404(
        DatiPremi.objects.filter(ente=riga, anno=anno), numero=request.POST.get("numero") or 0
    )
    try:
        pubblica_dati_premi(dati=preparata, utente=request.user)
    except TransizioneVietata as errore:
        raise PermissionDenied from errore
    except TransizioneRifiutata as errore:
        messages.warning(request, str(errore))
    else:
        messages.success(request, "I dati relativi ai premi sono sul sito.")
    return redirect("dati-premi", ente, anno)
