"""`manage.py bench`: what reading and printing plans of growing size costs."""

from __future__ import annotations

import math

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from obiettivi.prestazioni.misure import (
    database_di_prova,
    misura_chromium,
    misura_controlli,
    misura_documenti,
    misura_esportazione,
    misura_lettura,
)
from obiettivi.prestazioni.sintesi import AREE_MASSIME, piano_sintetico

GRANDEZZE = (48, 300, 1000, 3000)
OBIETTIVI_PER_AREA = 16


class Command(BaseCommand):
    help = "Misura interrogazioni, tempi e memoria su piani inventati, da 48 a 3.000 obiettivi. Non tocca i dati."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--obiettivi", type=int, nargs="+", default=GRANDEZZE, metavar="N", help="le grandezze da misurare"
        )

    def handle(self, *, obiettivi: list[int], **_opzioni: object) -> None:
        if any(quanti < 1 for quanti in obiettivi):
            raise CommandError("Il numero di obiettivi va da 1 in su.")
        with database_di_prova():
            for quanti in tqdm(obiettivi, disable=None, desc="Piani"):
                self._misura(quanti)

    def _misura(self, quanti: int) -> None:
        aree = min(AREE_MASSIME, math.ceil(quanti / OBIETTIVI_PER_AREA))
        foto = piano_sintetico(quanti, aree)
        self.stdout.write(f"\n## {quanti} obiettivi in {aree} aree\n")
        lettura = misura_lettura(foto)
        self.stdout.write(f"Fotografia: {lettura.interrogazioni} interrogazioni, {_secondi(lettura.secondi)}.\n")
        self.stdout.write(f"Controlli: {_secondi(misura_controlli(foto))}.\n")
        self.stdout.write("| Documento | Secondi | MB |\n|---|--:|--:|")
        misure = misura_documenti(foto)
        for nome, misura in misure.items():
            self.stdout.write(f"| {nome} | {misura.secondi:.2f} | {misura.mb} |")
        nomi = ("tutto, da niente", "tutto, immutato", "tutto, cambiata un'area")
        for nome, misura in zip(nomi, misura_esportazione(foto), strict=True):
            self.stdout.write(f"| {nome} | {misura.secondi:.2f} | {misura.mb} |")
        chromium = misura_chromium(foto)
        if chromium is None:
            self.stdout.write("\nChromium non c'è: confronto non fatto.")
        else:
            completo = misure["allegato-1.pdf"].secondi
            self.stdout.write(
                f"\nChromium stampa lo stesso HTML in {_secondi(chromium)} (allegato-1.pdf: {_secondi(completo)})."
            )


def _secondi(valore: float) -> str:
    return f"{valore:.2f} s".replace(".", ",")
