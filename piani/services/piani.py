"""Setting up a plan: its usual sections, its sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from piani.models import SLUG_ENTE, Area, SchedaArea, SezioneNarrativa
from piani.services.revisioni import registra_revisioni
from piani.services.scrittura import prepara_scrittura

if TYPE_CHECKING:
    from piani.models import Piano, Utente

# The headings of a plan, as the real ones follow one another; the office writes the texts.
SEZIONI_USUALI = (
    (2, "Introduzione", ""),
    (1, "Parte I – L'ente si presenta", ""),
    (2, "Identità", ""),
    (2, "Il mandato istituzionale", ""),
    (2, "La programmazione", ""),
    (2, "Il contesto esterno", ""),
    (2, "Il contesto interno", ""),
    (1, "Parte II – La strategia e l'operatività", ""),
    (2, "Gli indirizzi strategici", "[[linee di mandato]]\n\n[[tematiche]]"),
    (2, "Obiettivi", "[[allegati]]"),
)


@transaction.atomic
def prepara_sezioni(*, piano: Piano) -> int:
    """Give a plan without narrative its usual headings; returns how many were made. Raises ScritturaChiusa."""
    prepara_scrittura(riga=piano)
    if piano.narrativa.exists():
        return 0
    righe = [
        SezioneNarrativa(piano=piano, ordine=ordine, livello=livello, titolo=titolo, testo=testo)
        for ordine, (livello, titolo, testo) in enumerate(SEZIONI_USUALI, start=1)
    ]
    return len(SezioneNarrativa.objects.bulk_create(righe))


@transaction.atomic
def crea_schede_mancanti(*, piano: Piano, utente: Utente | None) -> int:
    """An empty sheet in bozza for the body in the first year, and for each area in each year it exists.

    Sheets that are there stay as they are; each new one has its first revision. Returns how many were made. Raises
    ScritturaChiusa.
    """
    prepara_scrittura(riga=piano)
    presenti = set(piano.schede.values_list("tipo", "area_id", "anno"))
    tipo_area, tipo_ente = SchedaArea.Tipo.AREA, SchedaArea.Tipo(SLUG_ENTE)
    attese = [(tipo_ente, None, piano.anno_inizio)]  # one for the triennium, as the real plan has it
    attese += [
        (tipo_area, area, anno)
        for area in Area.objects.filter(ente=piano.ente_id)
        for anno in piano.anni
        if (area.attiva_dal is None or area.attiva_dal.year <= anno)
        and (area.attiva_al is None or area.attiva_al.year >= anno)
    ]
    righe = [
        SchedaArea(piano=piano, tipo=tipo, area=area, anno=anno)
        for tipo, area, anno in attese
        if (tipo, area and area.pk, anno) not in presenti
    ]
    nuove = SchedaArea.objects.bulk_create(righe)
    return len(registra_revisioni(piano=piano, schede=nuove, utente=utente, motivo="Scheda creata"))
