"""One transition of a SMVP, of a card, of a fund: a page that says what it does, then one button."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render

from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata
from valutazioni.forms.passaggi import FormPassaggio
from valutazioni.permessi import PREDICATI

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from piani.models import Ente, Utente
    from semproniano.core.workflow import Percorso, Transizione


@dataclass(frozen=True)
class Passaggio:
    """What the page needs to know. `esegui` is the service, called with what the form gives; `spiegazioni` say, by code
    of transition, what will happen."""

    percorso: Percorso
    oggetto: Any
    ente: Ente
    nome: str
    indirizzo: str
    esegui: Callable[..., Any]
    forms: Mapping[str, type[FormPassaggio]] = field(default_factory=dict)
    etichette: Mapping[str, str] = field(default_factory=dict)
    spiegazioni: Mapping[str, str] = field(default_factory=dict)
    parti: Mapping[str, str] = field(default_factory=dict)
    """Template with what is about to be confirmed, by code of transition."""
    dati: Mapping[str, Any] = field(default_factory=dict)
    radice: tuple[str, str] = ("", "")
    """Text and address of the list that the page belongs to."""


def possibili(utente: Utente, percorso: Percorso, oggetto: Any) -> Iterator[Transizione]:
    """The transitions that the user may do now; those that happen by themselves have no button."""
    return (
        voce
        for voce in percorso.dallo_stato(oggetto.stato)
        if not voce.interna and PREDICATI[voce.chi].vale(utente, oggetto)
    )


def pagina_del_passaggio(request: HttpRequest, codice: str, passaggio: Passaggio) -> HttpResponse:
    """404 for a transition that does not exist, 403 for one of somebody else, 409 for one that is late."""
    voci = {voce.codice: voce for voce in passaggio.percorso.transizioni if not voce.interna}
    if codice not in voci:
        raise Http404
    voce, oggetto = voci[codice], passaggio.oggetto
    if not PREDICATI[voce.chi].vale(request.user, oggetto):
        raise PermissionDenied
    if oggetto.stato not in voce.da:
        return non_ora(request, passaggio, f"Lo stato è «{oggetto.get_stato_display()}»: non si può più fare.")
    form = _form(request, voce, passaggio)
    motivi: Sequence[str] = ()
    if form.is_valid():
        try:
            passaggio.esegui(codice=codice, **form.dati())
        except OggettoCambiato as errore:
            return non_ora(request, passaggio, str(errore), scritto=form.cleaned_data.get("nota", ""))
        except TransizioneRifiutata as errore:
            motivi = errore.motivi
        else:
            messages.success(request, f"{passaggio.nome}: {voce.fatto}.")
            return HttpResponseRedirect(passaggio.indirizzo)
    contesto = {
        **passaggio.dati,
        "ente": passaggio.ente,
        "passaggio": passaggio,
        "transizione": voce,
        "spiegazione": passaggio.spiegazioni.get(codice, ""),
        "parte": passaggio.parti.get(codice, ""),
        "form": form,
        "motivi": motivi,
    }
    return render(request, "valutazioni/passaggio.html", contesto, status=422 if form.errors or motivi else 200)


def _form(request: HttpRequest, voce: Transizione, passaggio: Passaggio) -> FormPassaggio:
    dati = request.POST if request.method == "POST" else None
    tipo = passaggio.forms.get(voce.codice, FormPassaggio)
    return tipo(
        voce,
        dati,
        initial={"versione": passaggio.oggetto.versione},
        etichetta=passaggio.etichette.get(voce.codice, "Nota"),
    )


def non_ora(request: HttpRequest, passaggio: Passaggio, motivo: str, scritto: str = "") -> HttpResponse:
    """409, with what was written, so that it can be copied."""
    contesto = {
        "ente": passaggio.ente,
        "motivo": motivo,
        "indirizzo": passaggio.indirizzo,
        "testo_indirizzo": "Apri la pagina com'è adesso",
        "scritto": scritto,
    }
    return render(request, "valutazioni/cambiato.html", contesto, status=409)
