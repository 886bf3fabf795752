"""The resources of the objectives, in words and euro: the capitoli that each uses, with what its year gives them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from obiettivi.models import RisorsaObiettivo
from obiettivi.sezioni.letture import RISORSE
from piani.models import Capitolo
from piani.sezioni import PEG, PIANO
from semproniano.core.numeri import in_euro

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from obiettivi.sezioni.forme import ObiettivoFoto
    from piani.models import SchedaArea
    from piani.sezioni import Fotografia


@dataclass(frozen=True)
class VoceRisorsa:
    """A capitolo, and the competenza of the year of the sheet."""

    parte: str
    numero: str
    denominazione: str
    competenza: Decimal

    @property
    def nome_parte(self) -> str:
        return Capitolo.Parte(self.parte).label

    @property
    def importo(self) -> str:
        return in_euro(self.competenza)


@dataclass(frozen=True)
class Risorse:
    """What an objective uses. Several objectives may use one capitolo: totals of objectives are not to be added."""

    voci: Sequence[VoceRisorsa]

    @property
    def totali(self) -> list[tuple[str, str]]:
        """(part, euro) of each part that is there: entrate and spese are never added to each other."""
        per_parte: dict[str, Decimal] = defaultdict(Decimal)
        for voce in self.voci:
            per_parte[voce.nome_parte] += voce.competenza
        return [(parte, in_euro(somma)) for parte, somma in per_parte.items()]


def risorse_della_scheda(scheda: SchedaArea) -> dict[UUID, Risorse]:
    """By uid of the objective, from the live rows; one query. `scheda` comes with its plan."""
    colonna = f"competenza_{scheda.anno - scheda.piano.anno_inizio + 1}"
    voci = defaultdict(list)
    for legame in (
        RisorsaObiettivo.objects.filter(obiettivo__scheda=scheda)
        .select_related("capitolo", "obiettivo")
        .order_by("capitolo__parte", "capitolo__capitolo", "capitolo__articolo")
    ):
        riga = legame.capitolo
        voci[legame.obiettivo.uid].append(
            VoceRisorsa(riga.parte, riga.numero, riga.denominazione, getattr(riga, colonna, Decimal(0)))
        )
    return {uid: Risorse(righe) for uid, righe in voci.items()}


def con_risorse(obiettivi: Iterable[ObiettivoFoto], scheda: SchedaArea) -> list[tuple[ObiettivoFoto, Risorse]]:
    """Of these objectives of the sheet, those that use capitoli, with what they use."""
    risorse = risorse_della_scheda(scheda)
    return [(obiettivo, risorse[obiettivo.uid]) for obiettivo in obiettivi if obiettivo.uid in risorse]


def risorse_del_piano(foto: Fotografia) -> dict[tuple[str, int, UUID], Risorse]:
    """By area, year and uid, from a fotografia that has its PEG."""
    capitoli = {riga.chiave: riga for riga in foto[PEG].capitoli}
    primo = foto[PIANO].anno_inizio
    voci = defaultdict(list)
    for legame in foto[RISORSE]:
        riga = capitoli[legame.chiave]
        competenza = riga.competenza[legame.anno - primo]
        voci[legame.area, legame.anno, legame.obiettivo].append(
            VoceRisorsa(riga.parte, riga.numero, riga.denominazione, competenza)
        )
    return {chiave: Risorse(righe) for chiave, righe in voci.items()}
