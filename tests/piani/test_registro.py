"""The register of a plan: what happened, in sentences; to filter and to export."""

import pytest
from django.urls import reverse

from piani.services.transizioni import proponi_scheda, ritira_scheda
from tests import factories


@pytest.fixture
def scheda(ente, utente_con_ruolo):
    """A sheet that has been proposed and withdrawn."""
    scheda = factories.SchedaFactory(piano=factories.PianoFactory(ente=ente, anno_inizio=2024), anno=2024)
    obiettivo = factories.ObiettivoFactory(scheda=scheda, peso=100, scadenza="2024-12-31")
    factories.IndicatoreFactory(obiettivo=obiettivo, valore_atteso="Almeno 10")
    responsabile = utente_con_ruolo(ente, "responsabile", area=scheda.area)
    proposta = proponi_scheda(scheda=scheda, utente=responsabile, versione=scheda.versione, nota="=SOMMA(1) guardati")
    return ritira_scheda(scheda=proposta, utente=responsabile, versione=proposta.versione)


@pytest.fixture
def indirizzo(scheda):
    return reverse("piano-registro", args=[scheda.piano_id])


def test_ogni_fatto_e_una_frase(scheda, indirizzo, segretario, accedi):
    pagina = accedi(segretario).get(indirizzo).content.decode()

    assert "2 fatti" in pagina
    assert f"La scheda «{scheda}» è stata proposta." in pagina
    assert f"La scheda «{scheda}» è stata ritirata." in pagina
    assert pagina.index("ritirata.") < pagina.index("proposta.")
    assert "guardati" in pagina


def test_si_filtra_per_oggetto_persona_e_giorno(scheda, indirizzo, segretario, accedi):
    client = accedi(segretario)
    assert "0 fatti" in client.get(indirizzo, {"oggetto_tipo": "versione"}).content.decode()
    assert "0 fatti" in client.get(indirizzo, {"al": "01/01/2020"}).content.decode()
    assert "2 fatti" in client.get(indirizzo, {"dal": "01/01/2020"}).content.decode()
    sbagliata = client.get(indirizzo, {"dal": "31/02/2024"}).content.decode()
    assert "non esiste" in sbagliata


def test_si_esporta_senza_formule(scheda, indirizzo, segretario, accedi):
    risposta = accedi(segretario).get(indirizzo, {"formato": "csv"})

    righe = risposta.content.decode("utf-8-sig").splitlines()
    assert len(righe) == 3
    assert "'=SOMMA(1) guardati" in righe[2]


def test_i_fatti_di_un_altro_piano_non_ci_sono(scheda, ente, segretario, accedi):
    altro = factories.PianoFactory(ente=ente, anno_inizio=2030)

    assert "0 fatti" in accedi(segretario).get(reverse("piano-registro", args=[altro.pk])).content.decode()
