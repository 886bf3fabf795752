"""The documents of an approved version, made in the background: both sets or none, once, whatever happens."""

import os
import platform
import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from piani.models import Documento, Produzione
from piani.services import produzione as servizio
from piani.services.coda import ProduzioneInCorso, nome_del_worker, richiedi_documenti, rimetti_in_coda
from piani.services.produzione import ProduzionePersa, produci_documenti
from semproniano.core.documenti.errori import ErroreDocumento
from tests import factories
from tests.versioni import finti, foto_dell_ente, nomi_dei_documenti, piano_approvato, versione_approvata

MORTO = 2**22 + 1  # above the largest process number of Linux


@pytest.fixture
def versione(ente):
    return versione_approvata(piano_approvato(ente))


@pytest.fixture
def documenti_finti(monkeypatch):
    monkeypatch.setattr(servizio, "esegui_in_parallelo", finti)


@pytest.mark.usefixtures("documenti_finti")
class TestPreparazione:
    def test_i_due_insiemi_sono_completi_e_ogni_file_e_quello_dichiarato(self, versione):
        passi = []

        assert produci_documenti(versione=versione, progresso=lambda *passo: passi.append(passo))

        attesi = nomi_dei_documenti(foto_dell_ente(versione.piano.ente))
        for insieme in Documento.Insieme:
            assert set(versione.documenti.filter(insieme=insieme).values_list("nome", flat=True)) == attesi
        assert all(default_storage.exists(documento.file.name) for documento in Documento.objects.all())
        assert all(documento.sha256 in documento.file.name for documento in Documento.objects.all())
        assert "Allegato 1, area 2 di 4 (per il pubblico)" in [parole for _, parole in passi]
        assert [percentuale for percentuale, _ in passi] == sorted(percentuale for percentuale, _ in passi)
        assert Produzione.objects.get().stato == Produzione.Stato.FATTA

    def test_ogni_documento_ha_titolo_descrizione_e_non_e_ancora_pubblicato(self, versione):
        produci_documenti(versione=versione)

        assert not Documento.objects.filter(titolo="").exists()
        assert not Documento.objects.filter(descrizione="").exists()
        assert not Documento.objects.filter(pubblicato_il__isnull=False).exists()

    def test_la_seconda_volta_non_fa_niente(self, versione, monkeypatch):
        produci_documenti(versione=versione)
        monkeypatch.setattr(servizio, "esegui_in_parallelo", lambda *_: pytest.fail("già pronti"))

        assert not produci_documenti(versione=versione)

    def test_la_versione_dopo_riprende_i_file_che_non_cambiano(self, versione, monkeypatch):
        produci_documenti(versione=versione)
        fatti = []
        monkeypatch.setattr(servizio, "esegui_in_parallelo", lambda lavori, *_: fatti.extend(lavori) or {})
        seconda = versione_approvata(versione.piano, precedente=versione)

        produci_documenti(versione=seconda)

        assert not fatti
        assert set(seconda.documenti.values_list("file")) == set(versione.documenti.values_list("file"))

    def test_un_file_rovinato_della_versione_prima_e_rifatto(self, versione):
        produci_documenti(versione=versione)
        rovinato = versione.documenti.get(insieme="pubblico", nome="piano.pdf")
        with default_storage.open(rovinato.file.name, "wb") as file:
            file.write(b"mezzo")
        seconda = versione_approvata(versione.piano, precedente=versione)

        produci_documenti(versione=seconda)

        with seconda.documenti.get(insieme="pubblico", nome="piano.pdf").file.open() as file:
            assert file.read().startswith(b"%PDF-1.7 finto")

    def test_chi_perde_il_lavoro_non_scrive_niente(self, versione, monkeypatch):
        """A worker that was taken for dead wakes up when another one has finished."""

        def lento(lavori, *altro):
            Produzione.objects.update(battito_il=timezone.now() - timedelta(hours=1))
            monkeypatch.setattr(servizio, "esegui_in_parallelo", finti)
            assert produci_documenti(versione=versione)
            return finti(lavori, *altro)

        monkeypatch.setattr(servizio, "esegui_in_parallelo", lento)

        with pytest.raises(ProduzionePersa):
            produci_documenti(versione=versione)

        assert Produzione.objects.get().stato == Produzione.Stato.FATTA
        assert versione.documenti.count() == 2 * len(nomi_dei_documenti(foto_dell_ente(versione.piano.ente)))


