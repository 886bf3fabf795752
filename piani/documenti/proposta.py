"""The draft of the deliberation that the Giunta votes: a plain text, to paste into the office's own program of acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from piani.documenti.diciture import dicitura, riferimenti
from piani.sezioni import ENTE, PIANO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piani.sezioni import Fotografia

NOME = "proposta-di-deliberazione.txt"


@dataclass(frozen=True)
class Variazione:
    """What a deliberation that varies a plan says besides: which act it follows, and why."""

    atto: str
    motivo: str


def testo_proposta(
    foto: Fotografia, *, impronta: str, file: Sequence[tuple[str, str]], variazione: Variazione | None
) -> bytes:
    """UTF-8 text. `impronta` is the sha256 of the frozen plan, `file` are (name, sha256) of what is voted."""
    ente, piano = foto[ENTE], foto[PIANO]
    valori = {
        "ente": ente,
        "piano": piano,
        "nome": dicitura("titolo", piano.anno_inizio),
        "riferimenti": riferimenti(ente, piano.anno_inizio),
        "variazione": variazione,
        "impronta": impronta,
        "file": file,
    }
    return render_to_string("piani/documenti/proposta.txt", valori).encode()
