"""Where a request comes from."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def indirizzo_del_client(request: HttpRequest) -> str | None:
    """The visitor's IP address; behind a proxy (DIETRO_PROXY) the last of X-Forwarded-For, the one the proxy wrote.

    What comes before it was sent by the visitor, who could write anything; without a proxy all of it was. What is
    not an address is not believed.
    """
    diretto = request.META.get("REMOTE_ADDR")
    if not settings.DIETRO_PROXY:
        return diretto
    scritto = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(scritto))
    except ValueError:
        return diretto
