"""From the typed objects of the fotografia to what a page prints: the same for PDF, spreadsheet and web page."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

from obiettivi.documenti.forme import (
    COLONNE_CON_TIPOLOGIA,
    Capoverso,
    Gruppo,
    IndicatoreStampa,
    Matrice,
    ParteStampa,
    PersonaleServizio,
    RigaMatrice,
    RigaStampa,
    SchedaStampa,
    con_decimali,
)
from obiettivi.documenti.risorse import risorse_degli_obiettivi
from obiettivi.models import ValoreAtteso
from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI, OPERATIVI
from piani.documenti.diciture import dicitura
from piani.models import SchedaArea
from piani.sezioni import AREE, ENTE, PIANO, SCHEDE
from piani.sezioni.schede import NOMI_SENZA_AREA
from piani.states import STATI_CON_ATTO
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from obiettivi.sezioni import IndicatoreFoto, ObiettivoFoto, OperativoFoto
    from piani.sezioni import Fotografia
    from piani.sezioni.schede import PersonaFoto, SchedaFoto

INTESTAZIONI = (
    "N°",
    "Descrizione obiettivi",
    "Peso %",
    "Indicatori di misurazione",
    "Valori attesi",
    "Data fine attesa",
    "Tipologia obiettivo",
)
RIGHE_PER_PAGINA = 36
CARATTERI_PER_RIGA = 36
"""What surely fits on a page below the heads, in lines, and in the narrowest column of text, in characters. A row that
is longer must be allowed to break: kept whole by force, it would push the repeated heads off its pages."""
COLONNE_DELLA_MATRICE = 14
"""Objectives side by side in a staff matrix: more do not fit on a page, and the matrix goes on below."""


def _decimali(valori: Iterable[Decimal | None]) -> int:
    """Decimals that the longest of the numbers needs."""
    return max((len(in_italiano(valore).partition(",")[2]) for valore in valori if valore is not None), default=0)


def testo_valore_atteso(indicatore: IndicatoreFoto) -> str:
    """The text of the expected value; where there is none, the structured one: "2020: ≥ 70 %; 2021: ≥ 75 %"."""
    if indicatore.valore_atteso:
        return indicatore.valore_atteso
    voci = []
    for atteso in indicatore.valori_attesi:
        quanto = in_italiano(atteso.valore) if atteso.data is None else f"{atteso.data:%d/%m/%Y}"
        unita = indicatore.unita if atteso.data is None else ""
        voci.append(
            " ".join(filter(None, (f"{atteso.anno}:", ValoreAtteso.Operatore(atteso.operatore).label, quanto, unita)))
        )
    return "; ".join(voci)


def _indicatori(obiettivo: ObiettivoFoto) -> list[IndicatoreStampa]:
    numerati = len(obiettivo.indicatori) > 1
    return [
        IndicatoreStampa(f"{numero}) " if numerati else "", indicatore.descrizione, testo_valore_atteso(indicatore))
        for numero, indicatore in enumerate(obiettivo.indicatori, start=1)
    ]


def _e_lunga(obiettivo: ObiettivoFoto, risorse: str) -> bool:
    colonne = (
        [obiettivo.descrizione, *(fase.attivita for fase in obiettivo.fasi), risorse],
        [indicatore.descrizione for indicatore in obiettivo.indicatori],
        [testo_valore_atteso(indicatore) for indicatore in obiettivo.indicatori],
    )
    return any(sum(map(_righe, testi)) > RIGHE_PER_PAGINA for testi in colonne)


def _righe(testo: str) -> int:
    """Lines that a text takes in a cell, about."""
    return sum(1 + len(capoverso) // CARATTERI_PER_RIGA for capoverso in testo.split("\n"))


def testo_scadenza(obiettivo: ObiettivoFoto) -> str:
    """gg/mm/aaaa, or the text; the date and then the text in brackets when both are there."""
    data = f"{obiettivo.scadenza:%d/%m/%Y}" if obiettivo.scadenza else ""
    if data and obiettivo.scadenza_testo:
        return f"{data} ({obiettivo.scadenza_testo})"
    return data or obiettivo.scadenza_testo


def pesi_normalizzati(scheda: SchedaFoto, obiettivi: Sequence[ObiettivoFoto]) -> dict[int, Decimal]:
    """Percent weight by number: as written, or coefficient / sum of coefficients × 100 (two decimals, half up)."""
    pesi = {obiettivo.numero: obiettivo.peso or Decimal(0) for obiettivo in obiettivi}
    somma = sum(pesi.values(), Decimal(0))
    if scheda.modo_peso == SchedaArea.ModoPeso.PERCENTUALE or not somma:
        return pesi
    return {numero: (peso * 100 / somma).quantize(Decimal("0.01"), ROUND_HALF_UP) for numero, peso in pesi.items()}


def _testo_peso(scheda: SchedaFoto, obiettivo: ObiettivoFoto, percentuali: dict[int, Decimal], decimali: int) -> str:
    if obiettivo.e_condizione:
        return "condizione"
    if obiettivo.peso is None:
        return "–"
    testo = con_decimali(obiettivo.peso, decimali)
    if scheda.modo_peso == SchedaArea.ModoPeso.COEFFICIENTE:
        return f"{testo} ({in_italiano(percentuali[obiettivo.numero])}%)"
    return testo


def _elenco(voci: Sequence[str]) -> str:
    """ "A", "A e B", "A, B e C"."""
    return " e ".join(filter(None, (", ".join(voci[:-1]), *voci[-1:])))


def _persona(persona: PersonaFoto) -> str:
    ore = f"per {in_italiano(persona.ore_settimanali)} ore" if persona.ore_settimanali else ""
    categoria = f"cat. {persona.categoria}" if persona.categoria else ""
    return " ".join(filter(None, (persona.qualifica, persona.nome, categoria, ore)))


def _personale(persone: Iterable[PersonaFoto]) -> list[PersonaleServizio]:
    servizi = []
    for servizio, del_servizio in groupby((p for p in persone if p.servizio), key=lambda persona: persona.servizio):
        righe = []
        for rapporto, gruppo in groupby(del_servizio, key=lambda persona: persona.rapporto):
            nomi = "; ".join(_persona(persona) for persona in gruppo)
            righe.append(f"personale {rapporto} coinvolto: {nomi}")
        servizi.append(PersonaleServizio(servizio, righe))
    return servizi


def _coinvolti(persone: Iterable[PersonaFoto]) -> str:
    return _elenco(
        [
            " ".join(filter(None, (persona.nome, persona.qualifica, persona.categoria)))
            for persona in persone
            if not persona.servizio
        ]
    )


def _matrici(
    scheda: SchedaFoto, obiettivi: Sequence[ObiettivoFoto], quote: dict[tuple[str, int], Decimal]
) -> list[Matrice]:
    """The matrix of the sheet, in pieces that fit on a page; none when nobody has a share."""
    presenti = {dipendente for dipendente, _ in quote}
    persone = [persona for persona in scheda.persone if persona.dipendente.codice in presenti]
    if not persone or not obiettivi:
        return []
    totali = defaultdict(Decimal)
    for (dipendente, _), quota in quote.items():
        totali[dipendente] += quota
    # Pieces of the same width, so that their columns look the same: 19 are 10 and 9.
    larghezza = ceil(len(obiettivi) / ceil(len(obiettivi) / COLONNE_DELLA_MATRICE))
    pezzi = [obiettivi[da : da + larghezza] for da in range(0, len(obiettivi), larghezza)]
    return [
        Matrice(
            numeri=[_numero(obiettivo) for obiettivo in pezzo],
            righe=[_riga_matrice(persona, pezzo, quote, totali) for persona in persone],
            e_ultima=pezzo is pezzi[-1],
        )
        for pezzo in pezzi
    ]


def _riga_matrice(
    persona: PersonaFoto,
    obiettivi: Sequence[ObiettivoFoto],
    quote: dict[tuple[str, int], Decimal],
    totali: dict[str, Decimal],
) -> RigaMatrice:
    sue = [quote.get((persona.dipendente.codice, obiettivo.numero)) for obiettivo in obiettivi]
    return RigaMatrice(
        nome=persona.nome_in_matrice or persona.nome,
        quote=["" if quota is None else f"{in_italiano(quota)}%" for quota in sue],
        totale=f"{in_italiano(totali[persona.dipendente.codice])}%",
    )


def _numero(obiettivo: ObiettivoFoto) -> str:
    return obiettivo.numero_pubblicato or str(obiettivo.numero)


def _gruppi(
    scheda: SchedaFoto,
    obiettivi: Sequence[ObiettivoFoto],
    operativi: dict[str, OperativoFoto],
    linee: dict[int, str],
    risorse: dict[UUID, str],
) -> list[Gruppo]:
    """One group per run of objectives that cite the same obiettivo operativo: the printed order never changes."""
    percentuali = pesi_normalizzati(scheda, obiettivi)
    decimali = _decimali(obiettivo.peso for obiettivo in obiettivi)
    gruppi = []
    for codice, del_gruppo in groupby(obiettivi, key=lambda obiettivo: obiettivo.operativo):
        operativo = operativi.get(codice) if codice else None
        linea = operativo.linea_pubblicata or linee.get(operativo.linea, "") if operativo else ""
        righe = [
            RigaStampa(
                obiettivo=obiettivo,
                numero=_numero(obiettivo),
                peso=_testo_peso(scheda, obiettivo, percentuali, decimali),
                scadenza=testo_scadenza(obiettivo),
                indicatori=_indicatori(obiettivo),
                e_lunga=_e_lunga(obiettivo, risorse.get(obiettivo.uid, "")),
                risorse=risorse.get(obiettivo.uid, ""),
            )
            for obiettivo in del_gruppo
        ]
        gruppi.append(Gruppo(operativo, linea, righe))
    return gruppi


def _intestazioni(scheda: SchedaFoto, obiettivi: Sequence[ObiettivoFoto]) -> Sequence[str]:
    con_tipologia = any(obiettivo.tipologia_pubblicata for obiettivo in obiettivi)
    if (
        scheda.intestazioni_pubblicate
        and (len(scheda.intestazioni_pubblicate) == COLONNE_CON_TIPOLOGIA) >= con_tipologia
    ):
        return scheda.intestazioni_pubblicate
    usuali = INTESTAZIONI if con_tipologia else INTESTAZIONI[:-1]
    if scheda.modo_peso == SchedaArea.ModoPeso.COEFFICIENTE:
        return tuple("Coeff. (%)" if testo == "Peso %" else testo for testo in usuali)
    return usuali


def _titolo(scheda: SchedaFoto, nome: str) -> str:
    if scheda.titolo_pubblicato:
        return scheda.titolo_pubblicato
    responsabile = ""
    if scheda.responsabile:
        parti = (scheda.responsabile.titolo, scheda.responsabile.nome, scheda.responsabile.cognome)
        responsabile = f" – Responsabile: {' '.join(filter(None, parti))}"
    return f"{nome}{responsabile} – Anno {scheda.anno}"


def schede_stampate(foto: Fotografia, linee: dict[int, str] | None = None) -> list[SchedaStampa]:
    """Every sheet of the fotografia, in printing order. `linee` gives the titles of the mandate's lines by number."""
    nomi = {area.slug: area.nome for area in foto[AREE]} | NOMI_SENZA_AREA
    operativi = {operativo.codice: operativo for operativo in foto[OPERATIVI]}
    obiettivi = defaultdict(list)
    for obiettivo in foto[OBIETTIVI]:
        obiettivi[obiettivo.chiave_scheda].append(obiettivo)
    risorse = risorse_degli_obiettivi(foto)
    quote = defaultdict(dict)
    for riga in foto[ASSEGNAZIONI]:
        quote[riga.area, riga.anno][riga.dipendente, riga.numero] = riga.percentuale

    def stampa(scheda: SchedaFoto) -> SchedaStampa:
        suoi = obiettivi[scheda.chiave]
        return SchedaStampa(
            scheda=scheda,
            ancora=f"{scheda.area}-{scheda.anno}",
            titolo=_titolo(scheda, nomi[scheda.area]),
            nome=nomi[scheda.area],
            intestazioni=_intestazioni(scheda, suoi),
            gruppi=_gruppi(scheda, suoi, operativi, linee or {}, risorse),
            personale=_personale(scheda.persone),
            coinvolti=_coinvolti(scheda.persone),
            matrici=_matrici(scheda, suoi, quote[scheda.chiave]),
            piede=scheda.piede_pubblicato or foto[PIANO].titolo,
            totale_pesi=sum((obiettivo.peso for obiettivo in suoi if obiettivo.peso is not None), Decimal(0)),
            decimali=_decimali(obiettivo.peso for obiettivo in suoi),
            e_bozza=foto[PIANO].stato not in STATI_CON_ATTO,
        )

    return [stampa(scheda) for scheda in foto[SCHEDE]]


