"""The bodies of the load test are real ones; the people at work on them do what a browser does; the figures add up."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import islice
from urllib.parse import parse_qs

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from obiettivi.models import BozzaScheda, ObiettivoGestionale
from obiettivi.prestazioni.carico import CICLO, RIAPERTA, Esito, Risultato, esegui, turni
from obiettivi.prestazioni.enti import TABELLE, genera_enti, righe_di
from obiettivi.prestazioni.navigatore import NESSUNA_RISPOSTA, Navigatore, Risposta
from obiettivi.prestazioni.redattori import REDATTORI, SALVANO, TESTO_PERSO, AccessoFallito, Redattore, crea_redattori
from obiettivi.prestazioni.resoconto import righe_carico
from piani.models import Ente, Revisione, SchedaArea
from piani.selectors import piani_completi
from piani.sezioni import fotografa, parte_di_scheda
from tests import factories


@pytest.fixture
def enti(db) -> list[Ente]:
    factories.MissioneFactory(codice="01", descrizione="Servizi istituzionali, generali e di gestione")
    genera_enti(3)
    return list(Ente.objects.order_by("pk"))


class TestEnti:
    def test_ognuno_ha_nove_schede_e_sessantatre_obiettivi(self, enti):
        assert [ente.denominazione for ente in enti] == [f"Comune di Esempio 00{numero}" for numero in (1, 2, 3)]
        for ente in enti:
            assert ente.e_esempio
            assert SchedaArea.objects.filter(piano__ente=ente).count() == 9
            assert ObiettivoGestionale.objects.filter(scheda__piano__ente=ente).count() == 63

    def test_una_copia_ha_tutte_le_righe_del_primo_e_nessuna_dipende_da_un_altro_ente(self, enti):
        for modello in TABELLE:
            quante = {len(righe_di(modello, ente)) for ente in enti}
            assert len(quante) == 1
            for riga in islice(righe_di(modello, enti[2]), 3):
                riga.full_clean()

    def test_la_fotografia_di_una_copia_e_quella_del_primo_salvo_nomi_e_identificativi(self, enti):
        prima, copia = (fotografa(piani_completi().get(ente=ente)) for ente in enti[:2])

        uid = [{voce.uid for voce in foto.dizionario()["obiettivi"]} for foto in (prima, copia)]
        assert len(uid[0]) == len(uid[1]) == 21
        assert not uid[0] & uid[1]
        assert prima.dizionario()["schede"] == copia.dizionario()["schede"]
        assert prima.dizionario()["assegnazioni"] == copia.dizionario()["assegnazioni"]

    def test_la_revisione_di_una_copia_e_la_sua_scheda(self, enti):
        foto = fotografa(piani_completi().get(ente=enti[1]))
        for revisione in Revisione.objects.filter(scheda__piano__ente=enti[1]).select_related("scheda__area"):
            assert revisione.sha256 == parte_di_scheda(foto, revisione.scheda.slug, revisione.scheda.anno).sha256
            assert revisione.esiti


class NavigatoreDiProva(Navigatore):
    """The same browser, on Django's test client."""

    def __init__(self) -> None:
        super().__init__("testserver", 80)
        self.client = Client(enforce_csrf_checks=True)

    @property
    def gettone(self) -> str:
        return self.client.cookies["csrftoken"].value

    def leggi(self, percorso: str) -> Risposta:
        return self._risposta(self.client.get(percorso))

    def manda(self, percorso: str, campi: dict[str, str], *, da_script: bool = False) -> Risposta:
        intestazioni = {"HX-Request": "true"} if da_script else {}
        return self._risposta(self.client.post(percorso, campi, headers=intestazioni))

    def _risposta(self, risposta) -> Risposta:
        return Risposta(risposta.status_code, risposta.content.decode(), risposta.headers.get("Location", ""))


class TestRedattori:
    def test_venti_persone_in_tutti_gli_enti_e_chi_salva_ha_una_scheda_sua(self, enti):
        posti, _ = crea_redattori()

        schede = [posto.scheda for posto in posti]
        assert len(schede) == REDATTORI
        assert len(set(schede[:SALVANO])) == SALVANO
        assert SchedaArea.objects.filter(pk__in=schede).values("piano__ente").distinct().count() == 3

    def test_due_giri_di_lavoro_senza_errori_e_ogni_salvataggio_lascia_una_revisione(self, enti):
        posti, password = crea_redattori()
        redattori = [Redattore(posto, NavigatoreDiProva()) for posto in posti]
        for redattore in redattori:
            redattore.accedi(password)
        prima = Revisione.objects.count()

        risultati = [
            risultato
            for azione, redattore in islice(turni(redattori), 2 * len(CICLO))
            for risultato in esegui(redattore, azione, 0)
        ]

        assert {(risultato.azione, risultato.stato) for risultato in risultati} == {
            ("home", 200),
            ("scheda", 200),
            ("bozza", 200),
            ("controlli", 200),
            ("salva", 302),
            (RIAPERTA, 200),
        }
        assert Revisione.objects.count() - prima == 2 * CICLO.count("salva")
        assert ObiettivoGestionale.objects.filter(descrizione__contains="(prova ").count() == 2 * CICLO.count("salva")
        assert BozzaScheda.objects.exists()

    @pytest.mark.prestazioni
    @pytest.mark.parametrize(("azione", "massime"), [("home", 12), ("scheda", 15), ("bozza", 12), ("controlli", 30)])
    def test_le_domande_al_database_sono_poche_per_chiunque(self, enti, azione, massime, django_assert_max_num_queries):
        """Responsabile, Segretario and Sindaco: the sheet's form and the sheet that is only read."""
        posti, password = crea_redattori()
        for posto in (posti[0], *posti[-2:]):
            redattore = Redattore(posto, NavigatoreDiProva())
            redattore.accedi(password)
            if posto.e_responsabile or azione in ("home", "scheda"):
                with django_assert_max_num_queries(massime):
                    list(getattr(redattore, azione)())

    def test_un_salvataggio_che_non_si_rilegge_e_un_errore(self, enti, monkeypatch):
        posti, password = crea_redattori()
        redattore = Redattore(posti[0], NavigatoreDiProva())
        redattore.accedi(password)
        monkeypatch.setattr(redattore.navigatore, "manda", lambda *_: Risposta(302))

        assert [risultato.stato for risultato in esegui(redattore, "salva", 0)] == [302, TESTO_PERSO]

    def test_chi_non_entra_ferma_la_misura(self, enti):
        posti, _ = crea_redattori()

        with pytest.raises(AccessoFallito, match="carico-00"):
            Redattore(posti[0], NavigatoreDiProva()).accedi("un'altra password")


