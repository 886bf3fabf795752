"""The capitoli of the PEG that the objectives of a sheet use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from obiettivi.models import RisorsaObiettivo
from obiettivi.sezioni import RISORSE
from piani.permessi import scrive_scheda
from piani.services.revisioni import registra_revisione
from piani.services.scrittura import registra_modifica, verifica_piano_aperto
from piani.sezioni import parte_da_json

if TYPE_CHECKING:
    from collections.abc import Collection

    from piani.models import Revisione, SchedaArea, Utente

    Legame = tuple[int, int]
    """Primary keys of the capitolo and of the objective."""


def leggi_legami(scheda: SchedaArea) -> set[Legame]:
    return set(
        RisorsaObiettivo.objects.filter(obiettivo__scheda=scheda).values_list("capitolo_id", "obiettivo_id").order_by()
    )


def legami_alla_modifica(scheda: SchedaArea, versione: int) -> set[Legame] | None:
    """The links as they were at a number of change, of the capitoli and objectives of today; None when nobody knows."""
    revisione = scheda.revisioni.filter(versione=versione).first()
    if revisione is None:
        return None
    righe = parte_da_json(revisione.contenuto)[RISORSE]
    obiettivi = dict(scheda.obiettivi.values_list("uid", "pk"))
    usati = scheda.piano.capitoli.filter(capitolo__in={riga.capitolo for riga in righe})
    capitoli = {tuple(chiave): pk for *chiave, pk in usati.values_list("parte", "capitolo", "articolo", "pk")}
    legami = {(capitoli.get(riga.chiave), obiettivi.get(riga.obiettivo)) for riga in righe}
    return {legame for legame in legami if None not in legame}


@transaction.atomic
def collega_risorse(
    *,
    scheda: SchedaArea,
    utente: Utente,
    versione: int,
    mostrati: Collection[int],
    legami: Collection[Legame],
) -> Revisione | None:
    """Of the capitoli that a page showed (`mostrati`, primary keys), make the links those given; the others stay.

    `versione` is the number that the page was opened on. What is there already changes nothing and gives None. Raises
    PermissionDenied, PianoChiuso, SchedaChiusa, SchedaCambiata, ValidationError; nothing is written then.
    """
    if not scrive_scheda(utente, scheda):
        raise PermissionDenied
    verifica_piano_aperto(piano=scheda.piano)
    _verifica_chiavi(scheda, mostrati, legami)
    attuali = leggi_legami(scheda)
    toccati = {legame for legame in attuali if legame[0] in mostrati}
    nuovi, tolti = set(legami) - toccati, toccati - set(legami)
    if not nuovi and not tolti:
        return None
    registra_modifica(scheda=scheda, versione=versione)
    tolte = [pk for pk, *legame in _righe(scheda) if tuple(legame) in tolti]
    RisorsaObiettivo.objects.filter(pk__in=tolte).delete()
    RisorsaObiettivo.objects.bulk_create(
        RisorsaObiettivo(capitolo_id=capitolo, obiettivo_id=obiettivo) for capitolo, obiettivo in sorted(nuovi)
    )
    return registra_revisione(scheda=scheda, utente=utente, motivo="Risorse degli obiettivi")


def _righe(scheda: SchedaArea) -> list[tuple[int, int, int]]:
    righe = RisorsaObiettivo.objects.filter(obiettivo__scheda=scheda).order_by()
    return list(righe.values_list("pk", "capitolo_id", "obiettivo_id"))


def _verifica_chiavi(scheda: SchedaArea, mostrati: Collection[int], legami: Collection[Legame]) -> None:
    """Every objective is of this sheet, every capitolo of its plan and shown by the page."""
    obiettivi = set(scheda.obiettivi.values_list("pk", flat=True))
    del_piano = set(scheda.piano.capitoli.filter(pk__in=mostrati).values_list("pk", flat=True))
    estranei = any(capitolo not in del_piano or obiettivo not in obiettivi for capitolo, obiettivo in legami)
    if estranei or del_piano != set(mostrati):
        raise ValidationError("Un capitolo o un obiettivo della pagina non c'è più: ricaricare la pagina.")
