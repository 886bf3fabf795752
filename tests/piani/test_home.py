"""The home page by role, the menu, the header, and the pages of errors."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.shortcuts import render
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.views.defaults import bad_request, server_error

from piani.views.home import RIQUADRI, Riquadro
from piani.views.menu import VOCI_MENU, VoceMenu
from tests import factories

pytestmark = pytest.mark.django_db
HOME = "/"


@pytest.fixture
def home(accedi):
    return lambda utente: accedi(utente).get(HOME)


def voci(risposta) -> list[tuple[str, bool]]:
    return [(voce.testo, voce.qui) for voce in risposta.context["interfaccia"].menu]


def test_chi_non_e_entrato_va_alla_pagina_di_accesso(client):
    assert client.get(HOME).url == f"{reverse('login')}?next=/"


def test_chi_non_ha_incarichi_lo_legge(home):
    pagina = home(factories.UtenteFactory()).text

    assert "Nessun incarico in vigore" in pagina
    assert "Amministrazione" not in pagina


def test_un_incarico_finito_o_non_ancora_iniziato_non_conta(home, ente, utente_con_ruolo):
    for date in ({"al": "2019-12-31"}, {"dal": "2999-01-01"}):
        assert "Nessun incarico in vigore" in home(utente_con_ruolo(ente, "segretario", **date)).text


@pytest.mark.parametrize("ruolo", ["segretario", "amministratore"])
def test_chi_lavora_nell_amministrazione_vede_i_piani_e_le_schede_per_stato(home, ente, utente_con_ruolo, ruolo):
    piano = factories.PianoFactory(ente=ente)
    for stato, quante in (("bozza", 3), ("proposta", 2), ("validata", 1)):
        factories.SchedaFactory.create_batch(
            quante,
            piano=piano,
            stato=stato,
            proposta_il=None if stato == "bozza" else "2024-02-01T10:00:00Z",
            validata_il="2024-02-02T10:00:00Z" if stato == "validata" else None,
        )

    risposta = home(utente_con_ruolo(ente, ruolo))

    (riga,) = next(voce["dati"]["piani"] for voce in risposta.context["riquadri"] if "piani" in voce["dati"])
    assert (riga.schede_bozza, riga.schede_proposta, riga.schede_validata) == (3, 2, 1)
    assert reverse("admin:piani_piano_change", args=[piano.pk]) in risposta.text
    assert "In redazione" in risposta.text


def test_un_piano_approvato_e_quello_di_un_altro_ente_non_sono_in_lavorazione(home, ente, altro_ente, segretario):
    factories.PianoFactory(
        ente=ente, stato="approvato", atto=factories.AttoFactory(ente=ente), approvato_il="2024-03-01T10:00:00Z"
    )
    factories.PianoFactory(ente=altro_ente)

    assert "Nessun piano in lavorazione" in home(segretario).text


def test_il_segretario_di_due_comuni_legge_di_quale_e_ogni_piano(home, ente, altro_ente, segretario):
    factories.IncaricoFactory(ente=altro_ente, utente=segretario, ruolo="segretario")
    for comune in (ente, altro_ente):
        factories.PianoFactory(ente=comune)

    risposta = home(segretario)

    assert risposta.context["interfaccia"].ente is None
    assert all(str(comune) in risposta.text for comune in (ente, altro_ente))


@pytest.mark.parametrize("ruolo", ["dipendente", "responsabile", "sindaco", "giunta", "nucleo"])
def test_gli_altri_ruoli_non_vedono_l_amministrazione(home, ente, utente_con_ruolo, ruolo):
    factories.PianoFactory(ente=ente)

    risposta = home(utente_con_ruolo(ente, ruolo))

    assert "Piani in lavorazione" not in risposta.text
    assert "Amministrazione" not in dict(voci(risposta))


def test_il_menu_segna_dove_si_e(accedi, segretario):
    client = accedi(segretario)

    assert ("Pagina iniziale", True) in voci(client.get(HOME))
    assert not any(qui for _, qui in voci(client.get(reverse("password_change"))))


def test_una_voce_di_menu_e_un_riquadro_si_aggiungono_da_fuori(home, segretario, monkeypatch):
    for registro in (VOCI_MENU, RIQUADRI):
        monkeypatch.setattr(registro, "_voci", dict(registro._voci))
    VOCI_MENU.registra(VoceMenu("prova", 50, "Voce di prova", "password_change", lambda utente: not utente.organizza))
    RIQUADRI.registra(Riquadro("prova", 5, lambda richiesta: ("piani/riquadri/nessun_incarico.html", {})))

    risposta = home(segretario)

    assert [testo for testo, _ in voci(risposta)].index("Voce di prova") > 0
    assert risposta.text.index("Nessun incarico in vigore") < risposta.text.index("Piani in lavorazione")
    with pytest.raises(ImproperlyConfigured, match="prova"):
        RIQUADRI.registra(Riquadro("prova", 6, lambda richiesta: None))


def test_l_intestazione_porta_il_nome_dell_ente_in_cui_si_lavora(home, ente, segretario):
    assert '<span class="it-brand-title">Comune di Prova Primo</span>' in home(segretario).text


@pytest.mark.parametrize("e_esempio", [True, False])
def test_la_parola_esempio_sta_su_ogni_pagina_di_un_ente_inventato(accedi, utente_con_ruolo, e_esempio):
    client = accedi(utente_con_ruolo(factories.EnteFactory(e_esempio=e_esempio), "sindaco"))

    for indirizzo in (HOME, reverse("password_change"), "/indirizzo-che-non-esiste/"):
        assert ("ESEMPIO" in client.get(indirizzo).text) is e_esempio


def test_l_ente_della_pagina_viene_prima_di_quello_in_cui_si_lavora(segretario):
    richiesta = RequestFactory().get("/")
    richiesta.user = segretario
    della_pagina = factories.EnteFactory(denominazione="Comune della Pagina", e_esempio=True)

    pagina = render(richiesta, "409.html", {"ente": della_pagina, "motivo": "La scheda è cambiata."}).text

    assert '<span class="it-brand-title">Comune della Pagina</span>' in pagina
    assert "ESEMPIO" in pagina


@pytest.mark.prestazioni
def test_la_pagina_iniziale_non_supera_dodici_domande_al_database(
    accedi, ente, altro_ente, segretario, superuser, django_assert_max_num_queries
):
    factories.IncaricoFactory(ente=altro_ente, utente=segretario, ruolo="segretario")
    for comune in (ente, altro_ente):
        for anno in (2024, 2025, 2026):
            factories.SchedaFactory.create_batch(3, piano=factories.PianoFactory(ente=comune, anno_inizio=anno))

    for utente in (segretario, superuser, factories.UtenteFactory()):
        client = accedi(utente)
        with django_assert_max_num_queries(12):
            assert client.get(HOME).status_code == 200


class TestErrori:
    def test_la_pagina_che_non_c_e(self, client, accedi, segretario):
        for chi in (client, accedi(segretario)):
            risposta = chi.get("/indirizzo-che-non-esiste/")
            assert risposta.status_code == 404
            assert "Pagina non trovata" in risposta.text
        assert "Comune di Prova Primo" in risposta.text

    def test_la_pagina_riservata_dice_chi_si_e_e_come_uscire(self, accedi, ente, utente_con_ruolo):
        sindaco = utente_con_ruolo(ente, "sindaco")

        risposta = accedi(sindaco).get(reverse("admin:index"))

        assert risposta.status_code == 403
        assert sindaco.username in risposta.text
        assert f'action="{reverse("logout")}"' in risposta.text

    def test_gli_errori_del_programma_si_disegnano_senza_domande_e_senza_contesto(self, django_assert_num_queries):
        richiesta = RequestFactory().get("/")
        with django_assert_num_queries(0):
            guasto, illeggibile = server_error(richiesta), bad_request(richiesta, ValueError("segreto"))

        assert (guasto.status_code, illeggibile.status_code) == (500, 400)
        assert "Qualcosa non ha funzionato" in guasto.text
        assert "Richiesta non valida" in illeggibile.text
        assert "segreto" not in illeggibile.text

    def test_un_indirizzo_del_sito_che_non_e_il_suo(self, client):
        risposta = client.get(HOME, headers={"host": "altrove.example"})

        assert risposta.status_code == 400
        assert "Richiesta non valida" in risposta.text

    def test_il_conflitto_dice_il_motivo_e_dove_andare(self):
        contesto = {"motivo": "La scheda è cambiata.", "indirizzo": "/schede/1/", "testo_indirizzo": "Apri la scheda"}

        pagina = render_to_string("409.html", contesto)

        assert "La scheda è cambiata." in pagina
        assert '<a class="btn btn-primary" href="/schede/1/">Apri la scheda</a>' in pagina
