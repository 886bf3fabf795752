"""Keeping an uploaded table until it is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from piani.models import Caricamento

if TYPE_CHECKING:
    from piani.models import Ente, Utente

NOME_MASSIMO = Caricamento._meta.get_field("nome").max_length


@transaction.atomic
def conserva_caricamento(*, ente: Ente, utente: Utente, scopo: str, nome: str, contenuto: bytes) -> Caricamento:
    """Keep a file (or, without a name, a pasted text) for its preview; what was there for the same purpose goes.

    Whoever calls has read it once, so that what cannot be read is refused before it is kept.
    """
    caricamento, _ = Caricamento.objects.update_or_create(
        utente=utente,
        scopo=scopo,
        defaults={"ente": ente, "nome": nome[-NOME_MASSIMO:], "contenuto": contenuto},
    )
    return caricamento


def scarta_caricamento(*, caricamento: Caricamento) -> None:
    caricamento.delete()
