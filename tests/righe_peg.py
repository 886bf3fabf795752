"""PEG made by hand for tests: rows as short as can be."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from piani.sezioni.peg import CapitoloFoto, PegFoto

if TYPE_CHECKING:
    from piani.sezioni.peg_totali import Ramo

_VUOTI = dict.fromkeys(
    ("titolo", "tipologia", "categoria", "missione", "programma", "macroaggregato", "conto", "articolo",
     "denominazione", "centro_di_costo"), ""
)  # fmt: skip


def riga(parte: str, capitolo: str, competenza: Any = 0, tipo: str = "capitolo", **campi: Any) -> CapitoloFoto:
    """A row with one amount for the three years, or with three."""
    importi = competenza if isinstance(competenza, tuple) else (competenza,) * 3
    usuali = _VUOTI | {"area": None, "cassa": None, "residui": None, "impegnato": (None,) * 3, "fpv": (None,) * 3}
    return CapitoloFoto(
        parte=parte, tipo=tipo, capitolo=capitolo, competenza=tuple(map(Decimal, importi)), **(usuali | campi)
    )


_euro = st.decimals(min_value=0, max_value=10**12, places=2)
_forse = st.one_of(st.none(), _euro)
_comuni = {
    "capitolo": st.text("0123456789", min_size=1, max_size=6), "area": st.sampled_from([None, "tecnica", "contabile"]),
    "cassa": _forse, "residui": _forse, "impegnato": st.tuples(_forse, _forse, _forse),
    "fpv": st.tuples(_forse, _forse, _forse), "competenza": st.tuples(_euro, _euro, _euro),
}  # fmt: skip
_entrate = st.fixed_dictionaries(
    _comuni | {"titolo": st.sampled_from(["", "1", "3"]), "tipologia": st.sampled_from(["", "1.101", "3.100"]),
               "categoria": st.sampled_from(["", "02"]), "tipo": st.sampled_from(["capitolo", "avanzo", "fpv"])}
).map(lambda campi: riga("entrata", **campi))  # fmt: skip
_spese = st.fixed_dictionaries(
    _comuni | {"missione": st.sampled_from(["", "01", "12"]), "programma": st.sampled_from(["", "0111", "1201"]),
               "titolo": st.sampled_from(["1", "2"]), "macroaggregato": st.sampled_from(["103", "202"]),
               "tipo": st.sampled_from(["capitolo", "disavanzo"])}
).map(lambda campi: riga("spesa", **campi))  # fmt: skip
qualunque_peg = st.lists(st.one_of(_entrate, _spese), max_size=30).map(lambda righe: PegFoto(capitoli=tuple(righe)))
"""Any PEG, also one with codes missing and rows that are equal."""


def foglie(ramo: Ramo) -> tuple[CapitoloFoto, ...]:
    """The capitoli under a node, whatever the level."""
    return ramo.capitoli + tuple(foglia for sotto in ramo.rami for foglia in foglie(sotto))
