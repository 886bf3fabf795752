"""Inviting people, and the ways to a password."""

import re
from smtplib import SMTPServerDisconnected

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from piani.models import Utente
from tests import factories
from tests.piani.modulo import errori, invia

pytestmark = pytest.mark.django_db
ADD = "admin:piani_utente_add"


@pytest.fixture
def client(accedi, amministratore):
    return accedi(amministratore)


@pytest.fixture
def invita(client, ente, django_capture_on_commit_callbacks):
    def fai(**cambi):
        dati = {
            "first_name": "Esempio",
            "last_name": "Invitata",
            "email": "Invitata@example.org",
            "ente": str(ente.pk),
            "ruolo": "segretario",
            "dal": "01/01/2024",
        }
        with django_capture_on_commit_callbacks(execute=True):
            return invia(client, reverse(ADD), **{**dati, **cambi})

    return fai


def collegamento(messaggio) -> str:
    return re.search(r"http://testserver(/account/reset/\S+)", messaggio.body)[1]


def test_l_invito_crea_utente_e_incarico_e_porta_alla_password(invita, client, mailoutbox, ente):
    assert errori(invita()) == {}

    nuova = Utente.objects.get(email="invitata@example.org")
    assert nuova.username == "invitata"
    assert not nuova.has_usable_password()
    assert [(incarico.ente, incarico.ruolo) for incarico in nuova.incarichi.all()] == [(ente, "segretario")]
    (messaggio,) = mailoutbox
    assert messaggio.to == ["invitata@example.org"]

    client.logout()
    pagina = client.get(collegamento(messaggio), follow=True)
    password = {"new_password1": "corretto cavallo batteria", "new_password2": "corretto cavallo batteria"}
    assert client.post(pagina.request["PATH_INFO"], password).status_code == 302
    dati = {"username": "invitata", "password": "corretto cavallo batteria"}
    assert client.post(reverse("login"), dati).status_code == 302
    assert client.get(reverse("admin:index")).status_code == 200


def test_chi_ha_gia_un_account_riceve_solo_l_incarico(invita, mailoutbox, utente_con_ruolo, altro_ente, ente):
    segretario = utente_con_ruolo(altro_ente, "segretario")
    segretario.set_password("quella di sempre")
    segretario.save()

    assert errori(invita(email=segretario.email, first_name="Altro", last_name="Nome")) == {}

    segretario.refresh_from_db()
    assert set(segretario.incarichi.values_list("ente", flat=True)) == {ente.pk, altro_ente.pk}
    assert segretario.first_name == "Utente"
    assert "account/reset" not in mailoutbox[0].body


def test_il_responsabile_chiede_un_area_e_di_questo_ente(invita, altro_ente):
    senza = errori(invita(ruolo="responsabile"))
    altrui = errori(invita(ruolo="responsabile", area=str(factories.AreaFactory(ente=altro_ente).pk)))

    assert "Indicare l'area" in str(senza["area"]).replace("&#x27;", "'")
    assert "area" in altrui
    assert not Utente.objects.filter(email__iexact="invitata@example.org").exists()


def test_un_indirizzo_sbagliato_non_crea_nulla(invita, mailoutbox):
    assert "email" in errori(invita(email="non è un indirizzo"))
    assert not mailoutbox


def test_se_la_posta_non_parte_lo_si_legge_e_l_utente_resta(invita, monkeypatch):
    def rotta(*_):
        raise SMTPServerDisconnected

    monkeypatch.setattr("piani.services.utenti.send_mail", rotta)

    risposta = invita()

    assert any("non è partito" in str(messaggio) for messaggio in get_messages(risposta.wsgi_request))
    assert Utente.objects.filter(email="invitata@example.org").exists()


def test_l_invito_si_manda_di_nuovo_solo_a_chi_non_ha_password(client, mailoutbox, utente_con_ruolo, ente):
    senza, con = (utente_con_ruolo(ente, ruolo) for ruolo in ("nucleo", "sindaco"))
    senza.set_unusable_password()
    senza.save()
    con.set_password("una buona password")
    con.save()

    client.post(
        reverse("admin:piani_utente_changelist"),
        {"action": "invia_di_nuovo", "_selected_action": [str(senza.pk), str(con.pk)], "index": "0"},
    )

    assert [messaggio.to for messaggio in mailoutbox] == [[senza.email]]


def test_chi_ha_perso_l_invito_lo_recupera_da_password_dimenticata(client, mailoutbox, utente_con_ruolo, ente):
    invitato = utente_con_ruolo(ente, "nucleo")
    invitato.set_unusable_password()
    invitato.save()
    client.logout()

    risposta = client.post(reverse("password_reset"), {"email": invitato.email})

    assert risposta.status_code == 302
    assert collegamento(mailoutbox[0])


def test_password_dimenticata_non_dice_chi_c_e(client, mailoutbox):
    client.logout()

    assert client.post(reverse("password_reset"), {"email": "nessuno@example.org"}).status_code == 302
    assert not mailoutbox
