"""The sheet of the year before, as the page of the copy shows it, and the draft that comes of the decisions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import transaction

from obiettivi.models import ObiettivoGestionale
from obiettivi.selectors import etichette_operativi
from obiettivi.services.aggiunte import accoda_obiettivi, identificativi_presenti
from obiettivi.services.persone import copia_persone
from obiettivi.services.ripresa import Decisione, Destinazione, assegnato_di_nuovo, riprendi_obiettivi
from obiettivi.sezioni import OBIETTIVI
from piani.models import SchedaArea
from piani.selectors import LetturaPiano, scheda_precedente

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

    from obiettivi.models import BozzaScheda
    from obiettivi.sezioni import ObiettivoFoto
    from piani.models import Utente


class NienteDaCopiare(Exception):
    """There is no sheet of the year before, or nothing of it was chosen. The message is for the reader."""


def trasversali_dell_anno(scheda: SchedaArea) -> frozenset[UUID]:
    """Uids of the objectives in the body's sheet of the same plan and year: those that the Segretario may assign."""
    if scheda.tipo == SchedaArea.Tipo.ENTE:
        return frozenset()
    righe = ObiettivoGestionale.objects.filter(
        scheda__piano=scheda.piano_id, scheda__tipo=SchedaArea.Tipo.ENTE, scheda__anno=scheda.anno
    )
    return frozenset(righe.values_list("uid", flat=True))


@dataclass(frozen=True)
class AnnoPrima:
    """The objectives of the year before: to decide on, already in the sheet, assigned by the Segretario."""

    scheda: SchedaArea
    obiettivi: Sequence[ObiettivoFoto]
    presenti: Collection[str]
    trasversali: Collection[UUID]
    nuovo_anno: int
    persone: int
    """How many people were in that sheet."""

    @property
    def _destinazione(self) -> Destinazione:
        return Destinazione(area=self.scheda.slug, anno=self.nuovo_anno, trasversali=self.trasversali)

    @cached_property
    def da_decidere(self) -> list[ObiettivoFoto]:
        return [
            voce
            for voce in self.obiettivi
            if str(voce.uid) not in self.presenti and not assegnato_di_nuovo(voce, self._destinazione)
        ]

    @cached_property
    def gia_presenti(self) -> list[ObiettivoFoto]:
        return [voce for voce in self.obiettivi if str(voce.uid) in self.presenti]

    @cached_property
    def assegnati(self) -> list[ObiettivoFoto]:
        return [
            voce
            for voce in self.obiettivi
            if str(voce.uid) not in self.presenti and assegnato_di_nuovo(voce, self._destinazione)
        ]


def leggi_anno_prima(scheda: SchedaArea, bozza: BozzaScheda | None = None) -> AnnoPrima | None:
    """None when the area (the body, the Segretario) has no sheet in the year before. `scheda` comes with its plan."""
    precedente = scheda_precedente(scheda)
    if precedente is None:
        return None
    return AnnoPrima(
        scheda=precedente,
        obiettivi=OBIETTIVI.leggi(LetturaPiano(precedente.piano, precedente)),
        presenti=identificativi_presenti(scheda, bozza),
        trasversali=trasversali_dell_anno(scheda),
        nuovo_anno=scheda.anno,
        persone=precedente.persone.count(),
    )


@transaction.atomic
def copia_anno_prima(
    *,
    scheda: SchedaArea,
    utente: Utente,
    anno_prima: AnnoPrima,
    decisioni: Mapping[UUID, Decisione],
    con_persone: bool = False,
    bozza: BozzaScheda | None = None,
) -> BozzaScheda:
    """A page to open with the objectives of the year before, as decided, after those that are there.

    People are no part of that page: with `con_persone` they enter the sheet at once (see `copia_persone`, and what it
    raises). Raises NienteDaCopiare when every objective is closed, KeyError when one has no decision; nothing is
    written then.
    """
    ripresa = riprendi_obiettivi(
        anno_prima.da_decidere,
        decisioni,
        Destinazione(
            area=scheda.slug,
            anno=scheda.anno,
            operativi=etichette_operativi(scheda.piano.ente_id),
            trasversali=anno_prima.trasversali,
        ),
    )
    if not ripresa.obiettivi:
        raise NienteDaCopiare("Tutti gli obiettivi sono chiusi: non c'è niente da copiare.")
    if con_persone:
        prima = scheda.versione
        copia_persone(scheda=scheda, utente=utente)
        if bozza and bozza.versione == prima:
            bozza.versione = scheda.versione  # the change is one's own, and of nothing that the draft holds
    return accoda_obiettivi(
        scheda=scheda,
        utente=utente,
        obiettivi=ripresa.obiettivi,
        motivo=f"Copiata dalla scheda del {anno_prima.scheda.anno}",
        da_rivedere=ripresa.frasi,
        bozza=bozza,
    )
