"""Reusable filters of the objectives."""

from __future__ import annotations

from django.db.models import F, Q

from piani.querysets import DellEnteQuerySet, ValiditaQuerySet


class ModelloObiettivoQuerySet(DellEnteQuerySet, ValiditaQuerySet):
    """Rows of the library."""

    def di_legge(self) -> ModelloObiettivoQuerySet:
        return self.filter(ente__isnull=True)

    def offerti(self, ente: int, anno: int) -> ModelloObiettivoQuerySet:
        """What the law asks for in the year, then what the body (its primary key) keeps for itself."""
        righe = self.filter(Q(ente__isnull=True) | Q(ente=ente)).validi_nel(anno)
        return righe.order_by(F("ente").asc(nulls_first=True), "codice")
