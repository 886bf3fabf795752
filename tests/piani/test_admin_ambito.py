"""Nobody sees or touches, through the admin, what belongs to a body in which they do not work."""

import pytest
from django.urls import reverse

from piani.models import Area, Incarico, SchedaArea, Utente
from tests import factories
from tests.piani.modulo import errori, invia

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(accedi, segretario):
    return accedi(segretario)


@pytest.fixture
def altrui(altro_ente):
    """A sheet of another body, with its people."""
    scheda = factories.SchedaFactory(piano=factories.PianoFactory(ente=altro_ente))
    factories.PersonaSchedaFactory(scheda=scheda)
    return scheda


def cerca(client, modello: str, campo: str, testo: str = "", app: str = "piani", **altro) -> list[str]:
    risposta = client.get(
        reverse("admin:autocomplete"),
        {"app_label": app, "model_name": modello, "field_name": campo, "term": testo, **altro},
    )
    assert risposta.status_code == 200
    return [voce["id"] for voce in risposta.json()["results"]]


@pytest.mark.parametrize(
    ("modello", "campo"),
    [
        ("schedaarea", "piano"),
        ("schedaarea", "area"),
        ("schedaarea", "responsabile"),
        ("personascheda", "scheda"),
        ("personascheda", "dipendente"),
        ("area", "ente"),
    ],
)
def test_la_ricerca_non_trova_righe_di_altri_enti(client, ente, altrui, modello, campo):
    mia = factories.PersonaSchedaFactory(scheda__piano__ente=ente)
    mie = {
        "piano": mia.scheda.piano_id,
        "area": mia.scheda.area_id,
        "responsabile": mia.dipendente_id,
        "scheda": mia.scheda_id,
        "dipendente": mia.dipendente_id,
        "ente": ente.pk,
    }

    assert cerca(client, modello, campo) == [str(mie[campo])]
    assert cerca(client, modello, campo, ente=str(altrui.piano.ente_id)) in ([], [str(ente.pk)])


def test_in_una_pagina_di_un_ente_si_cerca_in_quell_ente(accedi, segretario, ente, altro_ente, altrui):
    factories.IncaricoFactory(utente=segretario, ente=altro_ente)
    mia = factories.AreaFactory(ente=ente)
    client = accedi(segretario)

    assert set(cerca(client, "servizio", "area")) == {str(mia.pk), str(altrui.area_id)}
    assert cerca(client, "servizio", "area", ente=str(ente.pk)) == [str(mia.pk)]


def test_chi_lavora_in_piu_enti_legge_di_quale_e_ogni_riga(accedi, segretario, ente, altro_ente):
    factories.IncaricoFactory(utente=segretario, ente=altro_ente)
    factories.AreaFactory(ente=ente, nome="Area tecnica")
    risposta = accedi(segretario).get(
        reverse("admin:autocomplete"), {"app_label": "piani", "model_name": "servizio", "field_name": "area"}
    )

    assert [voce["text"] for voce in risposta.json()["results"]] == ["Area tecnica – Comune di Prova Primo"]


def test_un_segretario_altrove_responsabile_vede_solo_dove_e_segretario(accedi, segretario, altro_ente, altrui):
    factories.IncaricoFactory(utente=segretario, ente=altro_ente, ruolo="responsabile", area=altrui.area)

    risposta = accedi(segretario).get(reverse("admin:piani_schedaarea_changelist"))

    assert not risposta.context["cl"].result_list


def test_un_incarico_finito_non_apre_piu_nulla(accedi, utente_con_ruolo, ente):
    scaduto = utente_con_ruolo(ente, "segretario", al="2019-12-31")

    assert accedi(scaduto).get(reverse("admin:index")).status_code == 403


@pytest.mark.parametrize("modello", ["schedaarea", "personascheda", "sezionenarrativa", "servizio"])
def test_i_filtri_non_nominano_righe_di_altri_enti(client, ente, altrui, modello):
    factories.SchedaFactory(piano=factories.PianoFactory(ente=ente, anno_inizio=2021))
    factories.SchedaFactory(piano=factories.PianoFactory(ente=ente, anno_inizio=2024))

    pagina = client.get(reverse(f"admin:piani_{modello}_changelist")).content.decode()

    assert "Comune di Prova Secondo" not in pagina
    assert altrui.area.nome not in pagina


def test_le_righe_di_altri_enti_non_si_scelgono_nemmeno_a_mano(client, ente, altrui):
    scheda = factories.SchedaFactory(piano=factories.PianoFactory(ente=ente))
    indirizzo = reverse("admin:piani_schedaarea_change", args=[scheda.pk])
    straniero = factories.DipendenteFactory(ente=altrui.piano.ente)

    risposta = invia(client, indirizzo, area=str(altrui.area_id), responsabile=str(straniero.pk))

    assert set(errori(risposta)) == {"area", "responsabile"}
    assert "Scegli un'opzione valida" in str(errori(risposta)["area"]).replace("&#x27;", "'")
    scheda.refresh_from_db()
    assert (scheda.responsabile, scheda.versione) == (None, 1)


def test_non_si_aggiunge_nulla_a_un_altro_ente(client, altro_ente):
    indirizzo = reverse("admin:piani_area_add")

    risposta = invia(client, indirizzo, ente=str(altro_ente.pk), nome="Area di troppo", slug="troppo")

    assert "ente" in errori(risposta)
    assert not Area.objects.filter(ente=altro_ente).exists()


