"""Several people at the same moment: threads with a database connection each.

On SQLite the rows of the test are copied into a file of their own first, which the threads may leave in any state.
"""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection, connections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from django.db.backends.base.base import BaseDatabaseWrapper


def su_file(file: Path | None) -> BaseDatabaseWrapper:
    """A new connection: to the file, where there is one, else to the database of the tests."""
    nuova = connections.create_connection("default")
    if file is not None:
        nuova.settings_dict = {**nuova.settings_dict, "NAME": str(file)}
    return nuova


@contextmanager
def base_condivisa(cartella: Path) -> Iterator[Callable[[Sequence[Callable[[], Any]]], list[Any]]]:
    """Gives `insieme(azioni)`: does them all at once and returns, for each, its result or its exception.

    For tests with `transaction=True`. Inside, also the test's own queries go to the shared database.
    """
    file = None
    propria = connections["default"]
    if connection.vendor == "sqlite":
        file = cartella / "condivisa.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(file) as copia:
            connection.connection.backup(copia)
        copia.close()
        connections["default"] = su_file(file)

    def insieme(azioni: Sequence[Callable[[], Any]]) -> list[Any]:
        via = threading.Barrier(len(azioni))

        def fai(azione: Callable[[], Any]) -> Any:
            connections["default"] = su_file(file)
            try:
                connection.ensure_connection()
                via.wait(timeout=60)
                return azione()
            except Exception as errore:
                return errore
            finally:
                connection.close()

        with ThreadPoolExecutor(len(azioni)) as esecutore:
            return list(esecutore.map(fai, azioni))

    insieme.file = file  # type: ignore[attr-defined]
    try:
        yield insieme
    finally:
        if file is not None:
            connection.close()
            connections["default"] = propria


def in_processi(file: Path, azioni: Sequence[Callable[[], Any]]) -> list[Any]:
    """As `insieme`, each in a process of its own; `file` is that of `insieme` (SQLite only)."""
    contesto = multiprocessing.get_context("fork")
    via = contesto.Barrier(len(azioni))
    with ProcessPoolExecutor(len(azioni), contesto, _prepara, (via,)) as esecutore:
        return [lavoro.result() for lavoro in [esecutore.submit(_fai, file, azione) for azione in azioni]]


def _prepara(via: Any) -> None:
    global VIA
    VIA = via


def _fai(file: Path, azione: Callable[[], Any]) -> Any:
    connections["default"] = su_file(file)
    connection.ensure_connection()
    VIA.wait(timeout=60)
    try:
        return azione()
    except Exception as errore:
        return errore
    finally:
        connection.close()
