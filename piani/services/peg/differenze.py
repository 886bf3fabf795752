"""What an import would change: capitoli that come, that change, that go; sums before and after."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from piani.models.peg import ANNI_PEG
from piani.services.peg.legami import Uso, usi_di
from piani.sezioni.peg import PER_ANNO, CapitoloFoto, foto_capitolo
from semproniano.core.documenti.json import impronta, json_canonico

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from piani.models import Capitolo, Piano

Chiave = tuple[str, str, str]
ZERO = (Decimal(0),) * ANNI_PEG


@dataclass(frozen=True)
class Cambiato:
    prima: CapitoloFoto
    dopo: CapitoloFoto

    @cached_property
    def campi(self) -> list[tuple[str, object, object]]:
        """(field, before, after) of what is no longer the same."""
        return [
            (campo, prima, dopo)
            for campo in CapitoloFoto.__struct_fields__
            if (prima := getattr(self.prima, campo)) != (dopo := getattr(self.dopo, campo))
        ]


@dataclass(frozen=True)
class Tolto:
    capitolo: CapitoloFoto
    usi: tuple[Uso, ...] = ()

    @property
    def blocca(self) -> tuple[Uso, ...]:
        """What uses it and does not let it go."""
        return tuple(uso for uso in self.usi if not uso.e_scioglibile)


@dataclass(frozen=True)
class DifferenzePeg:
    """`chiavi`: primary key of each row that there is, by parte, capitolo, articolo."""

    aggiunti: tuple[CapitoloFoto, ...]
    cambiati: tuple[Cambiato, ...]
    tolti: tuple[Tolto, ...]
    uguali: int
    totali_prima: dict[str, tuple[Decimal, ...]]
    totali_dopo: dict[str, tuple[Decimal, ...]]
    chiavi: dict[Chiave, int] = field(repr=False)

    @property
    def bloccanti(self) -> tuple[str, ...]:
        """Why it cannot be done, one sentence each; nothing when it can."""
        return tuple(
            f"Il capitolo {tolto.capitolo.numero} non c'è più nel file, ma lo usa {uso.testo}, che non si può cambiare."
            for tolto in self.tolti
            for uso in tolto.blocca
        )

    @property
    def e_vuota(self) -> bool:
        return not (self.aggiunti or self.cambiati or self.tolti)

    @cached_property
    def impronta(self) -> str:
        """Of what would be written: the same import on the same rows has the same one."""
        cambiati = [(voce.prima, voce.dopo) for voce in self.cambiati]
        return impronta(json_canonico([self.aggiunti, cambiati, [voce.capitolo for voce in self.tolti]]))


def totali_di(capitoli: Iterable[CapitoloFoto]) -> dict[str, tuple[Decimal, ...]]:
    """Competenza of each year by part; parts without rows have none."""
    totali: dict[str, tuple[Decimal, ...]] = {}
    for capitolo in capitoli:
        prima = totali.get(capitolo.parte, ZERO)
        totali[capitolo.parte] = tuple(a + b for a, b in zip(prima, capitolo.competenza, strict=True))
    return totali


def differenze_peg(
    *,
    piano: Piano,
    capitoli: Collection[CapitoloFoto],
    parti: Collection[str],
    ferme: Collection[Chiave] = (),
    assenti: Collection[str] = (),
) -> DifferenzePeg:
    """`capitoli` take the place of those of the same `parti`; rows with a key in `ferme` (refused ones) stay as they
    are, and so do the fields in `assenti` ("cassa", "fpv_2"), of which the file has no column.

    Reads the plan's rows with one query, and what uses those that go with one for each register.
    """
    presenti: dict[Chiave, tuple[int, CapitoloFoto]] = {
        foto.chiave: (riga.pk, foto) for riga in _righe(piano) for foto in (foto_capitolo(riga),)
    }
    nuovi = {
        foto.chiave: _completata(foto, presenti[foto.chiave][1], assenti) if foto.chiave in presenti else foto
        for foto in capitoli
    }
    vanno = [
        (pk, foto)
        for chiave, (pk, foto) in presenti.items()
        if foto.parte in parti and chiave not in nuovi and chiave not in ferme
    ]
    usi = usi_di([pk for pk, _ in vanno])
    cambiati = [
        Cambiato(presenti[chiave][1], foto)
        for chiave, foto in nuovi.items()
        if chiave in presenti and presenti[chiave][1] != foto
    ]
    prima = [foto for _, foto in presenti.values()]
    tolte = {foto.chiave for _, foto in vanno}
    restano = [foto for foto in prima if foto.chiave not in tolte and foto.chiave not in nuovi]
    return DifferenzePeg(
        aggiunti=tuple(foto for chiave, foto in nuovi.items() if chiave not in presenti),
        cambiati=tuple(cambiati),
        tolti=tuple(Tolto(foto, tuple(usi.get(pk, ()))) for pk, foto in vanno),
        uguali=sum(chiave in presenti for chiave in nuovi) - len(cambiati),
        totali_prima=totali_di(prima),
        totali_dopo=totali_di([*restano, *nuovi.values()]),
        chiavi={chiave: pk for chiave, (pk, _) in presenti.items()},
    )


def _completata(foto: CapitoloFoto, prima: CapitoloFoto, assenti: Collection[str]) -> CapitoloFoto:
    """The row with what it had, where the file says nothing of it."""
    valori = {}
    for campo in CapitoloFoto.__struct_fields__:
        nuovo, vecchio = getattr(foto, campo), getattr(prima, campo)
        if campo in PER_ANNO:
            valori[campo] = tuple(
                vecchio[posto] if f"{campo}_{posto + 1}" in assenti else nuovo[posto] for posto in range(ANNI_PEG)
            )
        elif campo in assenti and not nuovo:
            valori[campo] = vecchio
    return msgspec.structs.replace(foto, **valori)


def _righe(piano: Piano) -> Iterable[Capitolo]:
    return piano.capitoli.select_related("area").order_by("parte", "capitolo", "articolo")
