"""What is measured: the plan, the sheets and the SMVP in force for a year. Frozen texts, never live rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Case, Q, When

from obiettivi.sezioni import OBIETTIVI, completa
from piani.models import Area, SchedaArea, Versione
from piani.models.versioni import STATI_APPROVATI
from piani.services.versioni import fotografia_di
from piani.sezioni import AREE, SCHEDE
from piani.sezioni.schede import NOMI_SENZA_AREA
from valutazioni.calcolo.misure import Parametri
from valutazioni.calcolo.smvp import smvp_da_json
from valutazioni.models import VersioneSmvp
from valutazioni.models.smvp import ADOTTATI
from valutazioni.states import StatoSmvp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from obiettivi.sezioni import ObiettivoFoto
    from piani.models import Ente
    from piani.sezioni import Fotografia
    from piani.sezioni.schede import SchedaFoto
    from valutazioni.calcolo.smvp import Smvp


@dataclass(frozen=True)
class SchedaInForza:
    """A sheet as the act in force approved it. `area` is None for the sheets without area, and for an area that the
    body no longer has under that name (`e_misurabile` False: it is read, nothing is written about it any more)."""

    ente: Ente
    anno: int
    versione: Versione
    foto: SchedaFoto
    nome: str
    area: Area | None
    obiettivi: tuple[ObiettivoFoto, ...]
    uid_altrove: frozenset[UUID] = frozenset()
    """The objectives of the other sheets of the year."""

    @property
    def uid_propri(self) -> frozenset[UUID]:
        """The objectives that are in this sheet alone: their values follow them, also from another area."""
        return frozenset(voce.uid for voce in self.obiettivi) - self.uid_altrove

    @property
    def slug(self) -> str:
        return self.foto.area

    @property
    def tipo(self) -> str:
        return self.foto.tipo

    @property
    def e_misurabile(self) -> bool:
        return self.area is not None or self.tipo != SchedaArea.Tipo.AREA

    @property
    def a_coefficienti(self) -> bool:
        return self.foto.modo_peso == SchedaArea.ModoPeso.COEFFICIENTE

    @property
    def chiave(self) -> dict[str, object]:
        """The fields by which a DellaScheda row names the sheet."""
        return {"ente": self.ente, "anno": self.anno, "tipo": self.tipo, "area": self.area}

    def obiettivo(self, uid: object) -> ObiettivoFoto | None:
        return next((voce for voce in self.obiettivi if str(voce.uid) == str(uid)), None)


@dataclass(frozen=True)
class FotoInForza:
    """The plan in force in a year: the version (its content deferred), the fotografia, the areas by slug."""

    ente: Ente
    anno: int
    versione: Versione
    foto: Fotografia
    aree: Mapping[str, Area]

    @cached_property
    def schede(self) -> dict[str, SchedaInForza]:
        """The sheets of the year by slug, in the order in which they are printed."""
        nomi = NOMI_SENZA_AREA | {area.slug: area.nome for area in self.foto[AREE]}
        obiettivi: dict[str, list[ObiettivoFoto]] = {}
        for voce in completa(self.foto[OBIETTIVI], self.foto[OBIETTIVI]):
            if voce.anno == self.anno:
                obiettivi.setdefault(voce.area, []).append(voce)
        return {
            scheda.area: SchedaInForza(
                ente=self.ente,
                anno=self.anno,
                versione=self.versione,
                foto=scheda,
                nome=nomi.get(scheda.area, scheda.area),
                area=self.aree.get(scheda.area),
                obiettivi=tuple(obiettivi.get(scheda.area, ())),
                uid_altrove=frozenset(v.uid for area, voci in obiettivi.items() if area != scheda.area for v in voci),
            )
            for scheda in self.foto[SCHEDE]
            if scheda.anno == self.anno
        }


def versioni_in_forza(ente: Ente | int, anno: int):
    """The approved versions that cover a year, the one in force first (PRODOTTO, section 2): of the latest approved
    plan that begins in the year, else of the latest one that covers it. What was taken off the site still holds."""
    return (
        Versione.objects.filter(
            piano__ente=ente, piano__anno_inizio__lte=anno, piano__anno_fine__gte=anno, stato__in=STATI_APPROVATI
        )
        .select_related("piano", "atto")
        .order_by(
            Case(When(piano__anno_inizio=anno, then=0), default=1),
            "-piano__anno_inizio",
            "-atto__data",
            "-numero",
            "-pk",
        )
    )


def foto_in_forza(ente: Ente, anno: int) -> FotoInForza | None:
    """The plan in force for the year; None where no plan is approved. Two queries, whatever the size."""
    versione = versioni_in_forza(ente, anno).first()
    if versione is None:
        return None
    aree = {area.slug: area for area in Area.objects.filter(ente=ente)}
    return FotoInForza(ente=ente, anno=anno, versione=versione, foto=fotografia_di(versione), aree=aree)


def scheda_in_forza(ente: Ente, anno: int, slug: str) -> SchedaInForza | None:
    """The sheet of an area (or "ente", "segretario") in force for the year; None where there is none."""
    forza = foto_in_forza(ente, anno)
    return forza and forza.schede.get(slug)


def anni_in_forza(enti: Iterable[int]) -> dict[int, list[int]]:
    """The years covered by an approved plan, the latest first, by body; one query."""
    righe = (
        Versione.objects.filter(piano__ente__in=enti, stato__in=STATI_APPROVATI)
        .values_list("piano__ente", "piano__anno_inizio", "piano__anno_fine")
        .order_by()
        .distinct()
    )
    anni: dict[int, set[int]] = {}
    for ente, primo, ultimo in righe:
        anni.setdefault(ente, set()).update(range(primo, ultimo + 1))
    return {ente: sorted(insieme, reverse=True) for ente, insieme in anni.items()}


def versione_smvp_in_forza(ente: Ente | int, anno: int) -> VersioneSmvp | None:
    """The row of `smvp_in_forza`."""
    return (
        VersioneSmvp.objects.filter(Q(stato__in=ADOTTATI), ente=ente, dal_anno__lte=anno)
        .order_by("-dal_anno", Case(When(stato=StatoSmvp.ADOTTATO, then=0), default=1), "-pk")
        .first()
    )


def smvp_in_forza(ente: Ente | int, anno: int) -> Smvp | None:
    """The SMVP adopted that holds in the year; one query. A superseded one holds for its own years."""
    versione = versione_smvp_in_forza(ente, anno)
    return versione and smvp_da_json(versione.contenuto)


def parametri_in_forza(ente: Ente | int, anno: int) -> Parametri:
    """The rules by which degrees are computed in the year: those of the SMVP in force, else the usual ones."""
    smvp = smvp_in_forza(ente, anno)
    return smvp.parametri if smvp else Parametri()
