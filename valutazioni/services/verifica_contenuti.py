"""Whether what was frozen is as it was: Relazioni, data on premi, distributions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piani.services.verifica import BLOCCO, VERIFICHE
from semproniano.core.documenti.json import impronta
from valutazioni.models import DatiPremi, DistribuzionePremi, VersioneRelazione

if TYPE_CHECKING:
    from collections.abc import Iterator

CONGELATI = ((VersioneRelazione, ("relazione",)), (DatiPremi, ()), (DistribuzionePremi, ("fondo",)))


def verifica_contenuti() -> Iterator[str | None]:
    """One result per row: None when the content has its fingerprint, else what is wrong."""
    for modello, con in CONGELATI:
        for riga in modello.objects.select_related(*con).order_by("pk").iterator(chunk_size=BLOCCO):
            intatto = impronta(riga.contenuto.encode()) == riga.sha256
            nome = modello._meta.verbose_name.capitalize()
            yield None if intatto else f"{nome} {riga.pk} ({riga}): il contenuto è cambiato."


def registra() -> None:
    VERIFICHE["Relazioni e dati sui premi"] = verifica_contenuti
