"""Charts of the Relazione: bars computed here, drawn by one template for the page and for the print.

Every number of a chart stands in the table beside it; colours never speak alone, each piece has its number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from semproniano.core.numeri import in_italiano
from valutazioni.calcolo.base import CENTO
from valutazioni.calcolo.esiti import EsitoGrado, EsitoTempi

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from valutazioni.sezioni.relazione import RelazioneFoto

LARGHEZZA, NOMI, RIGA, BARRA, TESTA = 720, 230, 26, 18, 8
LUNGO = 34
"""Characters of a name that fit beside the bars."""
STRETTO = 18
"""A piece narrower than this has no room for its number."""

NOMI_ESITI = {
    EsitoGrado.IN_LINEA: "In linea con il previsto",
    EsitoGrado.SUPERIORE: "Oltre il previsto",
    EsitoGrado.INFERIORE: "Sotto il previsto",
    EsitoGrado.NON_MISURABILE: "Non misurabile",
}
NOMI_TEMPI = {
    EsitoTempi.IN_ANTICIPO: "In anticipo",
    EsitoTempi.NEI_TEMPI: "Nei tempi",
    EsitoTempi.IN_RITARDO: "In ritardo",
    EsitoTempi.SENZA_TERMINE: "Senza scadenza",
}
# Fill and text: each pair has a contrast over 4,5:1.
COLORI = {
    EsitoGrado.IN_LINEA: ("#0b3d91", "#ffffff"),
    EsitoGrado.SUPERIORE: ("#1b6b3a", "#ffffff"),
    EsitoGrado.INFERIORE: ("#8a4b00", "#ffffff"),
    EsitoGrado.NON_MISURABILE: ("#e6ecf2", "#17324d"),
}


@dataclass(frozen=True)
class Pezzo:
    """A piece of a bar, with the number written in it ("" where there is no room)."""

    x: int
    larghezza: int
    colore: str
    colore_testo: str
    testo: str

    @property
    def centro(self) -> int:
        return self.x + self.larghezza // 2


@dataclass(frozen=True)
class Barra:
    nome: str
    y: int
    pezzi: Sequence[Pezzo]
    coda: str = ""
    """What is written after the bar."""

    @property
    def base(self) -> int:
        return self.y + 13

    @property
    def fine(self) -> int:
        return max((pezzo.x + pezzo.larghezza for pezzo in self.pezzi), default=NOMI) + 6


@dataclass(frozen=True)
class Legenda:
    x: int
    colore: str
    testo: str

    @property
    def x_testo(self) -> int:
        return self.x + 16


@dataclass(frozen=True)
class Grafico:
    """A drawing: its title says all that it shows, for who does not see it."""

    titolo: str
    descrizione: str
    barre: Sequence[Barra]
    legenda: Sequence[Legenda] = ()
    larghezza: int = LARGHEZZA

    @property
    def altezza(self) -> int:
        return TESTA + len(self.barre) * RIGA + (30 if self.legenda else 4)

    @property
    def y_legenda(self) -> int:
        return self.altezza - 20

    @property
    def y_testo_legenda(self) -> int:
        return self.altezza - 9


def _breve(nome: str) -> str:
    return nome if len(nome) <= LUNGO else f"{nome[: LUNGO - 1].rstrip()}…"


def grafico_gradi(relazione: RelazioneFoto) -> Grafico | None:
    """A bar for each sheet: its degree out of 100. None where no sheet has one."""
    note = [(scheda.nome, scheda.grado) for scheda in relazione.schede if scheda.grado is not None]
    if not note:
        return None
    spazio = LARGHEZZA - NOMI - 60
    massimo = max(CENTO, *(grado for _, grado in note))
    barre = [_barra_grado(posto, nome, grado, spazio, massimo) for posto, (nome, grado) in enumerate(note)]
    return Grafico(
        titolo=f"Grado di raggiungimento delle schede nel {relazione.anno}: "
        + "; ".join(f"{nome} {in_italiano(grado)}%" for nome, grado in note)
        + ".",
        descrizione="Una barra per ogni scheda; la lunghezza è il grado. I numeri sono nella tabella che segue.",
        barre=barre,
    )


def _barra_grado(posto: int, nome: str, grado: Decimal, spazio: int, massimo: Decimal) -> Barra:
    larghezza = max(int(spazio * grado / massimo), 1)
    pezzo = Pezzo(NOMI, larghezza, *COLORI[EsitoGrado.IN_LINEA], testo="")
    return Barra(_breve(nome), TESTA + posto * RIGA, (pezzo,), coda=f"{in_italiano(grado)}%")


def grafico_esiti(relazione: RelazioneFoto) -> Grafico | None:
    """A bar for each sheet, with as many pieces as outcomes; the longest bar has the most objectives."""
    schede = [scheda for scheda in relazione.schede if scheda.obiettivi]
    if not schede:
        return None
    spazio = LARGHEZZA - NOMI - 30
    piu_lunga = max(len(scheda.obiettivi) for scheda in schede)
    barre = []
    for posto, scheda in enumerate(schede):
        pezzi, x = [], NOMI
        for esito, quanti in scheda.esiti.items():
            larghezza = spazio * quanti // piu_lunga
            if quanti:
                testo = str(quanti) if larghezza >= STRETTO else ""
                pezzi.append(Pezzo(x, larghezza, *COLORI[EsitoGrado(esito)], testo=testo))
                x += larghezza
        barre.append(Barra(_breve(scheda.nome), TESTA + posto * RIGA, pezzi))
    frasi = (
        f"{scheda.nome}: " + ", ".join(f"{NOMI_ESITI[EsitoGrado(e)].lower()} {n}" for e, n in scheda.esiti.items() if n)
        for scheda in schede
    )
    legenda = [
        Legenda(posto * LARGHEZZA // len(NOMI_ESITI), COLORI[esito][0], nome)
        for posto, (esito, nome) in enumerate(NOMI_ESITI.items())
    ]
    return Grafico(
        titolo=f"Obiettivi del {relazione.anno} secondo il risultato. {'; '.join(frasi)}.",
        descrizione="Una barra per ogni scheda, divisa per risultato. I numeri sono nella tabella che segue.",
        barre=barre,
        legenda=legenda,
    )
