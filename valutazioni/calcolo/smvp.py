"""The Sistema di misurazione e valutazione della performance as data: types, and their JSON.

d.lgs 150/2009, art. 7: what is assessed, with which weights, how scores become premi. Ready models: fixtures/smvp.
"""

from __future__ import annotations

import enum
from decimal import Decimal
from pathlib import Path

import msgspec

from semproniano.core.documenti.json import json_canonico
from valutazioni.calcolo.base import CENTO, ZERO, Dato
from valutazioni.calcolo.fasce import Fascia, Livello
from valutazioni.calcolo.misure import Parametri

CARTELLA_MODELLI = Path(__file__).resolve().parents[2] / "fixtures" / "smvp"


class SmvpNonLeggibile(ValueError):
    """A JSON text that is not a SMVP; the message (Italian) says where."""


class Natura(enum.StrEnum):
    """Where the value of a component comes from."""

    ENTE = "ente"
    UNITA = "unita"
    OBIETTIVI = "obiettivi"
    COMPORTAMENTI = "comportamenti"
    DIFFERENZIAZIONE = "differenziazione"


class Componente(Dato, kw_only=True):
    """A part of the score, in hundredths: performance of the body, of the unit, own objectives, behaviours."""

    codice: str
    nome: str
    natura: Natura


class PesoDi(Dato, kw_only=True):
    """The weight of a component, or of a behaviour, in a category; weights of a category sum to 100."""

    codice: str
    peso: Decimal


class Descrittore(Dato, kw_only=True):
    """What a behaviour looks like at some points of the scale ("3": "Propone soluzioni…")."""

    punti: Decimal
    testo: str


class Comportamento(Dato, kw_only=True):
    """A behaviour that is assessed, with its descriptors."""

    codice: str
    nome: str
    descrittori: tuple[Descrittore, ...] = ()


class Scala(Dato, kw_only=True):
    """The scale of the behaviours: points to `massimo`, written with `decimali`; score = points × weight / massimo."""

    massimo: Decimal
    decimali: int = 0
    livelli: tuple[Livello, ...] = ()


class ModoPremio(enum.StrEnum):
    """How scores become money."""

    FASCE_PERCENTO = "fasce_percento"
    """Each band gives a percentage of the individual premio."""
    PROPORZIONALE = "proporzionale"
    """The fund is shared in proportion to the scores."""
    COEFFICIENTE = "coefficiente"
    """The fund is closed and shared in proportion to the coefficient of the band, also over 1."""
    SOGLIA_E_INCREMENTO = "soglia_e_incremento"
    """A share at the threshold, and a fixed increase for each point above it."""


class Residuo(enum.StrEnum):
    """Where the money goes that the rule does not assign."""

    ECONOMIE = "economie"
    RIDISTRIBUITO = "ridistribuito"


class Maggiorazione(Dato, kw_only=True):
    """The increase for the best: a percentage of the mean premio, to a limited share of those assessed positively.

    Figures come from the contract in force (NO14), never from here. `soglia` is the score from which one can have it.
    """

    percentuale: Decimal
    quota_persone: Decimal
    soglia: Decimal = ZERO


class RegolaPremio(Dato, kw_only=True):
    """How the fund of a category is distributed. Percentages are hundredths, months out of 12."""

    modo: ModoPremio
    residuo: Residuo = Residuo.ECONOMIE
    soglia: Decimal = ZERO
    """Score below which nothing is due."""
    quota_soglia: Decimal = ZERO
    """SOGLIA_E_INCREMENTO: percentage of the premio at the threshold."""
    incremento_punto: Decimal = ZERO
    """SOGLIA_E_INCREMENTO: percentage more for each point over the threshold."""
    part_time: bool = True
    mesi: bool = True
    mesi_minimi: Decimal = ZERO
    maggiorazione: Maggiorazione | None = None


class Categoria(Dato, kw_only=True):
    """A category of staff: what is assessed and with which weights, its bands, its premio rule.

    `responsabile`: EQ and dirigenti, for whom the indicators of the unit must prevail (art. 9 c. 1, NO21).
    """

    codice: str
    nome: str
    componenti: tuple[PesoDi, ...]
    comportamenti: tuple[PesoDi, ...] = ()
    fasce: tuple[Fascia, ...] = ()
    premio: RegolaPremio
    responsabile: bool = False


class Smvp(Dato, kw_only=True):
    """A SMVP. `da_adattare` marks a ready model that no body has adopted; `decimali` are those of the bands."""

    schema: int = 1
    nome: str
    da_adattare: bool = False
    nota: str = ""
    massimo: Decimal = CENTO
    decimali: int = 2
    parametri: Parametri = Parametri()
    componenti: tuple[Componente, ...]
    comportamenti: tuple[Comportamento, ...] = ()
    scala: Scala
    esclusioni: tuple[str, ...] = ()
    """Reasons for which a person is left out of the premi, in words."""
    categorie: tuple[Categoria, ...]

    def categoria(self, codice: str) -> Categoria:
        """The category with that code; KeyError when there is none."""
        return {categoria.codice: categoria for categoria in self.categorie}[codice]


def smvp_da_json(testo: str | bytes) -> Smvp:
    """Read a SMVP from its JSON, strictly; raises SmvpNonLeggibile. Its rules are checked by `verifica_smvp`."""
    try:
        return msgspec.json.decode(testo, type=Smvp, strict=True)
    except msgspec.DecodeError as errore:
        raise SmvpNonLeggibile(f"Il testo non è un SMVP: {errore}.") from errore


def smvp_json(smvp: Smvp) -> bytes:
    """The canonical JSON of a SMVP: what is stored and compared."""
    return json_canonico(smvp)


def modelli_smvp() -> dict[str, Smvp]:
    """The ready models by file name, to adapt: none is the SMVP of a real body."""
    return {file.stem: smvp_da_json(file.read_bytes()) for file in sorted(CARTELLA_MODELLI.glob("*.json"))}
