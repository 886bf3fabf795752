"""From a table, pasted or uploaded, to the objectives of a sheet: each with what is to be looked at in its row.

Nothing is written. `tabella_incollata` and `tabella_da_file` raise GrigliaNonLeggibile; `leggi_obiettivi` never raises.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from obiettivi.importers.celle import (
    Indicatori,
    ambito_di,
    leggi_indicatori,
    leggi_peso,
    leggi_scadenza,
    natura_di,
    testo,
)
from obiettivi.importers.colonne import CAMPI, ORDINE
from obiettivi.importers.righe import Gruppo, gruppi
from obiettivi.models import TESTO_MASSIMO, ObiettivoGestionale
from obiettivi.sezioni import IndicatoreFoto, ObiettivoFoto
from semproniano.core.controlli import Gravita
from semproniano.core.griglie.base import MEGA, Griglia, Limiti, Problema
from semproniano.core.griglie.colonne import Mappa, mappa_colonne, normalizza
from semproniano.core.griglie.lettura import leggi_file
from semproniano.core.griglie.ricomposizione import ricomponi
from semproniano.core.griglie.testo import leggi_incollato
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from collections.abc import Mapping

LIMITI = Limiti(byte=10 * MEGA, righe=2_000, colonne=100, celle=50_000, byte_espansi=50 * MEGA)
TOLLERANZA = Decimal("0.001")
LUNGHEZZA_SLUG = 16
"""As our workbook cuts the name of an area in the name of a sheet."""


@dataclass(frozen=True)
class Tabella:
    """A grid and what its columns are."""

    griglia: Griglia
    mappa: Mappa


@dataclass(frozen=True)
class RigaLetta:
    """A row of the table: its objective, or none where it is not one (a total, a note), and what to look at."""

    numero_riga: int
    obiettivo: ObiettivoFoto | None
    problemi: tuple[Problema, ...] = ()


def tabella_incollata(incollato: str, *, a_mano: Mapping[int, str] | None = None) -> Tabella:
    """A table copied from Excel, Word or a CSV; `a_mano`: field by column, chosen by the person."""
    return _con_mappa(leggi_incollato(incollato, limiti=LIMITI), a_mano)


def tabella_da_file(
    nome: str, contenuto: bytes, *, area: str, anno: int, foglio: str = "", a_mano: Mapping[int, str] | None = None
) -> Tabella:
    """A table of an .xlsx, .csv or .txt; without `foglio` the sheet that looks most like that of the area and year."""

    def preferenza(griglia: Griglia) -> int:
        mappa = mappa_colonne(griglia, CAMPI)
        nome_foglio = normalizza(griglia.foglio)
        return (
            len(mappa.colonne)
            + 100 * ("descrizione" in mappa.colonne)
            + 20 * (str(anno) in nome_foglio)
            + 20 * (normalizza(area[:LUNGHEZZA_SLUG]) in nome_foglio)
        )

    return _con_mappa(leggi_file(nome, contenuto, foglio=foglio, preferenza=preferenza, limiti=LIMITI), a_mano)


def _con_mappa(griglia: Griglia, a_mano: Mapping[int, str] | None) -> Tabella:
    griglia = ricomponi(griglia, CAMPI)
    return Tabella(griglia, mappa_colonne(griglia, CAMPI, a_mano=a_mano, ordine=ORDINE))


def obiettivi_letti(righe: tuple[RigaLetta, ...]) -> tuple[ObiettivoFoto, ...]:
    """The objectives alone, numbered from 1: what a Fotografia or a draft takes."""
    return tuple(riga.obiettivo for riga in righe if riga.obiettivo is not None)


def leggi_obiettivi(tabella: Tabella, *, area: str, anno: int) -> tuple[RigaLetta, ...]:
    """The objectives of the sheet (area, anno), in the order of the table; none while the column of the descriptions
    is unknown (`tabella.mappa.mancanti`)."""
    if "descrizione" not in tabella.mappa.colonne:
        return ()
    righe, numero = [], 0
    for gruppo in gruppi(tabella.griglia, tabella.mappa, area=area, anno=anno):
        if gruppo.e_fuori:
            righe.append(RigaLetta(gruppo.riga.numero, None, tuple(gruppo.problemi)))
            continue
        numero += 1
        obiettivo = _Lettura(gruppo).obiettivo(area=area, anno=anno, numero=numero)
        righe.append(RigaLetta(gruppo.riga.numero, obiettivo, tuple(gruppo.problemi)))
    return _pesi_in_frazione(righe, tabella.mappa)


def _pesi_in_frazione(righe: list[RigaLetta], mappa: Mappa) -> tuple[RigaLetta, ...]:
    """Weights that sum to 1 are percentages that lost their format: 0,25 is 25."""
    pesi = [riga.obiettivo.peso for riga in righe if riga.obiettivo is not None and riga.obiettivo.peso is not None]
    if len(pesi) < 2 or any(not 0 <= peso < 1 for peso in pesi) or abs(sum(pesi) - 1) > TOLLERANZA:
        return tuple(righe)
    return tuple(_in_percento(riga, mappa) for riga in righe)


def _in_percento(riga: RigaLetta, mappa: Mappa) -> RigaLetta:
    if riga.obiettivo is None or riga.obiettivo.peso is None:
        return riga
    scritto, peso = riga.obiettivo.peso, riga.obiettivo.peso * 100
    avviso = Problema(
        riga.numero_riga,
        mappa.titolo("peso"),
        f"Il peso {in_italiano(scritto)} è letto come {in_italiano(peso)}%: i pesi della tabella sommano a 1.",
        Gravita.INFORMAZIONE,
        "peso",
    )
    return RigaLetta(riga.numero_riga, msgspec.structs.replace(riga.obiettivo, peso=peso), (*riga.problemi, avviso))


@dataclass
class _Lettura:
    """The objective of a group of rows; what is found on the way goes among the problems of the group."""

    gruppo: Gruppo
    _indicatori: list[IndicatoreFoto] = field(default_factory=list)

    def obiettivo(self, *, area: str, anno: int, numero: int) -> ObiettivoFoto:
        gruppo = self.gruppo
        descrizione = self._testo("descrizione", TESTO_MASSIMO)
        if not descrizione:
            gruppo.problema("descrizione", "Manca la descrizione dell'obiettivo.")
        tipologia = self._testo("tipologia", _massimo("tipologia_pubblicata"))
        peso, problema = leggi_peso(gruppo.valori.get("peso", ""))
        gruppo.problema("peso", problema)
        scadenza = leggi_scadenza(gruppo.valori.get("scadenza", ""))
        gruppo.problema("scadenza", scadenza.problema)
        self._leggi_indicatori()
        return ObiettivoFoto(
            area=area,
            anno=anno,
            numero=numero,
            numero_pubblicato=self._numero(),
            uid=uuid.uuid4(),
            descrizione=descrizione,
            peso=peso,
            indicatori=tuple(self._indicatori),
            scadenza=scadenza.data,
            scadenza_testo=self._scadenza_testo(scadenza.testo),
            ambito=ambito_di(testo(gruppo.valori.get("ambito", "")), tipologia),
            natura=natura_di(descrizione, testo(gruppo.valori.get("natura", "")), tipologia),
            tipologia_pubblicata=tipologia,
            operativo=None,
            origine=ObiettivoGestionale.Origine.IMPORTATO.value,
        )

    def _testo(self, campo: str, massimo: int) -> str:
        scritto = testo(self.gruppo.valori.get(campo, ""))
        self._misura(campo, scritto, massimo)
        return scritto

    def _numero(self) -> str:
        """The number as it is printed; what cannot be one ("Obiettivo trasversale") is told and left out."""
        campo = "numero_pubblicato" if self.gruppo.e_nostra else "numero"
        scritto = testo(self.gruppo.valori.get(campo, ""))
        if len(scritto) <= _massimo("numero_pubblicato"):
            return scritto
        self.gruppo.problema(campo, f"«{scritto[:80]}» è troppo lungo per un numero: non è letto.")
        return ""

    def _misura(self, campo: str, scritto: str, massimo: int) -> None:
        if len(scritto) > massimo:
            self.gruppo.problema(campo, f"Il testo ha {len(scritto)} caratteri, più di {massimo}: controllarlo.")

    def _scadenza_testo(self, dalla_data: str) -> str:
        """The words of the term: from a column of theirs (our workbook) and from the column of the date."""
        scritto = "; ".join(filter(None, (dalla_data, testo(self.gruppo.valori.get("scadenza_testo", "")))))
        self._misura("scadenza", scritto, _massimo("scadenza_testo"))
        return scritto

    def _leggi_indicatori(self) -> None:
        self._aggiungi(self._coppia(self.gruppo.valori))
        for riga, valori in self.gruppo.seguiti:
            letti = self._coppia(valori, riga.numero)
            self._aggiungi(letti, si_uniscono=_prosegue(testo(valori.get("indicatori", ""))))

    def _coppia(self, valori: dict, numero_riga: int | None = None) -> Indicatori:
        descrizioni, attesi = testo(valori.get("indicatori", "")), testo(valori.get("valori_attesi", ""))
        if self.gruppo.e_nostra:
            # In our exports an empty line is an indicator without a value: it must not be stripped.
            descrizioni, attesi = str(valori.get("indicatori", "")), str(valori.get("valori_attesi", ""))
        letti = leggi_indicatori(descrizioni, attesi, una_per_linea=self.gruppo.e_nostra)
        self.gruppo.problema("indicatori", letti.problema, riga=numero_riga, gravita=Gravita.INFORMAZIONE)
        for campo, scritto in (("indicatori", descrizioni), ("valori_attesi", attesi)):
            self._misura(campo, scritto, TESTO_MASSIMO)
        return letti

    def _aggiungi(self, letti: Indicatori, *, si_uniscono: bool = False) -> None:
        if si_uniscono and self._indicatori and letti.voci:
            ultimo, prima = self._indicatori[-1], letti.voci[0]
            self._indicatori[-1] = msgspec.structs.replace(
                ultimo,
                descrizione=_unisci(ultimo.descrizione, prima.descrizione),
                valore_atteso=_unisci(ultimo.valore_atteso, prima.valore_atteso),
            )
        else:
            self._indicatori.extend(letti.voci)


def _prosegue(descrizione: str) -> bool:
    """Whether the indicator of a row below goes on with the one above: no words of its own, or from mid-sentence."""
    return not descrizione or descrizione[:1].islower()


def _unisci(prima: str, dopo: str) -> str:
    return "\n".join(filter(None, (prima, dopo)))


def _massimo(campo: str) -> int:
    return ObiettivoGestionale._meta.get_field(campo).max_length
