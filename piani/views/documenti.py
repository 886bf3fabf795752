"""The documents of a version, for who works on the plan: how far they are, then the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from piani.models import Documento, Produzione, Versione
from piani.models.versioni import STATI_APPROVATI
from piani.permessi import RUOLI_ADMIN, RUOLI_LETTURA
from piani.selectors import transizioni_possibili
from piani.services.coda import richiedi_documenti, si_puo_riprovare
from semproniano.core.documenti.errori import ErroreDocumento

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TIPI = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
}


def apri_versione(request: HttpRequest, pk: int) -> Versione:
    """The version, for who reads all the sheets of the plan; 404 for the others."""
    versione = get_object_or_404(Versione.objects.select_related("piano__ente", "atto").defer("contenuto"), pk=pk)
    if not (request.user.is_superuser or versione.piano.ente_id in request.user.enti_con_ruolo(RUOLI_LETTURA)):
        raise Http404
    return versione


def _prepara(request: HttpRequest, versione: Versione) -> bool:
    return request.user.is_superuser or versione.piano.ente_id in request.user.enti_con_ruolo(RUOLI_ADMIN)


@require_safe
def documenti(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; asked by htmx, only the part that changes while the documents are made."""
    versione = apri_versione(request, pk)
    produzione = Produzione.objects.filter(versione=versione).first()
    pronta = produzione is not None and produzione.stato == Produzione.Stato.FATTA
    righe = list(versione.documenti.order_by("insieme", "ordine")) if pronta else []
    contesto = {
        "versione": versione,
        "ente": versione.piano.ente,
        "produzione": produzione,
        "in_cammino": produzione is not None
        and produzione.stato in (Produzione.Stato.ATTESA, Produzione.Stato.IN_CORSO),
        "approvata": versione.stato in STATI_APPROVATI,
        "transizioni": [
            {"etichetta": voce.etichetta, "indirizzo": reverse(f"versione-{voce.codice}", args=[versione.pk])}
            for voce in transizioni_possibili(request.user, versione)
        ],
        "prepara": _prepara(request, versione),
        "riprova": produzione is not None and si_puo_riprovare(produzione),
        "insiemi": [
            (insieme, [riga for riga in righe if riga.insieme == insieme]) for insieme in Documento.Insieme if righe
        ],
    }
    parziale = request.headers.get("HX-Request") == "true"
    modello = "avanzamento.html" if parziale else "pagina.html"
    risposta = render(request, f"piani/documenti_versione/{modello}", contesto)
    patch_vary_headers(risposta, ("HX-Request",))
    patch_cache_control(risposta, no_store=True)
    return risposta


@require_POST
def prepara(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the documents, or ask again after an error or a worker that died."""
    versione = apri_versione(request, pk)
    if not _prepara(request, versione):
        raise PermissionDenied
    try:
        richiedi_documenti(versione=versione, utente=request.user)
    except ErroreDocumento as errore:
        messages.warning(request, str(errore))
    return redirect("versione-documenti", versione.pk)


@require_safe
def documento(request: HttpRequest, pk: int, chiave: int, nome: str) -> HttpResponse:
    """A file of the version, staff names included in the complete set."""
    versione = apri_versione(request, pk)
    riga = get_object_or_404(Documento, pk=chiave, nome=nome, versione=versione)
    risposta = file_in_risposta(riga)
    patch_cache_control(risposta, private=True, no_cache=True)
    return risposta


def tipo_del_file(nome: str) -> str:
    return TIPI.get(nome.rpartition(".")[2], "application/octet-stream")


def file_in_risposta(riga: Documento) -> FileResponse:
    """The stored bytes under the document's own name: what a PDF reader shows, the rest is saved."""
    try:
        file = riga.file.open()
    except OSError as errore:
        raise Http404("Il file non c'è.") from errore
    risposta = FileResponse(
        file,
        as_attachment=not riga.nome.endswith(".pdf"),
        filename=riga.nome,
        content_type=tipo_del_file(riga.nome),
    )
    risposta["X-Content-Type-Options"] = "nosniff"
    risposta["ETag"] = f'"{riga.sha256}"'
    return risposta
