"""The pages of the import: file, preview, choices, confirmation, summary; who may; a large file in the background."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from piani.forms.peg_importa import FormFile
from piani.importers.liste import carica_liste
from piani.importers.peg.colonne import campi_del_peg
from piani.models import Capitolo, Caricamento, Lettura, MappaturaColonne
from piani.services import avvio_letture
from piani.services.letture import LETTORI, Lettore, esegui_lettura
from tests import factories
from tests.peg import ENTRATA, SPESA, TITOLI, csv_di, tabella

pytestmark = pytest.mark.django_db


# The first bytes of an OLE file, and the name of the stream that holds what a password protects.
PROTETTO = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


@pytest.fixture
def piano(settings, ente):
    carica_liste(settings.BASE_DIR / "fixtures" / "liste")
    return factories.PianoFactory(ente=ente, anno_inizio=2025, anno_fine=2027)


@pytest.fixture
def client_segretario(accedi, segretario):
    return accedi(segretario)


def indirizzo(piano, pagina=""):
    return reverse(f"peg-importa{pagina}", args=[piano.pk])


def carica(client, piano, *righe, titoli=TITOLI, contenuto=None, nome="peg.csv", parte=""):
    contenuto = csv_di(tabella(*righe, titoli=titoli)) if contenuto is None else contenuto
    return client.post(indirizzo(piano), {"file": SimpleUploadedFile(nome, contenuto), "parte": parte})


def anteprima(client, piano, **dati):
    return client.get(indirizzo(piano, "-anteprima"), dati)


def conferma(client, piano):
    impronta = anteprima(client, piano).context["differenze"].impronta
    return client.post(indirizzo(piano, "-anteprima"), {"impronta": impronta})


def scegli(client, piano, **scelte):
    """The form of the choices as it is shown, with some changed."""
    form = anteprima(client, piano).context["form"]
    dati = {nome: campo.initial or "" for nome, campo in form.fields.items()}
    return client.post(indirizzo(piano, "-scelte"), {**dati, **scelte})


def test_dal_file_all_anteprima_alla_conferma_al_riassunto(client_segretario, piano):
    risposta = carica(client_segretario, piano, SPESA, ENTRATA, {**SPESA, "Capitolo": "000200", "Missione": "77"})
    assert risposta.url == indirizzo(piano, "-anteprima")

    pagina = anteprima(client_segretario, piano).content.decode()
    assert "La missione 77 non è nell&#x27;elenco del 2025." in pagina
    assert "Conferma e importa" in pagina
    assert not Capitolo.objects.exists()

    risposta = conferma(client_segretario, piano)
    assert risposta.url == indirizzo(piano, "-esito")
    assert Capitolo.objects.count() == 2
    assert not Caricamento.objects.exists()
    riassunto = client_segretario.get(risposta.url).content.decode()
    assert "2.500,50" in riassunto
    assert "da «peg.csv»" in riassunto


def test_la_seconda_importazione_mostra_aggiunti_cambiati_e_tolti(client_segretario, piano):
    carica(client_segretario, piano, SPESA, {**SPESA, "Capitolo": "000200"})
    conferma(client_segretario, piano)
    carica(client_segretario, piano, {**SPESA, "Previsione 2026": "5,00"}, {**SPESA, "Capitolo": "000300"})

    pagina = anteprima(client_segretario, piano).content.decode()

    assert "<del>0,00</del>" in pagina
    assert "<ins>5,00</ins>" in pagina
    assert "Competenza 2026" in pagina
    for codice in ("aggiunti", "cambiati", "tolti"):
        assert f'id="elenco-{codice}"' in pagina


def test_se_qualcuno_cambia_il_peg_intanto_si_rivede_l_anteprima(client_segretario, piano):
    carica(client_segretario, piano, SPESA)
    impronta = anteprima(client_segretario, piano).context["differenze"].impronta
    factories.CapitoloFactory(piano=piano, capitolo="000777")

    risposta = client_segretario.post(indirizzo(piano, "-anteprima"), {"impronta": impronta})

    assert risposta.status_code == 409
    assert "guardarla di nuovo" in risposta.content.decode()
    assert Capitolo.objects.count() == 1


def test_le_colonne_scelte_a_mano_si_ricordano_alla_conferma(client_segretario, piano):
    titoli = tuple("Soldi" if titolo == "Previsione 2025" else titolo for titolo in TITOLI)
    carica(client_segretario, piano, {**SPESA, "Soldi": "7,00"}, titoli=titoli)
    assert "manca la colonna di: competenza 2025" in anteprima(client_segretario, piano).content.decode()

    scegli(client_segretario, piano, **{f"colonna-{titoli.index('Soldi')}": "competenza_1"})
    conferma(client_segretario, piano)

    assert Capitolo.objects.get().competenza_1 == 7
    assert MappaturaColonne.objects.get().colonne == {"soldi": "competenza_1"}


def test_i_responsabili_scelti_si_ricordano_alla_conferma(client_segretario, piano):
    area = factories.AreaFactory(ente=piano.ente)
    carica(client_segretario, piano, {**SPESA, "Responsabile": "Uff. 7"})
    assert "Responsabili da riconoscere: 1" in anteprima(client_segretario, piano).content.decode()

    scegli(client_segretario, piano, **{"area-0": area.slug})
    conferma(client_segretario, piano)

    assert Capitolo.objects.get().area == area
    assert MappaturaColonne.objects.get().valori == {"area": {"uff 7": area.slug}}


def test_le_scelte_di_un_altro_file_non_si_prendono(client_segretario, piano):
    carica(client_segretario, piano, SPESA)

    risposta = scegli(client_segretario, piano, **{"colonna-0": "inventato"})

    assert risposta.status_code == 302
    assert Lettura.objects.get().scelte["colonne"] == {}


@pytest.mark.parametrize(
    ("nome", "contenuto", "messaggio"),
    [
        ("peg.xlsx", b"\x89PNG\r\n\x1a\n", "un&#x27;immagine"),
        ("peg.pdf", b"%PDF-1.7", "un PDF"),
        ("peg.xlsx", PROTETTO, "protetta da password"),
        ("peg.csv", b"", "vuoto"),
        ("peg.xlsx", b"PK\x03\x04 rotto", "danneggiata"),
    ],
)
def test_un_file_che_non_e_una_tabella_si_rifiuta_subito(client_segretario, piano, nome, contenuto, messaggio):
    risposta = carica(client_segretario, piano, contenuto=contenuto, nome=nome)

    assert risposta.status_code == 422
    assert messaggio in risposta.content.decode()
    assert not Caricamento.objects.exists()


def test_un_file_di_duecento_mega_si_rifiuta_senza_leggerlo(monkeypatch):
    monkeypatch.setattr(SimpleUploadedFile, "read", None)
    form_file = SimpleUploadedFile("peg.xlsx", b"x")
    form_file.size = 200 * 1024 * 1024
    form = FormFile({}, {"file": form_file})

    assert form.errors["file"] == [
        "Il file pesa 200 MB: il massimo è 20 MB. Togliere immagini e fogli che non servono, o dividerlo."
    ]


def test_un_csv_senza_righe_dice_che_cosa_manca(client_segretario, piano):
    carica(client_segretario, piano, contenuto=b"\n \n\n")

    assert "Non c&#x27;è nessuna riga" in anteprima(client_segretario, piano).content.decode()


def test_chi_importa(accedi, utente_con_ruolo, ente, piano):
    finanza = factories.AreaFactory(ente=ente, gestisce_bilancio=True)
    altra = factories.AreaFactory(ente=ente)
    stati = {
        area: accedi(utente_con_ruolo(ente, "responsabile", area=area)).get(indirizzo(piano)).status_code
        for area in (finanza, altra)
    }

    assert stati == {finanza: 200, altra: 404}


def test_il_responsabile_del_bilancio_di_un_altro_ente_non_importa(accedi, utente_con_ruolo, altro_ente, piano):
    finanza = factories.AreaFactory(ente=altro_ente, gestisce_bilancio=True)

    assert accedi(utente_con_ruolo(altro_ente, "responsabile", area=finanza)).get(indirizzo(piano)).status_code == 404


@pytest.mark.parametrize("pagina", ["", "-anteprima"])
def test_un_piano_in_giunta_non_si_importa(client_segretario, piano, pagina):
    type(piano).objects.filter(pk=piano.pk).update(stato="in_giunta", trasmesso_il=timezone.now())

    assert client_segretario.get(indirizzo(piano, pagina)).status_code == 409
    assert client_segretario.post(indirizzo(piano, "-scelte")).status_code == 409


# --- a large file ---


@pytest.fixture
def in_sottofondo(monkeypatch):
    monkeypatch.setattr(avvio_letture, "SUBITO", 10)


def test_un_file_grande_si_legge_in_sottofondo_e_la_pagina_dice_a_che_punto_e(client_segretario, piano, in_sottofondo):
    carica(client_segretario, piano, SPESA)

    pagina = anteprima(client_segretario, piano)
    assert "in attesa che il programma dei lavori" in pagina.content.decode()
    assert client_segretario.post(indirizzo(piano, "-anteprima"), {}).status_code == 200
    assert not Capitolo.objects.exists()

    lavoro = DBTaskResult.objects.get()
    esegui_lettura(**lavoro.args_kwargs["kwargs"])
    pezzo = client_segretario.get(indirizzo(piano, "-anteprima"), headers={"HX-Request": "true"})
    assert pezzo["HX-Refresh"] == "true"
    conferma(client_segretario, piano)
    assert Capitolo.objects.count() == 1


def test_la_lettura_lasciata_a_meta_si_riprende(client_segretario, piano, in_sottofondo):
    carica(client_segretario, piano, SPESA)
    Lettura.objects.update(
        stato="in_corso", gettone="00000000-0000-0000-0000-000000000001", battito_il=timezone.now(), percentuale=40
    )
    assert "40%" in anteprima(client_segretario, piano).content.decode()
    client_segretario.post(indirizzo(piano, "-scelte"))
    assert Lettura.objects.get().percentuale == 40

    Lettura.objects.update(battito_il=timezone.now() - timedelta(minutes=5))
    assert "Riprova" in anteprima(client_segretario, piano).content.decode()
    client_segretario.post(indirizzo(piano, "-scelte"))
    assert Lettura.objects.get().stato == "attesa"
    assert esegui_lettura(chiave=Lettura.objects.get().pk)
    assert not esegui_lettura(chiave=Lettura.objects.get().pk)


def test_chi_ha_perso_la_lettura_non_scrive(client_segretario, piano, in_sottofondo, monkeypatch):
    carica(client_segretario, piano, SPESA)

    def intanto_cambia(caricamento, scelte, progresso):
        Lettura.objects.update(gettone=None, stato="attesa")
        return b"vecchio"

    monkeypatch.setitem(LETTORI._voci, "peg", Lettore("peg", 10, intanto_cambia))

    assert not esegui_lettura(chiave=Lettura.objects.get().pk)
    assert Lettura.objects.get().esito is None


def test_un_errore_imprevisto_si_racconta_e_si_riprova(client_segretario, piano, in_sottofondo, monkeypatch):
    carica(client_segretario, piano, SPESA)

    def rotto(*_):
        raise RuntimeError("guasto")

    with monkeypatch.context() as toppa:
        toppa.setitem(LETTORI._voci, "peg", Lettore("peg", 10, rotto))
        with pytest.raises(RuntimeError):
            esegui_lettura(chiave=Lettura.objects.get().pk)

    assert "Errore imprevisto" in anteprima(client_segretario, piano).content.decode()


def test_di_molte_righe_la_pagina_mostra_le_prime(client_segretario, piano):
    carica(client_segretario, piano, *({**SPESA, "Capitolo": f"{n:06}"} for n in range(250)))

    with CaptureQueriesContext(connection) as domande:
        pagina = anteprima(client_segretario, piano).content.decode()
    assert "000009" in pagina
    assert "000010" not in pagina
    assert len(domande) <= 16
    intero = anteprima(client_segretario, piano, elenco="aggiunti", pagina="3").content.decode()
    assert "000249" in intero
    assert "Pagina 3 di 3" in intero


def test_i_nomi_dei_campi_di_una_riga_sono_quelli_delle_colonne():
    assert [campo.titolo for campo in campi_del_peg(2025) if campo.e_obbligatorio] == [
        "Capitolo",
        "Denominazione",
        "Competenza 2025",
    ]


def test_la_pagina_iniziale_porta_a_importare_chi_lo_fa_e_solo_lui(accedi, utente_con_ruolo, ente, piano, segretario):
    finanza = factories.AreaFactory(ente=ente, gestisce_bilancio=True)
    factories.CapitoloFactory(piano=piano)
    ragioniere = utente_con_ruolo(ente, "responsabile", area=finanza)
    altro = utente_con_ruolo(ente, "responsabile", area=factories.AreaFactory(ente=ente))

    pagine = {chi: accedi(chi).get(reverse("home")).content.decode() for chi in (segretario, ragioniere, altro)}

    assert {chi: indirizzo(piano) in pagina for chi, pagina in pagine.items()} == {
        segretario: True,
        ragioniere: True,
        altro: False,
    }
    assert "un capitolo." in pagine[ragioniere]
