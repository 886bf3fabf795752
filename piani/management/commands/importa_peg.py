"""`manage.py importa_peg --ente SLUG --piano 2025-2027 FILE`: the PEG contabile, as the page does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from piani.importers.peg.lettura import Scelte, leggi_peg
from piani.importers.peg.resoconto import righe_del_resoconto
from piani.management.argomenti import aggiungi_piano, trova_piano
from piani.models import Utente
from piani.services.peg.differenze import differenze_peg
from piani.services.peg.importazione import importa_peg
from piani.services.scrittura import ScritturaChiusa
from semproniano.core.griglie.base import GrigliaNonLeggibile
from semproniano.core.griglie.colonne import normalizza

if TYPE_CHECKING:
    from piani.importers.peg.forme import PegLetto
    from piani.models import Piano


class Command(BaseCommand):
    help = (
        "Importa il PEG contabile di un piano da un file .xlsx o .csv. I capitoli della parte che il file contiene "
        "(entrata, spesa o tutte e due) prendono il posto di quelli che ci sono; gli altri restano."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        aggiungi_piano(parser)
        parser.add_argument("file", type=Path, help="il file: .xlsx o .csv")
        parser.add_argument("--parte", choices=("entrata", "spesa"), default="", help="se il file non lo dice")
        parser.add_argument("--foglio", default="", help="il foglio da leggere, se sono più di uno")
        parser.add_argument(
            "--responsabili",
            nargs="+",
            default=(),
            metavar="PAROLA=AREA",
            help="l'area (nome breve) di chi nel file ha un altro nome: 'Uff. Tecnico=tecnica'; dopo = niente: nessuna",
        )
        parser.add_argument("--prova", action="store_true", help="legge e racconta, senza scrivere")
        parser.add_argument(
            "--anche-con-righe-rifiutate", action="store_true", help="importa le altre righe anche se alcune non vanno"
        )
        parser.add_argument(
            "--se-manca", action="store_true", help="solo in un piano aperto e senza PEG: gli altri restano come sono"
        )
        parser.add_argument("--utente", help="a nome di chi; se manca, resta scritto «un comando»")

    def handle(self, *, file: Path, piano: str, ente: str | None, **opzioni) -> None:
        riga = trova_piano(piano, ente)
        utente = _utente(opzioni["utente"])
        if opzioni["se_manca"] and (riga.capitoli.exists() or not riga.e_modificabile):
            self.stdout.write(f"{riga}: il PEG c'è già, o il piano è chiuso; resta com'è.")
            return
        letto = self._leggi(riga, file, opzioni)
        comuni = {"piano": riga, "capitoli": letto.capitoli, "parti": letto.parti, "ferme": letto.ferme}
        differenze = differenze_peg(**comuni, assenti=letto.assenti)
        for frase in righe_del_resoconto(letto, differenze, riga.anno_inizio):
            self.stdout.write(frase)
        if opzioni["prova"]:
            self.stdout.write("Prova: non è stato scritto nulla.")
            return
        if differenze.e_vuota and not letto.righe_rifiutate:
            self.stdout.write("Niente da cambiare: il PEG è già così.")
            return
        if letto.righe_rifiutate and not opzioni["anche_con_righe_rifiutate"]:
            raise CommandError(
                f"Righe rifiutate: {letto.righe_rifiutate}. Non è stato scritto nulla: correggere il file, oppure "
                "ripetere con --anche-con-righe-rifiutate per importare le altre."
            )
        try:
            importa_peg(**comuni, assenti=letto.assenti, utente=utente, file=file.name, rifiutate=letto.righe_rifiutate)
        except ScritturaChiusa as errore:
            raise CommandError(str(errore)) from errore
        self.stdout.write("Importato.")

    def _leggi(self, piano: Piano, file: Path, opzioni: dict) -> PegLetto:
        scelte = Scelte(
            parte=opzioni["parte"],
            foglio=opzioni["foglio"],
            responsabili=_responsabili(piano, opzioni["responsabili"]),
        )
        # disable=None: no bar where nobody watches (a log, a timer).
        with tqdm(disable=None, total=100, unit="%", desc=file.name) as barra:

            def progresso(percentuale: int, passo: str) -> None:
                barra.set_postfix_str(passo)
                barra.update(percentuale - barra.n)

            try:
                letto = leggi_peg(file.name, file.read_bytes(), piano=piano, scelte=scelte, progresso=progresso)
            except OSError as errore:
                raise CommandError(f"«{file}» non si legge: {errore.strerror}.") from errore
            except GrigliaNonLeggibile as errore:
                raise CommandError(str(errore)) from errore
            progresso(100, "Fatto")
        if letto.motivo:
            raise CommandError(letto.motivo)
        return letto


def _utente(nome: str | None) -> Utente | None:
    if nome is None:
        return None
    utente = Utente.objects.filter(username=nome, is_active=True).first()
    if utente is None:
        raise CommandError(f"L'utente «{nome}» non c'è.")
    return utente


def _responsabili(piano: Piano, coppie: list[str]) -> dict[str, str]:
    slug = set(piano.ente.aree.values_list("slug", flat=True))
    scelti = {}
    for coppia in coppie:
        parola, uguale, area = coppia.rpartition("=")
        if not uguale or not parola.strip():
            raise CommandError(f"«{coppia}»: scrivere PAROLA=AREA, come 'Uff. Tecnico=tecnica'.")
        if area and area not in slug:
            raise CommandError(f"L'area «{area}» non c'è. Aree: {', '.join(sorted(slug)) or 'nessuna'}.")
        scelti[normalizza(parola)] = area
    return scelti
