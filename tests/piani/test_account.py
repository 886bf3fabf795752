"""Getting in and out, changing and recovering the password, and who tries too many of them."""

import re

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from piani.models import Utente

pytestmark = pytest.mark.django_db
PASSWORD = "una buona password"
ALTRA = "corretto cavallo batteria"


@pytest.fixture
def sindaco(utente_con_ruolo, ente) -> Utente:
    utente = utente_con_ruolo(ente, "sindaco")
    utente.set_password(PASSWORD)
    utente.save()
    return utente


def entra(client: Client, utente: Utente | str, password: str = PASSWORD, **opzioni):
    dati = {"username": str(getattr(utente, "username", utente)), "password": password}
    return client.post(reverse("login"), {**dati, **opzioni.pop("altro", {})}, **opzioni)


def messaggi(risposta) -> list[str]:
    return [str(messaggio) for messaggio in get_messages(risposta.wsgi_request)]


def test_si_entra_e_si_arriva_alla_pagina_iniziale(client, sindaco):
    risposta = entra(client, sindaco)

    assert (risposta.status_code, risposta.url) == (302, reverse("home"))
    assert client.get(reverse("home")).status_code == 200


def test_chi_non_e_entrato_arriva_dove_voleva_andare(client, segretario):
    segretario.set_password(PASSWORD)
    segretario.save()
    richiesta = client.get(reverse("admin:piani_piano_changelist"), follow=True)
    assert richiesta.redirect_chain[-1][0] == f"{reverse('login')}?next={reverse('admin:piani_piano_changelist')}"

    risposta = entra(client, segretario, altro={"next": reverse("admin:piani_piano_changelist")})

    assert risposta.url == reverse("admin:piani_piano_changelist")


def test_dalla_pagina_di_accesso_non_si_esce_dal_sito(client, sindaco):
    assert entra(client, sindaco, altro={"next": "https://altrove.example/"}).url == reverse("home")


def test_l_accesso_dell_amministrazione_e_quello_di_tutti(client, accedi, segretario):
    risposta = client.get(reverse("admin:login"), {"next": "/admin/piani/area/"})
    assert risposta.url == f"{reverse('login')}?next=/admin/piani/area/"

    dentro = accedi(segretario).get(reverse("admin:login"), follow=True)
    assert dentro.redirect_chain[-1][0] == reverse("admin:index")


def test_un_post_alla_vecchia_pagina_dell_amministrazione_non_fa_entrare(client, sindaco):
    risposta = client.post(reverse("admin:login"), {"username": sindaco.username, "password": PASSWORD})

    assert risposta.url.startswith(reverse("login"))
    assert client.get(reverse("home")).status_code == 302


@pytest.mark.parametrize("uscita", ["logout", "admin:logout"])
def test_si_esce_e_non_si_e_piu_dentro(accedi, sindaco, uscita):
    client = accedi(sindaco)

    risposta = client.post(reverse(uscita))

    assert risposta.url == reverse("login")
    assert messaggi(risposta) == ["Sei uscito."]
    assert client.get(reverse("home")).status_code == 302


def test_nome_sbagliato_e_password_sbagliata_danno_la_stessa_risposta(client, sindaco):
    def testo(nome: str) -> str:
        pagina = entra(client, nome, "sbagliata").text
        pagina = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", pagina)
        return pagina.replace(nome, "NOME")

    assert testo(sindaco.username) == testo("nessuno")
    assert "Il nome utente o la password non sono giusti" in testo(sindaco.username)


def test_la_password_scritta_non_torna_mai_nella_pagina(client, sindaco):
    for nome in (sindaco.username, ""):
        risposta = entra(client, nome, "Segretissima1")
        assert risposta.status_code == 200
        assert "Segretissima1" not in risposta.text
        assert "Segretissima1" not in " ".join(messaggi(risposta))


