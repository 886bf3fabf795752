"""What the checks of a year read: plain values, so that they can be asked of any year without a database."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from valutazioni.calcolo.smvp import Smvp


@dataclass(frozen=True)
class FattiRelazione:
    """The Relazione: state in words, day of the act of the Giunta, whether the Nucleo has validated a version of it."""

    stato: str
    approvata_il: datetime.date | None = None
    e_validata: bool = False
    testi: tuple[tuple[str, str], ...] = ()
    """Title and text of each section."""


@dataclass(frozen=True)
class FattiObiettivo:
    """An objective of a sheet in force: its degree as it stands, and what stands behind it."""

    area: str
    nome_area: str
    uid: UUID
    numero: int
    grado: Decimal | None
    e_proposto: bool
    scadenza: datetime.date | None = None
    fatto_il: datetime.date | None = None
    """The latest day on which an indicator expressed as a date was reached."""
    scostamento: str = ""
    motivi: tuple[str, ...] = ()
    """Reasons and deviations as they will be published."""
    ha_evidenze: bool = True

    @property
    def nome(self) -> str:
        return f"{self.nome_area}, obiettivo {self.numero}"


@dataclass(frozen=True)
class FattiCarta:
    """An individual card, without its person: `chiave` is the row's."""

    chiave: int
    categoria: str
    fascia: str
    punteggio: Decimal | None
    voti: Mapping[str, Decimal]
    e_definitiva: bool = True


@dataclass(frozen=True)
class FattiDocumento:
    """A document on the public site, or about to be."""

    tipo: str
    nome: str
    ha_dati: bool
    """It has a title and a description."""


@dataclass(frozen=True)
class FattiAnno:
    """A year of a body, as the checks look at it on the day `oggi`."""

    anno: int
    oggi: datetime.date
    piano: str = ""
    """Title of the plan in force; "" when no approved plan covers the year."""
    rilevazioni: int = 0
    relazione: FattiRelazione | None = None
    smvp: Smvp | None = None
    smvp_dal: int | None = None
    obiettivi: tuple[FattiObiettivo, ...] = ()
    carte: tuple[FattiCarta, ...] = ()
    fondi: Mapping[str, Decimal] = field(default_factory=dict)
    """Euro by category of the SMVP."""
    documenti: tuple[FattiDocumento, ...] = ()
    persone: frozenset[str] = frozenset()
    """Full names, in both orders, of who works for the body."""
    ha_referto: bool = False
