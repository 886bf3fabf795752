"""A sheet in bozza with two objectives, its responsabile, and the page sent back as a browser does."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests import factories
from tests.pagina import campi_della_pagina

ANNO = 2024


@pytest.fixture
def scheda(ente):
    return factories.SchedaFactory(piano=factories.PianoFactory(ente=ente, anno_inizio=ANNO), anno=ANNO)


@pytest.fixture
def obiettivi(scheda):
    righe = [
        factories.ObiettivoFactory(scheda=scheda, numero=numero, descrizione=f"Obiettivo di prova {numero}", peso=50)
        for numero in (1, 2)
    ]
    for riga in righe:
        factories.IndicatoreFactory(obiettivo=riga, descrizione="Pratiche chiuse", valore_atteso="Almeno 10")
    return righe


@pytest.fixture
def responsabile(ente, scheda, utente_con_ruolo):
    return utente_con_ruolo(ente, "responsabile", area=scheda.area)


@pytest.fixture
def client(responsabile, accedi):
    return accedi(responsabile)


@pytest.fixture
def indirizzo(scheda):
    return reverse("scheda", args=[scheda.pk])


@pytest.fixture
def invia() -> Callable:
    """`invia(client, indirizzo, azione, **cambi)`: the page's form, with some fields changed (`__` is a hyphen)."""

    def spedisci(client, indirizzo, azione="salva", *, follow=False, **cambi):
        cambi = {nome.replace("__", "-"): valore for nome, valore in cambi.items()}
        campi = {**campi_della_pagina(client.get(indirizzo)), **cambi, "azione": azione}
        return client.post(indirizzo.partition("?")[0], campi, follow=follow)

    return spedisci


def descrizioni(scheda) -> list[str]:
    return list(scheda.obiettivi.order_by("numero").values_list("descrizione", flat=True))
