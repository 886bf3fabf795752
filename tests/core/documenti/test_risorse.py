"""Chi stampa non legge nulla fuori dai file statici del progetto."""

import io
import socket
from pathlib import Path

import pypdf
import pytest

from semproniano.core.documenti.convalida import convalida_pdf
from semproniano.core.documenti.errori import ErroreDocumento
from semproniano.core.documenti.pdf import html_in_pdf

QUADRATO = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
CARATTERI = Path(__file__).resolve().parents[3] / "static"


@pytest.fixture
def ascolto():
    """A socket that waits for a connection nobody may make."""
    with socket.create_server(("127.0.0.1", 0)) as presa:
        presa.setblocking(False)
        yield presa
        with pytest.raises(BlockingIOError):
            presa.accept()


@pytest.fixture
def segreto(tmp_path):
    percorso = tmp_path / "segreto.svg"
    percorso.write_text(QUADRATO)
    return percorso


def stampa(corpo: str = "<p>x</p>", testa: str = "", **opzioni) -> bytes:
    html = f'<html lang="it"><head><title>Prova</title>{testa}</head><body>{corpo}</body></html>'
    return html_in_pdf(html, identificatore="ab" * 32, **opzioni)


DISEGNO = """<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title>
<image href="{}" width="9" height="9"/></svg>"""
RETE = [
    ('<img src="{}" alt="x">', ""),
    ('<object data="{}"></object>', ""),
    ('<embed src="{}">', ""),
    ('<a rel="attachment" href="{}">x</a>', ""),
    ('<p style="background: url({})">x</p>', ""),
    ('<ul><li style="list-style-image: url({})">x</li></ul>', ""),
    ("<p>x</p>", "<style>p::before {{ content: url({}) }}</style>"),
    ("<p>x</p>", '<link rel="stylesheet" href="{}">'),
    ("<p>x</p>", '<link rel="attachment" href="{}">'),
    ("<p>x</p>", "<style>@import url({});</style>"),
    ("<p>x</p>", "<style>@font-face {{ font-family: x; src: url({}) }} p {{ font-family: x }}</style>"),
    ("<p>x</p>", "<style>@page {{ background: url({}) }}</style>"),
]


@pytest.mark.parametrize(("corpo", "testa"), RETE)
def test_nessuna_connessione_parte(ascolto, corpo, testa):
    indirizzo = f"http://127.0.0.1:{ascolto.getsockname()[1]}/x"
    with pytest.raises(ErroreDocumento, match="risorsa non ammessa"):
        stampa(corpo.format(indirizzo), testa.format(indirizzo))


@pytest.mark.parametrize(("corpo", "testa"), RETE)
def test_nessun_file_della_macchina_si_legge(segreto, monkeypatch, corpo, testa):
    aperti = []
    monkeypatch.setattr("urllib.request.FileHandler.open_local_file", lambda *argomenti: aperti.append(argomenti))
    indirizzo = segreto.as_uri()
    with pytest.raises(ErroreDocumento, match="risorsa non ammessa"):
        stampa(corpo.format(indirizzo), testa.format(indirizzo))
    assert aperti == []


def test_nemmeno_un_disegno_legge_altrove(ascolto, segreto):
    for indirizzo in (f"http://127.0.0.1:{ascolto.getsockname()[1]}/x.svg", segreto.as_uri()):
        with pytest.raises(ErroreDocumento, match="difetto"):
            stampa(DISEGNO.format(indirizzo))


@pytest.mark.parametrize("base", ["http://127.0.0.1:{}/", "file:///etc/"])
def test_un_elemento_base_non_apre_la_strada(ascolto, base):
    base = base.format(ascolto.getsockname()[1])
    with pytest.raises(ErroreDocumento, match="risorsa non ammessa"):
        stampa('<img src="passwd" alt="x">', f'<base href="{base}">')


def test_un_foglio_di_stile_passato_a_parte_ha_le_stesse_regole(ascolto):
    with pytest.raises(ErroreDocumento, match="risorsa non ammessa"):
        stampa(css=f"@import url(http://127.0.0.1:{ascolto.getsockname()[1]}/x.css);")


@pytest.mark.parametrize("indirizzo", ["ftp://127.0.0.1/x", "FILE:///etc/passwd", "javascript:1", "statico:manca.svg"])
def test_altri_indirizzi_sono_rifiutati(indirizzo):
    with pytest.raises(ErroreDocumento, match="risorsa non ammessa"):
        stampa(f'<img src="{indirizzo}" alt="x">')


@pytest.fixture
def radice(tmp_path):
    """A folder of static files with the true fonts and a drawing."""
    radice = tmp_path / "static"
    radice.mkdir()
    (radice / "vendor").symlink_to(CARATTERI / "vendor")
    (radice / "stemma di prova.svg").write_text(QUADRATO)
    return radice


def test_i_file_statici_del_progetto_si_leggono(radice):
    pdf = stampa('<img src="statico:stemma%20di%20prova.svg" alt="Stemma">', radice=radice)
    assert convalida_pdf(pdf) == []
    assert b" re\n" in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].get_contents().get_data()


@pytest.mark.parametrize("strada", ["../segreto.svg", "%2e%2e/segreto.svg", "porta.svg", "{}"])
def test_dai_file_statici_non_si_esce(radice, segreto, strada):
    (radice / "porta.svg").symlink_to(segreto)
    with pytest.raises(ErroreDocumento, match="risorsa non ammessa"):
        stampa(f'<img src="statico:{strada.format(segreto)}" alt="x">', radice=radice)


def test_senza_i_caratteri_del_progetto_non_si_stampa(tmp_path):
    with pytest.raises(ErroreDocumento, match="caratteri"):
        stampa(radice=tmp_path)
