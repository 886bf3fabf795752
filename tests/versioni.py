"""Approved versions with a content that can be printed, and files that stand for the documents that take seconds."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec
from django.utils import timezone

from piani.documenti.base import DOCUMENTI
from piani.models import Versione
from piani.sezioni import ENTE, PIANO
from piani.states import StatoPiano, StatoVersione
from tests import factories
from tests.foto import foto_del_piano_vero

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from piani.documenti.base import Lavoro
    from piani.models import Ente, Piano
    from piani.sezioni import Fotografia


def piano_approvato(ente: Ente, **dati) -> Piano:
    atto = factories.AttoFactory(ente=ente, numero="38", data=datetime.date(2019, 7, 12))
    return factories.PianoFactory(
        ente=ente,
        anno_inizio=2019,
        titolo="Piano della performance 2019/2021",
        stato=StatoPiano.APPROVATO,
        atto=atto,
        approvato_il=timezone.now(),
        **dati,
    )


def foto_dell_ente(ente: Ente, foto: Fotografia | None = None) -> Fotografia:
    """The real plan (or another one) as if it were this body's, frozen before the Giunta votes it."""
    foto = foto or foto_del_piano_vero()
    return foto.con(
        {
            ENTE.codice: msgspec.structs.replace(foto[ENTE], slug=ente.slug, denominazione=ente.denominazione),
            PIANO.codice: msgspec.structs.replace(foto[PIANO], stato=StatoPiano.IN_GIUNTA.value, atto=None),
        }
    )


def versione_approvata(
    piano: Piano, foto: Fotografia | None = None, precedente: Versione | None = None, **dati
) -> Versione:
    foto = foto_dell_ente(piano.ente, foto)
    return factories.VersioneFactory(
        **{
            "piano": piano,
            "contenuto": foto.json().decode(),
            "sha256": foto.sha256,
            "stato": StatoVersione.APPROVATA,
            "numero": precedente.numero + 1 if precedente else 1,
            "precedente": precedente,
            "atto": piano.atto,
            "approvata_il": timezone.now(),
            **dati,
        }
    )


def finti(lavori: Sequence[Lavoro], progresso: Callable | None, battito: Callable | None = None) -> dict[str, bytes]:
    """In the place of `esegui_in_parallelo`: bytes that depend on the input, at once."""
    contenuti = {}
    for lavoro in lavori:
        contenuti[lavoro.nome] = b"%PDF-1.7 finto " + lavoro.impronta_ingresso("prova").encode()
        if battito:
            battito()
        if progresso:
            progresso(len(contenuti), len(lavori), lavoro.nome)
    return contenuti


def nomi_dei_documenti(foto: Fotografia) -> set[str]:
    return {lavoro.nome for tipo in DOCUMENTI for lavoro in tipo.lavori(foto)}
