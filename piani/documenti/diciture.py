"""Titles and legal wording of the printed documents: rows with years, never strings in a template.

The year is the plan's first. Until 2021 PEG, piano degli obiettivi and Piano della performance were one document
(art. 169 c. 3-bis TUEL, added by DL 174/2012); from 2022 the plan is section 2.2 of the PIAO (art. 6 DL 80/2021,
DM 132/2022; DPR 81/2022 art. 1 c. 4 removed the unification). Some rows hold for bodies of a size only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from piani.sezioni.piano import EnteFoto

SOGLIA_ABITANTI = 5000
"""Inhabitants below which the PEG is optional (art. 169 c. 3 TUEL)."""
SOGLIA_DIPENDENTI = 50
"""Employees below which the PIAO is the simplified one (art. 6 c. 6 DL 80/2021)."""


class Misura(StrEnum):
    """The size of the body for which a row holds."""

    QUALUNQUE = "qualunque"
    SOTTO_5000_ABITANTI = "sotto 5.000 abitanti"
    SOTTO_50_DIPENDENTI = "sotto 50 dipendenti"


@dataclass(frozen=True)
class Dicitura:
    """A wording, valid from year to year (ends included; None: still in force), with the norm it comes from."""

    codice: str
    dal: int
    al: int | None
    testo: str
    norma: str
    misura: Misura = Misura.QUALUNQUE

    def vale_nel(self, anno: int) -> bool:
        return self.dal <= anno and (self.al is None or anno <= self.al)


DICITURE = (
    Dicitura(
        "copertina", 2009, 2012, "Piano degli obiettivi, delle attività e della performance", "art. 10 d.lgs. 150/2009"
    ),
    Dicitura(
        "copertina",
        2013,
        2021,
        "Piano degli obiettivi, delle attività e della performance\n"
        "ai sensi dell'art. 169, c. 3-bis, del d.lgs. 267/2000",
        "art. 169 c. 3-bis d.lgs. 267/2000",
    ),
    Dicitura(
        "copertina",
        2022,
        None,
        "Piano integrato di attività e organizzazione\nSottosezione 2.2 Performance – Obiettivi",
        "art. 6 DL 80/2021; DM 132/2022",
    ),
    Dicitura("titolo", 2009, 2021, "Piano della performance", "art. 10 c. 1 d.lgs. 150/2009"),
    Dicitura("titolo", 2022, None, "PIAO – Sottosezione 2.2 Performance", "art. 6 DL 80/2021; DM 132/2022"),
    Dicitura(
        "riferimento",
        2009,
        2021,
        "Il Piano della performance è un documento programmatico triennale, coerente con il bilancio, che individua "
        "gli indirizzi e gli obiettivi dell'ente e gli indicatori per misurarli.",
        "d.lgs. 27 ottobre 2009, n. 150, art. 10",
    ),
    Dicitura(
        "riferimento",
        2009,
        None,
        "Gli enti locali adeguano i propri ordinamenti ai principi del decreto sulla performance.",
        "d.lgs. 27 ottobre 2009, n. 150, art. 16, comma 2",
    ),
    Dicitura(
        "riferimento",
        2013,
        2021,
        "Il Piano esecutivo di gestione unifica organicamente il piano dettagliato degli obiettivi e il Piano della "
        "performance.",
        "d.lgs. 18 agosto 2000, n. 267, art. 169, comma 3-bis",
    ),
    Dicitura(
        "riferimento",
        2015,
        2021,
        "Negli enti sotto i 5.000 abitanti il Piano esecutivo di gestione è facoltativo. Il Piano della performance "
        "resta dovuto.",
        "d.lgs. 18 agosto 2000, n. 267, art. 169, comma 3; Corte dei conti, Liguria, n. 20/2021",
        Misura.SOTTO_5000_ABITANTI,
    ),
    Dicitura(
        "riferimento",
        2022,
        None,
        "I contenuti del Piano della performance confluiscono nel Piano integrato di attività e organizzazione (PIAO), "
        "sottosezione 2.2 Performance.",
        "DL 9 giugno 2021, n. 80, art. 6; DPR 24 giugno 2022, n. 81, art. 1; DM 30 giugno 2022, n. 132",
    ),
    Dicitura(
        "riferimento",
        2022,
        None,
        "Negli enti sotto i 5.000 abitanti il Piano esecutivo di gestione è facoltativo.",
        "d.lgs. 18 agosto 2000, n. 267, art. 169, comma 3",
        Misura.SOTTO_5000_ABITANTI,
    ),
    Dicitura(
        "riferimento",
        2022,
        None,
        "Sotto i 50 dipendenti la sottosezione 2.2 non è obbligatoria. L'ente la tiene, perché i premi chiedono "
        "obiettivi assegnati.",
        "DM 30 giugno 2022, n. 132, art. 6",
        Misura.SOTTO_50_DIPENDENTI,
    ),
    Dicitura(
        "riferimento",
        2013,
        None,
        "Il documento si pubblica in «Amministrazione trasparente», sottosezione «Performance».",
        "d.lgs. 14 marzo 2013, n. 33, art. 10, comma 8",
    ),
)  # fmt: skip


def dicitura(codice: str, anno: int) -> str:
    """The wording in force in the year, whatever the size of the body; "" when there was none."""
    return next(
        (
            voce.testo
            for voce in DICITURE
            if voce.codice == codice and voce.misura == Misura.QUALUNQUE and voce.vale_nel(anno)
        ),
        "",
    )


def riferimenti(ente: EnteFoto, anno: int) -> list[Dicitura]:
    """The legal references that concern a body in a year, in the order of the rows.

    A row that depends on a size the body has not declared is left out: nothing is said of what is not known.
    """
    misure = _misure(ente)
    return [voce for voce in DICITURE if voce.codice == "riferimento" and voce.misura in misure and voce.vale_nel(anno)]


def _misure(ente: EnteFoto) -> set[Misura]:
    misure = {Misura.QUALUNQUE}
    if ente.popolazione_totale is not None and ente.popolazione_totale < SOGLIA_ABITANTI:
        misure.add(Misura.SOTTO_5000_ABITANTI)
    if ente.numero_dipendenti is not None and ente.numero_dipendenti < SOGLIA_DIPENDENTI:
        misure.add(Misura.SOTTO_50_DIPENDENTI)
    return misure
