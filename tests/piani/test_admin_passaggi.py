"""The plan goes on from the admin: what the pages say, what they refuse, that nothing gets round the services."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from piani.models import Atto, Piano, Versione
from piani.services.approvazione import approva_piano, trasmetti_piano
from piani.services.versioni import candidata_di
from tests.schede import atto_nuovo, piano_validato

pytestmark = pytest.mark.django_db


@pytest.fixture
def piano(ente) -> Piano:
    return piano_validato(ente)


@pytest.fixture
def client(accedi, segretario):
    return accedi(segretario)


def pagina(nome: str, piano: Piano) -> str:
    return reverse(f"admin:piani_piano_{nome}", args=[piano.pk])


def scritto(risposta) -> str:
    return " ".join(risposta.content.decode().split())


def stato(piano: Piano) -> str:
    return Piano.objects.get(pk=piano.pk).stato


def atto(**campi) -> dict[str, str]:
    oggi = f"{timezone.localdate():%d/%m/%Y}"
    return {"organo": "giunta", "numero": "38", "data": oggi, "oggetto": "Piano", "nota": "", **campi}


def test_la_pagina_del_piano_offre_solo_cio_che_si_puo_fare_adesso(client, piano, segretario, accedi, amministratore):
    cambia = reverse("admin:piani_piano_change", args=[piano.pk])

    assert "Trasmetti alla Giunta" in scritto(client.get(cambia))
    assert "Approva</a>" not in scritto(client.get(cambia))
    assert "Acquisisci come approvato" in scritto(accedi(amministratore).get(cambia))
    trasmetti_piano(piano=piano, utente=segretario)
    assert "Approva</a>" in scritto(client.get(cambia))
    assert "per emendamenti" in scritto(client.get(cambia))


def test_trasmettere_dice_prima_che_cosa_manca(client, piano):
    piano.schede.filter(pk=piano.schede.first().pk).update(stato="bozza", validata_il=None)

    risposta = client.get(pagina("trasmetti", piano))
    assert "non è validata" in scritto(risposta)
    assert 'value="Trasmetti alla Giunta"' not in scritto(risposta)
    assert client.post(pagina("trasmetti", piano), {"nota": ""}).status_code == 422
    assert stato(piano) == "in_redazione"


def test_dalla_trasmissione_all_approvazione(client, piano):
    risposta = client.post(pagina("trasmetti", piano), {"nota": "Per giovedì."})
    assert (risposta.status_code, stato(piano)) == (302, "in_giunta")
    assert "trasmesso alla Giunta" in str(next(iter(get_messages(risposta.wsgi_request))))

    modulo = client.get(pagina("approva", piano))
    candidata = candidata_di(piano)
    assert candidata.sha256 in scritto(modulo)
    risposta = client.post(pagina("approva", piano), atto(impronta=modulo.context["form"]["impronta"].value()))

    assert (risposta.status_code, stato(piano)) == (302, "approvato")
    assert str(Versione.objects.get().atto).startswith("G.C. n. 38 del ")


@pytest.mark.parametrize(
    ("campi", "detto"),
    [
        ({"numero": ""}, "obbligatorio"),
        ({"data": "31/02/2024"}, "31/02/2024"),
        ({"data": "ieri"}, "non è una data"),
        ({"data": f"{timezone.localdate() + datetime.timedelta(days=2):%d/%m/%Y}"}, "nel futuro"),
        ({"data": "12/07/2019"}, "la prima scheda del piano è stata scritta"),
        ({"organo": "re"}, "re"),
    ],
)
def test_un_atto_sbagliato_si_dice_e_il_testo_scritto_resta(client, piano, segretario, campi, detto):
    trasmetti_piano(piano=piano, utente=segretario)
    dati = atto(impronta=candidata_di(piano).sha256, oggetto="<b>Oggetto</b>", **campi)

    risposta = client.post(pagina("approva", piano), dati)

    assert risposta.status_code == 422
    assert detto in scritto(risposta)
    assert "&lt;b&gt;Oggetto&lt;/b&gt;" in scritto(risposta)
    assert stato(piano) == "in_giunta"
    assert not Atto.objects.exists()


def test_il_testo_cambiato_dopo_che_la_pagina_e_stata_aperta_non_si_approva(client, piano, segretario):
    trasmetti_piano(piano=piano, utente=segretario)

    risposta = client.post(pagina("approva", piano), atto(impronta="0" * 64))

    assert risposta.status_code == 409
    assert "rileggerlo" in scritto(risposta)
    assert stato(piano) == "in_giunta"


def test_una_richiesta_ripetuta_o_dallo_stato_sbagliato_e_409(client, piano):
    assert client.post(pagina("approva", piano), atto(impronta="0" * 64)).status_code == 409
    client.post(pagina("trasmetti", piano), {"nota": ""})
    assert client.post(pagina("trasmetti", piano), {"nota": ""}).status_code == 409
    assert Versione.objects.count() == 1


def test_gli_emendamenti_chiedono_la_nota(client, piano, segretario):
    trasmetti_piano(piano=piano, utente=segretario)

    assert client.post(pagina("emendamenti", piano), {"nota": " "}).status_code == 422
    assert client.post(pagina("emendamenti", piano), {"nota": "Altro."}).status_code == 302
    assert stato(piano) == "in_redazione"


def test_la_variazione_fa_scegliere_le_schede(client, piano, segretario):
    trasmetti_piano(piano=piano, utente=segretario)
    approva_piano(piano=piano, utente=segretario, impronta=candidata_di(piano).sha256, atto=atto_nuovo())
    prima, seconda = piano.schede.order_by("pk")

    assert str(prima) in scritto(client.get(pagina("apri_variazione", piano)))
    inventata = {"nota": "Bando perso.", "schede": ["999999"]}
    assert client.post(pagina("apri_variazione", piano), inventata).status_code == 422
    risposta = client.post(pagina("apri_variazione", piano), {"nota": "Bando perso.", "schede": [str(prima.pk)]})

    assert (risposta.status_code, stato(piano)) == (302, "in_variazione")
    seconda.refresh_from_db()
    prima.refresh_from_db()
    assert (prima.stato, seconda.stato) == ("bozza", "validata")

    assert "Annulla la variazione" in scritto(client.get(pagina("annulla_variazione", piano)))
    assert client.post(pagina("annulla_variazione", piano), {"nota": "Per errore."}).status_code == 302
    assert stato(piano) == "approvato"


def test_l_acquisizione_e_dell_amministratore(client, accedi, amministratore, piano):
    piano.schede.first().obiettivi.update(peso=6)
    dati = atto(data="12/07/2019", nota="Approvato su carta.")

    assert client.post(pagina("acquisisci", piano), dati).status_code == 403
    assert "1 bloccante" in scritto(accedi(amministratore).get(pagina("acquisisci", piano)))
    assert accedi(amministratore).post(pagina("acquisisci", piano), dati).status_code == 302
    assert stato(piano) == "approvato"


@pytest.mark.parametrize(
    "nome", ["trasmetti", "emendamenti", "approva", "apri_variazione", "annulla_variazione", "acquisisci"]
)
def test_altrove_il_piano_non_esiste_e_solo_get_e_post(nome, piano, altro_ente, utente_con_ruolo, accedi, client):
    straniero = accedi(utente_con_ruolo(altro_ente, "segretario"))

    assert straniero.post(pagina(nome, piano), atto()).status_code == 404
    assert client.put(pagina(nome, piano)).status_code == 405


def test_uno_stato_falso_nel_modulo_non_conta(client, piano):
    client.post(pagina("trasmetti", piano), {"nota": "", "stato": "approvato", "a": "approvato"})

    assert stato(piano) == "in_giunta"
