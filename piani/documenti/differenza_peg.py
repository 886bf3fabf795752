"""What has changed in the PEG between two versions: first the totals, then the capitoli, of which there may be many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from piani.sezioni import AREE, PEG, PIANO
from piani.sezioni.peg_totali import ENTRATA, SPESA, Somme, pareggio, riepilogo
from semproniano.core.differenze import Sorte
from semproniano.core.numeri import in_euro

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from piani.sezioni import Confronto, Fotografia
    from piani.sezioni.peg_totali import Pareggio
    from semproniano.core.differenze import Cambio, CampoCambiato

RIGHE_MASSIME = 300
"""Capitoli that are listed: of more, how many are left out. All of them are in the CSV of either version."""
PARTI = {ENTRATA: "Entrata", SPESA: "Spesa"}
# Rows without classification: what they are called, and the field of Pareggio that has their total.
FUORI = {
    ENTRATA: (("Avanzo di amministrazione", "avanzo"), ("Fondo pluriennale vincolato", "fpv")),
    SPESA: (("Disavanzo di amministrazione", "disavanzo"),),
}
# Of a capitolo that came or went, what is said of it.
CAMPI_DI_UNA_RIGA_INTERA = ("competenza_1", "competenza_2", "competenza_3", "cassa", "area")


@dataclass(frozen=True)
class TotaleCambiato:
    """A total of one year, in euro."""

    voce: str
    anno: int
    prima: str
    dopo: str
    differenza: str
    """With its sign: "+1.000,00"."""
    e_della_parte: bool


@dataclass(frozen=True)
class CapitoloCambiato:
    titolo: str
    sorte: str
    campi: Sequence[tuple[str, str, str]]
    """Name, before, after."""


@dataclass(frozen=True)
class DifferenzaPeg:
    conti: Sequence[tuple[str, int]]
    """How many rows by what has become of them: ("aggiunti", 3)."""
    totali: Sequence[TotaleCambiato]
    righe: Sequence[CapitoloCambiato]
    lasciate: int
    """How many rows are not in `righe`."""


_PLURALI = {Sorte.AGGIUNTO: "aggiunti", Sorte.TOLTO: "tolti", Sorte.CAMBIATO: "cambiati"}


def differenza_peg(prima: Fotografia, dopo: Fotografia, confronto: Confronto) -> DifferenzaPeg | None:
    """None when the PEG says the same."""
    cambi = confronto.di(PEG)
    if not cambi:
        return None
    quanti = Counter(cambio.sorte for cambio in cambi)
    anni = list(dopo[PIANO].anni)
    aree = {area.slug: area.nome for foto in (prima, dopo) for area in foto[AREE]}
    return DifferenzaPeg(
        conti=[(nome, quanti[sorte]) for sorte, nome in _PLURALI.items() if quanti[sorte]],
        totali=list(_totali(prima, dopo, anni)),
        righe=[_riga(cambio, anni, aree) for cambio in cambi[:RIGHE_MASSIME]],
        lasciate=max(len(cambi) - RIGHE_MASSIME, 0),
    )


def _totali(prima: Fotografia, dopo: Fotografia, anni: Sequence[int]) -> Iterator[TotaleCambiato]:
    """Of each part the total, changed or not; then by titolo (entrata), by missione (spesa), those that are others."""
    saldi = [pareggio(foto[PEG].capitoli) for foto in (prima, dopo)]
    for parte, nome in PARTI.items():
        interi = [[getattr(anno, f"totale_{parte}") for anno in saldo] for saldo in saldi]
        yield from _righe(f"{nome}: totale", interi, anni, e_della_parte=True)
        for voce, campo in FUORI[parte]:
            yield from _righe(voce, [_per_anno(saldo, campo) for saldo in saldi], anni)
        rami = [{ramo.codice: ramo for ramo in riepilogo(foto[PEG], parte)} for foto in (prima, dopo)]
        for codice in sorted(rami[0].keys() | rami[1].keys()):
            testo = (rami[1].get(codice) or rami[0][codice]).testo
            somme = [voci[codice].somme if codice in voci else Somme() for voci in rami]
            yield from _righe(testo, [somma.competenza for somma in somme], anni)


def _per_anno(saldo: Sequence[Pareggio], campo: str) -> list[Decimal]:
    return [getattr(anno, campo) for anno in saldo]


def _righe(
    voce: str, due: Sequence[Sequence[Decimal]], anni: Sequence[int], *, e_della_parte: bool = False
) -> Iterator[TotaleCambiato]:
    for anno, era, ora in zip(anni, *due, strict=False):
        if era != ora or (e_della_parte and (era or ora)):
            segno = "+" if ora > era else "−" if ora < era else ""
            yield TotaleCambiato(
                voce, anno, in_euro(era), in_euro(ora), f"{segno}{in_euro(abs(ora - era))}", e_della_parte
            )


def _riga(cambio: Cambio, anni: Sequence[int], aree: dict[str, str]) -> CapitoloCambiato:
    intera = cambio.sorte != Sorte.CAMBIATO
    campi = [campo for campo in cambio.campi if not intera or _si_dice(campo)]
    return CapitoloCambiato(cambio.titolo, str(cambio.sorte), [_campo(campo, anni, aree) for campo in campi])


def _si_dice(campo: CampoCambiato) -> bool:
    return campo.campo in CAMPI_DI_UNA_RIGA_INTERA and in_euro(Decimal(0)) not in (campo.prima, campo.dopo)


def _campo(campo: CampoCambiato, anni: Sequence[int], aree: dict[str, str]) -> tuple[str, str, str]:
    """ "Competenza del secondo anno" as "Competenza 2026"; an area by its name."""
    nome, _, posto = campo.campo.partition("_")
    if posto.isdecimal():
        etichetta = campo.etichetta.partition(" del ")[0].partition(",")[0]
        return f"{etichetta} {anni[int(posto) - 1]}", campo.prima, campo.dopo
    if nome == "area":
        return campo.etichetta, aree.get(campo.prima, campo.prima), aree.get(campo.dopo, campo.dopo)
    return campo.etichetta, campo.prima, campo.dopo
