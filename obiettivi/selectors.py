"""Page-shaped reads of the objectives."""

from __future__ import annotations

from django.db.models import QuerySet

from obiettivi.models import BozzaScheda, ObiettivoOperativo
from piani.models import SchedaArea, Utente

SEPARATORE = " – "
LUNGHEZZA_ETICHETTA = 100


def etichette_operativi(ente: int) -> dict[str, str]:
    """How a page names the operative objectives of a body, by code: "1.01 – Migliorare…"; one query."""
    righe = ObiettivoOperativo.objects.filter(strategico__ente=ente).select_related("strategico").order_by("pk")
    codici = {riga.codice_completo: " ".join(riga.descrizione.split()) for riga in righe}
    return {codice: f"{codice}{SEPARATORE}{codici[codice][:LUNGHEZZA_ETICHETTA]}" for codice in sorted(codici)}


def codice_operativo(testo: str) -> str:
    """The code in what a page shows or a person types: "1.01 – Migliorare…" and "1.01" give "1.01"."""
    return testo.partition(SEPARATORE)[0].strip()


def schede_per_pagine() -> QuerySet[SchedaArea]:
    """Sheets with everything that a single row of theirs points at; their plan is complete (`piani_completi()`)."""
    return SchedaArea.objects.select_related(
        "piano__ente", "piano__mandato__atto", "piano__atto", "area", "responsabile"
    )


def bozze_della_scheda(scheda: SchedaArea, utente: Utente) -> tuple[list[BozzaScheda], list[str]]:
    """The user's own unsaved work on a sheet, the latest first, and who else has some; one query, without the texts."""
    righe = (
        BozzaScheda.objects.filter(scheda=scheda)
        .select_related("utente")
        .only(
            "scheda_id",
            "finestra",
            "versione",
            "motivo",
            "salvata_il",
            "utente__username",
            "utente__first_name",
            "utente__last_name",
        )
        .order_by("-salvata_il")
    )
    proprie = [riga for riga in righe if riga.utente_id == utente.pk]
    altri = dict.fromkeys(str(riga.utente) for riga in righe if riga.utente_id != utente.pk)
    return proprie, list(altri)
