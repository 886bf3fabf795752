"""The body, its areas and services, its people, its acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.text import slugify

from piani.admin.base import AdminDellEnte, InlineDellEnte, scrive_in
from piani.admin.filtri import FiltroDellEnte
from piani.admin.moduli import FormDellEnte
from piani.models import ApprovazioneBilancio, Area, Atto, Comune, Dipendente, Ente, Servizio
from piani.permessi import RUOLI_ORGANIZZAZIONE
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from django.http import HttpRequest


def valori_del_comune(comune: Comune) -> dict[str, str]:
    """What the ISTAT list knows of a body."""
    return {
        "denominazione": f"Comune di {comune.nome}",
        "slug": slugify(comune.nome),
        "provincia": comune.provincia,
        "sigla_provincia": comune.sigla_provincia,
        "codice_istat": comune.codice_istat,
        "codice_catastale": comune.codice_catastale,
    }


class FormEnte(FormDellEnte):
    """Choosing the Comune of the ISTAT list fills what is left blank: name, codes, province."""

    def __init__(self, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        for nome in ("denominazione", "slug"):
            if nome in self.fields:
                self.fields[nome].required = False

    def clean(self) -> dict[str, Any]:
        dati = super().clean()
        comune = dati.get("comune")
        if comune:
            for campo, valore in valori_del_comune(comune).items():
                if campo not in self.errors and not dati.get(campo):
                    dati[campo] = valore
        for campo in ("denominazione", "slug"):
            if campo in self.fields and campo not in self.errors and not dati.get(campo):
                self.add_error(campo, "Scegliere il Comune, oppure scrivere questo campo.")
        return dati


class BilancioInline(InlineDellEnte):
    model = ApprovazioneBilancio


@admin.register(Ente)
class EnteAdmin(AdminDellEnte):
    form = FormEnte
    inlines = (BilancioInline,)
    autocomplete_fields = ("comune",)
    list_display = ("denominazione", "provincia", "popolazione_totale", "ha_dirigenti")
    list_filter = ("tipo", "ha_dirigenti")
    search_fields = ("denominazione", "slug", "codice_ipa", "codice_istat")
    fieldsets = (
        (None, {"fields": ("comune", "denominazione", "slug", "tipo")}),
        ("Codici", {"fields": ("provincia", "sigla_provincia", "codice_ipa", "codice_istat", "codice_catastale")}),
        (
            "Territorio e popolazione",
            {
                "fields": (
                    "popolazione_totale",
                    "popolazione_maschi",
                    "popolazione_femmine",
                    "popolazione_al",
                    "superficie_kmq",
                    "densita_calcolata",
                    "frazioni",
                )
            },
        ),
        (
            "Organizzazione",
            {"fields": ("numero_dipendenti", "ha_dirigenti", "scheda_segretario_validata_da", "stemma", "e_esempio")},
        ),
        (
            "In fondo alle pagine pubbliche",
            {"fields": ("dichiarazione_accessibilita", "informativa_privacy", "note_legali", "segnalazioni")},
        ),
    )
    readonly_fields = ("densita_calcolata",)

    @admin.display(description="densità (abitanti per km²)")
    def densita_calcolata(self, ente: Ente) -> str:
        return in_italiano(ente.densita) or "-"

    def get_readonly_fields(self, request: HttpRequest, obj: Ente | None = None) -> list:
        """Names and codes identify the body and its addresses; the Segretario does not choose who validates their
        own sheets."""
        campi = super().get_readonly_fields(request, obj)
        if obj is None or request.user.is_superuser:
            return campi
        fissi = ["comune", "denominazione", "slug", "tipo", "e_esempio"]
        if not scrive_in(request.user, obj, RUOLI_ORGANIZZAZIONE):
            fissi.append("scheda_segretario_validata_da")
        return list(dict.fromkeys([*campi, *fissi]))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """`?comune=053025`, the link of the ISTAT list: works without script, which the autocomplete does not."""
        iniziali = super().get_changeform_initial_data(request)
        comune = Comune.objects.filter(pk=iniziali.get("comune")).first()
        return {**iniziali, **valori_del_comune(comune)} if comune else iniziali

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A new body is set up by whoever runs the installation."""
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Ente | None = None) -> bool:
        """A body set up by mistake can go; one that has a plan cannot."""
        return request.user.is_superuser and (obj is None or not obj.piani.exists())


class ServizioInline(InlineDellEnte):
    model = Servizio


@admin.register(Area)
class AreaAdmin(AdminDellEnte):
    inlines = (ServizioInline,)
    list_display = ("nome", "ente", "slug", "ordine", "attiva_al")
    list_select_related = ("ente",)
    list_filter = (("ente", FiltroDellEnte),)
    search_fields = ("nome", "slug")
    autocomplete_fields = ("ente",)


@admin.register(Servizio)
class ServizioAdmin(AdminDellEnte):
    """Only for autocomplete and links: services are written with their area."""

    search_fields = ("nome", "area__nome")
    list_display = ("nome", "area")
    list_select_related = ("area",)
    list_filter = (("area", FiltroDellEnte),)
    autocomplete_fields = ("area",)


@admin.register(Dipendente)
class DipendenteAdmin(AdminDellEnte):
    list_display = ("__str__", "codice", "ente", "e_esterno", "utente", "cessato_il")
    list_select_related = ("ente", "utente")
    list_filter = (("ente", FiltroDellEnte), "e_esterno", ("cessato_il", admin.EmptyFieldListFilter))
    search_fields = ("cognome", "nome", "codice")
    autocomplete_fields = ("ente", "utente")
    prepopulated_fields = {"codice": ("cognome", "nome")}

    def get_readonly_fields(self, request: HttpRequest, obj: Dipendente | None = None) -> list:
        """Which account sees a person's card is for the amministratore to say."""
        campi = super().get_readonly_fields(request, obj)
        return campi if scrive_in(request.user, obj, RUOLI_ORGANIZZAZIONE) else [*campi, "utente"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Dipendente | None = None) -> dict:
        return {} if obj else self.prepopulated_fields


@admin.register(Atto)
class AttoAdmin(AdminDellEnte):
    list_display = ("__str__", "oggetto", "ente")
    list_select_related = ("ente",)
    list_filter = (("ente", FiltroDellEnte), "organo")
    search_fields = ("numero", "oggetto")
    date_hierarchy = "data"
    autocomplete_fields = ("ente",)
