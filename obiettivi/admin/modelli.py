"""The library of a body: objectives that its offices begin from. Those of the law are loaded by `carica_liste`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db import models

from obiettivi.models import ModelloObiettivo
from piani.admin.base import AdminDellEnte
from piani.admin.filtri import FiltroDellEnte
from piani.admin.moduli import FormDellEnte
from piani.models import Ente
from semproniano.core.admin import CAMPI

if TYPE_CHECKING:
    from django.db.models import Field, QuerySet
    from django.http import HttpRequest

    from piani.models.base import DellEnte

SEPARATORE = "|"


class CampoIndicatori(forms.CharField):
    """Indicators one per line: the measure, a bar, the expected value."""

    widget = forms.Textarea

    def prepare_value(self, valore: Any) -> Any:
        if not isinstance(valore, list):
            return valore
        righe = [(voce["descrizione"], voce["valore_atteso"]) for voce in valore]
        return "\n".join(f" {SEPARATORE} ".join(filter(None, riga)) for riga in righe)

    def to_python(self, valore: Any) -> list[dict[str, str]]:
        if isinstance(valore, list):
            return valore
        pezzi = [riga.partition(SEPARATORE) for riga in (valore or "").splitlines() if riga.strip()]
        return [{"descrizione": misura.strip(), "valore_atteso": atteso.strip()} for misura, _, atteso in pezzi]

    def has_changed(self, iniziale: Any, dati: Any) -> bool:
        return self.to_python(iniziale) != self.to_python(dati)


class FormModello(FormDellEnte):
    indicatori = CampoIndicatori(
        label="Indicatori",
        required=False,
        help_text="Uno per riga, il valore atteso dopo una barra: Giorni per una risposta, in media | Non più di 20",
    )


@admin.register(ModelloObiettivo)
class ModelloObiettivoAdmin(AdminDellEnte):
    form = FormModello
    fields = (
        "ente",
        "titolo",
        "codice",
        "descrizione",
        "indicatori",
        "ambito",
        "natura",
        "nota",
        "valido_dal",
        "valido_al",
    )
    list_display = ("titolo", "codice", "natura", "ente")
    list_filter = (("ente", FiltroDellEnte), "natura")
    search_fields = ("titolo", "descrizione")
    autocomplete_fields = ("ente",)
    formfield_overrides = {**CAMPI, models.TextField: {"widget": forms.Textarea(attrs={"rows": 4})}}

    def get_prepopulated_fields(self, request: HttpRequest, obj: ModelloObiettivo | None = None) -> dict:
        return {} if obj else {"codice": ("titolo",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModelloObiettivo]:
        return super().get_queryset(request).exclude(ente=None)

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, contesto: DellEnte | None = None, **opzioni: Any
    ) -> Any:
        if db_field.related_model is Ente:
            opzioni["required"] = True  # without one it would be a row of the law
        return super().formfield_for_dbfield(db_field, request, contesto, **opzioni)
