"""Who is told of a transition by e-mail, and that a mail server that does not answer undoes nothing."""

import logging
from smtplib import SMTPException

import pytest

from piani.models import SchedaArea
from piani.services import posta
from piani.services.acquisizione import acquisisci_piano
from piani.services.approvazione import approva_piano, trasmetti_piano
from piani.services.transizioni import proponi_scheda, rinvia_scheda, valida_scheda
from piani.services.versioni import candidata_di
from tests import factories
from tests.schede import atto_nuovo, piano_validato, scheda_in_ordine

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scheda(ente) -> SchedaArea:
    return scheda_in_ordine(piano=factories.PianoFactory(ente=ente), area__nome="Area\ncontabile")


@pytest.fixture
def responsabile(ente, scheda, utente_con_ruolo):
    return utente_con_ruolo(ente, "responsabile", area=scheda.area)


def ricarica(scheda) -> SchedaArea:
    return SchedaArea.objects.select_related("piano__ente", "area").get(pk=scheda.pk)


def destinatari(posta_uscita) -> set[str]:
    return {indirizzo for messaggio in posta_uscita for indirizzo in messaggio.to}


def test_della_proposta_sa_chi_valida_e_del_rinvio_chi_ha_scritto(
    ente, scheda, segretario, responsabile, utente_con_ruolo, mailoutbox, settings
):
    settings.INDIRIZZO_DEL_SITO = "https://performance.comune.example/"
    utente_con_ruolo(ente, "responsabile")  # of another area
    proponi_scheda(scheda=ricarica(scheda), utente=responsabile, versione=1, nota="<b>Fatture</b>: altrove.")

    (messaggio,) = mailoutbox
    assert messaggio.to == [segretario.email]
    assert messaggio.subject == "Semproniano: Area contabile 2024"
    assert "è stata proposta da" in messaggio.body
    assert "<b>Fatture</b>: altrove." in messaggio.body
    assert f"https://performance.comune.example/schede/{scheda.pk}/" in messaggio.body

    mailoutbox.clear()
    rinvia_scheda(scheda=ricarica(scheda), utente=segretario, versione=2, osservazioni=[(None, "Manca un obiettivo.")])
    (messaggio,) = mailoutbox
    assert messaggio.to == [responsabile.email]
    assert "- Manca un obiettivo." in messaggio.body


def test_delle_schede_del_segretario_sa_il_sindaco(ente, segretario, utente_con_ruolo, mailoutbox):
    scheda = scheda_in_ordine(piano=factories.PianoFactory(ente=ente), tipo="ente")
    sindaco = utente_con_ruolo(ente, "sindaco")

    proponi_scheda(scheda=ricarica(scheda), utente=segretario, versione=1, nota="Sì.")
    assert destinatari(mailoutbox) == {sindaco.email}
    mailoutbox.clear()
    valida_scheda(scheda=ricarica(scheda), utente=sindaco, versione=2)
    assert destinatari(mailoutbox) == {segretario.email}


def test_del_piano_sa_la_giunta_poi_chi_lo_scrive(ente, segretario, utente_con_ruolo, mailoutbox):
    piano = piano_validato(ente)
    sindaco, assessore, capo = (utente_con_ruolo(ente, ruolo) for ruolo in ("sindaco", "giunta", "responsabile"))
    utente_con_ruolo(ente, "dipendente")

    trasmetti_piano(piano=piano, utente=segretario)
    assert destinatari(mailoutbox) == {sindaco.email, assessore.email}
    mailoutbox.clear()
    approva_piano(piano=piano, utente=segretario, impronta=candidata_di(piano).sha256, atto=atto_nuovo())
    assert destinatari(mailoutbox) == {capo.email}
    assert "è stato approvato" in mailoutbox[0].body


def test_chi_acquisisce_un_piano_del_passato_non_avvisa_nessuno(ente, amministratore, segretario, mailoutbox):
    acquisisci_piano(piano=piano_validato(ente), utente=amministratore, nota="Carta.", atto=atto_nuovo())

    assert mailoutbox == []


def test_chi_non_ha_piu_l_incarico_o_un_indirizzo_non_riceve_niente(ente, scheda, responsabile, mailoutbox):
    factories.IncaricoFactory(ente=ente, utente__email="")
    factories.IncaricoFactory(ente=ente, utente__is_active=False)
    factories.IncaricoFactory(ente=ente, al="2020-12-31")

    proponi_scheda(scheda=ricarica(scheda), utente=responsabile, versione=1, nota="Sì.")
    assert mailoutbox == []


@pytest.mark.parametrize("errore", [SMTPException("rifiutata"), OSError("il server non risponde")])
def test_se_la_posta_non_parte_la_scheda_e_proposta_lo_stesso(
    errore, scheda, segretario, responsabile, monkeypatch, caplog
):
    def guasta():
        raise errore

    monkeypatch.setattr(posta, "get_connection", guasta)

    with caplog.at_level(logging.ERROR):
        proponi_scheda(scheda=ricarica(scheda), utente=responsabile, versione=1, nota="Sì.")
    assert ricarica(scheda).stato == "proposta"
    assert "Avviso non spedito" in caplog.text
