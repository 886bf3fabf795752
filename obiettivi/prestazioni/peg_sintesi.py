"""Synthetic PEG of any size: codes and names of the law's lists, years that balance, invented capitoli that say so."""

from __future__ import annotations

from decimal import Decimal
from itertools import cycle, islice
from typing import TYPE_CHECKING

from django.conf import settings

from piani.importers.liste import righe_del_file
from piani.sezioni import AREE, PEG
from piani.sezioni.peg import CapitoloFoto, PegFoto, VoceBilancioFoto, codici_usati
from piani.sezioni.peg_totali import pareggio

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from piani.sezioni import Fotografia

SPESE_PER_ENTRATA = 3
"""Capitoli of spesa for one of entrata, about as in the PEG of a real body."""
_SOLO_REGIONI = "solo per le Regioni"
_NOMI = (
    "personale",
    "acquisto di beni",
    "prestazioni di servizi",
    "manutenzione ordinaria degli impianti e degli edifici",
)


def con_peg(foto: Fotografia, capitoli: int) -> Fotografia:
    """The plan with a PEG of `capitoli` rows over its areas, avanzo and disavanzo among them. The same arguments give
    the same rows."""
    aree = [area.slug for area in foto[AREE]]
    entrate = list(islice(_entrate(aree), capitoli // (SPESE_PER_ENTRATA + 1)))
    spese = list(islice(_spese(aree), capitoli - len(entrate) - 2))
    # What makes each year balance: money of the years before, or missing from them.
    saldi = [anno.differenza for anno in pareggio((*entrate, *spese))]
    riporti = (
        _riga("entrata", 0, aree, tipo="avanzo", denominazione="Avanzo presunto di esempio",
              competenza=tuple(max(-saldo, Decimal(0)) for saldo in saldi)),
        _riga("spesa", 0, aree, tipo="disavanzo", denominazione="Disavanzo presunto di esempio",
              competenza=tuple(max(saldo, Decimal(0)) for saldo in saldi)),
    )  # fmt: skip
    righe = tuple(sorted((*riporti, *entrate, *spese), key=lambda riga: riga.posto))
    return foto.con({PEG.codice: PegFoto(voci=_voci(righe), capitoli=righe)})


def _lista(nome: str) -> list[dict[str, str]]:
    """The rows that a Comune uses."""
    righe = (riga for _, riga in righe_del_file(settings.BASE_DIR / "fixtures" / "liste" / f"{nome}.csv"))
    return [
        riga for riga in righe if riga.get("solo_regioni") != "si" and _SOLO_REGIONI not in riga["descrizione"]
    ]  # fmt: skip


def _entrate(aree: list[str]) -> Iterator[CapitoloFoto]:
    for numero, tipologia in enumerate(cycle(_lista("tipologie_entrata")), start=1):
        yield _riga(
            "entrata", numero, aree, titolo=tipologia["titolo"], tipologia=tipologia["codice"],
            categoria=f"{tipologia['codice'].replace('.', '')}{numero % 3 + 1:02d}", conto="E.1.01.01.06",
        )  # fmt: skip


def _spese(aree: list[str]) -> Iterator[CapitoloFoto]:
    macroaggregati = cycle([riga for riga in _lista("macroaggregati_spesa") if riga["titolo"] in "12"])
    for numero, programma in enumerate(cycle(_lista("programmi")), start=1):
        macroaggregato = next(macroaggregati)
        yield _riga(
            "spesa", numero, aree, missione=programma["missione"], programma=programma["codice"],
            titolo=macroaggregato["titolo"], macroaggregato=macroaggregato["codice"], conto="U.1.03.02.05",
            # Known for some rows only, as in real exports.
            impegnato=(Decimal(numero * 7), None, None) if numero % 5 == 0 else (None, None, None),
            fpv=(None, Decimal(numero * 3), Decimal(0)) if numero % 11 == 0 else (None, None, None),
        )  # fmt: skip


def _riga(parte: str, numero: int, aree: list[str], **campi: object) -> CapitoloFoto:
    importo = Decimal(1000 + numero * 7919 % 250_000) + Decimal(numero % 100) / 100
    usuali = {
        "tipo": "capitolo", "titolo": "", "tipologia": "", "categoria": "", "missione": "", "programma": "",
        "macroaggregato": "", "conto": "", "capitolo": f"{numero * 10:09d}", "articolo": f"{numero % 3:03d}",
        "denominazione": f"Capitolo di esempio {numero}: {_NOMI[numero % len(_NOMI)]}",
        "area": aree[numero % len(aree)], "centro_di_costo": "",
        "competenza": (importo, importo * 2, importo + 50), "cassa": importo + 500, "residui": Decimal(numero * 3),
        "impegnato": (None, None, None), "fpv": (None, None, None),
    }  # fmt: skip
    return CapitoloFoto(parte=parte, **(usuali | campi))


def _voci(righe: Iterable[CapitoloFoto]) -> tuple[VoceBilancioFoto, ...]:
    """Names of the codes in use."""
    nomi = {
        (lista, riga["codice"]): riga["descrizione"]
        for lista, file in (("missione", "missioni"), ("programma", "programmi"), ("tipologia", "tipologie_entrata"),
                            ("macroaggregato", "macroaggregati_spesa"), ("conto", "piano_conti"))
        for riga in _lista(file)
    } | {
        (f"titolo-{parte}", riga["titolo"]): riga["titolo_descrizione"]
        for parte, file in (("entrata", "tipologie_entrata"), ("spesa", "macroaggregati_spesa"))
        for riga in _lista(file)
    }  # fmt: skip
    return tuple(
        VoceBilancioFoto(lista=lista, codice=codice, descrizione=nomi[lista, codice])
        for lista, codice in sorted(codici_usati(righe))
        if (lista, codice) in nomi
    )
