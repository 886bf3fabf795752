"""Whether what must never change is as it was written: fingerprints, the chain of events, triggers, files."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import connection

from piani.models import Documento, Ente, Evento, Revisione, Versione
from piani.services.eventi import anelli_rotti
from semproniano.core.documenti.json import impronta
from semproniano.core.inalterabile import triggers_mancanti

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import Model, QuerySet

# Rows are read a few at a time: contents are long, and there may be many.
BLOCCO = 200


def _contenuti(righe: QuerySet, nome: str) -> Iterator[str | None]:
    for riga in righe.iterator(chunk_size=BLOCCO):
        yield None if impronta(riga.contenuto.encode()) == riga.sha256 else f"{nome} {riga.pk} ({riga}): è cambiata."


def verifica_revisioni() -> Iterator[str | None]:
    """One result per row that was looked at: None when it is right, else what is wrong."""
    yield from _contenuti(Revisione.objects.select_related("scheda__area").order_by("pk"), "Revisione")


def verifica_versioni() -> Iterator[str | None]:
    yield from _contenuti(Versione.objects.select_related("piano").order_by("pk"), "Versione")


def verifica_documenti() -> Iterator[str | None]:
    for documento in Documento.objects.order_by("pk").iterator(chunk_size=BLOCCO):
        yield _problema_del_file(documento)


def _problema_del_file(documento: Documento) -> str | None:
    try:
        with documento.file.open() as file:
            trovata = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as errore:
        return f"Documento {documento.pk} ({documento}): il file non si legge ({errore.strerror or errore})."
    return None if trovata == documento.sha256 else f"Documento {documento.pk} ({documento}): il file è cambiato."


def verifica_eventi() -> Iterator[str | None]:
    for ente in Ente.objects.order_by("pk"):
        eventi = Evento.objects.filter(ente=ente).order_by("numero")
        rotti: dict[int, list[str]] = {}
        for evento, problema in anelli_rotti(eventi.iterator(chunk_size=BLOCCO)):
            rotti.setdefault(evento.numero, []).append(f"{ente}, evento {evento.numero} ({evento}): {problema}.")
        yield from (None for _ in range(eventi.count() - len(rotti)))
        for problemi in rotti.values():
            yield from problemi


def verifica_triggers() -> Iterator[str | None]:
    """Tables that are only added to."""
    tabella: type[Model] = Evento
    mancano = triggers_mancanti(connection, tabella._meta.db_table)
    yield from [f"Tabella {tabella._meta.db_table}: manca la protezione «{nome}»." for nome in mancano] or [None]


VERIFICHE: dict[str, Callable[[], Iterator[str | None]]] = {
    "Protezioni della base di dati": verifica_triggers,
    "Eventi": verifica_eventi,
    "Revisioni delle schede": verifica_revisioni,
    "Versioni dei piani": verifica_versioni,
    "File dei documenti": verifica_documenti,
}
