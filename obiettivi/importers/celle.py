"""What a cell of a table of objectives says: weight, term, type, indicators. Nothing here ever raises."""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from obiettivi.importers.colonne import numero_con_percento
from obiettivi.models import PESO_MASSIMO, ObiettivoGestionale
from obiettivi.sezioni import IndicatoreFoto
from semproniano.core.calendario import DataInesistente, data_da_seriale, leggi_data
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from semproniano.core.griglie.base import Valore

QUATTRO_DECIMALI = Decimal("0.0001")
CARATTERI_DI_UNA_DATA = 300
_ENTRO = re.compile(r"(?:entro\s+(?:il\s+|l['’]\s*)?|al\s+|il\s+|fino\s+al\s+)(.+)", re.IGNORECASE)
_CON_PAROLE = re.compile(r"([\d./ -]+?)\s*\((.+)\)", re.DOTALL)
_MARCA = re.compile(r"\s*(?:[-–—•*▪■●◦·➢✓\uf0b7\uf0a7\uf0d8]+\s*|\(?\d{1,2}[.)]\s*|\(?[a-z][.)]\s+)")
_INIZIO = re.compile(r"[A-ZÀ-Ý\d«“\"(≥≤<>=%]")
_NATURA_IN_TESTA = re.compile(r"\W*obiettivo\s+di\s+(mantenimento|miglioramento|sviluppo)\b", re.IGNORECASE)
_AMBITI = (
    ("trasversal", ObiettivoGestionale.Ambito.TRASVERSALE.value),
    ("specific", ObiettivoGestionale.Ambito.SPECIFICO.value),
)
_NATURE = (
    ("manteniment", ObiettivoGestionale.Natura.MANTENIMENTO.value),
    ("migliorament", ObiettivoGestionale.Natura.MIGLIORAMENTO.value),
    ("svilupp", ObiettivoGestionale.Natura.SVILUPPO.value),
)


class Peso(NamedTuple):
    valore: Decimal | None
    problema: str = ""


class Scadenza(NamedTuple):
    data: datetime.date | None
    testo: str = ""
    problema: str = ""


class Indicatori(NamedTuple):
    voci: tuple[IndicatoreFoto, ...]
    problema: str = ""


def testo(valore: Valore) -> str:
    """The cell as a text: words as they are, without the blanks around them."""
    if isinstance(valore, Decimal):
        return in_italiano(valore) if abs(valore.adjusted()) < 20 else str(valore)
    if isinstance(valore, datetime.date):
        return f"{valore:%d/%m/%Y}"
    return valore.strip()


def leggi_peso(valore: Valore) -> Peso:
    """ "2%", "2", "33,33" and numbers. What is out of 0–100 is kept, for the person to see it where it was typed."""
    if isinstance(valore, str) and not valore.strip():
        return Peso(None)
    numero = numero_con_percento(valore) if isinstance(valore, str) else valore
    if not isinstance(numero, Decimal):
        return Peso(None, f"Il peso «{testo(valore)[:80]}» non è un numero: scriverlo come 33,33.")
    if not 0 <= numero <= PESO_MASSIMO:
        return Peso(numero, f"Il peso {testo(numero)} non va bene: va da 0 a 100.")
    arrotondato = numero.quantize(QUATTRO_DECIMALI, ROUND_HALF_UP)
    if arrotondato != numero:
        return Peso(arrotondato, f"Il peso {testo(numero)} è arrotondato a {in_italiano(arrotondato)}.")
    return Peso(numero)


def leggi_scadenza(valore: Valore) -> Scadenza:
    """A day; a text where it is not one ("Termine approvazione bilancio"); both where both are: "31/12/2020 (nota)"."""
    if isinstance(valore, Decimal):
        return _da_numero(valore)
    if isinstance(valore, datetime.date):
        return Scadenza(valore)
    scritta = valore.strip()
    if len(scritta) > CARATTERI_DI_UNA_DATA:
        return Scadenza(None, scritta)
    con_parole = _CON_PAROLE.fullmatch(scritta)
    if con_parole and (data := _data(con_parole[1])):
        return Scadenza(data, con_parole[2].strip())
    entro = _ENTRO.fullmatch(scritta)
    try:
        data = leggi_data(entro[1] if entro else scritta)
    except DataInesistente as errore:
        return Scadenza(None, scritta, str(errore))
    return Scadenza(data) if data else Scadenza(None, scritta)


def _data(scritta: str) -> datetime.date | None:
    try:
        return leggi_data(scritta)
    except DataInesistente:
        return None


def _da_numero(numero: Decimal) -> Scadenza:
    data = data_da_seriale(numero)
    if data is None:
        return Scadenza(None, testo(numero))
    return Scadenza(data, "", f"Il numero {testo(numero)} è letto come il giorno {data:%d/%m/%Y}.")


def ambito_di(*testi: str) -> str:
    """ "Operativo e trasversale" → trasversale; "" when no text says it, or one says both."""
    return _prima(testi, _AMBITI)


def natura_di(descrizione: str, *testi: str) -> str:
    """From the columns that say it, then from a description that begins "Obiettivo di mantenimento: …"."""
    in_testa = _NATURA_IN_TESTA.match(descrizione)
    return _prima((*testi, in_testa[1] if in_testa else ""), _NATURE)


def _prima(testi: tuple[str, ...], parole: tuple[tuple[str, str], ...]) -> str:
    for scritto in testi:
        trovate = [valore for radice, valore in parole if radice in scritto.casefold()]
        if len(trovate) == 1:
            return trovate[0]
    return ""


def leggi_indicatori(descrizioni: str, valori: str, *, una_per_linea: bool = False) -> Indicatori:
    """Indicators and expected values of a row: several when the lines of the two cells pair up clearly, else one.

    `una_per_linea`: the table is one of our exports, where every line is an indicator.
    """
    if not descrizioni.strip() and not valori.strip():
        return Indicatori(())
    if una_per_linea:
        linee, attesi = descrizioni.split("\n"), valori.split("\n")
    else:
        linee, attesi = _linee(descrizioni), _linee(valori)
    if len(linee) == len(attesi) > 1 and (una_per_linea or (_sono_voci(linee) and _sono_voci(attesi))):
        coppie = zip(_senza_marche(linee), _senza_marche(attesi), strict=True)
        return Indicatori(tuple(IndicatoreFoto(descrizione=d.strip(), valore_atteso=v.strip()) for d, v in coppie))
    unico = (IndicatoreFoto(descrizione=descrizioni.strip(), valore_atteso=valori.strip()),)
    if len(linee) != len(attesi) and max(len(linee), len(attesi)) > 1 and _sono_voci([*linee, *attesi]):
        return Indicatori(
            unico, f"Linee di indicatori: {len(linee)}; di valori attesi: {len(attesi)}. Letti come un solo indicatore."
        )
    return Indicatori(unico)


def _linee(scritto: str) -> list[str]:
    return [linea.strip() for linea in scritto.split("\n") if linea.strip()]


def _sono_voci(linee: list[str]) -> bool:
    """Whether every line begins like an item of a list, and not in the middle of a sentence."""
    return all(_MARCA.match(linea) or _INIZIO.match(linea) for linea in linee)


def _senza_marche(linee: list[str]) -> list[str]:
    """Without bullets or numbers, where all the lines have them: the print numbers them anew."""
    if all(_MARCA.match(linea) for linea in linee):
        return [_MARCA.sub("", linea, count=1) for linea in linee]
    return linee
