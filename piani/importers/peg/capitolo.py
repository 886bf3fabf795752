"""One row of the file as a capitolo, with what is to be looked at in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from piani.importers.peg.classificazione import CODICI, Classificazione
from piani.importers.peg.codici import testo_di
from piani.importers.peg.colonne import IMPORTI
from piani.importers.peg.forme import Nota, RigaPeg
from piani.importers.peg.importi import ImportoErrato, leggi_importo
from piani.models import Capitolo
from piani.sezioni.peg import CapitoloFoto
from semproniano.core.numeri import senza_zeri

if TYPE_CHECKING:
    from piani.importers.peg.liste import Liste
    from piani.importers.peg.responsabili import Responsabili
    from semproniano.core.griglie.base import Valore
    from semproniano.core.griglie.colonne import Mappa

ORDINARIO = Capitolo.Tipo.CAPITOLO.value
_MASSIMI = {
    nome: Capitolo._meta.get_field(nome).max_length
    for nome in ("capitolo", "articolo", "denominazione", "conto", "centro_di_costo")
}
# What a row without a number is called: of avanzo, FPV and disavanzo programs often give no capitolo.
_ARTICOLI = (("corrent", "corrente"), ("capital", "capitale"), ("finanziar", "attività finanziarie"))


@dataclass(frozen=True)
class Riferimenti:
    """What the rows are read against: the lists of the year and the areas of the body."""

    liste: Liste
    responsabili: Responsabili


@dataclass
class LetturaDellaRiga:
    numero: int
    valori: Mapping[str, Valore]
    mappa: Mappa
    riferimenti: Riferimenti
    note: list[Nota] = field(default_factory=list)

    def annota(self, campo: str, messaggio: str, *, rifiuta: bool = False) -> None:
        self.note.append(Nota(self.numero, self.mappa.titolo(campo), messaggio, rifiuta, campo))

    def leggi(self, *, parte: str, tipo: str, sezione: Mapping[str, str]) -> RigaPeg:
        """`parte` may be unknown (""): then the row is refused."""
        if not parte:
            self.annota("parte", "Non si sa se è entrata o spesa: sceglierlo qui sopra.", rifiuta=True)
        capitolo, articolo = self._numero(tipo)
        capitolo_letto = CapitoloFoto(
            parte=parte,
            tipo=tipo,
            **self._codici(parte, tipo, sezione),
            conto=self._facoltativo("conto"),
            capitolo=capitolo,
            articolo=articolo,
            denominazione=self._denominazione(),
            area=self._area(),
            centro_di_costo=self._facoltativo("centro_di_costo"),
            **self._importi(),
        )
        return RigaPeg(self.numero, capitolo_letto, tuple(self.note))

    def _testo(self, campo: str) -> str:
        return testo_di(self.valori.get(campo, ""))

    def _codici(self, parte: str, tipo: str, sezione: Mapping[str, str]) -> dict[str, str]:
        if tipo != ORDINARIO or not parte:
            return dict.fromkeys(CODICI, "")
        return Classificazione(parte, self.valori, sezione, self.riferimenti.liste, self.annota).codici()

    def _numero(self, tipo: str) -> tuple[str, str]:
        """(capitolo, articolo), every zero in its place; "1200/3" is capitolo 1200, articolo 3 where articoli have no
        column."""
        capitolo, articolo = self._testo("capitolo"), self._testo("articolo")
        if not articolo and "articolo" not in self.mappa.colonne and "/" in capitolo:
            capitolo, _, articolo = (pezzo.strip() for pezzo in capitolo.partition("/"))
        if not capitolo and tipo != ORDINARIO:
            return tipo.upper(), articolo or self._articolo_del_riporto()
        if not capitolo:
            self.annota("capitolo", "Manca il numero del capitolo.", rifiuta=True)
        for campo, testo in (("capitolo", capitolo), ("articolo", articolo)):
            if len(testo) > _MASSIMI[campo]:
                self.annota(campo, f"«{testo[:40]}…» ha più di {_MASSIMI[campo]} caratteri.", rifiuta=True)
        return capitolo, articolo

    def _articolo_del_riporto(self) -> str:
        parole = self._testo("denominazione").lower()
        return next((articolo for pezzo, articolo in _ARTICOLI if pezzo in parole), "")

    def _denominazione(self) -> str:
        testo, massimo = self._testo("denominazione"), _MASSIMI["denominazione"]
        if not testo:
            self.annota("denominazione", "Manca la denominazione.", rifiuta=True)
        if len(testo) > massimo:
            self.annota("denominazione", f"La denominazione ha {len(testo)} caratteri: entra con i primi {massimo}.")
        return testo[:massimo]

    def _facoltativo(self, campo: str) -> str:
        testo = self._testo(campo)
        if len(testo) > _MASSIMI[campo]:
            self.annota(campo, f"«{testo[:40]}…» ha più di {_MASSIMI[campo]} caratteri: resta vuoto.")
            return ""
        return testo

    def _area(self) -> str | None:
        testo, responsabili = self._testo("area"), self.riferimenti.responsabili
        area = responsabili.area(testo)
        if testo and area is None and not responsabili.e_deciso(testo):
            self.annota("area", f"«{testo[:80]}» non è tra le aree dell'ente: il capitolo resta senza responsabile.")
        return area

    def _importi(self) -> dict[str, object]:
        letti = {campo: self._importo(campo) for campo in IMPORTI if campo in self.mappa.colonne}
        return {
            "competenza": tuple(letti.get(f"competenza_{anno}") or Decimal(0) for anno in (1, 2, 3)),
            "cassa": letti.get("cassa"),
            "residui": letti.get("residui"),
            **{nome: tuple(letti.get(f"{nome}_{anno}") for anno in (1, 2, 3)) for nome in ("impegnato", "fpv")},
        }

    def _importo(self, campo: str) -> Decimal | None:
        try:
            importo = leggi_importo(self.valori[campo])
        except ImportoErrato as errore:
            self.annota(campo, str(errore), rifiuta=True)
            return None
        if importo is not None and importo < 0:
            self.annota(campo, "L'importo è negativo: nel PEG gli importi non hanno segno.", rifiuta=True)
        return senza_zeri(importo)
