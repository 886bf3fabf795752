"""How results are put together for who reads them: the plan, then sheet by sheet in printing order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piani.controlli.luoghi import nomi_delle_aree
from piani.sezioni import PIANO, SCHEDE

if TYPE_CHECKING:
    from collections.abc import Callable

    from piani.sezioni import Fotografia
    from semproniano.core.controlli import Esito


def e_della_scheda(area: str, anno: int) -> Callable[[Esito], bool]:
    """A filter: the results that speak of one sheet, of its objectives and of its people."""
    return lambda esito: (esito.oggetto.area, esito.oggetto.anno) == (area, anno)


def titolo_del_gruppo(foto: Fotografia) -> Callable[[Esito], tuple[tuple, str]]:
    """A function from a result to (place in the order, title); the title is the plan's or the sheet's."""
    nomi, piano = nomi_delle_aree(foto), foto[PIANO]
    posti = {slug: posto for posto, slug in enumerate(dict.fromkeys(scheda.area for scheda in foto[SCHEDE]), start=1)}

    def chiave(esito: Esito) -> tuple[tuple, str]:
        area, anno = esito.oggetto.area, esito.oggetto.anno
        if area is None:
            return (0, 0), piano.titolo
        return (posti.get(area, len(posti) + 1), anno or 0), f"{nomi.get(area, area)} {anno}"

    return chiave
