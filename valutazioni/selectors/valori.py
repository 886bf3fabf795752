"""The values entered, by indicator: the latest that holds, and the history. After a variation each value looks for its
indicator again; what no longer corresponds is kept apart, and shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.db.models import Q

from piani.models import SchedaArea
from valutazioni.models import Rilevazione

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from obiettivi.sezioni import ObiettivoFoto
    from valutazioni.selectors.in_forza import FotoInForza, SchedaInForza

POSTO_FASI = 0
"""The place of the steps of an objective (of the objective as a whole, where it has none); indicators start at 1."""
SOMIGLIANZA = 0.5
"""Share of words in common from which a text is the same indicator, written again by a variation."""


@dataclass(frozen=True)
class Storia:
    """The values at a place, in the order of their days; `testo` is that of the plan in force, or of the values where
    the plan no longer has it. Those annulled are kept, and shown as such."""

    posto: int
    testo: str
    tutte: tuple[Rilevazione, ...] = ()

    @property
    def valide(self) -> tuple[Rilevazione, ...]:
        return tuple(riga for riga in self.tutte if riga.annullata_il is None)

    @property
    def ultima(self) -> Rilevazione | None:
        """The latest not annulled that says a value: by its day, then by when it was entered."""
        return next((riga for riga in reversed(self.valide) if riga.ha_valore), None)

    @property
    def recente(self) -> Rilevazione | None:
        """The latest not annulled, also one that only tells how the work goes."""
        return next(reversed(self.valide), None)

    @property
    def testi_di_prima(self) -> tuple[str, ...]:
        """The other texts under which values were entered."""
        return tuple(dict.fromkeys(riga.indicatore for riga in self.valide if riga.indicatore != self.testo))


@dataclass(frozen=True)
class ValoriObiettivo:
    """The histories of an objective by place, and those of indicators that the plan in force does not have."""

    storie: Mapping[int, Storia]
    orfane: tuple[Storia, ...] = ()


@dataclass(frozen=True)
class ValoriScheda:
    """By uid of the objective; `fuori` are the values of objectives that the sheet in force does not have."""

    obiettivi: Mapping[UUID, ValoriObiettivo]
    fuori: Mapping[UUID, tuple[Storia, ...]] = field(default_factory=dict)


def testi_misurati(obiettivo: ObiettivoFoto) -> dict[int, str]:
    """What of an objective is measured, by place: its indicators, its steps; the objective as a whole where it has
    neither."""
    posti = {posto: voce.descrizione or voce.valore_atteso for posto, voce in enumerate(obiettivo.indicatori, start=1)}
    if obiettivo.fasi or not posti:
        posti[POSTO_FASI] = ""
    return posti


def rilevazioni_della_scheda(scheda: SchedaInForza) -> QuerySet[Rilevazione]:
    """The values of the sheet, and those of its objectives that were entered when they were of another area."""
    trasferite = Q(ente=scheda.ente, anno=scheda.anno, obiettivo__in=scheda.uid_propri)
    return Rilevazione.objects.filter(Q(**scheda.chiave) | trasferite).order_by("al", "creata_il", "pk")


def valori_della_scheda(scheda: SchedaInForza) -> ValoriScheda:
    """The values of a sheet, with who entered them and their files; two queries."""
    righe = rilevazioni_della_scheda(scheda).select_related("utente").prefetch_related("evidenze")
    return _valori(scheda, righe)


def valori_dell_anno(forza: FotoInForza) -> dict[str, ValoriScheda]:
    """The values of all the sheets of a year, by slug; one query."""
    per_scheda = defaultdict(list)
    righe = Rilevazione.objects.filter(ente=forza.ente, anno=forza.anno).order_by("al", "creata_il", "pk")
    slug_per_area = {area.pk: slug for slug, area in forza.aree.items()}
    dove = {uid: slug for slug, scheda in forza.schede.items() for uid in scheda.uid_propri}
    for riga in righe:
        per_scheda[dove.get(riga.obiettivo) or slug_per_area.get(riga.area_id, riga.tipo)].append(riga)
    return {slug: _valori(scheda, per_scheda[slug]) for slug, scheda in forza.schede.items()}


def valori_di_schede_tolte(forza: FotoInForza) -> list[tuple[str, Storia]]:
    """What was measured of objectives that are in no sheet of the plan in force, in sheets that it does not have any
    more: (name of the sheet, history); one query. What its sheets have lost is in `ValoriScheda.fuori`."""
    uid = {voce.uid for scheda in forza.schede.values() for voce in scheda.obiettivi}
    aree = [scheda.area.pk for scheda in forza.schede.values() if scheda.area]
    senza_area = [scheda.tipo for scheda in forza.schede.values() if scheda.tipo != SchedaArea.Tipo.AREA]
    righe = (
        Rilevazione.objects.filter(ente=forza.ente, anno=forza.anno)
        .exclude(area__in=aree)
        .exclude(area=None, tipo__in=senza_area)
        .select_related("area")
        .order_by("area__ordine", "obiettivo", "posto", "al", "creata_il", "pk")
    )
    gruppi: dict[tuple, list[Rilevazione]] = {}
    for riga in righe:
        if riga.obiettivo not in uid:
            nome = riga.area.nome if riga.area else riga.get_tipo_display()
            gruppi.setdefault((nome, riga.obiettivo, riga.posto, riga.indicatore), []).append(riga)
    return [(nome, Storia(posto, testo, tuple(voci))) for (nome, _, posto, testo), voci in gruppi.items()]


def _valori(scheda: SchedaInForza, righe: Iterable[Rilevazione]) -> ValoriScheda:
    per_obiettivo: defaultdict[UUID, list[Rilevazione]] = defaultdict(list)
    for riga in righe:
        per_obiettivo[riga.obiettivo].append(riga)
    obiettivi = {
        voce.uid: _valori_obiettivo(testi_misurati(voce), per_obiettivo.pop(voce.uid, [])) for voce in scheda.obiettivi
    }
    fuori = {
        uid: _valori_obiettivo({}, righe).orfane
        for uid, righe in per_obiettivo.items()
        if uid not in scheda.uid_altrove
    }
    return ValoriScheda(obiettivi, fuori)


def _valori_obiettivo(testi: Mapping[int, str], righe: Sequence[Rilevazione]) -> ValoriObiettivo:
    gruppi: defaultdict[tuple[int, str], list[Rilevazione]] = defaultdict(list)
    for riga in righe:
        gruppi[riga.posto, riga.indicatore].append(riga)
    posti = corrispondenze(testi, gruppi)
    trovate: defaultdict[int, list[Rilevazione]] = defaultdict(list)
    orfane = []
    for (posto, testo), gruppo in gruppi.items():
        if (arrivo := posti[posto, testo]) is None:
            orfane.append(Storia(posto, testo, tuple(gruppo)))
        else:
            trovate[arrivo] += gruppo
    storie = {
        posto: Storia(posto, testo, tuple(sorted(trovate[posto], key=lambda r: (r.al, r.creata_il, r.pk))))
        for posto, testo in testi.items()
    }
    return ValoriObiettivo(storie, tuple(orfane))


def corrispondenze(
    testi: Mapping[int, str], gruppi: Mapping[tuple[int, str], Sequence[Rilevazione]]
) -> dict[tuple[int, str], int | None]:
    """The place in force of each group of values, None where the plan has it no more.

    The same text first (at the same place, where it stands more than once); then the text most alike, if no value was
    entered under it while those of the group were: two indicators side by side are never the same one.
    """
    esatti = {chiave: posto for chiave in gruppi if (posto := _uguale(chiave, testi)) is not None}
    prima_volta: dict[int, object] = {}
    for chiave, posto in esatti.items():
        giorno = min(riga.creata_il for riga in gruppi[chiave])
        prima_volta[posto] = min(giorno, prima_volta.get(posto, giorno))
    trovati: dict[tuple[int, str], int | None] = dict(esatti)
    for chiave in gruppi.keys() - esatti.keys():
        ultimo_giorno = max(riga.creata_il for riga in gruppi[chiave])
        liberi = {p: t for p, t in testi.items() if p not in prima_volta or prima_volta[p] > ultimo_giorno}
        trovati[chiave] = _somigliante(chiave, liberi)
    return trovati


def _uguale(chiave: tuple[int, str], testi: Mapping[int, str]) -> int | None:
    posto, testo = chiave
    if posto == POSTO_FASI or testi.get(posto) == testo:
        return posto if posto in testi else None
    return next((p for p, t in testi.items() if t == testo and p != POSTO_FASI), None)


def _somigliante(chiave: tuple[int, str], testi: Mapping[int, str]) -> int | None:
    posto, testo = chiave
    if posto == POSTO_FASI:
        return None
    parole = testo.casefold().split()
    candidati = [
        (SequenceMatcher(None, parole, t.casefold().split(), autojunk=False).ratio(), p == posto, p)
        for p, t in testi.items()
        if p != POSTO_FASI
    ]
    somiglianza, _, migliore = max(candidati, default=(0.0, False, None))
    return migliore if somiglianza >= SOMIGLIANZA else None
