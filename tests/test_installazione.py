"""The files of docs/installazione do what the guide says: prepare, start, answer behind a proxy."""

import os
import re
import shlex
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

CARTELLA = settings.BASE_DIR / "docs" / "installazione"
NOME = "performance.comune.example"


@pytest.fixture(scope="module")
def ambiente(tmp_path_factory) -> dict[str, str]:
    """The settings of the guide's file, on SQLite and in a passing folder."""
    cartella = tmp_path_factory.mktemp("installazione")
    righe = (CARTELLA / "semproniano.env").read_text().splitlines()
    scritte = dict(riga.split("=", 1) for riga in righe if riga and not riga.startswith("#"))
    scritte |= {
        "SECRET_KEY": "una-chiave-di-prova-lunga-a-sufficienza-e-con-molti-caratteri-diversi-0123456789",
        "DATABASE_URL": f"sqlite:///{cartella / 'prova.sqlite3'}",
        "MEDIA_ROOT": str(cartella / "media"),
        "STATIC_ROOT": str(cartella / "statici"),
        "EMAIL_URL": "consolemail://",
    }
    file = cartella / "semproniano.env"
    file.write_text("".join(f"{nome}={valore}\n" for nome, valore in scritte.items()))
    return {**os.environ, **scritte, "DEBUG": "off", "IMPOSTAZIONI": str(file)}


def prepara(ambiente: dict[str, str]) -> None:
    """`aggiorna`, which can be repeated: what a busy machine has interrupted is done again, as the guide says."""
    for _ in range(2):
        esito = subprocess.run([CARTELLA / "aggiorna"], env=ambiente, capture_output=True, text=True)
        if esito.returncode == 0:
            return
    pytest.fail(f"aggiorna: uscita {esito.returncode}\n{esito.stderr}")


@pytest.fixture(scope="module")
def sito(ambiente) -> Iterator[int]:
    """The service as its unit starts it, on a free port."""
    prepara(ambiente)
    with socket.socket() as presa:
        presa.bind(("127.0.0.1", 0))
        porta = presa.getsockname()[1]
    avvio = re.search(r"^ExecStart=(.+)$", (CARTELLA / "semproniano-web.service").read_text(), re.MULTILINE)[1]
    avvio = avvio.replace("/opt/semproniano", str(settings.BASE_DIR)).replace("127.0.0.1:8001", f"127.0.0.1:{porta}")
    processo = subprocess.Popen(
        shlex.split(avvio), cwd=settings.BASE_DIR, env=ambiente, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            with socket.socket() as presa:
                if presa.connect_ex(("127.0.0.1", porta)) == 0:
                    break
            time.sleep(0.1)
        yield porta
    finally:
        processo.terminate()
        processo.wait(timeout=30)


class SenzaSeguire(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def visita(porta: int, percorso: str, **intestazioni: str) -> tuple[int, dict[str, str], bytes]:
    """As the proxy asks: to loopback, with the name of the site and the scheme of the visitor."""
    richiesta = urllib.request.Request(f"http://127.0.0.1:{porta}{percorso}")
    for nome, valore in {"Host": NOME, "X-Forwarded-Proto": "https", **intestazioni}.items():
        richiesta.add_header(nome, valore)
    try:
        with urllib.request.build_opener(SenzaSeguire).open(richiesta, timeout=30) as risposta:
            return risposta.status, dict(risposta.headers), risposta.read()
    except urllib.error.HTTPError as errore:
        return errore.code, dict(errore.headers), errore.read()


def test_il_sito_risponde_dietro_il_proxy_con_i_suoi_file(sito):
    stato, intestazioni, _ = visita(sito, "/")
    assert (stato, intestazioni["Location"]) == (302, "/account/login/?next=/")

    stato, intestazioni, pagina = visita(sito, "/account/login/")
    assert stato == 200
    assert "max-age=31536000" in intestazioni["Strict-Transport-Security"]
    assert "default-src 'none'" in intestazioni["Content-Security-Policy"]
    foglio = re.search(rb'href="(/static/interfaccia/semproniano\.[0-9a-f]{12}\.css)"', pagina)[1].decode()
    stato, intestazioni, _ = visita(sito, foglio)
    assert stato == 200
    assert "immutable" in intestazioni["Cache-Control"]


def test_fuori_dal_proxy_e_con_un_altro_nome_non_risponde(sito):
    assert visita(sito, "/", **{"X-Forwarded-Proto": "http"})[0] == 301
    assert visita(sito, "/", Host="altro.example")[0] == 400


def test_un_comando_usa_le_impostazioni_del_servizio(ambiente, sito, tmp_path):
    archivio = tmp_path / "oggi.zip"

    esito = subprocess.run(
        [CARTELLA / "comando", "salva_tutto", archivio], env=ambiente, capture_output=True, text=True
    )

    assert esito.returncode == 0, esito.stderr
    assert archivio.exists()


def test_i_promemoria_di_ogni_mattina_partono_come_dice_il_loro_servizio(ambiente, sito):
    comandi = re.findall(r"^ExecStart=(.+)$", (CARTELLA / "semproniano-promemoria.service").read_text(), re.MULTILINE)

    assert len(comandi) == 2
    for comando in comandi:
        esito = subprocess.run(
            shlex.split(comando.replace("/opt/semproniano", str(settings.BASE_DIR))),
            cwd=settings.BASE_DIR, env=ambiente, capture_output=True, text=True,
        )  # fmt: skip
        assert (esito.returncode, esito.stdout[-4:]) == (0, " 0.\n"), esito.stderr


def test_la_guida_nomina_ogni_file_della_cartella():
    guida = Path(settings.BASE_DIR / "docs" / "installazione.md").read_text()

    nomi = {file.name.removeprefix("semproniano-salvataggio") for file in CARTELLA.iterdir()}
    assert {nome for nome in nomi if nome not in guida} == set()
