"""The page «Controlli» of a plan and of a sheet, and the settings of the checks of a body."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.template.response import TemplateResponse
from django.urls import path

from piani.admin.base import AdminDellEnte
from piani.admin.collegamenti import Collegamenti
from piani.admin.filtri import FiltroDellEnte
from piani.admin.moduli import FormDellEnte
from piani.controlli import CONTROLLI, controlla
from piani.controlli.gruppi import titolo_del_gruppo
from piani.controlli.impostazioni import impostazioni_di
from piani.controlli.norme import NORME
from piani.models import ArticoloCorretto, RegolaControllo
from piani.selectors import piani_completi
from piani.services.regole import verifica_articolo, verifica_regola
from piani.sezioni import fotografa
from semproniano.core.controlli import Gravita, ParametroErrato

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from piani.models.base import DellEnte
    from semproniano.core.controlli import Esito

PREFISSO_PARAMETRO = "parametro_"


class PaginaControlli:
    """For the admin of a plan or of a sheet: the results of the checks, each linked to the field to put right."""

    def get_urls(self) -> list:
        pagina = path(
            "<path:object_id>/controlli/",
            self.admin_site.admin_view(self.pagina_controlli),
            name=f"{self.opts.app_label}_{self.opts.model_name}_controlli",
        )
        return [pagina, *super().get_urls()]

    def piano_e_filtro(self, riga: DellEnte) -> tuple[int, Callable[[Esito], bool]]:
        """Primary key of the plan to check, and which of its results the page shows."""
        return riga.pk, lambda esito: True

    def pagina_controlli(self, request: HttpRequest, object_id: str) -> HttpResponse:
        riga = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, riga):
            raise PermissionDenied
        chiave, mostra = self.piano_e_filtro(riga)
        piano = piani_completi().get(pk=chiave)
        foto = fotografa(piano)
        esiti = [esito for esito in controlla(foto, impostazioni_di(piano.ente)) if mostra(esito)]
        contesto = {
            **self.admin_site.each_context(request),
            "title": f"Controlli: {riga}",
            "opts": self.opts,
            "riga": riga,
            "sezioni": sezioni_di_esiti(esiti, titolo_del_gruppo(foto), Collegamenti(piano)),
        }
        return TemplateResponse(request, "admin/piani/controlli.html", contesto)


def sezioni_di_esiti(esiti: Sequence[Esito], chiave: Callable, collegamenti: Collegamenti) -> list[dict[str, Any]]:
    """By severity, then by sheet."""
    sezioni = []
    for gravita in Gravita:
        propri = sorted((esito for esito in esiti if esito.gravita is gravita), key=chiave)
        gruppi = [
            (titolo, [(esito, collegamenti.indirizzo(esito)) for esito in gruppo])
            for (_, titolo), gruppo in groupby(propri, key=chiave)
        ]
        if gruppi:
            sezioni.append({"titolo": gravita.plurale.capitalize(), "quanti": len(propri), "gruppi": gruppi})
    return sezioni


class FormRegola(FormDellEnte):
    """The parameters of the chosen check are fields of their own; they appear once the check is saved."""

    codice = forms.ChoiceField(
        label="Controllo", choices=lambda: [(voce.codice, f"{voce.codice} – {voce.frase}") for voce in CONTROLLI]
    )

    class Meta:
        model = RegolaControllo
        fields = ("ente", "codice", "e_attivo", "gravita", "motivo")

    def __init__(self, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        if self.instance.pk:
            del self.fields["codice"]  # shown, not chosen again: the parameters are those of one check
        if "gravita" in self.fields and self.instance.pk:
            self.fields["gravita"].choices = gravita_che_si_scelgono(self.instance.codice)
        for nome in self._parametri():
            self.fields[nome].initial = self.instance.parametri.get(
                nome.removeprefix(PREFISSO_PARAMETRO), self.fields[nome].initial
            )

    def _parametri(self) -> list[str]:
        return [nome for nome in self.fields if nome.startswith(PREFISSO_PARAMETRO)]

    def clean(self) -> dict[str, Any]:
        dati = super().clean()
        testi = {nome: dati[nome].strip() for nome in self._parametri() if nome in dati}
        for parametro in CONTROLLI[self.instance.codice].parametri if testi else ():
            nome = PREFISSO_PARAMETRO + parametro.nome
            try:
                parametro.leggi(testi[nome])
            except ParametroErrato as errore:
                self.add_error(nome, str(errore))
        if testi:
            self.instance.parametri = {nome.removeprefix(PREFISSO_PARAMETRO): testo for nome, testo in testi.items()}
        return dati

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        try:
            verifica_regola(regola=self.instance)
        except ValidationError as errore:
            self._update_errors(errore)


def gravita_che_si_scelgono(codice: str) -> list[tuple[str, str]]:
    """The usual severity, and the one to which a body may lower it; the usual alone for most checks."""
    abbassata = CONTROLLI[codice].abbassabile_a if codice in CONTROLLI else None
    return [("", "quella di sempre"), *([(abbassata.value, abbassata.value)] if abbassata else [])]


def campi_dei_parametri(codice: str) -> dict[str, forms.Field]:
    """A text field for each parameter of a check, with its usual value."""
    return {
        PREFISSO_PARAMETRO + parametro.nome: forms.CharField(
            label=parametro.etichetta.capitalize(),
            required=False,
            initial=parametro.scrivi(parametro.predefinito),
            widget=forms.Textarea(attrs={"rows": 6}) if parametro.su_piu_righe else forms.TextInput,
        )
        for parametro in CONTROLLI[codice].parametri
    }


@admin.register(RegolaControllo)
class RegolaControlloAdmin(AdminDellEnte):
    form = FormRegola
    list_display = ("codice", "frase", "e_attivo", "gravita", "motivo", "ente")
    list_filter = (("ente", FiltroDellEnte), "e_attivo")
    search_fields = ("codice", "motivo")

    def get_queryset(self, request: HttpRequest) -> QuerySet[RegolaControllo]:
        return super().get_queryset(request).select_related("ente")

    @admin.display(description="che cosa dice")
    def frase(self, regola: RegolaControllo) -> str:
        return CONTROLLI[regola.codice].frase if regola.codice in CONTROLLI else "Controllo non più presente"

    def get_readonly_fields(self, request: HttpRequest, obj: RegolaControllo | None = None) -> list:
        campi = super().get_readonly_fields(request, obj)
        return campi if obj is None else list(dict.fromkeys([*campi, "codice", "frase"]))

    def get_form(self, request: HttpRequest, obj: RegolaControllo | None = None, **opzioni: Any) -> type[FormRegola]:
        if obj is not None and obj.codice in CONTROLLI:
            opzioni["form"] = type("FormRegolaConParametri", (FormRegola,), campi_dei_parametri(obj.codice))
        return super().get_form(request, obj, **opzioni)

    def get_fieldsets(self, request: HttpRequest, obj: RegolaControllo | None = None) -> list:
        campi = (
            ("ente", "codice", "e_attivo", "motivo")
            if obj is None
            else ("ente", "codice", "frase", "e_attivo", "gravita", "motivo")
        )
        parametri = list(campi_dei_parametri(obj.codice)) if obj is not None and obj.codice in CONTROLLI else []
        gruppi = [(None, {"fields": campi})]
        if parametri and self.has_change_permission(request, obj):
            gruppi.append(("Parametri", {"fields": parametri}))
        return gruppi


class FormArticolo(FormDellEnte):
    norma = forms.ChoiceField(
        label="Norma", choices=lambda: [(riga.chiave, f"{riga.codice} {riga.anni}: {riga.articolo}") for riga in NORME]
    )

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors:
            verifica_articolo(articolo=self.instance)


@admin.register(ArticoloCorretto)
class ArticoloCorrettoAdmin(AdminDellEnte):
    form = FormArticolo
    list_display = ("norma", "articolo", "ente")
    list_filter = (("ente", FiltroDellEnte),)
    search_fields = ("norma", "articolo")
