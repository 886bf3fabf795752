"""The page that tells how far the documents of a version are."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from piani.models import Produzione
from piani.services import produzione as servizio
from piani.services.produzione import produci_documenti
from tests.versioni import finti, piano_approvato, versione_approvata


@pytest.fixture
def versione(ente):
    return versione_approvata(piano_approvato(ente))


@pytest.fixture
def segretaria(accedi, segretario):
    return accedi(segretario)


def pagina(client, versione, **intestazioni) -> str:
    risposta = client.get(reverse("versione-documenti", args=[versione.pk]), headers=intestazioni)
    assert risposta.status_code == 200
    return risposta.content.decode()


def test_mentre_si_lavora_la_barra_dice_dove_si_e(versione, segretaria):
    Produzione.objects.create(
        versione=versione,
        stato="in_corso",
        gettone=uuid.uuid4(),
        battito_il=timezone.now(),
        percentuale=40,
        passo="Allegato 1, area 2 di 3",
    )

    intera = pagina(segretaria, versione)
    parte = pagina(segretaria, versione, HX_Request="true")

    assert '<progress id="barra" class="avanzamento" max="100" value="40">' in intera
    assert "Allegato 1, area 2 di 3" in parte
    assert "<html" not in parte
    assert "Riprova" not in intera


def test_quando_sono_pronti_la_pagina_non_chiede_piu_niente(versione, segretaria, monkeypatch):
    monkeypatch.setattr(servizio, "esegui_in_parallelo", finti)
    produci_documenti(versione=versione)

    testo = pagina(segretaria, versione)

    assert "hx-get" not in testo
    assert "piano.pdf" in testo


def test_un_errore_si_legge_e_si_riprova(versione, segretaria):
    Produzione.objects.create(versione=versione, stato="non_riuscita", errore="Il disco è pieno.")
    assert "Il disco è pieno." in pagina(segretaria, versione)

    segretaria.post(reverse("versione-documenti-prepara", args=[versione.pk]))

    assert DBTaskResult.objects.ready().count() == 1
    assert Produzione.objects.get().stato == Produzione.Stato.ATTESA


def test_chi_legge_soltanto_non_fa_ripartire_il_lavoro(versione, ente, utente_con_ruolo, accedi):
    client = accedi(utente_con_ruolo(ente, "sindaco"))

    assert "Prepara i documenti" not in pagina(client, versione)
    assert client.post(reverse("versione-documenti-prepara", args=[versione.pk])).status_code == 403
    assert not Produzione.objects.exists()


def test_il_file_interno_si_scarica_con_il_suo_nome(versione, segretaria, monkeypatch):
    monkeypatch.setattr(servizio, "esegui_in_parallelo", finti)
    produci_documenti(versione=versione)
    riga = versione.documenti.get(insieme="interno", nome="obiettivi.csv")

    risposta = segretaria.get(reverse("versione-documento", args=[versione.pk, riga.pk, riga.nome]))

    assert risposta.getvalue().startswith(b"%PDF-1.7 finto")
    assert risposta["Content-Disposition"] == 'attachment; filename="obiettivi.csv"'
    assert risposta["X-Content-Type-Options"] == "nosniff"
    assert "no-cache" in risposta["Cache-Control"]
