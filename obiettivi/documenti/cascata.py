"""The map of the cascade: how many objectives of each area cite, through an obiettivo operativo, each line."""

from __future__ import annotations

import textwrap
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING

from obiettivi.sezioni import OBIETTIVI, OPERATIVI
from piani.models import SLUG_ENTE, SLUG_SEGRETARIO
from piani.sezioni import AREE, LINEE, SCHEDE
from piani.sezioni.schede import NOMI_SENZA_AREA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from obiettivi.sezioni import ObiettivoFoto
    from piani.sezioni import Fotografia

    Chiave = int | str | None

NESSUNA_LINEA = "Nessuna linea"
SENZA_LINEA = "Senza linea"
# With more areas than this the areas become the rows: a portrait page has no room for so many columns.
AREE_IN_COLONNA = 4
RIGHE_INSIEME = 14
# Heads of columns are narrow.
_NOMI_BREVI = {SLUG_ENTE: "Ente", SLUG_SEGRETARIO: "Segretario"}


@dataclass(frozen=True)
class Riga:
    nome: str
    valori: Sequence[int]
    e_scoperta: bool
    """True for the row of what cites no line."""
    chiave: Chiave = None
    """What the row is of: the number of a line (None: of no line), or the slug of an area."""

    @property
    def totale(self) -> int:
        return sum(self.valori)


@dataclass(frozen=True)
class Mappa:
    """Counts: `righe` × `colonne`. `frasi` say in words what is covered and what is not."""

    righe: Sequence[Riga]
    colonne: Sequence[str]
    frasi: Sequence[str]
    intestazione: str
    e_trasposta: bool
    chiavi: Sequence[Chiave] = ()
    """What each column is of, as `Riga.chiave`."""

    @property
    def totali(self) -> list[int]:
        return [sum(riga.valori[posto] for riga in self.righe) for posto in range(len(self.colonne))]

    @property
    def totale(self) -> int:
        return sum(self.totali)

    @property
    def e_corta(self) -> bool:
        """True when the table stays on one page: a longer one may break between its rows."""
        return len(self.righe) <= RIGHE_INSIEME


def mappa(foto: Fotografia) -> Mappa:
    """The map of a plan, over all its years; lines and areas with no objective have their row and column too."""
    conti = Counter((linea, obiettivo.area) for linea, obiettivo in con_linea(foto))
    aree = _aree(foto)
    linee: list[tuple[int | None, str]] = [(linea.numero, f"{linea.numero}. {linea.titolo}") for linea in foto[LINEE]]
    linee.append((None, NESSUNA_LINEA))
    frasi = _frasi(foto, conti)
    if len(aree) <= AREE_IN_COLONNA:
        righe = [Riga(nome, [conti[numero, slug] for slug in aree], numero is None, numero) for numero, nome in linee]
        colonne = [_NOMI_BREVI.get(slug, nome) for slug, nome in aree.items()]
        return Mappa(righe, colonne, frasi, "Linea di mandato", e_trasposta=False, chiavi=list(aree))
    colonne = [SENZA_LINEA if numero is None else str(numero) for numero, _ in linee]
    righe = [Riga(nome, [conti[numero, slug] for numero, _ in linee], False, slug) for slug, nome in aree.items()]
    return Mappa(righe, colonne, frasi, "Area", e_trasposta=True, chiavi=[numero for numero, _ in linee])


def con_linea(foto: Fotografia) -> Iterator[tuple[int | None, ObiettivoFoto]]:
    """Each objective with the number of the mandate's line that it cites; None when it cites none."""
    linea_di = {operativo.codice: operativo.linea for operativo in foto[OPERATIVI]}
    for obiettivo in foto[OBIETTIVI]:
        yield linea_di.get(obiettivo.operativo), obiettivo


def _aree(foto: Fotografia) -> dict[str, str]:
    """Names by slug of what has a sheet, in printing order, then of the areas that have none."""
    nomi = {area.slug: area.nome for area in foto[AREE]}
    con_scheda = {scheda.area: (nomi | NOMI_SENZA_AREA)[scheda.area] for scheda in foto[SCHEDE]}
    return con_scheda | {slug: nome for slug, nome in nomi.items() if slug not in con_scheda}


def _frasi(foto: Fotografia, conti: Counter) -> list[str]:
    per_linea = Counter()
    for (linea, _), quanti in conti.items():
        per_linea[linea] += quanti
    numeri = [linea.numero for linea in foto[LINEE]]
    scoperte = [numero for numero in numeri if not per_linea[numero]]
    frasi = []
    if not numeri:
        frasi.append("Il piano non elenca linee di mandato.")
    elif not scoperte:
        frasi.append("Ogni linea di mandato è citata da almeno un obiettivo.")
    else:
        articolo = "la linea" if len(scoperte) == 1 else "le linee"
        frasi.append(f"Nessun obiettivo cita {articolo} {intervalli(scoperte)}.")
    totale = sum(per_linea.values())
    if totale and per_linea[None] == totale:
        frasi.append(f"I {totale} obiettivi del piano non citano nessuna linea di mandato.")
    elif totale:
        frasi.append(f"Obiettivi che non citano nessuna linea: {per_linea[None]} su {totale}.")
    return frasi


