"""Le tabelle in un testo: quello che gli appunti danno da Excel e da Word, e i CSV di ogni programma."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semproniano.core.griglie.base import GrigliaNonLeggibile, Limiti
from semproniano.core.griglie.lettura import leggi_file
from semproniano.core.griglie.testo import leggi_incollato

# What a cell may hold after a clipboard: no control characters, and line feeds only.
TESTI = st.text(
    alphabet=st.one_of(
        st.sampled_from("\t\n\"';,|= àèì€"),
        st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="\u2028\u2029\ufeff"),
    ),
    max_size=12,
)


def celle(griglia) -> list[tuple]:
    return [riga.celle for riga in griglia.righe]


def lette(testo: str) -> list[tuple]:
    return celle(leggi_incollato(testo))


def csv_letto(contenuto: bytes) -> list[tuple]:
    return celle(leggi_file("prova.csv", contenuto))


# --- what Excel puts on the clipboard ------------------------------------------------------------


@st.composite
def tabelle(draw):
    larghezza = draw(st.integers(2, 5))
    return draw(st.lists(st.lists(TESTI, min_size=larghezza, max_size=larghezza), min_size=1, max_size=6))


def con_qualcosa(tabella) -> list[tuple]:
    return [tuple(riga) for riga in tabella if any(cella.strip() for cella in riga)]


def senza_apostrofo_di_formula(tabella) -> bool:
    return not any(
        cella[:1] == "'" and cella[1:2] in "=+-@\t\r" for riga in tabella for cella in riga if len(cella) > 1
    )


@given(tabelle().filter(con_qualcosa).filter(senza_apostrofo_di_formula))
def test_ogni_tabella_scritta_con_le_virgolette_di_excel_si_rilegge_uguale(tabella):
    uscita = io.StringIO()
    csv.writer(uscita, dialect="excel-tab").writerows(tabella)
    assert lette(uscita.getvalue()) == con_qualcosa(tabella)


def come_excel(cella: str) -> str:
    """Excel's clipboard: quotes only around tabs and line feeds; other quotes are left as they are."""
    return '"' + cella.replace('"', '""') + '"' if "\n" in cella or "\t" in cella else cella


@given(
    tabelle()
    .filter(con_qualcosa)
    .filter(senza_apostrofo_di_formula)
    .filter(lambda tabella: not any(cella.startswith('"') for riga in tabella for cella in riga))
)
def test_e_anche_con_le_virgolette_solo_dove_ce_un_a_capo(tabella):
    testo = "\r\n".join("\t".join(map(come_excel, riga)) for riga in tabella)
    assert lette(testo) == con_qualcosa(tabella)


def test_celle_su_piu_linee_e_virgolette_raddoppiate():
    testo = '1\t"Prima linea\r\nSeconda ""linea"""\t5\r\n2\tUna sola\t95\r\n'
    assert lette(testo) == [("1", 'Prima linea\nSeconda "linea"', "5"), ("2", "Una sola", "95")]


@pytest.mark.parametrize(
    "cella",
    [
        '"Piano Triennale" delle opere',
        'presenti nel "Piano Triennale".',
        '"Piano Triennale"',
        'un " solo',
        '"non chiuse',
    ],
)
def test_le_virgolette_del_testo_restano(cella):
    assert lette(f"1\t{cella}\t60\n2\tAltro\t40") == [("1", cella, "60"), ("2", "Altro", "40")]


def test_la_virgoletta_che_non_si_chiude_non_inghiotte_le_righe_dopo():
    righe = "".join(f'{numero}\t"Obiettivo {numero}\t5\n' for numero in range(1, 400))
    assert len(leggi_incollato(righe).righe) == 399


def test_l_a_capo_dentro_un_paragrafo_di_word_resta_nella_cella():
    assert lette("1\tPrima\x0bseconda\t5") == [("1", "Prima\nseconda", "5")]


def test_le_righe_vuote_non_ci_sono_ma_contano_nel_numero():
    griglia = leggi_incollato("Titolo\t\n\n\t\nN°\tDescrizione\n")
    assert [riga.numero for riga in griglia.righe] == [1, 4]


