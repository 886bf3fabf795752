"""The way of a plan in the browser: examined, transmitted, amended, approved, varied, acquired."""

import pytest
from django.urls import reverse
from django.utils import timezone

from piani.models import Piano, SchedaArea
from piani.selectors import piani_completi
from piani.services.approvazione import trasmetti_piano
from piani.services.transizioni import proponi_scheda, rinvia_scheda
from tests import factories
from tests.browser.conftest import LARGHEZZE
from tests.schede import piano_validato, scheda_in_ordine

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ente():
    return factories.EnteFactory(denominazione="Comune di Prova del Flusso", e_esempio=True)


@pytest.fixture
def segretario(ente, utente_con_ruolo):
    return utente_con_ruolo(ente, "segretario")


def guarda(esaminatore, indirizzo: str, nome: str, stato: int = 200) -> None:
    for larghezza, difetti in esaminatore.esamina(indirizzo, stato=stato):
        esaminatore.fotografa(f"{larghezza}-{nome}")
        assert difetti == [], f"{nome} a {larghezza} px"


def pagina(nome: str, piano: Piano) -> str:
    return reverse(f"admin:piani_piano_{nome}", args=[piano.pk])


def stato(piano: Piano) -> str:
    return Piano.objects.get(pk=piano.pk).stato


def test_la_coda_e_l_esame_di_una_scheda(esaminatore, ente, segretario, utente_con_ruolo):
    piano = factories.PianoFactory(ente=ente)
    scheda = scheda_in_ordine(piano=piano, area__nome="Area amministrativa con un nome abbastanza lungo")
    responsabile = utente_con_ruolo(ente, "responsabile", area=scheda.area)

    def proponi():
        riga = SchedaArea.objects.select_related("piano__ente", "area").get(pk=scheda.pk)
        proponi_scheda(scheda=riga, utente=responsabile, versione=riga.versione, nota="Paga la contabile.")
        return riga

    riga = proponi()
    rinvia_scheda(scheda=riga, utente=segretario, versione=2, osservazioni=[(None, "Il testo è vago.")])
    scheda.obiettivi.update(descrizione="Obiettivo riscritto dopo il rinvio, con parole più precise")
    proponi()
    esaminatore.accede(segretario)

    guarda(esaminatore, reverse("admin:piani_schedaarea_coda"), "coda")
    guarda(esaminatore, reverse("admin:piani_schedaarea_esame", args=[scheda.pk]), "esame")
    guarda(esaminatore, reverse("home"), "home-segretario")
    esaminatore.apre(reverse("admin:piani_schedaarea_esame", args=[scheda.pk]))
    esaminatore.preme("text=Valida")
    assert reverse("scheda-valida", args=[scheda.pk]) in esaminatore.pagina.url


def test_dalla_trasmissione_alla_variazione(esaminatore, ente, segretario):
    piano = piano_validato(ente)
    esaminatore.accede(segretario)
    invia = ".submit-row input[type=submit]"

    guarda(esaminatore, reverse("admin:piani_piano_change", args=[piano.pk]), "piano-da-trasmettere")
    guarda(esaminatore, pagina("trasmetti", piano), "trasmetti")
    esaminatore.preme(invia)
    assert stato(piano) == "in_giunta"

    guarda(esaminatore, pagina("emendamenti", piano), "emendamenti")
    guarda(esaminatore, pagina("approva", piano), "approva")
    esaminatore.pagina.fill("#id_numero", "38")
    esaminatore.pagina.fill("#id_data", "ieri")
    esaminatore.preme(invia)
    esaminatore.fotografa("approva-errore")
    assert esaminatore.pagina.title().startswith("Errore:")
    assert esaminatore.difetti_della_pagina() == []
    esaminatore.pagina.fill("#id_data", f"{timezone.localdate():%d/%m/%Y}")
    esaminatore.preme(invia)
    assert stato(piano) == "approvato"

    guarda(esaminatore, pagina("apri_variazione", piano), "variazione")
    esaminatore.pagina.fill("#id_nota", "Bando perso: l'obiettivo non si può raggiungere.")
    esaminatore.pagina.check("#id_schede_0")
    esaminatore.preme(invia)
    assert stato(piano) == "in_variazione"
    assert piano.schede.filter(stato="bozza").count() == 1

    # What the variation changes, seen once it has been sent to the Giunta.
    piano.schede.filter(stato="bozza").get().obiettivi.update(descrizione="Obiettivo corretto", peso=100)
    guarda(esaminatore, pagina("trasmetti", piano), "trasmetti-non-ancora")
    assert "non è validata" in esaminatore.pagina.content()
    guarda(esaminatore, pagina("approva", piano), "non-ora", stato=409)
    piano.schede.update(stato="validata", validata_il=timezone.now())
    trasmetti_piano(piano=piani_completi().get(pk=piano.pk), utente=segretario)
    guarda(esaminatore, reverse("piano-versioni", args=[piano.pk]), "versioni")
    guarda(esaminatore, reverse("piano-differenza", args=[piano.pk]), "differenza")
    assert "corretto" in esaminatore.pagina.inner_text("ins")


def test_l_acquisizione(esaminatore, ente, utente_con_ruolo):
    piano = piano_validato(ente)
    esaminatore.accede(utente_con_ruolo(ente, "amministratore"))

    guarda(esaminatore, pagina("acquisisci", piano), "acquisisci")
    for nome, testo in (("numero", "38"), ("data", "12/07/2019"), ("nota", "Approvato su carta.")):
        esaminatore.pagina.fill(f"#id_{nome}", testo)
    esaminatore.preme(".submit-row input[type=submit]")

    assert stato(piano) == "approvato"
    for larghezza in LARGHEZZE:
        esaminatore.pagina.set_viewport_size({"width": larghezza, "height": 900})
        assert esaminatore.difetti_della_pagina() == []
