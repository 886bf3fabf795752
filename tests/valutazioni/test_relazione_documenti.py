"""The files of a Relazione and of the data on premi: what is in them, what never is, how they go on the site."""

import json
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from msgspec.structs import replace

from piani.models import Documento
from piani.services.lavoratore import esegui_e_giudica
from semproniano.core.workflow import TransizioneRifiutata, TransizioneVietata
from tests.misura import ANNO
from tests.relazione import anno_con_risultati, approvata, atto_nuovo, validata
from tests.versioni import finti
from valutazioni.documenti.relazione import RigaRisultato, confronto, lavori, linee_stampate, nome_file
from valutazioni.services import produzione
from valutazioni.services.contenuto import contenuto_della_relazione
from valutazioni.services.pubblicazione import (
    produci_documenti_relazione,
    pubblica_relazione,
    relazione_con_atto,
)
from valutazioni.services.relazione import (
    approva_relazione,
    candidata_di,
    correggi_relazione,
    prepara_relazione,
    trasmetti_relazione,
    ultima_approvata,
    valida_relazione,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def nucleo(ente, utente_con_ruolo):
    return utente_con_ruolo(ente, "nucleo")


@pytest.fixture
def foto(ente, segretario):
    anno_con_risultati(ente)
    relazione = prepara_relazione(ente=ente, anno=ANNO, utente=segretario)
    relazione.sezioni.update(testo="Un testo con una *parola* in corsivo.")
    return contenuto_della_relazione(relazione)


@pytest.fixture
def in_fretta(monkeypatch):
    """Files made without processes and without a PDF."""
    monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)


def file_di(foto, *nomi: str) -> dict[str, bytes]:
    fatti = {voce.nome: voce for voce in lavori(foto)}
    return {nome: esegui_e_giudica(fatti[nome]) for nome in nomi}


def test_il_pdf_e_accessibile_e_da_archivio_e_rifatto_e_lo_stesso(foto):
    nome = nome_file(foto)
    primo = file_di(foto, nome)[nome]  # judged: PDF/A-3a and PDF/UA-1
    assert primo == file_di(foto, nome)[nome]


def test_il_referto_dice_gli_stessi_dati_e_resta_negli_uffici(foto):
    referto = next(voce for voce in lavori(foto) if voce.nome.startswith("referto"))
    assert referto.tipo == ""
    assert esegui_e_giudica(referto).startswith(b"%PDF")


def test_i_dati_si_riaprono(foto):
    nomi = [nome_file(foto, formato=formato) for formato in ("xlsx", "csv", "json")]
    xlsx, csv, grezzo = file_di(foto, *nomi).values()
    foglio = openpyxl.load_workbook(BytesIO(xlsx), data_only=True)
    assert len(foglio.sheetnames) == 3
    assert [cella.value for cella in foglio["Riepilogo"][2]][1:3] == [3, 80]
    righe = csv.decode("utf-8-sig").splitlines()
    assert len(righe) == 7
    assert "La gara è andata deserta." in righe[1]
    dati = json.loads(grezzo)
    assert dati["relazione"]["schede"][0]["obiettivi"][0]["grado"] == "80.00"


def test_un_ente_grande_ha_un_file_per_scheda(foto, settings):
    settings.ALLEGATO_COMPLETO_MASSIMO = 5
    nomi = [voce.nome for voce in lavori(foto)]
    assert [nome for nome in nomi if nome.endswith(".pdf")] == [
        f"relazione-{ANNO}.pdf",
        *(f"relazione-{ANNO}-{scheda.area}.pdf" for scheda in foto.schede),
        f"referto-controllo-di-gestione-{ANNO}.pdf",
    ]
    parte = next(voce for voce in lavori(foto) if voce.nome == nome_file(foto, foto.schede[0].area))
    assert b"tecnica" not in parte.ingresso
    assert esegui_e_giudica(parte).startswith(b"%PDF")


def test_ogni_linea_ha_la_sua_riga_anche_senza_obiettivi(foto):
    linee = linee_stampate(foto)
    assert len(linee) == len(foto.linee)
    assert sum(linea.quanti for linea in linee) == 6
    assert confronto(foto) == []


def test_si_pubblica_solo_validata_e_con_i_documenti_pronti(ente, segretario, nucleo, in_fretta):
    anno_con_risultati(ente)
    relazione = validata(ente, segretario, nucleo)
    dati = {"relazione": relazione, "utente": segretario, "versione": relazione.versione}
    with pytest.raises(TransizioneRifiutata, match="non sono ancora pronti"):
        pubblica_relazione(**dati)
    assert produci_documenti_relazione(versione=ultima_approvata(relazione))
    assert not produci_documenti_relazione(versione=ultima_approvata(relazione))
    with pytest.raises(TransizioneVietata):
        pubblica_relazione(**{**dati, "utente": nucleo})
    pubblica_relazione(**dati)
    sul_sito = Documento.objects.filter(ente=ente, pubblicato_il__isnull=False)
    assert {riga.tipo for riga in sul_sito} == {"relazione"}
    assert not sul_sito.filter(nome__startswith="referto").exists()
    assert sul_sito.filter(atto=relazione.atto).count() == 4


def test_la_versione_corretta_prende_il_posto_di_quella_di_prima(ente, segretario, nucleo, in_fretta):
    anno_con_risultati(ente)
    relazione = validata(ente, segretario, nucleo)
    produci_documenti_relazione(versione=ultima_approvata(relazione))
    pubblicata = pubblica_relazione(relazione=relazione, utente=segretario, versione=relazione.versione)
    riaperta = correggi_relazione(relazione=pubblicata, utente=segretario, versione=pubblicata.versione, nota="Refuso")
    riaperta.sezioni.update(testo="Testo corretto")
    trasmessa = trasmetti_relazione(relazione=riaperta, utente=segretario, versione=riaperta.versione)
    approvata = approva_relazione(
        relazione=trasmessa, utente=segretario, impronta=candidata_di(trasmessa).sha256, atto=atto_nuovo("12")
    )
    valida = valida_relazione(relazione=approvata, utente=nucleo, versione=approvata.versione, nota="Verbale 4")
    produci_documenti_relazione(versione=ultima_approvata(valida))
    pubblica_relazione(relazione=valida, utente=segretario, versione=valida.versione)
    pdf = Documento.objects.filter(ente=ente, nome=f"relazione-{ANNO}.pdf").order_by("pk")
    assert pdf[1].sostituisce == pdf[0]


def test_una_riga_piu_alta_di_mezza_pagina_puo_andare_a_capo(foto):
    scheda = foto.schede[0]
    lunga = replace(scheda.obiettivi[0], scostamento="Una ragione che prende molte parole. " * 40)
    assert RigaRisultato(lunga, scheda).e_lunga
    assert not RigaRisultato(scheda.obiettivi[0], scheda).e_lunga


def test_il_documento_porta_l_atto(ente, segretario):
    anno_con_risultati(ente)
    relazione = approvata(ente, segretario)
    foto = relazione_con_atto(ultima_approvata(relazione))
    assert str(foto.atto) == str(relazione.atto)
    assert foto.numero == 1


def test_il_grado_e_arrotondato_una_volta_sola(foto):
    assert all(scheda.grado == scheda.grado.quantize(Decimal("0.01")) for scheda in foto.schede)
