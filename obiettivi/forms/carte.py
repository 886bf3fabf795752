"""The cards of a sheet's page: one form for an objective, and smaller ones for what hangs on it.

They accept an unfinished objective, which a draft may be; they refuse what cannot be read: "dieci" for a weight, a
31 February. Texts are bounded so that a page pasted by mistake into a cell is noticed.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from django import forms
from django.core.exceptions import ValidationError

from obiettivi.models import PESO_MASSIMO, TESTO_MASSIMO, Indicatore, ObiettivoGestionale, ValoreAtteso
from obiettivi.selectors import codice_operativo
from obiettivi.sezioni import FaseFoto, IndicatoreFoto, ObiettivoFoto, ValoreAttesoFoto
from semproniano.core.forms import CampoData, CampoDecimale, CampoIntero, FormBase
from semproniano.core.numeri import senza_zeri

DECIMALI = {"max_digits": 18, "decimal_places": 4}
PESO = {"max_digits": 7, "decimal_places": 4, "min_value": 0, "max_value": PESO_MASSIMO}
VUOTA = ("", "—")
IN_PAROLE = (
    (ValoreAtteso.Operatore.ALMENO.value, "almeno (≥)"),
    (ValoreAtteso.Operatore.AL_PIU.value, "al massimo (≤)"),
    (ValoreAtteso.Operatore.UGUALE.value, "uguale a (=)"),
    (ValoreAtteso.Operatore.PIU_DI.value, "più di (>)"),
)


def area_di_testo(righe: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": righe})


def campo_testo(etichetta: str, righe: int = 3, **opzioni: Any) -> forms.CharField:
    """A long text. Line ends are those of the keyboard of whoever typed it: kept as one kind."""
    return forms.CharField(
        label=etichetta, required=False, strip=True, max_length=TESTO_MASSIMO, widget=area_di_testo(righe), **opzioni
    )


class FormCarta(FormBase):
    """A form of a card: nothing is compulsory, so that unfinished work can be saved."""

    use_required_attribute = False

    @property
    def letti(self) -> dict[str, Any]:
        """The values that can be read; the form is judged when it is first asked."""
        self.is_valid()
        return self.cleaned_data

    def clean(self) -> dict[str, Any]:
        dati = super().clean()
        # A browser sends line ends as CR LF: the text that is kept must not depend on how it came.
        return {
            nome: valore.replace("\r\n", "\n") if isinstance(valore, str) else valore for nome, valore in dati.items()
        }


class FormObiettivo(FormCarta):
    uid = forms.UUIDField(widget=forms.HiddenInput)
    origine = forms.ChoiceField(choices=ObiettivoGestionale.Origine, required=False, widget=forms.HiddenInput)
    trasversale = forms.UUIDField(required=False, widget=forms.HiddenInput)
    tipologia_pubblicata = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    da_rivedere = forms.CharField(required=False, widget=forms.HiddenInput)
    tolto = forms.CharField(required=False, max_length=2, widget=forms.HiddenInput)
    descrizione = campo_testo("Descrizione", 4)
    peso = CampoDecimale(label="Peso", required=False, **PESO, help_text="Percentuale: 20 oppure 33,33.")
    e_condizione = forms.BooleanField(
        label="Senza peso: è condizione per i premi",
        required=False,
        help_text="Se l'obiettivo manca, nessun premio.",
    )
    scadenza = CampoData(label="Scadenza", required=False)
    scadenza_testo = forms.CharField(
        label="Scadenza in parole",
        required=False,
        max_length=200,
        help_text="Se non c'è una data: «Termine approvazione bilancio».",
    )
    ambito = forms.ChoiceField(label="Ambito", choices=[VUOTA, *ObiettivoGestionale.Ambito.choices], required=False)
    natura = forms.ChoiceField(label="Natura", choices=[VUOTA, *ObiettivoGestionale.Natura.choices], required=False)
    operativo = forms.CharField(
        label="Obiettivo operativo del DUP",
        required=False,
        max_length=200,
        help_text="Scrivere il codice o una parola, poi scegliere dall'elenco.",
        widget=forms.TextInput(attrs={"list": "operativi", "autocomplete": "off"}),
    )
    numero_pubblicato = forms.CharField(
        label="Numero come stampato", required=False, max_length=10, widget=forms.TextInput(attrs={"size": 4})
    )

    def __init__(self, *argomenti: Any, codici: frozenset[str] = frozenset(), **opzioni: Any) -> None:
        """`codici`: the complete codes of the body's operative objectives."""
        super().__init__(*argomenti, **opzioni)
        self.codici = codici

    def clean_operativo(self) -> str | None:
        testo = self.cleaned_data["operativo"]
        codice = codice_operativo(testo)
        if codice and codice not in self.codici:
            raise ValidationError(f"«{testo}» non è un obiettivo operativo dell'ente: sceglierne uno dall'elenco.")
        return codice or None

    def clean(self) -> dict[str, Any]:
        dati = super().clean()
        if dati.get("e_condizione") and dati.get("peso") is not None:
            self.add_error("peso", "Un obiettivo che è condizione per i premi non ha peso: svuotare il campo.")
        return dati

    def obiettivo(
        self, area: str, anno: int, numero: int, indicatori: tuple[IndicatoreFoto, ...], fasi: tuple[FaseFoto, ...]
    ) -> ObiettivoFoto:
        """The objective that the card describes; what cannot be read is left out (the form has the error)."""
        dati = self.letti
        return ObiettivoFoto(
            area=area,
            anno=anno,
            numero=numero,
            uid=dati.get("uid") or UUID(int=0),
            peso=senza_zeri(dati.get("peso")),
            indicatori=indicatori,
            fasi=fasi,
            scadenza=dati.get("scadenza"),
            operativo=dati.get("operativo"),
            trasversale=dati.get("trasversale"),
            e_condizione=dati.get("e_condizione", False),
            origine=dati.get("origine") or ObiettivoGestionale.Origine.NUOVO.value,
            **{
                campo: dati.get(campo) or ""
                for campo in (
                    "numero_pubblicato",
                    "descrizione",
                    "scadenza_testo",
                    "ambito",
                    "natura",
                    "tipologia_pubblicata",
                )
            },
        )


