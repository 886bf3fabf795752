"""From indicators to objectives, sheets and people: weighted means, each with its arithmetic and its rules said."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from valutazioni.calcolo.base import (
    CENTO,
    ZERO,
    Dato,
    Grado,
    Pesato,
    media_pesata,
    numero,
    percento,
    pesi_effettivi,
    senza_grado,
)
from valutazioni.calcolo.misure import Parametri, SenzaGrado

if TYPE_CHECKING:
    from collections.abc import Sequence


class VoceScheda(Dato, kw_only=True):
    """An objective in its sheet. `e_condizione`: no weight, a condition for any premio (gate)."""

    grado: Grado
    peso: Decimal | None = None
    etichetta: str = ""
    e_condizione: bool = False


class Condizione(Dato, kw_only=True):
    """A gate objective: `soddisfatta` None when its degree is not known yet."""

    etichetta: str
    soddisfatta: bool | None
    motivo: str


class EsitoScheda(Dato, kw_only=True):
    """The degree of a sheet, and its gate objectives apart."""

    grado: Grado
    condizioni: tuple[Condizione, ...] = ()

    @property
    def mancate(self) -> tuple[str, ...]:
        """Why there is no premio, one sentence for each gate that is not (yet) satisfied."""
        return tuple(condizione.motivo for condizione in self.condizioni if not condizione.soddisfatta)


class Periodo(Dato, kw_only=True):
    """A part of the year in one area, for who changed area: its days weigh."""

    grado: Grado
    giorni: int
    etichetta: str = ""


def grado_obiettivo(indicatori: Sequence[Pesato], parametri: Parametri | None = None) -> Grado:
    """The degree of an objective: weighted mean of its indicators; without weights they are equal."""
    return media_di(indicatori, parametri or Parametri(), "gli indicatori")


def grado_scheda(
    voci: Sequence[VoceScheda], parametri: Parametri | None = None, *, coefficienti: bool = False
) -> EsitoScheda:
    """The degree of a sheet: weighted sum over its objectives, gates apart.

    Percentages that do not sum to 100 and coefficients (`coefficienti`) count in proportion; of the former it is said.
    """
    parametri = parametri or Parametri()
    con_peso = [Pesato(grado=v.grado, peso=v.peso, etichetta=v.etichetta) for v in voci if not v.e_condizione]
    grado = media_di(con_peso, parametri, "gli obiettivi")
    somma = sum((voce.peso or ZERO for voce in con_peso), ZERO)
    scritti = all(voce.peso is not None for voce in con_peso)
    if scritti and somma not in (ZERO, CENTO) and not coefficienti:
        grado = replace(
            grado, note=(*grado.note, f"I pesi sommano a {numero(somma)}, non a 100: contano in proporzione.")
        )
    condizioni = tuple(_condizione(voce, parametri) for voce in voci if voce.e_condizione)
    return EsitoScheda(grado=grado, condizioni=condizioni)


def _condizione(voce: VoceScheda, parametri: Parametri) -> Condizione:
    nome = voce.etichetta or "obiettivo senza nome"
    if voce.grado.esatto is None:
        return Condizione(etichetta=nome, soddisfatta=None, motivo=f"Condizione «{nome}»: {voce.grado.motivo}")
    soddisfatta = voce.grado.esatto >= parametri.soglia_condizione
    chiesto = f"{percento(voce.grado.esatto)}, chiesto almeno {percento(parametri.soglia_condizione)}"
    return Condizione(etichetta=nome, soddisfatta=soddisfatta, motivo=f"Condizione «{nome}»: {chiesto}.")


def grado_persona(
    voci: Sequence[Pesato], parametri: Parametri | None = None, *, fattore: Decimal | None = None
) -> Grado:
    """The degree of a person over the objectives that are theirs: `peso` is the share of effort, or the own weight.

    Points are normalised to 100 with a conversion factor, 100 / sum of the weights; `fattore` is that of the SMVP,
    where it fixes one: then a sum of weights other than the one it was made for is not corrected, and the cap holds.
    """
    parametri = parametri or Parametri()
    grado = media_di(voci, parametri, "gli obiettivi della persona")
    scritti = [voce.peso for voce in voci if voce.peso is not None]
    if grado.esatto is None or len(scritti) < len(voci) or not sum(scritti):
        return grado
    contati = sum((voce.peso for voce in voci if _conta(voce, parametri)), ZERO)
    if fattore is None and contati == CENTO:
        return grado
    detto = f"100 / {numero(contati)}" if fattore is None else numero(fattore)
    usato = CENTO / contati if fattore is None else fattore
    punti = grado.esatto * contati / CENTO
    esatto = min(grado.esatto if fattore is None else punti * usato, parametri.massimo)
    conto = f"{numero(punti)} punti × fattore di conversione {detto} = {percento(esatto)}"
    return replace(grado, esatto=esatto, grezzo=punti * usato, conto=conto)


def _conta(voce: Pesato, parametri: Parametri) -> bool:
    return voce.grado.esatto is not None or parametri.senza_grado is SenzaGrado.ZERO


def grado_di_periodi(periodi: Sequence[Periodo], parametri: Parametri | None = None) -> Grado:
    """The degree of who changed area in the year: mean of the areas, each weighted by its days."""
    voci = [Pesato(grado=p.grado, peso=Decimal(p.giorni), etichetta=p.etichetta) for p in periodi]
    return media_di(voci, parametri or Parametri(), "i periodi")


def media_di(voci: Sequence[Pesato], parametri: Parametri, cosa: str) -> Grado:
    """Weighted mean of degrees, with the rule for those that have none. `cosa` names them in the plural (Italian)."""
    if not voci:
        return senza_grado(f"Mancano {cosa}.")
    pesi, nota = pesi_effettivi([voce.peso for voce in voci])
    note = [nota] if nota else []
    contate = list(zip(voci, pesi, strict=True))
    if ignote := [voce for voce in voci if voce.grado.esatto is None]:
        note.append(_detto(ignote, parametri, cosa))
        if parametri.senza_grado is SenzaGrado.ESCLUSO or len(ignote) == len(voci):
            contate = [(voce, peso) for voce, peso in contate if voce.grado.esatto is not None]
    media = media_pesata([voce.grado.esatto or ZERO for voce, _ in contate], [peso for _, peso in contate])
    if media.esatto is None:
        return senza_grado(f"Nessun grado tra {cosa} che hanno un peso.", *note)
    return Grado(esatto=media.esatto, grezzo=media.esatto, conto=media.conto, note=tuple(note))


def _detto(ignote: list[Pesato], parametri: Parametri, cosa: str) -> str:
    regola = "esclusi dalla media" if parametri.senza_grado is SenzaGrado.ESCLUSO else "contati zero"
    nomi = "; ".join(f"{voce.etichetta or 'senza nome'}: {voce.grado.motivo.rstrip('.')}" for voce in ignote)
    return f"Senza grado tra {cosa}, {regola}: {nomi}."
