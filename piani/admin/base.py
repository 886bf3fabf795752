"""Bases of every admin page: what belongs to a body is seen, chosen and written only by who works there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.forms import HiddenInput, Media
from django.forms.models import BaseInlineFormSet
from django.http import HttpResponseRedirect
from django.utils.html import format_html

from piani.admin.moduli import FormDellEnte
from piani.models import Ente, SchedaArea
from piani.models.base import DellEnte
from piani.permessi import RUOLI_ADMIN
from piani.services.revisioni import registra_revisione, scheda_toccata
from piani.services.scrittura import ScritturaChiusa, prepara_scrittura
from semproniano.core.admin import CAMPI, ChiNonVedeNonTrova, NumeriLeggibili

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Field, QuerySet
    from django.forms import ModelForm
    from django.http import HttpRequest, HttpResponse

    from piani.models import Utente


def scrive_in(utente: Utente, riga: DellEnte | None, ruoli: Iterable[str]) -> bool:
    """True when the user holds one of the roles in the row's body (in any body, without a row)."""
    if not utente.is_authenticated or utente.is_superuser:
        return utente.is_authenticated
    enti = utente.enti_con_ruolo(ruoli)
    return bool(enti) if riga is None else riga.ente_proprio() in enti


def collegamento(indirizzo: str, testo: str) -> str:
    return format_html('<a href="{}">{}</a>', indirizzo, testo)


class RicercaNellEnte(AutocompleteSelect):
    """The autocomplete of a page whose body is known offers only what is of that body."""

    ente: int | None = None

    @property
    def media(self) -> Media:
        return super().media + Media(js=["amministrazione/etichette.js"])

    def get_url(self) -> str:
        return f"{super().get_url()}?ente={self.ente}" if self.ente else super().get_url()


class ScelteDellEnte(NumeriLeggibili):
    """Foreign keys offer, and accept, only rows of the user's bodies; of one body, once the page knows which.

    The foreign key towards the Ente (`genitore`) offers what the user may write and what is open.
    """

    formfield_overrides = CAMPI
    ruoli_scrittura: ClassVar[tuple[str, ...]] = RUOLI_ADMIN

    @property
    def genitore(self) -> str | None:
        """Name of the foreign key by which the row hangs on the tree; None for the Ente itself and for users."""
        passo = getattr(self.model, "percorso_ente", "pk").split("__")[0]
        return None if passo == "pk" else passo

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, contesto: DellEnte | None = None, **opzioni: Any
    ) -> Any:
        ente = contesto.ente_proprio() if isinstance(contesto, DellEnte) else None
        if db_field.many_to_one or db_field.one_to_one:
            if db_field.name in self.get_autocomplete_fields(request):
                ricerca = RicercaNellEnte(db_field, self.admin_site)
                ricerca.ente = ente
                opzioni["widget"] = ricerca
            campo = super().formfield_for_dbfield(db_field, request, **opzioni)
            campo.queryset = self.scelte(db_field, request, contesto)
            if db_field.related_model is Ente:
                self._nascondi_se_uno(campo)
            return campo
        return super().formfield_for_dbfield(db_field, request, **opzioni)

    def scelte(self, db_field: Field, request: HttpRequest, contesto: DellEnte | None) -> QuerySet:
        """Rows that the foreign key may take, on this page, from this user."""
        modello = db_field.related_model
        try:
            righe = self.admin_site.get_model_admin(modello).get_queryset(request)
        except NotRegistered:
            righe = modello._default_manager.all()
        if not issubclass(modello, DellEnte):
            return righe
        if db_field.name == self.genitore:
            return righe.visibili_a(request.user, self.ruoli_scrittura).modificabili()
        righe = righe.visibili_a(request.user, RUOLI_ADMIN)
        ente = contesto.ente_proprio() if isinstance(contesto, DellEnte) else None
        return righe.filter(**{modello.percorso_ente: ente}) if ente else righe

    @staticmethod
    def _nascondi_se_uno(campo: Any) -> None:
        """Who works in one body is not asked which."""
        enti = list(campo.queryset.values_list("pk", flat=True)[:2])
        if len(enti) == 1 and campo.required:
            campo.widget, campo.initial = HiddenInput(), enti[0]


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

    def get_formset(self, request: HttpRequest, obj: DellEnte | None = None, **opzioni: Any) -> type:
        opzioni.setdefault("formfield_callback", partial(self.formfield_for_dbfield, request=request, contesto=obj))
        return super().get_formset(request, obj, **opzioni)

    def _aperto(self, request: HttpRequest, genitore: DellEnte | None) -> bool:
        esterno = self.admin_site.get_model_admin(self.parent_model)
        if genitore is None:
            return esterno.has_add_permission(request)
        return esterno.has_change_permission(request, genitore)

    def has_view_permission(self, request: HttpRequest, obj: DellEnte | None = None) -> bool:
        return True  # whoever sees the outer row sees what it holds

    def has_add_permission(self, request: HttpRequest, obj: DellEnte | None = None) -> bool:
        return self._aperto(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: DellEnte | None = None) -> bool:
        return self._aperto(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: DellEnte | None = None) -> bool:
        return self._aperto(request, obj)


