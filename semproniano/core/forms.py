"""Form fields that take what an Italian office types."""

from decimal import Decimal
from typing import Any

from django import forms

from semproniano.core.numeri import in_italiano


class CampoDecimale(forms.DecimalField):
    """A decimal number written with a comma ("33,33"; "33.33" is understood too), shown without useless zeros."""

    default_error_messages = {"invalid": "Scrivere un numero, con la virgola per i decimali: 33,33."}

    def __init__(self, **opzioni: Any) -> None:
        super().__init__(**{**opzioni, "localize": True})

    def prepare_value(self, valore: Any) -> Any:
        return in_italiano(valore) if isinstance(valore, Decimal) else valore

    def has_changed(self, iniziale: Any, dati: Any) -> bool:
        return super().has_changed(self.prepare_value(iniziale), dati)
