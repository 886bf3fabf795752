"""I dati aperti: CSV per gli uffici, JSON con una sola forma."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semproniano.core.documenti.csv import csv_bytes
from semproniano.core.documenti.errori import ErroreDocumento
from semproniano.core.documenti.json import impronta, json_canonico


def test_il_csv_byte_per_byte():
    contenuto = csv_bytes(
        ["Obiettivo", "Peso", "Scadenza", "Trasversale"],
        [
            ["Città; “pulita”", Decimal("33.30"), date(2020, 12, 31), True],
            ['due\nrighe e "virgolette"', 2.5, None, False],
            ["meno", Decimal("-1"), Decimal("1E+2"), 7],
        ],
    )
    assert contenuto == (
        b"\xef\xbb\xbfObiettivo;Peso;Scadenza;Trasversale\r\n"
        b'"Citt\xc3\xa0; \xe2\x80\x9cpulita\xe2\x80\x9d";33,30;2020-12-31;s\xc3\xac\r\n'
        b'"due\nrighe e ""virgolette""";2,5;;no\r\n'
        b"meno;-1;100;7\r\n"
    )


@pytest.mark.parametrize("testo", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_un_testo_non_diventa_formula(testo):
    intestazioni = csv_bytes([testo], []).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(intestazioni, newline=""), delimiter=";")) == [f"'{testo}"]
    righe = csv_bytes(["x"], [[testo]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(righe, newline=""), delimiter=";"))[1] == [f"'{testo}"]


def test_i_controlli_e_i_mezzi_segni_spariscono():
    assert csv_bytes(["x"], [["a\x00b\x0b\ud800c"]]) == b"\xef\xbb\xbfx\r\nabc\r\n"
    # What was hidden behind a control character is looked at afterwards.
    assert csv_bytes(["x"], [["\x00=1"]]) == b"\xef\xbb\xbfx\r\n'=1\r\n"


def test_una_riga_di_altra_lunghezza_e_rifiutata():
    with pytest.raises(ErroreDocumento, match="La riga 2 ha 1 celle, le colonne sono 2"):
        csv_bytes(["a", "b"], [["1", "2"], ["3"]])


@given(st.lists(st.lists(st.text(), min_size=3, max_size=3), max_size=5))
def test_qualunque_testo_si_rilegge_e_nessuno_e_una_formula(righe):
    contenuto = csv_bytes(["a", "b", "c"], righe)
    lette = list(csv.reader(io.StringIO(contenuto.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(lette) == len(righe) + 1
    assert all(len(riga) == 3 for riga in lette)
    assert not any(cella.startswith(("=", "+", "-", "@", "\t", "\r")) for riga in lette for cella in riga)


def test_il_json_ha_una_forma_sola():
    uno = {"peso": Decimal("33.30"), "anno": 2020, "il": date(2020, 12, 31), "è": "Città ≥ 95", "vuoto": None}
    due = dict(reversed(uno.items()))
    atteso = '{"anno":2020,"il":"2020-12-31","peso":"33.30","vuoto":null,"è":"Città ≥ 95"}'
    assert json_canonico(uno) == json_canonico(due) == atteso.encode()


def test_un_momento_si_scrive_con_il_suo_fuso():
    assert json_canonico([datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)]) == b'["2020-01-02T03:04:05Z"]'


valori = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(),
    lambda figli: st.lists(figli, max_size=4) | st.dictionaries(st.text(), figli, max_size=4),
    max_leaves=20,
)


@given(valori)
def test_il_json_si_rilegge_uguale(dati):
    contenuto = json_canonico(dati)
    assert json.loads(contenuto) == dati
    assert json_canonico(json.loads(contenuto)) == contenuto


@pytest.mark.parametrize("dati", [object(), {"x": {object()}}, "\ud800"])
def test_cio_che_json_non_tiene_e_rifiutato(dati):
    with pytest.raises(ErroreDocumento, match="non si possono scrivere in JSON"):
        json_canonico(dati)


def test_l_impronta_e_lo_sha256():
    assert impronta(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
