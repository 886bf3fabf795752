"""What a document is: files, each made by a pure function from bytes cut out of a fotografia.

A `Lavoro` carries everything its file needs, so it can be done in another process, skipped when nothing it reads has
changed, and done again years later with the same result.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from piani.sezioni import Fotografia
from semproniano.core.registri import Registro


@dataclass(frozen=True)
class Lavoro:
    """One file to make: `funzione` (at module level, so that it can be pickled) turns `ingresso` into the file."""

    nome: str
    funzione: Callable[[bytes], bytes]
    ingresso: bytes
    tipo: str = ""
    """One of `piani.models.Documento.Tipo`: under which heading it is published."""
    titolo: str = ""
    descrizione: str = ""
    passo: str = ""
    """How a progress page calls it: "Allegato 1, area 2 di 3"."""

    def impronta_ingresso(self, rilascio: str) -> str:
        """Fingerprint of all that decides the file: release of the program, function, input."""
        parti = (rilascio, f"{self.funzione.__module__}.{self.funzione.__qualname__}", self.nome)
        return hashlib.sha256("\0".join(parti).encode() + b"\0" + self.ingresso).hexdigest()

    def esegui(self) -> bytes:
        return self.funzione(self.ingresso)


@dataclass(frozen=True)
class TipoDocumento:
    """A kind of document: which files it makes from a fotografia (already reduced to its public part, if so asked)."""

    codice: str
    ordine: int
    lavori: Callable[[Fotografia], Iterable[Lavoro]]


DOCUMENTI: Registro[TipoDocumento] = Registro("documenti")
