"""Writing the objectives of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from piani.services.scrittura import prepara_scrittura

if TYPE_CHECKING:
    from obiettivi.models import ObiettivoGestionale
    from piani.models import SchedaArea


def prossimo_numero(scheda: SchedaArea) -> int:
    """The number after the last one of the sheet; numbers left free by a deletion stay free, so that none changes."""
    return (scheda.obiettivi.aggregate(ultimo=Max("numero"))["ultimo"] or 0) + 1


@transaction.atomic
def salva_obiettivo(*, obiettivo: ObiettivoGestionale) -> ObiettivoGestionale:
    """Write an objective, new or changed. A new one gets the time of its insertion and, when it has none, its number.

    The sheet counts the change. Raises ScritturaChiusa when the sheet is no longer in bozza, ValidationError when
    the row is not valid; nothing is written then.
    """
    # The sheet's row is held from here on: two new objectives at the same moment cannot get the same number.
    prepara_scrittura(riga=obiettivo)
    if obiettivo.pk is None:
        obiettivo.inserito_il = timezone.now()
        if obiettivo.numero is None:
            obiettivo.numero = prossimo_numero(obiettivo.scheda)
    obiettivo.full_clean()
    obiettivo.save()
    return obiettivo
