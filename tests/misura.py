"""A plan in force made by hand, and what is measured of it: rows for the tests of valutazioni."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
from django.utils import timezone

from obiettivi.sezioni import IndicatoreFoto, ValoreAttesoFoto
from piani.models import Area
from piani.sezioni import PIANO, SCHEDE
from piani.states import StatoPiano
from semproniano.core.documenti.json import impronta
from tests import factories
from tests.foto import ANNO, AREA, foto_di_prova, obiettivo_di_prova, scheda_di_prova
from tests.versioni import versione_approvata
from valutazioni.calcolo.smvp import modelli_smvp, smvp_json
from valutazioni.models import Rilevazione, Risultato, VersioneSmvp
from valutazioni.selectors import SchedaInForza, scheda_in_forza

if TYPE_CHECKING:
    from collections.abc import Sequence

    from obiettivi.sezioni import ObiettivoFoto
    from piani.models import Ente, Piano, Versione
    from piani.sezioni import Fotografia
    from valutazioni.calcolo.smvp import Smvp

MODELLO = "comune_piccolo_senza_dirigenti"


def indicatore(descrizione: str = "Pratiche concluse", atteso: Any = Decimal(100), **dati: Any) -> IndicatoreFoto:
    """An indicator with a structured target for ANNO: a number or a day; None for a text alone."""
    operatore = dati.pop("operatore", "ge")
    valori = ()
    if atteso is not None:
        data = atteso if isinstance(atteso, datetime.date) else None
        valori = (ValoreAttesoFoto(anno=ANNO, operatore=operatore, valore=None if data else atteso, data=data),)
    return IndicatoreFoto(
        **{
            "descrizione": descrizione,
            "valore_atteso": "Come scritto nel piano",
            "tipo": "quantita",
            "valori_attesi": valori,
            **dati,
        }
    )


def foto_con(obiettivi: Sequence[ObiettivoFoto], aree: Sequence[str] = (AREA,), primo_anno: int = ANNO) -> Fotografia:
    """The fotografia of a plan with a sheet of ANNO for each area (or "ente", "segretario")."""
    foto = foto_di_prova(obiettivi)
    schede = tuple(scheda_di_prova(area=a, tipo=a if a in ("ente", "segretario") else "area") for a in aree)
    piano = msgspec.structs.replace(foto[PIANO], anno_inizio=primo_anno, anno_fine=primo_anno + 2)
    return foto.con({SCHEDE.codice: schede, PIANO.codice: piano})


def piano_in_forza(ente: Ente, foto: Fotografia, primo_anno: int = ANNO) -> Versione:
    """A plan approved with that content, and the areas that it names."""
    for scheda in foto[SCHEDE]:
        if scheda.tipo == "area":
            Area.objects.get_or_create(ente=ente, slug=scheda.area, defaults={"nome": f"Area {scheda.area}"})
    piano: Piano = factories.PianoFactory(
        ente=ente,
        anno_inizio=primo_anno,
        stato=StatoPiano.APPROVATO,
        approvato_il=timezone.now(),
        atto=factories.AttoFactory(ente=ente, data=datetime.date(primo_anno, 1, 31)),
    )
    return versione_approvata(piano, foto)


def variazione(versione: Versione, foto: Fotografia) -> Versione:
    """The next version of the same plan, which supersedes the first."""
    versione.stato = "superata"
    versione.save()
    atto = factories.AttoFactory(ente=versione.piano.ente, data=versione.atto.data + datetime.timedelta(days=200))
    return versione_approvata(versione.piano, foto, versione, atto=atto)


def scheda_di(ente: Ente, obiettivi: Sequence[ObiettivoFoto], area: str = AREA) -> SchedaInForza:
    """The sheet of ANNO in force, with these objectives."""
    piano_in_forza(ente, foto_con(obiettivi, (area,)))
    return scheda_in_forza(ente, ANNO, area)


def rilevata(scheda: SchedaInForza, obiettivo: ObiettivoFoto, posto: int = 1, **dati: Any) -> Rilevazione:
    """A value already entered, at 30 June unless told otherwise."""
    testo = (obiettivo.indicatori[posto - 1].descrizione) if posto else ""
    return Rilevazione.objects.create(
        **{
            **scheda.chiave,
            "obiettivo": obiettivo.uid,
            "posto": posto,
            "indicatore": testo,
            "al": datetime.date(ANNO, 6, 30),
            **dati,
        }
    )


def risultato(scheda: SchedaInForza, obiettivo: ObiettivoFoto, stato: str = "confermato", **dati: Any) -> Risultato:
    adesso = timezone.now()
    base: dict[str, Any] = {"stato": stato}
    if stato != "bozza":
        base |= {"proposto": Decimal(90), "proposto_il": adesso}
    if stato == "confermato":
        base |= {"confermato": Decimal(80), "confermato_il": adesso}
    return Risultato.objects.create(**{**scheda.chiave, "obiettivo": obiettivo.uid, **base, **dati})


def smvp_adottato(ente: Ente, smvp: Smvp | None = None, **dati: Any) -> VersioneSmvp:
    """A SMVP (that of a small body) adopted, in force from ANNO."""
    contenuto = smvp_json(smvp or modelli_smvp()[MODELLO])
    return VersioneSmvp.objects.create(
        **{
            "ente": ente,
            "dal_anno": ANNO,
            "titolo": "SMVP di prova",
            "contenuto": contenuto.decode(),
            "sha256": impronta(contenuto),
            "stato": "adottato",
            "parere_il": timezone.now(),
            "adottato_il": timezone.now(),
            "atto": factories.AttoFactory(ente=ente),
            **dati,
        }
    )


__all__ = [
    "ANNO",
    "AREA",
    "MODELLO",
    "foto_con",
    "indicatore",
    "obiettivo_di_prova",
    "piano_in_forza",
    "rilevata",
    "risultato",
    "scheda_di",
    "smvp_adottato",
    "variazione",
]
