"""The search among the capitoli of a PEG."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from piani.models import Area, Capitolo
from semproniano.core.forms import FormBase

if TYPE_CHECKING:
    from piani.models import Piano


class FormRicerca(FormBase):
    use_required_attribute = False

    q = forms.CharField(
        label="Numero, nome o codice",
        required=False,
        max_length=100,
        help_text="Come 1200/3, cancelleria, 0103 (programma), 1.101 (tipologia).",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    parte = forms.ChoiceField(label="Parte", required=False, choices=[("", "Entrata e spesa"), *Capitolo.Parte.choices])
    area = forms.ModelChoiceField(
        label="Responsabile", required=False, queryset=Area.objects.none(), empty_label="Tutte le aree"
    )

    def __init__(self, *argomenti: Any, piano: Piano, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        con_capitoli = piano.capitoli.exclude(area=None).order_by().values("area")
        self.fields["area"].queryset = Area.objects.filter(pk__in=con_capitoli).order_by("ordine", "pk")
        self.fields["area"].label_from_instance = lambda area: area.nome
