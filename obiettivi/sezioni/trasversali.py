"""Transversal objectives: written once in the body's sheet, shown whole in every row that refers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from obiettivi.sezioni.forme import ObiettivoFoto


def completa(obiettivi: Iterable[ObiettivoFoto], origini: Iterable[ObiettivoFoto]) -> tuple[ObiettivoFoto, ...]:
    """What a row does not say, it takes from the transversal objective it refers to, which is among `origini`.

    The text is always the transversal one's; indicators, targets, date and obiettivo operativo where the row has none
    of its own. The same year comes first: an uid survives from year to year. Done twice it changes nothing more.
    """
    per_uid: dict[tuple, ObiettivoFoto] = {}
    for voce in origini:
        if voce.trasversale is None:
            per_uid[voce.uid, voce.anno] = voce
            per_uid.setdefault((voce.uid, None), voce)
    return tuple(
        _completata(voce, per_uid.get((voce.trasversale, voce.anno)) or per_uid.get((voce.trasversale, None)))
        for voce in obiettivi
    )


def _completata(obiettivo: ObiettivoFoto, origine: ObiettivoFoto | None) -> ObiettivoFoto:
    if obiettivo.trasversale is None or origine is None:
        return obiettivo
    scadenza_propria = obiettivo.scadenza or obiettivo.scadenza_testo
    fonte = obiettivo if scadenza_propria else origine
    return msgspec.structs.replace(
        obiettivo,
        descrizione=origine.descrizione,
        indicatori=obiettivo.indicatori or origine.indicatori,
        scadenza=fonte.scadenza,
        scadenza_testo=fonte.scadenza_testo,
        operativo=obiettivo.operativo or origine.operativo,
    )


def origini_per_riga(righe: Iterable[ObiettivoFoto], origini: Iterable[ObiettivoFoto]) -> dict[str, ObiettivoFoto]:
    """The transversal objective of each row that refers to one, by the row's uid."""
    per_uid = {voce.uid: voce for voce in origini if voce.trasversale is None}
    return {str(voce.uid): per_uid[voce.trasversale] for voce in righe if voce.trasversale in per_uid}
