"""The typed objects of this app in a fotografia."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

from obiettivi.models import ObiettivoGestionale
from piani.sezioni import Voce


class OperativoFoto(Voce):
    codice: str
    descrizione: str
    missione: str | None
    missione_descrizione: str
    programma: str | None
    programma_descrizione: str
    strategico_codice: str
    strategico_descrizione: str
    linea: int | None
    """Number of the mandate's line; None when the objective cites none of them."""
    linea_pubblicata: str


class ValoreAttesoFoto(Voce):
    anno: int
    operatore: str
    valore: Decimal | None
    data: datetime.date | None


class IndicatoreFoto(Voce):
    descrizione: str
    valore_atteso: str
    peso: Decimal | None = None
    tipo: str = ""
    unita: str = ""
    direzione: str = ""
    baseline: Decimal | None = None
    baseline_anno: int | None = None
    formula: str = ""
    fonte: str = ""
    valori_attesi: tuple[ValoreAttesoFoto, ...] = ()


# What the row of an indicator says by itself; its targets are rows of their own.
CAMPI_INDICATORE = tuple(campo for campo in IndicatoreFoto.__struct_fields__ if campo != "valori_attesi")


class FaseFoto(Voce):
    attivita: str
    dal: datetime.date | None
    al: datetime.date | None


class PesoPersonaleFoto(Voce):
    dipendente: str
    peso: Decimal


class ObiettivoFoto(Voce):
    area: str
    anno: int
    numero: int
    numero_pubblicato: str
    uid: uuid.UUID
    descrizione: str
    peso: Decimal | None
    indicatori: tuple[IndicatoreFoto, ...]
    scadenza: datetime.date | None
    scadenza_testo: str
    ambito: str
    natura: str
    tipologia_pubblicata: str
    operativo: str | None
    trasversale: uuid.UUID | None = None
    e_condizione: bool = False
    origine: str = ObiettivoGestionale.Origine.NUOVO.value
    inserito_il: datetime.datetime | None = None
    fasi: tuple[FaseFoto, ...] = ()
    pesi_personali: tuple[PesoPersonaleFoto, ...] = ()

    @property
    def chiave_scheda(self) -> tuple[str, int]:
        return self.area, self.anno


class AssegnazioneFoto(Voce):
    area: str
    anno: int
    numero: int
    dipendente: str
    percentuale: Decimal


class RisorsaFoto(Voce):
    """A capitolo of the PEG that an objective uses (art. 5 c. 2 lett. g d.lgs 150/2009: objectives and resources)."""

    area: str
    anno: int
    obiettivo: uuid.UUID
    parte: str
    capitolo: str
    articolo: str

    @property
    def chiave(self) -> tuple[str, str, str]:
        """The key of the capitolo, as in CapitoloFoto."""
        return self.parte, self.capitolo, self.articolo

    @property
    def numero(self) -> str:
        """ "1200/3" """
        return "/".join(filter(None, (self.capitolo, self.articolo)))
