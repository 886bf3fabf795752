"""Synthetic plans of any size, for measures and limits: the texts of the real plan, invented areas that say so.

A synthetic plan is a fotografia: no database is needed to make its documents. The same arguments give the same plan.
"""

from __future__ import annotations

import uuid
from decimal import Decimal
from itertools import cycle, islice
from typing import TYPE_CHECKING

import msgspec
from django.conf import settings

from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI, OPERATIVI, AssegnazioneFoto
from piani.models import PersonaScheda, SchedaArea
from piani.sezioni import AREE, ENTE, PIANO, SCHEDE, da_json
from piani.sezioni.schede import AreaFoto, DipendenteFoto, PersonaFoto, SchedaFoto
from piani.states import StatoScheda

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obiettivi.sezioni import ObiettivoFoto
    from piani.sezioni import Fotografia

PIANO_VERO = "fixtures/semproniano-2019-2021.json"
AREE_MASSIME = 30
PERSONE_PER_SCHEDA = 4
_DECIMALI = Decimal("0.0001")


def piano_sintetico(obiettivi: int, aree: int = AREE_MASSIME) -> Fotografia:
    """A plan of one year with `obiettivi` objectives, spread evenly over `aree` areas.

    Weights sum to 100 in every sheet; every sheet has four people, whose shares of effort sum to 100.
    """
    if not 1 <= aree <= obiettivi:
        raise ValueError("Serve almeno un obiettivo per area.")
    vero = da_json((settings.BASE_DIR / PIANO_VERO).read_bytes())
    anno = vero[PIANO].anno_inizio
    quanti = [obiettivi // aree + (posto < obiettivi % aree) for posto in range(aree)]
    slug = [f"esempio-{posto:02d}" for posto in range(1, aree + 1)]
    modelli = cycle(obiettivo for obiettivo in vero[OBIETTIVI] if obiettivo.operativo)
    righe = [list(_obiettivi(area, anno, islice(modelli, n))) for area, n in zip(slug, quanti, strict=True)]
    schede = [_scheda(area, anno) for area in slug]
    return vero.con(
        {
            ENTE.codice: msgspec.structs.replace(
                vero[ENTE], slug="esempio", denominazione="Comune di Esempio", e_esempio=True
            ),
            PIANO.codice: msgspec.structs.replace(
                vero[PIANO], anno_fine=anno, codice=f"{anno}-{anno}", copertine=(), dati_dichiarati=()
            ),
            AREE.codice: tuple(
                AreaFoto(slug=area, nome=f"Area Esempio {area[-2:]}", servizi=(), attiva_dal=None, attiva_al=None)
                for area in slug
            ),
            SCHEDE.codice: tuple(schede),
            OPERATIVI.codice: vero[OPERATIVI],
            OBIETTIVI.codice: tuple(obiettivo for gruppo in righe for obiettivo in gruppo),
            ASSEGNAZIONI.codice: tuple(
                quota
                for scheda, gruppo in zip(schede, righe, strict=True)
                for persona in scheda.persone
                for quota in _quote(persona, gruppo)
            ),
        }
    )


def parti_uguali(numero: int) -> list[Decimal]:
    """100 in `numero` parts of four decimals; the last takes what rounding leaves."""
    parte = (Decimal(100) / numero).quantize(_DECIMALI)
    return [parte] * (numero - 1) + [Decimal(100) - parte * (numero - 1)]


def _obiettivi(area: str, anno: int, modelli: Iterator[ObiettivoFoto]) -> Iterator[ObiettivoFoto]:
    modelli = sorted(modelli, key=lambda modello: modello.operativo)
    for numero, (modello, peso) in enumerate(zip(modelli, parti_uguali(len(modelli)), strict=True), start=1):
        yield msgspec.structs.replace(
            modello,
            area=area,
            anno=anno,
            numero=numero,
            numero_pubblicato="",
            uid=uuid.uuid5(uuid.NAMESPACE_URL, f"esempio/{area}/{anno}/{numero}"),
            peso=peso.normalize() if peso % 1 else peso.quantize(Decimal(1)),
        )


def _scheda(area: str, anno: int) -> SchedaFoto:
    persone = tuple(
        PersonaFoto(
            dipendente=DipendenteFoto(
                codice=f"{area}-{numero}", cognome=f"Esempio {area[-2:]}", nome=f"Dipendente {numero}", titolo=""
            ),
            servizio=None,
            qualifica="istruttore",
            categoria="C",
            ore_settimanali=Decimal(36),
            rapporto=PersonaScheda.Rapporto.INTERNO.value,
            nome_pubblicato="",
            nome_in_matrice="",
        )
        for numero in range(1, PERSONE_PER_SCHEDA + 1)
    )
    return SchedaFoto(
        area=area,
        tipo=SchedaArea.Tipo.AREA.value,
        anno=anno,
        stato=StatoScheda.BOZZA.value,
        responsabile=persone[0].dipendente,
        modo_peso=SchedaArea.ModoPeso.PERCENTUALE.value,
        titolo_pubblicato="",
        piede_pubblicato="",
        intestazioni_pubblicate=(),
        persone=persone,
    )


def _quote(persona: PersonaFoto, obiettivi: list[ObiettivoFoto]) -> Iterator[AssegnazioneFoto]:
    for obiettivo in obiettivi:
        yield AssegnazioneFoto(
            area=obiettivo.area,
            anno=obiettivo.anno,
            numero=obiettivo.numero,
            dipendente=persona.dipendente.codice,
            percentuale=obiettivo.peso,
        )
