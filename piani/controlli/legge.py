"""Checks of the law that look at the plan (NO01–NO03, NO09, NO15, NO17, NO18)."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from piani.controlli.base import controllo
from piani.controlli.luoghi import dove_scheda, nomi_delle_aree, oggetto_piano
from piani.controlli.testi import elenco, leggi_righe, scrivi_righe
from piani.sezioni import ENTE, NARRATIVA, PEG, PIANO, SCHEDE
from semproniano.core.calendario import leggi_data
from semproniano.core.controlli import Gravita, Parametro, ParametroErrato, Rilievo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from piani.sezioni import Fotografia
    from piani.sezioni.piano import AttoFoto

GIORNI_PEG = datetime.timedelta(days=20)
# DM 132/2022: 30 days from the budget's deferred term; in the first year of the PIAO they were 120.
GIORNI_PIAO = {2022: datetime.timedelta(days=120)}
GIORNI_PIAO_DI_REGOLA = datetime.timedelta(days=30)
PRIMO_PIAO = 2022
ABITANTI_PEG_OBBLIGATORIO = 5000
DIPENDENTI_PIAO_INTERO = 50
ANNI_DEL_BILANCIO = 3
ANNI_IN_LINEA = 5
NOME_DEL_PEG = re.compile(r"\bPEG\b|piano esecutivo di gestione", re.IGNORECASE)
IMMAGINE_SENZA_TESTO = re.compile(r"!\[\s*\]\(")


def leggi_termini(testo: str) -> tuple[tuple[int, datetime.date], ...]:
    """Lines "2023: 15/09/2023": the deferred term of the budget of a year."""
    termini = []
    for riga in leggi_righe(testo):
        try:
            anno, scritta = riga.split(":")
            termine = (int(anno), leggi_data(scritta))
        except ValueError as errore:
            raise ParametroErrato("Scrivere un anno per riga, con il termine differito: 2023: 15/09/2023.") from errore
        if termine[1] is None:
            raise ParametroErrato(f"«{scritta.strip()}» non è una data: scriverla come 15/09/2023.")
        termini.append(termine)
    return tuple(termini)


def scrivi_termini(termini: tuple[tuple[int, datetime.date], ...]) -> str:
    return scrivi_righe(f"{anno}: {data:%d/%m/%Y}" for anno, data in termini)


# Ministerial decrees that deferred the budget, from general knowledge [M]: the ente corrects them here.
TERMINI_DIFFERITI = (
    (2022, datetime.date(2022, 8, 31)),
    (2023, datetime.date(2023, 9, 15)),
    (2024, datetime.date(2024, 3, 15)),
    (2025, datetime.date(2025, 2, 28)),
)


def _bilancio(foto: Fotografia) -> datetime.date | None:
    """Day on which the budget of the plan's first year was approved."""
    primo = foto[PIANO].anno_inizio
    return next((riga.approvato_il for riga in foto[ENTE].bilanci if riga.anno == primo), None)


def _porta_il_peg(foto: Fotografia) -> bool:
    """True when the plan has the capitoli of a PEG, or lists one among its annexes."""
    return bool(foto[PEG].capitoli) or any(NOME_DEL_PEG.search(allegato.titolo) for allegato in foto[PIANO].allegati)


def _ha_peg(foto: Fotografia) -> bool | None:
    """True when the plan carries a PEG or the body must have one; None when nobody knows."""
    if _porta_il_peg(foto):
        return True
    abitanti = foto[ENTE].popolazione_totale
    return None if abitanti is None else abitanti >= ABITANTI_PEG_OBBLIGATORIO


def _atto_del_peg(foto: Fotografia) -> AttoFoto | None:
    """The act of the annex, where it has one of its own, else the plan's."""
    propri = [riga.atto for riga in foto[PIANO].allegati if riga.atto and NOME_DEL_PEG.search(riga.titolo)]
    return max(propri, key=lambda atto: atto.data) if propri else foto[PIANO].atto


