"""The disk is full, the database goes away: a clear error, nothing half done, and then it can be done again."""

import errno
import os
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.urls import reverse

from piani.models import Documento, Evento, Produzione, Versione
from piani.selectors import piani_completi
from piani.services import approvazione, produzione
from piani.services.approvazione import approva_piano, trasmetti_piano
from piani.services.archivio import archivia
from piani.services.documenti import carica_documento
from piani.services.produzione import produci_documenti
from piani.services.versioni import candidata_di
from semproniano.core.documenti.errori import ErroreDocumento
from tests import factories
from tests.schede import atto_nuovo, piano_validato
from tests.versioni import finti, foto_dell_ente, nomi_dei_documenti, piano_approvato, versione_approvata

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def niente_conservato(settings, tmp_path):
    """Files are kept once: what another test has kept would not be written again."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def versione(ente, monkeypatch) -> Versione:
    """Approved; its documents are made at once."""
    monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)
    return versione_approvata(piano_approvato(ente))


@pytest.fixture
def disco_pieno(monkeypatch):
    """`disco_pieno(3)`: the storage takes three files, then there is no room."""

    def riempi(dopo: int) -> None:
        salva, salvati = FileSystemStorage.save, []

        def finche_c_e_posto(self, nome, contenuto, max_length=None):
            if len(salvati) == dopo:
                raise OSError(errno.ENOSPC, "No space left on device")
            salvati.append(nome)
            return salva(self, nome, contenuto, max_length)

        monkeypatch.setattr(FileSystemStorage, "save", finche_c_e_posto)

    return riempi


def via_il_database(*_, **__):
    raise OperationalError("server closed the connection unexpectedly")


def test_a_disco_pieno_nessun_documento_e_il_motivo_in_italiano(versione, disco_pieno, monkeypatch):
    with monkeypatch.context() as _:
        disco_pieno(3)
        with pytest.raises(ErroreDocumento, match="il disco è pieno"):
            produci_documenti(versione=versione)

    assert not Documento.objects.exists()
    fatta = Produzione.objects.get()
    assert (fatta.stato, fatta.errore) == ("non_riuscita", "Non si può conservare un file: il disco è pieno.")


def test_fatto_posto_il_lavoro_riprende_e_finisce(versione, ente, disco_pieno, monkeypatch):
    with monkeypatch.context() as guasto:
        guasto.setattr(FileSystemStorage, "save", lambda *_, **__: (_ for _ in ()).throw(OSError(errno.ENOSPC, "")))
        with pytest.raises(ErroreDocumento):
            produci_documenti(versione=versione)

    assert produci_documenti(versione=versione)

    assert {nome for (nome,) in Documento.objects.values_list("nome")} == nomi_dei_documenti(foto_dell_ente(ente))


def test_a_disco_pieno_un_documento_caricato_non_si_pubblica(ente, segretario, disco_pieno, monkeypatch):
    monkeypatch.setattr("piani.services.documenti.esamina_documento", lambda contenuto: [])
    disco_pieno(0)

    with pytest.raises(ErroreDocumento, match="il disco è pieno"):
        carica_documento(
            documento=factories.DocumentoFactory.build(ente=ente, versione=None, tipo="smvp"),
            contenuto=b"%PDF",
            utente=segretario,
        )

    assert not Documento.objects.exists()
    assert not Evento.objects.exists()


def test_a_disco_pieno_la_pagina_che_carica_lo_dice_e_tiene_cio_che_si_e_scritto(
    ente, segretario, accedi, disco_pieno, monkeypatch
):
    monkeypatch.setattr("piani.admin.versioni.esamina_documento", lambda contenuto: [])
    disco_pieno(0)
    dati = {"ente": ente.pk, "tipo": "smvp", "titolo": "SMVP scritto a mano", "descrizione": "Il sistema."}

    risposta = accedi(segretario).post(
        reverse("admin:piani_documento_add"), {**dati, "pdf": SimpleUploadedFile("smvp.pdf", b"%PDF di prova")}
    )

    testo = risposta.content.decode()
    assert "il disco è pieno" in testo
    assert "SMVP scritto a mano" in testo
    assert not Documento.objects.exists()


def test_un_documento_scritto_e_sul_disco_con_le_cartelle_che_portano_a_lui(tmp_path, monkeypatch):
    fissati = []
    vero = os.fsync

    def segna(descrittore: int) -> None:
        fissati.append(str(Path(f"/proc/self/fd/{descrittore}").readlink()))
        vero(descrittore)

    monkeypatch.setattr(os, "fsync", segna)

    for _ in range(2):  # the second time it is there, written by who may have been killed
        percorso = tmp_path / archivia(b"contenuto", "csv")
        assert fissati == [str(voce) for voce in (percorso, percorso.parent, percorso.parent.parent, tmp_path)]
        fissati.clear()


def test_se_il_database_se_ne_va_mentre_si_registrano_i_documenti_non_ce_n_e_nessuno(versione, monkeypatch):
    with monkeypatch.context() as guasto:
        guasto.setattr(Documento.objects, "bulk_create", via_il_database)
        with pytest.raises(OperationalError):
            produci_documenti(versione=versione)
    assert not Documento.objects.exists()

    assert produci_documenti(versione=versione)
    assert Documento.objects.exists()


def test_se_il_database_se_ne_va_durante_l_approvazione_il_piano_resta_in_giunta(ente, segretario, monkeypatch):
    piano = piano_validato(ente)
    trasmetti_piano(piano=piano, utente=segretario)
    eventi = Evento.objects.count()

    def approva():
        approva_piano(
            piano=piani_completi().get(pk=piano.pk),
            utente=segretario,
            impronta=candidata_di(piano).sha256,
            atto=atto_nuovo(),
        )

    with monkeypatch.context() as guasto:
        guasto.setattr(approvazione, "richiedi_documenti", via_il_database)
        with pytest.raises(OperationalError):
            approva()

    assert piani_completi().get(pk=piano.pk).stato == "in_giunta"
    assert (Versione.objects.get().stato, Evento.objects.count()) == ("candidata", eventi)
    approva()
    assert Versione.objects.get().numero == 1


def test_senza_database_la_pagina_lo_dice_con_parole_sue(client, monkeypatch):
    monkeypatch.setattr("piani.views.trasparenza.sito._leggi", via_il_database)
    client.raise_request_exception = False

    risposta = client.get("/amministrazione-trasparente/performance/feed.xml")

    assert risposta.status_code == 500
    assert "Errore" in risposta.content.decode()
