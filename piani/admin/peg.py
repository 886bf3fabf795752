"""The capitoli of the PEG, one by one. Who has many of them imports the file of the accounting program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import Value
from django.db.models.functions import Concat

from piani.admin.base import AdminDellEnte
from piani.admin.filtri import FiltroDellEnte
from piani.models import Capitolo
from piani.services.peg.legami import usi_di
from semproniano.core.numeri import in_euro

if TYPE_CHECKING:
    from django.http import HttpRequest

    from piani.models.base import DellEnte


def _per_anno(nome: str) -> tuple[str, str, str]:
    return tuple(f"{nome}_{anno}" for anno in (1, 2, 3))


@admin.register(Capitolo)
class CapitoloAdmin(AdminDellEnte):
    list_display = ("numero", "denominazione", "area", "primo_anno", "di_che_piano")
    list_display_links = ("numero", "denominazione")
    list_select_related = ("area",)
    list_filter = (("piano", FiltroDellEnte), "parte", "tipo", ("area", FiltroDellEnte))
    search_fields = ("capitolo", "denominazione", "conto", "programma", "tipologia", "centro_di_costo")
    search_help_text = "Numero o nome del capitolo, piano dei conti, programma, tipologia, centro di costo."
    autocomplete_fields = ("piano", "area")
    fieldsets = (
        (None, {"fields": ("piano", ("parte", "tipo"), ("capitolo", "articolo"), "denominazione")}),
        ("Chi lo gestisce", {"fields": ("area", "centro_di_costo")}),
        (
            "Classificazione",
            {
                "fields": (
                    "titolo",
                    ("tipologia", "categoria"),
                    ("missione", "programma", "macroaggregato"),
                    "conto",
                ),
                "description": "Avanzo, fondo pluriennale e disavanzo non ne hanno.",
            },
        ),
        (
            "Previsioni, in euro",
            {"fields": (_per_anno("competenza"), ("cassa", "residui"), _per_anno("impegnato"), _per_anno("fpv"))},
        ),
    )

    @admin.display(description="capitolo", ordering=Concat("capitolo", Value("/"), "articolo"))
    def numero(self, capitolo: Capitolo) -> str:
        return f"{capitolo.get_parte_display()} {capitolo.numero}"

    @admin.display(description="primo anno, euro", ordering="competenza_1")
    def primo_anno(self, capitolo: Capitolo) -> str:
        return in_euro(capitolo.competenza_1)

    @admin.display(description="piano", ordering="piano")
    def di_che_piano(self, capitolo: Capitolo) -> str:
        return capitolo.piano.codice

    def get_readonly_fields(self, request: HttpRequest, obj: DellEnte | None = None) -> list:
        """What the row is recognised by stays, its number too once an objective uses it: imports and comparisons would
        take it for another."""
        campi = super().get_readonly_fields(request, obj)
        if obj is None:
            return campi
        # What the sheets say is not rewritten from here: they keep a revision of every change.
        numero = ("capitolo", "articolo") if usi_di([obj.pk]) else ()
        return list(dict.fromkeys([*campi, "parte", *numero]))
