"""Objectives of the sheets, their indicators, steps and people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Max
from django.utils import timezone

from obiettivi.models import (
    AssegnazioneDipendente,
    Fase,
    Indicatore,
    ObiettivoGestionale,
    PesoPersonale,
    ValoreAtteso,
)
from piani.admin.base import CAMPI, AdminDellEnte, FiltroDellEnte, InlineDellEnte
from piani.admin.schede import segna_modifica
from piani.models import PersonaScheda
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from django.db.models import ForeignKey, QuerySet
    from django.forms import ModelChoiceField
    from django.http import HttpRequest

TESTI = {**CAMPI, models.TextField: {"widget": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})}}


class IndicatoreInline(InlineDellEnte):
    model = Indicatore
    show_change_link = True  # the page of the indicator has the structured expected values
    formfield_overrides = TESTI
    fieldsets = (
        (None, {"fields": ("ordine", "descrizione", "valore_atteso", "peso")}),
        (
            "In forma strutturata (facoltativa)",
            {
                "fields": ("tipo", "unita", "direzione", "baseline", "baseline_anno", "formula", "fonte"),
                "classes": ("collapse",),
            },
        ),
    )


class FaseInline(InlineDellEnte):
    model = Fase


class DellaPersonaInline(InlineDellEnte):
    """The person is chosen among those of the sheet."""

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **opzioni: Any
    ) -> ModelChoiceField | None:
        campo = super().formfield_for_foreignkey(db_field, request, **opzioni)
        if db_field.name == "persona":
            obiettivo = request.resolver_match.kwargs.get("object_id")
            della_scheda = PersonaScheda.objects.filter(scheda__obiettivi=obiettivo) if obiettivo else None
            campo.queryset = PersonaScheda.objects.none() if della_scheda is None else della_scheda
            campo.queryset = campo.queryset.select_related("dipendente")
        return campo

    def has_add_permission(self, request: HttpRequest, obj: ObiettivoGestionale | None = None) -> bool:
        """A new objective has no people to choose from until its sheet is known."""
        return obj is not None and super().has_add_permission(request, obj)


class AssegnazioneInline(DellaPersonaInline):
    model = AssegnazioneDipendente


class PesoPersonaleInline(DellaPersonaInline):
    model = PesoPersonale


class FormObiettivo(forms.ModelForm):
    """The number may stay blank: the system gives the next one of the sheet."""

    def __init__(self, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        if "numero" in self.fields:
            self.fields["numero"].required = False
            self.fields["numero"].help_text = "Vuoto: il primo libero della scheda."

    def clean(self) -> dict[str, Any]:
        dati = super().clean()
        scheda = dati.get("scheda")
        if scheda and dati.get("numero") is None and "numero" not in self.errors:
            ultimo = scheda.obiettivi.exclude(pk=self.instance.pk).aggregate(Max("numero"))["numero__max"]
            dati["numero"] = (ultimo or 0) + 1
        if scheda and not scheda.e_modificabile:
            self.add_error("scheda", "Questa scheda non è in bozza: non si può modificare.")
        return dati


@admin.register(ObiettivoGestionale)
class ObiettivoGestionaleAdmin(AdminDellEnte):
    form = FormObiettivo
    inlines = (IndicatoreInline, FaseInline, AssegnazioneInline, PesoPersonaleInline)
    list_display = ("descrizione_breve", "scheda", "numero", "numero_pubblicato", "peso_scritto", "scadenza", "ambito")
    list_select_related = ("scheda__area",)
    list_filter = (
        ("scheda__piano", FiltroDellEnte),
        ("scheda__area", FiltroDellEnte),
        "scheda__anno",
        "scheda__stato",
        "ambito",
        "natura",
    )
    search_fields = ("descrizione", "indicatori__descrizione", "indicatori__valore_atteso")
    autocomplete_fields = ("scheda", "operativo", "trasversale")
    formfield_overrides = TESTI
    readonly_fields = ("uid", "inserito_il")
    fieldsets = (
        (None, {"fields": ("scheda", "numero", "numero_pubblicato", "descrizione", "peso", "e_condizione")}),
        ("Scadenza", {"fields": ("scadenza", "scadenza_testo")}),
        (
            "Classificazione",
            {"fields": ("ambito", "natura", "tipologia_pubblicata", "operativo", "trasversale", "origine")},
        ),
        ("Del sistema", {"fields": ("uid", "inserito_il"), "classes": ("collapse",)}),
    )

    @admin.display(description="descrizione")
    def descrizione_breve(self, obiettivo: ObiettivoGestionale) -> str:
        return obiettivo.descrizione[:100]

    @admin.display(description="peso", ordering="peso")
    def peso_scritto(self, obiettivo: ObiettivoGestionale) -> str:
        return "condizione" if obiettivo.e_condizione else in_italiano(obiettivo.peso)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        # The list of a sheet's objectives is reached from the sheet; rows are scoped all the same.
        return lookup == "scheda__id__exact" or super().lookup_allowed(lookup, value, request)

    def save_model(self, request: HttpRequest, obj: ObiettivoGestionale, form: forms.ModelForm, change: bool) -> None:
        segna_modifica(obj.scheda)
        if change and "scheda" in form.changed_data:
            # Taken out of a sheet is a change of that sheet too, and only an open one lets go.
            segna_modifica(ObiettivoGestionale.objects.select_related("scheda__area").get(pk=obj.pk).scheda)
        if not change:
            obj.inserito_il = timezone.now()
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: ObiettivoGestionale) -> None:
        segna_modifica(obj.scheda)
        super().delete_model(request, obj)


class ValoreAttesoInline(InlineDellEnte):
    model = ValoreAtteso


@admin.register(Indicatore)
class IndicatoreAdmin(AdminDellEnte):
    """An indicator with its structured expected values, year by year; reached from its objective."""

    inlines = (ValoreAttesoInline,)
    list_display = ("__str__", "obiettivo", "tipo")
    list_select_related = ("obiettivo",)
    list_filter = ("tipo", ("obiettivo__scheda__piano", FiltroDellEnte))
    search_fields = ("descrizione", "valore_atteso")
    autocomplete_fields = ("obiettivo",)
    formfield_overrides = TESTI

    def get_queryset(self, request: HttpRequest) -> QuerySet[Indicatore]:
        return super().get_queryset(request).select_related("obiettivo__scheda__piano")

    def save_model(self, request: HttpRequest, obj: Indicatore, form: forms.ModelForm, change: bool) -> None:
        segna_modifica(obj.obiettivo.scheda)
        if change and "obiettivo" in form.changed_data:
            segna_modifica(Indicatore.objects.get(pk=obj.pk).obiettivo.scheda)
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Indicatore) -> None:
        segna_modifica(obj.obiettivo.scheda)
        super().delete_model(request, obj)
