"""Le colonne per nome: intestazioni dove capita, sinonimi, colonne spostate, scelte a mano, righe di totale."""

import datetime
from decimal import Decimal

import pytest

from semproniano.core.griglie.base import Griglia, Riga, Unione
from semproniano.core.griglie.colonne import Campo, mappa_colonne, normalizza, sembra_totale
from semproniano.core.griglie.ricomposizione import ricomponi
from semproniano.core.griglie.testo import leggi_incollato


def e_intero(valore) -> bool:
    return isinstance(valore, Decimal) or (isinstance(valore, str) and valore.strip().isdecimal())


def e_giorno(valore) -> bool:
    return isinstance(valore, datetime.date) or (isinstance(valore, str) and valore.count("/") == 2)


CAMPI = (
    Campo("numero", "Numero", nomi=("n", "no", "numero"), riconosce=e_intero),
    Campo("testo", "Testo", nomi=("obiettivo",), inizi=("descrizione",), e_obbligatorio=True),
    Campo("peso", "Peso", nomi=("peso",), inizi=("peso dell",), riconosce=e_intero),
    Campo("quando", "Quando", inizi=("data", "data fine"), riconosce=e_giorno),
)
TESTA = ("N°", "Descrizione obiettivi", "Peso %", "Data fine attesa")


def griglia_di(*righe: tuple, unioni: tuple = (), prima: int = 1) -> Griglia:
    return Griglia(righe=tuple(Riga(numero, riga) for numero, riga in enumerate(righe, start=prima)), unioni=unioni)


@pytest.mark.parametrize(
    ("scritto", "atteso"),
    [
        ("N°", "n"),
        ("Nº", "no"),
        ("N.", "n"),
        ("Peso %", "peso"),
        ("  Priorità\n(1–5) ", "priorita 1 5"),
        ("valori_attesi", "valori attesi"),
        ("DATA  FINE\xa0ATTESA", "data fine attesa"),
        ("°%", ""),
    ],
)
def test_le_intestazioni_si_confrontano_senza_maiuscole_accenti_e_segni(scritto, atteso):
    assert normalizza(scritto) == atteso


def test_le_colonne_si_trovano_in_qualunque_ordine_e_le_sconosciute_si_dicono():
    mappa = mappa_colonne(griglia_di(("Data fine", "Note", "PESO", "Obiettivo", "Nr"), ("", "", "5", "a")), CAMPI)
    assert mappa.colonne == {"quando": 0, "peso": 2, "testo": 3}
    assert [mappa.titolo_di(colonna) for colonna in mappa.sconosciute] == ["Note", "Nr"]
    assert (mappa.prima, mappa.righe_titoli, mappa.mancanti) == (1, (1,), ())


def test_le_intestazioni_non_sono_sempre_sulla_prima_riga():
    griglia = griglia_di(("Comune di Esempio",), ("Area", "Contabile"), TESTA, ("1", "Primo", "5"), prima=7)
    mappa = mappa_colonne(griglia, CAMPI)
    assert (mappa.prima, mappa.righe_titoli) == (3, (9,))


def test_il_nome_intero_vince_su_quello_che_comincia_uguale():
    mappa = mappa_colonne(griglia_di(("Peso dell'indicatore", "Peso", "Obiettivo", "N")), CAMPI)
    assert mappa.colonne["peso"] == 1


def test_un_testo_lungo_che_comincia_come_un_intestazione_e_un_contenuto():
    lungo = "Descrizione di quello che si fa, " * 5
    assert mappa_colonne(griglia_di(("N°", lungo, "peso", "data")), CAMPI).colonne.keys() == {
        "numero",
        "peso",
        "quando",
    }


def test_le_intestazioni_su_due_righe_con_le_celle_unite():
    campi = (
        *CAMPI[:3],
        Campo("primo", "Primo anno", nomi=("previsione 2020",)),
        Campo("secondo", "Secondo anno", nomi=("previsione 2021",)),
    )
    griglia = griglia_di(
        ("N°", "Obiettivo", "Peso", "Previsione"),
        ("", "", "", Decimal(2020), Decimal(2021)),
        (Decimal(1), "Primo", Decimal(5), Decimal(10), Decimal(20)),
        unioni=(Unione(1, 1, 3, 4),),
    )
    mappa = mappa_colonne(griglia, campi)
    assert mappa.colonne == {"numero": 0, "testo": 1, "peso": 2, "primo": 3, "secondo": 4}
    assert (mappa.prima, mappa.righe_titoli) == (2, (1, 2))