@controllo(
    "NO01",
    soggetto="il piano",
    gravita=Gravita.AVVISO,
    altre_gravita=(Gravita.INFORMAZIONE,),
    frase="Il PEG c'è (dai 5.000 abitanti), si adotta entro 20 giorni dal bilancio e copre gli stessi anni.",
)
def termine_del_peg(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    if not _porta_il_peg(foto):
        if _ha_peg(foto):
            yield _peg_che_manca(foto)
        return
    bilancio, atto = _bilancio(foto), _atto_del_peg(foto)
    problemi = []
    if bilancio and atto and atto.data > bilancio + GIORNI_PEG:
        giorni = (atto.data - bilancio).days
        problemi.append(f"è adottato {giorni} giorni dopo il bilancio del {bilancio:%d/%m/%Y}, il termine è di 20")
    if bilancio and len(foto[PIANO].anni) != ANNI_DEL_BILANCIO:
        problemi.append(f"copre {len(foto[PIANO].anni)} anni e il bilancio tre")
    if vuoti := _anni_senza_previsioni(foto):
        problemi.append(f"non ha previsioni per il {elenco(vuoti)}")
    if problemi:
        yield Rilievo(f"Il PEG {elenco(problemi)}.", oggetto_piano(foto), "piano/atto")


def _peg_che_manca(foto: Fotografia) -> Rilievo:
    """From 2022 the PEG is an act of its own, that the plan need not carry."""
    abitanti, a_parte = foto[ENTE].popolazione_totale, foto[PIANO].anno_inizio >= PRIMO_PIAO
    testo = f"Il PEG non è nel piano: con {abitanti} abitanti (da 5.000 in su) è obbligatorio"
    return Rilievo(
        f"{testo}; si può adottare con un atto a parte." if a_parte else f"{testo}.",
        oggetto_piano(foto),
        "piano/allegati",
        Gravita.INFORMAZIONE if a_parte else None,
    )


def _anni_senza_previsioni(foto: Fotografia) -> list[int]:
    """Years of the plan in which no capitolo has an amount, where other years have."""
    piene = [any(somma) for somma in zip(*(riga.competenza for riga in foto[PEG].capitoli), strict=True)]
    vuoti = [anno for anno, piena in zip(foto[PIANO].anni, piene, strict=False) if not piena]
    return vuoti if any(piene) else []


@controllo(
    "NO02",
    soggetto="il piano",
    gravita=Gravita.INFORMAZIONE,
    frase="Sotto i 5.000 abitanti il PEG è facoltativo e il piano senza PEG è completo; il Piano della performance è "
    "dovuto.",
)
def peg_facoltativo(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    abitanti = foto[ENTE].popolazione_totale
    if abitanti is None or abitanti >= ABITANTI_PEG_OBBLIGATORIO or foto[PEG].capitoli:
        return
    senza = "il piano lo elenca tra gli allegati, ma" if _porta_il_peg(foto) else "il piano"
    yield Rilievo(
        f"Con {abitanti} abitanti (meno di 5.000) il PEG è facoltativo: {senza} è completo anche senza i capitoli. Il "
        "Piano della performance resta dovuto.",
        oggetto_piano(foto),
        "ente/popolazione_totale",
    )


def _termine(foto: Fotografia, differiti: Mapping[int, datetime.date]) -> tuple[datetime.date, str] | None:
    """(last day, why) for the adoption of the plan; None when what it runs from is not known."""
    primo, bilancio, peg = foto[PIANO].anno_inizio, _bilancio(foto), _ha_peg(foto)
    gennaio = datetime.date(primo, 1, 31)
    if primo >= PRIMO_PIAO:
        if primo not in differiti:
            return gennaio, "31 gennaio, se il termine del bilancio non è stato differito"
        giorni = GIORNI_PIAO.get(primo, GIORNI_PIAO_DI_REGOLA)
        return differiti[primo] + giorni, f"{giorni.days} giorni dal termine differito del bilancio"
    if peg is False:
        return gennaio, "31 gennaio, senza PEG"
    if peg and bilancio:
        return bilancio + GIORNI_PEG, f"20 giorni dal bilancio del {bilancio:%d/%m/%Y}"
    return None


@controllo(
    "NO03",
    soggetto="il piano",
    gravita=Gravita.AVVISO,
    frase="Il piano è adottato nel termine.",
    parametri=(
        Parametro(
            "termini_differiti",
            "termini differiti del bilancio, uno per riga",
            TERMINI_DIFFERITI,
            leggi_termini,
            scrivi_termini,
            su_piu_righe=True,
        ),
    ),
)
def termine_del_piano(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    atto = foto[PIANO].atto
    termine = _termine(foto, dict(parametri["termini_differiti"]))
    if atto and termine and atto.data > termine[0]:
        yield Rilievo(
            f"Il piano è adottato il {atto.data:%d/%m/%Y}, dopo il termine del {termine[0]:%d/%m/%Y} ({termine[1]}).",
            oggetto_piano(foto),
            "piano/atto",
        )


@controllo(
    "NO09",
    soggetto="il piano",
    gravita=Gravita.INFORMAZIONE,
    frase="Dal 2022 il contenuto del piano sta nella sottosezione 2.2 del PIAO.",
)
def confluisce_nel_piao(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    dipendenti = foto[ENTE].numero_dipendenti
    testo = "Il contenuto del piano confluisce nella sottosezione 2.2 del PIAO"
    if dipendenti is None:
        testo += "; sotto i 50 dipendenti non è obbligatoria, ma i premi chiedono obiettivi."
    elif dipendenti < DIPENDENTI_PIAO_INTERO:
        testo += f": con {dipendenti} dipendenti non è obbligatoria, ma i premi chiedono obiettivi."
    else:
        testo += ", obbligatoria da 50 dipendenti in su."
    yield Rilievo(testo, oggetto_piano(foto), "ente/numero_dipendenti")


@controllo(
    "NO15",
    soggetto="il piano",
    gravita=Gravita.BLOCCANTE,
    altre_gravita=(Gravita.AVVISO,),
    frase="Ciò che si pubblica ha un titolo (bloccante) e il piano elenca i suoi allegati (avviso).",
)
def dati_per_la_pubblicazione(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    piano = foto[PIANO]
    senza_titolo = [f"l'allegato {riga.numero}" for riga in piano.allegati if not riga.titolo.strip()]
    if not piano.titolo.strip():
        senza_titolo.insert(0, "il piano")
    if senza_titolo:
        yield Rilievo(
            f"Manca il titolo per la pubblicazione: {elenco(senza_titolo)}.",
            oggetto_piano(foto),
            "piano/titolo" if not piano.titolo.strip() else "piano/allegati",
        )
    elif not piano.allegati:
        yield Rilievo(
            "Il piano non elenca allegati: si pubblica senza quello degli obiettivi.",
            oggetto_piano(foto),
            "piano/allegati",
            Gravita.AVVISO,
        )


@controllo(
    "NO17",
    soggetto="il piano",
    gravita=Gravita.INFORMAZIONE,
    frase="Per quanto tempo il piano resta in linea.",
)
def termine_in_linea(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    piano = foto[PIANO]
    if piano.atto:
        ultimo = max(piano.atto.data.year + ANNI_IN_LINEA, piano.anno_fine)
        yield Rilievo(
            f"Il piano resta in linea in formato aperto fino al 31/12/{ultimo}, poi passa all'archivio.",
            oggetto_piano(foto),
            "piano/atto",
        )


@controllo(
    "NO18",
    soggetto="il piano",
    gravita=Gravita.BLOCCANTE,
    frase="Il testo si può rendere accessibile: titoli in ordine, colonne con intestazione, immagini con un testo.",
)
def documento_accessibile(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    difetti = [*_difetti_della_narrativa(foto), *_difetti_delle_tabelle(foto)]
    if difetti:
        testi = elenco(testo for testo, _ in difetti)
        yield Rilievo(f"Il documento non sarebbe accessibile: {testi}.", oggetto_piano(foto), difetti[0][1])


def _difetti_della_narrativa(foto: Fotografia) -> Iterator[tuple[str, str]]:
    precedente = None
    for indice, riga in enumerate(foto[NARRATIVA]):
        if not riga.titolo.strip():
            yield f"la sezione {indice + 1} non ha titolo", f"narrativa/{indice}/titolo"
        if precedente is not None and riga.livello > precedente + 1:
            yield f"«{riga.titolo}» salta un livello di titolo", f"narrativa/{indice}/livello"
        if IMMAGINE_SENZA_TESTO.search(riga.testo):
            yield f"in «{riga.titolo}» un'immagine non ha testo", f"narrativa/{indice}/testo"
        precedente = riga.livello


def _difetti_delle_tabelle(foto: Fotografia) -> Iterator[tuple[str, str]]:
    nomi = nomi_delle_aree(foto)
    for scheda in foto[SCHEDE]:
        if not all(testo.strip() for testo in scheda.intestazioni_pubblicate):
            dove = dove_scheda(scheda.area, scheda.anno, "intestazioni_pubblicate")
            yield f"{nomi.get(scheda.area, scheda.area)} {scheda.anno} ha una colonna senza intestazione", dove
