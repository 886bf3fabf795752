"""Checks of the plan (PI02–PI06). PI01 needs the objectives: it lives in obiettivi.controlli."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from piani.controlli.base import controllo
from piani.controlli.luoghi import dove_scheda, nomi_delle_aree, oggetto_piano, oggetto_scheda
from piani.controlli.testi import compatto, elenco
from piani.models import DatoDichiarato
from piani.sezioni import AREE, ENTE, NARRATIVA, PIANO, SCHEDE
from piani.states import STATI_CON_ATTO
from semproniano.core.controlli import Gravita, Rilievo
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from piani.sezioni import Fotografia
    from piani.sezioni.piano import DatoDichiaratoFoto

ATTO_IN_BIANCO = re.compile(r"\bn\.?\s*_+\s*del\s*_+", re.IGNORECASE)
UNIFICAZIONE = re.compile(r"\b169\b[^.;]{0,40}\b3\s*-?\s*bis\b", re.IGNORECASE)


@controllo(
    "PI02",
    soggetto="la scheda che manca",
    gravita=Gravita.AVVISO,
    frase="Un'area non ha la scheda per un anno del piano in cui è attiva.",
)
def area_senza_scheda(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    presenti = {scheda.chiave for scheda in foto[SCHEDE]}
    nomi = nomi_delle_aree(foto)
    for area in foto[AREE]:
        for anno in foto[PIANO].anni:
            if area.attiva_nel(anno) and (area.slug, anno) not in presenti:
                yield Rilievo(
                    f"{nomi[area.slug]}: manca la scheda del {anno}.",
                    oggetto_scheda(area.slug, anno),
                    dove_scheda(area.slug, anno, "anno"),
                )


def _come_dichiarato(riga: DatoDichiaratoFoto) -> Decimal:
    """The computed figure, rounded as the text rounds: for 13,10 both "13,1" and "13" are right."""
    decimali = max(0, -riga.valore_dichiarato.normalize().as_tuple().exponent)
    return riga.valore_calcolato.quantize(Decimal(1).scaleb(-decimali), ROUND_HALF_UP)


def _con_virgola(riga: DatoDichiaratoFoto) -> str:
    return f"{_come_dichiarato(riga):f}".replace(".", ",")


def _in_disaccordo(foto: Fotografia) -> Iterator[DatoDichiaratoFoto]:
    for riga in foto[PIANO].dati_dichiarati:
        if riga.valore_calcolato is not None and riga.valore_dichiarato != _come_dichiarato(riga):
            yield riga


@controllo(
    "PI03",
    soggetto="il piano",
    gravita=Gravita.AVVISO,
    frase="Il numero degli allegati scritto nel testo non è quello degli allegati elencati.",
)
def allegati_dichiarati(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    for riga in _in_disaccordo(foto):
        if riga.dato == DatoDichiarato.Dato.ALLEGATI:
            yield Rilievo(
                f"Il testo ({riga.sezione or 'narrativa'}) dichiara {in_italiano(riga.valore_dichiarato)} allegati, "
                f"l'elenco ne ha {in_italiano(riga.valore_calcolato)}.",
                oggetto_piano(foto),
                "piano/dati_dichiarati",
            )


@controllo(
    "PI04",
    soggetto="il piano",
    gravita=Gravita.BLOCCANTE,
    frase="All'approvazione il piano porta numero e data dell'atto.",
)
def atto_mancante(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    piano = foto[PIANO]
    if piano.atto is not None:
        if not piano.atto.numero.strip():
            yield Rilievo("L'atto di approvazione del piano non ha il numero.", oggetto_piano(foto), "piano/atto")
        return
    if piano.stato in STATI_CON_ATTO:
        yield Rilievo(
            "Il piano risulta approvato, ma mancano numero e data dell'atto di approvazione.",
            oggetto_piano(foto),
            "piano/atto",
        )
        return
    if any(allegato.atto for allegato in piano.allegati):
        return  # the act is known: a cover may go on printing it in blank, as it was voted
    nomi = nomi_delle_aree(foto)
    in_bianco = [
        nomi.get(riga.area, riga.area) for riga in piano.copertine if ATTO_IN_BIANCO.search(compatto(riga.testo))
    ]
    if in_bianco:
        yield Rilievo(
            f"Numero e data dell'atto sono in bianco sulla copertina ({elenco(in_bianco)}) e il piano non ha un atto.",
            oggetto_piano(foto),
            "piano/copertine",
        )


@controllo(
    "PI05",
    soggetto="il dato",
    gravita=Gravita.AVVISO,
    frase="Un dato scritto nel testo non torna con quello calcolato (abitanti, densità, linee di mandato).",
)
def dato_che_non_torna(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    for riga in _in_disaccordo(foto):
        if riga.dato != DatoDichiarato.Dato.ALLEGATI:
            yield Rilievo(
                f"{DatoDichiarato.Dato(riga.dato).label}: il testo ({riga.sezione or 'narrativa'}) dichiara "
                f"{in_italiano(riga.valore_dichiarato)}, il calcolo dà {_con_virgola(riga)}.",
                oggetto_piano(foto),
                "piano/dati_dichiarati",
            )
    ente = foto[ENTE]
    parti = (ente.popolazione_maschi, ente.popolazione_femmine, ente.popolazione_totale)
    if None not in parti and parti[0] + parti[1] != parti[2]:
        yield Rilievo(
            f"Abitanti dell'ente: {parti[0]} maschi e {parti[1]} femmine fanno {parti[0] + parti[1]}, non {parti[2]}.",
            oggetto_piano(foto),
            "ente/popolazione_totale",
        )


@controllo(
    "PI06",
    soggetto="il piano",
    gravita=Gravita.AVVISO,
    frase="Un piano dal 2022 cita l'art. 169 c. 3-bis TUEL come norma che unifica PEG e Piano della performance.",
    norma="PI06",
)
def unificazione_superata(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    sezioni = [
        (indice, riga.titolo)
        for indice, riga in enumerate(foto[NARRATIVA])
        if UNIFICAZIONE.search(compatto(riga.testo))
    ]
    nomi = nomi_delle_aree(foto)
    copertine = [
        nomi.get(riga.area, riga.area) for riga in foto[PIANO].copertine if UNIFICAZIONE.search(compatto(riga.testo))
    ]
    luoghi = [f"«{titolo}»" for _, titolo in sezioni] + [f"copertina {nome}" for nome in copertine]
    if luoghi:
        yield Rilievo(
            f"Il testo cita l'art. 169 c. 3-bis ({elenco(luoghi)}), che dal 2022 non unifica più PEG e Piano della "
            "performance.",
            oggetto_piano(foto),
            f"narrativa/{sezioni[0][0]}/testo" if sezioni else "piano/copertine",
        )
