"""Events: written once, never changed, each holding the fingerprint of the one before in its Ente's chain."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import transaction
from django.utils import timezone

from piani.models import Ente, Evento
from semproniano.core.documenti.json import impronta, json_canonico

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from piani.models import Utente
    from piani.models.base import DellEnte
    from semproniano.core.workflow import Transizione

ETICHETTA_MASSIMA = Evento._meta.get_field("oggetto_etichetta").max_length
# What an event says; its fingerprint covers all of it.
CAMPI = (
    "ente_id",
    "numero",
    "oggetto_tipo",
    "oggetto_id",
    "oggetto_etichetta",
    "transizione",
    "stato_da",
    "stato_a",
    "nota",
    "dati",
    "utente_id",
    "precedente_sha256",
)


def impronta_evento(evento: Evento) -> str:
    """The sha256 of all that the event says, in canonical form; the same whatever database holds it."""
    istante = evento.avvenuto_il.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    return impronta(json_canonico({**{campo: getattr(evento, campo) for campo in CAMPI}, "avvenuto_il": istante}))


@dataclass(frozen=True)
class Fatto:
    """What an event tells: this object made this transition, from this state."""

    oggetto: DellEnte
    transizione: Transizione
    da: str
    nota: str = ""
    dati: Mapping[str, Any] = field(default_factory=dict)


def registra_evento(
    *,
    oggetto: DellEnte,
    transizione: Transizione,
    da: str,
    nota: str,
    utente: Utente | None,
    dati: Mapping[str, Any] | None = None,
) -> Evento:
    """Write that the transition happened, at the end of its Ente's chain; call in the transaction that did it."""
    return registra_eventi(fatti=[Fatto(oggetto, transizione, da, nota, dati or {})], utente=utente)[0]


@transaction.atomic
def registra_eventi(*, fatti: Sequence[Fatto], utente: Utente | None) -> list[Evento]:
    """`registra_evento` of several things that happened together, in this order, in one body; three queries.

    The Ente's row is held until the end: two transitions at the same moment come one after the other. It is the last
    row that a transition takes, after the plan's and the sheets', so that two of them never wait for each other.
    """
    if not fatti:
        return []
    ente = Ente.objects.select_for_update(no_key=True).only("pk").get(pk=fatti[0].oggetto.ente_proprio())
    ultimo = Evento.objects.filter(ente=ente).order_by("-numero").only("numero", "sha256").first()
    eventi: list[Evento] = []
    for fatto in fatti:
        ultimo = _anello(fatto, ultimo, ente, utente)
        eventi.append(ultimo)
    return Evento.objects.bulk_create(eventi)


def _anello(fatto: Fatto, ultimo: Evento | None, ente: Ente, utente: Utente | None) -> Evento:
    """The next event of the chain."""
    oggetto = fatto.oggetto
    evento = Evento(
        ente=ente,
        numero=1 if ultimo is None else ultimo.numero + 1,
        oggetto_tipo=oggetto._meta.model_name,
        oggetto_id=oggetto.pk,
        oggetto_etichetta=str(oggetto)[:ETICHETTA_MASSIMA],
        transizione=fatto.transizione.codice,
        stato_da=fatto.da,
        stato_a=fatto.transizione.a,
        nota=fatto.nota,
        # As the database will give it back: plain values, whatever was passed in.
        dati=msgspec.json.decode(json_canonico(dict(fatto.dati))),
        utente=utente,
        avvenuto_il=timezone.now(),
        precedente_sha256="" if ultimo is None else ultimo.sha256,
    )
    evento.sha256 = impronta_evento(evento)
    evento.clean_fields(exclude=("ente", "utente"))
    return evento


def anelli_rotti(eventi: Iterable[Evento]) -> Iterator[tuple[Evento, str]]:
    """The events of one Ente, in the order of their numbers, that do not hold: with what is wrong, in Italian."""
    numero, precedente = 0, ""
    for evento in eventi:
        numero += 1
        if evento.numero != numero:
            yield evento, f"prima di lui ne manca uno: il numero {numero}"
            numero = evento.numero
        if evento.precedente_sha256 != precedente:
            yield evento, "non segue quello di prima: l'impronta del precedente è un'altra"
        if evento.sha256 != impronta_evento(evento):
            yield evento, "è stato cambiato: l'impronta non torna"
        precedente = evento.sha256
