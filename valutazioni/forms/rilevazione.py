"""The check-in of a sheet: one small form for each indicator, by its kind; untouched, it enters nothing."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from semproniano.core.documenti.ammessi import TIPI, FileRifiutato
from semproniano.core.forms import CampoData, CampoDecimale, FormBase
from valutazioni.calcolo.misure import AttesoZero, Formula
from valutazioni.models import Rilevazione
from valutazioni.models.rilevazioni import GRADO_MASSIMO
from valutazioni.services.evidenze import esamina_evidenza
from valutazioni.services.rilevazioni import NuovaRilevazione

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping, Sequence

    from django.core.files.uploadedfile import UploadedFile

    from valutazioni.calcolo.misure import Misura, Parametri
    from valutazioni.selectors.gradi import ObiettivoMisurato, VoceMisurata

TESTO_MASSIMO = 2000
SI, NO = "si", "no"
_FASE = "fase-"
_NUMERI = frozenset({Formula.PIU_E_MEGLIO, Formula.MENO_E_MEGLIO, Formula.VALORE_ESATTO})


def si_giudica(misura: Misura, parametri: Parametri) -> bool:
    """True where no formula can say the degree, so that a person does: a textual, missing or negative target, a zero
    where the SMVP wants a judgement, a date without a term."""
    if misura.formula is Formula.DATA:
        return misura.data_attesa is None
    if misura.formula not in _NUMERI:
        return misura.formula is Formula.GIUDIZIO
    if misura.atteso is None or misura.atteso < 0:
        return True
    return misura.atteso == 0 and parametri.atteso_zero is AttesoZero.GIUDIZIO


def _area(etichetta: str, **opzioni: Any) -> forms.CharField:
    return forms.CharField(
        label=etichetta,
        max_length=TESTO_MASSIMO,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        **opzioni,
    )


class FormGiorno(FormBase):
    """The day of the values; `vista` is the greatest key that the page has read."""

    al = CampoData(label="Valori alla data del")
    vista = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, anno: int, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        self.anno = anno

    def clean_al(self) -> datetime.date:
        al = self.cleaned_data["al"]
        if al.year != self.anno:
            raise ValidationError(f"La rilevazione è del {self.anno}: scrivere un giorno di quell'anno.")
        return al


class FormVoce(FormBase):
    """What is entered of an indicator: its value by kind, how it goes, a comment, a file."""

    use_required_attribute = False

    def __init__(
        self, voce: VoceMisurata, misurato: ObiettivoMisurato, parametri: Parametri, *argomenti: Any, **opzioni: Any
    ) -> None:
        self.voce, self.misurato = voce, misurato
        prefisso = f"v-{misurato.obiettivo.uid.hex}-{voce.posto}"
        super().__init__(*argomenti, prefix=prefisso, empty_permitted=True, **opzioni)
        self.nome_nel_riepilogo = f"Obiettivo {misurato.obiettivo.numero}, {_breve(voce.etichetta)}"
        self.fields |= dict(self._del_valore())
        if si_giudica(voce.misura, parametri):
            self.fields |= dict(self._del_giudizio())
        recente = voce.storia.recente
        self.fields["semaforo"] = forms.ChoiceField(
            label="Come va",
            choices=Rilevazione.Semaforo.choices,
            initial=recente.semaforo if recente else Rilevazione.Semaforo.IN_LINEA,
        )
        self.fields["commento"] = _area("Commento")
        accetta = ",".join(f".{estensione}" for estensione in TIPI)
        self.fields["file"] = forms.FileField(
            label="Evidenza (file)", required=False, widget=forms.FileInput(attrs={"accept": accetta})
        )

    def _del_valore(self) -> Iterator[tuple[str, forms.Field]]:
        formula, unita = self.voce.misura.formula, self.voce.indicatore and self.voce.indicatore.unita
        if formula in _NUMERI:
            positivo = self.voce.indicatore.tipo in ("percentuale", "tempo")
            yield (
                "valore",
                CampoDecimale(
                    label=f"Nuovo valore ({unita})" if unita else "Nuovo valore",
                    required=False,
                    max_digits=15,
                    decimal_places=4,
                    min_value=Decimal(0) if positivo else None,
                ),
            )
        elif formula is Formula.DATA:
            yield "data", CampoData(label="Fatto il", required=False)
            yield "non_fatto", forms.BooleanField(label="Non si fa entro l'anno (vale zero)", required=False)
        elif formula is Formula.SI_NO:
            yield (
                "fatto",
                forms.ChoiceField(label="Fatto?", required=False, choices=[("", "Da dire"), (SI, "Sì"), (NO, "No")]),
            )
        elif formula is Formula.FASI:
            for numero, fase in enumerate(self.voce.misura.fasi):
                yield (
                    f"{_FASE}{numero}",
                    CampoDecimale(
                        label=f"{fase.nome} (% fatta)",
                        required=False,
                        min_value=Decimal(0),
                        max_value=Decimal(100),
                        max_digits=5,
                        decimal_places=2,
                        initial=fase.completamento,
                    ),
                )
        else:
            yield "testo", _area("Che cosa si è ottenuto")

    @staticmethod
    def _del_giudizio() -> Iterator[tuple[str, forms.Field]]:
        yield (
            "giudizio",
            CampoDecimale(
                label="Grado raggiunto (%), a mano",
                required=False,
                min_value=Decimal(0),
                max_value=GRADO_MASSIMO,
                max_digits=7,
                decimal_places=4,
            ),
        )
        yield "motivo", _area("Motivazione del grado")

    @property
    def del_valore(self) -> list[forms.BoundField]:
        """The fields before "Come va"."""
        return [self[nome] for nome in self.fields if nome not in ("semaforo", "commento", "file")]

    def clean_file(self) -> tuple[str, bytes] | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is None:
            return None
        contenuto = file.read()
        try:
            esamina_evidenza(file.name, contenuto)
        except FileRifiutato as errore:
            raise ValidationError(str(errore)) from errore
        return file.name, contenuto

    def clean(self) -> dict[str, Any]:
        dati = super().clean()
        if dati.get("data") and dati.get("non_fatto"):
            self.add_error("non_fatto", "O c'è la data in cui è stato fatto, o non si fa: togliere uno dei due.")
        if dati.get("giudizio") is not None and not dati.get("motivo") and "motivo" not in self.errors:
            self.add_error("motivo", "Il grado dato a mano chiede una motivazione.")
        da_spiegare = dati.get("semaforo") not in (None, Rilevazione.Semaforo.IN_LINEA)
        if da_spiegare and not dati.get("commento") and "commento" not in self.errors:
            self.add_error("commento", "Scrivere perché è in ritardo o critico.")
        return dati

    def nuova(self) -> NuovaRilevazione | None:
        """What was entered; None where nothing was. The form is valid."""
        if not self.has_changed():
            return None
        dati = self.cleaned_data
        return NuovaRilevazione(
            obiettivo=self.misurato.obiettivo.uid,
            posto=self.voce.posto,
            fatto=self._fatto(),
            fasi=self._fasi(),
            **{campo: dati.get(campo) for campo in ("valore", "data", "giudizio", "file")},
            **{campo: dati.get(campo) or "" for campo in ("testo", "motivo", "commento", "semaforo")},
        )

    def _fatto(self) -> bool | None:
        if self.cleaned_data.get("non_fatto"):
            return False
        return {SI: True, NO: False}.get(self.cleaned_data.get("fatto", ""))

    def _fasi(self) -> tuple[tuple[str, Decimal], ...]:
        """All the steps with a percentage, when one of them was changed."""
        if not any(nome.startswith(_FASE) for nome in self.changed_data):
            return ()
        percentuali = [self.cleaned_data.get(f"{_FASE}{n}") for n, _ in enumerate(self.voce.misura.fasi)]
        return tuple(
            (fase.nome, percento)
            for fase, percento in zip(self.voce.misura.fasi, percentuali, strict=True)
            if percento is not None
        )


def _breve(testo: str) -> str:
    testo = " ".join(testo.split())
    return testo if len(testo) <= 60 else f"{testo[:59].rstrip()}…"


class ModuloRilevazione:
    """The forms of a page: the day, and one for each indicator of its objectives."""

    def __init__(
        self,
        obiettivi: Sequence[ObiettivoMisurato],
        parametri: Parametri,
        anno: int,
        iniziale: Mapping[str, Any],
        dati: Any = None,
        file: Any = None,
    ) -> None:
        self.giorno = FormGiorno(anno, dati, initial=iniziale)
        self.gruppi = [
            (misurato, [FormVoce(voce, misurato, parametri, dati, file) for voce in misurato.voci])
            for misurato in obiettivi
        ]

    @cached_property
    def voci(self) -> list[FormVoce]:
        return [form for _, forms_ in self.gruppi for form in forms_]

    @property
    def forms(self) -> list[FormBase]:
        return [self.giorno, *self.voci]

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    @property
    def ha_errori(self) -> bool:
        return any(form.errors for form in self.forms)

    def nuove(self) -> list[NuovaRilevazione]:
        return [nuova for form in self.voci if (nuova := form.nuova()) is not None]

    def segna(self, obiettivo: object, posto: int, frasi: Sequence[str]) -> None:
        """Errors that the service found, in their place."""
        for form in self.voci:
            if (form.misurato.obiettivo.uid, form.voce.posto) == (obiettivo, posto):
                for frase in frasi:
                    form.add_error(form.del_valore[0].name, frase)
