"""Degrees of the sheets in force: what was entered, put through the formulas; five queries for a whole body."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Count

from valutazioni.calcolo.base import Grado, Pesato, grado_deciso
from valutazioni.calcolo.grado import con_tempi, formula_di, grado_indicatore
from valutazioni.calcolo.misure import FaseMisurata, Formula, Misura
from valutazioni.calcolo.scheda import VoceScheda, grado_obiettivo, grado_scheda
from valutazioni.models import Risultato
from valutazioni.selectors.in_forza import parametri_in_forza
from valutazioni.selectors.valori import POSTO_FASI, valori_dell_anno, valori_della_scheda
from valutazioni.states import StatoRisultato

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from obiettivi.sezioni import FaseFoto, IndicatoreFoto, ObiettivoFoto, ValoreAttesoFoto
    from valutazioni.calcolo.misure import Parametri
    from valutazioni.calcolo.scheda import EsitoScheda
    from valutazioni.models import Rilevazione
    from valutazioni.selectors.in_forza import FotoInForza, SchedaInForza
    from valutazioni.selectors.valori import Storia, ValoriObiettivo, ValoriScheda

LUNGHEZZA_ETICHETTA = 80


@dataclass(frozen=True)
class VoceMisurata:
    """An indicator of an objective (None: its steps, or the objective as a whole), its values, its degree.

    `conta` is False for the steps of an objective that has indicators: they tell how the work goes, the indicators
    make the degree.
    """

    posto: int
    etichetta: str
    indicatore: IndicatoreFoto | None
    fasi: tuple[FaseFoto, ...]
    atteso: ValoreAttesoFoto | None
    storia: Storia
    misura: Misura
    grado: Grado
    conta: bool = True

    @property
    def ultima(self) -> Rilevazione | None:
        return self.storia.ultima

    @property
    def peso(self) -> Decimal | None:
        return self.indicatore.peso if self.indicatore else None


@dataclass(frozen=True)
class ObiettivoMisurato:
    """An objective, what was measured of it, the degree that comes out, the result proposed and confirmed."""

    obiettivo: ObiettivoFoto
    voci: tuple[VoceMisurata, ...]
    calcolato: Grado
    risultato: Risultato | None
    orfane: tuple[Storia, ...]

    @property
    def etichetta(self) -> str:
        testo = " ".join(self.obiettivo.descrizione.split())
        breve = testo if len(testo) <= LUNGHEZZA_ETICHETTA else f"{testo[: LUNGHEZZA_ETICHETTA - 1].rstrip()}…"
        return f"{self.obiettivo.numero}. {breve}"

    @property
    def e_proposto(self) -> bool:
        return self.risultato is not None and self.risultato.stato != StatoRisultato.BOZZA

    @property
    def e_confermato(self) -> bool:
        return self.risultato is not None and self.risultato.stato == StatoRisultato.CONFERMATO

    @property
    def confermato(self) -> Grado | None:
        """The degree that the Nucleo confirmed; None before."""
        if not self.e_confermato:
            return None
        riga = self.risultato
        return _deciso(riga.confermato, riga.tempi_confermato, riga.motivo_conferma or riga.motivo_proposta)

    @property
    def proposto(self) -> Grado | None:
        if not self.e_proposto:
            return None
        riga = self.risultato
        return _deciso(riga.proposto, riga.tempi_proposto, riga.motivo_proposta)

    @property
    def grado(self) -> Grado:
        """The degree as it stands: confirmed, else proposed, else computed."""
        return self.confermato or self.proposto or self.calcolato

    @property
    def senza_evidenze(self) -> bool:
        """Values without a single file; only where the files were read (`scheda_misurata`)."""
        righe = [riga for voce in self.voci for riga in voce.storia.valide]
        return bool(righe) and not any(riga.evidenze.all() for riga in righe)


def _deciso(grado: Decimal, tempi: Decimal | None, motivo: str) -> Grado:
    qualita = grado_deciso(grado, motivo)
    return qualita if tempi is None else con_tempi(qualita, grado_deciso(tempi, motivo))


@dataclass(frozen=True)
class SchedaMisurata:
    """A sheet in force with its degrees. `valori.fuori` are values of objectives that it does not have any more."""

    scheda: SchedaInForza
    obiettivi: tuple[ObiettivoMisurato, ...]
    valori: ValoriScheda
    parametri: Parametri
    risultati_fuori: tuple[Risultato, ...] = ()

    @cached_property
    def esito(self) -> EsitoScheda:
        """The degree as it stands (confirmed, else proposed, else computed), gates apart."""
        return self._esito([(voce, voce.grado) for voce in self.obiettivi])

    @cached_property
    def esito_confermato(self) -> EsitoScheda | None:
        """The degree by what the Nucleo confirmed; None while an objective waits."""
        confermati = [(voce, voce.confermato) for voce in self.obiettivi]
        return None if any(grado is None for _, grado in confermati) else self._esito(confermati)

    def _esito(self, gradi: Iterable[tuple[ObiettivoMisurato, Grado]]) -> EsitoScheda:
        voci = [
            VoceScheda(
                grado=grado,
                peso=voce.obiettivo.peso,
                etichetta=voce.etichetta,
                e_condizione=voce.obiettivo.e_condizione,
            )
            for voce, grado in gradi
        ]
        return grado_scheda(voci, self.parametri, coefficienti=self.scheda.a_coefficienti)

    def obiettivo(self, uid: object) -> ObiettivoMisurato | None:
        return next((voce for voce in self.obiettivi if str(voce.obiettivo.uid) == str(uid)), None)


def scheda_misurata(scheda: SchedaInForza) -> SchedaMisurata:
    """A sheet with its values, files, degrees and results; four queries."""
    parametri = parametri_in_forza(scheda.ente, scheda.anno)
    risultati = list(Risultato.objects.filter(**scheda.chiave).select_related("proposto_da", "confermato_da"))
    return _misurata(scheda, valori_della_scheda(scheda), risultati, parametri)


def schede_misurate(forza: FotoInForza) -> dict[str, SchedaMisurata]:
    """All the sheets of a year by slug, with degrees and results; three queries, whatever the size (the plan in force
    was read with two)."""
    parametri = parametri_in_forza(forza.ente, forza.anno)
    valori = valori_dell_anno(forza)
    slug_per_area = {area.pk: slug for slug, area in forza.aree.items()}
    risultati: dict[str, list[Risultato]] = {}
    for riga in Risultato.objects.filter(ente=forza.ente, anno=forza.anno).order_by():
        risultati.setdefault(slug_per_area.get(riga.area_id, riga.tipo), []).append(riga)
    return {
        slug: _misurata(scheda, valori[slug], risultati.get(slug, []), parametri)
        for slug, scheda in forza.schede.items()
    }


def risultati_da_confermare(enti: Iterable[int]) -> QuerySet:
    """How many results wait for the Nucleo, by body and year: `ente__slug`, `ente__denominazione`, `anno`, `quanti`."""
    return (
        Risultato.objects.filter(ente__in=enti, stato=StatoRisultato.PROPOSTO)
        .order_by("ente__denominazione", "-anno")
        .values("ente__slug", "ente__denominazione", "anno")
        .annotate(quanti=Count("pk"))
    )


def _misurata(
    scheda: SchedaInForza, valori: ValoriScheda, risultati: list[Risultato], parametri: Parametri
) -> SchedaMisurata:
    per_uid = {riga.obiettivo: riga for riga in risultati}
    obiettivi = tuple(
        misura_obiettivo(voce, valori.obiettivi[voce.uid], per_uid.pop(voce.uid, None), parametri)
        for voce in scheda.obiettivi
    )
    return SchedaMisurata(scheda, obiettivi, valori, parametri, tuple(per_uid.values()))


def misura_obiettivo(
    obiettivo: ObiettivoFoto, valori: ValoriObiettivo, risultato: Risultato | None, parametri: Parametri
) -> ObiettivoMisurato:
    """What was measured of an objective, and the weighted mean of its indicators."""
    voci = tuple(_voce(obiettivo, posto, storia, parametri) for posto, storia in _per_posto(valori))
    contate = [Pesato(grado=v.grado, peso=v.peso, etichetta=v.etichetta) for v in voci if v.conta]
    return ObiettivoMisurato(obiettivo, voci, grado_obiettivo(contate, parametri), risultato, valori.orfane)


def _per_posto(valori: ValoriObiettivo) -> list[tuple[int, Storia]]:
    """Indicators in their order; the steps come after them."""
    return sorted(valori.storie.items(), key=lambda voce: (voce[0] == POSTO_FASI, voce[0]))


def _voce(obiettivo: ObiettivoFoto, posto: int, storia: Storia, parametri: Parametri) -> VoceMisurata:
    indicatore = obiettivo.indicatori[posto - 1] if posto else None
    fasi = () if posto else obiettivo.fasi
    atteso = indicatore and atteso_nell_anno(indicatore, obiettivo.anno)
    misura = misura_di(obiettivo, indicatore, storia.ultima)
    return VoceMisurata(
        posto=posto,
        etichetta=storia.testo or ("Fasi dell'obiettivo" if fasi else "L'obiettivo nel suo insieme"),
        indicatore=indicatore,
        fasi=fasi,
        atteso=atteso,
        storia=storia,
        misura=misura,
        grado=grado_indicatore(misura, parametri),
        conta=posto != POSTO_FASI or not obiettivo.indicatori,
    )


def atteso_nell_anno(indicatore: IndicatoreFoto, anno: int) -> ValoreAttesoFoto | None:
    return next((valore for valore in indicatore.valori_attesi if valore.anno == anno), None)


def misura_di(obiettivo: ObiettivoFoto, indicatore: IndicatoreFoto | None, riga: Rilevazione | None) -> Misura:
    """What the formulas read: target of the sheet's year, baseline, what was entered last.

    A date without a target of its own is expected by the term of the objective.
    """
    rilevato = {} if riga is None else {"giudizio": riga.giudizio, "motivo": riga.motivo}
    if indicatore is None:
        formula = Formula.FASI if obiettivo.fasi else Formula.GIUDIZIO
        return Misura(formula=formula, fasi=fasi_misurate(obiettivo.fasi, riga), **rilevato)
    atteso = atteso_nell_anno(indicatore, obiettivo.anno)
    data_attesa: datetime.date | None = atteso.data if atteso else None
    formula = formula_di(
        indicatore.tipo, indicatore.direzione, atteso.operatore if atteso else "ge", con_data=data_attesa is not None
    )
    if riga is not None:
        rilevato |= {"raggiunto": riga.valore, "data_raggiunta": riga.data, "fatto": riga.fatto}
    return Misura(
        formula=formula,
        atteso=atteso.valore if atteso else None,
        partenza=indicatore.baseline,
        data_attesa=data_attesa or obiettivo.scadenza,
        **rilevato,
    )


def fasi_misurate(fasi: tuple[FaseFoto, ...], riga: Rilevazione | None) -> tuple[FaseMisurata, ...]:
    """The steps with how much of each is done: found by name, so that a variation may put them in another order."""
    scritte = {} if riga is None else {voce["fase"]: voce["percento"] for voce in riga.fasi}
    return tuple(FaseMisurata(nome=fase.attivita, completamento=_percento(scritte.get(fase.attivita))) for fase in fasi)


def _percento(testo: str | None) -> Decimal | None:
    try:
        return None if testo is None else Decimal(testo)
    except InvalidOperation:
        return None
