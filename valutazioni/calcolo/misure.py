"""What is measured and the rules it is measured with: the objects that the formulas read."""

from __future__ import annotations

import datetime
import enum
from decimal import Decimal

from valutazioni.calcolo.base import CENTO, ZERO, Dato


class Formula(enum.StrEnum):
    """How an indicator is measured. A and T stand for what was achieved and what was expected, B for the baseline."""

    PIU_E_MEGLIO = "piu_e_meglio"
    MENO_E_MEGLIO = "meno_e_meglio"
    VALORE_ESATTO = "valore_esatto"
    DATA = "data"
    SI_NO = "si_no"
    FASI = "fasi"
    GIUDIZIO = "giudizio"


class AttesoZero(enum.StrEnum):
    """What an expected value of zero means, where the formula would divide by it."""

    TUTTO_O_NIENTE = "tutto_o_niente"
    GIUDIZIO = "giudizio"


class SenzaGrado(enum.StrEnum):
    """What an indicator or an objective without degree does to the mean it belongs to."""

    ESCLUSO = "escluso"
    ZERO = "zero"


class Scaglione(Dato, kw_only=True):
    """A row of the penalty table: up to so many days late, this degree."""

    giorni: int
    grado: Decimal


class Parametri(Dato, kw_only=True):
    """The choices of the ente (SMVP): cap and floor, penalty table, rules for zero and for what has no degree."""

    massimo: Decimal = CENTO
    minimo: Decimal = ZERO
    con_partenza: bool = True
    """Whether the baseline, where there is one, enters the formula."""
    ritardi: tuple[Scaglione, ...] = (
        Scaglione(giorni=15, grado=Decimal(90)),
        Scaglione(giorni=30, grado=Decimal(70)),
        Scaglione(giorni=60, grado=Decimal(50)),
    )
    atteso_zero: AttesoZero = AttesoZero.TUTTO_O_NIENTE
    senza_grado: SenzaGrado = SenzaGrado.ESCLUSO
    soglia_condizione: Decimal = CENTO
    """Degree from which an objective that is a condition for the premi counts as satisfied."""


class FaseMisurata(Dato, kw_only=True):
    """A step: how much of it is done, in hundredths; None when nobody said."""

    nome: str = ""
    peso: Decimal | None = None
    completamento: Decimal | None = None


class Misura(Dato, kw_only=True):
    """What was expected of an indicator and what was achieved. Only the fields of its formula are looked at.

    `fatto` answers a yes/no; with a date, False says that it was not done at all. `giudizio` is a degree given by hand,
    in hundredths, and always asks for its `motivo`; it also serves where the formula cannot say.
    """

    formula: Formula
    atteso: Decimal | None = None
    partenza: Decimal | None = None
    raggiunto: Decimal | None = None
    data_attesa: datetime.date | None = None
    data_raggiunta: datetime.date | None = None
    fatto: bool | None = None
    fasi: tuple[FaseMisurata, ...] = ()
    giudizio: Decimal | None = None
    motivo: str = ""
