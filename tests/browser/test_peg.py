"""The import of the PEG in a real browser: the file, the preview, the choices, the confirmation, the summary."""

import pytest
from django.urls import reverse

from piani.importers.liste import carica_liste
from piani.models import Capitolo, Lettura, Piano, Utente
from piani.services import avvio_letture
from piani.services.letture import esegui_lettura
from tests import factories
from tests.browser.conftest import Esaminatore
from tests.peg import ENTRATA, SPESA, TITOLI, csv_di, tabella, xlsx_di

pytestmark = pytest.mark.django_db(transaction=True)

RIGHE = tabella(
    {**ENTRATA, "Capitolo": "000900", "Responsabile": "Area contabile"},
    {**ENTRATA, "Capitolo": "000901", "Tipologia": "105", "Denominazione": "Proventi dei parcheggi"},
    {"E/S": "E", "Denominazione": "Totale entrata", "Previsione 2025": "5.001,00"},
    {**SPESA, "Responsabile": "Uff. Ragioneria", "Previsione 2026": "1.100,00", "Cassa 2025": "1.200,00"},
    {**SPESA, "Capitolo": "000200", "Denominazione": "Manutenzione degli impianti", "Responsabile": "Uff. Tecnico"},
    {**SPESA, "Denominazione": "Carta, un'altra volta", "Responsabile": "Uff. Ragioneria"},
    {**SPESA, "Capitolo": "000300", "Missione": "77", "Programma": "", "Denominazione": "Missione che non c'è"},
    {**SPESA, "Capitolo": "000400", "Previsione 2025": "-5,00", "Denominazione": "Importo negativo"},
    {"E/S": "S", "Denominazione": "Totale missione 01", "Previsione 2025": "3.000,00"},
)


@pytest.fixture
def piano(settings) -> Piano:
    carica_liste(settings.BASE_DIR / "fixtures" / "liste")
    ente = factories.EnteFactory(denominazione="Comune di Esempio", e_esempio=True)
    factories.AreaFactory(ente=ente, slug="contabile", nome="Area contabile")
    factories.AreaFactory(ente=ente, slug="tecnica", nome="Area tecnica")
    return factories.PianoFactory(ente=ente, anno_inizio=2025, anno_fine=2027)


@pytest.fixture
def segretario(piano, utente_con_ruolo) -> Utente:
    return utente_con_ruolo(piano.ente, "segretario")


def carica(browser: Esaminatore, piano: Piano, righe=RIGHE, nome="peg.xlsx") -> None:
    browser.apre(reverse("peg-importa", args=[piano.pk]))
    contenuto = xlsx_di(righe) if nome.endswith("xlsx") else csv_di(righe)
    browser.pagina.set_input_files(
        "#id_file", {"name": nome, "mimeType": "application/octet-stream", "buffer": contenuto}
    )
    browser.preme("main button[type=submit]")


def test_dal_file_al_peg_con_e_senza_script(browser_qualunque, piano, segretario):
    browser, pagina = browser_qualunque, browser_qualunque.pagina
    factories.CapitoloFactory(piano=piano, capitolo="000100", denominazione="Carta e cancelleria", competenza_1=900)
    factories.CapitoloFactory(piano=piano, capitolo="000050", denominazione="Capitolo che il file non ha più")
    browser.accede(segretario)
    browser.apre(reverse("peg-importa", args=[piano.pk]))
    assert browser.giudica("peg-importa") == []
    browser.preme("main button[type=submit]")
    assert pagina.title().startswith("Errore: Importa il PEG")
    assert browser.giudica("peg-importa-errore", stato=422) == []

    carica(browser, piano)
    testo = browser.testo()
    assert "La missione 77 non è nell'elenco del 2025." in testo
    assert "Il capitolo 000100 c'è già alla riga 5." in testo
    assert "La tipologia 3.105 non è nell'elenco del 2025." in testo
    assert "L'importo è negativo" in testo
    assert "900,00 → 1.000,00" in testo
    assert browser.giudica("peg-anteprima") == []
    pagina.click("summary")
    assert browser.giudica("peg-anteprima-colonne") == []

    pagina.select_option("#id_area-0", label="Area contabile")
    pagina.select_option("#id_area-1", label="Area tecnica")
    browser.preme("text=Leggi di nuovo con queste scelte")
    assert "Responsabili da riconoscere" not in browser.testo()
    browser.preme("text=Conferma e importa")
    assert "Ultima importazione del PEG" in browser.testo()
    assert browser.giudica("peg-esito") == []
    assert {riga.capitolo: riga.area and riga.area.slug for riga in Capitolo.objects.select_related("area")} == {
        "000900": "contabile",
        "000100": "contabile",
        "000200": "tecnica",
    }


def test_un_elenco_lungo_ha_le_sue_pagine(browser_qualunque, piano, segretario):
    browser_qualunque.accede(segretario)
    carica(browser_qualunque, piano, tabella(*({**SPESA, "Capitolo": f"{n:06}"} for n in range(150))))
    browser_qualunque.preme("section a:has-text('Tutti')")

    assert "Pagina 1 di 2" in browser_qualunque.testo()
    assert browser_qualunque.giudica("peg-elenco") == []


def test_un_file_che_non_e_un_peg_dice_perche_e_lascia_scegliere_le_colonne(browser_qualunque, piano, segretario):
    titoli = [titolo.replace("Capitolo", "Numero").replace("Previsione 2025", "Soldi") for titolo in TITOLI]
    browser_qualunque.accede(segretario)
    carica(browser_qualunque, piano, [titoli, *RIGHE[1:]], nome="altro.csv")

    assert "manca la colonna di: capitolo" in browser_qualunque.testo()
    assert browser_qualunque.giudica("peg-non-e") == []


def test_un_file_grande_mostra_la_barra_e_poi_l_anteprima_da_sola(browser_qualunque, piano, segretario, monkeypatch):
    monkeypatch.setattr(avvio_letture, "SUBITO", 10)
    browser_qualunque.accede(segretario)
    carica(browser_qualunque, piano)
    lettura = Lettura.objects.get()
    Lettura.objects.update(percentuale=40, passo="Lettura delle celle: 8.000 righe")
    browser_qualunque.apre(reverse("peg-importa-anteprima", args=[piano.pk]))
    assert "40%: Lettura delle celle: 8.000 righe." in browser_qualunque.testo()
    assert browser_qualunque.giudica("peg-lettura") == []

    esegui_lettura(chiave=lettura.pk)
    if browser_qualunque.con_script:
        browser_qualunque.pagina.locator("text=Conferma e importa").wait_for()
    else:
        browser_qualunque.preme("text=Aggiorna la pagina")
    assert "Anteprima del PEG" in browser_qualunque.testo()
