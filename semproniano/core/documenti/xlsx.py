"""Spreadsheets with XlsxWriter: the same rows give the same bytes, texts stay texts, formulas carry their values."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from semproniano.core.documenti.errori import ErroreDocumento
from semproniano.core.documenti.testi import sembra_formula, senza_controlli

# Excel's own limits.
MASSIMO_CARATTERI = 32_767
MASSIMO_RIGHE = 1_048_576
MASSIMO_NOME = 31
MASSIMO_SCELTE = 255
PRIMO_ANNO = 1900
_VIETATI_NEL_NOME = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
_A4 = 9
_TESTA = {"bold": True, "bg_color": "#E6ECF2"}
# Points: a line of text, and the tallest row that Excel allows.
ALTEZZA_LINEA = 15
ALTEZZA_MASSIMA = 409
DATA_FISSA = datetime(2000, 1, 1)  # noqa: DTZ001 - written as it is; the clock would change the bytes


class Formato(StrEnum):
    """How the cells of a column are shown (the number format of Excel)."""

    TESTO = "@"
    INTERO = "#,##0"
    NUMERO = "General"
    """Only the decimals that there are: "#.##" would leave a comma after a whole number."""
    DECIMALE = "#,##0.00##"
    PERCENTO = 'General"%"'
    EURO = '#,##0.00 "€"'
    IMPORTO = "#,##0.00"
    DATA = "dd/mm/yyyy"


@dataclass(frozen=True, slots=True)
class Colonna:
    """A column: heading, width in characters, format.

    ``minimo`` and ``massimo`` make Excel refuse other numbers when the sheet is filled in; ``scelte`` refuses other
    texts (255 characters in all); ``totale`` adds a row with the sum.
    """

    titolo: str
    larghezza: float = 14
    formato: Formato = Formato.TESTO
    minimo: int | Decimal | None = None
    massimo: int | Decimal | None = None
    scelte: tuple[str, ...] = ()
    totale: bool = False


class Formula(NamedTuple):
    """A formula in English notation ("=SUM(C2:C5)") with the value it has, shown where nothing recalculates."""

    testo: str
    valore: Decimal | int | float


class RigaEvidente(NamedTuple):
    """A row in bold (a subtotal, a heading of a group)."""

    celle: Sequence[object]
    livello: int = 0
    """How many groups it stands in; the rows below it that stand in one more can be folded into it."""


class RigaNelGruppo(NamedTuple):
    """A plain row below its group's heading."""

    celle: Sequence[object]
    livello: int


