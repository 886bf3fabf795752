"""The files of the PEG: Allegato 2 and 3, what each area manages, the data. None when the plan has no PEG."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from django.conf import settings

from piani.documenti.base import DOCUMENTI, Lavoro, TipoDocumento
from piani.documenti.peg.fogli import xlsx_peg
from piani.documenti.peg.righe import righe_stampate
from piani.documenti.peg.stampa import (
    SENZA_RESPONSABILE,
    SEZIONI_DEL_PEG,
    Ingresso,
    pdf_allegato,
    pdf_indice,
    pdf_parte,
    pdf_responsabile,
)
from piani.documenti.peg.tabella import csv_peg
from piani.models import Documento
from piani.sezioni import AREE, ENTE, PEG, PIANO, SCHEDE, Fotografia
from piani.sezioni.peg import PegFoto, codici_usati
from piani.sezioni.peg_totali import CAPITOLO, ENTRATA, SPESA, pareggio, per_area, riepilogo, righe_della_parte
from semproniano.core.documenti.json import json_canonico

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from piani.sezioni.peg import CapitoloFoto

NUMERI = {ENTRATA: 2, SPESA: 3}
"""The annexes are the plan's own: 2 for entrata, 3 for spesa."""
_DESCRIZIONI = {
    ENTRATA: "Le entrate per titolo, tipologia, categoria e capitolo.",
    SPESA: "Le spese per missione, programma, titolo, macroaggregato e capitolo.",
}


class ParteDelPeg(NamedTuple):
    """A file of an annex in parts: how it is called, the end of its name, its rows."""

    testo: str
    coda: str
    righe: Sequence[CapitoloFoto]


def ritaglio(foto: Fotografia, righe: Sequence[CapitoloFoto], *, con_atto: bool) -> Fotografia:
    """What a file of the PEG reads, with `righe` alone: a change elsewhere in the plan must not make it again.

    Parts carry no act: it stands in the annex (or its index) and in the Piano, so that a variazione remakes only the
    parts that it has changed.
    """
    piano = msgspec.structs.replace(
        foto[PIANO],
        atto=foto[PIANO].atto if con_atto else None,
        allegati=tuple(voce for voce in foto[PIANO].allegati if voce.numero in NUMERI.values()),
        dati_dichiarati=(),
        copertine=(),
        atti_delle_parti=(),
    )
    aree = tuple(
        msgspec.structs.replace(area, servizi=(), attiva_dal=None, attiva_al=None, gestisce_bilancio=False)
        for area in foto[AREE]
    )
    usati = codici_usati(righe)
    voci = tuple(voce for voce in foto[PEG].voci if (voce.lista, voce.codice) in usati)
    peg = PegFoto(voci=voci, capitoli=tuple(righe))
    valori = {PIANO.codice: piano, AREE.codice: aree, PEG.codice: peg, ENTE.codice: foto[ENTE]}
    return Fotografia({sezione.codice: valori[sezione.codice] for sezione in SEZIONI_DEL_PEG}, foto.schema)


def titolo_usuale(parte: str) -> str:
    """How the files are listed, whatever the length of the title that the plan gives to its annex."""
    return f"Allegato {NUMERI[parte]} – PEG contabile {parte}"


def titolo_allegato(foto: Fotografia, parte: str) -> str:
    """What the file is called inside: as the plan lists it, or the usual title."""
    numero = NUMERI[parte]
    dichiarato = next((voce.titolo for voce in foto[PIANO].allegati if voce.numero == numero), "")
    return f"Allegato {numero} – {dichiarato}" if dichiarato else titolo_usuale(parte)


def lavori(foto: Fotografia) -> Iterator[Lavoro]:
    """Allegato 2, Allegato 3, then one file for each area that manages something."""
    for parte in NUMERI:
        if righe := righe_della_parte(foto[PEG].capitoli, parte):
            yield from _allegato(foto, parte, righe)
    yield from _per_responsabile(foto)


def _allegato(foto: Fotografia, parte: str, righe: list[CapitoloFoto]) -> Iterator[Lavoro]:
    voce, nome, descrizione = titolo_usuale(parte), f"allegato-{NUMERI[parte]}", _DESCRIZIONI[parte]
    ingresso = {
        "foto": ritaglio(foto, righe, con_atto=True).json().decode(),
        "titolo": titolo_allegato(foto, parte),
        "pareggio": pareggio(foto[PEG].capitoli),
    }
    if righe_stampate(foto[PEG], righe) <= settings.PEG_COMPLETO_MASSIMO:
        yield _lavoro(f"{nome}.pdf", pdf_allegato, voce, descrizione, **ingresso)
        return
    file = [lavoro for suoi in _parti(foto, parte, righe) for lavoro in _pezzi(foto, parte, suoi)]
    elenco = tuple((lavoro.titolo.removeprefix(f"{voce}: "), lavoro.nome) for lavoro in file)
    yield _lavoro(f"{nome}.pdf", pdf_indice, f"{voce}: indice", descrizione, **ingresso, file=elenco)
    yield from file


