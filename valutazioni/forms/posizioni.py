"""Where a person worked: written by the Segretario."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django import forms

from piani.models import Area, Dipendente, SchedaArea
from semproniano.core.forms import CampoData, CampoDecimale, FormBase
from valutazioni.models import Posizione

if TYPE_CHECKING:
    from piani.models import Ente
    from valutazioni.calcolo.smvp import Smvp

SEGRETARIO = "segretario"


class FormDove(FormBase):
    """Sheet, category, time of work: what a change in the year asks for, after its day."""

    dal = CampoData(label="Dal giorno")
    scheda = forms.ChoiceField(label="Area", help_text="Quella dei cui obiettivi la persona risponde.")
    categoria = forms.ChoiceField(label="Categoria")
    part_time = CampoDecimale(
        label="Tempo di lavoro (%)", max_digits=5, decimal_places=2, min_value=0, max_value=100,
        help_text="100 è il tempo pieno, 50 la metà.",
    )  # fmt: skip

    def __init__(self, ente: Ente, smvp: Smvp, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        self.aree = {str(area.pk): area for area in Area.objects.filter(ente=ente)}
        scelte = [(chiave, area.nome) for chiave, area in self.aree.items()]
        self.fields["scheda"].choices = [*scelte, (SEGRETARIO, "Scheda del Segretario")]
        self.fields["categoria"].choices = [(voce.codice, voce.nome) for voce in smvp.categorie]

    def dove(self) -> dict[str, Any]:
        """The fields of a Posizione, but for its days."""
        dati = self.cleaned_data
        area = self.aree.get(dati["scheda"])
        return {
            "tipo": SchedaArea.Tipo.AREA if area else SchedaArea.Tipo.SEGRETARIO,
            "area": area,
            "categoria": dati["categoria"],
            "part_time": dati["part_time"],
        }


class FormPosizione(FormDove):
    """A position, new (then with its person) or already there."""

    dipendente = forms.ModelChoiceField(label="Persona", queryset=Dipendente.objects.none())
    al = CampoData(label="Al giorno")
    field_order = ("dipendente", "dal", "al", "scheda", "categoria", "part_time")

    def __init__(self, posizione: Posizione, smvp: Smvp, *argomenti: Any, **opzioni: Any) -> None:
        self.posizione = posizione
        iniziali = {
            "dal": posizione.dal or datetime.date(posizione.anno, 1, 1),
            "al": posizione.al or datetime.date(posizione.anno, 12, 31),
            "scheda": SEGRETARIO if posizione.pk and posizione.area_id is None else str(posizione.area_id or ""),
            "categoria": posizione.categoria,
            "part_time": posizione.part_time,
        }
        super().__init__(posizione.ente, smvp, *argomenti, initial=iniziali, **opzioni)
        if posizione.pk:
            del self.fields["dipendente"]
        else:
            self.fields["dipendente"].queryset = Dipendente.objects.filter(ente=posizione.ente, e_esterno=False)

    def riempi(self) -> Posizione:
        """The position with what was written, still to be saved."""
        campi = self.dove() | {"dal": self.cleaned_data["dal"], "al": self.cleaned_data["al"]}
        if "dipendente" in self.cleaned_data:
            campi["dipendente"] = self.cleaned_data["dipendente"]
        for nome, valore in campi.items():
            setattr(self.posizione, nome, valore)
        return self.posizione
