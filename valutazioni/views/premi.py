"""The funds of a year: how much, what it would give, what was distributed, the file for the payroll."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from piani.views.documenti import tipo_del_file
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata
from valutazioni.calcolo.base import due_decimali
from valutazioni.documenti.stipendi import stipendi_csv, stipendi_xlsx
from valutazioni.forms.premi import FormFondo, FormProva
from valutazioni.models import Fondo
from valutazioni.permessi import RUOLI_VALUTAZIONI, prepara
from valutazioni.selectors import smvp_in_forza
from valutazioni.services.lettura_premi import (
    con_i_nomi,
    fondi_dell_anno,
    ha_la_propria,
    righe_per_gli_stipendi,
)
from valutazioni.services.premi import (
    da_rifare,
    distribuisci_fondo,
    distribuzione_di,
    motivi_contro,
    riapri_fondo,
    salva_fondo,
    simula,
)
from valutazioni.states import FONDO, StatoFondo
from valutazioni.views.anno import (
    apri_anno_da_preparare,
    apri_anno_delle_carte,
    e_segretario,
    file_riservato,
    riservata,
)
from valutazioni.views.passaggi import Passaggio, non_ora, pagina_del_passaggio, possibili

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from piani.models import Ente
    from valutazioni.calcolo.premi import Distribuzione

PER_PAGINA = 200
FORMATI = {"xlsx", "csv"}
SPIEGAZIONI = {
    "distribuisci": "La distribuzione resta congelata e numerata, con il conto di ogni importo. I centesimi sommano "
    "esattamente al fondo.",
    "riapri": "Quel che è stato distribuito resta agli atti. Il fondo si può correggere e distribuire di nuovo.",
}


@require_safe
def premi(request: HttpRequest, ente: str, anno: int) -> HttpResponse:
    """The funds of the year, category by category."""
    riga = apri_anno_delle_carte(request, ente, anno)
    smvp = smvp_in_forza(riga, anno)
    fondi = fondi_dell_anno(riga, anno, smvp)
    contesto = {
        "ente": riga,
        "anno": anno,
        "smvp": smvp,
        "fondi": fondi,
        "totale": sum((voce.fondo.importo for voce in fondi if voce.fondo), Decimal(0)),
        "distribuiti": any(voce.fondo and voce.fondo.stato == StatoFondo.DISTRIBUITO for voce in fondi),
        "scrive": e_segretario(request, riga),
    }
    return riservata(render(request, "valutazioni/premi/anno.html", contesto))


def apri_fondo(request: HttpRequest, pk: int) -> Fondo:
    """The fund, for Segretario and Nucleo; 404 for everybody else."""
    fondo = get_object_or_404(Fondo.objects.select_related("ente"), pk=pk)
    if fondo.ente_id not in request.user.enti_con_ruolo(RUOLI_VALUTAZIONI):
        raise Http404
    return fondo


def _nome(fondo: Fondo) -> str:
    smvp = smvp_in_forza(fondo.ente_id, fondo.anno)
    nomi = {voce.codice: voce.nome for voce in smvp.categorie} if smvp else {}
    return f"Fondo {fondo.anno}, {nomi.get(fondo.categoria, fondo.categoria)}"


def _passaggio(request: HttpRequest, fondo: Fondo) -> Passaggio:
    def esegui(*, codice: str, versione: int, nota: str) -> Fondo:
        if codice == "distribuisci":
            return distribuisci_fondo(fondo=fondo, utente=request.user, versione=versione, nota=nota)
        return riapri_fondo(fondo=fondo, utente=request.user, nota=nota, versione=versione)

    return Passaggio(
        percorso=FONDO,
        oggetto=fondo,
        ente=fondo.ente,
        nome=_nome(fondo),
        indirizzo=reverse("fondo", args=[fondo.pk]),
        esegui=esegui,
        etichette={"riapri": "Motivo"},
        spiegazioni=SPIEGAZIONI,
        radice=(f"Premi {fondo.anno}", reverse("premi", args=[fondo.ente.slug, fondo.anno])),
    )


@require_safe
def fondo(request: HttpRequest, pk: int) -> HttpResponse:
    """What was distributed; of an open fund, what it would give, also with another amount. Nothing is written."""
    riga = apri_fondo(request, pk)
    aperto = riga.stato == StatoFondo.APERTO
    form = (
        FormProva(request.GET) if aperto and "importo" in request.GET else FormProva(initial={"importo": riga.importo})
    )
    importo = form.cleaned_data["importo"] if form.is_bound and form.is_valid() else riga.importo
    nascosto = aperto and ha_la_propria(riga, request.user)
    ultima = riga.distribuzioni.order_by("-numero").first()
    oggi, motivi = (None, ()) if nascosto else _simulata(riga, importo)
    mostrata = oggi if aperto or ultima is None else distribuzione_di(ultima)
    diversa = not aperto and oggi is not None and mostrata is not None and oggi.premi != mostrata.premi
    contesto = {
        "ente": riga.ente,
        "fondo": riga,
        "nome": _nome(riga),
        "aperto": aperto,
        "form": form,
        "importo": importo,
        "nascosto": nascosto,
        "contro": motivi_contro(riga) if aperto else (),
        "motivi": motivi,
        "mostrata": mostrata,
        "ultima": ultima,
        "da_rifare": da_rifare(riga),
        "diversa": diversa,
        "transizioni": list(possibili(request.user, FONDO, riga)),
        "scrive": prepara(request.user, riga),
        "resto": urlencode({"importo": request.GET["importo"]}) if form.is_bound else "",
        **_righe(request, riga.ente, mostrata),
    }
    stato = 422 if form.is_bound and form.errors else 200
    return riservata(render(request, "valutazioni/premi/fondo.html", contesto, status=stato))


def _simulata(fondo: Fondo, importo: Decimal) -> tuple[Distribuzione | None, tuple[str, ...]]:
    try:
        return simula(fondo, importo), ()
    except TransizioneRifiutata as errore:
        return None, errore.motivi


def _righe(request: HttpRequest, ente: Ente, distribuzione: Distribuzione | None) -> dict[str, Any]:
    righe = con_i_nomi(ente, distribuzione) if distribuzione else []
    pagina = Paginator(righe, PER_PAGINA).get_page(request.GET.get("pagina"))
    return {
        "pagina": pagina,
        "righe": [
            (persona or premio.chiave, premio, "" if premio.punteggio is None else due_decimali(premio.punteggio))
            for premio, persona in pagina
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def fondo_nuovo(request: HttpRequest, ente: str, anno: int, categoria: str) -> HttpResponse:
    riga = apri_anno_da_preparare(request, ente, anno)
    smvp = smvp_in_forza(riga, anno)
    if smvp is None or categoria not in {voce.codice for voce in smvp.categorie}:
        raise Http404
    return _modulo(request, Fondo(ente=riga, anno=anno, categoria=categoria), "Scrivi il fondo")


@require_http_methods(["GET", "HEAD", "POST"])
def fondo_modifica(request: HttpRequest, pk: int) -> HttpResponse:
    riga = apri_fondo(request, pk)
    if not prepara(request.user, riga):
        raise PermissionDenied
    if riga.stato != StatoFondo.APERTO:
        return non_ora(request, _passaggio(request, riga), "Il fondo è distribuito: per correggerlo si riapre.")
    return _modulo(request, riga, "Correggi il fondo")


def _modulo(request: HttpRequest, riga: Fondo, titolo: str) -> HttpResponse:
    form = FormFondo(riga, request.POST if request.method == "POST" else None)
    motivi: tuple[str, ...] = ()
    if form.is_valid():
        try:
            scritto = salva_fondo(fondo=form.riempi(), utente=request.user, versione=form.cleaned_data["versione"])
        except OggettoCambiato as errore:
            return non_ora(request, _passaggio(request, riga), str(errore))
        except ValidationError as errore:
            motivi = tuple(errore.messages)
        else:
            messages.success(request, "Il fondo è salvato.")
            return HttpResponseRedirect(reverse("fondo", args=[scritto.pk]))
    contesto = {
        "ente": riga.ente, "fondo": riga, "form": form, "motivi": motivi, "titolo": titolo, "nome": _nome(riga),
    }  # fmt: skip
    stato = 422 if form.errors or motivi else 200
    return riservata(render(request, "valutazioni/premi/modulo.html", contesto, status=stato))


@require_http_methods(["GET", "HEAD", "POST"])
def passaggio(request: HttpRequest, pk: int, codice: str) -> HttpResponse:
    riga = apri_fondo(request, pk)
    return riservata(pagina_del_passaggio(request, codice, _passaggio(request, riga)))


@require_safe
def stipendi(request: HttpRequest, ente: str, anno: int, formato: str) -> HttpResponse:
    """The premi that are distributed, for the payroll: only for the Segretario."""
    riga = apri_anno_da_preparare(request, ente, anno)
    if formato not in FORMATI:
        raise Http404
    righe = righe_per_gli_stipendi(riga, anno, smvp_in_forza(riga, anno))
    if not righe:
        raise Http404("Nessun fondo è distribuito.")
    contenuto = stipendi_csv(righe) if formato == "csv" else stipendi_xlsx(righe, ente=riga.denominazione, anno=anno)
    nome = f"premi-{anno}.{formato}"
    return file_riservato(contenuto, nome, tipo_del_file(nome))
