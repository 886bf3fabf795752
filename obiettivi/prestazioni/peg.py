"""What importing a large PEG costs: reading the workbook, comparing and writing its rows."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass

import xlsxwriter
from django.db import transaction

from obiettivi.importers.fotografia import carica_fotografia
from obiettivi.prestazioni.sintesi import piano_sintetico
from piani.importers.peg.lettura import leggi_peg
from piani.selectors import piani_completi
from piani.services.peg.importazione import importa_peg

RIGHE = 20_000
_TITOLI = (
    *("Missione", "Programma", "Titolo", "Macroaggregato", "Piano dei conti", "Capitolo", "Articolo", "Denominazione"),
    *("Responsabile", "Previsione {}", "Previsione {}", "Previsione {}", "Cassa {}", "Residui presunti", "FPV {}"),
)


@dataclass(frozen=True)
class MisuraPeg:
    """Seconds of wall clock."""

    lettura: float
    scrittura: float


def peg_sintetico(righe: int, primo_anno: int) -> bytes:
    """A workbook of spesa with 15 columns, whose rows are as long as those of an office."""
    uscita = io.BytesIO()
    libro = xlsxwriter.Workbook(uscita, {"constant_memory": True})
    foglio = libro.add_worksheet("Spesa")
    anni = iter((primo_anno, primo_anno + 1, primo_anno + 2, primo_anno, primo_anno))
    foglio.write_row(0, 0, [titolo.format(next(anni)) if "{}" in titolo else titolo for titolo in _TITOLI])
    for riga in range(1, righe + 1):
        denominazione = f"Acquisto di beni e prestazioni di servizi, capitolo inventato numero {riga}"
        codici = ["01", "03", "1", "103", "U.1.03.02.01", f"{riga:09}", "001", denominazione, f"Ufficio {riga % 12}"]
        foglio.write_row(riga, 0, [*codici, 1000 + riga / 100, 1000.5, 990.25, 1200 + riga / 100, 10.1, 0])
    libro.close()
    return uscita.getvalue()


def misura_peg(righe: int = RIGHE) -> MisuraPeg:
    """Import a PEG in an invented plan and take everything back."""
    with transaction.atomic():
        piano = piani_completi().get(pk=carica_fotografia(piano_sintetico(10, 1)).pk)
        contenuto = peg_sintetico(righe, piano.anno_inizio)
        inizio = time.perf_counter()
        letto = leggi_peg("peg.xlsx", contenuto, piano=piano)
        lettura = time.perf_counter() - inizio
        inizio = time.perf_counter()
        importa_peg(piano=piano, utente=None, capitoli=letto.capitoli, parti=letto.parti, assenti=letto.assenti)
        scrittura = time.perf_counter() - inizio
        transaction.set_rollback(True)
    return MisuraPeg(lettura, scrittura)
