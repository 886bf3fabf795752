"""What has changed between two fotografie: of a sheet or of a plan, of two moments, of two years, of two versions.

Each section says how its value is compared by registering a function here; the result is one list of changes that a
page or a document shows without knowing the sections.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from piani.sezioni.base import SEZIONI, Fotografia, Sezione
from semproniano.core.differenze import Cambio, Campo, CampoCambiato
from semproniano.core.numeri import in_italiano
from semproniano.core.registri import Registro

if TYPE_CHECKING:
    from django.db.models import Model

Funzione = Callable[[Fotografia, Fotografia], Iterable[Cambio]]


@dataclass(frozen=True)
class ConfrontoDiSezione:
    """How the values of one section are compared, in two fotografie that both have it."""

    sezione: Sezione
    funzione: Funzione

    @property
    def codice(self) -> str:
        return self.sezione.codice

    @property
    def ordine(self) -> int:
        return self.sezione.ordine


CONFRONTI: Registro[ConfrontoDiSezione] = Registro("confronti delle sezioni")


def confronto_di(sezione: Sezione) -> Callable[[Funzione], Funzione]:
    """Register the decorated function as the comparison of a section."""

    def registra(funzione: Funzione) -> Funzione:
        CONFRONTI.registra(ConfrontoDiSezione(sezione, funzione))
        return funzione

    return registra


@dataclass(frozen=True)
class Confronto:
    """All the changes, section by section in the order of the fotografia."""

    cambi: tuple[Cambio, ...]

    def __bool__(self) -> bool:
        """True when something has changed."""
        return bool(self.cambi)

    def di(self, sezione: Sezione) -> tuple[Cambio, ...]:
        return tuple(cambio for cambio in self.cambi if cambio.sezione == sezione.codice)

    def della_scheda(self, area: str, anno: int) -> Confronto:
        """Only the changes of one sheet."""
        return Confronto(tuple(cambio for cambio in self.cambi if (cambio.area, cambio.anno) == (area, anno)))

    @property
    def schede(self) -> tuple[tuple[str, int], ...]:
        """(area, year) of the sheets with a change, in the order of the changes."""
        chiavi = ((cambio.area, cambio.anno) for cambio in self.cambi if cambio.area is not None)
        return tuple(dict.fromkeys(chiavi))

    @property
    def quanti(self) -> dict[str, int]:
        """How many rows by sorte ("aggiunto", "tolto", "cambiato")."""
        return dict(Counter(str(cambio.sorte) for cambio in self.cambi))

    @property
    def pesi(self) -> tuple[tuple[Cambio, CampoCambiato], ...]:
        """The weights that are not what they were, with the row they belong to."""
        return tuple((cambio, campo) for cambio in self.cambi for campo in cambio.campi if campo.campo == "peso")


def confronta(prima: Fotografia, dopo: Fotografia) -> Confronto:
    """What has changed from `prima` to `dopo`: two whole plans, or two parts of one sheet each.

    Sheets correspond by area and year, objectives by uid inside them. Two parts of one sheet correspond whatever their
    year or area: so last year's sheet is compared with this year's. The state of a sheet and of a plan, the act that
    approved it and when a row was written are not content.
    """
    prima = _nella_stessa_scheda(prima, dopo)
    return Confronto(
        tuple(
            cambio
            for voce in CONFRONTI
            if voce.sezione in prima and voce.sezione in dopo
            for cambio in voce.funzione(prima, dopo)
        )
    )


def _nella_stessa_scheda(prima: Fotografia, dopo: Fotografia) -> Fotografia:
    """`prima`, if it is the part of one sheet, put where the only sheet of `dopo` is."""
    presenti = [sezione for sezione in SEZIONI if sezione in prima]
    di_scheda = [sezione for sezione in presenti if sezione.di_scheda]
    if di_scheda != presenti:
        return prima
    chiavi = [{(riga.area, riga.anno) for sezione in di_scheda for riga in foto[sezione]} for foto in (prima, dopo)]
    if any(len(trovate) != 1 for trovate in chiavi) or chiavi[0] == chiavi[1]:
        return prima
    ((area, anno),) = chiavi[1]
    return prima.con(
        {
            sezione.codice: tuple(msgspec.structs.replace(riga, area=area, anno=anno) for riga in prima[sezione])
            for sezione in di_scheda
        }
    )


# --- how values are written ------------------------------------------------------------------------


def in_parole(valore: Any) -> str:
    """A value as a page writes it; "" for what is not there, or is not so."""
    if valore is None or valore is False:
        return ""
    if valore is True:
        return "sì"
    if isinstance(valore, Decimal):
        return in_italiano(valore)
    if isinstance(valore, datetime.date):
        return f"{valore:%d/%m/%Y}"
    return "\n".join(map(in_parole, valore)) if isinstance(valore, tuple | list) else str(valore)


def campi_del_modello(modello: type[Model], nomi: Iterable[str]) -> Iterator[Campo]:
    """Fields of the fotografia that are called as those of the model: its names, and its words for the choices."""
    for nome in nomi:
        campo = modello._meta.get_field(nome)
        etichetta = str(campo.verbose_name)
        scelte = {str(valore): str(parole) for valore, parole in campo.choices or ()}
        yield Campo(nome, etichetta[0].upper() + etichetta[1:], partial(_con_le_parole, scelte))


def _con_le_parole(scelte: dict[str, str], valore: Any) -> str:
    testo = in_parole(valore)
    return scelte.get(testo, testo)
