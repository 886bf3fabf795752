"""Where people worked in the year: prepared from the plan in force, corrected by the Segretario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from semproniano.core.workflow import TransizioneRifiutata
from valutazioni.forms.posizioni import FormDove, FormPosizione
from valutazioni.models import Posizione
from valutazioni.permessi import RUOLI_VALUTAZIONI, prepara
from valutazioni.selectors import foto_in_forza, smvp_in_forza
from valutazioni.services.posizioni import (
    cambia_posizione,
    elimina_posizione,
    prepara_posizioni,
    salva_posizione,
)
from valutazioni.views.anno import apri_anno_da_preparare, apri_anno_delle_carte, e_segretario, riservata

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from piani.models import Ente
    from valutazioni.calcolo.smvp import Smvp

PER_PAGINA = 100
CERCATO_MASSIMO = 80


@require_safe
def elenco(request: HttpRequest, ente: str, anno: int) -> HttpResponse:
    riga = apri_anno_delle_carte(request, ente, anno)
    righe = Posizione.objects.filter(ente=riga, anno=anno).select_related("dipendente", "area")
    cercato = request.GET.get("cerca", "")[:CERCATO_MASSIMO].strip()
    if cercato:
        righe = righe.filter(
            Q(dipendente__cognome__icontains=cercato)
            | Q(dipendente__nome__icontains=cercato)
            | Q(area__nome__icontains=cercato)
        )
    ordinate = righe.order_by("dipendente__cognome", "dipendente__nome", "dipendente", "dal")
    smvp = smvp_in_forza(riga, anno)
    nomi = {voce.codice: voce.nome for voce in smvp.categorie} if smvp else {}
    pagina = Paginator(ordinate, PER_PAGINA).get_page(request.GET.get("pagina"))
    contesto = {
        "ente": riga,
        "anno": anno,
        "pagina": pagina,
        "righe": [(voce, nomi.get(voce.categoria, voce.categoria)) for voce in pagina],
        "cercato": cercato,
        "resto": urlencode({"cerca": cercato}) if cercato else "",
        "smvp": smvp,
        "con_piano": foto_in_forza(riga, anno) is not None,
        "scrive": e_segretario(request, riga),
    }
    return riservata(render(request, "valutazioni/posizioni/elenco.html", contesto))


@require_POST
def prepara_tutte(request: HttpRequest, ente: str, anno: int) -> HttpResponse:
    riga = apri_anno_da_preparare(request, ente, anno)
    try:
        esito = prepara_posizioni(ente=riga, anno=anno, utente=request.user)
    except TransizioneRifiutata as errore:
        for motivo in errore.motivi:
            messages.error(request, motivo)
    else:
        messages.success(request, f"Posizioni aggiunte: {esito.aggiunte}.")
        for dubbio in esito.dubbi:
            messages.warning(request, dubbio)
    return redirect("posizioni", riga.slug, anno)


def _smvp(ente: Ente, anno: int) -> Smvp:
    """The SMVP in force; without one there are no categories and no positions."""
    smvp = smvp_in_forza(ente, anno)
    if smvp is None:
        raise Http404
    return smvp


def apri_posizione(request: HttpRequest, pk: int) -> Posizione:
    riga = get_object_or_404(Posizione.objects.select_related("ente", "dipendente", "area"), pk=pk)
    if riga.ente_id not in request.user.enti_con_ruolo(RUOLI_VALUTAZIONI):
        raise Http404
    if not prepara(request.user, riga):
        raise PermissionDenied
    return riga


@require_http_methods(["GET", "HEAD", "POST"])
def nuova(request: HttpRequest, ente: str, anno: int) -> HttpResponse:
    riga = apri_anno_da_preparare(request, ente, anno)
    posizione = Posizione(ente=riga, anno=anno)
    form = FormPosizione(posizione, _smvp(riga, anno), request.POST if request.method == "POST" else None)
    return _pagina(
        request, posizione, form, "Aggiungi una posizione",
        lambda: salva_posizione(posizione=form.riempi(), utente=request.user),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def posizione(request: HttpRequest, pk: int) -> HttpResponse:
    riga = apri_posizione(request, pk)
    form = FormPosizione(riga, _smvp(riga.ente, riga.anno), request.POST if request.method == "POST" else None)
    return _pagina(
        request, riga, form, "Correggi la posizione",
        lambda: salva_posizione(posizione=form.riempi(), utente=request.user),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def cambio(request: HttpRequest, pk: int) -> HttpResponse:
    """A change in the year: another area, another category, half-time."""
    riga = apri_posizione(request, pk)
    iniziali = {
        "scheda": str(riga.area_id) if riga.area_id else "segretario",
        "categoria": riga.categoria,
        "part_time": riga.part_time,
    }
    dati = request.POST if request.method == "POST" else None
    form = FormDove(riga.ente, _smvp(riga.ente, riga.anno), dati, initial=iniziali)
    return _pagina(
        request, riga, form, "Cambia da un giorno in poi",
        lambda: cambia_posizione(
            posizione=riga, dal=form.cleaned_data["dal"], utente=request.user, **form.dove()
        ),
    )  # fmt: skip


def _pagina(request: HttpRequest, riga: Posizione, form: Form, titolo: str, scrivi: Callable[[], Any]) -> HttpResponse:
    indirizzo = reverse("posizioni", args=[riga.ente.slug, riga.anno])
    motivi: tuple[str, ...] = ()
    if form.is_valid():
        try:
            scrivi()
        except TransizioneRifiutata as errore:
            motivi = errore.motivi
        except ValidationError as errore:
            motivi = tuple(errore.messages)
        else:
            messages.success(request, "La posizione è salvata.")
            return HttpResponseRedirect(indirizzo)
    contesto = {
        "ente": riga.ente, "anno": riga.anno, "riga": riga, "form": form, "titolo": titolo, "motivi": motivi,
        "indirizzo": indirizzo,
    }  # fmt: skip
    stato = 422 if form.errors or motivi else 200
    return riservata(render(request, "valutazioni/posizioni/posizione.html", contesto, status=stato))


@require_POST
def elimina(request: HttpRequest, pk: int) -> HttpResponse:
    riga = apri_posizione(request, pk)
    elimina_posizione(posizione=riga, utente=request.user)
    messages.success(request, f"La posizione di {riga.dipendente} è eliminata.")
    return redirect("posizioni", riga.ente.slug, riga.anno)
