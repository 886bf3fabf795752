"""A table to paste or to upload, and what is then chosen in its preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from obiettivi.importers.colonne import CAMPI
from obiettivi.importers.griglia import LIMITI
from semproniano.core.forms import FormBase
from semproniano.core.griglie.base import GrigliaNonLeggibile
from semproniano.core.griglie.formati import controlla_dimensione

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from obiettivi.importers.griglia import Tabella

PREFISSO_COLONNA = "colonna-"
DA_LASCIARE, DA_TROVARE = "-", ""
AGGIUNGI, SOSTITUISCI = "aggiungi", "sostituisci"


class FormIncolla(FormBase):
    testo = forms.CharField(
        label="Tabella copiata da Excel o da Word",
        required=False,
        strip=False,
        help_text="Selezionare la tabella con la riga dei titoli, copiarla, incollarla qui.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label="Oppure un file",
        required=False,
        help_text="Excel (.xlsx) o CSV, fino a 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        if file:
            try:
                controlla_dimensione(file.size, LIMITI)
            except GrigliaNonLeggibile as errore:
                raise ValidationError(str(errore)) from errore
        return file

    def clean(self) -> dict[str, Any]:
        dati = super().clean()
        if "file" in self.errors:
            return dati
        if not dati.get("file") and not dati.get("testo", "").strip():
            raise ValidationError("Incollare una tabella, oppure scegliere un file.")
        if dati.get("file") and dati.get("testo", "").strip():
            raise ValidationError("Una cosa alla volta: la tabella incollata oppure il file.")
        return dati


class FormColonne(FormBase):
    """Which field each column is, and which sheet of the workbook is read; empty: as the reader has found."""

    def __init__(self, tabella: Tabella, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        self.tabella = tabella
        per_colonna = {colonna: nome for nome, colonna in tabella.mappa.colonne.items()}
        scelte = [(DA_LASCIARE, "Non leggere questa colonna"), *((campo.nome, campo.titolo) for campo in CAMPI)]
        if len(tabella.griglia.fogli) > 1:
            self.fields["foglio"] = forms.ChoiceField(
                label="Foglio",
                choices=[(nome, nome) for nome in tabella.griglia.fogli],
                initial=tabella.griglia.foglio,
            )
        for colonna in range(tabella.griglia.larghezza):
            self.fields[f"{PREFISSO_COLONNA}{colonna}"] = forms.ChoiceField(
                label=f"Colonna «{tabella.mappa.titolo_di(colonna)}»",
                choices=scelte,
                required=False,
                initial=per_colonna.get(colonna, DA_LASCIARE),
            )


def colonne_scelte(richiesta: dict[str, str]) -> dict[int, str] | None:
    """What the person has chosen, by column ("" leaves it out); None when nothing was chosen yet."""
    nomi = {campo.nome for campo in CAMPI} | {DA_LASCIARE}
    scelte = {
        int(nome.removeprefix(PREFISSO_COLONNA)): "" if valore == DA_LASCIARE else valore
        for nome, valore in richiesta.items()
        if nome.startswith(PREFISSO_COLONNA) and nome.removeprefix(PREFISSO_COLONNA).isdecimal() and valore in nomi
    }
    return scelte or None
