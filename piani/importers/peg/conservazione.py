"""A PEG that was uploaded, between its reading and its confirmation."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import msgspec

from piani.importers.peg.colonne import campi_del_peg
from piani.importers.peg.forme import PegLetto, da_json, in_json
from piani.importers.peg.lettura import SCOPO, Scelte, leggi_peg
from piani.selectors import piani_completi
from piani.services.letture import LETTORI, Lettore
from semproniano.core.griglie.colonne import abbina, normalizza

if TYPE_CHECKING:
    from piani.models import Caricamento, Lettura, Piano
    from piani.services.letture import Progresso


def scopo_di(piano: Piano) -> str:
    """Of the upload: one for each person and plan."""
    return f"{SCOPO}-{piano.pk}"


def scelte_di(lettura: Lettura) -> Scelte:
    return msgspec.convert(lettura.scelte, Scelte, str_keys=True)


def in_dizionario(scelte: Scelte) -> dict[str, Any]:
    return msgspec.to_builtins(scelte, str_keys=True)


def leggi_caricato(caricamento: Caricamento, scelte: dict[str, Any], progresso: Progresso) -> bytes:
    piano = piani_completi().get(pk=caricamento.scopo.removeprefix(f"{SCOPO}-"))
    letto = leggi_peg(
        caricamento.nome,
        bytes(caricamento.contenuto),
        piano=piano,
        scelte=msgspec.convert(scelte, Scelte, str_keys=True),
        progresso=progresso,
    )
    progresso(99, "Conservazione")
    return zlib.compress(in_json(letto), level=1)


def letto_di(lettura: Lettura) -> PegLetto:
    """What was read; the reading is done."""
    return da_json(zlib.decompress(bytes(lettura.esito)))


def colonne_da_ricordare(letto: PegLetto, scelte: Scelte, primo_anno: int) -> dict[str, str]:
    """Heading, normalised → field, of the columns that the person chose against their names. A heading with a year is
    not remembered: in the next triennio it is another column."""
    titoli = [colonna.titolo for colonna in letto.colonne]
    da_soli = {colonna: nome for nome, colonna in abbina(titoli, campi_del_peg(primo_anno)).items()}
    return {
        normalizza(titoli[colonna]): campo
        for colonna, campo in scelte.colonne.items()
        if colonna < len(titoli)
        and campo != da_soli.get(colonna, "")
        and not any(parola.isdecimal() and len(parola) == 4 for parola in normalizza(titoli[colonna]).split())
    }


def registra() -> None:
    LETTORI.registra(Lettore(SCOPO, 10, leggi_caricato))
