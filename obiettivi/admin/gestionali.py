"""Objectives of the sheets, their indicators, steps and people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db import models

from obiettivi.models import (
    AssegnazioneDipendente,
    Fase,
    Indicatore,
    ObiettivoGestionale,
    PesoPersonale,
    ValoreAtteso,
)
from obiettivi.services.obiettivi import salva_obiettivo
from piani.admin.base import AdminDellEnte, InlineDellEnte
from piani.admin.filtri import FiltroDellEnte, FiltroValori
from piani.admin.moduli import FormDellEnte
from piani.models import SchedaArea
from semproniano.core.admin import CAMPI
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from django.db.models import Field, QuerySet
    from django.http import HttpRequest

    from piani.models.base import DellEnte

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


class NonSeAssegnato:
    """An objective that is assigned to other sheets is written in the page of the body's sheet, which says so to
    those sheets or refuses (obiettivi.services.trasversali): the admin shows it."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and self._e_assegnato(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and self._e_assegnato(obj))

    @staticmethod
    def _e_assegnato(riga: ObiettivoGestionale | Indicatore) -> bool:
        obiettivo = riga if isinstance(riga, ObiettivoGestionale) else riga.obiettivo
        return obiettivo.assegnati.exists()


class DellaPersonaInline(InlineDellEnte):
    """The person is chosen among those of the sheet."""

    def scelte(self, db_field: Field, request: HttpRequest, contesto: DellEnte | None) -> QuerySet:
        righe = super().scelte(db_field, request, contesto)
        if db_field.name == "persona":
            righe = righe.filter(scheda=contesto.scheda_id if contesto else None)
        return righe


class AssegnazioneInline(DellaPersonaInline):
    model = AssegnazioneDipendente


class PesoPersonaleInline(DellaPersonaInline):
    model = PesoPersonale


class FormObiettivo(FormDellEnte):
    """The number may stay blank: the system gives the next one of the sheet."""

    def __init__(self, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        if "numero" in self.fields:
            self.fields["numero"].required = False
            self.fields["numero"].help_text = "Vuoto: il primo libero della scheda."


@admin.register(ObiettivoGestionale)
class ObiettivoGestionaleAdmin(NonSeAssegnato, AdminDellEnte):
    form = FormObiettivo
    inlines = (IndicatoreInline, FaseInline, AssegnazioneInline, PesoPersonaleInline)
    list_display = ("numero", "descrizione_breve", "scheda", "peso_scritto", "scadenza", "ambito")
    list_display_links = ("numero", "descrizione_breve")
    list_select_related = ("scheda__area",)
    list_filter = (
        ("scheda__piano", FiltroDellEnte),
        ("scheda__area", FiltroDellEnte),
        ("scheda__anno", FiltroValori),
        "scheda__stato",
        "ambito",
        "natura",
    )
    search_fields = ("descrizione", "indicatori__descrizione", "indicatori__valore_atteso")
    autocomplete_fields = ("scheda", "operativo")
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

    def get_inlines(self, request: HttpRequest, obj: ObiettivoGestionale | None) -> list[type[InlineDellEnte]]:
        """A new objective has no people to choose from until its sheet is known."""
        return list(self.inlines if obj else self.inlines[:2])

    @admin.display(description="descrizione")
    def descrizione_breve(self, obiettivo: ObiettivoGestionale) -> str:
        return obiettivo.descrizione[:100]

    @admin.display(description="peso", ordering="peso")
    def peso_scritto(self, obiettivo: ObiettivoGestionale) -> str:
        return "condizione" if obiettivo.e_condizione else in_italiano(obiettivo.peso)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        # The list of a sheet's objectives is reached from the sheet; rows are scoped all the same.
        return lookup == "scheda__id__exact" or super().lookup_allowed(lookup, value, request)

    def scelte(self, db_field: Field, request: HttpRequest, contesto: DellEnte | None) -> QuerySet:
        """The transversal objectives are those of the body's sheets in the same plan, never the row itself."""
        righe = super().scelte(db_field, request, contesto)
        if db_field.name == "trasversale":
            scheda = getattr(contesto, "scheda", contesto)
            righe = righe.filter(scheda__tipo=SchedaArea.Tipo.ENTE).select_related("scheda")
            righe = righe.filter(scheda__piano=scheda.piano_id) if scheda else righe
            righe = righe.exclude(pk=contesto.pk) if isinstance(contesto, ObiettivoGestionale) else righe
        return righe

    def salva(self, request: HttpRequest, obj: ObiettivoGestionale, change: bool) -> None:
        salva_obiettivo(obiettivo=obj)
        request._riga_aperta = obj  # its inlines are part of the same change


class ValoreAttesoInline(InlineDellEnte):
    model = ValoreAtteso


@admin.register(Indicatore)
class IndicatoreAdmin(NonSeAssegnato, AdminDellEnte):
    """An indicator with its structured expected values, year by year; reached from its objective."""

    inlines = (ValoreAttesoInline,)
    list_display = ("__str__", "obiettivo", "tipo")
    list_filter = ("tipo", ("obiettivo__scheda__piano", FiltroDellEnte))
    search_fields = ("descrizione", "valore_atteso")
    autocomplete_fields = ("obiettivo",)
    formfield_overrides = TESTI
