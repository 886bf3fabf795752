"""Publishing a version, withdrawing it, archiving it; documents made elsewhere."""

import datetime
import io

import pypdf
import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from weasyprint import HTML

from piani.models import Documento, Evento
from piani.services import produzione
from piani.services.documenti import DocumentoRifiutato, carica_documento, togli_documento
from piani.services.eventi import anelli_rotti
from piani.services.produzione import produci_documenti
from piani.services.pubblicazione import archivia_versione, pubblica_versione, ritira_versione
from semproniano.core.documenti import esame
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, TransizioneVietata
from tests.versioni import finti, piano_approvato, versione_approvata

TESTO = "Sistema di misurazione e valutazione della performance del Comune di Esempio. " * 3


@pytest.fixture
def versione(ente, monkeypatch):
    monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)
    versione = versione_approvata(piano_approvato(ente))
    produci_documenti(versione=versione)
    return versione


def pdf(html: str = f"<p>{TESTO}</p>", **opzioni) -> bytes:
    return HTML(string=f"<html lang=it><title>Prova</title>{html}</html>").write_pdf(**opzioni)


def protetto() -> bytes:
    scrittore = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    scrittore.encrypt("segreta", algorithm="RC4-128")
    uscita = io.BytesIO()
    scrittore.write(uscita)
    return uscita.getvalue()


def smvp(ente, **dati) -> Documento:
    return Documento(ente=ente, **{"tipo": "smvp", "titolo": "SMVP 2020", "descrizione": "Il sistema.", **dati})


class TestVersione:
    def test_va_sul_sito_il_solo_insieme_pubblico_e_resta_l_evento(self, versione, segretario):
        pubblicata = pubblica_versione(versione=versione, utente=segretario)

        assert pubblicata.stato == "pubblicata"
        assert {riga.e_in_linea for riga in versione.documenti.filter(insieme="pubblico")} == {True}
        assert not versione.documenti.filter(insieme="interno", pubblicato_il__isnull=False).exists()
        evento = Evento.objects.get(transizione="pubblica")
        assert (
            evento.dati["documenti"]["piano.pdf"] == versione.documenti.get(insieme="pubblico", nome="piano.pdf").sha256
        )

    def test_si_pubblica_una_volta_sola(self, versione, segretario):
        pubblica_versione(versione=versione, utente=segretario)

        with pytest.raises(OggettoCambiato):
            pubblica_versione(versione=versione, utente=segretario)

    def test_senza_documenti_pronti_non_si_pubblica(self, ente, segretario):
        nuda = versione_approvata(piano_approvato(ente))

        with pytest.raises(TransizioneRifiutata, match="non sono ancora pronti"):
            pubblica_versione(versione=nuda, utente=segretario)

    def test_un_file_cambiato_ferma_la_pubblicazione(self, versione, segretario):
        riga = versione.documenti.get(insieme="pubblico", nome="obiettivi.csv")
        with default_storage.open(riga.file.name, "wb") as file:
            file.write(b"un'altra cosa")

        with pytest.raises(TransizioneRifiutata, match="non è più quello preparato"):
            pubblica_versione(versione=versione, utente=segretario)

        default_storage.delete(riga.file.name)

    def test_pubblica_solo_il_segretario(self, versione, amministratore):
        with pytest.raises(TransizioneVietata):
            pubblica_versione(versione=versione, utente=amministratore)

    def test_il_termine_e_di_cinque_anni_dal_primo_gennaio_dopo(self, versione, segretario):
        with time_machine.travel("2026-03-10T12:00:00+01:00", tick=False):
            pubblica_versione(versione=versione, utente=segretario)

        assert versione.documenti.filter(insieme="pubblico").first().in_linea_fino_al == datetime.date(2031, 12, 31)

    def test_ritirata_con_un_motivo_i_documenti_lasciano_il_sito(self, versione, segretario):
        pubblica_versione(versione=versione, utente=segretario)
        with pytest.raises(TransizioneRifiutata):
            ritira_versione(versione=versione, utente=segretario, nota=" ")

        ritira_versione(versione=versione, utente=segretario, nota="Dati personali in una scheda.")

        riga = versione.documenti.filter(insieme="pubblico").first()
        assert not riga.e_in_linea
        assert riga.motivo_ritiro == "Dati personali in una scheda."

    def test_archiviata_lascia_il_sito(self, versione, segretario):
        pubblica_versione(versione=versione, utente=segretario)

        archivia_versione(versione=versione, utente=segretario)

        assert not any(riga.e_in_linea for riga in versione.documenti.all())
        assert not list(anelli_rotti(Evento.objects.order_by("numero")))

    def test_la_versione_dopo_sostituisce_documento_per_documento(self, versione, segretario):
        pubblica_versione(versione=versione, utente=segretario)
        seconda = versione_approvata(versione.piano, precedente=versione)
        produci_documenti(versione=seconda)

        pubblica_versione(versione=seconda, utente=segretario)

        nuovo = seconda.documenti.get(insieme="pubblico", nome="piano.pdf")
        assert nuovo.sostituisce == versione.documenti.get(insieme="pubblico", nome="piano.pdf")

    def test_dalla_pagina_con_conferma(self, versione, segretario, accedi):
        client, indirizzo = accedi(segretario), reverse("versione-pubblica", args=[versione.pk])

        assert "Pubblica" in client.get(indirizzo).content.decode()
        assert client.post(indirizzo, {"nota": ""}).status_code == 302
        assert client.post(indirizzo, {"nota": ""}).status_code == 409


