"""The public site: what everybody reads, what nobody can reach, what a page costs."""

import datetime

import msgspec
import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from obiettivi.sezioni import OBIETTIVI
from piani.models import Documento, Versione
from piani.services import produzione
from piani.services.produzione import produci_documenti
from piani.services.pubblicazione import archivia_versione, pubblica_versione, ritira_versione
from piani.sezioni import SCHEDE
from tests import factories
from tests.foto import foto_del_piano_vero
from tests.versioni import finti, piano_approvato, versione_approvata

RADICE = "/amministrazione-trasparente/performance/"
PIANO = f"{RADICE}piani/2019-2021/"
SEGRETO = "Testo di una bozza che nessuno deve leggere"


@pytest.fixture(autouse=True)
def memoria_vuota():
    cache.clear()


@pytest.fixture
def versione(ente, monkeypatch) -> Versione:
    monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)
    versione = versione_approvata(piano_approvato(ente))
    produci_documenti(versione=versione)
    return versione


@pytest.fixture
def pubblicata(versione, segretario) -> Versione:
    return pubblica_versione(versione=versione, utente=segretario)


def leggi(client, indirizzo: str, stato: int = 200, **intestazioni) -> str:
    risposta = client.get(indirizzo, headers=intestazioni)
    assert risposta.status_code == stato, indirizzo
    return b"".join(risposta).decode() if risposta.streaming else risposta.content.decode()


def seconda_versione(prima: Versione, segretario) -> Versione:
    vero = foto_del_piano_vero()
    nuovi = (msgspec.structs.replace(vero[OBIETTIVI][0], descrizione="Descrizione variata."), *vero[OBIETTIVI][1:])
    seconda = versione_approvata(prima.piano, vero.con({OBIETTIVI.codice: nuovi}), precedente=prima)
    Versione.objects.filter(pk=prima.pk).update(stato="superata")
    produci_documenti(versione=seconda)
    return seconda


class TestIndice:
    def test_le_sezioni_della_legge_ci_sono_anche_vuote(self, client, ente):
        testo = leggi(client, RADICE)

        for titolo in ("Sistema di misurazione", "Relazione sulla performance", "Ammontare complessivo dei premi"):
            assert titolo in testo
        assert testo.count("Nessun documento pubblicato finora.") == 5

    def test_ogni_file_ha_formato_dimensione_impronta_e_data(self, client, pubblicata):
        testo, riga = leggi(client, RADICE), pubblicata.documenti.get(insieme="pubblico", nome="piano.pdf")

        assert f"{riga.titolo} (PDF - " in testo
        assert riga.sha256 in testo
        assert "<time datetime=" in testo
        assert 'rel="license"' in testo
        assert "noindex" not in testo

    def test_in_fondo_i_collegamenti_del_modello_comuni(self, client, ente):
        ente.dichiarazione_accessibilita = "https://form.agid.gov.it/view/prova"
        ente.save()

        assert 'data-element="accessibility-link" href="https://form.agid.gov.it/view/prova"' in leggi(client, RADICE)

    def test_con_piu_enti_che_pubblicano_l_indirizzo_dice_quale(self, client, pubblicata, altro_ente):
        factories.DocumentoFactory(ente=altro_ente, tipo="smvp", pubblicato_il=pubblicata.pubblicata_il)

        scelta = leggi(client, RADICE)
        suo = leggi(client, "/amministrazione-trasparente/secondo/performance/")

        assert "/amministrazione-trasparente/primo/performance/" in scelta
        assert "Documento di prova" in suo
        assert "2019/2021" not in suo
        assert leggi(client, "/amministrazione-trasparente/primo/performance/piani/2019-2021/")

    def test_gli_indirizzi_di_chi_pubblicava_da_solo_restano_buoni(self, client, pubblicata, altro_ente):
        factories.DocumentoFactory(
            ente=altro_ente, tipo="smvp", pubblicato_il=pubblicata.pubblicata_il + datetime.timedelta(days=1)
        )

        risposta = client.get(f"{PIANO}?anno=2020")

        assert risposta.status_code == 301
        assert risposta["Location"] == "/amministrazione-trasparente/primo/performance/piani/2019-2021/?anno=2020"
        assert client.get(risposta["Location"]).status_code == 200
        feed = client.get(f"{RADICE}feed.xml")
        assert (feed.status_code, feed["Location"]) == (301, "/amministrazione-trasparente/primo/performance/feed.xml")