def test_i_caratteri_di_controllo_spariscono():
    assert lette("1\tcon\x00 qual\x07cosa") == [("1", "con qualcosa")]


def test_l_apostrofo_davanti_a_quello_che_sembra_una_formula_si_toglie():
    assert csv_letto(b"n;testo\n1;'=somma\n2;'-5\n3;'ndrangheta\n") == [
        ("n", "testo"),
        ("1", "=somma"),
        ("2", "-5"),
        ("3", "'ndrangheta"),
    ]


# --- delimiters ----------------------------------------------------------------------------------


@pytest.mark.parametrize("delimitatore", [";", ",", "\t", "|"])
def test_il_delimitatore_si_trova_da_se(delimitatore):
    righe = [["n", "descrizione", "peso"], ["1", 'con "virgolette"; e, virgole', "5,5"], ["2", "a\ncapo", "94,5"]]
    uscita = io.StringIO()
    csv.writer(uscita, delimiter=delimitatore).writerows(righe)
    assert csv_letto(uscita.getvalue().encode()) == [tuple(riga) for riga in righe]


def test_le_virgole_dei_testi_non_sono_un_delimitatore():
    testo = "Descrizione\nCoordinamento, controllo, verifica\nAltro testo\nUn terzo, con virgola\n"
    assert all(len(riga) == 1 for riga in lette(testo))


def test_il_titolo_sopra_la_tabella_non_confonde():
    testo = "Comune di Esempio\nPiano, anno 2020\nn;descrizione;peso\n1;Primo, con virgola;50\n2;Secondo;50\n"
    assert csv_letto(testo.encode())[2:] == [
        ("n", "descrizione", "peso"),
        ("1", "Primo, con virgola", "50"),
        ("2", "Secondo", "50"),
    ]


def test_il_suggerimento_di_excel_vale():
    griglia = leggi_file("prova.csv", b"sep=,\r\nn,testo\r\n1,a;b\r\n")
    assert celle(griglia) == [("n", "testo"), ("1", "a;b")]
    assert [riga.numero for riga in griglia.righe] == [2, 3]


# --- encodings -----------------------------------------------------------------------------------


@pytest.mark.parametrize("codifica", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_le_codifiche_delle_lettere_accentate(codifica):
    testo = "n;descrizione\r\n1;Attività più «utili» – € 5\r\n"
    assert csv_letto(testo.encode(codifica)) == [("n", "descrizione"), ("1", "Attività più «utili» – € 5")]


def test_la_codifica_di_windows_si_dice():
    [avvertenza] = leggi_file("prova.csv", "n;però\n1;è\n".encode("cp1252")).avvertenze
    assert "codifica di Windows" in avvertenza.messaggio
    assert not leggi_file("prova.csv", "n;però\n1;è\n".encode()).avvertenze


@pytest.mark.parametrize("rovinato", ["attivitÃ\xa0", "attivit\ufffd"])
def test_le_lettere_gia_rovinate_si_dicono(rovinato):
    [avvertenza] = leggi_incollato(f"n\t{rovinato}").avvertenze
    assert "rovinate" in avvertenza.messaggio


# --- limits --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("testo", "limiti", "parole"),
    [
        ("", Limiti(), "nessuna riga"),
        (" \t\n\n\t", Limiti(), "nessuna riga"),
        ("a\tb\n" * 11, Limiti(righe=10), "più di 10 righe"),
        ("\t".join("x" * 30), Limiti(colonne=20), "30 colonne"),
        ("a\tb\n" * 11, Limiti(celle=20), "più di 20 celle"),
        ("a\t" + "b" * 40_000, Limiti(), "cella B1 ha 40.000 caratteri"),
        ("a" * 101, Limiti(byte=100), "101 caratteri"),
    ],
)
def test_i_limiti_si_dicono_in_parole(testo, limiti, parole):
    with pytest.raises(GrigliaNonLeggibile, match=parole):
        leggi_incollato(testo, limiti=limiti)
