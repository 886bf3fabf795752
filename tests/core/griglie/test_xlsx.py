"""I fogli di una cartella: valori salvati, percentuali come si vedono, giorni, celle unite, formule senza valore."""

import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from semproniano.core.griglie.base import GrigliaNonLeggibile, Unione
from semproniano.core.griglie.lettura import leggi_file
from tests.core.griglie.test_rifiuti import con_parti, foglio


def scritta(scrivi, *fogli: str) -> bytes:
    """A workbook written by XlsxWriter: `scrivi(libro, foglio)` fills the first sheet."""
    uscita = io.BytesIO()
    libro = xlsxwriter.Workbook(uscita)
    pagine = [libro.add_worksheet(nome) for nome in fogli or ("Foglio1",)]
    scrivi(libro, *pagine[:1])
    libro.close()
    return uscita.getvalue()


def letta(scrivi):
    return leggi_file("prova.xlsx", scritta(scrivi))


def prima_cella(valore, formato: str | None = None):
    def scrivi(libro, pagina):
        pagina.write(0, 0, valore, libro.add_format({"num_format": formato}) if formato else None)

    return letta(scrivi).righe[0].cella(0)


@pytest.mark.parametrize(
    ("valore", "formato", "atteso"),
    [
        (2, None, Decimal(2)),
        (33.33, None, Decimal("33.33")),
        (0.1 + 0.2, None, Decimal("0.3")),
        (195709122.61, "#,##0.00", Decimal("195709122.61")),
        ("002900000001", None, "002900000001"),
        ("2%", None, "2%"),
        (0.02, "0%", "2%"),
        (0.3333, "0%", "33,33%"),
        (0.07, "0.00%", "7%"),
        (2, 'General"%"', "2%"),
        (2, r"0\%", "2%"),
        (-0.5, "0%;-0%", "-50%"),
        (12, "00000", "00012"),
        (12.5, "00000", Decimal("12.5")),
        (44196, None, Decimal(44196)),
        (44196, "dd/mm/yyyy", datetime.date(2020, 12, 31)),
        (44196, 'dd" dicembre "yyyy', datetime.date(2020, 12, 31)),
        (44196.5, "dd/mm/yyyy hh:mm", "31/12/2020 12:00"),
        (0.5, "hh:mm", "12:00"),
        (1.5, "[h]:mm", Decimal("1.5")),
        (True, None, "VERO"),
        ("prima\r\nseconda", None, "prima\nseconda"),
    ],
)
def test_una_cella_si_legge_come_si_vede(valore, formato, atteso):
    letto = prima_cella(valore, formato)
    assert (type(letto), letto) == (type(atteso), atteso)


@given(st.decimals(0, 10**12, places=2))
@settings(max_examples=40)
def test_gli_euro_tornano_al_centesimo(importo):
    assert prima_cella(float(importo)) == importo


def test_il_giorno_che_il_calendario_non_ha_e_un_errore_detto_cella_per_cella():
    def scrivi(libro, pagina):
        pagina.write(0, 0, "n")
        pagina.write(4, 2, -5, libro.add_format({"num_format": "dd/mm/yyyy"}))
        pagina.write_formula(5, 1, "=1/0", None, "#DIV/0!")

    griglia = letta(scrivi)
    assert [(voce.cella, voce.messaggio[:28]) for voce in griglia.avvertenze] == [
        ("C5", "La cella contiene un errore "),
        ("B6", "La cella contiene un errore "),
    ]
    assert len(griglia.righe) == 1


def test_delle_formule_si_legge_il_valore_salvato():
    celle = (
        '<c r="A1"><f>SUM(B1:B9)</f><v>100</v></c><c r="B1" t="str"><f>""</f><v></v></c>'
        '<c r="C1" t="str"><f>"a"</f><v>ab</v></c>'
    )
    pagina = foglio(f'<row r="1">{celle}</row>')
    griglia = leggi_file("prova.xlsx", con_parti(scritta(lambda *_: None), xl__worksheets__sheet1_xml=pagina))
    assert griglia.righe[0].celle == (Decimal(100), "", "ab")
    assert not griglia.avvertenze


def test_le_formule_mai_calcolate_si_dicono_cella_per_cella():
    libro = openpyxl.Workbook()
    libro.active.append(["Peso", "=1+1"])
    libro.active.append(["Totale", 5, "=B1*2"])
    libro.save(uscita := io.BytesIO())
    griglia = leggi_file("prova.xlsx", uscita.getvalue())
    assert [voce.cella for voce in griglia.avvertenze] == ["B1", "C2"]
    assert "salvarlo" in griglia.avvertenze[0].messaggio
    assert griglia.righe[0].celle == ("Peso",)


