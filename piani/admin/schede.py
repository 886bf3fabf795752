"""The sheets: their people, their totals, the way to their objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import admin

from piani.admin.base import AdminDellEnte, InlineDellEnte
from piani.admin.controlli import PaginaControlli
from piani.admin.filtri import FiltroDellEnte, FiltroValori
from piani.admin.moduli import FormDellEnte
from piani.controlli.gruppi import e_della_scheda
from piani.models import PersonaScheda, SchedaArea, Servizio
from semproniano.core.forms import CampoPerRighe

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Field, QuerySet
    from django.http import HttpRequest

    from piani.models.base import DellEnte
    from semproniano.core.controlli import Esito


class PersonaInline(InlineDellEnte):
    model = PersonaScheda
    autocomplete_fields = ("dipendente", "servizio")
    fields = (
        ("ordine", "rapporto"),
        "dipendente",
        "servizio",
        ("qualifica", "categoria", "ore_settimanali"),
        ("nome_pubblicato", "nome_in_matrice"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[PersonaScheda]:
        return super().get_queryset(request).select_related("dipendente", "servizio")

    def scelte(self, db_field: Field, request: HttpRequest, contesto: DellEnte | None) -> QuerySet:
        """The services of the sheet's area; all those of the body where the sheet has no area."""
        righe = super().scelte(db_field, request, contesto)
        area = contesto.area_id if db_field.related_model is Servizio and contesto else None
        return righe.filter(area=area) if area else righe


class FormScheda(FormDellEnte):
    """Column heads are typed one per line."""

    intestazioni_pubblicate = CampoPerRighe(
        label="Intestazioni di colonna come stampate",
        required=False,
        widget=forms.Textarea(attrs={"rows": 7, "class": "vLargeTextField"}),
        help_text="Una per riga, sei o sette. Vuoto: quelle di sempre.",
    )


class SchedaAreaAdmin(PaginaControlli, AdminDellEnte):
    """Registered one floor up (obiettivi.admin.schede), where the objectives and their weights are known."""

    form = FormScheda
    inlines = (PersonaInline,)
    list_display = ("nome_scheda", "anno", "anni_del_piano", "responsabile", "stato")
    list_select_related = ("piano__ente", "area", "responsabile")
    list_filter = (("piano", FiltroDellEnte), ("area", FiltroDellEnte), ("anno", FiltroValori), "stato", "tipo")
    search_fields = ("area__nome", "titolo_pubblicato", "responsabile__cognome", "piano__ente__denominazione")
    autocomplete_fields = ("piano", "area", "responsabile")
    readonly_fields = ("stato", "proposta_il", "validata_il", "modificata_il")
    fieldsets = (
        (None, {"fields": ("piano", "tipo", "area", "anno", "responsabile", "modo_peso")}),
        (
            "Come si stampa",
            {
                "fields": ("titolo_pubblicato", "piede_pubblicato", "intestazioni_pubblicate"),
                "classes": ("collapse",),
                "description": "Tutto facoltativo: se vuoto, valgono le diciture di sempre.",
            },
        ),
        (
            "Stato",
            {
                "fields": ("stato", "proposta_il", "validata_il", "modificata_il"),
                "description": "Lo stato cambia con le transizioni della scheda, mai a mano.",
            },
        ),
    )

    def piano_e_filtro(self, riga: SchedaArea) -> tuple[int, Callable[[Esito], bool]]:
        return riga.piano_id, e_della_scheda(riga.slug, riga.anno)

    @admin.display(description="piano", ordering="piano")
    def anni_del_piano(self, scheda: SchedaArea) -> str:
        """Short, so that the weights stay in sight."""
        return f"{scheda.piano.codice} {scheda.piano.ente.denominazione.removeprefix('Comune di ')}"

    @admin.display(description="scheda", ordering="area__ordine")
    def nome_scheda(self, scheda: SchedaArea) -> str:
        return scheda.nome


@admin.register(PersonaScheda)
class PersonaSchedaAdmin(AdminDellEnte):
    """Only for autocomplete and links: people are written with their sheet."""

    search_fields = ("dipendente__cognome", "dipendente__nome", "nome_pubblicato")
    list_display = ("__str__", "scheda", "servizio", "rapporto")
    list_select_related = ("dipendente", "scheda__area", "servizio")
    list_filter = (("scheda__piano", FiltroDellEnte), ("scheda__anno", FiltroValori), "rapporto")
    autocomplete_fields = ("scheda", "dipendente", "servizio")
