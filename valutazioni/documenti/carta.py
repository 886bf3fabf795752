"""The card of a person as a document: restricted, never among those that are published."""

from __future__ import annotations

import msgspec

from piani.documenti.impaginazione import stampa
from semproniano.core.documenti.json import json_canonico
from valutazioni.calcolo.base import Dato


class RigaStampata(Dato, kw_only=True):
    """A component or a behaviour: name, weight, how its value came about, its points."""

    nome: str
    peso: str = ""
    grado: str = ""
    note: tuple[str, ...] = ()
    conto: str = ""


class CartaStampata(Dato, kw_only=True):
    """Everything that the document says, in words already."""

    ente: str
    e_esempio: bool
    anno: int
    persona: str
    categoria: str
    area: str
    valutatore: str
    sistema: str
    stato: str
    posizioni: tuple[str, ...]
    componenti: tuple[RigaStampata, ...]
    comportamenti: tuple[RigaStampata, ...]
    conto_comportamenti: str
    punteggio: str
    conto: str
    fascia: str
    giudizio: str
    osservazioni: str
    esclusione: str
    passi: tuple[str, ...]


def pdf_carta(ingresso: bytes) -> bytes:
    """`ingresso` is the JSON of a CartaStampata. PDF/A-3a and PDF/UA-1; the same input gives the same bytes."""
    carta = msgspec.json.decode(ingresso, type=CartaStampata, strict=True)
    avvisi = ("" if carta.stato == "Definitiva" else f"{carta.stato} – non definitiva", "ESEMPIO" * carta.e_esempio)
    valori = {
        "carta": carta,
        "ente": {"denominazione": carta.ente},
        "piano": {"titolo": f"Scheda di valutazione {carta.anno}: {carta.persona} – riservata"},
        "avviso": " – ".join(filter(None, avvisi)),
    }
    return stampa("valutazioni/documenti/carta.html", valori, ingresso, fogli=("base.css", "carta.css"))


def ingresso_di(carta: CartaStampata) -> bytes:
    return json_canonico(carta)
