"""The table of the load: one column for each database, and how much the larger one costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from obiettivi.prestazioni.carico import Esito

# The promise (milliseconds; times the database with one body).
MEDIANA_MASSIMA, P95_MASSIMO, RAPPORTO_MASSIMO = 150, 400, 1.3


def righe_carico(esiti: Mapping[int, Esito]) -> Iterator[str]:
    """Lines of the report, in Markdown. `esiti` by number of bodies, the fewest first."""
    colonne = [f"{enti} {'ente' if enti == 1 else 'enti'}" for enti in esiti]
    primo, *_, ultimo = esiti.values()
    yield f"| | richieste | {' | '.join(f'{c}, mediana ms | p95 ms' for c in colonne)} | rapporto mediana | p95 |"
    yield f"|---|--:|{'--:|' * (2 * len(esiti) + 2)}"
    for azione in ("tutte", *dict.fromkeys(risultato.azione for risultato in ultimo.risultati)):
        scelti = [esito if azione == "tutte" else esito.di(azione) for esito in esiti.values()]
        cifre = [f"{valore:.0f}" for esito in scelti for valore in (esito.mediana, esito.p95)]
        rapporti = [_decimale(rapporto) for rapporto in _rapporti(scelti[0], scelti[-1])]
        yield f"| {azione} | {len(scelti[-1].risultati)} | {' | '.join(cifre + rapporti)} |"
    yield ""
    for nome, esito in zip(colonne, esiti.values(), strict=True):
        macchina = " e ".join(_decimale(carico) for carico in esito.macchina)
        yield f"{nome}: errori {esito.errori}; carico della macchina all'inizio di ogni volta {macchina}."
    yield (
        f"Mediana sotto {MEDIANA_MASSIMA} ms, p95 sotto {P95_MASSIMO} ms, nessun errore, rapporti sotto "
        f"{_decimale(RAPPORTO_MASSIMO)}: {'sì' if _promessa(primo, ultimo) else 'NO'}."
    )


def _promessa(primo: Esito, ultimo: Esito) -> bool:
    return (
        ultimo.mediana < MEDIANA_MASSIMA
        and ultimo.p95 < P95_MASSIMO
        and not ultimo.errori
        and max(_rapporti(primo, ultimo)) < RAPPORTO_MASSIMO
    )


def _rapporti(primo: Esito, ultimo: Esito) -> tuple[float, float]:
    return ultimo.mediana / primo.mediana, ultimo.p95 / primo.p95


def _decimale(valore: float) -> str:
    return f"{valore:.2f}".replace(".", ",")