class Cartella:
    """A workbook. Sheets are added with :meth:`foglio`, the file is :meth:`contenuto`.

    ``titolo``, ``autore`` and ``oggetto`` become properties of the document.
    """

    def __init__(self, *, titolo: str, autore: str = "", oggetto: str = ""):
        self._uscita = BytesIO()
        self._titolo = senza_controlli(titolo)
        self._libro = xlsxwriter.Workbook(
            self._uscita,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._libro.set_properties(
            {
                "title": self._titolo,
                "author": senza_controlli(autore),
                "subject": senza_controlli(oggetto),
                "created": DATA_FISSA,
            }
        )
        self._nomi: set[str] = set()
        self._stili: dict[tuple, object] = {}

    def foglio(self, nome: str, *, colonne: Sequence[Colonna], righe: Iterable[Sequence[object] | RigaEvidente]) -> str:
        """Add a sheet with one table and return the name it got (:func:`nome_di_foglio`).

        Cells may be None, str, int, float, Decimal, date, bool ("sì", "no") or :class:`Formula`. Raises ErroreDocumento
        for a name already used, a row of the wrong length, a text too long or a value of another kind.
        """
        nome = nome_di_foglio(nome)
        if nome.casefold() in self._nomi:
            raise ErroreDocumento(f"Ci sono due fogli con il nome «{nome}».")
        self._nomi.add(nome.casefold())
        _Foglio(self, self._libro.add_worksheet(nome), nome, colonne).scrivi(righe)
        return nome

    def contenuto(self) -> bytes:
        """The bytes of the file. Nothing can be added afterwards."""
        if not self._nomi:
            raise ErroreDocumento("La cartella di lavoro non ha fogli.")
        self._libro.close()
        return self._uscita.getvalue()

    def stile(self, **proprieta):
        """A cell format, made once for each set of properties."""
        chiave = tuple(sorted(proprieta.items()))
        if chiave not in self._stili:
            self._stili[chiave] = self._libro.add_format({"valign": "top", "text_wrap": True, "border": 1, **proprieta})
        return self._stili[chiave]

    @property
    def titolo(self) -> str:
        return self._titolo


def nome_di_foglio(nome: str) -> str:
    """The name as Excel takes it: forbidden signs become "-", at most 31 characters."""
    pulito = senza_controlli(nome).translate(_VIETATI_NEL_NOME).strip().strip("'")[:MASSIMO_NOME].rstrip().rstrip("'")
    # "History" is kept by Excel for itself.
    if not pulito or pulito.casefold() == "history":
        raise ErroreDocumento(f"«{nome}» non può essere il nome di un foglio.")
    return pulito


class _Foglio:
    def __init__(self, cartella: Cartella, foglio, nome: str, colonne: Sequence[Colonna]):
        titoli = [colonna.titolo.casefold() for colonna in colonne]
        if not titoli or len(set(titoli)) < len(titoli):
            raise ErroreDocumento(f"Foglio «{nome}»: ogni colonna deve avere un titolo diverso.")
        self._cartella, self._foglio, self._nome, self._colonne = cartella, foglio, nome, colonne

    def scrivi(self, righe) -> None:
        self._imposta_stampa()
        somme = [Decimal(0)] * len(self._colonne)
        ultima = 0
        for ultima, riga in enumerate(righe, start=1):
            evidente = isinstance(riga, RigaEvidente)
            if evidente and any(colonna.totale for colonna in self._colonne):
                raise ErroreDocumento(f"Foglio «{self._nome}»: con righe di subtotale il totale va scritto per esteso.")
            celle, livello = riga if isinstance(riga, RigaEvidente | RigaNelGruppo) else (riga, 0)
            self._riga(ultima, celle, evidente, livello)
            somme = [somma + _numero(valore) for somma, valore in zip(somme, celle, strict=True)]
        self._regole(max(ultima, 1))
        if ultima:
            self._tabella(ultima)
            self._totali(ultima, somme)

    def _imposta_stampa(self) -> None:
        foglio = self._foglio
        foglio.set_landscape()
        foglio.set_paper(_A4)
        foglio.fit_to_pages(1, 0)
        foglio.repeat_rows(0)
        foglio.freeze_panes(1, 0)
        # 255 characters are Excel's limit; "&" begins a code.
        foglio.set_header("&L" + self._cartella.titolo[:100].replace("&", "&&") + "&R&A")
        foglio.set_footer("&RPagina &P di &N")
        testa = self._cartella.stile(**_TESTA)
        self._altezza(0, [colonna.titolo for colonna in self._colonne])
        for posto, colonna in enumerate(self._colonne):
            foglio.set_column(posto, posto, colonna.larghezza)
            foglio.write_string(0, posto, senza_controlli(colonna.titolo), testa)

    def _riga(self, numero: int, celle: Sequence[object], evidente: bool, livello: int) -> None:
        if numero >= MASSIMO_RIGHE - 1:
            raise ErroreDocumento(f"Foglio «{self._nome}»: le righe sono più di quante un foglio ne tiene.")
        if len(celle) != len(self._colonne):
            raise ErroreDocumento(
                f"Foglio «{self._nome}», riga {numero}: {len(celle)} celle, le colonne sono {len(self._colonne)}."
            )
        self._altezza(numero, celle, livello)
        for posto, valore in enumerate(celle):
            self._cella(numero, posto, valore, evidente)

    def _altezza(self, numero: int, celle: Sequence[object], livello: int = 0) -> None:
        """Room for the longest text of the row: not every program works it out when it opens the file."""
        linee = max(
            sum(math.ceil(len(linea) / colonna.larghezza) or 1 for linea in cella.split("\n"))
            if isinstance(cella, str)
            else 1
            for cella, colonna in zip(celle, self._colonne, strict=True)
        )
        if linee > 1 or livello:
            altezza = min(linee * ALTEZZA_LINEA, ALTEZZA_MASSIMA) if linee > 1 else None
            self._foglio.set_row(numero, altezza, None, {"level": livello})
        if livello:
            self._foglio.outline_settings(symbols_below=False)

    def _cella(self, riga: int, posto: int, valore: object, grassetto: bool) -> None:
        stile = {"num_format": self._colonne[posto].formato.value} | ({"bold": True} if grassetto else {})
        match valore:
            case None:
                self._foglio.write_blank(riga, posto, None, self._cartella.stile(**stile))
            case bool():
                self._foglio.write_string(riga, posto, "sì" if valore else "no", self._cartella.stile(**stile))
            case str():
                self._testo(riga, posto, valore, stile)
            case Formula():
                self._foglio.write_formula(
                    riga, posto, valore.testo, self._cartella.stile(**stile), float(valore.valore)
                )
            case int() | float() | Decimal() if math.isfinite(valore):
                self._foglio.write_number(riga, posto, valore, self._cartella.stile(**stile))
            case date() if getattr(valore, "tzinfo", None) is None and valore.year >= PRIMO_ANNO:
                self._foglio.write_datetime(riga, posto, valore, self._cartella.stile(**stile))
            case _:
                raise ErroreDocumento(f"{self._dove(riga, posto)}: un valore di questo tipo non si può scrivere.")

    def _testo(self, riga: int, posto: int, testo: str, stile: dict) -> None:
        testo = senza_controlli(testo).replace("\r\n", "\n").replace("\r", "\n")
        # Excel counts UTF-16 units.
        lunghezza = len(testo.encode("utf-16-le")) // 2
        if lunghezza > MASSIMO_CARATTERI:
            raise ErroreDocumento(
                f"{self._dove(riga, posto)}: il testo ha {lunghezza} caratteri, una cella ne tiene {MASSIMO_CARATTERI}."
            )
        # Without the prefix Excel turns the text into a formula as soon as somebody edits the cell.
        prefisso = {"quote_prefix": True} if sembra_formula(testo) else {}
        self._foglio.write_string(riga, posto, testo, self._cartella.stile(**stile, **prefisso))

    def _dove(self, riga: int, posto: int) -> str:
        return f"Foglio «{self._nome}», riga {riga}, colonna «{self._colonne[posto].titolo}»"

    def _tabella(self, ultima: int) -> None:
        """A named table over headings and rows: filters, and a header row that screen readers know."""
        stile = self._cartella.stile(**_TESTA)
        intestazioni = [{"header": senza_controlli(c.titolo), "header_format": stile} for c in self._colonne]
        opzioni = {"name": f"Tabella{self._foglio.index + 1}", "style": None, "columns": intestazioni}
        self._foglio.add_table(0, 0, ultima, len(self._colonne) - 1, opzioni)

    def _totali(self, ultima: int, somme: list[Decimal]) -> None:
        """The row of the sums, below the table."""
        if any(colonna.totale for colonna in self._colonne) and not self._colonne[0].totale:
            self._cella(ultima + 1, 0, "Totale", True)
        for posto, colonna in enumerate(self._colonne):
            if colonna.totale:
                lettera = xl_col_to_name(posto)
                self._cella(ultima + 1, posto, Formula(f"=SUM({lettera}2:{lettera}{ultima + 1})", somme[posto]), True)

    def _regole(self, ultima: int) -> None:
        for posto, colonna in enumerate(self._colonne):
            regola = _regola(colonna)
            if regola:
                self._foglio.data_validation(1, posto, ultima, posto, regola)


def _numero(valore: object) -> Decimal:
    """What a cell adds to the sum of its column, as Excel counts it."""
    if isinstance(valore, Formula):
        valore = valore.valore
    if isinstance(valore, bool) or not isinstance(valore, int | float | Decimal):
        return Decimal(0)
    return Decimal(str(valore))


def _regola(colonna: Colonna) -> dict | None:
    """The data validation of a column, with its message."""
    minimo, massimo = colonna.minimo, colonna.massimo
    base = {"error_title": "Valore non ammesso"}
    if len(",".join(colonna.scelte)) > MASSIMO_SCELTE:
        raise ErroreDocumento(f"Colonna «{colonna.titolo}»: le scelte superano i {MASSIMO_SCELTE} caratteri.")
    if colonna.scelte:
        return base | {"validate": "list", "source": list(colonna.scelte), "error_message": "Scegliere dall’elenco."}
    if minimo is None and massimo is None:
        return None
    base |= {"validate": "decimal"}
    if massimo is None:
        return base | {"criteria": ">=", "value": minimo, "error_message": f"Un numero da {_a_parole(minimo)} in su."}
    if minimo is None:
        return base | {"criteria": "<=", "value": massimo, "error_message": f"Un numero fino a {_a_parole(massimo)}."}
    return base | {
        "criteria": "between",
        "minimum": minimo,
        "maximum": massimo,
        "error_message": f"Un numero da {_a_parole(minimo)} a {_a_parole(massimo)}.",
    }


def _a_parole(numero: int | Decimal) -> str:
    return format(numero, "f" if isinstance(numero, Decimal) else "").replace(".", ",")
