"""Il dipendente vede i propri obiettivi e le proprie quote, e quelle di nessun altro."""

import pytest
from django.urls import reverse

from tests import factories
from tests.obiettivi.conftest import ANNO

TETTO_DELLE_DOMANDE = 12
PAGINA = "/miei-obiettivi/"


@pytest.fixture
def utente(ente, utente_con_ruolo):
    return utente_con_ruolo(ente, "dipendente")


@pytest.fixture
def io(ente, utente):
    return factories.DipendenteFactory(ente=ente, utente=utente)


@pytest.fixture
def presenza(scheda, io):
    return factories.PersonaSchedaFactory(scheda=scheda, dipendente=io)


@pytest.fixture
def client(utente, accedi):
    return accedi(utente)


def pagina_letta(client) -> str:
    return " ".join(client.get(PAGINA).content.decode().split())


def test_si_vedono_solo_gli_obiettivi_assegnati_e_la_propria_quota(client, scheda, obiettivi, presenza):
    factories.AssegnazioneFactory(obiettivo=obiettivi[0], persona=presenza, percentuale="33.5")
    altro = factories.PersonaSchedaFactory(scheda=scheda, nome_pubblicato="Altro Dipendente Esempio")
    factories.AssegnazioneFactory(obiettivo=obiettivi[0], persona=altro, percentuale="77.7")
    factories.AssegnazioneFactory(obiettivo=obiettivi[1], persona=altro, percentuale="22.3")

    letto = pagina_letta(client)

    assert "La tua quota: <strong>33,5%</strong>" in letto
    assert "Obiettivo di prova 1" in letto
    assert not any(frase in letto for frase in ("Obiettivo di prova 2", "77,7", "22,3", "Altro Dipendente"))


def test_chi_e_coinvolto_senza_quote_vede_tutti_gli_obiettivi_della_scheda(client, obiettivi, presenza):
    letto = pagina_letta(client)

    assert "senza una quota per i singoli obiettivi" in letto
    assert all(riga.descrizione in letto for riga in obiettivi)


def test_ogni_anno_e_ogni_scheda_in_cui_si_e_e_nessun_altra(client, scheda, obiettivi, presenza, io):
    dopo = factories.SchedaFactory(piano=scheda.piano, area=scheda.area, anno=ANNO + 1)
    factories.PersonaSchedaFactory(scheda=dopo, dipendente=io)
    factories.ObiettivoFactory(scheda=dopo, descrizione="Obiettivo dell'anno dopo")
    estranea = factories.SchedaFactory(piano=scheda.piano, anno=ANNO)
    factories.ObiettivoFactory(scheda=estranea, descrizione="Obiettivo estraneo")

    letto = pagina_letta(client)

    assert letto.index(f">{ANNO + 1}</h2>") < letto.index(f">{ANNO}</h2>")
    assert "Obiettivo dell&#x27;anno dopo" in letto
    assert "Obiettivo estraneo" not in letto


def test_un_obiettivo_trasversale_ha_il_testo_della_scheda_di_ente(client, scheda, presenza):
    di_ente = factories.SchedaFactory(piano=scheda.piano, tipo="ente", area=None)
    origine = factories.ObiettivoFactory(scheda=di_ente, descrizione="Testo di ente")
    factories.ObiettivoFactory(scheda=scheda, trasversale=origine, descrizione="")

    assert "Testo di ente" in pagina_letta(client)


def test_chi_non_e_nell_anagrafe_lo_legge(client, scheda, obiettivi):
    assert "non è collegato a una persona dell'anagrafe" in pagina_letta(client)


def test_la_pagina_iniziale_e_il_menu_portano_ai_propri_obiettivi(client):
    assert client.get(reverse("home")).content.decode().count(f'href="{PAGINA}"') == 2


@pytest.mark.parametrize("anni", [1, 3])
def test_le_domande_non_crescono_con_le_schede(
    client, scheda, obiettivi, presenza, io, anni, django_assert_max_num_queries
):
    for anno in range(1, anni):
        altra = factories.SchedaFactory(piano=scheda.piano, anno=ANNO + anno)
        persona = factories.PersonaSchedaFactory(scheda=altra, dipendente=io)
        factories.AssegnazioneFactory(obiettivo=factories.ObiettivoFactory(scheda=altra), persona=persona)

    with django_assert_max_num_queries(TETTO_DELLE_DOMANDE):
        client.get(PAGINA)
