"""The site under load: people who read, type and save together, at a pace that slow answers do not slow down."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from typing import TYPE_CHECKING

from obiettivi.prestazioni.navigatore import Navigatore
from obiettivi.prestazioni.redattori import REDATTORI, SALVANO, Redattore, crea_redattori

if TYPE_CHECKING:
    from collections.abc import Sequence

AL_SECONDO = 10
SECONDI = 60
# Two seconds of work: 60% of reads, 30% of autosaves, 10% of saves. As in the page, each autosave is followed by the
# checks of what has been typed. The page that opens again after a save comes on top of these.
CICLO = (
    "bozza", "scheda", "controlli", "home", "bozza", "controlli", "scheda", "bozza", "controlli", "salva",
    "bozza", "scheda", "controlli", "home", "bozza", "controlli", "scheda", "bozza", "controlli", "salva",
)  # fmt: skip
RIAPERTA = "scheda riaperta"
ERRORE_DA = 400


@dataclass(frozen=True)
class Risultato:
    """A request: what it was, the seconds from when it was due to the last byte, the status."""

    azione: str
    secondi: float
    stato: int


@dataclass(frozen=True)
class Esito:
    """Every request of the minutes of work on one database, and how busy the machine was before each minute."""

    risultati: Sequence[Risultato]
    macchina: Sequence[float] = ()

    def __add__(self, altro: Esito) -> Esito:
        return Esito([*self.risultati, *altro.risultati], [*self.macchina, *altro.macchina])

    def di(self, azione: str) -> Esito:
        return Esito([risultato for risultato in self.risultati if risultato.azione == azione])

    @property
    def mediana(self) -> float:
        """Milliseconds."""
        return 1000 * statistics.median(risultato.secondi for risultato in self.risultati)

    @property
    def p95(self) -> float:
        """Milliseconds within which 95 answers out of a hundred came."""
        return 1000 * statistics.quantiles((risultato.secondi for risultato in self.risultati), n=20)[-1]

    @property
    def errori(self) -> int:
        return sum(risultato.stato >= ERRORE_DA for risultato in self.risultati)


Lavoro = Iterator[tuple[str, Redattore]]


def al_lavoro(indirizzo: tuple[str, int]) -> Lavoro:
    """Twenty people logged in, each with a sheet open, and all that they will do. Raises AccessoFallito.

    The server at `indirizzo` has the database of this process, with the bodies of `genera_enti`.
    """
    posti, password = crea_redattori()
    redattori = [Redattore(posto, Navigatore(*indirizzo)) for posto in posti]
    for redattore in redattori:
        redattore.accedi(password)
    return turni(redattori)


def turni(redattori: Sequence[Redattore]) -> Lavoro:
    """Without end: what is done next, and by whom."""
    scrivono = [redattore for redattore in redattori if redattore.posto.e_responsabile]
    code = {
        "home": cycle(redattori),
        "scheda": cycle(redattori),
        "bozza": cycle(scrivono),
        "controlli": cycle(scrivono),
        "salva": cycle(scrivono[:SALVANO]),
    }
    for azione in cycle(CICLO):
        yield azione, next(code[azione])


def misura_carico(lavoro: Lavoro, *, secondi: int, al_secondo: int = AL_SECONDO) -> Esito:
    """`al_secondo` requests a second for so many seconds, each at its time, however slow the others are."""
    macchina = os.getloadavg()[0]
    with ThreadPoolExecutor(2 * REDATTORI) as esecutore:
        inizio = time.perf_counter()
        futuri = []
        for numero, (azione, redattore) in enumerate(islice(lavoro, secondi * al_secondo)):
            dovuta = inizio + numero / al_secondo
            time.sleep(max(0, dovuta - time.perf_counter()))
            futuri.append(esecutore.submit(esegui, redattore, azione, dovuta))
        return Esito([risultato for futuro in futuri for risultato in futuro.result()], [macchina])


def esegui(redattore: Redattore, azione: str, dovuta: float) -> list[Risultato]:
    """One action, which may be two requests: the second is due when the first has been answered."""
    risultati = []
    with redattore.occupato:
        for risposta in getattr(redattore, azione)():
            adesso = time.perf_counter()
            risultati.append(Risultato(RIAPERTA if risultati else azione, adesso - dovuta, risposta.stato))
            dovuta = adesso
    return risultati
