"""The file of a PEG, and what is then chosen in its preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from django import forms
from django.core.exceptions import ValidationError

from piani.importers.peg.colonne import campi_del_peg
from piani.importers.peg.lettura import LIMITI, Scelte, assaggia
from piani.models import Capitolo
from semproniano.core.forms import FormBase
from semproniano.core.griglie.base import GrigliaNonLeggibile
from semproniano.core.griglie.colonne import normalizza
from semproniano.core.griglie.formati import controlla_dimensione

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from piani.importers.peg.forme import PegLetto
    from piani.models import Piano

DA_LASCIARE = "-"
NESSUNA_AREA, DA_SCEGLIERE = "-", ""
PAROLE_MASSIME = 200
"""Words of responsabili that the page offers to choose for; a body has some tens."""
_COLONNA, _AREA = "colonna-", "area-"


class FormFile(FormBase):
    file = forms.FileField(
        label="File del PEG",
        help_text="L'esportazione del programma di contabilità: Excel (.xlsx) o CSV, fino a 20 MB e 50.000 righe.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    parte = forms.ChoiceField(
        label="Che cosa contiene",
        required=False,
        choices=[("", "Lo dice il file"), *Capitolo.Parte.choices],
        help_text="Da scegliere solo se il file ha una parte sola e non dice quale.",
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        try:
            controlla_dimensione(file.size, LIMITI)
            self.contenuto = file.read()
            assaggia(file.name, self.contenuto)
        except GrigliaNonLeggibile as errore:
            raise ValidationError(str(errore)) from errore
        return file


class FormScelte(FormBase):
    """Which part, which sheet, which field each column is, which area each word of a responsabile is."""

    def __init__(self, letto: PegLetto, scelte: Scelte, piano: Piano, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        self.letto, self.scelte = letto, scelte
        self.fields["parte"] = forms.ChoiceField(
            label="Che cosa contiene il file",
            choices=[("", "Lo dice il file"), *Capitolo.Parte.choices],
            required=False,
            initial=scelte.parte,
        )
        if len(letto.fogli) > 1:
            fogli = [(nome, nome) for nome in letto.fogli]
            self.fields["foglio"] = forms.ChoiceField(label="Foglio", choices=fogli, initial=letto.foglio)
        campi = [(campo.nome, campo.titolo) for campo in campi_del_peg(piano.anno_inizio)]
        for numero, colonna in enumerate(letto.colonne):
            self.fields[f"{_COLONNA}{numero}"] = forms.ChoiceField(
                label=f"Colonna «{colonna.titolo}»",
                choices=[(DA_LASCIARE, "Non leggere questa colonna"), *campi],
                required=False,
                initial=colonna.campo or DA_LASCIARE,
                help_text=f"Per esempio: {colonna.esempio}" if colonna.esempio else "",
            )
        aree = [(area.slug, area.nome) for area in piano.ente.aree.order_by("ordine", "slug")]
        for numero, parola in enumerate(letto.parole[:PAROLE_MASSIME]):
            self.fields[f"{_AREA}{numero}"] = forms.ChoiceField(
                label=f"«{parola.testo}»",
                choices=[(DA_SCEGLIERE, "Da scegliere"), (NESSUNA_AREA, "Nessuna area"), *aree],
                required=False,
                initial=parola.area or (NESSUNA_AREA if parola.e_decisa else DA_SCEGLIERE),
                help_text="In una riga." if parola.righe == 1 else f"In {parola.righe} righe.",
            )

    @property
    def generali(self) -> list[forms.BoundField]:
        return [self[nome] for nome in ("parte", "foglio") if nome in self.fields]

    @property
    def colonne(self) -> list[forms.BoundField]:
        return [self[nome] for nome in self.fields if nome.startswith(_COLONNA)]

    @property
    def aree_da_scegliere(self) -> list[forms.BoundField]:
        return [self[nome] for nome in self._aree if not self.fields[nome].initial]

    @property
    def aree_trovate(self) -> list[forms.BoundField]:
        return [self[nome] for nome in self._aree if self.fields[nome].initial]

    @property
    def _aree(self) -> list[str]:
        return [nome for nome in self.fields if nome.startswith(_AREA)]

    def nuove_scelte(self) -> Scelte:
        """The choices with those of this form, which is valid: only what is not already as it was read."""
        dati, letto, scelte = self.cleaned_data, self.letto, self.scelte
        colonne = {
            numero: "" if valore == DA_LASCIARE else valore
            for numero, colonna in enumerate(letto.colonne)
            if (valore := dati[f"{_COLONNA}{numero}"]) and valore != (colonna.campo or DA_LASCIARE)
        }
        aree = {
            normalizza(parola.testo): "" if valore == NESSUNA_AREA else valore
            for numero, parola in enumerate(letto.parole[:PAROLE_MASSIME])
            if (valore := dati[f"{_AREA}{numero}"]) and valore != parola.area
        }
        foglio = dati.get("foglio", letto.foglio)
        if foglio != letto.foglio:
            # The columns of another sheet are other columns.
            return msgspec.structs.replace(scelte, parte=dati["parte"], foglio=foglio, colonne={})
        return Scelte(dati["parte"], foglio, scelte.colonne | colonne, scelte.responsabili | aree)
