"""The filter of the public page of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from semproniano.core.forms import FormBase

if TYPE_CHECKING:
    from collections.abc import Iterable


class FormFiltro(FormBase):
    """Area, year, line of the mandate: what is not a choice of this plan filters nothing."""

    area = forms.ChoiceField(label="Area", required=False)
    anno = forms.ChoiceField(label="Anno", required=False)
    linea = forms.ChoiceField(label="Linea di mandato", required=False)

    def __init__(
        self,
        dati: Any,
        *,
        aree: Iterable[tuple[str, str]],
        anni: Iterable[int],
        linee: Iterable[tuple[int, str]],
    ) -> None:
        super().__init__(dati)
        self.fields["area"].choices = [("", "Tutte"), *aree]
        self.fields["anno"].choices = [("", "Tutti"), *((str(anno), str(anno)) for anno in anni)]
        self.fields["linea"].choices = [("", "Tutte"), *((str(numero), titolo) for numero, titolo in linee)]
