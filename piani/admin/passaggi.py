"""The plan goes on: to the Giunta, back, approved, varied, acquired. A page to read and confirm for each transition."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from piani.admin.moduli_passaggi import FormApprovazione, FormConAtto, FormPassaggio, FormVariazione
from piani.permessi import PREDICATI
from piani.selectors import piani_completi, transizioni_possibili
from piani.services.acquisizione import acquisisci_piano
from piani.services.approvazione import approva_piano, emendamenti_piano, impedimenti, trasmetti_piano
from piani.services.pratiche import esamina
from piani.services.variazione import annulla_variazione, apri_variazione
from piani.services.versioni import candidata_di
from piani.sezioni import fotografa
from piani.states import EMENDAMENTI, PIANO
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from piani.models import Piano
    from semproniano.core.workflow import Transizione


@dataclass(frozen=True)
class Passaggio:
    """The page of a transition: its name in the address, its form, the service it calls, what it says first."""

    nome: str
    form: type[FormPassaggio]
    servizio: Callable[..., Piano]
    spiegazione: str

    def transizione(self, piano: Piano) -> Transizione:
        return PIANO[piano.emendamenti if self.nome in EMENDAMENTI else self.nome]


PASSAGGI = {
    voce.nome: voce
    for voce in (
        Passaggio(
            "trasmetti", FormPassaggio, trasmetti_piano,
            "Il testo del piano e di tutte le schede si congela com'è adesso: è ciò che la Giunta vota. "
            "Finché è in Giunta non si modifica.",
        ),
        Passaggio(
            "emendamenti", FormPassaggio, emendamenti_piano,
            "La Giunta chiede modifiche: il piano si riapre. Il testo che le è stato trasmesso resta nel registro, "
            "con la nota. Le schede da correggere si riaprono una per una.",
        ),
        Passaggio(
            "approva", FormApprovazione, approva_piano,
            "L'atto si lega al testo trasmesso, che diventa una versione numerata e non cambia più.",
        ),
        Passaggio(
            "apri_variazione", FormVariazione, apri_variazione,
            "La versione approvata resta in vigore finché non se ne approva un'altra, con un nuovo atto.",
        ),
        Passaggio(
            "annulla_variazione", FormPassaggio, annulla_variazione,
            "Per una variazione aperta per errore, o che non serve più. Si può finché il piano dice ancora quello che "
            "dice la versione in vigore: le schede riaperte tornano validate.",
        ),
        Passaggio(
            "acquisisci", FormConAtto, acquisisci_piano,
            "Per un piano già approvato su carta: entra com'è, con il suo atto. Che cosa i controlli dicono resta "
            "scritto nella versione. È l'unico modo di superare un controllo bloccante.",
        ),
    )
}  # fmt: skip


class PassaggiDelPiano:
    """For the admin of the plan."""

    def get_urls(self) -> list:
        pagine = [
            path(
                f"<path:object_id>/{nome}/",
                self.admin_site.admin_view(partial(self.pagina_passaggio, nome=nome)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{nome}",
            )
            for nome in PASSAGGI
        ]
        return [*pagine, *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, *argomenti: Any, **opzioni: Any) -> HttpResponse:
        """The page of the plan shows what can be done now."""
        piano = self.get_object(request, unquote(object_id))
        contesto = {**(opzioni.pop("extra_context", None) or {}), "passaggi": self.passaggi_possibili(request, piano)}
        return super().change_view(request, object_id, *argomenti, extra_context=contesto, **opzioni)

    def passaggi_possibili(self, request: HttpRequest, piano: Piano) -> list[dict[str, str]]:
        """Label and address of the transitions that the user may do now."""
        return [
            {"etichetta": voce.etichetta, "indirizzo": self._indirizzo(_nome(voce), piano)}
            for voce in transizioni_possibili(request.user, piano)
        ]

    def _indirizzo(self, nome: str, piano: Piano) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{nome}", args=[piano.pk])

    def pagina_passaggio(self, request: HttpRequest, object_id: str, nome: str) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        piano = piani_completi().get(pk=self.get_object(request, unquote(object_id)).pk)
        passaggio = PASSAGGI[nome]
        transizione = passaggio.transizione(piano)
        if not PREDICATI[transizione.chi].vale(request.user, piano):
            raise PermissionDenied
        if transizione not in transizioni_possibili(request.user, piano):
            return self._non_ora(request, piano, f"Il piano è nello stato «{piano.get_stato_display()}».")
        candidata = candidata_di(piano)
        inviati = request.POST if request.method == "POST" else None
        form = passaggio.form(transizione, piano, inviati, initial={"impronta": candidata and candidata.sha256})
        motivi: Sequence[str] = ()
        if request.method == "POST" and form.is_valid():
            try:
                passaggio.servizio(piano=piano, utente=request.user, **form.dati())
            except OggettoCambiato as errore:
                return self._non_ora(request, piano, str(errore))
            except TransizioneRifiutata as errore:
                motivi = errore.motivi
            else:
                self.message_user(request, f"Il piano è stato {transizione.fatto}.", messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:piani_piano_change", args=[piano.pk]))
        contesto = {"passaggio": passaggio, "transizione": transizione, "candidata": candidata, "motivi": motivi}
        contesto |= self._modulo(form) | (self._prima(request, nome, piano) if request.method != "POST" else {})
        stato = 422 if form.errors or motivi else 200
        return self._pagina(request, piano, "passaggio", contesto, stato)

    @staticmethod
    def _modulo(form: Form) -> dict[str, Any]:
        visibili = [campo.name for campo in form.visible_fields()]
        return {"form": form, "adminform": AdminForm(form, [(None, {"fields": visibili})], {})}

    @staticmethod
    def _prima(request: HttpRequest, nome: str, piano: Piano) -> dict[str, Any]:
        """What stands in the way, said before the button is pressed."""
        if nome == "trasmetti":
            motivi, esame = impedimenti(piano=piano, utente=request.user)
            return {"motivi": motivi, "esame": esame}
        if nome == "acquisisci":
            return {"esame": esamina(fotografa(piano), piano.ente)[1]}
        return {}

    def _non_ora(self, request: HttpRequest, piano: Piano, motivo: str) -> HttpResponse:
        return self._pagina(request, piano, "passaggio_non_ora", {"motivo": motivo}, 409)

    def _pagina(
        self, request: HttpRequest, piano: Piano, modello: str, contesto: dict[str, Any], stato: int
    ) -> HttpResponse:
        comune = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "piano": piano,
            "title": contesto["transizione"].etichetta if "transizione" in contesto else "Nel frattempo è cambiato",
            "ente_di_esempio": piano.ente.e_esempio,
        }
        return TemplateResponse(request, f"admin/piani/piano/{modello}.html", {**comune, **contesto}, status=stato)


def _nome(transizione: Transizione) -> str:
    """The page of the transition: the two ways back from the Giunta have one."""
    return EMENDAMENTI[0] if transizione.codice in EMENDAMENTI else transizione.codice