class FormIndicatore(FormCarta):
    strutturato = forms.CharField(required=False, max_length=2, widget=forms.HiddenInput)
    tolto = forms.CharField(required=False, max_length=2, widget=forms.HiddenInput)
    descrizione = campo_testo("Indicatore", 2, help_text="Che cosa si misura.")
    valore_atteso = campo_testo("Valore atteso", 2, help_text="Il risultato da raggiungere.")
    tipo = forms.ChoiceField(label="Tipo di misura", choices=[VUOTA, *Indicatore.Tipo.choices], required=False)
    unita = forms.CharField(label="Unità di misura", required=False, max_length=40)
    direzione = forms.ChoiceField(label="Direzione", choices=[VUOTA, *Indicatore.Direzione.choices], required=False)
    peso = CampoDecimale(
        label="Peso dell'indicatore", required=False, **PESO, help_text="Vuoto: tutti gli indicatori pesano uguale."
    )
    baseline = CampoDecimale(label="Valore di partenza", required=False, **DECIMALI)
    baseline_anno = CampoIntero(label="Anno del valore di partenza", required=False, min_value=1990, max_value=2100)
    formula = forms.CharField(label="Formula", required=False, max_length=300)
    fonte = forms.CharField(label="Fonte del dato", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        dati = super().clean()
        if dati.get("baseline_anno") is not None and dati.get("baseline") is None and "baseline" not in self.errors:
            self.add_error("baseline", "Con l'anno serve anche il valore di partenza.")
        return dati

    def indicatore(self, attesi: tuple[ValoreAttesoFoto, ...]) -> IndicatoreFoto:
        dati = self.letti
        testi = ("descrizione", "valore_atteso", "tipo", "unita", "direzione", "formula", "fonte")
        return IndicatoreFoto(
            **{campo: dati.get(campo) or "" for campo in testi},
            peso=senza_zeri(dati.get("peso")),
            baseline=senza_zeri(dati.get("baseline")),
            baseline_anno=dati.get("baseline_anno"),
            valori_attesi=attesi,
        )


class FormAtteso(FormCarta):
    """The target of a year: a number or a date, in one field, as people write it."""

    anno = CampoIntero(label="Anno dell'obiettivo", required=False, min_value=1990, max_value=2100)
    operatore = forms.ChoiceField(
        label="Il risultato deve essere",
        choices=IN_PAROLE,
        required=False,
        initial=ValoreAtteso.Operatore.ALMENO,
    )
    valore = forms.CharField(label="Quanto", required=False, max_length=40, help_text="Un numero o una data.")

    def clean_valore(self) -> dict[str, Any]:
        """{"valore": Decimal} or {"data": date}; empty when nothing is written."""
        testo = self.cleaned_data["valore"].strip()
        if not testo:
            return {}
        if "/" in testo:
            return {"data": CampoData().clean(testo)}
        return {"valore": senza_zeri(CampoDecimale(**DECIMALI).clean(testo))}

    def clean(self) -> dict[str, Any]:
        dati = super().clean()
        if dati.get("valore") and dati.get("anno") is None and "anno" not in self.errors:
            self.add_error("anno", "Scrivere l'anno a cui si riferisce il valore.")
        return dati

    def atteso(self) -> ValoreAttesoFoto | None:
        """None when there is no target to keep."""
        dati = self.letti
        if not dati.get("valore") or dati.get("anno") is None:
            return None
        valore = {"valore": None, "data": None, **dati["valore"]}
        return ValoreAttesoFoto(
            anno=dati["anno"], operatore=dati.get("operatore") or ValoreAtteso.Operatore.ALMENO.value, **valore
        )


class FormFase(FormCarta):
    attivita = forms.CharField(label="Attività", required=False, max_length=300)
    dal = CampoData(label="Dal", required=False, help_text="")
    al = CampoData(label="Al", required=False, help_text="")

    def clean(self) -> dict[str, Any]:
        dati = super().clean()
        if dati.get("dal") and dati.get("al") and dati["al"] < dati["dal"]:
            self.add_error("al", "La fine viene prima dell'inizio.")
        if (dati.get("dal") or dati.get("al")) and not dati.get("attivita") and "attivita" not in self.errors:
            self.add_error("attivita", "Scrivere che cosa si fa in questo periodo.")
        return dati

    def fase(self) -> FaseFoto | None:
        """None when there is no step to keep."""
        dati = self.letti
        if not dati.get("attivita"):
            return None
        return FaseFoto(attivita=dati["attivita"], dal=dati.get("dal"), al=dati.get("al"))


def ha_contenuto(voce: msgspec.Struct, *, salvo: tuple[str, ...] = ()) -> bool:
    """True when any field but those named says something: an empty card that was added and not used is dropped."""
    return any(getattr(voce, campo) for campo in voce.__struct_fields__ if campo not in salvo)
