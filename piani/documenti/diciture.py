"""Titles and legal wording of the printed documents: rows with years, never strings in a template.

The year is the plan's first. Until 2021 PEG, piano degli obiettivi and Piano della performance were one document
(art. 169 c. 3-bis TUEL, added by DL 174/2012); from 2022 the plan is section 2.2 of the PIAO (art. 6 DL 80/2021,
DM 132/2022; DPR 81/2022 art. 1 c. 4 removed the unification).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dicitura:
    """A wording, valid from year to year (ends included; None: still in force), with the norm it comes from."""

    codice: str
    dal: int
    al: int | None
    testo: str
    norma: str


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
        "nota_unificazione",
        2013,
        2021,
        "Il Piano esecutivo di gestione unifica organicamente il piano dettagliato degli obiettivi e il Piano della "
        "performance.",
        "art. 169 c. 3-bis d.lgs. 267/2000",
    ),
    Dicitura(
        "nota_unificazione",
        2022,
        None,
        "I contenuti del Piano della performance confluiscono nella sottosezione 2.2 del PIAO.",
        "DPR 81/2022, art. 1; DM 132/2022",
    ),
)  # fmt: skip


def dicitura(codice: str, anno: int) -> str:
    """The wording in force in the year; "" when there was none."""
    return next(
        (
            voce.testo
            for voce in DICITURE
            if voce.codice == codice and voce.dal <= anno and (voce.al is None or anno <= voce.al)
        ),
        "",
    )
