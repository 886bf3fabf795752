"""Events are only added: the database itself refuses the rest."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from piani.models import Evento
from piani.services.eventi import registra_evento
from piani.states import SCHEDA
from semproniano.core.inalterabile import proteggi, senza_protezione, sproteggi, triggers_mancanti
from tests import factories

TABELLA = "piani_evento"
COMANDI = [
    "UPDATE piani_evento SET nota = 'altra'",
    "DELETE FROM piani_evento",
    *{
        "sqlite": ["INSERT OR REPLACE INTO piani_evento SELECT * FROM piani_evento"],
        "postgresql": ["TRUNCATE piani_evento", "TRUNCATE piani_ente CASCADE"],
    }[connection.vendor],
]
pytestmark = pytest.mark.django_db


@pytest.fixture
def evento(db) -> Evento:
    return registra_evento(
        oggetto=factories.SchedaFactory(), transizione=SCHEDA["proponi"], da="bozza", nota="", utente=None
    )


def test_dopo_le_migrazioni_le_protezioni_ci_sono():
    assert triggers_mancanti(connection, TABELLA) == []


@pytest.mark.parametrize("comando", COMANDI)
def test_il_database_rifiuta(evento, comando):
    connection.check_constraints()  # what is still to be checked would stop TRUNCATE before its trigger

    with pytest.raises(IntegrityError, match="solo in aggiunta"), transaction.atomic(), connection.cursor() as cursore:
        cursore.execute(comando)
    assert list(Evento.objects.values_list("pk", "nota")) == [(evento.pk, "")]


def test_anche_dal_programma(evento):
    with pytest.raises(IntegrityError), transaction.atomic():
        Evento.objects.update(avvenuto_il=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    with pytest.raises(IntegrityError), transaction.atomic():
        evento.delete()
    evento = Evento.objects.get()
    evento.nota = "altra"
    with pytest.raises(IntegrityError), transaction.atomic():
        evento.save()


def test_una_protezione_tolta_si_vede_e_si_rimette(db):
    sproteggi(connection, TABELLA)
    assert len(triggers_mancanti(connection, TABELLA)) == (3 if connection.vendor == "postgresql" else 2)
    proteggi(connection, TABELLA)
    proteggi(connection, TABELLA)
    assert triggers_mancanti(connection, TABELLA) == []


def test_chi_deve_vuotare_la_tabella_la_ritrova_protetta(evento):
    with senza_protezione(connection, TABELLA):
        Evento.objects.all().delete()
    assert triggers_mancanti(connection, TABELLA) == []
