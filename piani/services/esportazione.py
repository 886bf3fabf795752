"""Making the documents of a plan: in parallel, only what has changed, all or nothing."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from django.conf import settings

from piani.documenti.base import DOCUMENTI, Lavoro
from piani.documenti.impaginazione import rilascio
from piani.services.lavoratore import esegui_e_giudica, prepara
from semproniano.core.documenti.errori import ErroreDocumento
from semproniano.core.documenti.file import NOME_DELLE_IMPRONTE, prova_cartella, scrivi_file, scrivi_impronte
from semproniano.core.documenti.json import impronta

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from piani.sezioni import Fotografia

# Kept beside the documents: what each was made from, so that an unchanged one is not made again.
NOME_REGISTRO = ".semproniano.json"
# Recycling a process gives back the memory that fonts and layout keep.
LAVORI_PER_PROCESSO = 8


class Voce(msgspec.Struct, frozen=True):
    """What the register knows of a file: fingerprint of its input and of its bytes."""

    ingresso: str
    contenuto: str


@dataclass(frozen=True)
class Esito:
    fatti: Sequence[str]
    immutati: Sequence[str]


def esporta_piano(
    *,
    foto: Fotografia,
    cartella: Path,
    pubblico: bool = False,
    progresso: Callable[[int, int, str], None] | None = None,
) -> Esito:
    """Write every registered document of the fotografia into `cartella`.

    Each PDF is judged (PDF/A-3a, PDF/UA-1) before anything is handed out. Files appear only when all of them are made;
    `progresso(done, total, name)` is called as they come. Raises ErroreDocumento, and then the folder is as it was.
    """
    if pubblico:
        foto = foto.pubblica()
    lavori = [lavoro for tipo in DOCUMENTI for lavoro in tipo.lavori(foto)]
    prova_cartella(cartella)
    registro = _leggi_registro(cartella)
    ingressi = {lavoro.nome: lavoro.impronta_ingresso(rilascio()) for lavoro in lavori}
    da_fare = [
        lavoro
        for lavoro in lavori
        if not _immutato(cartella, registro.get(lavoro.nome), ingressi[lavoro.nome], lavoro.nome)
    ]
    contenuti = _esegui(da_fare, progresso)
    _consegna(cartella, lavori, contenuti, registro, ingressi)
    return Esito(fatti=sorted(contenuti), immutati=sorted(ingressi.keys() - contenuti.keys()))


def _leggi_registro(cartella: Path) -> dict[str, Voce]:
    try:
        return msgspec.json.decode((cartella / NOME_REGISTRO).read_bytes(), type=dict[str, Voce])
    except (OSError, msgspec.DecodeError):
        return {}  # no register, or a spoiled one: everything is made again


def _immutato(cartella: Path, voce: Voce | None, ingresso: str, nome: str) -> bool:
    if voce is None or voce.ingresso != ingresso:
        return False
    try:
        return impronta((cartella / nome).read_bytes()) == voce.contenuto
    except OSError:
        return False


def _esegui(lavori: Sequence[Lavoro], progresso: Callable[[int, int, str], None] | None) -> dict[str, bytes]:
    """The bytes of each file by name; one process per core, new processes so that nothing of this one is shared."""
    contenuti: dict[str, bytes] = {}
    if not lavori:
        return contenuti
    esecutore = ProcessPoolExecutor(
        max_workers=min(os.cpu_count() or 1, len(lavori)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=prepara,
        initargs=(settings.DOCUMENTO_TEMPO_MASSIMO,),
        max_tasks_per_child=LAVORI_PER_PROCESSO,
    )
    try:
        in_corso = {esecutore.submit(esegui_e_giudica, lavoro): lavoro for lavoro in lavori}
        for finito in as_completed(in_corso):
            lavoro = in_corso[finito]
            contenuti[lavoro.nome] = finito.result()
            if progresso:
                progresso(len(contenuti), len(lavori), lavoro.nome)
    except BrokenProcessPool as errore:
        raise ErroreDocumento(
            "Un processo che preparava i documenti si è interrotto (memoria esaurita?). Non è stato consegnato niente."
        ) from errore
    finally:
        esecutore.shutdown(wait=True, cancel_futures=True)
    return contenuti


def _consegna(
    cartella: Path,
    lavori: Sequence[Lavoro],
    contenuti: Mapping[str, bytes],
    registro: Mapping[str, Voce],
    ingressi: Mapping[str, str],
) -> None:
    nuovo = {
        lavoro.nome: Voce(ingressi[lavoro.nome], impronta(contenuti[lavoro.nome]))
        if lavoro.nome in contenuti
        else registro[lavoro.nome]
        for lavoro in lavori
    }
    scritti: dict[str, bytes | None] = {}
    try:
        for nome, contenuto in contenuti.items():
            scritti[nome] = _leggi(cartella / nome)
            scrivi_file(cartella / nome, contenuto)
        # Only files that an earlier export made and this one no longer makes: never somebody else's.
        for vecchio in registro.keys() - nuovo.keys():
            scritti[vecchio] = _leggi(cartella / vecchio)
            (cartella / vecchio).unlink(missing_ok=True)
        scritti[NOME_DELLE_IMPRONTE] = _leggi(cartella / NOME_DELLE_IMPRONTE)
        scrivi_impronte(cartella, nuovo)
        scrivi_file(cartella / NOME_REGISTRO, msgspec.json.encode(nuovo, order="sorted"))
    except ErroreDocumento:
        _ripristina(cartella, scritti)
        raise


def _leggi(percorso: Path) -> bytes | None:
    return percorso.read_bytes() if percorso.exists() else None


def _ripristina(cartella: Path, prima: Mapping[str, bytes | None]) -> None:
    """Put back what was there: an export is complete or has not happened."""
    for nome, contenuto in prima.items():
        if contenuto is None:
            (cartella / nome).unlink(missing_ok=True)
        else:
            scrivi_file(cartella / nome, contenuto)
