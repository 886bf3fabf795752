"""The capitoli of the PEG that an objective uses, in words: the same on paper, in the spreadsheet, in the CSV."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from obiettivi.sezioni import RISORSE
from piani.models import Capitolo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from obiettivi.sezioni import RisorsaFoto
    from piani.sezioni import Fotografia


def testo_risorse(risorse: Iterable[RisorsaFoto]) -> str:
    """ "capitoli di spesa 1200/3, 1250; capitolo di entrata 300"; "" when there are none."""
    numeri = defaultdict(list)
    for risorsa in risorse:
        numeri[risorsa.parte].append(risorsa.numero)
    return "; ".join(
        f"{'capitolo' if len(numeri[parte]) == 1 else 'capitoli'} di {parte} {', '.join(numeri[parte])}"
        for parte in (Capitolo.Parte.SPESA.value, Capitolo.Parte.ENTRATA.value)
        if parte in numeri
    )


def risorse_degli_obiettivi(foto: Fotografia) -> dict[UUID, str]:
    """By uid of the objective; those without capitoli are not in it. Nothing where `foto` is a page's own choice of
    sections, without them."""
    if RISORSE not in foto:
        return {}
    per_obiettivo = defaultdict(list)
    for risorsa in foto[RISORSE]:
        per_obiettivo[risorsa.obiettivo].append(risorsa)
    return {uid: testo_risorse(sue) for uid, sue in per_obiettivo.items()}
