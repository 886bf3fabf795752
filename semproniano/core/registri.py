"""Registers: how a room on a lower floor gets what belongs upstairs without importing it.

An app registers its sections, checks and documents in `apps.ready()`; the register refuses duplicates and
gives its entries back in one fixed order, so that two processes never disagree.
"""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar

from django.core.exceptions import ImproperlyConfigured


class Registrabile(Protocol):
    """What can be registered: it has a unique `codice` and a place (`ordine`) among the others."""

    codice: str
    ordine: int


T = TypeVar("T", bound=Registrabile)


class Registro(Generic[T]):
    """A named, ordered set of entries, filled at start-up and only read afterwards."""

    def __init__(self, nome: str) -> None:
        self.nome = nome
        self._voci: dict[str, T] = {}

    def registra(self, voce: T) -> T:
        """Add an entry and return it (usable as a decorator); raises ImproperlyConfigured on a duplicate."""
        if voce.codice in self._voci:
            raise ImproperlyConfigured(f"Registro {self.nome}: il codice «{voce.codice}» è già registrato.")
        self._voci[voce.codice] = voce
        return voce

    def __iter__(self) -> Iterator[T]:
        return iter(sorted(self._voci.values(), key=lambda voce: (voce.ordine, voce.codice)))

    def __getitem__(self, codice: str) -> T:
        return self._voci[codice]

    def __contains__(self, codice: object) -> bool:
        return codice in self._voci

    def __len__(self) -> int:
        return len(self._voci)
