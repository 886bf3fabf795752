"""What the buttons of a sheet's page do to its fields, before anything is saved: add, take away, put back, move.

A button posts "what:where" ("su:ob-2", "struttura:ob-0-ind-1"). Each function changes the nested dictionaries and
gives the id to which the next page jumps.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from obiettivi.forms.posta import ATTESI, FASI, INDICATORI, LIVELLI, OBIETTIVI, Livello
from obiettivi.models import ObiettivoGestionale, ValoreAtteso
from obiettivi.services.campi import SEGNO, Campi

if TYPE_CHECKING:
    from collections.abc import Callable

FASI_NUOVE = 3


def _vuota(livello: Livello, **valori: Any) -> Campi:
    """A new row of a group, with its groups empty."""
    return {
        **dict.fromkeys(livello.campi(), ""),
        **{sotto.chiave: [] for sotto in livello.sotto},
        **valori,
    }


def obiettivo_vuoto(**valori: Any) -> Campi:
    """The fields of a new card, with a place for its first indicator."""
    predefiniti = {
        "uid": str(uuid.uuid4()),
        "origine": ObiettivoGestionale.Origine.NUOVO.value,
        INDICATORI.chiave: [_vuota(INDICATORI)],
    }
    return _vuota(OBIETTIVI, **{**predefiniti, **valori})


def _riga(dati: Campi, dove: str) -> tuple[list[Campi], int]:
    """The group in which a row is, and its place: "ob-2-ind-0" → (indicators of the third card, 0)."""
    passi = dove.split("-")
    gruppo, posto = [], -1
    ramo = dati
    for sigla, numero in zip(passi[::2], passi[1::2], strict=False):
        if sigla not in LIVELLI or not numero.isdecimal():
            raise ValidationError("Il comando non si legge: ricaricare la pagina.")
        gruppo, posto = ramo.get(LIVELLI[sigla].chiave, []), int(numero)
        if posto >= len(gruppo):
            raise ValidationError("La riga non c'è più: ricaricare la pagina.")
        ramo = gruppo[posto]
    if posto < 0:
        raise ValidationError("Il comando non si legge: ricaricare la pagina.")
    return gruppo, posto


def aggiungi(dati: Campi, _dove: str, _anno: int) -> str:
    righe = dati[OBIETTIVI.chiave]
    if len(righe) >= OBIETTIVI.massimo:
        raise ValidationError(f"Una scheda ha al massimo {OBIETTIVI.massimo} obiettivi.")
    righe.append(obiettivo_vuoto())
    return f"{OBIETTIVI.sigla}-{len(righe) - 1}"


def togli(dati: Campi, dove: str, _anno: int) -> str:
    righe, posto = _riga(dati, dove)
    righe[posto]["tolto"] = SEGNO
    return dove


def rimetti(dati: Campi, dove: str, _anno: int) -> str:
    righe, posto = _riga(dati, dove)
    righe[posto]["tolto"] = ""
    return dove


def _sposta(dati: Campi, dove: str, passo: int) -> str:
    """One place among the rows that stay: to pass over one that was taken away would look as if nothing happened."""
    righe, posto = _riga(dati, dove)
    oltre = range(posto + passo, len(righe) if passo > 0 else -1, passo)
    arrivo = next((meta for meta in oltre if not righe[meta].get("tolto")), posto)
    righe.insert(arrivo, righe.pop(posto))
    return f"{dove.rpartition('-')[0]}-{arrivo}"


def su(dati: Campi, dove: str, _anno: int) -> str:
    return _sposta(dati, dove, -1)


def giu(dati: Campi, dove: str, _anno: int) -> str:
    return _sposta(dati, dove, +1)


def _accoda(dati: Campi, dove: str, livello: Livello, quante: int = 1, **valori: Any) -> str:
    righe, posto = _riga(dati, dove)
    gruppo = righe[posto].setdefault(livello.chiave, [])
    if len(gruppo) + quante > livello.massimo:
        raise ValidationError(f"Troppe righe: al massimo {livello.massimo}.")
    gruppo.extend(_vuota(livello, **valori) for _ in range(quante))
    return f"{dove}-{livello.sigla}-{len(gruppo) - quante}"


def indicatore(dati: Campi, dove: str, _anno: int) -> str:
    return _accoda(dati, dove, INDICATORI)


def fase(dati: Campi, dove: str, _anno: int) -> str:
    """The first time a few rows, then one more."""
    righe, posto = _riga(dati, dove)
    return _accoda(dati, dove, FASI, quante=1 if righe[posto].get(FASI.chiave) else FASI_NUOVE)


def atteso(dati: Campi, dove: str, anno: int) -> str:
    """A target of the sheet's year, then of the years after."""
    righe, posto = _riga(dati, dove)
    anni = [int(voce["anno"]) for voce in righe[posto].get(ATTESI.chiave, []) if voce["anno"].isdecimal()]
    prossimo = max(anni) + 1 if anni else anno
    return _accoda(dati, dove, ATTESI, anno=str(prossimo), operatore=ValoreAtteso.Operatore.ALMENO.value)


def struttura(dati: Campi, dove: str, anno: int) -> str:
    righe, posto = _riga(dati, dove)
    righe[posto]["strutturato"] = SEGNO
    if not righe[posto].get(ATTESI.chiave):
        atteso(dati, dove, anno)
    return dove


AZIONI: dict[str, Callable[[Campi, str, int], str]] = {
    funzione.__name__: funzione for funzione in (aggiungi, togli, rimetti, su, giu, indicatore, fase, atteso, struttura)
}


def esegui(comando: str, dati: Campi, anno: int) -> str:
    """Do what the button says; returns the id to go to. Raises ValidationError when the button is none of the page's
    or its row is not there."""
    nome, _, dove = comando.partition(":")
    if nome not in AZIONI:
        raise ValidationError("Il comando non si legge: ricaricare la pagina.")
    return AZIONI[nome](dati, dove, anno)
