"""A value that is annulled, a file put beside it, a file handed over: inert, and only to who reads the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata
from valutazioni.forms.azioni import FormEvidenza, FormMotivo
from valutazioni.models import Evidenza, Rilevazione
from valutazioni.permessi import legge_misure, propone
from valutazioni.services.evidenze import allega_evidenza
from valutazioni.services.rilevazioni import annulla_rilevazione

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from piani.models import Utente


def _visibile(utente: Utente, riga: Rilevazione) -> Rilevazione:
    if not legge_misure(utente, riga.ente_id, riga.area_id, riga.tipo):
        raise Http404
    return riga


def apri_rilevazione(request: HttpRequest, pk: int) -> Rilevazione:
    """The value, for who reads the sheet (404 for the others) and enters its values (403)."""
    riga = _visibile(
        request.user, get_object_or_404(Rilevazione.objects.select_related("ente", "area", "utente"), pk=pk)
    )
    if not propone(request.user, riga):
        raise PermissionDenied
    return riga


def indirizzo_di(riga: Rilevazione) -> str:
    """The page with the history of the value; that of the sheet, which shows also what the plan has no more."""
    return reverse("risultati-scheda", args=[riga.ente.slug, riga.anno, riga.slug_scheda])


def _non_ora(request: HttpRequest, riga: Rilevazione, motivo: str) -> HttpResponse:
    contesto = {"ente": riga.ente, "motivo": motivo, "indirizzo": indirizzo_di(riga)}
    return render(request, "409.html", contesto, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
def annulla(request: HttpRequest, pk: int) -> HttpResponse:
    riga = apri_rilevazione(request, pk)
    if riga.annullata_il is not None:
        return _non_ora(request, riga, "La rilevazione è già stata annullata.")
    form = FormMotivo(request.POST or None)
    if form.is_valid():
        try:
            annulla_rilevazione(rilevazione=riga, utente=request.user, motivo=form.cleaned_data["motivo"])
        except OggettoCambiato as errore:
            return _non_ora(request, riga, str(errore))
        messages.success(request, f"Il valore al {riga.al:%d/%m/%Y} è annullato.")
        return HttpResponseRedirect(indirizzo_di(riga))
    return _pagina(request, riga, form, "Annulla la rilevazione")


@require_http_methods(["GET", "HEAD", "POST"])
def allega(request: HttpRequest, pk: int) -> HttpResponse:
    riga = apri_rilevazione(request, pk)
    if riga.annullata_il is not None:
        return _non_ora(request, riga, "La rilevazione è annullata: le evidenze si allegano a quella che vale.")
    form = FormEvidenza(request.POST, request.FILES) if request.method == "POST" else FormEvidenza()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            allega_evidenza(rilevazione=riga, nome=file.name, contenuto=form.contenuto, utente=request.user)
        except TransizioneRifiutata as errore:
            form.add_error("file", str(errore))
        else:
            messages.success(request, "Il file è allegato.")
            return HttpResponseRedirect(indirizzo_di(riga))
    return _pagina(request, riga, form, "Allega un'evidenza")


def _pagina(request: HttpRequest, riga: Rilevazione, form: FormMotivo | FormEvidenza, titolo: str) -> HttpResponse:
    contesto = {
        "ente": riga.ente,
        "riga": riga,
        "form": form,
        "titolo": titolo,
        "indirizzo": indirizzo_di(riga),
        "con_file": isinstance(form, FormEvidenza),
    }
    stato = 422 if form.errors else 200
    return render(request, "valutazioni/rilevazioni/azione.html", contesto, status=stato)


@require_safe
def evidenza(request: HttpRequest, pk: int, nome: str) -> FileResponse:
    """The file, always to be saved and never to be run: no browser shows it as a page of this site."""
    riga = get_object_or_404(Evidenza.objects.select_related("rilevazione"), pk=pk, nome=nome)
    _visibile(request.user, riga.rilevazione)
    try:
        file = riga.file.open()
    except OSError as errore:
        raise Http404("Il file non c'è.") from errore
    risposta = FileResponse(file, as_attachment=True, filename=riga.nome, content_type="application/octet-stream")
    risposta["X-Content-Type-Options"] = "nosniff"
    risposta["Content-Security-Policy"] = "default-src 'none'; sandbox"
    patch_cache_control(risposta, private=True, no_store=True)
    return risposta
