"""Small fotografie made by hand: documents and checks are tested without a database."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
from django.conf import settings

from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI, OPERATIVI, IndicatoreFoto, ObiettivoFoto, completa
from piani.sezioni import AREE, ENTE, NARRATIVA, PIANO, SCHEDE, da_json
from piani.sezioni.schede import AreaFoto, DipendenteFoto, PersonaFoto, SchedaFoto

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piani.sezioni import Fotografia

AREA, ANNO = "esempio", 2019


def foto_del_piano_vero() -> Fotografia:
    return da_json((settings.BASE_DIR / "fixtures" / "semproniano-2019-2021.json").read_bytes())


def persona_di_prova(numero: int, **dati: Any) -> PersonaFoto:
    return PersonaFoto(
        **{
            "dipendente": DipendenteFoto(
                codice=f"esempio-{numero}", cognome="Esempio", nome=f"Dipendente {numero}", titolo=""
            ),
            "servizio": None,
            "qualifica": "istruttore",
            "categoria": "C",
            "ore_settimanali": None,
            "rapporto": "interno",
            "nome_pubblicato": "",
            "nome_in_matrice": "",
            **dati,
        }
    )


def scheda_di_prova(**dati: Any) -> SchedaFoto:
    return SchedaFoto(
        **{
            "area": AREA,
            "tipo": "area",
            "anno": ANNO,
            "stato": "bozza",
            "responsabile": None,
            "modo_peso": "percentuale",
            "titolo_pubblicato": "",
            "piede_pubblicato": "",
            "intestazioni_pubblicate": (),
            "persone": (),
            **dati,
        }
    )


def obiettivo_di_prova(numero: int, **dati: Any) -> ObiettivoFoto:
    return ObiettivoFoto(
        **{
            "area": AREA,
            "anno": ANNO,
            "numero": numero,
            "numero_pubblicato": "",
            "uid": uuid.uuid5(uuid.NAMESPACE_URL, f"esempio/{numero}"),
            "descrizione": f"Obiettivo di esempio numero {numero}",
            "peso": Decimal(10),
            "indicatori": (IndicatoreFoto(descrizione="Indicatore di esempio", valore_atteso="Valore di esempio"),),
            "scadenza": None,
            "scadenza_testo": "",
            "ambito": "",
            "natura": "",
            "tipologia_pubblicata": "",
            "operativo": None,
            **dati,
        }
    )


def foto_di_prova(
    obiettivi: Sequence[ObiettivoFoto] = (), *, assegnazioni: Sequence = (), operativi: Sequence = (), **scheda: Any
) -> Fotografia:
    """A plan of "Comune di Esempio" with one area and one sheet of 2019; `scheda` are fields of the sheet."""
    vero = foto_del_piano_vero()
    return vero.con(
        {
            ENTE.codice: msgspec.structs.replace(vero[ENTE], slug="esempio", denominazione="Comune di Esempio"),
            PIANO.codice: msgspec.structs.replace(vero[PIANO], copertine=(), dati_dichiarati=()),
            NARRATIVA.codice: (),
            AREE.codice: (AreaFoto(slug=AREA, nome="Area Esempio", servizi=(), attiva_dal=None, attiva_al=None),),
            SCHEDE.codice: (scheda_di_prova(**scheda),),
            OPERATIVI.codice: tuple(operativi),
            OBIETTIVI.codice: completa(obiettivi, obiettivi),
            ASSEGNAZIONI.codice: tuple(assegnazioni),
        }
    )
