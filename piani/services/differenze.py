"""The difference between two versions of a plan, as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from piani.documenti.base import Lavoro
from piani.documenti.differenza import IngressoDifferenza, pdf_differenza
from piani.services.squadra import esegui_in_parallelo
from piani.services.versioni import fotografia_con_atto

if TYPE_CHECKING:
    from piani.models import Versione


def titolo_della_versione(versione: Versione) -> str:
    """ "versione 2 (G.C. n. 77 del 01/03/2025)"; a text without number by its state and day."""
    if versione.numero is None:
        return f"versione {versione.get_stato_display().lower()} del {versione.creata_il:%d/%m/%Y}"
    return f"versione {versione.numero} ({versione.atto})"


def ingresso_della_differenza(*, prima: Versione, dopo: Versione) -> IngressoDifferenza:
    return IngressoDifferenza(
        prima=fotografia_con_atto(prima).json().decode(),
        dopo=fotografia_con_atto(dopo).json().decode(),
        titolo_prima=titolo_della_versione(prima),
        titolo_dopo=titolo_della_versione(dopo),
    )


def differenza_in_pdf(*, prima: Versione, dopo: Versione) -> bytes:
    """Made and judged in a process of its own, like every document. Raises ErroreDocumento."""
    ingresso = msgspec.json.encode(ingresso_della_differenza(prima=prima, dopo=dopo))
    lavoro = Lavoro("differenze.pdf", pdf_differenza, ingresso)
    return esegui_in_parallelo([lavoro], None)[lavoro.nome]
