"""The base of every form of the pages, and fields that take what an Italian office types."""

import datetime
import re
from decimal import Decimal
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from semproniano.core.calendario import DataInesistente, leggi_data
from semproniano.core.numeri import NumeroNonLeggibile, in_italiano, leggi_numero

_INTERO = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+", re.ASCII)


class FormMixin:
    """How every form looks: `{% crispy form %}` inside a <form> that the page writes, with its own token and buttons.

    `disposizione` is a crispy Layout, where the order of the fields is not enough. `nome_nel_riepilogo` comes before
    the label in the error summary, where a page has several forms ("Obiettivo 3").
    """

    disposizione: ClassVar[Layout | None] = None
    nome_nel_riepilogo = ""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.include_media = False
        if self.disposizione is not None:
            helper.layout = self.disposizione
        return helper


class FormBase(FormMixin, forms.Form):
    pass


class ModelFormBase(FormMixin, forms.ModelForm):
    pass


class CampoDecimale(forms.DecimalField):
    """A decimal number written with a comma, shown without useless zeros."""

    widget = forms.TextInput

    def __init__(self, **opzioni: Any) -> None:
        super().__init__(**{**opzioni, "widget": forms.TextInput(attrs={"inputmode": "decimal", "class": "numero"})})

    def to_python(self, valore: Any) -> Decimal | None:
        if isinstance(valore, str) and valore.strip():
            try:
                valore = leggi_numero(valore)
            except NumeroNonLeggibile as errore:
                raise ValidationError(str(errore), code="invalid") from errore
        return super().to_python(valore)

    def prepare_value(self, valore: Any) -> Any:
        return in_italiano(valore) if isinstance(valore, Decimal) else valore


class CampoIntero(forms.IntegerField):
    """A whole number, with or without points between the thousands."""

    widget = forms.TextInput

    def __init__(self, **opzioni: Any) -> None:
        super().__init__(**{**opzioni, "widget": forms.TextInput(attrs={"inputmode": "numeric", "class": "numero"})})

    def to_python(self, valore: Any) -> int | None:
        if isinstance(valore, str) and _INTERO.fullmatch(valore.strip()):
            valore = valore.strip().replace(".", "")
        return super().to_python(valore)


def data_da_italiano(testo: str) -> datetime.date:
    """The day written as gg/mm/aaaa, or in another of the ways of `leggi_data`. Raises ValidationError."""
    try:
        data = leggi_data(testo)
    except DataInesistente as errore:
        raise ValidationError(str(errore), code="invalid") from errore
    if data is None:
        raise ValidationError(f"«{testo.strip()}» non è una data: scriverla come 31/12/2024.", code="invalid")
    return data


class CampoData(forms.DateField):
    """A day in a text field, gg/mm/aaaa: the browser's own field shows the order of its language, not of the page's.

    Where there is JavaScript a button beside it opens the calendar (static/interfaccia/calendario.js).
    """

    widget = forms.TextInput

    def __init__(self, **opzioni: Any) -> None:
        attributi = {"inputmode": "numeric", "autocomplete": "off", "class": "data", "data-calendario": ""}
        super().__init__(
            **{"help_text": "gg/mm/aaaa", **opzioni, "widget": forms.TextInput(attrs={**attributi, "maxlength": 20})}
        )

    def to_python(self, valore: Any) -> datetime.date | None:
        if isinstance(valore, str):
            return data_da_italiano(valore) if valore.strip() else None
        return super().to_python(valore)

    def prepare_value(self, valore: Any) -> Any:
        # strftime writes the year 900 as "900".
        return f"{valore:%d/%m}/{valore.year:04d}" if isinstance(valore, datetime.date) else valore


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
