"""Filling the admin's forms as a browser does: what the page shows, with the changes of the test."""

from django.test import Client


def dati_della_pagina(client: Client, indirizzo: str) -> dict[str, str]:
    """The values of the page's form and of its inlines, as they would be sent back untouched."""
    contesto = client.get(indirizzo).context
    formset = [blocco.formset for blocco in contesto["inline_admin_formsets"]]
    moduli = [contesto["adminform"].form]
    for insieme in formset:
        moduli += [insieme.management_form, *insieme.forms]
    dati = {}
    for modulo in moduli:
        for campo in modulo:
            valore = campo.value()
            if valore is not None and valore is not False:
                dati[campo.html_name] = campo.field.widget.format_value(valore) if valore != "" else ""
    return {
        nome: valore[0] if isinstance(valore, list) else valore for nome, valore in dati.items() if valore is not None
    }


def invia(client: Client, indirizzo: str, **cambi):
    """Send the page's form with some fields changed (None takes a field away)."""
    dati = {**dati_della_pagina(client, indirizzo), **cambi}
    return client.post(indirizzo, {nome: valore for nome, valore in dati.items() if valore is not None})


def errori(risposta) -> dict[str, list[str]]:
    """What the form refuses, by field; empty when it was accepted."""
    if risposta.context is None:
        return {}
    trovati = dict(risposta.context["adminform"].form.errors)
    for blocco in risposta.context["inline_admin_formsets"]:
        for modulo in blocco.formset.forms:
            trovati |= {f"{blocco.formset.prefix}.{campo}": testi for campo, testi in modulo.errors.items()}
    return trovati
