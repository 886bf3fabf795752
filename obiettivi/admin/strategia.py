"""Objectives of the DUP: strategici and operativi."""

from django.contrib import admin

from obiettivi.models import ObiettivoOperativo, ObiettivoStrategico
from piani.admin.base import AdminDellEnte, InlineDellEnte
from piani.admin.filtri import FiltroDellEnte


class OperativoInline(InlineDellEnte):
    model = ObiettivoOperativo
    autocomplete_fields = ("missione", "programma")


@admin.register(ObiettivoStrategico)
class ObiettivoStrategicoAdmin(AdminDellEnte):
    inlines = (OperativoInline,)
    list_display = ("codice", "descrizione", "linea", "ente")
    list_select_related = ("linea", "ente")
    list_filter = (("ente", FiltroDellEnte), ("linea", FiltroDellEnte))
    search_fields = ("codice", "descrizione", "linea_pubblicata")
    autocomplete_fields = ("ente", "linea")


@admin.register(ObiettivoOperativo)
class ObiettivoOperativoAdmin(AdminDellEnte):
    list_display = ("codice_completo", "descrizione", "missione", "programma")
    list_select_related = ("strategico", "missione", "programma")
    list_filter = (("strategico", FiltroDellEnte),)
    search_fields = ("codice", "descrizione", "strategico__descrizione")
    autocomplete_fields = ("strategico", "missione", "programma")
