"""The days by which values are entered."""

from django.contrib import admin

from piani.admin.base import AdminDellEnte
from piani.admin.filtri import FiltroDellEnte
from valutazioni.models import Termine


@admin.register(Termine)
class TermineAdmin(AdminDellEnte):
    list_display = ("__str__", "ente")
    list_select_related = ("ente",)
    list_filter = (("ente", FiltroDellEnte),)
    autocomplete_fields = ("ente",)
    fields = ("ente", "giorno", "mese")
