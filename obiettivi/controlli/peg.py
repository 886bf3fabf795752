"""The check that ties the PEG to who has it and to their objectives (PG03)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obiettivi.sezioni import OBIETTIVI
from piani.controlli import controllo
from piani.controlli.luoghi import nomi_delle_aree, oggetto_piano
from piani.controlli.peg import PARTI, capitoli_di, primi, quanti_capitoli, rilievo_peg
from piani.controlli.testi import elenco
from semproniano.core.controlli import Gravita, Rilievo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from piani.sezioni import Fotografia


@controllo(
    "PG03",
    soggetto="la parte del PEG; il piano per chi non ha obiettivi",
    gravita=Gravita.AVVISO,
    frase="Ogni capitolo ha un responsabile, e ogni responsabile che ha capitoli ha obiettivi.",
    norma="PG03",
)
def responsabili_e_obiettivi(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    for parte, nome in PARTI.items():
        if senza := [riga for riga in capitoli_di(foto, parte) if riga.area is None]:
            testo = f"{nome}: {quanti_capitoli(senza)} senza responsabile ({primi(senza)})."
            yield rilievo_peg(foto, parte, parte, testo)
    con_obiettivi = {obiettivo.area for obiettivo in foto[OBIETTIVI]}
    nomi = nomi_delle_aree(foto)
    # In the order of the areas, not of the capitoli.
    con_capitoli = {riga.area for riga in capitoli_di(foto) if riga.area is not None}
    scoperte = [nome for slug, nome in nomi.items() if slug in con_capitoli - con_obiettivi]
    if scoperte:
        verbo = (
            "ha capitoli del PEG ma nessun obiettivo"
            if len(scoperte) == 1
            else ("hanno capitoli del PEG ma nessun obiettivo")
        )
        yield Rilievo(f"{elenco(scoperte)}: {verbo}.", oggetto_piano(foto), "piano/schede")
