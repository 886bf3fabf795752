"""The admin site: its names, who enters, and the order of the work on its first page.

Outside piani.admin, because importing it must not register any page: that needs the site.
"""

from __future__ import annotations

from functools import update_wrapper
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django_tasks_db.models import DBTaskResult

from piani.models import Ente
from piani.models.base import DellEnte
from piani.permessi import RUOLI_ADMIN
from piani.views.account import Uscita

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model, QuerySet
    from django.http import HttpRequest, HttpResponse

# The first page follows the work, not the alphabet: model names in the order in which a body is set up.
GRUPPI = (
    ("Ente", ("Ente", "Area", "Servizio", "Dipendente", "Atto")),
    ("Mandato e strategia", ("Mandato", "LineaMandato", "ObiettivoStrategico", "ObiettivoOperativo")),
    ("Piano", ("Piano", "SezioneNarrativa", "Capitolo")),
    ("Schede", ("SchedaArea", "PersonaScheda")),
    ("Obiettivi", ("ObiettivoGestionale", "Indicatore", "ModelloObiettivo")),
    ("Misura", ("Termine",)),
    ("Controlli", ("RegolaControllo", "ArticoloCorretto")),
    ("Persone e incarichi", ("Utente", "Incarico")),
    ("Versioni e documenti", ("Versione", "Documento")),
    ("Riferimenti", ("Missione", "Programma", "TipologiaEntrata", "MacroaggregatoSpesa", "Comune")),
)


class RicercaDellEnte(AutocompleteJsonView):
    """Autocomplete: of one body when the page says which (`?ente=`), else each row with the name of its body."""

    def get_queryset(self) -> QuerySet:
        righe = super().get_queryset()
        percorso = getattr(righe.model, "percorso_ente", "pk")
        if percorso == "pk":
            return righe
        ente = self.request.GET.get("ente", "")
        if ente.isdecimal():
            righe = righe.filter(**{percorso: ente})
        return righe.select_related(percorso)

    @cached_property
    def piu_enti(self) -> bool:
        utente = self.request.user
        return utente.is_superuser or len(utente.enti_con_ruolo(RUOLI_ADMIN)) > 1

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        voce = super().serialize_result(obj, to_field_name)
        if isinstance(obj, DellEnte) and not isinstance(obj, Ente) and self.piu_enti:
            ente = [*obj.catena()][-1].ente
            if str(ente) not in voce["text"] and not self.request.GET.get("ente"):
                voce["text"] += f" – {ente}"
        return voce


class SitoAmministrazione(AdminSite):
    site_header = "Semproniano"
    site_title = "Semproniano"
    index_title = "Piano della performance"
    site_url = None  # the link to the public site is among those of the user: base_site.html

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # Rows go one at a time, so that each is asked whether it can.
        self.disable_action("delete_selected")

    def register(self, model_or_iterable: Any, admin_class: type | None = None, **opzioni: Any) -> None:
        """Groups are not used here: a page that changes them would look as if it gave rights. The queue of the
        background work is of the whole installation: its rows belong to no body."""
        if model_or_iterable not in ((Group,), (DBTaskResult,)):
            super().register(model_or_iterable, admin_class, **opzioni)

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.entra_in_admin

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """Who is logged in and has no role here is told so (403); the stock site asks for the password again.

        Leaving and changing one's own password are for everybody who is logged in.
        """
        if view in (self.logout, self.password_change, self.password_change_done):
            return view
        pagina = super().admin_view(view, cacheable)

        def sorvegliata(request: HttpRequest, *argomenti: Any, **opzioni: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return pagina(request, *argomenti, **opzioni)

        return update_wrapper(sorvegliata, pagina)

    # One way in and out for everybody: the pages of the accounts, which the admin only points at.

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return Uscita.as_view()(request)

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return redirect("password_change")

    def password_change_done(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return redirect("home")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return RicercaDellEnte.as_view(admin_site=self)(request)

    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict | None = None) -> HttpResponse:
        titolo = apps.get_app_config(app_label).verbose_name
        return super().app_index(request, app_label, {"title": titolo, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        if not self.has_permission(request):
            return []
        applicazioni = super().get_app_list(request, app_label)
        modelli = {modello["object_name"]: modello for app in applicazioni for modello in app["models"]}
        return [
            {
                "name": titolo,
                "app_label": f"gruppo-{numero}",
                "app_url": "",
                "has_module_perms": True,
                "models": [modelli[nome] for nome in nomi if nome in modelli],
            }
            for numero, (titolo, nomi) in enumerate(GRUPPI, start=1)
            if any(nome in modelli for nome in nomi)
        ]
