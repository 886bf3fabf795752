"""`manage.py pubblica_piano`: what `make dati` does after the acquisition."""

import pytest
from django.core.management import CommandError, call_command

from piani.models import Evento
from piani.services import produzione
from piani.services.produzione import produci_documenti
from tests.versioni import finti, piano_approvato, versione_approvata


@pytest.fixture
def versione(ente, monkeypatch):
    monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)
    return versione_approvata(piano_approvato(ente))


def pubblica(versione, **opzioni) -> None:
    call_command("pubblica_piano", piano=versione.piano.codice, **opzioni)


def test_pubblica_a_nome_del_segretario_e_una_volta_sola(versione, segretario, capsys):
    produci_documenti(versione=versione)

    pubblica(versione)
    pubblica(versione)

    versione.refresh_from_db()
    assert versione.stato == "pubblicata"
    assert Evento.objects.get(transizione="pubblica").utente == segretario
    assert "già pubblicata" in capsys.readouterr().out


def test_senza_documenti_o_senza_chi_puo_lo_dice_e_non_pubblica(versione, amministratore):
    with pytest.raises(CommandError, match="nessuno ha il ruolo"):
        pubblica(versione)
    with pytest.raises(CommandError, match="non è Segretario"):
        pubblica(versione, utente=amministratore.username)

    versione.refresh_from_db()
    assert versione.stato == "approvata"


def test_prima_dei_documenti_non_si_pubblica(versione, segretario):
    with pytest.raises(CommandError, match="non sono ancora pronti"):
        pubblica(versione)