class TestTroppiTentativi:
    def test_dopo_cinque_password_sbagliate_anche_quella_giusta_non_basta(self, client, sindaco):
        stati = [entra(client, sindaco, "sbagliata").status_code for _ in range(5)]
        assert stati == [200, 200, 200, 200, 429]

        risposta = entra(client, sindaco)

        assert risposta.status_code == 429
        assert "15 minuti" in risposta.text
        assert "registration/bloccato.html" in [modello.name for modello in risposta.templates]
        assert client.get(reverse("home")).status_code == 302

    def test_un_nome_che_non_esiste_e_bloccato_allo_stesso_modo(self, client):
        assert [entra(client, "nessuno", "x").status_code for _ in range(5)] == [200, 200, 200, 200, 429]

    def test_chi_prova_da_fuori_non_chiude_fuori_il_collega(self, client, sindaco):
        for _ in range(5):
            entra(client, sindaco, "sbagliata", REMOTE_ADDR="203.0.113.9")

        assert entra(client, sindaco, REMOTE_ADDR="203.0.113.9").status_code == 429
        assert entra(client, sindaco, REMOTE_ADDR="192.0.2.7").status_code == 302

    def test_e_dallo_stesso_ufficio_gli_altri_entrano(self, client, sindaco, segretario):
        segretario.set_password(PASSWORD)
        segretario.save()
        for _ in range(5):
            entra(client, sindaco, "sbagliata")

        assert entra(client, segretario).status_code == 302

    def test_passato_il_tempo_si_rientra(self, client, sindaco, time_machine):
        time_machine.move_to("2026-03-02T10:00:00+01:00", tick=False)
        for _ in range(6):
            entra(client, sindaco, "sbagliata")

        time_machine.move_to("2026-03-02T10:14:00+01:00", tick=False)
        assert entra(client, sindaco).status_code == 429
        time_machine.move_to("2026-03-02T10:15:01+01:00", tick=False)
        assert entra(client, sindaco).status_code == 302

    def test_chi_riesce_a_entrare_ricomincia_da_capo(self, client, sindaco):
        for _ in range(2):
            assert [entra(Client(), sindaco, "sbagliata").status_code for _ in range(4)] == [200] * 4
            assert entra(Client(), sindaco).status_code == 302

    def test_dietro_il_proxy_si_blocca_il_visitatore_e_non_il_proxy(self, client, sindaco, settings):
        settings.DIETRO_PROXY = True
        for numero in range(5):
            entra(client, sindaco, "sbagliata", HTTP_X_FORWARDED_FOR=f"10.0.0.{numero}, 203.0.113.9")

        assert entra(client, sindaco, HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 429
        assert entra(client, sindaco, HTTP_X_FORWARDED_FOR="203.0.113.10").status_code == 302


def test_la_password_si_cambia_e_si_resta_dentro(accedi, sindaco):
    client = accedi(sindaco)
    dati = {"old_password": PASSWORD, "new_password1": ALTRA, "new_password2": ALTRA}

    risposta = client.post(reverse("password_change"), dati)

    assert risposta.url == reverse("home")
    assert messaggi(risposta) == ["La password è cambiata."]
    assert client.get(reverse("home")).status_code == 200
    assert Utente.objects.get(pk=sindaco.pk).check_password(ALTRA)


def test_la_password_non_cambia_senza_quella_di_prima_e_gli_errori_si_leggono(accedi, sindaco):
    dati = {"old_password": "un'altra", "new_password1": "12345678", "new_password2": "12345679"}

    pagina = accedi(sindaco).post(reverse("password_change"), dati).text

    assert "<title>Errore: Cambio della password" in pagina
    assert "Ci sono 2 errori da correggere" in pagina
    assert 'href="#id_old_password"' in pagina
    assert Utente.objects.get(pk=sindaco.pk).check_password(PASSWORD)


def test_la_password_dimenticata_si_sceglie_dal_messaggio_e_dopo_si_entra(client, sindaco, mailoutbox):
    assert client.post(reverse("password_reset"), {"email": sindaco.email}).url == reverse("password_reset_done")
    (messaggio,) = mailoutbox
    assert messaggio.subject == "Semproniano: nuova password"
    assert sindaco.username in messaggio.body
    indirizzo = re.search(r"http://testserver(/account/reset/\S+)", messaggio.body)[1]

    pagina = client.get(indirizzo, follow=True)
    risposta = client.post(pagina.request["PATH_INFO"], {"new_password1": ALTRA, "new_password2": ALTRA})

    assert risposta.url == reverse("login")
    assert "ora puoi entrare" in messaggi(risposta)[0]
    assert entra(client, sindaco, ALTRA).status_code == 302
    # The link is good once.
    assert "Il collegamento non vale più" in client.get(indirizzo, follow=True).text


def test_la_risposta_al_recupero_non_dice_se_l_indirizzo_c_e(client, sindaco, mailoutbox):
    pagine = [
        client.post(reverse("password_reset"), {"email": indirizzo}, follow=True).text
        for indirizzo in (sindaco.email, "nessuno@example.org")
    ]

    assert pagine[0] == pagine[1]
    assert len(mailoutbox) == 1


def test_un_modulo_rimasto_aperto_troppo_e_spiegato_in_italiano(sindaco):
    client = Client(enforce_csrf_checks=True)

    risposta = entra(client, sindaco)

    assert risposta.status_code == 403
    assert "il testo scritto è ancora nella pagina precedente" in risposta.text
