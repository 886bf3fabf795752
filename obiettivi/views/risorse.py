"""Which capitoli of the PEG each objective of a sheet uses."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from obiettivi.forms.risorse import FormRicerca, FormRisorse
from obiettivi.services.risorse import collega_risorse, legami_alla_modifica, leggi_legami
from obiettivi.sezioni.risorse import risorse_della_scheda
from obiettivi.views.avvio import pagina_chiusa
from obiettivi.views.comune import apri_scheda_propria, e_aperta, testo_salvo
from piani.selectors import cerca_capitoli
from piani.services.scrittura import SchedaCambiata, ScritturaChiusa

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.paginator import Page
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from obiettivi.models import ObiettivoGestionale
    from piani.models import Capitolo, SchedaArea

CAPITOLI_IN_PAGINA = 40
CAMBIATA = (
    "Nel frattempo la scheda è stata salvata da un'altra pagina. Le scelte che hai cambiato sono rimaste; dove quella "
    "salvata è diversa, è indicato. Salvare di nuovo conferma le tue."
)


@testo_salvo
@require_http_methods(["GET", "HEAD", "POST"])
def risorse(request: HttpRequest, pk: int) -> HttpResponse:
    scheda = apri_scheda_propria(request, pk)
    if not e_aperta(scheda):
        return pagina_chiusa(request, scheda)
    if request.method != "POST":
        return _pagina(request, scheda)
    try:
        return _salva(request, scheda)
    except SchedaCambiata:
        return _pagina(request, scheda, errore=CAMBIATA, stato=409)
    except ScritturaChiusa:
        return pagina_chiusa(request, scheda)
    except ValidationError as errore:
        return _pagina(request, scheda, errore=" ".join(errore.messages), stato=422)


def _obiettivi(scheda: SchedaArea) -> list[ObiettivoGestionale]:
    return list(scheda.obiettivi.select_related("trasversale").order_by("numero"))


def _numero(testo: str) -> int:
    return int(testo) if testo.isdecimal() and len(testo) < 10 else 0


def _mostrati(request: HttpRequest, scheda: SchedaArea) -> list[Capitolo]:
    """The capitoli that the page sent back had, as far as they are still there."""
    chiavi = {_numero(testo) for testo in request.POST.getlist("mostrati")[:CAPITOLI_IN_PAGINA]}
    return list(_in_ordine(scheda.piano.capitoli.filter(pk__in=chiavi)))


def _in_ordine(righe: QuerySet[Capitolo]) -> QuerySet[Capitolo]:
    return righe.select_related("area").order_by("parte", "capitolo", "articolo")


def _salva(request: HttpRequest, scheda: SchedaArea) -> HttpResponse:
    form = FormRisorse(scheda, _mostrati(request, scheda), _obiettivi(scheda), (), request.POST.dict())
    form.is_valid()
    revisione = collega_risorse(
        scheda=scheda,
        utente=request.user,
        versione=_numero(request.POST.get("versione", "")),
        mostrati=[riga.pk for riga in form.capitoli],
        legami=form.legami(),
    )
    testo = "Le risorse sono salvate." if revisione else "Non c'era niente di nuovo da salvare."
    messages.success(request, testo)
    return HttpResponseRedirect(request.get_full_path())


def _scelti(scheda: SchedaArea, ricerca: FormRicerca, request: HttpRequest) -> Page:
    """The capitoli of the area, or those that are searched for; the sheets without area choose among all."""
    dati = ricerca.cleaned_data if ricerca.is_valid() else {}
    righe = scheda.piano.capitoli.all()
    if scheda.area_id and not dati.get("tutti"):
        righe = righe.filter(Q(area=scheda.area_id) | Q(obiettivi__obiettivo__scheda=scheda)).distinct()
    righe = cerca_capitoli(righe, dati.get("q", ""))
    return Paginator(_in_ordine(righe), CAPITOLI_IN_PAGINA).get_page(request.GET.get("pagina"))


def _pagina(request: HttpRequest, scheda: SchedaArea, *, errore: str = "", stato: int = 200) -> HttpResponse:
    ricerca = FormRicerca(request.GET)
    pagina = _scelti(scheda, ricerca, request)
    form = _form(request, scheda, list(pagina.object_list), in_conflitto=stato == 409, inviato=bool(errore))
    if errore:
        form.is_valid()
        form.add_error(None, errore)
    contesto = {
        "scheda": scheda,
        "ente": scheda.piano.ente,
        "ricerca": ricerca,
        "pagina": pagina,
        "resto": urlencode([(nome, testo) for nome, testo in request.GET.items() if nome != "pagina"]),
        "form": form,
        "righe": list(form.righe()),
        "cerca": ricerca.data.get("q", ""),
        "tutti": bool(ricerca.data.get("tutti")),
        **_salvate(scheda, form.obiettivi),
        "ha_peg": pagina.paginator.count or scheda.piano.capitoli.exists(),
    }
    return render(request, "obiettivi/scheda_risorse.html", contesto, status=stato)


def _form(
    request: HttpRequest, scheda: SchedaArea, capitoli: list[Capitolo], *, in_conflitto: bool, inviato: bool
) -> FormRisorse:
    """What was sent comes back with its own rows, whatever the search would find now."""
    if not inviato:
        return FormRisorse(scheda, capitoli, _obiettivi(scheda), leggi_legami(scheda))
    scheda.refresh_from_db(fields=["versione", "modificata_il"])
    partenza = legami_alla_modifica(scheda, _numero(request.POST.get("versione", ""))) if in_conflitto else None
    return FormRisorse(
        scheda,
        _mostrati(request, scheda),
        _obiettivi(scheda),
        leggi_legami(scheda),
        request.POST.dict(),
        in_conflitto=in_conflitto,
        partenza=partenza,
    )


def _salvate(scheda: SchedaArea, obiettivi: Sequence[ObiettivoGestionale]) -> dict[str, list]:
    """What is saved: the objectives that use capitoli, with theirs, and those that use none."""
    risorse = risorse_della_scheda(scheda)
    return {
        "collegate": [(riga, risorse[riga.uid]) for riga in obiettivi if riga.uid in risorse],
        "senza": [riga for riga in obiettivi if riga.uid not in risorse],
    }
