"""The result of an objective: proposed by who leads the area, confirmed or changed by the Nucleo, sent back."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from piani.services.eventi import registra_evento
from semproniano.core.numeri import in_italiano
from semproniano.core.workflow import TransizioneRifiutata, applica
from valutazioni.calcolo.base import CENTO, ZERO, arrotonda, percento
from valutazioni.models import Risultato
from valutazioni.permessi import PREDICATI
from valutazioni.states import RISULTATO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from piani.models import Utente
    from semproniano.core.workflow import Transizione
    from valutazioni.selectors import SchedaInForza, SchedaMisurata
    from valutazioni.selectors.gradi import ObiettivoMisurato


class RisultatiRifiutati(TransizioneRifiutata):
    """Nothing has been written. `per_obiettivo`: sentences by uid."""

    def __init__(self, per_obiettivo: dict[UUID, Sequence[str]]) -> None:
        super().__init__(*(frase for frasi in per_obiettivo.values() for frase in frasi))
        self.per_obiettivo = per_obiettivo


@dataclass(frozen=True)
class Proposta:
    """What the responsabile proposes of an objective. `grado` None: the computed one. `tempi`: the other side, where
    timeliness is assessed apart. `versione`: the number of change that the page has shown."""

    obiettivo: UUID
    grado: Decimal | None = None
    tempi: Decimal | None = None
    motivo: str = ""
    scostamento: str = ""
    versione: int | None = None


@dataclass(frozen=True)
class Conferma:
    """What the Nucleo says of a proposal. `grado`, `tempi` None: as proposed."""

    obiettivo: UUID
    grado: Decimal | None = None
    tempi: Decimal | None = None
    motivo: str = ""
    versione: int | None = None


@dataclass
class PraticaDelRisultato:
    """A result on its way; its row is made by the first proposal."""

    scheda: SchedaInForza
    obiettivo: UUID
    utente: Utente
    dati: dict[str, Any] = field(default_factory=dict)

    def prendi(self) -> Risultato:
        Risultato.objects.get_or_create(**self.scheda.chiave, obiettivo=self.obiettivo)
        return (
            Risultato.objects.select_for_update(of=("self",), no_key=True)
            .select_related("ente", "area")
            .get(**self.scheda.chiave, obiettivo=self.obiettivo)
        )

    def permette(self, transizione: Transizione, risultato: Risultato) -> bool:
        return PREDICATI[transizione.chi].vale(self.utente, risultato)

    def motivi(self, transizione: Transizione, risultato: Risultato, nota: str) -> Sequence[str]:
        return ()

    def scrivi(self, risultato: Risultato, nota: str) -> None:
        """What goes with the new state."""

    def salva(self, transizione: Transizione, risultato: Risultato, nota: str) -> None:
        self.scrivi(risultato, nota)
        risultato.versione += 1
        try:
            risultato.full_clean(exclude=("ente", "area", "proposto_da", "confermato_da"))
        except ValidationError as errore:
            raise TransizioneRifiutata(*errore.messages) from errore
        risultato.save()

    def racconta(self, transizione: Transizione, risultato: Risultato, da: str, nota: str) -> None:
        gradi = {campo: getattr(risultato, campo) for campo in ("calcolato", "proposto", "confermato")}
        registra_evento(
            oggetto=risultato,
            transizione=transizione,
            da=da,
            nota=nota,
            utente=self.utente,
            dati={
                "anno": risultato.anno,
                "scheda": risultato.slug_scheda,
                "obiettivo": str(risultato.obiettivo),
                "versione": risultato.versione,
                **gradi,
                **self.dati,
            },
        )


def _fuori_misura(grado: Decimal | None, massimo: Decimal, che_cosa: str) -> Iterator[str]:
    if grado is not None and not ZERO <= grado <= massimo:
        yield f"{che_cosa} va da 0 a {in_italiano(massimo)}."


@dataclass
class PraticaDellaProposta(PraticaDelRisultato):
    proposta: Proposta = field(kw_only=True)
    misurato: ObiettivoMisurato = field(kw_only=True)
    massimo: Decimal = field(kw_only=True)

    @property
    def grado(self) -> Decimal | None:
        """The degree to write: the exact computed one, unless another was given."""
        calcolato = self.misurato.calcolato.esatto
        if self.proposta.grado is None:
            return calcolato
        uguale = calcolato is not None and arrotonda(self.proposta.grado) == arrotonda(calcolato)
        return calcolato if uguale else self.proposta.grado

    def motivi(self, transizione: Transizione, risultato: Risultato, nota: str) -> Sequence[str]:
        return list(self._motivi())

    def _motivi(self) -> Iterator[str]:
        proposta, calcolato, grado = self.proposta, self.misurato.calcolato, self.grado
        if grado is None:
            yield f"Il grado non si può calcolare ({calcolato.motivo}) Darlo a mano, con una motivazione."
            return
        yield from _fuori_misura(grado, self.massimo, "Il grado")
        yield from _fuori_misura(proposta.tempi, CENTO, "Il grado dei tempi")
        if grado != calcolato.esatto and not proposta.motivo.strip():
            yield "Un grado diverso da quello calcolato chiede una motivazione."
        if grado < CENTO and not proposta.scostamento.strip():
            yield "Sotto il 100% va scritto lo scostamento: che cosa è andato diversamente, e perché."

    def scrivi(self, risultato: Risultato, nota: str) -> None:
        calcolato = self.misurato.calcolato
        risultato.calcolato = None if calcolato.esatto is None else arrotonda(calcolato.esatto, 12)
        risultato.conto = calcolato.conto or calcolato.motivo
        risultato.proposto = arrotonda(self.grado, 12)
        risultato.tempi_proposto = self.proposta.tempi
        risultato.motivo_proposta = self.proposta.motivo.strip()
        risultato.scostamento = self.proposta.scostamento.strip()
        risultato.proposto_il, risultato.proposto_da = timezone.now(), self.utente


@dataclass
class PraticaDellaConferma(PraticaDelRisultato):
    conferma: Conferma = field(kw_only=True)
    massimo: Decimal = field(kw_only=True)

    def _decisi(self, risultato: Risultato) -> tuple[Decimal | None, Decimal | None]:
        """Degree and degree of the times: the exact ones proposed, unless others were given."""
        coppie = ((self.conferma.grado, risultato.proposto), (self.conferma.tempi, risultato.tempi_proposto))
        return tuple(
            proposto if dato is None or (proposto is not None and arrotonda(dato) == arrotonda(proposto)) else dato
            for dato, proposto in coppie
        )

    def motivi(self, transizione: Transizione, risultato: Risultato, nota: str) -> Sequence[str]:
        grado, tempi = self._decisi(risultato)
        motivi = [
            *_fuori_misura(grado, self.massimo, "Il grado"),
            *_fuori_misura(tempi, CENTO, "Il grado dei tempi"),
        ]
        cambiati = (grado, tempi) != (risultato.proposto, risultato.tempi_proposto)
        if cambiati and not nota:
            motivi.append(f"Un grado diverso da quello proposto ({percento(risultato.proposto)}) chiede il motivo.")
        return motivi

    def scrivi(self, risultato: Risultato, nota: str) -> None:
        risultato.confermato, risultato.tempi_confermato = self._decisi(risultato)
        risultato.motivo_conferma = nota
        risultato.confermato_il, risultato.confermato_da = timezone.now(), self.utente


@dataclass
class PraticaDelRinvio(PraticaDelRisultato):
    """What was confirmed goes; what was proposed stays, to be corrected."""

    def scrivi(self, risultato: Risultato, nota: str) -> None:
        risultato.confermato = risultato.tempi_confermato = None
        risultato.confermato_il = risultato.confermato_da = None
        risultato.motivo_conferma = nota


@transaction.atomic
def proponi_risultati(*, misurata: SchedaMisurata, proposte: Sequence[Proposta], utente: Utente) -> list[Risultato]:
    """Propose the results of some objectives of a sheet, all or nothing; `misurata` was just read.

    Raises TransizioneVietata, OggettoCambiato, RisultatiRifiutati.
    """
    massimo = misurata.parametri.massimo

    def fai(proposta: Proposta) -> Risultato:
        misurato = misurata.obiettivo(proposta.obiettivo)
        if misurato is None:
            raise TransizioneRifiutata("Questo obiettivo non c'è nel piano in vigore: ricaricare la pagina.")
        pratica = PraticaDellaProposta(
            misurata.scheda, proposta.obiettivo, utente, proposta=proposta, misurato=misurato, massimo=massimo
        )
        return applica(RISULTATO["proponi"], pratica, nota=proposta.motivo, versione=proposta.versione)

    return _tutti(fai, proposte)


@transaction.atomic
def conferma_risultati(*, misurata: SchedaMisurata, conferme: Sequence[Conferma], utente: Utente) -> list[Risultato]:
    """The Nucleo confirms, or changes with a reason, the results proposed; all or nothing.

    Raises TransizioneVietata, OggettoCambiato, RisultatiRifiutati.
    """

    def fai(conferma: Conferma) -> Risultato:
        pratica = PraticaDellaConferma(
            misurata.scheda, conferma.obiettivo, utente, conferma=conferma, massimo=misurata.parametri.massimo
        )
        return applica(RISULTATO["conferma"], pratica, nota=conferma.motivo, versione=conferma.versione)

    return _tutti(fai, conferme)


def _tutti(fai: Any, voci: Sequence[Any]) -> list[Risultato]:
    """Each of them, with the sentences of all those that do not go."""
    fatti, contro = [], {}
    for voce in voci:
        try:
            fatti.append(fai(voce))
        except TransizioneRifiutata as errore:
            if type(errore) is not TransizioneRifiutata:
                raise
            contro[voce.obiettivo] = errore.motivi
    if contro:
        raise RisultatiRifiutati(contro)
    return fatti


def proponi_risultato(*, misurata: SchedaMisurata, proposta: Proposta, utente: Utente) -> Risultato:
    return proponi_risultati(misurata=misurata, proposte=[proposta], utente=utente)[0]


def conferma_risultato(*, misurata: SchedaMisurata, conferma: Conferma, utente: Utente) -> Risultato:
    return conferma_risultati(misurata=misurata, conferme=[conferma], utente=utente)[0]


def ritira_risultato(
    *, scheda: SchedaInForza, obiettivo: UUID, utente: Utente, versione: int | None = None, nota: str = ""
) -> Risultato:
    """The responsabile takes back a proposal that the Nucleo has not confirmed."""
    return applica(RISULTATO["ritira"], PraticaDelRisultato(scheda, obiettivo, utente), nota=nota, versione=versione)


def rinvia_risultato(
    *, scheda: SchedaInForza, obiettivo: UUID, utente: Utente, nota: str, versione: int | None = None
) -> Risultato:
    """The Nucleo sends a result back, also one that it has confirmed; the note says why."""
    return applica(RISULTATO["rinvia"], PraticaDelRinvio(scheda, obiettivo, utente), nota=nota, versione=versione)
