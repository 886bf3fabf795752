"""What the Segretario sees of the sheets that wait: the queue, the page of one, who validates what."""

import datetime
import itertools

import pytest
from django.urls import reverse
from django.utils import timezone

from piani.models import SchedaArea
from piani.permessi import Ruolo, valida_scheda
from piani.selectors import piani_completi
from piani.services.transizioni import proponi_scheda, rinvia_scheda
from piani.services.transizioni import valida_scheda as valida
from tests import factories
from tests.schede import scheda_in_ordine

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheda(ente, utente_con_ruolo) -> SchedaArea:
    """Proposed by its responsabile."""
    scheda = scheda_in_ordine(piano=factories.PianoFactory(ente=ente))
    proponi(scheda, utente_con_ruolo(ente, "responsabile", area=scheda.area), "Le fatture le paga la contabile.")
    return ricarica(scheda)


@pytest.fixture
def client(accedi, segretario):
    return accedi(segretario)


def ricarica(scheda) -> SchedaArea:
    return SchedaArea.objects.select_related("piano__ente", "area").get(pk=scheda.pk)


def proponi(scheda, utente, nota="Sì.") -> None:
    scheda = ricarica(scheda)
    proponi_scheda(scheda=scheda, utente=utente, versione=scheda.versione, nota=nota)


def letta(client, indirizzo: str) -> str:
    risposta = client.get(indirizzo)
    assert risposta.status_code == 200
    return " ".join(risposta.content.decode().split())


CODA = "admin:piani_schedaarea_coda"


def esame(scheda) -> str:
    return reverse("admin:piani_schedaarea_esame", args=[scheda.pk])


# --- the queue ---


def test_la_coda_dice_che_cosa_aspetta_da_quando_e_con_quali_controlli(client, scheda):
    SchedaArea.objects.update(proposta_il=timezone.now() - datetime.timedelta(days=9))

    pagina = letta(client, reverse(CODA))

    assert "Da validare (1)" in pagina
    assert f'href="{esame(scheda)}">{scheda}</a>' in pagina
    assert "da 9 giorni" in pagina
    assert "Segretario comunale" in pagina


def test_le_schede_del_segretario_aspettano_un_altro(client, scheda, segretario):
    propria = scheda_in_ordine(piano=scheda.piano, tipo="ente")
    proponi(propria, segretario)

    pagina = letta(client, reverse(CODA))

    assert "Da validare (1)" in pagina
    assert "In attesa di altri (1)" in pagina
    assert "Sindaco" in pagina


def test_la_coda_e_del_proprio_ente(accedi, scheda, altro_ente, utente_con_ruolo):
    assert "Da validare (0)" in letta(accedi(utente_con_ruolo(altro_ente, "segretario")), reverse(CODA))


def test_le_interrogazioni_della_coda_non_crescono(client, scheda, segretario, django_assert_max_num_queries):
    for _ in range(5):
        altra = scheda_in_ordine(piano=scheda.piano)
        SchedaArea.objects.filter(pk=altra.pk).update(stato="proposta", proposta_il=timezone.now())

    with django_assert_max_num_queries(10):
        assert "Da validare (6)" in letta(client, reverse(CODA))


# --- the examination ---


def test_l_esame_ha_nota_pulsanti_controlli_e_confronti(client, scheda):
    pagina = letta(client, esame(scheda))

    assert "Nota della proposta: Le fatture le paga la contabile." in pagina
    for codice in ("valida", "rinvia"):
        assert reverse(f"scheda-{codice}", args=[scheda.pk]) in pagina
    assert reverse("scheda-riapri", args=[scheda.pk]) not in pagina
    assert "Non c'è una proposta precedente." in pagina
    assert "L'anno prima non c'è una scheda." in pagina
    assert "manca un obiettivo sui tempi di pagamento" in pagina


def test_dalla_seconda_proposta_si_vede_che_cosa_e_cambiato(client, scheda, segretario, ente):
    responsabile = scheda.revisioni.get().utente
    rinvia_scheda(scheda=scheda, utente=segretario, versione=2, osservazioni=[(None, "Il testo è vago.")])
    assert "Il testo è vago." in letta(client, esame(scheda))
    scheda.obiettivi.update(descrizione="Obiettivo riscritto")
    proponi(scheda, responsabile)

    pagina = letta(client, esame(scheda))

    assert "Proposta del " in pagina
    assert '<ins><span class="visually-hidden">aggiunto: </span>' in pagina
    assert "riscritto" in pagina


def test_l_anno_prima_si_cerca_anche_nel_piano_precedente(client, scheda):
    vecchio = factories.PianoFactory(ente=scheda.piano.ente, anno_inizio=2021)
    precedente = scheda_in_ordine(piano=vecchio, area=scheda.area, anno=2023)

    assert f"{precedente}, {vecchio.titolo}" in letta(client, esame(scheda))


def test_i_testi_scritti_restano_testo(client, scheda):
    scheda.obiettivi.update(descrizione="<script>alert(1)</script>")
    factories.SchedaFactory(piano=scheda.piano, area=scheda.area, anno=2025)

    assert "<script>alert" not in letta(client, esame(scheda))


# --- who validates: the same answer in Python, in SQL and in the home page ---


@pytest.mark.parametrize(
    ("tipo", "diretta", "validatore"),
    [*itertools.product(["area", "ente", "segretario"], [False, True], ["sindaco", "nucleo"])],
)
def test_chi_valida_lo_dicono_allo_stesso_modo_la_regola_e_la_ricerca(
    tipo, diretta, validatore, ente, altro_ente, utente_con_ruolo
):
    ente.scheda_segretario_validata_da = validatore
    ente.save()
    scheda = scheda_in_ordine(piano=factories.PianoFactory(ente=ente), tipo=tipo)
    SchedaArea.objects.update(stato="proposta", proposta_il=timezone.now())
    utenti = [utente_con_ruolo(ente, ruolo) for ruolo in Ruolo.values]
    if diretta and scheda.area:
        factories.IncaricoFactory(ente=ente, utente=utenti[1], ruolo=Ruolo.RESPONSABILE, area=scheda.area)
    utenti += [utente_con_ruolo(altro_ente, "segretario"), utente_con_ruolo(altro_ente, validatore)]

    for utente in utenti:
        trovata = SchedaArea.objects.validabili_da(utente).exists()
        assert trovata == valida_scheda(utente, ricarica(scheda)), utente


def test_la_pagina_iniziale_avvisa_chi_deve_validare(ente, accedi, scheda, segretario, utente_con_ruolo):
    sindaco = utente_con_ruolo(ente, "sindaco")
    casa = reverse("home")

    assert "Schede da validare" in letta(accedi(segretario), casa)
    assert "Schede da validare" not in letta(accedi(sindaco), casa)
    propria = scheda_in_ordine(piano=scheda.piano, tipo="ente")
    proponi(propria, segretario)
    assert str(propria) in letta(accedi(sindaco), casa)
    valida(scheda=ricarica(propria), utente=sindaco, versione=2)
    assert "Schede da validare" not in letta(accedi(sindaco), casa)
    assert piani_completi().get().stato == "in_redazione"
