"""The people of a sheet, and who does what, taken from the sheet of the year before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction

from obiettivi.models import AssegnazioneDipendente, PesoPersonale
from piani.models import PersonaScheda
from piani.permessi import scrive_scheda
from piani.selectors import scheda_precedente
from piani.services.revisioni import registra_revisione
from piani.services.scrittura import registra_modifica, verifica_piano_aperto

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from piani.models import SchedaArea, Utente

COPIATI_PERSONA = (
    "dipendente_id",
    "servizio_id",
    "qualifica",
    "categoria",
    "ore_settimanali",
    "rapporto",
    "nome_pubblicato",
    "nome_in_matrice",
)
T = TypeVar("T", AssegnazioneDipendente, PesoPersonale)


@dataclass(frozen=True)
class PersoneCopiate:
    """How many rows were written, and who was left out because no longer in service that year."""

    persone: int
    quote: int
    cessate: Sequence[str]

    def __str__(self) -> str:
        frasi = [f"Persone aggiunte: {self.persone}. Quote copiate: {self.quote}."]
        if self.cessate:
            frasi.append(f"Non in servizio quest'anno: {', '.join(self.cessate)}.")
        return " ".join(frasi)


@transaction.atomic
def copia_persone(*, scheda: SchedaArea, utente: Utente) -> PersoneCopiate:
    """Put in the sheet the people of the year before who are not there; whoever has no share here gets those of the
    year before, for the objectives that are in both (same uid). What is written stays as it is.

    Nothing to copy changes nothing. Raises PermissionDenied, PianoChiuso, SchedaChiusa. `scheda` comes with its plan.
    """
    if not scrive_scheda(utente, scheda):
        raise PermissionDenied
    verifica_piano_aperto(piano=scheda.piano)
    precedente = scheda_precedente(scheda)
    di_prima = list(precedente.persone.select_related("dipendente").order_by("ordine", "pk")) if precedente else []
    presenti = {persona.dipendente_id: persona for persona in scheda.persone.all()}
    mancanti = [persona for persona in di_prima if persona.dipendente_id not in presenti]
    in_servizio = [persona for persona in mancanti if in_servizio_nel(persona, scheda.anno)]
    nuove = _copiate(scheda, in_servizio, dopo=max((persona.ordine for persona in presenti.values()), default=0))
    tutte = presenti | {persona.dipendente_id: persona for persona in nuove}
    obiettivi = dict(scheda.obiettivi.values_list("uid", "pk"))
    quote = _righe(AssegnazioneDipendente, "percentuale", precedente, scheda, tutte, obiettivi) if precedente else []
    pesi = _righe(PesoPersonale, "peso", precedente, scheda, tutte, obiettivi) if precedente else []
    if nuove or quote or pesi:
        registra_modifica(scheda=scheda)
        PersonaScheda.objects.bulk_create(nuove)
        AssegnazioneDipendente.objects.bulk_create(quote)
        PesoPersonale.objects.bulk_create(pesi)
        registra_revisione(scheda=scheda, utente=utente, motivo=f"Persone copiate dalla scheda del {precedente.anno}")
    return PersoneCopiate(len(nuove), len(quote), [str(persona) for persona in mancanti if persona not in in_servizio])


def in_servizio_nel(persona: PersonaScheda, anno: int) -> bool:
    """True when the person works for the body for at least a day of the year."""
    cessato_il = persona.dipendente.cessato_il
    return cessato_il is None or cessato_il.year >= anno


def _copiate(scheda: SchedaArea, persone: Sequence[PersonaScheda], *, dopo: int) -> list[PersonaScheda]:
    return [
        PersonaScheda(scheda=scheda, ordine=ordine, **{campo: getattr(persona, campo) for campo in COPIATI_PERSONA})
        for ordine, persona in enumerate(persone, start=dopo + 1)
    ]


def _righe(
    modello: type[T],
    campo: str,
    precedente: SchedaArea,
    scheda: SchedaArea,
    persone: Mapping[int, PersonaScheda],
    obiettivi: Mapping[UUID, int],
) -> list[T]:
    """The rows of last year (shares, or weights) on this year's objectives, of the people who have none here."""
    serviti = set(
        modello.objects.filter(obiettivo__scheda=scheda).values_list("persona__dipendente", flat=True).distinct()
    )
    righe = []
    for riga in modello.objects.filter(obiettivo__scheda=precedente).select_related("obiettivo", "persona"):
        dipendente, uid = riga.persona.dipendente_id, riga.obiettivo.uid
        if dipendente in persone and dipendente not in serviti and uid in obiettivi:
            valore = {campo: getattr(riga, campo)}
            righe.append(modello(persona=persone[dipendente], obiettivo_id=obiettivi[uid], **valore))
    return righe
