"""What a person of the registry has to do, year by year: the own objectives and the own shares, nobody else's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from obiettivi.models import AssegnazioneDipendente
from obiettivi.sezioni import completa, leggi_righe
from piani.models import PersonaScheda, SchedaArea
from piani.selectors import LetturaSchede

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from obiettivi.sezioni import ObiettivoFoto
    from piani.models import Utente


@dataclass(frozen=True)
class SchedaPropria:
    """A sheet in which the person is: the objectives assigned, each with its share; all of them, without share, where
    the person is just listed."""

    presenza: PersonaScheda
    obiettivi: Sequence[tuple[ObiettivoFoto, Decimal | None]]

    @property
    def ha_quote(self) -> bool:
        return any(quota is not None for _, quota in self.obiettivi)


def leggi_schede_proprie(utente: Utente) -> list[SchedaPropria]:
    """The latest year first. Seven queries, however many the sheets."""
    presenze = list(
        PersonaScheda.objects.filter(dipendente__utente=utente)
        .select_related("scheda__piano__ente", "scheda__area", "servizio")
        .order_by("-scheda__anno", "-scheda__piano__anno_inizio", "scheda__area__ordine", "pk")
    )
    if not presenze:
        return []
    schede = {presenza.scheda_id for presenza in presenze}
    di_ente = Q(tipo=SchedaArea.Tipo.ENTE, piano__in={presenza.scheda.piano_id for presenza in presenze})
    righe = leggi_righe(LetturaSchede(SchedaArea.objects.filter(di_ente | Q(pk__in=schede))))
    origini = [voce for voci in righe.values() for voce in voci]
    quote: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    for riga in AssegnazioneDipendente.objects.filter(persona__in=presenze).select_related("obiettivo"):
        quote[riga.persona_id][riga.obiettivo.numero] = riga.percentuale
    return [
        SchedaPropria(presenza, _propri(completa(righe.get(presenza.scheda_id, ()), origini), quote[presenza.pk]))
        for presenza in presenze
    ]


def _propri(
    obiettivi: Sequence[ObiettivoFoto], quote: dict[int, Decimal]
) -> list[tuple[ObiettivoFoto, Decimal | None]]:
    return [(voce, quote.get(voce.numero)) for voce in obiettivi if not quote or voce.numero in quote]
