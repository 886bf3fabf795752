"""A SMVP in words and tables, as one reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valutazioni.calcolo.base import numero
from valutazioni.calcolo.smvp import ModoPremio
from valutazioni.forms.smvp_categoria import MODI, RESIDUI
from valutazioni.forms.smvp_righe import NOMI_NATURA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from valutazioni.calcolo.smvp import Categoria, Smvp

CON_FASCE = (ModoPremio.FASCE_PERCENTO, ModoPremio.COEFFICIENTE)


@dataclass(frozen=True)
class RigaPesi:
    """The weight of a component or of a behaviour in each category, in their order; "" where it has none."""

    nome: str
    nota: str
    pesi: Sequence[str]


@dataclass(frozen=True)
class CategoriaLetta:
    categoria: Categoria
    valgono: str
    """What the values of the bands are."""
    fasce: Sequence[tuple[str, str, str, str, str]]
    regole: Sequence[str]


@dataclass(frozen=True)
class SmvpLetto:
    componenti: Sequence[RigaPesi]
    comportamenti: Sequence[RigaPesi]
    categorie: Sequence[CategoriaLetta]
    livelli: Sequence[tuple[str, str, str, str]]
    gradi: Sequence[str]


def letto(smvp: Smvp) -> SmvpLetto:
    componenti = [{voce.codice: voce.peso for voce in categoria.componenti} for categoria in smvp.categorie]
    comportamenti = [{voce.codice: voce.peso for voce in categoria.comportamenti} for categoria in smvp.categorie]
    return SmvpLetto(
        componenti=[
            RigaPesi(voce.nome, NOMI_NATURA[voce.natura], _pesi(componenti, voce.codice)) for voce in smvp.componenti
        ],
        comportamenti=[RigaPesi(v.nome, "", _pesi(comportamenti, v.codice)) for v in smvp.comportamenti],
        categorie=[_categoria(categoria) for categoria in smvp.categorie],
        livelli=[(voce.nome, numero(voce.da), numero(voce.a), voce.descrizione) for voce in smvp.scala.livelli],
        gradi=list(_gradi(smvp)),
    )


def _pesi(per_categoria: list[dict[str, Decimal]], codice: str) -> list[str]:
    return [numero(pesi[codice]) if codice in pesi else "" for pesi in per_categoria]


def _categoria(categoria: Categoria) -> CategoriaLetta:
    con_fasce = categoria.premio.modo in CON_FASCE
    percento = categoria.premio.modo is ModoPremio.FASCE_PERCENTO
    return CategoriaLetta(
        categoria=categoria,
        valgono=("Percentuale del premio" if percento else "Coefficiente") if con_fasce else "",
        fasce=[
            (voce.codice, voce.nome, numero(voce.da), numero(voce.a), numero(voce.valore) + ("%" if percento else ""))
            for voce in categoria.fasce
        ],
        regole=list(_regole(categoria)),
    )


def _regole(categoria: Categoria) -> Iterator[str]:
    premio = categoria.premio
    yield f"{MODI[premio.modo]}."
    if premio.modo is ModoPremio.SOGLIA_E_INCREMENTO:
        quota, punto = numero(premio.quota_soglia), numero(premio.incremento_punto)
        yield f"Alla soglia spetta il {quota}%, per ogni punto in più il {punto}%."
    if premio.soglia:
        yield f"Sotto {numero(premio.soglia)} punti non c'è premio."
    yield f"Quel che la regola non assegna: {RESIDUI[premio.residuo][0].lower()}{RESIDUI[premio.residuo][1:]}."
    yield "Il premio segue il tempo di lavoro." if premio.part_time else "Il part-time non riduce il premio."
    yield "Il premio segue i mesi di servizio." if premio.mesi else "I mesi di servizio non riducono il premio."
    if premio.mesi_minimi:
        yield f"Chi ha meno di {numero(premio.mesi_minimi)} mesi di servizio è fuori."
    if maggiore := premio.maggiorazione:
        yield (
            f"Aumento per i migliori: {numero(maggiore.percentuale)}% del premio medio, al più al "
            f"{numero(maggiore.quota_persone)}% delle persone, da {numero(maggiore.soglia)} punti."
        )


def _gradi(smvp: Smvp) -> Iterator[str]:
    regole = smvp.parametri
    yield f"Il grado di un obiettivo va da {numero(regole.minimo)}% a {numero(regole.massimo)}%."
    for riga in sorted(regole.ritardi, key=lambda voce: voce.giorni):
        yield f"Una data superata fino a {riga.giorni} giorni vale {numero(riga.grado)}%."
    yield f"Un obiettivo che è condizione per i premi è raggiunto dal {numero(regole.soglia_condizione)}%."
