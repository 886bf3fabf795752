"""The PEG of the body: by titolo and by missione, down to the capitoli, and a search among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from piani.controlli.legge import ABITANTI_PEG_OBBLIGATORIO
from piani.forms.peg import FormRicerca
from piani.permessi import RUOLI_LETTURA, importa_peg, legge_peg
from piani.selectors import LetturaPiano, cerca_capitoli, piani_completi
from piani.sezioni.peg import foto_capitolo, leggi_peg
from piani.sezioni.peg_totali import RIEPILOGO, SPESA, Somme, per_area
from piani.states import STATI_APERTI
from piani.views.peg_tavole import (
    SENZA_CODICE,
    RigaTavola,
    Tavola,
    con_responsabili,
    contesto_del_peg,
    contesto_delle_somme,
    gruppi_di,
    in_indirizzo,
    solo,
    tavola_del_ramo,
    trova,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from piani.models import Piano
    from piani.sezioni.peg import CapitoloFoto

PER_PAGINA = 100


def apri_peg(request: HttpRequest, pk: int) -> Piano:
    """The plan, complete, for who reads its PEG; 404 for the others."""
    piano = get_object_or_404(piani_completi(), pk=pk)
    if not legge_peg(request.user, piano):
        raise Http404
    return piano


def contesto_comune(request: HttpRequest, piano: Piano) -> dict[str, Any]:
    """`legge_piano`: the steps of the breadcrumb lead to the plan's page for who has it."""
    utente = request.user
    return {
        "piano": piano,
        "ente": piano.ente,
        "legge_piano": utente.is_superuser or piano.ente_id in utente.enti_con_ruolo(RUOLI_LETTURA),
    }


def lettura_di_alcuni(piano: Piano, **filtri: Any) -> LetturaPiano:
    """The plan as if its PEG had these capitoli only."""
    lettura = LetturaPiano(piano)
    lettura.capitoli = list(piano.capitoli.filter(**filtri).select_related("area"))
    return lettura


@require_safe
def peg(request: HttpRequest, pk: int) -> HttpResponse:
    piano = apri_peg(request, pk)
    lettura = LetturaPiano(piano)
    dati = leggi_peg(lettura)
    contesto = contesto_comune(request, piano) | {
        "form": FormRicerca(piano=piano),
        "e_obbligatorio": (piano.ente.popolazione_totale or 0) >= ABITANTI_PEG_OBBLIGATORIO,
        "puo_importare": piano.stato in STATI_APERTI and importa_peg(request.user, piano),
    }
    if dati.capitoli:
        contesto |= contesto_del_peg(dati, piano.anno_inizio, _indirizzo(piano))
        contesto["per_area"] = _per_area(dati.capitoli, lettura)
    return render(request, "piani/peg/pagina.html", contesto)


def _per_area(capitoli: Sequence[CapitoloFoto], lettura: LetturaPiano) -> Tavola:
    """The spesa by who manages it; the pages of the areas are of the app above, reached by name."""
    gruppi = per_area(capitoli)
    righe = []
    for slug, nome in (*_nomi_delle_aree(lettura).items(), (None, "Senza responsabile")):
        if slug in gruppi:
            indirizzo = reverse("peg-area", args=[lettura.piano.pk, in_indirizzo(slug or "")])
            somme = Somme.di(riga for riga in gruppi[slug] if riga.parte == SPESA)
            righe.append(RigaTavola(nome, somme, indirizzo))
    righe.append(RigaTavola("Totale spesa", Somme.somma(riga.somme for riga in righe), e_totale=True))
    return Tavola("aree", "Spesa per responsabile", "Area", righe)


def _nomi_delle_aree(lettura: LetturaPiano) -> dict[str, str]:
    """Names by slug of the areas that have capitoli, in the order of the areas; one no longer active is there too."""
    aree = {riga.area for riga in lettura.capitoli if riga.area}
    return {area.slug: area.nome for area in sorted(aree, key=lambda area: (area.ordine, area.pk))}


