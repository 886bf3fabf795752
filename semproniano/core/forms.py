"""Form fields that take what an Italian office types."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from semproniano.core.numeri import in_italiano

# 1.061 and 1.061,50; 33,33; and, because keypads have a point, 33.33: never three digits, which read as thousands.
MIGLIAIA = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
CON_VIRGOLA = re.compile(r"[+-]?\d+(,\d+)?")
CON_PUNTO = re.compile(r"[+-]?(\d+\.(\d{1,2}|\d{4,})|0\.\d+)")


def da_italiano(testo: str) -> str:
    """The number as Python writes it: "1.061,5" → "1061.5". Raises ValidationError when it is not a number."""
    testo = testo.strip()
    if CON_PUNTO.fullmatch(testo):
        return testo
    if MIGLIAIA.fullmatch(testo) or CON_VIRGOLA.fullmatch(testo):
        return testo.replace(".", "").replace(",", ".")
    raise ValidationError(
        f"«{testo}» non è un numero: scriverlo con la virgola per i decimali, come 33,33.", code="invalid"
    )


class CampoDecimale(forms.DecimalField):
    """A decimal number written with a comma, shown without useless zeros."""

    widget = forms.TextInput

    def __init__(self, **opzioni: Any) -> None:
        super().__init__(**{**opzioni, "widget": forms.TextInput(attrs={"inputmode": "decimal", "class": "numero"})})

    def to_python(self, valore: Any) -> Decimal | None:
        if isinstance(valore, str) and valore.strip():
            valore = da_italiano(valore)
        return super().to_python(valore)

    def prepare_value(self, valore: Any) -> Any:
        return in_italiano(valore) if isinstance(valore, Decimal) else valore


class CampoIntero(forms.IntegerField):
    """A whole number, with or without points between the thousands."""

    widget = forms.TextInput

    def __init__(self, **opzioni: Any) -> None:
        super().__init__(**{**opzioni, "widget": forms.TextInput(attrs={"inputmode": "numeric", "class": "numero"})})

    def to_python(self, valore: Any) -> int | None:
        if isinstance(valore, str) and MIGLIAIA.fullmatch(valore.strip()):
            valore = valore.strip().replace(".", "")
        return super().to_python(valore)


class CampoPerRighe(forms.CharField):
    """A list of texts, one per line."""

    widget = forms.Textarea

    def prepare_value(self, valore: Any) -> Any:
        return "\n".join(valore) if isinstance(valore, list) else valore

    def to_python(self, valore: Any) -> list[str]:
        if isinstance(valore, list):
            return valore
        return [riga.strip() for riga in (valore or "").splitlines() if riga.strip()]

    def validate(self, valore: list[str]) -> None:
        if self.required and not valore:
            raise ValidationError(self.error_messages["required"], code="required")

    def has_changed(self, iniziale: Any, dati: Any) -> bool:
        return self.to_python(iniziale) != self.to_python(dati)
