"""The Relazione as its Segretario writes it: heading, sections; what goes with a transition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from piani.documenti.narrativa import LUNGHEZZA_MASSIMA
from piani.models import Atto
from semproniano.core.forms import CampoData, CampoIntero, FormBase
from semproniano.core.workflow import Nota
from valutazioni.models import SezioneRelazione

if TYPE_CHECKING:
    from semproniano.core.workflow import Transizione

NOTA_MASSIMA = 4000
SEZIONI_MASSIME = 60
REGOLE = "Si possono usare *corsivo*, **grassetto**, elenchi e collegamenti; l'HTML non si interpreta."


class FormTestata(FormBase):
    """`versione` is the number of change that the page has shown."""

    versione = forms.IntegerField(widget=forms.HiddenInput)
    titolo = forms.CharField(label="Titolo", max_length=200)
    e_unificata = forms.BooleanField(
        label="Unificata con il rendiconto", required=False, help_text="Art. 10 c. 1-bis d.lgs. 150/2009."
    )

    def testata(self) -> dict[str, Any]:
        return {nome: self.cleaned_data[nome] for nome in ("titolo", "e_unificata")}


class FormSezione(FormBase):
    """A section; without title and text it is not there."""

    posto = CampoIntero(label="Posto", required=False, min_value=1, max_value=999)
    titolo = forms.CharField(label="Titolo della sezione", max_length=300, required=False)
    livello = forms.TypedChoiceField(
        label="Livello", choices=((1, "Titolo"), (2, "Sottotitolo")), coerce=int, initial=1
    )
    testo = forms.CharField(
        label="Testo",
        required=False,
        max_length=LUNGHEZZA_MASSIMA,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=REGOLE,
    )
    togli = forms.BooleanField(label="Togli questa sezione", required=False)

    @property
    def nome_nel_riepilogo(self) -> str:
        return f"Sezione {int(self.prefix.rpartition('-')[2]) + 1}"

    @property
    def e_vuota(self) -> bool:
        """An extra section that nobody touched has no data at all."""
        dati = self.cleaned_data
        return dati.get("togli", True) or not (dati["titolo"].strip() or dati["testo"].strip())

    def clean(self) -> dict[str, Any]:
        dati = super().clean()
        if not dati.get("togli") and dati.get("testo", "").strip() and not dati.get("titolo", "").strip():
            raise ValidationError({"titolo": "Una sezione con un testo ha un titolo."})
        return dati


class SezioniBase(forms.BaseFormSet):
    def sezioni(self) -> list[SezioneRelazione]:
        """The sections in the order that the office gave."""
        voci = [
            (form.cleaned_data["posto"] or numero, numero, form.cleaned_data)
            for numero, form in enumerate(self.forms, start=1)
            if not form.e_vuota
        ]
        return [
            SezioneRelazione(titolo=dati["titolo"].strip(), livello=dati["livello"], testo=dati["testo"])
            for _, _, dati in sorted(voci, key=lambda voce: voce[:2])
        ]


Sezioni = forms.formset_factory(
    FormSezione,
    formset=SezioniBase,
    extra=1,
    max_num=SEZIONI_MASSIME,
    validate_max=True,
    absolute_max=SEZIONI_MASSIME + 1,
)


class FormPassaggio(FormBase):
    """`versione` is the number of the Relazione that the page has shown: another one is refused."""

    versione = forms.IntegerField(widget=forms.HiddenInput)
    nota = forms.CharField(
        label="Nota", required=False, max_length=NOTA_MASSIMA, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, transizione: Transizione, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        self.fields["nota"].required = transizione.nota is Nota.OBBLIGATORIA or transizione.codice == "valida"
        if transizione.codice == "valida":
            self.fields["nota"].label = "Documento di validazione"
            self.fields["nota"].help_text = "Il testo, o gli estremi del verbale: resta con la Relazione."

    def dati(self) -> dict[str, Any]:
        """What the service takes, besides the Relazione and the user."""
        return {"versione": self.cleaned_data["versione"], "nota": self.cleaned_data["nota"]}


class FormApprovazione(FormBase):
    """The act, and the fingerprint of the text that the page has shown."""

    impronta = forms.CharField(widget=forms.HiddenInput)
    organo = forms.ChoiceField(label="Organo", choices=Atto.Organo.choices, initial=Atto.Organo.GIUNTA)
    numero = forms.CharField(label="Numero", max_length=20)
    data = CampoData(label="Data")
    oggetto = forms.CharField(label="Oggetto", required=False, max_length=500)
    nota = forms.CharField(
        label="Nota", required=False, max_length=NOTA_MASSIMA, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, transizione: Transizione, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)

    def dati(self) -> dict[str, Any]:
        campi = {nome: self.cleaned_data[nome] for nome in ("organo", "numero", "data", "oggetto")}
        return {
            "impronta": self.cleaned_data["impronta"],
            "atto": Atto(**campi),
            "nota": self.cleaned_data["nota"],
        }
