"""What was read and what would change, in sentences: for the command, and for who keeps a log of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from piani.importers.peg.classificazione import ENTRATA, SPESA
from semproniano.core.griglie.base import con_punti
from semproniano.core.numeri import in_euro

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from piani.importers.peg.forme import Nota, PegLetto
    from piani.services.peg.differenze import DifferenzePeg

RIFIUTATE_MOSTRATE = 50
RIGHE_NOMINATE = 5


class Gruppo(NamedTuple):
    """The same remark on several rows."""

    colonna: str
    messaggio: str
    righe: tuple[int, ...]

    @property
    def dove(self) -> str:
        """ "riga 12", "righe 12, 15 e altre 30" """
        prime = ", ".join(con_punti(riga) for riga in self.righe[:RIGHE_NOMINATE])
        altre = len(self.righe) - RIGHE_NOMINATE
        nome = "riga" if len(self.righe) == 1 else "righe"
        return f"{nome} {prime}" + (f" e altre {con_punti(altre)}" if altre > 0 else "")


def raggruppa(note: Sequence[Nota]) -> list[Gruppo]:
    """Remarks that say the same together, in the order of the first row of each."""
    gruppi: dict[tuple[str, str], list[int]] = {}
    for nota in note:
        gruppi.setdefault((nota.colonna, nota.messaggio), []).append(nota.riga)
    return [Gruppo(colonna, messaggio, tuple(righe)) for (colonna, messaggio), righe in gruppi.items()]


def righe_del_resoconto(letto: PegLetto, differenze: DifferenzePeg, primo_anno: int) -> Iterator[str]:
    per_parte = Counter(riga.capitolo.parte for riga in letto.buone)
    yield (
        f"Capitoli riconosciuti: {con_punti(len(letto.buone))} (entrata {con_punti(per_parte[ENTRATA])}, spesa "
        f"{con_punti(per_parte[SPESA])}). Righe rifiutate: {con_punti(letto.righe_rifiutate)}."
    )
    for avvertenza in letto.avvertenze:
        yield f"Attenzione: {avvertenza}"
    rifiuti = letto.rifiuti
    for nota in rifiuti[:RIFIUTATE_MOSTRATE]:
        yield f"Riga {nota.riga} rifiutata, {nota.colonna}: {nota.messaggio}"
    if len(rifiuti) > RIFIUTATE_MOSTRATE:
        yield f"… e altri {con_punti(len(rifiuti) - RIFIUTATE_MOSTRATE)} motivi di rifiuto."
    for gruppo in raggruppa(letto.avvisi):
        yield f"Da guardare, {gruppo.dove}, {gruppo.colonna}: {gruppo.messaggio}"
    yield (
        f"Rispetto a ora: {con_punti(len(differenze.aggiunti))} aggiunti, "
        f"{con_punti(len(differenze.cambiati))} cambiati, "
        f"{con_punti(len(differenze.tolti))} tolti, {con_punti(differenze.uguali)} uguali."
    )
    for parte in (ENTRATA, SPESA):
        for posto in range(3):
            prima, dopo = (
                totali[parte][posto] if parte in totali else 0
                for totali in (differenze.totali_prima, differenze.totali_dopo)
            )
            yield f"Totale {parte} {primo_anno + posto}: prima {in_euro(prima)}, dopo {in_euro(dopo)}."
