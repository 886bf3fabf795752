"""The premi of a year for the payroll office: names with amounts, so only for who pays them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from semproniano.core.documenti.csv import csv_bytes
from semproniano.core.documenti.xlsx import Cartella, Colonna, Formato

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

COLONNE = (
    Colonna("Codice", 16),
    Colonna("Cognome", 22),
    Colonna("Nome", 22),
    Colonna("Categoria", 24),
    Colonna("Punteggio", 11, Formato.DECIMALE),
    Colonna("Fascia", 9),
    Colonna("Importo", 14, Formato.EURO, totale=True),
    Colonna("di cui maggiorazione", 14, Formato.EURO, totale=True),
    Colonna("Come nasce", 60),
    Colonna("Perché niente", 40),
)


@dataclass(frozen=True)
class RigaStipendi:
    """A person and what is due."""

    codice: str
    cognome: str
    nome: str
    categoria: str
    punteggio: Decimal | None
    fascia: str
    importo: Decimal
    maggiorazione: Decimal
    conto: str
    motivo: str

    @property
    def celle(self) -> tuple[object, ...]:
        return (
            self.codice, self.cognome, self.nome, self.categoria, self.punteggio, self.fascia, self.importo,
            self.maggiorazione, self.conto, self.motivo,
        )  # fmt: skip


def stipendi_xlsx(righe: Sequence[RigaStipendi], *, ente: str, anno: int) -> bytes:
    cartella = Cartella(titolo=f"Premi {anno}, {ente} – riservato", autore=ente)
    cartella.foglio("Premi", colonne=COLONNE, righe=[riga.celle for riga in righe])
    return cartella.contenuto()


def stipendi_csv(righe: Sequence[RigaStipendi]) -> bytes:
    return csv_bytes([colonna.titolo for colonna in COLONNE], [riga.celle for riga in righe])
