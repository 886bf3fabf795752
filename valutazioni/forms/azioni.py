"""Small forms: a reason, a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError

from semproniano.core.documenti.ammessi import AMMESSI, TIPI, FileRifiutato
from semproniano.core.forms import FormBase
from valutazioni.services.evidenze import esamina_evidenza

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOTIVO_MASSIMO = 4000


class FormMotivo(FormBase):
    motivo = forms.CharField(
        label="Motivo",
        max_length=MOTIVO_MASSIMO,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Resta agli atti, accanto a quel che era.",
    )


class FormEvidenza(FormBase):
    file = forms.FileField(
        label="File",
        help_text=f"{AMMESSI}.",
        widget=forms.FileInput(attrs={"accept": ",".join(f".{estensione}" for estensione in TIPI)}),
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        self.contenuto = file.read()
        try:
            esamina_evidenza(file.name, self.contenuto)
        except FileRifiutato as errore:
            raise ValidationError(str(errore)) from errore
        return file
