"""Import of the PEG contabile: a file, what was read of it and what would change, the confirmation, the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from piani.forms.peg_importa import FormFile, FormScelte
from piani.importers.peg.conservazione import colonne_da_ricordare, in_dizionario, letto_di, scelte_di, scopo_di
from piani.importers.peg.lettura import Scelte
from piani.models import Caricamento, Evento, Lettura
from piani.models.peg import ANNI_PEG
from piani.permessi import RUOLI_LETTURA
from piani.permessi import importa_peg as puo_importare
from piani.selectors import piani_completi, voci_di_bilancio
from piani.services.avvio_letture import avvia_lettura
from piani.services.caricamenti import conserva_caricamento, scarta_caricamento
from piani.services.letture import e_ferma
from piani.services.peg.differenze import differenze_peg
from piani.services.peg.importazione import importa_peg, ricorda_scelte
from piani.services.scrittura import ScritturaChiusa
from piani.states import PEG_IMPORTATO, STATI_APERTI
from piani.views.peg_anteprima import ELENCHI, elenchi, riassunto, totali

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from piani.importers.peg.forme import PegLetto
    from piani.models import Piano
    from piani.services.peg.differenze import DifferenzePeg


def apri(request: HttpRequest, pk: int) -> Piano:
    """The plan, for who imports its PEG; 403 for who only reads it, 404 for the others."""
    piano = get_object_or_404(piani_completi(), pk=pk)
    if puo_importare(request.user, piano):
        return piano
    if request.user.is_superuser or piano.ente_id in request.user.enti_con_ruolo(RUOLI_LETTURA):
        raise PermissionDenied
    raise Http404


def _contesto(request: HttpRequest, piano: Piano, **altro: Any) -> dict[str, Any]:
    legge = request.user.is_superuser or piano.ente_id in request.user.enti_con_ruolo(RUOLI_LETTURA)
    anni = range(piano.anno_inizio, piano.anno_inizio + ANNI_PEG)
    return {"piano": piano, "ente": piano.ente, "legge_piano": legge, "anni": anni, **altro}


def _chiuso(request: HttpRequest, piano: Piano) -> HttpResponse:
    motivo = (
        f"Il piano è nello stato «{piano.get_stato_display()}»: il PEG si importa solo in redazione o in variazione."
    )
    contesto = {"motivo": motivo, "indirizzo": "/", "testo_indirizzo": "Torna alla pagina iniziale", "ente": piano.ente}
    return render(request, "409.html", contesto, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
def carica(request: HttpRequest, pk: int) -> HttpResponse:
    piano = apri(request, pk)
    if piano.stato not in STATI_APERTI:
        return _chiuso(request, piano)
    form = FormFile(request.POST, request.FILES) if request.method == "POST" else FormFile()
    if form.is_valid():
        caricamento = conserva_caricamento(
            ente=piano.ente,
            utente=request.user,
            scopo=scopo_di(piano),
            nome=form.cleaned_data["file"].name,
            contenuto=form.contenuto,
        )
        avvia_lettura(caricamento=caricamento, scelte=in_dizionario(Scelte(parte=form.cleaned_data["parte"])))
        return redirect("peg-importa-anteprima", piano.pk)
    contesto = _contesto(request, piano, form=form, in_sospeso=_lettura(request, piano), quanti=piano.capitoli.count())
    return render(request, "piani/peg/importa.html", contesto, status=422 if form.errors else 200)


def _lettura(request: HttpRequest, piano: Piano) -> Lettura | None:
    lettura = Lettura.objects.filter(caricamento__utente=request.user, caricamento__scopo=scopo_di(piano))
    return lettura.select_related("caricamento").defer("caricamento__contenuto").first()


@require_http_methods(["GET", "HEAD", "POST"])
def anteprima(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the reading is (asked by htmx, only that), then what was read; POST takes it."""
    piano = apri(request, pk)
    if piano.stato not in STATI_APERTI:
        return _chiuso(request, piano)
    lettura = _lettura(request, piano)
    if lettura is None:
        messages.info(request, "Il file non c'è più: caricarlo di nuovo.")
        return redirect("peg-importa", piano.pk)
    if lettura.stato != Lettura.Stato.FATTA:
        return _in_cammino(request, piano, lettura)
    letto = letto_di(lettura)
    if request.method == "POST":
        return _conferma(request, piano, lettura, letto)
    if request.headers.get("HX-Request") == "true":
        # The bar is at its end: the whole page takes its place.
        risposta = render(request, "piani/peg/avanzamento.html", _contesto(request, piano, lettura=lettura))
        risposta["HX-Refresh"] = "true"
        return risposta
    differenze = _differenze(piano, letto)
    codice = request.GET.get("elenco", "")
    if codice in ELENCHI:
        return _elenco(request, piano, letto, differenze, codice)
    return _intera(request, piano, lettura, letto, differenze)


