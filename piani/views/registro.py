"""Everything that happened to a plan, in sentences: to filter, to export."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from piani.models import Evento, Piano, Utente
from piani.states import PEG_IMPORTATO
from piani.views.comune import apri_piano
from semproniano.core.documenti.csv import csv_bytes
from semproniano.core.forms import CampoData, FormBase
from semproniano.core.workflow import PERCORSI

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

PER_PAGINA = 100
COLONNE = ("Numero", "Quando", "Chi", "Oggetto", "Che cosa", "Dallo stato", "Allo stato", "Nota", "Impronta SHA-256")


def eventi_del_piano(piano: Piano) -> QuerySet[Evento]:
    """Events of the plan, of its sheets and of its versions, the latest first; events name their plan in `dati`, since
    their object may be gone."""
    del_piano = Q(oggetto_tipo=Piano._meta.model_name, oggetto_id=piano.pk) | Q(dati__piano=piano.pk)
    return Evento.objects.filter(del_piano, ente=piano.ente_id).select_related("utente").order_by("-numero")


def frase(evento: Evento) -> str:
    """ "La scheda «Area contabile 2020» è stata proposta"; the code where a later release no longer knows it."""
    percorso = PERCORSI[evento.oggetto_tipo].percorso if evento.oggetto_tipo in PERCORSI else None
    fatti = {voce.codice: voce.fatto for voce in (*(percorso.transizioni if percorso else ()), PEG_IMPORTATO)}
    fatto = fatti.get(evento.transizione, evento.transizione)
    articolo, participio = ("Il piano", "è stato") if evento.oggetto_tipo == "piano" else ("La", "è stata")
    nome = {"schedaarea": " scheda", "versione": " versione"}.get(evento.oggetto_tipo, "")
    return f"{articolo}{nome} «{evento.oggetto_etichetta}» {participio} {fatto}."


class CampoGiorno(django_filters.Filter):
    field_class = CampoData


class FiltroEventi(django_filters.FilterSet):
    oggetto_tipo = django_filters.ChoiceFilter(
        label="Riguarda",
        choices=[("piano", "Il piano"), ("schedaarea", "Le schede"), ("versione", "Le versioni")],
        empty_label="Tutto",
    )
    utente = django_filters.ModelChoiceFilter(label="Chi", queryset=Utente.objects.none(), empty_label="Chiunque")
    dal = CampoGiorno(label="Dal giorno", field_name="avvenuto_il", lookup_expr="date__gte")
    al = CampoGiorno(label="Al giorno", field_name="avvenuto_il", lookup_expr="date__lte")

    class Meta:
        model = Evento
        fields = ("oggetto_tipo", "utente", "dal", "al")
        form = FormBase

    def __init__(self, *argomenti: object, **opzioni: object) -> None:
        super().__init__(*argomenti, **opzioni)
        presenti = self.queryset.order_by().values("utente")
        self.filters["utente"].queryset = Utente.objects.filter(pk__in=presenti)


def _csv(eventi: QuerySet[Evento], piano: Piano) -> HttpResponse:
    righe = (
        (
            evento.numero,
            f"{timezone.localtime(evento.avvenuto_il):%d/%m/%Y %H:%M:%S}",
            str(evento.utente or "un comando"),
            evento.oggetto_etichetta,
            frase(evento),
            evento.stato_da,
            evento.stato_a,
            evento.nota,
            evento.sha256,
        )
        for evento in eventi
    )
    risposta = HttpResponse(csv_bytes(COLONNE, righe), content_type="text/csv; charset=utf-8")
    risposta["Content-Disposition"] = f'attachment; filename="registro-{piano.codice}.csv"'
    return risposta


@require_safe
def registro(request: HttpRequest, pk: int) -> HttpResponse:
    """`?formato=csv` gives the filtered events as a file."""
    piano = apri_piano(request, pk)
    filtro = FiltroEventi(request.GET, queryset=eventi_del_piano(piano))
    if request.GET.get("formato") == "csv" and filtro.is_valid():
        return _csv(filtro.qs, piano)
    pagina = Paginator(filtro.qs, PER_PAGINA).get_page(request.GET.get("pagina"))
    interrogazione = request.GET.copy()
    interrogazione.pop("pagina", None)
    interrogazione.pop("formato", None)
    contesto = {
        "piano": piano,
        "ente": piano.ente,
        "filtro": filtro,
        "pagina": pagina,
        "eventi": [(evento, frase(evento)) for evento in pagina],
        "interrogazione": interrogazione.urlencode(),
    }
    return render(request, "piani/registro.html", contesto)
