"""Paste and upload: the table is read, looked at with every check, and only then becomes unsaved work on the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from obiettivi.forms.incolla import AGGIUNGI, SOSTITUISCI, FormColonne, FormIncolla, colonne_scelte
from obiettivi.importers.griglia import leggi_obiettivi, obiettivi_letti, tabella_da_file, tabella_incollata
from obiettivi.services.aggiunte import accoda_obiettivi
from obiettivi.services.bozze import crea_bozza
from obiettivi.services.controllo import controlla_pagina
from obiettivi.views.avvio import DaRiempire, indirizzo_bozza, scheda_da_riempire
from obiettivi.views.esiti import dizionari, gruppi_di_esiti
from obiettivi.views.voci import voce_letta
from piani.models import Caricamento
from piani.services.caricamenti import conserva_caricamento, scarta_caricamento
from semproniano.core.griglie.base import GrigliaNonLeggibile

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from obiettivi.importers.griglia import RigaLetta, Tabella
    from obiettivi.models import BozzaScheda
    from obiettivi.sezioni import ObiettivoFoto
    from piani.models import SchedaArea


def scopo(scheda: SchedaArea) -> str:
    return f"scheda-{scheda.pk}"


def _con_bozza(indirizzo: str, da_riempire: DaRiempire) -> str:
    """The address, for the same unsaved work."""
    return f"{indirizzo}?bozza={da_riempire.bozza.pk}" if da_riempire.bozza else indirizzo


@scheda_da_riempire
@require_http_methods(["GET", "HEAD", "POST"])
def incolla(request: HttpRequest, da_riempire: DaRiempire) -> HttpResponse:
    scheda = da_riempire.scheda
    form = FormIncolla(request.POST, request.FILES) if request.method == "POST" else FormIncolla()
    if form.is_valid():
        file = form.cleaned_data["file"]
        nome = file.name if file else ""
        contenuto = file.read() if file else form.cleaned_data["testo"].encode()
        try:
            _leggi(nome, contenuto, scheda)
        except GrigliaNonLeggibile as errore:
            form.add_error("file" if file else "testo", str(errore))
        else:
            conserva_caricamento(
                ente=scheda.piano.ente, utente=request.user, scopo=scopo(scheda), nome=nome, contenuto=contenuto
            )
            indirizzo = reverse("scheda-incolla-anteprima", args=[scheda.pk])
            return HttpResponseRedirect(_con_bozza(indirizzo, da_riempire))
    contesto = {"scheda": scheda, "ente": scheda.piano.ente, "form": form, "lavori": da_riempire.lavori}
    return render(request, "obiettivi/scheda_incolla.html", contesto, status=422 if form.errors else 200)


def _leggi(nome: str, contenuto: bytes, scheda: SchedaArea, richiesta: dict[str, str] | None = None) -> Tabella:
    """The table, with the columns that were chosen. Raises GrigliaNonLeggibile."""
    richiesta = richiesta or {}
    a_mano = colonne_scelte(richiesta)
    if not nome:
        return tabella_incollata(contenuto.decode(), a_mano=a_mano)
    foglio = richiesta.get("foglio", "")
    return tabella_da_file(nome, contenuto, area=scheda.slug, anno=scheda.anno, foglio=foglio, a_mano=a_mano)


@scheda_da_riempire
@require_http_methods(["GET", "HEAD", "POST"])
def anteprima(request: HttpRequest, da_riempire: DaRiempire) -> HttpResponse:
    """What was read, row by row, and what the checks say of it; nothing changes until it is taken."""
    scheda = da_riempire.scheda
    caricamento = Caricamento.objects.filter(utente=request.user, scopo=scopo(scheda)).first()
    indietro = _con_bozza(reverse("scheda-incolla", args=[scheda.pk]), da_riempire)
    if caricamento is None:
        messages.info(request, "La tabella non c'è più: incollala o caricala di nuovo.")
        return HttpResponseRedirect(indietro)
    richiesta = (request.POST if request.method == "POST" else request.GET).dict()
    try:
        tabella = _leggi(caricamento.nome, bytes(caricamento.contenuto), scheda, richiesta)
    except GrigliaNonLeggibile as errore:
        messages.error(request, str(errore))
        return HttpResponseRedirect(indietro)
    righe = leggi_obiettivi(tabella, area=scheda.slug, anno=scheda.anno)
    obiettivi = obiettivi_letti(righe)
    if request.method == "POST" and obiettivi and richiesta.get("modo") in (AGGIUNGI, SOSTITUISCI):
        bozza = _prendi(request, da_riempire, righe, obiettivi, richiesta["modo"])
        scarta_caricamento(caricamento=caricamento)
        return HttpResponseRedirect(indirizzo_bozza(bozza))
    contesto = {
        **_contesto(scheda, tabella, righe, obiettivi),
        "indietro": indietro,
        "nome": caricamento.nome,
        "bozza": da_riempire.bozza,
        "scelte": {n: v for n, v in richiesta.items() if n == "foglio" or n.startswith("colonna-")},
    }
    return render(request, "obiettivi/scheda_incolla_anteprima.html", contesto)


def _contesto(
    scheda: SchedaArea, tabella: Tabella, righe: tuple[RigaLetta, ...], obiettivi: tuple[ObiettivoFoto, ...]
) -> dict[str, Any]:
    esiti = dizionari(controlla_pagina(scheda=scheda, obiettivi=obiettivi)) if obiettivi else []
    return {
        "scheda": scheda,
        "ente": scheda.piano.ente,
        "tabella": tabella,
        "colonne": FormColonne(tabella),
        "sconosciute": [tabella.mappa.titolo_di(colonna) for colonna in tabella.mappa.sconosciute],
        "righe": [(riga, riga.obiettivo and voce_letta(riga.obiettivo)) for riga in righe],
        "quanti": len(obiettivi),
        "gruppi": gruppi_di_esiti(esiti, scheda),
    }


def _prendi(
    request: HttpRequest,
    da_riempire: DaRiempire,
    righe: tuple[RigaLetta, ...],
    obiettivi: tuple[ObiettivoFoto, ...],
    modo: str,
) -> BozzaScheda:
    """The objectives as unsaved work: after those that are there, or in their place."""
    comuni = {
        "scheda": da_riempire.scheda,
        "utente": request.user,
        "obiettivi": obiettivi,
        "da_rivedere": {
            riga.obiettivo.uid: [problema.messaggio for problema in riga.problemi]
            for riga in righe
            if riga.obiettivo and riga.problemi
        },
    }
    if modo == AGGIUNGI:
        return accoda_obiettivi(**comuni, motivo="Aggiunti gli obiettivi di una tabella", bozza=da_riempire.bozza)
    return crea_bozza(**comuni, motivo="Obiettivi presi da una tabella, al posto di quelli che c'erano")
