"""Allegato 1: the objectives of the areas, as the real annex prints them; one file per area, and a complete one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from django.conf import settings

from obiettivi.documenti.stampa import parti
from obiettivi.sezioni import OBIETTIVI
from piani.documenti.base import DOCUMENTI, Lavoro, TipoDocumento
from piani.documenti.impaginazione import contesto, stampa
from piani.models import Documento
from piani.sezioni import AREE, LINEE, NARRATIVA, PEG, PIANO, SCHEDE, Fotografia, da_json
from piani.sezioni.peg import PegFoto
from piani.sezioni.schede import NOMI_SENZA_AREA

if TYPE_CHECKING:
    from collections.abc import Iterator

FOGLI = ("base.css", "frontespizio.css", "allegato1.css")


def nome_file(area: str) -> str:
    return f"allegato-1-{area}.pdf"


def _linee(foto: Fotografia) -> dict[int, str]:
    return {linea.numero: f"{linea.numero}. {linea.titolo}" for linea in foto[LINEE]}


def valori(foto: Fotografia) -> dict:
    """What the templates of the annex print."""
    piano = foto[PIANO]
    annesso = next((allegato for allegato in piano.allegati if allegato.numero == 1), None)
    return {
        **contesto(foto),
        "parti": parti(foto, _linee(foto)),
        "allegato": f"Allegato 1 – {annesso.titolo if annesso else 'Obiettivi delle aree'}",
    }


def pdf_area(ingresso: bytes) -> bytes:
    """The part of one area; `ingresso` is the fotografia reduced to it."""
    return stampa("obiettivi/documenti/allegato1_area.html", valori(da_json(ingresso)), ingresso, fogli=FOGLI)


def pdf_completo(ingresso: bytes) -> bytes:
    """All the parts, with contents."""
    return stampa("obiettivi/documenti/allegato1.html", valori(da_json(ingresso)), ingresso, fogli=FOGLI)


def pdf_indice(ingresso: bytes) -> bytes:
    """The index that takes the place of the complete file in a large body: areas, years, objectives, file names."""
    contenuto = valori(da_json(ingresso))
    contenuto["file"] = [(parte, nome_file(parte.slug)) for parte in contenuto["parti"]]
    return stampa("obiettivi/documenti/allegato1_indice.html", contenuto, ingresso, fogli=FOGLI)


def _senza_testi(foto: Fotografia) -> Fotografia:
    """What the index prints: counts and weights, no texts, so that a corrected word does not remake it."""
    obiettivi = tuple(
        msgspec.structs.replace(obiettivo, descrizione="", indicatori=(), fasi=()) for obiettivo in foto[OBIETTIVI]
    )
    return foto.con({OBIETTIVI.codice: obiettivi})


def lavori(foto: Fotografia) -> Iterator[Lavoro]:
    """One file per area, longest first (so that the processes end together), and the complete one or its index."""
    senza_narrativa = foto.con(
        {
            NARRATIVA.codice: (),
            PIANO.codice: msgspec.structs.replace(foto[PIANO], dati_dichiarati=()),
            PEG.codice: PegFoto(),
        }
    )
    if len(foto[OBIETTIVI]) <= settings.ALLEGATO_COMPLETO_MASSIMO:
        yield Lavoro("allegato-1.pdf", pdf_completo, senza_narrativa.json(), **_voce("tutte le aree", "completo"))
    else:
        yield Lavoro("allegato-1.pdf", pdf_indice, _senza_testi(senza_narrativa).json(), **_voce("indice", "indice"))
    nomi = {area.slug: area.nome for area in foto[AREE]} | NOMI_SENZA_AREA
    aree = list(dict.fromkeys(scheda.area for scheda in foto[SCHEDE]))
    for posto, area in enumerate(aree, start=1):
        voce = _voce(nomi[area], f"area {posto} di {len(aree)}")
        yield Lavoro(nome_file(area), pdf_area, foto.ridotta(area).json(), **voce)


def _voce(parte: str, passo: str) -> dict[str, str]:
    """What the file is called where it is listed."""
    return {
        "tipo": Documento.Tipo.ALLEGATO.value,
        "titolo": f"Allegato 1 – Obiettivi: {parte}",
        "descrizione": "Le schede degli obiettivi, anno per anno: pesi, indicatori, valori attesi e scadenze.",
        "passo": f"Allegato 1, {passo}",
    }


def registra() -> None:
    DOCUMENTI.registra(TipoDocumento("allegato-1", 20, lavori))
