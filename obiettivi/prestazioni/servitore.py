"""The site as a Comune runs it: gunicorn, production settings, behind a proxy that ends HTTPS. Loopback only."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

PROCESSI = 2
SECONDI_PER_CHIUDERE = 20
# The client plays the proxy's part: it says that the visitor came by HTTPS.
PRODUZIONE = {"DEBUG": "off", "ALLOWED_HOSTS": "127.0.0.1", "DIETRO_PROXY": "on", "LOG_LEVEL": "WARNING"}


def raccogli_statici(cartella: str) -> None:
    """Style sheets, scripts and fonts under the names that production gives them."""
    comando = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(comando, cwd=settings.BASE_DIR, env=_ambiente(cartella), check=True)  # noqa: S603 - fixed


def _ambiente(statici: str) -> dict[str, str]:
    """Environment of the server: the database is the one that this process is using."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return {
        **os.environ,
        **PRODUZIONE,
        "STATIC_ROOT": statici,
        "DATABASE_URL": url,
        "SECRET_KEY": settings.SECRET_KEY,
    }


@contextmanager
def servitore(statici: str) -> Iterator[tuple[str, int]]:
    """A server on a free port, with the static files of `raccogli_statici`; gives host and port, and ends it."""
    with socket.socket() as presa:
        presa.bind(("127.0.0.1", 0))
        # Who connects before the workers are ready waits in the queue of the socket.
        presa.listen()
        comando = [sys.executable, "-m", "gunicorn", "semproniano.wsgi", f"--workers={PROCESSI}", "--log-level=warning"]
        processo = subprocess.Popen(  # noqa: S603 - a fixed command
            [*comando, f"--bind=fd://{presa.fileno()}"],
            cwd=settings.BASE_DIR,
            env=_ambiente(statici),
            pass_fds=[presa.fileno()],
        )
        try:
            yield presa.getsockname()
        finally:
            _chiudi(processo)


def _chiudi(processo: subprocess.Popen) -> None:
    processo.terminate()
    try:
        processo.wait(SECONDI_PER_CHIUDERE)
    except subprocess.TimeoutExpired:
        processo.kill()
        processo.wait()
