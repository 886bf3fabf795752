"""The home page: a list of boxes, each decided by who is looking.

The boxes are a register: the apps above add theirs in `apps.ready()`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from piani import selectors
from semproniano.core.registri import Registro

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    Contenuto = tuple[str, dict[str, Any]] | None


@dataclass(frozen=True, slots=True)
class Riquadro:
    """A box of the home page: `contenuto(request)` gives its template and variables, None for who has no use for it.

    The template finds the variables under `riquadro` and extends "componenti/riquadro.html".
    """

    codice: str
    ordine: int
    contenuto: Callable[[HttpRequest], Contenuto]


RIQUADRI: Registro[Riquadro] = Registro("riquadri della pagina iniziale")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    contenuti = [riquadro.contenuto(request) for riquadro in RIQUADRI]
    riquadri = [{"modello": modello, "dati": dati} for modello, dati in filter(None, contenuti)]
    return render(request, "piani/home.html", {"riquadri": riquadri})


def nessun_incarico(request: HttpRequest) -> Contenuto:
    if request.user.ruoli_in_vigore or request.user.is_superuser:
        return None
    return "piani/riquadri/nessun_incarico.html", {}


def piani_in_lavoro(request: HttpRequest) -> Contenuto:
    """For who works in the admin: the plans that are not approved yet and how far their sheets are."""
    if not request.user.entra_in_admin:
        return None
    piani = list(selectors.piani_in_lavoro(request.user)[: selectors.PIANI_IN_PAGINA + 1])
    return "piani/riquadri/piani_in_lavoro.html", {
        "piani": piani[: selectors.PIANI_IN_PAGINA],
        "altri": len(piani) > selectors.PIANI_IN_PAGINA,
    }


def peg_da_importare(request: HttpRequest) -> Contenuto:
    """For the ragioneria, the Segretario and the amministratore: the plans that are open."""
    piani = selectors.piani_da_importare(request.user)
    return ("piani/riquadri/peg.html", {"piani": piani}) if piani else None


def registra() -> None:
    RIQUADRI.registra(Riquadro("nessun_incarico", 0, nessun_incarico))
    RIQUADRI.registra(Riquadro("piani_in_lavoro", 10, piani_in_lavoro))
    RIQUADRI.registra(Riquadro("peg", 40, peg_da_importare))
