"""HTML to a PDF that is PDF/A-3a (archive) and PDF/UA-1 (accessible) at once, with its data inside.

The same HTML gives the same bytes on every machine that has the same WeasyPrint, Pango and zlib: no clock, no fonts of
the machine, no network. The archival level is asked by the AgID guidelines on documents (attachment 2, formats), the
accessible one by L. 4/2004 and EN 301 549, 10.
"""

import gc
import html as _html
import logging
import re
import threading
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pydyf
import weasyprint
from weasyprint.css import ColorProfile
from weasyprint.logger import LOGGER
from weasyprint.urls import FatalURLFetchingError

from semproniano.core.documenti.caratteri import CaratteriDelProgetto
from semproniano.core.documenti.errori import ErroreDocumento
from semproniano.core.documenti.finitura import rifinisci
from semproniano.core.documenti.risorse import RisorseDelProgetto
from semproniano.core.documenti.sorgente import Sorgente
from semproniano.core.documenti.testi import stampabile

RADICE_STATICA = Path(__file__).resolve().parents[3] / "static"
# The date in an attachment is part of the bytes; the document's own date is in its text and in its metadata.
DATA_FISSA = datetime(2000, 1, 1)  # noqa: DTZ001 - WeasyPrint writes it as it is, followed by "Z"
_COLORE = "sRGB2014"
_NOME_DI_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allegato:
    """A file embedded in the PDF (relationship Data: what the document was made from).

    ``nome`` is a file name in ASCII with its extension, ``mime`` its type ("text/csv"), ``descrizione`` an Italian
    sentence.
    """

    nome: str
    contenuto: bytes
    descrizione: str
    mime: str


def html_in_pdf(
    html: str,
    *,
    identificatore: bytes | str,
    allegati: Sequence[Allegato] = (),
    css: str | Sequence[str] = (),
    radice: Path = RADICE_STATICA,
) -> bytes:
    """Print ``html`` and return the PDF.

    Title, language and author come from ``<title>``, ``<html lang>`` and ``<meta name="author">``; a document without
    title or language is refused. ``identificatore`` is the sha256 of the content (hexadecimal, or raw bytes). ``css``
    holds the text of further style sheets. Images and style sheets are ``data:`` or ``statico:PATH``, ``radice`` being
    the folder of static files.

    Raises ErroreDocumento for anything that would make the document incomplete: an address that is not allowed, an
    image without description, a link to nowhere. The result still has to be judged
    (:func:`semproniano.core.documenti.convalida.convalida_pdf`).
    """
    html = stampabile(html)
    fogli = [css] if isinstance(css, str) else list(css)
    risorse = RisorseDelProgetto(radice)
    caratteri = CaratteriDelProgetto(radice, _html.unescape(html) + "".join(fogli))
    with _difetti_come_errori():
        sorgente = Sorgente(string=html, base_url=None, url_fetcher=risorse)
        _esige_titolo_e_lingua(sorgente)
        return sorgente.write_pdf(
            stylesheets=[
                weasyprint.CSS(string=foglio, base_url=None, url_fetcher=risorse, font_config=caratteri)
                for foglio in fogli
            ],
            font_config=caratteri,
            pdf_variant="pdf/a-3a",
            pdf_tags=True,
            pdf_identifier=_identificatore(identificatore),
            output_intent=_COLORE,
            color_profiles={_COLORE: _profilo_di_colore()},
            attachments=_allegati(allegati),
            finisher=_finitura(allegati),
        )


def _identificatore(identificatore: bytes | str) -> bytes:
    # Hexadecimal digits: raw bytes may hold a carriage return, which readers change inside a PDF string.
    return identificatore.encode() if isinstance(identificatore, str) else identificatore.hex().encode()


def _esige_titolo_e_lingua(sorgente) -> None:
    radice = sorgente.etree_element
    if not (radice.findtext("head/title") or "").strip():
        raise ErroreDocumento("Il documento non ha un titolo.")
    if not radice.get("lang"):
        raise ErroreDocumento("Il documento non dichiara la lingua.")


def _allegati(allegati: Sequence[Allegato]) -> list[weasyprint.Attachment]:
    nomi = [allegato.nome for allegato in allegati]
    if len(set(nomi)) < len(nomi) or not all(_NOME_DI_FILE.fullmatch(nome) for nome in nomi):
        raise ErroreDocumento("Ogni allegato deve avere un nome diverso, di sole lettere, cifre, punti e trattini.")
    return [
        weasyprint.Attachment(
            file_obj=BytesIO(allegato.contenuto),
            name=allegato.nome,
            description=stampabile(allegato.descrizione),
            created=DATA_FISSA,
            modified=DATA_FISSA,
            relationship="Data",
        )
        # Names are the keys of a name tree, which is sorted.
        for allegato in sorted(allegati, key=lambda allegato: allegato.nome)
    ]


def _finitura(allegati: Sequence[Allegato]):
    """The finisher, which also writes the declared types: WeasyPrint guesses them from the names."""
    tipi = {allegato.nome: allegato.mime for allegato in allegati}

    def finitura(documento, pdf):
        for oggetto in pdf.objects:
            if isinstance(oggetto, dict) and oggetto.get("Type") == "/Filespec":
                flusso = pdf.objects[int(oggetto["EF"]["F"].split()[0])]
                flusso.extra["Subtype"] = pydyf.name(tipi[oggetto["UF"].string]).decode()
        if allegati:
            # WeasyPrint lists each of them twice.
            pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
        rifinisci(documento, pdf)
        # The file is written from the objects alone: the pages, a third of the memory, make room for it.
        documento.pages.clear()
        gc.collect()

    return finitura


@cache
def _icc() -> bytes:
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def _profilo_di_colore() -> ColorProfile:
    # WeasyPrint's own "srgb" leaves the file open, a warning on every document.
    return ColorProfile(BytesIO(_icc()), "sRGB2014.icc", "relative-colorimetric", ("r", "g", "b"))


class _Raccoglitore(logging.Handler):
    """Keeps what WeasyPrint reports as an error in this thread: it would go on and leave something out."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.messaggi: list[str] = []
        self._filo = threading.get_ident()

    def emit(self, record):
        if record.thread == self._filo:
            self.messaggi.append(record.getMessage())


@contextmanager
def _difetti_come_errori():
    raccoglitore = _Raccoglitore()
    LOGGER.addHandler(raccoglitore)
    try:
        yield
    except FatalURLFetchingError as errore:
        raise ErroreDocumento(f"Il documento chiede una risorsa non ammessa: {errore}") from errore
    finally:
        LOGGER.removeHandler(raccoglitore)
    if raccoglitore.messaggi:
        raise ErroreDocumento(f"Il documento ha un difetto: {raccoglitore.messaggi[0]}")
