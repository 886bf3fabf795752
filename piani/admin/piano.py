"""The plan and its narrative."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.html import format_html_join

from piani.admin.base import AdminDellEnte, InlineDellEnte
from piani.admin.controlli import PaginaControlli
from piani.admin.filtri import FiltroDellEnte, FiltroValori
from piani.admin.passaggi import PassaggiDelPiano
from piani.models import Allegato, Copertina, DatoDichiarato, Piano, SezioneNarrativa
from piani.services.piani import crea_schede_mancanti, prepara_sezioni
from semproniano.core.admin import CAMPI

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


class AllegatoInline(InlineDellEnte):
    model = Allegato
    autocomplete_fields = ("atto",)


class CopertinaInline(InlineDellEnte):
    model = Copertina
    autocomplete_fields = ("area",)


class DatoDichiaratoInline(InlineDellEnte):
    model = DatoDichiarato


@admin.register(Piano)
class PianoAdmin(PassaggiDelPiano, PaginaControlli, AdminDellEnte):
    inlines = (AllegatoInline, CopertinaInline, DatoDichiaratoInline)
    list_display = ("titolo", "ente", "codice", "stato", "atto")
    list_select_related = ("ente", "atto")
    list_filter = (("ente", FiltroDellEnte), "stato", ("anno_inizio", FiltroValori))
    search_fields = ("titolo", "ente__denominazione", "anno_inizio")
    autocomplete_fields = ("ente", "mandato")
    readonly_fields = ("stato", "trasmesso_il", "approvato_il", "atto", "vai_a")
    fieldsets = (
        (None, {"fields": ("ente", "titolo", "anno_inizio", "anno_fine", "mandato", "termine_schede")}),
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
            return "Dopo il primo salvataggio: sezioni narrative, schede, capitoli del PEG."
        voci = (
            ("piani_sezionenarrativa", "Sezioni narrative"),
            ("piani_schedaarea", "Schede e obiettivi"),
            ("piani_capitolo", "Capitoli del PEG"),
        )
        return format_html_join(
            " · ",
            '<a href="{}?piano__id__exact={}">{}</a>',
            ((reverse(f"admin:{nome}_changelist"), str(piano.pk), testo) for nome, testo in voci),
        )

    def salva(self, request: HttpRequest, obj: Piano, change: bool) -> None:
        super().salva(request, obj, change)
        if not change:
            prepara_sezioni(piano=obj)

    def response_add(self, request: HttpRequest, obj: Piano, post_url_continue: str | None = None) -> HttpResponse:
        self._schede_chieste(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Piano) -> HttpResponse:
        self._schede_chieste(request, obj)
        return super().response_change(request, obj)

    def _schede_chieste(self, request: HttpRequest, piano: Piano) -> None:
        if "_crea_schede" in request.POST:
            self._racconta(request, crea_schede_mancanti(piano=piano, utente=request.user))

    def _racconta(self, request: HttpRequest, quante: int) -> None:
        testo = f"Schede create: {quante}." if quante else "Le schede ci sono già tutte."
        self.message_user(request, testo, messages.SUCCESS)

    @admin.action(description="Crea le schede mancanti", permissions=("change",))
    def schede_mancanti(self, request: HttpRequest, queryset: QuerySet[Piano]) -> None:
        aperti = [piano for piano in queryset if self.has_change_permission(request, piano)]
        self._racconta(request, sum(crea_schede_mancanti(piano=piano, utente=request.user) for piano in aperti))


@admin.register(SezioneNarrativa)
class SezioneNarrativaAdmin(AdminDellEnte):
    list_display = ("titolo", "livello", "ordine", "caratteri", "piano")
    fieldsets = ((None, {"fields": ("piano", ("ordine", "livello"), "titolo", "testo")}),)
    list_filter = (("piano", FiltroDellEnte), "livello")
    search_fields = ("titolo", "testo")
    autocomplete_fields = ("piano",)
    formfield_overrides = {
        **CAMPI,
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 26, "class": "vLargeTextField narrativa"})},
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[SezioneNarrativa]:
        return super().get_queryset(request).annotate(lunghezza=Length("testo"))

    @admin.display(description="caratteri", ordering="lunghezza")
    def caratteri(self, sezione: Any) -> int:
        return sezione.lunghezza
