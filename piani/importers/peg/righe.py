"""All the rows of a table, in order: capitoli, sums, lines that open a section, heads that are repeated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from piani.importers.peg.capitolo import ORDINARIO, LetturaDellaRiga
from piani.importers.peg.colonne import IMPORTI, NOMI_DEL_CAPITOLO
from piani.importers.peg.forme import Nota, RigaPeg, TotaleDichiarato
from piani.importers.peg.importi import ImportoErrato, leggi_importo
from piani.importers.peg.riconoscimento import (
    chiave_di_totale,
    etichetta_di_totale,
    parte_del_codice,
    parte_della_sezione,
    parte_di_titolo,
    parte_scritta,
    riporto,
    sezione_aperta,
    testi_di,
)
from piani.importers.peg.totali import Controprova
from semproniano.core.griglie.colonne import e_vuoto, normalizza

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from piani.importers.peg.capitolo import Riferimenti
    from semproniano.core.griglie.base import Griglia, Riga, Valore
    from semproniano.core.griglie.colonne import Mappa

PASSO = 1_000
"""Rows between two signs of progress."""
TITOLO_DI_CAPITOLO = max(map(len, NOMI_DEL_CAPITOLO))
_SENZA_CODICI = ("", "-", "–", "—")


@dataclass
class Righe:
    """Reads the rows one by one; `parte` is what the person, or the name of the file, says of all of them."""

    griglia: Griglia
    mappa: Mappa
    riferimenti: Riferimenti
    controprova: Controprova
    parte: str = ""
    righe: list[RigaPeg] = field(default_factory=list)
    altre: list[Nota] = field(default_factory=list)
    _sezione: dict[str, str] = field(default_factory=dict)
    _parte_della_sezione: str = ""
    _ultima_parte: str = ""
    _viste: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def leggi(self, avanza: Callable[[int, int], None]) -> None:
        for riga in self.griglia.righe[: self.mappa.prima]:
            for testo in testi_di(riga):
                self._parte_della_sezione = parte_di_titolo(testo) or self._parte_della_sezione
        da_leggere = self.griglia.righe[self.mappa.prima :]
        for fatte, riga in enumerate(da_leggere):
            if fatte % PASSO == 0:
                avanza(fatte, len(da_leggere))
            self._una(riga)
        self.altre += self.controprova.note()

    def _una(self, riga: Riga) -> None:
        if _nomina_il_capitolo(riga) and self.mappa.e_di_titoli(riga):
            self.mappa = self.mappa.con_titoli(riga)
            return
        valori = self.mappa.valori(riga)
        valori.setdefault("capitolo", "")
        ha_importi = any(valori[nome] not in _SENZA_CODICI for nome in IMPORTI if nome in valori)
        if etichetta := etichetta_di_totale(riga, valori):
            self._totale(riga, valori, etichetta)
        elif not e_vuoto(valori["capitolo"]) and (ha_importi or not self._apre(riga)):
            self._capitolo(riga, valori)
        elif ha_importi:
            self._senza_capitolo(riga, valori)
        else:
            self._apre(riga)

    def _apre(self, riga: Riga) -> bool:
        """Whether the row opens a section: a part, a missione, a titolo."""
        testi = list(testi_di(riga))
        if not 1 <= len(testi) <= 3:
            return False
        if parte := parte_di_titolo(testi[0]):
            self._parte_della_sezione, self._sezione = parte, {}
            return True
        intero = " ".join(testi)
        sezione = sezione_aperta(intero, self._sezione)
        if sezione is None:
            return False
        self._parte_della_sezione = parte_della_sezione(intero) or self._parte_della_sezione
        self._sezione = sezione
        return True

    def _senza_capitolo(self, riga: Riga, valori: Mapping[str, Valore]) -> None:
        """Amounts without a capitolo: what is carried over, a sum without words, or a row that lacks its number."""
        if riporto(valori, self._parte(valori)):
            self._capitolo(riga, valori)
        elif not any(True for _ in testi_di(riga)) or self._solo_importi(riga):
            self._totale(riga, valori, "Riga di soli importi")
        else:
            self._capitolo(riga, valori)

    def _solo_importi(self, riga: Riga) -> bool:
        """Whether the cells that are not amounts are empty (in a CSV amounts are texts)."""
        di_importi = {self.mappa.colonne[nome] for nome in IMPORTI if nome in self.mappa.colonne}
        return all(e_vuoto(valore) for colonna, valore in enumerate(riga.celle) if colonna not in di_importi)

    def _parte(self, valori: Mapping[str, Valore]) -> str:
        """Entrata or spesa: the row's own column, the section, the person's choice or the name, the codes it has."""
        scritta = parte_scritta(valori.get("parte", ""))
        if scritta or self._parte_della_sezione or self.parte:
            return scritta or self._parte_della_sezione or self.parte
        conto = valori.get("conto", "")
        iniziale = conto.strip()[:2].upper() if isinstance(conto, str) else ""
        if iniziale in ("E.", "U."):
            return "entrata" if iniziale == "E." else "spesa"
        spesa = any(not e_vuoto(valori.get(nome, "")) for nome in ("missione", "programma", "macroaggregato"))
        entrata = any(not e_vuoto(valori.get(nome, "")) for nome in ("tipologia", "categoria"))
        if spesa == entrata:
            return parte_del_codice(valori.get("codice_bilancio", ""))
        return "spesa" if spesa else "entrata"

    def _capitolo(self, riga: Riga, valori: Mapping[str, Valore]) -> None:
        parte = self._parte(valori)
        tipo, parte = riporto(valori, parte) or (ORDINARIO, parte)
        lettura = LetturaDellaRiga(riga.numero, valori, self.mappa, self.riferimenti)
        letta = lettura.leggi(parte=parte, tipo=tipo, sezione=self._sezione)
        letta = self._senza_doppioni(letta, e_riporto_senza_numero=tipo != ORDINARIO and e_vuoto(valori["capitolo"]))
        self._ultima_parte = parte
        self.controprova.aggiungi(letta.capitolo)
        self.righe.append(letta)

    def _senza_doppioni(self, letta: RigaPeg, *, e_riporto_senza_numero: bool) -> RigaPeg:
        """The row, refused when its capitolo and articolo have been seen already; rows of avanzo and FPV that have no
        number get one."""
        capitolo = letta.capitolo
        quale = 2
        while e_riporto_senza_numero and capitolo.chiave in self._viste:
            articolo = f"{letta.capitolo.articolo} {quale}".strip()
            capitolo, quale = msgspec.structs.replace(letta.capitolo, articolo=articolo), quale + 1
        prima = self._viste.setdefault(capitolo.chiave, letta.numero)
        note = letta.note
        if prima != letta.numero and capitolo.capitolo:
            doppione = f"Il capitolo {capitolo.numero} c'è già alla riga {prima}."
            note = (*note, Nota(letta.numero, self.mappa.titolo("capitolo"), doppione, True, "capitolo"))
        return RigaPeg(letta.numero, capitolo, note)

    def _totale(self, riga: Riga, valori: Mapping[str, Valore], etichetta: str) -> None:
        importi = tuple(_importo_o_niente(valori.get(f"competenza_{anno}", "")) for anno in (1, 2, 3))
        if any(importo is not None for importo in importi):
            chiave = chiave_di_totale(etichetta, self._ultima_parte) if etichetta[:5] != "Riga " else None
            self.controprova.dichiara(TotaleDichiarato(riga.numero, etichetta, chiave, importi))


def _nomina_il_capitolo(riga: Riga) -> bool:
    """Whether the row may repeat the heads: asked before anything that takes longer."""
    return any(normalizza(testo) in NOMI_DEL_CAPITOLO for testo in testi_di(riga) if len(testo) <= TITOLO_DI_CAPITOLO)


def _importo_o_niente(valore: Valore) -> Decimal | None:
    try:
        return leggi_importo(valore)
    except ImportoErrato:
        return None
