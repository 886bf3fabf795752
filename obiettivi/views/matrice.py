"""Who is in a sheet, and which part of each one's effort goes to each objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from obiettivi.forms.matrice import FormMatrice, FormPersona
from obiettivi.services.matrice import leggi_matrice, quote_alla_modifica, salva_matrice, titolo_breve
from obiettivi.services.persone import copia_persone
from obiettivi.views.avvio import pagina_chiusa
from obiettivi.views.comune import apri_scheda_propria, e_aperta, testo_salvo
from piani.selectors import scheda_precedente
from piani.services.scrittura import SchedaCambiata, ScritturaChiusa

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from piani.models import SchedaArea

COPIA = "copia"
CAMBIATA = (
    "Nel frattempo la scheda è stata salvata da un'altra pagina. Qui ci sono i valori che hai scritto; dove quello "
    "salvato è diverso, è indicato sotto. Salvare di nuovo conferma i tuoi."
)


@testo_salvo
@require_http_methods(["GET", "HEAD", "POST"])
def matrice(request: HttpRequest, pk: int) -> HttpResponse:
    scheda = apri_scheda_propria(request, pk)
    if not e_aperta(scheda):
        return pagina_chiusa(request, scheda)
    try:
        if request.method != "POST":
            return _pagina(request, scheda, FormMatrice(leggi_matrice(scheda)), FormPersona(scheda))
        if request.POST.get("azione") == COPIA:
            return _copia(request, scheda)
        return _salva(request, scheda)
    except SchedaCambiata:
        scheda.refresh_from_db(fields=["versione", "modificata_il"])
        partenza = quote_alla_modifica(scheda, _versione(request))
        form = FormMatrice(leggi_matrice(scheda), request.POST.dict(), in_conflitto=True, partenza=partenza)
        return _pagina(request, scheda, form, FormPersona(scheda, request.POST), errore=CAMBIATA, stato=409)
    except ScritturaChiusa:
        return pagina_chiusa(request, scheda)


def _versione(request: HttpRequest) -> int:
    """The number of change on which the page was opened; 0, which no sheet has, when it cannot be read."""
    testo = request.POST.get("versione", "")
    return int(testo) if testo.isdecimal() and len(testo) < 10 else 0


def _copia(request: HttpRequest, scheda: SchedaArea) -> HttpResponse:
    messages.success(request, str(copia_persone(scheda=scheda, utente=request.user)))
    return HttpResponseRedirect(reverse("scheda-matrice", args=[scheda.pk]))


def _salva(request: HttpRequest, scheda: SchedaArea) -> HttpResponse:
    form = FormMatrice(leggi_matrice(scheda), request.POST.dict())
    persona = FormPersona(scheda, request.POST)
    if not (form.is_valid() & persona.is_valid()):
        return _pagina(request, scheda, form, persona, stato=422)
    try:
        revisione = salva_matrice(
            scheda=scheda,
            utente=request.user,
            versione=_versione(request),
            cambiamenti=form.cambiamenti(persona.persona()),
        )
    except ValidationError as errore:
        return _pagina(request, scheda, form, persona, errore=" ".join(errore.messages), stato=422)
    messages.success(request, "Persone e quote sono salvate." if revisione else "Non c'era niente di nuovo da salvare.")
    return HttpResponseRedirect(reverse("scheda-matrice", args=[scheda.pk]))


def _pagina(
    request: HttpRequest,
    scheda: SchedaArea,
    form: FormMatrice,
    persona: FormPersona,
    *,
    errore: str = "",
    stato: int = 200,
) -> HttpResponse:
    if errore:
        form.is_valid()
        form.add_error(None, errore)
    precedente = scheda_precedente(scheda)
    contesto = {
        "scheda": scheda,
        "ente": scheda.piano.ente,
        "form": form,
        "persona": persona,
        "errori": form.errors or persona.errors,
        "obiettivi": [(riga.pk, titolo_breve(riga)) for riga in form.matrice.obiettivi],
        "righe": list(form.righe()),
        "precedente": precedente if precedente and precedente.persone.exists() else None,
    }
    return render(request, "obiettivi/scheda_matrice.html", contesto, status=stato)
