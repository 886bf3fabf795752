"""The SMVP of a body: read by everybody, written by the Segretario part by part, moved on by Segretario and Nucleo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from piani.models import Ente
from piani.permessi import Ruolo
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata
from valutazioni.calcolo.smvp import modelli_smvp, smvp_da_json
from valutazioni.calcolo.verifica import unita_prevalente, verifica_smvp
from valutazioni.forms.passaggi import FormConAtto
from valutazioni.forms.smvp import FormNuovo, indice_delle_parti, parte_di
from valutazioni.models import VersioneSmvp
from valutazioni.permessi import legge_smvp, prepara
from valutazioni.selectors.smvp import smvp_letti_da
from valutazioni.services.smvp import adotta_smvp, crea_smvp, elimina_smvp, muovi_smvp, salva_smvp
from valutazioni.states import SMVP, StatoSmvp
from valutazioni.views.passaggi import Passaggio, non_ora, pagina_del_passaggio, possibili
from valutazioni.views.smvp_letto import letto

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from valutazioni.calcolo.smvp import Smvp
    from valutazioni.forms.smvp import Parte

VERSIONE_DI_PARTENZA = "versione-"
PER_PAGINA = 100
SPIEGAZIONI = {
    "chiedi_parere": "Il Nucleo legge il sistema com'è adesso e dà il parere vincolante (art. 7 d.lgs 150/2009). "
    "Finché non risponde non si può cambiare.",
    "parere_favorevole": "Il Segretario potrà adottarlo. Il parere resta agli atti e si legge nella pagina.",
    "parere_negativo": "Torna in bozza, con le tue ragioni.",
    "correggi": "Torna in bozza: il parere andrà chiesto di nuovo.",
    "adotta": "Da quell'anno è il sistema in vigore; quello di prima resta per i suoi anni. Non si cambia più.",
}


def apri(request: HttpRequest, pk: int) -> VersioneSmvp:
    """The version, for who reads it; 404 for the others."""
    riga = get_object_or_404(VersioneSmvp.objects.select_related("ente", "atto"), pk=pk)
    if not legge_smvp(request.user, riga):
        raise Http404
    return riga


def _passaggio(request: HttpRequest, riga: VersioneSmvp) -> Passaggio:
    def esegui(*, codice: str, **dati: Any) -> VersioneSmvp:
        if codice == "adotta":
            return adotta_smvp(riga=riga, utente=request.user, **dati)
        return muovi_smvp(riga=riga, codice=codice, utente=request.user, **dati)

    return Passaggio(
        percorso=SMVP,
        oggetto=riga,
        ente=riga.ente,
        nome=str(riga),
        indirizzo=reverse("smvp-letto", args=[riga.pk]),
        esegui=esegui,
        forms={"adotta": FormConAtto},
        etichette={"parere_favorevole": "Parere", "parere_negativo": "Parere", "correggi": "Motivo"},
        spiegazioni=SPIEGAZIONI,
        radice=("Sistema di valutazione", reverse("smvp")),
    )


@require_safe
def elenco(request: HttpRequest) -> HttpResponse:
    """The versions of the user's bodies; the Segretario begins a new one here."""
    scritti = request.user.enti_con_ruolo([Ruolo.SEGRETARIO])
    contesto = {
        "pagina": Paginator(smvp_letti_da(request.user), PER_PAGINA).get_page(request.GET.get("pagina")),
        "enti": list(Ente.objects.filter(pk__in=scritti)) if scritti else [],
    }
    return render(request, "valutazioni/smvp/elenco.html", contesto)


@require_safe
def pagina(request: HttpRequest, pk: int) -> HttpResponse:
    """The SMVP as one reads it."""
    riga = apri(request, pk)
    smvp = smvp_da_json(riga.contenuto)
    contesto = {
        "ente": riga.ente,
        "riga": riga,
        "smvp": smvp,
        "letto": letto(smvp),
        "errori_smvp": verifica_smvp(smvp),
        "avvisi": unita_prevalente(smvp),
        "scrive": riga.stato == StatoSmvp.BOZZA and prepara(request.user, riga),
        "prima_parte": indice_delle_parti(smvp)[0][0],
        "transizioni": list(possibili(request.user, SMVP, riga)),
    }
    return render(request, "valutazioni/smvp/pagina.html", contesto)


@require_http_methods(["GET", "HEAD", "POST"])
def passaggio(request: HttpRequest, pk: int, codice: str) -> HttpResponse:
    riga = apri(request, pk)
    return pagina_del_passaggio(request, codice, _passaggio(request, riga))


