"""The judge of a PDF before it is handed out: PDF/A-3a and PDF/UA-1 with the library ``page-validation``.

Run as a program (``python -m``) it judges the PDF on its standard input: :func:`convalida_a_parte`.
"""

import json
import re
import subprocess
import sys
from dataclasses import astuple, dataclass
from pathlib import Path

import page

_RADICE = Path(__file__).resolve().parents[3]

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


def convalida_a_parte(pdf: bytes) -> list[Violazione]:
    """The same as :func:`convalida_pdf`, in a process of its own, whose memory goes when it ends.

    The judge needs some 100 MB for 110 pages, and the process that has made those pages cannot give its own back.
    """
    comando = [sys.executable, "-m", "semproniano.core.documenti.convalida"]
    processo = subprocess.run(comando, input=pdf, capture_output=True, cwd=_RADICE)  # noqa: S603 - a fixed command
    if processo.returncode:
        motivo = processo.stderr.decode(errors="replace").strip().splitlines()[-1:]
        return [
            Violazione("", "NON-GIUDICABILE", f"Il giudice si è interrotto ({processo.returncode}). {''.join(motivo)}")
        ]
    return [Violazione(*violazione) for violazione in json.loads(processo.stdout)]


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


if __name__ == "__main__":
    json.dump([astuple(violazione) for violazione in convalida_pdf(sys.stdin.buffer.read())], sys.stdout)
