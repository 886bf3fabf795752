"""The objectives that use a capitolo, for an import of the PEG that takes the capitolo away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obiettivi.models import RisorsaObiettivo
from piani.models import SchedaArea
from piani.services.peg.legami import LEGAMI, Legame, Uso
from piani.services.revisioni import registra_revisioni
from piani.services.scrittura import registra_modifiche
from piani.states import StatoScheda

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from piani.models import Piano, Utente


def _risorse(capitoli: Collection[int]) -> QuerySet[RisorsaObiettivo]:
    return RisorsaObiettivo.objects.filter(capitolo__in=capitoli)


def usi(capitoli: Collection[int]) -> list[Uso]:
    """The sheet must be in bozza for its objective to lose a capitolo."""
    righe = _risorse(capitoli).select_related("obiettivo__scheda__area").order_by("obiettivo__scheda", "obiettivo")
    return [
        Uso(
            riga.capitolo_id,
            f"l'obiettivo {riga.obiettivo.numero} di «{riga.obiettivo.scheda}»",
            riga.obiettivo.scheda.stato == StatoScheda.BOZZA,
        )
        for riga in righe
    ]


def sciogli(piano: Piano, capitoli: Collection[int], utente: Utente | None) -> None:
    """Raises SchedaChiusa when a sheet is no longer in bozza."""
    toccate = SchedaArea.objects.filter(obiettivi__risorse__capitolo__in=capitoli).distinct()
    schede = list(toccate.select_related("piano", "area").order_by("pk"))
    if not schede:
        return
    registra_modifiche(schede=schede)
    _risorse(capitoli).delete()
    registra_revisioni(piano=piano, schede=schede, utente=utente, motivo="Capitoli tolti da un'importazione del PEG")


def registra() -> None:
    LEGAMI.registra(Legame("risorse", 10, usi, sciogli))
