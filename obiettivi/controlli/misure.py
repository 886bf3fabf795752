"""Checks that read the text of indicators and targets (OB07–OB09, OB15). Each is a rule that fits in a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from obiettivi.controlli.lettura import Nomi
from obiettivi.models import Indicatore
from obiettivi.sezioni import OBIETTIVI
from piani.controlli import controllo
from piani.controlli.testi import compatto, elenco, frasi, leggi_righe, ricordata, scrivi_righe
from semproniano.core.controlli import Gravita, Parametro

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from obiettivi.sezioni import IndicatoreFoto, ObiettivoFoto
    from piani.sezioni import Fotografia
    from semproniano.core.controlli import Rilievo

PAROLE_VAGHE = (
    "cercare",
    "al massimo",
    "il più possibile",
    "magari",
    "valutazioni",
    "indicazioni specifiche",
)

# --- OB07: a target that can be measured ---------------------------------------------------------

# Numbers that name an act or describe the body say nothing of the result.
CITAZIONI = re.compile(
    r"\b(?:delibera\w*|determin\w+|decret\w+|legge|regolamento(?:\s+ue)?|direttiva|circolare|ccnl|ccdi|dlgs|d\.\s?lgs|"
    r"d\.?l|d\.?p\.?r|d\.?m|l)\b\.?(?:\s+(?:di\s+)?[gc]\.?\s?c\.?)?\s*(?:n\.?|n°|nr\.?|del)?\s*\d+[\d/.\-]*"
    r"(?:\s+del\s+\d[\d/.\-]*)?"
    r"|\bart(?:t|icol[oi])?\b\.?\s*\d+|\bpopolazione\s+\w+\s+ai?\s+[\d.]+",
    re.IGNORECASE,
)
DATA = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]((?:19|20)\d{2})\b")
NUMERO = re.compile(
    r"\d|\b(?:due|tre|quattro|cinque|sei|sette|otto|nove|dieci|quindici|venti|trenta|sessanta|novanta|cento)\b",
    re.IGNORECASE,
)
# How often is how many in a year: "report semestrali" are two.
PERIODICITA = re.compile(
    r"\b(?:giornalier|quotidian|settimanal|quindicinal|mensil|bimestral|trimestral|quadrimestral|semestral|annual)\w+",
    re.IGNORECASE,
)


@ricordata
def _ha_misura(testo: str, anno: int) -> bool:
    """True when a text holds a number, a frequency or a date that can be reached (not before the sheet's year)."""
    testo = CITAZIONI.sub(" ", compatto(testo))
    if any(int(data[1]) >= anno for data in DATA.finditer(testo)):
        return True
    resto = DATA.sub(" ", testo)
    return bool(NUMERO.search(resto) or PERIODICITA.search(resto))


def _misurabile(indicatore: IndicatoreFoto, anno: int) -> bool:
    return (
        bool(indicatore.valori_attesi)
        or indicatore.tipo == Indicatore.Tipo.SI_NO
        or _ha_misura(indicatore.valore_atteso, anno)
    )


def _vaghe(indicatori: Sequence[IndicatoreFoto], parole: Sequence[str]) -> list[str]:
    """The vague words that the targets use, in the order of the list."""
    testo = " ".join(compatto(voce.valore_atteso.casefold()) for voce in indicatori)
    return [parola for parola in parole if re.search(rf"\b{re.escape(parola.casefold())}\b", testo)]


@controllo(
    "OB07",
    soggetto="l'obiettivo",
    gravita=Gravita.AVVISO,
    frase="Nessun valore atteso si può misurare (un numero, una data, un sì/no), o usa parole vaghe.",
    norma="NO05",
    parametri=(
        Parametro(
            "parole_vaghe", "parole vaghe, una per riga", PAROLE_VAGHE, leggi_righe, scrivi_righe, su_piu_righe=True
        ),
    ),
)
def valore_non_misurabile(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi = Nomi(foto)
    for obiettivo in foto[OBIETTIVI]:
        if not any(voce.valore_atteso.strip() or voce.valori_attesi for voce in obiettivo.indicatori):
            continue  # no target at all: OB03 says so
        vaghe = _vaghe(obiettivo.indicatori, parametri["parole_vaghe"])
        misurabile = any(_misurabile(voce, obiettivo.anno) for voce in obiettivo.indicatori)
        problemi = [] if misurabile else ["non ha un numero, una data o un sì/no"]
        if vaghe:
            problemi.append(f"usa parole vaghe ({elenco(f'«{parola}»' for parola in vaghe)})")
        if problemi:
            yield nomi.rilievo(obiettivo, f"il valore atteso {elenco(problemi)}.", "indicatori")


# --- OB08: one cell, one measure -----------------------------------------------------------------

# Sentences that tell a story instead of naming a measure.
RACCONTO = re.compile(
    r"(?:il|lo|la|i|gli|le|l'|non|risulta\w*|vista|visto|dato|data|a|al|dal|per|in|di)\b", re.IGNORECASE
)
# Where a second measure begins inside a sentence.
GIUNTO = re.compile(r"[,;]\s*|\s+(?:e|ed|con|nonché)\s+", re.IGNORECASE)
CONTORNO = re.compile(
    r"(?:e|un|uno|una|soprattutto|quindi|anche|relativ[oa]|successiv[oa]|corrett[oa]|specific[oa]|tempestiv[oa]|"
    r"complet[oa]|puntual[ei]|nuov[oa])\s+",
    re.IGNORECASE,
)
# Result nouns in the singular: plural ones ("valutazioni specifiche") are how, not what.
NOME_DI_RISULTATO = re.compile(
    r"(?:\w+(?:zione|sione|mento|aggio)|rispett[oa]|cura|risposta|chiusura|bonifica|modifica|verifica|avvio|report|"
    r"aggiudicazione|ottenimento|pareggio)\b",
    re.IGNORECASE,
)
NON_RISULTATI = frozenset(
    {
        "sezione",
        "popolazione",
        "convenzione",
        "funzione",
        "frazione",
        "documento",
        "regolamento",
        "procedimento",
        "riferimento",
        "commento",
        "funzionamento",
        "coinvolgimento",
        "personaggio",
        "vantaggio",
        "linguaggio",
    }
)


def _misure_della_frase(frase: str) -> int:
    """How many results a sentence names: nouns joined on the same complement ("predisposizione e approvazione del
    bilancio") are one."""
    quante, precedente_nudo = 0, False
    for pezzo in GIUNTO.split(frase.strip(" .")):
        resto = pezzo
        while contorno := CONTORNO.match(resto):
            resto = resto[contorno.end() :]
        nome = NOME_DI_RISULTATO.match(resto)
        if nome is None or nome[0].casefold() in NON_RISULTATI:
            precedente_nudo = False
            continue
        quante += 0 if precedente_nudo else 1
        precedente_nudo = not resto[nome.end() :].strip()
    return quante


@ricordata
def _misure_della_cella(testo: str) -> int:
    """Measures in a cell: at least one for each sentence that names something."""
    return sum(max(1, _misure_della_frase(frase)) for frase in frasi(testo) if not RACCONTO.match(frase))


@controllo(
    "OB08",
    soggetto="l'obiettivo",
    gravita=Gravita.INFORMAZIONE,
    frase="Una cella (indicatore o valore atteso) contiene più misure: meglio un indicatore per ciascuna.",
)
def piu_misure_in_una_cella(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi = Nomi(foto)
    for obiettivo in foto[OBIETTIVI]:
        celle = [
            nome
            for voce in obiettivo.indicatori
            for nome, testo in (("l'indicatore", voce.descrizione), ("il valore atteso", voce.valore_atteso))
            if _misure_della_cella(testo) > 1
        ]
        if celle:
            verbo = "contengono" if len(set(celle)) > 1 else "contiene"
            yield nomi.rilievo(obiettivo, f"{elenco(dict.fromkeys(celle))} {verbo} più misure.", "indicatori")


# --- OB09: an indicator says what is measured ----------------------------------------------------

AZIONE = re.compile(r"(?:\w+(?:zione|zioni|sione|mento|aggio)|\w+(?:are|ere|ire))\b", re.IGNORECASE)
# Same endings, but they name a quantity or a thing.
NON_AZIONI = NON_RISULTATI | frozenset(
    {
        "sezioni",
        "soddisfazione",
        "proporzione",
        "deviazione",
        "dotazione",
        "durata",
        "gradimento",
        "avanzamento",
        "raggiungimento",
        "punteggio",
        "inquinamento",
        "rendimento",
        "percentuale",
        "numero",
        "valutazione",
        "popolazioni",
        "funzioni",
        "frazioni",
    }
)
DA_FARE = re.compile(
    r"\b(?:dovr(?:à|anno)|sarà necessario|risulta (?:indispensabile|necessario)|necessità di|occorre)\b", re.IGNORECASE
)
TRAGUARDO = re.compile(r"\s*(?:entro|almeno|non oltre|il?\s*100\s*%|\d+\s*%)", re.IGNORECASE)


def _e_azione(testo: str) -> str:
    """What an indicator is instead of a measure; empty when it is one."""
    if TRAGUARDO.match(testo):
        return "è un valore atteso"
    parola = re.match(r"\w+", testo.strip())
    azione = AZIONE.match(testo.strip())
    if (azione and parola[0].casefold() not in NON_AZIONI) or DA_FARE.search(testo):
        return "descrive un'azione"
    return ""


@controllo(
    "OB09",
    soggetto="l'obiettivo",
    gravita=Gravita.INFORMAZIONE,
    frase="L'indicatore descrive un'azione o un traguardo, non che cosa si misura.",
)
def indicatore_che_non_misura(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi = Nomi(foto)
    for obiettivo in foto[OBIETTIVI]:
        problemi = [_e_azione(compatto(voce.descrizione)) for voce in obiettivo.indicatori]
        problema = next(filter(None, problemi), "")
        if problema:
            yield nomi.rilievo(obiettivo, f"l'indicatore {problema}, non dice che cosa si misura.", "indicatori")


# --- OB15: spending is not a result --------------------------------------------------------------

SPESA = re.compile(
    r"\b(?:impegn\w+|spes[ae]|pagament\w+|liquidat\w+)\b[^.;]{0,60}\b(?:disponibilit|stanziament|dotazion\w+)"
    r"|\bcapacità di (?:spesa|impegno)\b",
    re.IGNORECASE,
)


@controllo(
    "OB15",
    soggetto="l'obiettivo",
    gravita=Gravita.INFORMAZIONE,
    frase="L'obiettivo premia quanto si spende (impegni su disponibilità), non il risultato.",
)
def premia_la_spesa(foto: Fotografia, parametri: Mapping[str, Any]) -> Iterator[Rilievo]:
    nomi = Nomi(foto)
    for obiettivo in foto[OBIETTIVI]:
        if any(SPESA.search(testo) for testo in _testi_degli_indicatori(obiettivo)):
            yield nomi.rilievo(obiettivo, "l'indicatore misura quanto si spende, non il risultato.", "indicatori")


def _testi_degli_indicatori(obiettivo: ObiettivoFoto) -> Iterator[str]:
    for voce in obiettivo.indicatori:
        yield from map(compatto, (voce.descrizione, voce.valore_atteso, voce.formula))
