"""The Relazione goes on: a page to read, then one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata
from valutazioni.forms.relazione import FormApprovazione, FormPassaggio
from valutazioni.permessi import PREDICATI
from valutazioni.services import relazione as servizi
from valutazioni.services.coda import richiedi_documenti
from valutazioni.services.produzione import impedimenti_alla_pubblicazione
from valutazioni.services.pubblicazione import pubblica_relazione
from valutazioni.states import RELAZIONE
from valutazioni.views.relazione.comune import apri_relazione, passaggi_possibili

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from semproniano.core.workflow import Transizione
    from valutazioni.models import Relazione

SERVIZI = {
    "trasmetti": servizi.trasmetti_relazione,
    "emendamenti": servizi.emendamenti_relazione,
    "valida": servizi.valida_relazione,
    "non_valida": servizi.non_valida_relazione,
    "correggi": servizi.correggi_relazione,
    "pubblica": pubblica_relazione,
}
SPIEGAZIONI = {
    "trasmetti": "Il testo e i risultati si congelano come sono adesso: è ciò che la Giunta vota.",
    "emendamenti": "La Giunta chiede modifiche: la Relazione si riapre. Il testo trasmesso resta, con la nota.",
    "approva": "L'atto si lega al testo trasmesso, che diventa una versione numerata e non cambia più.",
    "valida": "Dopo la validazione la Relazione si può pubblicare e i premi si possono distribuire.",
    "non_valida": "La Relazione torna in redazione: si corregge, si vota e si valida di nuovo.",
    "correggi": "La versione approvata resta com'è finché non se ne approva un'altra, con un nuovo atto.",
    "pubblica": "I documenti vanno sul sito, in Amministrazione trasparente. Il Referto resta negli uffici.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def passaggio(request: HttpRequest, pk: int, codice: str) -> HttpResponse:
    riga = apri_relazione(request, pk)
    voce = RELAZIONE[codice]
    if not PREDICATI[voce.chi].vale(request.user, riga):
        raise PermissionDenied
    if voce not in passaggi_possibili(request.user, riga):
        return _non_ora(request, riga, f"La Relazione è nello stato «{riga.get_stato_display()}».")
    form = _form(request, riga, voce)
    motivi: Sequence[str] = ()
    if form.is_valid():
        try:
            _fai(request, riga, voce, form)
        except OggettoCambiato as errore:
            return _non_ora(request, riga, str(errore))
        except TransizioneRifiutata as errore:
            motivi = errore.motivi
        else:
            messages.success(request, f"La Relazione è stata {voce.fatto}.")
            return redirect("relazione", riga.pk)
    elif request.method != "POST":
        motivi = _prima(request, riga, codice)
    contesto = {
        "ente": riga.ente,
        "relazione": riga,
        "transizione": voce,
        "spiegazione": SPIEGAZIONI[codice],
        "form": form,
        "motivi": motivi,
    }
    stato = 422 if request.method == "POST" and (form.errors or motivi) else 200
    return render(request, "valutazioni/relazione/passaggio.html", contesto, status=stato)


def _form(request: HttpRequest, riga: Relazione, voce: Transizione) -> FormPassaggio | FormApprovazione:
    dati = request.POST if request.method == "POST" else None
    if voce.codice == "approva":
        candidata = servizi.candidata_di(riga)
        return FormApprovazione(voce, dati, initial={"impronta": candidata and candidata.sha256})
    return FormPassaggio(voce, dati, initial={"versione": riga.versione})


@transaction.atomic
def _fai(request: HttpRequest, riga: Relazione, voce: Transizione, form: FormPassaggio | FormApprovazione) -> None:
    comuni = {"relazione": riga, "utente": request.user, **form.dati()}
    if voce.codice != "approva":
        SERVIZI[voce.codice](**comuni)
        return
    approvata = servizi.approva_relazione(**comuni)
    richiedi_documenti(servizi.ultima_approvata(approvata))


def _prima(request: HttpRequest, riga: Relazione, codice: str) -> Sequence[str]:
    """What stands in the way, said before the button is pressed."""
    if codice == "trasmetti":
        return servizi.impedimenti_alla_trasmissione(relazione=riga, utente=request.user)[0]
    if codice == "pubblica":
        return impedimenti_alla_pubblicazione(servizi.ultima_approvata(riga))
    return ()


def _non_ora(request: HttpRequest, riga: Relazione, motivo: str) -> HttpResponse:
    contesto = {
        "ente": riga.ente,
        "motivo": motivo,
        "indirizzo": reverse("relazione", args=[riga.pk]),
        "testo_indirizzo": "Apri la Relazione com'è adesso",
    }
    return render(request, "409.html", contesto, status=409)
