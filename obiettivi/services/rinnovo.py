"""The plan of the next triennium, begun from the one there is: the same texts, nothing added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from obiettivi.models import ObiettivoGestionale
from obiettivi.services.ripresa import Decisione, Destinazione, riprendi_obiettivi
from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI, OPERATIVI, RISORSE
from piani.models import SchedaArea
from piani.sezioni import PEG, PIANO, SCHEDE
from piani.sezioni.peg import PegFoto
from piani.states import StatoPiano, StatoScheda

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    from obiettivi.sezioni import AssegnazioneFoto, ObiettivoFoto
    from piani.sezioni import Fotografia
    from piani.sezioni.schede import SchedaFoto

# What the act of one year prints, and another year must not repeat.
STAMPATO = {"titolo_pubblicato": "", "piede_pubblicato": "", "intestazioni_pubblicate": ()}


def foto_rinnovata(foto: Fotografia, titolo: str) -> Fotografia:
    """The plan one year later, in redazione: each sheet is that of its year, else the one of the year before with
    dates moved; who leads, people and shares come along. Acts and covers stay behind, and so
    does the PEG, which belongs to another budget.

    What has no sheet for the last years of the plan goes on from the latest it has.
    """
    vecchio = foto[PIANO]
    primo, ultimo = vecchio.anno_inizio + 1, vecchio.anno_fine + 1
    piano = msgspec.structs.replace(
        vecchio,
        codice=f"{primo}-{ultimo}",
        titolo=titolo,
        anno_inizio=primo,
        anno_fine=ultimo,
        stato=StatoPiano.IN_REDAZIONE.value,
        atto=None,
        allegati=tuple(msgspec.structs.replace(allegato, atto=None) for allegato in vecchio.allegati),
        copertine=(),
        atti_delle_parti=(),
    )
    coppie = list(_coppie(foto, range(primo, ultimo + 1)))
    di_ente = {
        scheda.anno: {voce.uid for voce in foto[OBIETTIVI] if voce.chiave_scheda == da.chiave}
        for da, scheda in coppie
        if scheda.tipo == SchedaArea.Tipo.ENTE
    }
    obiettivi = {scheda.chiave: _obiettivi(foto, da, scheda, di_ente.get(scheda.anno, ())) for da, scheda in coppie}
    return foto.con(
        {
            PIANO.codice: piano,
            SCHEDE.codice: tuple(scheda for _, scheda in coppie),
            PEG.codice: PegFoto(),
            RISORSE.codice: (),
            OBIETTIVI.codice: tuple(voce for voci in obiettivi.values() for voce in voci),
            ASSEGNAZIONI.codice: tuple(
                quota for da, scheda in coppie for quota in _quote(foto, da, scheda, obiettivi[scheda.chiave])
            ),
        }
    )


def _coppie(foto: Fotografia, anni: range) -> Iterator[tuple[SchedaFoto, SchedaFoto]]:
    """(sheet of the old plan, sheet of the new one), in printing order. A sheet without area that the old plan has for
    one year only, as the real one has the body's, is only of the first year."""
    per_area: dict[str, list[SchedaFoto]] = {}
    for scheda in foto[SCHEDE]:
        per_area.setdefault(scheda.area, []).append(scheda)
    for schede in per_area.values():
        di_un_anno = schede[0].tipo != "area" and len(schede) == 1
        for anno in anni[:1] if di_un_anno else anni:
            da = max((scheda for scheda in schede if scheda.anno <= anno), key=lambda scheda: scheda.anno, default=None)
            if da is not None:
                stampato = {} if da.anno == anno else STAMPATO
                yield da, msgspec.structs.replace(da, anno=anno, stato=StatoScheda.BOZZA.value, **stampato)


def _obiettivi(
    foto: Fotografia, da: SchedaFoto, scheda: SchedaFoto, di_ente: Collection[UUID]
) -> tuple[ObiettivoFoto, ...]:
    """`di_ente`: what the body's sheet of that year will have."""
    precedenti = [voce for voce in foto[OBIETTIVI] if voce.chiave_scheda == da.chiave]
    if da.anno == scheda.anno:
        ripreso = ObiettivoGestionale.Origine.RIPRESO.value
        return tuple(msgspec.structs.replace(voce, origine=ripreso, inserito_il=None) for voce in precedenti)
    destinazione = Destinazione(scheda.area, scheda.anno, operativi={voce.codice for voce in foto[OPERATIVI]})
    decisioni = dict.fromkeys((voce.uid for voce in precedenti), Decisione.RIPRENDI)
    # Whoever copies one sheet leaves these to the Segretario; here the body's sheet goes on together with the others.
    riferiti = {voce.uid: voce.trasversale for voce in precedenti if voce.trasversale in di_ente}
    return tuple(
        msgspec.structs.replace(voce, trasversale=riferiti.get(voce.uid))
        for voce in riprendi_obiettivi(precedenti, decisioni, destinazione).obiettivi
    )


def _quote(
    foto: Fotografia, da: SchedaFoto, scheda: SchedaFoto, obiettivi: tuple[ObiettivoFoto, ...]
) -> Iterator[AssegnazioneFoto]:
    """The shares follow the objective, whatever number it has now."""
    uid = {voce.numero: voce.uid for voce in foto[OBIETTIVI] if voce.chiave_scheda == da.chiave}
    numeri = {voce.uid: voce.numero for voce in obiettivi}
    for quota in foto[ASSEGNAZIONI]:
        if (quota.area, quota.anno) == da.chiave and uid[quota.numero] in numeri:
            yield msgspec.structs.replace(quota, anno=scheda.anno, numero=numeri[uid[quota.numero]])
