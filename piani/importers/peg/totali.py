"""The sums that a file declares, compared with those of its rows."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from piani.importers.peg.forme import Nota, TotaleDichiarato
from piani.models.peg import ANNI_PEG
from semproniano.core.numeri import in_euro

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from piani.importers.peg.forme import PegLetto
    from piani.sezioni.peg import CapitoloFoto

Somma = tuple[Decimal, Decimal, Decimal]
Chiave = tuple[str, str, str]
ZERO: Somma = (Decimal(0),) * ANNI_PEG
_ANNI = range(ANNI_PEG)


def piu(prima: Somma, dopo: Somma) -> Somma:
    return tuple(a + b for a, b in zip(prima, dopo, strict=True))


def chiavi_di(capitolo: CapitoloFoto) -> Iterator[Chiave]:
    """The totals in which a row enters: of its part, of its titolo, of its missione."""
    yield capitolo.parte, "parte", ""
    if capitolo.titolo:
        yield capitolo.parte, "titolo", capitolo.titolo
    if capitolo.missione:
        yield capitolo.parte, "missione", capitolo.missione


def somme_di(capitoli: Iterable[CapitoloFoto]) -> dict[Chiave, Somma]:
    """Competenza of the three years, by part, titolo and missione."""
    somme: dict[Chiave, Somma] = defaultdict(lambda: ZERO)
    for capitolo in capitoli:
        for chiave in chiavi_di(capitolo):
            somme[chiave] = piu(somme[chiave], capitolo.competenza)
    return dict(somme)


class Controprova:
    """Rows and totals in the order of the file: a total is right when the rows from one of the totals above it (or from
    the beginning) to here sum to it, or when all the rows with its code do."""

    def __init__(self, primo_anno: int) -> None:
        self._primo = primo_anno
        self._corrente = self._senza_riporti = self._dall_ultimo = ZERO
        self._confini = [({Decimal(0)}, {Decimal(0)}) for _ in _ANNI]
        self._per_chiave: dict[Chiave, Somma] = defaultdict(lambda: ZERO)
        self._dubbi: list[tuple[TotaleDichiarato, Somma]] = []
        self.dichiarati: list[TotaleDichiarato] = []

    def aggiungi(self, capitolo: CapitoloFoto) -> None:
        self._corrente = piu(self._corrente, capitolo.competenza)
        self._dall_ultimo = piu(self._dall_ultimo, capitolo.competenza)
        if capitolo.tipo == "capitolo":
            self._senza_riporti = piu(self._senza_riporti, capitolo.competenza)
        for chiave in chiavi_di(capitolo):
            self._per_chiave[chiave] = piu(self._per_chiave[chiave], capitolo.competenza)

    def dichiara(self, totale: TotaleDichiarato) -> None:
        self.dichiarati.append(totale)
        if not all(self._torna(anno, totale.importi[anno]) for anno in _ANNI):
            self._dubbi.append((totale, self._dall_ultimo))
        for anno in _ANNI:
            self._confini[anno][0].add(self._corrente[anno])
            self._confini[anno][1].add(self._senza_riporti[anno])
        self._dall_ultimo = ZERO

    def _torna(self, anno: int, importo: Decimal | None) -> bool:
        tutti, senza = self._confini[anno]
        return (
            importo is None or self._corrente[anno] - importo in tutti or self._senza_riporti[anno] - importo in senza
        )

    def note(self) -> list[Nota]:
        """The totals that do not match, once all the rows are known."""
        return [nota for totale, locale in self._dubbi for nota in self._nota(totale, locale)]

    def _nota(self, totale: TotaleDichiarato, locale: Somma) -> Iterator[Nota]:
        calcolata = self._per_chiave.get(totale.chiave, locale)
        for anno in _ANNI:
            importo = totale.importi[anno]
            if importo is not None and importo != calcolata[anno]:
                yield Nota(
                    totale.riga,
                    totale.etichetta[:80],
                    f"Per il {self._primo + anno} dice {in_euro(importo)}, ma le righe sommano a "
                    f"{in_euro(calcolata[anno])}.",
                )
                return


def dichiarato(letto: PegLetto, chiave: Chiave, calcolata: Somma) -> tuple[Decimal | None, ...] | None:
    """What the file itself says of a total: of several with the same name the one that matches, else their sum where
    that matches, else the last one; None where it says nothing."""
    voci = [totale.importi for totale in letto.totali if totale.chiave == chiave]
    if not voci:
        return None
    for importi in voci:
        if all(importo in (None, somma) for importo, somma in zip(importi, calcolata, strict=True)):
            return importi
    insieme = tuple(sum((importi[anno] or Decimal(0) for importi in voci), Decimal(0)) for anno in _ANNI)
    return insieme if insieme == calcolata else voci[-1]
