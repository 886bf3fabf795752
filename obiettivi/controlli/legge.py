"""Checks of the law that read the objectives (NO04, NO06–NO08, NO16)."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils import timezone

from obiettivi.controlli.lettura import Nomi, schede_con_obiettivi
from obiettivi.sezioni import OBIETTIVI
from piani.controlli import controllo
from piani.controlli.luoghi import dove_scheda, oggetto_piano, oggetto_scheda
from piani.controlli.testi import compatto, elenco, ricordata
from piani.models import SchedaArea
from piani.sezioni import ENTE, NARRATIVA, SCHEDE
from semproniano.core.controlli import Gravita, Rilievo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from obiettivi.sezioni import ObiettivoFoto
    from piani.sezioni import Fotografia

TRASPARENZA = re.compile(r"\b(?:trasparen\w+|anticorruzione|corruzion\w+|ptpct?|rpct)\b", re.IGNORECASE)
PAGAMENTI = re.compile(
    r"\b(?:temp\w+|termin\w+|ritard\w+|tempestiv\w+)\b[^.;]{0,40}\bpagament\w+"
    r"|\bpagament\w+\b[^.;]{0,60}\b(?:fattur|fornitor|commercial)\w*|\bfattur\w+\b[^.;]{0,60}\bpagament\w+",
    re.IGNORECASE,
)
FORMAZIONE = re.compile(r"\bformazione\b(?!\s+(?:del\s+bilancio|dei\s+ruoli|del\s+ruolo))|\bformativ\w+", re.IGNORECASE)
SOMMA_O_PUNTEGGIO = re.compile(
    r"€|\beuro\b|\bpremi\w*\b[^.]{0,20}\d|\bpunteggio\b|\bpunti\s+\d|\d\s+punti\b", re.IGNORECASE
)

# What the objectives that a norm asks for speak of.
TEMI = {"NO06": TRASPARENZA, "NO07": PAGAMENTI, "NO08": FORMAZIONE}

NOME_CON_SOMMA = "unisce il nome di una persona a una somma o a un punteggio"


def _parla_di(tema: re.Pattern[str], obiettivo: ObiettivoFoto) -> bool:
    testi = [obiettivo.descrizione]
    for voce in obiettivo.indicatori:
        testi += [voce.descrizione, voce.valore_atteso]
    return any(tema.search(compatto(testo)) for testo in testi)


def tratta_di(codice: str, obiettivo: ObiettivoFoto) -> bool:
    """True when the objective satisfies the norm (NO06, NO07, NO08) as its check reads it."""
    return _parla_di(TEMI[codice], obiettivo)


def _anni_senza(foto: Fotografia, tema: re.Pattern[str]) -> Iterator[int]:
    """Years in which there are objectives, and none speaks of the matter."""
    per_anno = defaultdict(list)
    for obiettivo in foto[OBIETTIVI]:
        per_anno[obiettivo.anno].append(obiettivo)
    for anno, obiettivi in sorted(per_anno.items()):
        if not any(_parla_di(tema, obiettivo) for obiettivo in obiettivi):
            yield anno


@controllo(
    "NO04",
    soggetto="l'obiettivo",
    gravita=Gravita.AVVISO,
    frase="L'obiettivo è stato inserito dopo il 30 giugno del suo anno.",
)
def inserito_tardi(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi = Nomi(foto)
    for obiettivo in foto[OBIETTIVI]:
        if obiettivo.inserito_il is None:
            continue
        giorno = timezone.localtime(obiettivo.inserito_il).date()
        if (giorno.year, giorno.month) > (obiettivo.anno, 6):
            testo = f"è stato inserito il {giorno:%d/%m/%Y}, dopo il 30 giugno del suo anno."
            yield nomi.rilievo(obiettivo, testo, "descrizione")


@controllo(
    "NO06",
    soggetto="il piano, per anno",
    gravita=Gravita.AVVISO,
    frase="Almeno un obiettivo riguarda la trasparenza o la prevenzione della corruzione.",
)
def manca_la_trasparenza(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    for anno in _anni_senza(foto, TRASPARENZA):
        yield Rilievo(
            f"Nel {anno} nessun obiettivo riguarda la trasparenza o la prevenzione della corruzione.",
            oggetto_piano(foto, anno),
            "piano/schede",
        )


@controllo(
    "NO07",
    soggetto="la scheda",
    gravita=Gravita.AVVISO,
    frase="Chi paga le fatture commerciali ha un obiettivo sui tempi di pagamento (senza dirigenti: ogni EQ).",
)
def mancano_i_pagamenti(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    """In a body with dirigenti nobody knows here who pays: only a year without any such objective is told."""
    if foto[ENTE].ha_dirigenti:
        for anno in _anni_senza(foto, PAGAMENTI):
            yield Rilievo(
                f"Nel {anno} nessun obiettivo riguarda i tempi di pagamento: lo deve avere ogni dirigente che paga "
                "fatture commerciali.",
                oggetto_piano(foto, anno),
                "piano/schede",
            )
        return
    nomi = Nomi(foto)
    for scheda, obiettivi in schede_con_obiettivi(foto):
        if scheda.tipo != SchedaArea.Tipo.AREA or not obiettivi:
            continue
        if not any(_parla_di(PAGAMENTI, obiettivo) for obiettivo in obiettivi):
            yield Rilievo(
                f"{nomi.scheda(*scheda.chiave)}: manca un obiettivo sui tempi di pagamento delle fatture.",
                oggetto_scheda(*scheda.chiave),
                dove_scheda(*scheda.chiave, "obiettivi"),
            )


@controllo(
    "NO08",
    soggetto="il piano, per anno",
    gravita=Gravita.AVVISO,
    frase="Un obiettivo riguarda la formazione: 40 ore all'anno a persona, misurate come quota di chi le raggiunge.",
)
def manca_la_formazione(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    for anno in _anni_senza(foto, FORMAZIONE):
        yield Rilievo(
            f"Nel {anno} nessun obiettivo riguarda la formazione (40 ore all'anno a persona).",
            oggetto_piano(foto, anno),
            "piano/schede",
        )


@controllo(
    "NO16",
    soggetto="l'obiettivo, o il piano per la narrativa",
    gravita=Gravita.BLOCCANTE,
    frase="Un testo che si pubblica non {NOME_CON_SOMMA}.",
)
def nome_con_somma(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi, persone = Nomi(foto), _nomi_cercati(foto)
    for obiettivo in foto[OBIETTIVI]:
        testi = [obiettivo.descrizione]
        testi += [testo for voce in obiettivo.indicatori for testo in (voce.descrizione, voce.valore_atteso)]
        if any(_unisce(testo, persone) for testo in testi):
            yield nomi.rilievo(obiettivo, f"il testo {NOME_CON_SOMMA}.", "descrizione")
    sezioni = [(indice, riga.titolo) for indice, riga in enumerate(foto[NARRATIVA]) if _unisce(riga.testo, persone)]
    if sezioni:
        luoghi = elenco(f"«{titolo}»" for _, titolo in sezioni)
        yield Rilievo(
            f"La narrativa ({luoghi}) {NOME_CON_SOMMA}.",
            oggetto_piano(foto),
            f"narrativa/{sezioni[0][0]}/testo",
        )


def _nomi_cercati(foto: Fotografia) -> re.Pattern[str] | None:
    """Full names, in both orders, of everybody who is in a sheet."""
    persone = {persona.dipendente for scheda in foto[SCHEDE] for persona in scheda.persone}
    nomi = {f"{uno.cognome} {uno.nome}" for uno in persone} | {f"{uno.nome} {uno.cognome}" for uno in persone}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(nomi)))})\b", re.IGNORECASE) if nomi else None


def _unisce(testo: str, persone: re.Pattern[str] | None) -> bool:
    return bool(persone and _ha_somma(testo) and persone.search(testo))


@ricordata
def _ha_somma(testo: str) -> bool:
    return bool(SOMMA_O_PUNTEGGIO.search(testo))
