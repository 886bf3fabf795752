"""Where people worked in the year: proposed from the sheets in force, then corrected by the Segretario."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from piani.models import Dipendente, Ente, PersonaScheda, SchedaArea
from semproniano.core.workflow import TransizioneRifiutata, TransizioneVietata
from valutazioni.models import Posizione
from valutazioni.permessi import prepara
from valutazioni.selectors import foto_in_forza, smvp_in_forza
from valutazioni.services.preparazione import allinea_carta

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from piani.models import Area, Utente
    from valutazioni.calcolo.smvp import Smvp
    from valutazioni.selectors import FotoInForza, SchedaInForza

SEGRETARIO = "segretario"


@dataclass(frozen=True)
class Preparazione:
    """What was added; `dubbi`: sentences on what the Segretario has to look at."""

    aggiunte: int
    dubbi: tuple[str, ...]


def categoria_di(smvp: Smvp, tipo: str, *, responsabile: bool) -> str:
    """The category of the SMVP that a role suggests: a proposal, which can be changed. "" where there is none."""
    del_segretario = [voce.codice for voce in smvp.categorie if voce.codice == SEGRETARIO]
    responsabili = [voce.codice for voce in smvp.categorie if voce.responsabile]
    altri = [voce.codice for voce in smvp.categorie if voce.codice not in (*del_segretario, *responsabili)]
    if tipo == SchedaArea.Tipo.SEGRETARIO:
        return (del_segretario or responsabili or [""])[0]
    return ((responsabili if responsabile else altri) or [""])[-1]


def _persone(forza: FotoInForza) -> Iterator[tuple[str, SchedaInForza, bool]]:
    """(codice of the person, sheet, leads it?) for whom the body assesses: not external staff."""
    for scheda in forza.schede.values():
        if scheda.tipo == SchedaArea.Tipo.ENTE or not scheda.e_misurabile:
            continue
        capo = scheda.foto.responsabile
        if capo:
            yield capo.codice, scheda, True
        for persona in scheda.foto.persone:
            if persona.rapporto != PersonaScheda.Rapporto.ESTERNO and (not capo or persona.dipendente != capo):
                yield persona.dipendente.codice, scheda, False


@transaction.atomic
def prepara_posizioni(*, ente: Ente, anno: int, utente: Utente) -> Preparazione:
    """A position for the whole year for who has none yet, from the sheets in force; what is there stays.

    Who is in several sheets gets the first, and a sentence: the dates of a change are not in the plan. Raises
    TransizioneVietata, TransizioneRifiutata where no plan or no SMVP is in force.
    """
    if not prepara(utente, Posizione(ente=ente)):
        raise TransizioneVietata
    # One at a time: two that prepare at once would both find that somebody has no position.
    Ente.objects.select_for_update(no_key=True).only("pk").get(pk=ente.pk)
    forza, smvp = foto_in_forza(ente, anno), smvp_in_forza(ente, anno)
    if forza is None:
        raise TransizioneRifiutata(f"Nessun piano approvato copre il {anno}.")
    if smvp is None:
        raise TransizioneRifiutata(f"Nessun sistema di valutazione adottato vale per il {anno}.")
    dipendenti = {riga.codice: riga for riga in Dipendente.objects.filter(ente=ente)}
    presenti = set(Posizione.objects.filter(ente=ente, anno=anno).values_list("dipendente__codice", flat=True))
    nuove: dict[str, Posizione] = {}
    dubbi = []
    for codice, scheda, capo in _persone(forza):
        if codice in presenti or codice not in dipendenti:
            continue
        if codice in nuove:
            dubbi.append(f"{dipendenti[codice]} è anche in «{scheda.nome}»: scrivere da quando a quando.")
            continue
        nuove[codice] = Posizione(
            **scheda.chiave,
            dipendente=dipendenti[codice],
            categoria=categoria_di(smvp, scheda.tipo, responsabile=capo),
            dal=datetime.date(anno, 1, 1),
            al=datetime.date(anno, 12, 31),
        )
    Posizione.objects.bulk_create(nuove.values())
    return Preparazione(len(nuove), tuple(dubbi))


def _tieni_la_persona(posizione: Posizione) -> None:
    """Held until the end, so that the positions of a person are written one after the other."""
    Dipendente.objects.select_for_update(no_key=True).only("pk").get(pk=posizione.dipendente_id)


@transaction.atomic
def salva_posizione(*, posizione: Posizione, utente: Utente) -> Posizione:
    """Write a position, new or changed. Raises TransizioneVietata, ValidationError; TransizioneRifiutata when its days
    overlap those of another, or its category is not in the SMVP of the year."""
    if not prepara(utente, posizione):
        raise TransizioneVietata
    posizione.full_clean()
    _tieni_la_persona(posizione)
    smvp = smvp_in_forza(posizione.ente, posizione.anno)
    if smvp is None or posizione.categoria not in {voce.codice for voce in smvp.categorie}:
        raise TransizioneRifiutata("La categoria non è nel sistema di valutazione dell'anno.")
    altre = Posizione.objects.filter(anno=posizione.anno, dipendente=posizione.dipendente)
    for altra in altre.exclude(pk=posizione.pk):
        if posizione.dal <= altra.al and altra.dal <= posizione.al:
            raise TransizioneRifiutata(f"I giorni si sovrappongono a un'altra posizione: {altra}.")
    posizione.save()
    allinea_carta(posizione=posizione)
    return posizione


@transaction.atomic
def cambia_posizione(
    *,
    posizione: Posizione,
    dal: datetime.date,
    tipo: str,
    area: Area | None,
    categoria: str,
    part_time: Decimal,
    utente: Utente,
) -> Posizione:
    """From that day the person is elsewhere, or at another time: the position ends the day before and a new one goes on
    to its end. Raises as `salva_posizione`, and TransizioneRifiutata for a day that is not inside the position."""
    _tieni_la_persona(posizione)
    posizione = Posizione.objects.select_related("ente", "dipendente").get(pk=posizione.pk)
    if not posizione.dal < dal <= posizione.al:
        raise TransizioneRifiutata(
            f"Il cambio sta dopo il {posizione.dal:%d/%m/%Y} e non oltre il {posizione.al:%d/%m/%Y}."
        )
    nuova = Posizione(
        ente=posizione.ente, anno=posizione.anno, dipendente=posizione.dipendente, tipo=tipo, area=area,
        categoria=categoria, dal=dal, al=posizione.al, part_time=part_time,
    )  # fmt: skip
    posizione.al = dal - datetime.timedelta(days=1)
    salva_posizione(posizione=posizione, utente=utente)
    return salva_posizione(posizione=nuova, utente=utente)


@transaction.atomic
def elimina_posizione(*, posizione: Posizione, utente: Utente) -> None:
    """Raises TransizioneVietata."""
    if not prepara(utente, posizione):
        raise TransizioneVietata
    posizione.delete()
    allinea_carta(posizione=posizione)
