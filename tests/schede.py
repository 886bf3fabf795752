"""Sheets that can be proposed, and the people around them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from tests import factories

if TYPE_CHECKING:
    from piani.models import SchedaArea


def scheda_in_ordine(**dati: Any) -> SchedaArea:
    """A sheet without anything that blocks: one objective, whole, of weight 100. It has avvisi, some of which cite a
    law. `tipo="ente"` or `tipo="segretario"` for those without area."""
    if dati.get("tipo", "area") != "area":
        dati["area"] = None
    scheda = factories.SchedaFactory(**dati)
    obiettivo = factories.ObiettivoFactory(
        scheda=scheda, numero=1, peso=100, scadenza=datetime.date(scheda.anno, 12, 31)
    )
    factories.IndicatoreFactory(obiettivo=obiettivo, descrizione="Pratiche concluse", valore_atteso="almeno 90%")
    return scheda
