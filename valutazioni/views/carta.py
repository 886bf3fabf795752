"""A card: written by who assesses, read by the person and by who reads all of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from obiettivi.views.comune import testo_salvo
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata
from valutazioni.calcolo.base import Grado, numero, percento
from valutazioni.forms.carte import FormCarta
from valutazioni.models import Carta
from valutazioni.permessi import legge_carta, valuta
from valutazioni.services.carte import muovi_carta, salva_carta
from valutazioni.services.lettura_carte import leggi_carta, storia_della_carta
from valutazioni.services.premi import fondo_da_rifare_di
from valutazioni.services.stampa_carte import pdf_della_carta
from valutazioni.states import CARTA, StatoCarta
from valutazioni.views.anno import file_riservato, riservata
from valutazioni.views.passaggi import Passaggio, non_ora, pagina_del_passaggio, possibili

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from valutazioni.calcolo.valutazione import Valutazione
    from valutazioni.services.lettura_carte import CartaLetta

SALE = "gradi della carta"
SPIEGAZIONI = {
    "proponi": "Il punteggio si calcola adesso, con i risultati come sono oggi, e resta fissato nella scheda.",
    "ritira": "Torna in bozza: il punteggio si ricalcola quando la proponi di nuovo.",
    "comunica": "Da adesso la persona legge la sua scheda e può prenderne visione, osservare, contestarla.",
    "prendi_visione": "Prendere visione non vuol dire essere d'accordo. Le osservazioni restano sulla scheda.",
    "contesta": "Scrivi perché. Chi ti ha valutato ti ascolta, poi rivede la scheda o la conclude con una "
    "motivazione (art. 7 c. 2-bis d.lgs 150/2009).",
    "rivedi": "La scheda torna in bozza e andrà proposta e comunicata di nuovo. La persona legge il motivo.",
    "concludi": "La scheda non si cambia più ed entra nei premi.",
    "concludi_con_nota": "La scheda non si cambia più ed entra nei premi. La persona legge la motivazione.",
    "riapri": "La scheda torna in bozza. Se il fondo dei premi è già distribuito, andrà riaperto e distribuito di "
    "nuovo: la pagina del fondo lo segnala finché non è fatto.",
}
ETICHETTE = {
    "prendi_visione": "Osservazioni",
    "contesta": "Che cosa contesti",
    "rivedi": "Motivo",
    "concludi_con_nota": "Motivazione",
    "riapri": "Motivo",
}


def apri_carta(request: HttpRequest, pk: int) -> Carta:
    """The card, for who reads it; for everybody else it does not exist."""
    carta = get_object_or_404(Carta.objects.select_related("ente", "dipendente", "area", "smvp", "valutata_da"), pk=pk)
    if not legge_carta(request.user, carta):
        raise Http404
    return carta


def _passaggio(request: HttpRequest, carta: Carta) -> Passaggio:
    return Passaggio(
        percorso=CARTA,
        oggetto=carta,
        ente=carta.ente,
        nome=f"Scheda di valutazione di {carta}",
        indirizzo=reverse("carta", args=[carta.pk]),
        esegui=lambda **dati: muovi_carta(carta=carta, utente=request.user, **dati),
        etichette=ETICHETTE,
        spiegazioni=SPIEGAZIONI,
        parti=dict.fromkeys(("proponi", "comunica", "concludi", "concludi_con_nota"), "valutazioni/carte/sintesi.html"),
        radice=("Valutazione", reverse("carte")),
    )


@testo_salvo
@require_http_methods(["GET", "HEAD", "POST"])
def carta(request: HttpRequest, pk: int) -> HttpResponse:
    riga = apri_carta(request, pk)
    scrive = riga.stato == StatoCarta.BOZZA and valuta(request.user, riga)
    if request.method != "POST":
        return _pagina(request, leggi_carta(riga), scrive=scrive)
    if not valuta(request.user, riga):
        raise PermissionDenied
    scritto = request.POST.get("giudizio", "")
    if not scrive:
        motivo = f"La scheda è nello stato «{riga.get_stato_display()}»: non si scrive più."
        return riservata(non_ora(request, _passaggio(request, riga), motivo, scritto=scritto))
    if request.headers.get("HX-Request") == "true":
        return _solo_totale(request, riga)
    if request.POST.get("azione") == "calcola":
        return _pagina(request, leggi_carta(riga), scrive=True)
    try:
        return _salva(request, riga)
    except OggettoCambiato as errore:
        return riservata(non_ora(request, _passaggio(request, riga), str(errore), scritto=scritto))


def _salva(request: HttpRequest, carta: Carta) -> HttpResponse:
    letta = leggi_carta(carta)
    form = FormCarta(carta, letta.smvp, request.POST)
    motivi: tuple[str, ...] = ()
    if form.is_valid():
        try:
            salva_carta(
                carta=carta,
                voti=form.voti(),
                gradi=form.gradi_a_mano(),
                giudizio=form.cleaned_data["giudizio"],
                esclusione=form.cleaned_data["esclusione"],
                utente=request.user,
                versione=form.cleaned_data["versione"],
            )
        except OggettoCambiato:
            raise
        except TransizioneRifiutata as errore:
            motivi = errore.motivi
        except ValidationError as errore:
            motivi = tuple(errore.messages)
        else:
            messages.success(request, "La bozza è salvata.")
            avanti = request.POST.get("azione") == "proponi"
            nome, argomenti = ("carta-passaggio", [carta.pk, "proponi"]) if avanti else ("carta", [carta.pk])
            return HttpResponseRedirect(reverse(nome, args=argomenti))
    return _pagina(request, letta, scrive=True, form=form, motivi=motivi)


def _solo_totale(request: HttpRequest, carta: Carta) -> HttpResponse:
    """What the total would be, while one writes: with the degrees that the page was drawn with, so that the plan is not
    read at every touch."""
    letta = leggi_carta(carta, gradi_firmati(request.POST.get("gradi", "")))
    form = FormCarta(carta, letta.smvp, request.POST)
    form.is_valid()
    valutazione = letta.con_voti(form.voti(), form.gradi_a_mano())
    contesto = {"valutazione": valutazione, "totale": _totale(valutazione), "e_calcolato": True}
    return riservata(render(request, "valutazioni/carte/totale.html", contesto))


def firma_gradi(gradi: Mapping[str, Grado]) -> str:
    valori = {codice: str(grado.esatto) for codice, grado in gradi.items() if grado.esatto is not None}
    return signing.dumps(valori, salt=SALE)


def gradi_firmati(testo: str) -> dict[str, Grado] | None:
    """The degrees that this site put into the page; None for anything else."""
    try:
        return {codice: Grado(esatto=Decimal(valore)) for codice, valore in signing.loads(testo, salt=SALE).items()}
    except signing.BadSignature:
        return None


def _totale(valutazione: Valutazione) -> str:
    valore = valutazione.valore
    return "" if valore is None else f"{valore:f}".replace(".", ",")


def _pagina(
    request: HttpRequest,
    letta: CartaLetta,
    *,
    scrive: bool,
    form: FormCarta | None = None,
    motivi: tuple[str, ...] = (),
) -> HttpResponse:
    carta, valutazione, calcolato = letta.carta, letta.valutazione, False
    if scrive and form is None:
        dati = request.POST if request.method == "POST" else None
        form = FormCarta(carta, letta.smvp, dati, gradi=firma_gradi(letta.gradi))
    if form is not None and form.is_bound:
        form.is_valid()
        valutazione, calcolato = letta.con_voti(form.voti(), form.gradi_a_mano()), True
    contesto = {
        **contesto_della_carta(letta, valutazione),
        "form": form,
        "motivi": motivi,
        "scrive": scrive,
        "e_calcolato": calcolato,
        "propria": carta.dipendente.utente_id == request.user.pk,
        "transizioni": [v for v in possibili(request.user, CARTA, carta) if not (scrive and v.codice == "proponi")],
        "storia": storia_della_carta(carta),
        "da_rifare": fondo_da_rifare_di(carta),
    }
    stato = 422 if motivi or (form is not None and form.errors) else 200
    return riservata(render(request, "valutazioni/carte/carta.html", contesto, status=stato))


def contesto_della_carta(letta: CartaLetta, valutazione: Valutazione) -> dict[str, Any]:
    """What the page, the page of a transition and nobody else say of a card."""
    return {
        "ente": letta.carta.ente,
        "carta": letta.carta,
        "letta": letta,
        "categoria": letta.categoria,
        "valutazione": valutazione,
        "totale": _totale(valutazione),
        "componenti": letta.componenti,
        "obiettivi": [
            (posizione, misurato, numero(peso), _grado(misurato.grado), _stato(misurato))
            for posizione, misurato, peso in letta.obiettivi()
        ],
    }


def _grado(grado: Grado) -> str:
    return "non si può dire" if grado.esatto is None else percento(grado.esatto)


def _stato(misurato: Any) -> str:
    if misurato.e_confermato:
        return "confermato dal Nucleo"
    return "proposto, non confermato" if misurato.e_proposto else "calcolato dai valori, non proposto"


@require_http_methods(["GET", "HEAD", "POST"])
def passaggio(request: HttpRequest, pk: int, codice: str) -> HttpResponse:
    riga = apri_carta(request, pk)
    pagina = _passaggio(request, riga)
    if codice in pagina.parti:
        letta = leggi_carta(riga)
        pagina.dati.update(contesto_della_carta(letta, letta.valutazione))
    return riservata(pagina_del_passaggio(request, codice, pagina))


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The card as a document; a draft is not one yet."""
    riga = apri_carta(request, pk)
    if riga.stato == StatoCarta.BOZZA:
        raise Http404
    nome = f"scheda-valutazione-{riga.anno}-{riga.dipendente.codice}.pdf"
    return file_riservato(pdf_della_carta(leggi_carta(riga)), nome, "application/pdf", da_salvare=False)
