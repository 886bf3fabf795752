"""The Segretario assigns the objectives of the body's sheet to the other sheets of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from obiettivi.forms.trasversali import FormTrasversali
from obiettivi.services.trasversali import assegna_trasversali, leggi_riceventi
from obiettivi.views.comune import apri_scheda_propria
from piani.models import SchedaArea
from piani.services.scrittura import ScritturaChiusa

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def trasversali(request: HttpRequest, pk: int) -> HttpResponse:
    """The body's sheet may be closed: what is assigned changes the sheets that receive."""
    scheda = apri_scheda_propria(request, pk)
    if scheda.tipo != SchedaArea.Tipo.ENTE:
        raise Http404("Gli obiettivi trasversali si assegnano dalla scheda di ente.")
    riceventi = leggi_riceventi(scheda)
    obiettivi = list(scheda.obiettivi.order_by("numero"))
    form = FormTrasversali(obiettivi, riceventi, request.POST if request.method == "POST" else None)
    stato = 200
    if form.is_valid():
        try:
            cambiate = assegna_trasversali(scheda=scheda, utente=request.user, assegnati=form.assegnati())
        except ScritturaChiusa as errore:
            form.add_error(None, str(errore))
            stato = 409
        except ValidationError as errore:
            form.add_error(None, errore)
        else:
            _racconta(request, cambiate)
            return HttpResponseRedirect(reverse("scheda-trasversali", args=[scheda.pk]))
    contesto = {
        "scheda": scheda,
        "ente": scheda.piano.ente,
        "form": form,
        "schede": [ricevente.scheda for ricevente in riceventi],
        "righe": form.righe(),
        "aperta": any(form.fields),
    }
    return render(
        request, "obiettivi/scheda_trasversali.html", contesto, status=stato if stato != 200 or not form.errors else 422
    )


def _racconta(request: HttpRequest, cambiate: list[SchedaArea]) -> None:
    if cambiate:
        messages.success(request, f"Schede cambiate: {', '.join(scheda.nome for scheda in cambiate)}.")
    else:
        messages.info(request, "Non c'era niente da cambiare.")
