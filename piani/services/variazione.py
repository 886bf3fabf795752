"""A correction of an approved plan: it is opened again, with a reason, for the sheets that are to be rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from piani.models import SchedaArea
from piani.services.pratiche import PraticaDelPiano
from piani.services.transizioni import muovi_schede
from piani.services.versioni import fotografia_di, ultima_approvata
from piani.sezioni import confronta, fotografa
from piani.states import PIANO, SCHEDA
from semproniano.core.workflow import applica

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piani.models import Piano, Utente
    from semproniano.core.workflow import Transizione

CITATI = 3
"""Changes that a refusal names."""


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


@dataclass
class Annullamento(PraticaDelPiano):
    def motivi(self, transizione: Transizione, piano: Piano, nota: str) -> Sequence[str]:
        self.vigente = ultima_approvata(piano)
        self.schede = schede_bloccate(piano)
        cambi = confronta(fotografia_di(self.vigente), fotografa(piano))
        if not cambi:
            return ()
        titoli = list(dict.fromkeys(cambio.titolo for cambio in cambi.cambi))
        altri = f" e altri {len(titoli) - CITATI}" if len(titoli) > CITATI else ""
        motivo = f"Il piano non dice più quello che dice la versione {self.vigente.numero}"
        return [
            f"{motivo} ({'; '.join(titoli[:CITATI])}{altri}): riportare i testi com'erano, o completare la variazione."
        ]

    def scrivi(self, piano: Piano, nota: str) -> None:
        aperte = [scheda for scheda in self.schede if scheda.stato in SCHEDA["richiudi"].da]
        muovi_schede(piano=piano, schede=aperte, transizione=SCHEDA["richiudi"], utente=self.utente, nota=nota)
        self.dati |= {"schede": [str(scheda) for scheda in aperte], "sha256": self.vigente.sha256}


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


def annulla_variazione(*, piano: Piano, utente: Utente, nota: str) -> Piano:
    """Close again a plan that was opened to a variation, as long as it says what its version in force says; sheets in
    bozza or proposed are validated as they were. Raises TransizioneRifiutata when something has changed."""
    return applica(PIANO["annulla_variazione"], Annullamento(piano, utente), nota=nota)
