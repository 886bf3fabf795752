"""Reminders: who gets them, when, once."""

import datetime
from smtplib import SMTPException

import pytest
from django.core.management import CommandError, call_command

from tests.misura import ANNO, foto_con, indicatore, obiettivo_di_prova, piano_in_forza, rilevata
from valutazioni.models import Promemoria
from valutazioni.selectors import foto_in_forza
from valutazioni.services.promemoria import invia_promemoria, promemoria_da_inviare

pytestmark = pytest.mark.django_db


def giorno(mese, numero, anno=ANNO):
    return datetime.date(anno, mese, numero)


@pytest.fixture
def schede(ente):
    """The sheets of two areas and of the body, in force."""
    aree = ("uno", "due", "ente")
    obiettivi = [obiettivo_di_prova(n, area=area, indicatori=(indicatore(),)) for n, area in enumerate(aree, start=1)]
    piano_in_forza(ente, foto_con(obiettivi, aree))
    return foto_in_forza(ente, ANNO).schede


@pytest.fixture
def responsabile(ente, schede, utente_con_ruolo):
    return utente_con_ruolo(ente, "responsabile", area=schede["uno"].area)


def chi(**opzioni):
    return {
        uno.utente: [(voce.scheda.slug, voce.stato.al, str(voce.tipo)) for voce in uno.voci]
        for uno in promemoria_da_inviare(**opzioni)
    }


def test_una_settimana_prima_a_chi_guida_l_area_e_al_segretario_per_l_ente(responsabile, segretario):
    giugno = giorno(6, 30)
    assert chi(oggi=giorno(6, 22)) == {}
    assert chi(oggi=giorno(6, 23)) == {
        responsabile: [("uno", giugno, "prima")],
        segretario: [("ente", giugno, "prima")],
    }


def test_chi_ha_piu_schede_riceve_un_messaggio_solo(ente, schede, utente_con_ruolo, mailoutbox):
    utente = utente_con_ruolo(ente, "responsabile", area=schede["uno"].area)
    utente.incarichi.create(ente=ente, ruolo="responsabile", area=schede["due"].area, dal="2018-01-01")
    invia_promemoria(promemoria_da_inviare(oggi=giorno(6, 30)))
    (messaggio,) = mailoutbox
    assert messaggio.to == [utente.email]
    assert messaggio.subject == "Semproniano: rilevazione al 30/06/2019"
    assert messaggio.body.count("Manca 1 obiettivo su 1") == 2


def test_non_si_ripete_e_dopo_il_termine_si_scrive_ancora_una_volta(responsabile, mailoutbox):
    for oggi in (giorno(6, 25), giorno(6, 26), giorno(7, 1), giorno(7, 2)):
        invia_promemoria(promemoria_da_inviare(oggi=oggi))
    assert [messaggio.subject for messaggio in mailoutbox] == [
        "Semproniano: rilevazione al 30/06/2019",
        "Semproniano: rilevazione al 30/06/2019 in ritardo",
    ]


def test_chi_ha_gia_rilevato_non_riceve_niente(responsabile, schede):
    rilevata(schede["uno"], schede["uno"].obiettivi[0], al=giorno(6, 10))
    assert chi(oggi=giorno(6, 28)) == {}


def test_a_gennaio_si_ricorda_il_dicembre_di_prima(responsabile):
    assert chi(oggi=giorno(1, 10, ANNO + 1)) == {responsabile: [("uno", giorno(12, 31), "ritardo")]}


def test_un_termine_lontano_non_si_ricorda_piu(responsabile):
    assert chi(oggi=giorno(6, 1, ANNO + 5)) == {}


def test_chi_non_guida_piu_l_area_e_chi_non_ha_posta(ente, schede, utente_con_ruolo):
    utente_con_ruolo(ente, "responsabile", area=schede["uno"].area, al=giorno(3, 31))
    senza = utente_con_ruolo(ente, "responsabile", area=schede["due"].area)
    senza.email = ""
    senza.save()
    assert chi(oggi=giorno(6, 28)) == {}


def test_se_la_posta_non_parte_si_riprova(responsabile, monkeypatch, mailoutbox):
    def rotto(self):
        raise SMTPException("posta ferma")

    da_inviare = promemoria_da_inviare(oggi=giorno(6, 28))
    with monkeypatch.context() as toppa:
        toppa.setattr("django.core.mail.EmailMessage.send", rotto)
        assert invia_promemoria(da_inviare) == (0, 1)
    assert not Promemoria.objects.exists()
    assert invia_promemoria(promemoria_da_inviare(oggi=giorno(6, 28))) == (1, 0)


def test_due_esecuzioni_insieme_scrivono_una_volta(responsabile, mailoutbox):
    prima, seconda = (promemoria_da_inviare(oggi=giorno(6, 28)) for _ in range(2))
    assert (invia_promemoria(prima), invia_promemoria(seconda)) == ((1, 0), (0, 0))
    assert len(mailoutbox) == 1


def test_il_comando_prova_non_scrive_a_nessuno(responsabile, monkeypatch, mailoutbox, capsys):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: giorno(6, 28))
    call_command("promemoria", "--prova")
    assert "Area uno" not in capsys.readouterr().err
    assert not mailoutbox
    assert not Promemoria.objects.exists()
    call_command("promemoria")
    assert capsys.readouterr().out == "Messaggi inviati: 1.\n"
    with pytest.raises(CommandError):
        call_command("promemoria", "--giorni=-1")


def test_il_messaggio_porta_alla_pagina(responsabile, settings, mailoutbox):
    settings.INDIRIZZO_DEL_SITO = "https://esempio.test/"
    invia_promemoria(promemoria_da_inviare(oggi=giorno(6, 28)))
    assert "https://esempio.test/valutazioni/primo/2019/uno/rilevazione/?al=2019-06-30" in mailoutbox[0].body
