"""The PDF of one sheet as it would be printed now: to look at before proposing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obiettivi.documenti.allegato1 import pdf_area
from obiettivi.services.controllo import foto_con_la_pagina
from piani.documenti.base import Lavoro
from piani.services.squadra import esegui_in_parallelo
from piani.sezioni import fotografa_per_le_schede, parte_di_scheda
from piani.sezioni.parti import sezioni_di_scheda

if TYPE_CHECKING:
    from collections.abc import Sequence

    from obiettivi.sezioni import ObiettivoFoto
    from piani.models import SchedaArea


def nome_anteprima(scheda: SchedaArea) -> str:
    return f"bozza-{scheda.slug}-{scheda.anno}.pdf"


def anteprima_scheda(*, scheda: SchedaArea, obiettivi: Sequence[ObiettivoFoto] | None = None) -> bytes:
    """The sheet alone, as Allegato 1 prints it; with `obiettivi`, as a page that is not saved describes it.

    Made and judged in a process of its own, like every document: a web process keeps its memory and its time.
    Raises ErroreDocumento.
    """
    foto = (
        fotografa_per_le_schede(scheda.piano)
        if obiettivi is None
        else foto_con_la_pagina(scheda=scheda, obiettivi=obiettivi)
    )
    ridotta = foto.ridotta(scheda.slug)
    sola = parte_di_scheda(ridotta, scheda.slug, scheda.anno)
    altre = {sezione.codice: sola[sezione] for sezione in sezioni_di_scheda()}
    lavoro = Lavoro(nome_anteprima(scheda), pdf_area, ridotta.con(altre).json())
    return esegui_in_parallelo([lavoro], None)[lavoro.nome]
