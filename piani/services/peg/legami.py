"""What hangs on the capitoli, upstairs: who has it registers how it is found and taken away."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from semproniano.core.registri import Registro

if TYPE_CHECKING:
    from piani.models import Piano, Utente


@dataclass(frozen=True)
class Uso:
    """Something that uses a capitolo: in words, and whether the capitolo may be taken away from it now."""

    capitolo: int
    """Primary key."""
    testo: str
    """ "l'obiettivo 3 di Area contabile 2025" """
    e_scioglibile: bool


@dataclass(frozen=True)
class Legame:
    """`usi` finds what uses some capitoli (primary keys), with one query; `sciogli` takes the capitoli away from it, in
    the transaction of who calls, and raises ScritturaChiusa when it cannot."""

    codice: str
    ordine: int
    usi: Callable[[Collection[int]], Collection[Uso]]
    sciogli: Callable[[Piano, Collection[int], Utente | None], None]


LEGAMI: Registro[Legame] = Registro("legami dei capitoli")


def usi_di(capitoli: Collection[int]) -> dict[int, list[Uso]]:
    """By primary key of the capitolo."""
    trovati: dict[int, list[Uso]] = {}
    if capitoli:
        for legame in LEGAMI:
            for uso in legame.usi(capitoli):
                trovati.setdefault(uso.capitolo, []).append(uso)
    return trovati
