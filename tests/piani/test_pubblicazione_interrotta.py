"""kill −9 on the worker while it makes documents, then another worker: nothing, and then the complete set."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from piani.models import Documento, Produzione
from piani.services.coda import richiedi_documenti
from tests.concorrenza import base_condivisa
from tests.versioni import foto_dell_ente, nomi_dei_documenti, piano_approvato, versione_approvata

LIMITE = 90


@pytest.fixture
def worker(tmp_path):
    """`worker()`: a worker in a process group of its own, on the database of the test."""
    accesi = []

    def accendi() -> subprocess.Popen:
        dati = connection.settings_dict
        if connection.vendor == "sqlite":
            indirizzo = f"sqlite:///{dati['NAME']}"
        else:
            chi, dove = f"{dati['USER']}:{dati['PASSWORD']}", dati["HOST"].replace("/", "%2F")
            indirizzo = f"postgres://{chi}@{dove}:{dati['PORT']}/{dati['NAME']}"
        processo = subprocess.Popen(
            [sys.executable, "manage.py", "worker", "--batch", "--no-startup-delay"],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": indirizzo, "MEDIA_ROOT": str(settings.MEDIA_ROOT), "DEBUG": "on"},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        accesi.append(processo)
        return processo

    yield accendi
    for processo in accesi:
        if processo.poll() is None:
            os.killpg(processo.pid, signal.SIGKILL)
        processo.wait()


def aspetta(condizione, che_cosa: str) -> None:
    fine = time.monotonic() + LIMITE
    while not condizione():
        assert time.monotonic() < fine, che_cosa
        time.sleep(0.1)


def gruppo_vuoto(gruppo: int) -> bool:
    """True when no process of the group is left."""
    try:
        os.killpg(gruppo, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.django_db(transaction=True)
def test_un_worker_ucciso_a_meta_non_lascia_meta_insieme(tmp_path, ente, worker):
    versione = versione_approvata(piano_approvato(ente))
    with base_condivisa(tmp_path):
        richiedi_documenti(versione=versione)
        primo = worker()
        aspetta(lambda: 0 < Produzione.objects.get().percentuale < 100, "il primo worker è a metà del lavoro")
        primo.kill()
        primo.wait()

        assert not Documento.objects.exists()
        assert Produzione.objects.get().stato == Produzione.Stato.IN_CORSO
        # What it had started does not go on without it.
        aspetta(lambda: gruppo_vuoto(primo.pid), "i processi del primo worker sono finiti")

        assert worker().wait(timeout=LIMITE) == 0

        assert Produzione.objects.get().stato == Produzione.Stato.FATTA
        attesi = nomi_dei_documenti(foto_dell_ente(ente))
        assert Documento.objects.count() == 2 * len(attesi)
        assert {nome for (nome,) in Documento.objects.values_list("nome")} == attesi
