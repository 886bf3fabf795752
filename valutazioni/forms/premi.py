"""The fund of a category, and an amount to try."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from semproniano.core.forms import CampoDecimale, FormBase

if TYPE_CHECKING:
    from valutazioni.models import Fondo


def importo(etichetta: str, **opzioni: Any) -> CampoDecimale:
    return CampoDecimale(label=etichetta, min_value=0, max_digits=12, decimal_places=2, **opzioni)


class FormFondo(FormBase):
    versione = forms.IntegerField(widget=forms.HiddenInput)
    importo = importo("Importo (euro)")
    fonte = forms.CharField(
        label="Da dove viene", required=False, max_length=300, help_text="Contratto integrativo, determinazione."
    )

    def __init__(self, fondo: Fondo, dati: Any = None) -> None:
        self.fondo = fondo
        iniziali = {"versione": fondo.versione, "importo": fondo.importo, "fonte": fondo.fonte}
        super().__init__(dati, initial=iniziali)

    def riempi(self) -> Fondo:
        self.fondo.importo, self.fondo.fonte = self.cleaned_data["importo"], self.cleaned_data["fonte"]
        return self.fondo


class FormProva(FormBase):
    importo = importo("Importo da provare (euro)")
