"""What is read of a PEG: typed values, that can be kept as JSON between the reading and the confirmation."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

import msgspec

from piani.importers.peg.colonne import campi_del_peg
from piani.sezioni.peg import CapitoloFoto
from semproniano.core.controlli import Gravita

CAMPI = tuple(campo.nome for campo in campi_del_peg(1))
"""Names of all the fields; the year is of no account."""


class Nota(msgspec.Struct, frozen=True):
    """What is to be looked at in a row: `rifiuta` keeps the row out."""

    riga: int
    colonna: str
    messaggio: str
    rifiuta: bool = False
    campo: str = ""

    @property
    def gravita(self) -> Gravita:
        return Gravita.BLOCCANTE if self.rifiuta else Gravita.AVVISO


class RigaPeg(msgspec.Struct, frozen=True):
    """A row of the file that is a capitolo, as far as it could be understood."""

    numero: int
    capitolo: CapitoloFoto
    note: tuple[Nota, ...] = ()

    @property
    def e_rifiutata(self) -> bool:
        return any(nota.rifiuta for nota in self.note)


class TotaleDichiarato(msgspec.Struct, frozen=True):
    """A row of the file that sums others. `chiave` is (parte, "titolo" | "missione" | "parte", code), or nothing."""

    riga: int
    etichetta: str
    chiave: tuple[str, str, str] | None
    importi: tuple[Decimal | None, Decimal | None, Decimal | None]


class Parola(msgspec.Struct, frozen=True):
    """A word of the column of the responsabili: the area that it stands for, and in how many rows it is."""

    testo: str
    area: str | None
    """Slug."""
    righe: int
    e_decisa: bool
    """Somebody has said that it stands for no area, or which: not to be asked again."""


class Colonna(msgspec.Struct, frozen=True):
    titolo: str
    campo: str = ""
    esempio: str = ""


class PegLetto(msgspec.Struct, frozen=True, dict=True):
    """All that a file says. `motivo`: why nothing of it is a PEG (then there are no rows)."""

    nome: str
    foglio: str = ""
    fogli: tuple[str, ...] = ()
    colonne: tuple[Colonna, ...] = ()
    avvertenze: tuple[str, ...] = ()
    motivo: str = ""
    righe: tuple[RigaPeg, ...] = ()
    altre: tuple[Nota, ...] = ()
    """Rows that are not capitoli and should be looked at: totals that do not match, capitoli without a number."""
    totali: tuple[TotaleDichiarato, ...] = ()
    parole: tuple[Parola, ...] = ()

    @cached_property
    def buone(self) -> tuple[RigaPeg, ...]:
        return tuple(riga for riga in self.righe if not riga.e_rifiutata)

    @cached_property
    def rifiutate(self) -> tuple[RigaPeg, ...]:
        return tuple(riga for riga in self.righe if riga.e_rifiutata)

    @cached_property
    def capitoli(self) -> tuple[CapitoloFoto, ...]:
        """What enters, when it is confirmed."""
        return tuple(riga.capitolo for riga in self.buone)

    @cached_property
    def ferme(self) -> frozenset[tuple[str, str, str]]:
        """Keys of the rows that were refused: what is there of them stays as it is."""
        return frozenset(riga.capitolo.chiave for riga in self.rifiutate)

    @cached_property
    def parti(self) -> frozenset[str]:
        """The parts that the file holds: the other one is not touched."""
        return frozenset(riga.capitolo.parte for riga in self.buone)

    @cached_property
    def assenti(self) -> frozenset[str]:
        """Fields without a column: what is there of them stays."""
        return frozenset(CAMPI) - {colonna.campo for colonna in self.colonne}

    @cached_property
    def note(self) -> tuple[Nota, ...]:
        """All that is to be looked at, what is refused first."""
        tutte = [*(nota for riga in self.righe for nota in riga.note), *self.altre]
        return tuple(sorted(tutte, key=lambda nota: (not nota.rifiuta, nota.riga)))

    @cached_property
    def _numeri_rifiutati(self) -> frozenset[int]:
        return frozenset(nota.riga for nota in self.note if nota.rifiuta)

    @property
    def righe_rifiutate(self) -> int:
        return len(self._numeri_rifiutati)

    @property
    def rifiuti(self) -> list[Nota]:
        return [nota for nota in self.note if nota.rifiuta]

    @property
    def avvisi(self) -> list[Nota]:
        """What is to be looked at in the rows that enter, and in the totals."""
        return [nota for nota in self.note if nota.riga not in self._numeri_rifiutati]

    @property
    def da_scegliere(self) -> tuple[Parola, ...]:
        """The words for which somebody should choose an area."""
        return tuple(parola for parola in self.parole if parola.area is None and not parola.e_decisa)


def in_json(letto: PegLetto) -> bytes:
    return msgspec.json.encode(letto)


def da_json(contenuto: bytes) -> PegLetto:
    return msgspec.json.decode(contenuto, type=PegLetto)