class TestPiano:
    def test_si_legge_come_pagina_con_un_indirizzo_per_ogni_obiettivo(self, client, pubblicata):
        testo = leggi(client, PIANO)
        uid = foto_del_piano_vero()[OBIETTIVI][0].uid

        assert "48 obiettivi." in testo
        assert f"{RADICE}obiettivi/{uid}/" in testo
        assert "Obiettivo 1" in leggi(client, f"{RADICE}obiettivi/{uid}/")

    def test_filtro_per_area_anno_e_linea(self, client, pubblicata):
        filtrata = leggi(client, f"{PIANO}?area=contabile&anno=2020")

        assert "Area contabile, 2020" in filtrata
        assert "Area contabile, 2019" not in filtrata
        assert "con questi filtri" in filtrata
        assert "48 obiettivi." in leggi(client, f"{PIANO}?area=%3Cscript%3E&linea=999")

    def test_la_versione_superata_resta_e_lo_dice(self, client, pubblicata, segretario):
        seconda = seconda_versione(pubblicata, segretario)
        assert "Descrizione variata." not in leggi(client, PIANO)

        pubblica_versione(versione=seconda, utente=segretario)

        assert "Descrizione variata." in leggi(client, PIANO)
        vecchia = leggi(client, f"{PIANO}versioni/1/")
        assert "superata dalla versione 2" in vecchia
        assert "Descrizione variata." not in vecchia

    def test_ritirata_resta_l_avviso_con_il_motivo(self, client, pubblicata, segretario):
        riga = pubblicata.documenti.get(insieme="pubblico", nome="piano.pdf")
        indirizzo = f"{RADICE}documenti/{riga.pk}/piano.pdf"
        ritira_versione(versione=pubblicata, utente=segretario, nota="Contiene un errore.")

        assert "Contiene un errore." in leggi(client, PIANO)
        assert "Obiettivo 1" not in leggi(client, PIANO)
        assert "Contiene un errore." in leggi(client, indirizzo, 410)

    def test_archiviata_lo_dice(self, client, pubblicata, segretario):
        archivia_versione(versione=pubblicata, utente=segretario)

        assert "accesso civico" in leggi(client, PIANO)


class TestBozze:
    """Nothing that is not published can be read: not by address, name, feed, map, error page."""

    @pytest.fixture
    def bozze(self, ente, versione):
        piano = factories.PianoFactory(ente=ente, anno_inizio=2030, titolo=SEGRETO)
        scheda = factories.SchedaFactory(piano=piano)
        return factories.ObiettivoFactory(scheda=scheda, descrizione=SEGRETO)

    def test_ne_per_indirizzo_ne_per_nome(self, client, versione, bozze):
        interno = versione.documenti.get(insieme="interno", nome="piano.pdf")
        pubblico = versione.documenti.get(insieme="pubblico", nome="piano.pdf")
        indirizzi = [
            PIANO,
            f"{PIANO}versioni/1/",
            f"{RADICE}piani/2030-2032/",
            f"{RADICE}obiettivi/{bozze.uid}/",
            f"{RADICE}documenti/{interno.pk}/piano.pdf",
            f"{RADICE}documenti/{pubblico.pk}/piano.pdf",
            f"{RADICE}documenti/{interno.pk}/..%2F..%2Fsettings.py",
        ]

        for indirizzo in indirizzi:
            assert SEGRETO not in leggi(client, indirizzo, 404)

    def test_ne_dalle_pagine_dal_feed_dalla_mappa(self, client, versione, bozze, segretario):
        pubblica_versione(versione=versione, utente=segretario)

        for indirizzo in (RADICE, PIANO, f"{RADICE}feed.xml", f"{RADICE}mappa.xml", "/sitemap.xml"):
            testo = leggi(client, indirizzo)
            assert SEGRETO not in testo
            assert "2030" not in testo

    def test_il_file_interno_non_si_pubblica_mai(self, client, pubblicata):
        interno = pubblicata.documenti.get(insieme="interno", nome="piano.pdf")
        pubblico = pubblicata.documenti.get(insieme="pubblico", nome="piano.pdf")

        leggi(client, f"{RADICE}documenti/{interno.pk}/piano.pdf", 404)
        leggi(client, f"{RADICE}documenti/{pubblico.pk}/altro-nome.pdf", 404)

    def test_nessun_nome_del_personale(self, client, pubblicata):
        vero = foto_del_piano_vero()
        nomi = _personale_che_non_dirige(vero)
        assert nomi
        testo = leggi(client, PIANO).upper()

        assert not [nome for nome in nomi if nome.upper() in testo]

    def test_un_testo_con_html_resta_testo(self, client, ente, versione, segretario):
        vero = foto_del_piano_vero()
        ostile = "<script>alert(1)</script><svg onload=alert(1)>"
        nuovi = (msgspec.structs.replace(vero[OBIETTIVI][0], descrizione=ostile), *vero[OBIETTIVI][1:])
        seconda = versione_approvata(versione.piano, vero.con({OBIETTIVI.codice: nuovi}), precedente=versione)
        produci_documenti(versione=seconda)
        pubblica_versione(versione=seconda, utente=segretario)

        testo = leggi(client, PIANO)

        assert "&lt;script&gt;alert(1)" in testo
        assert "<script" not in testo


