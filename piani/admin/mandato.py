"""The mandate, its lines and their themes."""

from django.contrib import admin

from piani.admin.base import AdminDellEnte, InlineDellEnte
from piani.admin.filtri import FiltroDellEnte
from piani.models import LineaMandato, Mandato, Tematica


class LineaInline(InlineDellEnte):
    model = LineaMandato
    show_change_link = True


class TematicaInline(InlineDellEnte):
    model = Tematica


@admin.register(Mandato)
class MandatoAdmin(AdminDellEnte):
    inlines = (LineaInline,)
    list_display = ("__str__", "ente", "atto")
    list_select_related = ("ente", "atto")
    list_filter = (("ente", FiltroDellEnte),)
    search_fields = ("anno_inizio", "ente__denominazione")
    autocomplete_fields = ("ente", "atto")


@admin.register(LineaMandato)
class LineaMandatoAdmin(AdminDellEnte):
    inlines = (TematicaInline,)
    list_display = ("__str__", "mandato")
    list_select_related = ("mandato",)
    list_filter = (("mandato", FiltroDellEnte),)
    search_fields = ("titolo", "tematiche__testo")
    autocomplete_fields = ("mandato",)
