"""Names and addresses of what a check speaks of: "Area tecnica 2019", "obiettivi/tecnica/2019/3/peso"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piani.sezioni import AREE, PIANO
from piani.sezioni.schede import NOMI_SENZA_AREA
from semproniano.core.controlli import Oggetto

if TYPE_CHECKING:
    from piani.sezioni import Fotografia


def nomi_delle_aree(foto: Fotografia) -> dict[str, str]:
    """Name by slug, the sheets without area included."""
    return {**NOMI_SENZA_AREA, **{area.slug: area.nome for area in foto[AREE]}}


def oggetto_piano(foto: Fotografia, anno: int | None = None) -> Oggetto:
    return Oggetto("piano", anno=anno or foto[PIANO].anno_inizio)


def oggetto_scheda(area: str, anno: int) -> Oggetto:
    return Oggetto("scheda", area, anno)


def dove_scheda(area: str, anno: int, campo: str) -> str:
    return f"schede/{area}/{anno}/{campo}"


def dove_obiettivo(area: str, anno: int, numero: int, campo: str) -> str:
    return f"obiettivi/{area}/{anno}/{numero}/{campo}"


def dove_persona(area: str, anno: int, codice: str, campo: str) -> str:
    return f"persone/{area}/{anno}/{codice}/{campo}"