def test_la_scelta_a_mano_vince():
    griglia = griglia_di(("N°", "Descrizione", "Peso", "Note", "Data"), ("1", "a", "5", "b", "31/12/2020"))
    mappa = mappa_colonne(griglia, CAMPI, a_mano={3: "testo", 4: ""})
    assert mappa.colonne == {"numero": 0, "peso": 2, "testo": 3}
    assert mappa.sconosciute == (1, 4)


def test_intestazioni_mai_viste_si_abbinano_a_mano():
    griglia = griglia_di(("Progressivo", "Che cosa", "Quanto"), ("1", "Primo", "5"))
    mappa = mappa_colonne(griglia, CAMPI)
    assert (mappa.colonne, mappa.sconosciute, mappa.prima) == ({}, (0, 1, 2), 1)
    assert [campo.nome for campo in mappa.mancanti] == ["testo"]
    a_mano = mappa_colonne(griglia, CAMPI, a_mano={1: "testo", 2: "peso"})
    assert a_mano.valori(griglia.righe[1]) == {"testo": "Primo", "peso": "5"}


def test_senza_intestazioni_vale_l_ordine_di_sempre():
    ordine = ("numero", "testo", "peso", "quando")
    griglia = griglia_di(("1", "Primo", "40", "31/12/2020"), ("2", "Secondo", "60", "fine anno"))
    mappa = mappa_colonne(griglia, CAMPI, ordine=ordine)
    assert mappa.e_indovinata
    assert (mappa.colonne, mappa.prima) == ({"numero": 0, "testo": 1, "peso": 2, "quando": 3}, 0)
    assert mappa.titolo("peso") == "colonna C"
    altra = griglia_di(("31/12/2020", "40", "Primo", "1"), ("fine anno", "60", "Secondo", "2"))
    assert not mappa_colonne(altra, CAMPI, ordine=ordine).colonne


def test_la_riga_spostata_di_una_colonna_si_legge_dove_sta():
    griglia = griglia_di(TESTA, ("1", "Primo", "5", "31/12/2020"), ("", "2", "Secondo", "95", "31/12/2020"))
    mappa = mappa_colonne(griglia, CAMPI)
    assert mappa.valori(griglia.righe[2]) == {"numero": "2", "testo": "Secondo", "peso": "95", "quando": "31/12/2020"}
    griglia = griglia_di(("", *TESTA), ("1", "Primo", "5", "31/12/2020"))
    mappa = mappa_colonne(griglia, CAMPI)
    assert mappa.valori(griglia.righe[1])["testo"] == "Primo"


def test_un_valore_sbagliato_non_sposta_la_riga():
    griglia = griglia_di(TESTA, ("1", "Primo", "dieci", "31/12/2020"))
    mappa = mappa_colonne(griglia, CAMPI)
    assert mappa.valori(griglia.righe[1])["peso"] == "dieci"


def test_le_intestazioni_ripetute_a_ogni_pagina_e_quelle_in_altro_ordine():
    griglia = griglia_di(TESTA, ("1", "Primo", "5"), TESTA, ("Peso", "Obiettivo", "N°"))
    mappa = mappa_colonne(griglia, CAMPI)
    assert [mappa.e_di_titoli(riga) for riga in griglia.righe] == [True, False, True, True]
    assert mappa.con_titoli(griglia.righe[2]) is mappa
    assert mappa.con_titoli(Riga(9, ("Peso", "N°", "Data"))) is mappa
    assert mappa.con_titoli(griglia.righe[3]).colonne == {"peso": 0, "testo": 1, "numero": 2}
    assert mappa_colonne(griglia, CAMPI, a_mano={1: "testo"}).con_titoli(griglia.righe[3]).colonne["testo"] == 1


