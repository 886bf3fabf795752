"""What reading and printing a plan costs: queries, seconds, peak memory. Only `manage.py bench` uses it."""

from __future__ import annotations

import multiprocessing
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import django
import msgspec
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from obiettivi.documenti import allegato1
from obiettivi.importers.fotografia import carica_fotografia
from obiettivi.sezioni import OBIETTIVI
from piani.controlli import controlla
from piani.documenti.base import DOCUMENTI
from piani.selectors import piani_completi
from piani.services.esportazione import esporta_piano
from piani.services.squadra import esegui_in_parallelo
from piani.sezioni import da_json, fotografa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from piani.documenti.base import Lavoro
    from piani.sezioni import Fotografia

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
KB_PER_MB = 1024
T, R = TypeVar("T"), TypeVar("R")


@dataclass(frozen=True)
class Misura:
    """Seconds of wall clock, and peak resident memory of the process in MB (0: not measured)."""

    secondi: float
    mb: int = 0


@dataclass(frozen=True)
class Lettura:
    """Reading a plan from the database."""

    interrogazioni: int
    secondi: float


@contextmanager
def database_di_prova(nome: str | None = None) -> Iterator[None]:
    """An empty database beside the real one, gone at the end, with the reference lists.

    With a `nome` of its own one can be made while another is in use, which is in use again afterwards.
    """
    vero = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = nome
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        call_command("carica_liste", verbosity=0, stdout=sys.stderr)
        yield
    finally:
        connection.creation.destroy_test_db(vero, verbosity=0)


def misura_lettura(foto: Fotografia) -> Lettura:
    """Load the plan, read its fotografia as the export does, take everything back."""
    with transaction.atomic():
        piano = carica_fotografia(foto)
        with CaptureQueriesContext(connection) as interrogazioni:
            inizio = time.perf_counter()
            fotografa(piani_completi().get(pk=piano.pk))
            secondi = time.perf_counter() - inizio
        transaction.set_rollback(True)
    return Lettura(len(interrogazioni), secondi)


def misura_controlli(foto: Fotografia) -> float:
    """Seconds of all the checks on a plan: every one of them compares, counts or reads each text."""
    inizio = time.perf_counter()
    controlla(foto)
    return time.perf_counter() - inizio


def misura_documenti(foto: Fotografia) -> dict[str, Misura]:
    """Each document in a new process of its own; of the files per area only the first."""
    misure, area_vista = {}, False
    for lavoro in (lavoro for tipo in DOCUMENTI for lavoro in tipo.lavori(foto)):
        di_area = lavoro.funzione is allegato1.pdf_area
        if not (di_area and area_vista):
            misure[lavoro.nome] = _in_un_processo(_misura_lavoro, lavoro)
        area_vista = area_vista or di_area
    return misure


def lavori_del_peg(foto: Fotografia) -> list[Lavoro]:
    return [lavoro for codice in ("peg", "dati-peg") for lavoro in DOCUMENTI[codice].lavori(foto)]


def misura_file_del_peg(foto: Fotografia) -> dict[str, Misura]:
    """Of each kind of file of the PEG the one with most to print, in a new process of its own."""
    maggiori: dict[object, Lavoro] = {}
    for lavoro in lavori_del_peg(foto):
        altro = maggiori.get(lavoro.funzione)
        if altro is None or len(lavoro.ingresso) > len(altro.ingresso):
            maggiori[lavoro.funzione] = lavoro
    return {lavoro.nome: _in_un_processo(_misura_lavoro, lavoro) for lavoro in maggiori.values()}


def misura_produzione_del_peg(foto: Fotografia) -> Misura:
    """All the files of the PEG, made in parallel and judged; the memory is that of the largest process."""
    return _in_un_processo(_produci_peg, foto.json())


def _produci_peg(contenuto: bytes) -> Misura:
    inizio = time.perf_counter()
    esegui_in_parallelo(lavori_del_peg(da_json(contenuto)), None)
    secondi = time.perf_counter() - inizio
    return Misura(secondi, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // KB_PER_MB)


def _in_un_processo(funzione: Callable[[T], R], ingresso: T) -> R:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=django.setup) as processo:
        return processo.submit(funzione, ingresso).result()


def _misura_lavoro(lavoro: Lavoro) -> Misura:
    inizio = time.perf_counter()
    lavoro.esegui()
    secondi = time.perf_counter() - inizio
    return Misura(secondi, _memoria_massima())


def _memoria_massima() -> int:
    """Peak resident memory of this process in MB.

    From /proc where there is one: on Linux `ru_maxrss` of a new process begins with the size of its parent.
    """
    stato = Path("/proc/self/status")
    if stato.exists():
        [kb] = [riga.split()[1] for riga in stato.read_text().splitlines() if riga.startswith("VmHWM:")]
        return int(kb) // KB_PER_MB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KB_PER_MB


def misura_esportazione(foto: Fotografia) -> tuple[Misura, Misura, Misura]:
    """All the documents from nothing, again unchanged, and after one word has changed in one area.

    In a new process: the memory is that of the largest process that it has started so far.
    """
    return _in_un_processo(_esporta_tre_volte, foto.json())


def _esporta_tre_volte(contenuto: bytes) -> tuple[Misura, Misura, Misura]:
    foto = da_json(contenuto)
    ultimo = foto[OBIETTIVI][-1]
    cambiato = msgspec.structs.replace(ultimo, descrizione=f"{ultimo.descrizione} Cambiato.")
    cambiata = foto.con({OBIETTIVI.codice: (*foto[OBIETTIVI][:-1], cambiato)})
    with tempfile.TemporaryDirectory() as cartella:
        return tuple(_esporta(versione, Path(cartella)) for versione in (foto, foto, cambiata))


def _esporta(foto: Fotografia, cartella: Path) -> Misura:
    inizio = time.perf_counter()
    esporta_piano(foto=foto, cartella=cartella)
    secondi = time.perf_counter() - inizio
    return Misura(secondi, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // KB_PER_MB)


def misura_chromium(foto: Fotografia) -> float | None:
    """Seconds that headless Chromium takes to print the HTML of the complete annex; None where there is none.

    Chromium's PDF is neither PDF/A nor PDF/UA: it is a measure of speed only.
    """
    programma = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if programma is None:
        return None
    css = "".join((settings.BASE_DIR / "static/documenti" / foglio).read_text() for foglio in allegato1.FOGLI)
    html = render_to_string("obiettivi/documenti/allegato1.html", allegato1.valori(foto))
    with tempfile.TemporaryDirectory() as cartella:
        pagina = Path(cartella, "allegato.html")
        pagina.write_text(html.replace("</head>", f"<style>{css}</style></head>"), encoding="utf-8")
        comando = [programma, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={cartella}/profilo"]
        inizio = time.perf_counter()
        esito = subprocess.run(  # noqa: S603 - a fixed command on a file made here
            [*comando, f"--print-to-pdf={cartella}/allegato.pdf", pagina.as_uri()], capture_output=True, timeout=300
        )
        secondi = time.perf_counter() - inizio
        return secondi if esito.returncode == 0 else None
