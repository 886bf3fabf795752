"""The page «Controlli» of a plan and of a sheet, and the settings of the checks in the admin."""

import re

import pytest
from django.urls import reverse

from obiettivi.importers.fotografia import carica_fotografia
from piani.controlli.impostazioni import impostazioni_di
from piani.models import ArticoloCorretto, LineaMandato, Piano, RegolaControllo, SchedaArea
from tests import factories
from tests.foto import foto_del_piano_vero


@pytest.fixture
def piano_vero(db) -> Piano:
    factories.MissioneFactory(codice="01", descrizione="Servizi istituzionali, generali e di gestione")
    return carica_fotografia(foto_del_piano_vero())


@pytest.fixture
def client_superuser(superuser, accedi):
    return accedi(superuser)


def pagina(riga) -> str:
    return reverse(f"admin:piani_{riga._meta.model_name}_controlli", args=[riga.pk])


def collegamenti(testo: str) -> dict[str, str]:
    """Address by message."""
    return {messaggio: indirizzo for indirizzo, messaggio in re.findall(r'<li>\s*<a href="([^"]+)">([^<]+)</a>', testo)}


class TestPaginaDelPiano:
    def test_ogni_risultato_porta_al_suo_campo(self, piano_vero, client_superuser):
        testo = client_superuser.get(pagina(piano_vero)).content.decode()
        trovati = collegamenti(testo)
        tecnica = SchedaArea.objects.get(area__slug="tecnica", anno=2019)
        obiettivo = SchedaArea.objects.get(area__slug="contabile", anno=2021).obiettivi.get(numero=1)
        linea = LineaMandato.objects.get(numero=2)
        scheda = reverse("admin:piani_schedaarea_change", args=[tecnica.pk])
        riga = reverse("admin:obiettivi_obiettivogestionale_change", args=[obiettivo.pk])
        attesi = {
            "Area tecnica 2019: i pesi sommano a 6, mancano 94 punti.": scheda,
            "Area contabile 2021, obiettivo 1: la scadenza 31/12/2020 cade prima dell&#x27;anno della scheda.": (
                f"{riga}#id_scadenza"
            ),
            "La linea di mandato 2 («Urbanistica e ambiente») non ha obiettivi in nessuna area.": reverse(
                "admin:piani_lineamandato_change", args=[linea.pk]
            )
            + "#id_titolo",
            "Area amministrativa: manca la scheda del 2020.": reverse("admin:piani_piano_change", args=[piano_vero.pk]),
        }
        assert {messaggio: trovati[messaggio] for messaggio in attesi} == attesi
        for titolo in ("Bloccanti (1)", "Avvisi (99)", "Informazioni (119)"):
            assert titolo in testo

    def test_i_collegamenti_esistono_e_hanno_l_ancora(self, piano_vero, client_superuser):
        indirizzi = set(collegamenti(client_superuser.get(pagina(piano_vero)).content.decode()).values())
        per_tipo = {re.sub(r"\d+", "", indirizzo): indirizzo for indirizzo in sorted(indirizzi)}
        assert len(per_tipo) >= 7
        for indirizzo in per_tipo.values():
            percorso, _, ancora = indirizzo.partition("#")
            risposta = client_superuser.get(percorso)
            assert risposta.status_code == 200
            assert not ancora or f'id="{ancora}"' in risposta.content.decode()

    def test_le_query_non_crescono(self, piano_vero, client_superuser, django_assert_max_num_queries):
        with django_assert_max_num_queries(30) as prima:
            client_superuser.get(pagina(piano_vero))
        for numero in range(20, 30):
            factories.ObiettivoFactory(scheda=SchedaArea.objects.get(area__slug="tecnica", anno=2019), numero=numero)
        with django_assert_max_num_queries(len(prima)):
            client_superuser.get(pagina(piano_vero))

    def test_dalla_pagina_del_piano_e_della_scheda_ci_si_arriva(self, piano_vero, client_superuser):
        for riga in (piano_vero, SchedaArea.objects.first()):
            modifica = reverse(f"admin:piani_{riga._meta.model_name}_change", args=[riga.pk])
            assert pagina(riga) in client_superuser.get(modifica).content.decode()


