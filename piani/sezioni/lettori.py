"""Readers of the older shapes of the fotografia: what was frozen stays readable for ever.

A change of shape adds 1 to `SCHEMA`, a function here that brings the previous shape to the new one, and a stored
example (`tests/piani/dati/fotografia-schema-N.json`) that a test reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# Grows with every change of shape.
SCHEMA = 3

Grezzo = dict[str, Any]


def _da_1(foto: Grezzo) -> None:
    """2: the plan says which act approved the part of each area, where it is not the plan's own."""
    if "piano" in foto:  # the part of one sheet has no plan
        foto["piano"]["atti_delle_parti"] = []


def _da_2(foto: Grezzo) -> None:
    """3: the PEG contabile, and the capitoli that the objectives of a sheet use."""
    if "piano" in foto:
        foto["peg"] = {"voci": [], "capitoli": []}
    if "obiettivi" in foto:
        foto["risorse"] = []


LETTORI: dict[int, Callable[[Grezzo], None]] = {1: _da_1, 2: _da_2}


def aggiornato(foto: Grezzo) -> Grezzo:
    """The decoded JSON in today's shape. Raises KeyError for a number that is not known, TypeError for what is no
    fotografia at all; what is inside is judged by who reads the sections."""
    while (numero := foto["schema"]) != SCHEMA:
        LETTORI[numero](foto)
        foto["schema"] = numero + 1
    return foto
