"""A sheet changes hands: proposed, withdrawn, validated, sent back, reopened. A page to check, then one button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from obiettivi.documenti.stampa import schede_stampate
from obiettivi.forms.transizioni import FormRinvio, FormTransizione
from obiettivi.selectors import bozze_della_scheda
from obiettivi.sezioni import OBIETTIVI
from obiettivi.views.comune import apri_scheda, testo_salvo
from obiettivi.views.esiti import dizionari, gruppi_di_esiti
from piani.controlli import controlla
from piani.controlli.esame import Esame
from piani.controlli.gruppi import e_della_scheda
from piani.controlli.impostazioni import impostazioni_di
from piani.permessi import PREDICATI
from piani.selectors import transizioni_possibili
from piani.services import transizioni as servizi
from piani.sezioni import LINEE, fotografa_per_le_schede, parte_di_scheda
from piani.states import SCHEDA
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from piani.models import SchedaArea
    from semproniano.core.workflow import Transizione

SERVIZI = {
    "proponi": servizi.proponi_scheda,
    "ritira": servizi.ritira_scheda,
    "valida": servizi.valida_scheda,
    "riapri": servizi.riapri_scheda,
}
RINVIA = "rinvia"


class PaginaTransizione:
    """The sheet as it would be printed, what the checks say of it now, the form of the transition."""

    def __init__(self, request: HttpRequest, scheda: SchedaArea, voce: Transizione) -> None:
        self.request, self.scheda, self.voce = request, scheda, voce
        self.foto = fotografa_per_le_schede(scheda.piano)
        esiti = controlla(self.foto, impostazioni_di(scheda.piano.ente)) if voce.controlli else []
        self.esiti = list(filter(e_della_scheda(scheda.slug, scheda.anno), esiti))
        self.esame = Esame.di(self.esiti)

    def form(self) -> Form:
        dati = self.request.POST if self.request.method == "POST" else None
        iniziale = {"versione": self.scheda.versione}
        if self.voce.codice == RINVIA:
            obiettivi = parte_di_scheda(self.foto, self.scheda.slug, self.scheda.anno)[OBIETTIVI]
            return FormRinvio(obiettivi, dati, initial=iniziale)
        richiesta = self.voce.codice == "proponi" and bool(self.esame.di_legge)
        return FormTransizione(self.voce, dati, initial=iniziale, e_richiesta=richiesta)

    def contesto(self, form: Form, motivi: tuple[str, ...] = ()) -> dict[str, Any]:
        linee = {linea.numero: f"{linea.numero}. {linea.titolo}" for linea in self.foto[LINEE]}
        chiave = (self.scheda.slug, self.scheda.anno)
        lavori = bozze_della_scheda(self.scheda, self.request.user)[0] if self.voce.codice == "proponi" else []
        return {
            "scheda": self.scheda,
            "ente": self.scheda.piano.ente,
            "transizione": self.voce,
            "form": form,
            "motivi": motivi,
            "stampa": next(voce for voce in schede_stampate(self.foto, linee) if voce.scheda.chiave == chiave),
            "gruppi": gruppi_di_esiti(dizionari(self.esiti), self.scheda),
            "esame": self.esame,
            "lavori": lavori,
        }


@testo_salvo
@require_http_methods(["GET", "HEAD", "POST"])
def transizione(request: HttpRequest, pk: int, codice: str) -> HttpResponse:
    scheda = apri_scheda(request, pk)
    voce = SCHEDA[codice]
    if not PREDICATI[voce.chi].vale(request.user, scheda):
        raise PermissionDenied
    if voce not in transizioni_possibili(request.user, scheda):
        return _non_ora(request, scheda, f"La scheda è {scheda.get_stato_display().lower()}, o il suo piano è chiuso.")
    pagina = PaginaTransizione(request, scheda, voce)
    form = pagina.form()
    motivi: tuple[str, ...] = ()
    if form.is_valid():
        try:
            _applica(request, scheda, voce, form)
        except OggettoCambiato as errore:
            return _non_ora(request, scheda, str(errore))
        except TransizioneRifiutata as errore:
            motivi = errore.motivi
        else:
            messages.success(request, f"{scheda}: la scheda è stata {voce.fatto}.")
            return HttpResponseRedirect(reverse("scheda", args=[scheda.pk]))
    stato = 422 if form.errors or motivi else 200
    return render(request, "obiettivi/transizione.html", pagina.contesto(form, motivi), status=stato)


def _applica(request: HttpRequest, scheda: SchedaArea, voce: Transizione, form: Form) -> None:
    comuni = {"scheda": scheda, "utente": request.user, "versione": form.cleaned_data["versione"]}
    if voce.codice == RINVIA:
        servizi.rinvia_scheda(**comuni, osservazioni=form.osservazioni())
    else:
        SERVIZI[voce.codice](**comuni, nota=form.cleaned_data.get("nota", ""))


def _non_ora(request: HttpRequest, scheda: SchedaArea, motivo: str) -> HttpResponse:
    contesto = {
        "ente": scheda.piano.ente,
        "motivo": motivo,
        "indirizzo": reverse("scheda", args=[scheda.pk]),
        "testo_indirizzo": "Apri la scheda com'è adesso",
    }
    return render(request, "409.html", contesto, status=409)