@pytest.mark.parametrize(
    ("testo", "atteso"),
    [
        ("Totale", True),
        ("TOTALE GENERALE", True),
        ("Subtotale missione 01", True),
        ("Totale titolo 1 – Entrate correnti di natura tributaria, contributiva e perequativa", True),
        ("Totale revisione del regolamento, con incontri nelle frazioni e un testo scritto per i cittadini", False),
        ("Sommano", True),
        ("A riportare", True),
        ("Totalmente nuovo", False),
        ("Sommario", False),
        ("Riduzione totale", False),
        (Decimal(100), False),
    ],
)
def test_le_righe_di_totale(testo, atteso):
    assert sembra_totale(testo) is atteso


# --- rows broken by the clipboard ----------------------------------------------------------------


def ricomposte(testo: str) -> list[tuple]:
    return [riga.celle for riga in ricomponi(leggi_incollato(testo), CAMPI).righe]


def test_word_spezza_le_righe_ai_paragrafi_delle_celle():
    testo = (
        "N°\tDescrizione\nobiettivi\tPeso %\tData fine\nattesa\n"
        "1\tPrimo paragrafo.\n\nSecondo paragrafo.\t40\t31/12/2020\n"
        "2\tUno solo\t60\tEntro il 31/12/2020\ne non dopo\n"
        "Dipendenti coinvolti: nessuno\n"
    )
    assert ricomposte(testo) == [
        ("N°", "Descrizione\nobiettivi", "Peso %", "Data fine\nattesa"),
        ("1", "Primo paragrafo.\nSecondo paragrafo.", "40", "31/12/2020"),
        ("2", "Uno solo", "60", "Entro il 31/12/2020\ne non dopo"),
        ("Dipendenti coinvolti: nessuno",),
    ]


def test_le_righe_intere_e_i_titoli_restano_come_sono():
    testo = "Area contabile\nMissione\tServizi\nN°\tDescrizione\tPeso\tData\n1\tPrimo\t5\t\n\tsenza numero\t95\t\n"
    griglia = leggi_incollato(testo)
    assert ricomponi(griglia, CAMPI) is griglia


def test_pezzi_che_non_fanno_una_riga_restano_come_sono():
    testo = "N°\tDescrizione\tPeso\tData\n1\tPrimo\n2\tSecondo\tx\ty\tz\n3\tTerzo\t5\t31/12/2020\n"
    assert ricomposte(testo)[1:] == [("1", "Primo"), ("2", "Secondo", "x", "y", "z"), ("3", "Terzo", "5", "31/12/2020")]


def test_le_righe_a_cui_mancano_le_ultime_celle_non_si_uniscono():
    testo = "N°\tDescrizione\tPeso\tData\n1\tPrimo\n2\tSecondo\n3\tTerzo\n4\tQuarto\t5\n"
    assert ricomposte(testo)[1:] == [("1", "Primo"), ("2", "Secondo"), ("3", "Terzo"), ("4", "Quarto", "5")]


def test_una_riga_non_entra_nei_titoli_nemmeno_se_dice_il_nome_di_una_colonna():
    griglia = leggi_incollato("N°\tDescrizione\tPeso\tMai vista\n1\tPrimo\t5\tData fine\n2\tSecondo\t95\tAltro\n")
    assert ricomponi(griglia, CAMPI) is griglia


def test_una_cella_per_linea():
    testo = (
        "Area contabile\nN°\nDescrizione obiettivi\nPeso %\nData fine attesa\n"
        "1\nPrimo\n40\n31/12/2020\n"
        "2\nSecondo\nsu due linee\n60\n31/12/2020\n"
        "Dipendenti coinvolti: nessuno\n"
    )
    assert ricomposte(testo) == [
        ("Area contabile",),
        TESTA,
        ("1", "Primo", "40", "31/12/2020"),
        ("2", "Secondo\nsu due linee", "60", "31/12/2020"),
        ("Dipendenti coinvolti: nessuno",),
    ]


def test_la_ricomposizione_si_dice():
    griglia = ricomponi(leggi_incollato("N°\tDescrizione\tPeso\tData\n1\tPrimo\nsegue\t5\t31/12/2020\n"), CAMPI)
    assert "ricomposte" in griglia.avvertenze[-1].messaggio


def test_migliaia_di_pezzi_non_costano_il_quadrato():
    testo = "N°\tDescrizione\tPeso\tData\n1\tPrimo\n" + "pezzo di testo\n" * 40_000
    assert len(ricomposte(testo)) > 39_000
