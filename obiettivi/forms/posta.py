"""From the names of the posted fields to nested dictionaries and back.

A field is called by its place: "ob-2-ind-0-att-1-valore" is the value of the second target of the first indicator of
the third card. Numbers only give the order: cards that come and go leave gaps, the next page closes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from obiettivi.forms.carte import FormAtteso, FormFase, FormIndicatore, FormObiettivo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from obiettivi.services.campi import Campi


@dataclass(frozen=True)
class Livello:
    """A group of rows of the page: its key in the dictionaries, its letters in the names, its form, what it holds."""

    chiave: str
    sigla: str
    form: type
    sotto: tuple[Livello, ...] = ()
    massimo: int = 200

    def campi(self) -> tuple[str, ...]:
        return tuple(self.form.base_fields)


ATTESI = Livello("attesi", "att", FormAtteso, massimo=10)
INDICATORI = Livello("indicatori", "ind", FormIndicatore, (ATTESI,), massimo=30)
FASI = Livello("fasi", "fase", FormFase, massimo=50)
OBIETTIVI = Livello("obiettivi", "ob", FormObiettivo, (INDICATORI, FASI))
LIVELLI = {livello.sigla: livello for livello in (OBIETTIVI, INDICATORI, FASI, ATTESI)}


def _albero(post: Mapping[str, str]) -> dict[str, Any]:
    """Names cut at the hyphens: {"ob": {"2": {"peso": "5", "ind": {"0": {…}}}}}."""
    albero: dict[str, Any] = {}
    for nome, valore in post.items():
        ramo, passi = albero, nome.split("-")
        if passi[0] != OBIETTIVI.sigla:
            continue
        for passo in passi[:-1]:
            ramo = ramo.setdefault(passo, {})
            if not isinstance(ramo, dict):
                raise ValidationError("I campi della pagina non si leggono: ricaricarla.")
        ramo[passi[-1]] = valore
    return albero


def _righe(ramo: dict[str, Any], livello: Livello) -> list[Campi]:
    gruppo = ramo.get(livello.sigla) or {}
    if not isinstance(gruppo, dict) or not all(
        posto.isdecimal() and isinstance(riga, dict) for posto, riga in gruppo.items()
    ):
        raise ValidationError("I campi della pagina non si leggono: ricaricarla.")
    if len(gruppo) > livello.massimo:
        raise ValidationError(f"Troppe righe in una volta: {len(gruppo)}, al massimo {livello.massimo}.")
    return [
        {
            **{campo: riga.get(campo) if isinstance(riga.get(campo), str) else "" for campo in livello.campi()},
            **{sotto.chiave: _righe(riga, sotto) for sotto in livello.sotto},
        }
        for _, riga in sorted(gruppo.items(), key=lambda voce: int(voce[0]))
    ]


def dalla_pagina(post: Mapping[str, str]) -> Campi:
    """The posted fields as nested dictionaries; raises ValidationError when the names are not those of the page."""
    return {OBIETTIVI.chiave: _righe(_albero(post), OBIETTIVI)}
