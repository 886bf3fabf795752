"""Transversal objectives: written in the body's sheet, assigned from there to the sheets of the same year.

The row of a sheet that receives one has no text of its own, and its own weight; what else it needs (target, date) it
may have. The text is locked while a sheet that has received it is no longer in bozza.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from obiettivi.models import ObiettivoGestionale
from piani.models import SchedaArea
from piani.permessi import scrive_scheda
from piani.services.revisioni import registra_revisioni
from piani.services.scrittura import registra_modifiche, verifica_piano_aperto

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from obiettivi.sezioni import ObiettivoFoto
    from piani.models import Utente

MOTIVO = "Obiettivi trasversali assegnati dalla scheda di ente"
MOTIVO_TESTO = "Testo di un obiettivo trasversale cambiato nella scheda di ente"
# What a row that refers to a transversal objective takes from it.
PRESI = ("descrizione", "indicatori", "scadenza", "scadenza_testo", "operativo")


@dataclass(frozen=True)
class Ricevente:
    """A sheet of the same plan and year, and the transversal objectives it has, each with the weight of its row."""

    scheda: SchedaArea
    righe: Mapping[UUID, ObiettivoGestionale]


def schede_riceventi(scheda: SchedaArea) -> QuerySet[SchedaArea]:
    """The sheets to which the objectives of the body's sheet can be assigned: the others of its plan and year."""
    return (
        SchedaArea.objects.filter(piano=scheda.piano_id, anno=scheda.anno)
        .exclude(tipo=SchedaArea.Tipo.ENTE)
        .select_related("area", "piano__ente")
        .order_by("area__ordine", "area__slug", "tipo")
    )


def leggi_riceventi(scheda: SchedaArea) -> list[Ricevente]:
    """Two queries, whatever the number of sheets."""
    righe: defaultdict[int, dict[UUID, ObiettivoGestionale]] = defaultdict(dict)
    for riga in _righe_assegnate(scheda).select_related("trasversale"):
        righe[riga.scheda_id][riga.trasversale.uid] = riga
    return [Ricevente(ricevente, righe[ricevente.pk]) for ricevente in schede_riceventi(scheda)]


def _righe_assegnate(scheda: SchedaArea) -> QuerySet[ObiettivoGestionale]:
    return ObiettivoGestionale.objects.filter(trasversale__scheda=scheda)


@transaction.atomic
def assegna_trasversali(
    *, scheda: SchedaArea, utente: Utente, assegnati: Mapping[int, Collection[UUID]]
) -> list[SchedaArea]:
    """Make the transversal objectives of each sheet (by primary key) those given (by uid); sheets not named stay.

    A row that goes takes its weight and its shares with it. Each sheet that changes counts the change and keeps a
    revision; they are returned. Raises PermissionDenied, PianoChiuso, SchedaChiusa (a sheet that would change is no
    longer in bozza), ValidationError; nothing is written then. `scheda`, the body's, comes with its plan.
    """
    if scheda.tipo != SchedaArea.Tipo.ENTE or not scrive_scheda(utente, scheda):
        raise PermissionDenied
    verifica_piano_aperto(piano=scheda.piano)
    origini = {riga.uid: riga for riga in scheda.obiettivi.select_related("scheda__piano").order_by("numero")}
    riceventi = {ricevente.scheda.pk: ricevente for ricevente in leggi_riceventi(scheda)}
    if not assegnati.keys() <= riceventi.keys() or not {*()}.union(*assegnati.values()) <= origini.keys():
        raise ValidationError("Una scheda o un obiettivo della pagina non c'è più: ricaricare la pagina.")
    cambiate, nuove, tolte = [], [], []
    for chiave, scelti in assegnati.items():
        ricevente = riceventi[chiave]
        mancanti = [uid for uid in origini if uid in scelti and uid not in ricevente.righe]
        di_troppo = [riga.pk for uid, riga in ricevente.righe.items() if uid not in scelti]
        if mancanti or di_troppo:
            cambiate.append(ricevente.scheda)
            nuove += [(ricevente.scheda, origini[uid]) for uid in mancanti]
            tolte += di_troppo
    registra_modifiche(schede=cambiate)
    ObiettivoGestionale.objects.filter(pk__in=tolte).delete()
    ObiettivoGestionale.objects.bulk_create(_righe_nuove(nuove))
    registra_revisioni(piano=scheda.piano, schede=cambiate, utente=utente, motivo=MOTIVO)
    return cambiate