def test_le_avvertenze_di_un_intero_foglio_non_sono_mille():
    libro = openpyxl.Workbook()
    for _ in range(200):
        libro.active.append(["a", "=1+1"])
    libro.save(uscita := io.BytesIO())
    avvertenze = leggi_file("prova.xlsx", uscita.getvalue()).avvertenze
    assert len(avvertenze) == 51
    assert "Altre 150 avvertenze" in avvertenze[-1].messaggio


def test_i_numeri_di_riga_sono_quelli_del_foglio():
    def scrivi(libro, pagina):
        pagina.write(3, 1, "N°")
        pagina.write(9, 1, 1)

    griglia = letta(scrivi)
    assert [(riga.numero, riga.celle) for riga in griglia.righe] == [(4, ("", "N°")), (10, ("", Decimal(1)))]


def test_le_celle_unite_si_riconoscono():
    def scrivi(libro, pagina):
        pagina.merge_range("A2:A4", "Obiettivo")
        pagina.merge_range("A1:C1", "Titolo")
        pagina.write_column("B2", ["uno", "due", "tre"])

    griglia = letta(scrivi)
    assert set(griglia.unioni) == {Unione(2, 4, 0, 0), Unione(1, 1, 0, 2)}
    titolo, prima, seconda, terza = griglia.righe
    assert griglia.coperta_da(seconda, 0) == griglia.coperta_da(terza, 0) == prima
    assert griglia.coperta_da(prima, 0) is griglia.coperta_da(titolo, 0) is griglia.coperta_da(seconda, 1) is None


def test_un_unione_grande_come_il_foglio_non_costa_nulla():
    unioni = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    righe = '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="B9"><v>2</v></c></row>'
    griglia = leggi_file(
        "prova.xlsx", con_parti(scritta(lambda *_: None), xl__worksheets__sheet1_xml=foglio(righe, unioni))
    )
    assert griglia.coperta_da(griglia.righe[1], 1) == griglia.righe[0]


def test_le_righe_nascoste_si_leggono_e_si_dice():
    def scrivi(libro, pagina):
        pagina.write_column(0, 0, ["a", "b", "c"])
        pagina.set_row(1, None, None, {"hidden": True})

    griglia = letta(scrivi)
    assert len(griglia.righe) == 3
    assert "Righe nascoste nel foglio: 1" in griglia.avvertenze[0].messaggio


def test_le_celle_formattate_e_vuote_fino_in_fondo_non_contano():
    def scrivi(libro, pagina):
        grassetto = libro.add_format({"bold": True})
        pagina.write(0, 0, "n")
        for riga in range(1, 3000):
            pagina.write_blank(riga, 200, None, grassetto)
        pagina.write_blank(1_048_575, 300, None, grassetto)

    griglia = letta(scrivi)
    assert (len(griglia.righe), griglia.larghezza) == (1, 1)


# --- sheets --------------------------------------------------------------------------------------


def cartella_con_fogli() -> bytes:
    libro = openpyxl.Workbook()
    libro.active.title = "Copertina"
    libro.create_sheet("Nascosto").append(["segreto"])
    libro["Nascosto"].sheet_state = "hidden"
    libro.create_sheet("2019").append(["diciannove"])
    libro.create_sheet("2020").append(["venti"])
    libro.save(uscita := io.BytesIO())
    return uscita.getvalue()


def test_senza_scelta_il_primo_foglio_che_ha_dati():
    griglia = leggi_file("prova.xlsx", cartella_con_fogli())
    assert (griglia.foglio, griglia.fogli) == ("2019", ("Copertina", "2019", "2020"))


def test_si_sceglie_il_foglio_per_nome_o_con_una_preferenza():
    assert leggi_file("prova.xlsx", cartella_con_fogli(), foglio="2020").righe[0].celle == ("venti",)
    preferito = leggi_file("prova.xlsx", cartella_con_fogli(), preferenza=lambda griglia: griglia.foglio == "2020")
    assert preferito.foglio == "2020"


@pytest.mark.parametrize("nome", ["2021", "Nascosto"])
def test_il_foglio_che_non_ce(nome):
    with pytest.raises(GrigliaNonLeggibile, match=f"non ha un foglio «{nome}»: scegliere tra «Copertina», «2019»"):
        leggi_file("prova.xlsx", cartella_con_fogli(), foglio=nome)


def test_il_foglio_vuoto_si_dice():
    with pytest.raises(GrigliaNonLeggibile, match=r"«Copertina» di «prova\.xlsx» è vuoto"):
        leggi_file("prova.xlsx", cartella_con_fogli(), foglio="Copertina")


def test_le_date_di_una_cartella_del_vecchio_mac():
    def scrivi(libro, pagina):
        pagina.write(0, 0, 42734, libro.add_format({"num_format": "dd/mm/yyyy"}))

    uscita = io.BytesIO()
    libro = xlsxwriter.Workbook(uscita, {"date_1904": True})
    scrivi(libro, libro.add_worksheet())
    libro.close()
    assert leggi_file("prova.xlsx", uscita.getvalue()).righe[0].celle == (datetime.date(2020, 12, 31),)