def intervalli(numeri: Sequence[int]) -> str:
    """[1, 2, 3, 5] → "1-3, 5"."""
    gruppi: list[list[int]] = [[numeri[0]]]
    for prima, dopo in pairwise(numeri):
        if dopo == prima + 1:
            gruppi[-1].append(dopo)
        else:
            gruppi.append([dopo])
    return ", ".join(f"{gruppo[0]}-{gruppo[-1]}" if len(gruppo) > 1 else str(gruppo[0]) for gruppo in gruppi)


# --- the drawing ---------------------------------------------------------------------------------

LARGHEZZA = 680
COLONNA_NOMI = 310
TESTA = 50
ALTEZZA_RIGA = 30
ALTEZZA_MASSIMA = 720
MARGINE_DESTRO = 8
RAGGIO_MINIMO, RAGGIO_MASSIMO = 9, 14
# Mean widths of a letter at the size of the names.
LETTERA, MAIUSCOLA = 5.3, 7.4


@dataclass(frozen=True)
class Testo:
    x: float
    y: float
    testo: str


@dataclass(frozen=True)
class Cerchio:
    x: float
    y: float
    raggio: float
    valore: int
    e_scoperto: bool

    @property
    def base_testo(self) -> float:
        """Where the number stands to look centred."""
        return round(self.y + 4.3, 2)


@dataclass(frozen=True)
class Disegno:
    """The map as circles on a grid, area in proportion to the count. Lengths are units of the drawing."""

    larghezza: int
    altezza: float
    nomi: Sequence[Testo]
    testate: Sequence[Testo]
    cerchi: Sequence[Cerchio]
    vuoti: Sequence[Testo]
    linee: Sequence[float]


def disegno(mappa: Mappa) -> Disegno:
    """Places of everything: computed here, so that the template holds no arithmetic."""
    passo = min(ALTEZZA_RIGA, ALTEZZA_MASSIMA / len(mappa.righe))
    larga = (LARGHEZZA - COLONNA_NOMI - MARGINE_DESTRO) / len(mappa.colonne)
    massimo = max((valore for riga in mappa.righe for valore in riga.valori), default=0) or 1
    raggio_massimo = min(RAGGIO_MASSIMO, passo / 2 - 1, larga / 2 - 1)
    raggio_minimo = min(RAGGIO_MINIMO, raggio_massimo)
    cerchi, vuoti = [], []
    for numero, riga in enumerate(mappa.righe):
        y = round(TESTA + passo * (numero + 0.5), 2)
        for posto, valore in enumerate(riga.valori):
            x = round(COLONNA_NOMI + larga * (posto + 0.5), 2)
            if valore:
                raggio = round(max(raggio_minimo, raggio_massimo * sqrt(valore / massimo)), 2)
                scoperto = riga.e_scoperta or mappa.colonne[posto] == SENZA_LINEA
                cerchi.append(Cerchio(x, y, raggio, valore, scoperto))
            else:
                vuoti.append(Testo(x, y, "–"))
    return Disegno(
        larghezza=LARGHEZZA,
        altezza=round(TESTA + passo * len(mappa.righe) + 2, 2),
        nomi=[
            Testo(0, round(TESTA + passo * (numero + 0.5) + 4.3, 2), _accorcia(riga.nome))
            for numero, riga in enumerate(mappa.righe)
        ],
        testate=_testate(mappa, larga),
        cerchi=cerchi,
        vuoti=vuoti,
        linee=[round(TESTA + passo * numero, 2) for numero in range(len(mappa.righe) + 1)],
    )


def _testate(mappa: Mappa, larga: float) -> list[Testo]:
    caratteri = max(5, int(larga / 6.4))
    testate = []
    for posto, nome in enumerate(mappa.colonne):
        x = round(COLONNA_NOMI + larga * (posto + 0.5), 2)
        righe = textwrap.wrap(nome, caratteri, max_lines=3, placeholder="…", break_long_words=False)
        for numero, riga in enumerate(righe):
            testate.append(Testo(x, TESTA - 8 - 13 * (len(righe) - 1 - numero), riga))
    return testate


def _accorcia(nome: str) -> str:
    """The name, cut at a word where it would run into the first column."""
    media = MAIUSCOLA if nome.isupper() else LETTERA
    caratteri = int((COLONNA_NOMI - 6) / media)
    return textwrap.shorten(nome, caratteri, placeholder=" …") if len(nome) > caratteri else nome
