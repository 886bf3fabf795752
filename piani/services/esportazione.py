"""Making the documents of a plan: in parallel, only what has changed, all or nothing."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from piani.documenti.base import DOCUMENTI
from piani.documenti.impaginazione import rilascio
from piani.services.squadra import esegui_in_parallelo
from semproniano.core.documenti.errori import ErroreDocumento
from semproniano.core.documenti.file import NOME_DELLE_IMPRONTE, prova_cartella, scrivi_file
from semproniano.core.documenti.json import impronta

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from piani.documenti.base import Lavoro
    from piani.sezioni import Fotografia

# Kept beside the documents: what each was made from, so that an unchanged one is not made again.
NOME_REGISTRO = ".semproniano.json"


class Voce(msgspec.Struct, frozen=True):
    """What the register knows of a file: fingerprint of its input and of its bytes."""

    ingresso: str
    contenuto: str


@dataclass(frozen=True)
class Esito:
    fatti: Sequence[str]
    immutati: Sequence[str]


def esporta_piano(
    *,
    foto: Fotografia,
    cartella: Path,
    pubblico: bool = False,
    progresso: Callable[[int, int, str], None] | None = None,
) -> Esito:
    """Write every registered document of the fotografia into `cartella`.

    Each PDF is judged (PDF/A-3a, PDF/UA-1) before anything is handed out. Files appear only when all of them are made;
    `progresso(done, total, name)` is called as they come. Raises ErroreDocumento, and then the folder is as it was.
    """
    if pubblico:
        foto = foto.pubblica()
    lavori = [lavoro for tipo in DOCUMENTI for lavoro in tipo.lavori(foto)]
    prova_cartella(cartella)
    registro = _leggi_registro(cartella)
    ingressi = {lavoro.nome: lavoro.impronta_ingresso(rilascio()) for lavoro in lavori}
    da_fare = [
        lavoro
        for lavoro in lavori
        if not _immutato(cartella, registro.get(lavoro.nome), ingressi[lavoro.nome], lavoro.nome)
    ]
    contenuti = esegui_in_parallelo(da_fare, progresso)
    _consegna(cartella, lavori, contenuti, registro, ingressi)
    return Esito(fatti=sorted(contenuti), immutati=sorted(ingressi.keys() - contenuti.keys()))


def _leggi_registro(cartella: Path) -> dict[str, Voce]:
    try:
        return msgspec.json.decode((cartella / NOME_REGISTRO).read_bytes(), type=dict[str, Voce])
    except (OSError, msgspec.DecodeError):
        return {}  # no register, or a spoiled one: everything is made again


def _immutato(cartella: Path, voce: Voce | None, ingresso: str, nome: str) -> bool:
    if voce is None or voce.ingresso != ingresso:
        return False
    try:
        return impronta((cartella / nome).read_bytes()) == voce.contenuto
    except OSError:
        return False


def _consegna(
    cartella: Path,
    lavori: Sequence[Lavoro],
    contenuti: Mapping[str, bytes],
    registro: Mapping[str, Voce],
    ingressi: Mapping[str, str],
) -> None:
    """Everything is written aside first; names change hands at the end, the register's last."""
    nuovo = {
        lavoro.nome: Voce(ingressi[lavoro.nome], impronta(contenuti[lavoro.nome]))
        if lavoro.nome in contenuti
        else registro[lavoro.nome]
        for lavoro in lavori
    }
    impronte = "".join(f"{voce.contenuto}  {nome}\n" for nome, voce in sorted(nuovo.items()))
    da_scrivere = {
        **contenuti,
        NOME_DELLE_IMPRONTE: impronte.encode(),
        NOME_REGISTRO: msgspec.json.encode(nuovo, order="sorted"),
    }
    # Only files that an earlier export made and this one no longer makes: never somebody else's. A register that was
    # written by hand cannot name a file elsewhere.
    superati = [nome for nome in registro.keys() - nuovo.keys() if Path(nome).name == nome]
    with tempfile.TemporaryDirectory(dir=cartella, prefix=".parziale-") as passaggio:
        nuovi, vecchi = Path(passaggio, "nuovi"), Path(passaggio, "vecchi")
        for nome, contenuto in da_scrivere.items():
            scrivi_file(nuovi / nome, contenuto)
        try:
            _scambia(cartella, nuovi, vecchi, [*superati, *da_scrivere])
        except OSError as errore:
            raise ErroreDocumento(f"Non si può sostituire «{errore.filename}»: {errore.strerror}.") from errore


def _scambia(cartella: Path, nuovi: Path, vecchi: Path, nomi: Sequence[str]) -> None:
    """Give each new file its name, and remove what has no new one; put all back if one cannot be done."""
    vecchi.mkdir()
    toccati = []
    try:
        for nome in nomi:
            if (cartella / nome).exists():
                shutil.copy2(cartella / nome, vecchi / nome)
            toccati.append(nome)
            _sostituisci(nuovi / nome, cartella / nome)
    except OSError:
        for nome in toccati:
            _sostituisci(vecchi / nome, cartella / nome)
        raise


def _sostituisci(nuovo: Path, posto: Path) -> None:
    if nuovo.exists():
        nuovo.replace(posto)
    elif posto.is_file():
        posto.unlink()
