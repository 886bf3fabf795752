"""The difference between two texts, word by word, and between two lists of rows."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semproniano.core.differenze import (
    Campo,
    CampoCambiato,
    Segno,
    appaia,
    appaia_simili,
    campi_cambiati,
    confronta_testi,
    spostate,
)


def scritta(prima: str, dopo: str) -> str:
    segni = {Segno.UGUALE: "{}", Segno.TOLTO: "[-{}-]", Segno.AGGIUNTO: "[+{}+]"}
    return "".join(segni[pezzo.segno].format(pezzo.testo) for pezzo in confronta_testi(prima, dopo))


@pytest.mark.parametrize(
    ("prima", "dopo", "atteso"),
    [
        ("uguale", "uguale", "uguale"),
        ("", "tutto nuovo", "[+tutto nuovo+]"),
        ("tutto via", "", "[-tutto via-]"),
        ("Entro il 30 giugno", "Entro il 31 luglio", "Entro il [-30 giugno-][+31 luglio+]"),
        ("almeno il 70% di feedback", "almeno l'80% di feedback", "almeno [-il 70-][+l'80+]% di feedback"),
        ("a b c", "a x b c", "a [+x +]b c"),
        ("Report annuale.", "Report annuale", "Report annuale[-.-]"),
    ],
)
def test_la_differenza_e_parola_per_parola(prima, dopo, atteso):
    assert scritta(prima, dopo) == atteso


@given(st.text(alphabet="ab .\n", max_size=40), st.text(alphabet="ab .\n", max_size=40))
def test_dai_segmenti_si_ricostruiscono_i_due_testi(prima, dopo):
    segmenti = confronta_testi(prima, dopo)

    assert "".join(pezzo.testo for pezzo in segmenti if pezzo.segno is not Segno.AGGIUNTO) == prima
    assert "".join(pezzo.testo for pezzo in segmenti if pezzo.segno is not Segno.TOLTO) == dopo


@pytest.mark.parametrize("parola", ["a", "di"])
def test_un_testo_smisurato_non_ferma_la_pagina(parola):
    """Cells of 30.000 letters, made to be slow: always the same word, with some different ones in between."""
    prima = " ".join([parola] * 6000 + [f"x{n}" for n in range(2000)])
    dopo = " ".join([f"y{n}" for n in range(2000)] + [parola] * 6000)
    inizio = time.perf_counter()

    assert confronta_testi(prima, dopo)
    assert time.perf_counter() - inizio < 5


def test_cambiano_solo_i_campi_con_un_altro_testo():
    class Riga:
        def __init__(self, nome, peso):
            self.nome, self.peso = nome, peso

    campi = [Campo("nome", "Nome"), Campo("peso", "Peso", lambda peso: f"{peso}%")]

    assert list(campi_cambiati(campi, Riga("uno", 5), Riga("uno", 7))) == [CampoCambiato("peso", "Peso", "5%", "7%")]
    assert list(campi_cambiati(campi, None, Riga("due", None))) == [CampoCambiato("nome", "Nome", "", "due")]


def test_le_righe_con_una_chiave_si_appaiano():
    assert list(appaia("abc", "cxa", lambda voce: voce)) == [
        ("c", "c", "c"),
        ("x", None, "x"),
        ("a", "a", "a"),
        ("b", "b", None),
    ]


def test_le_righe_senza_chiave_si_appaiano_intorno_a_quelle_uguali():
    prima, dopo = [("uno", 1), ("due", 2), ("tre", 3)], [("zero", 0), ("uno", 1), ("due", 22), ("quattro", 3)]

    assert list(appaia_simili(prima, dopo, lambda riga: riga[0])) == [(None, 0), (1, 2), (2, 3)]


@pytest.mark.parametrize(
    ("prima", "dopo", "mosse"),
    [
        ("abcd", "abcd", ""),
        ("abcd", "bcda", "a"),
        ("abcd", "dabc", "d"),
        ("abcd", "acd", ""),  # one went: nobody has moved
        ("abcd", "xabcd", ""),
        ("abcd", "badc", "ac"),
        ("", "ab", ""),
    ],
)
def test_si_sposta_il_minor_numero_di_righe(prima, dopo, mosse):
    trovate = spostate(prima, dopo)

    assert len(trovate) == len(mosse)
    if len(mosse) == 1:
        assert trovate == {mosse}