def _personale_che_non_dirige(foto) -> list[str]:
    responsabili = {scheda.responsabile for scheda in foto[SCHEDE]}
    persone = {persona.dipendente for scheda in foto[SCHEDE] for persona in scheda.persone} - responsabili
    return [f"{persona.cognome} {persona.nome}" for persona in persone]


class TestMemoria:
    def test_chi_ha_la_pagina_riceve_304_senza_toccare_le_tabelle_del_piano(self, client, pubblicata):
        prima = client.get(PIANO)
        for intestazioni in (
            {"If-None-Match": prima["ETag"]},
            {"If-Modified-Since": prima["Last-Modified"]},
        ):
            with CaptureQueriesContext(connection) as domande:
                risposta = client.get(PIANO, headers=intestazioni)

            assert risposta.status_code == 304
            assert len(domande) == 1
            assert "piani_piano" not in domande[0]["sql"]
            assert "piani_schedaarea" not in domande[0]["sql"]

    def test_la_pagina_pronta_costa_una_interrogazione(self, client, pubblicata):
        client.get(PIANO)

        with CaptureQueriesContext(connection) as domande:
            risposta = client.get(PIANO)

        assert risposta.status_code == 200
        assert len(domande) == 1
        assert "max-age=60" in risposta["Cache-Control"]
        assert "Vary" not in risposta

    def test_in_una_folla_di_visitatori_uno_ogni_secondo_chiede_al_database(
        self, client, pubblicata, segretario, settings
    ):
        settings.SITO_RICORDATO = 1
        with time_machine.travel("2026-11-25 10:00:00+00:00", tick=False) as orologio:
            prima = client.get(PIANO)
            with CaptureQueriesContext(connection) as domande:
                assert client.get(PIANO).status_code == 200
                assert client.get(PIANO, headers={"If-None-Match": prima["ETag"]}).status_code == 304
            assert len(domande) == 0

            ritira_versione(versione=pubblicata, utente=segretario, nota="Contiene un errore.")
            orologio.shift(1.1)

            assert "Contiene un errore." in leggi(client, PIANO)

    def test_e_la_stessa_per_chi_e_entrato(self, client, pubblicata, accedi, segretario):
        assert leggi(accedi(segretario), PIANO) == leggi(Client(), PIANO)

    def test_una_pubblicazione_cambia_l_etag(self, client, pubblicata, segretario):
        prima = client.get(RADICE)["ETag"]
        ritira_versione(versione=pubblicata, utente=segretario, nota="Errore.")

        assert client.get(RADICE, headers={"If-None-Match": prima}).status_code == 200


class TestFile:
    def test_si_scarica_con_impronta_e_senza_indovinare_il_tipo(self, client, pubblicata):
        riga = pubblicata.documenti.get(insieme="pubblico", nome="obiettivi.csv")
        indirizzo = reverse("documento-pubblico", kwargs={"pk": riga.pk, "nome": riga.nome})

        risposta = client.get(indirizzo)

        assert risposta.getvalue().startswith(b"%PDF-1.7 finto")
        assert risposta["ETag"] == f'"{riga.sha256}"'
        assert risposta["X-Content-Type-Options"] == "nosniff"
        assert risposta["Content-Disposition"] == 'attachment; filename="obiettivi.csv"'
        assert client.get(indirizzo, headers={"If-None-Match": risposta["ETag"]}).status_code == 304

    def test_il_feed_elenca_i_file_pubblici(self, client, pubblicata):
        testo = leggi(client, f"{RADICE}feed.xml")

        pubblici = Documento.objects.filter(insieme="pubblico")
        assert testo.count("<entry>") == pubblici.count()
