"""The judge of a PDF before it is handed out: PDF/A-3a and PDF/UA-1 with the library ``page-validation``."""

import re
from dataclasses import dataclass

import page

PROFILI = ("3a", "ua1")
# The rules on the length of streams (ISO 19005-3, 6.1.7.1). page-validation 0.11 sees a wrong length where the last
# byte of a stream is a carriage return: it takes it for a part of the end of line that follows.
_LUNGHEZZA = re.compile(r"STREAM-LENGTH-001$")
_OGGETTO = re.compile(rb"(\d+) 0 obj\n<<")
_VALORE = re.compile(rb"/Length (\d+)\D")
_FINE = b"\nendstream\nendobj\n"


@dataclass(frozen=True, slots=True)
class Violazione:
    """A rule that the PDF breaks. ``oggetto``: number of the PDF object, where the judge names one."""

    profilo: str
    codice: str
    messaggio: str
    oggetto: int | None = None


def convalida_pdf(pdf: bytes) -> list[Violazione]:
    """The violations of both profiles; an empty list means that the document can be handed out.

    A file that cannot be read, or is too large to be judged, is a violation too.
    """
    violazioni = [violazione for profilo in PROFILI for violazione in _giudica(pdf, profilo)]
    if any(_LUNGHEZZA.search(violazione.codice) for violazione in violazioni) and _lunghezze_esatte(pdf):
        violazioni = [violazione for violazione in violazioni if not _LUNGHEZZA.search(violazione.codice)]
    return violazioni


def _giudica(pdf: bytes, profilo: str) -> list[Violazione]:
    try:
        esito = page.validate_pdf_bytes(pdf, profile=profilo)
    except page.PageError as errore:
        return [Violazione(profilo, "NON-GIUDICABILE", str(errore))]
    violazioni = [
        Violazione(profilo, difetto.rule_id, difetto.message, difetto.object_id and difetto.object_id.object_number)
        for difetto in esito.failures
    ]
    if not esito.is_compliant and not violazioni:
        return [Violazione(profilo, "NON-CONFORME", "Il documento non è conforme, senza altre indicazioni.")]
    return violazioni


def _lunghezze_esatte(pdf: bytes) -> bool:
    """Whether every /Length of a file written by pydyf is right.

    Such a file is nothing but streams one after the other (all other objects are in an object stream). It is walked
    from the first to the last by the declared lengths: a wrong one, or a file of another make, ends the walk early.
    """
    inizio = re.match(rb"%PDF-1\.\d\n%[^\n]*\n", pdf)
    posto = inizio.end() if inizio else 0
    while oggetto := _OGGETTO.match(pdf, posto):
        inizio_flusso = pdf.find(b"\nstream\n", oggetto.end())
        lunghezza = _VALORE.search(pdf, oggetto.end(), inizio_flusso)
        if inizio_flusso < 0 or not lunghezza:
            return False
        fine = inizio_flusso + len(b"\nstream\n") + int(lunghezza[1])
        if not pdf.startswith(_FINE, fine):
            return False
        posto = fine + len(_FINE)
    return pdf.startswith(b"startxref\n", posto)
