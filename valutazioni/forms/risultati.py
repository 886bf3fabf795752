"""The results of a sheet: a small form for each objective, by what the user may do with it now."""

from __future__ import annotations

import enum
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms

from semproniano.core.forms import CampoDecimale, FormBase
from valutazioni.services.risultati import Conferma, Proposta
from valutazioni.states import StatoRisultato

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valutazioni.calcolo.misure import Parametri
    from valutazioni.selectors import ObiettivoMisurato

TESTO_MASSIMO = 4000


class Azione(enum.StrEnum):
    PROPONI = "proponi"
    RITIRA = "ritira"
    CONFERMA = "conferma"
    RINVIA = "rinvia"


def azioni_di(misurato: ObiettivoMisurato, *, misura: bool, conferma: bool) -> tuple[Azione, ...]:
    """What may be done now: `misura` is who enters the values, `conferma` the Nucleo."""
    stato = misurato.risultato.stato if misurato.risultato else StatoRisultato.BOZZA
    proprie = {StatoRisultato.BOZZA: (Azione.PROPONI,), StatoRisultato.PROPOSTO: (Azione.RITIRA,)}
    del_nucleo = {
        StatoRisultato.PROPOSTO: (Azione.CONFERMA, Azione.RINVIA),
        StatoRisultato.CONFERMATO: (Azione.RINVIA,),
    }
    return (*(proprie.get(stato, ()) if misura else ()), *(del_nucleo.get(stato, ()) if conferma else ()))


def _testo(etichetta: str, aiuto: str = "") -> forms.CharField:
    return forms.CharField(
        label=etichetta,
        max_length=TESTO_MASSIMO,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=aiuto,
    )


def _grado(etichetta: str, massimo: Decimal, aiuto: str, iniziale: Decimal | None = None) -> CampoDecimale:
    return CampoDecimale(
        label=etichetta,
        required=False,
        min_value=Decimal(0),
        max_value=massimo,
        max_digits=7,
        decimal_places=4,
        help_text=aiuto,
        initial=iniziale,
    )


class FormRisultato(FormBase):
    """`versione` is the number of the result that the page has shown: another one is refused."""

    use_required_attribute = False
    versione = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        misurato: ObiettivoMisurato,
        azioni: Sequence[Azione],
        parametri: Parametri,
        *argomenti: Any,
        **opzioni: Any,
    ) -> None:
        self.misurato, self.azioni = misurato, azioni
        self.nome_nel_riepilogo = f"Obiettivo {misurato.obiettivo.numero}"
        riga = misurato.risultato
        super().__init__(
            *argomenti,
            prefix=f"r-{misurato.obiettivo.uid.hex}",
            initial={"versione": riga.versione if riga else 1},
            **opzioni,
        )
        if Azione.PROPONI in azioni:
            self._per_proporre(parametri.massimo)
        elif Azione.CONFERMA in azioni:
            self._per_confermare(parametri.massimo)
        elif Azione.RINVIA in azioni:
            self.fields["motivo"] = _testo("Motivo del rinvio")

    def _per_proporre(self, massimo: Decimal) -> None:
        riga, calcolato = self.misurato.risultato, self.misurato.calcolato.esatto
        aiuto = "Vuoto: quello calcolato." if calcolato is not None else "Non si può calcolare: darlo a mano."
        a_mano = riga.proposto if riga and riga.proposto is not None and riga.proposto != riga.calcolato else None
        self.fields["grado"] = _grado("Grado proposto (%)", massimo, aiuto, a_mano and a_mano.quantize(Decimal("0.01")))
        self.fields["tempi"] = _grado(
            "Grado dei tempi (%)",
            Decimal(100),
            "Solo se il sistema di valutazione giudica i tempi a parte.",
            riga and riga.tempi_proposto,
        )
        self.fields["motivo"] = _testo("Motivazione", "Serve se il grado non è quello calcolato.")
        self.fields["scostamento"] = _testo("Scostamento e sua ragione", "Serve sotto il 100%.")
        if riga:
            self.fields["motivo"].initial = riga.motivo_proposta
            self.fields["scostamento"].initial = riga.scostamento

    def _per_confermare(self, massimo: Decimal) -> None:
        self.fields["grado"] = _grado("Grado confermato (%)", massimo, "Vuoto: quello proposto.")
        self.fields["tempi"] = _grado("Grado dei tempi (%)", Decimal(100), "Vuoto: quello proposto.")
        self.fields["motivo"] = _testo("Motivo", "Serve se il grado non è quello proposto, e per rinviare.")

    def _comuni(self) -> dict[str, Any]:
        dati = self.cleaned_data
        return {
            "obiettivo": self.misurato.obiettivo.uid,
            "grado": dati.get("grado"),
            "tempi": dati.get("tempi"),
            "motivo": dati.get("motivo", ""),
            "versione": dati["versione"],
        }

    def proposta(self) -> Proposta:
        return Proposta(**self._comuni(), scostamento=self.cleaned_data.get("scostamento", ""))

    def conferma(self) -> Conferma:
        return Conferma(**self._comuni())

    def segna(self, frasi: Sequence[str]) -> None:
        """Reasons of the service, at the field that they speak of."""
        for frase in frasi:
            campo = "scostamento" if "scostamento" in frase else "motivo" if "motiv" in frase.lower() else "grado"
            self.add_error(campo if campo in self.fields else None, frase)
