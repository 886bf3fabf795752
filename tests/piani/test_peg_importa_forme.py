"""Headings and codes of real programs: which column is what, which part a row is."""

from decimal import Decimal

import pytest

from piani.importers.liste import carica_liste
from piani.importers.peg.lettura import Scelte, leggi_peg
from tests import factories
from tests.peg import ENTRATA, SPESA, csv_di, tabella, xlsx_con_fogli, xlsx_di

pytestmark = pytest.mark.django_db


@pytest.fixture
def piano(settings):
    carica_liste(settings.BASE_DIR / "fixtures" / "liste")
    return factories.PianoFactory(anno_inizio=2025)


@pytest.mark.parametrize(
    ("righe", "atteso"),
    [
        (
            [
                ["Cod. Bilancio", "Cap.", "Art.", "Descrizione", "Stanziamento 2025", "Stanziamento 2026", "Cassa"],
                ["01.03-1.03", "100", "0", "Carta", "10,5", "1", "3"],
            ],
            ("spesa", "0103", "103", "100", "0", Decimal("10.5"), 1, 3),
        ),
        (
            [
                ["", "", "", "", "Previsioni di competenza", "", "Previsioni di cassa"],
                ["Missione", "Programma", "Capitolo", "Descrizione", "2025", "2026", "2025"],
                ["01", "03", "100", "Carta", "1", "2", "4"],
            ],
            ("spesa", "0103", "", "100", "", 1, 2, 4),
        ),
        (
            [
                [
                    "TITOLO, TIPOLOGIA",
                    "CAPITOLO",
                    "DENOMINAZIONE",
                    "PREVISIONI DELL'ANNO 2025",
                    "PREVISIONI DELL'ANNO 2026",
                ],
                ["10101", "100", "Imu", "2", "3"],
            ],
            ("entrata", "1.101", "", "100", "", 2, 3, None),
        ),
        (
            [
                [
                    *(
                        "Parte",
                        "Codice Capitolo",
                        "Descrizione Capitolo",
                        "Descrizione Missione",
                        "Missione",
                        "Programma",
                    ),
                    *("Macroaggregato", "Previsione 2025 (euro)", "Previsione 2026 (euro)"),
                ],
                ["Spesa", "00100", "Carta", "Servizi", "1", "3", "103", "5", "6"],
            ],
            ("spesa", "0103", "103", "00100", "", 5, 6, None),
        ),
        (
            [
                ["Codice bilancio", "Capitolo", "Descrizione", "Competenza anno 1", "Competenza anno 2"],
                ["1.0101.06", "100", "Imu", "2", "3"],
            ],
            ("entrata", "1.101", "", "100", "", 2, 3, None),
        ),
    ],
)
def test_i_titoli_dei_programmi_di_contabilita(piano, righe, atteso):
    [riga] = leggi_peg("peg.csv", csv_di(righe), piano=piano).buone

    voce = riga.capitolo
    assert atteso == (
        *(voce.parte, voce.programma or voce.tipologia, voce.macroaggregato, voce.capitolo, voce.articolo),
        *(voce.competenza[0], voce.competenza[1], voce.cassa),
    )


def test_gli_anni_nei_titoli_possono_essere_numeri_di_excel(piano):
    righe = [
        ["Missione", "Programma", "Capitolo", "Descrizione", 2025, 2026, 2027],
        ["01", "03", "1", "Carta", 1, 2, 3],
    ]

    [voce] = leggi_peg("peg.xlsx", xlsx_di(righe), piano=piano).capitoli

    assert voce.competenza == (1, 2, 3)


def test_di_un_file_con_piu_fogli_si_legge_quello_scelto_e_si_dice(piano):
    contenuto = xlsx_con_fogli({"Note": [["Prova"]], "Entrata": tabella(ENTRATA), "Spesa": tabella(SPESA, SPESA)})

    primo = leggi_peg("peg.xlsx", contenuto, piano=piano)
    secondo = leggi_peg("peg.xlsx", contenuto, piano=piano, scelte=Scelte(foglio="Spesa"))

    assert (primo.foglio, primo.parti) == ("Entrata", {"entrata"})
    assert "Il file ha 3 fogli e se ne legge uno per volta: ora «Entrata»." in primo.avvertenze[0]
    assert (secondo.foglio, secondo.parti) == ("Spesa", {"spesa"})
