"""What the pages of a sheet have in common: opening it, telling who writes it, never losing what was typed."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.csrf import csrf_failure

from obiettivi.selectors import schede_per_pagine
from piani.permessi import scrive_scheda
from piani.states import STATI_APERTI

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from piani.models import SchedaArea


def apri_scheda(request: HttpRequest, pk: int) -> SchedaArea:
    """The sheet, complete, if it exists for the user; 404 otherwise."""
    return get_object_or_404(schede_per_pagine().leggibili_da(request.user), pk=pk)


def apri_scheda_propria(request: HttpRequest, pk: int) -> SchedaArea:
    """The sheet, for who writes it, open or not; 403 for who only reads it."""
    scheda = apri_scheda(request, pk)
    if not scrive_scheda(request.user, scheda):
        raise PermissionDenied
    return scheda


def e_aperta(scheda: SchedaArea) -> bool:
    """True when the sheet and its plan can be written (the services ask again, holding the rows)."""
    return scheda.e_bozza and scheda.piano.stato in STATI_APERTI


def testo_salvo(pagina: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who has been logged out while typing gets the text back, in a page from which it can be sent again.

    Reading a page without being logged in leads to the login, as everywhere.
    """

    @login_not_required
    @wraps(pagina)
    def sorvegliata(request: HttpRequest, *argomenti: Any, **opzioni: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return pagina(request, *argomenti, **opzioni)
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        return render(request, "obiettivi/accesso_scaduto.html", {"campi": campi_inviati(request)}, status=401)

    sorvegliata.rende_il_testo = True
    return sorvegliata


def gettone_rifiutato(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's page for a token that is not good, but for the pages of `testo_salvo`: after a new login in another
    tab the token of the page that was open is old, and its text would be lost.

    The text is given back only when the request comes from a page of this site: a form sent from elsewhere must not
    find itself in a page that asks to confirm it.
    """
    pagina = request.resolver_match and request.resolver_match.func
    di_casa = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if not (di_casa and getattr(pagina, "rende_il_testo", False)):
        return csrf_failure(request, reason)
    return render(request, "obiettivi/accesso_scaduto.html", {"campi": campi_inviati(request)}, status=403)


def campi_inviati(request: HttpRequest) -> list[tuple[str, str]]:
    """Name and value of every field that was sent, but the token."""
    return [
        (nome, valore) for nome, valori in request.POST.lists() for valore in valori if nome != "csrfmiddlewaretoken"
    ]
