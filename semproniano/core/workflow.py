"""The engine of the workflow: transitions as rows of data, and the one way in which a transition happens.

It knows nothing of plans: states are texts, what moves is any row with a `stato`, and who may do what, what stands in
the way and what is written come from the `Pratica` that the caller gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction

from semproniano.core.registri import Registro


class Nota(StrEnum):
    """Whether the transition takes a note."""

    NESSUNA = "nessuna"
    FACOLTATIVA = "facoltativa"
    OBBLIGATORIA = "obbligatoria"


@dataclass(frozen=True)
class Transizione:
    """A row of the workflow. `chi` names the predicate that says who may do it; `fatto` completes a sentence about the
    object ("la scheda è stata … proposta"); `controlli`: a check that blocks stops it; `interna`: it happens only as
    part of another object's transition, and has no button."""

    codice: str
    etichetta: str
    fatto: str
    da: tuple[str, ...]
    a: str
    chi: str
    nota: Nota = Nota.FACOLTATIVA
    controlli: bool = False
    interna: bool = False


@dataclass(frozen=True)
class Percorso:
    """The states of one kind of object, and every transition between them."""

    nome: str
    stati: dict[str, str]
    """Label by state; the first one is where an object begins."""
    transizioni: tuple[Transizione, ...]

    def __post_init__(self) -> None:
        codici = [transizione.codice for transizione in self.transizioni]
        if len(set(codici)) < len(codici):
            raise ImproperlyConfigured(f"{self.nome}: due transizioni hanno lo stesso codice.")
        for transizione in self.transizioni:
            if not {*transizione.da, transizione.a} <= self.stati.keys():
                raise ImproperlyConfigured(f"{self.nome}: «{transizione.codice}» porta a uno stato che non c'è.")
        if irraggiungibili := self.stati.keys() - self._raggiungibili():
            raise ImproperlyConfigured(f"{self.nome}: non si arriva mai a {', '.join(sorted(irraggiungibili))}.")

    def _raggiungibili(self) -> set[str]:
        visti: set[str] = set()
        nuovi = {self.iniziale}
        while nuovi:
            visti |= nuovi
            nuovi = {voce.a for voce in self.transizioni if visti.intersection(voce.da)} - visti
        return visti

    @property
    def iniziale(self) -> str:
        return next(iter(self.stati))

    def __getitem__(self, codice: str) -> Transizione:
        return next(voce for voce in self.transizioni if voce.codice == codice)

    def dallo_stato(self, stato: str) -> Iterator[Transizione]:
        return (voce for voce in self.transizioni if stato in voce.da)


@dataclass(frozen=True)
class PercorsoDi:
    """The workflow of a model, by its name: what the register of events and the drawing of the states read. `chi` puts
    in words the predicates that the transitions name."""

    codice: str
    ordine: int
    percorso: Percorso
    chi: Mapping[str, str]


PERCORSI: Registro[PercorsoDi] = Registro("percorsi")


class TransizioneRifiutata(Exception):
    """The transition does not happen, and nothing has been written. `motivi`: sentences for the reader."""

    def __init__(self, *motivi: str) -> None:
        super().__init__(" ".join(motivi))
        self.motivi = motivi


class OggettoCambiato(TransizioneRifiutata):
    """The object is no longer what the page showed: another state, or another number of change (HTTP 409)."""


class TransizioneVietata(PermissionDenied):
    """The transition is not of this person (HTTP 403)."""


T = TypeVar("T")


class Pratica(Protocol, Generic[T]):
    """What a transition is about: how the object is held, who may move it, what stands in the way, what is written."""

    def prendi(self) -> T:
        """The object as it is now, held until the end of the transaction. May raise TransizioneRifiutata."""

    def permette(self, transizione: Transizione, oggetto: T) -> bool:
        """True when the person may do this."""

    def motivi(self, transizione: Transizione, oggetto: T, nota: str) -> Sequence[str]:
        """Why it cannot be done now: one sentence each; nothing when it can."""

    def salva(self, transizione: Transizione, oggetto: T, nota: str) -> None:
        """Write the object, whose state is already the new one, and what goes with it."""

    def racconta(self, transizione: Transizione, oggetto: T, da: str, nota: str) -> Any:
        """Write the event."""


@transaction.atomic
def applica(transizione: Transizione, pratica: Pratica[T], *, nota: str = "", versione: int | None = None) -> T:
    """Do a transition, all of it or nothing; returns the object in its new state.

    In this order: the object is held, the person is asked for, then the state, the number of change (`versione`, when
    the object has one), the note, the reasons against; only then it is written, with its event. Raises
    TransizioneVietata, OggettoCambiato, TransizioneRifiutata.
    """
    oggetto: Any = pratica.prendi()
    if not pratica.permette(transizione, oggetto):
        raise TransizioneVietata
    if oggetto.stato not in transizione.da:
        raise OggettoCambiato(
            f"«{oggetto}» è nello stato «{oggetto.get_stato_display()}»: «{transizione.etichetta}» non si può più fare."
        )
    if versione is not None and oggetto.versione != versione:
        raise OggettoCambiato(f"«{oggetto}» è cambiata dopo che la pagina è stata aperta: rileggerla e ripetere.")
    nota = _nota(transizione, nota)
    if motivi := pratica.motivi(transizione, oggetto, nota):
        raise TransizioneRifiutata(*motivi)
    da, oggetto.stato = oggetto.stato, transizione.a
    pratica.salva(transizione, oggetto, nota)
    pratica.racconta(transizione, oggetto, da, nota)
    return oggetto


def _nota(transizione: Transizione, nota: str) -> str:
    nota = nota.strip()
    if transizione.nota is Nota.OBBLIGATORIA and not nota:
        raise TransizioneRifiutata(f"«{transizione.etichetta}» chiede una nota: scrivere il motivo.")
    if transizione.nota is Nota.NESSUNA and nota:
        raise TransizioneRifiutata(f"«{transizione.etichetta}» non ha una nota.")
    return nota
