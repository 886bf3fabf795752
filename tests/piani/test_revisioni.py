"""Every change of a sheet, by any road, leaves a revision: its content, its fingerprint, what the checks said."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from obiettivi.importers.fotografia import carica_fotografia
from obiettivi.models import ObiettivoGestionale
from obiettivi.prestazioni.sintesi import piano_sintetico
from obiettivi.sezioni import OBIETTIVI
from piani.controlli import controlla
from piani.controlli.gruppi import e_della_scheda
from piani.models import Revisione, SchedaArea
from piani.selectors import piani_completi
from piani.services.piani import crea_schede_mancanti
from piani.services.revisioni import registra_revisione
from piani.services.scrittura import registra_modifica
from piani.sezioni import fotografa, parte_da_json, parte_di_scheda
from tests import factories
from tests.foto import foto_del_piano_vero
from tests.piani.modulo import errori, invia

pytestmark = pytest.mark.django_db


@pytest.fixture
def missione_01(db):
    return factories.MissioneFactory(codice="01", descrizione="Servizi istituzionali, generali e di gestione")


@pytest.fixture
def scheda(ente) -> SchedaArea:
    scheda = factories.SchedaFactory(piano=factories.PianoFactory(ente=ente))
    factories.IndicatoreFactory(obiettivo=factories.ObiettivoFactory(scheda=scheda, peso=40))
    return scheda


def test_la_revisione_e_la_parte_della_scheda_nella_fotografia(scheda, segretario):
    factories.ObiettivoFactory(scheda=factories.SchedaFactory(piano=scheda.piano))
    registra_modifica(scheda=scheda)

    revisione = registra_revisione(scheda=scheda, utente=segretario, motivo="Prova")

    foto = fotografa(piani_completi().get())
    parte = parte_di_scheda(foto, scheda.slug, scheda.anno)
    revisione.refresh_from_db()
    assert parte_da_json(revisione.contenuto) == parte
    assert len(parte[OBIETTIVI]) == 1
    assert (revisione.versione, revisione.sha256, revisione.utente) == (2, parte.sha256, segretario)
    propri = filter(e_della_scheda(scheda.slug, scheda.anno), controlla(foto))
    assert revisione.esiti == [esito.dizionario() for esito in propri]
    assert "OB01" in {esito["codice"] for esito in revisione.esiti}


def test_una_scheda_ha_una_sola_revisione_per_modifica(scheda):
    registra_revisione(scheda=scheda, utente=None, motivo="Prima")
    registra_modifica(scheda=scheda)
    registra_revisione(scheda=scheda, utente=None, motivo="Seconda")

    assert list(scheda.revisioni.values_list("versione", "motivo")) == [(2, "Seconda"), (1, "Prima")]


def test_un_motivo_lungo_si_accorcia(scheda):
    assert registra_revisione(scheda=scheda, utente=None, motivo="x" * 500).motivo == "x" * 200


def test_le_interrogazioni_non_crescono_con_il_piano(missione_01):
    quante = []
    for obiettivi, aree in ((4, 2), (60, 10)):
        piano = carica_fotografia(piano_sintetico(obiettivi, aree))
        scheda = piano.schede.select_related("piano__ente", "area").first()
        registra_modifica(scheda=scheda)
        with CaptureQueriesContext(connection) as domande:
            registra_revisione(scheda=scheda, utente=None, motivo="Prova")
        quante.append(len(domande))
        ObiettivoGestionale.objects.filter(scheda__piano=piano).delete()
        piano.delete()

    assert quante[0] == quante[1] <= 25, quante


def test_un_piano_caricato_ha_una_revisione_per_scheda(missione_01):
    carica_fotografia(foto_del_piano_vero())

    assert Revisione.objects.count() == SchedaArea.objects.count() == 8
    tecnica = Revisione.objects.get(scheda__area__slug="tecnica", scheda__anno=2019)
    assert [esito["codice"] for esito in tecnica.esiti if esito["gravita"] == "bloccante"] == ["OB01"]


def test_le_schede_create_insieme_hanno_ognuna_la_prima_revisione(ente, segretario):
    piano = factories.PianoFactory(ente=ente)
    factories.AreaFactory(ente=ente)

    assert crea_schede_mancanti(piano=piano, utente=segretario) == 4

    assert set(Revisione.objects.values_list("versione", "motivo", "utente")) == {(1, "Scheda creata", segretario.pk)}
    assert Revisione.objects.count() == 4
    assert crea_schede_mancanti(piano=piano, utente=segretario) == 0
    assert Revisione.objects.count() == 4


# --- through the admin ---


def test_una_pagina_dell_amministrazione_con_le_sue_righe_e_una_revisione(accedi, segretario, scheda):
    obiettivo = scheda.obiettivi.get()
    indirizzo = reverse("admin:obiettivi_obiettivogestionale_change", args=[obiettivo.pk])

    risposta = invia(accedi(segretario), indirizzo, peso="55", **{"indicatori-0-descrizione": "Altro indicatore"})

    assert errori(risposta) == {}
    revisione = Revisione.objects.get()
    scheda.refresh_from_db()
    assert revisione.versione == scheda.versione == 2
    scritto = parte_da_json(revisione.contenuto)[OBIETTIVI][0]
    assert (scritto.peso, scritto.indicatori[0].descrizione) == (55, "Altro indicatore")
    assert revisione.utente == segretario
    assert revisione.motivo.startswith("Scritto nell'amministrazione: obiettivo gestionale")


def test_una_pagina_salvata_senza_cambi_non_lascia_revisioni(accedi, segretario, scheda):
    obiettivo = scheda.obiettivi.get()

    invia(accedi(segretario), reverse("admin:obiettivi_obiettivogestionale_change", args=[obiettivo.pk]))

    assert not Revisione.objects.exists()


def test_le_persone_scritte_con_la_scheda_sono_nella_revisione(accedi, segretario, scheda):
    dipendente = factories.DipendenteFactory(ente=scheda.piano.ente)
    indirizzo = reverse("admin:piani_schedaarea_change", args=[scheda.pk])
    riga = {"persone-TOTAL_FORMS": "1", "persone-0-ordine": "1", "persone-0-rapporto": "interno"}

    risposta = invia(accedi(segretario), indirizzo, **riga, **{"persone-0-dipendente": str(dipendente.pk)})

    assert errori(risposta) == {}
    assert dipendente.codice in Revisione.objects.get().contenuto


def test_un_obiettivo_eliminato_lascia_una_revisione_senza_di_lui(accedi, segretario, scheda):
    obiettivo = scheda.obiettivi.get()

    accedi(segretario).post(reverse("admin:obiettivi_obiettivogestionale_delete", args=[obiettivo.pk]), {"post": "yes"})

    revisione = Revisione.objects.get()
    assert parte_da_json(revisione.contenuto)[OBIETTIVI] == ()
    assert obiettivo.descrizione in revisione.motivo


def test_una_scheda_nuova_ha_subito_la_prima_revisione(accedi, segretario, ente):
    piano, area = factories.PianoFactory(ente=ente), factories.AreaFactory(ente=ente)

    risposta = invia(
        accedi(segretario),
        reverse("admin:piani_schedaarea_add"),
        piano=str(piano.pk), area=str(area.pk), anno="2024", modo_peso="percentuale", tipo="area",
    )  # fmt: skip

    assert errori(risposta) == {}
    assert Revisione.objects.get().versione == SchedaArea.objects.get().versione == 1


def test_una_bozza_eliminata_porta_via_le_sue_revisioni(accedi, segretario, scheda):
    registra_revisione(scheda=scheda, utente=None, motivo="Prova")

    accedi(segretario).post(reverse("admin:piani_schedaarea_delete", args=[scheda.pk]), {"post": "yes"})

    assert not SchedaArea.objects.exists()
    assert not Revisione.objects.exists()
