"""Reminders: who is written to, on which days, once for each person."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from piani.models import Piano
from piani.services.promemoria import spedisci_promemoria
from tests import factories
from tests.schede import scheda_in_ordine

pytestmark = pytest.mark.django_db
TERMINE = datetime.date(2024, 1, 31)


@pytest.fixture
def piano(ente):
    return factories.PianoFactory(ente=ente, termine_schede=TERMINE)


@pytest.fixture
def scheda(piano):
    return scheda_in_ordine(piano=piano, area__nome="Area contabile")


@pytest.fixture
def responsabile(ente, scheda, utente_con_ruolo):
    return utente_con_ruolo(ente, "responsabile", area=scheda.area, dal=datetime.date(2020, 1, 1))


def proposta(scheda, giorno: datetime.date) -> None:
    adesso = timezone.make_aware(datetime.datetime.combine(giorno, datetime.time(10)))
    scheda.piano.schede.filter(pk=scheda.pk).update(stato="proposta", proposta_il=adesso)


def a_chi(mailoutbox) -> list[str]:
    return [indirizzo for messaggio in mailoutbox for indirizzo in messaggio.to]


@pytest.mark.parametrize(
    ("giorni", "detto"),
    [
        (14, "mancano 14 giorni al termine del 31/01/2024"),
        (13, None),
        (1, "manca un giorno al termine del 31/01/2024"),
        (0, "il termine è oggi, 31/01/2024"),
        (-1, None),
        (-7, "il termine è passato, era il 31/01/2024"),
        (-56, "il termine è passato, era il 31/01/2024"),
        (-63, None),
    ],
)
def test_chi_scrive_lo_sa_prima_del_termine_e_poi_ogni_settimana(giorni, detto, piano, responsabile, mailoutbox):
    assert spedisci_promemoria(TERMINE - datetime.timedelta(days=giorni)) == (1 if detto else 0)

    if detto:
        (messaggio,) = mailoutbox
        assert messaggio.to == [responsabile.email]
        assert f"Area contabile 2024 ({piano}): {detto}." in " ".join(messaggio.body.split())


def test_senza_termine_con_il_piano_chiuso_o_la_scheda_validata_nessuno(piano, scheda, responsabile, mailoutbox):
    adesso = timezone.now()
    righe = Piano.objects.filter(pk=piano.pk)
    assert spedisci_promemoria(TERMINE) == 1
    for campi in ({"termine_schede": None}, {"stato": "in_giunta", "trasmesso_il": adesso, "termine_schede": TERMINE}):
        righe.update(**campi)
        assert spedisci_promemoria(TERMINE) == 0
    righe.update(stato="in_redazione")
    piano.schede.update(stato="validata", proposta_il=adesso, validata_il=adesso)
    assert spedisci_promemoria(TERMINE) == 0


def test_chi_valida_lo_sa_ogni_settimana_che_la_scheda_aspetta(ente, piano, scheda, utente_con_ruolo, mailoutbox):
    da = datetime.date(2020, 1, 1)
    segretario, sindaco = (utente_con_ruolo(ente, ruolo, dal=da) for ruolo in ("segretario", "sindaco"))
    dell_ente = scheda_in_ordine(piano=piano, tipo="ente")
    for riga in (scheda, dell_ente):
        proposta(riga, TERMINE)

    assert spedisci_promemoria(TERMINE) == 0
    assert spedisci_promemoria(TERMINE + datetime.timedelta(days=6)) == 0
    assert spedisci_promemoria(TERMINE + datetime.timedelta(days=7)) == 2

    assert sorted(a_chi(mailoutbox)) == sorted([segretario.email, sindaco.email])
    del_sindaco = next(messaggio for messaggio in mailoutbox if messaggio.to == [sindaco.email])
    assert "proposta il 31/01/2024, 7 giorni fa" in del_sindaco.body
    assert "Area contabile" not in del_sindaco.body  # that one is the Segretario's to validate


def test_una_persona_riceve_un_messaggio_per_tutto(ente, piano, scheda, utente_con_ruolo, mailoutbox, settings):
    settings.INDIRIZZO_DEL_SITO = "https://performance.comune.example"
    segretario = utente_con_ruolo(ente, "segretario", dal=datetime.date(2020, 1, 1))
    scheda_in_ordine(piano=piano, tipo="ente")  # written by the Segretario
    proposta(scheda, TERMINE - datetime.timedelta(days=14))

    assert spedisci_promemoria(TERMINE) == 1

    (messaggio,) = mailoutbox
    assert messaggio.to == [segretario.email]
    assert "schede da proporre:" in messaggio.body
    assert "schede che aspettano di essere validate:" in messaggio.body
    assert "https://performance.comune.example/" in messaggio.body


def test_tre_interrogazioni_per_quanti_siano_gli_enti(piano, responsabile, django_assert_num_queries):
    for _ in range(4):
        altra = scheda_in_ordine(piano=factories.PianoFactory(termine_schede=TERMINE))
        factories.IncaricoFactory(ente=altra.piano.ente, ruolo="responsabile", area=altra.area)

    with django_assert_num_queries(3):
        spedisci_promemoria(TERMINE)


def test_il_comando_dice_quanti(responsabile, capsys):
    call_command("promemoria_schede")

    assert capsys.readouterr().out == "Promemoria spediti: 0.\n"
