"""Files that appear under their name only when they are complete."""

import errno
import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterable
from pathlib import Path

from semproniano.core.documenti.errori import ErroreDocumento

NOME_DELLE_IMPRONTE = "impronte.sha256"
_CAUSE = {
    errno.ENOSPC: "il disco è pieno",
    errno.EDQUOT: "lo spazio assegnato è finito",
    errno.EACCES: "manca il permesso di scrivere nella cartella",
    errno.EPERM: "manca il permesso di scrivere nella cartella",
    errno.EROFS: "il disco è di sola lettura",
    errno.ENOENT: "la cartella non esiste e non si può creare",
    errno.ENOTDIR: "una parte del percorso non è una cartella",
    errno.EEXIST: "una parte del percorso non è una cartella",
    errno.EISDIR: "al suo posto c’è una cartella",
    errno.ENAMETOOLONG: "il nome è troppo lungo",
}


def scrivi_file(percorso: Path | str, contenuto: bytes) -> None:
    """Write ``contenuto`` to ``percorso``, making its folder where it is missing.

    The bytes go to a file beside it, reach the disk, and take the name in one step (``os.replace``): a reader sees the
    old file or the new one, and after a failure the old one stays. Raises ErroreDocumento with the reason.
    """
    percorso = Path(percorso)
    provvisorio = percorso.with_name(f".{secrets.token_hex(8)}.parziale")
    try:
        percorso.parent.mkdir(parents=True, exist_ok=True)
        try:
            with provvisorio.open("xb") as flusso:
                flusso.write(contenuto)
                flusso.flush()
                os.fsync(flusso.fileno())
            provvisorio.replace(percorso)
        finally:
            provvisorio.unlink(missing_ok=True)
        _fissa_cartella(percorso.parent)
    except OSError as errore:
        raise ErroreDocumento(f"Non si può scrivere il file «{percorso.name}»: {causa(errore)}.") from errore


def causa(errore: OSError) -> str:
    """Why a file could not be written, in Italian."""
    return _CAUSE.get(errore.errno, errore.strerror or str(errore))


def prova_cartella(cartella: Path | str) -> None:
    """Make the folder where it is missing and try to write in it: better said before minutes of work than after.

    Raises ErroreDocumento with the reason.
    """
    cartella = Path(cartella)
    try:
        cartella.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=cartella):
            pass
    except OSError as errore:
        raise ErroreDocumento(f"Non si può scrivere nella cartella «{cartella}»: {causa(errore)}.") from errore


def fissa(percorso: Path | str, cartelle: int = 1) -> None:
    """Make a file that another has written survive a power cut, with its name and those of the last `cartelle` folders
    that lead to it: they may be new too."""
    percorso = Path(percorso)
    with percorso.open("rb") as flusso:
        os.fsync(flusso.fileno())
    for cartella in percorso.parents[:cartelle]:
        _fissa_cartella(cartella)


def _fissa_cartella(cartella: Path) -> None:
    """Make the new name itself survive a power cut."""
    descrittore = os.open(cartella, os.O_RDONLY)
    try:
        os.fsync(descrittore)
    finally:
        os.close(descrittore)


def scrivi_impronte(cartella: Path | str, nomi: Iterable[str]) -> Path:
    """Write the sha256 of the files ``nomi`` of ``cartella`` as ``sha256sum -c`` reads them, and return the file.

    Names are relative to ``cartella``, with "/" between folders. Raises ErroreDocumento for a file that cannot be read.
    """
    cartella = Path(cartella)
    righe = [f"{_impronta_di(cartella, nome)}  {nome}\n" for nome in sorted(set(nomi))]
    elenco = cartella / NOME_DELLE_IMPRONTE
    scrivi_file(elenco, "".join(righe).encode())
    return elenco


def _impronta_di(cartella: Path, nome: str) -> str:
    if "\n" in nome or "\\" in nome or "\r" in nome:
        raise ErroreDocumento(f"Il nome di file {nome!r} contiene un segno non ammesso.")
    try:
        with (cartella / nome).open("rb") as flusso:
            return hashlib.file_digest(flusso, "sha256").hexdigest()
    except OSError as errore:
        raise ErroreDocumento(f"Non si può leggere il file «{nome}».") from errore