@require_http_methods(["GET", "HEAD", "POST"])
def nuovo(request: HttpRequest, ente: str) -> HttpResponse:
    """From a ready model, or from a version that the body has."""
    riga = get_object_or_404(Ente, slug=ente)
    if riga.pk not in request.user.ruoli_per_ente:
        raise Http404
    if not prepara(request.user, VersioneSmvp(ente=riga)):
        raise PermissionDenied
    modelli = modelli_smvp()
    versioni = {f"{VERSIONE_DI_PARTENZA}{v.pk}": v for v in VersioneSmvp.objects.filter(ente=riga)}
    scelte = {nome: f"Modello: {smvp.nome}" for nome, smvp in modelli.items()}
    scelte |= {chiave: f"Copia di: {versione}" for chiave, versione in versioni.items()}
    form = FormNuovo(scelte, request.POST if request.method == "POST" else None)
    motivi: tuple[str, ...] = ()
    if form.is_valid():
        scelto = form.cleaned_data.pop("modello")
        smvp = smvp_da_json(versioni[scelto].contenuto) if scelto in versioni else modelli[scelto]
        try:
            creato = crea_smvp(ente=riga, smvp=smvp, utente=request.user, **form.cleaned_data)
        except TransizioneRifiutata as errore:
            motivi = errore.motivi
        else:
            messages.success(request, "La bozza è pronta: rileggila parte per parte.")
            return redirect("smvp-modifica", creato.pk, indice_delle_parti(smvp)[0][0])
    contesto = {"ente": riga, "form": form, "motivi": motivi}
    return render(request, "valutazioni/smvp/nuovo.html", contesto, status=422 if form.errors or motivi else 200)


@require_POST
def elimina(request: HttpRequest, pk: int) -> HttpResponse:
    riga = apri(request, pk)
    try:
        elimina_smvp(riga=riga, utente=request.user)
    except OggettoCambiato as errore:
        return non_ora(request, _passaggio(request, riga), str(errore))
    messages.success(request, f"La bozza «{riga}» è eliminata.")
    return redirect("smvp")


@require_http_methods(["GET", "HEAD", "POST"])
def modifica(request: HttpRequest, pk: int, parte: str) -> HttpResponse:
    """A part of the SMVP: what it says now, or what was sent and why it is not kept."""
    riga = apri(request, pk)
    if not prepara(request.user, riga):
        raise PermissionDenied
    if riga.stato != StatoSmvp.BOZZA:
        return non_ora(request, _passaggio(request, riga), f"«{riga}» non è più in bozza: non si cambia.")
    smvp = smvp_da_json(riga.contenuto)
    aperta = parte_di(riga, smvp, parte, request.POST if request.method == "POST" else None)
    if aperta is None:
        raise Http404
    motivi: tuple[str, ...] = ()
    if request.method == "POST" and aperta.e_valida():
        try:
            return _salvata(request, riga, aperta)
        except OggettoCambiato as errore:
            return non_ora(request, _passaggio(request, riga), str(errore))
        except TransizioneRifiutata as errore:
            motivi = errore.motivi
        except ValidationError as errore:
            motivi = tuple(errore.messages)
    errori = any(voce.is_bound and not voce.is_valid() for voce in aperta.forms)
    return render(
        request,
        "valutazioni/smvp/modifica.html",
        _contesto(riga, smvp, aperta, motivi, errori=errori),
        status=422 if errori or motivi else 200,
    )


def _salvata(request: HttpRequest, riga: VersioneSmvp, aperta: Parte) -> HttpResponse:
    versione = request.POST.get("versione", "")
    smvp = aperta.smvp_nuovo()
    salva_smvp(
        riga=riga,
        smvp=smvp,
        utente=request.user,
        versione=int(versione) if versione.isdecimal() else 0,
        **aperta.testata,
    )
    messages.success(request, f"«{aperta.titolo}»: salvato.")
    codici = [codice for codice, _ in indice_delle_parti(smvp)]
    posto = codici.index(aperta.codice) if aperta.codice in codici else 0
    if request.POST.get("poi") == "avanti":
        posto += 1
    if posto >= len(codici):
        return HttpResponseRedirect(reverse("smvp-letto", args=[riga.pk]))
    return redirect("smvp-modifica", riga.pk, codici[posto])


def _contesto(
    riga: VersioneSmvp, smvp: Smvp, aperta: Parte, motivi: tuple[str, ...], *, errori: bool
) -> dict[str, Any]:
    return {
        "ente": riga.ente,
        "riga": riga,
        "parte": aperta,
        "indice": indice_delle_parti(smvp),
        "motivi": motivi,
        "errori": errori,
        "forms": aperta.forms,
    }
