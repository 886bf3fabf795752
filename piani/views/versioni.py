"""The versions of a plan, and what has changed from one to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from piani.documenti.differenza import valori
from piani.models import Documento
from piani.models.versioni import STATI_NON_APPROVATI
from piani.selectors import versioni_del_piano
from piani.services.differenze import differenza_in_pdf, ingresso_della_differenza, titolo_della_versione
from piani.services.pacchetto import nome_pacchetto, pacchetto_per_la_giunta
from piani.sezioni import FotografiaNonLeggibile
from piani.views.comune import apri_piano
from piani.views.documenti import apri_versione, file_in_risposta
from semproniano.core.documenti.errori import ErroreDocumento

if TYPE_CHECKING:
    from django.http import HttpRequest

    from piani.models import Piano, Versione

# Letters of JSON above which the archive is made in the background: some 400 objectives.
PACCHETTO_IN_PAGINA = 1_000_000


@require_safe
def versioni(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest first; of an acquired one, what the checks said."""
    piano = apri_piano(request, pk)
    righe = list(versioni_del_piano(piano))
    contesto = {
        "piano": piano,
        "ente": piano.ente,
        "versioni": [
            {
                "riga": riga,
                "titolo": titolo_della_versione(riga),
                "bloccanti": [esito for esito in riga.esiti if esito["gravita"] == "bloccante"],
            }
            for riga in righe
        ],
    }
    return render(request, "piani/versioni.html", contesto)


def _due(request: HttpRequest, piano: Piano) -> tuple[list[Versione], Versione, Versione]:
    """All the versions, and the two that are compared: `?da=` and `?a=` are keys, without them the last two; 404 for
    what is not this plan's, or when there are fewer than two."""
    righe = list(versioni_del_piano(piano))
    if len(righe) < 2:
        raise Http404("Il piano ha meno di due versioni.")
    per_chiave = {str(riga.pk): riga for riga in righe}
    da, a = request.GET.get("da") or str(righe[1].pk), request.GET.get("a") or str(righe[0].pk)
    if da not in per_chiave or a not in per_chiave:
        raise Http404("Questa versione non c'è.")
    return righe, per_chiave[da], per_chiave[a]


@require_safe
def differenza(request: HttpRequest, pk: int) -> HttpResponse:
    piano = apri_piano(request, pk)
    righe, prima, dopo = _due(request, piano)
    contesto = {
        **valori(ingresso_della_differenza(prima=prima, dopo=dopo)),
        "piano": piano,
        "ente": piano.ente,
        "versioni": [(riga.pk, titolo_della_versione(riga)) for riga in righe],
        "da": prima.pk,
        "a": dopo.pk,
    }
    return render(request, "piani/differenza.html", contesto)


@require_safe
def differenza_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    piano = apri_piano(request, pk)
    _, prima, dopo = _due(request, piano)
    try:
        contenuto = differenza_in_pdf(prima=prima, dopo=dopo)
    except ErroreDocumento as errore:
        return _non_riuscito(request, piano, str(errore), reverse("piano-differenza", args=[piano.pk]))
    risposta = HttpResponse(contenuto, content_type="application/pdf")
    risposta["Content-Disposition"] = f'inline; filename="differenze-{piano.codice}.pdf"'
    return risposta


@require_safe
def pacchetto(request: HttpRequest, pk: int) -> HttpResponse:
    """What the Giunta votes, as a ZIP; 404 for a version that it has approved, which has documents of its own."""
    versione = apri_versione(request, pk)
    if versione.stato not in STATI_NON_APPROVATI:
        raise Http404("Una versione approvata ha i suoi documenti.")
    if pronto := Documento.objects.filter(versione=versione, nome=nome_pacchetto(versione)).first():
        return file_in_risposta(pronto)
    if len(versione.contenuto) > PACCHETTO_IN_PAGINA:
        return redirect("versione-documenti", versione.pk)
    piano, indirizzo = versione.piano, reverse("piano-versioni", args=[versione.piano_id])
    try:
        contenuto = pacchetto_per_la_giunta(versione=versione)
    except (ErroreDocumento, FotografiaNonLeggibile) as errore:
        return _non_riuscito(request, piano, str(errore), indirizzo)
    risposta = HttpResponse(contenuto, content_type="application/zip")
    risposta["Content-Disposition"] = f'attachment; filename="{nome_pacchetto(versione)}"'
    return risposta


def _non_riuscito(request: HttpRequest, piano: Piano, motivo: str, indirizzo: str) -> HttpResponse:
    contesto = {"piano": piano, "ente": piano.ente, "motivo": motivo, "indirizzo": indirizzo}
    return render(request, "piani/documento_non_riuscito.html", contesto, status=503)
