"""What is written when a sheet changes hands: a note, and observations on its objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms

from semproniano.core.forms import FormBase
from semproniano.core.workflow import Nota

if TYPE_CHECKING:
    from collections.abc import Sequence

    from obiettivi.sezioni import ObiettivoFoto
    from semproniano.core.workflow import Transizione

NOTA_MASSIMA = 4000
PREFISSO_OSSERVAZIONE = "osservazione-"


def _testo(etichetta: str, righe: int, **opzioni: Any) -> forms.CharField:
    return forms.CharField(
        label=etichetta, max_length=NOTA_MASSIMA, widget=forms.Textarea(attrs={"rows": righe}), **opzioni
    )


class FormTransizione(FormBase):
    """`versione` is the number of the sheet that the page has shown: another one is refused."""

    versione = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, transizione: Transizione, *argomenti: Any, e_richiesta: bool = False, **opzioni: Any) -> None:
        """`e_richiesta`: an avviso that cites a law waits for an answer."""
        super().__init__(*argomenti, **opzioni)
        obbligatoria = transizione.nota == Nota.OBBLIGATORIA or e_richiesta
        if transizione.nota != Nota.NESSUNA:
            self.fields["nota"] = _testo("Nota", 4, required=obbligatoria)


class FormRinvio(FormBase):
    """Observations: one on the whole sheet, one for each objective; at least one of them is written."""

    versione = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, obiettivi: Sequence[ObiettivoFoto], *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        self.fields["generale"] = _testo("Sulla scheda nel suo insieme", 3, required=False)
        for voce in obiettivi:
            testo = " ".join(voce.descrizione.split())
            breve = testo if len(testo) <= 90 else f"{testo[:90]}…"
            self.fields[f"{PREFISSO_OSSERVAZIONE}{voce.uid}"] = _testo(
                f"Obiettivo {voce.numero}", 2, required=False, help_text=breve
            )

    def osservazioni(self) -> list[tuple[UUID | None, str]]:
        """(uid of the objective or None, text) of what was written."""
        scritte = [(None, self.cleaned_data["generale"])]
        scritte += [
            (UUID(nome.removeprefix(PREFISSO_OSSERVAZIONE)), testo)
            for nome, testo in self.cleaned_data.items()
            if nome.startswith(PREFISSO_OSSERVAZIONE)
        ]
        return [(obiettivo, testo) for obiettivo, testo in scritte if testo]
