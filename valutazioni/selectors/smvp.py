"""The SMVP of the bodies of a user: which there are, which is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from valutazioni.models import VersioneSmvp
from valutazioni.models.smvp import ADOTTATI
from valutazioni.permessi import RUOLI_VALUTAZIONI

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from piani.models import Utente


def smvp_letti_da(utente: Utente) -> QuerySet[VersioneSmvp]:
    """The versions that exist for the user (`valutazioni.permessi.legge_smvp`), the latest first, contents apart."""
    righe = VersioneSmvp.objects.select_related("ente", "atto").defer("contenuto")
    if not utente.is_superuser:
        adottati = Q(ente__in=utente.ruoli_per_ente, stato__in=ADOTTATI)
        righe = righe.filter(adottati | Q(ente__in=utente.enti_con_ruolo(RUOLI_VALUTAZIONI)))
    return righe.order_by("ente__denominazione", "-dal_anno", "-pk")
