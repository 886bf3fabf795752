"""What this app puts in piano.pdf: the map of the cascade, the sheets in figures, obiettivi.csv attached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from obiettivi.documenti.cascata import RIGHE_INSIEME, disegno, mappa
from obiettivi.documenti.dati import csv_obiettivi
from obiettivi.documenti.stampa import parti
from piani.documenti.piano import ALLEGATI_DEL_PIANO, PARTI_DEL_PIANO, AllegatoDelPiano, ParteDelPiano
from piani.models import SchedaArea
from piani.sezioni import AREE, LINEE, PIANO, SCHEDE
from semproniano.core.documenti.pdf import Allegato

if TYPE_CHECKING:
    from collections.abc import Sequence

    from obiettivi.documenti.stampa import SchedaStampa
    from piani.sezioni import Fotografia


@dataclass(frozen=True)
class RigaSchede:
    """An area and, year by year, its objectives and the sum of their weights ("" where there is no sheet)."""

    nome: str
    celle: Sequence[str]


def _cella(stampa: SchedaStampa | None) -> str:
    if stampa is None:
        return ""
    quanti = "1 obiettivo" if stampa.quanti == 1 else f"{stampa.quanti} obiettivi"
    nome = "pesi" if stampa.scheda.modo_peso == SchedaArea.ModoPeso.PERCENTUALE else "coefficienti"
    return f"{quanti}, {nome} {stampa.totale}"


def _schede(foto: Fotografia) -> dict[str, Any] | None:
    # A plan loaded from elsewhere may hold a sheet of another year: it is shown, not lost.
    anni = sorted({*foto[PIANO].anni, *(scheda.anno for scheda in foto[SCHEDE])})
    righe, totali = [], dict.fromkeys(anni, 0)
    stampate = set()
    for parte in parti(foto):
        per_anno = {stampa.scheda.anno: stampa for stampa in parte.schede}
        righe.append(RigaSchede(parte.nome, [_cella(per_anno.get(anno)) for anno in anni]))
        stampate.add(parte.slug)
        for anno, stampa in per_anno.items():
            totali[anno] += stampa.quanti
    righe += [RigaSchede(area.nome, [""] * len(anni)) for area in foto[AREE] if area.slug not in stampate]
    if not righe:
        return None
    return {
        "anni": anni,
        "righe": righe,
        "totali": list(totali.values()),
        "totale": sum(totali.values()),
        "e_corta": len(righe) <= RIGHE_INSIEME,
    }


def _cascata(foto: Fotografia) -> dict[str, Any] | None:
    conti = mappa(foto)
    if not conti.totale and not foto[LINEE]:
        return None
    return {"mappa": conti, "disegno": disegno(conti) if conti.colonne else None, "linee": foto[LINEE]}


def _csv_allegato(foto: Fotografia) -> Allegato:
    return Allegato(
        nome="obiettivi.csv",
        contenuto=csv_obiettivi(foto.json()),
        descrizione="Gli obiettivi del piano, uno per riga",
        mime="text/csv",
    )


def registra() -> None:
    PARTI_DEL_PIANO.registra(
        ParteDelPiano(
            "cascata", 30, "Dalle linee di mandato agli obiettivi", "obiettivi/documenti/cascata.html", _cascata
        )
    )
    PARTI_DEL_PIANO.registra(
        ParteDelPiano("schede", 40, "Le schede per area e anno", "obiettivi/documenti/schede.html", _schede)
    )
    ALLEGATI_DEL_PIANO.registra(AllegatoDelPiano("obiettivi.csv", 20, _csv_allegato))
