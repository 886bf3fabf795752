"""CSV as Italian offices open it and open data publish it: UTF-8 with BOM, semicolon, CRLF (RFC 4180 for the rest)."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from semproniano.core.documenti.errori import ErroreDocumento
from semproniano.core.documenti.testi import sembra_formula, senza_controlli


def csv_bytes(intestazioni: Sequence[str], righe: Iterable[Sequence[object]]) -> bytes:
    """The table as the bytes of a CSV file.

    None is an empty cell; Decimal and float take a decimal comma, dates are ISO (2020-12-31), booleans "sì" and "no".
    A text that a spreadsheet could take for a formula gets an apostrophe in front. Raises ErroreDocumento for a row
    that has not as many cells as there are headings.
    """
    uscita = io.StringIO()
    scrittore = csv.writer(uscita, delimiter=";", lineterminator="\r\n")
    scrittore.writerow([_cella(titolo) for titolo in intestazioni])
    for numero, riga in enumerate(righe, start=1):
        if len(riga) != len(intestazioni):
            raise ErroreDocumento(f"La riga {numero} ha {len(riga)} celle, le colonne sono {len(intestazioni)}.")
        scrittore.writerow([_cella(valore) for valore in riga])
    return uscita.getvalue().encode("utf-8-sig")


def _cella(valore: object) -> str:
    if valore is None:
        return ""
    if isinstance(valore, bool):
        return "sì" if valore else "no"
    if isinstance(valore, Decimal | float):
        return format(valore, "f" if isinstance(valore, Decimal) else "").replace(".", ",")
    if isinstance(valore, date):
        return valore.isoformat()
    testo = senza_controlli(str(valore))
    return f"'{testo}" if isinstance(valore, str) and sembra_formula(testo) else testo
