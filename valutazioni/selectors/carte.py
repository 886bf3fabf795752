"""Lists of cards: those one writes, the own ones, those of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, Count, Q, Value, When

from valutazioni.models import Carta
from valutazioni.querysets import COMUNICATE
from valutazioni.states import StatoCarta

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from piani.models import Ente, Utente

# States in which the assessor has something to do; in the others it is the person's turn, or nobody's.
DI_CHI_VALUTA = (StatoCarta.BOZZA, StatoCarta.PROPOSTA, StatoCarta.PRESA_VISIONE, StatoCarta.CONTRADDITTORIO)
CHE_COSA_ASPETTA = {
    StatoCarta.BOZZA: "Da scrivere e proporre",
    StatoCarta.PROPOSTA: "Da comunicare alla persona",
    StatoCarta.COMUNICATA: "Aspetta la presa visione",
    StatoCarta.PRESA_VISIONE: "Da rendere definitiva",
    StatoCarta.CONTRADDITTORIO: "Contraddittorio da concludere",
    StatoCarta.DEFINITIVA: "Conclusa",
}
_ORDINE = Case(*(When(stato=stato, then=Value(posto)) for posto, stato in enumerate(
    (StatoCarta.CONTRADDITTORIO, StatoCarta.PRESA_VISIONE, StatoCarta.BOZZA, StatoCarta.PROPOSTA, StatoCarta.COMUNICATA)
)), default=Value(9))  # fmt: skip


def carte_da_valutare(utente: Utente) -> QuerySet[Carta]:
    """The cards that the user writes, the latest year first, in it what waits for the user first."""
    righe = Carta.objects.valutate_da(utente).select_related("dipendente", "area", "ente")
    return righe.order_by("-anno", _ORDINE, "dipendente__cognome", "dipendente__nome", "pk")


def carte_proprie(utente: Utente) -> QuerySet[Carta]:
    """The user's own cards that were communicated."""
    righe = Carta.objects.filter(dipendente__utente=utente, stato__in=COMUNICATE)
    return righe.select_related("dipendente", "ente", "smvp").order_by("-anno")


def carte_dell_anno(ente: Ente, anno: int, utente: Utente) -> QuerySet[Carta]:
    """All the cards of a body in a year that the user reads: of one's own, only when communicated."""
    righe = Carta.objects.leggibili_da(utente).filter(ente=ente, anno=anno)
    return righe.select_related("dipendente", "area").order_by("dipendente__cognome", "dipendente__nome", "pk")


def conteggio_degli_stati(ente: Ente, anno: int) -> dict[str, int]:
    """How many cards of the year are in each state, in the order of the way."""
    conti = dict(
        Carta.objects.filter(ente=ente, anno=anno).order_by().values_list("stato").annotate(quante=Count("pk"))
    )
    return {stato: conti[stato] for stato in StatoCarta if stato in conti}


def in_attesa(utente: Utente) -> dict[str, int]:
    """How many cards wait for the user: `da_valutare` to go on with, `da_vedere` the own. One query."""
    valutate = Q(pk__in=Carta.objects.valutate_da(utente).filter(stato__in=DI_CHI_VALUTA).values("pk"))
    proprie = Q(dipendente__utente=utente, stato=StatoCarta.COMUNICATA)
    return Carta.objects.filter(valutate | proprie).aggregate(
        da_valutare=Count("pk", filter=valutate), da_vedere=Count("pk", filter=proprie)
    )
