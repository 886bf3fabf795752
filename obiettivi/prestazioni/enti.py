"""Many invented bodies in the database, for measures of the whole site under load.

The first is written as any plan is (importer, checks, revisions, demo accounts); the others are copies of its rows,
table by table, with names, accounts and identifiers of their own: 500 of them in about a minute.
"""

from __future__ import annotations

import copy
import datetime
import re
import uuid
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import connection, reset_queries, transaction
from django.utils.crypto import get_random_string

from obiettivi.importers.fotografia import carica_fotografia
from obiettivi.models import (
    AssegnazioneDipendente,
    Fase,
    Indicatore,
    ObiettivoGestionale,
    ObiettivoOperativo,
    ObiettivoStrategico,
    ValoreAtteso,
)
from obiettivi.prestazioni.sintesi import piano_sintetico
from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI
from piani.models import (
    Allegato,
    ApprovazioneBilancio,
    Area,
    Atto,
    Dipendente,
    Ente,
    Incarico,
    LineaMandato,
    Mandato,
    PersonaScheda,
    Piano,
    Revisione,
    SchedaArea,
    Servizio,
    SezioneNarrativa,
    Tematica,
    Utente,
)
from piani.services.demo import crea_account_demo
from piani.sezioni import ENTE, PIANO, SCHEDE
from semproniano.core.documenti.json import impronta

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.db.models import Model

    from piani.sezioni import Fotografia

AREE, ANNI, OBIETTIVI_PER_SCHEDA = 3, 3, 7
# Tables of a body, parents first: a row is copied when what it points at has been.
TABELLE: tuple[type[Model], ...] = (
    Ente,
    ApprovazioneBilancio,
    Atto,
    Mandato,
    LineaMandato,
    Tematica,
    Area,
    Servizio,
    Utente,
    Dipendente,
    Incarico,
    Piano,
    SezioneNarrativa,
    Allegato,
    SchedaArea,
    PersonaScheda,
    ObiettivoStrategico,
    ObiettivoOperativo,
    ObiettivoGestionale,
    Indicatore,
    ValoreAtteso,
    Fase,
    AssegnazioneDipendente,
    Revisione,
)
ENTI_PER_VOLTA = 50
RIGHE_PER_VOLTA = 1000
UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# New primary keys of the copies, by table and old key: one for each body of the batch.
Chiavi = dict[tuple[type, int], list[int]]


def genera_enti(quanti: int) -> None:
    """Write `quanti` bodies, each with a plan of three areas, three years and seven objectives a sheet, and one account
    per role. The database has the reference lists and no such bodies yet.

    The tables' statistics are brought up to date, as the database does by itself after a while.
    """
    with transaction.atomic():
        piano = carica_fotografia(piano_triennale())
        crea_account_demo(ente=piano.ente, password=get_random_string(20))
        originali = [(modello, list(righe_di(modello, piano.ente))) for modello in TABELLE]
        numeri = range(2, quanti + 1)
        for inizio in range(0, len(numeri), ENTI_PER_VOLTA):
            _copia(originali, [nome_breve(numero) for numero in numeri[inizio : inizio + ENTI_PER_VOLTA]])
            reset_queries()  # with DEBUG on Django keeps every statement in memory, and these are long
    with connection.cursor() as cursore:
        cursore.execute("ANALYZE")


def nome_breve(numero: int) -> str:
    return f"esempio-{numero:03d}"


def piano_triennale() -> Fotografia:
    """The synthetic plan of the first body: what the first year says, again in the others, with its dates."""
    foto = piano_sintetico(AREE * OBIETTIVI_PER_SCHEDA, AREE)
    ente, piano = foto[ENTE], foto[PIANO]
    spostate = {
        sezione.codice: tuple(_avanti(riga, anni) for anni in range(ANNI) for riga in foto[sezione])
        for sezione in (SCHEDE, OBIETTIVI, ASSEGNAZIONI)
    }
    fine = piano.anno_inizio + ANNI - 1
    return foto.con(
        {
            ENTE.codice: msgspec.structs.replace(
                ente,
                slug=nome_breve(1),
                denominazione=_denominazione(nome_breve(1)),
                codice_istat="",
                codice_ipa="",
                codice_catastale="",
            ),
            PIANO.codice: msgspec.structs.replace(piano, anno_fine=fine, codice=f"{piano.anno_inizio}-{fine}"),
            **spostate,
        }
    )


