"""Reading a page as a browser does: the fields of a form with their values, ready to be sent back changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obiettivi.prestazioni.pagina import campi_del_modulo

if TYPE_CHECKING:
    from django.http import HttpResponse


def campi_della_pagina(risposta: HttpResponse, modulo: str = "modulo") -> dict[str, str]:
    """Name and value of every field of the page's form."""
    return campi_del_modulo(risposta.content.decode(), modulo)
