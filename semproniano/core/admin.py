"""What every admin page needs and knows nothing of plans: numbers as people write them, 404, lists of texts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import Http404

from semproniano.core.forms import CampoDecimale, CampoIntero
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest

CAMPI = {
    models.DecimalField: {"form_class": CampoDecimale},
    # Counts of people; years, numbers and places in an order are small integers and keep the stock field.
    models.PositiveIntegerField: {"form_class": CampoIntero},
    models.URLField: {"assume_scheme": "https"},
}


@cache
def come_si_scrive(campo: models.Field) -> Callable[[models.Model], str]:
    """A column that shows a number as people write it: the stock one prints the year 2.019 and the weight 5,0000."""

    def mostra(riga: models.Model) -> str:
        valore = getattr(riga, campo.name)
        if valore in (None, "", []):
            return "-"
        if isinstance(campo, models.DecimalField):
            return in_italiano(valore)
        return "\n".join(map(_in_parole, valore)) if isinstance(valore, list) else str(valore)

    mostra.__name__ = campo.name
    return admin.display(description=campo.verbose_name, ordering=campo.name)(mostra)


def _in_parole(voce: Any) -> str:
    """An item of a list: a text, or the values of a row that have one."""
    if isinstance(voce, dict):
        return ", ".join(str(valore) for valore in voce.values() if valore not in (None, "", [], {}))
    return str(voce)


class NumeriLeggibili:
    """For admins and inlines: columns and read-only fields show numbers through `come_si_scrive`."""

    def leggibile(self, nome: Any) -> Any:
        """The column for a number or a list of texts, whatever else was named as it is."""
        try:
            campo = self.opts.get_field(nome) if isinstance(nome, str) else None
        except FieldDoesNotExist:
            campo = None
        numero = isinstance(campo, models.DecimalField | models.IntegerField | models.JSONField)
        return come_si_scrive(campo) if numero and not campo.choices else nome

    def get_list_display(self, request: HttpRequest) -> list:
        return [self.leggibile(nome) for nome in super().get_list_display(request)]

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list:
        """The declared fields, else all that can be edited; never read from the form, which asks for them here."""
        if self.fields:
            return list(self.fields)
        fuori = {*(self.exclude or ()), getattr(self, "fk_name", None)}
        genitore = getattr(self, "parent_model", None)
        return [
            campo.name
            for campo in self.opts.fields
            if campo.editable
            and not campo.primary_key
            and campo.name not in fuori
            and not (genitore and campo.related_model is genitore)
        ]

    def sola_lettura(self, request: HttpRequest, obj: models.Model | None) -> bool:
        return obj is not None and not self.has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list:
        campi = list(super().get_readonly_fields(request, obj))
        if self.sola_lettura(request, obj):
            campi += flatten_fieldsets(super().get_fieldsets(request, obj))
        return list(dict.fromkeys(self.leggibile(nome) for nome in campi))

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> list:
        fissi = self.get_readonly_fields(request, obj)

        def sostituisci(nomi: Iterable) -> list:
            return [
                sostituisci(nome) if isinstance(nome, list | tuple) else self._in_pagina(nome, fissi) for nome in nomi
            ]

        return [
            (titolo, {**opzioni, "fields": sostituisci(opzioni["fields"])})
            for titolo, opzioni in super().get_fieldsets(request, obj)
        ]

    def _in_pagina(self, nome: Any, fissi: list) -> Any:
        leggibile = self.leggibile(nome)
        return leggibile if leggibile in fissi else nome


class ChiNonVedeNonTrova:
    """A row that the user does not see does not exist: 404, where the stock admin goes back to its index."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> models.Model:
        riga = super().get_object(request, object_id, from_field)
        if riga is None:
            raise Http404(f"{self.opts.verbose_name} «{object_id}»")
        return riga
