"""The check-in of a sheet: the values at a day, saved together or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from obiettivi.views.comune import testo_salvo
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata
from valutazioni.forms.rilevazione import ModuloRilevazione
from valutazioni.selectors import da_rilevare, scheda_misurata, stati_dei_termini, termini_degli_enti
from valutazioni.services.rilevazioni import RilevazioniRifiutate, registra_rilevazioni
from valutazioni.views.comune import apri_luogo_proprio, giorno_dell_indirizzo, non_ora
from valutazioni.views.voci import indicatore_letto

if TYPE_CHECKING:
    import datetime

    from django.http import HttpRequest, HttpResponse

    from valutazioni.selectors import SchedaMisurata, StatoTermine
    from valutazioni.views.comune import Luogo

OBIETTIVI_PER_PAGINA = 20
"""A page of a sheet: above, the fields would be too many for a page and for who fills it."""


class Pagina:
    """A sheet with its terms, and the part of its objectives that the page shows."""

    def __init__(self, request: HttpRequest, luogo: Luogo) -> None:
        self.request, self.luogo = request, luogo
        self.oggi = timezone.localdate()
        self.misurata: SchedaMisurata = scheda_misurata(luogo.scheda)
        ente = luogo.forza.ente
        self.stati = stati_dei_termini(self.misurata, termini_degli_enti([ente.pk])[ente.pk], self.oggi)
        self.parte = Paginator(self.misurata.obiettivi, OBIETTIVI_PER_PAGINA).get_page(request.GET.get("pagina"))

    @property
    def termine(self) -> StatoTermine:
        """The one of `?al=`, else the first to enter."""
        chiesto = giorno_dell_indirizzo(self.request.GET.get("al"))
        return next((stato for stato in self.stati if stato.al == chiesto), None) or da_rilevare(self.stati)

    @property
    def giorno(self) -> datetime.date:
        """The day that is proposed: the term, or today while it has not come."""
        return min(self.termine.al, self.oggi)

    @property
    def vista(self) -> int:
        """The greatest key of the values that the page shows."""
        chiavi = [riga.pk for voce in self.misurata.obiettivi for misura in voce.voci for riga in misura.storia.tutte]
        return max(chiavi, default=0)

    def modulo(self, dati: Any = None, file: Any = None) -> ModuloRilevazione:
        return ModuloRilevazione(
            self.parte.object_list,
            self.misurata.parametri,
            self.luogo.scheda.anno,
            {"al": self.giorno, "vista": self.vista},
            dati,
            file,
        )

    def contesto(self, modulo: ModuloRilevazione, motivi: tuple[str, ...]) -> dict[str, Any]:
        return {
            "ente": self.luogo.forza.ente,
            "luogo": self.luogo,
            "scheda": self.luogo.scheda,
            "termine": self.termine,
            "stati": self.stati,
            "parte": self.parte,
            "modulo": modulo,
            "forms": modulo.forms,
            "errori": modulo.ha_errori,
            "motivi": motivi,
            "comincia": self.oggi.year >= self.luogo.scheda.anno,
            "gruppi": [
                (misurato, [(form, indicatore_letto(form.voce, misurato)) for form in forms])
                for misurato, forms in modulo.gruppi
            ],
        }


@testo_salvo
@require_http_methods(["GET", "HEAD", "POST"])
def rilevazione(request: HttpRequest, ente: str, anno: int, scheda: str) -> HttpResponse:
    luogo = apri_luogo_proprio(request, ente, anno, scheda)
    pagina = Pagina(request, luogo)
    modulo = pagina.modulo(request.POST, request.FILES) if request.method == "POST" else pagina.modulo()
    motivi: tuple[str, ...] = ()
    if request.method == "POST" and modulo.is_valid():
        try:
            return _registra(request, luogo, modulo)
        except RilevazioniRifiutate as errore:
            for (obiettivo, posto), frasi in errore.per_posto.items():
                modulo.segna(obiettivo, posto, frasi)
        except OggettoCambiato as errore:
            return non_ora(request, luogo, str(errore), reverse("rilevazione-scheda", args=luogo.chiave))
        except TransizioneRifiutata as errore:
            motivi = errore.motivi
    stato = 422 if modulo.ha_errori or motivi else 200
    return render(request, "valutazioni/rilevazioni/scheda.html", pagina.contesto(modulo, motivi), status=stato)


def _registra(request: HttpRequest, luogo: Luogo, modulo: ModuloRilevazione) -> HttpResponse:
    al = modulo.giorno.cleaned_data["al"]
    nuove = modulo.nuove()
    scritte = registra_rilevazioni(
        scheda=luogo.scheda, al=al, righe=nuove, utente=request.user, vista=modulo.giorno.cleaned_data["vista"]
    )
    if scritte:
        quante = "1 indicatore" if len(scritte) == 1 else f"{len(scritte)} indicatori"
        messages.success(request, f"Registrati i valori di {quante} al {al:%d/%m/%Y}.")
    else:
        messages.info(request, "Niente di nuovo da registrare: nessun campo è cambiato.")
    return HttpResponseRedirect(request.get_full_path())
