"""What is written when a SMVP, a card or a fund goes on: a note, the act that adopts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from piani.models import Atto
from semproniano.core.forms import CampoData, FormBase
from semproniano.core.workflow import Nota

if TYPE_CHECKING:
    from semproniano.core.workflow import Transizione

NOTA_MASSIMA = 4000


class FormPassaggio(FormBase):
    """`versione` is the number of change that the page has shown: another one is refused."""

    versione = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, transizione: Transizione, *argomenti: Any, etichetta: str = "Nota", **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        if transizione.nota is not Nota.NESSUNA:
            self.fields["nota"] = forms.CharField(
                label=etichetta,
                max_length=NOTA_MASSIMA,
                required=transizione.nota is Nota.OBBLIGATORIA,
                widget=forms.Textarea(attrs={"rows": 5}),
            )

    def dati(self) -> dict[str, Any]:
        """What the service takes, besides object and user."""
        return {"versione": self.cleaned_data["versione"], "nota": self.cleaned_data.get("nota", "")}


class FormConAtto(FormPassaggio):
    """The act is checked by the service, which knows the body's other acts."""

    organo = forms.ChoiceField(label="Organo", choices=Atto.Organo.choices, initial=Atto.Organo.GIUNTA)
    numero = forms.CharField(label="Numero", max_length=20)
    data = CampoData(label="Data")
    oggetto = forms.CharField(label="Oggetto", required=False, max_length=500)

    def dati(self) -> dict[str, Any]:
        campi = {nome: self.cleaned_data[nome] for nome in ("organo", "numero", "data", "oggetto")}
        return {**super().dati(), "atto": Atto(**campi)}
