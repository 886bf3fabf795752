"""What is wrong in a PEG: each row says what, the others enter; and whatever the file, the page does not break."""

import random
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as ipotesi
from hypothesis import strategies as st

from piani.importers.liste import carica_liste
from piani.importers.peg.lettura import leggi_peg
from piani.models import Capitolo, Programma
from piani.selectors import piani_completi
from piani.services.peg.importazione import importa_peg
from semproniano.core.griglie.base import GrigliaNonLeggibile
from tests import factories
from tests.peg import ENTRATA, SPESA, TITOLI, csv_di, letto, tabella, xlsx_di

pytestmark = pytest.mark.django_db
DATI = Path(__file__).parent / "dati/peg"
# The fixtures of a test are the same for all of its examples: rows are read, or written in the same place.
STESSO_PIANO = ipotesi(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)


@pytest.fixture
def piano(settings, ente):
    carica_liste(settings.BASE_DIR / "fixtures" / "liste")
    return factories.PianoFactory(ente=ente, anno_inizio=2025, anno_fine=2027)


@pytest.mark.parametrize(
    ("riga", "colonna", "messaggio"),
    [
        ({**SPESA, "Missione": "77"}, "Missione", "La missione 77 non è nell'elenco del 2025."),
        ({**SPESA, "Missione": "tre"}, "Missione", "«tre» non è un codice di missione."),
        ({**SPESA, "Programma": "99"}, "Programma", "Il programma 0199 non è nell'elenco del 2025."),
        (
            {**SPESA, "Programma": "0401"},
            "Programma",
            "Il programma 0401 non è della missione 01: è della missione 04.",
        ),
        ({**SPESA, "Titolo": "9"}, "Titolo", "Il titolo 9 della spesa non è nell'elenco del 2025."),
        (
            {**SPESA, "Titolo": "2"},
            "Macroaggregato",
            "Il macroaggregato 103 non è del titolo 2: è del titolo 1.",
        ),
        ({**SPESA, "Macroaggregato": "199"}, "Macroaggregato", "Il macroaggregato 199 non è nell'elenco del 2025."),
        (
            {**ENTRATA, "Tipologia": "1.101"},
            "Tipologia",
            "La tipologia 1.101 non è del titolo 3: è del titolo 1.",
        ),
        (
            {**ENTRATA, "Tipologia": "105"},
            "Tipologia",
            "La tipologia 3.105 non è nell'elenco del 2025. Una tipologia 105 c'è nel titolo 2.",
        ),
        (
            {**SPESA, "Previsione 2026": "-1,00"},
            "Previsione 2026",
            "L'importo è negativo: nel PEG gli importi non hanno segno.",
        ),
        (
            {**SPESA, "Cassa 2025": "mille"},
            "Cassa 2025",
            "«mille» non è un numero: scriverlo con la virgola per i decimali, come 33,33.",
        ),
        (
            {**SPESA, "Previsione 2025": "10,123"},
            "Previsione 2025",
            "«10,123» ha più di due decimali: l'importo va scritto con i centesimi.",
        ),
        ({**SPESA, "Denominazione": ""}, "Denominazione", "Manca la denominazione."),
        ({**SPESA, "Capitolo": ""}, "Capitolo", "Manca il numero del capitolo."),
        ({**SPESA, "Capitolo": "9" * 31}, "Capitolo", f"«{'9' * 31}…» ha più di 30 caratteri."),
    ],
)
def test_la_riga_che_non_va_si_rifiuta_col_suo_numero_e_le_altre_entrano(piano, riga, colonna, messaggio):
    peg = letto(piano, {**SPESA, "Capitolo": "000001"}, riga)

    assert [(nota.riga, nota.colonna, nota.messaggio) for nota in peg.rifiuti] == [(3, colonna, messaggio)]
    assert [capitolo.capitolo for capitolo in peg.capitoli] == ["000001"]


