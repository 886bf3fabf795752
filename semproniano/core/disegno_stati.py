"""The drawing of a workflow, made from its rows: a Mermaid diagram and a table, as a page of the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from semproniano.core.workflow import Percorso, PercorsoDi, Transizione


def disegna(voce: PercorsoDi) -> Iterator[str]:
    """Lines of Markdown."""
    percorso, chi = voce.percorso, voce.chi
    yield from (f"## {percorso.nome}", "", "```mermaid", "stateDiagram-v2")
    yield from (f'    state "{etichetta}" as {stato}' for stato, etichetta in percorso.stati.items())
    yield f"    [*] --> {percorso.iniziale}"
    for transizione in percorso.transizioni:
        yield from (f"    {da} --> {transizione.a}: {transizione.etichetta}" for da in transizione.da)
    yield from ("```", "", "| transizione | da | a | chi | nota | controlli |", "|---|---|---|---|---|---|")
    yield from (_riga(percorso, transizione, chi) for transizione in percorso.transizioni)


def _riga(percorso: Percorso, transizione: Transizione, chi: Mapping[str, str]) -> str:
    stati = [percorso.stati[stato] for stato in transizione.da]
    controlli = "un bloccante la ferma" if transizione.controlli else ""
    return (
        f"| {transizione.etichetta} (`{transizione.codice}`) | {', '.join(stati)} | {percorso.stati[transizione.a]} "
        f"| {chi[transizione.chi]} | {transizione.nota.value} | {controlli} |"
    )