def _differenze(piano: Piano, letto: PegLetto) -> DifferenzePeg:
    return differenze_peg(
        piano=piano, capitoli=letto.capitoli, parti=letto.parti, ferme=letto.ferme, assenti=letto.assenti
    )


def _in_cammino(request: HttpRequest, piano: Piano, lettura: Lettura) -> HttpResponse:
    parziale = request.headers.get("HX-Request") == "true"
    contesto = _contesto(request, piano, lettura=lettura, riprova=e_ferma(lettura))
    risposta = render(request, "piani/peg/avanzamento.html" if parziale else "piani/peg/lettura.html", contesto)
    patch_vary_headers(risposta, ("HX-Request",))
    patch_cache_control(risposta, no_store=True)
    return risposta


def _elenco(
    request: HttpRequest, piano: Piano, letto: PegLetto, differenze: DifferenzePeg, codice: str
) -> HttpResponse:
    elenco = elenchi(letto, differenze, piano.anno_inizio)[codice]
    contesto = _contesto(request, piano, elenco=elenco, pagina=elenco.pagina(request.GET.get("pagina")), letto=letto)
    return render(request, "piani/peg/elenco.html", contesto)


def _intera(
    request: HttpRequest, piano: Piano, lettura: Lettura, letto: PegLetto, differenze: DifferenzePeg, stato: int = 200
) -> HttpResponse:
    nomi = {(voce["lista"], voce["codice"]): voce["descrizione"] for voce in voci_di_bilancio(piano.anno_inizio)}
    contesto = _contesto(
        request,
        piano,
        letto=letto,
        differenze=differenze,
        elenchi=elenchi(letto, differenze, piano.anno_inizio),
        totali=totali(letto, nomi),
        form=FormScelte(letto, scelte_di(lettura), piano),
    )
    return render(request, "piani/peg/anteprima.html", contesto, status=stato)


def _conferma(request: HttpRequest, piano: Piano, lettura: Lettura, letto: PegLetto) -> HttpResponse:
    try:
        differenze = importa_peg(
            piano=piano,
            utente=request.user,
            capitoli=letto.capitoli,
            parti=letto.parti,
            ferme=letto.ferme,
            assenti=letto.assenti,
            file=letto.nome,
            rifiutate=letto.righe_rifiutate,
            impronta=request.POST.get("impronta", ""),
        )
    except (ScritturaChiusa, ValidationError) as errore:
        messages.error(request, "; ".join(errore.messages) if isinstance(errore, ValidationError) else str(errore))
        return _intera(request, piano, lettura, letto, _differenze(piano, letto), stato=409)
    scelte = scelte_di(lettura)
    colonne = colonne_da_ricordare(letto, scelte, piano.anno_inizio)
    ricorda_scelte(ente=piano.ente, colonne=colonne, aree=scelte.responsabili)
    scarta_caricamento(caricamento=lettura.caricamento)
    if differenze.e_vuota:
        messages.info(request, "Niente da cambiare: il PEG è già come il file.")
        return redirect("peg-importa", piano.pk)
    messages.success(request, "PEG importato.")
    return redirect("peg-importa-esito", piano.pk)


@require_POST
def scelte(request: HttpRequest, pk: int) -> HttpResponse:
    """Read again with other choices, or because who was reading has died."""
    piano = apri(request, pk)
    if piano.stato not in STATI_APERTI:
        return _chiuso(request, piano)
    lettura = _lettura(request, piano)
    if lettura is None:
        return redirect("peg-importa", piano.pk)
    nuove = scelte_di(lettura)
    if lettura.stato == Lettura.Stato.FATTA:
        form = FormScelte(letto_di(lettura), nuove, piano, request.POST)
        if not form.is_valid():
            messages.error(request, "Le scelte non sono di questo file: ripeterle.")
            return redirect("peg-importa-anteprima", piano.pk)
        nuove = form.nuove_scelte()
    elif lettura.stato == Lettura.Stato.IN_CORSO and not e_ferma(lettura):
        return redirect("peg-importa-anteprima", piano.pk)
    caricamento = Caricamento.objects.select_related("ente").get(pk=lettura.caricamento_id)
    avvia_lettura(caricamento=caricamento, scelte=in_dizionario(nuove))
    return redirect("peg-importa-anteprima", piano.pk)


@require_safe
def esito(request: HttpRequest, pk: int) -> HttpResponse:
    """The summary of the last import."""
    piano = apri(request, pk)
    eventi = Evento.objects.filter(
        ente=piano.ente_id,
        oggetto_tipo=piano._meta.model_name,
        oggetto_id=piano.pk,
        transizione=PEG_IMPORTATO.codice,
    )
    evento = eventi.select_related("utente").order_by("-numero").first()
    if evento is None:
        raise Http404
    return render(request, "piani/peg/esito.html", _contesto(request, piano, **riassunto(evento)))
