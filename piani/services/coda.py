"""The queue of the background work: putting in, and putting back what a dead worker left."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from piani.models import Produzione
from piani.services.produzione import SILENZIO, adesso_fermo
from piani.tasks import genera_documenti
from semproniano.core.documenti.errori import ErroreDocumento

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from piani.models import Utente, Versione

SEPARATORE = "|"


class ProduzioneInCorso(ErroreDocumento):
    """A living process is making the documents now."""


def nome_del_worker(sale: str) -> str:
    """Who a worker is: machine and process, so that another one can see whether it is still there; `sale` makes it
    unique among those that had the same number before."""
    return SEPARATORE.join((platform.node()[:30], str(os.getpid()), sale))


def _e_vivo(processo: int) -> bool:
    try:
        os.kill(processo, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _processo_morto(macchina: str, processo: int) -> bool:
    """True when it ran on this machine and is there no more. This process has just begun: what bears its number and is
    not its own was another's."""
    return macchina == platform.node()[:30] and (processo == os.getpid() or not _e_vivo(processo))


def _abbandonato(lavoro: DBTaskResult) -> bool:
    macchina, _, resto = (lavoro.worker_ids or [""])[-1].partition(SEPARATORE)
    processo = resto.partition(SEPARATORE)[0]
    return processo.isdecimal() and _processo_morto(macchina, int(processo))


@transaction.atomic
def richiedi_documenti(*, versione: Versione, utente: Utente | None = None) -> Produzione:
    """Put the making of a version's documents in the queue, in the transaction of who asks; once is enough.

    Raises ProduzioneInCorso when a living process has them in hand. Documents that are there stay as they are.
    """
    produzione, nuova = Produzione.objects.get_or_create(versione_id=versione.pk, defaults={"richiesta_da": utente})
    if produzione.stato == Produzione.Stato.FATTA:
        return produzione
    if not nuova and not _libera(Produzione.objects.filter(pk=produzione.pk)):
        raise ProduzioneInCorso("I documenti sono già in preparazione.")
    _accoda([produzione])
    produzione.refresh_from_db()
    return produzione


def si_puo_riprovare(produzione: Produzione) -> bool:
    """True when nobody is making the documents: an error, or a process that died half way."""
    if produzione.stato == Produzione.Stato.IN_CORSO:
        return _e_ferma(produzione) or (timezone.now() - produzione.battito_il).total_seconds() > SILENZIO
    return produzione.stato == Produzione.Stato.NON_RIUSCITA


def _libera(produzioni: QuerySet[Produzione]) -> int:
    """Back to the start what nobody has in hand; how many."""
    ferme = Q(pk__in=[riga.pk for riga in produzioni if _e_ferma(riga)])
    return (
        produzioni.filter(adesso_fermo() | ferme)
        .exclude(stato=Produzione.Stato.FATTA)
        .update(stato=Produzione.Stato.ATTESA, gettone=None, percentuale=0, passo="", errore="")
    )


def _e_ferma(produzione: Produzione) -> bool:
    return produzione.processo is not None and _processo_morto(produzione.macchina[:30], produzione.processo)


def _accoda(produzioni: Iterable[Produzione]) -> None:
    """One waiting task for each; a task that runs is its worker's, or is put back by `rimetti_in_coda`."""
    in_attesa = {
        lavoro.args_kwargs["kwargs"].get("versione_pk")
        for lavoro in DBTaskResult.objects.ready().filter(task_path=genera_documenti.module_path)
    }
    for produzione in produzioni:
        if produzione.versione_id not in in_attesa:
            genera_documenti.enqueue(versione_pk=produzione.versione_id)


def rimetti_in_coda() -> int:
    """For a worker that begins: what dead ones left is waiting again. Returns how many productions and tasks."""
    with transaction.atomic():
        interrotte = _libera(Produzione.objects.filter(stato=Produzione.Stato.IN_CORSO))
        lasciati = [lavoro for lavoro in DBTaskResult.objects.running() if _abbandonato(lavoro)]
        for lavoro in lasciati:
            # As it was seen: a worker that takes it in the meantime keeps it.
            DBTaskResult.objects.running().filter(pk=lavoro.pk, started_at=lavoro.started_at).update(
                status=TaskResultStatus.READY, started_at=None
            )
        _accoda(Produzione.objects.filter(stato=Produzione.Stato.ATTESA))
    return interrotte + len(lasciati)