class TestErrori:
    def test_un_documento_che_non_riesce_non_lascia_righe_e_dice_perche(self, versione, monkeypatch):
        def sbaglia(*_):
            raise ErroreDocumento("piano.pdf: non supera la convalida.")

        monkeypatch.setattr(servizio, "esegui_in_parallelo", sbaglia)

        with pytest.raises(ErroreDocumento):
            produci_documenti(versione=versione)

        assert not Documento.objects.exists()
        assert Produzione.objects.get().stato == Produzione.Stato.NON_RIUSCITA
        assert versione.produzione.errore == "piano.pdf: non supera la convalida."

    def test_il_disco_pieno_lascia_tutto_come_prima(self, versione, monkeypatch, settings, tmp_path):
        def pieno(*_):
            raise OSError(28, "No space left on device")

        settings.MEDIA_ROOT = tmp_path
        monkeypatch.setattr(servizio, "esegui_in_parallelo", finti)
        monkeypatch.setattr(default_storage, "save", pieno)

        with pytest.raises(ErroreDocumento, match="Non si può conservare"):
            produci_documenti(versione=versione)

        assert not Documento.objects.exists()

    @pytest.mark.django_db(transaction=True)  # a worker closes its connection when it has finished
    def test_dopo_un_errore_si_riprova(self, versione, monkeypatch):
        Produzione.objects.create(versione=versione, stato="non_riuscita", errore="memoria esaurita")
        monkeypatch.setattr(servizio, "esegui_in_parallelo", finti)

        richiedi_documenti(versione=versione)
        call_command("worker", batch=True, startup_delay=False, verbosity=0)

        assert Produzione.objects.get().stato == Produzione.Stato.FATTA


def in_corso(versione, processo: int, macchina: str | None = None, battito=None) -> Produzione:
    return Produzione.objects.create(
        versione=versione,
        stato=Produzione.Stato.IN_CORSO,
        gettone=uuid.uuid4(),
        macchina=platform.node() if macchina is None else macchina,
        processo=processo,
        battito_il=battito or timezone.now(),
    )


class TestCoda:
    def test_si_chiede_due_volte_e_il_lavoro_in_coda_e_uno(self, versione, segretario):
        richiedi_documenti(versione=versione, utente=segretario)
        richiedi_documenti(versione=versione, utente=segretario)

        assert DBTaskResult.objects.ready().count() == 1
        assert versione.produzione.richiesta_da == segretario

    def test_quello_che_un_worker_vivo_ha_in_mano_non_si_tocca(self, versione):
        in_corso(versione, os.getppid())

        assert rimetti_in_coda() == 0
        with pytest.raises(ProduzioneInCorso):
            richiedi_documenti(versione=versione)

    def test_il_lavoro_di_un_worker_morto_torna_in_coda(self, versione):
        richiedi_documenti(versione=versione)
        lavoro = DBTaskResult.objects.get()
        lavoro.claim(nome_del_worker("prima").replace(str(os.getpid()), str(MORTO)))
        Produzione.objects.all().delete()
        in_corso(versione, MORTO)

        assert rimetti_in_coda() == 2

        lavoro.refresh_from_db()
        assert lavoro.status == TaskResultStatus.READY
        assert DBTaskResult.objects.count() == 1
        assert Produzione.objects.get().stato == Produzione.Stato.ATTESA

    def test_su_un_altra_macchina_decide_il_silenzio(self, versione):
        in_corso(versione, 1, macchina="altra", battito=timezone.now() - timedelta(seconds=30))
        assert rimetti_in_coda() == 0

        Produzione.objects.update(battito_il=timezone.now() - timedelta(seconds=61))
        assert rimetti_in_coda() == 1
        assert DBTaskResult.objects.ready().count() == 1


class TestComando:
    def test_senza_worker_il_comando_fa_lo_stesso(self, versione, monkeypatch, capsys):
        monkeypatch.setattr(servizio, "esegui_in_parallelo", finti)

        call_command("genera_documenti", piano="2019-2021")

        assert "documenti pronti" in capsys.readouterr().out
        assert versione.documenti.filter(insieme="pubblico").exists()

    def test_senza_versioni_approvate_lo_dice(self, ente):
        factories.PianoFactory(ente=ente, anno_inizio=2019)

        with pytest.raises(CommandError, match="Nessuna versione approvata"):
            call_command("genera_documenti", piano="2019-2021")
