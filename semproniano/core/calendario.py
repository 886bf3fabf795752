"""Dates as an Italian office writes them, and as a spreadsheet counts them."""

import datetime
import re
from decimal import Decimal

MESI = (
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
)
_ORA_ZERO = r"(?:[T ]00:00(?::00(?:\.0+)?)?)?"
_NUMERICA = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})" + _ORA_ZERO, re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + _ORA_ZERO, re.ASCII)
_A_PAROLE = re.compile(rf"(\d{{1,2}})\s*°?\s+({'|'.join(MESI)})\s+(\d{{4}})", re.ASCII | re.IGNORECASE)
# Excel counts the days from here (with its false 29 February 1900); these numbers are the years 1990 to 2100.
_GIORNO_ZERO = datetime.date(1899, 12, 30)
_SERIALI = range(32874, 73416)


class DataInesistente(ValueError):
    """A text in the form of a date that the calendar does not have (31/02/2020); the message is in Italian."""


def leggi_data(testo: str) -> datetime.date | None:
    """The date in a text that is nothing else: "31/12/2020", "31.12.20" (this century),
    "2020-12-31", "31 dicembre 2020".

    None when the text is not in the form of a date ("dicembre 2020", "entro l'anno"); raises DataInesistente when the
    form is right and the day is not.
    """
    testo = testo.strip()
    if trovata := _NUMERICA.fullmatch(testo):
        giorno, mese, anno = trovata.groups()
    elif trovata := _ISO.fullmatch(testo):
        anno, mese, giorno = trovata.groups()
    elif trovata := _A_PAROLE.fullmatch(testo):
        giorno, nome, anno = trovata.groups()
        mese = MESI.index(nome.lower()) + 1
    else:
        return None
    secolo = 2000 if len(anno) == 2 else 0
    try:
        return datetime.date(secolo + int(anno), int(mese), int(giorno))
    except ValueError:
        raise DataInesistente(f"Il giorno {testo} non esiste: controllare giorno, mese e anno (gg/mm/aaaa).") from None


def data_da_seriale(numero: Decimal) -> datetime.date | None:
    """The date that a spreadsheet keeps as this number of days (44196 is 31/12/2020); None when it is not likely one.

    Only whole numbers of the years 1990 to 2100: others are more likely to be something else.
    """
    if numero != numero.to_integral_value() or int(numero) not in _SERIALI:
        return None
    return _GIORNO_ZERO + datetime.timedelta(days=int(numero))
