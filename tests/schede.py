"""Sheets that can be proposed, and the people around them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from piani.services.revisioni import registra_revisioni
from tests import factories

if TYPE_CHECKING:
    from piani.models import Piano, SchedaArea


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


def piano_validato(ente: Any, *, schede: int = 2, **dati: Any) -> Piano:
    """A plan in redazione, all of whose sheets are validated: it can be sent to the Giunta."""
    piano = factories.PianoFactory(ente=ente, **dati)
    righe = [scheda_in_ordine(piano=piano) for _ in range(schede)]
    adesso = timezone.now()
    piano.schede.update(stato="validata", proposta_il=adesso, validata_il=adesso)
    registra_revisioni(piano=piano, schede=righe, utente=None, motivo="Validata")
    return piano


def atto_nuovo(numero: str = "38", giorno: datetime.date | None = None, **dati: Any) -> Any:
    """An act that is not saved yet, of today, as the form of the approval gives it."""
    return factories.AttoFactory.build(ente=None, numero=numero, data=giorno or timezone.localdate(), **dati)
