"""Numeri e date come li scrive un ufficio."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semproniano.core.calendario import DataInesistente, data_da_seriale, leggi_data
from semproniano.core.numeri import NumeroNonLeggibile, in_italiano, leggi_numero


@pytest.mark.parametrize(
    ("testo", "numero"),
    [
        ("5", "5"),
        (" 33,33 ", "33.33"),
        ("33.33", "33.33"),
        ("1.061", "1061"),
        ("1.234.567,89", "1234567.89"),
        ("1234567.89", "1234567.89"),
        ("1234567,89", "1234567.89"),
        ("0.125", "0.125"),
        ("+5", "5"),
        ("-5,5", "-5.5"),
        ("−5", "-5"),
        ("5-", "-5"),
        ("(1.234,00)", "-1234"),
        ("€ 1.234,50", "1234.5"),
        ("1 234,50 €", "1234.5"),
        ("EUR 12", "12"),
        ("007", "7"),
    ],
)
def test_i_numeri_che_si_capiscono(testo, numero):
    assert leggi_numero(testo) == Decimal(numero)


@pytest.mark.parametrize(
    "testo",
    [
        "",
        "dieci",
        "1234.567",
        "1.23.456",
        "1,234.56",
        "5,",
        ",5",
        "5,5,5",
        "--5",
        "()",
        "٣",
        "1e5",
        "NaN",
        "9" * 21,
        "€",
    ],
)
def test_i_numeri_che_non_si_capiscono(testo):
    with pytest.raises(NumeroNonLeggibile):
        leggi_numero(testo)


@given(st.decimals(-(10**15), 10**15, places=2))
def test_un_importo_scritto_in_italiano_si_rilegge(importo):
    con_punti = f"{importo:,.2f}".translate(str.maketrans(",.", ".,"))
    assert leggi_numero(con_punti) == leggi_numero(in_italiano(importo)) == importo


@pytest.mark.parametrize(
    "testo",
    [
        "31/12/2020",
        "31.12.2020",
        "31-12-2020",
        "31/12/20",
        " 31 / 12 / 2020 ",
        "2020-12-31",
        "2020-12-31 00:00:00",
        "31 dicembre 2020",
        "31 Dicembre 2020",
    ],
)
def test_le_date_che_si_capiscono(testo):
    assert leggi_data(testo) == datetime.date(2020, 12, 31)


@pytest.mark.parametrize(
    "testo", ["", "dicembre 2020", "Termine approvazione bilancio", "2020", "31/12", "31/12/2020 e oltre"]
)
def test_quello_che_non_e_una_data(testo):
    assert leggi_data(testo) is None


@pytest.mark.parametrize("testo", ["31/02/2020", "1/13/2020", "0/1/2020", "31 febbraio 2020", "1/1/0000"])
def test_i_giorni_che_non_esistono(testo):
    with pytest.raises(DataInesistente, match="non esiste"):
        leggi_data(testo)


def test_due_cifre_per_l_anno_sono_di_questo_secolo():
    assert leggi_data("1/1/20").year == 2020
    assert leggi_data("1/1/99").year == 2099


@pytest.mark.parametrize(
    ("seriale", "data"),
    [("44196", datetime.date(2020, 12, 31)), ("2020", None), ("44196.5", None), ("1E+300", None), ("-1", None)],
)
def test_i_giorni_contati_da_excel(seriale, data):
    assert data_da_seriale(Decimal(seriale)) == data
