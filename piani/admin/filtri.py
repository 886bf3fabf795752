"""Filters of the lists. Django's own read whole tables: these offer only what the user sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import AllValuesFieldListFilter, RelatedFieldListFilter

from piani.permessi import RUOLI_ADMIN

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.db.models import Field
    from django.http import HttpRequest

# More choices than these are no help: the search box is. (A superuser may see all the Comuni of Italy.)
SCELTE_AL_PIU = 100


class FiltroDellEnte(RelatedFieldListFilter):
    """A filter on a foreign key that offers only rows of the user's bodies."""

    def field_choices(self, field: Field, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple]:
        modello = field.related_model
        righe = model_admin.admin_site.get_model_admin(modello).get_queryset(request)
        righe = righe.visibili_a(request.user, RUOLI_ADMIN)[: SCELTE_AL_PIU + 1]
        scelte = [(riga.pk, str(riga)) for riga in righe]
        return scelte if len(scelte) <= SCELTE_AL_PIU else []


class FiltroValori(AllValuesFieldListFilter):
    """A filter on a value (a year) that offers only those of the rows that the user sees."""

    def __init__(self, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        _, request, _, _, model_admin, *_ = argomenti
        righe = model_admin.get_queryset(request).order_by(self.field_path)
        self.lookup_choices = righe.values_list(self.field_path, flat=True).distinct()