def _righe_nuove(nuove: Sequence[tuple[SchedaArea, ObiettivoGestionale]]) -> list[ObiettivoGestionale]:
    """Rows after the last of their sheets, without text and without weight."""
    ultimi: dict[int, int] = {}
    presenti = set()
    della_scheda = ObiettivoGestionale.objects.filter(scheda__in={scheda.pk for scheda, _ in nuove})
    for chiave, numero, uid in della_scheda.values_list("scheda", "numero", "uid"):
        ultimi[chiave] = max(numero, ultimi.get(chiave, 0))
        presenti.add((chiave, uid))
    di_prima = _uid_dell_anno_prima([origine for _, origine in nuove])
    righe = []
    for scheda, origine in nuove:
        ultimi[scheda.pk] = ultimi.get(scheda.pk, 0) + 1
        uid = di_prima.get((scheda.tipo, scheda.area_id, origine.uid))
        righe.append(
            ObiettivoGestionale(
                scheda=scheda,
                trasversale=origine,
                uid=uid if uid and (scheda.pk, uid) not in presenti else uuid.uuid4(),
                numero=ultimi[scheda.pk],
                ambito=ObiettivoGestionale.Ambito.TRASVERSALE,
                natura=origine.natura,
                inserito_il=timezone.now(),
            )
        )
    return righe


def _uid_dell_anno_prima(origini: Sequence[ObiettivoGestionale]) -> dict[tuple[str, int | None, UUID], UUID]:
    """Uid of the row by which a sheet had the same transversal objective the year before (kind, area, transversal):
    what is assigned again goes on being the same objective."""
    if not origini:
        return {}
    scheda = origini[0].scheda
    righe = ObiettivoGestionale.objects.filter(
        trasversale__uid__in={origine.uid for origine in origini},
        scheda__piano__ente=scheda.piano.ente_id,
        scheda__anno=scheda.anno - 1,
    ).order_by("scheda__piano__anno_inizio")
    return {
        (tipo, area, trasversale): uid
        for tipo, area, trasversale, uid in righe.values_list("scheda__tipo", "scheda__area", "trasversale__uid", "uid")
    }


def verifica_trasversali_modificabili(
    *, scheda: SchedaArea, nuovi: Iterable[ObiettivoFoto], attuali: Mapping[UUID, ObiettivoFoto]
) -> list[SchedaArea]:
    """Whether the body's sheet can become `nuovi`; call before writing it, in the same transaction.

    An objective that is assigned cannot go; its text cannot change while a sheet that has it is out of bozza. Raises
    ValidationError, which names objectives and sheets. Returns the sheets in bozza whose text changes with it (see
    `segna_riceventi`), held until the end of the transaction. Any other sheet: nothing to verify.
    """
    if scheda.tipo != SchedaArea.Tipo.ENTE:
        return []
    per_uid = {voce.uid: voce for voce in nuovi}
    toccati = {uid for uid, voce in attuali.items() if uid not in per_uid or _cambia(voce, per_uid[uid])}
    righe = _righe_assegnate(scheda).filter(trasversale__uid__in=toccati)
    riceventi: defaultdict[UUID, list[int]] = defaultdict(list)
    for uid, chiave in righe.values_list("trasversale__uid", "scheda"):
        riceventi[uid].append(chiave)
    chiavi = {chiave for elenco in riceventi.values() for chiave in elenco}
    # Held, so that none of them is proposed while its text changes.
    schede = {
        riga.pk: riga
        for riga in SchedaArea.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=chiavi)
        .select_related("area", "piano__ente")
        .order_by("pk")
    }
    errori = []
    for uid, elenco in riceventi.items():
        nomi = ", ".join(schede[chiave].nome for chiave in elenco)
        chiuse = ", ".join(schede[chiave].nome for chiave in elenco if not schede[chiave].e_bozza)
        numero = attuali[uid].numero
        if uid not in per_uid:
            errori.append(f"L'obiettivo {numero} è assegnato ad altre schede ({nomi}): prima va tolto da quelle.")
        elif chiuse:
            errori.append(f"L'obiettivo {numero} è bloccato: lo hanno schede che non sono più in bozza ({chiuse}).")
    if errori:
        raise ValidationError(errori)
    return list(schede.values())


def segna_riceventi(*, riceventi: Sequence[SchedaArea], utente: Utente) -> None:
    """Count the change in the sheets whose rows have a new text, and keep their revisions: once it is written."""
    if riceventi:
        registra_modifiche(schede=riceventi)
        registra_revisioni(piano=riceventi[0].piano, schede=riceventi, utente=utente, motivo=MOTIVO_TESTO)


def _cambia(prima: ObiettivoFoto, dopo: ObiettivoFoto) -> bool:
    return any(getattr(prima, campo) != getattr(dopo, campo) for campo in PRESI)
