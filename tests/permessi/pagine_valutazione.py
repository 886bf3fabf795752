"""The lines of the permission table about SMVP, cards and premi, and the rows that they speak of.

Who reads a card: its assessor, Segretario and Nucleo, the person when it was communicated. The amministratore, and
whoever runs the installation, read none.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from semproniano.core.documenti.json import impronta
from tests import factories
from tests.misura import ANNO, foto_con, indicatore, obiettivo_di_prova, piano_in_forza
from valutazioni.calcolo.smvp import modelli_smvp, smvp_json
from valutazioni.models import Carta, Fondo, Posizione, VersioneSmvp

if TYPE_CHECKING:
    from piani.models import Area

ESTERNI = ("dipendente", "responsabile", "responsabile_area", "sindaco", "giunta", "nucleo")


def stati(altri: int, **ruoli: int) -> dict[str, int]:
    """Expected status: `altri` for every role that is not named; who is not logged in goes to the login."""
    tutti = (*ESTERNI, "segretario", "amministratore", "superuser", "segretario_altrove")
    return {"anonimo": 302, **dict.fromkeys(tutti, altri), **ruoli}


CHI_LEGGE = stati(404, segretario=200, nucleo=200)
CHI_PREPARA = stati(404, segretario=200, nucleo=403)
SOLO_POST = stati(405, anonimo=302)
PAGINE_DELLA_VALUTAZIONE: dict[str, dict[str, int]] = {
    # Everybody has the list, with what there is for each.
    "carte": stati(200),
    "smvp": stati(200),
    # A SMVP in bozza.
    "smvp-letto": stati(404, segretario=200, nucleo=200, superuser=200),
    "smvp-modifica": stati(404, segretario=200, nucleo=403, superuser=403),
    "smvp-passaggio": stati(404, segretario=200, nucleo=403, superuser=403),
    "smvp-nuovo": stati(403, segretario=200, superuser=404, segretario_altrove=404),
    "smvp-elimina": SOLO_POST,
    "posizioni": CHI_LEGGE,
    "posizioni-prepara": SOLO_POST,
    "posizione-nuova": CHI_PREPARA,
    "posizione": CHI_PREPARA,
    "posizione-cambio": CHI_PREPARA,
    "posizione-elimina": SOLO_POST,
    "carte-anno": CHI_LEGGE,
    "carte-prepara": SOLO_POST,
    # A card of the area, communicated: the assessor is its responsabile. Of the roles, no one is the person.
    "carta": {**CHI_LEGGE, "responsabile_area": 200},
    "carta-pdf": {**CHI_LEGGE, "responsabile_area": 200},
    # "ritira": 409 for who assesses, since it is too late; 403 for who only reads.
    "carta-passaggio": stati(404, segretario=403, nucleo=403, responsabile_area=409),
    "premi": CHI_LEGGE,
    # Nothing distributed yet.
    "premi-stipendi": stati(404, segretario=404, nucleo=403),
    "fondo-nuovo": CHI_PREPARA,
    "fondo": CHI_LEGGE,
    "fondo-modifica": CHI_PREPARA,
    "fondo-passaggio": CHI_PREPARA,
}


def argomenti_della_valutazione(area: Area) -> dict[str, tuple[Any, ...]]:
    """A year to assess in the body of the area, and the arguments of every address."""
    ente, categoria = area.ente, "dipendenti"
    obiettivo = obiettivo_di_prova(1, area=area.slug, indicatori=(indicatore(),))
    piano_in_forza(ente, foto_con([obiettivo], (area.slug,)))
    contenuto = smvp_json(modelli_smvp()["comune_piccolo_senza_dirigenti"])
    comuni = {"ente": ente, "contenuto": contenuto.decode(), "sha256": impronta(contenuto)}
    adesso = timezone.now()
    adottato = VersioneSmvp.objects.create(
        **comuni, dal_anno=ANNO, titolo="In vigore", stato="adottato", parere_il=adesso, adottato_il=adesso,
        atto=factories.AttoFactory(ente=ente),
    )  # fmt: skip
    bozza = VersioneSmvp.objects.create(**comuni, dal_anno=ANNO + 1, titolo="In bozza")
    persona = factories.DipendenteFactory(ente=ente)
    posizione = Posizione.objects.create(
        ente=ente, anno=ANNO, area=area, dipendente=persona, categoria=categoria, dal=datetime.date(ANNO, 1, 1),
        al=datetime.date(ANNO, 12, 31),
    )  # fmt: skip
    carta = Carta.objects.create(
        ente=ente, anno=ANNO, dipendente=persona, smvp=adottato, categoria=categoria, area=area, stato="comunicata",
        valutatore="responsabile", punteggio=Decimal(80), proposta_il=adesso, comunicata_il=adesso,
    )  # fmt: skip
    fondo = Fondo.objects.create(ente=ente, anno=ANNO, categoria=categoria, importo=Decimal(900))
    dell_anno = (ente.slug, ANNO)
    return {
        **dict.fromkeys(("posizioni", "posizioni-prepara", "posizione-nuova"), dell_anno),
        **dict.fromkeys(("carte-anno", "carte-prepara", "premi"), dell_anno),
        **dict.fromkeys(("posizione", "posizione-cambio", "posizione-elimina"), (posizione.pk,)),
        **dict.fromkeys(("carta", "carta-pdf"), (carta.pk,)),
        **dict.fromkeys(("fondo", "fondo-modifica"), (fondo.pk,)),
        **dict.fromkeys(("smvp-letto", "smvp-elimina"), (bozza.pk,)),
        "smvp-modifica": (bozza.pk, "generale"),
        "smvp-passaggio": (bozza.pk, "chiedi_parere"),
        "smvp-nuovo": (ente.slug,),
        "carta-passaggio": (carta.pk, "ritira"),
        "premi-stipendi": (*dell_anno, "csv"),
        "fondo-nuovo": (*dell_anno, "eq"),
        "fondo-passaggio": (fondo.pk, "distribuisci"),
    }
