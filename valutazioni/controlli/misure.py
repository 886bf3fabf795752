"""Checks of results and scores (VA): out of time, all full, without evidence, outside the scale."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from piani.controlli.testi import elenco
from semproniano.core.controlli import Gravita, Oggetto, Parametro, ParametroErrato, Rilievo
from semproniano.core.numeri import in_italiano
from valutazioni.calcolo.base import CENTO, due_decimali
from valutazioni.controlli.base import controllo_dell_anno, oggetto_anno

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from valutazioni.controlli.fatti import FattiAnno, FattiCarta, FattiObiettivo


def _oggetto(fatti: FattiAnno, obiettivo: FattiObiettivo) -> Oggetto:
    return Oggetto("risultato", area=obiettivo.area, anno=fatti.anno, numero=obiettivo.numero)


def _dove(obiettivo: FattiObiettivo) -> str:
    return f"risultati/{obiettivo.area}/{obiettivo.numero}"


def _intero(testo: str) -> int:
    if not testo.strip().isdecimal() or int(testo) < 1:
        raise ParametroErrato("Scrivere un numero intero, da 1 in su.")
    return int(testo)


@controllo_dell_anno(
    "VA01",
    soggetto="l'obiettivo",
    gravita=Gravita.AVVISO,
    frase="Un risultato raggiunto dopo la scadenza dice perché.",
)
def risultato_dopo_il_termine(fatti: FattiAnno, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    for obiettivo in fatti.obiettivi:
        if not obiettivo.scadenza or not obiettivo.fatto_il or obiettivo.fatto_il <= obiettivo.scadenza:
            continue
        if not obiettivo.scostamento.strip():
            yield Rilievo(
                f"{obiettivo.nome}: raggiunto il {obiettivo.fatto_il:%d/%m/%Y}, dopo la scadenza del "
                f"{obiettivo.scadenza:%d/%m/%Y}. Scrivere lo scostamento e la sua ragione.",
                _oggetto(fatti, obiettivo),
                _dove(obiettivo),
            )


@controllo_dell_anno(
    "VA02",
    soggetto="la scheda",
    gravita=Gravita.AVVISO,
    frase="I risultati di una scheda non sono tutti al 100%: gli obiettivi sono sfidanti.",
    parametri=(Parametro("minimo", "obiettivi da cui il controllo vale", 3, _intero),),
)
def tutti_al_cento(fatti: FattiAnno, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    per_scheda: defaultdict[str, list[FattiObiettivo]] = defaultdict(list)
    for obiettivo in fatti.obiettivi:
        per_scheda[obiettivo.area].append(obiettivo)
    for area, obiettivi in per_scheda.items():
        pieni = [voce for voce in obiettivi if voce.grado is not None and voce.grado >= CENTO]
        if len(pieni) == len(obiettivi) >= parametri["minimo"]:
            yield Rilievo(
                f"{obiettivi[0].nome_area}: i {len(obiettivi)} risultati sono tutti al 100%. I valori attesi "
                "potrebbero non essere stati sfidanti.",
                Oggetto("scheda", area=area, anno=fatti.anno),
                f"risultati/{area}",
            )


@controllo_dell_anno(
    "VA03",
    soggetto="la scheda",
    gravita=Gravita.AVVISO,
    frase="Un risultato proposto ha almeno un'evidenza.",
)
def manca_l_evidenza(fatti: FattiAnno, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    """One result per sheet: a large body has thousands of objectives."""
    per_scheda: defaultdict[str, list[FattiObiettivo]] = defaultdict(list)
    for obiettivo in fatti.obiettivi:
        if obiettivo.e_proposto and not obiettivo.ha_evidenze:
            per_scheda[obiettivo.area].append(obiettivo)
    for area, obiettivi in per_scheda.items():
        numeri = elenco(str(voce.numero) for voce in obiettivi)
        quali = f"dell'obiettivo {numeri}" if len(obiettivi) == 1 else f"degli obiettivi {numeri}"
        yield Rilievo(
            f"{obiettivi[0].nome_area}: nessun file mostra il risultato {quali}.",
            Oggetto("scheda", area=area, anno=fatti.anno),
            f"risultati/{area}",
        )


@controllo_dell_anno(
    "VA04",
    soggetto="la scheda di valutazione",
    gravita=Gravita.BLOCCANTE,
    frase="I punti stanno nella scala del SMVP, il punteggio tra zero e il suo massimo.",
)
def punti_fuori_scala(fatti: FattiAnno, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    """The card is named by its number: a result of a check may be read where names with scores may not be."""
    for carta in fatti.carte if fatti.smvp else ():
        for frase in _fuori(fatti, carta):
            yield Rilievo(
                f"Scheda di valutazione n. {carta.chiave}: {frase}", oggetto_anno(fatti), f"carte/{carta.chiave}"
            )


def _fuori(fatti: FattiAnno, carta: FattiCarta) -> Iterator[str]:
    scala, massimo = fatti.smvp.scala.massimo, fatti.smvp.massimo
    nomi = {voce.codice: voce.nome for voce in fatti.smvp.comportamenti}
    for codice, punti in carta.voti.items():
        if not 0 <= punti <= scala:
            fuori = f"{in_italiano(punti)} punti, fuori dalla scala da 0 a {in_italiano(scala)}"
            yield f"«{nomi.get(codice, codice)}» ha {fuori}."
    if carta.punteggio is not None and not 0 <= carta.punteggio <= massimo:
        yield f"il punteggio {due_decimali(carta.punteggio)} non sta tra 0 e {in_italiano(massimo)}."
