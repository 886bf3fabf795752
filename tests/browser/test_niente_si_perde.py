"""Nothing that was typed is lost: two people at once, a crash, a lost connection, an expired login."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from obiettivi.models import BozzaScheda
from piani.permessi import Ruolo
from tests import factories
from tests.browser.conftest import Esaminatore

pytestmark = pytest.mark.django_db(transaction=True)

MIO, SUO = "Testo del responsabile, scritto per primo", "Testo del collega, salvato per primo"
DESCRIZIONE, SECONDA = "#id_ob-0-descrizione", "#id_ob-1-descrizione"


@pytest.fixture
def scheda(contabile):
    return contabile(2020)


@pytest.fixture
def indirizzo(scheda):
    return reverse("scheda", args=[scheda.pk])


@pytest.fixture
def collega(piano_vero, scheda):
    utente = factories.UtenteFactory(username="esempio", first_name="Esempio", last_name="Collega Uno")
    return factories.IncaricoFactory(
        ente=piano_vero.ente, utente=utente, ruolo=Ruolo.RESPONSABILE, area=scheda.area
    ).utente


def descrizioni(scheda) -> list[str]:
    return list(scheda.obiettivi.order_by("numero").values_list("descrizione", flat=True))


def aspetta_conservato(esaminatore: Esaminatore) -> None:
    esaminatore.pagina.wait_for_selector("#stato-bozza:has-text('Conservato alle')")


def aspetta_detto(esaminatore: Esaminatore, frase: str) -> None:
    esaminatore.pagina.wait_for_selector(f'#stato-bozza:has-text("{frase}")')


def ricordato(esaminatore: Esaminatore) -> str:
    """What this browser keeps by itself, because the server could not be reached."""
    return esaminatore.pagina.evaluate("Object.values(localStorage).join()")


def entra(esaminatore: Esaminatore, utente) -> None:
    """Log in again, in another tab of the same browser, by the page of the login."""
    scheda_nuova = esaminatore.pagina.context.new_page()
    scheda_nuova.goto(esaminatore.radice + reverse("login"))
    scheda_nuova.fill("#id_username", utente.username)
    scheda_nuova.fill("#id_password", "Prova-nel-browser-1")
    with scheda_nuova.expect_navigation(wait_until="load"):
        scheda_nuova.click("main button[type=submit]")
    assert "Il tuo lavoro" in scheda_nuova.content()
    scheda_nuova.close()


class TestDuePersone:
    @pytest.mark.parametrize("java_script", [True, False], ids=["con JavaScript", "senza JavaScript"])
    def test_chi_salva_per_secondo_sceglie_campo_per_campo(
        self, apri_browser, utente_demo, collega, scheda, indirizzo, java_script
    ):
        mio = apri_browser(utente_demo("responsabile-contabile"), java_script=java_script)
        suo = apri_browser(collega)
        mio.apre(indirizzo)
        suo.apre(indirizzo)
        suo.pagina.fill(DESCRIZIONE, SUO)
        suo.pagina.fill(SECONDA, SUO)
        suo.preme("main button:visible:has-text('Salva la scheda')")
        mio.pagina.fill(DESCRIZIONE, MIO)
        mio.pagina.fill("#id_ob-2-scadenza_testo", "Quando lo dico io")

        risposta = mio.preme("main button:visible:has-text('Salva la scheda')")

        assert risposta.status == 409
        assert "di Esempio Collega Uno" in mio.testo()
        assert MIO in mio.testo()
        assert SUO in mio.testo()
        assert descrizioni(scheda)[:2] == [SUO, SUO]  # nothing has been written over
        primo = mio.pagina.locator("section.carta", has_text=MIO)
        primo.locator("label", has_text="Il testo salvato").first.click()
        mio.preme("main button:visible:has-text('Unisci i due testi')")
        assert mio.pagina.input_value(DESCRIZIONE) == SUO
        mio.preme("main button:visible:has-text('Salva la scheda')")
        assert "La scheda è salvata." in mio.testo()
        assert descrizioni(scheda)[:2] == [SUO, SUO]
        assert scheda.obiettivi.get(numero=3).scadenza_testo == "Quando lo dico io"
        assert [errore for errore in mio.errori if "409" not in errore] == []


class TestIlBrowserSiChiude:
    def test_il_lavoro_si_riprende(self, apri_browser, utente_demo, scheda, indirizzo):
        prima = descrizioni(scheda)
        browser = apri_browser(utente_demo("responsabile-contabile"))
        browser.apre(indirizzo)
        browser.pagina.fill(DESCRIZIONE, MIO)
        aspetta_conservato(browser)
        browser.pagina.context.close()  # nobody is asked anything: as in a crash
        assert descrizioni(scheda) == prima

        dopo = apri_browser(utente_demo("responsabile-contabile"))
        dopo.apre(indirizzo)
        assert "Hai un lavoro non salvato su questa scheda" in dopo.testo()
        assert dopo.pagina.input_value(DESCRIZIONE) == prima[0]
        dopo.preme("text=Riprendi il lavoro")
        assert dopo.pagina.input_value(DESCRIZIONE) == MIO
        dopo.preme("main button:visible:has-text('Salva la scheda')")
        assert descrizioni(scheda) == [MIO, *prima[1:]]
        assert not BozzaScheda.objects.exists()


class TestManaIlCollegamento:
    def test_il_testo_resta_nel_browser_e_torna_al_server(self, responsabile, indirizzo):
        browser = responsabile
        browser.apre(indirizzo)
        browser.pagina.click(
            "main button:visible:has-text('Aggiungi obiettivo')"
        )  # the page is changed by script: all still holds
        browser.pagina.wait_for_selector("#ob-7")
        browser.pagina.context.set_offline(True)
        browser.pagina.fill(DESCRIZIONE, MIO)
        aspetta_detto(browser, "Il collegamento manca.")
        assert "Testo+del+responsabile" in ricordato(browser)
        browser.pagina.click(
            "main button:visible:has-text('Aggiungi obiettivo')"
        )  # nothing can be added now, and the page says so
        aspetta_detto(browser, "Il collegamento manca.")

        browser.pagina.context.set_offline(False)

        aspetta_conservato(browser)
        assert ricordato(browser) == ""
        assert BozzaScheda.objects.get().dati["obiettivi"][0]["descrizione"] == MIO

    def test_chiuso_senza_collegamento_lo_offre_alla_visita_dopo(self, responsabile, indirizzo):
        browser = responsabile
        browser.apre(indirizzo)
        browser.pagina.context.set_offline(True)
        browser.pagina.fill(DESCRIZIONE, MIO)
        aspetta_detto(browser, "Il collegamento manca.")
        browser.pagina.close(run_before_unload=False)
        contesto = responsabile.pagina.context
        contesto.set_offline(False)

        pagina = contesto.new_page()
        pagina.goto(browser.radice + indirizzo)
        pagina.wait_for_selector("text=c'è un testo che non era arrivato al server")
        with pagina.expect_navigation(wait_until="load"):
            pagina.click("main button:visible:has-text('Riprendilo')")
        assert pagina.input_value(DESCRIZIONE) == MIO


class TestAccessoScaduto:
    def test_lo_dice_e_dopo_un_nuovo_accesso_continua(self, responsabile, utente_demo, scheda, indirizzo):
        browser = responsabile
        browser.apre(indirizzo)
        Session.objects.all().delete()
        browser.pagina.fill(DESCRIZIONE, MIO)
        aspetta_detto(browser, "L'accesso è scaduto")
        assert "Testo+del+responsabile" in ricordato(browser)
        entra(browser, utente_demo("responsabile-contabile"))

        browser.pagina.fill(DESCRIZIONE, MIO + " e poi finito")

        aspetta_conservato(browser)
        assert ricordato(browser) == ""
        browser.preme("main button:visible:has-text('Salva la scheda')")
        assert "La scheda è salvata." in browser.testo()
        assert descrizioni(scheda)[0] == MIO + " e poi finito"

    @pytest.mark.parametrize("java_script", [True, False], ids=["con JavaScript", "senza JavaScript"])
    def test_il_testo_torna_in_una_pagina_da_cui_si_rimanda(
        self, apri_browser, utente_demo, scheda, indirizzo, java_script
    ):
        utente = utente_demo("responsabile-contabile")
        browser = apri_browser(utente, java_script=java_script)
        browser.apre(indirizzo)
        browser.pagina.fill(DESCRIZIONE, MIO)
        Session.objects.all().delete()

        assert browser.preme("main button:visible:has-text('Salva la scheda')").status == 401
        assert "il testo c'è ancora" in browser.testo()
        entra(browser, utente)
        browser.preme("main button:visible:has-text('Ho fatto: manda il testo')")
        if not java_script:  # the page was made before the new login: once more, with the text still there
            assert "il testo c'è ancora" in browser.testo()
            browser.preme("main button:visible:has-text('Manda il testo')")

        assert "La scheda è salvata." in browser.testo()
        assert descrizioni(scheda)[0] == MIO

    def test_un_pulsante_che_cambia_la_pagina_non_tace(self, responsabile, utente_demo, indirizzo):
        browser = responsabile
        browser.apre(indirizzo)
        browser.pagina.fill(DESCRIZIONE, MIO)
        Session.objects.all().delete()
        browser.preme("main button:visible:has-text('Aggiungi obiettivo')")

        assert "il testo c'è ancora" in browser.testo()
        entra(browser, utente_demo("responsabile-contabile"))
        browser.preme("main button:visible:has-text('Ho fatto: manda il testo')")
        assert browser.pagina.input_value(DESCRIZIONE) == MIO
        assert browser.pagina.locator("fieldset.carta").count() == 8
