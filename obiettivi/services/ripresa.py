"""Beginning a sheet from the one of the year before: objective by objective, what is closed, continued, taken up again.

Pure functions over the objects of the fotografia. What the system changes by itself (dates), and what it must not
change (years inside a text), is reported, so that the page can mark it.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from obiettivi.models import ObiettivoGestionale
from obiettivi.sezioni import FaseFoto, IndicatoreFoto, ObiettivoFoto, ValoreAttesoFoto

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from uuid import UUID

Origine = ObiettivoGestionale.Origine


class Decisione(StrEnum):
    """What becomes of an objective in the year after."""

    RIPRENDI = "riprendi"
    CONTINUA = "continua"
    CHIUDI = "chiudi"


@dataclass(frozen=True)
class DaRivedere:
    """A field that wants a second look. `campo` is the name of a field of ObiettivoFoto, or of IndicatoreFoto with its
    place ("indicatori/0/valore_atteso")."""

    uid: UUID
    campo: str
    motivo: str


@dataclass(frozen=True)
class Ripresa:
    """The objectives of the new sheet, numbered from 1, and what to look at again."""

    obiettivi: Sequence[ObiettivoFoto]
    da_rivedere: Sequence[DaRivedere]

    @property
    def frasi(self) -> dict[UUID, list[str]]:
        """The sentences on what to look at again, by objective."""
        gruppi: defaultdict[UUID, list[str]] = defaultdict(list)
        for voce in self.da_rivedere:
            gruppi[voce.uid].append(voce.motivo)
        return dict(gruppi)


@dataclass(frozen=True)
class Destinazione:
    """The sheet that is being begun, and what its plan knows.

    `operativi`: codes of the operative objectives of the body. `trasversali`: identifiers of the objectives that are
    in the body's sheet of that year.
    """

    area: str
    anno: int
    operativi: Collection[str] = ()
    trasversali: Collection[UUID] = ()


@dataclass
class _Passaggio:
    """One objective on its way: what is noted while it is changed."""

    uid: UUID
    vecchio: int
    nuovo: int
    note: list[DaRivedere] = field(default_factory=list)

    def annota(self, campo: str, motivo: str) -> None:
        self.note.append(DaRivedere(self.uid, campo, motivo))

    def sposta(self, giorno: datetime.date | None, campo: str, nome: str) -> datetime.date | None:
        """The day in the new year; a day that is already in it, or after it, stays."""
        if giorno is None or giorno.year >= self.nuovo:
            return giorno
        spostato = in_anno(giorno, self.nuovo)
        self.annota(campo, f"{nome}: portata al {spostato:%d/%m/%Y} (era {giorno:%d/%m/%Y}).")
        return spostato

    def cerca_anno(self, testo: str, campo: str, nome: str) -> None:
        """A year inside a text is never rewritten: it may be the year of a law, of a contract, of a balance."""
        if re.search(rf"(?<!\d){self.vecchio}(?!\d)", testo):
            self.annota(campo, f"{nome}: il testo parla del {self.vecchio}.")


def in_anno(giorno: datetime.date, anno: int) -> datetime.date:
    """The same day in another year; 29 February becomes 28 where the year has none."""
    try:
        return giorno.replace(year=anno)
    except ValueError:
        return giorno.replace(year=anno, day=28)


def riprendi_obiettivi(
    precedenti: Sequence[ObiettivoFoto], decisioni: Mapping[UUID, Decisione], destinazione: Destinazione
) -> Ripresa:
    """The objectives of the year before, as the new sheet begins with them.

    `precedenti` are complete (a row that refers to a transversal objective has its text). Those that the Segretario
    assigns this year too are left out. Raises KeyError when an objective has no decision.
    """
    obiettivi, note = [], []
    for riga in precedenti:
        decisione = decisioni[riga.uid]
        if decisione is Decisione.CHIUDI or assegnato_di_nuovo(riga, destinazione):
            continue
        passaggio = _Passaggio(riga.uid, riga.anno, destinazione.anno)
        voce = _sciolta(riga, passaggio)
        obiettivi.append(_portato(voce, decisione, destinazione, passaggio, numero=len(obiettivi) + 1))
        note += passaggio.note
    return Ripresa(obiettivi, note)


def assegnato_di_nuovo(voce: ObiettivoFoto, destinazione: Destinazione) -> bool:
    """True when the transversal objective that the row refers to is in the body's sheet of the new year: the
    Segretario assigns it, nobody copies it."""
    return voce.trasversale is not None and voce.trasversale in destinazione.trasversali


def _sciolta(voce: ObiettivoFoto, passaggio: _Passaggio) -> ObiettivoFoto:
    """The row with a text of its own: there is no transversal objective any more to take it from."""
    if voce.trasversale is None:
        return voce
    passaggio.annota(
        "trasversale",
        f"L'obiettivo trasversale non è nella scheda di ente del {passaggio.nuovo}: il suo testo è copiato qui.",
    )
    return msgspec.structs.replace(voce, trasversale=None)


def _portato(
    voce: ObiettivoFoto, decisione: Decisione, destinazione: Destinazione, passaggio: _Passaggio, *, numero: int
) -> ObiettivoFoto:
    passaggio.cerca_anno(voce.descrizione, "descrizione", "Descrizione")
    passaggio.cerca_anno(voce.scadenza_testo, "scadenza_testo", "Scadenza in parole")
    cambia = _continuato if decisione is Decisione.CONTINUA else _ripreso
    return msgspec.structs.replace(
        voce,
        area=destinazione.area,
        anno=destinazione.anno,
        numero=numero,
        numero_pubblicato="",
        origine=(Origine.CONTINUATO if decisione is Decisione.CONTINUA else Origine.RIPRESO).value,
        inserito_il=None,
        scadenza=passaggio.sposta(voce.scadenza, "scadenza", "Scadenza"),
        indicatori=_indicatori(voce, cambia, passaggio),
        fasi=tuple(_fase(fase, posto, passaggio) for posto, fase in enumerate(voce.fasi)),
        operativo=_operativo(voce, destinazione, passaggio),
        # Weights of single people follow the people, who are copied apart.
        pesi_personali=(),
    )


def _indicatori(
    voce: ObiettivoFoto, cambia: Callable[[IndicatoreFoto, str, _Passaggio], IndicatoreFoto], passaggio: _Passaggio
) -> tuple[IndicatoreFoto, ...]:
    cambiati = []
    for posto, indicatore in enumerate(voce.indicatori):
        luogo = f"indicatori/{posto}"
        nome = f"Indicatore {posto + 1}" if len(voce.indicatori) > 1 else "Indicatore"
        for campo in ("descrizione", "formula", "fonte"):
            passaggio.cerca_anno(getattr(indicatore, campo), f"{luogo}/{campo}", nome)
        cambiati.append(cambia(indicatore, luogo, passaggio))
    return tuple(cambiati)


# --- the same again ------------------------------------------------------------------------------


def _ripreso(indicatore: IndicatoreFoto, luogo: str, passaggio: _Passaggio) -> IndicatoreFoto:
    passaggio.cerca_anno(indicatore.valore_atteso, f"{luogo}/valore_atteso", "Valore atteso")
    return msgspec.structs.replace(indicatore, valori_attesi=_attesi_ripresi(indicatore, luogo, passaggio))


def _attesi_ripresi(indicatore: IndicatoreFoto, luogo: str, passaggio: _Passaggio) -> tuple[ValoreAttesoFoto, ...]:
    """The structured targets of the new year and of those after it; where there is none, the last one, moved."""
    restano = tuple(voce for voce in indicatore.valori_attesi if voce.anno >= passaggio.nuovo)
    ultimo = max(indicatore.valori_attesi, key=lambda voce: voce.anno, default=None)
    if restano or ultimo is None:
        return restano
    campo = f"{luogo}/valori_attesi"
    data = passaggio.sposta(ultimo.data, campo, "Valore atteso, data")
    if data is None:
        passaggio.annota(campo, f"Valore atteso: quello del {ultimo.anno} vale ora per il {passaggio.nuovo}.")
    return (msgspec.structs.replace(ultimo, anno=passaggio.nuovo, data=data),)


# --- with a new target ---------------------------------------------------------------------------


def _continuato(indicatore: IndicatoreFoto, luogo: str, passaggio: _Passaggio) -> IndicatoreFoto:
    """Without targets, so that new ones are written; the last of the old ones is where the year starts from."""
    era = f" Nel {passaggio.vecchio} era: «{indicatore.valore_atteso}»." if indicatore.valore_atteso else ""
    passaggio.annota(f"{luogo}/valore_atteso", f"Valore atteso: scrivere quello del {passaggio.nuovo}.{era}")
    partenza = max(
        (voce for voce in indicatore.valori_attesi if voce.valore is not None and voce.anno < passaggio.nuovo),
        key=lambda voce: voce.anno,
        default=None,
    )
    if partenza is None:
        return msgspec.structs.replace(indicatore, valore_atteso="", valori_attesi=())
    passaggio.annota(f"{luogo}/baseline", f"Valore di partenza: è il valore atteso del {partenza.anno}.")
    return msgspec.structs.replace(
        indicatore, valore_atteso="", valori_attesi=(), baseline=partenza.valore, baseline_anno=partenza.anno
    )


# --- steps and links -----------------------------------------------------------------------------


def _fase(fase: FaseFoto, posto: int, passaggio: _Passaggio) -> FaseFoto:
    """A step moves as a whole, so that it never ends before it begins; one that reaches the new year stays."""
    campo, nome = f"fasi/{posto}", f"Fase «{fase.attivita}»"
    passaggio.cerca_anno(fase.attivita, campo, nome)
    fine = fase.al or fase.dal
    if fine is None or fine.year >= passaggio.nuovo:
        return fase
    anni = passaggio.nuovo - fine.year
    dal, al = (giorno and in_anno(giorno, giorno.year + anni) for giorno in (fase.dal, fase.al))
    passaggio.annota(campo, f"{nome}: date portate al {passaggio.nuovo}.")
    return msgspec.structs.replace(fase, dal=dal, al=al)


def _operativo(voce: ObiettivoFoto, destinazione: Destinazione, passaggio: _Passaggio) -> str | None:
    if voce.operativo is None or voce.operativo in destinazione.operativi:
        return voce.operativo
    passaggio.annota("operativo", f"Obiettivo operativo: {voce.operativo} non c'è più, sceglierne un altro.")
    return None
