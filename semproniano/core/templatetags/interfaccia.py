"""What the templates of the pages need besides Django's own tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import template
from django.forms import BaseForm, BaseFormSet

from semproniano.core.numeri import in_euro

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import timedelta
    from decimal import Decimal

    from django.forms import BoundField

register = template.Library()


class VoceErrore(NamedTuple):
    """A line of the error summary: the id to go to ("" when there is none), what it is called, what is wrong."""

    ancora: str
    nome: str
    messaggio: str


def ancora_di(campo: BoundField) -> str:
    """The id of what can take the focus: a group of buttons has none of its own, its first button has."""
    if campo.is_hidden:
        return ""
    return campo.id_for_label or f"{campo.auto_id}_0"


def errori_del_form(form: BaseForm) -> Iterator[VoceErrore]:
    gruppo = getattr(form, "nome_nel_riepilogo", "")
    for messaggio in form.non_field_errors():
        yield VoceErrore("", gruppo, str(messaggio))
    for campo in form:
        if campo.errors:
            nome = f"{gruppo}, {campo.label}" if gruppo else str(campo.label)
            yield VoceErrore(ancora_di(campo), nome, " ".join(map(str, campo.errors)))


def errori_di(cose: Iterable[BaseForm | BaseFormSet | list[BaseForm] | None]) -> Iterator[VoceErrore]:
    for cosa in cose:
        if isinstance(cosa, list):
            yield from errori_di(cosa)
        elif isinstance(cosa, BaseFormSet):
            for messaggio in cosa.non_form_errors():
                yield VoceErrore("", "", str(messaggio))
            yield from errori_di(cosa.forms)
        elif cosa:
            yield from errori_del_form(cosa)


@register.inclusion_tag("componenti/riepilogo_errori.html")
def riepilogo_errori(*cose: BaseForm | BaseFormSet | list[BaseForm] | None) -> dict[str, Any]:
    """The error summary of forms, formsets and lists: `{% riepilogo_errori form formset %}`, before the <form>."""
    return {"voci": list(errori_di(cose))}


@register.inclusion_tag("componenti/icona.html")
def icona(nome: str, classe: str = "") -> dict[str, Any]:
    """An icon of Bootstrap Italia, only decorative: `{% icona "user" "icon-sm icon-white" %}`."""
    return {"nome": nome, "classe": classe}


@register.filter
def minuti(durata: timedelta) -> str:
    """A time to wait, in whole minutes, rounded up: "15 minuti"."""
    numero = -(-int(durata.total_seconds()) // 60)
    return "1 minuto" if numero == 1 else f"{numero} minuti"


@register.filter
def euro(importo: Decimal | None) -> str:
    """An amount in euro: "1.234.567,80"; nothing where there is none."""
    return "" if importo is None else in_euro(importo)
