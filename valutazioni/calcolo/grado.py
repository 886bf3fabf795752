"""Degree of achievement of an indicator: a formula by kind of indicator, each shown with its arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from valutazioni.calcolo.base import (
    CENTO,
    ZERO,
    Grado,
    media_pesata,
    numero,
    percento,
    pesi_effettivi,
    senza_grado,
)
from valutazioni.calcolo.misure import AttesoZero, Formula, Misura, Parametri

if TYPE_CHECKING:
    from decimal import Decimal


def formula_di(tipo: str, direzione: str = "", operatore: str = "ge", *, con_data: bool = False) -> Formula:
    """The formula for an indicator as the plan writes it (values of obiettivi.models: Tipo, Direzione, Operatore).

    The direction written prevails over the operator, which a form fills by itself. A time without direction is better
    when shorter. A text without a kind is judged by hand.
    """
    if con_data or tipo == "data":
        return Formula.DATA
    if tipo == "si_no":
        return Formula.SI_NO
    if tipo not in ("quantita", "percentuale", "tempo"):
        return Formula.GIUDIZIO
    if direzione:
        return Formula.MENO_E_MEGLIO if direzione == "diminuire" else Formula.PIU_E_MEGLIO
    if operatore == "eq":
        return Formula.VALORE_ESATTO
    return Formula.MENO_E_MEGLIO if operatore == "le" or tipo == "tempo" else Formula.PIU_E_MEGLIO


def grado_indicatore(misura: Misura, parametri: Parametri | None = None) -> Grado:
    """The degree of one indicator. Never raises: what cannot be said has no degree and says why."""
    parametri = parametri or Parametri()
    calcolato = _FORMULE[misura.formula](misura, parametri)
    if calcolato.esatto is None and misura.giudizio is not None and misura.formula is not Formula.GIUDIZIO:
        calcolato = _giudizio(misura, parametri)
    return _limitato(calcolato, parametri)


def con_tempi(qualita: Grado, tempi: Grado) -> Grado:
    """A result with two sides: quality × timeliness, both kept. Without one of the two there is no degree."""
    if qualita.esatto is None or tempi.esatto is None:
        lato, mancante = ("grado", qualita) if qualita.esatto is None else ("tempo", tempi)
        return senza_grado(f"Manca il lato «{lato}» del risultato: {mancante.motivo}", *qualita.note)
    esatto = qualita.esatto * tempi.esatto / CENTO
    return Grado(
        esatto=esatto,
        grezzo=esatto,
        tempi=tempi.esatto,
        conto=f"{percento(qualita.esatto)} × {percento(tempi.esatto)} dei tempi = {percento(esatto)}",
        note=(*qualita.note, *tempi.note),
    )


def _limitato(grado: Grado, parametri: Parametri) -> Grado:
    if grado.esatto is None:
        return grado
    esatto = min(max(grado.esatto, parametri.minimo), parametri.massimo)
    if esatto == grado.esatto:
        return grado
    limite = "massimo" if esatto < grado.esatto else "minimo"
    return replace(grado, esatto=esatto, conto=f"{grado.conto}, portato al {limite} di {numero(esatto)}%")


def _calcolato(esatto: Decimal, conto: str, *note: str) -> Grado:
    return Grado(esatto=esatto, grezzo=esatto, conto=conto, note=note)


def _manca(misura: Misura) -> str:
    """The sentence on the number that is missing, or nothing."""
    if misura.atteso is None:
        return "Manca il valore atteso in numero."
    return "Manca il valore raggiunto." if misura.raggiunto is None else ""


def _piu_e_meglio(misura: Misura, parametri: Parametri) -> Grado:
    if manca := _manca(misura):
        return senza_grado(manca)
    atteso, raggiunto, partenza = misura.atteso, misura.raggiunto, misura.partenza
    nota = ""
    if parametri.con_partenza and partenza is not None:
        if partenza < atteso:
            return _dalla_partenza(misura)
        confronto = "è uguale al" if partenza == atteso else "supera il"
        nota = f"Il valore di partenza {confronto} valore atteso: non entra nel conto."
    note = (nota,) if nota else ()
    if atteso == 0:
        return _atteso_zero(misura, parametri, raggiunto >= 0)
    if atteso < 0:
        return senza_grado("Il valore atteso è negativo: il grado si dà a mano, con una motivazione.", *note)
    esatto = raggiunto / atteso * CENTO
    return _calcolato(esatto, f"{numero(raggiunto)} / {numero(atteso)} = {percento(esatto)}", *note)


def _dalla_partenza(misura: Misura) -> Grado:
    raggiunto, partenza, atteso = misura.raggiunto, misura.partenza, misura.atteso
    esatto = (raggiunto - partenza) / (atteso - partenza) * CENTO
    da = numero(partenza)
    return _calcolato(esatto, f"({numero(raggiunto)} − {da}) / ({numero(atteso)} − {da}) = {percento(esatto)}")


def _meno_e_meglio(misura: Misura, parametri: Parametri) -> Grado:
    if manca := _manca(misura):
        return senza_grado(manca)
    atteso, raggiunto = misura.atteso, misura.raggiunto
    if atteso == 0:
        if parametri.con_partenza and misura.partenza is not None and misura.partenza > 0:
            return _dalla_partenza(misura)
        return _atteso_zero(misura, parametri, raggiunto <= 0)
    if atteso < 0:
        return senza_grado("Il valore atteso è negativo: il grado si dà a mano, con una motivazione.")
    esatto = (2 * atteso - raggiunto) / atteso * CENTO
    conto = f"(2 × {numero(atteso)} − {numero(raggiunto)}) / {numero(atteso)} = {percento(esatto)}"
    return _calcolato(esatto, conto)


def _valore_esatto(misura: Misura, parametri: Parametri) -> Grado:
    """An expected value with "=": what is missing and what is too much count alike."""
    if manca := _manca(misura):
        return senza_grado(manca)
    if misura.atteso == 0:
        return _atteso_zero(misura, parametri, misura.raggiunto == 0)
    if misura.atteso < 0:
        return senza_grado("Il valore atteso è negativo: il grado si dà a mano, con una motivazione.")
    formula = _meno_e_meglio if misura.raggiunto > misura.atteso else _piu_e_meglio
    senza_partenza = Misura(formula=misura.formula, atteso=misura.atteso, raggiunto=misura.raggiunto)
    return formula(senza_partenza, parametri)


def _atteso_zero(misura: Misura, parametri: Parametri, rispettato: bool) -> Grado:
    if parametri.atteso_zero is AttesoZero.GIUDIZIO:
        return senza_grado("Il valore atteso è zero: il grado si dà a mano, con una motivazione.")
    esatto = CENTO if rispettato else ZERO
    esito = "rispettato" if rispettato else "non rispettato"
    return _calcolato(
        esatto,
        f"atteso 0, raggiunto {numero(misura.raggiunto)}: {esito} = {percento(esatto)}",
        "Il valore atteso è zero: conta solo se è stato rispettato.",
    )


def _data(misura: Misura, parametri: Parametri) -> Grado:
    if misura.data_attesa is None:
        return senza_grado("Manca la data attesa.")
    if misura.fatto is False:
        return _calcolato(ZERO, f"non fatto = {percento(ZERO)}")
    if misura.data_raggiunta is None:
        return senza_grado("Manca la data in cui è stato fatto.")
    ritardo = (misura.data_raggiunta - misura.data_attesa).days
    attesa, raggiunta = (f"{data:%d/%m/%Y}" for data in (misura.data_attesa, misura.data_raggiunta))
    quando = f"atteso il {attesa}, fatto il {raggiunta}"
    if ritardo <= 0:
        return _calcolato(CENTO, f"{quando}: nei tempi = {percento(CENTO)}")
    scaglioni = sorted(parametri.ritardi, key=lambda riga: riga.giorni)
    esatto = next((riga.grado for riga in scaglioni if ritardo <= riga.giorni), ZERO)
    giorni = "1 giorno" if ritardo == 1 else f"{ritardo} giorni"
    return _calcolato(esatto, f"{quando}: {giorni} di ritardo = {percento(esatto)}")


def _si_no(misura: Misura, parametri: Parametri) -> Grado:
    if misura.fatto is None:
        return senza_grado("Manca la risposta sì o no.")
    esatto = CENTO if misura.fatto else ZERO
    return _calcolato(esatto, f"{'sì' if misura.fatto else 'no'} = {percento(esatto)}")


def _fasi(misura: Misura, parametri: Parametri) -> Grado:
    """Weighted mean of the steps; a step that nobody reported is not done."""
    if all(fase.completamento is None for fase in misura.fasi):
        return senza_grado("Manca lo stato delle fasi." if misura.fasi else "Mancano le fasi.")
    pesi, nota = pesi_effettivi([fase.peso for fase in misura.fasi])
    media = media_pesata([fase.completamento or ZERO for fase in misura.fasi], pesi)
    ignote = sum(fase.completamento is None for fase in misura.fasi)
    note = [nota] if nota else []
    if ignote:
        note.append(f"Fasi senza rilevazione, contate come non fatte: {ignote}.")
    return _calcolato(media.esatto or ZERO, media.conto, *note)


def _giudizio(misura: Misura, parametri: Parametri) -> Grado:
    if misura.giudizio is None:
        return senza_grado("Il valore atteso è un testo: il grado si dà a mano, con una motivazione.")
    if not misura.motivo.strip():
        return senza_grado("Il grado dato a mano chiede una motivazione.")
    return _calcolato(misura.giudizio, f"{percento(misura.giudizio)}, dato a mano", misura.motivo.strip())


_FORMULE = {
    Formula.PIU_E_MEGLIO: _piu_e_meglio,
    Formula.MENO_E_MEGLIO: _meno_e_meglio,
    Formula.VALORE_ESATTO: _valore_esatto,
    Formula.DATA: _data,
    Formula.SI_NO: _si_no,
    Formula.FASI: _fasi,
    Formula.GIUDIZIO: _giudizio,
}
