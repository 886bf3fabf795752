"""Reference lists: read only for everybody; they are loaded by `carica_liste`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.urls import reverse

from piani.admin.base import AdminSolaLettura, collegamento
from piani.models import Comune, MacroaggregatoSpesa, Missione, Programma, TipologiaEntrata

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
