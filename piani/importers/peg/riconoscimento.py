"""What a row of the file is: a capitolo, a sum of others, a line that opens a section, something carried over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from piani.importers.peg.classificazione import ENTRATA, SPESA
from piani.importers.peg.codici import (
    leggi_macroaggregato,
    leggi_missione,
    leggi_programma,
    leggi_tipologia,
    leggi_titolo,
    testo_di,
)
from piani.models import Capitolo
from semproniano.core.griglie.colonne import TITOLO_MASSIMO, e_vuoto, normalizza, sembra_totale

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from semproniano.core.griglie.base import Riga, Valore
    from semproniano.core.griglie.colonne import Mappa

Tipo = Capitolo.Tipo
SEZIONE_MASSIMA = 120
"""Characters of a line that opens a section."""
_FORSE_TOTALE = re.compile(r"\W*(?:sub|tot|somm|a rip|ripor)", re.IGNORECASE)
# "Totale" before the name of a level: a sum even where the number of its capitolo is repeated beside it.
_TOTALE_DI_LIVELLO = re.compile(
    r"(?:sub ?)?total[ei] (?:general[ei]|complessiv|capitol|cap\b|articol|titol|mission|programm|tipologi|categori|"
    r"macroaggregat|entrat|spes|uscit|centro|respons|settor|area\b|serviz)"
)
_TITOLO = re.compile(r"\btitolo ([ivx]+|\d+)\b")
_MISSIONE = re.compile(r"\bmissione (?:n )?(\d{1,2})\b")
_ALTRO_LIVELLO = re.compile(
    r"\b(?:programma|tipologia|categoria|macroaggregato|capitolo|cap|centro|settore|servizio)\b"
)
_PARTE = re.compile(r"\b(?:(entrat[ae])|spes[ae]|uscit[ae])\b")
_SOLO_PARTE = re.compile(
    r"(?:(?:peg|p e g|bilancio|piano|esecutivo|gestione|parte|sezione|prima|seconda|i|ii|delle|della|dell|previsioni|"
    r"previsione|di|contabile|finanziario|allegato|capitoli|elenco|riepilogo|\d{1,4}) )*"
    r"(?:(entrat[ae])|spes[ae]|uscit[ae])(?: (?:per|di|del|dell|anno|anni|esercizio|triennio|\d{1,4}|competenza))*"
)
_SEZIONE = re.compile(
    r"(missione|programma|titolo|tipologia|macroaggregato)\b\W{0,3}(?:n\W{1,2})?(\d[\d.]*|[IVX]{1,4}\b)", re.I
)
_CODICE_DI_SPESA = re.compile(r"\d{2}\.\d{2}\b", re.ASCII)
_CODICE_DI_ENTRATA = re.compile(r"\d\.\d{3,4}\b", re.ASCII)
_PREFISSO = (
    r"(?:utilizzo|applicazione|quota|presunto|iscrizione|risultato|di|del|dell|dello|della|da|per|ripiano|recupero|"
    r"copertura|il) "
)
_RIPORTI = (
    (Tipo.DISAVANZO.value, SPESA, re.compile(rf"(?:{_PREFISSO})*disavanzo\b")),
    (Tipo.AVANZO.value, ENTRATA, re.compile(rf"(?:{_PREFISSO})*avanzo\b")),
    (Tipo.FPV.value, ENTRATA, re.compile(rf"(?:{_PREFISSO})*(?:fondo pluriennale vincolato|f ?p ?v)\b")),
)
_DI_TIPO = {"avanzo": Tipo.AVANZO, "fpv": Tipo.FPV, "fondo": Tipo.FPV, "disavanzo": Tipo.DISAVANZO}
_PAROLE_DI_PARTE = {
    **dict.fromkeys(("e", "entrata", "entrate", "en", "ent", "1 entrata", "e entrata"), ENTRATA),
    **dict.fromkeys(("s", "u", "spesa", "spese", "uscita", "uscite", "sp", "us", "spe", "usc"), SPESA),
}


def testi_di(riga: Riga) -> Iterator[str]:
    return (valore for valore in riga.celle if isinstance(valore, str) and not e_vuoto(valore))


def etichetta_di_totale(riga: Riga, valori: Mapping[str, Valore]) -> str:
    """The words of a row that sums others ("Totale titolo 1"); "" for the other rows."""
    for testo in testi_di(riga):
        if _FORSE_TOTALE.match(testo) and sembra_totale(testo[:TITOLO_MASSIMO]):
            numerata = not e_vuoto(valori["capitolo"]) and valori["capitolo"] != testo
            if not numerata or _TOTALE_DI_LIVELLO.match(normalizza(testo)):
                return " ".join(testo.split())
    return ""


def chiave_di_totale(etichetta: str, parte: str) -> tuple[str, str, str] | None:
    """(parte, level, code) of what the words sum; None for what has no total of its own in the preview."""
    parole = normalizza(etichetta)
    if trovato := _MISSIONE.search(parole):
        return (SPESA, "missione", trovato[1].zfill(2)) if not _ALTRO_LIVELLO.search(parole) else None
    if _ALTRO_LIVELLO.search(parole):
        return None
    if trovato := _PARTE.search(parole):
        parte = ENTRATA if trovato[1] else SPESA
    if trovato := _TITOLO.search(parole):
        titolo = leggi_titolo(trovato[1])
        return (parte, "titolo", titolo) if parte and titolo else None
    return (parte, "parte", "") if parte else None


def parte_di_titolo(testo: str) -> str:
    """The part that a title opens: "PEG 2025 - ENTRATE", "Parte seconda: spesa"; "" for other texts."""
    trovato = _SOLO_PARTE.fullmatch(normalizza(testo[:SEZIONE_MASSIMA]))
    return (ENTRATA if trovato[1] else SPESA) if trovato else ""


def parte_scritta(valore: Valore) -> str | None:
    """The part in a column of its own: E, Entrata, U, S; "" for an empty cell, None for what is neither."""
    parole = normalizza(testo_di(valore))
    if not parole:
        return ""
    return _PAROLE_DI_PARTE.get(parole) or _PAROLE_DI_PARTE.get(parole.split(" ")[0])


def parte_del_codice(valore: Valore) -> str:
    """The part that a code of budget shows by its points: 01.03-1.03 is of spesa, 1.0101.06 of entrata."""
    testo = testo_di(valore)
    if _CODICE_DI_SPESA.match(testo):
        return SPESA
    return ENTRATA if _CODICE_DI_ENTRATA.match(testo) else ""


def parte_dai_nomi(*nomi: str) -> str:
    """The part that the name of a file or of a sheet says, when it says one alone."""
    for nome in nomi:
        trovate = {ENTRATA if trovato[1] else SPESA for trovato in _PARTE.finditer(normalizza(nome))}
        if len(trovate) == 1:
            return trovate.pop()
    return ""


def parte_dalle_colonne(mappa: Mappa) -> str:
    """The part whose codes alone have a column."""
    spesa = not mappa.colonne.keys().isdisjoint(("missione", "programma", "macroaggregato"))
    entrata = not mappa.colonne.keys().isdisjoint(("tipologia", "categoria"))
    if spesa == entrata:
        return ""
    return SPESA if spesa else ENTRATA


def sezione_aperta(testo: str, prima: Mapping[str, str]) -> dict[str, str] | None:
    """The codes that hold below a line such as "Missione 01 - Servizi istituzionali"; None for another line.

    A level closes those below it: a new missione has no programma yet.
    """
    trovato = _SEZIONE.match(testo.strip())
    if not trovato:
        return None
    livello, codice = trovato[1].lower(), trovato[2].upper()
    if livello == "missione":
        return {"missione": leggi_missione(codice) or ""}
    if livello == "programma":
        missione = prima.get("missione", "")
        return {"missione": missione, "programma": leggi_programma(codice, missione) or ""}
    if livello == "titolo":
        della_spesa = {nome: prima[nome] for nome in ("missione", "programma") if nome in prima}
        return {**della_spesa, "titolo": leggi_titolo(codice) or ""}
    titolo = prima.get("titolo", "")
    letto = leggi_macroaggregato(codice, titolo) if livello == "macroaggregato" else leggi_tipologia(codice, titolo)
    return {**prima, livello: (letto[0] if isinstance(letto, tuple) else letto) or ""}


def parte_della_sezione(testo: str) -> str:
    """The part of a line that opens a section: only spesa has missioni; a titolo says it with its name, or not."""
    livello = normalizza(testo).split(" ")[0]
    if livello in ("missione", "programma", "macroaggregato"):
        return SPESA
    if livello == "tipologia":
        return ENTRATA
    trovato = _PARTE.search(normalizza(testo[:SEZIONE_MASSIMA]))
    return "" if not trovato else ENTRATA if trovato[1] else SPESA


def riporto(valori: Mapping[str, Valore], parte: str) -> tuple[str, str] | None:
    """(tipo, parte) of avanzo, FPV in entrata and disavanzo, which have no codes of the lists; None for a capitolo."""
    scritto = normalizza(testo_di(valori.get("tipo", ""))).split(" ")[0]
    if scritto in _DI_TIPO:
        tipo = _DI_TIPO[scritto].value
        return tipo, SPESA if tipo == Tipo.DISAVANZO else ENTRATA
    if any(_ha_codice(valori.get(nome, "")) for nome in ("titolo", "tipologia", "missione", "programma")):
        return None
    parole = normalizza(testo_di(valori.get("denominazione", ""))[:SEZIONE_MASSIMA])
    for tipo, sua, espressione in _RIPORTI:
        if espressione.match(parole) and parte in ("", sua):
            return tipo, sua
    return None


def _ha_codice(valore: Valore) -> bool:
    return any(cifra in "123456789" for cifra in testo_di(valore))
