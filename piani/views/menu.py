"""The main menu: a register, so that the apps above add their entries in `apps.ready()`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from semproniano.core.registri import Registro

if TYPE_CHECKING:
    from collections.abc import Callable

    from piani.models import Utente


@dataclass(frozen=True, slots=True)
class VoceMenu:
    """An entry of the menu: where it leads and who sees it. `visibile` asks the user's roles, never the database."""

    codice: str
    ordine: int
    testo: str
    nome_url: str
    visibile: Callable[[Utente], bool]


VOCI_MENU: Registro[VoceMenu] = Registro("voci di menu")


def registra() -> None:
    VOCI_MENU.registra(VoceMenu("home", 0, "Pagina iniziale", "home", lambda utente: True))
    VOCI_MENU.registra(
        VoceMenu("amministrazione", 90, "Amministrazione", "admin:index", lambda utente: utente.entra_in_admin)
    )
