"""Two people at the same moment: one wins, the other is told; the chain of events has no fork and loses nothing."""

import multiprocessing
import threading
import time
from functools import partial

import pytest
from django.db import connection, connections

from obiettivi.models import ObiettivoGestionale
from obiettivi.services.obiettivi import salva_obiettivo
from piani.models import Atto, Evento, Piano, Revisione, SchedaArea, Utente, Versione
from piani.services import pratiche
from piani.services.approvazione import approva_piano, trasmetti_piano
from piani.services.eventi import anelli_rotti
from piani.services.scrittura import SchedaChiusa
from piani.services.transizioni import proponi_scheda
from piani.services.versioni import candidata_di
from semproniano.core.workflow import OggettoCambiato
from tests import factories
from tests.concorrenza import base_condivisa, in_processi, su_file
from tests.schede import atto_nuovo, piano_validato, scheda_in_ordine

pytestmark = pytest.mark.django_db(transaction=True)
QUANTI = 8


def proponi(pk: int, utente) -> str:
    scheda = SchedaArea.objects.select_related("piano__ente", "area").get(pk=pk)
    return proponi_scheda(scheda=scheda, utente=utente, versione=scheda.versione, nota="Insieme.").stato


def test_tante_schede_dello_stesso_ente_proposte_insieme_sono_una_catena_sola(tmp_path, ente, utente_con_ruolo):
    """Two sheets in each plan: some wait for the plan, all for the chain."""
    piani = [factories.PianoFactory(ente=ente, anno_inizio=2010 + 3 * posto) for posto in range(QUANTI // 2)]
    schede = [scheda_in_ordine(piano=piano) for piano in piani * 2]
    coppie = [(scheda, utente_con_ruolo(ente, "responsabile", area=scheda.area)) for scheda in schede]

    with base_condivisa(tmp_path) as insieme:
        esiti = insieme([partial(proponi, scheda.pk, utente) for scheda, utente in coppie])

        assert esiti == ["proposta"] * QUANTI
        assert list(Evento.objects.order_by("numero").values_list("numero", flat=True)) == list(range(1, QUANTI + 1))
        assert list(anelli_rotti(Evento.objects.order_by("numero"))) == []
        assert Revisione.objects.count() == QUANTI


def test_la_stessa_scheda_proposta_da_tante_finestre_si_propone_una_volta(tmp_path, ente, utente_con_ruolo):
    scheda = scheda_in_ordine(piano=factories.PianoFactory(ente=ente))
    utente = utente_con_ruolo(ente, "responsabile", area=scheda.area)

    with base_condivisa(tmp_path) as insieme:
        esiti = insieme([partial(proponi, scheda.pk, utente)] * QUANTI)

        assert esiti.count("proposta") == 1
        assert sum(isinstance(esito, OggettoCambiato) for esito in esiti) == QUANTI - 1
        assert Evento.objects.count() == Revisione.objects.count() == 1


def test_chi_scrive_mentre_un_altro_propone_o_arriva_prima_o_e_rifiutato(tmp_path, ente, utente_con_ruolo):
    scheda = scheda_in_ordine(piano=factories.PianoFactory(ente=ente))
    utente = utente_con_ruolo(ente, "responsabile", area=scheda.area)

    def scrivi():
        obiettivo = ObiettivoGestionale.objects.select_related("scheda__piano__ente").get()
        obiettivo.descrizione = "Scritto all'ultimo momento"
        salva_obiettivo(obiettivo=obiettivo)
        return "scritto"

    with base_condivisa(tmp_path) as insieme:
        proposta, scritta = insieme([partial(proponi, scheda.pk, utente), scrivi])

        riga = SchedaArea.objects.get()
        testo = ObiettivoGestionale.objects.get().descrizione
        proposto = Revisione.objects.filter(motivo="Proposta").values_list("contenuto", flat=True).first()
        if scritta == "scritto":  # before: the proposal has the new text, or was refused because the page was old
            assert isinstance(proposta, OggettoCambiato) or testo in proposto
        else:
            assert isinstance(scritta, SchedaChiusa)
            assert (riga.stato, testo in proposto) == ("proposta", True)


def approva(pk: int, chi: int, impronta: str) -> str:
    """One of many that press the button at once, each with an act of a number of its own."""
    piano = Piano.objects.select_related("ente").get(pk=pk)
    utente = Utente.objects.get(pk=chi)
    numero = str(threading.get_native_id())
    return approva_piano(piano=piano, utente=utente, impronta=impronta, atto=atto_nuovo(numero)).stato


@pytest.mark.parametrize("con_processi", [False, *([True] if connection.vendor == "sqlite" else [])])
def test_in_tanti_approvano_insieme_e_nasce_una_versione_sola(tmp_path, ente, segretario, con_processi):
    quanti = 32 if connection.vendor == "postgresql" else QUANTI
    piano = piano_validato(ente)
    trasmetti_piano(piano=piano, utente=segretario)
    azione = partial(approva, piano.pk, segretario.pk, candidata_di(piano).sha256)

    with base_condivisa(tmp_path) as insieme:
        esiti = in_processi(insieme.file, [azione] * quanti) if con_processi else insieme([azione] * quanti)

        assert esiti.count("approvato") == 1, esiti
        assert sum(isinstance(esito, OggettoCambiato) for esito in esiti) == quanti - 1, esiti
        assert list(Versione.objects.values_list("numero", "stato")) == [(1, "approvata")]
        assert Atto.objects.count() == 1
        assert list(anelli_rotti(Evento.objects.order_by("numero"))) == []


def approva_e_fermati(pk: int, chi: int, impronta: str, file, scritto) -> None:
    """In a process of its own: everything is written but the last event, then nothing more happens."""
    connections["default"] = su_file(file)

    def fermo(**_dati):
        scritto.set()
        time.sleep(60)

    pratiche.registra_evento = fermo
    approva(pk, chi, impronta)


def test_ucciso_a_meta_dell_approvazione_non_resta_niente_e_si_puo_rifare(tmp_path, ente, segretario):
    piano = piano_validato(ente)
    trasmetti_piano(piano=piano, utente=segretario)
    impronta = candidata_di(piano).sha256
    contesto = multiprocessing.get_context("fork")
    scritto = contesto.Event()

    with base_condivisa(tmp_path) as insieme:
        argomenti = (piano.pk, segretario.pk, impronta, insieme.file, scritto)
        processo = contesto.Process(target=approva_e_fermati, args=argomenti)
        processo.start()
        try:
            assert scritto.wait(timeout=60)
        finally:
            processo.kill()
            processo.join()

        assert Piano.objects.get().stato == "in_giunta"
        assert list(Versione.objects.values_list("numero", "stato")) == [(None, "candidata")]
        assert not Atto.objects.exists()
        assert list(Evento.objects.values_list("transizione", flat=True)) == ["trasmetti"]
        assert approva(piano.pk, segretario.pk, impronta) == "approvato"
