"""`manage.py bench`: what reading and printing plans of growing size costs, and what the site bears."""

from __future__ import annotations

import math
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from tqdm import tqdm

from obiettivi.prestazioni.approvazione import misura_approvazione
from obiettivi.prestazioni.carico import AL_SECONDO, SECONDI, Esito, Lavoro, al_lavoro, misura_carico
from obiettivi.prestazioni.enti import genera_enti
from obiettivi.prestazioni.misure import (
    database_di_prova,
    lavori_del_peg,
    misura_chromium,
    misura_controlli,
    misura_documenti,
    misura_esportazione,
    misura_file_del_peg,
    misura_lettura,
    misura_produzione_del_peg,
)
from obiettivi.prestazioni.peg import RIGHE, misura_peg
from obiettivi.prestazioni.peg_sintesi import con_peg
from obiettivi.prestazioni.redattori import REDATTORI
from obiettivi.prestazioni.resoconto import righe_carico
from obiettivi.prestazioni.servitore import PROCESSI, raccogli_statici, servitore
from obiettivi.prestazioni.sintesi import AREE_MASSIME, piano_sintetico

GRANDEZZE = (48, 300, 1000, 3000)
OBIETTIVI_PER_AREA = 16
CAPITOLI = (120, 1000, 10_000)
CAPITOLI_PER_AREA = 40
CAPITOLI_MINIMI = 12
ENTI = 500


class Command(BaseCommand):
    help = (
        "Misura interrogazioni, tempi e memoria su piani inventati, da 48 a 3.000 obiettivi e da 120 a 10.000 capitoli "
        "di PEG; con --peg, solo i documenti del PEG; con --carico, i tempi di risposta del sito con 20 persone al "
        "lavoro (solo PostgreSQL). Non tocca i dati."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--obiettivi", type=int, nargs="+", default=GRANDEZZE, metavar="N", help="le grandezze da misurare"
        )
        parser.add_argument("--peg", action="store_true", help="solo i documenti del PEG")
        parser.add_argument(
            "--capitoli", type=int, nargs="+", default=CAPITOLI, metavar="N", help="le grandezze del PEG da misurare"
        )
        parser.add_argument("--carico", action="store_true", help="solo il sito sotto carico, con un ente e con molti")
        parser.add_argument("--enti", type=int, default=ENTI, metavar="N", help="quanti sono molti enti")
        parser.add_argument("--secondi", type=int, default=SECONDI, metavar="N", help="quanto dura il carico")

    def handle(
        self,
        *,
        obiettivi: list[int],
        capitoli: list[int],
        peg: bool,
        carico: bool,
        enti: int,
        secondi: int,
        **_opzioni: object,
    ) -> None:
        if min(*obiettivi, enti - 1, secondi) < 1:
            raise CommandError("Obiettivi e secondi vanno da 1 in su, gli enti da 2.")
        if min(capitoli) < CAPITOLI_MINIMI:
            raise CommandError(f"I capitoli vanno da {CAPITOLI_MINIMI} in su.")
        if carico:
            self._carico(enti, secondi)
            return
        if not peg:
            with database_di_prova():
                for quanti in tqdm(obiettivi, disable=None, desc="Piani"):
                    self._misura(quanti)
                importazione = misura_peg()
            self.stdout.write(
                f"\n## PEG di {RIGHE} righe per 15 colonne\n\nLettura del foglio: {_secondi(importazione.lettura)}. "
                f"Confronto e scrittura: {_secondi(importazione.scrittura)}."
            )
        for quanti in tqdm(capitoli, disable=None, desc="PEG"):
            self._misura_peg(quanti)

    def _misura_peg(self, capitoli: int) -> None:
        """No database: what is measured is making the files."""
        aree = max(3, min(AREE_MASSIME, capitoli // CAPITOLI_PER_AREA))
        foto = con_peg(piano_sintetico(aree, aree), capitoli)
        self.stdout.write(f"\n## PEG di {capitoli} capitoli in {aree} aree: {len(lavori_del_peg(foto))} file\n")
        self.stdout.write("| Il più grande di ogni genere | Secondi | MB |\n|---|--:|--:|")
        for nome, misura in (misura_file_del_peg(foto) | {"tutto": misura_produzione_del_peg(foto)}).items():
            self.stdout.write(f"| {nome} | {misura.secondi:.2f} | {misura.mb} |")

    def _carico(self, enti: int, secondi: int) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Il carico si misura su PostgreSQL: .ci/postgresql .venv/bin/python manage.py bench …")
        # Ended from outside, it ends the server too.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        with ExitStack() as aperti:
            cartella = aperti.enter_context(tempfile.TemporaryDirectory())
            raccogli_statici(cartella)
            lavori = {quanti: aperti.enter_context(_al_lavoro(quanti, cartella)) for quanti in (1, enti)}
            esiti = {quanti: Esito([]) for quanti in lavori}
            # There and back: a machine that grows busier or quieter does not favour either.
            for quanti in (1, enti, enti, 1):
                esiti[quanti] += misura_carico(lavori[quanti], secondi=secondi)
        self.stdout.write(
            f"\n## {REDATTORI} persone, {AL_SECONDO} richieste al secondo, due volte per {secondi} s, gunicorn con "
            f"{PROCESSI} processi\n"
        )
        for riga in righe_carico(esiti):
            self.stdout.write(riga)

    def _misura(self, quanti: int) -> None:
        aree = min(AREE_MASSIME, math.ceil(quanti / OBIETTIVI_PER_AREA))
        foto = piano_sintetico(quanti, aree)
        self.stdout.write(f"\n## {quanti} obiettivi in {aree} aree\n")
        lettura = misura_lettura(foto)
        self.stdout.write(f"Fotografia: {lettura.interrogazioni} interrogazioni, {_secondi(lettura.secondi)}.\n")
        self.stdout.write(f"Controlli: {_secondi(misura_controlli(foto))}.\n")
        for passo in misura_approvazione(foto):
            self.stdout.write(
                f"Approvazione, {passo.nome}: {passo.interrogazioni} interrogazioni, {_secondi(passo.secondi)}."
            )
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


@contextmanager
def _al_lavoro(enti: int, statici: str) -> Iterator[Lavoro]:
    """A database with so many bodies, the site on it, people logged in."""
    with database_di_prova(f"carico_{enti}"):
        genera_enti(enti)
        with servitore(statici) as indirizzo:
            yield al_lavoro(indirizzo)


def _secondi(valore: float) -> str:
    return f"{valore:.2f} s".replace(".", ",")
