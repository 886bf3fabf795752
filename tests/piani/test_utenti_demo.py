"""`manage.py crea_utenti_demo`."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from piani.models import Incarico, Utente
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def macchina_di_prova(settings, monkeypatch):
    settings.DEBUG = True
    monkeypatch.delenv("PASSWORD_DEMO", raising=False)


def esegui(**opzioni) -> str:
    uscita = io.StringIO()
    call_command("crea_utenti_demo", stdout=uscita, **opzioni)
    return uscita.getvalue()


def test_c_e_un_account_per_ogni_ruolo_e_un_responsabile_per_area(ente):
    factories.AreaFactory(ente=ente, slug="amministrativa")
    factories.AreaFactory(ente=ente, slug="tecnica")

    esegui()

    assert set(Utente.objects.values_list("username", flat=True)) == {
        "amministratore", "segretario", "responsabile-amministrativa", "responsabile-tecnica", "sindaco", "nucleo",
        "dipendente",
    }  # fmt: skip
    assert Incarico.objects.filter(ente=ente).count() == 7
    assert Utente.objects.get(username="amministratore").is_superuser
    assert Utente.objects.filter(is_superuser=True).count() == 1


def entra(client, username: str, password: str) -> bool:
    """By the login page: who counts the wrong passwords wants to know where they come from."""
    return client.post(reverse("login"), {"username": username, "password": password}).status_code == 302


def test_la_password_stampata_apre_la_porta(ente, client):
    password = esegui().rpartition("Password: ")[2].strip()

    assert len(password) >= 12
    assert entra(client, "segretario", password)


def test_la_seconda_volta_nessuna_password_cambia_ne_si_stampa(ente):
    esegui()
    prima = dict(Utente.objects.values_list("username", "password"))

    uscita = esegui()

    assert "ci sono già" in uscita
    assert "Password:" not in uscita
    assert dict(Utente.objects.values_list("username", "password")) == prima


def test_password_demo_vale_anche_per_gli_account_di_prima(ente, monkeypatch, client):
    esegui()
    monkeypatch.setenv("PASSWORD_DEMO", "scelta da chi prova")

    esegui()

    assert entra(client, "nucleo", "scelta da chi prova")


def test_un_area_nuova_prende_il_suo_responsabile(ente):
    esegui()
    factories.AreaFactory(ente=ente, slug="nuova")

    uscita = esegui()

    assert Utente.objects.filter(username="responsabile-nuova").exists()
    assert "c'erano già" in uscita


def test_senza_debug_si_rifiuta(ente, settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="solo su una macchina di prova"):
        esegui()

    assert not Utente.objects.exists()


def test_con_due_enti_bisogna_dire_quale(ente, altro_ente):
    with pytest.raises(CommandError, match="indicare quale con --ente"):
        esegui()

    esegui(ente=["primo"])
    esegui(ente=["secondo"])

    assert Incarico.objects.get(utente__username="segretario").ente == ente
    assert Incarico.objects.get(utente__username="segretario-secondo").ente == altro_ente


def test_un_ente_che_non_c_e(ente):
    with pytest.raises(CommandError, match="«terzo» non c'è"):
        esegui(ente=["terzo"])


def test_senza_enti_lo_dice(db):
    with pytest.raises(CommandError, match="nessun ente"):
        esegui()


def test_nessun_account_e_legato_a_una_persona_dell_anagrafe(ente):
    persona = factories.DipendenteFactory(ente=ente)

    esegui()

    persona.refresh_from_db()
    assert persona.utente is None


def test_in_un_ente_di_esempio_gli_account_sono_delle_persone_inventate(db):
    esempio = factories.EnteFactory(slug="esempio", e_esempio=True)
    area = factories.AreaFactory(ente=esempio, slug="tecnica")
    scheda = factories.SchedaFactory(piano__ente=esempio, area=area)
    for posto, nome in enumerate(("capo", "uno", "due", "tre")):
        factories.PersonaSchedaFactory(
            scheda=scheda, ordine=posto, dipendente__codice=f"esempio-{nome}", dipendente__ente=esempio
        )
    scheda.responsabile = esempio.dipendenti.get(codice="esempio-capo")
    scheda.save()

    esegui()
    esegui()

    legati = dict(esempio.dipendenti.filter(utente__isnull=False).values_list("codice", "utente__username"))
    assert legati == {
        "esempio-capo": "esempio-responsabile-tecnica", "esempio-uno": "esempio-uno", "esempio-due": "esempio-due"
    }  # fmt: skip
    assert all(utente.username.startswith("esempio-") for utente in Utente.objects.all())


def test_il_secondo_amministratore_non_regge_l_installazione(ente, altro_ente):
    uscita = esegui(ente=["primo", "secondo"])

    assert uscita.count("Password:") == 1
    assert list(Utente.objects.filter(is_superuser=True).values_list("username", flat=True)) == ["amministratore"]
