"""A correction of an approved plan: it is opened again, with a reason, for the sheets that are to be rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from piani.models import SchedaArea
from piani.services.pratiche import PraticaDelPiano
from piani.services.transizioni import muovi_schede
from piani.states import PIANO, SCHEDA
from semproniano.core.workflow import applica

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piani.models import Piano, Utente
    from semproniano.core.workflow import Transizione


@dataclass
class Variazione(PraticaDelPiano):
    schede: Sequence[int]

    def motivi(self, transizione: Transizione, piano: Piano, nota: str) -> Sequence[str]:
        self.da_riaprire = schede_bloccate(piano, self.schede)
        if len(self.da_riaprire) < len(set(self.schede)):
            return ["Una delle schede da riaprire non è di questo piano."]
        return ()

    def scrivi(self, piano: Piano, nota: str) -> None:
        muovi_schede(
            piano=piano,
            schede=self.da_riaprire,
            transizione=SCHEDA["riapri_per_variazione"],
            utente=self.utente,
            nota=nota,
        )
        self.dati["schede"] = [str(scheda) for scheda in self.da_riaprire]


def schede_bloccate(piano: Piano, chiavi: Sequence[int] | None = None) -> list[SchedaArea]:
    """The sheets of the plan (those with the given keys), held until the end of the transaction."""
    schede = SchedaArea.objects.select_for_update(of=("self",), no_key=True).filter(piano=piano)
    if chiavi is not None:
        schede = schede.filter(pk__in=chiavi)
    return list(schede.select_related("area").order_by("pk"))


def apri_variazione(*, piano: Piano, utente: Utente, nota: str, schede: Sequence[int]) -> Piano:
    """Open an approved plan; `schede` are the primary keys of the sheets that go back into bozza, the others stay
    validated. The version in force stays in force until the next one is approved."""
    return applica(PIANO["apri_variazione"], Variazione(piano, utente, schede), nota=nota)