class TestPaginaDellaScheda:
    def test_solo_i_suoi_risultati(self, piano_vero, client_superuser):
        scheda = SchedaArea.objects.get(area__slug="tecnica", anno=2019)
        trovati = collegamenti(client_superuser.get(pagina(scheda)).content.decode())
        assert trovati
        assert all(messaggio.startswith("Area tecnica 2019") for messaggio in trovati)

    def test_la_scheda_a_posto(self, ente, client_superuser):
        scheda = factories.SchedaFactory(piano__ente=ente, tipo="segretario", area=None)
        factories.ObiettivoFactory(scheda=scheda, peso=100)
        assert "Nessun rilievo" not in client_superuser.get(pagina(scheda)).content.decode()

    def test_fuori_dall_ente_non_esiste(self, ente, altro_ente, utente_con_ruolo, accedi):
        scheda = factories.SchedaFactory(piano__ente=ente)
        for riga in (scheda, scheda.piano):
            assert accedi(utente_con_ruolo(altro_ente, "segretario")).get(pagina(riga)).status_code == 404
            assert accedi(utente_con_ruolo(ente, "segretario")).get(pagina(riga)).status_code == 200
            assert accedi(utente_con_ruolo(ente, "sindaco")).get(pagina(riga)).status_code == 403


class TestRegole:
    @pytest.fixture
    def client(self, segretario, accedi):
        return accedi(segretario)

    def crea(self, client, ente, codice: str, **dati):
        dati = {"ente": ente.pk, "codice": codice, "motivo": "", **dati}
        return client.post(reverse("admin:piani_regolacontrollo_add"), dati)

    def test_si_spegne_con_un_motivo(self, ente, client):
        assert "Scrivere il motivo" in self.crea(client, ente, "OB14").content.decode()
        assert self.crea(client, ente, "OB14", motivo="Schede grandi per scelta").status_code == 302
        assert impostazioni_di(ente).spenti == {"OB14"}

    def test_cio_che_blocca_non_si_spegne(self, ente, client):
        risposta = self.crea(client, ente, "OB01", motivo="Per finta")
        assert "OB01 può bloccare: non si spegne." in risposta.content.decode()
        assert not RegolaControllo.objects.exists()

    def test_i_parametri_dopo_il_primo_salvataggio(self, ente, client):
        self.crea(client, ente, "OB14", e_attivo="on")
        regola = RegolaControllo.objects.get()
        modifica = reverse("admin:piani_regolacontrollo_change", args=[regola.pk])
        assert 'name="parametro_massimo" value="8"' in client.get(modifica).content.decode()
        sbagliato = client.post(modifica, {"e_attivo": "on", "motivo": "", "parametro_massimo": "molti"})
        assert "Scrivere un numero intero" in sbagliato.content.decode()
        assert client.post(modifica, {"e_attivo": "on", "motivo": "", "parametro_massimo": "12"}).status_code == 302
        assert impostazioni_di(ente).parametri == {"OB14": {"massimo": 12}}

    def test_la_gravita_si_abbassa_solo_dove_la_legge_lascia_e_con_un_motivo(self, ente, client):
        for codice in ("NO11", "OB14"):
            self.crea(client, ente, codice, e_attivo="on")
        regole = {regola.codice: regola for regola in RegolaControllo.objects.all()}
        abbassa = {"e_attivo": "on", "gravita": "avviso"}
        no11, ob14 = (reverse("admin:piani_regolacontrollo_change", args=[regole[c].pk]) for c in ("NO11", "OB14"))
        assert "serve il motivo" in client.post(no11, {**abbassa, "motivo": ""}).content.decode()
        assert client.post(no11, {**abbassa, "motivo": "Regolamento, art. 12"}).status_code == 302
        assert client.post(ob14, {**abbassa, "motivo": "x", "parametro_massimo": "8"}).status_code == 200
        assert impostazioni_di(ente).gravita == {"NO11": "avviso"}

    def test_l_articolo_corretto_si_cita(self, ente, client):
        aggiungi = reverse("admin:piani_articolocorretto_add")
        dati = {"ente": ente.pk, "norma": "NO06/2017", "articolo": "art. di prova"}
        assert client.post(aggiungi, dati).status_code == 302
        assert impostazioni_di(ente).articoli == {"NO06/2017": "art. di prova"}
        assert ArticoloCorretto.objects.count() == 1


def test_un_risultato_sul_peg_porta_ai_capitoli_di_quella_parte(client_superuser, ente):
    piano = factories.PianoFactory(ente=ente)
    capitolo = factories.CapitoloFactory(piano=piano, macroaggregato="", capitolo="000777")

    trovati = collegamenti(client_superuser.get(pagina(piano)).content.decode())

    messaggio = "Spesa: manca il macroaggregato in 1 capitolo (000777)."
    elenco = client_superuser.get(trovati[messaggio].replace("&amp;", "&")).content.decode()
    assert reverse("admin:piani_capitolo_change", args=[capitolo.pk]) in elenco
    assert "parte__exact=spesa" in trovati[messaggio]
