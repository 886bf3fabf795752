"""Capitoli made by hand, and a fotografia that has them: the PEG is tested without a database."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from piani.sezioni import PEG
from piani.sezioni.peg import CapitoloFoto, PegFoto, VoceBilancioFoto
from tests.foto import AREA

if TYPE_CHECKING:
    from piani.sezioni import Fotografia

NESSUNO = (None, None, None)
VOCI = (
    ("titolo-entrata", "3", "Entrate extratributarie"),
    ("tipologia", "3.100", "Vendita di beni e servizi"),
    ("missione", "01", "Servizi istituzionali"),
    ("programma", "0111", "Altri servizi generali"),
    ("titolo-spesa", "1", "Spese correnti"),
    ("macroaggregato", "103", "Acquisto di beni e servizi"),
)


def riga(numero: str, **campi) -> CapitoloFoto:
    """A capitolo of spesa in order, or of entrata (`parte`); other `tipo` have no codes."""
    parte = campi.pop("parte", "spesa")
    codici = (
        {"missione": "01", "programma": "0111", "titolo": "1", "macroaggregato": "103"}
        if parte == "spesa"
        else {"titolo": "3", "tipologia": "3.100", "categoria": "02"}
    )
    if campi.get("tipo", "capitolo") != "capitolo":
        codici = {}
    vuoti = dict.fromkeys(("titolo", "tipologia", "categoria", "missione", "programma", "macroaggregato"), "")
    valori = {
        "parte": parte, "tipo": "capitolo", "conto": "", "capitolo": numero, "articolo": "", "denominazione": "Prova",
        "area": AREA, "centro_di_costo": "", "competenza": (Decimal(100), Decimal(100), Decimal(100)),
        "cassa": Decimal(100), "residui": None, "impegnato": NESSUNO, "fpv": NESSUNO,
    }  # fmt: skip
    return CapitoloFoto(**{**valori, **vuoti, **codici, **campi})


def euro(*valori: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, valori))


def con_peg(foto: Fotografia, *righe: CapitoloFoto, regioni: tuple[str, ...] = ()) -> Fotografia:
    """`regioni`: the programmes that the list keeps to the Regioni."""
    voci = tuple(
        VoceBilancioFoto(lista=lista, codice=codice, descrizione=nome, solo_regioni=codice in regioni)
        for lista, codice, nome in VOCI
    )
    return foto.con({PEG.codice: PegFoto(voci=voci, capitoli=righe)})
