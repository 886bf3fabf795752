"""The engine of the checks ("controlli"): what a check is, what it finds, in which order its findings come.

A check is a pure function over typed objects: it asks no database, so it serves live rows, a draft and an import alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Gravita(StrEnum):
    """How much a result weighs: a bloccante stops a transition, an avviso is answered, an informazione is read."""

    BLOCCANTE = "bloccante"
    AVVISO = "avviso"
    INFORMAZIONE = "informazione"

    @property
    def peso(self) -> int:
        """0 for what weighs most."""
        return list(Gravita).index(self)

    @property
    def plurale(self) -> str:
        return {"bloccante": "bloccanti", "avviso": "avvisi", "informazione": "informazioni"}[self.value]


class Materia(StrEnum):
    """What a check speaks of: a plan (its fotografia), or a year of measures and assessments."""

    PIANO = "piano"
    ANNO = "anno"


@dataclass(frozen=True)
class Oggetto:
    """What a result is about; `numero` is the objective's or the line's number, or the code of a person."""

    tipo: str
    area: str | None = None
    anno: int | None = None
    numero: int | str | None = None


@dataclass(frozen=True)
class Rilievo:
    """What the function of a check yields: the sentence, the subject, the field to put right.

    `dove` is an address, from the kind of page to the field: "obiettivi/contabile/2020/3/peso". `gravita` only where
    it is not the check's own.
    """

    messaggio: str
    oggetto: Oggetto
    dove: str
    gravita: Gravita | None = None


@dataclass(frozen=True)
class Esito:
    """A result of a check."""

    codice: str
    gravita: Gravita
    messaggio: str
    oggetto: Oggetto
    norma: str
    dove: str

    def dizionario(self) -> dict[str, Any]:
        """Plain values, in the shape of `manage.py controlla --json`."""
        # Not `asdict`, which copies every text: a plan of 3.000 objectives has 17.000 results.
        return {**vars(self), "gravita": self.gravita.value, "oggetto": dict(vars(self.oggetto))}

    @property
    def chiave_ordine(self) -> tuple:
        """The heaviest first, then by code and subject; numbers sort as numbers, codes of people as texts."""
        oggetto = self.oggetto
        numero = oggetto.numero if isinstance(oggetto.numero, int) else 0
        return (
            self.gravita.peso,
            self.codice,
            oggetto.area or "",
            oggetto.anno or 0,
            numero,
            str(oggetto.numero or ""),
            self.dove,
            self.messaggio,
        )


class ParametroErrato(ValueError):
    """A value that the parameter cannot take; the message (Italian) says what to write."""


@dataclass(frozen=True)
class Parametro:
    """A limit or a list that an ente may change. `leggi` turns what the office writes into the value, `scrivi` back."""

    nome: str
    etichetta: str
    predefinito: Any
    leggi: Callable[[str], Any]
    scrivi: Callable[[Any], str] = str
    su_piu_righe: bool = False


Funzione = Callable[[Any, Mapping[str, Any]], Iterable[Rilievo]]


@dataclass(frozen=True)
class Controllo:
    """A registered check: a stable code, its sentence, its severity, what can be set, the norm it comes from.

    `di_legge`: it holds only in the years of its norm. `abbassabile_a`: the severity to which an ente may lower it,
    with a reason. `materia`: what the function is given, the plan or the year that was measured and assessed.
    """

    codice: str
    ordine: int
    soggetto: str
    gravita: Gravita
    frase: str
    funzione: Funzione
    parametri: tuple[Parametro, ...] = ()
    norma: str = ""
    di_legge: bool = False
    altre_gravita: tuple[Gravita, ...] = ()
    abbassabile_a: Gravita | None = None
    materia: Materia = Materia.PIANO

    @property
    def e_disattivabile(self) -> bool:
        """A check that can block cannot be switched off: acquisition is the only way past it."""
        return Gravita.BLOCCANTE not in (self.gravita, *self.altre_gravita)

    @property
    def predefiniti(self) -> dict[str, Any]:
        return {parametro.nome: parametro.predefinito for parametro in self.parametri}
