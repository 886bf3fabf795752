"""The base of the interface in a real browser: accounts, home page, errors, a form; with and without JavaScript."""

import re

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from piani.models import Ente, Utente
from tests import factories
from tests.browser.conftest import Esaminatore

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.pagine_di_prova")]
PASSWORD = "una buona password"


@pytest.fixture
def comune() -> Ente:
    return factories.EnteFactory(denominazione="Comune di Esempio sul Monte Inventato", e_esempio=True)


@pytest.fixture
def segretario(comune, utente_con_ruolo) -> Utente:
    utente = utente_con_ruolo(comune, "segretario")
    utente.set_password(PASSWORD)
    utente.save()
    return utente


def esamina(esaminatore: Esaminatore, indirizzi: dict[str, int], nome: str) -> None:
    difetti = []
    for indirizzo, stato in indirizzi.items():
        foto = f"{nome}-{re.sub(r'[^a-z0-9]+', '-', indirizzo.lower()).strip('-') or 'home'}"
        for larghezza, trovati in esaminatore.esamina(indirizzo, stato=stato):
            esaminatore.fotografa(f"{foto}-{larghezza}")
            difetti += [f"{indirizzo} a {larghezza} px: {difetto}" for difetto in trovati]
    assert not difetti, "\n".join(difetti)


def test_le_pagine_di_chi_non_e_entrato(browser_qualunque, segretario):
    chiave = urlsafe_base64_encode(force_bytes(segretario.pk))
    gettone = default_token_generator.make_token(segretario)
    indirizzi = {
        reverse("login"): 200,
        reverse("password_reset"): 200,
        reverse("password_reset_done"): 200,
        reverse("password_reset_confirm", args=[chiave, "sbagliato"]): 200,
        reverse("password_reset_confirm", args=[chiave, gettone]): 200,
        "/indirizzo-che-non-esiste/": 404,
        "/prova/errore/400/": 400,
        "/prova/errore/403/": 403,
        "/prova/errore/500/": 500,
    }

    esamina(browser_qualunque, indirizzi, "fuori")


def test_le_pagine_di_chi_e_entrato(browser_qualunque, comune, segretario):
    piano = factories.PianoFactory(ente=comune)
    factories.SchedaFactory.create_batch(3, piano=piano)
    factories.PianoFactory(ente=comune, anno_inizio=2025)
    browser_qualunque.accede(segretario)
    indirizzi = {
        reverse("home"): 200,
        reverse("password_change"): 200,
        "/prova/modulo/": 200,
        "/prova/conflitto/": 409,
        "/prova/errore/403/": 403,
        "/indirizzo-che-non-esiste/": 404,
    }

    esamina(browser_qualunque, indirizzi, "dentro")


def test_la_pagina_iniziale_di_chi_non_ha_incarichi(browser_qualunque):
    browser_qualunque.accede(factories.UtenteFactory())

    esamina(browser_qualunque, {reverse("home"): 200}, "senza-incarico")


def test_si_entra_si_sbaglia_e_si_esce(browser_qualunque, segretario):
    pagina = browser_qualunque.pagina
    browser_qualunque.apre(reverse("home"))
    pagina.fill("#id_username", segretario.username)
    pagina.fill("#id_password", "sbagliata")
    browser_qualunque.preme("main button[type=submit]")
    assert pagina.title().startswith("Errore: Accesso")
    assert browser_qualunque.giudica("accesso-sbagliato") == []

    pagina.fill("#id_password", PASSWORD)
    browser_qualunque.preme("main button[type=submit]")
    assert pagina.locator("h1").inner_text() == "Il tuo lavoro"

    if browser_qualunque.con_script:
        pagina.click(".it-header-slim-wrapper .dropdown-toggle")
    browser_qualunque.preme("text=Esci")
    assert "Sei uscito." in pagina.locator(".messaggi").inner_text()
    assert browser_qualunque.giudica("uscito") == []


def test_dopo_troppe_password_sbagliate_si_legge_quanto_aspettare(browser_qualunque, segretario):
    pagina = browser_qualunque.pagina
    browser_qualunque.apre(reverse("login"))
    for _ in range(5):
        pagina.fill("#id_username", segretario.username)
        pagina.fill("#id_password", "sbagliata")
        browser_qualunque.preme("main button[type=submit]")

    assert "15 minuti" in pagina.locator("main").inner_text()
    assert browser_qualunque.giudica("bloccato", stato=429) == []


