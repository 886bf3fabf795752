"""Versions and uploaded documents, state by role by transition, from the rows of `piani/states.py`; many at once."""

import itertools
from functools import partial

import pytest
from django.utils import timezone

from piani.models import Documento, Evento, Produzione, Utente, Versione
from piani.permessi import Ruolo
from piani.selectors import transizioni_possibili
from piani.services import produzione
from piani.services.documenti import togli_documento
from piani.services.eventi import anelli_rotti
from piani.services.produzione import produci_documenti
from piani.services.pubblicazione import archivia_versione, pubblica_versione, ritira_versione
from piani.states import DOCUMENTO, VERSIONE, StatoVersione
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, TransizioneVietata
from tests import factories
from tests.concorrenza import base_condivisa
from tests.versioni import finti, foto_dell_ente, nomi_dei_documenti, piano_approvato, versione_approvata

RUOLI = (*Ruolo.values, "superuser", "segretario_altrove")
CON_BOTTONE = [voce.codice for voce in VERSIONE.transizioni if not voce.interna]
DI_UN_DOCUMENTO = [voce.codice for voce in DOCUMENTO.transizioni if voce.da]
SERVIZI = {
    "pubblica": pubblica_versione,
    "ritira": partial(ritira_versione, nota="Contiene un errore."),
    "archivia": archivia_versione,
}
# What the database asks of a version in each state, besides its documents.
CAMPI = {
    "candidata": {"numero": None, "atto": None, "approvata_il": None},
    "emendata": {"numero": None, "atto": None, "approvata_il": None, "motivo": "La Giunta chiede altro."},
    "approvata": {},
    "pubblicata": {"pubblicata_il": True},
    "superata": {"pubblicata_il": True},
    "ritirata": {"pubblicata_il": True, "ritirata_il": True, "motivo": "Contiene un errore."},
    "archiviata": {"pubblicata_il": True, "archiviata_il": True},
}
CARICATO = {
    "pubblicato": {},
    "ritirato": {"ritirato_il": True, "motivo_ritiro": "Sbagliato."},
    "archiviato": {"archiviato_il": True},
}


def con_date(campi: dict) -> dict:
    return {nome: timezone.now() if valore is True else valore for nome, valore in campi.items()}


@pytest.fixture
def versione(ente, monkeypatch) -> Versione:
    """Approved, with its documents."""
    monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)
    riga = versione_approvata(piano_approvato(ente))
    produci_documenti(versione=riga)
    return riga


@pytest.fixture
def nello_stato(versione):
    def porta(stato: str) -> Versione:
        Versione.objects.filter(pk=versione.pk).update(stato=stato, **con_date(CAMPI[stato]))
        if "pubblicata_il" in CAMPI[stato]:
            versione.documenti.filter(insieme="pubblico").update(pubblicato_il=timezone.now())
        return Versione.objects.select_related("piano__ente", "atto").get()

    return porta


@pytest.fixture
def chi(ente, altro_ente, utente_con_ruolo, superuser):
    def trova(ruolo: str) -> Utente:
        if ruolo == "superuser":
            return superuser
        if ruolo == "segretario_altrove":
            return utente_con_ruolo(altro_ente, "segretario")
        return utente_con_ruolo(ente, ruolo)

    return trova


def test_ogni_transizione_con_un_bottone_e_provata():
    assert set(CON_BOTTONE) == set(SERVIZI)
    assert set(CAMPI) == set(StatoVersione.values)


@pytest.mark.django_db
@pytest.mark.parametrize(("codice", "ruolo"), [*itertools.product(SERVIZI, RUOLI)])
def test_una_versione_la_muove_solo_il_segretario_di_quell_ente(codice, ruolo, nello_stato, chi):
    riga, utente = nello_stato(VERSIONE[codice].da[0]), chi(ruolo)
    quanti = Evento.objects.count()

    assert (VERSIONE[codice] in transizioni_possibili(utente, riga)) == (ruolo == "segretario")
    if ruolo == "segretario":
        assert SERVIZI[codice](versione=riga, utente=utente).stato == VERSIONE[codice].a
        return
    with pytest.raises(TransizioneVietata):
        SERVIZI[codice](versione=riga, utente=utente)
    assert Versione.objects.get().stato == VERSIONE[codice].da[0]
    assert Evento.objects.count() == quanti


