"""The objectives of a sheet as the fields of its page: nested dictionaries of texts, valid or not.

The same shape is posted by the page, kept in a BozzaScheda, offered back, compared in a conflict. From here the live
rows, last year's sheet, a pasted table or a library row come into it; forms bring it back to typed objects.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal
    from uuid import UUID

    from obiettivi.sezioni import FaseFoto, IndicatoreFoto, ObiettivoFoto, ValoreAttesoFoto

Campi = dict[str, Any]
SEGNO = "on"
"""What a ticked box posts."""

# Fields of a structured indicator: an indicator that has any of them is shown with the structured form.
STRUTTURA = ("tipo", "unita", "direzione", "peso", "baseline", "baseline_anno", "formula", "fonte")


def data_italiana(giorno: datetime.date | None) -> str:
    return "" if giorno is None else f"{giorno:%d/%m/%Y}"


def _valore(valore: Decimal | None, data: datetime.date | None) -> str:
    return data_italiana(data) if data else in_italiano(valore)


def _atteso(voce: ValoreAttesoFoto) -> Campi:
    return {"anno": str(voce.anno), "operatore": voce.operatore, "valore": _valore(voce.valore, voce.data)}


def campi_indicatore(voce: IndicatoreFoto) -> Campi:
    return {
        "descrizione": voce.descrizione,
        "valore_atteso": voce.valore_atteso,
        "strutturato": SEGNO if voce.valori_attesi or any(getattr(voce, campo) for campo in STRUTTURA) else "",
        "tipo": voce.tipo,
        "unita": voce.unita,
        "direzione": voce.direzione,
        "peso": in_italiano(voce.peso),
        "baseline": in_italiano(voce.baseline),
        "baseline_anno": "" if voce.baseline_anno is None else str(voce.baseline_anno),
        "formula": voce.formula,
        "fonte": voce.fonte,
        "tolto": "",
        "attesi": [_atteso(atteso) for atteso in voce.valori_attesi],
    }


def _fase(voce: FaseFoto) -> Campi:
    return {"attivita": voce.attivita, "dal": data_italiana(voce.dal), "al": data_italiana(voce.al)}


def campi_obiettivo(voce: ObiettivoFoto, etichette: Mapping[str, str], da_rivedere: Iterable[str] = ()) -> Campi:
    """Fields of one card. `etichette`: how the page names an operative objective, by code; `da_rivedere`: sentences on
    what wants a second look (a date that was moved, a target to write)."""
    return {
        "uid": str(voce.uid),
        "origine": voce.origine,
        "trasversale": str(voce.trasversale or ""),
        "numero_pubblicato": voce.numero_pubblicato,
        "descrizione": voce.descrizione,
        "peso": in_italiano(voce.peso),
        "e_condizione": SEGNO if voce.e_condizione else "",
        "scadenza": data_italiana(voce.scadenza),
        "scadenza_testo": voce.scadenza_testo,
        "ambito": voce.ambito,
        "natura": voce.natura,
        "tipologia_pubblicata": voce.tipologia_pubblicata,
        "operativo": etichette.get(voce.operativo, voce.operativo or ""),
        "da_rivedere": "\n".join(da_rivedere),
        "tolto": "",
        "indicatori": [campi_indicatore(indicatore) for indicatore in voce.indicatori],
        "fasi": [_fase(fase) for fase in voce.fasi],
    }


def campi_scheda(
    obiettivi: Iterable[ObiettivoFoto],
    etichette: Mapping[str, str],
    da_rivedere: Mapping[UUID, Iterable[str]] | None = None,
) -> Campi:
    """Fields of the whole page. `da_rivedere` gives sentences by uid."""
    avvisi = da_rivedere or {}
    return {"obiettivi": [campi_obiettivo(voce, etichette, avvisi.get(voce.uid, ())) for voce in obiettivi]}
