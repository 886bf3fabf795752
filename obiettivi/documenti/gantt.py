"""The steps of an objective as bars on the months, computed here and drawn by a template (page and print alike)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from obiettivi.sezioni import FaseFoto

MESI = ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic")
LARGHEZZA, TESTA, RIGA, BARRA_MINIMA = 720, 20, 18, 6
# Above so many months the names would touch: one line in three is drawn.
MESI_VICINI = 18


@dataclass(frozen=True)
class Mese:
    nome: str
    x: int
    x_testo: int


@dataclass(frozen=True)
class Barra:
    """A bar; `numero` is the place of the step, written inside where it fits, else beside."""

    numero: int
    x: int
    y: int
    larghezza: int

    @property
    def _dentro(self) -> bool:
        return self.larghezza >= 4 * BARRA_MINIMA

    @property
    def x_testo(self) -> int:
        if self._dentro:
            return self.x + self.larghezza // 2
        return self.x - 4 if self.x > LARGHEZZA // 2 else self.x + self.larghezza + 4

    @property
    def y_testo(self) -> int:
        return self.y + 10

    @property
    def colore(self) -> str:
        return "#ffffff" if self._dentro else "#17324d"

    @property
    def verso(self) -> str:
        if self._dentro:
            return "middle"
        return "end" if self.x > LARGHEZZA // 2 else "start"


@dataclass(frozen=True)
class Gantt:
    mesi: Sequence[Mese]
    barre: Sequence[Barra]
    altezza: int
    descrizione: str
    larghezza: int = LARGHEZZA


def gantt(fasi: Sequence[FaseFoto], anno: int) -> Gantt | None:
    """The drawing of the steps that have both dates; None when there is none. It covers at least the sheet's year."""
    datate = [(numero, fase) for numero, fase in enumerate(fasi, start=1) if fase.dal and fase.al]
    if not datate:
        return None
    primo = min(anno, *(fase.dal.year for _, fase in datate))
    ultimo = max(anno, *(fase.al.year for _, fase in datate))
    inizio = datetime.date(primo, 1, 1)
    giorni = (datetime.date(ultimo + 1, 1, 1) - inizio).days

    def ascissa(giorno: datetime.date) -> int:
        return round((giorno - inizio).days * LARGHEZZA / giorni)

    barre = []
    for posto, (numero, fase) in enumerate(datate):
        da, a = ascissa(fase.dal), ascissa(fase.al + datetime.timedelta(days=1))
        barre.append(Barra(numero, da, TESTA + posto * RIGA, max(a - da, BARRA_MINIMA)))
    testi = (
        f"fase {numero}, {fase.attivita}: dal {fase.dal:%d/%m/%Y} al {fase.al:%d/%m/%Y}" for numero, fase in datate
    )
    return Gantt(
        mesi=_mesi(primo, ultimo, ascissa),
        barre=barre,
        altezza=TESTA + len(datate) * RIGA,
        descrizione="; ".join(testi) + ".",
    )


def _mesi(primo: int, ultimo: int, ascissa) -> list[Mese]:
    inizi = [datetime.date(anno, mese, 1) for anno in range(primo, ultimo + 1) for mese in range(1, 13)]
    passo = 1 if len(inizi) <= MESI_VICINI else 3
    mezzo = LARGHEZZA * passo // len(inizi) // 2
    return [
        Mese(
            MESI[giorno.month - 1] if passo == 1 else f"{MESI[giorno.month - 1]} {giorno:%y}",
            ascissa(giorno),
            ascissa(giorno) + mezzo,
        )
        for giorno in inizi[::passo]
    ]
