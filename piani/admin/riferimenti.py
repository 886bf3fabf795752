"""Reference lists: read only for everybody; they are loaded by `carica_liste`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.urls import reverse

from piani.admin.base import AdminSolaLettura, AdminSolaLetturaDellEnte, collegamento
from piani.admin.filtri import FiltroDellEnte
from piani.models import Comune, Documento, MacroaggregatoSpesa, Missione, Programma, TipologiaEntrata, Versione

if TYPE_CHECKING:
    from django.http import HttpRequest


@admin.register(Missione, TipologiaEntrata, MacroaggregatoSpesa)
class ListaAdmin(AdminSolaLettura):
    list_display = ("codice", "descrizione", "valido_dal", "valido_al")
    search_fields = ("codice", "descrizione")


@admin.register(Programma)
class ProgrammaAdmin(ListaAdmin):
    list_display = (*ListaAdmin.list_display, "solo_regioni")
    list_filter = ("solo_regioni",)
    list_select_related = ("missione",)


@admin.register(Comune)
class ComuneAdmin(AdminSolaLettura):
    list_display = ("nome", "provincia", "regione", "codice_istat", "codice_catastale")
    list_filter = ("regione",)
    search_fields = ("nome", "=codice_istat", "=codice_catastale")

    def get_list_display(self, request: HttpRequest) -> list:
        colonne = super().get_list_display(request)
        return [*colonne, "nuovo_ente"] if request.user.is_superuser else colonne

    @admin.display(description="nuovo ente")
    def nuovo_ente(self, comune: Comune) -> str:
        return collegamento(f"{reverse('admin:piani_ente_add')}?comune={comune.pk}", "Crea l'ente")


@admin.register(Versione)
class VersioneAdmin(AdminSolaLetturaDellEnte):
    list_display = ("__str__", "stato", "atto", "creata_il", "sha256")
    list_select_related = ("piano", "atto")
    list_filter = (("piano", FiltroDellEnte), "stato")
    search_fields = ("piano__titolo", "sha256")
    exclude = ("contenuto",)


@admin.register(Documento)
class DocumentoAdmin(AdminSolaLetturaDellEnte):
    list_display = ("titolo", "tipo", "formato", "ente", "pubblicato_il", "ritirato_il")
    date_hierarchy = "pubblicato_il"
    list_filter = (("ente", FiltroDellEnte), "tipo")
    search_fields = ("titolo",)
