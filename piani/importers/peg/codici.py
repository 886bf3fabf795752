"""Codes of the budget in the many ways in which programs write them, and as the lists of the law have them.

Tipologia 101, 1.101, 10101 and 1010100 are "1.101"; programma 3, 03, 0103, 01.03 of missione 01 are "0103";
macroaggregato 3, 03, 103 and 1.03 of titolo 1 are "103". A number of a spreadsheet is not a text: 1.1 in a column of
macroaggregati was 1.10. "" is an empty cell; None is a cell that holds no such code.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from semproniano.core.griglie.base import Valore

# What may come before the digits: "Titolo 1", "U.1.03", "Missione n. 01"; and after them: "01 - Servizi".
_CODICE = re.compile(r"(?:[A-Za-z]{1,20}\W{0,3}){0,3}(\d[\d.]*)(?:\W.*)?", re.DOTALL | re.ASCII)
_ROMANI = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6", "VII": "7", "VIII": "8", "IX": "9"}
_DI_BILANCIO_SPESA = re.compile(r"(\d{2})\.?(\d{2})[.\-\s]*(\d)(?:[.\-\s]*(\d{2}))?(?:\D.*|0*)?", re.ASCII)
_DI_BILANCIO_ENTRATA = re.compile(r"(\d)[.\-]?(?:0(?=\d{3}))?(\d{3})(?:[.\-]?(\d{2}))?(?:\D.*|0*)?", re.ASCII)


def testo_di(valore: Valore) -> str:
    """The text of a cell; a whole number without its decimals."""
    if isinstance(valore, Decimal):
        return f"{valore.quantize(Decimal(1)) if valore == valore.to_integral_value() else valore:f}"
    return " ".join(str(valore).split())


def _gruppi(valore: Valore, decimali: int = 0) -> list[str] | None:
    """The groups of digits of a code: "1.03" → ["1", "03"]; [] for an empty cell, None for what has no digits."""
    if isinstance(valore, Decimal):
        if valore < 0 or abs(valore.adjusted()) > 20:
            return None
        intero = valore == valore.to_integral_value()
        testo = f"{valore.quantize(Decimal(1))}" if intero else f"{valore:f}"
        if not intero and decimali:
            parte, _, resto = testo.partition(".")
            testo = f"{parte}.{resto.ljust(decimali, '0')}"
    else:
        testo = testo_di(valore)
    if not testo:
        return []
    trovato = _CODICE.fullmatch(testo)
    return [gruppo for gruppo in trovato[1].split(".") if gruppo] if trovato else None


def _cifre(valore: Valore) -> str | None:
    gruppi = _gruppi(valore)
    return None if gruppi is None else "".join(gruppi)


def leggi_titolo(valore: Valore) -> str | None:
    """ "1", "01", "Titolo I", "1 - Spese correnti", 1.00.00 → "1"."""
    testo = testo_di(valore).upper().removeprefix("TITOLO").strip()
    if (parola := testo.split(" ")[0].strip(".-:")) in _ROMANI:
        return _ROMANI[parola]
    gruppi = _gruppi(valore)
    if gruppi is None:
        return None
    titolo = gruppi[0].lstrip("0") if gruppi else ""
    # 1000000 is titolo 1 in the codes of seven digits.
    if len(titolo) == 7 and titolo.endswith("000000"):
        titolo = titolo[0]
    return titolo if len(titolo) <= 1 and bool(titolo) == bool(gruppi) else None


def leggi_tipologia(valore: Valore, titolo: str) -> tuple[str, str] | None:
    """(tipologia, categoria if the code has it): list code, "101" alone where the titolo is not known."""
    gruppi = _gruppi(valore, 3)
    if not gruppi:
        return ("", "") if gruppi == [] else None
    if len(gruppi) > 1 and len(gruppi[0].lstrip("0")) == 1:
        # 1.101, 1.0101, 01.0101.06
        titolo, tipologia = gruppi[0].lstrip("0"), gruppi[1]
        coda = gruppi[2] if len(gruppi) > 2 else ""
    else:
        titolo, tipologia, coda = _tipologia_di_fila("".join(gruppi), titolo)
    tipologia = tipologia.lstrip("0").zfill(3)
    if len(tipologia) != 3 or (coda and not 1 <= len(coda) <= 2):
        return None
    return f"{titolo}.{tipologia}" if titolo else tipologia, coda.zfill(2) if coda.strip("0") else ""


def _tipologia_di_fila(cifre: str, titolo: str) -> tuple[str, str, str]:
    """(titolo, tipologia, categoria) of digits without points: 101, 0101, 1101, 10101, 1010100."""
    if len(cifre) == 7:
        return cifre[0], cifre[1:5], cifre[5:]
    if len(cifre) == 5:
        return cifre[0], cifre[1:], ""
    if len(cifre) == 4 and cifre[0] != "0":
        return cifre[0], cifre[1:], ""
    return titolo, cifre, ""


def leggi_categoria(valore: Valore) -> str | None:
    """ "6", "06", "1010106", "101.06" → "06"; a word of an own list stays as it is."""
    gruppi = _gruppi(valore)
    if gruppi is None:
        return None
    ultimo = gruppi[-1] if gruppi else ""
    if len(ultimo) == 7:
        ultimo = ultimo[5:]
    return ultimo.zfill(2) if ultimo else ""


def leggi_missione(valore: Valore) -> str | None:
    cifre = _cifre(valore)
    if not cifre:
        return cifre
    cifre = cifre.lstrip("0").zfill(2)
    return cifre if len(cifre) == 2 else None


def leggi_programma(valore: Valore, missione: str) -> str | None:
    """List code "0103"; "03" alone where the missione is not known."""
    gruppi = _gruppi(valore, 2)
    if not gruppi:
        return "" if gruppi == [] else None
    if len(gruppi) > 1 and len(gruppi[0]) <= 2:
        missione, programma = gruppi[0].zfill(2), gruppi[1].zfill(2)
    else:
        cifre = "".join(gruppi)
        if len(cifre) > 2:
            missione, programma = cifre[:-2].zfill(2), cifre[-2:]
        else:
            programma = cifre.zfill(2)
    codice = f"{missione}{programma}"
    return codice if len(codice) in (2, 4) else None


def leggi_macroaggregato(valore: Valore, titolo: str) -> str | None:
    """List code "103"; "03" alone where the titolo is not known."""
    gruppi = _gruppi(valore, 2)
    if not gruppi:
        return "" if gruppi == [] else None
    if len(gruppi) > 1:
        # 1.03, 1.03.00.00.000
        codice = f"{gruppi[0].lstrip('0')}{gruppi[1].zfill(2)}"
    else:
        codice = _macroaggregato_di_fila(gruppi[0], titolo)
    return codice if len(codice) in (2, 3) else None


def _macroaggregato_di_fila(cifre: str, titolo: str) -> str:
    if len(cifre) <= 2:
        return f"{titolo}{cifre.zfill(2)}"
    if len(cifre) == 3 and cifre[0] == "0":
        return f"{titolo}{cifre[1:]}"
    if len(cifre) == 4 and cifre[0] == "0":
        return cifre[1:]
    # 1030000: the code of seven digits.
    return cifre[:3] if len(cifre) == 7 else cifre


def leggi_codice_bilancio(valore: Valore, parte: str) -> dict[str, str]:
    """What one code says of several: "01.11-1.03" is missione, programma, titolo, macroaggregato; "1.0101.06" titolo,
    tipologia, categoria. Nothing where it is not understood: its single columns may be there."""
    testo = testo_di(valore)
    if parte == "spesa":
        if trovato := _DI_BILANCIO_SPESA.fullmatch(testo):
            missione, programma, titolo, macro = trovato.groups()
            return {
                "missione": missione,
                "programma": f"{missione}{programma}",
                "titolo": titolo,
                "macroaggregato": f"{titolo}{macro}" if macro and macro != "00" else "",
            }
    elif trovato := _DI_BILANCIO_ENTRATA.fullmatch(testo):
        titolo, tipologia, categoria = trovato.groups()
        return {"titolo": titolo, "tipologia": f"{titolo}.{tipologia}", "categoria": categoria or ""}
    return {}
