"""The zip of a workbook, looked at before anything is unpacked: bombs, macros, passwords, other documents."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from semproniano.core.griglie.base import MEGA, GrigliaNonLeggibile, Limiti, con_punti
from semproniano.core.griglie.formati import INCOLLARE, SALVARE, rifiuta

if TYPE_CHECKING:
    from collections.abc import Sequence

PARTI_MASSIME = 5_000
# An element of XML takes 80 bytes of memory and some microseconds, even when it is the 4 bytes "<c/>": what a workbook
# may have is bound by the cells that are read, with a tag open and one closed for the cell and for its value.
MARCHE_PER_CELLA = 5
MARCHE_DI_SERVIZIO = 300_000
_DI_SERVIZIO = re.compile(r"\[Content_Types\]\.xml|docProps/.*|.*\.rels|xl/(?:workbook|styles)\.xml")
_PEZZO = MEGA
_INDICE = "[Content_Types].xml"
_INDICE_MASSIMO = MEGA
# Small files may be very repetitive and harm nobody.
_RAPPORTO_DA = 10 * MEGA
_CARTELLA = re.compile(rb"spreadsheetml\.(?:sheet|template)\.main\+xml")
_CON_MACRO = re.compile(rb"macroEnabled|vnd\.ms-office\.vbaProject", re.IGNORECASE)
_ALTRI = (
    ("word/", "un documento di Word (.docx)", "Aprirlo, copiare la tabella e incollarla."),
    ("ppt/", "una presentazione", "Aprirla, copiare la tabella e incollarla."),
    ("xl/workbook.bin", "una cartella di Excel binaria (.xlsb)", f"{SALVARE}, {INCOLLARE}."),
    ("content.xml", "un documento di LibreOffice (.ods, .odt)", f"{SALVARE}, {INCOLLARE}."),
)
ERRORI_DI_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError)


def apri(nome: str, contenuto: bytes, limiti: Limiti) -> zipfile.ZipFile:
    """The archive of a workbook that may be read; raises GrigliaNonLeggibile for every other.

    What unpacking gives is bound by the sizes in the directory, which are summed here: Python's zipfile never gives
    more of a part than its declared size, and says that the part is broken when there is more.
    """
    try:
        archivio = zipfile.ZipFile(io.BytesIO(contenuto))
        _controlla_misure(nome, archivio.infolist(), len(contenuto), limiti)
        _controlla_contenuto(nome, archivio)
        _controlla_marche(nome, archivio, limiti)
    except ERRORI_DI_ZIP as errore:
        raise danneggiata(nome) from errore
    return archivio


def danneggiata(nome: str) -> GrigliaNonLeggibile:
    return rifiuta(nome, "una cartella di Excel danneggiata o incompleta", f"{SALVARE} con un altro nome, {INCOLLARE}.")


def _controlla_misure(nome: str, parti: Sequence[zipfile.ZipInfo], compressi: int, limiti: Limiti) -> None:
    espansi = sum(parte.file_size for parte in parti)
    if len(parti) > PARTI_MASSIME or espansi > limiti.byte_espansi:
        raise GrigliaNonLeggibile(
            f"«{nome}» è troppo grande: aperto ha {con_punti(espansi // MEGA)} MB in {con_punti(len(parti))} parti; "
            f"il massimo è {con_punti(limiti.byte_espansi // MEGA)} MB in {con_punti(PARTI_MASSIME)}. "
            "Tenere solo il foglio e le righe che servono."
        )
    if espansi > _RAPPORTO_DA and espansi > compressi * limiti.rapporto:
        raise GrigliaNonLeggibile(
            f"«{nome}» non si può leggere: si espande {con_punti(espansi // compressi)} volte, il massimo è "
            f"{con_punti(limiti.rapporto)}. Copiare le righe che servono in un foglio nuovo e salvarlo."
        )
    if any(parte.flag_bits & 1 for parte in parti):
        raise rifiuta(nome, "un archivio protetto da password", "Togliere la password e caricarlo di nuovo.")


def _controlla_contenuto(nome: str, archivio: zipfile.ZipFile) -> None:
    nomi = archivio.namelist()
    for inizio, che_cosa, rimedio in _ALTRI:
        if any(parte.startswith(inizio) for parte in nomi):
            raise rifiuta(nome, che_cosa, rimedio)
    if _INDICE not in nomi:
        raise rifiuta(nome, "un archivio compresso", "Aprire l'archivio e caricare il foglio di calcolo che contiene.")
    with archivio.open(_INDICE) as indice:
        tipi = indice.read(_INDICE_MASSIMO)
    if _CON_MACRO.search(tipi) or any(parte.lower().endswith("vbaproject.bin") for parte in nomi):
        raise rifiuta(
            nome, "una cartella di Excel con macro", f"{SALVARE}, che le macro non le porta con sé, {INCOLLARE}."
        )
    if not _CARTELLA.search(tipi):
        raise rifiuta(nome, "un documento che non è un foglio di calcolo", f"Servono .xlsx, .csv o .txt; {INCOLLARE}.")


def _controlla_marche(nome: str, archivio: zipfile.ZipFile, limiti: Limiti) -> None:
    massimo_di_dati = max(MARCHE_DI_SERVIZIO, limiti.celle * MARCHE_PER_CELLA)
    for parte in archivio.infolist():
        massimo = MARCHE_DI_SERVIZIO if _DI_SERVIZIO.fullmatch(parte.filename) else massimo_di_dati
        if parte.file_size > massimo and _marche(archivio, parte) > massimo:
            raise GrigliaNonLeggibile(
                f"«{nome}» contiene troppe celle o troppi formati per essere letto. Copiare le righe che servono in un "
                "foglio nuovo e salvarlo."
            )


def _marche(archivio: zipfile.ZipFile, parte: zipfile.ZipInfo) -> int:
    with archivio.open(parte) as sorgente:
        return sum(pezzo.count(b"<") for pezzo in iter(lambda: sorgente.read(_PEZZO), b""))
