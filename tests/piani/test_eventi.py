"""The chain of events, one for each body, and `verifica`, which says what does not hold."""

import hashlib

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from piani.management.commands.disegna_stati import FILE, pagina_degli_stati
from piani.models import Documento, Evento, Revisione
from piani.permessi import PREDICATI
from piani.services.eventi import anelli_rotti, impronta_evento, registra_evento
from piani.services.revisioni import registra_revisione
from piani.states import SCHEDA
from semproniano.core.inalterabile import senza_protezione, sproteggi
from semproniano.core.workflow import PERCORSI
from tests import factories
from tests.schede import scheda_in_ordine
from valutazioni.permessi import PREDICATI as PREDICATI_VALUTAZIONI

pytestmark = pytest.mark.django_db
PROPONI = SCHEDA["proponi"]


def racconta(scheda, **dati) -> Evento:
    return registra_evento(
        oggetto=scheda, transizione=PROPONI, da="bozza", **{"nota": "", "utente": None, **dati}
    )  # fmt: skip


def rotti(ente) -> list[tuple[int, str]]:
    return [(evento.numero, problema) for evento, problema in anelli_rotti(ente.eventi.order_by("numero"))]


def altera(**campi) -> None:
    """What somebody with the keys of the database could do."""
    with senza_protezione(connection, Evento._meta.db_table):
        Evento.objects.filter(numero=2).update(**campi)


@pytest.fixture
def scheda(ente):
    return factories.SchedaFactory(piano=factories.PianoFactory(ente=ente))


def test_ogni_evento_tiene_l_impronta_di_quello_prima(scheda, segretario):
    primo, secondo = racconta(scheda), racconta(scheda, nota="Perché sì.", utente=segretario, dati={"versione": 2})

    assert (primo.numero, primo.precedente_sha256) == (1, "")
    assert (secondo.numero, secondo.precedente_sha256) == (2, primo.sha256)
    assert rotti(scheda.piano.ente) == []


def test_ogni_ente_ha_la_sua_catena(scheda):
    altrove = factories.SchedaFactory()
    racconta(scheda)

    assert racconta(altrove).numero == 1


def test_l_impronta_e_la_stessa_quando_la_riga_torna_dal_database(scheda, segretario):
    dati = {"quota": "33.33", "elenco": [1, "due", None], "sì": True, "dentro": {"b": 1, "a": 2}}
    evento = racconta(scheda, nota="À la carte\n«…»", utente=segretario, dati=dati)

    assert impronta_evento(Evento.objects.get()) == evento.sha256


@pytest.mark.parametrize(
    ("campi", "quali"),
    [
        ({"nota": "altra"}, {2}),
        ({"dati": {"versione": 9}}, {2}),
        ({"oggetto_id": 999}, {2}),
        ({"sha256": "0" * 64}, {2, 3}),
        ({"precedente_sha256": "0" * 64}, {2}),
    ],
)
def test_un_evento_cambiato_rompe_la_catena(scheda, campi, quali):
    for _ in range(3):
        racconta(scheda)

    altera(**campi)

    assert {numero for numero, _ in rotti(scheda.piano.ente)} == quali


def test_un_evento_tolto_si_vede(scheda):
    for _ in range(3):
        racconta(scheda)
    with senza_protezione(connection, Evento._meta.db_table):
        Evento.objects.filter(numero=2).delete()

    assert any("manca" in problema for _, problema in rotti(scheda.piano.ente))


# --- verifica ---


@pytest.fixture
def tutto(scheda, settings, tmp_path):
    """A body with an event, a revision, a version and a file, all right."""
    settings.MEDIA_ROOT = tmp_path
    racconta(scheda)
    registra_revisione(scheda=scheda_in_ordine(piano=scheda.piano), utente=None, motivo="Prova")
    factories.VersioneFactory(piano=scheda.piano, contenuto="{}", sha256=hashlib.sha256(b"{}").hexdigest())
    (tmp_path / "documenti").mkdir()
    (tmp_path / "documenti" / "prova.pdf").write_bytes(b"prova")
    factories.DocumentoFactory(
        ente=scheda.piano.ente, file="documenti/prova.pdf", sha256=hashlib.sha256(b"prova").hexdigest()
    )


def verifica(capsys) -> str:
    """What the command says, and whether it ends well."""
    try:
        call_command("verifica")
    except CommandError as errore:
        return capsys.readouterr().out + str(errore)
    return capsys.readouterr().out


def test_quando_tutto_torna_lo_dice(tutto, capsys):
    detto = verifica(capsys)

    assert "Eventi: 1 controllate, 0 non tornano." in detto
    assert "Revisioni delle schede: 1 controllate, 0 non tornano." in detto
    assert "File dei documenti: 1 controllate, 0 non tornano." in detto
    assert detto.endswith("Tutto torna.\n")


@pytest.mark.parametrize(
    ("guasto", "detto"),
    [
        (lambda: sproteggi(connection, "piani_evento"), "manca la protezione «piani_evento_elimina»"),
        (lambda: Revisione.objects.update(contenuto="{}"), "Revisione"),
        (lambda: factories.VersioneFactory(sha256="1" * 64), "Versione"),
        (lambda: Documento.objects.update(sha256="1" * 64), "il file è cambiato"),
        (lambda: Documento.objects.update(file="documenti/manca.pdf"), "il file non si legge"),
    ],
)
def test_quando_qualcosa_non_torna_dice_che_cosa(tutto, capsys, guasto, detto):
    guasto()

    uscita = verifica(capsys)

    assert detto in uscita
    assert "Non torna" in uscita


def test_un_evento_cambiato_lo_dice_anche_il_comando(tutto, scheda, capsys):
    racconta(scheda)
    altera(nota="altra")

    assert "evento 2 (2. proponi: " in (detto := verifica(capsys))
    assert "è stato cambiato" in detto


# --- the drawing of the states ---


def test_la_pagina_degli_stati_e_quella_scritta_dalle_transizioni():
    assert FILE.read_text(encoding="utf-8") == pagina_degli_stati(), "Eseguire: manage.py disegna_stati"


def test_ogni_transizione_dice_chi_la_fa_con_un_predicato_che_c_e():
    for voce in PERCORSI:
        assert {transizione.chi for transizione in voce.percorso.transizioni} <= voce.chi.keys()
    nominati = {transizione.chi for voce in PERCORSI for transizione in voce.percorso.transizioni}
    assert nominati == {*PREDICATI, *PREDICATI_VALUTAZIONI}
