"""The results of the checks as a transition looks at them: what stops it, what asks for an answer, what is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from semproniano.core.controlli import Gravita

if TYPE_CHECKING:
    from collections.abc import Iterable

    from semproniano.core.controlli import Esito


@dataclass(frozen=True)
class Esame:
    """Results of a sheet or of a plan, by severity."""

    bloccanti: tuple[Esito, ...]
    avvisi: tuple[Esito, ...]
    informazioni: tuple[Esito, ...]

    @classmethod
    def di(cls, esiti: Iterable[Esito]) -> Esame:
        per_gravita: dict[Gravita, list[Esito]] = {gravita: [] for gravita in Gravita}
        for esito in esiti:
            per_gravita[esito.gravita].append(esito)
        return cls(*(tuple(per_gravita[gravita]) for gravita in Gravita))

    @property
    def di_legge(self) -> tuple[Esito, ...]:
        """The avvisi that cite a norm: the proposal must answer them."""
        return tuple(esito for esito in self.avvisi if esito.norma)

    def motivi(self, nota: str) -> list[str]:
        """Why a proposal with this note cannot be made; nothing when it can."""
        motivi = [esito.messaggio for esito in self.bloccanti]
        if self.di_legge and not nota:
            norme = ", ".join(sorted({esito.codice for esito in self.di_legge}))
            motivi.append(f"Alcuni avvisi citano una norma ({norme}): rispondere con una nota.")
        return motivi

    @property
    def in_parole(self) -> str:
        """ "1 bloccante, 3 avvisi"; "niente da correggere" when there is neither."""
        conti = ((self.bloccanti, "bloccante", "bloccanti"), (self.avvisi, "avviso", "avvisi"))
        parole = [f"{len(esiti)} {uno if len(esiti) == 1 else tanti}" for esiti, uno, tanti in conti if esiti]
        return ", ".join(parole) or "niente da correggere"

    @property
    def riassunto(self) -> dict[str, Any]:
        """What the event of the transition keeps: how many, and the codes of what the note answers."""
        return {
            "bloccanti": len(self.bloccanti),
            "avvisi": len(self.avvisi),
            "informazioni": len(self.informazioni),
            "di_legge": sorted({esito.codice for esito in self.di_legge}),
        }
