"""The objectives as the checks read them, and how their messages name them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI, OPERATIVI
from piani.controlli.luoghi import dove_obiettivo, nomi_delle_aree
from piani.sezioni import SCHEDE
from semproniano.core.controlli import Gravita, Oggetto, Rilievo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obiettivi.sezioni import AssegnazioneFoto, ObiettivoFoto, OperativoFoto
    from piani.sezioni import Fotografia
    from piani.sezioni.schede import SchedaFoto


def schede_con_obiettivi(foto: Fotografia) -> Iterator[tuple[SchedaFoto, list[ObiettivoFoto]]]:
    """Each sheet with its objectives, in printing order."""
    per_scheda = defaultdict(list)
    for obiettivo in foto[OBIETTIVI]:
        per_scheda[obiettivo.chiave_scheda].append(obiettivo)
    for scheda in foto[SCHEDE]:
        yield scheda, per_scheda[scheda.chiave]


def quote_per_scheda(foto: Fotografia) -> dict[tuple[str, int], list[AssegnazioneFoto]]:
    """Shares of people by sheet; a sheet without shares is not there."""
    quote = defaultdict(list)
    for riga in foto[ASSEGNAZIONI]:
        quote[riga.area, riga.anno].append(riga)
    return dict(quote)


def operativi_per_codice(foto: Fotografia) -> dict[str, OperativoFoto]:
    return {riga.codice: riga for riga in foto[OPERATIVI]}


class Nomi:
    """How messages call sheets and objectives."""

    def __init__(self, foto: Fotografia) -> None:
        self._aree = nomi_delle_aree(foto)

    def area(self, slug: str) -> str:
        return self._aree.get(slug, slug)

    def scheda(self, area: str, anno: int) -> str:
        return f"{self.area(area)} {anno}"

    def obiettivo(self, obiettivo: ObiettivoFoto) -> str:
        return f"{self.scheda(obiettivo.area, obiettivo.anno)}, obiettivo {obiettivo.numero}"

    def rilievo(self, obiettivo: ObiettivoFoto, testo: str, campo: str, gravita: Gravita | None = None) -> Rilievo:
        """A finding on an objective: its name comes before the text."""
        return Rilievo(
            f"{self.obiettivo(obiettivo)}: {testo}",
            Oggetto("obiettivo", obiettivo.area, obiettivo.anno, obiettivo.numero),
            dove_obiettivo(obiettivo.area, obiettivo.anno, obiettivo.numero, campo),
            gravita,
        )


def numero_stampato(obiettivo: ObiettivoFoto) -> str:
    return obiettivo.numero_pubblicato or str(obiettivo.numero)
