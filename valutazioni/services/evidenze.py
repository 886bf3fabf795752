"""Files that show what was measured: looked at when they come, kept where no web server reads, served inert."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from piani.services.archivio import archivia
from semproniano.core.documenti.ammessi import FileAmmesso, FileRifiutato, esamina_file
from semproniano.core.documenti.json import impronta
from semproniano.core.workflow import TransizioneRifiutata, TransizioneVietata
from valutazioni.models import Evidenza
from valutazioni.permessi import propone

if TYPE_CHECKING:
    from piani.models import Utente
    from valutazioni.models import Rilevazione

CARTELLA = "evidenze"
EVIDENZE_MASSIME = 10
"""Files of a value."""


def esamina_evidenza(nome: str, contenuto: bytes) -> FileAmmesso:
    """Raises FileRifiutato, with a sentence for the person."""
    return esamina_file(nome, contenuto, settings.EVIDENZA_MASSIMA)


@transaction.atomic
def allega_evidenza(*, rilevazione: Rilevazione, nome: str, contenuto: bytes, utente: Utente) -> Evidenza:
    """Keep a file beside a value. The same file twice is one. Raises TransizioneVietata, TransizioneRifiutata."""
    if not propone(utente, rilevazione):
        raise TransizioneVietata
    if rilevazione.annullata_il is not None:
        raise TransizioneRifiutata("La rilevazione è annullata: le evidenze si allegano a quella che vale.")
    try:
        ammesso = esamina_evidenza(nome, contenuto)
    except FileRifiutato as errore:
        raise TransizioneRifiutata(str(errore)) from errore
    sha256 = impronta(contenuto)
    if gia_allegata := rilevazione.evidenze.filter(sha256=sha256).first():
        return gia_allegata
    if rilevazione.evidenze.count() >= EVIDENZE_MASSIME:
        raise TransizioneRifiutata(f"Una rilevazione ha al massimo {EVIDENZE_MASSIME} evidenze.")
    evidenza = Evidenza(
        rilevazione=rilevazione,
        nome=ammesso.nome,
        file=archivia(contenuto, ammesso.estensione, CARTELLA),
        tipo=ammesso.tipo,
        dimensione=len(contenuto),
        sha256=sha256,
    )
    evidenza.full_clean(exclude=("rilevazione",))
    evidenza.save()
    return evidenza
