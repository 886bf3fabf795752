"""How the sections of this app are compared: objectives by uid, indicators and steps inside them, shares of people."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from obiettivi.models import Indicatore, ObiettivoGestionale, ValoreAtteso
from obiettivi.sezioni.letture import ASSEGNAZIONI, OBIETTIVI, OPERATIVI, RISORSE
from piani.models import Capitolo
from piani.sezioni import SCHEDE
from piani.sezioni.confronto import campi_del_modello, confronto_di, in_parole
from semproniano.core.differenze import (
    Cambio,
    Campo,
    CampoCambiato,
    appaia,
    appaia_simili,
    campi_cambiati,
    sorte_di,
    spostate,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from decimal import Decimal
    from uuid import UUID

    from obiettivi.sezioni.forme import (
        FaseFoto,
        IndicatoreFoto,
        ObiettivoFoto,
        PesoPersonaleFoto,
        ValoreAttesoFoto,
    )
    from piani.sezioni import Fotografia

OPERATORI = dict(ValoreAtteso.Operatore.choices)


def _fase(fase: FaseFoto) -> str:
    date = " ".join(
        f"{parola} {in_parole(giorno)}" for parola, giorno in (("dal", fase.dal), ("al", fase.al)) if giorno
    )
    return f"{fase.attivita} ({date})" if date else fase.attivita


def _attesi(valori: Sequence[ValoreAttesoFoto]) -> str:
    return "\n".join(
        f"{riga.anno}: {OPERATORI[riga.operatore]} {in_parole(riga.data or riga.valore)}" for riga in valori
    )


def _pesi_personali(pesi: Sequence[PesoPersonaleFoto]) -> str:
    return "\n".join(f"{riga.dipendente}: {in_parole(riga.peso)}" for riga in pesi)


CAMPI_OBIETTIVO = (
    *campi_del_modello(
        ObiettivoGestionale,
        ("descrizione", "peso", "e_condizione", "scadenza", "scadenza_testo", "ambito", "natura", "operativo",
         "tipologia_pubblicata", "numero_pubblicato"),
    ),
    Campo("trasversale", "Obiettivo trasversale", lambda uid: "preso dalla scheda di ente"),
    Campo("pesi_personali", "Pesi di singole persone", _pesi_personali),
)  # fmt: skip
CAMPI_INDICATORE = (
    *campi_del_modello(
        Indicatore,
        ("descrizione", "valore_atteso", "peso", "tipo", "unita", "direzione", "baseline", "baseline_anno", "formula",
         "fonte"),
    ),
    Campo("valori_attesi", "Valori attesi per anno", _attesi),
)  # fmt: skip
CAMPI_OPERATIVO = (
    Campo("descrizione", "Descrizione"),
    Campo("missione", "Missione"),
    Campo("programma", "Programma"),
    Campo("strategico_descrizione", "Obiettivo strategico"),
    Campo("linea", "Linea di mandato"),
)


@confronto_di(OPERATIVI)
def confronta_operativi(prima: Fotografia, dopo: Fotografia) -> Iterator[Cambio]:
    for codice, era, ora in appaia(prima[OPERATIVI], dopo[OPERATIVI], lambda riga: riga.codice):
        cambiati = tuple(campi_cambiati(CAMPI_OPERATIVO, era, ora))
        if cambiati:
            yield Cambio(OPERATIVI.codice, codice, f"Obiettivo operativo {codice}", sorte_di(era, ora), cambiati)


# --- objectives ------------------------------------------------------------------------------------


@confronto_di(OBIETTIVI)
def confronta_obiettivi(prima: Fotografia, dopo: Fotografia) -> Iterator[Cambio]:
    prime, seconde = (_per_scheda(foto[OBIETTIVI]) for foto in (prima, dopo))
    for chiave in dict.fromkeys([*prime, *seconde]):
        yield from _della_scheda(prime.get(chiave, {}), seconde.get(chiave, {}))


def _per_scheda(obiettivi: Iterable[ObiettivoFoto]) -> dict[tuple[str, int], dict[UUID, ObiettivoFoto]]:
    gruppi: dict[tuple[str, int], dict[UUID, ObiettivoFoto]] = defaultdict(dict)
    for voce in obiettivi:
        gruppi[voce.chiave_scheda][voce.uid] = voce
    return dict(gruppi)


def _della_scheda(prima: dict[UUID, ObiettivoFoto], dopo: dict[UUID, ObiettivoFoto]) -> Iterator[Cambio]:
    mosse = spostate(prima, dopo)
    for uid in dict.fromkeys([*dopo, *prima]):
        era, ora = prima.get(uid), dopo.get(uid)
        cambiati = (*campi_cambiati(CAMPI_OBIETTIVO, era, ora), *_indicatori(era, ora), *_fasi(era, ora))
        if cambiati or era is None or ora is None or uid in mosse:
            riga = era if ora is None else ora
            numero_di_prima = f" (era il {era.numero})" if era and ora and era.numero != ora.numero else ""
            yield Cambio(
                sezione=OBIETTIVI.codice,
                chiave=str(uid),
                titolo=f"Obiettivo {riga.numero}{numero_di_prima}",
                sorte=sorte_di(era, ora),
                campi=cambiati,
                area=riga.area,
                anno=riga.anno,
                spostato=uid in mosse,
            )


def _indicatori(era: ObiettivoFoto | None, ora: ObiettivoFoto | None) -> Iterator[CampoCambiato]:
    prime, seconde = (() if riga is None else riga.indicatori for riga in (era, ora))
    uno_solo = max(len(prime), len(seconde)) == 1
    yield from _righe_interne(
        "indicatori",
        "descrizione",
        prime,
        seconde,
        lambda posto: "" if uno_solo else f" {posto + 1}",
        _campi_indicatore,
    )


def _campi_indicatore(
    era: IndicatoreFoto | None, ora: IndicatoreFoto | None, numero: str
) -> Iterator[tuple[str, str, str, str]]:
    for campo in campi_cambiati(CAMPI_INDICATORE, era, ora):
        # The field that is called as the row itself needs no second name.
        nome = "" if campo.campo == "descrizione" else f": {campo.etichetta[0].lower()}{campo.etichetta[1:]}"
        yield campo.campo, f"Indicatore{numero}{nome}", campo.prima, campo.dopo


def _fasi(era: ObiettivoFoto | None, ora: ObiettivoFoto | None) -> Iterator[CampoCambiato]:
    prime, seconde = (() if riga is None else riga.fasi for riga in (era, ora))
    yield from _righe_interne("fasi", "attivita", prime, seconde, lambda posto: f" {posto + 1}", _campi_fase)


def _campi_fase(era: FaseFoto | None, ora: FaseFoto | None, numero: str) -> Iterator[tuple[str, str, str, str]]:
    yield "", f"Fase{numero}", *("" if fase is None else _fase(fase) for fase in (era, ora))


def _righe_interne(
    gruppo: str, nome: str, prima: Sequence, dopo: Sequence, numero: Callable[[int], str], campi: Callable
) -> Iterator[CampoCambiato]:
    """The fields of rows inside an objective; their path has the place of the row now, else the one it had.

    `nome` is the field by which a row is recognised."""
    for posto_prima, posto_dopo in appaia_simili(prima, dopo, lambda riga: getattr(riga, nome)):
        posto = posto_prima if posto_dopo is None else posto_dopo
        era = None if posto_prima is None else prima[posto_prima]
        ora = None if posto_dopo is None else dopo[posto_dopo]
        for campo, etichetta, testo_prima, testo_dopo in campi(era, ora, numero(posto)):
            percorso = "/".join(filter(None, (gruppo, str(posto), campo)))
            yield CampoCambiato(percorso, etichetta, testo_prima, testo_dopo)


# --- shares ----------------------------------------------------------------------------------------


@confronto_di(ASSEGNAZIONI)
def confronta_quote(prima: Fotografia, dopo: Fotografia) -> Iterator[Cambio]:
    """A change for each person whose shares are others, by the objective they are of, whatever its number."""
    quote_prima, quote_dopo = _quote(prima), _quote(dopo)
    nomi = {**_nomi(prima), **_nomi(dopo)}
    numeri = {**_numeri(prima), **_numeri(dopo)}
    for chiave in dict.fromkeys([*quote_dopo, *quote_prima]):
        area, anno, codice = chiave
        era, ora = quote_prima.get(chiave, {}), quote_dopo.get(chiave, {})
        cambiati = tuple(
            CampoCambiato(
                str(uid), f"Obiettivo {numeri[area, anno, uid]}", *map(_percento, (era.get(uid), ora.get(uid)))
            )
            for uid in dict.fromkeys([*era, *ora])
            if era.get(uid) != ora.get(uid)
        )
        if cambiati:
            titolo = f"Quote di {nomi.get(chiave, codice)}"
            sorte = sorte_di(era or None, ora or None)
            yield Cambio(ASSEGNAZIONI.codice, codice, titolo, sorte, cambiati, area, anno)


def _quote(foto: Fotografia) -> dict[tuple[str, int, str], dict[UUID, Decimal]]:
    """Share by objective, by sheet and person."""
    uid = {(voce.area, voce.anno, voce.numero): voce.uid for voce in foto[OBIETTIVI]}
    quote: dict[tuple[str, int, str], dict[UUID, Decimal]] = defaultdict(dict)
    for riga in foto[ASSEGNAZIONI]:
        quote[riga.area, riga.anno, riga.dipendente][uid[riga.area, riga.anno, riga.numero]] = riga.percentuale
    return dict(quote)


def _nomi(foto: Fotografia) -> dict[tuple[str, int, str], str]:
    return {
        (*scheda.chiave, persona.dipendente.codice): persona.nome
        for scheda in foto[SCHEDE]
        for persona in scheda.persone
    }


def _numeri(foto: Fotografia) -> dict[tuple[str, int, UUID], int]:
    return {(voce.area, voce.anno, voce.uid): voce.numero for voce in foto[OBIETTIVI]}


def _percento(quota: Decimal | None) -> str:
    return "" if quota is None else f"{in_parole(quota)}%"


# --- resources -------------------------------------------------------------------------------------


@confronto_di(RISORSE)
def confronta_risorse(prima: Fotografia, dopo: Fotografia) -> Iterator[Cambio]:
    """A change for each objective that uses other capitoli of the PEG."""
    risorse_prima, risorse_dopo = _risorse(prima), _risorse(dopo)
    numeri = {**_numeri(prima), **_numeri(dopo)}
    for chiave in dict.fromkeys([*risorse_dopo, *risorse_prima]):
        area, anno, uid = chiave
        era, ora = risorse_prima.get(chiave, ""), risorse_dopo.get(chiave, "")
        if era != ora:
            campo = CampoCambiato("capitoli", "Capitoli", era, ora)
            titolo = f"Risorse dell'obiettivo {numeri[chiave]}"
            yield Cambio(RISORSE.codice, str(uid), titolo, sorte_di(era or None, ora or None), (campo,), area, anno)


def _risorse(foto: Fotografia) -> dict[tuple[str, int, UUID], str]:
    """The capitoli in words, a line each, by sheet and objective."""
    righe: dict[tuple[str, int, UUID], list[str]] = defaultdict(list)
    for riga in foto[RISORSE]:
        righe[riga.area, riga.anno, riga.obiettivo].append(f"{Capitolo.Parte(riga.parte).label} {riga.numero}")
    return {chiave: "\n".join(voci) for chiave, voci in righe.items()}
