"""Section of the PEG contabile: the capitoli, and the names of the codes that they use."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from piani.models import Capitolo
from piani.selectors import LetturaPiano
from piani.sezioni.base import SEZIONI, Fotografia, Sezione, Voce
from semproniano.core.numeri import senza_zeri

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piani.models import Piano

Importi = tuple[Decimal, Decimal, Decimal]
ImportiFacoltativi = tuple[Decimal | None, Decimal | None, Decimal | None]

# The order of the rows: capitoli after what is carried over from the years before, as in the budget.
_TIPI = (Capitolo.Tipo.DISAVANZO, Capitolo.Tipo.AVANZO, Capitolo.Tipo.FPV, Capitolo.Tipo.CAPITOLO)


class VoceBilancioFoto(Voce):
    """The official name of a code, in the year of the plan."""

    lista: str
    """missione | programma | titolo-entrata | tipologia | titolo-spesa | macroaggregato | conto"""
    codice: str
    descrizione: str
    solo_regioni: bool = False


class CapitoloFoto(Voce):
    parte: str
    tipo: str
    titolo: str
    tipologia: str
    categoria: str
    missione: str
    programma: str
    macroaggregato: str
    conto: str
    capitolo: str
    articolo: str
    denominazione: str
    area: str | None
    """Slug of the area whose responsabile has the capitolo."""
    centro_di_costo: str
    competenza: Importi
    """Euro, the three years of the budget."""
    cassa: Decimal | None
    residui: Decimal | None
    impegnato: ImportiFacoltativi
    fpv: ImportiFacoltativi

    @property
    def chiave(self) -> tuple[str, str, str]:
        """What an import, a comparison and a link recognise the row by: parte, capitolo, articolo."""
        return self.parte, self.capitolo, self.articolo

    @property
    def numero(self) -> str:
        """ "1200/3" """
        return "/".join(filter(None, (self.capitolo, self.articolo)))

    @property
    def posto(self) -> tuple:
        """Sorts the rows as they are printed: by the codes of the budget, then by capitolo."""
        return (
            self.parte, _TIPI.index(self.tipo), self.missione, self.programma, self.titolo, self.tipologia,
            self.categoria, self.macroaggregato, self.capitolo, self.articolo,
        )  # fmt: skip


class PegFoto(Voce):
    voci: tuple[VoceBilancioFoto, ...] = ()
    """The names of the codes that the capitoli use; a code that is in no list of the year has none."""
    capitoli: tuple[CapitoloFoto, ...] = ()


COPIATI = (
    "parte", "tipo", "titolo", "tipologia", "categoria", "missione", "programma", "macroaggregato", "conto", "capitolo",
    "articolo", "denominazione", "centro_di_costo",
)  # fmt: skip
PER_ANNO = ("competenza", "impegnato", "fpv")
PER_TUTTI = ("cassa", "residui")


def foto_capitolo(riga: Capitolo) -> CapitoloFoto:
    """`riga` comes with its area."""
    return CapitoloFoto(
        **{campo: getattr(riga, campo) for campo in COPIATI},
        **{campo: tuple(senza_zeri(getattr(riga, f"{campo}_{anno}")) for anno in (1, 2, 3)) for campo in PER_ANNO},
        **{campo: senza_zeri(getattr(riga, campo)) for campo in PER_TUTTI},
        area=riga.area and riga.area.slug,
    )


def valori_capitolo(foto: CapitoloFoto) -> dict[str, object]:
    """The fields of the row that `foto_capitolo` reads back as `foto`, but for the area."""
    return (
        {campo: getattr(foto, campo) for campo in (*COPIATI, *PER_TUTTI)}
        | {f"{campo}_{anno}": valore for campo in PER_ANNO for anno, valore in enumerate(getattr(foto, campo), 1)}
    )  # fmt: skip


def codici_usati(capitoli: Sequence[CapitoloFoto]) -> set[tuple[str, str]]:
    """(lista, code) of every code in the rows."""
    return {
        (lista, codice)
        for riga in capitoli
        for lista, codice in (
            (f"titolo-{riga.parte}", riga.titolo),
            ("tipologia", riga.tipologia),
            ("missione", riga.missione),
            ("programma", riga.programma),
            ("macroaggregato", riga.macroaggregato),
            ("conto", riga.conto),
        )
        if codice
    }


def leggi_peg(lettura: LetturaPiano) -> PegFoto:
    if not lettura.capitoli:
        return PegFoto()
    capitoli = tuple(sorted(map(foto_capitolo, lettura.capitoli), key=lambda riga: riga.posto))
    usati = codici_usati(capitoli)
    voci = (VoceBilancioFoto(**voce) for voce in lettura.voci_di_bilancio if (voce["lista"], voce["codice"]) in usati)
    return PegFoto(voci=tuple(sorted(voci, key=lambda voce: (voce.lista, voce.codice))), capitoli=capitoli)


def fotografa_per_le_schede(piano: Piano) -> Fotografia:
    """The plan without its PEG, which may have 10.000 rows and says nothing of a single sheet: for what is asked at
    every save, or while somebody types."""
    lettura = LetturaPiano(piano)
    lettura.capitoli = ()
    return Fotografia({sezione.codice: sezione.leggi(lettura) for sezione in SEZIONI})


PEG: Sezione[PegFoto] = Sezione(
    "peg",
    PegFoto,
    leggi_peg,
    ordine=65,
    # The files of one area print the numbers of the capitoli, which the sheets' own section has.
    riduci=lambda *_: PegFoto(),
)


def registra() -> None:
    SEZIONI.registra(PEG)
