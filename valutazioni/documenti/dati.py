"""The data of a Relazione: CSV, XLSX, JSON. Results alone: no person, no amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from semproniano.core.documenti.csv import csv_bytes
from semproniano.core.documenti.json import json_canonico
from semproniano.core.documenti.xlsx import Cartella, Colonna, Formato, nome_di_foglio
from valutazioni.documenti.grafici import NOMI_ESITI, NOMI_TEMPI
from valutazioni.sezioni.relazione import relazione_da_json

if TYPE_CHECKING:
    from valutazioni.sezioni.relazione import ObiettivoFatto, RelazioneFoto, SchedaFatta

COLONNE_CSV = (
    "scheda",
    "anno",
    "numero",
    "obiettivo",
    "linea",
    "peso",
    "condizione",
    "scadenza",
    "indicatori",
    "previsto",
    "raggiunto",
    "grado_proposto",
    "grado",
    "confermato_dal_nucleo",
    "esito",
    "tempi",
    "scostamento",
)
COLONNE_XLSX = (
    Colonna("N.", 8),
    Colonna("Obiettivo", 44),
    Colonna("Peso", 9, Formato.NUMERO),
    Colonna("Indicatori", 32),
    Colonna("Previsto", 26),
    Colonna("Raggiunto", 26),
    Colonna("Grado proposto (%)", 11, Formato.NUMERO),
    Colonna("Grado (%)", 10, Formato.NUMERO),
    Colonna("Confermato dal Nucleo", 12),
    Colonna("Risultato", 18),
    Colonna("Tempi", 14),
    Colonna("Scostamento e ragione", 40),
)
LUNGHEZZA_SLUG = 24


def _testi(voce: ObiettivoFatto) -> tuple[str, str, str]:
    """Indicators, expected, reached: one a line, in the same order."""
    return (
        "\n".join(riga.descrizione for riga in voce.indicatori),
        "\n".join(riga.atteso for riga in voce.indicatori),
        "\n".join(riga.raggiunto for riga in voce.indicatori),
    )


def _scostamento(voce: ObiettivoFatto) -> str:
    return "\n".join(filter(None, (voce.scostamento, voce.motivo_nucleo and f"Nucleo: {voce.motivo_nucleo}")))


def csv_risultati(ingresso: bytes) -> bytes:
    """One row per objective."""
    relazione = relazione_da_json(ingresso)
    return csv_bytes(COLONNE_CSV, (_riga_csv(relazione, s, v) for s in relazione.schede for v in s.obiettivi))


def _riga_csv(relazione: RelazioneFoto, scheda: SchedaFatta, voce: ObiettivoFatto) -> tuple:
    return (
        scheda.area,
        relazione.anno,
        voce.numero,
        voce.descrizione,
        "" if voce.linea is None else str(voce.linea),
        voce.peso,
        voce.e_condizione,
        voce.scadenza,
        *_testi(voce),
        voce.proposto,
        voce.grado,
        voce.e_confermato,
        voce.esito.value,
        voce.tempi.value,
        _scostamento(voce),
    )


def xlsx_relazione(ingresso: bytes) -> bytes:
    """A summary, then a sheet for each scheda."""
    relazione = relazione_da_json(ingresso)
    titolo = f"{relazione.titolo} – {relazione.ente.denominazione}"
    if relazione.ente.e_esempio:
        titolo += " – ESEMPIO"
    cartella = Cartella(titolo=titolo, autore=relazione.ente.denominazione, oggetto="Risultati degli obiettivi")
    cartella.foglio(
        "Riepilogo",
        colonne=(
            Colonna("Scheda", 40),
            Colonna("Obiettivi", 11, Formato.INTERO, totale=True),
            Colonna("Grado (%)", 11, Formato.NUMERO),
            *(Colonna(nome, 14, Formato.INTERO, totale=True) for nome in (*NOMI_ESITI.values(), *NOMI_TEMPI.values())),
        ),
        righe=((s.nome, len(s.obiettivi), s.grado, *s.esiti.values(), *s.tempi.values()) for s in relazione.schede),
    )
    nomi: set[str] = {"riepilogo"}
    for scheda in relazione.schede:
        cartella.foglio(_nome_foglio(scheda, nomi), colonne=COLONNE_XLSX, righe=map(_riga_xlsx, scheda.obiettivi))
    return cartella.contenuto()


def _nome_foglio(scheda: SchedaFatta, presi: set[str]) -> str:
    corto = nome_di_foglio(scheda.area[:LUNGHEZZA_SLUG])
    nome, numero = corto, 1
    while nome.casefold() in presi:
        numero += 1
        nome = f"{corto}~{numero}"
    presi.add(nome.casefold())
    return nome


def _riga_xlsx(voce: ObiettivoFatto) -> tuple:
    return (
        voce.numero,
        voce.descrizione,
        voce.peso,
        *_testi(voce),
        voce.proposto,
        voce.grado,
        voce.e_confermato,
        NOMI_ESITI[voce.esito],
        NOMI_TEMPI[voce.tempi],
        _scostamento(voce),
    )


def json_relazione(ingresso: bytes) -> bytes:
    """All of it, in canonical form, with a word where the data are invented."""
    relazione = relazione_da_json(ingresso)
    return json_canonico({"esempio": relazione.ente.e_esempio, "relazione": relazione}) + b"\n"
