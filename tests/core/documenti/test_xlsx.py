"""Il foglio di calcolo, riletto da altri due programmi."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from semproniano.core.documenti.errori import ErroreDocumento
from semproniano.core.documenti.xlsx import Cartella, Colonna, Formato, Formula, RigaEvidente, nome_di_foglio

COLONNE = (
    Colonna("Obiettivo", 60),
    Colonna("Peso", 8, Formato.DECIMALE, minimo=0, massimo=100, totale=True),
    Colonna("Scadenza", 12, Formato.DATA),
    Colonna("Natura", 14, scelte=("mantenimento", "miglioramento")),
)
RIGHE = (
    ("Città pulita ≥ 95 “sempre”", Decimal("33.3333"), date(2020, 12, 31), "mantenimento"),
    ("=1+1", Decimal("66.6667"), None, "miglioramento"),
)


def cartella(righe=RIGHE, colonne=COLONNE, nome="Area contabile") -> bytes:
    libro = Cartella(titolo="Obiettivi & pesi", autore="Comune di Esempio", oggetto="ESEMPIO")
    libro.foglio(nome, colonne=colonne, righe=righe)
    return libro.contenuto()


def rilegge(contenuto: bytes, **opzioni):
    return openpyxl.load_workbook(io.BytesIO(contenuto), **opzioni)


def una_cella(valore, **opzioni):
    contenuto = cartella([(valore,)], [Colonna("Testo", **opzioni)])
    return rilegge(contenuto).active["A2"]


def test_stessi_dati_stessi_byte(time_machine):
    time_machine.move_to("2020-01-01")
    prima = cartella()
    time_machine.move_to("2031-06-30")
    assert cartella() == prima


def test_calamine_rilegge_i_valori_anche_delle_formule():
    foglio = CalamineWorkbook.from_filelike(io.BytesIO(cartella())).get_sheet_by_name("Area contabile")
    assert foglio.to_python() == [
        ["Obiettivo", "Peso", "Scadenza", "Natura"],
        ["Città pulita ≥ 95 “sempre”", 33.3333, date(2020, 12, 31), "mantenimento"],
        ["=1+1", 66.6667, "", "miglioramento"],
        ["Totale", 100.0, "", ""],
    ]


def test_la_somma_e_una_formula_vera_con_il_suo_valore():
    assert rilegge(cartella()).active["B4"].value == "=SUM(B2:B3)"
    assert rilegge(cartella(), data_only=True).active["B4"].value == 100


@pytest.mark.parametrize("testo", ["=1+1", "+39 0564", "-voce", "@nome", "\t=1", '=HYPERLINK("http://x")', "{=1}"])
def test_un_testo_resta_testo(testo):
    cella = una_cella(testo)
    assert cella.value == testo
    assert cella.data_type == "s"
    assert cella.quotePrefix == testo.startswith(("=", "+", "-", "@", "\t"))


@pytest.mark.parametrize("testo", ["007", "1e5", "https://www.esempio.example", "31/12/2020", "TRUE"])
def test_un_testo_non_diventa_numero_ne_collegamento(testo):
    cella = una_cella(testo)
    assert (cella.value, cella.data_type, cella.hyperlink) == (testo, "s", None)


@pytest.mark.parametrize(
    ("valore", "letto"),
    [
        (True, "sì"),
        (False, "no"),
        (None, None),
        (7, 7),
        (2.5, 2.5),
        ("a\x00b\x0bc\ud800d", "abcd"),
        ("uno\r\ndue\rtre", "uno\ndue\ntre"),
        ("_x0041_", "_x0041_"),
        ("x" * 32_767, "x" * 32_767),
    ],
)
def test_ogni_valore_si_ritrova(valore, letto):
    assert una_cella(valore).value == letto


@pytest.mark.parametrize("testo", ["x" * 32_768, "😀" * 16_384])
def test_un_testo_troppo_lungo_e_rifiutato_e_si_dice_dove(testo):
    with pytest.raises(
        ErroreDocumento, match=r"«Area contabile», riga 1, colonna «Testo»: il testo ha 32768 caratteri"
    ):
        una_cella(testo)


@pytest.mark.parametrize(
    "valore",
    [float("nan"), Decimal("Infinity"), b"x", ["x"], date(1899, 12, 31), datetime(2020, 1, 1, tzinfo=UTC)],
)
def test_un_valore_che_excel_non_tiene_e_rifiutato(valore):
    with pytest.raises(ErroreDocumento, match="riga 1, colonna «Testo»"):
        una_cella(valore)


def test_la_pagina_e_pronta_per_la_stampa():
    foglio = rilegge(cartella()).active
    assert foglio.freeze_panes == "A2"
    assert foglio.page_setup.orientation == "landscape"
    assert foglio.page_setup.paperSize == 9
    # fitToWidth is not written: it is one page wide by default.
    assert (foglio.page_setup.fitToWidth or 1, foglio.page_setup.fitToHeight) == (1, 0)
    assert foglio.sheet_properties.pageSetUpPr.fitToPage
    assert foglio.print_title_rows == "$1:$1"
    assert foglio.oddHeader.left.text == "Obiettivi && pesi"
    assert foglio.column_dimensions["A"].width == pytest.approx(60, abs=1)
    assert foglio["A2"].alignment.wrap_text


def test_le_righe_sono_una_tabella_con_nome():
    [tabella] = rilegge(cartella()).active.tables.values()
    assert (tabella.name, tabella.ref) == ("Tabella1", "A1:D3")
    assert tabella.column_names == ["Obiettivo", "Peso", "Scadenza", "Natura"]


def test_i_pesi_accettano_da_zero_a_cento():
    numeri, elenco = rilegge(cartella()).active.data_validations.dataValidation
    assert (str(numeri.sqref), numeri.operator, numeri.formula1, numeri.formula2) == ("B2:B3", None, "0", "100")
    assert numeri.error == "Un numero da 0 a 100."
    assert (str(elenco.sqref), elenco.formula1) == ("D2:D3", '"mantenimento,miglioramento"')


@pytest.mark.parametrize(
    ("limiti", "operatore", "messaggio"),
    [
        ({"minimo": 1}, "greaterThanOrEqual", "Un numero da 1 in su."),
        ({"massimo": Decimal("2.5")}, "lessThanOrEqual", "Un numero fino a 2,5."),
    ],
)
def test_un_limite_solo(limiti, operatore, messaggio):
    contenuto = cartella([(1,)], [Colonna("N", formato=Formato.INTERO, **limiti)])
    [regola] = rilegge(contenuto).active.data_validations.dataValidation
    assert (regola.operator, regola.error) == (operatore, messaggio)


def test_troppe_scelte_sono_rifiutate():
    with pytest.raises(ErroreDocumento, match="le scelte superano"):
        cartella([], [Colonna("N", scelte=("x" * 200, "y" * 200))])


def test_le_proprieta_del_documento():
    proprieta = rilegge(cartella()).properties
    assert (proprieta.title, proprieta.creator, proprieta.subject) == (
        "Obiettivi & pesi",
        "Comune di Esempio",
        "ESEMPIO",
    )


def test_un_foglio_senza_righe_ha_la_sua_intestazione():
    foglio = rilegge(cartella([])).active
    assert [cella.value for cella in foglio[1]] == ["Obiettivo", "Peso", "Scadenza", "Natura"]
    assert foglio.max_row == 1


def test_le_righe_di_subtotale_sono_in_grassetto_con_la_loro_formula():
    colonne = [Colonna("Capitolo", 30), Colonna("Competenza", 14, Formato.EURO)]
    righe = [("101", Decimal("10.50")), RigaEvidente(("Titolo 1", Formula("=SUBTOTAL(9,B2:B2)", Decimal("10.50"))))]
    contenuto = cartella(righe, colonne)
    assert rilegge(contenuto).active["B3"].value == "=SUBTOTAL(9,B2:B2)"
    assert rilegge(contenuto, data_only=True).active["B3"].value == 10.5
    assert rilegge(contenuto).active["A3"].font.bold
    assert not rilegge(contenuto).active["A2"].font.bold


def test_subtotali_e_somma_automatica_non_stanno_insieme():
    with pytest.raises(ErroreDocumento, match="subtotale"):
        cartella([RigaEvidente(("x", 1, None, None))])


@pytest.mark.parametrize(
    ("nome", "scritto"),
    [
        ("Area amm./cont. [2020]: a*b?", "Area amm.-cont. -2020-- a-b-"),
        ("x" * 40, "x" * 31),
        ("'Area'", "Area"),
        ("a" * 30 + " b", "a" * 30),
        ("Città\x00", "Città"),
    ],
)
def test_il_nome_del_foglio_si_adatta(nome, scritto):
    assert nome_di_foglio(nome) == scritto
    assert rilegge(cartella(nome=nome)).sheetnames == [scritto]


@pytest.mark.parametrize("nome", ["", "  ", "'", "History"])
def test_un_nome_di_foglio_impossibile_e_rifiutato(nome):
    with pytest.raises(ErroreDocumento, match="non può essere il nome"):
        nome_di_foglio(nome)


def test_due_fogli_con_lo_stesso_nome_sono_rifiutati():
    libro = Cartella(titolo="x")
    assert libro.foglio("Area", colonne=[Colonna("A")], righe=[]) == "Area"
    with pytest.raises(ErroreDocumento, match="due fogli"):
        libro.foglio("AREA", colonne=[Colonna("A")], righe=[])


@pytest.mark.parametrize("colonne", [[], [Colonna("Peso"), Colonna("PESO")]])
def test_ogni_colonna_ha_un_titolo_suo(colonne):
    with pytest.raises(ErroreDocumento, match="titolo diverso"):
        cartella([], colonne)


def test_una_riga_di_altra_lunghezza_e_rifiutata():
    with pytest.raises(ErroreDocumento, match="riga 1: 1 celle, le colonne sono 4"):
        cartella([("x",)])


def test_una_cartella_senza_fogli_e_rifiutata():
    with pytest.raises(ErroreDocumento, match="non ha fogli"):
        Cartella(titolo="x").contenuto()
