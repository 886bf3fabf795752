"""Indicators, values and degrees in the words that the pages show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from obiettivi.documenti.stampa import testo_scadenza
from obiettivi.models import ValoreAtteso
from semproniano.core.numeri import in_italiano
from valutazioni.calcolo.base import percento
from valutazioni.calcolo.misure import Formula

if TYPE_CHECKING:
    from valutazioni.calcolo.base import Grado
    from valutazioni.models import Rilevazione
    from valutazioni.selectors.gradi import ObiettivoMisurato, VoceMisurata


@dataclass(frozen=True)
class IndicatoreLetto:
    """An indicator as it is shown: expected, baseline, latest value, how it goes."""

    nome: str
    atteso: str
    partenza: str
    ultimo: str
    andamento: str
    semaforo: str
    testi_di_prima: tuple[str, ...]
    nota: str


def con_unita(testo: str, unita: str) -> str:
    if not testo or not unita:
        return testo
    return f"{testo}{unita}" if unita == "%" else f"{testo} {unita}"


def atteso_in_parole(voce: VoceMisurata) -> str:
    """ "≥ 100 pratiche", "31/10/2025", and the text of the plan where it says more."""
    testo = " ".join(voce.indicatore.valore_atteso.split()) if voce.indicatore else ""
    if voce.atteso is None:
        return testo
    if voce.atteso.data:
        strutturato = f"{voce.atteso.data:%d/%m/%Y}"
    else:
        segno = ValoreAtteso.Operatore(voce.atteso.operatore).label
        strutturato = con_unita(f"{segno} {in_italiano(voce.atteso.valore)}", voce.indicatore.unita)
    return f"{strutturato} ({testo})" if testo else strutturato


def partenza_in_parole(voce: VoceMisurata) -> str:
    """ "80 giorni (2024)" """
    indicatore = voce.indicatore
    if indicatore is None or indicatore.baseline is None:
        return ""
    testo = con_unita(in_italiano(indicatore.baseline), indicatore.unita)
    return f"{testo} ({indicatore.baseline_anno})" if indicatore.baseline_anno else testo


def valore_in_parole(riga: Rilevazione, unita: str = "") -> str:
    """What was entered: a number, a day, yes or no, steps, a degree by hand, a text."""
    pezzi = []
    if riga.valore is not None:
        pezzi.append(con_unita(in_italiano(riga.valore), unita))
    if riga.data is not None:
        pezzi.append(f"fatto il {riga.data:%d/%m/%Y}")
    elif riga.fatto is not None:
        pezzi.append("sì" if riga.fatto else "no")
    pezzi += [f"{voce['fase']}: {in_italiano_da_testo(voce['percento'])}%" for voce in riga.fasi]
    if riga.giudizio is not None:
        pezzi.append(f"{percento(riga.giudizio)} a mano")
    if riga.testo:
        pezzi.append(riga.testo)
    return "; ".join(pezzi) or "senza valore"


def in_italiano_da_testo(numero: str) -> str:
    return numero.rstrip("0").rstrip(".").replace(".", ",") if "." in numero else numero


def grado_in_parole(grado: Grado) -> str:
    return "senza grado" if grado.esatto is None else percento(grado.esatto)


def indicatore_letto(voce: VoceMisurata, misurato: ObiettivoMisurato) -> IndicatoreLetto:
    recente, ultima = voce.storia.recente, voce.ultima
    unita = voce.indicatore.unita if voce.indicatore else ""
    atteso = atteso_in_parole(voce)
    if voce.misura.formula is Formula.DATA and not (voce.atteso and voce.atteso.data):
        atteso = "; ".join(filter(None, (atteso, f"scadenza {testo_scadenza(misurato.obiettivo)}")))
    return IndicatoreLetto(
        nome=voce.etichetta,
        atteso=atteso,
        partenza=partenza_in_parole(voce),
        ultimo=f"{valore_in_parole(ultima, unita)} al {ultima.al:%d/%m/%Y}" if ultima else "",
        andamento=recente.get_semaforo_display() if recente else "",
        semaforo=recente.semaforo if recente else "",
        testi_di_prima=voce.storia.testi_di_prima,
        nota="" if voce.conta else "Raccontano come va il lavoro: il grado viene dagli indicatori.",
    )
