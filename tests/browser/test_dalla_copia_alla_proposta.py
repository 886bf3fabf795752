"""Area contabile 2020 written in the browser, from nothing to Proponi: from last year's copy, and from a table."""

import csv
import io

import pytest
from django.urls import reverse

from obiettivi.models import BozzaScheda
from obiettivi.sezioni import OBIETTIVI
from semproniano.core.numeri import in_italiano
from tests.browser.conftest import Esaminatore
from tests.foto import foto_del_piano_vero

pytestmark = pytest.mark.django_db(transaction=True)

TITOLI = ("N°", "Descrizione obiettivi", "Peso %", "Indicatori di misurazione", "Valori attesi", "Data fine attesa")
# The act closes the seventh objective of 2019 and gives its weight to two of those that go on.
PESI_2020 = {"Fatturazione Elettronica": "25", "Coordinamento con uffici per gestione fatture": "35"}


def pesi(scheda) -> list[int]:
    return [int(peso) for peso in scheda.obiettivi.order_by("numero").values_list("peso", flat=True)]


def carta(esaminatore: Esaminatore, testo: str) -> str:
    """Beginning of the ids of the card whose description contains the words."""
    for voce in esaminatore.pagina.locator("fieldset.carta").all():
        if testo in voce.locator("textarea[name$='-descrizione']").first.input_value():
            return f"#id_{voce.get_attribute('id')}"
    raise AssertionError(f"nessuna carta dice «{testo}»")


def proponi(esaminatore: Esaminatore, scheda) -> None:
    """Read it as it will be printed, answer to the avvisi, propose."""
    esaminatore.apre(reverse("scheda-proponi", args=[scheda.pk]))
    assert "Non si può ancora" not in esaminatore.testo(), esaminatore.pagina.inner_text(".cosa-manca")
    esaminatore.pagina.fill("#id_nota", "Gli indicatori sono quelli dell'anno prima, già condivisi con il Nucleo.")
    esaminatore.preme("#transizione button[type=submit]")
    scheda.refresh_from_db()
    assert scheda.stato == "proposta"
    assert "la scheda è stata proposta" in esaminatore.testo()


@pytest.mark.parametrize("java_script", [True, False], ids=["con JavaScript", "senza JavaScript"])
def test_dalla_copia_dell_anno_prima(apri_browser, utente_demo, contabile_vuota, java_script):
    scheda = contabile_vuota
    browser = apri_browser(utente_demo("responsabile-contabile"), java_script=java_script)
    browser.apre(reverse("scheda", args=[scheda.pk]))
    browser.preme("text=Copia dall'anno precedente")
    prese = browser.pagina.locator(".da-decidere")
    assert prese.count() == 8
    prese.nth(6).locator("label", has_text="Chiudi:").click()
    prese.nth(5).locator("label", has_text="Continua con").click()
    prese.nth(7).locator("label", has_text="Continua con").click()
    browser.pagina.locator("label", has_text="Copia anche la persona").click()
    browser.preme("#copia button[type=submit]")

    assert "Mancano 10 punti" in browser.testo()
    assert scheda.obiettivi.count() == 0  # nothing is saved until somebody says so
    for testo, peso in PESI_2020.items():
        dove = carta(browser, testo)
        browser.pagina.fill(f"{dove}-ind-0-valore_atteso", "Almeno il 90% entro il 30/11/2020")  # emptied: a new target
        browser.pagina.fill(f"{dove}-peso", peso)
        if java_script and peso == "25":
            browser.pagina.wait_for_selector("text=Mancano 5 punti")
    if java_script:
        browser.pagina.wait_for_selector("[data-totale-frase]:has-text('I pesi sommano a 100.')")
        browser.pagina.wait_for_selector("[data-totale-detto]:has-text('Totale pesi 100.')", state="attached")
    browser.preme("main button:visible:has-text('Salva la scheda')")

    assert "La scheda è salvata." in browser.testo()
    assert pesi(scheda) == [5, 1, 2, 22, 10, 25, 35]
    assert not BozzaScheda.objects.exists()
    assert {riga.scadenza.year for riga in scheda.obiettivi.all() if riga.scadenza} == {2020}
    proponi(browser, scheda)
    assert browser.errori == []


def tabella_2020() -> str:
    """The table of Area contabile 2020 as Excel puts it on the clipboard: the texts of the act, quoted."""
    flusso = io.StringIO(newline="")
    scrittore = csv.writer(flusso, delimiter="\t", lineterminator="\n")
    scrittore.writerow(TITOLI)
    for voce in foto_del_piano_vero()[OBIETTIVI]:
        if (voce.area, voce.anno) == ("contabile", 2020):
            indicatore = voce.indicatori[0]
            termine = f"{voce.scadenza:%d/%m/%Y}" if voce.scadenza else voce.scadenza_testo
            scrittore.writerow(
                [
                    voce.numero_pubblicato,
                    voce.descrizione,
                    f"{in_italiano(voce.peso)}%",
                    indicatore.descrizione,
                    indicatore.valore_atteso,
                    termine,
                ]
            )
    return flusso.getvalue()


@pytest.mark.parametrize("java_script", [True, False], ids=["con JavaScript", "senza JavaScript"])
def test_dalla_tabella_incollata(apri_browser, utente_demo, contabile, java_script):
    scheda = contabile(2020)
    prima = list(scheda.obiettivi.order_by("numero").values_list("descrizione", flat=True))
    browser = apri_browser(utente_demo("responsabile-contabile"), java_script=java_script)
    browser.apre(reverse("scheda", args=[scheda.pk]))
    browser.preme("text=Incolla da Excel o Word")
    browser.pagina.fill("#id_testo", tabella_2020())
    browser.preme("main button:visible:has-text('Leggi la tabella')")

    assert "7 obiettivi letti" in browser.testo()
    assert "Termine approvazione bilancio" in browser.testo()
    browser.preme("main button:visible:has-text('Sostituisci gli obiettivi della scheda')")
    assert "I pesi sommano a 100." in browser.testo()
    browser.preme("main button:visible:has-text('Salva la scheda')")

    assert "La scheda è salvata." in browser.testo()
    assert pesi(scheda) == [5, 1, 2, 22, 10, 25, 35]
    assert list(scheda.obiettivi.order_by("numero").values_list("descrizione", flat=True)) == prima
    assert list(scheda.obiettivi.order_by("numero").values_list("numero_pubblicato", flat=True)) == list("1233456")
    proponi(browser, scheda)
    assert browser.errori == []
