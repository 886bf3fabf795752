"""Un file c'è solo quando è intero; i file di terzi sono quelli dichiarati."""

import errno
import hashlib
import os
import re
import subprocess
from pathlib import Path

import pytest

from semproniano.core.documenti.errori import ErroreDocumento
from semproniano.core.documenti.file import scrivi_file, scrivi_impronte

DI_TERZI = Path(__file__).resolve().parents[3] / "static" / "vendor"


def nomi(cartella: Path) -> list[str]:
    return sorted(percorso.name for percorso in cartella.iterdir())


def test_il_file_si_scrive_con_la_sua_cartella(tmp_path):
    percorso = tmp_path / "ente" / "2020" / "piano.pdf"
    scrivi_file(percorso, b"uno")
    scrivi_file(str(percorso), b"due")
    assert percorso.read_bytes() == b"due"
    assert nomi(percorso.parent) == ["piano.pdf"]


def test_il_file_si_lascia_leggere_dagli_altri(tmp_path):
    maschera = os.umask(0o022)
    try:
        scrivi_file(tmp_path / "piano.pdf", b"x")
    finally:
        os.umask(maschera)
    assert (tmp_path / "piano.pdf").stat().st_mode & 0o777 == 0o644


def test_il_nome_compare_solo_a_scrittura_finita(tmp_path, monkeypatch):
    percorso = tmp_path / "piano.pdf"
    visti = []
    vero = os.fsync
    monkeypatch.setattr(os, "fsync", lambda descrittore: (visti.append(percorso.exists()), vero(descrittore)))
    scrivi_file(percorso, b"x")
    assert visti == [False, True]


def test_chi_sta_leggendo_finisce_di_leggere_il_file_di_prima(tmp_path):
    percorso = tmp_path / "piano.pdf"
    scrivi_file(percorso, b"prima")
    with percorso.open("rb") as lettore:
        scrivi_file(percorso, b"dopo!")
        assert lettore.read() == b"prima"


@pytest.mark.parametrize(
    ("codice", "causa"),
    [
        (errno.ENOSPC, "il disco è pieno"),
        (errno.EDQUOT, "lo spazio assegnato è finito"),
        (errno.EROFS, "il disco è di sola lettura"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_se_la_scrittura_fallisce_resta_il_file_di_prima(tmp_path, monkeypatch, codice, causa):
    percorso = tmp_path / "piano.pdf"
    scrivi_file(percorso, b"prima")

    def guasto(descrittore):
        raise OSError(codice, os.strerror(codice))

    monkeypatch.setattr(os, "fsync", guasto)
    with pytest.raises(ErroreDocumento, match=f"Non si può scrivere il file «piano.pdf»: {causa}"):
        scrivi_file(percorso, b"dopo")
    assert percorso.read_bytes() == b"prima"
    assert nomi(tmp_path) == ["piano.pdf"]


@pytest.mark.parametrize("strada", ["file/piano.pdf", "file/sotto/piano.pdf"])
def test_dentro_un_file_non_si_scrive(tmp_path, strada):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ErroreDocumento, match="una parte del percorso non è una cartella"):
        scrivi_file(tmp_path / strada, b"x")


def test_una_cartella_chiusa_si_dice(tmp_path, monkeypatch):
    def chiusa(*argomenti, **opzioni):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", chiusa)
    with pytest.raises(ErroreDocumento, match="manca il permesso di scrivere"):
        scrivi_file(tmp_path / "piano.pdf", b"x")


def test_al_posto_di_una_cartella_non_si_scrive(tmp_path):
    (tmp_path / "piano.pdf").mkdir()
    with pytest.raises(ErroreDocumento, match="al suo posto c’è una cartella"):
        scrivi_file(tmp_path / "piano.pdf", b"x")
    assert nomi(tmp_path) == ["piano.pdf"]


def test_le_impronte_si_controllano_con_sha256sum(tmp_path):
    scrivi_file(tmp_path / "piano à.pdf", b"uno")
    scrivi_file(tmp_path / "dati" / "piano.csv", b"due")
    elenco = scrivi_impronte(tmp_path, ["piano à.pdf", "dati/piano.csv"])
    assert elenco.read_text() == (
        f"{hashlib.sha256(b'due').hexdigest()}  dati/piano.csv\n{hashlib.sha256(b'uno').hexdigest()}  piano à.pdf\n"
    )
    comando = ["sha256sum", "--check", "--strict", elenco.name]
    assert subprocess.run(comando, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "piano à.pdf").write_bytes(b"altro")
    assert subprocess.run(comando, cwd=tmp_path, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize(("nome", "motivo"), [("manca.pdf", "Non si può leggere"), ("a\nb", "non ammesso")])
def test_l_impronta_di_cio_che_non_si_legge(tmp_path, nome, motivo):
    with pytest.raises(ErroreDocumento, match=motivo):
        scrivi_impronte(tmp_path, [nome])


@pytest.mark.parametrize("cartella", ["titillium-web", "dejavu-sans"])
def test_i_caratteri_sono_quelli_dichiarati(cartella):
    dichiarati = dict(
        re.findall(r"\| `([^`]+)` \| `([0-9a-f]{64})` \|", (DI_TERZI / cartella / "VERSIONE.md").read_text())
    )
    presenti = {
        percorso.name: hashlib.sha256(percorso.read_bytes()).hexdigest()
        for percorso in (DI_TERZI / cartella).iterdir()
        if percorso.name != "VERSIONE.md"
    }
    assert dichiarati == presenti
