"""Page-shaped reads of the objectives."""

from __future__ import annotations

from obiettivi.models import ObiettivoOperativo

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