def _indirizzo(piano: Piano) -> Any:
    def indirizzo(parte: str, sopra: str, sotto: str | None = None) -> str:
        codici = {"pk": piano.pk, "parte": parte, "sopra": sopra}
        if sotto is None:
            return reverse("peg-ramo", kwargs=codici)
        return reverse("peg-foglia", kwargs={**codici, "sotto": sotto})

    return indirizzo


def _lettura(piano: Piano, parte: str, sopra: str) -> LetturaPiano:
    """The rows of one titolo of entrata, or of one missione: a page of it does not read the whole PEG."""
    codice = "" if sopra == SENZA_CODICE else sopra
    return lettura_di_alcuni(piano, parte=parte, **{RIEPILOGO[parte]: codice})


@require_safe
def ramo(request: HttpRequest, pk: int, parte: str, sopra: str) -> HttpResponse:
    """A titolo of entrata, or a missione: what is below it."""
    piano = apri_peg(request, pk)
    dati = leggi_peg(_lettura(piano, parte, sopra))
    (scelto,) = trova(dati, parte, sopra)
    contesto = contesto_comune(request, piano) | contesto_delle_somme(dati, piano.anno_inizio)
    contesto |= {"ramo": scelto, "tavola": tavola_del_ramo(parte, scelto, _indirizzo(piano))}
    return render(request, "piani/peg/ramo.html", contesto)


@require_safe
def foglia(request: HttpRequest, pk: int, parte: str, sopra: str, sotto: str) -> HttpResponse:
    """A tipologia, or a programma: its capitoli, a page of them at a time."""
    piano = apri_peg(request, pk)
    lettura = _lettura(piano, parte, sopra)
    dati = leggi_peg(lettura)
    alto, scelto = trova(dati, parte, sopra, sotto)
    gruppi = list(gruppi_di(scelto))
    voci = [(posto, riga) for posto, gruppo in enumerate(gruppi) for riga in gruppo.capitoli]
    pagina = Paginator(voci, PER_PAGINA).get_page(request.GET.get("pagina"))
    aree = _nomi_delle_aree(lettura)
    contesto = contesto_comune(request, piano) | contesto_delle_somme(dati, piano.anno_inizio)
    contesto |= {
        "alto": alto,
        "indirizzo_alto": _indirizzo(piano)(parte, sopra),
        "ramo": scelto,
        "gruppi": con_responsabili(solo(gruppi, pagina.object_list), aree),
        "pagina": pagina,
    }
    return render(request, "piani/peg/foglia.html", contesto)


@require_safe
def capitoli(request: HttpRequest, pk: int) -> HttpResponse:
    """Search by number, name, code; of a part, of an area. Without anything asked, all of them."""
    piano = apri_peg(request, pk)
    form = FormRicerca(request.GET or None, piano=piano)
    form.is_valid()
    scelte = getattr(form, "cleaned_data", {})
    righe = piano.capitoli.select_related("area").order_by("parte", "capitolo", "articolo")
    chiesto = {nome: scelte[nome] for nome in ("parte", "area") if scelte.get(nome)}
    righe = cerca_capitoli(righe.filter(**chiesto), scelte.get("q", ""))
    pagina = Paginator(righe, PER_PAGINA).get_page(request.GET.get("pagina"))
    somme = Somme.somma(
        Somme(competenza=importi, righe=1)
        for importi in righe.order_by().values_list("competenza_1", "competenza_2", "competenza_3")
    )
    interrogazione = request.GET.copy()
    interrogazione.pop("pagina", None)
    contesto = contesto_comune(request, piano) | {
        "form": form,
        "capitoli": [(foto_capitolo(riga), riga.area) for riga in pagina],
        "pagina": pagina,
        "somme": somme,
        "anni": [piano.anno_inizio, piano.anno_inizio + 1, piano.anno_inizio + 2],
        "interrogazione": interrogazione.urlencode(),
    }
    return render(request, "piani/peg/capitoli.html", contesto)
