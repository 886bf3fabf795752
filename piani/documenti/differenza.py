"""The difference between two versions of a plan, as a PDF: what came, went, is another; weights; texts.

Before and after stand in two columns, so that no colour or stroke is needed to tell them apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from piani.documenti.differenza_peg import differenza_peg
from piani.documenti.impaginazione import contesto, stampa
from piani.sezioni import AREE, PEG, Confronto, confronta, da_json
from piani.sezioni.schede import NOMI_SENZA_AREA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from piani.sezioni import Fotografia
    from semproniano.core.differenze import Cambio

FOGLI = ("base.css", "differenza.css")


class IngressoDifferenza(msgspec.Struct, frozen=True):
    """What the document is made from: the two fotografie, with their acts, and how they are called."""

    prima: str
    dopo: str
    titolo_prima: str
    titolo_dopo: str


@dataclass(frozen=True)
class GruppoDiCambi:
    """The changes of one sheet, or of the plan outside the sheets."""

    titolo: str
    cambi: list[Cambio]


def gruppi_di_cambi(confronto: Confronto, dopo: Fotografia) -> Iterator[GruppoDiCambi]:
    """The plan first, but for its PEG, which may have 10.000 rows (`differenza_peg`); then sheet by sheet."""
    nomi = {**NOMI_SENZA_AREA, **{area.slug: area.nome for area in dopo[AREE]}}
    if del_piano := [cambio for cambio in confronto.cambi if cambio.area is None and cambio.sezione != PEG.codice]:
        yield GruppoDiCambi("Il piano", del_piano)
    for area, anno in confronto.schede:
        yield GruppoDiCambi(f"{nomi.get(area, area)} {anno}", list(confronto.della_scheda(area, anno).cambi))


def valori(ingresso: IngressoDifferenza) -> dict[str, Any]:
    """What page and document show."""
    prima, dopo = da_json(ingresso.prima), da_json(ingresso.dopo)
    confronto = confronta(prima, dopo)
    gruppi = list(gruppi_di_cambi(confronto, dopo))
    return {
        **contesto(dopo),
        "prima": ingresso.titolo_prima,
        "dopo": ingresso.titolo_dopo,
        "confronto": confronto,
        "gruppi": gruppi,
        "peg": differenza_peg(prima, dopo, confronto),
        "pesi": [
            (gruppo.titolo, cambio, campo)
            for gruppo in gruppi
            for cambio in gruppo.cambi
            for campo in cambio.campi
            if campo.campo == "peso"
        ],
    }


def pdf_differenza(ingresso: bytes) -> bytes:
    """`ingresso` is the JSON of an IngressoDifferenza."""
    letto = msgspec.json.decode(ingresso, type=IngressoDifferenza)
    return stampa("piani/documenti/differenza.html", valori(letto), ingresso, fogli=FOGLI)
