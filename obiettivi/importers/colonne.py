"""The columns of a table of objectives, by the names that annexes give them and by those of our own exports."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from semproniano.core.calendario import DataInesistente, data_da_seriale, leggi_data
from semproniano.core.griglie.colonne import Campo
from semproniano.core.numeri import NumeroNonLeggibile, leggi_numero

if TYPE_CHECKING:
    from semproniano.core.griglie.base import Valore

# "3", "3.", "n. 3", "1.2", "A3", "OB12", "IV": what a printed number looks like, with no room for a word.
_NUMERO = re.compile(
    r"(?:n[.°ro]*\s*)?(?:ob\w{0,4}[.\s]*)?[a-z]?\d{1,3}(?:[.\-/]\d{1,3}){0,2}\s?[a-z]?[.)°]?|[ivxl]{1,5}"
)


def e_numero(valore: Valore) -> bool:
    """Whether the cell can be the number of an objective."""
    if isinstance(valore, Decimal):
        return valore == valore.to_integral_value() and 0 < valore < 1000
    return isinstance(valore, str) and bool(_NUMERO.fullmatch(valore.strip().lower()))


def e_peso(valore: Valore) -> bool:
    """Whether the cell can be a weight: a number, with or without its percent sign."""
    return isinstance(valore, Decimal) or (isinstance(valore, str) and numero_con_percento(valore) is not None)


def e_scadenza(valore: Valore) -> bool:
    """Whether the cell holds a day; terms in words cannot be told from other texts."""
    if isinstance(valore, Decimal):
        return data_da_seriale(valore) is not None
    if not isinstance(valore, str):
        return isinstance(valore, datetime.date)
    try:
        return leggi_data(valore) is not None
    except DataInesistente:
        return True


def numero_con_percento(testo: str) -> Decimal | None:
    """ "2%", "% 2" and "2" are 2; None for what is not a number."""
    try:
        return leggi_numero(testo.strip().strip("%‰"))
    except NumeroNonLeggibile:
        return None


NUMERO = Campo(
    "numero",
    "N°",
    nomi=(
        *("n", "no", "nr", "num", "numero", "n ro", "n ord", "n d ordine", "numero d ordine", "numero progressivo"),
        *("progressivo", "prog", "ob", "obb", "n ob", "nr ob", "n obb", "num ob", "cod", "codice", "id"),
    ),
    inizi=("n obiettivo", "nr obiettivo", "num obiettivo", "numero obiettivo", "codice obiettivo", "obiettivo n"),
    riconosce=e_numero,
)
NUMERO_PUBBLICATO = Campo(
    "numero_pubblicato", "Numero come stampato", nomi=("n pubblicato", "numero pubblicato", "numero come stampato")
)
DESCRIZIONE = Campo(
    "descrizione",
    "Descrizione",
    nomi=("obiettivo", "obiettivi", "titolo", "oggetto", "denominazione", "attivita", "obiettivo descrizione"),
    inizi=(
        *("descrizione", "descrizioni", "descr", "obiettivi gestionali", "obiettivo gestionale"),
        *("obiettivi di gestione", "obiettivo di gestione", "obiettivi di performance", "obiettivo di performance"),
        *("obiettivi assegnati", "obiettivo assegnato", "titolo obiettivo", "titolo dell obiettivo"),
        *("denominazione obiettivo", "denominazione dell obiettivo", "oggetto dell obiettivo"),
    ),
    e_obbligatorio=True,
)
PESO = Campo(
    "peso",
    "Peso",
    nomi=("peso", "pesi", "pesatura", "ponderazione", "punteggio", "punti", "peso in"),
    inizi=("peso obiettivo", "peso dell obiettivo", "peso percentuale", "peso assegnato", "peso attribuito"),
    riconosce=e_peso,
)
INDICATORI = Campo(
    "indicatori",
    "Indicatori",
    nomi=("kpi", "misura", "misure", "parametri", "descrizione indicatore", "descrizione indicatori"),
    inizi=("indicatore", "indicatori", "descrizione indicator", "parametri di misurazione", "unita di misurazione"),
)
VALORI_ATTESI = Campo(
    "valori_attesi",
    "Valori attesi",
    nomi=("atteso", "attesi", "obiettivo atteso"),
    inizi=(
        *("valore atteso", "valori attesi", "valore indicatore atteso", "valore atteso indicatore", "valore target"),
        *("valori indicatori attesi", "valore dell indicatore atteso", "valore obiettivo", "valore programmato"),
        *("target", "risultato atteso", "risultati attesi", "livello atteso", "livelli attesi"),
    ),
)
SCADENZA = Campo(
    "scadenza",
    "Data fine attesa",
    nomi=("data", "tempi", "tempo", "entro", "entro il", "quando", "fine"),
    inizi=(
        *("data fine", "data di fine", "data realizzazione", "data di realizzazione", "data prevista", "data di scad"),
        *("data scadenza", "data di scadenza", "data raggiungimento", "data conclusione", "data ultimazione"),
        *("data completamento", "data di completamento", "data attesa", "scadenza", "scadenze", "termine", "termini"),
        *("tempistica", "tempistiche", "tempi di realizzazione", "tempi previsti", "fine attesa", "fine prevista"),
    ),
    riconosce=e_scadenza,
)
SCADENZA_TESTO = Campo("scadenza_testo", "Scadenza in parole", nomi=("scadenza in parole",))
TIPOLOGIA = Campo(
    "tipologia",
    "Tipologia",
    nomi=("tipo", "tipologia", "tipi"),
    inizi=("tipologia", "tipo obiettivo", "tipo di obiettivo"),
)
AMBITO = Campo("ambito", "Ambito", nomi=("ambito",), inizi=("ambito obiettivo", "ambito dell obiettivo"))
NATURA = Campo("natura", "Natura", nomi=("natura",), inizi=("natura obiettivo", "natura dell obiettivo"))
AREA = Campo("area", "Area", nomi=("area", "struttura", "settore"))
ANNO = Campo("anno", "Anno", nomi=("anno", "esercizio"))

CAMPI = (
    *(NUMERO, NUMERO_PUBBLICATO, DESCRIZIONE, PESO, INDICATORI, VALORI_ATTESI, SCADENZA, SCADENZA_TESTO),
    *(TIPOLOGIA, AMBITO, NATURA, AREA, ANNO),
)
ORDINE = ("numero", "descrizione", "peso", "indicatori", "valori_attesi", "scadenza", "tipologia")
"""The columns of the annexes, for what is pasted without its heads."""

# First cell of the small table above the objectives, and of what stands between two tables.
FUORI_TABELLA = re.compile(
    r"(?:linea|linee|indirizzo|obiettivo|obiettivi) (?:strategic|operativ|di mandato)|missione\b|programma\b|"
    r"dipendenti coinvolti|personale (?:interno|esterno|coinvolto)|struttura\b|responsabile\b|servizio\b|anno \d{4}|"
    r"programmazione degli obiettivi"
)
# The staff matrix below the objectives.
ALTRA_TABELLA = re.compile(r"\s*(?:nome\s+(?:del\s+)?dipendente|dipendent[ei]\s*$|cognome\b)", re.IGNORECASE)
ANNO_DI_SEZIONE = re.compile(r"\banno\W{1,3}(20\d{2})\b", re.IGNORECASE)
