"""Where the files of documents are kept: Django's storage, each under a name made of its own fingerprint."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from semproniano.core.documenti.errori import ErroreDocumento
from semproniano.core.documenti.file import causa, fissa
from semproniano.core.documenti.json import impronta


def archivia(contenuto: bytes, estensione: str, cartella: str = "documenti") -> str:
    """Keep the bytes and return the name of the file; the same bytes are kept once.

    A file that a killed process left half written is written again. Raises ErroreDocumento when it cannot be.
    """
    sha256 = impronta(contenuto)
    nome = f"{cartella}/{sha256[:2]}/{sha256}.{estensione}"
    try:
        if not e_intatto(nome, sha256):
            default_storage.delete(nome)
            nome = default_storage.save(nome, ContentFile(contenuto))
        # Also one that was there: who wrote it may have been killed before it reached the disk.
        _fissa(nome)
    except OSError as errore:
        raise ErroreDocumento(f"Non si può conservare un file: {causa(errore)}.") from errore
    return nome


def _fissa(nome: str) -> None:
    """A document that the database says is there must be there after a power cut. A storage that is not a folder
    answers only when it has written."""
    try:
        percorso = default_storage.path(nome)
    except NotImplementedError:
        return
    fissa(percorso, cartelle=nome.count("/") + 1)


def e_intatto(nome: str, sha256: str) -> bool:
    """True when the file is there and its bytes are those."""
    try:
        with default_storage.open(nome) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return False