class TestNavigatore:
    @pytest.fixture
    def ricevute(self):
        return []

    @pytest.fixture
    def servitore(self, ricevute):
        class Eco(BaseHTTPRequestHandler):
            def do_GET(self):
                ricevute.append((self.headers, ""))
                self.send_response(302)
                self.send_header("Location", "/altrove/")
                self.send_header("Set-Cookie", "csrftoken=abc; Secure; SameSite=Lax")
                self.send_header("Set-Cookie", "sessionid=xyz; HttpOnly; Secure")
                self.end_headers()

            def do_POST(self):
                ricevute.append((self.headers, self.rfile.read(int(self.headers["Content-Length"])).decode()))
                self.send_response(200)
                self.end_headers()
                self.wfile.write("perché".encode())

            def log_message(self, *_):
                pass

        with HTTPServer(("127.0.0.1", 0), Eco) as server:
            filo = threading.Thread(target=server.serve_forever, daemon=True)
            filo.start()
            yield server.server_address
            server.shutdown()
            filo.join()

    def test_tiene_i_biscotti_e_manda_i_moduli_come_dietro_a_un_proxy(self, servitore, ricevute):
        navigatore = Navigatore(*servitore)

        assert navigatore.leggi("/") == Risposta(302, "", "/altrove/")
        assert navigatore.gettone == "abc"
        assert navigatore.manda("/", {"testo": "è così"}, da_script=True) == Risposta(200, "perché")

        intestazioni, corpo = ricevute[1]
        assert intestazioni["Cookie"] == "csrftoken=abc; sessionid=xyz"
        assert intestazioni["Origin"] == "https://{}:{}".format(*servitore)
        assert (intestazioni["X-Forwarded-Proto"], intestazioni["HX-Request"]) == ("https", "true")
        assert parse_qs(corpo) == {"testo": ["è così"]}

    def test_chi_non_risponde_e_un_errore(self, servitore):
        host, _ = servitore

        assert Navigatore(host, 1).leggi("/").stato == NESSUNA_RISPOSTA


class TestResoconto:
    def esito(self, millisecondi: int, stato: int = 200) -> Esito:
        return Esito([Risultato(azione, millisecondi / 1000, stato) for azione in CICLO], [0.5, 1.25])

    def righe(self, primo: Esito, ultimo: Esito) -> str:
        return "\n".join(righe_carico({1: primo, 500: ultimo}))

    def test_mantiene_la_promessa(self):
        testo = self.righe(self.esito(100), self.esito(120))

        assert "| tutte | 20 | 100 | 100 | 120 | 120 | 1,20 | 1,20 |" in testo
        assert "500 enti: errori 0; carico della macchina all'inizio di ogni volta 0,50 e 1,25." in testo
        assert testo.endswith("rapporti sotto 1,30: sì.")

    @pytest.mark.parametrize(
        ("primo", "ultimo", "stato"), [(100, 131, 200), (149, 151, 200), (100, 100, 500), (100, 100, NESSUNA_RISPOSTA)]
    )
    def test_dice_quando_non_la_mantiene(self, primo, ultimo, stato):
        assert self.righe(self.esito(primo), self.esito(ultimo, stato)).endswith(": NO.")

    def test_due_volte_si_sommano(self):
        somma = self.esito(100) + self.esito(100, stato=500)

        assert (len(somma.risultati), somma.errori, len(somma.macchina)) == (40, 20, 4)

    def test_il_p95_guarda_le_risposte_piu_lente(self):
        lente = Esito([Risultato("home", 0.01, 200)] * 90 + [Risultato("home", 1, 200)] * 10)

        assert (round(lente.mediana), round(lente.p95)) == (10, 1000)


def test_il_carico_si_misura_solo_su_postgresql(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")

    with pytest.raises(CommandError, match="PostgreSQL"):
        call_command("bench", carico=True)
