"""One sheet's part of the fotografia: what a Revisione keeps, what is compared, what a page shows and a form fills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piani.sezioni.base import SEZIONI, Fotografia, leggi_sezioni

if TYPE_CHECKING:
    from collections.abc import Iterable

    from piani.sezioni.base import Sezione


def sezioni_di_scheda() -> Iterable[Sezione]:
    """The registered sections whose rows belong each to one sheet (they have `area` and `anno`)."""
    return [sezione for sezione in SEZIONI if sezione.di_scheda]


def parte_di_scheda(foto: Fotografia, area: str, anno: int) -> Fotografia:
    """The rows of one sheet: a fotografia with the sheets' sections only, empty when there is no such sheet."""
    return Fotografia(
        {
            sezione.codice: tuple(riga for riga in foto[sezione] if (riga.area, riga.anno) == (area, anno))
            for sezione in sezioni_di_scheda()
        },
        foto.schema,
    )


def parte_da_json(testo: str | bytes) -> Fotografia:
    """Read back what `parte_di_scheda(…).json()` wrote; raises FotografiaNonLeggibile when it is not one."""
    return leggi_sezioni(testo, list(sezioni_di_scheda()))


def con_parte(foto: Fotografia, parte: Fotografia, area: str, anno: int) -> Fotografia:
    """The plan with a sheet's part replaced: how a draft is checked and printed as if it were saved.

    The sheets keep their place; rows of a sheet that the plan does not have come last.
    """
    return foto.con({s.codice: _sostituite(foto[s], parte[s], (area, anno)) for s in sezioni_di_scheda()})


def _sostituite(righe: tuple, nuove: tuple, chiave: tuple[str, int]) -> tuple:
    posto = next((posto for posto, riga in enumerate(righe) if (riga.area, riga.anno) == chiave), len(righe))
    altre = [(riga.area, riga.anno) != chiave for riga in righe]
    prima = tuple(riga for riga, altra in zip(righe[:posto], altre[:posto], strict=True) if altra)
    dopo = tuple(riga for riga, altra in zip(righe[posto:], altre[posto:], strict=True) if altra)
    return (*prima, *nuove, *dopo)
