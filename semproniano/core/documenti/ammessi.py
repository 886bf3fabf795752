"""Whether a file from outside may be kept beside what it shows: by its content, by its name, by what it could do.

A short list is accepted; scripts, web pages, drawings that act, macros, archives and their bombs are refused with a
sentence that says what to do. Nothing is ever unpacked.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from semproniano.core.documenti.esame import esamina_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

MEGA = 1024 * 1024
NOME_MASSIMO = 150
PARTI_MASSIME = 5_000
ESPANSO_MASSIMO = 100 * MEGA
RAPPORTO_MASSIMO = 200
"""Unpacked / packed, of an archive that unpacks to more than 10 MB: beyond it is a bomb, or nearly."""
PIXEL_MASSIMI = 100_000_000
_RAPPORTO_DA = 10 * MEGA
_INDICE_MASSIMO = MEGA
_ERRORI_DI_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError)
_PAGINA = re.compile(
    rb"<\s*(?:!doctype|html|head|body|script|iframe|object|embed|svg|\?xml|\?php|meta|link)\b", re.IGNORECASE
)
_OFFICE = {
    "xlsx": rb"spreadsheetml\.sheet\.main\+xml",
    "docx": rb"wordprocessingml\.document\.main\+xml",
}
_ODF = {
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odt": b"application/vnd.oasis.opendocument.text",
}
_ATTIVE = re.compile(r"vbaproject|activex|macrosheets|^basic/|^scripts/|/scripts/|\.(?:exe|js|vbs|bat|cmd|ps1|jar)$")
TIPI = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "csv": "text/csv",
    "txt": "text/plain",
}
AMMESSI = "PDF, PNG, JPEG, XLSX, ODS, DOCX, ODT, CSV o TXT"


class FileRifiutato(ValueError):
    """A file that is not kept; the message (Italian) says why and what to do."""


@dataclass(frozen=True)
class FileAmmesso:
    """A file that may be kept: its name without a path, its extension, its kind."""

    nome: str
    estensione: str
    tipo: str


def nome_pulito(nome: str) -> str:
    """The name without path, without what does not show (also what turns the reading round), of a bearable length."""
    ultimo = re.split(r"[\\/]", nome)[-1]
    visibile = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in ultimo)
    percorso = PurePath(" ".join(visibile.split()).strip(". ") or "file")
    return f"{percorso.stem[: NOME_MASSIMO - len(percorso.suffix)]}{percorso.suffix}"


def esamina_file(nome: str, contenuto: bytes, mega_massimi: int) -> FileAmmesso:
    """The file, if it may be kept; raises FileRifiutato."""
    nome = nome_pulito(nome)
    estensione = PurePath(nome).suffix.lower().removeprefix(".")
    if not contenuto:
        raise FileRifiutato(f"«{nome}» è vuoto.")
    if len(contenuto) > mega_massimi * MEGA:
        raise FileRifiutato(f"«{nome}» pesa {len(contenuto) / MEGA:.0f} MB: il massimo è {mega_massimi} MB.")
    if estensione not in TIPI:
        raise FileRifiutato(f"«{nome}» non è di un tipo ammesso: servono {AMMESSI}.")
    _ESAMI[estensione](nome, contenuto)
    return FileAmmesso(nome, estensione, TIPI[estensione])


def _non_e(nome: str, che_cosa: str) -> FileRifiutato:
    return FileRifiutato(f"«{nome}» ha il nome di {che_cosa}, ma non lo è (o è rovinato): aprirlo e salvarlo di nuovo.")


def _pdf(nome: str, contenuto: bytes) -> None:
    esame = esamina_pdf(contenuto)
    if esame.motivo:
        raise FileRifiutato(f"«{nome}»: {esame.motivo}.")
    if esame.ha_azioni:
        raise FileRifiutato(f"«{nome}» contiene istruzioni che agiscono da sole: stamparlo di nuovo in PDF.")


def _png(nome: str, contenuto: bytes) -> None:
    if not contenuto.startswith(b"\x89PNG\r\n\x1a\n") or contenuto[12:16] != b"IHDR":
        raise _non_e(nome, "un'immagine PNG")
    larghezza, altezza = (int.from_bytes(contenuto[da : da + 4], "big") for da in (16, 20))
    if larghezza * altezza > PIXEL_MASSIMI:
        raise FileRifiutato(f"«{nome}» è un'immagine troppo grande: ridurla.")


def _jpeg(nome: str, contenuto: bytes) -> None:
    if not contenuto.startswith(b"\xff\xd8\xff"):
        raise _non_e(nome, "un'immagine JPEG")


def _testo(nome: str, contenuto: bytes) -> None:
    """Words and nothing else: no page, no script, no binary under the name of a text."""
    testo = contenuto.removeprefix(b"\xef\xbb\xbf")
    if b"\x00" in testo:
        raise _non_e(nome, "un testo")
    if testo.lstrip().startswith((b"<", b"#!")) or _PAGINA.search(testo):
        raise FileRifiutato(f"«{nome}» contiene una pagina web o istruzioni: serve un testo semplice.")


def _archivio(nome: str, contenuto: bytes, che_cosa: str) -> zipfile.ZipFile:
    """The zip of a document, measured by its directory: nothing is unpacked but an index."""
    try:
        archivio = zipfile.ZipFile(io.BytesIO(contenuto))
    except _ERRORI_DI_ZIP as errore:
        raise _non_e(nome, che_cosa) from errore
    parti = archivio.infolist()
    espansi = sum(parte.file_size for parte in parti)
    bomba = espansi > _RAPPORTO_DA and espansi > len(contenuto) * RAPPORTO_MASSIMO
    if bomba or espansi > ESPANSO_MASSIMO or len(parti) > PARTI_MASSIME:
        raise FileRifiutato(f"«{nome}» si espande troppo: salvarlo di nuovo con meno contenuti.")
    if any(parte.flag_bits & 1 for parte in parti):
        raise FileRifiutato(f"«{nome}» è protetto da password: toglierla.")
    if any(_ATTIVE.search(parte.filename.lower()) for parte in parti):
        raise FileRifiutato(f"«{nome}» contiene macro o programmi: salvarlo senza.")
    return archivio


def _parte(nome: str, archivio: zipfile.ZipFile, parte: str, che_cosa: str) -> bytes:
    try:
        with archivio.open(parte) as sorgente:
            return sorgente.read(_INDICE_MASSIMO)
    except (KeyError, *_ERRORI_DI_ZIP) as errore:
        raise _non_e(nome, che_cosa) from errore


def _office(formato: str, che_cosa: str) -> Callable[[str, bytes], None]:
    def esamina(nome: str, contenuto: bytes) -> None:
        archivio = _archivio(nome, contenuto, che_cosa)
        tipi = _parte(nome, archivio, "[Content_Types].xml", che_cosa)
        if re.search(rb"macroEnabled|vbaProject", tipi, re.IGNORECASE):
            raise FileRifiutato(f"«{nome}» contiene macro o programmi: salvarlo senza.")
        if not re.search(_OFFICE[formato], tipi):
            raise _non_e(nome, che_cosa)

    return esamina


def _odf(formato: str, che_cosa: str) -> Callable[[str, bytes], None]:
    def esamina(nome: str, contenuto: bytes) -> None:
        archivio = _archivio(nome, contenuto, che_cosa)
        if _parte(nome, archivio, "mimetype", che_cosa).strip() != _ODF[formato]:
            raise _non_e(nome, che_cosa)

    return esamina


_ESAMI: dict[str, Callable[[str, bytes], None]] = {
    "pdf": _pdf,
    "png": _png,
    "jpg": _jpeg,
    "jpeg": _jpeg,
    "xlsx": _office("xlsx", "una cartella di Excel"),
    "docx": _office("docx", "un documento di Word"),
    "ods": _odf("ods", "un foglio di LibreOffice"),
    "odt": _odf("odt", "un documento di LibreOffice"),
    "csv": _testo,
    "txt": _testo,
}
