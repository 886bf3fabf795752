"""`manage.py carica_anno_di_esempio FILE`: results, cards, premi and Relazione of a body of example."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from semproniano.core.documenti.errori import ErroreDocumento
from semproniano.core.workflow import TransizioneRifiutata
from valutazioni.importers.anno import AnnoRifiutato, carica_anno, e_gia_caricato, leggi_anno, pubblica_anno


class Command(BaseCommand):
    help = "Carica un anno inventato nell'ente di esempio: rilevazioni, risultati, valutazioni, premi, Relazione."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="il file JSON dell'anno")

    def handle(self, *, file: Path, **_opzioni: object) -> None:
        try:
            dati = leggi_anno(file.read_bytes())
            if e_gia_caricato(dati):
                self.stdout.write(f"L'anno {dati.anno} di «{dati.ente}» c'è già: resta com'è.")
                return
            relazione = carica_anno(dati)
            pubblica_anno(relazione)
        except OSError as errore:
            raise CommandError(f"Il file «{file}» non si legge.") from errore
        except (AnnoRifiutato, ErroreDocumento, TransizioneRifiutata) as errore:
            raise CommandError(str(errore)) from errore
        except ValidationError as errore:
            raise CommandError(" ".join(errore.messages)) from errore
        self.stdout.write(
            f"Caricato l'anno {dati.anno} di «{dati.ente}»: {len(dati.carte)} schede; {relazione.titolo}."
        )
