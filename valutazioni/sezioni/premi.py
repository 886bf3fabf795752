"""The data on premi as they may be published: aggregates alone, small groups hidden (art. 20 d.lgs 33/2013)."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from semproniano.core.documenti.json import impronta, json_canonico
from valutazioni.calcolo.aggregati import TabellaPremi
from valutazioni.calcolo.base import Dato
from valutazioni.sezioni.relazione import EnteDellaRelazione, RelazioneNonLeggibile

SCHEMA = 1


class GradoPubblico(Dato, kw_only=True):
    """The degree of differentiation of a category; None where it would speak of less than five people."""

    categoria: str
    grado: Decimal | None


class DatiPremiFoto(Dato, kw_only=True):
    """What is published of the premi of a year. `stanziato` and `distribuito` (euro) are None where they would be the
    amount of one person; `tabella` is None where nobody has been assessed, or less than five people in all."""

    schema: int = SCHEMA
    ente: EnteDellaRelazione
    anno: int
    stanziato: Decimal | None
    distribuito: Decimal | None
    pochi: bool
    criteri: str
    """The SMVP that says the criteria."""
    tabella: TabellaPremi | None
    differenziazione: tuple[GradoPubblico, ...] = ()

    def json(self) -> bytes:
        return json_canonico(self)

    @property
    def sha256(self) -> str:
        return impronta(self.json())


def dati_premi_da_json(testo: str | bytes) -> DatiPremiFoto:
    """Raises RelazioneNonLeggibile."""
    try:
        return msgspec.json.decode(testo, type=DatiPremiFoto, strict=True)
    except msgspec.DecodeError as errore:
        raise RelazioneNonLeggibile(f"Il testo non contiene dati sui premi: {errore}.") from errore
