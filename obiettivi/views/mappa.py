"""Mandate lines × areas: what is covered, what is not, and which objectives stand in each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from obiettivi.documenti.cascata import NESSUNA_LINEA, con_linea, disegno, mappa
from obiettivi.sezioni import OBIETTIVI, OPERATIVI
from obiettivi.views.elenchi import apri_piano
from piani.selectors import LetturaPiano
from piani.sezioni import AREE, LINEE, SCHEDE, Fotografia
from piani.sezioni.schede import NOMI_SENZA_AREA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from obiettivi.documenti.cascata import Chiave, Mappa

LETTE = (LINEE, AREE, SCHEDE, OPERATIVI, OBIETTIVI)
NESSUNA = "nessuna"


class Cella(NamedTuple):
    valore: int
    indirizzo: str
    """Where its objectives are listed; empty when there are none."""
    nome: str
    """What a screen reader adds to the number."""


class RigaMappa(NamedTuple):
    nome: str
    celle: Sequence[Cella]
    totale: Cella
    e_scoperta: bool
    """True for a line that no objective cites."""


class VoceElenco(NamedTuple):
    testo: str
    scheda: str
    indirizzo: str
    linea: str


@dataclass(frozen=True)
class Scelta:
    """The cell that the address asks for; None: all the lines, or all the areas."""

    linea: str | None
    area: str | None

    def contiene(self, linea: int | None, area: str) -> bool:
        return self.linea in (None, _in_indirizzo(linea)) and self.area in (None, area)


def _in_indirizzo(linea: Chiave) -> str:
    return NESSUNA if linea is None else str(linea)


@require_safe
def mappa_del_piano(request: HttpRequest, pk: int) -> HttpResponse:
    """For who reads the whole plan. The list of a cell is on the same page: `?linea=3&area=contabile`."""
    piano = apri_piano(request, pk)
    lettura = LetturaPiano(piano)
    foto = Fotografia({sezione.codice: sezione.leggi(lettura) for sezione in LETTE})
    vista = mappa(foto)
    scelta = Scelta(request.GET.get("linea"), request.GET.get("area"))
    nomi = {area.slug: area.nome for area in foto[AREE]} | NOMI_SENZA_AREA
    linee = {_in_indirizzo(linea.numero): f"{linea.numero}. {linea.titolo}" for linea in foto[LINEE]}
    contesto = {
        "piano": piano,
        "ente": piano.ente,
        "mappa": vista,
        "disegno": disegno(vista) if vista.colonne else None,
        "righe": _righe(vista),
        "linee": list(linee.values()) if vista.e_trasposta else [],
        "scelta": scelta if scelta != Scelta(None, None) else None,
        "titolo_scelta": _titolo(scelta, {NESSUNA: NESSUNA_LINEA, **linee}, nomi),
        "elenco": _elenco(foto, lettura, scelta, linee, nomi),
    }
    return render(request, "obiettivi/mappa.html", contesto)


def _righe(vista: Mappa) -> list[RigaMappa]:
    righe = []
    for riga in vista.righe:
        celle = [
            _cella(valore, vista, riga.chiave, chiave) for valore, chiave in zip(riga.valori, vista.chiavi, strict=True)
        ]
        totale = _cella(riga.totale, vista, riga.chiave)
        e_linea = not vista.e_trasposta and riga.chiave is not None
        righe.append(RigaMappa(riga.nome, celle, totale, e_linea and not riga.totale))
    return righe


def _cella(valore: int, vista: Mappa, *chiavi: Chiave) -> Cella:
    """The row and the column; without a column, the whole row."""
    nomi = ("area", "linea") if vista.e_trasposta else ("linea", "area")
    chiesto = {nome: _in_indirizzo(chiave) for nome, chiave in zip(nomi, chiavi, strict=False)}
    return Cella(valore, f"?{urlencode(chiesto)}#elenco" if valore else "", "obiettivo" if valore == 1 else "obiettivi")


def _titolo(scelta: Scelta, linee: dict[str, str], aree: dict[str, str]) -> str:
    return ", ".join(filter(None, (linee.get(scelta.linea or "", ""), aree.get(scelta.area or "", ""))))


def _elenco(
    foto: Fotografia, lettura: LetturaPiano, scelta: Scelta, linee: dict[str, str], aree: dict[str, str]
) -> list[VoceElenco]:
    """The objectives of the cell, each with the address of its sheet; none when no cell is asked for."""
    if scelta == Scelta(None, None):
        return []
    schede = {(scheda.slug, scheda.anno): scheda.pk for scheda in lettura.schede}
    return [
        VoceElenco(
            testo=f"{obiettivo.numero}. {obiettivo.descrizione}",
            scheda=f"{aree[obiettivo.area]} {obiettivo.anno}",
            indirizzo=f"{reverse('scheda', args=[schede[obiettivo.chiave_scheda]])}#obiettivo-{obiettivo.numero}",
            linea=linee.get(_in_indirizzo(linea), NESSUNA_LINEA),
        )
        for linea, obiettivo in con_linea(foto)
        if scelta.contiene(linea, obiettivo.area)
    ]
