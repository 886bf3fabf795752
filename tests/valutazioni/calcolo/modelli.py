"""A small SMVP to change, for the tests of the arithmetic."""

from decimal import Decimal

from valutazioni.calcolo.fasce import Fascia
from valutazioni.calcolo.smvp import (
    Categoria,
    Componente,
    Comportamento,
    ModoPremio,
    Natura,
    PesoDi,
    RegolaPremio,
    Scala,
    Smvp,
)

FASCE_COEFFICIENTE = (("A", 85, 100, 200), ("B", 70, "84.99", 150), ("C", 60, "69.99", 100), ("D", 0, "59.99", 0))
FASCE_MAGENTA = (("1", 95, 100, 100), ("2", 80, "94.99", 80), ("3", 60, "79.99", 60), ("-", 0, "59.99", 0))


def fasce(righe=FASCE_COEFFICIENTE) -> tuple[Fascia, ...]:
    return tuple(
        Fascia(codice=codice, nome=f"Fascia {codice}", da=Decimal(da), a=Decimal(a), valore=Decimal(valore))
        for codice, da, a, valore in righe
    )


def pesi(**voci) -> tuple[PesoDi, ...]:
    return tuple(PesoDi(codice=codice, peso=Decimal(str(peso))) for codice, peso in voci.items())


def categoria(modo=ModoPremio.COEFFICIENTE, righe=FASCE_COEFFICIENTE, **altri) -> Categoria:
    campi = {"codice": "dipendenti", "nome": "Dipendenti", "fasce": fasce(righe)}
    campi |= {"componenti": pesi(obiettivi=60, comportamenti=40), "comportamenti": pesi(a=40, b=20, c=15, d=15, e=10)}
    regola = {nome: altri.pop(nome) for nome in list(altri) if nome in RegolaPremio.__struct_fields__}
    return Categoria(**{**campi, "premio": RegolaPremio(modo=modo, **regola), **altri})


def smvp(una: Categoria | None = None, **altri) -> Smvp:
    campi = {
        "nome": "Di prova",
        "scala": Scala(massimo=Decimal(4), decimali=1),
        "componenti": (
            Componente(codice="obiettivi", nome="Obiettivi", natura=Natura.OBIETTIVI),
            Componente(codice="unita", nome="Unità", natura=Natura.UNITA),
            Componente(codice="comportamenti", nome="Comportamenti", natura=Natura.COMPORTAMENTI),
        ),
        "comportamenti": tuple(Comportamento(codice=codice, nome=f"Voce {codice}") for codice in "abcde"),
        "categorie": (una or categoria(),),
    }
    return Smvp(**{**campi, **altri})
