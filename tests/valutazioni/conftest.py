"""A year to assess: a plan in force, the SMVP of a small body adopted, people with a position and a card."""

import datetime
from functools import partial

import pytest
from django.utils import timezone

from tests import factories
from tests.misura import ANNO, AREA, MODELLO, indicatore, obiettivo_di_prova, scheda_di, smvp_adottato
from valutazioni.calcolo.smvp import modelli_smvp
from valutazioni.models import Carta, Posizione, VersioneSmvp


@pytest.fixture
def smvp():
    return modelli_smvp()[MODELLO]


@pytest.fixture
def adotta(ente):
    """`adotta(smvp)`: the SMVP adopted, in force from ANNO."""
    return partial(smvp_adottato, ente)


@pytest.fixture
def scheda(ente):
    """Two objectives of weight 60 and 40 in an area."""
    obiettivi = [obiettivo_di_prova(n, peso=peso, indicatori=(indicatore(),)) for n, peso in ((1, 60), (2, 40))]
    return scheda_di(ente, obiettivi)


@pytest.fixture
def responsabile(scheda, ente, utente_con_ruolo):
    return utente_con_ruolo(ente, "responsabile", area=scheda.area)


@pytest.fixture
def nucleo(ente, utente_con_ruolo):
    return utente_con_ruolo(ente, "nucleo")


@pytest.fixture
def persona(ente, scheda):
    """`persona("dipendenti", punteggio=…)`: somebody of the area with a position for the whole year and a card."""

    def fai(categoria: str = "dipendenti", **dati) -> Carta:
        posizione = {nome: dati.pop(nome) for nome in ("dal", "al", "part_time") if nome in dati}
        dipendente = dati.pop("dipendente", None) or factories.DipendenteFactory(ente=ente)
        Posizione.objects.create(
            **{
                **scheda.chiave,
                "dipendente": dipendente,
                "categoria": categoria,
                "dal": datetime.date(ANNO, 1, 1),
                "al": datetime.date(ANNO, 12, 31),
                **posizione,
            }
        )
        smvp = dati.pop("smvp", None) or VersioneSmvp.objects.get()
        if dati.get("stato", "bozza") != "bozza":
            dati.setdefault("proposta_il", timezone.now())
        if dati.get("stato") == "definitiva":
            dati.setdefault("definitiva_il", timezone.now())
        return Carta.objects.create(
            **{
                "ente": ente,
                "anno": ANNO,
                "dipendente": dipendente,
                "smvp": smvp,
                "categoria": categoria,
                "area": scheda.area,
                "valutatore": "responsabile",
                **dati,
            }
        )

    return fai


@pytest.fixture
def adottato(adotta, smvp):
    return adotta(smvp)


__all__ = ["ANNO", "AREA"]
