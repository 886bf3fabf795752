"""The plan and its narrative."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.urls import reverse

from piani.admin.base import CAMPI, AdminDellEnte, FiltroDellEnte, InlineDellEnte, collegamento
from piani.models import Allegato, Copertina, DatoDichiarato, Piano, SezioneNarrativa
from piani.services.piani import crea_schede_mancanti, prepara_sezioni

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


class AllegatoInline(InlineDellEnte):
    model = Allegato
    autocomplete_fields = ("atto",)


class CopertinaInline(InlineDellEnte):
    model = Copertina
    autocomplete_fields = ("area",)


class DatoDichiaratoInline(InlineDellEnte):
    model = DatoDichiarato


@admin.register(Piano)
class PianoAdmin(AdminDellEnte):
    inlines = (AllegatoInline, CopertinaInline, DatoDichiaratoInline)
    list_display = ("titolo", "ente", "codice", "stato", "atto")
    list_select_related = ("ente", "atto")
    list_filter = (("ente", FiltroDellEnte), "stato", "anno_inizio")
    search_fields = ("titolo", "ente__denominazione", "anno_inizio")
    autocomplete_fields = ("ente", "mandato")
    readonly_fields = ("stato", "trasmesso_il", "approvato_il", "atto", "vai_a")
    fieldsets = (
        (None, {"fields": ("ente", "titolo", "anno_inizio", "anno_fine", "mandato")}),
        ("Contenuto", {"fields": ("vai_a",)}),
        (
            "Stato",
            {
                "fields": ("stato", "trasmesso_il", "approvato_il", "atto"),
                "description": "Lo stato cambia con le transizioni del piano, mai a mano.",
            },
        ),
    )
    actions = ("schede_mancanti",)

    @admin.display(description="vai a")
    def vai_a(self, piano: Piano) -> str:
        if piano.pk is None:
            return "Dopo il primo salvataggio: sezioni narrative e schede."
        from django.utils.safestring import SafeString

        voci = (("piani_sezionenarrativa", "sezioni narrative"), ("piani_schedaarea", "schede"))
        return SafeString(" · ").join(
            collegamento(f"{reverse(f'admin:{nome}_changelist')}?piano__id__exact={piano.pk}", testo)
            for nome, testo in voci
        )

    def save_model(self, request: HttpRequest, obj: Piano, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            prepara_sezioni(piano=obj)
            self.message_user(
                request,
                "Il piano ha le sue sezioni narrative. Le schede si creano dall'elenco dei piani, con l'azione "
                "«Crea le schede mancanti».",
                messages.INFO,
            )

    @admin.action(description="Crea le schede mancanti", permissions=("change",))
    def schede_mancanti(self, request: HttpRequest, queryset: QuerySet[Piano]) -> None:
        piani = [piano for piano in queryset if self.has_change_permission(request, piano)]
        quante = sum(crea_schede_mancanti(piano=piano) for piano in piani)
        self.message_user(request, f"Schede create: {quante}.", messages.SUCCESS)


@admin.register(SezioneNarrativa)
class SezioneNarrativaAdmin(AdminDellEnte):
    list_display = ("titolo", "livello", "ordine", "caratteri", "piano")
    list_select_related = ("piano__ente",)
    list_filter = (("piano", FiltroDellEnte), "livello")
    search_fields = ("titolo", "testo")
    autocomplete_fields = ("piano",)
    formfield_overrides = {
        **CAMPI,
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 28, "class": "vLargeTextField narrativa"})},
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[SezioneNarrativa]:
        return super().get_queryset(request).annotate(lunghezza=models.functions.Length("testo"))

    @admin.display(description="caratteri", ordering="lunghezza")
    def caratteri(self, sezione: Any) -> int:
        return sezione.lunghezza
