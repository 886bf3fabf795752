"""Le pagine che riempiono una scheda, la matrice, la mappa e i propri obiettivi in un browser vero."""

import datetime
import re

import pytest
from django.conf import settings
from django.urls import reverse

from obiettivi.importers.modelli import carica_modelli
from piani.permessi import Ruolo
from tests import factories
from tests.browser.conftest import Esaminatore

pytestmark = pytest.mark.django_db(transaction=True)
ANNO = 2025
TESTO_LUNGO = (
    "Rispetto degli standard qualitativi e quantitativi dei servizi gestiti, con il monitoraggio dei tempi. " * 4
)


@pytest.fixture
def schede() -> dict:
    """Two years of an area with people and shares, the body's sheet, a second area, mandate lines, the library."""
    carica_modelli(settings.BASE_DIR / "fixtures" / "liste")
    ente = factories.EnteFactory(denominazione="Comune di Esempio sul Monte Inventato", e_esempio=True)
    mandato = factories.MandatoFactory(ente=ente)
    linee = [factories.LineaMandatoFactory(mandato=mandato, numero=numero) for numero in (1, 2, 3)]
    piano = factories.PianoFactory(ente=ente, mandato=mandato, anno_inizio=ANNO - 1)
    area = factories.AreaFactory(ente=ente, nome="Area dei servizi di esempio", slug="esempio")
    vecchia = factories.SchedaFactory(piano=piano, area=area, anno=ANNO - 1)
    nuova = factories.SchedaFactory(piano=piano, area=area, anno=ANNO)
    di_ente = factories.SchedaFactory(piano=piano, tipo="ente", area=None, anno=ANNO)
    operativo = factories.OperativoFactory(strategico=factories.StrategicoFactory(ente=ente, linea=linee[0]))
    for scheda in (vecchia, di_ente, factories.SchedaFactory(piano=piano, anno=ANNO)):
        for numero in (1, 2):
            riga = factories.ObiettivoFactory(
                scheda=scheda,
                numero=numero,
                peso=50,
                descrizione=f"Obiettivo {numero} di esempio. {TESTO_LUNGO}",
                scadenza=datetime.date(ANNO - 1, 12, 31),
                operativo=operativo if numero == 1 else None,
            )
            factories.IndicatoreFactory(obiettivo=riga, descrizione=TESTO_LUNGO, valore_atteso="Almeno 10")
    factories.ModelloObiettivoFactory(ente=ente)
    persona = factories.PersonaSchedaFactory(scheda=vecchia, dipendente__cognome="Esempio Dipendente Uno")
    factories.AssegnazioneFactory(obiettivo=vecchia.obiettivi.first(), persona=persona, percentuale="66.67")
    altra = factories.PersonaSchedaFactory(
        scheda=factories.SchedaFactory(piano=piano, anno=ANNO - 1), dipendente=persona.dipendente
    )
    factories.AssegnazioneFactory(
        obiettivo=factories.ObiettivoFactory(scheda=altra.scheda), persona=altra, percentuale=20
    )
    return {"piano": piano, "vecchia": vecchia, "nuova": nuova, "di_ente": di_ente, "persona": persona}


@pytest.fixture
def responsabile(schede, utente_con_ruolo):
    return utente_con_ruolo(schede["piano"].ente, Ruolo.RESPONSABILE, area=schede["nuova"].area)


def esamina(esaminatore: Esaminatore, indirizzo: str, stato: int = 200) -> None:
    difetti = []
    for larghezza, trovati in esaminatore.esamina(indirizzo, stato=stato):
        esaminatore.fotografa(f"avvio{re.sub(r'[^a-z0-9]+', '-', indirizzo)}{larghezza}")
        difetti += [f"{indirizzo} a {larghezza} px: {difetto}" for difetto in trovati]
    assert not difetti, "\n".join(difetti)


def test_le_pagine_del_responsabile(browser_qualunque, schede, responsabile):
    browser_qualunque.accede(responsabile)

    for nome in ("scheda-copia", "scheda-libreria", "scheda-matrice"):
        esamina(browser_qualunque, reverse(nome, args=[schede["nuova"].pk]))
    esamina(browser_qualunque, reverse("scheda-matrice", args=[schede["vecchia"].pk]))
    esamina(browser_qualunque, reverse("scheda-copia", args=[schede["vecchia"].pk]))
    esamina(browser_qualunque, reverse("miei-obiettivi"))


def test_le_pagine_del_segretario_e_del_sindaco(browser_qualunque, schede, utente_con_ruolo):
    browser_qualunque.accede(utente_con_ruolo(schede["piano"].ente, Ruolo.SEGRETARIO))
    esamina(browser_qualunque, reverse("scheda-trasversali", args=[schede["di_ente"].pk]))
    esamina(browser_qualunque, reverse("scheda-trasversali", args=[schede["nuova"].pk]), stato=403)

    browser_qualunque.accede(utente_con_ruolo(schede["piano"].ente, Ruolo.SINDACO))
    esamina(browser_qualunque, reverse("mappa", args=[schede["piano"].pk]))
    esamina(browser_qualunque, reverse("mappa", args=[schede["piano"].pk]) + "?linea=1")


def test_la_pagina_del_dipendente(browser_qualunque, schede, utente_con_ruolo):
    utente = utente_con_ruolo(schede["piano"].ente, Ruolo.DIPENDENTE)
    persona = schede["persona"].dipendente
    persona.utente = utente
    persona.save()
    browser_qualunque.accede(utente)

    esamina(browser_qualunque, reverse("miei-obiettivi"))
    assert "66,67%" in browser_qualunque.pagina.content()


def test_dalla_copia_alla_scheda_salvata(browser_qualunque, schede, responsabile):
    browser_qualunque.accede(responsabile)
    pagina = browser_qualunque.pagina

    browser_qualunque.apre(reverse("scheda", args=[schede["nuova"].pk]))
    browser_qualunque.preme("text=Copia dall'anno precedente")
    pagina.locator(".da-decidere").nth(1).get_by_text("Continua con un nuovo valore atteso").click()
    pagina.get_by_text("Copia anche la persona").click()
    browser_qualunque.preme("text=Riempi la scheda del 2025")
    browser_qualunque.preme(".barra button[value=salva]")

    salvati = schede["nuova"].obiettivi.order_by("numero")
    assert [riga.origine for riga in salvati] == ["ripreso", "continuato"]
    assert {riga.scadenza for riga in salvati} == {datetime.date(ANNO, 12, 31)}
    assert schede["nuova"].persone.count() == 1


def test_la_matrice_dice_il_totale_mentre_si_scrive_e_gli_errori_nella_casella(esaminatore, schede, responsabile):
    esaminatore.accede(responsabile)
    pagina = esaminatore.pagina
    pagina.set_viewport_size({"width": 1280, "height": 900})
    esaminatore.apre(reverse("scheda-matrice", args=[schede["vecchia"].pk]))
    caselle, totale = pagina.locator("input.quota"), pagina.locator("output.totale-riga")

    assert totale.inner_text() == "86,67, mancano 13,33"
    caselle.nth(1).fill("13,33")
    assert totale.inner_text() == "100"
    caselle.nth(1).fill("40")
    assert totale.inner_text() == "126,67, di troppo 26,67"
    caselle.nth(1).fill("dieci")
    esaminatore.preme("text=Salva persone e quote")

    assert pagina.title().startswith("Errore: ")
    assert pagina.evaluate("document.activeElement.dataset.riepilogoErrori") is not None
    assert caselle.nth(1).input_value() == "dieci"
    assert esaminatore.giudica("avvio-matrice-errori", stato=422) == []
