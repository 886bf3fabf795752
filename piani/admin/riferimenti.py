"""Reference lists: read only for everybody; they are loaded by `carica_liste`."""

from django.contrib import admin

from piani.admin.base import AdminDellEnte, AdminSolaLettura, FiltroDellEnte
from piani.models import Comune, Documento, MacroaggregatoSpesa, Missione, Programma, TipologiaEntrata, Versione


@admin.register(Missione, TipologiaEntrata, MacroaggregatoSpesa)
class ListaAdmin(AdminSolaLettura):
    list_display = ("codice", "descrizione", "valido_dal", "valido_al")
    search_fields = ("codice", "descrizione")


@admin.register(Programma)
class ProgrammaAdmin(ListaAdmin):
    list_display = (*ListaAdmin.list_display, "solo_regioni")
    list_filter = ("solo_regioni", "missione")


@admin.register(Comune)
class ComuneAdmin(AdminSolaLettura):
    list_display = ("nome", "provincia", "regione", "codice_istat", "codice_catastale")
    list_filter = ("regione",)
    search_fields = ("nome", "=codice_istat", "=codice_catastale")


class AdminSolaLetturaDellEnte(AdminDellEnte):
    """Rows of a body that only the workflow writes."""

    ruoli_scrittura = ()

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    has_delete_permission = has_change_permission


@admin.register(Versione)
class VersioneAdmin(AdminSolaLetturaDellEnte):
    list_display = ("__str__", "stato", "atto", "creata_il", "sha256")
    list_select_related = ("piano", "atto")
    list_filter = (("piano", FiltroDellEnte), "stato")
    exclude = ("contenuto",)


@admin.register(Documento)
class DocumentoAdmin(AdminSolaLetturaDellEnte):
    list_display = ("titolo", "tipo", "formato", "pubblicato_il", "ritirato_il")
    list_filter = (("ente", FiltroDellEnte), "tipo")
    search_fields = ("titolo",)
