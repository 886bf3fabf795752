"""Data on premi: aggregates alone; nothing printed gives back a small group, or the amount of one person."""

import json
from decimal import Decimal

import pytest

from piani.models import Documento, Evento
from piani.services.lavoratore import esegui_e_giudica
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, TransizioneVietata
from tests.misura import ANNO
from tests.premi import SMVP, distribuito
from tests.versioni import finti
from valutazioni.calcolo.aggregati import PremioContato
from valutazioni.documenti.premi import lavori
from valutazioni.models import DatiPremi
from valutazioni.services import produzione
from valutazioni.services.dati_premi import (
    calcola_dati_premi,
    dati_pubblicabili,
    prepara_dati_premi,
    produci_documenti_premi,
    pubblica_dati_premi,
)
from valutazioni.sezioni.premi import dati_premi_da_json
from valutazioni.sezioni.relazione import EnteDellaRelazione

ENTE = EnteDellaRelazione(slug="prova", denominazione="Comune di Prova", provincia="", e_esempio=True)


def premi(categoria: str, fascia: str, quanti: int, euro: str = "100.00") -> list[PremioContato]:
    return [PremioContato(categoria=categoria, fascia=fascia, importo=Decimal(euro))] * quanti


def pubblicabili(righe: list[PremioContato]):
    return dati_pubblicabili(ENTE, 2025, Decimal(5000), righe, SMVP)


class TestQuantePersone:
    def test_di_una_persona_sola_non_si_dice_nessuna_somma(self):
        dati = pubblicabili(premi("EQ", "A", 1))
        assert (dati.stanziato, dati.distribuito, dati.tabella, dati.pochi) == (None, None, None, True)
        assert b"100" not in dati.json().replace(b"2025", b"")

    def test_un_solo_premiato_fra_tanti_valutati_nemmeno(self):
        righe = premi("EQ", "A", 1) + premi("EQ", "B", 7, "0")
        dati = pubblicabili(righe)
        assert dati.distribuito is None
        assert all(cella.importo is None for riga in dati.tabella.celle for cella in riga)
        assert b"100.00" not in dati.json()

    def test_con_quattro_persone_il_totale_c_e_e_la_tabella_no(self):
        dati = pubblicabili(premi("EQ", "A", 4))
        assert dati.distribuito == Decimal("400.00")
        assert dati.tabella is None

    def test_con_due_categorie_grandi_si_dice_tutto(self):
        righe = premi("EQ", "A", 5) + premi("EQ", "B", 5) + premi("Altri", "A", 8) + premi("Altri", "B", 6)
        dati = pubblicabili(righe)
        assert dati.tabella.soppresse == 0
        assert [(voce.categoria, voce.grado) for voce in dati.differenziazione] == [
            ("EQ", Decimal("50.00")),
            ("Altri", Decimal("42.86")),
        ]

    def test_il_segretario_da_solo_si_nasconde_e_con_lui_quello_da_cui_si_ricava(self):
        righe = premi("Segretario", "A", 1, "900.00") + premi("Altri", "A", 8) + premi("Altri", "B", 6)
        dati = pubblicabili(righe)
        categorie = dict(zip((*dati.tabella.categorie, "Totale"), dati.tabella.celle, strict=True))
        assert categorie["Segretario"][0].persone is None
        assert all(cella.importo is None for cella in categorie["Altri"])
        assert b"900.00" not in dati.json()

    def test_il_grado_non_ridice_una_cella_nascosta_per_differenza(self):
        righe = premi("EQ", "A", 2) + premi("EQ", "B", 6) + premi("Altri", "A", 9) + premi("Altri", "B", 7)
        dati = pubblicabili(righe)
        righe_nascoste = {
            nome
            for nome, celle in zip(dati.tabella.categorie, dati.tabella.celle, strict=False)
            if any(cella.persone is None for cella in celle)
        }
        assert "EQ" in righe_nascoste
        assert {voce.categoria for voce in dati.differenziazione if voce.grado is None} >= righe_nascoste

    def test_nessuno_valutato(self):
        dati = pubblicabili([])
        assert (dati.distribuito, dati.tabella) == (Decimal(0), None)


