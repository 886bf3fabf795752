"""The columns of a PEG, by the names that accounting programs give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piani.models.peg import ANNI_PEG
from semproniano.core.griglie.colonne import Campo

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMPETENZA = (
    *("", "previsione", "previsioni", "prev", "previsione competenza", "previsioni competenza", "prev competenza"),
    *("previsione di competenza", "previsioni di competenza", "prev di competenza", "prev comp", "previsione comp"),
    *("competenza", "comp", "cp", "stanziamento", "stanziamenti", "stanz", "stanziamento competenza", "stanz comp"),
    *("stanziamento di competenza", "stanziamento comp", "stanz competenza", "importo", "importo competenza"),
    *("previsione iniziale", "previsioni iniziali", "stanziamento iniziale", "stanz iniziale", "previsione assestata"),
    *("previsione definitiva", "stanziamento assestato", "stanziamento attuale", "assestato", "bilancio", "budget"),
    *("previsioni dell", "previsione dell", "stanziamento dell", "peg", "assegnazione", "assegnato"),
)
_IMPEGNATO = (
    *("di cui gia impegnato", "di cui impegnato", "gia impegnato", "impegnato", "di cui gia impegnata", "impegni"),
    *("di cui gia impegnate", "impegni gia assunti", "di cui impegni", "impegnato competenza"),
)
_FPV = (
    *("fpv", "di cui fpv", "fondo pluriennale vincolato", "di cui fondo pluriennale vincolato", "stanziamento fpv"),
    *("di cui fondo pluriennale", "previsione fpv", "stanz fpv"),
)
_CASSA = (
    *("cassa", "previsione cassa", "previsioni cassa", "previsione di cassa", "previsioni di cassa", "prev cassa"),
    *("stanziamento cassa", "stanziamento di cassa", "stanz cassa", "stanz di cassa", "autorizzazione di cassa", "cs"),
    *("previsioni di cassa dell", "previsione di cassa dell"),
)
_RESIDUI = (
    *("residui", "residui presunti", "rs", "residui iniziali", "residui attivi", "residui passivi", "residuo"),
    *("residui presunti al termine dell esercizio precedente", "residui attivi presunti", "residui passivi presunti"),
)
# Beginnings that are followed by anything: "Previsione 2025 (euro)", "Competenza 2025 dopo la variazione".
_INIZI_COMPETENZA = ("previsione", "previsioni", "competenza", "previsione di competenza", "previsioni di competenza")


def _anni(posto: int, anno: int) -> tuple[str, ...]:
    """How a heading names the year of the plan that has this place: 2025, anno 2025, anno 1, n+1."""
    ordinale = ("primo", "secondo", "terzo")[posto - 1]
    relativo = "n" if posto == 1 else f"n {posto - 1}"
    return (
        *(f"{anno}", f"anno {anno}", f"esercizio {anno}", f"per il {anno}", f"{anno % 100}"),
        *(f"anno {posto}", f"anno{posto}", f"{posto} anno", f"{ordinale} anno", f"anno {relativo}", relativo),
    )


def _incroci(parole: tuple[str, ...], anni: tuple[str, ...]) -> Iterator[str]:
    for parola in parole:
        for anno in anni:
            yield f"{parola} {anno}".strip()
            yield f"{anno} {parola}".strip()


def _per_anno(nome: str, titolo: str, parole: tuple[str, ...], primo: int, inizi: tuple[str, ...] = ()) -> list[Campo]:
    """The three columns of a kind of amount; the first year may go without its number."""
    campi = []
    for posto in range(1, ANNI_PEG + 1):
        anno = primo + posto - 1
        # "1" and "25" alone are the numbers of the columns, or anything else.
        nomi = {voce for voce in _incroci(parole, _anni(posto, anno)) if not (voce.isdecimal() and len(voce) < 4)}
        if posto == 1:
            nomi |= set(parole) - {""}
        campi.append(
            Campo(
                f"{nome}_{posto}",
                f"{titolo} {anno}",
                nomi=frozenset(nomi),
                inizi=tuple(f"{inizio} {anno}" for inizio in inizi),
                e_obbligatorio=nome == "competenza" and posto == 1,
            )
        )
    return campi


def _primo_anno(nome: str, titolo: str, parole: tuple[str, ...], primo: int) -> Campo:
    nomi = frozenset(_incroci(parole, _anni(1, primo))) | frozenset(parole)
    return Campo(nome, f"{titolo} {primo}", nomi=nomi)


_DI_TESTO = (
    Campo(
        "parte",
        "Entrata o spesa",
        nomi=("parte", "e s", "e u", "es", "eu", "entrata spesa", "entrata uscita", "entrate spese", "entrate uscite"),
    ),
    Campo("tipo", "Tipo di riga", nomi=("tipo", "tipo riga", "tipo di riga")),
    Campo("titolo", "Titolo", nomi=("titolo", "tit", "codice titolo", "cod titolo", "titoli", "n titolo")),
    Campo(
        "tipologia",
        "Tipologia",
        nomi=("tipologia", "tip", "codice tipologia", "cod tipologia", "tipologie", "titolo tipologia"),
    ),
    Campo(
        "categoria",
        "Categoria",
        nomi=("categoria", "cat", "categ", "codice categoria", "cod categoria", "categorie"),
    ),
    Campo("missione", "Missione", nomi=("missione", "miss", "mis", "codice missione", "cod missione", "missioni")),
    Campo(
        "programma",
        "Programma",
        nomi=("programma", "prog", "progr", "pgm", "codice programma", "cod programma", "missione programma"),
    ),
    Campo(
        "macroaggregato",
        "Macroaggregato",
        nomi=("macroaggregato", "macro", "macroagg", "macr", "codice macroaggregato", "cod macroaggregato", "mac"),
        inizi=("macroaggregat", "macroaggregato"),
    ),
    Campo(
        "codice_bilancio",
        "Codice di bilancio",
        nomi=(
            *("codice bilancio", "codice di bilancio", "cod bilancio", "classificazione", "codifica", "cod bil"),
            *("classificazione di bilancio", "codice armonizzato", "codice d lgs 118", "codice 118", "bilancio"),
        ),
    ),
    Campo(
        "conto",
        "Piano dei conti",
        nomi=(
            *("piano dei conti", "conto", "pdc", "p d c", "pdcf", "piano conti", "piano finanziario", "pf", "pcf"),
            *("codice pdc", "codice piano dei conti", "conto finanziario", "codice conto", "codice piano finanziario"),
            *("iv livello", "v livello", "quarto livello", "quinto livello", "4 livello", "5 livello", "livello iv"),
            *("piano dei conti finanziario", "codice piano dei conti finanziario", "cod piano dei conti", "livello v"),
        ),
        inizi=("piano dei conti",),
    ),
    Campo(
        "capitolo",
        "Capitolo",
        nomi=(
            *("capitolo", "cap", "capitoli", "n capitolo", "numero capitolo", "num capitolo", "nr capitolo"),
            *("codice capitolo", "cod capitolo", "capitolo peg", "capitolo di peg", "cap peg", "capitolo articolo"),
            *("cap art", "cod cap", "n cap", "voce peg", "codice peg", "capitolo di bilancio", "cap e art"),
        ),
        e_obbligatorio=True,
    ),
    Campo(
        "articolo",
        "Articolo",
        nomi=("articolo", "art", "articoli", "n articolo", "numero articolo", "num articolo", "codice articolo"),
    ),
    Campo(
        "denominazione",
        "Denominazione",
        nomi=(
            *("denominazione", "descrizione", "oggetto", "descr", "descrizione capitolo", "denominazione capitolo"),
            *("descrizione del capitolo", "denominazione del capitolo", "descrizione voce", "descrizione capitolo peg"),
            *(
                "oggetto del capitolo",
                "voce",
                "descrizione articolo",
                "descrizione peg",
                "descrizione capitolo articolo",
            ),
        ),
        e_obbligatorio=True,
    ),
    Campo(
        "area",
        "Responsabile",
        nomi=(
            *("responsabile", "area", "settore", "servizio", "centro di responsabilita", "cdr", "responsabile peg"),
            *("responsabile di peg", "resp", "responsabile del servizio", "responsabile servizio", "direzione"),
            *("unita organizzativa", "centro responsabilita", "responsabile area", "responsabile di area", "ufficio"),
            *("codice responsabile", "struttura", "assegnatario", "titolare", "responsabile del centro"),
        ),
        inizi=("responsabile", "centro di responsabilita"),
    ),
    Campo(
        "centro_di_costo",
        "Centro di costo",
        nomi=("centro di costo", "centro costo", "cdc", "c d c", "centri di costo", "codice centro di costo"),
        inizi=("centro di costo",),
    ),
)


def campi_del_peg(primo: int) -> tuple[Campo, ...]:
    """The fields of a row, in a plan whose first year is `primo`: amounts are recognised by their year."""
    return (
        *_DI_TESTO,
        *_per_anno("competenza", "Competenza", _COMPETENZA, primo, _INIZI_COMPETENZA),
        _primo_anno("cassa", "Cassa", _CASSA, primo),
        _primo_anno("residui", "Residui presunti", _RESIDUI, primo),
        *_per_anno("impegnato", "Di cui già impegnato", _IMPEGNATO, primo),
        *_per_anno("fpv", "Di cui FPV", _FPV, primo),
    )


IMPORTI = (
    *(f"competenza_{anno}" for anno in range(1, ANNI_PEG + 1)),
    *("cassa", "residui"),
    *(f"{nome}_{anno}" for nome in ("impegnato", "fpv") for anno in range(1, ANNI_PEG + 1)),
)
"""Names of the fields that hold euro."""
NOMI_DEL_CAPITOLO = frozenset(next(campo for campo in _DI_TESTO if campo.nome == "capitolo").nomi)
