"""A year with its results, and its Relazione brought to a state: rows for the tests."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from piani.models import Atto
from tests.misura import ANNO, AREA, foto_con, indicatore, obiettivo_di_prova, piano_in_forza, rilevata, risultato
from valutazioni.selectors import scheda_in_forza
from valutazioni.services.relazione import (
    approva_relazione,
    candidata_di,
    prepara_relazione,
    trasmetti_relazione,
    valida_relazione,
)

if TYPE_CHECKING:
    from piani.models import Ente, Utente
    from valutazioni.models import Relazione

SECONDA = "tecnica"


def anno_con_risultati(ente: Ente, quanti: int = 3) -> None:
    """A plan in force with two sheets, each objective with a value and a confirmed result (80) under the target."""
    obiettivi = [
        obiettivo_di_prova(
            numero, area=area, indicatori=(indicatore(f"Indicatore {numero}"),), scadenza=datetime.date(ANNO, 12, 31)
        )
        for area in (AREA, SECONDA)
        for numero in range(1, quanti + 1)
    ]
    piano_in_forza(ente, foto_con(obiettivi, (AREA, SECONDA)))
    for area in (AREA, SECONDA):
        scheda = scheda_in_forza(ente, ANNO, area)
        for obiettivo in scheda.obiettivi:
            rilevata(scheda, obiettivo, valore=Decimal(80))
            risultato(scheda, obiettivo, scostamento="La gara è andata deserta.")


def atto_nuovo(numero: str = "10", giorno: datetime.date = datetime.date(ANNO + 1, 5, 20)) -> Atto:
    return Atto(organo="giunta", numero=numero, data=giorno, oggetto="Approvazione della Relazione")


def in_giunta(ente: Ente, segretario: Utente) -> Relazione:
    relazione = prepara_relazione(ente=ente, anno=ANNO, utente=segretario)
    return trasmetti_relazione(relazione=relazione, utente=segretario, versione=relazione.versione)


def approvata(ente: Ente, segretario: Utente) -> Relazione:
    relazione = in_giunta(ente, segretario)
    return approva_relazione(
        relazione=relazione, utente=segretario, impronta=candidata_di(relazione).sha256, atto=atto_nuovo()
    )


def validata(ente: Ente, segretario: Utente, nucleo: Utente) -> Relazione:
    relazione = approvata(ente, segretario)
    return valida_relazione(
        relazione=relazione, utente=nucleo, versione=relazione.versione, nota="Verbale del Nucleo n. 3"
    )
