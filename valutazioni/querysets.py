"""Reusable filters of cards and results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from piani.permessi import Ruolo
from piani.querysets import DellEnteQuerySet
from valutazioni.permessi import RUOLI_VALUTAZIONI
from valutazioni.states import StatoCarta

if TYPE_CHECKING:
    from piani.models import Utente

# States in which the person of the card reads it.
COMUNICATE = tuple(stato for stato in StatoCarta if stato not in (StatoCarta.BOZZA, StatoCarta.PROPOSTA))


class CartaQuerySet(DellEnteQuerySet):
    def leggibili_da(self, utente: Utente) -> CartaQuerySet:
        """The cards that exist for the user (`valutazioni.permessi.legge_carta`)."""
        propria = Q(dipendente__utente=utente, stato__in=COMUNICATE)
        altrui = ~Q(dipendente__utente=utente) & (
            Q(ente__in=utente.enti_con_ruolo(RUOLI_VALUTAZIONI))
            | Q(valutatore="responsabile", area__in=utente.aree_dirette)
        )
        return self.filter(propria | altrui)

    def valutate_da(self, utente: Utente) -> CartaQuerySet:
        """The cards that the user writes (`valutazioni.permessi.valuta`)."""
        return self.exclude(dipendente__utente=utente).filter(
            Q(valutatore="nucleo", ente__in=utente.enti_con_ruolo([Ruolo.NUCLEO]))
            | Q(valutatore="segretario", ente__in=utente.enti_con_ruolo([Ruolo.SEGRETARIO]))
            | Q(valutatore="responsabile", area__in=utente.aree_dirette)
        )


class RisultatoQuerySet(DellEnteQuerySet):
    def misurati_da(self, utente: Utente) -> RisultatoQuerySet:
        """The results that the user proposes (`valutazioni.permessi.propone`)."""
        senza_area = Q(area__isnull=True, ente__in=utente.enti_con_ruolo([Ruolo.SEGRETARIO]))
        return self.filter(senza_area | Q(area__in=utente.aree_dirette))
