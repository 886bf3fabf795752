"""The frozen content of a Relazione: typed objects, canonical JSON. Degrees in hundredths, rounded once, two decimals.

No name but those of the responsabili is in it, and no amount: it is published as it is.
"""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from piani.sezioni.piano import AttoFoto
from semproniano.core.documenti.json import impronta, json_canonico
from valutazioni.calcolo.base import CENTO, ZERO, Dato, arrotonda
from valutazioni.calcolo.esiti import EsitoGrado, EsitoTempi, conteggio

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEMA = 1


class RelazioneNonLeggibile(ValueError):
    """A JSON text that is not the content of a Relazione; the message (Italian) says where."""


class IndicatoreFatto(Dato, kw_only=True):
    """An indicator: what was expected, what was reached, and the degree with its arithmetic."""

    descrizione: str
    atteso: str
    raggiunto: str
    grado: Decimal | None
    conto: str = ""


class ObiettivoFatto(Dato, kw_only=True):
    """An objective and its result. `proposto` is that of the responsabile, `grado` the one that holds."""

    uid: uuid.UUID
    numero: str
    descrizione: str
    peso: Decimal | None
    e_condizione: bool
    linea: int | None
    strategico: str
    scadenza: str
    indicatori: tuple[IndicatoreFatto, ...]
    grado: Decimal | None
    proposto: Decimal | None
    e_confermato: bool
    esito: EsitoGrado
    tempi: EsitoTempi
    scostamento: str = ""
    motivo_nucleo: str = ""
    """Why the Nucleo changed the degree that was proposed; "" where it did not."""

    @property
    def differenza(self) -> Decimal | None:
        """Points between the degree and 100: how far from what was planned."""
        return None if self.grado is None else self.grado - CENTO


class SchedaFatta(Dato, kw_only=True):
    """A sheet (an area, the body, the Segretario) with its objectives and its degree."""

    area: str
    nome: str
    responsabile: str
    grado: Decimal | None
    conto: str
    note: tuple[str, ...]
    condizioni_mancate: tuple[str, ...]
    obiettivi: tuple[ObiettivoFatto, ...]

    @property
    def esiti(self) -> dict[str, int]:
        return conteggio((voce.esito for voce in self.obiettivi), EsitoGrado)

    @property
    def tempi(self) -> dict[str, int]:
        return conteggio((voce.tempi for voce in self.obiettivi), EsitoTempi)


class LineaFatta(Dato, kw_only=True):
    """A line of the mandate; `numero` None: the objectives that cite none."""

    numero: int | None
    titolo: str


class AreaDiAllora(Dato, kw_only=True):
    """A sheet as the Relazione of an earlier year gave it."""

    area: str
    nome: str
    grado: Decimal | None


class AnnoPrecedente(Dato, kw_only=True):
    """What an earlier approved Relazione says, for comparison."""

    anno: int
    esiti: dict[str, int]
    tempi: dict[str, int]
    aree: tuple[AreaDiAllora, ...]


class SezioneScritta(Dato, kw_only=True):
    livello: int
    titolo: str
    testo: str


class EnteDellaRelazione(Dato, kw_only=True):
    slug: str
    denominazione: str
    provincia: str
    e_esempio: bool


class RelazioneFoto(Dato, kw_only=True):
    """A Relazione as the Giunta votes it. `atto` and `numero` are put in when its documents are made; `solo` is the
    area of which a part is printed, "" for the whole."""

    schema: int = SCHEMA
    ente: EnteDellaRelazione
    anno: int
    titolo: str
    e_unificata: bool
    piano: str
    sezioni: tuple[SezioneScritta, ...]
    linee: tuple[LineaFatta, ...]
    schede: tuple[SchedaFatta, ...]
    precedenti: tuple[AnnoPrecedente, ...] = ()
    numero: int | None = None
    atto: AttoFoto | None = None
    solo: str = ""

    def json(self) -> bytes:
        return json_canonico(self)

    @property
    def sha256(self) -> str:
        return impronta(self.json())

    @property
    def obiettivi(self) -> list[ObiettivoFatto]:
        return [voce for scheda in self.schede for voce in scheda.obiettivi]

    @property
    def esiti(self) -> dict[str, int]:
        return conteggio((voce.esito for voce in self.obiettivi), EsitoGrado)

    @property
    def tempi(self) -> dict[str, int]:
        return conteggio((voce.tempi for voce in self.obiettivi), EsitoTempi)

    def della_linea(self, numero: int | None) -> list[tuple[SchedaFatta, ObiettivoFatto]]:
        return [(scheda, voce) for scheda in self.schede for voce in scheda.obiettivi if voce.linea == numero]

    def ridotta(self, area: str) -> RelazioneFoto:
        """The part of one area: its objectives alone, so that a word elsewhere does not make its file again."""
        scheda = tuple(voce for voce in self.schede if voce.area == area)
        return msgspec.structs.replace(self, schede=scheda, sezioni=(), precedenti=(), solo=area)

    def senza_indicatori(self) -> RelazioneFoto:
        """What the summary of a large body prints: degrees and counts, without the texts of the objectives."""
        schede = tuple(
            msgspec.structs.replace(
                scheda,
                obiettivi=tuple(
                    msgspec.structs.replace(voce, descrizione="", indicatori=(), scostamento="", motivo_nucleo="")
                    for voce in scheda.obiettivi
                ),
            )
            for scheda in self.schede
        )
        return msgspec.structs.replace(self, schede=schede)


def media_semplice(voci: Iterable[ObiettivoFatto]) -> Decimal | None:
    """Mean of the degrees that are known, every objective alike: weights of different sheets do not compare."""
    gradi = [voce.grado for voce in voci if voce.grado is not None]
    return arrotonda(sum(gradi, ZERO) / len(gradi)) if gradi else None


def in_anno_precedente(relazione: RelazioneFoto) -> AnnoPrecedente:
    return AnnoPrecedente(
        anno=relazione.anno,
        esiti={str(esito): quanti for esito, quanti in relazione.esiti.items()},
        tempi={str(esito): quanti for esito, quanti in relazione.tempi.items()},
        aree=tuple(AreaDiAllora(area=s.area, nome=s.nome, grado=s.grado) for s in relazione.schede),
    )


def relazione_da_json(testo: str | bytes) -> RelazioneFoto:
    """Read a Relazione back from its JSON, strictly; raises RelazioneNonLeggibile."""
    try:
        return msgspec.json.decode(testo, type=RelazioneFoto, strict=True)
    except msgspec.DecodeError as errore:
        raise RelazioneNonLeggibile(f"Il testo non è una Relazione: {errore}.") from errore
