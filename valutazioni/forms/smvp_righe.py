"""Rows of a SMVP as forms: levels of the scale, behaviours, components, delays, bands."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.text import slugify

from semproniano.core.forms import CampoDecimale, CampoIntero, FormBase
from semproniano.core.numeri import NumeroNonLeggibile, in_italiano, leggi_numero
from valutazioni.calcolo.fasce import Fascia, Livello
from valutazioni.calcolo.misure import Scaglione
from valutazioni.calcolo.smvp import Componente, Comportamento, Descrittore, Natura

if TYPE_CHECKING:
    from collections.abc import Iterable

RIGHE_NUOVE = 2
RIGHE_MASSIME = 40
NOMI_NATURA = {
    Natura.ENTE: "Risultati dell'ente",
    Natura.UNITA: "Risultati dell'area",
    Natura.OBIETTIVI: "Obiettivi della persona",
    Natura.COMPORTAMENTI: "Comportamenti",
    Natura.DIFFERENZIAZIONE: "Grado dato da chi valuta",
}


def numero(etichetta: str, **opzioni: Any) -> CampoDecimale:
    return CampoDecimale(label=etichetta, **{"max_digits": 9, "decimal_places": 4, **opzioni})


def parola(etichetta: str, massimo: int = 200, **opzioni: Any) -> forms.CharField:
    return forms.CharField(label=etichetta, max_length=massimo, **opzioni)


def codice_nuovo(nome: str, presi: Iterable[str]) -> str:
    """A code from the name, not among those taken: "utenza", "utenza-2"."""
    base = slugify(nome)[:36] or "voce"
    presi, proposta, volte = set(presi), base, 1
    while proposta in presi:
        volte += 1
        proposta = f"{base}-{volte}"
    return proposta


class RigaBase(FormBase):
    """A row. `codice` is that of a row which is already there; a new one gets its own from the name."""

    codice = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


class CampoDescrittori(forms.CharField):
    """Descriptors, one per line: "3: Propone soluzioni"."""

    widget = forms.Textarea

    def prepare_value(self, valore: Any) -> Any:
        if isinstance(valore, str) or valore is None:
            return valore
        return "\n".join(f"{in_italiano(voce.punti)}: {voce.testo}" for voce in valore)

    def to_python(self, valore: Any) -> tuple[Descrittore, ...]:
        righe = (riga.strip() for riga in (valore or "").splitlines())
        descrittori = tuple(self._descrittore(riga) for riga in righe if riga)
        if len({voce.punti for voce in descrittori}) < len(descrittori):
            raise ValidationError("Due righe hanno gli stessi punti.")
        return descrittori

    @staticmethod
    def _descrittore(riga: str) -> Descrittore:
        punti, _, frase = riga.partition(":")
        try:
            return Descrittore(punti=leggi_numero(punti), testo=_frase(frase))
        except (NumeroNonLeggibile, ValueError) as errore:
            raise ValidationError(f"«{riga[:60]}»: scrivere i punti, due punti, la descrizione.") from errore

    def has_changed(self, iniziale: Any, dati: Any) -> bool:
        return (self.prepare_value(iniziale) or "") != (dati or "")


def _frase(testo: str) -> str:
    if not testo.strip():
        raise ValueError
    return testo.strip()


class RigaComportamento(RigaBase):
    nome = parola("Comportamento")
    descrittori = CampoDescrittori(
        label="Descrittori",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Uno per riga: i punti, due punti, la descrizione. Per esempio «3: Propone soluzioni».",
    )

    def dato(self, codice: str) -> Comportamento:
        dati = self.cleaned_data
        return Comportamento(codice=codice, nome=dati["nome"], descrittori=dati["descrittori"])


class RigaComponente(RigaBase):
    nome = parola("Componente")
    natura = forms.ChoiceField(
        label="Da dove viene il valore",
        choices=[("", "Scegliere"), *((k.value, v) for k, v in NOMI_NATURA.items())],
    )

    def dato(self, codice: str) -> Componente:
        return Componente(codice=codice, nome=self.cleaned_data["nome"], natura=Natura(self.cleaned_data["natura"]))


class RigaLivello(FormBase):
    nome = parola("Livello", 80)
    da = numero("Da", min_value=0)
    a = numero("A", min_value=0)
    descrizione = parola("Descrizione", required=False)

    def dato(self, codice: str) -> Livello:
        return Livello(**{nome: self.cleaned_data[nome] for nome in ("nome", "da", "a", "descrizione")})


class RigaFascia(FormBase):
    codice = parola("Sigla", 40)
    nome = parola("Fascia", 80)
    da = numero("Da punti", min_value=0)
    a = numero("A punti", min_value=0)
    valore = numero("Vale", min_value=0)

    def dato(self, codice: str) -> Fascia:
        return Fascia(**{nome: self.cleaned_data[nome] for nome in ("codice", "nome", "da", "a", "valore")})


class RigaRitardo(FormBase):
    giorni = CampoIntero(label="Fino a giorni di ritardo", min_value=1)
    grado = numero("Grado (%)", min_value=0, max_value=100)

    def dato(self, codice: str) -> Scaglione:
        return Scaglione(giorni=self.cleaned_data["giorni"], grado=self.cleaned_data["grado"])


class Righe(BaseFormSet):
    """A list of rows: those that there are, two empty ones for more, a tick to remove one."""

    deletion_widget = forms.CheckboxInput
    nome_della_riga = "Riga"

    def add_fields(self, form: FormBase, indice: int | None) -> None:
        super().add_fields(form, indice)
        nuova = indice is None or indice >= self.initial_form_count()
        form.nome_nel_riepilogo = f"{self.nome_della_riga} {(indice or 0) + 1}"
        form.e_nuova = nuova
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Togli"
            if nuova:
                del form.fields["DELETE"]

    def _should_delete_form(self, form: FormBase) -> bool:
        return form.cleaned_data.get("DELETE", False)

    def dati(self) -> tuple[Any, ...]:
        """The rows as typed objects, in their order; call when valid."""
        vive = [form for form in self.forms if form.cleaned_data and not self._should_delete_form(form)]
        presi = {form.cleaned_data.get("codice") for form in vive} - {"", None}
        righe = []
        for form in vive:
            codice = form.cleaned_data.get("codice") or codice_nuovo(form.cleaned_data.get("nome", ""), presi)
            presi.add(codice)
            righe.append(form.dato(codice))
        return tuple(righe)


def _righe(form: type[FormBase], nome: str) -> type[Righe]:
    tipo = formset_factory(
        form, formset=Righe, extra=RIGHE_NUOVE, can_delete=True, max_num=RIGHE_MASSIME, validate_max=True
    )
    tipo.nome_della_riga = nome
    return tipo


RigheComportamenti = _righe(RigaComportamento, "Comportamento")
RigheComponenti = _righe(RigaComponente, "Componente")
RigheLivelli = _righe(RigaLivello, "Livello")
RigheFasce = _righe(RigaFascia, "Fascia")
RigheRitardi = _righe(RigaRitardo, "Ritardo")
ZERO = Decimal(0)
