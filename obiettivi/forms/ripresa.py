"""The decisions on the objectives of the year before, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from obiettivi.services.ripresa import Decisione
from semproniano.core.forms import FormBase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from obiettivi.services.copia import AnnoPrima
    from obiettivi.sezioni import ObiettivoFoto

PREFISSO = "decisione"


class FormRipresa(FormBase):
    """A choice for each objective; "riprendi" is where most of them go (six of the seven rows of the real Area
    contabile 2020 are those of the year before)."""

    def __init__(self, anno_prima: AnnoPrima, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        self.anno_prima = anno_prima
        scelte = (
            (Decisione.RIPRENDI.value, "Riprendi uguale"),
            (Decisione.CONTINUA.value, "Continua con un nuovo valore atteso"),
            (Decisione.CHIUDI.value, f"Chiudi: nel {anno_prima.nuovo_anno} non c'è più"),
        )
        for numero, voce in enumerate(anno_prima.da_decidere, start=1):
            self.fields[self._nome(voce.uid)] = forms.ChoiceField(
                label=f"Che cosa fare dell'obiettivo {numero}",
                choices=scelte,
                widget=forms.RadioSelect,
                initial=Decisione.RIPRENDI.value,
            )

        if anno_prima.persone:
            quante = "la persona" if anno_prima.persone == 1 else f"le {anno_prima.persone} persone"
            self.fields["con_persone"] = forms.BooleanField(
                label=f"Copia anche {quante} della scheda del {anno_prima.scheda.anno}",
                required=False,
                help_text=(
                    "Entrano subito nella scheda. Le quote di ciascuno si copiano poi da «Personale e quote», "
                    "dopo aver salvato gli obiettivi."
                ),
            )

    @staticmethod
    def _nome(uid: UUID) -> str:
        return f"{PREFISSO}-{uid}"

    def righe(self) -> Iterator[tuple[ObiettivoFoto, forms.BoundField]]:
        """Each objective with its choice."""
        for voce in self.anno_prima.da_decidere:
            yield voce, self[self._nome(voce.uid)]

    def decisioni(self) -> dict[UUID, Decisione]:
        return {voce.uid: Decisione(self.cleaned_data[self._nome(voce.uid)]) for voce in self.anno_prima.da_decidere}
