"""The archive that the Giunta votes: documents of the frozen text, draft of the deliberation, fingerprints."""

import hashlib
import io
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from piani.models import Produzione, Versione
from piani.selectors import piani_completi
from piani.services import pacchetto as servizio
from piani.services.approvazione import approva_piano, trasmetti_piano
from piani.services.pacchetto import pacchetto_per_la_giunta
from piani.services.produzione import produci_documenti
from piani.services.variazione import apri_variazione
from piani.services.versioni import candidata_di
from piani.views import versioni as vista
from semproniano.core.documenti.errori import ErroreDocumento
from tests import factories
from tests.schede import atto_nuovo, piano_validato

pytestmark = pytest.mark.django_db
PROPOSTA = "proposta-di-deliberazione.txt"


@pytest.fixture
def piano(ente, segretario):
    """In Giunta."""
    piano = piano_validato(ente)
    trasmetti_piano(piano=piano, utente=segretario)
    return piani_completi().get(pk=piano.pk)


@pytest.fixture
def documenti_finti(monkeypatch):
    """The documents are tested elsewhere: here each is its own name."""
    monkeypatch.setattr(
        servizio, "esegui_in_parallelo", lambda lavori, *_: {voce.nome: voce.nome.encode() for voce in lavori}
    )


def aperto(contenuto: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(contenuto)) as archivio:
        assert archivio.testzip() is None
        return {nome: archivio.read(nome) for nome in archivio.namelist()}


def test_il_pacchetto_ha_i_documenti_veri_e_le_loro_impronte(piano):
    versione = candidata_di(piano)

    file = aperto(pacchetto_per_la_giunta(versione=versione))

    assert file["piano.pdf"].startswith(b"%PDF")
    assert {"allegato-1.pdf", "obiettivi.xlsx", "obiettivi.csv", "piano.json", PROPOSTA} < set(file)
    # What is voted is the frozen text, to the byte.
    assert hashlib.sha256(file["piano.json"]).hexdigest() == versione.sha256
    righe = dict(reversed(riga.split("  ", 1)) for riga in file["impronte.sha256"].decode().splitlines())
    assert righe == {
        nome: hashlib.sha256(contenuto).hexdigest() for nome, contenuto in file.items() if nome != "impronte.sha256"
    }


def test_la_bozza_della_deliberazione(piano, documenti_finti):
    versione = candidata_di(piano)

    testo = aperto(pacchetto_per_la_giunta(versione=versione))[PROPOSTA].decode()

    assert f"OGGETTO: Approvazione del {piano.titolo}." in testo
    assert versione.sha256 in testo
    assert "- piano.pdf\n     " + hashlib.sha256(b"piano.pdf").hexdigest() in testo
    assert "DM 132/2022" in testo or "DL 9 giugno 2021, n. 80" in testo  # the norms of the plan's year
    assert "art. 169" not in testo.split("PREMESSO")[0] or piano.anno_inizio < 2022
    assert "variazione" not in testo.lower()


def test_la_bozza_di_una_variazione_cita_l_atto_e_il_motivo(piano, segretario, documenti_finti):
    approva_piano(piano=piano, utente=segretario, impronta=candidata_di(piano).sha256, atto=atto_nuovo("38"))
    scheda = piano.schede.first()
    apri_variazione(
        piano=piani_completi().get(pk=piano.pk), utente=segretario, nota="Bando perso & <altro>.", schede=[]
    )
    scheda.obiettivi.update(descrizione="Obiettivo corretto")
    trasmetti_piano(piano=piani_completi().get(pk=piano.pk), utente=segretario)

    testo = aperto(pacchetto_per_la_giunta(versione=candidata_di(piano)))[PROPOSTA].decode()

    assert f"OGGETTO: Variazione del {piano.titolo}." in testo
    assert "RICHIAMATO l'atto G.C. n. 38 del" in testo
    assert "Bando perso & <altro>." in testo


def test_lo_stesso_testo_da_lo_stesso_archivio(piano, documenti_finti):
    versione = candidata_di(piano)

    assert pacchetto_per_la_giunta(versione=versione) == pacchetto_per_la_giunta(versione=versione)


# --- page and command ---


def test_lo_scarica_chi_legge_il_piano(piano, accedi, ente, altro_ente, utente_con_ruolo, documenti_finti):
    indirizzo = reverse("versione-pacchetto", args=[candidata_di(piano).pk])

    for ruolo, stato in (("giunta", 200), ("sindaco", 200), ("dipendente", 404), ("responsabile", 404)):
        assert accedi(utente_con_ruolo(ente, ruolo)).get(indirizzo).status_code == stato
    assert accedi(utente_con_ruolo(altro_ente, "segretario")).get(indirizzo).status_code == 404
    risposta = accedi(utente_con_ruolo(ente, "segretario")).get(indirizzo)
    assert risposta["Content-Type"] == "application/zip"
    assert f'filename="giunta-{piano.codice}-' in risposta["Content-Disposition"]


def test_una_versione_approvata_ha_i_suoi_documenti(piano, segretario, accedi):
    approva_piano(piano=piano, utente=segretario, impronta=candidata_di(piano).sha256, atto=atto_nuovo())

    indirizzo = reverse("versione-pacchetto", args=[Versione.objects.get().pk])
    assert accedi(segretario).get(indirizzo).status_code == 404


def test_quando_non_si_puo_la_pagina_dice_perche(piano, segretario, accedi, monkeypatch):
    def rotto(*_argomenti):
        raise ErroreDocumento("piano.pdf: memoria esaurita.")

    indirizzo = reverse("versione-pacchetto", args=[candidata_di(piano).pk])
    monkeypatch.setattr(servizio, "esegui_in_parallelo", rotto)
    risposta = accedi(segretario).get(indirizzo)
    assert (risposta.status_code, "memoria esaurita" in risposta.content.decode()) == (503, True)


def test_quello_di_un_piano_grande_si_prepara_in_coda(piano, segretario, accedi, monkeypatch, documenti_finti):
    monkeypatch.setattr(vista, "PACCHETTO_IN_PAGINA", 10)
    versione, client = candidata_di(piano), accedi(segretario)
    indirizzo, pagina = (reverse(nome, args=[versione.pk]) for nome in ("versione-pacchetto", "versione-documenti"))

    assert client.get(indirizzo)["Location"] == pagina
    assert "Prepara i documenti per la Giunta" in client.get(pagina).content.decode()
    client.post(reverse("versione-documenti-prepara", args=[versione.pk]))
    assert produci_documenti(versione=versione)

    assert "Documenti per la Giunta" in client.get(pagina).content.decode()
    assert PROPOSTA in aperto(b"".join(client.get(indirizzo).streaming_content))
    # Once it is approved the version has documents of its own to make.
    approva_piano(piano=piano, utente=segretario, impronta=versione.sha256, atto=atto_nuovo())
    assert Produzione.objects.get().stato == "attesa"


def test_il_comando_scrive_il_file(piano, tmp_path, documenti_finti, capsys):
    file = tmp_path / "giunta.zip"

    call_command("pacchetto_giunta", "--piano", piano.codice, str(file))

    assert PROPOSTA in aperto(file.read_bytes())
    assert candidata_di(piano).sha256 in capsys.readouterr().out


def test_il_comando_vuole_un_piano_in_giunta(ente, tmp_path):
    piano = factories.PianoFactory(ente=ente)

    with pytest.raises(CommandError, match="prima si trasmette"):
        call_command("pacchetto_giunta", "--piano", piano.codice, str(tmp_path / "giunta.zip"))
