"""What every page shows around its own content: the body, the menu, the user's roles."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse

from piani.models import Ente
from piani.permessi import Ruolo
from piani.views.menu import VOCI_MENU

if TYPE_CHECKING:
    from django.http import HttpRequest

    from piani.models import Utente


class VoceInPagina(NamedTuple):
    """An entry of the menu as it is drawn; `qui` when the page is the entry's own or one below it."""

    testo: str
    indirizzo: str
    qui: bool
    esatta: bool


class Interfaccia:
    """Read only by the pages that use it: each part asks the database when it is first looked at."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def utente(self) -> Utente | None:
        """Who is logged in. An error met before the session was read has a request without user."""
        utente = getattr(self.request, "user", None)
        return utente if utente is not None and utente.is_authenticated else None

    @cached_property
    def ente(self) -> Ente | None:
        """The body in which the user works, when there is exactly one."""
        enti = list(self.utente.ruoli_per_ente) if self.utente else []
        return Ente.objects.filter(pk=enti[0]).first() if len(enti) == 1 else None

    @cached_property
    def ruoli(self) -> list[str]:
        """Names of the roles that the user holds today, in the order of `Ruolo`."""
        tenuti = self.utente.ruoli_in_vigore if self.utente else ()
        return [ruolo.label for ruolo in Ruolo if ruolo in tenuti]

    @cached_property
    def menu(self) -> list[VoceInPagina]:
        if self.utente is None:
            return []
        voci = [(voce.testo, reverse(voce.nome_url)) for voce in VOCI_MENU if voce.visibile(self.utente)]
        # The longest address that the page's begins with; the home page's begins all of them, and is only itself.
        percorso, radice = self.request.path, reverse("home")
        sopra = [via for _, via in voci if percorso.startswith(via) and (via != radice or percorso == radice)]
        qui = max(sopra, key=len, default=None)
        return [VoceInPagina(testo, via, via == qui, via == percorso) for testo, via in voci]


def interfaccia(request: HttpRequest) -> dict[str, Interfaccia]:
    return {"interfaccia": Interfaccia(request)}