def test_i_file_sono_accessibili_e_non_portano_somme_nascoste():
    dati = pubblicabili(premi("EQ", "A", 1, "777.77") + premi("Altri", "A", 9) + premi("Altri", "B", 7))
    file = {voce.nome: esegui_e_giudica(voce) for voce in lavori(dati)}
    assert set(file) == {
        "premi-2025-ammontare.pdf", "premi-2025.pdf", "premi-2025.xlsx", "premi-2025.csv", "premi-2025.json",
    }  # fmt: skip
    assert "777" not in file["premi-2025.csv"].decode("utf-8-sig")
    assert json.loads(file["premi-2025.json"])["esempio"] is True
    assert dati_premi_da_json(dati.json()) == dati


# --- from the rows ---------------------------------------------------------------------------------


@pytest.mark.django_db
class TestPubblicazione:
    def test_mentre_un_fondo_aspetta_non_si_pubblica_niente(self, ente):
        with pytest.raises(TransizioneRifiutata, match="non ci sono fondi"):
            calcola_dati_premi(ente, ANNO)
        distribuito(ente, "eq", ["10.00"], stato="aperto")
        with pytest.raises(TransizioneRifiutata, match="Da distribuire: eq"):
            calcola_dati_premi(ente, ANNO)

    def test_la_chiave_di_una_persona_non_c_e_mai(self, ente, segretario):
        distribuito(ente, "eq", ["10.00"] * 6)
        dati = prepara_dati_premi(ente=ente, anno=ANNO, utente=segretario)
        assert "esempio-" not in dati.contenuto
        assert prepara_dati_premi(ente=ente, anno=ANNO, utente=segretario) == dati

    def test_li_pubblica_solo_il_segretario_e_una_volta_sola(self, ente, segretario, amministratore, monkeypatch):
        monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)
        distribuito(ente, "eq", ["10.00"] * 6)
        with pytest.raises(TransizioneVietata):
            prepara_dati_premi(ente=ente, anno=ANNO, utente=amministratore)
        dati = prepara_dati_premi(ente=ente, anno=ANNO, utente=segretario)
        with pytest.raises(TransizioneRifiutata, match="non sono ancora pronti"):
            pubblica_dati_premi(dati=dati, utente=segretario)
        produci_documenti_premi(dati=dati)
        pubblica_dati_premi(dati=dati, utente=segretario)
        with pytest.raises(OggettoCambiato):
            pubblica_dati_premi(dati=dati, utente=segretario)
        sul_sito = Documento.objects.filter(ente=ente, pubblicato_il__isnull=False)
        assert {riga.tipo for riga in sul_sito} == {"premi_totale", "premi_dati"}
        assert Evento.objects.filter(oggetto_tipo="datipremi", transizione="pubblica").count() == 1

    def test_una_distribuzione_nuova_prende_il_posto_di_quella_sul_sito(self, ente, segretario, monkeypatch):
        monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)
        fondo = distribuito(ente, "eq", ["10.00"] * 6)
        prima = prepara_dati_premi(ente=ente, anno=ANNO, utente=segretario)
        produci_documenti_premi(dati=prima)
        pubblica_dati_premi(dati=prima, utente=segretario)
        fondo.importo = Decimal(70)
        fondo.save()
        seconda = prepara_dati_premi(ente=ente, anno=ANNO, utente=segretario)
        assert seconda.numero == 2
        produci_documenti_premi(dati=seconda)
        pubblica_dati_premi(dati=seconda, utente=segretario)
        assert Documento.objects.filter(sostituisce__isnull=False).count() == 5
        assert DatiPremi.objects.filter(pubblicati_il__isnull=False).count() == 2
