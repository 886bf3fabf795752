"""The sheet in the browser: reading it, writing it, keeping what is typed."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from obiettivi.forms.azioni import esegui
from obiettivi.forms.posta import dalla_pagina
from obiettivi.services.bozze import conserva_bozza, scarta_bozza
from obiettivi.services.schede import salva_scheda
from obiettivi.views.comune import apri_scheda, apri_scheda_propria, e_aperta, testo_salvo
from obiettivi.views.conflitto import pagina_conflitto
from obiettivi.views.lettura import pagina_lettura
from obiettivi.views.pagina import PaginaScheda, bozza_chiesta
from piani.permessi import scrive_scheda
from piani.services.scrittura import PianoChiuso, SchedaCambiata, SchedaChiusa

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from obiettivi.models import BozzaScheda
    from obiettivi.services.campi import Campi
    from piani.models import SchedaArea

SALVA, CONTROLLA = "salva", "controlla"


@testo_salvo
@require_http_methods(["GET", "HEAD", "POST"])
def scheda(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for who writes the sheet while it is in bozza, the printed table for the others."""
    if request.method == "POST":
        return _ricevi(request, apri_scheda_propria(request, pk))
    riga = apri_scheda(request, pk)
    if not (scrive_scheda(request.user, riga) and e_aperta(riga)):
        return pagina_lettura(request, riga)
    bozza = bozza_chiesta(request.GET.get("bozza", ""), riga, request.user)
    pagina = PaginaScheda(riga, request.user, bozza=bozza)
    contesto = pagina.contesto(controlla="controlla" in request.GET, mostra_errori=bozza is not None)
    contesto["da_mettere_a_fuoco"] = request.GET.get("riga", "")
    return render(request, "obiettivi/scheda.html", contesto)


def _numero(testo: str, altrimenti: int) -> int:
    return int(testo) if testo.isdecimal() and len(testo) < 10 else altrimenti


def _finestra(testo: str) -> uuid.UUID:
    try:
        return uuid.UUID(testo)
    except ValueError:
        return uuid.uuid4()


def _conserva(request: HttpRequest, riga: SchedaArea, dati: Campi) -> BozzaScheda:
    return conserva_bozza(
        scheda=riga,
        utente=request.user,
        finestra=_finestra(request.POST.get("finestra", "")),
        versione=_numero(request.POST.get("versione", ""), riga.versione),
        dati=dati,
    )


def _ricevi(request: HttpRequest, riga: SchedaArea) -> HttpResponse:
    """A button of the page: whatever it asks, what was typed is kept first."""
    comando = request.POST.get("azione", SALVA)
    try:
        dati = dalla_pagina(request.POST)
        riferimento = "" if comando in (SALVA, CONTROLLA) else esegui(comando, dati, riga.anno)
    except ValidationError as errore:
        return render(request, "400.html", {"motivo": " ".join(errore.messages)}, status=400)
    bozza = _conserva(request, riga, dati)
    if comando == SALVA:
        return _salva(request, riga, bozza)
    indirizzo = f"{reverse('scheda', args=[riga.pk])}?bozza={bozza.pk}"
    if comando == CONTROLLA:
        return HttpResponseRedirect(f"{indirizzo}&controlla=1#cosa-manca")
    return HttpResponseRedirect(f"{indirizzo}&riga={riferimento}#{riferimento}")


def _salva(request: HttpRequest, riga: SchedaArea, bozza: BozzaScheda) -> HttpResponse:
    pagina = PaginaScheda(riga, request.user, bozza=bozza)
    if pagina.modulo.errori:
        return render(request, "obiettivi/scheda.html", pagina.contesto(mostra_errori=True), status=422)
    try:
        revisione = salva_scheda(
            scheda=riga, utente=request.user, versione=bozza.versione, obiettivi=pagina.modulo.obiettivi()
        )
    except SchedaCambiata:
        return pagina_conflitto(request, riga, bozza)
    except (SchedaChiusa, PianoChiuso) as errore:
        contesto = {**pagina.contesto(), "motivo": str(errore)}
        return render(request, "obiettivi/scheda_chiusa.html", contesto, status=409)
    except ValidationError as errore:
        contesto = pagina.contesto(mostra_errori=True)
        contesto["errori"] = [{"messaggio": testo} for testo in errore.messages]
        return render(request, "obiettivi/scheda.html", contesto, status=422)
    scarta_bozza(scheda=riga, utente=request.user, finestra=bozza.finestra)
    messages.success(request, "La scheda è salvata." if revisione else "Non c'era niente di nuovo da salvare.")
    return HttpResponseRedirect(reverse("scheda", args=[riga.pk]))


@testo_salvo
@require_POST
def bozza(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is being typed (every second and a half, by script) and say so in words."""
    riga = apri_scheda_propria(request, pk)
    try:
        conservata = _conserva(request, riga, dalla_pagina(request.POST))
    except ValidationError as errore:
        return render(request, "obiettivi/bozza_stato.html", {"motivo": " ".join(errore.messages)}, status=400)
    contesto = {
        "ora": timezone.localtime(conservata.salvata_il),
        "e_superata": conservata.versione != riga.versione,
        "e_chiusa": not e_aperta(riga),
    }
    risposta = render(request, "obiettivi/bozza_stato.html", contesto)
    risposta["HX-Trigger"] = "bozza-conservata"  # what is missing is looked at again
    risposta["X-Bozza"] = f"{reverse('scheda', args=[riga.pk])}?bozza={conservata.pk}"
    return risposta


@require_POST
def scarta(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away one's own unsaved work."""
    riga = apri_scheda_propria(request, pk)
    scarta_bozza(scheda=riga, utente=request.user, finestra=_finestra(request.POST.get("finestra", "")))
    messages.info(request, "La bozza è stata scartata: la scheda è quella salvata.")
    return HttpResponseRedirect(reverse("scheda", args=[riga.pk]))


@testo_salvo
@require_http_methods(["GET", "HEAD", "POST"])
def controlli(request: HttpRequest, pk: int) -> HttpResponse:
    """What is missing: of the sheet as it is saved (GET), of the page as it is being typed (POST)."""
    dati = None
    if request.method == "POST":
        riga = apri_scheda_propria(request, pk)
        try:
            dati = dalla_pagina(request.POST)
        except ValidationError as errore:
            return render(request, "400.html", {"motivo": " ".join(errore.messages)}, status=400)
    else:
        riga = apri_scheda(request, pk)
    pagina = PaginaScheda(riga, request.user, dati=dati)
    modello = "obiettivi/cosa_manca.html" if request.headers.get("HX-Request") else "obiettivi/scheda_controlli.html"
    return render(request, modello, pagina.contesto_controlli())