def test_il_doppione_nomina_la_riga_del_primo(piano):
    peg = letto(piano, SPESA, ENTRATA, {**SPESA, "Denominazione": "Un'altra"})

    assert [(nota.riga, nota.messaggio) for nota in peg.rifiuti] == [(4, "Il capitolo 000100 c'è già alla riga 2.")]


def test_il_programma_delle_regioni_entra_con_un_avviso(piano):
    codice = Programma.objects.filter(solo_regioni=True).order_by("codice").first().codice

    peg = letto(piano, {**SPESA, "Missione": codice[:2], "Programma": codice})

    assert len(peg.buone) == 1
    assert [nota.messaggio for nota in peg.avvisi] == [
        f"Il programma {codice} è riservato alle Regioni: un Comune non lo usa."
    ]


def test_una_riga_senza_codici_entra_con_un_avviso(piano):
    peg = letto(piano, {**ENTRATA, "Categoria": ""})

    assert [nota.messaggio for nota in peg.avvisi] == ["Senza categoria: entra, ma così il piano non si può approvare."]


def test_i_due_anni_che_mancano_si_dicono(piano):
    peg = letto(piano, SPESA, titoli=TITOLI[:12])

    assert peg.avvertenze[0] == (
        "Nel file non c'è: Competenza 2026, Competenza 2027. Gli importi restano a zero: il PEG è di tre anni."
    )


# --- the codes, in the ways in which programs write them ---


@pytest.mark.parametrize("scritta", ["101", "1.101", "10101", "1010100", "0101", "1.0101", "1101", "101 - Imposte"])
def test_la_tipologia(piano, scritta):
    [capitolo] = letto(piano, {**ENTRATA, "Titolo": "1", "Tipologia": scritta}).capitoli

    assert (capitolo.tipologia, capitolo.categoria) == ("1.101", "02")


@pytest.mark.parametrize("scritto", ["3", "03", "0103", "01.03", "1.03", "103", "03 - Gestione economica"])
def test_il_programma(piano, scritto):
    assert letto(piano, {**SPESA, "Programma": scritto}).capitoli[0].programma == "0103"


@pytest.mark.parametrize("scritto", ["3", "03", "103", "1.03", "0103", "1030000", "1.03.00.00.000", "U.1.03"])
def test_il_macroaggregato(piano, scritto):
    assert letto(piano, {**SPESA, "Macroaggregato": scritto}).capitoli[0].macroaggregato == "103"


@pytest.mark.parametrize("scritto", ["1", "01", "I", "Titolo 1", "1 - Spese correnti"])
def test_il_titolo(piano, scritto):
    assert letto(piano, {**SPESA, "Titolo": scritto}).capitoli[0].titolo == "1"


@pytest.mark.parametrize(("scritto", "codice"), [(103, "103"), (3, "103"), (1.03, "103"), (1.1, "110")])
def test_i_numeri_di_excel_non_sono_testi(piano, scritto, codice):
    righe = tabella({**SPESA, "Titolo": 1, "Missione": 1, "Programma": 103, "Macroaggregato": scritto, "Capitolo": 100})

    [capitolo] = leggi_peg("peg.xlsx", xlsx_di(righe), piano=piano).capitoli

    assert (capitolo.macroaggregato, capitolo.programma, capitolo.capitolo) == (codice, "0103", "100")


@pytest.mark.parametrize(
    ("riga", "attesi"),
    [
        (["S", "01.03-1.03", "1", "Prova", "1"], ("0103", "1", "103")),
        (["S", "01031", "1", "Prova", "1"], ("0103", "1", "")),
        (["S", "01.03.1.03.01.02", "1", "Prova", "1"], ("0103", "1", "103")),
        (["E", "3.0100.02", "1", "Prova", "1"], ("3.100", "3", "02")),
        (["E", "3010002", "1", "Prova", "1"], ("3.100", "3", "02")),
    ],
)
def test_il_codice_di_bilancio_dice_tutto_insieme(piano, riga, attesi):
    titoli = ("E/S", "Codice di bilancio", "Capitolo", "Denominazione", "Previsione 2025")

    [capitolo] = letto(piano, riga, titoli=titoli).capitoli

    assert attesi == (
        capitolo.tipologia or capitolo.programma,
        capitolo.titolo,
        capitolo.categoria or capitolo.macroaggregato,
    )


