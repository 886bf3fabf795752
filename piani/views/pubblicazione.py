"""Publishing, withdrawing, archiving: a page to read, then one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from piani.forms import FormNota
from piani.models import Documento
from piani.permessi import PREDICATI, RUOLI_ADMIN
from piani.services.documenti import togli_documento
from piani.services.pubblicazione import (
    archivia_versione,
    impedimenti_alla_pubblicazione,
    insieme_pubblico,
    pubblica_versione,
    ritira_versione,
)
from piani.states import DOCUMENTO, VERSIONE
from piani.views.documenti import apri_versione
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from semproniano.core.workflow import Transizione

SERVIZI = {"pubblica": pubblica_versione, "ritira": ritira_versione, "archivia": archivia_versione}


@require_http_methods(["GET", "HEAD", "POST"])
def versione(request: HttpRequest, pk: int, codice: str) -> HttpResponse:
    riga = apri_versione(request, pk)
    documenti = list(insieme_pubblico(riga).order_by("ordine"))
    contesto = {
        "oggetto": riga,
        "ente": riga.piano.ente,
        "documenti": documenti,
        "in_linea_fino_al": next((documento.in_linea_fino_al for documento in documenti), None),
        "indirizzo": reverse("versione-documenti", args=[riga.pk]),
    }
    if codice == "pubblica" and request.method != "POST" and riga.stato in VERSIONE[codice].da:
        contesto["motivi"] = impedimenti_alla_pubblicazione(riga)
    return _passaggio(
        request, VERSIONE[codice], contesto, lambda nota: SERVIZI[codice](versione=riga, utente=request.user, nota=nota)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def documento(request: HttpRequest, pk: int, codice: str) -> HttpResponse:
    """A document that was uploaded."""
    riga = get_object_or_404(Documento.objects.select_related("ente"), pk=pk, versione__isnull=True)
    if not (request.user.is_superuser or riga.ente_id in request.user.enti_con_ruolo(RUOLI_ADMIN)):
        raise Http404
    contesto = {
        "oggetto": riga,
        "ente": riga.ente,
        "documenti": [riga],
        "in_linea_fino_al": riga.in_linea_fino_al,
        "indirizzo": reverse("admin:piani_documento_change", args=[riga.pk]),
    }
    return _passaggio(
        request,
        DOCUMENTO[codice],
        contesto,
        lambda nota: togli_documento(documento=riga, codice=codice, utente=request.user, nota=nota),
    )


def _passaggio(
    request: HttpRequest, transizione: Transizione, contesto: dict, servizio: Callable[[str], object]
) -> HttpResponse:
    oggetto = contesto["oggetto"]
    if not PREDICATI[transizione.chi].vale(request.user, oggetto):
        raise PermissionDenied
    form = FormNota(transizione, request.POST if request.method == "POST" else None)
    motivi = contesto.pop("motivi", ())
    try:
        if oggetto.stato not in transizione.da:
            raise OggettoCambiato(f"«{oggetto}»: «{transizione.etichetta}» adesso non si può fare.")
        if form.is_valid():
            servizio(form.cleaned_data["nota"])
            messages.success(request, f"«{oggetto}»: {transizione.fatto}.")
            return redirect(contesto["indirizzo"])
    except OggettoCambiato as errore:
        dove = {"motivo": str(errore), "testo_indirizzo": "Vedi com'è adesso"}
        return render(request, "409.html", {**contesto, **dove}, status=409)
    except TransizioneRifiutata as errore:
        motivi = errore.motivi
    contesto |= {"transizione": transizione, "form": form, "motivi": motivi}
    stato = 422 if request.method == "POST" else 200
    return render(request, "piani/pubblicazione.html", contesto, status=stato)
