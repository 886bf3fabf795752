"""Whether what was entered and frozen is as it was: values sealed by their events, files by their names, SMVP and
distributions of premi by the fingerprint that their events carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piani.models import Evento
from piani.services.archivio import e_intatto
from piani.services.verifica import BLOCCO, VERIFICHE
from semproniano.core.documenti.json import impronta, json_canonico
from valutazioni.models import DistribuzionePremi, Evidenza, Rilevazione, VersioneSmvp
from valutazioni.models.smvp import ADOTTATI
from valutazioni.services.rilevazioni import dati_sigillati

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valutazioni.models.base import Congelato


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


def verifica_congelati() -> Iterator[str | None]:
    """SMVP that were adopted, and distributions: the content has the fingerprint of the row, and of the event."""
    smvp = _impronte("versionesmvp", "adotta")
    distribuzioni = _impronte("fondo", "distribuisci")
    for riga in VersioneSmvp.objects.filter(stato__in=ADOTTATI).order_by("pk").iterator(chunk_size=BLOCCO):
        yield _congelato(riga, smvp.get((riga.pk, None)))
    for riga in DistribuzionePremi.objects.order_by("pk").iterator(chunk_size=BLOCCO):
        yield _congelato(riga, distribuzioni.get((riga.fondo_id, riga.numero)))


def _impronte(tipo: str, transizione: str) -> dict[tuple[int, int | None], str]:
    """What the events remember, by object and number."""
    eventi = Evento.objects.filter(oggetto_tipo=tipo, transizione=transizione).only("oggetto_id", "dati")
    return {(voce.oggetto_id, voce.dati.get("numero")): voce.dati["sha256"] for voce in eventi}


def _congelato(riga: Congelato, dell_evento: str | None) -> str | None:
    if impronta(riga.contenuto.encode()) == riga.sha256 == dell_evento:
        return None
    return f"{riga._meta.verbose_name} {riga.pk}: il contenuto non è quello che il suo evento ricorda."


def registra() -> None:
    VERIFICHE["SMVP e distribuzioni dei premi"] = verifica_congelati
    VERIFICHE["Rilevazioni"] = verifica_rilevazioni
    VERIFICHE["File delle evidenze"] = verifica_evidenze
