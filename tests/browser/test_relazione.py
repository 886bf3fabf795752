"""The Relazione in a real browser: written, voted, validated, published; with and without script, at 1280 and 320."""

import pytest
from django.urls import reverse

from piani.models import Documento, Utente
from tests import factories
from tests.browser.conftest import Esaminatore
from tests.misura import ANNO
from tests.premi import distribuito
from tests.relazione import anno_con_risultati, atto_nuovo, validata
from tests.versioni import finti
from valutazioni.models import DatiPremi, Relazione
from valutazioni.services import produzione
from valutazioni.services.dati_premi import produci_documenti_premi
from valutazioni.services.pubblicazione import produci_documenti_relazione, pubblica_relazione
from valutazioni.services.relazione import ultima_approvata

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ente(db):
    ente = factories.EnteFactory(slug="esempio", denominazione="Comune di Esempio", e_esempio=True)
    anno_con_risultati(ente, quanti=4)
    return ente


@pytest.fixture
def ruoli(ente, utente_con_ruolo, monkeypatch) -> dict[str, Utente]:
    monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)
    return {ruolo: utente_con_ruolo(ente, ruolo) for ruolo in ("segretario", "nucleo")}


def conferma(browser: Esaminatore, riga: Relazione, codice: str, **campi: str) -> None:
    """The page of a transition, judged, filled in and sent."""
    browser.apre(reverse(f"relazione-{codice}", args=[riga.pk]))
    assert browser.giudica(f"relazione-{codice}") == []
    for nome, testo in campi.items():
        browser.pagina.fill(f"main [name={nome}]", testo)
    browser.preme("main form button[type=submit]")
    riga.refresh_from_db()


def test_dalla_prima_parola_al_sito(browser_qualunque, ente, ruoli):
    browser, pagina = browser_qualunque, browser_qualunque.pagina
    browser.accede(ruoli["segretario"])
    browser.apre(reverse("relazioni"))
    assert browser.giudica("relazioni") == []
    browser.preme(f"text=Prepara la Relazione {ANNO}")
    riga = Relazione.objects.get()
    assert browser.giudica("relazione") == []

    browser.apre(reverse("relazione-scrivi", args=[riga.pk]))
    assert browser.giudica("relazione-scrivi") == []
    pagina.fill("#id_titolo", "")
    browser.preme("main form button[type=submit]")
    assert pagina.title().startswith("Errore:")
    assert browser.giudica("relazione-scrivi-errore", stato=422) == []
    pagina.fill("#id_titolo", f"Relazione sulla performance {ANNO}")
    pagina.fill("#id_sezioni-0-testo", "Un anno *di prova*.")
    browser.preme("main form button[type=submit]")
    browser.apre(reverse("relazione-leggi", args=[riga.pk]))
    assert "Un anno di prova." in pagina.inner_text("main")
    assert browser.giudica("relazione-leggi") == []

    conferma(browser, riga, "trasmetti")
    conferma(browser, riga, "approva", numero="10", data=f"{atto_nuovo().data:%d/%m/%Y}")
    assert riga.stato == "approvata"
    browser.accede(ruoli["nucleo"])
    conferma(browser, riga, "valida", nota="Verbale del Nucleo n. 3")
    assert riga.stato == "validata"

    browser.accede(ruoli["segretario"])
    produci_documenti_relazione(versione=ultima_approvata(riga))
    conferma(browser, riga, "pubblica")
    assert browser.giudica("relazione-pubblicata") == []
    assert Documento.objects.filter(pubblicato_il__isnull=False).count() == 4


def test_la_relazione_e_i_premi_sul_sito_pubblico(browser_qualunque, ente, ruoli):
    browser = browser_qualunque
    browser.accede(ruoli["segretario"])
    distribuito(ente, "eq", ["100.00"] * 8)
    distribuito(ente, "segretario", ["900.00"])
    indirizzo = reverse("dati-premi", args=[ente.slug, ANNO])
    browser.apre(indirizzo)
    assert browser.giudica("dati-premi") == []
    browser.preme("text=Prepara i documenti")
    produci_documenti_premi(dati=DatiPremi.objects.get())
    browser.apre(indirizzo)
    browser.preme('main button:has-text("Pubblica")')
    browser.apre(reverse("premi-pubblici", kwargs={"anno": ANNO}))
    assert browser.giudica("premi-pubblici") == []
    assert "900" not in browser.pagina.inner_text("main")
    browser.apre(reverse("trasparenza"))
    assert browser.giudica("trasparenza-premi") == []


def test_la_relazione_pubblicata_come_pagina(browser_qualunque, ente, ruoli):
    riga = validata(ente, ruoli["segretario"], ruoli["nucleo"])
    produci_documenti_relazione(versione=ultima_approvata(riga))
    pubblica_relazione(relazione=riga, utente=ruoli["segretario"], versione=riga.versione)
    browser_qualunque.apre(reverse("relazione-pubblica", kwargs={"anno": ANNO}))
    assert browser_qualunque.giudica("relazione-pubblica") == []
