"""What runs inside a process that makes documents."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from typing import TYPE_CHECKING

import django

from semproniano.core.documenti.convalida import convalida_a_parte
from semproniano.core.documenti.errori import ErroreDocumento

if TYPE_CHECKING:
    from piani.documenti.base import Lavoro
    from semproniano.core.documenti.convalida import Violazione

# The alarm rings again until it is heard: an exception raised inside a callback of a C library is lost.
RINTOCCO = 1

_tempo_massimo = 0


class TempoScaduto(BaseException):
    """Not an Exception: libraries that go on after an error ("image not loaded") must not swallow it."""


def prepara(tempo_massimo: int) -> None:
    """Start Django in a new process; `tempo_massimo` is in seconds, for each document."""
    global _tempo_massimo
    _tempo_massimo = tempo_massimo
    threading.Thread(target=_segui_il_padre, daemon=True).start()
    django.setup()
    # What has been loaded stays for ever: the collector need not look at it after each document.
    gc.freeze()


def _segui_il_padre() -> None:
    """A parent that is killed (kill −9) cannot stop its processes: they stop when it is gone."""
    padre = multiprocessing.parent_process()
    if padre is not None:
        padre.join()
        os._exit(1)


def _suona(_segnale: int, _quadro: object) -> None:
    raise TempoScaduto


def esegui_e_giudica(lavoro: Lavoro) -> bytes:
    """Make the file and, if it is a PDF, have it judged. Raises ErroreDocumento that names the file."""
    try:
        difetti, contenuto = _entro_il_tempo(lavoro)
    except TempoScaduto:
        raise ErroreDocumento(f"{lavoro.nome}: dopo {_tempo_massimo} secondi non è ancora finito.") from None
    except ErroreDocumento as errore:
        raise ErroreDocumento(f"{lavoro.nome}: {errore}") from errore
    except Exception as errore:
        # Whatever goes wrong inside a library, the person at work learns which document it was.
        raise ErroreDocumento(f"{lavoro.nome}: errore imprevisto ({type(errore).__name__}: {errore}).") from errore
    if difetti:
        primo = difetti[0]
        raise ErroreDocumento(f"{lavoro.nome}: non supera la convalida ({primo.codice}: {primo.messaggio}).")
    return contenuto


def _entro_il_tempo(lavoro: Lavoro) -> tuple[list[Violazione], bytes]:
    signal.signal(signal.SIGALRM, _suona)
    signal.setitimer(signal.ITIMER_REAL, _tempo_massimo, RINTOCCO)
    try:
        contenuto = lavoro.esegui()
        return (convalida_a_parte(contenuto) if lavoro.nome.endswith(".pdf") else []), contenuto
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
