"""Paste and upload in the page: preview with the checks, columns told by hand, add or replace, refused files."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from obiettivi.models import BozzaScheda
from piani.models import Caricamento
from tests.obiettivi.conftest import descrizioni

TITOLI = "N°\tDescrizione obiettivi\tPeso %\tIndicatori di misurazione\tValori attesi\tData fine attesa\n"
TABELLA = TITOLI + (
    '1\t"Trasparenza\nsu due righe"\t60%\tSezioni aggiornate\t12\t31/12/2024\n'
    "3\tControllo di gestione\t40\tReferti\t2\tTermine approvazione bilancio\n"
    "3\tNumero ripetuto\tdieci\tReferti\t2\t31/12/2024\n"
)


@pytest.fixture
def pagina(scheda):
    return reverse("scheda-incolla", args=[scheda.pk])


@pytest.fixture
def anteprima(scheda):
    return reverse("scheda-incolla-anteprima", args=[scheda.pk])


def xlsx(righe) -> bytes:
    libro = openpyxl.Workbook()
    for riga in righe:
        libro.active.append(riga)
    flusso = io.BytesIO()
    libro.save(flusso)
    return flusso.getvalue()


@pytest.mark.usefixtures("obiettivi")
class TestIncollare:
    def test_l_anteprima_mostra_tutto_e_non_cambia_niente(self, client, pagina, anteprima, scheda):
        risposta = client.post(pagina, {"testo": TABELLA})

        assert risposta.url == anteprima
        testo = client.get(anteprima).content.decode()
        assert "3 obiettivi letti" in testo
        assert "Trasparenza<br>su due righe" in testo
        assert "dieci" in testo  # the weight that cannot be read is named
        assert "Termine approvazione bilancio" in testo
        assert "OB02" in testo  # the printed number that comes twice
        assert descrizioni(scheda) == ["Obiettivo di prova 1", "Obiettivo di prova 2"]
        assert not BozzaScheda.objects.exists()

    def test_sostituire(self, client, pagina, anteprima, scheda, invia):
        client.post(pagina, {"testo": TABELLA})
        bozza = client.post(anteprima, {"modo": "sostituisci"})

        assert not Caricamento.objects.exists()
        assert descrizioni(scheda) == ["Obiettivo di prova 1", "Obiettivo di prova 2"]
        invia(client, bozza.url)
        assert descrizioni(scheda) == ["Trasparenza\nsu due righe", "Controllo di gestione", "Numero ripetuto"]
        assert scheda.obiettivi.get(numero=1).peso == 60

    def test_aggiungere(self, client, pagina, anteprima, scheda, invia):
        client.post(pagina, {"testo": TABELLA})
        invia(client, client.post(anteprima, {"modo": "aggiungi"}).url)

        assert len(descrizioni(scheda)) == 5

    def test_aggiungere_a_un_lavoro_non_salvato(self, client, indirizzo, pagina, anteprima, invia):
        chiave = invia(client, indirizzo, azione="aggiungi", ob__0__descrizione="Non salvato").url
        bozza = BozzaScheda.objects.get()
        assert f"bozza={bozza.pk}" in chiave

        risposta = client.post(f"{pagina}?bozza={bozza.pk}", {"testo": TABELLA})
        client.post(risposta.url, {"modo": "aggiungi"})

        bozza.refresh_from_db()
        assert bozza.dati["obiettivi"][0]["descrizione"] == "Non salvato"
        assert bozza.dati["obiettivi"][-1]["descrizione"] == "Numero ripetuto"

    def test_una_colonna_sconosciuta_si_dice_e_si_indica(self, client, pagina, anteprima):
        client.post(pagina, {"testo": TABELLA.replace("Descrizione obiettivi", "Che si fa")})
        testo = client.get(anteprima).content.decode()
        assert "Manca la colonna" in testo
        assert "Che si fa" in testo

        indicata = client.get(anteprima, {"colonna-1": "descrizione"}).content.decode()

        assert "3 obiettivi letti" in indicata

    def test_la_tabella_di_un_altro_non_si_vede(
        self, client, pagina, anteprima, ente, scheda, utente_con_ruolo, accedi
    ):
        client.post(pagina, {"testo": TABELLA})
        collega = accedi(utente_con_ruolo(ente, "responsabile", area=scheda.area))

        assert collega.get(anteprima).url == pagina

    def test_niente_da_leggere(self, client, pagina):
        assert client.post(pagina, {"testo": "  "}).status_code == 422
        assert client.post(pagina, {}).status_code == 422


class TestFile:
    def test_un_foglio_di_excel(self, client, pagina, anteprima):
        righe = [TITOLI.strip().split("\t"), [1, "Da un file", 100, "Pratiche", "10", "31/12/2024"]]
        file = SimpleUploadedFile("scheda.xlsx", xlsx(righe))

        assert client.post(pagina, {"file": file}).url == anteprima
        testo = client.get(anteprima).content.decode()
        assert "un obiettivo letto" in testo
        assert "Da un file" in testo

    @pytest.mark.parametrize(
        ("nome", "contenuto"),
        [
            ("scheda.xlsx", b"non e' una cartella di lavoro"),
            ("scheda.pdf", b"%PDF-1.4"),
            ("macro.xlsm", b"PK\x03\x04"),
            ("vuoto.xlsx", b""),
            ("vuota.csv", b" \n"),
        ],
    )
    def test_quello_che_non_si_legge_e_rifiutato_con_parole(self, client, pagina, nome, contenuto):
        risposta = client.post(pagina, {"file": SimpleUploadedFile(nome, contenuto)})

        assert risposta.status_code == 422
        assert "invalid-feedback" in risposta.content.decode()
        assert not Caricamento.objects.exists()

    def test_un_archivio_che_esplode(self, client, pagina):
        flusso = io.BytesIO()
        with zipfile.ZipFile(flusso, "w", zipfile.ZIP_DEFLATED) as archivio:
            archivio.writestr("[Content_Types].xml", "<Types/>")
            archivio.writestr("xl/workbook.xml", b" " * (120 * 1024 * 1024))
        assert flusso.tell() < 1024 * 1024

        assert client.post(pagina, {"file": SimpleUploadedFile("bomba.xlsx", flusso.getvalue())}).status_code == 422

    def test_cinquanta_megabyte(self, client, pagina):
        risposta = client.post(pagina, {"file": SimpleUploadedFile("grande.csv", b"a;b\n" * (13 * 1024 * 1024))})

        assert risposta.status_code == 422
        assert "MB" in risposta.content.decode()

    def test_centomila_righe(self, client, pagina):
        risposta = client.post(pagina, {"file": SimpleUploadedFile("lunga.csv", b"a;b\n" * 100_000)})

        assert risposta.status_code == 422
        assert "righe" in risposta.content.decode()


def test_sulla_scheda_proposta_non_si_incolla(client, pagina, scheda):
    scheda.piano.stato, scheda.piano.trasmesso_il = "in_giunta", scheda.modificata_il
    scheda.piano.save()

    assert client.post(pagina, {"testo": TABELLA}).status_code == 409
