"""Whether values and their files are as they were entered: each value is sealed by its event, each file by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piani.models import Evento
from piani.services.archivio import e_intatto
from piani.services.verifica import BLOCCO, VERIFICHE
from semproniano.core.documenti.json import json_canonico
from valutazioni.models import Evidenza, Rilevazione
from valutazioni.services.rilevazioni import dati_sigillati

if TYPE_CHECKING:
    from collections.abc import Iterator


def verifica_rilevazioni() -> Iterator[str | None]:
    """One result per value: None when it says what its event says. A value without an event came by another road."""
    eventi = Evento.objects.filter(oggetto_tipo="rilevazione", transizione="registra")
    sigillati = dict(eventi.order_by().values_list("oggetto_id", "dati"))
    for riga in Rilevazione.objects.select_related("area").order_by("pk").iterator(chunk_size=BLOCCO):
        dati = sigillati.get(riga.pk)
        if dati is None:
            yield f"Rilevazione {riga.pk} ({riga}): nessun evento dice che è stata registrata."
        else:
            uguale = json_canonico(dati_sigillati(riga)) == json_canonico(dati)
            yield None if uguale else f"Rilevazione {riga.pk} ({riga}): il valore è cambiato."


def verifica_evidenze() -> Iterator[str | None]:
    for evidenza in Evidenza.objects.order_by("pk").iterator(chunk_size=BLOCCO):
        intatta = e_intatto(evidenza.file.name, evidenza.sha256)
        yield None if intatta else f"Evidenza {evidenza.pk} ({evidenza}): il file manca o è cambiato."


def registra() -> None:
    VERIFICHE["Rilevazioni"] = verifica_rilevazioni
    VERIFICHE["File delle evidenze"] = verifica_evidenze
