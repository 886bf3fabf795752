"""What kind of file it is, by its content more than by its name; what is not read is refused by name."""

from __future__ import annotations

import re
from pathlib import PurePath

from semproniano.core.griglie.base import MEGA, GrigliaNonLeggibile, Limiti, con_punti

XLSX, TESTO = "xlsx", "testo"
SALVARE = "Aprirlo con Excel o LibreOffice e salvarlo come cartella di lavoro di Excel (.xlsx)"
INCOLLARE = "oppure copiare la tabella e incollarla"
_RIMEDIO_FOGLIO = f"{SALVARE}, {INCOLLARE}."
_RIMEDIO_TESTO = "Aprirlo, copiare la tabella e incollarla."
_RIMEDIO_PDF = "Chiedere il foglio di calcolo da cui è nato, oppure copiare la tabella dal PDF e incollarla."
_RIMEDIO_IMMAGINE = "Un'immagine non contiene una tabella che si possa leggere: serve il foglio di calcolo."
_RIMEDIO_ARCHIVIO = "Aprire l'archivio e caricare il foglio di calcolo che contiene."

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# First bytes of what is met instead of a sheet: what it is, and what to do.
_FIRME = (
    (b"%PDF", "un PDF", _RIMEDIO_PDF),
    (b"{\\rtf", "un documento RTF", _RIMEDIO_TESTO),
    (b"\x89PNG", "un'immagine", _RIMEDIO_IMMAGINE),
    (b"\xff\xd8\xff", "un'immagine", _RIMEDIO_IMMAGINE),
    (b"GIF8", "un'immagine", _RIMEDIO_IMMAGINE),
    (b"II*\x00", "un'immagine", _RIMEDIO_IMMAGINE),
    (b"MM\x00*", "un'immagine", _RIMEDIO_IMMAGINE),
    (b"\x1f\x8b", "un archivio compresso", _RIMEDIO_ARCHIVIO),
    (b"Rar!", "un archivio compresso", _RIMEDIO_ARCHIVIO),
    (b"7z\xbc\xaf\x27\x1c", "un archivio compresso", _RIMEDIO_ARCHIVIO),
)
_PAGINA = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|meta|\?xml|\?mso|!--)", re.IGNORECASE)
# Streams of an OLE file, in the order in which they are looked for.
_FLUSSI = (
    (
        "EncryptedPackage",
        "una cartella di lavoro protetta da password",
        "Togliere la password da File › Informazioni (Proteggi cartella di lavoro), salvarla e caricarla di nuovo.",
    ),
    ("WordDocument", "un documento di Word nel formato vecchio (.doc)", _RIMEDIO_TESTO),
    ("Workbook", "una cartella di Excel nel formato vecchio (.xls)", _RIMEDIO_FOGLIO),
    ("Book", "una cartella di Excel nel formato vecchio (.xls)", _RIMEDIO_FOGLIO),
)
_ESTENSIONI = {
    ".xlsx": XLSX,
    ".csv": TESTO,
    ".txt": TESTO,
    ".tsv": TESTO,
    ".tab": TESTO,
}
_ESTENSIONI_RIFIUTATE = {
    ".xls": ("una cartella di Excel nel formato vecchio (.xls)", _RIMEDIO_FOGLIO),
    ".xlsm": ("una cartella di Excel con macro (.xlsm)", _RIMEDIO_FOGLIO),
    ".xlsb": ("una cartella di Excel binaria (.xlsb)", _RIMEDIO_FOGLIO),
    ".ods": ("un foglio di LibreOffice (.ods)", _RIMEDIO_FOGLIO),
    ".odt": ("un documento di LibreOffice (.odt)", _RIMEDIO_TESTO),
    ".doc": ("un documento di Word (.doc)", _RIMEDIO_TESTO),
    ".docx": ("un documento di Word (.docx)", _RIMEDIO_TESTO),
    ".rtf": ("un documento RTF", _RIMEDIO_TESTO),
    ".pdf": ("un PDF", _RIMEDIO_PDF),
    ".zip": ("un archivio compresso", _RIMEDIO_ARCHIVIO),
    ".htm": ("una pagina web", _RIMEDIO_FOGLIO),
    ".html": ("una pagina web", _RIMEDIO_FOGLIO),
    ".xml": ("un file XML", _RIMEDIO_FOGLIO),
}


def rifiuta(nome: str, che_cosa: str, rimedio: str) -> GrigliaNonLeggibile:
    """The exception that names the file, says what it is and what to do."""
    return GrigliaNonLeggibile(f"«{nome}» è {che_cosa}: non si può leggere. {rimedio}")


def controlla_dimensione(quanti: int, limiti: Limiti | None = None) -> None:
    """For a view, before it reads an upload: raises GrigliaNonLeggibile when the file has too many bytes."""
    limiti = limiti or Limiti()
    if quanti > limiti.byte:
        raise GrigliaNonLeggibile(
            f"Il file pesa {con_punti(quanti // MEGA)} MB: il massimo è {con_punti(limiti.byte // MEGA)} MB. "
            "Togliere immagini e fogli che non servono, o dividerlo."
        )
    if not quanti:
        raise GrigliaNonLeggibile("Il file è vuoto.")


def riconosci(nome: str, contenuto: bytes) -> str:
    """XLSX (a zip, whose content is still to be looked at) or TESTO; raises GrigliaNonLeggibile for all the rest."""
    if contenuto.startswith(_ZIP):
        return XLSX
    for firma, che_cosa, rimedio in _FIRME:
        if contenuto.startswith(firma):
            raise rifiuta(nome, che_cosa, rimedio)
    if contenuto.startswith(_OLE):
        raise rifiuta(nome, *_flusso(contenuto))
    if _PAGINA.match(contenuto):
        # Accounting programs and web sites give HTML the name of a sheet.
        raise rifiuta(nome, "una pagina web o un file XML con il nome di un foglio di calcolo", _RIMEDIO_FOGLIO)
    return _per_nome(nome)


def _flusso(contenuto: bytes) -> tuple[str, str]:
    for flusso, che_cosa, rimedio in _FLUSSI:
        if flusso.encode("utf-16-le") in contenuto:
            return che_cosa, rimedio
    return "un documento di Office nel formato vecchio", _RIMEDIO_FOGLIO


def _per_nome(nome: str) -> str:
    estensione = PurePath(nome).suffix.lower()
    if estensione in _ESTENSIONI_RIFIUTATE:
        raise rifiuta(nome, *_ESTENSIONI_RIFIUTATE[estensione])
    if _ESTENSIONI.get(estensione) == XLSX:
        raise rifiuta(
            nome, "un file con il nome di una cartella di Excel, ma non lo è (o è danneggiato)", _RIMEDIO_FOGLIO
        )
    if estensione in _ESTENSIONI:
        return TESTO
    raise rifiuta(nome, "un file di un genere che non si conosce", f"Servono .xlsx, .csv o .txt; {INCOLLARE}.")
