"""By which days values are entered, what is in, what is late, what is at risk."""

from __future__ import annotations

import datetime
import enum
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from piani.permessi import Ruolo
from valutazioni.calcolo.base import CENTO
from valutazioni.calcolo.misure import Formula
from valutazioni.models import TERMINI_USUALI, Rilevazione, Termine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from piani.models import Utente
    from valutazioni.selectors.gradi import ObiettivoMisurato, SchedaMisurata

CHE_FINISCONO = frozenset({Formula.DATA, Formula.SI_NO, Formula.FASI})
"""What is measured so is done once and for all: at 100% there is nothing more to enter."""


class Avanzamento(enum.StrEnum):
    """How far the entering of values by a term is."""

    FATTA = "fatta"
    IN_RITARDO = "in_ritardo"
    APERTA = "aperta"
    FUTURA = "futura"


@dataclass(frozen=True)
class StatoTermine:
    """The values of a sheet by a term: those of the days from `dal` to `al`; `mancano` are the objectives without."""

    dal: datetime.date
    al: datetime.date
    stato: Avanzamento
    totale: int
    mancano: tuple[ObiettivoMisurato, ...]

    @property
    def rilevati(self) -> int:
        return self.totale - len(self.mancano)

    @property
    def in_parole(self) -> str:
        """ "In ritardo: 3 di 7" """
        conto = f"{self.rilevati} di {self.totale}"
        return {
            Avanzamento.FATTA: "Fatta",
            Avanzamento.IN_RITARDO: f"In ritardo: {conto}",
            Avanzamento.APERTA: f"Aperta: {conto}",
            Avanzamento.FUTURA: f"Dal {self.dal:%d/%m}",
        }[self.stato]


def termini_degli_enti(enti: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """(day, month) of the terms by body, in the order of the year; the usual ones where a body has set none."""
    enti = list(enti)
    propri = defaultdict(list)
    for ente, giorno, mese in (
        Termine.objects.filter(ente__in=enti).order_by("mese", "giorno").values_list("ente", "giorno", "mese")
    ):
        propri[ente].append((giorno, mese))
    return {ente: propri.get(ente) or list(TERMINI_USUALI) for ente in enti}


def finestre(anno: int, termini: Sequence[tuple[int, int]]) -> list[tuple[datetime.date, datetime.date]]:
    """The days of each term: from the day after the one before (from 1 January) to the term."""
    giorni = sorted(datetime.date(anno, mese, giorno) for giorno, mese in termini)
    inizi = [datetime.date(anno, 1, 1), *(giorno + datetime.timedelta(days=1) for giorno in giorni[:-1])]
    return list(zip(inizi, giorni, strict=True))


def stati_dei_termini(
    misurata: SchedaMisurata, termini: Sequence[tuple[int, int]], oggi: datetime.date
) -> list[StatoTermine]:
    """How far each term of the year is for a sheet. An objective is in when at least one of its values is; one that is
    done once and for all asks for nothing more."""
    return [_stato(misurata, dal, al, oggi) for dal, al in finestre(misurata.scheda.anno, termini)]


def _stato(misurata: SchedaMisurata, dal: datetime.date, al: datetime.date, oggi: datetime.date) -> StatoTermine:
    mancano = tuple(voce for voce in misurata.obiettivi if not _e_rilevato(voce, dal, al))
    if oggi < dal:
        stato = Avanzamento.FUTURA
    elif not mancano:
        stato = Avanzamento.FATTA
    else:
        stato = Avanzamento.IN_RITARDO if oggi > al else Avanzamento.APERTA
    return StatoTermine(dal, al, stato, len(misurata.obiettivi), mancano)


def _e_rilevato(voce: ObiettivoMisurato, dal: datetime.date, al: datetime.date) -> bool:
    valide = [riga for misurata in voce.voci for riga in misurata.storia.valide]
    return any(dal <= riga.al <= al for riga in valide) or (e_concluso(voce) and any(riga.al < dal for riga in valide))


def e_concluso(voce: ObiettivoMisurato) -> bool:
    """True when all that counts is done once and for all."""
    return all(
        misurata.misura.formula in CHE_FINISCONO
        and misurata.grado.esatto is not None
        and misurata.grado.esatto >= CENTO
        for misurata in voce.voci
        if misurata.conta
    )


def da_rilevare(stati: Sequence[StatoTermine]) -> StatoTermine:
    """The term that the page proposes: the first that is late or open, else the last that has begun, else the first."""
    aperti = [stato for stato in stati if stato.stato in (Avanzamento.IN_RITARDO, Avanzamento.APERTA)]
    cominciati = [stato for stato in stati if stato.stato is not Avanzamento.FUTURA]
    return next(iter(aperti), cominciati[-1] if cominciati else stati[0])


@dataclass(frozen=True)
class ARischio:
    """An objective that is late or critical, as its latest value tells."""

    obiettivo: ObiettivoMisurato
    rilevazione: Rilevazione


def a_rischio(misurata: SchedaMisurata) -> list[ARischio]:
    """The objectives of a sheet whose latest value is not "in linea", the critical ones first."""
    trovati = []
    for voce in misurata.obiettivi:
        righe = [misura.storia.recente for misura in voce.voci if misura.storia.recente is not None]
        peggiori = sorted(
            (riga for riga in righe if riga.e_da_guardare), key=lambda riga: riga.semaforo != riga.Semaforo.CRITICO
        )
        if peggiori:
            trovati.append(ARischio(voce, peggiori[0]))
    return sorted(trovati, key=lambda uno: uno.rilevazione.semaforo != uno.rilevazione.Semaforo.CRITICO)


def termine_vicino(oggi: datetime.date, termini: Sequence[tuple[int, int]]) -> tuple[datetime.date, datetime.date]:
    """The days of the term in which we are; of the last of the year, when all are over."""
    tutte = finestre(oggi.year, termini)
    return next((finestra for finestra in tutte if oggi <= finestra[1]), tutte[-1])


def rilevati_per_ente(utente: Utente, finestra: Mapping[int, tuple[datetime.date, datetime.date]]) -> dict[int, int]:
    """How many objectives of the sheets that the user measures have a value in the days given, by body; one query."""
    giorni = Q()
    for ente, (dal, al) in finestra.items():
        giorni |= Q(ente=ente, al__range=(dal, al))
    proprie = Q(area__in=utente.aree_dirette) | Q(area__isnull=True, ente__in=utente.enti_con_ruolo([Ruolo.SEGRETARIO]))
    righe = (
        Rilevazione.objects.filter(giorni & proprie, annullata_il=None)
        .order_by()
        .values_list("ente", "area", "tipo", "obiettivo")
        .distinct()
    )
    return dict(Counter(ente for ente, *_ in righe))
