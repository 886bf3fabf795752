"""What is taken from the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from semproniano.core.forms import FormBase

if TYPE_CHECKING:
    from obiettivi.services.libreria import Libreria


class FormLibreria(FormBase):
    scelte = forms.MultipleChoiceField(
        label="Obiettivi da aggiungere",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Scegliere almeno un obiettivo.",
            "invalid_choice": "Un obiettivo scelto non è più nella libreria: ricaricare la pagina.",
        },
    )

    def __init__(self, libreria: Libreria, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        self.fields["scelte"].choices = [(chiave, chiave) for chiave in libreria.voci]
