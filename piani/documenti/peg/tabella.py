"""peg.csv: one row per capitolo, for whoever reads the PEG with another program."""

from __future__ import annotations

from decimal import Decimal

from piani.documenti.peg.fogli import importo
from piani.documenti.peg.stampa import SEZIONI_DEL_PEG
from piani.sezioni import PEG, PIANO
from piani.sezioni.base import leggi_sezioni
from piani.sezioni.peg_totali import LIVELLI, righe_della_parte
from semproniano.core.documenti.csv import csv_bytes

_CENTESIMO = Decimal("0.01")
COLONNE_CSV = (
    "parte", "tipo", "titolo", "tipologia", "categoria", "missione", "programma", "macroaggregato", "conto", "capitolo",
    "articolo", "denominazione", "area", "centro_di_costo",
)  # fmt: skip


def csv_peg(ingresso: bytes) -> bytes:
    """One row per capitolo, entrata then spesa; amounts with two decimals and a comma, an empty cell for what is not
    known; `area` as in obiettivi.csv."""
    foto = leggi_sezioni(ingresso, SEZIONI_DEL_PEG)
    anni = [foto[PIANO].anno_inizio + posto for posto in range(3)]
    colonne = [
        *((f"competenza_{anno}", "competenza", posto) for posto, anno in enumerate(anni)),
        (f"cassa_{anni[0]}", "cassa", None),
        ("residui", "residui", None),
        *((f"impegnato_{anno}", "impegnato", posto) for posto, anno in enumerate(anni)),
        *((f"fpv_{anno}", "fpv", posto) for posto, anno in enumerate(anni)),
    ]
    return csv_bytes(
        (*COLONNE_CSV, *(nome for nome, _, _ in colonne)),
        (
            (
                *(getattr(voce, campo) or "" for campo in COLONNE_CSV),
                *(_centesimi(importo(voce, colonna)) for colonna in colonne),
            )
            for parte in LIVELLI
            for voce in righe_della_parte(foto[PEG].capitoli, parte)
        ),
    )


def _centesimi(valore: Decimal | None) -> Decimal | None:
    return None if valore is None else valore.quantize(_CENTESIMO)
