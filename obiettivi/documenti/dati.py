"""The data of the plan: obiettivi.csv, obiettivi.xlsx, piano.json."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from obiettivi.documenti.risorse import risorse_degli_obiettivi
from obiettivi.documenti.stampa import SchedaStampa, parti, pesi_normalizzati, testo_scadenza
from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI
from piani.documenti.base import DOCUMENTI, Lavoro, TipoDocumento
from piani.documenti.impaginazione import contesto
from piani.models import Documento, SchedaArea
from piani.sezioni import ENTE, NARRATIVA, PEG, PIANO, da_json
from piani.sezioni.peg import PegFoto
from semproniano.core.documenti.csv import csv_bytes
from semproniano.core.documenti.xlsx import Cartella, Colonna, Formato, Formula, nome_di_foglio
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obiettivi.documenti.forme import RigaStampa
    from obiettivi.sezioni import ObiettivoFoto
    from piani.sezioni import Fotografia

COLONNE_CSV = (
    "area",
    "anno",
    "numero",
    "numero_pubblicato",
    "descrizione",
    "peso",
    "indicatori",
    "valori_attesi",
    "data_fine_attesa",
    "ambito",
    "natura",
)
COLONNE_XLSX = (
    Colonna("N.", 8, Formato.INTERO),
    Colonna("N. pubblicato", 10),
    Colonna("Descrizione", 46),
    Colonna("Peso", 9, Formato.NUMERO, minimo=0, massimo=100, totale=True),
    Colonna("Indicatori", 36),
    Colonna("Valori attesi", 36),
    Colonna("Data fine attesa", 12, Formato.DATA),
    Colonna("Scadenza in parole", 16),
    Colonna("Ambito", 13),
    Colonna("Natura", 14),
    Colonna("Tipologia", 14),
)
COLONNA_PESO = "D"
LUNGHEZZA_SLUG = 16


def _indicatori(obiettivo: ObiettivoFoto) -> tuple[str, str]:
    """Indicators and expected values, one a line, in the same order."""
    return (
        "\n".join(indicatore.descrizione for indicatore in obiettivo.indicatori),
        "\n".join(indicatore.valore_atteso for indicatore in obiettivo.indicatori),
    )


def csv_obiettivi(ingresso: bytes) -> bytes:
    """One row per objective; weight with a decimal comma, date gg/mm/aaaa or the text of the term.

    Where objectives use capitoli of the PEG, a last column says which; a body without PEG has no such column.
    """
    foto = da_json(ingresso)
    risorse = risorse_degli_obiettivi(foto)
    return csv_bytes(
        (*COLONNE_CSV, "risorse") if risorse else COLONNE_CSV,
        (
            (
                obiettivo.area,
                obiettivo.anno,
                obiettivo.numero,
                obiettivo.numero_pubblicato,
                obiettivo.descrizione,
                in_italiano(obiettivo.peso),
                *_indicatori(obiettivo),
                testo_scadenza(obiettivo),
                obiettivo.ambito,
                obiettivo.natura,
                *([risorse.get(obiettivo.uid, "")] if risorse else []),
            )
            for obiettivo in foto[OBIETTIVI]
        ),
    )


def _riga_xlsx(riga: RigaStampa) -> list[object]:
    obiettivo = riga.obiettivo
    return [
        obiettivo.numero,
        obiettivo.numero_pubblicato,
        obiettivo.descrizione,
        obiettivo.peso,
        *_indicatori(obiettivo),
        obiettivo.scadenza,
        obiettivo.scadenza_testo,
        obiettivo.ambito,
        obiettivo.natura,
        obiettivo.tipologia_pubblicata,
    ]


def _righe(stampa: SchedaStampa) -> list[RigaStampa]:
    return [riga for gruppo in stampa.gruppi for riga in gruppo.righe]


def _obiettivi(stampa: SchedaStampa) -> list[ObiettivoFoto]:
    return [riga.obiettivo for riga in _righe(stampa)]


def _foglio_scheda(cartella: Cartella, nome: str, stampa: SchedaStampa) -> None:
    """A sheet with its objectives. Where weights are coefficients, the percentages they come to stand beside them;
    where objectives use capitoli of the PEG, a last column says which."""
    righe = _righe(stampa)
    colonne, celle = list(COLONNE_XLSX), list(map(_riga_xlsx, righe))
    if stampa.scheda.modo_peso != SchedaArea.ModoPeso.PERCENTUALE:
        percentuali = pesi_normalizzati(stampa.scheda, _obiettivi(stampa))
        colonne.append(Colonna("Peso in percentuale", 12, Formato.PERCENTO))
        for riga, sue in zip(righe, celle, strict=True):
            sue.append(percentuali[riga.obiettivo.numero])
    if any(riga.risorse for riga in righe):
        colonne.append(Colonna("Risorse (PEG)", 30))
        for riga, sue in zip(righe, celle, strict=True):
            sue.append(riga.risorse)
    cartella.foglio(nome, colonne=colonne, righe=celle)


def _foglio_quote(cartella: Cartella, nome: str, stampa: SchedaStampa, quote: dict[tuple[str, int], object]) -> None:
    """The matrix dipendente × obiettivo of a sheet, with the total of each person as a formula."""
    obiettivi = _obiettivi(stampa)
    righe = []
    for persona in stampa.scheda.persone:
        valori = [quote.get((persona.dipendente.codice, obiettivo.numero)) for obiettivo in obiettivi]
        presenti = [valore for valore in valori if valore is not None]
        if presenti:
            numero = len(righe) + 2
            somma = Formula(f"=SUM(B{numero}:{_lettera(len(valori))}{numero})", sum(presenti))
            righe.append([persona.nome_in_matrice or persona.nome, *valori, somma])
    if righe:
        colonne = [Colonna(f"% Ob. {obiettivo.numero}", 9, Formato.NUMERO) for obiettivo in obiettivi]
        cartella.foglio(
            f"quote {nome}",
            colonne=[Colonna("Dipendente", 32), *colonne, Colonna("Totale", 10, Formato.NUMERO)],
            righe=righe,
        )


def _lettera(posto: int) -> str:
    """Column letter: 0 → A, 26 → AA."""
    lettere = ""
    while posto >= 0:
        lettere = chr(ord("A") + posto % 26) + lettere
        posto = posto // 26 - 1
    return lettere


def _nomi_fogli(stampe: list[SchedaStampa]) -> dict[tuple[str, int], str]:
    """ "amministrativa 2019" by area and year; long names that would become equal get a number."""
    volte: Counter[str] = Counter()
    corti: dict[str, str] = {}
    for slug in dict.fromkeys(stampa.scheda.area for stampa in stampe):
        # The year at the end must survive Excel's limit of 31 characters, and "quote " may come in front.
        corto = slug[:LUNGHEZZA_SLUG]
        volte[corto] += 1
        corti[slug] = f"{corto}~{volte[corto]}" if volte[corto] > 1 else corto
    return {
        stampa.scheda.chiave: nome_di_foglio(f"{corti[stampa.scheda.area]} {stampa.scheda.anno}") for stampa in stampe
    }


def xlsx_obiettivi(ingresso: bytes) -> bytes:
    """A summary with the totals as formulas, then a sheet per area and year, then the staff matrices."""
    foto = da_json(ingresso)
    ente, piano = foto[ENTE], foto[PIANO]
    stampe = [stampa for parte in parti(foto) for stampa in parte.schede]
    nomi = _nomi_fogli(stampe)
    avviso = contesto(foto)["avviso"]
    titolo = " – ".join(filter(None, (piano.titolo, ente.denominazione, avviso)))
    cartella = Cartella(titolo=titolo, autore=ente.denominazione, oggetto="Obiettivi delle aree")
    cartella.foglio(
        "Riepilogo",
        colonne=(
            Colonna("Area", 40),
            Colonna("Anno", 8, Formato.TESTO),
            Colonna("Obiettivi", 11, Formato.INTERO, totale=True),
            Colonna("Totale dei pesi", 16, Formato.NUMERO),
            Colonna("Foglio", 26),
        ),
        righe=(
            (stampa.nome, str(stampa.scheda.anno), stampa.quanti, _somma(foglio, stampa), foglio)
            for stampa, foglio in zip(stampe, nomi.values(), strict=True)
        ),
    )
    quote: dict[tuple[str, int], dict] = {}
    for riga in foto[ASSEGNAZIONI]:
        quote.setdefault((riga.area, riga.anno), {})[riga.dipendente, riga.numero] = riga.percentuale
    for stampa in stampe:
        _foglio_scheda(cartella, nomi[stampa.scheda.chiave], stampa)
    for stampa in stampe:
        _foglio_quote(cartella, nomi[stampa.scheda.chiave], stampa, quote.get(stampa.scheda.chiave, {}))
    return cartella.contenuto()


def _somma(foglio: str, stampa: SchedaStampa) -> Formula | int:
    """Sum of the weights in the sheet's own cells; a sheet without objectives has none."""
    if not stampa.quanti:
        return 0
    celle = f"{COLONNA_PESO}2:{COLONNA_PESO}{stampa.quanti + 1}"
    return Formula(f"=SUM('{foglio}'!{celle})", stampa.totale_pesi)


