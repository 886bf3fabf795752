"""The body in figures. Where the text of the plan says otherwise, the checks say so (PI05), not the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from piani.sezioni import ENTE
from semproniano.core.numeri import in_euro, in_italiano

if TYPE_CHECKING:
    from piani.sezioni import Fotografia
    from piani.sezioni.piano import EnteFoto


@dataclass(frozen=True)
class Cifra:
    nome: str
    valore: str


def intero(valore: int) -> str:
    """1061 → "1.061"."""
    return f"{valore:,}".replace(",", ".")


def cifre(foto: Fotografia) -> list[Cifra]:
    """Population, surface, density, hamlets, staff: those that the body has."""
    ente = foto[ENTE]
    al = f" al {ente.popolazione_al:%d/%m/%Y}" if ente.popolazione_al else ""
    coppie = (
        (f"Popolazione residente{al}", _popolazione(ente)),
        ("Superficie", ente.superficie_kmq and f"{in_italiano(ente.superficie_kmq)} km²"),
        ("Densità (calcolata)", ente.densita and f"{in_euro(ente.densita)} abitanti per km²"),
        ("Frazioni", ", ".join(ente.frazioni)),
        ("Dipendenti", ente.numero_dipendenti is not None and intero(ente.numero_dipendenti)),
    )
    return [Cifra(nome, valore) for nome, valore in coppie if valore]


def _popolazione(ente: EnteFoto) -> str:
    if ente.popolazione_totale is None:
        return ""
    totale = f"{intero(ente.popolazione_totale)} abitanti"
    if ente.popolazione_maschi is None or ente.popolazione_femmine is None:
        return totale
    return f"{totale}: {intero(ente.popolazione_maschi)} maschi, {intero(ente.popolazione_femmine)} femmine"
