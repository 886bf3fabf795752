"""Around the sheet: the home page's boxes, the plan's page, what has changed, the preview."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from piani.services.revisioni import registra_revisione
from tests import factories
from tests.lettura_pdf import leggi


@pytest.mark.usefixtures("obiettivi")
class TestPaginaIniziale:
    def test_il_responsabile_trova_le_sue_schede_con_le_loro_cifre(self, client, scheda, responsabile):
        factories.OsservazioneFactory(scheda=scheda)
        registra_revisione(scheda=scheda, utente=responsabile, motivo="Salvata")
        scheda.revisioni.update(esiti=[{"gravita": gravita} for gravita in ("bloccante", "avviso", "avviso")])
        scheda.piano.termine_schede = datetime.date(2024, 1, 31)
        scheda.piano.save()

        with time_machine.travel("2024-01-21 10:00+01:00", tick=False):
            pagina = client.get("/").content.decode()

        assert f'href="{reverse("scheda", args=[scheda.pk])}"' in pagina
        assert "Obiettivi: 2, pesi 100 su 100" in pagina
        assert "mancano 10 giorni" in pagina
        assert "Controlli: 1 bloccante, 2 avvisi" in pagina
        assert "Osservazioni del Segretario: 1" in pagina

    def test_le_schede_degli_altri_non_ci_sono(self, client, scheda):
        altra = factories.SchedaFactory(piano=scheda.piano, anno=scheda.anno)

        assert str(altra) not in client.get("/").content.decode()

    def test_chi_legge_tutto_il_piano_vede_a_che_punto_e(self, ente, scheda, utente_con_ruolo, accedi):
        sindaco = accedi(utente_con_ruolo(ente, "sindaco"))

        assert reverse("piano", args=[scheda.piano_id]) in sindaco.get("/").content.decode()
        pagina = sindaco.get(reverse("piano", args=[scheda.piano_id])).content.decode()
        assert scheda.nome in pagina
        assert "Obiettivi: 2" in pagina

    def test_poche_interrogazioni_quante_che_siano_le_schede(self, client, scheda, django_assert_max_num_queries):
        for anno in (2025, 2026):
            altra = factories.SchedaFactory(piano=scheda.piano, area=scheda.area, anno=anno)
            factories.ObiettivoFactory(scheda=altra)
        with django_assert_max_num_queries(12):
            client.get("/")

    def test_anche_la_pagina_del_piano(self, ente, scheda, utente_con_ruolo, accedi, django_assert_max_num_queries):
        sindaco = accedi(utente_con_ruolo(ente, "sindaco"))
        for _ in range(5):
            factories.SchedaFactory(piano=scheda.piano, anno=scheda.anno)
        with django_assert_max_num_queries(6):
            sindaco.get(reverse("piano", args=[scheda.piano_id]))


class TestCheCosaECambiato:
    def test_l_ultima_modifica_contro_quella_prima(self, client, indirizzo, invia, scheda, obiettivi):
        invia(client, indirizzo, ob__0__natura="sviluppo")
        invia(client, indirizzo, ob__0__descrizione="Obiettivo di prova rifatto")

        pagina = client.get(reverse("scheda-modifiche", args=[scheda.pk])).content.decode()

        assert "<ins>" in pagina
        assert "rifatto" in pagina
        assert "<del>" in pagina

    def test_tra_due_modifiche_scelte(self, client, indirizzo, invia, scheda, obiettivi):
        for testo in ("Primo", "Secondo", "Terzo"):
            invia(client, indirizzo, ob__0__descrizione=testo)
        numeri = sorted(scheda.revisioni.values_list("versione", flat=True))

        pagina = client.get(
            reverse("scheda-modifiche", args=[scheda.pk]), {"da": numeri[0], "a": numeri[2]}
        ).content.decode()

        assert "Primo" in pagina
        assert "Terzo" in pagina
        assert "Secondo" not in pagina

    def test_senza_modifiche_lo_dice(self, client, scheda):
        assert "mai stata modificata" in client.get(reverse("scheda-modifiche", args=[scheda.pk])).content.decode()

    def test_una_modifica_che_non_c_e(self, client, indirizzo, invia, scheda, obiettivi):
        invia(client, indirizzo, ob__0__descrizione="Primo")

        assert client.get(reverse("scheda-modifiche", args=[scheda.pk]), {"da": "99"}).status_code == 404


def test_l_anteprima_e_la_scheda_sola_anche_non_salvata(client, indirizzo, invia, scheda, obiettivi):
    factories.ObiettivoFactory(scheda__piano=scheda.piano, scheda__area=scheda.area, scheda__anno=2025)
    bozza = invia(client, indirizzo, azione="aggiungi", ob__0__descrizione="Solo nella bozza").url
    chiave = bozza.partition("bozza=")[2].partition("&")[0]

    risposta = client.get(reverse("scheda-anteprima", args=[scheda.pk]), {"bozza": chiave})

    assert risposta.headers["Content-Type"] == "application/pdf"
    testo = leggi(risposta.content).testo
    assert "Solo nella bozza" in testo
    assert "Anno 2025" not in testo
