"""From an uploaded file to a grid, whatever kind of table it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from semproniano.core.griglie.base import Griglia, GrigliaNonLeggibile, Limiti
from semproniano.core.griglie.codifica import decodifica
from semproniano.core.griglie.formati import XLSX, controlla_dimensione, riconosci
from semproniano.core.griglie.testo import leggi_testo
from semproniano.core.griglie.xlsx import RIGHE_DI_ASSAGGIO, Libro

if TYPE_CHECKING:
    from collections.abc import Callable


def leggi_file(
    nome: str,
    contenuto: bytes,
    *,
    foglio: str = "",
    preferenza: Callable[[Griglia], int] | None = None,
    limiti: Limiti | None = None,
    avanza: Callable[[int], None] | None = None,
) -> Griglia:
    """The table of an .xlsx, .csv or .txt file; `griglia.fogli` lists the sheets to choose from.

    `foglio`: the sheet to read. Without it, the first one that has data, or the one that `preferenza` gives most
    points to (it sees the first rows of each). `avanza` is told, now and then, how many rows have been
    read. Raises GrigliaNonLeggibile, with a sentence for the person.
    """
    limiti = limiti or Limiti()
    controlla_dimensione(len(contenuto), limiti)
    if riconosci(nome, contenuto) == XLSX:
        libro = Libro(nome, contenuto, limiti)
        griglia = libro.griglia(foglio or _scelto(libro, preferenza), avanza=avanza)
        if not griglia.righe:
            raise GrigliaNonLeggibile(f"Il foglio «{griglia.foglio}» di «{nome}» è vuoto.")
        return griglia
    testo, avvertenza = decodifica(contenuto)
    return leggi_testo(testo, limiti=limiti, e_incollato=False, avvertenza=avvertenza, avanza=avanza)


def _scelto(libro: Libro, preferenza: Callable[[Griglia], int] | None) -> str:
    """The first of the sheets with most points; empty sheets have none."""
    if not libro.fogli:
        raise GrigliaNonLeggibile("La cartella di lavoro non ha fogli con celle.")
    if len(libro.fogli) == 1:
        return libro.fogli[0]
    if preferenza is None:
        return next((nome for nome in libro.fogli if libro.griglia(nome, righe=1).righe), libro.fogli[0])
    return max(libro.fogli, key=lambda nome: preferenza(libro.griglia(nome, righe=RIGHE_DI_ASSAGGIO)))