def test_nelle_righe_interne_non_entra_una_persona_di_un_altro_ente(client, ente, altrui):
    scheda = factories.SchedaFactory(piano=factories.PianoFactory(ente=ente))
    straniero = altrui.persone.get().dipendente

    risposta = invia(
        client,
        reverse("admin:piani_schedaarea_change", args=[scheda.pk]),
        **{
            "persone-TOTAL_FORMS": "1",
            "persone-0-dipendente": str(straniero.pk),
            "persone-0-ordine": "1",
            "persone-0-rapporto": "interno",
            "persone-0-scheda": str(scheda.pk),
        },
    )

    assert "persone.dipendente" in errori(risposta)
    assert not scheda.persone.exists()


@pytest.mark.parametrize("pagina", ["change", "delete", "history"])
def test_fuori_dal_proprio_ente_una_riga_non_esiste_neanche_per_chi_scrive(client, altrui, pagina):
    indirizzo = reverse(f"admin:piani_schedaarea_{pagina}", args=[altrui.pk])

    assert client.get(indirizzo).status_code == 404
    assert client.post(indirizzo, {"post": "yes", "tipo": "area"}).status_code in (404, 405)
    assert SchedaArea.objects.filter(pk=altrui.pk).exists()


def test_un_indirizzo_di_riserva_non_apre_altre_vie(client, altrui):
    indirizzo = reverse("admin:piani_schedaarea_change", args=[altrui.pk])

    assert client.get(indirizzo + "?_to_field=id").status_code == 404
    assert client.get(indirizzo + "?_popup=1").status_code == 404
    assert client.post(indirizzo, {"_saveasnew": "1"}).status_code != 302


def test_una_riga_non_cambia_ente(accedi, segretario, ente, altro_ente):
    factories.IncaricoFactory(utente=segretario, ente=altro_ente)
    area = factories.AreaFactory(ente=ente)

    risposta = invia(
        accedi(segretario), reverse("admin:piani_area_change", args=[area.pk]), ente=str(altro_ente.pk), nome="Nuovo"
    )

    assert errori(risposta) == {}

    area.refresh_from_db()
    assert (area.ente, area.nome) == (ente, "Nuovo")


# --- users and roles ---


def test_l_amministratore_non_vede_utenti_di_altri_enti(accedi, amministratore, utente_con_ruolo, altro_ente):
    estraneo = utente_con_ruolo(altro_ente, "sindaco")
    client = accedi(amministratore)

    assert str(estraneo.pk) not in cerca(client, "incarico", "utente")
    assert client.get(reverse("admin:piani_utente_change", args=[estraneo.pk])).status_code == 404


def test_l_amministratore_non_si_da_l_installazione(accedi, amministratore):
    invia(
        accedi(amministratore),
        reverse("admin:piani_utente_change", args=[amministratore.pk]),
        is_superuser="on",
        is_staff="on",
        first_name="Nuovo",
    )

    amministratore.refresh_from_db()
    assert (amministratore.is_superuser, amministratore.is_staff, amministratore.first_name) == (False, False, "Nuovo")


def test_l_amministratore_non_tocca_chi_lavora_anche_altrove(
    accedi, amministratore, utente_con_ruolo, ente, altro_ente
):
    """Changing the address, then asking for a new password, would open the other body."""
    condiviso = utente_con_ruolo(ente, "segretario")
    factories.IncaricoFactory(utente=condiviso, ente=altro_ente)
    indirizzo = reverse("admin:piani_utente_change", args=[condiviso.pk])
    client = accedi(amministratore)

    assert client.get(indirizzo).status_code == 200
    assert client.post(indirizzo, {"email": "altra@example.org", "first_name": "A"}).status_code == 403


def test_l_amministratore_non_tocca_chi_regge_l_installazione(accedi, amministratore, superuser, ente):
    factories.IncaricoFactory(utente=superuser, ente=ente)
    indirizzo = reverse("admin:piani_utente_change", args=[superuser.pk])

    assert accedi(amministratore).post(indirizzo, {"email": "altra@example.org"}).status_code == 403


def test_l_amministratore_non_da_incarichi_altrove(accedi, amministratore, altro_ente):
    factories.IncaricoFactory(utente=amministratore, ente=altro_ente, ruolo="segretario")

    risposta = invia(
        accedi(amministratore),
        reverse("admin:piani_incarico_add"),
        ente=str(altro_ente.pk),
        utente=str(amministratore.pk),
        ruolo="amministratore",
        dal="01/01/2024",
    )

    assert "ente" in errori(risposta)
    assert not Incarico.objects.filter(ente=altro_ente, ruolo="amministratore").exists()


def test_non_si_indovina_una_password_con_i_filtri(accedi, amministratore):
    risposta = accedi(amministratore).get(reverse("admin:piani_utente_changelist"), {"password__startswith": "md5"})

    assert risposta.status_code == 400


def test_gli_account_non_si_cancellano(accedi, superuser, segretario):
    indirizzo = reverse("admin:piani_utente_delete", args=[segretario.pk])

    assert accedi(superuser).post(indirizzo, {"post": "yes"}).status_code == 403
    assert Utente.objects.filter(pk=segretario.pk).exists()
