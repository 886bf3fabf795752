"""The card as its assessor writes it: points of the behaviours, degrees given by hand, judgement, exclusion."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from semproniano.core.forms import CampoDecimale, FormBase
from semproniano.core.numeri import in_italiano
from valutazioni.calcolo.smvp import Natura

if TYPE_CHECKING:
    from django.forms import BoundField

    from valutazioni.calcolo.smvp import Comportamento, Scala, Smvp
    from valutazioni.models import Carta

ALTRO = "altro"
SCELTE_MASSIME = 12
GIUDIZIO_MASSIMO = 8000


class CampiComportamento(NamedTuple):
    """The fields of a behaviour: its choices (None where only a number is asked), the number (None where the choices
    are all of them)."""

    scelta: BoundField | None
    altro: BoundField | None


def punti_offerti(comportamento: Comportamento, scala: Scala) -> list[tuple[str, str]]:
    """The points to choose among, each with its descriptor: those described, and all of them where the scale is of few
    whole numbers."""
    testi = {voce.punti: voce.testo for voce in comportamento.descrittori}
    punti = set(testi)
    if scala.decimali == 0 and scala.massimo <= SCELTE_MASSIME:
        punti |= {Decimal(n) for n in range(int(scala.massimo) + 1)}
    return [
        (str(voce), f"{in_italiano(voce)}: {testi[voce]}" if voce in testi else in_italiano(voce))
        for voce in sorted(punti)
    ]


class FormCarta(FormBase):
    versione = forms.IntegerField(widget=forms.HiddenInput)
    gradi = forms.CharField(widget=forms.HiddenInput, required=False)
    giudizio = forms.CharField(
        label="Giudizio", required=False, max_length=GIUDIZIO_MASSIMO, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Che cosa è andato bene, che cosa migliorare. La persona lo legge.",
    )  # fmt: skip
    esclusione = forms.ChoiceField(
        label="Premi", required=False, help_text="Chi è escluso ha la scheda ma non entra nel fondo."
    )

    def __init__(self, carta: Carta, smvp: Smvp, dati: Any = None, *, gradi: str = "") -> None:
        self.carta, self.smvp = carta, smvp
        self.categoria = smvp.categoria(carta.categoria)
        self.nomi = {voce.codice: voce for voce in smvp.comportamenti}
        nature = {voce.codice: voce for voce in smvp.componenti}
        self.a_mano = [nature[v.codice] for v in self.categoria.componenti if self._si_da(nature[v.codice].natura)]
        super().__init__(dati, initial={"versione": carta.versione, "gradi": gradi, **self._iniziali()})
        self.fields["esclusione"].choices = self._esclusioni()
        for voce in self.categoria.comportamenti:
            self._aggiungi(self.nomi[voce.codice], voce.peso)
        for componente in self.a_mano:
            self.fields[f"grado-{componente.codice}"] = CampoDecimale(
                label=f"{componente.nome} (da 0 a 100)", required=False, min_value=0, max_value=100,
                max_digits=5, decimal_places=2,
            )  # fmt: skip

    @staticmethod
    def _si_da(natura: Natura) -> bool:
        return natura is Natura.DIFFERENZIAZIONE

    def _esclusioni(self) -> list[tuple[str, str]]:
        motivi = list(self.smvp.esclusioni)
        if self.carta.esclusione and self.carta.esclusione not in motivi:
            motivi.append(self.carta.esclusione)
        return [("", "Partecipa ai premi"), *((motivo, f"Fuori dai premi: {motivo}") for motivo in motivi)]

    def _iniziali(self) -> dict[str, Any]:
        iniziali: dict[str, Any] = {"giudizio": self.carta.giudizio, "esclusione": self.carta.esclusione}
        for codice, punti in self.carta.voti.items():
            valore = Decimal(punti)
            offerti = {voce for voce, _ in punti_offerti(self.nomi[codice], self.smvp.scala)}
            scelto = next((voce for voce in offerti if Decimal(voce) == valore), None)
            iniziali[f"voto-{codice}"] = scelto or ALTRO
            iniziali[f"altro-{codice}"] = None if scelto else valore
        for componente in self.a_mano:
            valore = self.carta.gradi.get(componente.codice, {}).get("valore")
            iniziali[f"grado-{componente.codice}"] = Decimal(valore) if valore else None
        return iniziali

    def _aggiungi(self, comportamento: Comportamento, peso: Decimal) -> None:
        scala, offerti = self.smvp.scala, punti_offerti(comportamento, self.smvp.scala)
        etichetta = f"{comportamento.nome} (peso {in_italiano(peso)})"
        con_altro = scala.decimali > 0 or not offerti
        if offerti:
            altre = [(ALTRO, "Altri punti, scritti qui sotto")] if con_altro else []
            self.fields[f"voto-{comportamento.codice}"] = forms.ChoiceField(
                label=etichetta, required=False, choices=[*offerti, *altre], widget=forms.RadioSelect,
                error_messages={"invalid_choice": f"I punti vanno da 0 a {in_italiano(scala.massimo)}."},
            )  # fmt: skip
        if con_altro:
            massimo = in_italiano(scala.massimo)
            self.fields[f"altro-{comportamento.codice}"] = CampoDecimale(
                label=f"Punti per «{comportamento.nome}», da 0 a {massimo}" if offerti else etichetta,
                required=False, min_value=0, max_value=scala.massimo, max_digits=9, decimal_places=scala.decimali,
                error_messages={
                    "min_value": f"I punti vanno da 0 a {massimo}.", "max_value": f"I punti vanno da 0 a {massimo}.",
                },
            )  # fmt: skip

    @property
    def comportamenti(self) -> list[CampiComportamento]:
        return [
            CampiComportamento(*(self[n] if n in self.fields else None for n in (f"voto-{c}", f"altro-{c}")))
            for c in (voce.codice for voce in self.categoria.comportamenti)
        ]

    @property
    def campi_a_mano(self) -> list[BoundField]:
        return [self[f"grado-{componente.codice}"] for componente in self.a_mano]

    def clean(self) -> dict[str, Any]:
        dati = super().clean()
        for voce in self.categoria.comportamenti:
            scelta, altro = dati.get(f"voto-{voce.codice}"), dati.get(f"altro-{voce.codice}")
            if scelta == ALTRO and altro is None and f"altro-{voce.codice}" not in self.errors:
                self.add_error(f"altro-{voce.codice}", "Scrivere i punti.")
            if scelta not in ("", ALTRO, None) and altro is not None and Decimal(scelta) != altro:
                errore = ValidationError("Sono scritti anche altri punti: cancellarli, o scegliere «Altri punti».")
                self.add_error(f"altro-{voce.codice}", errore)
        return dati

    def voti(self) -> dict[str, Decimal]:
        """Points by code of behaviour, of what was given and can be read."""
        voti = {}
        for voce in self.categoria.comportamenti:
            scelta = self.cleaned_data.get(f"voto-{voce.codice}")
            altro = self.cleaned_data.get(f"altro-{voce.codice}")
            punti = altro if scelta in ("", ALTRO, None) else Decimal(scelta)
            if punti is not None:
                voti[voce.codice] = punti
        return voti

    def gradi_a_mano(self) -> dict[str, Decimal]:
        dati = {voce.codice: self.cleaned_data.get(f"grado-{voce.codice}") for voce in self.a_mano}
        return {codice: grado for codice, grado in dati.items() if grado is not None}
