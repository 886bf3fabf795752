"""The results of a sheet: each degree with its arithmetic, what is proposed, what the Nucleo confirms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from obiettivi.documenti.stampa import testo_scadenza
from obiettivi.views.comune import testo_salvo
from piani.permessi import Ruolo
from semproniano.core.numeri import in_italiano
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata
from valutazioni.forms.risultati import Azione, FormRisultato, azioni_di
from valutazioni.selectors import a_rischio, scheda_misurata
from valutazioni.services.risultati import (
    RisultatiRifiutati,
    conferma_risultati,
    proponi_risultati,
    rinvia_risultato,
    ritira_risultato,
)
from valutazioni.views.andamento import righe_lette
from valutazioni.views.comune import apri_luogo, non_ora
from valutazioni.views.esiti import esito_dei_tempi, esito_del_grado
from valutazioni.views.voci import grado_in_parole, indicatore_letto

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from valutazioni.selectors import ObiettivoMisurato, SchedaMisurata, Storia
    from valutazioni.views.andamento import RigaLetta
    from valutazioni.views.comune import Luogo
    from valutazioni.views.voci import IndicatoreLetto

FATTO = {
    Azione.PROPONI: ("Proposto il risultato di {}.", "Proposti i risultati di {} obiettivi."),
    Azione.CONFERMA: ("Confermato il risultato di {}.", "Confermati i risultati di {} obiettivi."),
    Azione.RITIRA: ("Ritirata la proposta di {}.", ""),
    Azione.RINVIA: ("Rinviato il risultato di {}.", ""),
}


@dataclass(frozen=True)
class VoceRisultato:
    """An objective as the page shows it."""

    misurato: ObiettivoMisurato
    form: FormRisultato | None
    indicatori: Sequence[tuple[Any, IndicatoreLetto, str]]
    """The measured indicator, its words, its degree."""
    orfane: Sequence[tuple[Storia, list[RigaLetta], str]]
    """History, its rows, an id for its table."""
    peso: str
    scadenza: str
    calcolato: str
    grado: str
    esito: str
    tempi: str


class Pagina:
    def __init__(self, request: HttpRequest, luogo: Luogo) -> None:
        self.request, self.luogo = request, luogo
        self.misurata: SchedaMisurata = scheda_misurata(luogo.scheda)
        self.conferma = luogo.forza.ente.pk in request.user.enti_con_ruolo([Ruolo.NUCLEO])

    def forms(self) -> dict[str, FormRisultato]:
        """By uid, for the objectives with which the user may do something now."""
        dati = self.request.POST if self.request.method == "POST" else None
        forms = {}
        for misurato in self.misurata.obiettivi:
            azioni = azioni_di(misurato, misura=self.luogo.scrive, conferma=self.conferma)
            if azioni:
                uid = str(misurato.obiettivo.uid)
                inviati = dati if dati is not None and f"r-{misurato.obiettivo.uid.hex}-versione" in dati else None
                forms[uid] = FormRisultato(misurato, azioni, self.misurata.parametri, inviati)
        return forms

    def contesto(self, forms: dict[str, FormRisultato], motivi: tuple[str, ...]) -> dict[str, Any]:
        esito = self.misurata.esito
        scheda = self.luogo.scheda
        confermata = self.misurata.esito_confermato is not None
        return {
            "ente": self.luogo.forza.ente,
            "luogo": self.luogo,
            "scheda": scheda,
            "misurata": self.misurata,
            "esito": esito,
            "grado": grado_in_parole(esito.grado),
            "confermata": confermata and bool(self.misurata.obiettivi),
            "quanti_proposti": sum(voce.e_proposto for voce in self.misurata.obiettivi),
            "quanti_confermati": sum(voce.e_confermato for voce in self.misurata.obiettivi),
            "voci": [self._voce(voce, forms.get(str(voce.obiettivo.uid))) for voce in self.misurata.obiettivi],
            "fuori": self._fuori(),
            "rischi": a_rischio(self.misurata),
            "forms": list(forms.values()),
            "errori": any(form.errors for form in forms.values()),
            "motivi": motivi,
            "tutti": {azione.value: sum(azione in form.azioni for form in forms.values()) for azione in Azione},
        }

    def _voce(self, misurato: ObiettivoMisurato, form: FormRisultato | None) -> VoceRisultato:
        obiettivo = misurato.obiettivo
        return VoceRisultato(
            misurato=misurato,
            form=form,
            indicatori=[
                (voce, indicatore_letto(voce, misurato), grado_in_parole(voce.grado)) for voce in misurato.voci
            ],
            orfane=self._orfane(obiettivo.uid, misurato.orfane),
            peso="condizione per i premi" if obiettivo.e_condizione else in_italiano(obiettivo.peso),
            scadenza=testo_scadenza(obiettivo),
            calcolato=grado_in_parole(misurato.calcolato),
            grado=grado_in_parole(misurato.grado),
            esito=esito_del_grado(misurato),
            tempi=esito_dei_tempi(misurato, timezone.localdate()),
        )

    def _orfane(self, uid: UUID, storie: Iterable[Storia]) -> list[tuple[Storia, list[RigaLetta], str]]:
        return [
            (storia, righe_lette(storia.tutte, "", self.luogo), f"{uid}-{numero}")
            for numero, storia in enumerate(storie)
        ]

    def _fuori(self) -> list[dict[str, Any]]:
        """What was measured of objectives that a variation has taken away."""
        risultati = {riga.obiettivo: riga for riga in self.misurata.risultati_fuori}
        uid = dict.fromkeys([*self.misurata.valori.fuori, *risultati])
        return [
            {
                "storie": self._orfane(voce, self.misurata.valori.fuori.get(voce, ())),
                "risultato": risultati.get(voce),
            }
            for voce in uid
        ]


@testo_salvo
@require_http_methods(["GET", "HEAD", "POST"])
def risultati(request: HttpRequest, ente: str, anno: int, scheda: str) -> HttpResponse:
    luogo = apri_luogo(request, ente, anno, scheda)
    pagina = Pagina(request, luogo)
    forms = pagina.forms()
    motivi: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            if _esegui(request, pagina, forms):
                return HttpResponseRedirect(request.path)
        except RisultatiRifiutati as errore:
            for obiettivo, frasi in errore.per_obiettivo.items():
                forms[str(obiettivo)].segna(frasi)
        except OggettoCambiato as errore:
            return non_ora(request, luogo, str(errore), reverse("risultati-scheda", args=luogo.chiave))
        except TransizioneRifiutata as errore:
            motivi = errore.motivi
    contesto = pagina.contesto(forms, motivi)
    stato = 422 if contesto["errori"] or motivi else 200
    return render(request, "valutazioni/risultati/scheda.html", contesto, status=stato)


def _esegui(request: HttpRequest, pagina: Pagina, forms: dict[str, FormRisultato]) -> bool:
    """Do what the button says ("proponi", for all of them, or "proponi:uid"); False when a form has errors."""
    codice, _, uid = request.POST.get("azione", "").partition(":")
    if codice not in Azione.__members__.values():
        # The key "Invio" in a field presses no button of the page.
        raise TransizioneRifiutata("Niente è stato fatto: premere il pulsante accanto all'obiettivo.")
    azione = Azione(codice)
    permesso = pagina.luogo.scrive if azione in (Azione.PROPONI, Azione.RITIRA) else pagina.conferma
    if not permesso:
        raise PermissionDenied
    scelti = [form for chiave, form in forms.items() if azione in form.azioni and uid in ("", chiave)]
    if not scelti or not all(form.is_bound for form in scelti):
        raise OggettoCambiato("Nel frattempo i risultati sono cambiati.")
    if not all(form.is_valid() for form in scelti):
        return False
    _applica(request, pagina, azione, scelti)
    uno, tanti = FATTO[azione]
    numero = f"obiettivo {scelti[0].misurato.obiettivo.numero}"
    messages.success(request, uno.format(numero) if len(scelti) == 1 else tanti.format(len(scelti)))
    return True


def _applica(request: HttpRequest, pagina: Pagina, azione: Azione, scelti: list[FormRisultato]) -> None:
    if azione is Azione.PROPONI:
        proponi_risultati(misurata=pagina.misurata, proposte=[form.proposta() for form in scelti], utente=request.user)
    elif azione is Azione.CONFERMA:
        conferma_risultati(misurata=pagina.misurata, conferme=[form.conferma() for form in scelti], utente=request.user)
    else:
        servizio = ritira_risultato if azione is Azione.RITIRA else rinvia_risultato
        form = scelti[0]
        servizio(
            scheda=pagina.luogo.scheda,
            obiettivo=form.misurato.obiettivo.uid,
            utente=request.user,
            nota=form.cleaned_data.get("motivo", "") if azione is Azione.RINVIA else "",
            versione=form.cleaned_data["versione"],
        )
