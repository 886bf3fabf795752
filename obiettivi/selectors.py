"""Page-shaped reads of the objectives."""

from __future__ import annotations

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from obiettivi.models import BozzaScheda, ObiettivoGestionale, ObiettivoOperativo
from piani.models import Osservazione, Piano, Revisione, SchedaArea, Utente
from piani.permessi import RUOLI_LETTURA
from piani.states import STATI_APERTI, StatoScheda

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


# More sheets than these are reached from their plan's page.
SCHEDE_IN_PAGINA = 40


def schede_con_cifre() -> QuerySet[SchedaArea]:
    """Sheets as lists show them: each carries `totale_pesi`, `quanti_obiettivi`, `esiti` of its last revision and
    `osservazioni_aperte`."""
    ultima = Revisione.objects.filter(scheda=OuterRef("pk")).order_by("-versione")
    obiettivi = ObiettivoGestionale.objects.filter(scheda=OuterRef("pk")).order_by().values("scheda")
    osservazioni = Osservazione.objects.filter(scheda=OuterRef("pk"), chiusa_il=None).order_by().values("scheda")
    return SchedaArea.objects.select_related("piano__ente", "area").annotate(
        totale_pesi=Subquery(obiettivi.annotate(somma=Sum("peso")).values("somma")),
        quanti_obiettivi=Coalesce(Subquery(obiettivi.annotate(quanti=Count("pk")).values("quanti")), 0),
        esiti=Subquery(ultima.values("esiti")[:1]),
        osservazioni_aperte=Coalesce(Subquery(osservazioni.annotate(quante=Count("pk")).values("quante")), 0),
    )


def schede_da_scrivere(utente: Utente) -> list[SchedaArea]:
    """The sheets that the user writes, for the home page: those of open plans first, the latest plan on top; one
    query."""
    return list(
        schede_con_cifre()
        .scrivibili_da(utente)
        .annotate(piano_aperto=Case(When(piano__stato__in=STATI_APERTI, then=1), default=0))
        .order_by(
            "-piano_aperto", "piano__ente__denominazione", "-piano__anno_inizio", "area__ordine", "area__pk", "anno"
        )[:SCHEDE_IN_PAGINA]
    )


def piani_da_leggere(utente: Utente) -> list[Piano]:
    """The plans of the bodies in which the user reads every sheet, with how many sheets are in each state."""
    conti = {f"schede_{stato}": Count("schede", filter=Q(schede__stato=stato)) for stato in StatoScheda.values}
    enti = utente.enti_con_ruolo(RUOLI_LETTURA)
    return list(
        Piano.objects.filter(ente__in=enti)
        .select_related("ente")
        .annotate(**conti)
        .order_by("ente__denominazione", "-anno_inizio")[:12]
    )


# The models are ordered by sheet first, which is a join for nothing where there is one sheet.


def ultima_revisione(scheda: SchedaArea) -> Revisione | None:
    """The last change of a sheet and who made it, without the content."""
    return scheda.revisioni.defer("contenuto").select_related("utente").order_by("-versione").first()


def osservazioni_da_leggere(scheda: SchedaArea) -> list[Osservazione]:
    """The observations on a sheet that no proposal has answered, in the order in which they were written; a sheet that
    is not in bozza has been proposed after all of them."""
    if not scheda.e_bozza:
        return []
    return list(scheda.osservazioni.filter(chiusa_il=None).select_related("autore").order_by("creata_il", "pk"))
