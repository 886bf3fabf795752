"""What it costs to send a plan to the Giunta and to approve it. Only `manage.py bench` uses it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from obiettivi.importers.fotografia import carica_fotografia
from piani.models import Atto, Incarico, Utente
from piani.permessi import Ruolo
from piani.selectors import piani_completi
from piani.services.approvazione import approva_piano, trasmetti_piano
from piani.services.versioni import candidata_di
from piani.sezioni import fotografa

if TYPE_CHECKING:
    from collections.abc import Callable

    from piani.sezioni import Fotografia


@dataclass(frozen=True)
class Passo:
    nome: str
    secondi: float
    interrogazioni: int


def misura_approvazione(foto: Fotografia) -> list[Passo]:
    """The fotografia of live rows, the transmission (which freezes one, after every check), the approval with its act;
    then everything is taken back. The sheets of `foto` must have no check that blocks."""
    with transaction.atomic():
        chiave = carica_fotografia(foto).pk
        piano = piani_completi().get(pk=chiave)
        adesso = timezone.now()
        piano.schede.update(stato="validata", proposta_il=adesso, validata_il=adesso)
        utente = Utente.objects.create(username="esempio-segretario")
        Incarico.objects.create(ente=piano.ente, utente=utente, ruolo=Ruolo.SEGRETARIO, dal=timezone.localdate())
        passi = [
            _passo("fotografia", lambda: fotografa(piani_completi().get(pk=chiave))),
            _passo("trasmetti", lambda: trasmetti_piano(piano=piano, utente=utente)),
        ]
        atto = Atto(organo=Atto.Organo.GIUNTA, numero="1", data=timezone.localdate())
        impronta = candidata_di(piano).sha256
        passi.append(_passo("approva", lambda: approva_piano(piano=piano, utente=utente, impronta=impronta, atto=atto)))
        transaction.set_rollback(True)
    return passi


def _passo(nome: str, azione: Callable[[], Any]) -> Passo:
    with CaptureQueriesContext(connection) as interrogazioni:
        inizio = time.perf_counter()
        azione()
        secondi = time.perf_counter() - inizio
    return Passo(nome, secondi, len(interrogazioni))
