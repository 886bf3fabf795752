"""What runs inside a process that makes documents."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import django

from semproniano.core.documenti.convalida import convalida_pdf
from semproniano.core.documenti.errori import ErroreDocumento

if TYPE_CHECKING:
    from piani.documenti.base import Lavoro

_tempo_massimo = 0


def prepara(tempo_massimo: int) -> None:
    """Start Django in a new process; `tempo_massimo` is in seconds, for each document."""
    global _tempo_massimo
    _tempo_massimo = tempo_massimo
    django.setup()


def _troppo_tempo(_segnale: int, _quadro: object) -> None:
    raise TimeoutError


def esegui_e_giudica(lavoro: Lavoro) -> bytes:
    """Make the file and, if it is a PDF, have it judged. Raises ErroreDocumento that names the file."""
    signal.signal(signal.SIGALRM, _troppo_tempo)
    signal.alarm(_tempo_massimo)
    try:
        contenuto = lavoro.esegui()
        difetti = convalida_pdf(contenuto) if lavoro.nome.endswith(".pdf") else []
    except TimeoutError:
        raise ErroreDocumento(f"{lavoro.nome}: dopo {_tempo_massimo} secondi non è ancora finito.") from None
    except ErroreDocumento as errore:
        raise ErroreDocumento(f"{lavoro.nome}: {errore}") from errore
    finally:
        signal.alarm(0)
    if difetti:
        primo = difetti[0]
        raise ErroreDocumento(f"{lavoro.nome}: non supera la convalida ({primo.codice}: {primo.messaggio}).")
    return contenuto