def parti(foto: Fotografia, linee: dict[int, str] | None = None) -> list[ParteStampa]:
    """The parts of Allegato 1 in printing order, each with its sheets."""
    copertine = {copertina.area: copertina.testo for copertina in foto[PIANO].copertine}
    return [
        ParteStampa(
            slug=area,
            nome=schede[0].nome,
            copertina=_copertina(foto, schede[0].nome, copertine.get(area)),
            schede=schede,
        )
        for area, schede in (
            (area, list(gruppo))
            for area, gruppo in groupby(schede_stampate(foto, linee), key=lambda stampa: stampa.scheda.area)
        )
    ]


def _copertina(foto: Fotografia, nome: str, testo: str | None) -> list[Capoverso]:
    """Paragraphs of the cover: as the act prints it, or the usual wording of the year. One of them is the heading."""
    ente, piano = foto[ENTE], foto[PIANO]
    provincia = f"Provincia di {ente.provincia}" if ente.provincia else ""
    usuale = (ente.denominazione, provincia, nome, dicitura("copertina", piano.anno_inizio))
    testo = testo or "\n\n".join((*usuale, f"Anni {piano.anno_inizio}-{piano.anno_fine}"))
    ruoli = {ente.denominazione.casefold(): "ente", nome.casefold(): "area"}
    paragrafi = [paragrafo.strip() for paragrafo in testo.split("\n\n") if paragrafo.strip()]
    if nome.casefold() not in map(str.casefold, paragrafi):
        paragrafi.insert(0, nome)
    return [Capoverso(ruoli.get(paragrafo.casefold(), "testo"), paragrafo) for paragrafo in paragrafi]