class TestDocumentoCaricato:
    def test_un_pdf_con_il_testo_va_sul_sito_con_un_nome_fatto_dal_titolo(self, ente, segretario):
        avvisi = carica_documento(documento=smvp(ente, titolo="../../SMVP <2020>"), contenuto=pdf(), utente=segretario)

        riga = Documento.objects.get()
        assert riga.nome == "smvp-2020.pdf"
        assert riga.e_in_linea
        assert "non è etichettato" in avvisi[0]
        assert Evento.objects.get().transizione == "carica"

    def test_un_pdf_etichettato_non_ha_avvisi(self, ente, segretario):
        contenuto = pdf(pdf_variant="pdf/ua-1")

        assert carica_documento(documento=smvp(ente), contenuto=contenuto, utente=segretario) == []

    @pytest.mark.parametrize(
        ("contenuto", "motivo"),
        [
            (lambda: pdf("<svg width=100 height=100><rect width=90 height=90 /></svg>"), "scansione"),
            (protetto, "protetto"),
            (lambda: b"<html><script>alert(1)</script></html>", "non è un PDF"),
            (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "non è un PDF"),
            (lambda: b"%PDF-1.7\nrovinato", "non si riesce a leggerlo"),
            (lambda: pdf() + b"/JavaScript", "azioni o script"),
        ],
    )
    def test_il_resto_e_rifiutato_con_il_motivo(self, ente, segretario, contenuto, motivo):
        with pytest.raises(DocumentoRifiutato, match=motivo):
            carica_documento(documento=smvp(ente), contenuto=contenuto(), utente=segretario)

        assert not Documento.objects.exists()

    def test_troppo_grande(self, ente, segretario, settings):
        settings.DOCUMENTO_CARICATO_MASSIMO = 0

        with pytest.raises(DocumentoRifiutato, match="più grande di 0 MB"):
            carica_documento(documento=smvp(ente), contenuto=pdf(), utente=segretario)

    def test_chi_non_finisce_e_fermato(self, ente, segretario, monkeypatch):
        monkeypatch.setattr(esame, "TEMPO_MASSIMO", 0.01)

        with pytest.raises(DocumentoRifiutato, match="tempo ragionevole"):
            carica_documento(documento=smvp(ente), contenuto=pdf(), utente=segretario)

    def test_carica_solo_il_segretario_di_quell_ente(self, ente, altro_ente, utente_con_ruolo):
        with pytest.raises(TransizioneVietata):
            carica_documento(documento=smvp(ente), contenuto=pdf(), utente=utente_con_ruolo(altro_ente, "segretario"))

    def test_dall_amministrazione(self, ente, segretario, accedi):
        client, dove = accedi(segretario), reverse("admin:piani_documento_add")
        dati = {"ente": ente.pk, "tipo": "smvp", "titolo": "SMVP 2020", "descrizione": "Il sistema.", "anno": 2020}

        rifiutata = client.post(dove, {**dati, "pdf": SimpleUploadedFile("a.pdf", b"non un pdf")})
        accolta = client.post(dove, {**dati, "pdf": SimpleUploadedFile("<b>a</b>.pdf", pdf())})

        assert "non è un PDF" in rifiutata.content.decode()
        assert accolta.status_code == 302
        assert Documento.objects.get().nome == "smvp-2020.pdf"

    def test_ritirato_non_e_piu_in_linea(self, ente, segretario):
        carica_documento(documento=smvp(ente), contenuto=pdf(), utente=segretario)
        riga = Documento.objects.get()

        togli_documento(documento=riga, codice="ritira", utente=segretario, nota="Sbagliato.")

        riga.refresh_from_db()
        assert riga.stato == "ritirato"
        with pytest.raises(OggettoCambiato):
            togli_documento(documento=riga, codice="ritira", utente=segretario, nota="Ancora.")