class AdminDellEnte(ChiNonVedeNonTrova, ScelteDellEnte, admin.ModelAdmin):
    """Admin of a row that belongs to a body.

    Outside one's bodies a row does not exist (404); inside, `ruoli_scrittura` may write it while it is open.
    """

    form = FormDellEnte
    list_per_page = 50

    # --- what is seen ---

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        righe = super().get_queryset(request).visibili_a(request.user, RUOLI_ADMIN)
        percorso = self.model.percorso_ente
        collegati = [*([] if percorso == "pk" else [percorso]), *(self.list_select_related or ())]
        return righe.select_related(*collegati) if collegati else righe

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: DellEnte | None = None) -> bool:
        return scrive_in(request.user, obj, RUOLI_ADMIN)

    # --- what is written ---

    def has_add_permission(self, request: HttpRequest) -> bool:
        return scrive_in(request.user, None, self.ruoli_scrittura)

    def has_change_permission(self, request: HttpRequest, obj: DellEnte | None = None) -> bool:
        return scrive_in(request.user, obj, self.ruoli_scrittura) and (obj is None or obj.e_modificabile)

    def has_delete_permission(self, request: HttpRequest, obj: DellEnte | None = None) -> bool:
        return scrive_in(request.user, obj, self.ruoli_scrittura) and (obj is None or obj.e_eliminabile)

    def get_readonly_fields(self, request: HttpRequest, obj: DellEnte | None = None) -> list:
        """A row stays where it was born: moving it would leave what it points at in another body or sheet."""
        campi = super().get_readonly_fields(request, obj)
        return campi if obj is None or self.genitore is None else list(dict.fromkeys([*campi, self.genitore]))

    def get_form(
        self, request: HttpRequest, obj: DellEnte | None = None, change: bool = False, **opzioni: Any
    ) -> type[ModelForm]:
        contesto = obj or self.genitore_chiesto(request)
        opzioni.setdefault(
            "formfield_callback", partial(self.formfield_for_dbfield, request=request, contesto=contesto)
        )
        return super().get_form(request, obj, change=change, **opzioni)

    def render_change_form(
        self, request: HttpRequest, context: dict, *, obj: DellEnte | None = None, **opzioni: Any
    ) -> Any:
        """Invented bodies say so on every page of theirs."""
        ente = Ente.objects.filter(pk=obj.ente_proprio()).first() if obj else None
        context["ente_di_esempio"] = bool(ente and ente.e_esempio)
        return super().render_change_form(request, context, obj=obj, **opzioni)

    def genitore_chiesto(self, request: HttpRequest) -> DellEnte | None:
        """The row that a new one is to hang on, when the address or the form already says which."""
        chiave = self.genitore and (request.POST.get(self.genitore) or request.GET.get(self.genitore, ""))
        if not chiave or not chiave.isdecimal():
            return None
        campo = self.opts.get_field(self.genitore)
        return self.scelte(campo, request, None).filter(pk=chiave).first()

    def save_model(self, request: HttpRequest, obj: DellEnte, form: ModelForm, change: bool) -> None:
        if not scrive_in(request.user, obj, self.ruoli_scrittura):
            raise PermissionDenied
        if not change or form.has_changed():
            self.salva(request, obj, change)

    def salva(self, request: HttpRequest, obj: DellEnte, change: bool) -> None:
        """Write the row."""
        self.apri(request, obj)
        obj.save()

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseInlineFormSet, change: bool) -> None:
        if formset.has_changed():
            self.apri(request, form.instance)
        super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        """The row and its inlines are written: the sheet that they belong to keeps a revision."""
        super().save_related(request, form, formsets, change)
        if form.instance is getattr(request, "_riga_aperta", None):
            self.annota(request, form.instance, "Scritto" if change else "Aggiunto")

    def delete_model(self, request: HttpRequest, obj: DellEnte) -> None:
        self.apri(request, obj)
        etichetta = str(obj)
        super().delete_model(request, obj)
        if not isinstance(obj, SchedaArea):
            self.annota(request, obj, "Eliminato", etichetta)

    def annota(self, request: HttpRequest, riga: DellEnte, fatto: str, etichetta: str = "") -> None:
        """A revision of the sheet on which the row hangs, if any; in the transaction of the write."""
        scheda = scheda_toccata(riga)
        if scheda is not None:
            motivo = f"{fatto} nell'amministrazione: {self.opts.verbose_name} «{etichetta or riga}»"
            registra_revisione(scheda=scheda, utente=request.user, motivo=motivo)

    def apri(self, request: HttpRequest, riga: DellEnte) -> None:
        """`prepara_scrittura`, once per request and row: a page with its inlines is one change of the sheet."""
        if riga is not getattr(request, "_riga_aperta", None):
            prepara_scrittura(riga=riga)
            request._riga_aperta = riga

    # --- what is refused ---

    def changeform_view(self, request: HttpRequest, *argomenti: Any, **opzioni: Any) -> HttpResponse:
        return self._o_rifiuta(super().changeform_view, request, *argomenti, **opzioni)

    def delete_view(self, request: HttpRequest, *argomenti: Any, **opzioni: Any) -> HttpResponse:
        return self._o_rifiuta(super().delete_view, request, *argomenti, **opzioni)

    def _o_rifiuta(self, pagina: Any, request: HttpRequest, *argomenti: Any, **opzioni: Any) -> HttpResponse:
        """Closed while somebody was writing: nothing is written, and the page says why."""
        try:
            return pagina(request, *argomenti, **opzioni)
        except (ScritturaChiusa, ValidationError) as errore:
            testi = errore.messages if isinstance(errore, ValidationError) else [str(errore)]
            self.message_user(request, " ".join(testi), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())


class AdminSolaLettura(ChiNonVedeNonTrova, NumeriLeggibili, admin.ModelAdmin):
    """Rows of the reference lists, which nobody writes by hand."""

    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.entra_in_admin

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.entra_in_admin

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class AdminSolaLetturaDellEnte(AdminDellEnte):
    """Rows of a body that only the workflow writes: frozen versions, published documents."""

    ruoli_scrittura = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: DellEnte | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: DellEnte | None = None) -> bool:
        return False
