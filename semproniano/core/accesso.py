"""Closed by default, and blind where it is open: a public page never looks at who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.middleware import LoginRequiredMiddleware

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class AccessoRichiesto(LoginRequiredMiddleware):
    """Django's reads the session before it asks whether the page needs it: a public page would then cost a query for
    whoever has a cookie, and be kept by no shared cache (Vary: Cookie)."""

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
