"""What is written when a plan goes on: a note, the act that approves it, the sheets to open again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from piani.models import Atto
from semproniano.core.forms import CampoData
from semproniano.core.workflow import Nota

if TYPE_CHECKING:
    from piani.models import Piano
    from semproniano.core.workflow import Transizione

NOTA_MASSIMA = 4000


class FormPassaggio(forms.Form):
    """Only a note, compulsory where the transition asks for it."""

    nota = forms.CharField(
        label="Nota",
        required=False,
        max_length=NOTA_MASSIMA,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text="Resta agli atti, nel registro del piano.",
    )

    def __init__(self, transizione: Transizione, piano: Piano, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        self.fields["nota"].required = transizione.nota is Nota.OBBLIGATORIA

    def dati(self) -> dict[str, Any]:
        """What the service takes, besides plan and user."""
        return {"nota": self.cleaned_data["nota"]}


class FormConAtto(FormPassaggio):
    """The act is checked by the service, which knows the body's other acts."""

    organo = forms.ChoiceField(label="Organo", choices=Atto.Organo.choices, initial=Atto.Organo.GIUNTA)
    numero = forms.CharField(label="Numero", max_length=20, widget=forms.TextInput(attrs={"class": "vTextField"}))
    data = CampoData(label="Data")
    oggetto = forms.CharField(
        label="Oggetto", required=False, max_length=500, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    field_order = ("organo", "numero", "data", "oggetto", "nota")

    def dati(self) -> dict[str, Any]:
        campi = {nome: self.cleaned_data[nome] for nome in ("organo", "numero", "data", "oggetto")}
        return {**super().dati(), "atto": Atto(**campi)}


class FormApprovazione(FormConAtto):
    """`impronta` is that of the text that the page has shown: another one is refused."""

    impronta = forms.CharField(widget=forms.HiddenInput)

    def dati(self) -> dict[str, Any]:
        return {**super().dati(), "impronta": self.cleaned_data["impronta"]}


class FormVariazione(FormPassaggio):
    schede = forms.MultipleChoiceField(
        label="Schede da riaprire",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Le altre restano validate. Il testo del piano si può correggere comunque.",
    )

    def __init__(self, transizione: Transizione, piano: Piano, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(transizione, piano, *argomenti, **opzioni)
        self.fields["nota"].label = "Motivo della variazione"
        righe = piano.schede.select_related("area").order_by("area__ordine", "area__slug", "tipo", "anno")
        self.fields["schede"].choices = [(str(scheda.pk), str(scheda)) for scheda in righe]

    def dati(self) -> dict[str, Any]:
        return {**super().dati(), "schede": [int(chiave) for chiave in self.cleaned_data["schede"]]}
