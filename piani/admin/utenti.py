"""Users and roles. An amministratore acts on people of the own bodies only, and gives no right that is not theirs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.utils import timezone

from piani.admin.base import AdminDellEnte
from piani.admin.filtri import FiltroDellEnte
from piani.models import Area, Ente, Incarico, Utente
from piani.permessi import RUOLI_ORGANIZZAZIONE, Ruolo
from piani.services.utenti import invia_invito, invita_utente
from semproniano.core.admin import ChiNonVedeNonTrova

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Field, QuerySet
    from django.http import HttpRequest

    from piani.models.base import DellEnte


class FormInvito(forms.ModelForm):
    """Whom to invite, and to do what."""

    first_name = forms.CharField(label="Nome", max_length=150)
    last_name = forms.CharField(label="Cognome", max_length=150)
    email = forms.EmailField(label="Indirizzo e-mail", help_text="Riceve il collegamento per scegliere la password.")
    username = forms.CharField(
        label="Nome utente", max_length=150, required=False, help_text="Vuoto: si ricava dall'indirizzo e-mail."
    )
    ente = forms.ModelChoiceField(label="Ente", queryset=Ente.objects.none())
    ruolo = forms.ChoiceField(label="Ruolo", choices=Ruolo)
    area = forms.ModelChoiceField(
        label="Area", queryset=Area.objects.none(), required=False, help_text="Solo per il responsabile di area."
    )
    dal = forms.DateField(label="Dal", widget=AdminDateWidget, initial=timezone.localdate)

    class Meta:
        model = Utente
        fields = ("first_name", "last_name", "email", "username")

    richiesta: HttpRequest
    se_non_parte: Callable[[], None]

    def __init__(self, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        for campo in ("ente", "area"):
            modello = self.fields[campo].queryset.model
            self.fields[campo].queryset = modello.objects.visibili_a(self.richiesta.user, RUOLI_ORGANIZZAZIONE)

    def _post_clean(self) -> None:
        """Nothing: the account may exist already (a Segretario of two bodies); the service checks the rows it makes."""

    def clean(self) -> dict[str, Any]:
        dati = super().clean()
        username = dati.get("username")
        if username and Utente.objects.filter(username__iexact=username).exclude(email__iexact=dati.get("email", "")):
            self.add_error("username", "Questo nome utente è già preso.")
        if self.errors:
            return dati
        try:
            # Here, so that what the rows refuse is shown in the form; the request is one transaction.
            self.utente = invita_utente(
                ente=dati["ente"],
                ruolo=dati["ruolo"],
                area=dati["area"],
                dal=dati["dal"],
                email=dati["email"],
                nome=dati["first_name"],
                cognome=dati["last_name"],
                username=username,
                indirizzo_assoluto=self.richiesta.build_absolute_uri,
                se_non_parte=self.se_non_parte,
            )
        except ValidationError as errore:
            self._riporta(errore)
        return dati

    def _riporta(self, errore: ValidationError) -> None:
        for campo, errori in errore.error_dict.items() if hasattr(errore, "error_dict") else [(None, errore)]:
            self.add_error(campo if campo in self.fields else None, errori)


@admin.register(Utente)
class UtenteAdmin(ChiNonVedeNonTrova, admin.ModelAdmin):
    """Accounts, seen and changed by the amministratore. Nobody sets another's password here: they are invited."""

    list_display = ("username", "last_name", "first_name", "email", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "last_name", "first_name", "email")
    ordering = ("last_name", "first_name", "username")
    readonly_fields = ("username", "last_login", "date_joined")
    actions = ("invia_di_nuovo",)
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Utente]:
        return Utente.objects.visibili_a(request.user, RUOLI_ORGANIZZAZIONE).order_by(*self.ordering)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """A filter on the password would tell, letter by letter, what its hash is."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def get_form(self, request: HttpRequest, obj: Utente | None = None, **opzioni: Any) -> type[forms.ModelForm]:
        if obj is None:
            avverti = partial(self.avverti_non_partito, request)
            return type("FormInvito", (FormInvito,), {"richiesta": request, "se_non_parte": staticmethod(avverti)})
        return super().get_form(request, obj, **opzioni)

    def get_fieldsets(self, request: HttpRequest, obj: Utente | None = None) -> tuple:
        if obj is None:
            chi = ("Chi", {"fields": ("first_name", "last_name", "email", "username")})
            return (chi, ("Incarico", {"fields": ("ente", "ruolo", "area", "dal")}))
        campi = ("username", "first_name", "last_name", "email", "is_active")
        campi += ("is_superuser",) if request.user.is_superuser else ()
        return ((None, {"fields": campi}), ("Accessi", {"fields": ("last_login", "date_joined")}))

    def get_readonly_fields(self, request: HttpRequest, obj: Utente | None = None) -> tuple[str, ...]:
        return self.readonly_fields if obj else ()

    def save_form(self, request: HttpRequest, form: forms.ModelForm, change: bool) -> Utente:
        return super().save_form(request, form, change) if change else form.utente

    def save_model(self, request: HttpRequest, obj: Utente, form: forms.ModelForm, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        if change:
            super().save_related(request, form, formsets, change)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.organizza

    def has_view_permission(self, request: HttpRequest, obj: Utente | None = None) -> bool:
        return request.user.organizza

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.organizza

    def has_change_permission(self, request: HttpRequest, obj: Utente | None = None) -> bool:
        """An amministratore changes who works in the own bodies and nowhere else: an address opens every role."""
        if request.user.is_superuser:
            return True
        if obj is None:
            return request.user.organizza
        suoi = set(obj.incarichi.values_list("ente", flat=True))
        return not obj.is_superuser and suoi <= request.user.enti_con_ruolo(RUOLI_ORGANIZZAZIONE)

    def has_delete_permission(self, request: HttpRequest, obj: Utente | None = None) -> bool:
        """An account that has held a role stays: it is switched off, so that what it did keeps its name."""
        return request.user.is_superuser and (obj is None or not obj.incarichi.exists())

    @admin.action(description="Invia di nuovo l'invito", permissions=("change",))
    def invia_di_nuovo(self, request: HttpRequest, queryset: QuerySet[Utente]) -> None:
        invitati = [
            utente
            for utente in queryset.filter(is_active=True).exclude(email="")
            if not utente.has_usable_password() and self.has_change_permission(request, utente)
        ]
        spediti = sum(invia_invito(utente=utente, indirizzo_assoluto=request.build_absolute_uri) for utente in invitati)
        self.message_user(
            request,
            f"Inviti spediti: {spediti}. Chi ha già una password non ne riceve.",
            messages.SUCCESS if spediti else messages.WARNING,
        )
        if spediti < len(invitati):
            self.avverti_non_partito(request)

    def avverti_non_partito(self, request: HttpRequest) -> None:
        self.message_user(
            request,
            "Un invito non è partito: il server della posta non risponde. L'utente c'è: più tardi, dall'elenco degli "
            "utenti, «Invia di nuovo l'invito».",
            messages.ERROR,
        )


@admin.register(Incarico)
class IncaricoAdmin(AdminDellEnte):
    ruoli_scrittura = RUOLI_ORGANIZZAZIONE
    list_display = ("utente", "ruolo", "area", "ente", "dal", "al", "facente_funzione")
    list_select_related = ("utente", "area", "ente")
    list_filter = (("ente", FiltroDellEnte), "ruolo", ("area", FiltroDellEnte))
    search_fields = ("utente__last_name", "utente__first_name", "utente__username")
    autocomplete_fields = ("utente", "area")
    date_hierarchy = "dal"

    def scelte(self, db_field: Field, request: HttpRequest, contesto: DellEnte | None) -> QuerySet:
        """Being Segretario somewhere gives no right to hand out roles there."""
        righe = super().scelte(db_field, request, contesto)
        return righe.visibili_a(request.user, RUOLI_ORGANIZZAZIONE)

    def get_readonly_fields(self, request: HttpRequest, obj: Incarico | None = None) -> list:
        """A role given to the wrong person is deleted and given again: it never passes from one to another."""
        campi = super().get_readonly_fields(request, obj)
        return campi if obj is None else list(dict.fromkeys([*campi, "utente"]))
