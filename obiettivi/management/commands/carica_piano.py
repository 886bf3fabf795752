"""`manage.py carica_piano FILE`: a plan from the JSON of its fotografia."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from obiettivi.importers.fotografia import carica_fotografia
from obiettivi.sezioni import OBIETTIVI
from piani.importers.righe import CaricamentoRifiutato
from piani.models import Piano
from piani.sezioni import ENTE, PIANO, FotografiaNonLeggibile, da_json


class Command(BaseCommand):
    help = "Carica un piano dal JSON della sua fotografia. Un piano che c'è già resta com'è."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="il file JSON, per esempio fixtures/semproniano-2019-2021.json")

    def handle(self, *, file: Path, **_opzioni: object) -> None:
        try:
            foto = da_json(file.read_bytes())
        except OSError as errore:
            raise CommandError(f"{file}: il file non si legge ({errore.strerror}).") from errore
        except FotografiaNonLeggibile as errore:
            raise CommandError(f"{file}: {errore}") from errore
        voce = foto[PIANO]
        chiave = {"ente__slug": foto[ENTE].slug, "anno_inizio": voce.anno_inizio, "anno_fine": voce.anno_fine}
        if Piano.objects.filter(**chiave).exists():
            self.stdout.write(f"Piano {voce.codice} di {foto[ENTE].denominazione}: già presente, resta com'è.")
            return
        try:
            piano = carica_fotografia(foto)
        except CaricamentoRifiutato as errore:
            raise CommandError(f"{file}: {errore}") from errore
        self.stdout.write(f"{piano}: caricati {len(foto[OBIETTIVI])} obiettivi.")
