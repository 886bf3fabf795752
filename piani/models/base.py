"""What every row that belongs to an Ente has in common."""

from collections.abc import Iterator
from functools import reduce
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models

from piani.querysets import DellEnteQuerySet


class DellEnte(models.Model):
    """A row of the tree whose root is Ente.

    `percorso_ente` is the lookup from the row to its Ente; `stesso_ente` names the foreign keys that must lead to
    the same one: the database cannot say it, and a person or an act of another body must never enter a plan.
    `stati_aperti`, on a model with a `stato`, are those in which the row and all that hangs on it can be written.
    """

    percorso_ente: ClassVar[str] = "ente"
    stesso_ente: ClassVar[tuple[str, ...]] = ()
    stati_aperti: ClassVar[tuple[str, ...]] = ()

    objects = DellEnteQuerySet.as_manager()

    class Meta:
        abstract = True

    def ente_proprio(self) -> int | None:
        """Primary key of the Ente this row belongs to; None while the path is still incomplete."""
        *passi, ultimo = self.percorso_ente.split("__")
        genitore = reduce(
            lambda riga, passo: riga and getattr(riga, f"{passo}_id") and getattr(riga, passo), passi, self
        )
        return genitore and getattr(genitore, "pk" if ultimo == "pk" else f"{ultimo}_id")

    def catena(self) -> Iterator["DellEnte"]:
        """The row itself and those above it on the way to its Ente, which is left out; stops where the path does."""
        riga: Self | None = self
        yield self
        for passo in self.percorso_ente.split("__")[:-1]:
            riga = riga and getattr(riga, f"{passo}_id") and getattr(riga, passo)
            if not riga:
                return
            yield riga

    @property
    def e_modificabile(self) -> bool:
        """False when the row, or a sheet or plan above it, is in a state that closes it to changes."""
        return all(not riga.stati_aperti or riga.stato in riga.stati_aperti for riga in self.catena())

    @property
    def e_eliminabile(self) -> bool:
        """False for what cannot be changed and for what was ever proposed (see SchedaArea and Piano)."""
        return self.e_modificabile

    def clean(self) -> None:
        super().clean()
        ente = self.ente_proprio()
        errori = {}
        for campo in self.stesso_ente:
            altro = getattr(self, campo) if getattr(self, f"{campo}_id") else None
            if ente and altro and altro.ente_proprio() != ente:
                errori[campo] = ValidationError(
                    f"«{altro}» appartiene a un altro ente: sceglierne uno di questo ente.", code="altro_ente"
                )
        if errori:
            raise ValidationError(errori)


def intervallo(nome: str, dal: str, al: str) -> models.CheckConstraint:
    """CHECK that a span with an optional end does not end before it begins."""
    return models.CheckConstraint(
        name=nome,
        condition=models.Q(**{f"{al}__isnull": True})
        | models.Q(**{f"{dal}__isnull": True})
        | models.Q(**{f"{al}__gte": models.F(dal)}),
        violation_error_message="La fine viene prima dell'inizio.",
    )
