"""The base of every form of the pages, and fields that take what an Italian office types."""

import datetime
import re
from decimal import Decimal
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from semproniano.core.numeri import in_italiano

# 1.061 and 1.061,50; 33,33; and, because keypads have a point, 33.33: never three digits, which read as thousands.
MIGLIAIA = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
CON_VIRGOLA = re.compile(r"[+-]?\d+(,\d+)?")
CON_PUNTO = re.compile(r"[+-]?(\d+\.(\d{1,2}|\d{4,})|0\.\d+)")
# 31/12/2024, 31-12-2024, 31.12.24, 1/2/24; and 2024-12-31, as calendars and spreadsheets write it.
GIORNO_MESE_ANNO = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
ANNO_MESE_GIORNO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


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


def data_da_italiano(testo: str) -> datetime.date:
    """The day written as gg/mm/aaaa (or g/m/aa, of this century) or as aaaa-mm-gg. Raises ValidationError."""
    testo = testo.strip()
    if trovata := GIORNO_MESE_ANNO.fullmatch(testo):
        giorno, mese, anno = (int(parte) for parte in trovata.groups())
        anno += 2000 if len(trovata[3]) == 2 else 0
    elif trovata := ANNO_MESE_GIORNO.fullmatch(testo):
        anno, mese, giorno = (int(parte) for parte in trovata.groups())
    else:
        raise ValidationError(f"«{testo}» non è una data: scriverla come 31/12/2024.", code="invalid")
    try:
        return datetime.date(anno, mese, giorno)
    except ValueError:
        raise ValidationError(
            f"Il giorno {testo} non esiste: controllare giorno, mese e anno (gg/mm/aaaa).", code="invalid"
        ) from None


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
