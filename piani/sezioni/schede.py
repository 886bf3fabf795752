"""Sections of the structure and of the sheets: areas, services, people."""

from __future__ import annotations

import datetime
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from piani.models import SLUG_ENTE, SLUG_SEGRETARIO, PersonaScheda, SchedaArea
from piani.selectors import LetturaPiano
from piani.sezioni.base import SEZIONI, Sezione, Voce
from semproniano.core.numeri import senza_zeri

if TYPE_CHECKING:
    from piani.sezioni.base import Fotografia

NOMI_SENZA_AREA = {SLUG_ENTE: "Performance organizzativa di ente", SLUG_SEGRETARIO: "Segretario comunale"}


class AreaFoto(Voce):
    slug: str
    nome: str
    servizi: tuple[str, ...]
    attiva_dal: datetime.date | None
    attiva_al: datetime.date | None
    gestisce_bilancio: bool = False

    def attiva_nel(self, anno: int) -> bool:
        """True when the area exists for at least a day of the year."""
        return (self.attiva_dal is None or self.attiva_dal.year <= anno) and (
            self.attiva_al is None or self.attiva_al.year >= anno
        )


class DipendenteFoto(Voce):
    codice: str
    cognome: str
    nome: str
    titolo: str


class PersonaFoto(Voce):
    dipendente: DipendenteFoto
    servizio: str | None
    qualifica: str
    categoria: str
    ore_settimanali: Decimal | None
    rapporto: str
    nome_pubblicato: str
    nome_in_matrice: str

    @property
    def nome(self) -> str:
        """The name as the act prints it, else as the registry has it."""
        return self.nome_pubblicato or f"{self.dipendente.cognome} {self.dipendente.nome}"


class SchedaFoto(Voce):
    area: str
    """Slug of the area; "ente" or "segretario" for the sheets that have none."""
    tipo: str
    anno: int
    stato: str
    responsabile: DipendenteFoto | None
    modo_peso: str
    titolo_pubblicato: str
    piede_pubblicato: str
    intestazioni_pubblicate: tuple[str, ...]
    persone: tuple[PersonaFoto, ...]

    @property
    def chiave(self) -> tuple[str, int]:
        return self.area, self.anno


def _foto_dipendente(dipendente) -> DipendenteFoto:
    return DipendenteFoto(
        codice=dipendente.codice, cognome=dipendente.cognome, nome=dipendente.nome, titolo=dipendente.titolo
    )


def _foto_persona(persona: PersonaScheda) -> PersonaFoto:
    return PersonaFoto(
        dipendente=_foto_dipendente(persona.dipendente),
        servizio=persona.servizio and persona.servizio.nome,
        qualifica=persona.qualifica,
        categoria=persona.categoria,
        ore_settimanali=senza_zeri(persona.ore_settimanali),
        rapporto=persona.rapporto,
        nome_pubblicato=persona.nome_pubblicato,
        nome_in_matrice=persona.nome_in_matrice,
    )


def _foto_scheda(scheda: SchedaArea, persone: list[PersonaScheda]) -> SchedaFoto:
    return SchedaFoto(
        area=scheda.slug,
        tipo=scheda.tipo,
        anno=scheda.anno,
        stato=scheda.stato,
        responsabile=_foto_dipendente(scheda.responsabile) if scheda.responsabile else None,
        modo_peso=scheda.modo_peso,
        titolo_pubblicato=scheda.titolo_pubblicato,
        piede_pubblicato=scheda.piede_pubblicato,
        intestazioni_pubblicate=tuple(scheda.intestazioni_pubblicate),
        persone=tuple(_foto_persona(persona) for persona in persone),
    )


def leggi_aree(lettura: LetturaPiano) -> tuple[AreaFoto, ...]:
    return tuple(
        AreaFoto(
            slug=area.slug,
            nome=area.nome,
            servizi=servizi,
            attiva_dal=area.attiva_dal,
            attiva_al=area.attiva_al,
            gestisce_bilancio=area.gestisce_bilancio,
        )
        for area, servizi in lettura.aree
    )


def leggi_schede(lettura: LetturaPiano) -> tuple[SchedaFoto, ...]:
    persone = defaultdict(list)
    for persona in lettura.persone:
        persone[persona.scheda_id].append(persona)
    return tuple(_foto_scheda(scheda, persone[scheda.pk]) for scheda in lettura.schede)


def righe_dell_area(righe: tuple, area: str, _foto: Fotografia) -> tuple:
    """The rows whose `area` is the given one."""
    return tuple(riga for riga in righe if riga.area == area)


def pubblica_schede(schede: tuple[SchedaFoto, ...], _foto: Fotografia) -> tuple[SchedaFoto, ...]:
    """Only who leads the sheet stays named (PRODOTTO section 4)."""
    return tuple(
        msgspec.structs.replace(
            scheda,
            persone=tuple(persona for persona in scheda.persone if persona.dipendente == scheda.responsabile),
        )
        for scheda in schede
    )


AREE: Sezione[tuple[AreaFoto, ...]] = Sezione(
    "aree",
    tuple[AreaFoto, ...],
    leggi_aree,
    ordine=50,
    riduci=lambda aree, slug, _foto: tuple(area for area in aree if area.slug == slug),
)
SCHEDE: Sezione[tuple[SchedaFoto, ...]] = Sezione(
    "schede",
    tuple[SchedaFoto, ...],
    leggi_schede,
    ordine=60,
    pubblica=pubblica_schede,
    riduci=righe_dell_area,
    di_scheda=True,
)


def registra() -> None:
    SEZIONI.registra(AREE)
    SEZIONI.registra(SCHEDE)
