"""The sheets: their people, their totals, the way to their objectives."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, DecimalField, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from piani.admin.base import AdminDellEnte, FiltroDellEnte, InlineDellEnte, collegamento
from piani.models import PersonaScheda, SchedaArea
from piani.services.piani import SchedaChiusa, registra_modifica
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from django import forms
    from django.db.models import QuerySet
    from django.http import HttpRequest

CENTO = Decimal(100)


def testo_totale(totale: Decimal, modo: str) -> str:
    """ "Totale pesi 95: mancano 5 punti"; coefficients have no sum to reach."""
    testo = f"Totale pesi {in_italiano(totale)}"
    if modo == SchedaArea.ModoPeso.COEFFICIENTE:
        return f"{testo} (coefficienti)"
    if totale == CENTO:
        return f"{testo}: completo"
    scarto = in_italiano(abs(CENTO - totale))
    return f"{testo}: mancano {scarto} punti" if totale < CENTO else f"{testo}: {scarto} punti di troppo"


def segna_modifica(scheda: SchedaArea) -> None:
    """`registra_modifica` for a page: a sheet closed meanwhile is a refusal (403) and nothing is written."""
    try:
        registra_modifica(scheda=scheda)
    except SchedaChiusa as errore:
        raise PermissionDenied(str(errore)) from errore


class PersonaInline(InlineDellEnte):
    model = PersonaScheda
    autocomplete_fields = ("dipendente", "servizio")
    fields = (
        "ordine",
        "dipendente",
        "servizio",
        "rapporto",
        "qualifica",
        "categoria",
        "ore_settimanali",
        "nome_pubblicato",
        "nome_in_matrice",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[PersonaScheda]:
        return super().get_queryset(request).select_related("dipendente", "servizio")


@admin.register(SchedaArea)
class SchedaAreaAdmin(AdminDellEnte):
    inlines = (PersonaInline,)
    list_display = ("nome_scheda", "anno", "piano", "responsabile", "stato", "obiettivi_scritti", "totale_pesi")
    list_select_related = ("piano__ente", "area", "responsabile")
    list_filter = (("piano", FiltroDellEnte), ("area", FiltroDellEnte), "anno", "stato", "tipo")
    search_fields = ("area__nome", "titolo_pubblicato", "responsabile__cognome")
    autocomplete_fields = ("piano", "area", "responsabile")
    readonly_fields = ("stato", "proposta_il", "validata_il", "modificata_il", "riepilogo")
    fieldsets = (
        (None, {"fields": ("piano", "tipo", "area", "anno", "responsabile", "modo_peso")}),
        ("Obiettivi", {"fields": ("riepilogo",)}),
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

    def get_queryset(self, request: HttpRequest) -> QuerySet[SchedaArea]:
        # By name, because objectives live on the floor above; no join multiplies the sums: one relation only.
        zero = Value(Decimal(0), DecimalField())
        return (
            super()
            .get_queryset(request)
            .annotate(
                quanti=Count("obiettivi"),
                totale=Coalesce(Sum("obiettivi__peso", filter=Q(obiettivi__peso__isnull=False)), zero),
            )
        )

    @admin.display(description="scheda", ordering="area__ordine")
    def nome_scheda(self, scheda: SchedaArea) -> str:
        return scheda.nome

    @admin.display(description="obiettivi", ordering="quanti")
    def obiettivi_scritti(self, scheda: Any) -> int:
        return scheda.quanti

    @admin.display(description="totale pesi", ordering="totale")
    def totale_pesi(self, scheda: Any) -> str:
        return testo_totale(scheda.totale, scheda.modo_peso)

    @admin.display(description="obiettivi e pesi")
    def riepilogo(self, scheda: Any) -> str:
        if scheda.pk is None:
            return "Dopo il primo salvataggio."
        elenco = reverse("admin:obiettivi_obiettivogestionale_changelist")
        testo = f"{scheda.quanti} obiettivi. {testo_totale(scheda.totale, scheda.modo_peso)}."
        return collegamento(f"{elenco}?scheda__id__exact={scheda.pk}", testo)

    def save_model(self, request: HttpRequest, obj: SchedaArea, form: forms.ModelForm, change: bool) -> None:
        if change:
            segna_modifica(obj)
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: SchedaArea) -> None:
        segna_modifica(obj)
        super().delete_model(request, obj)


@admin.register(PersonaScheda)
class PersonaSchedaAdmin(AdminDellEnte):
    """Only for autocomplete and links: people are written with their sheet."""

    search_fields = ("dipendente__cognome", "dipendente__nome", "nome_pubblicato")
    list_display = ("__str__", "scheda", "servizio", "rapporto")
    list_select_related = ("dipendente", "scheda__area", "servizio")
    list_filter = (("scheda__piano", FiltroDellEnte), "rapporto")
    autocomplete_fields = ("scheda", "dipendente", "servizio")

    def save_model(self, request: HttpRequest, obj: PersonaScheda, form: forms.ModelForm, change: bool) -> None:
        segna_modifica(obj.scheda)
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: PersonaScheda) -> None:
        segna_modifica(obj.scheda)
        super().delete_model(request, obj)