# --- sums ---

IMPORTI = st.decimals(0, 10**10, places=2)
STILI = (
    lambda importo: f"{importo:,.2f}".translate(str.maketrans(",.", ".,")),
    lambda importo: f"{importo:.2f}",
    lambda importo: f"{importo:.2f}".replace(".", ","),
    lambda importo: f"€ {importo:,.2f}".translate(str.maketrans(",.", ".,")),
    lambda importo: f"{importo:,.2f}",
)


@STESSO_PIANO
@given(st.lists(st.tuples(IMPORTI, st.sampled_from(STILI)), min_size=1, max_size=12))
def test_le_somme_scritte_sono_quelle_lette_comunque_siano_i_numeri(piano, importi):
    righe = [
        {**SPESA, "Capitolo": f"{n:06}", "Previsione 2025": stile(importo)}
        for n, (importo, stile) in enumerate(importi)
    ]

    peg = letto(piano, *righe)
    importa_peg(piano=piani_completi().get(pk=piano.pk), utente=None, capitoli=peg.capitoli, parti=peg.parti)

    scritti = Capitolo.objects.filter(piano=piano).values_list("competenza_1", flat=True)
    assert sum(scritti) == sum((importo for importo, _ in importi), Decimal(0))
    assert peg.rifiuti == []


# --- whatever the file ---


def legge(piano, nome, contenuto):
    """Read, or refused with a sentence: nothing else is raised."""
    with suppress(GrigliaNonLeggibile):
        peg = leggi_peg(nome, contenuto, piano=piano)
        assert peg.righe or peg.motivo
        assert all(nota.messaggio and nota.riga for nota in peg.note)


@STESSO_PIANO
@given(st.binary(max_size=400), st.sampled_from(["peg.csv", "peg.xlsx", "peg.txt", "peg"]))
def test_byte_a_caso(piano, contenuto, nome):
    legge(piano, nome, contenuto)


CELLE = st.one_of(
    st.text(max_size=12).filter(lambda testo: "\r" not in testo),
    st.sampled_from(["E", "S", "1", "01", "0103", "Totale", "Missione 01", "Capitolo", "-", "1.000,00", "9" * 40]),
)


@STESSO_PIANO
@given(st.lists(st.lists(CELLE, min_size=len(TITOLI), max_size=len(TITOLI)), max_size=6))
def test_celle_a_caso_sotto_i_titoli_giusti(piano, righe):
    legge(piano, "peg.csv", csv_di([list(TITOLI), *righe]))


@pytest.mark.parametrize("seme", range(6))
@pytest.mark.parametrize(
    "nome", ["torino_impegni_per_capitolo_2025.csv", "ragusa_previsione_2024_titoli.csv", "peg.xlsx"]
)
def test_file_rovinati(piano, nome, seme):
    caso = random.Random(seme)  # noqa: S311 - repeatable
    intero = xlsx_di(tabella(SPESA, ENTRATA)) if nome == "peg.xlsx" else (DATI / nome).read_bytes()
    contenuto = bytearray(intero)
    for _ in range(caso.randrange(1, 30)):
        contenuto[caso.randrange(len(contenuto))] = caso.randrange(256)
    legge(piano, nome, bytes(contenuto[: caso.randrange(1, len(contenuto))] if seme % 2 else contenuto))


@ipotesi(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(st.one_of(st.binary(min_size=1, max_size=200), st.text(min_size=1, max_size=200).map(str.encode)))
def test_la_pagina_non_si_rompe_mai(piano, accedi, segretario, contenuto):
    client = accedi(segretario)
    indirizzo = reverse("peg-importa", args=[piano.pk])

    risposta = client.post(indirizzo, {"file": SimpleUploadedFile("peg.csv", contenuto), "parte": ""})

    assert risposta.status_code in (302, 422)
    if risposta.status_code == 302:
        assert client.get(risposta.url).status_code == 200
