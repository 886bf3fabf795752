"""Versions and documents: read only, but for the way to publish them and for what is uploaded."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.urls import reverse

from piani.admin.base import AdminDellEnte, AdminSolaLetturaDellEnte, scrive_in
from piani.admin.filtri import FiltroDellEnte
from piani.admin.moduli import FormDellEnte
from piani.models import Documento, Versione
from piani.permessi import Ruolo
from piani.selectors import transizioni_possibili
from piani.services.archivio import archivia
from piani.services.documenti import DocumentoRifiutato, carica_documento, esamina_documento
from piani.states import DOCUMENTO
from semproniano.core.controlli import Gravita
from semproniano.core.documenti.errori import ErroreDocumento

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from semproniano.core.workflow import Transizione

# What is made elsewhere; the rest comes out of a version.
TIPI_CARICATI = (
    Documento.Tipo.SMVP,
    Documento.Tipo.PIANO,
    Documento.Tipo.RELAZIONE,
    Documento.Tipo.PREMI_TOTALE,
    Documento.Tipo.PREMI_DATI,
    Documento.Tipo.DELIBERA,
)


class ConPassaggi:
    """The page of a row shows, on top, what can be done with it now."""

    change_form_template = "admin/piani/con_passaggi.html"

    def passaggi(self, request: HttpRequest, riga: Any) -> list[dict[str, str]]:
        raise NotImplementedError

    def change_view(self, request: HttpRequest, object_id: str, *argomenti: Any, **opzioni: Any) -> HttpResponse:
        riga = self.get_object(request, unquote(object_id))
        contesto = {**(opzioni.pop("extra_context", None) or {}), "passaggi": self.passaggi(request, riga)}
        return super().change_view(request, object_id, *argomenti, extra_context=contesto, **opzioni)


def _voce(transizione: Transizione, nome: str, chiave: int) -> dict[str, str]:
    return {"etichetta": transizione.etichetta, "indirizzo": reverse(f"{nome}-{transizione.codice}", args=[chiave])}


@admin.register(Versione)
class VersioneAdmin(ConPassaggi, AdminSolaLetturaDellEnte):
    list_display = ("__str__", "stato", "atto", "creata_il", "pubblicata_il", "sha256")
    list_select_related = ("piano", "atto")
    list_filter = (("piano", FiltroDellEnte), "stato")
    search_fields = ("piano__titolo", "sha256")
    fields = (
        "piano", "numero", "stato", "atto", "creata_il", "approvata_il", "pubblicata_il", "ritirata_il",
        "archiviata_il", "e_acquisita", "motivo", "controlli", "precedente", "schema", "sha256",
    )  # fmt: skip
    readonly_fields = ("controlli",)

    @admin.display(description="esiti dei controlli")
    def controlli(self, versione: Versione) -> str:
        """Those of the moment in which it was sent or acquired: how many of each kind, and what blocked."""
        quanti = Counter(esito["gravita"] for esito in versione.esiti)
        conto = ", ".join(f"{gravita.plurale} {quanti[gravita.value]}" for gravita in Gravita)
        bloccanti = [esito["messaggio"] for esito in versione.esiti if esito["gravita"] == Gravita.BLOCCANTE]
        return "\n".join([f"{conto[0].upper()}{conto[1:]}.", *bloccanti])

    def passaggi(self, request: HttpRequest, riga: Versione) -> list[dict[str, str]]:
        documenti = {"etichetta": "Documenti", "indirizzo": reverse("versione-documenti", args=[riga.pk])}
        return [
            *(_voce(transizione, "versione", riga.pk) for transizione in transizioni_possibili(request.user, riga)),
            documenti,
        ]


class FormDocumento(FormDellEnte):
    """A PDF with text, and what is said of it."""

    pdf = forms.FileField(
        label="File PDF",
        help_text="Con il testo, non una scansione. Il nome del file si ricava dal titolo.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )

    def __init__(self, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        if "tipo" in self.fields:
            self.fields["tipo"].choices = [("", "---------"), *((tipo.value, tipo.label) for tipo in TIPI_CARICATI)]
        if "descrizione" in self.fields:
            self.fields["descrizione"].required = True

    def clean_pdf(self) -> bytes:
        contenuto = self.cleaned_data["pdf"].read()
        try:
            esamina_documento(contenuto)
            # The file before its row: a full disk is said here, and what was typed stays in the page.
            archivia(contenuto, "pdf")
        except (DocumentoRifiutato, ErroreDocumento) as errore:
            raise ValidationError(str(errore), code="rifiutato") from errore
        return contenuto

    def _get_validation_exclusions(self) -> set[str]:
        """What the service writes from the file."""
        return super()._get_validation_exclusions() | {"nome", "file", "formato", "dimensione", "sha256"}


@admin.register(Documento)
class DocumentoAdmin(ConPassaggi, AdminDellEnte):
    list_display = ("titolo", "tipo", "anno", "formato", "ente", "pubblicato_il", "ritirato_il")
    date_hierarchy = "pubblicato_il"
    list_filter = (("ente", FiltroDellEnte), "tipo", "insieme")
    search_fields = ("titolo",)
    autocomplete_fields = ("ente", "atto")
    ruoli_scrittura = (Ruolo.SEGRETARIO,)

    def get_fieldsets(self, request: HttpRequest, obj: Documento | None = None) -> list:
        if obj is not None:
            return [(None, {"fields": [campo.name for campo in self.opts.fields if campo.name not in ("id", "file")]})]
        campi = ("ente", "tipo", "titolo", "descrizione", "anno", "atto", "albo", "pdf")
        return [(None, {"fields": campi, "description": "Il documento è pubblicato appena caricato."})]

    def get_form(
        self, request: HttpRequest, obj: Documento | None = None, change: bool = False, **opzioni: Any
    ) -> type:
        return super().get_form(request, obj, change, **(opzioni if obj else {**opzioni, "form": FormDocumento}))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Roles alone: who runs the installation publishes nothing for a body."""
        return bool(request.user.is_authenticated and request.user.enti_con_ruolo(self.ruoli_scrittura))

    def has_change_permission(self, request: HttpRequest, obj: Documento | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Documento | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Documento, form: FormDocumento, change: bool) -> None:
        for avviso in carica_documento(documento=obj, contenuto=form.cleaned_data["pdf"], utente=request.user):
            self.message_user(request, avviso, messages.WARNING)

    def passaggi(self, request: HttpRequest, riga: Documento) -> list[dict[str, str]]:
        if riga.versione_id or not scrive_in(request.user, riga, self.ruoli_scrittura):
            return []
        return [_voce(transizione, "documento", riga.pk) for transizione in DOCUMENTO.dallo_stato(riga.stato)]