@pytest.mark.django_db
@pytest.mark.parametrize(("codice", "stato"), [*itertools.product(SERVIZI, StatoVersione.values)])
def test_una_versione_va_da_quale_stato_a_quale(codice, stato, nello_stato, segretario):
    riga = nello_stato(stato)

    assert {voce.codice for voce in transizioni_possibili(segretario, riga)} == {
        voce.codice for voce in VERSIONE.dallo_stato(stato) if not voce.interna
    }
    if stato in VERSIONE[codice].da:
        assert SERVIZI[codice](versione=riga, utente=segretario).stato == VERSIONE[codice].a
        return
    with pytest.raises(OggettoCambiato):
        SERVIZI[codice](versione=riga, utente=segretario)
    assert Versione.objects.get().stato == stato


def caricato(ente, stato: str) -> Documento:
    return factories.DocumentoFactory(
        ente=ente, versione=None, tipo="smvp", pubblicato_il=timezone.now(), **con_date(CARICATO[stato])
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("codice", "stato"), [*itertools.product(DI_UN_DOCUMENTO, CARICATO)])
def test_un_documento_caricato_va_da_quale_stato_a_quale(codice, stato, ente, segretario):
    riga = caricato(ente, stato)

    if stato in DOCUMENTO[codice].da:
        tolto = togli_documento(documento=riga, codice=codice, utente=segretario, nota="Sbagliato.")
        assert tolto.stato == DOCUMENTO[codice].a
        return
    with pytest.raises(OggettoCambiato):
        togli_documento(documento=riga, codice=codice, utente=segretario, nota="Sbagliato.")
    assert not Evento.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("codice", "ruolo"), [*itertools.product(DI_UN_DOCUMENTO, RUOLI)])
def test_un_documento_caricato_lo_toglie_solo_il_segretario_di_quell_ente(codice, ruolo, ente, chi):
    riga, utente = caricato(ente, "pubblicato"), chi(ruolo)

    if ruolo == "segretario":
        assert togli_documento(documento=riga, codice=codice, utente=utente, nota="Sbagliato.").stato
        return
    with pytest.raises(TransizioneVietata):
        togli_documento(documento=riga, codice=codice, utente=utente, nota="Sbagliato.")
    assert Documento.objects.get().stato == "pubblicato"


# --- many at the same moment ---

QUANTI = 8


@pytest.mark.django_db(transaction=True)
def test_tanti_worker_insieme_fanno_un_insieme_solo(tmp_path, ente, monkeypatch):
    monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)
    riga = versione_approvata(piano_approvato(ente))

    with base_condivisa(tmp_path) as insieme:
        esiti = insieme([partial(produci_documenti, versione=riga)] * QUANTI)

        assert esiti.count(True) == 1, esiti
        assert esiti.count(False) == QUANTI - 1, esiti
        assert Documento.objects.count() == 2 * len(nomi_dei_documenti(foto_dell_ente(ente)))


@pytest.mark.django_db(transaction=True)
def test_in_tanti_pubblicano_insieme_e_si_pubblica_una_volta(tmp_path, ente, segretario, versione):
    with base_condivisa(tmp_path) as insieme:
        esiti = insieme([partial(pubblica_versione, versione=versione, utente=segretario)] * QUANTI)

        assert sum(isinstance(esito, Versione) for esito in esiti) == 1, esiti
        assert sum(isinstance(esito, OggettoCambiato) for esito in esiti) == QUANTI - 1, esiti
        assert Evento.objects.filter(transizione="pubblica").count() == 1
        assert list(anelli_rotti(Evento.objects.order_by("numero"))) == []
        assert len(set(Documento.objects.filter(insieme="pubblico").values_list("pubblicato_il"))) == 1


@pytest.mark.django_db
def test_approvata_mentre_il_worker_la_prendeva_ha_i_suoi_documenti(versione):
    """The task had read it as the Giunta's; by the time it takes the work in hand the version is approved."""
    Documento.objects.all().delete()
    Produzione.objects.all().delete()
    letta_prima = Versione.objects.get()
    letta_prima.stato = StatoVersione.CANDIDATA

    assert produci_documenti(versione=letta_prima)

    assert versione.documenti.filter(insieme="pubblico").exists()


@pytest.mark.django_db
def test_senza_documenti_pubblici_non_si_pubblica(versione, segretario):
    versione.documenti.filter(insieme="pubblico").delete()

    with pytest.raises(TransizioneRifiutata, match="non ha documenti da pubblicare"):
        pubblica_versione(versione=versione, utente=segretario)
