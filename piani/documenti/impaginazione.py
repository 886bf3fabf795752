"""Templates and style sheets to PDF: what every printed document of the project has in common."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string

from piani.sezioni import ENTE, PIANO
from piani.states import StatoPiano
from semproniano.core.documenti.pdf import html_in_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piani.sezioni import Fotografia
    from semproniano.core.documenti.pdf import Allegato

# What every page says while the plan is not approved, by its state.
AVVISI = {
    StatoPiano.IN_REDAZIONE: "BOZZA – piano non approvato",
    StatoPiano.IN_GIUNTA: "TRASMESSO ALLA GIUNTA – piano non approvato",
    StatoPiano.IN_VARIAZIONE: "BOZZA DI VARIAZIONE – non approvata",
}
# What decides the bytes of a document besides its input: the code and the libraries of this release.
_LIBRERIE = ("weasyprint", "pydyf", "fonttools", "xlsxwriter", "markdown-it-py", "msgspec", "tinyhtml5", "tinycss2")
_CODICE = ("templates/*/documenti/**/*", "templates/componenti/**/*", "static/documenti/**/*")
_MODULI = ("*/documenti/**/*.py", "*/sezioni/**/*.py", "*/sezioni.py", "semproniano/core/**/*.py")


@cache
def rilascio() -> str:
    """Fingerprint of the code that makes documents; a change in it makes every document again."""
    impronta = hashlib.sha256()
    for libreria in _LIBRERIE:
        impronta.update(f"{libreria} {version(libreria)}\n".encode())
    for schema in (*_CODICE, *_MODULI):
        for percorso in sorted(settings.BASE_DIR.glob(schema)):
            if percorso.is_file() and ".venv" not in percorso.parts:
                impronta.update(
                    percorso.relative_to(settings.BASE_DIR).as_posix().encode() + b"\0" + percorso.read_bytes()
                )
    return impronta.hexdigest()


def contesto(foto: Fotografia) -> dict[str, Any]:
    """What every printed page says of itself: body, plan, act, and whether it is a draft or an example."""
    ente, piano = foto[ENTE], foto[PIANO]
    avvisi = (AVVISI.get(piano.stato, ""), "ESEMPIO" if ente.e_esempio else "")
    return {"ente": ente, "piano": piano, "avviso": " – ".join(filter(None, avvisi))}


def stampa(
    modello: str,
    valori: dict[str, Any],
    ingresso: bytes,
    *,
    fogli: Sequence[str],
    allegati: Sequence[Allegato] = (),
) -> bytes:
    """The PDF of a template; `fogli` are style sheets in `static/documenti`, `ingresso` what the values come from."""
    css = [(settings.BASE_DIR / "static" / "documenti" / foglio).read_text(encoding="utf-8") for foglio in fogli]
    return html_in_pdf(
        render_to_string(modello, valori), identificatore=hashlib.sha256(ingresso).digest(), css=css, allegati=allegati
    )