def _denominazione(slug: str) -> str:
    return f"Comune di Esempio {slug.rpartition('-')[2]}"


def _avanti(valore: Any, anni: int) -> Any:
    """The typed object with every year and every date in it moved on."""
    if isinstance(valore, datetime.datetime):
        return valore
    if isinstance(valore, datetime.date):
        return valore + datetime.timedelta(days=365 * anni)
    if isinstance(valore, tuple):
        return tuple(_avanti(voce, anni) for voce in valore)
    if not isinstance(valore, msgspec.Struct):
        return valore
    cambi = {campo: _avanti(getattr(valore, campo), anni) for campo in valore.__struct_fields__}
    if "anno" in cambi:
        cambi["anno"] += anni
    return msgspec.structs.replace(valore, **cambi)


def righe_di(modello: type[Model], ente: Ente) -> Iterable[Model]:
    """All the rows of a table that belong to a body."""
    if modello is Utente:
        return Utente.objects.filter(incarichi__ente=ente).distinct().order_by("pk")
    return modello.objects.filter(**{modello.percorso_ente: ente.pk}).order_by("pk")


def _copia(originali: list[tuple[type[Model], list[Model]]], slug: list[str]) -> None:
    """Copies of every row, one for each of the new bodies."""
    chiavi: Chiavi = {}
    for modello, righe in originali:
        copie = list(_copie(modello, righe, slug, chiavi))
        modello.objects.bulk_create(copie, batch_size=RIGHE_PER_VOLTA)
        for posto, riga in enumerate(righe):
            chiavi[modello, riga.pk] = [copia.pk for copia in copie[posto :: len(righe)]]


def _copie(modello: type[Model], righe: list[Model], slug: list[str], chiavi: Chiavi) -> Iterator[Model]:
    esterne = [campo for campo in modello._meta.concrete_fields if campo.is_relation and campo.related_model in TABELLE]
    proprio = PROPRI.get(modello)
    for posto, nome in enumerate(slug):
        for riga in righe:
            copia = copy.copy(riga)
            copia._state = copy.copy(riga._state)
            copia._state.fields_cache, copia._state.adding, copia.pk = {}, True, None
            for campo in esterne:
                if vecchia := getattr(riga, campo.attname):
                    setattr(copia, campo.attname, chiavi[campo.related_model, vecchia][posto])
            if proprio:
                proprio(copia, nome)
            yield copia


def _ente_proprio(ente: Ente, slug: str) -> None:
    ente.slug, ente.denominazione = slug, _denominazione(slug)


def _utente_proprio(utente: Utente, slug: str) -> None:
    utente.username = f"{utente.username}-{slug}"
    utente.email = f"{utente.username}@demo.invalid"


def _uid_proprio(uid: object, slug: str) -> uuid.UUID:
    """Another body's objective has another identifier, the same in all its years."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{slug}/{uid}")


def _obiettivo_proprio(obiettivo: ObiettivoGestionale, slug: str) -> None:
    obiettivo.uid = _uid_proprio(obiettivo.uid, slug)


def _revisione_propria(revisione: Revisione, slug: str) -> None:
    revisione.contenuto = UID.sub(lambda uid: str(_uid_proprio(uid[0], slug)), revisione.contenuto)
    revisione.sha256 = impronta(revisione.contenuto.encode())


# What makes a copy a row of its own, besides what it points at.
PROPRI: dict[type, Callable[[Any, str], None]] = {
    Ente: _ente_proprio,
    Utente: _utente_proprio,
    ObiettivoGestionale: _obiettivo_proprio,
    Revisione: _revisione_propria,
}
