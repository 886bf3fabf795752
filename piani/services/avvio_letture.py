"""Asking for the reading of an upload: a small file at once, a large one in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from piani.models import Lettura
from piani.services.letture import esegui_lettura
from piani.tasks import leggi_caricamento

if TYPE_CHECKING:
    from piani.models import Caricamento

SUBITO = 200 * 1024
"""Bytes of a file that is read in the request: about 2.000 rows, a second."""


def avvia_lettura(*, caricamento: Caricamento, scelte: dict[str, Any]) -> Lettura:
    """Read the upload with these choices; what was read of it before goes. The same file with the same choices can be
    asked for again, when who was reading it has died."""
    with transaction.atomic():
        lettura, _ = Lettura.objects.update_or_create(
            caricamento=caricamento,
            defaults={
                "scelte": scelte,
                "stato": Lettura.Stato.ATTESA,
                "percentuale": 0,
                "passo": "",
                "errore": "",
                "gettone": None,
                "battito_il": None,
                "esito": None,
            },
        )
        in_coda = len(caricamento.contenuto) > SUBITO
        if in_coda:
            leggi_caricamento.enqueue(chiave=lettura.pk)
    if not in_coda:
        esegui_lettura(chiave=lettura.pk)
    lettura.refresh_from_db()
    return lettura
