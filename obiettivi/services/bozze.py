"""Unsaved work on a sheet: kept while it is typed, offered back, merged with what others have saved."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from obiettivi.models import BozzaScheda
from obiettivi.selectors import etichette_operativi
from obiettivi.services.campi import campi_scheda

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from obiettivi.services.campi import Campi
    from obiettivi.sezioni import ObiettivoFoto
    from piani.models import SchedaArea, Utente


@transaction.atomic
def conserva_bozza(
    *, scheda: SchedaArea, utente: Utente, finestra: uuid.UUID, versione: int, dati: Campi, motivo: str = ""
) -> BozzaScheda:
    """Keep what is in a page, whatever it is; the same window writes over itself and over nobody else.

    No live row changes, so this is allowed whatever the state of the sheet: a word typed is never refused.
    """
    valori = {"versione": versione, "dati": dati, **({"motivo": motivo} if motivo else {})}
    bozza, _ = BozzaScheda.objects.update_or_create(scheda=scheda, utente=utente, finestra=finestra, defaults=valori)
    return bozza


def crea_bozza(
    *,
    scheda: SchedaArea,
    utente: Utente,
    obiettivi: Sequence[ObiettivoFoto],
    motivo: str,
    da_rivedere: Mapping[uuid.UUID, Iterable[str]] | None = None,
) -> BozzaScheda:
    """A page to open, filled with the given objectives (all of those that the sheet will have): nothing live changes
    until the person has looked and saved. `motivo` is shown on top of the page ("Copiata dalla scheda del 2019")."""
    dati = campi_scheda(obiettivi, etichette_operativi(scheda.piano.ente_id), da_rivedere)
    return conserva_bozza(
        scheda=scheda, utente=utente, finestra=uuid.uuid4(), versione=scheda.versione, dati=dati, motivo=motivo
    )


def scarta_bozza(*, scheda: SchedaArea, utente: Utente, finestra: uuid.UUID) -> None:
    """Throw away one's own unsaved work of a window; nothing happens when there is none."""
    BozzaScheda.objects.filter(scheda=scheda, utente=utente, finestra=finestra).delete()
