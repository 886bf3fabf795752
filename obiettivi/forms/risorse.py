"""The table capitoli × objectives as a form: a tick for each use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms

from obiettivi.services.matrice import titolo_breve
from semproniano.core.forms import FormBase
from semproniano.core.numeri import in_euro

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from obiettivi.models import ObiettivoGestionale
    from obiettivi.services.risorse import Legame
    from piani.models import Capitolo, SchedaArea


def nome_legame(capitolo: int, obiettivo: int) -> str:
    return f"r-{capitolo}-{obiettivo}"


@dataclass(frozen=True)
class CasellaRisorsa:
    obiettivo: int
    nome: str
    e_scelta: bool
    salvata: str = ""
    """ "sì" or "no": what is saved, where somebody else has saved the opposite of what stands here."""


@dataclass(frozen=True)
class RigaRisorse:
    capitolo: Capitolo
    importo: str
    """Euro of the sheet's year."""
    caselle: Sequence[CasellaRisorsa]


class FormRicerca(FormBase):
    """Which capitoli the page shows."""

    q = forms.CharField(label="Cerca", required=False, max_length=100, help_text="Numero, nome o codice del capitolo.")
    tutti = forms.BooleanField(label="Anche i capitoli delle altre aree", required=False)


class FormRisorse(FormBase):
    """The ticks of the capitoli that are shown."""

    def __init__(
        self,
        scheda: SchedaArea,
        capitoli: Sequence[Capitolo],
        obiettivi: Sequence[ObiettivoGestionale],
        salvati: Collection[Legame],
        dati: Mapping[str, str] | None = None,
        *,
        in_conflitto: bool = False,
        partenza: Collection[Legame] | None = None,
    ) -> None:
        """`in_conflitto`: somebody else has saved since the page was opened, when the links were `partenza` (None: not
        known). Ticks that were touched stay; the others show what is saved now."""
        self.capitoli, self.obiettivi, self.salvati, self.in_conflitto = capitoli, obiettivi, salvati, in_conflitto
        self._colonna = f"competenza_{scheda.anno - scheda.piano.anno_inizio + 1}"
        celle = [(capitolo.pk, obiettivo.pk) for capitolo in capitoli for obiettivo in obiettivi]
        if in_conflitto:
            dati = {
                nome_legame(*cella): "on"
                for cella in celle
                if _scelta(cella, nome_legame(*cella) in (dati or {}), salvati, partenza)
            }
        super().__init__(dati, initial={nome_legame(*cella): cella in salvati for cella in celle})
        for cella in celle:
            self.fields[nome_legame(*cella)] = forms.BooleanField(required=False)

    def righe(self) -> Iterator[RigaRisorse]:
        for capitolo in self.capitoli:
            caselle = [self._casella(capitolo.pk, obiettivo.pk) for obiettivo in self.obiettivi]
            yield RigaRisorse(capitolo, in_euro(getattr(capitolo, self._colonna)), caselle)

    def _casella(self, capitolo: int, obiettivo: int) -> CasellaRisorsa:
        nome, salvata = nome_legame(capitolo, obiettivo), (capitolo, obiettivo) in self.salvati
        scelta = bool(self[nome].value())
        parola = ("sì" if salvata else "no") if self.in_conflitto and salvata != scelta else ""
        return CasellaRisorsa(obiettivo, nome, scelta, parola)

    def legami(self) -> set[Legame]:
        return {
            (capitolo.pk, obiettivo.pk)
            for capitolo in self.capitoli
            for obiettivo in self.obiettivi
            if self.cleaned_data[nome_legame(capitolo.pk, obiettivo.pk)]
        }

    @property
    def titoli(self) -> list[tuple[int, str]]:
        return [(obiettivo.pk, titolo_breve(obiettivo)) for obiettivo in self.obiettivi]


def _scelta(cella: Legame, mia: bool, salvati: Collection[Legame], partenza: Collection[Legame] | None) -> bool:
    """What is ticked when two have saved: mine where I changed it, else what is saved."""
    toccata = partenza is None or mia != (cella in partenza)
    return mia if toccata else cella in salvati
