"""Which sheets receive which transversal objectives: a box for each, a table on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms

from semproniano.core.forms import FormBase
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from collections.abc import Sequence

    from obiettivi.models import ObiettivoGestionale
    from obiettivi.services.trasversali import Ricevente


@dataclass(frozen=True)
class Casella:
    """A cell of the table: whether it is ticked, whether it can be changed, the weight of the row that is there."""

    nome: str
    valore: str
    e_scelta: bool
    e_chiusa: bool
    peso: str | None
    """None where there is no row yet; empty where the row has no weight yet."""


class FormTrasversali(FormBase):
    """A multiple choice for each sheet that can be written; the others are only shown."""

    def __init__(
        self, obiettivi: Sequence[ObiettivoGestionale], riceventi: Sequence[Ricevente], *argomenti: Any, **opzioni: Any
    ) -> None:
        super().__init__(*argomenti, **opzioni)
        self.obiettivi, self.riceventi = obiettivi, riceventi
        scelte = [(str(riga.uid), str(riga)) for riga in obiettivi]
        for ricevente in riceventi:
            if ricevente.scheda.e_modificabile:
                self.fields[self._nome(ricevente)] = forms.MultipleChoiceField(
                    label=ricevente.scheda.nome,
                    choices=scelte,
                    required=False,
                    initial=[str(uid) for uid in ricevente.righe],
                    error_messages={"invalid_choice": "Un obiettivo della pagina non c'è più: ricaricare la pagina."},
                )

    @staticmethod
    def _nome(ricevente: Ricevente) -> str:
        return f"scheda-{ricevente.scheda.pk}"

    def righe(self) -> list[tuple[ObiettivoGestionale, list[Casella]]]:
        """Each objective with its box in every sheet."""
        colonne = [(ricevente, self._scelti(ricevente)) for ricevente in self.riceventi]
        return [(riga, [self._casella(riga, *colonna) for colonna in colonne]) for riga in self.obiettivi]

    def _scelti(self, ricevente: Ricevente) -> set[str]:
        if not ricevente.scheda.e_modificabile:
            return {str(uid) for uid in ricevente.righe}
        return set(self[self._nome(ricevente)].value() or ())

    def _casella(self, riga: ObiettivoGestionale, ricevente: Ricevente, scelti: set[str]) -> Casella:
        assegnata = ricevente.righe.get(riga.uid)
        return Casella(
            nome=self._nome(ricevente),
            valore=str(riga.uid),
            e_scelta=str(riga.uid) in scelti,
            e_chiusa=not ricevente.scheda.e_modificabile,
            peso=None if assegnata is None else in_italiano(assegnata.peso),
        )

    def assegnati(self) -> dict[int, set[UUID]]:
        """By primary key of the sheet, the objectives ticked; only the sheets that can be written."""
        return {
            ricevente.scheda.pk: {UUID(uid) for uid in self.cleaned_data[self._nome(ricevente)]}
            for ricevente in self.riceventi
            if ricevente.scheda.e_modificabile
        }
