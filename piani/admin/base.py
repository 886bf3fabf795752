"""Bases of every admin page: what belongs to a body is seen, chosen and written only by who works there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.admin import RelatedFieldListFilter
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import ModelChoiceField
from django.forms.models import BaseInlineFormSet
from django.http import Http404
from django.utils.html import format_html

from piani.models.base import DellEnte
from piani.permessi import RUOLI_ADMIN
from semproniano.core.forms import CampoDecimale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Field, ForeignKey, QuerySet
    from django.http import HttpRequest, HttpResponse

    from piani.models import Utente

CAMPI = {models.DecimalField: {"form_class": CampoDecimale}}


def scrive_in(utente: Utente, riga: DellEnte | None, ruoli: Iterable[str]) -> bool:
    """True when the user holds one of the roles in the row's body (in any body, without a row)."""
    if utente.is_superuser:
        return True
    enti = utente.enti_con_ruolo(ruoli)
    return bool(enti) if riga is None else riga.ente_proprio() in enti


class FiltroDellEnte(RelatedFieldListFilter):
    """A filter on a foreign key that offers only rows of the user's bodies."""

    def field_choices(self, field: Field, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        righe = field.remote_field.model.objects.visibili_a(request.user, RUOLI_ADMIN)
        return [(riga.pk, str(riga)) for riga in righe]


class ScelteDellEnte:
    """Foreign keys offer, and accept, only rows of the user's bodies."""

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **opzioni: Any
    ) -> ModelChoiceField | None:
        modello = db_field.remote_field.model
        if hasattr(modello.objects, "visibili_a"):
            opzioni["queryset"] = modello.objects.visibili_a(request.user, self.ruoli_di_scelta(db_field))
        return super().formfield_for_foreignkey(db_field, request, **opzioni)

    def ruoli_di_scelta(self, db_field: ForeignKey) -> Iterable[str]:
        return RUOLI_ADMIN


class FormsetDellEnte(BaseInlineFormSet):
    """Rows inside another: what they point at must be of the same body, even while the outer row is new."""

    def clean(self) -> None:
        super().clean()
        ente = self.instance.ente_proprio()
        for form in self.forms:
            for campo in self.model.stesso_ente:
                scelta = getattr(form, "cleaned_data", {}).get(campo)
                if ente and scelta and scelta.ente_proprio() != ente:
                    form.add_error(campo, ValidationError(f"«{scelta}» appartiene a un altro ente.", code="altro_ente"))


class InlineDellEnte(ScelteDellEnte, admin.StackedInline):
    """Rows inside another follow its rights: closed with it, writable with it."""

    extra = 0
    formset = FormsetDellEnte
    formfield_overrides = CAMPI

    def _aperto(self, request: HttpRequest, genitore: DellEnte | None) -> bool:
        esterno = self.admin_site._registry[self.parent_model]
        if genitore is None:
            return esterno.has_add_permission(request)
        return esterno.has_change_permission(request, genitore)

    def has_view_permission(self, request: HttpRequest, obj: DellEnte | None = None) -> bool:
        return True  # whoever sees the outer row sees what it holds

    def has_add_permission(self, request: HttpRequest, obj: DellEnte | None = None) -> bool:
        return self._aperto(request, obj)

    has_change_permission = has_delete_permission = has_add_permission


class AdminDellEnte(ScelteDellEnte, admin.ModelAdmin):
    """Admin of a row that belongs to a body.

    Outside one's bodies a row does not exist (404); inside, `ruoli_scrittura` may write it while it is open.
    """

    ruoli_scrittura: ClassVar[tuple[str, ...]] = RUOLI_ADMIN
    formfield_overrides = CAMPI
    list_per_page = 50
    save_on_top = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        ordinamento = self.get_ordering(request)
        righe = self.model.objects.visibili_a(request.user, RUOLI_ADMIN)
        return righe.order_by(*ordinamento) if ordinamento else righe

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.entra_in_admin

    def has_view_permission(self, request: HttpRequest, obj: DellEnte | None = None) -> bool:
        return scrive_in(request.user, obj, RUOLI_ADMIN)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return scrive_in(request.user, None, self.ruoli_scrittura)

    def has_change_permission(self, request: HttpRequest, obj: DellEnte | None = None) -> bool:
        return scrive_in(request.user, obj, self.ruoli_scrittura) and (obj is None or obj.e_modificabile)

    def has_delete_permission(self, request: HttpRequest, obj: DellEnte | None = None) -> bool:
        return scrive_in(request.user, obj, self.ruoli_scrittura) and (obj is None or obj.e_eliminabile)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404(f"{opts.verbose_name} {object_id}")

    def view_on_site(self, obj: DellEnte) -> None:  # no public pages yet
        return None


class AdminSolaLettura(admin.ModelAdmin):
    """Rows that nobody writes by hand: reference lists, frozen versions, published documents."""

    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.entra_in_admin

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.entra_in_admin

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    has_delete_permission = has_change_permission

    _get_obj_does_not_exist_redirect = AdminDellEnte._get_obj_does_not_exist_redirect


def collegamento(indirizzo: str, testo: str) -> str:
    return format_html('<a href="{}">{}</a>', indirizzo, testo)
