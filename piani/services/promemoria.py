"""Reminders by e-mail of the sheets that wait: to be proposed within the term, to be validated."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from piani.models import Incarico, SchedaArea
from piani.permessi import Ruolo, chi_valida
from piani.services.posta import indirizzo_pieno, invia, messaggio
from piani.states import STATI_APERTI, StatoScheda

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from piani.models import Utente

# Days to the term on which who writes is reminded; after it, and of what waits to be validated, once a week, for a
# while: a plan that was left there is not remembered for ever.
GIORNI_PRIMA = (14, 7, 3, 1, 0)
OGNI = 7
GIORNI_DOPO = 60
# Who holds a role in a body (an area, for who leads it).
Ufficio = tuple[int, str, int | None]


@dataclass
class Carte:
    """What waits for a person: each sheet with its days, to the term or since the proposal."""

    da_proporre: list[tuple[SchedaArea, int]] = field(default_factory=list)
    da_validare: list[tuple[SchedaArea, int]] = field(default_factory=list)


def spedisci_promemoria(oggi: datetime.date | None = None) -> int:
    """One message to each person for whom something waits on this day; how many have left. Meant for once a day.

    Three queries, however many bodies.
    """
    oggi = oggi or timezone.localdate()
    persone: dict[Utente, Carte] = defaultdict(Carte)
    uffici = _uffici(oggi)
    for ufficio, scheda, giorni in _schede_che_aspettano(oggi):
        for utente in uffici.get(ufficio, ()):
            carte = persone[utente]
            (carte.da_proporre if scheda.e_bozza else carte.da_validare).append((scheda, giorni))
    contesto = {"indirizzo": indirizzo_pieno(reverse("home"))}
    return invia(
        [
            messaggio(utente, "schede che aspettano", "promemoria", {**contesto, **vars(carte)})
            for utente, carte in persone.items()
        ],
        "promemoria delle schede",
    )


def _schede_che_aspettano(oggi: datetime.date) -> Iterator[tuple[Ufficio, SchedaArea, int]]:
    schede = (
        SchedaArea.objects.filter(piano__stato__in=STATI_APERTI)
        .exclude(stato=StatoScheda.VALIDATA)
        .select_related("piano__ente", "area")
        .order_by("piano", "area__ordine", "anno", "pk")
    )
    dirette = defaultdict(set)
    for ente, area in Incarico.objects.dirette_dal_segretario().values_list("ente", "area"):
        dirette[ente].add(area)
    for scheda in schede:
        ente = scheda.piano.ente
        ente.aree_del_segretario = frozenset(dirette[ente.pk])
        if scheda.e_bozza:
            termine = scheda.piano.termine_schede
            giorni = (termine - oggi).days if termine else None
            if giorni is not None and (giorni in GIORNI_PRIMA or _e_da_ricordare(-giorni)):
                yield _chi_scrive(scheda), scheda, giorni
        elif _e_da_ricordare(giorni := (oggi - timezone.localdate(scheda.proposta_il)).days):
            yield (ente.pk, chi_valida(scheda).value, None), scheda, giorni


def _e_da_ricordare(passati: int) -> bool:
    return 0 < passati <= GIORNI_DOPO and passati % OGNI == 0


def _chi_scrive(scheda: SchedaArea) -> Ufficio:
    if scheda.area_id is None:
        return scheda.piano.ente_id, Ruolo.SEGRETARIO.value, None
    return scheda.piano.ente_id, Ruolo.RESPONSABILE.value, scheda.area_id


def _uffici(oggi: datetime.date) -> dict[Ufficio, list[Utente]]:
    """Who can be written to, by office held on the day."""
    ruoli = (Ruolo.RESPONSABILE, Ruolo.SEGRETARIO, Ruolo.SINDACO, Ruolo.NUCLEO)
    incarichi = (
        Incarico.objects.in_vigore(oggi)
        .filter(ruolo__in=ruoli, utente__is_active=True)
        .exclude(utente__email="")
        .select_related("utente")
        .order_by("utente", "pk")
    )
    uffici = defaultdict(list)
    for incarico in incarichi:
        area = incarico.area_id if incarico.ruolo == Ruolo.RESPONSABILE else None
        presenti = uffici[(incarico.ente_id, incarico.ruolo, area)]
        if incarico.utente not in presenti:
            presenti.append(incarico.utente)
    return uffici