def test_un_modulo_rimasto_aperto_dopo_l_uscita(browser_qualunque, segretario):
    browser_qualunque.accede(segretario)
    browser_qualunque.apre("/prova/modulo/")
    browser_qualunque.pagina.context.clear_cookies()
    browser_qualunque.preme("main button[type=submit]")

    assert "era rimasta aperta" in browser_qualunque.pagina.locator("h1").inner_text()
    assert browser_qualunque.giudica("csrf", stato=403) == []


def test_gli_errori_di_un_modulo_si_leggono_in_cima_e_accanto_ai_campi(browser_qualunque, segretario):
    pagina = browser_qualunque.pagina
    browser_qualunque.accede(segretario)
    browser_qualunque.apre("/prova/modulo/")
    pagina.fill("#id_peso", "dieci")
    pagina.fill("#id_scadenza", "31/02/2024")
    browser_qualunque.preme("main button[type=submit]")

    assert pagina.title().startswith("Errore: Modulo di prova")
    riepilogo = pagina.locator("[data-riepilogo-errori]")
    assert "Ci sono 7 errori da correggere" in riepilogo.inner_text()
    if browser_qualunque.con_script:
        assert pagina.evaluate("document.activeElement.dataset.riepilogoErrori") == ""
    for collegamento in riepilogo.locator("a").all():
        campo = pagina.locator(collegamento.get_attribute("href"))
        collegamento.click()
        assert campo.evaluate("campo => campo === document.activeElement")
    assert browser_qualunque.giudica("errori") == []


def test_il_calendario_scrive_la_data_come_la_scriverebbe_una_persona(esaminatore, segretario):
    esaminatore.accede(segretario)
    esaminatore.apre("/prova/modulo/")
    pagina = esaminatore.pagina
    pagina.fill("#id_scadenza", "1/2/2024")

    pagina.get_by_role("button", name="Calendario: Scadenza").click()
    assert pagina.locator(".calendario-nativo").input_value() == "2024-02-01"
    # The picker itself belongs to the browser: here it answers.
    pagina.evaluate(
        """() => {
          const nativo = document.querySelector(".calendario-nativo");
          nativo.value = "2024-12-31";
          nativo.dispatchEvent(new Event("change"));
        }"""
    )

    assert pagina.input_value("#id_scadenza") == "31/12/2024"
    assert pagina.evaluate("document.activeElement.id") == "id_scadenza"
    assert esaminatore.errori + esaminatore.violazioni_csp() == []


def test_il_menu_sul_telefono_si_apre_e_si_chiude_con_la_tastiera(esaminatore, segretario):
    pagina = esaminatore.pagina
    esaminatore.accede(segretario)
    pagina.set_viewport_size({"width": 320, "height": 900})
    esaminatore.apre(reverse("home"))
    apri = pagina.get_by_role("button", name="Apri il menu")

    apri.focus()
    pagina.keyboard.press("Enter")
    voce = pagina.get_by_role("link", name="Amministrazione", exact=True)
    voce.wait_for(state="visible")
    # While it slides in it does not listen; then the focus is inside.
    pagina.locator("#menu-principale :focus").wait_for()
    esaminatore.fotografa("menu-aperto-320")
    assert apri.get_attribute("aria-expanded") == "true"
    pagina.keyboard.press("Escape")
    voce.wait_for(state="hidden")

    assert pagina.evaluate("document.activeElement.className").startswith("custom-navbar-toggler")
    assert esaminatore.errori + esaminatore.violazioni_csp() == []


def test_con_la_tastiera_la_prima_cosa_e_saltare_al_contenuto(browser_qualunque, segretario):
    pagina = browser_qualunque.pagina
    browser_qualunque.accede(segretario)
    browser_qualunque.apre(reverse("home"))

    pagina.keyboard.press("Tab")
    assert pagina.evaluate("document.activeElement.textContent") == "Vai al contenuto"
    pagina.keyboard.press("Enter")
    pagina.keyboard.press("Tab")

    assert pagina.evaluate("document.activeElement.closest('main') !== null")
