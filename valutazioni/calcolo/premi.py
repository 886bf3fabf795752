"""Distribution of a fund over the people of a category, to the cent, with the arithmetic of each amount."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, NamedTuple

from valutazioni.calcolo.base import CENTO, ZERO, Dato, arrotonda, due_decimali, numero
from valutazioni.calcolo.fasce import fascia_di
from valutazioni.calcolo.ripartizione import ripartisci
from valutazioni.calcolo.smvp import ModoPremio, Residuo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valutazioni.calcolo.smvp import Categoria, Maggiorazione, RegolaPremio

MESI = Decimal(12)
INTERA = CENTO * MESI
"""Presence of a whole year at full time, in hundredths of time × months: never divided, so that it stays exact."""


class DatiNonValidi(ValueError):
    """A fund or a person that cannot be counted with; the message (Italian) says what to correct."""


class PersonaPremio(Dato, kw_only=True):
    """A person of the category: score as in the final card, part-time in hundredths, months of service.

    `esclusione`: the reason that leaves the person out; `condizioni_mancate`: gate objectives not satisfied.
    """

    chiave: str
    punteggio: Decimal | None
    part_time: Decimal = CENTO
    mesi: Decimal = MESI
    esclusione: str = ""
    condizioni_mancate: tuple[str, ...] = ()


class Premio(Dato, kw_only=True):
    """What a person is due, how it came about, and why nothing where it is nothing."""

    chiave: str
    punteggio: Decimal | None
    fascia: str
    importo: Decimal
    maggiorazione: Decimal = ZERO
    """Part of `importo` due to the increase for the best."""
    conto: str = ""
    motivo: str = ""


class Distribuzione(Dato, kw_only=True):
    """A fund and where it went: the amounts and `residuo` sum exactly to `fondo`."""

    fondo: Decimal
    premi: tuple[Premio, ...]
    residuo: Decimal
    note: tuple[str, ...] = ()

    @property
    def distribuito(self) -> Decimal:
        return self.fondo - self.residuo


class _Conto(NamedTuple):
    """A person while the fund is counted. `presenza` 0: out of the pool. `valore`: what the rule gives, before it."""

    persona: PersonaPremio
    punteggio: Decimal | None
    fascia: str
    presenza: Decimal
    valore: Decimal
    motivo: str

    @property
    def peso(self) -> Decimal:
        return self.presenza * self.valore

    @property
    def posto(self) -> tuple[Decimal, str]:
        """Order of equal remainders: the better score first, then the key."""
        return (-(self.punteggio or ZERO), self.persona.chiave)


class _Somme(NamedTuple):
    """How the fund splits. `chiuso`: all of `ordinario` is distributed."""

    maggiorazione: Decimal
    disponibile: Decimal
    ordinario: Decimal
    chiuso: bool


def distribuisci(
    fondo: Decimal, persone: Sequence[PersonaPremio], categoria: Categoria, *, decimali: int = 2
) -> Distribuzione:
    """Distribute `fondo` (euro) by the premio rule of the category. Raises DatiNonValidi.

    Excluded people are out of the pool; below the threshold, without score or with a gate missed one is in it with
    nothing. Scores count as shown (two decimals), bands as written (`decimali`). With bands of rising value
    (`verifica_smvp`) and equal presence, a better score never earns less.
    """
    _controlla(fondo, persone)
    conti = [_conto(persona, categoria, decimali) for persona in persone]
    migliori, note = _migliori(conti, categoria.premio.maggiorazione)
    somme = _somme(fondo, conti, migliori, categoria.premio)
    posti = [conto.posto for conto in conti]
    ordinari = ripartisci(somme.ordinario, [conto.peso for conto in conti], posti)
    presenze = [conto.presenza if indice in migliori else ZERO for indice, conto in enumerate(conti)]
    aumenti = ripartisci(somme.maggiorazione, presenze, posti)
    scrivi = _scrittore(conti, somme)
    premi = tuple(map(scrivi, conti, ordinari, aumenti))
    residuo = fondo - sum((premio.importo for premio in premi), ZERO)
    note += _del_residuo(residuo, conti)
    return Distribuzione(fondo=fondo, premi=premi, residuo=residuo, note=note)


def _controlla(fondo: Decimal, persone: Sequence[PersonaPremio]) -> None:
    if fondo < 0 or fondo != arrotonda(fondo):
        raise DatiNonValidi("Il fondo è un importo in euro, non negativo, con due decimali al massimo.")
    if len({persona.chiave for persona in persone}) < len(persone):
        raise DatiNonValidi("Una persona c'è due volte.")
    for persona in persone:
        if not 0 <= persona.part_time <= CENTO or not 0 <= persona.mesi <= MESI:
            raise DatiNonValidi(f"{persona.chiave}: il part-time va da 0 a 100%, i mesi da 0 a 12.")


def _conto(persona: PersonaPremio, categoria: Categoria, decimali: int) -> _Conto:
    regola = categoria.premio
    punteggio = None if persona.punteggio is None else arrotonda(persona.punteggio)
    fascia = None if punteggio is None else fascia_di(punteggio, categoria.fasce, decimali)
    codice = fascia.codice if fascia else ""
    if escluso := _escluso(persona, regola):
        return _Conto(persona, punteggio, codice, ZERO, ZERO, escluso)
    presenza = (persona.part_time if regola.part_time else CENTO) * (persona.mesi if regola.mesi else MESI)
    if motivo := _senza_premio(persona, punteggio, presenza, regola):
        return _Conto(persona, punteggio, codice, presenza, ZERO, motivo)
    if fascia is None and regola.modo in (ModoPremio.FASCE_PERCENTO, ModoPremio.COEFFICIENTE):
        return _Conto(
            persona, punteggio, codice, presenza, ZERO, f"{due_decimali(punteggio)} non sta in nessuna fascia."
        )
    valore = _valore(punteggio, fascia.valore if fascia else ZERO, regola)
    motivo = "" if valore else f"Nessun premio per il punteggio {due_decimali(punteggio)}."
    return _Conto(persona, punteggio, codice, presenza, valore, motivo)


def _escluso(persona: PersonaPremio, regola: RegolaPremio) -> str:
    if persona.esclusione:
        return f"Escluso: {persona.esclusione}"
    if persona.mesi < regola.mesi_minimi:
        return f"Escluso: mesi {numero(persona.mesi)}, chiesti almeno {numero(regola.mesi_minimi)}."
    return ""


def _senza_premio(persona: PersonaPremio, punteggio: Decimal | None, presenza: Decimal, regola: RegolaPremio) -> str:
    if not presenza:
        return "Nessun mese di servizio, o tempo di lavoro a zero."
    if persona.condizioni_mancate:
        return " ".join(persona.condizioni_mancate)
    if punteggio is None:
        return "Manca il punteggio: la scheda non è completa."
    if punteggio < regola.soglia:
        return f"{due_decimali(punteggio)} è sotto la soglia di {numero(regola.soglia)}."
    return ""


def _valore(punteggio: Decimal, della_fascia: Decimal, regola: RegolaPremio) -> Decimal:
    if regola.modo is ModoPremio.PROPORZIONALE:
        return max(punteggio, ZERO)
    if regola.modo is ModoPremio.SOGLIA_E_INCREMENTO:
        return min(regola.quota_soglia + regola.incremento_punto * (punteggio - regola.soglia), CENTO)
    return della_fascia


def _migliori(conti: list[_Conto], regola: Maggiorazione | None) -> tuple[set[int], tuple[str, ...]]:
    """Who has the increase: at least one place; who is level with the first left out does not enter (limited share)."""
    if regola is None:
        return set(), ()
    positivi = [i for i, conto in enumerate(conti) if conto.peso]
    posti = max(1, int((regola.quota_persone * len(positivi) / CENTO).to_integral_value(ROUND_FLOOR)))
    candidati = sorted((i for i in positivi if conti[i].punteggio >= regola.soglia), key=lambda i: conti[i].posto)
    if len(candidati) <= posti:
        return set(candidati), (f"Maggiorazione: {len(candidati)} su {posti} posti.",)
    escluso = conti[candidati[posti]].punteggio
    scelti = {i for i in candidati[:posti] if conti[i].punteggio > escluso}
    pari = (
        ""
        if len(scelti) == posti
        else f" Chi è pari a {due_decimali(escluso)} non entra: i posti non bastano per tutti."
    )
    return scelti, (f"Maggiorazione: {len(scelti)} su {posti} posti.{pari}",)


def _somme(fondo: Decimal, conti: list[_Conto], migliori: set[int], regola: RegolaPremio) -> _Somme:
    """The increase is a percentage of the mean premio and comes out of the same fund: x + p·x·(best / all) = fund."""
    pesi = sum((conto.peso for conto in conti), ZERO)
    presenze = sum((conto.presenza for conto in conti), ZERO)
    aperto = regola.modo in (ModoPremio.FASCE_PERCENTO, ModoPremio.SOGLIA_E_INCREMENTO)
    # Percentages over 100 would spend more than there is: then the fund is closed.
    chiuso = not aperto or regola.residuo is Residuo.RIDISTRIBUITO or pesi > presenze * CENTO
    if not pesi:
        return _Somme(ZERO, fondo, ZERO, chiuso)
    parte = Decimal(1) if chiuso else pesi / (presenze * CENTO)
    maggiorazione = ZERO
    if migliori and regola.maggiorazione:
        positivi = sum((conto.presenza for conto in conti if conto.peso), ZERO)
        dei_migliori = sum((conti[i].presenza for i in migliori), ZERO)
        per_uno = regola.maggiorazione.percentuale / CENTO * parte * dei_migliori / positivi
        maggiorazione = arrotonda(fondo * per_uno / (1 + per_uno))
    disponibile = fondo - maggiorazione
    return _Somme(maggiorazione, disponibile, disponibile if chiuso else arrotonda(disponibile * parte), chiuso)


def _scrittore(conti: list[_Conto], somme: _Somme):
    """The function that writes a Premio; what is the same for everybody is counted once."""
    totale = numero(sum((conto.peso for conto in conti), ZERO) / INTERA)
    presenze = sum((conto.presenza for conto in conti), ZERO)
    disponibile = due_decimali(somme.disponibile)

    def scrivi(conto: _Conto, ordinario: Decimal, aumento: Decimal) -> Premio:
        importo = ordinario + aumento
        testo = ""
        if conto.peso and somme.chiuso:
            testo = f"{disponibile} × {numero(conto.peso / INTERA)} / {totale} = {due_decimali(ordinario)}"
        elif conto.peso:
            quota = due_decimali(somme.disponibile * conto.presenza / presenze)
            testo = f"quota {quota} × {numero(conto.valore)}% = {due_decimali(ordinario)}"
        if conto.peso and conto.presenza != INTERA:
            persona = conto.persona
            testo += f" (tempo {numero(persona.part_time)}%, mesi {numero(persona.mesi)} su 12)"
        if aumento:
            testo += f" + maggiorazione {due_decimali(aumento)} = {due_decimali(importo)}"
        return Premio(
            chiave=conto.persona.chiave,
            punteggio=conto.punteggio,
            fascia=conto.fascia,
            importo=importo,
            maggiorazione=aumento,
            conto=testo,
            motivo=conto.motivo,
        )

    return scrivi


def _del_residuo(residuo: Decimal, conti: list[_Conto]) -> tuple[str, ...]:
    if not residuo:
        return ()
    if not any(conto.peso for conto in conti):
        return (f"Nessuno ha titolo al premio: {due_decimali(residuo)} euro restano nel fondo.",)
    return (f"La regola lascia {due_decimali(residuo)} euro: sono economie.",)