def _parti(foto: Fotografia, parte: str, righe: list[CapitoloFoto]) -> Iterator[ParteDelPeg]:
    """One for each titolo of entrata, one for each missione of spesa; what is in none, first."""
    fuori = [riga for riga in righe if riga.tipo != CAPITOLO]
    if fuori:
        yield ParteDelPeg("avanzo e fondo pluriennale" if parte == ENTRATA else "disavanzo", "fuori", fuori)
    for ramo in riepilogo(foto[PEG], parte):
        sue = [riga for riga in righe if riga.tipo == CAPITOLO and getattr(riga, ramo.livello) == ramo.codice]
        yield ParteDelPeg(ramo.testo.lower() if not ramo.codice else ramo.testo, _coda(ramo.livello, ramo.codice), sue)


def _coda(livello: str, codice: str) -> str:
    return f"{livello}-{codice or 'senza'}"


def _pezzi(foto: Fotografia, parte: str, suoi: ParteDelPeg) -> Iterator[Lavoro]:
    """The files of a part: one, or as many as keep each under the size that a process can bear."""
    testo = ritaglio(foto, suoi.righe, con_atto=False).json().decode()
    for pezzo, pezzi, coda, numero in _numerati(righe_stampate(foto[PEG], suoi.righe)):
        yield _lavoro(
            f"allegato-{NUMERI[parte]}-{suoi.coda}{coda}.pdf", pdf_parte,
            f"{titolo_usuale(parte)}: {suoi.testo}{numero}", _DESCRIZIONI[parte],
            foto=testo, titolo=titolo_allegato(foto, parte), parte=suoi.testo, pezzo=pezzo, pezzi=pezzi,
        )  # fmt: skip


def _numerati(righe: int) -> list[tuple[int, int, str, str]]:
    """Number, how many, end of the name, end of the title of each piece."""
    pezzi = ceil(righe / settings.PEG_COMPLETO_MASSIMO)
    if pezzi == 1:
        return [(1, 1, "", "")]
    return [(pezzo, pezzi, f"-{pezzo:02d}", f", parte {pezzo} di {pezzi}") for pezzo in range(1, pezzi + 1)]


def _per_responsabile(foto: Fotografia) -> Iterator[Lavoro]:
    nomi = {area.slug: area.nome for area in foto[AREE]}
    for area, righe in per_area(foto[PEG].capitoli).items():
        testo = ritaglio(foto, righe, con_atto=False).json().decode()
        nome = nomi.get(area, area) if area else SENZA_RESPONSABILE
        for pezzo, pezzi, coda, numero in _numerati(righe_stampate(foto[PEG], righe)):
            yield _lavoro(
                f"allegati-2-3-{area or 'senza-responsabile'}{coda}.pdf", pdf_responsabile,
                f"Allegati 2 e 3 per responsabile: {nome}{numero}",
                "Le entrate e le spese che il responsabile dell’area gestisce.",
                foto=testo, titolo="Allegati 2 e 3 – PEG contabile per responsabile", parte=nome,
                responsabile=_responsabile(foto, area), pezzo=pezzo, pezzi=pezzi,
            )  # fmt: skip


def _responsabile(foto: Fotografia, area: str | None) -> str:
    """Whoever answers for the area in the first year of the plan."""
    for scheda in foto[SCHEDE]:
        if (scheda.area, scheda.anno) == (area, foto[PIANO].anno_inizio) and scheda.responsabile:
            persona = scheda.responsabile
            return " ".join(filter(None, (persona.titolo, persona.nome, persona.cognome)))
    return ""


def _lavoro(
    nome: str, funzione: Callable[[bytes], bytes], voce: str, descrizione: str, /, **ingresso: object
) -> Lavoro:
    """`voce` is how the file is listed; `ingresso` are the fields of Ingresso."""
    return Lavoro(
        nome,
        funzione,
        json_canonico(Ingresso(**ingresso)),
        tipo=Documento.Tipo.ALLEGATO.value,
        titolo=voce,
        descrizione=descrizione,
        passo=voce,
    )


def lavori_dei_dati(foto: Fotografia) -> Iterator[Lavoro]:
    """peg.xlsx and peg.csv; piano.json has the PEG among the rest."""
    if not foto[PEG].capitoli:
        return
    ingresso = ritaglio(foto, foto[PEG].capitoli, con_atto=False).json()
    righe = "I capitoli di entrata e di spesa, con le previsioni dei tre anni"
    for nome, funzione, formato, come in (
        ("peg.xlsx", xlsx_peg, "foglio di calcolo", "con i subtotali"),
        ("peg.csv", csv_peg, "tabella CSV", "una riga per capitolo"),
    ):
        yield Lavoro(
            nome,
            funzione,
            ingresso,
            tipo=Documento.Tipo.DATI.value,
            titolo=f"Dati del PEG: {formato}",
            descrizione=f"{righe}: {come}.",
            passo=f"Dati del PEG, {formato}",
        )


def registra() -> None:
    DOCUMENTI.registra(TipoDocumento("peg", 30, lavori))
    DOCUMENTI.registra(TipoDocumento("dati-peg", 50, lavori_dei_dati))