def json_piano(ingresso: bytes) -> bytes:
    """The fotografia itself, which is already in canonical form."""
    return ingresso


def lavori(foto: Fotografia) -> Iterator[Lavoro]:
    senza_narrativa = foto.con({NARRATIVA.codice: (), PEG.codice: PegFoto()}).json()
    righe = "Gli obiettivi con pesi, indicatori, valori attesi e scadenze"
    yield Lavoro(
        "obiettivi.xlsx",
        xlsx_obiettivi,
        senza_narrativa,
        **_voce("foglio di calcolo", f"{righe}: un foglio per scheda."),
    )
    yield Lavoro(
        "obiettivi.csv", csv_obiettivi, senza_narrativa, **_voce("tabella CSV", f"{righe}: una riga per obiettivo.")
    )
    yield Lavoro("piano.json", json_piano, foto.json(), **_voce("JSON", "Tutto il piano in forma di dati."))


def _voce(formato: str, descrizione: str) -> dict[str, str]:
    """What the file is called where it is listed."""
    return {
        "tipo": Documento.Tipo.DATI.value,
        "titolo": f"Dati del piano: {formato}",
        "descrizione": descrizione,
        "passo": f"Dati, {formato}",
    }


def registra() -> None:
    DOCUMENTI.registra(TipoDocumento("dati", 40, lavori))
