"""The difference between two versions: a page and a PDF, for who reads the plan."""

from decimal import Decimal

import msgspec
import pytest
from django.urls import reverse

from obiettivi.sezioni import OBIETTIVI
from piani.models import Versione
from piani.services import differenze
from piani.sezioni import NARRATIVA
from piani.sezioni.piano import SezioneNarrativaFoto
from semproniano.core.documenti.errori import ErroreDocumento
from tests import factories
from tests.foto import foto_di_prova, obiettivo_di_prova
from tests.lettura_pdf import leggi

pytestmark = pytest.mark.django_db


@pytest.fixture
def piano(ente):
    return factories.PianoFactory(ente=ente)


@pytest.fixture
def versioni(piano) -> tuple[Versione, Versione]:
    """An objective of other text and weight, one that goes, one that comes, a section of the narrative."""
    uno, due, tre = (obiettivo_di_prova(numero) for numero in (1, 2, 3))
    prima = foto_di_prova([uno, due])
    cambiato = msgspec.structs.replace(uno, peso=Decimal("33.5"), descrizione="Obiettivo <b>corretto</b> numero 1")
    introduzione = SezioneNarrativaFoto(livello=2, titolo="Introduzione", testo="Testo nuovo.")
    dopo = prima.con({
        OBIETTIVI.codice: (cambiato, msgspec.structs.replace(tre, numero=2)), NARRATIVA.codice: (introduzione,),
    })  # fmt: skip
    righe = []
    for foto, atto in ((prima, factories.AttoFactory(ente=piano.ente, numero="38")), (dopo, None)):
        approvata = {"stato": "approvata", "numero": 1, "atto": atto, "approvata_il": "2024-02-01T10:00:00Z"}
        righe.append(
            factories.VersioneFactory(
                piano=piano, contenuto=foto.json().decode(), sha256=foto.sha256, **(approvata if atto else {})
            )
        )
    return tuple(righe)


@pytest.fixture
def client(accedi, segretario):
    return accedi(segretario)


def letta(risposta) -> str:
    return " ".join(risposta.content.decode().split())


def pagina(nome: str, piano) -> str:
    return reverse(nome, args=[piano.pk])


def test_l_elenco_delle_versioni(client, piano, versioni):
    prima, dopo = versioni
    Versione.objects.filter(pk=prima.pk).update(
        e_acquisita=True, motivo="Approvato su carta.",
        esiti=[{"gravita": "bloccante", "messaggio": "I pesi sommano a 6.", "codice": "OB01"}],
    )  # fmt: skip

    testo = letta(client.get(pagina("piano-versioni", piano)))

    assert "Versione 1 (G.C. n. 38 del 31/01/2024)" in testo
    assert "Versione candidata del" in testo
    assert "Perché è stata acquisita" in testo
    assert "I pesi sommano a 6." in testo
    assert dopo.sha256 in testo


def test_un_piano_mai_trasmesso_non_ha_versioni(client, piano):
    assert "non è ancora stato trasmesso" in letta(client.get(pagina("piano-versioni", piano)))
    assert client.get(pagina("piano-differenza", piano)).status_code == 404


def test_la_pagina_dice_che_cosa_cambia_dalla_penultima_all_ultima(client, piano, versioni):
    testo = letta(client.get(pagina("piano-differenza", piano)))

    assert "Pesi che non sono più gli stessi" in testo
    assert "<td>33,5</td>" in testo
    assert "Introduzione" in testo
    assert "Obiettivo 2" in testo
    assert "&lt;" in testo
    assert "<b>corretto" not in testo


def test_si_scelgono_le_due_versioni(client, piano, versioni, ente):
    prima, dopo = versioni
    uguali = f"?da={prima.pk}&a={prima.pk}"
    altrui = factories.VersioneFactory(piano=factories.PianoFactory(ente=ente, anno_inizio=2030))

    assert "Le due versioni dicono le stesse cose" in letta(client.get(pagina("piano-differenza", piano) + uguali))
    for sbagliata in (altrui.pk, 999999, "uno"):
        indirizzo = pagina("piano-differenza", piano) + f"?da={sbagliata}&a={dopo.pk}"
        assert client.get(indirizzo).status_code == 404


def test_il_pdf_e_convalidato_e_si_legge_in_ordine(client, piano, versioni):
    risposta = client.get(pagina("piano-differenza-pdf", piano))

    assert (risposta.status_code, risposta["Content-Type"]) == (200, "application/pdf")
    albero = leggi(risposta.content)
    assert [voce.testo for voce in albero.tutti("/H2")] == ["Pesi", "Il piano", "Area Esempio 2019"]
    testo = albero.testo
    assert "Dalla versione 1 (G.C. n. 38 del 31/01/2024) alla versione candidata del" in testo
    assert "<b>corretto</b>" in testo
    assert "33,5" in testo


def test_se_il_pdf_non_riesce_la_pagina_lo_dice(client, piano, versioni, monkeypatch):
    def rotto(*_argomenti):
        raise ErroreDocumento("differenze.pdf: memoria esaurita.")

    monkeypatch.setattr(differenze, "esegui_in_parallelo", rotto)

    risposta = client.get(pagina("piano-differenza-pdf", piano))
    assert risposta.status_code == 503
    assert "memoria esaurita" in letta(risposta)


@pytest.mark.parametrize("nome", ["piano-versioni", "piano-differenza", "piano-differenza-pdf"])
def test_chi_non_legge_il_piano_non_le_trova(nome, accedi, piano, versioni, altro_ente, utente_con_ruolo):
    for utente in (utente_con_ruolo(altro_ente, "segretario"), utente_con_ruolo(piano.ente, "dipendente")):
        assert accedi(utente).get(pagina(nome, piano)).status_code == 404
