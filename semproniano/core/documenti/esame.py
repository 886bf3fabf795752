"""A look into a PDF made elsewhere: can it be read, is there text in it, is there anything that acts by itself.

Run as a program (``python -m``) it looks at the PDF on its standard input: :func:`esamina_pdf`. A file from outside is
opened in a process of its own, with little memory and little time.
"""

import io
import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

_RADICE = Path(__file__).resolve().parents[3]
TEMPO_MASSIMO = 30  # seconds
MEMORIA_MASSIMA = 1024**3  # bytes of address space
PAGINE_LETTE = 40
LETTERE_MINIME = 25
"""A page with fewer letters than these has no text worth the name: a scan has none, or a stamp's."""


@dataclass(frozen=True)
class EsamePdf:
    """`motivo`: why the file cannot be read (Italian), "" when it can."""

    motivo: str = ""
    pagine: int = 0
    lette: int = 0
    con_testo: int = 0
    e_etichettato: bool = False
    ha_azioni: bool = False


def esamina_pdf(contenuto: bytes) -> EsamePdf:
    """What the PDF is like. Never raises for what the file holds: `motivo` says it."""
    if not contenuto.startswith(b"%PDF-"):
        return EsamePdf("non è un PDF")
    comando = [sys.executable, "-m", "semproniano.core.documenti.esame"]
    try:
        processo = subprocess.run(  # noqa: S603 - a fixed command
            comando, input=contenuto, capture_output=True, cwd=_RADICE, timeout=TEMPO_MASSIMO
        )
    except subprocess.TimeoutExpired:
        return EsamePdf("non si riesce a leggerlo in un tempo ragionevole")
    if processo.returncode:
        return EsamePdf("non si riesce a leggerlo: è rovinato, o fatto in modo insolito")
    return EsamePdf(**json.loads(processo.stdout))


def _esamina(contenuto: bytes) -> EsamePdf:
    import pypdf  # only in the process that is thrown away

    lettore = pypdf.PdfReader(io.BytesIO(contenuto))
    if lettore.is_encrypted:
        return EsamePdf("è protetto: salvarlo senza password né restrizioni")
    pagine = len(lettore.pages)
    if not pagine:
        return EsamePdf("non ha pagine")
    lette = min(pagine, PAGINE_LETTE)
    con_testo = sum(
        sum(map(str.isalpha, lettore.pages[numero].extract_text())) >= LETTERE_MINIME for numero in range(lette)
    )
    radice = lettore.trailer["/Root"]
    return EsamePdf(
        pagine=pagine,
        lette=lette,
        con_testo=con_testo,
        e_etichettato="/StructTreeRoot" in radice and bool(radice.get("/MarkInfo", {}).get("/Marked")),
        ha_azioni=any(segno in contenuto for segno in (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch")),
    )


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORIA_MASSIMA, MEMORIA_MASSIMA))
    json.dump(asdict(_esamina(sys.stdin.buffer.read())), sys.stdout)
