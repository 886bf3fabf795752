"""The public site in the browser: no violation of accessibility or of the CSP, nothing wider than a phone."""

import pytest

from piani.services import produzione
from piani.services.produzione import produci_documenti
from piani.services.pubblicazione import pubblica_versione
from tests import factories
from tests.foto import foto_del_piano_vero
from tests.versioni import finti, piano_approvato, versione_approvata

RADICE = "/amministrazione-trasparente/performance/"


@pytest.fixture
def pubblicata(ente, segretario, monkeypatch):
    monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)
    versione = versione_approvata(piano_approvato(ente))
    produci_documenti(versione=versione)
    factories.DocumentoFactory(ente=ente, versione=None, tipo="smvp")
    return pubblica_versione(versione=versione, utente=segretario)


@pytest.mark.django_db(transaction=True)
def test_le_pagine_pubbliche_sono_accessibili(esaminatore, pubblicata):
    uid = foto_del_piano_vero().dizionario()["obiettivi"][0].uid
    pagine = {
        "indice": RADICE,
        "piano": f"{RADICE}piani/2019-2021/",
        "filtrato": f"{RADICE}piani/2019-2021/?area=tecnica&anno=2020",
        "obiettivo": f"{RADICE}obiettivi/{uid}/",
    }

    for nome, indirizzo in pagine.items():
        for larghezza, difetti in esaminatore.esamina(indirizzo):
            esaminatore.fotografa(f"pubblico-{nome}-{larghezza}")
            assert not difetti, f"{nome} a {larghezza}: {difetti}"


@pytest.mark.django_db(transaction=True)
def test_la_pagina_dei_documenti_di_una_versione_e_accessibile(esaminatore, pubblicata, segretario):
    esaminatore.accede(segretario)

    for larghezza, difetti in esaminatore.esamina(f"/versioni/{pubblicata.pk}/documenti/"):
        assert not difetti, f"{larghezza}: {difetti}"
