"""The staff matrix of a sheet: who is in it, and which part of each one's effort goes to each objective."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from obiettivi.models import AssegnazioneDipendente, PesoPersonale
from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI
from piani.models import PersonaScheda
from piani.permessi import scrive_scheda
from piani.services.revisioni import registra_revisione
from piani.services.scrittura import registra_modifica, verifica_piano_aperto
from piani.sezioni import parte_da_json

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from obiettivi.models import ObiettivoGestionale
    from piani.models import Dipendente, Revisione, SchedaArea, Servizio, Utente

    Cella = tuple[int, int]
    """Primary keys of the person (of the sheet) and of the objective."""


@dataclass(frozen=True)
class Altrove:
    """What a person does in another sheet of the same plan and year; without shares, the person is just listed."""

    scheda: str
    quote: Sequence[tuple[str, Decimal]] = ()
    """Objective and percentage."""

    @property
    def totale(self) -> Decimal:
        return sum((quota for _, quota in self.quote), Decimal(0))


@dataclass(frozen=True)
class RigaMatrice:
    persona: PersonaScheda
    quote: Mapping[int, Decimal]
    """By primary key of the objective."""
    altrove: Sequence[Altrove] = ()

    @property
    def totale_altrove(self) -> Decimal:
        return sum((voce.totale for voce in self.altrove), Decimal(0))


@dataclass(frozen=True)
class Matrice:
    obiettivi: Sequence[ObiettivoGestionale]
    righe: Sequence[RigaMatrice]

    @property
    def ha_quote(self) -> bool:
        return any(riga.quote for riga in self.righe)

    def celle(self) -> dict[Cella, Decimal]:
        return {(riga.persona.pk, chiave): quota for riga in self.righe for chiave, quota in riga.quote.items()}


@dataclass(frozen=True)
class PersonaNuova:
    """Somebody to put in the sheet, out of the registry of the body."""

    dipendente: Dipendente
    servizio: Servizio | None = None
    qualifica: str = ""
    rapporto: str = PersonaScheda.Rapporto.INTERNO.value


@dataclass(frozen=True)
class Cambiamenti:
    """What a page of the matrix asks for. `quote`: every cell that is filled; `tolte`: primary keys of people."""

    quote: Mapping[Cella, Decimal]
    tolte: Collection[int] = ()
    nuova: PersonaNuova | None = None


def leggi_matrice(scheda: SchedaArea) -> Matrice:
    """Rows and columns with their shares, and what each person does in the other sheets: four queries."""
    persone = list(scheda.persone.select_related("dipendente", "servizio").order_by("ordine", "pk"))
    obiettivi = list(scheda.obiettivi.select_related("trasversale").order_by("numero"))
    altrove = _altrove(scheda, [persona.dipendente_id for persona in persone])
    quote: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    for riga in AssegnazioneDipendente.objects.filter(obiettivo__scheda=scheda):
        quote[riga.persona_id][riga.obiettivo_id] = riga.percentuale
    return Matrice(
        obiettivi,
        [RigaMatrice(persona, quote[persona.pk], altrove.get(persona.dipendente_id, ())) for persona in persone],
    )


def _altrove(scheda: SchedaArea, dipendenti: Sequence[int]) -> dict[int, list[Altrove]]:
    """By person of the registry: the other sheets of the plan and year in which they are, with their shares."""
    presenze = (
        PersonaScheda.objects.filter(scheda__piano=scheda.piano_id, scheda__anno=scheda.anno, dipendente__in=dipendenti)
        .exclude(scheda=scheda.pk)
        .select_related("scheda__area")
        .prefetch_related("assegnazioni__obiettivo__trasversale")
        .order_by("scheda__area__ordine", "scheda")
    )
    trovati: defaultdict[int, list[Altrove]] = defaultdict(list)
    for persona in presenze:
        quote = sorted(persona.assegnazioni.all(), key=lambda riga: riga.obiettivo.numero)
        voci = [(titolo_breve(riga.obiettivo), riga.percentuale) for riga in quote]
        trovati[persona.dipendente_id].append(Altrove(persona.scheda.nome, voci))
    return dict(trovati)


def titolo_breve(obiettivo: ObiettivoGestionale) -> str:
    """ "3. Obiettivo di mantenimento: rispetto degli…": the text comes from the transversal objective, where it is."""
    testo = obiettivo.trasversale.descrizione if obiettivo.trasversale_id else obiettivo.descrizione
    parole = testo.split()
    return f"{obiettivo.numero}. {' '.join(parole[:8])}{'…' if len(parole) > 8 else ''}"


def quote_alla_modifica(scheda: SchedaArea, versione: int) -> dict[Cella, Decimal] | None:
    """The shares as they were at a number of change, of the people and objectives of today; None when nobody knows."""
    revisione = scheda.revisioni.filter(versione=versione).first()
    if revisione is None:
        return None
    parte = parte_da_json(revisione.contenuto)
    uid = {voce.numero: voce.uid for voce in parte[OBIETTIVI]}
    obiettivi = dict(scheda.obiettivi.values_list("uid", "pk"))
    persone = dict(scheda.persone.values_list("dipendente__codice", "pk"))
    celle = (((persone.get(riga.dipendente), obiettivi.get(uid[riga.numero])), riga) for riga in parte[ASSEGNAZIONI])
    return {cella: riga.percentuale for cella, riga in celle if None not in cella}


@transaction.atomic
def salva_matrice(*, scheda: SchedaArea, utente: Utente, versione: int, cambiamenti: Cambiamenti) -> Revisione | None:
    """Make the shares of the sheet those given; people go with their shares, and one may come.

    `versione` is the number that the page was opened on. What is there already changes nothing and gives None. Raises
    PermissionDenied, PianoChiuso, SchedaChiusa, SchedaCambiata, ValidationError; nothing is written then.
    """
    if not scrive_scheda(utente, scheda):
        raise PermissionDenied
    verifica_piano_aperto(piano=scheda.piano)
    matrice = leggi_matrice(scheda)
    _verifica_chiavi(matrice, cambiamenti)
    quote = {cella: quota for cella, quota in cambiamenti.quote.items() if cella[0] not in cambiamenti.tolte}
    if quote == matrice.celle() and not cambiamenti.tolte and cambiamenti.nuova is None:
        return None
    registra_modifica(scheda=scheda, versione=versione)
    _scrivi_quote(scheda, quote)
    _togli(scheda, cambiamenti.tolte)
    if cambiamenti.nuova:
        _aggiungi(scheda, [cambiamenti.nuova])
    return registra_revisione(scheda=scheda, utente=utente, motivo="Persone e quote")


def _verifica_chiavi(matrice: Matrice, cambiamenti: Cambiamenti) -> None:
    persone = {riga.persona.pk for riga in matrice.righe}
    obiettivi = {obiettivo.pk for obiettivo in matrice.obiettivi}
    estranee = any(persona not in persone or chiave not in obiettivi for persona, chiave in cambiamenti.quote)
    if estranee or not persone.issuperset(cambiamenti.tolte):
        raise ValidationError("Una persona o un obiettivo della pagina non è più nella scheda: ricaricare la pagina.")


def _scrivi_quote(scheda: SchedaArea, quote: Mapping[Cella, Decimal]) -> None:
    """Nothing hangs on a share: they are written anew."""
    AssegnazioneDipendente.objects.filter(obiettivo__scheda=scheda).delete()
    righe = [
        AssegnazioneDipendente(persona_id=persona, obiettivo_id=obiettivo, percentuale=quota)
        for (persona, obiettivo), quota in quote.items()
    ]
    for riga in righe:
        riga.clean_fields(exclude=["id", "persona", "obiettivo"])
    AssegnazioneDipendente.objects.bulk_create(righe)


def _togli(scheda: SchedaArea, tolte: Collection[int]) -> None:
    if tolte:
        PesoPersonale.objects.filter(persona__in=tolte, obiettivo__scheda=scheda).delete()
        scheda.persone.filter(pk__in=tolte).delete()


def _aggiungi(scheda: SchedaArea, nuove: Iterable[PersonaNuova]) -> list[PersonaScheda]:
    ultimo = scheda.persone.aggregate(ultimo=Max("ordine"))["ultimo"] or 0
    righe = [
        PersonaScheda(
            scheda=scheda,
            ordine=ordine,
            dipendente=nuova.dipendente,
            servizio=nuova.servizio,
            qualifica=nuova.qualifica,
            rapporto=nuova.rapporto,
        )
        for ordine, nuova in enumerate(nuove, start=ultimo + 1)
    ]
    for riga in righe:
        riga.full_clean()
        riga.save()
    return righe
