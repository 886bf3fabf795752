"""Score of a card: components and behaviours, exact to the end, rounded once where it is shown."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from valutazioni.calcolo.base import CENTO, ZERO, Dato, arrotonda, due_decimali, numero
from valutazioni.calcolo.fasce import Fascia, fascia_di
from valutazioni.calcolo.smvp import Natura

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valutazioni.calcolo.smvp import Categoria, Smvp


class Riga(Dato, kw_only=True):
    """A row of the card. `esatto` None: `motivo` tells why. Rows are shown rounded, the total is not their sum."""

    codice: str
    nome: str
    peso: Decimal
    valore: Decimal | None = None
    esatto: Decimal | None = None
    conto: str = ""
    motivo: str = ""

    @property
    def mostrato(self) -> Decimal | None:
        return None if self.esatto is None else arrotonda(self.esatto)


class Punteggio(Dato, kw_only=True):
    """Rows and their total, None while a row is missing: `motivi` tells which. `note` says which rule was applied."""

    righe: tuple[Riga, ...]
    esatto: Decimal | None
    conto: str = ""
    motivi: tuple[str, ...] = ()
    note: tuple[str, ...] = ()

    @property
    def valore(self) -> Decimal | None:
        """The total as shown: the exact one, rounded once."""
        return None if self.esatto is None else arrotonda(self.esatto)


class Valutazione(Dato, kw_only=True):
    """The card: components, behaviours where they are a component, total and band."""

    componenti: Punteggio
    comportamenti: Punteggio | None = None
    fascia: Fascia | None = None

    @property
    def valore(self) -> Decimal | None:
        return self.componenti.valore


def punteggio_comportamenti(voti: Mapping[str, Decimal | None], categoria: Categoria, smvp: Smvp) -> Punteggio:
    """Points × weight / scale for each behaviour of the category. A score outside the scale is refused, never cut."""
    nomi = {comportamento.codice: comportamento.nome for comportamento in smvp.comportamenti}
    righe = tuple(
        _riga_comportamento(voce.codice, nomi.get(voce.codice, voce.codice), voce.peso, voti.get(voce.codice), smvp)
        for voce in categoria.comportamenti
    )
    return _totale(righe, CENTO, "I pesi dei comportamenti")


def valuta(
    categoria: Categoria,
    smvp: Smvp,
    *,
    gradi: Mapping[str, Decimal | None],
    voti: Mapping[str, Decimal | None] | None = None,
) -> Valutazione:
    """The card of a person: `gradi` by code of component, in hundredths and exact; `voti` by code of behaviour.

    The value of a component of behaviours comes from `voti`.
    """
    componenti = {componente.codice: componente for componente in smvp.componenti}
    comportamenti = punteggio_comportamenti(voti or {}, categoria, smvp) if categoria.comportamenti else None
    righe = []
    for voce in categoria.componenti:
        componente = componenti[voce.codice]
        valore, motivo = gradi.get(voce.codice), ""
        if componente.natura is Natura.COMPORTAMENTI and comportamenti is not None:
            valore, motivo = comportamenti.esatto, " ".join(comportamenti.motivi)
        righe.append(_riga_componente(voce.codice, componente.nome, voce.peso, valore, motivo, smvp.massimo))
    totale = _totale(tuple(righe), smvp.massimo, "I pesi delle componenti")
    fascia = None if totale.esatto is None else fascia_di(totale.esatto, categoria.fasce, smvp.decimali)
    return Valutazione(componenti=totale, comportamenti=comportamenti, fascia=fascia)


def _riga_comportamento(codice: str, nome: str, peso: Decimal, punti: Decimal | None, smvp: Smvp) -> Riga:
    massimo = smvp.scala.massimo
    if punti is None:
        return Riga(codice=codice, nome=nome, peso=peso, motivo=f"«{nome}»: mancano i punti.")
    if not 0 <= punti <= massimo:
        motivo = f"«{nome}»: {numero(punti)} è fuori dalla scala (0–{numero(massimo)})."
        return Riga(codice=codice, nome=nome, peso=peso, valore=punti, motivo=motivo)
    if punti != arrotonda(punti, smvp.scala.decimali):
        motivo = f"«{nome}»: {numero(punti)} ha più decimali della scala ({smvp.scala.decimali})."
        return Riga(codice=codice, nome=nome, peso=peso, valore=punti, motivo=motivo)
    esatto = punti * peso / massimo
    conto = f"{numero(punti)} × {numero(peso)} / {numero(massimo)} = {due_decimali(esatto)}"
    return Riga(codice=codice, nome=nome, peso=peso, valore=punti, esatto=esatto, conto=conto)


def _riga_componente(
    codice: str, nome: str, peso: Decimal, valore: Decimal | None, motivo: str, massimo: Decimal
) -> Riga:
    if valore is None:
        return Riga(codice=codice, nome=nome, peso=peso, motivo=motivo or f"«{nome}»: manca il risultato.")
    if not 0 <= valore <= CENTO:
        fuori = f"«{nome}»: {due_decimali(valore)} è fuori dalla scala (0–100)."
        return Riga(codice=codice, nome=nome, peso=peso, valore=valore, motivo=fuori)
    esatto = valore * peso / CENTO * massimo / CENTO
    in_punti = "" if massimo == CENTO else f" × {numero(massimo)} / 100"
    conto = f"{due_decimali(valore)} × {numero(peso)}%{in_punti} = {due_decimali(esatto)}"
    return Riga(codice=codice, nome=nome, peso=peso, valore=valore, esatto=esatto, conto=conto)


def _totale(righe: tuple[Riga, ...], massimo: Decimal, pesi: str) -> Punteggio:
    """Sum of the exact rows; weights that do not sum to 100 are brought to it, and it is said. Rows of no weight are
    not asked for."""
    motivi = tuple(riga.motivo for riga in righe if riga.motivo and riga.peso)
    somma = sum((riga.peso for riga in righe), ZERO)
    if motivi or not somma:
        return Punteggio(righe=righe, esatto=None, motivi=motivi or (f"{pesi} sono tutti zero.",))
    addendi = [riga for riga in righe if riga.esatto is not None]
    esatto = sum((riga.esatto for riga in addendi), ZERO) * CENTO / somma
    conto = " + ".join(numero(riga.esatto) for riga in addendi)
    note: tuple[str, ...] = ()
    if somma != CENTO:
        conto = f"({conto}) × 100 / {numero(somma)}"
        note = (f"{pesi} sommano a {numero(somma)}, non a 100: il totale è riportato a {numero(massimo)}.",)
    return Punteggio(righe=righe, esatto=esatto, conto=f"{conto} = {due_decimali(esatto)}", note=note)
