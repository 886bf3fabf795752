"""The processes that make documents, seen from outside: as many as the cores, none that lasts for ever."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from django.conf import settings

from piani.services.lavoratore import esegui_e_giudica, prepara
from semproniano.core.documenti.errori import ErroreDocumento

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from piani.documenti.base import Lavoro

# A process stops itself at the time limit. One that is stuck inside a C library cannot: it is ended from outside when
# nothing has been finished for this much longer (seconds; a process that starts needs some of them).
PAZIENZA = 60
# Seconds between two signs of life, for who watches from outside.
BATTITO = 5


def esegui_in_parallelo(
    lavori: Sequence[Lavoro],
    progresso: Callable[[int, int, str], None] | None,
    battito: Callable[[], None] | None = None,
) -> dict[str, bytes]:
    """The bytes of each file by name. Raises ErroreDocumento at the first that fails; the others are dropped.

    `battito` is called every few seconds while they are being made; what it raises stops everything.

    New processes ("spawn"): threads and database connections of this one are not shared. They are not recycled:
    `max_tasks_per_child` hangs on Python 3.11 (cpython issue 115634), and their memory stays level after a few files.
    """
    contenuti: dict[str, bytes] = {}
    if not lavori:
        return contenuti
    esecutore = ProcessPoolExecutor(
        max_workers=min(os.cpu_count() or 1, len(lavori)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=prepara,
        initargs=(settings.DOCUMENTO_TEMPO_MASSIMO,),
    )
    try:
        in_corso = {esecutore.submit(esegui_e_giudica, lavoro): lavoro.nome for lavoro in lavori}
        for finito in _via_via(set(in_corso), in_corso, battito):
            contenuti[in_corso[finito]] = finito.result()
            if progresso:
                progresso(len(contenuti), len(lavori), in_corso[finito])
    except BrokenProcessPool as errore:
        raise ErroreDocumento(
            "Un processo che preparava i documenti si è interrotto (memoria esaurita?). "
            f"Da fare restavano: {_mancanti(lavori, contenuti)}."
        ) from errore
    except BaseException:
        # An error or Ctrl-C: nobody waits for what will not be handed out.
        _ferma(esecutore)
        raise
    finally:
        esecutore.shutdown(wait=True, cancel_futures=True)
    return contenuti


def _ferma(esecutore: ProcessPoolExecutor) -> None:
    # Python 3.14 has kill_workers() for this.
    for processo in list((esecutore._processes or {}).values()):
        processo.kill()


def _via_via(attesi: set[Future], nomi: dict[Future, str], battito: Callable[[], None] | None) -> Iterator[Future]:
    limite = settings.DOCUMENTO_TEMPO_MASSIMO + PAZIENZA
    fermi_da = 0
    while attesi:
        finiti, attesi = wait(attesi, timeout=min(BATTITO, limite - fermi_da), return_when=FIRST_COMPLETED)
        fermi_da = 0 if finiti else fermi_da + BATTITO
        if fermi_da >= limite:
            fermi = ", ".join(sorted(nomi[futuro] for futuro in attesi if futuro.running()))
            raise ErroreDocumento(f"Nessun documento finito in {limite} secondi. Erano in corso: {fermi}.")
        if battito:
            battito()
        yield from finiti


def _mancanti(lavori: Sequence[Lavoro], contenuti: dict[str, bytes]) -> str:
    return ", ".join(lavoro.nome for lavoro in lavori if lavoro.nome not in contenuti)
