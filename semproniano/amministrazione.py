"""The admin site: its names, who enters, and the order of the work on its first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.admin import AdminSite
from django.contrib.auth.forms import AuthenticationForm

if TYPE_CHECKING:
    from django.http import HttpRequest

# The first page follows the work, not the alphabet: model names in the order in which a body is set up.
GRUPPI = (
    ("Ente e organizzazione", ("Ente", "Area", "Dipendente", "Utente", "Incarico", "Atto")),
    ("Mandato e strategia", ("Mandato", "LineaMandato", "ObiettivoStrategico", "ObiettivoOperativo")),
    ("Piano", ("Piano", "SezioneNarrativa", "SchedaArea", "ObiettivoGestionale")),
    ("Versioni e documenti", ("Versione", "Documento")),
    ("Liste di riferimento", ("Missione", "Programma", "TipologiaEntrata", "MacroaggregatoSpesa", "Comune")),
)


class SitoAmministrazione(AdminSite):
    site_header = "Semproniano"
    site_title = "Semproniano"
    index_title = "Amministrazione"
    site_url = None  # until there are public pages to go to
    login_form = AuthenticationForm  # the stock form asks for is_staff, which is not used here

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # Rows go one at a time, so that each is asked whether it can.
        self.disable_action("delete_selected")

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.entra_in_admin

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        applicazioni = super().get_app_list(request, app_label)
        if app_label:
            return applicazioni
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
