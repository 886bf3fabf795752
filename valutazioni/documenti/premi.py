"""Ammontare complessivo dei premi and Dati relativi ai premi (art. 20 d.lgs 33/2013): PDF, XLSX, CSV, JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from piani.documenti.base import Lavoro
from piani.documenti.impaginazione import stampa
from piani.models import Documento
from semproniano.core.documenti.csv import csv_bytes
from semproniano.core.documenti.json import json_canonico
from semproniano.core.documenti.xlsx import Cartella, Colonna, Formato
from valutazioni.sezioni.premi import dati_premi_da_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valutazioni.calcolo.aggregati import Cella
    from valutazioni.sezioni.premi import DatiPremiFoto

FOGLI = ("base.css", "piano.css", "relazione.css")
NASCOSTO = "n.d."
"""What stands for a cell that would speak of less than five people."""
NORMA = "art. 20 d.lgs. 33/2013"


def righe_della_tabella(dati: DatiPremiFoto) -> list[tuple[str, tuple[Cella, ...]]]:
    if dati.tabella is None:
        return []
    return list(zip((*dati.tabella.categorie, "Totale"), dati.tabella.celle, strict=True))


def valori(dati: DatiPremiFoto) -> dict[str, Any]:
    """What the print and the page show."""
    return {
        "ente": dati.ente,
        "piano": {"titolo": f"Dati relativi ai premi {dati.anno}"},
        "avviso": "ESEMPIO" if dati.ente.e_esempio else "",
        "dati": dati,
        "righe": righe_della_tabella(dati),
        "colonne": [*dati.tabella.fasce, "Totale"] if dati.tabella else [],
        "nascosto": NASCOSTO,
        "ha_nascosti": dati.tabella is not None
        and any(cella.persone is None for riga in dati.tabella.celle for cella in riga),
    }


def pdf_totale(ingresso: bytes) -> bytes:
    return stampa(
        "valutazioni/documenti/premi_totale.html", valori(dati_premi_da_json(ingresso)), ingresso, fogli=FOGLI
    )


def pdf_dati(ingresso: bytes) -> bytes:
    return stampa("valutazioni/documenti/premi_dati.html", valori(dati_premi_da_json(ingresso)), ingresso, fogli=FOGLI)


def _celle(dati: DatiPremiFoto) -> Iterator[tuple[str, str, int | str, Decimal | str]]:
    """Category, band, people, euro; what is hidden says so."""
    if dati.tabella is None:
        return
    colonne = (*dati.tabella.fasce, "Totale")
    for categoria, celle in righe_della_tabella(dati):
        for fascia, cella in zip(colonne, celle, strict=True):
            yield (
                categoria,
                fascia,
                NASCOSTO if cella.persone is None else cella.persone,
                NASCOSTO if cella.importo is None else cella.importo,
            )


def csv_dati(ingresso: bytes) -> bytes:
    """One row per cell."""
    dati = dati_premi_da_json(ingresso)
    return csv_bytes(("anno", "categoria", "fascia", "persone", "euro"), ((dati.anno, *riga) for riga in _celle(dati)))


def xlsx_dati(ingresso: bytes) -> bytes:
    dati = dati_premi_da_json(ingresso)
    esempio = " – ESEMPIO" if dati.ente.e_esempio else ""
    titolo = f"Dati relativi ai premi {dati.anno} – {dati.ente.denominazione}{esempio}"
    cartella = Cartella(titolo=titolo, autore=dati.ente.denominazione, oggetto=NORMA)
    cartella.foglio(
        "Ammontare",
        colonne=(Colonna("Voce", 40), Colonna("Euro", 16, Formato.NUMERO)),
        righe=(
            ("Premi stanziati", NASCOSTO if dati.stanziato is None else dati.stanziato),
            ("Premi distribuiti", NASCOSTO if dati.distribuito is None else dati.distribuito),
        ),
    )
    colonne = (Colonna("Categoria", 30), Colonna("Fascia", 20), Colonna("Persone", 12), Colonna("Euro", 16))
    cartella.foglio("Distribuzione", colonne=colonne, righe=_celle(dati))
    cartella.foglio(
        "Differenziazione",
        colonne=(Colonna("Categoria", 30), Colonna("Grado (%)", 14, Formato.NUMERO)),
        righe=((voce.categoria, NASCOSTO if voce.grado is None else voce.grado) for voce in dati.differenziazione),
    )
    return cartella.contenuto()


def json_dati(ingresso: bytes) -> bytes:
    """The sum stands once, beside the table: None where it is not said."""
    dati = dati_premi_da_json(ingresso)
    premi = msgspec.to_builtins(dati, builtin_types=(Decimal,))
    if premi["tabella"]:
        del premi["tabella"]["distribuito"]
    return json_canonico({"esempio": dati.ente.e_esempio, "premi": premi}) + b"\n"


def lavori(dati: DatiPremiFoto) -> Iterator[Lavoro]:
    """The files that are published."""
    intera, anno = dati.json(), dati.anno
    yield Lavoro(
        f"premi-{anno}-ammontare.pdf", pdf_totale, intera, Documento.Tipo.PREMI_TOTALE.value,
        f"Ammontare complessivo dei premi {anno}", "Quanto è stato stanziato e quanto è stato distribuito.",
    )  # fmt: skip
    tipo, titolo = Documento.Tipo.PREMI_DATI.value, f"Dati relativi ai premi {anno}"
    yield Lavoro(
        f"premi-{anno}.pdf", pdf_dati, intera, tipo, titolo,
        "Criteri, distribuzione in forma aggregata, grado di differenziazione.",
    )  # fmt: skip
    for formato, funzione, nome in (
        ("xlsx", xlsx_dati, "cartella di lavoro"),
        ("csv", csv_dati, "dati in tabella (CSV)"),
        ("json", json_dati, "dati completi (JSON)"),
    ):
        yield Lavoro(
            f"premi-{anno}.{formato}",
            funzione,
            intera,
            tipo,
            f"{titolo} – {nome}",
            "Gli stessi dati, in forma aggregata.",
        )
