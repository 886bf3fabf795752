"""Checks of the PEG contabile (PG01, PG02, PG04, PG05). PG03 needs the objectives: it lives in obiettivi.controlli.

A PEG may have 10.000 rows: a check says once what is wrong, with the first rows that have it and how many there are.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from piani.controlli.base import controllo
from piani.controlli.luoghi import oggetto_piano
from piani.controlli.testi import elenco
from piani.sezioni import PEG, PIANO
from piani.sezioni.peg_totali import CAPITOLO, ENTRATA, LIVELLI, SPESA, pareggio
from semproniano.core.controlli import Gravita, Oggetto, Rilievo
from semproniano.core.numeri import in_euro

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from piani.sezioni import Fotografia
    from piani.sezioni.peg import CapitoloFoto

RIGHE_DETTE = 5
"""How many capitoli a sentence names before it counts the others."""
PARTI = {ENTRATA: "Entrata", SPESA: "Spesa"}
# Each code that begins with another one of its row: tipologia "1.101" with titolo "1", programma "0103" with "01".
DENTRO = {ENTRATA: (("tipologia", "titolo"),), SPESA: (("programma", "missione"), ("macroaggregato", "titolo"))}
# The names of the codes in a sentence: "la tipologia", "di un'altra missione".
ARTICOLI = {
    "titolo": "il titolo", "tipologia": "la tipologia", "categoria": "la categoria", "missione": "la missione",
    "programma": "il programma", "macroaggregato": "il macroaggregato",
}  # fmt: skip
ALTRO = {"titolo": "di un altro titolo", "missione": "di un'altra missione"}


def capitoli_di(foto: Fotografia, parte: str | None = None) -> list[CapitoloFoto]:
    """The capitoli proper (of a part), without avanzo, FPV in entrata and disavanzo, which have no classification."""
    return [riga for riga in foto[PEG].capitoli if riga.tipo == CAPITOLO and parte in (None, riga.parte)]


def quanti_capitoli(righe: Sequence[CapitoloFoto]) -> str:
    return "1 capitolo" if len(righe) == 1 else f"{_intero(len(righe))} capitoli"


def _intero(quanti: int) -> str:
    return f"{quanti:,}".replace(",", ".")


def primi(righe: Sequence[object]) -> str:
    """ "100, 200 e 300"; of many, the first and how many more: "100, 200, 300, 400, 500 e altri 12"."""
    voci = [getattr(riga, "numero", riga) for riga in righe[:RIGHE_DETTE]]
    altri = len(righe) - RIGHE_DETTE
    return elenco(voci) if altri <= 0 else f"{', '.join(map(str, voci))} e altri {_intero(altri)}"


def rilievo_peg(foto: Fotografia, parte: str, motivo: str, messaggio: str) -> Rilievo:
    """One finding for each reason: the subject is the part of the PEG, and why."""
    return Rilievo(messaggio, Oggetto("peg", anno=foto[PIANO].anno_inizio, numero=motivo), f"peg/{parte}")


@controllo(
    "PG01",
    soggetto="la parte del PEG, per motivo",
    gravita=Gravita.BLOCCANTE,
    frase="Ogni capitolo ha la sua classificazione di bilancio, con codici che sono negli elenchi dell'anno.",
    norma="PG01",
)
def classificazione(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    noti = {(voce.lista, voce.codice) for voce in foto[PEG].voci}
    for parte in PARTI:
        righe = capitoli_di(foto, parte)
        for campo in LIVELLI[parte]:
            if senza := [riga for riga in righe if not getattr(riga, campo)]:
                testo = f"{PARTI[parte]}: manca {ARTICOLI[campo]} in {quanti_capitoli(senza)} ({primi(senza)})."
                yield rilievo_peg(foto, parte, f"{parte}/{campo}/manca", testo)
            if campo != "categoria":  # the lists stop at the tipologia
                yield from _sconosciuti(foto, parte, campo, righe, noti)
        for campo, sopra in DENTRO[parte]:
            yield from _fuori_posto(foto, parte, campo, sopra, righe)


def _sconosciuti(
    foto: Fotografia, parte: str, campo: str, righe: Iterable[CapitoloFoto], noti: set[tuple[str, str]]
) -> Iterator[Rilievo]:
    lista = f"titolo-{parte}" if campo == "titolo" else campo
    per_codice = defaultdict(list)
    for riga in righe:
        codice = getattr(riga, campo)
        if codice and (lista, codice) not in noti:
            per_codice[codice].append(riga)
    if per_codice:
        colpiti = [riga for gruppo in per_codice.values() for riga in gruppo]
        codici = primi(sorted(per_codice))
        testo = (
            f"{PARTI[parte]}: {ARTICOLI[campo]} {codici} non è negli elenchi del {foto[PIANO].anno_inizio}, in "
            f"{quanti_capitoli(colpiti)} ({primi(colpiti)})."
        )
        yield rilievo_peg(foto, parte, f"{parte}/{campo}/elenco", testo)


def _fuori_posto(
    foto: Fotografia, parte: str, campo: str, sopra: str, righe: Iterable[CapitoloFoto]
) -> Iterator[Rilievo]:
    colpiti = [
        riga
        for riga in righe
        if (codice := getattr(riga, campo)) and (alto := getattr(riga, sopra)) and not codice.startswith(alto)
    ]
    if colpiti:
        testo = f"{PARTI[parte]}: {ARTICOLI[campo]} è {ALTRO[sopra]} in {quanti_capitoli(colpiti)} ({primi(colpiti)})."
        yield rilievo_peg(foto, parte, f"{parte}/{campo}/posto", testo)


@controllo(
    "PG02",
    soggetto="il piano, per anno",
    gravita=Gravita.AVVISO,
    frase="In ogni anno le entrate e le spese del PEG fanno lo stesso totale, con avanzo, FPV e disavanzo.",
    norma="PG02",
)
def pareggio_degli_anni(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    presenti = {riga.parte for riga in foto[PEG].capitoli}
    if len(presenti) == 1:
        (parte,) = presenti
        manca = "la spesa" if parte == ENTRATA else "l'entrata"
        testo = f"Il PEG ha solo la parte {PARTI[parte].lower()}: senza {manca} il pareggio non si può verificare."
        yield Rilievo(testo, oggetto_piano(foto), f"peg/{parte}")
        return
    for anno, voce in zip(foto[PIANO].anni, pareggio(foto[PEG].capitoli), strict=False):
        if voce.differenza:
            piu = "l'entrata supera la spesa" if voce.differenza > 0 else "la spesa supera l'entrata"
            testo = (
                f"Il PEG del {anno} non pareggia: entrata {in_euro(voce.totale_entrata)} euro, spesa "
                f"{in_euro(voce.totale_spesa)}; {piu} di {in_euro(abs(voce.differenza))}."
            )
            yield Rilievo(testo, oggetto_piano(foto, anno), "peg/")


@controllo(
    "PG04",
    soggetto="la parte del PEG",
    gravita=Gravita.AVVISO,
    frase="Per il primo anno ogni capitolo ha la previsione di cassa.",
    norma="PG04",
)
def cassa_del_primo_anno(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    for parte in PARTI:
        righe = capitoli_di(foto, parte)
        if senza := [riga for riga in righe if riga.cassa is None]:
            quali = "nessun capitolo ha" if len(senza) == len(righe) else f"{quanti_capitoli(senza)} senza"
            coda = "" if len(senza) == len(righe) else f" ({primi(senza)})"
            testo = f"{PARTI[parte]}: {quali} la cassa del {foto[PIANO].anno_inizio}{coda}."
            yield rilievo_peg(foto, parte, parte, testo)


@controllo(
    "PG05",
    soggetto="il programma",
    gravita=Gravita.AVVISO,
    frase="Il PEG usa un programma riservato alle Regioni.",
    norma="PG05",
)
def programma_delle_regioni(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    riservati = {voce.codice: voce.descrizione for voce in foto[PEG].voci if voce.solo_regioni}
    if not riservati:
        return
    per_codice = defaultdict(list)
    for riga in capitoli_di(foto, SPESA):
        if riga.programma in riservati:
            per_codice[riga.programma].append(riga)
    for codice, righe in sorted(per_codice.items()):
        lo_usa = "lo usa" if len(righe) == 1 else "lo usano"
        testo = (
            f"Il programma {codice} ({riservati[codice]}) è riservato alle Regioni: {lo_usa} {quanti_capitoli(righe)} "
            f"({primi(righe)})."
        )
        yield rilievo_peg(foto, SPESA, codice, testo)
