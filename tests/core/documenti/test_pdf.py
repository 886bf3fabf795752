"""Il documento stampato: valido, accessibile, sempre uguale, con i suoi dati dentro."""

import io
import os
import re
import subprocess
import sys

import pypdf
import pytest
import weasyprint
from weasyprint.html import UA

from semproniano.core.documenti.convalida import convalida_pdf
from semproniano.core.documenti.errori import ErroreDocumento
from semproniano.core.documenti.pdf import RADICE_STATICA, Allegato, html_in_pdf
from semproniano.core.documenti.sorgente import foglio_di_base
from tests.core.documenti.campione import ALLEGATI, GRAFICO, documento

IMPRONTA = "ab" * 32
STAMPA = """
import hashlib, sys
from semproniano.core.documenti.pdf import html_in_pdf
from tests.core.documenti.campione import ALLEGATI, documento
pdf = html_in_pdf(documento(altro="<p>\\u65e5\\u672c \\u2713</p>"), identificatore="ab" * 32, allegati=ALLEGATI)
sys.stdout.write(hashlib.sha256(pdf).hexdigest())
"""


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return html_in_pdf(documento(), identificatore=IMPRONTA, allegati=ALLEGATI)


@pytest.fixture(scope="module")
def letto(pdf) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def elementi(letto: pypdf.PdfReader) -> list:
    """The tags in reading order."""
    trovati, da_vedere = [], [letto.trailer["/Root"]["/StructTreeRoot"]]
    while da_vedere:
        elemento = da_vedere.pop()
        if "/S" in elemento:
            trovati.append(elemento)
        figli = elemento.get("/K", [])
        figli = figli if isinstance(figli, list) else [figli]
        oggetti = [figlio.get_object() for figlio in figli]
        da_vedere.extend(figlio for figlio in reversed(oggetti) if isinstance(figlio, dict))
    return trovati


def stampa_breve(corpo: str, testa: str = "", **opzioni) -> bytes:
    html = f'<html lang="it"><head><title>Prova</title>{testa}</head><body>{corpo}</body></html>'
    return html_in_pdf(html, identificatore=IMPRONTA, **opzioni)


def test_il_documento_e_insieme_archiviabile_e_accessibile(pdf):
    assert convalida_pdf(pdf) == []


def test_gli_stili_che_non_servono_non_cambiano_un_byte(pdf, monkeypatch):
    """Six pseudo-elements of every element less: what a third of the memory went for."""
    assert re.search(r"^::", UA, re.MULTILINE)
    assert not re.search(r"^::", foglio_di_base(), re.MULTILINE)
    monkeypatch.setattr("semproniano.core.documenti.pdf.Sorgente", weasyprint.HTML)
    assert html_in_pdf(documento(), identificatore=IMPRONTA, allegati=ALLEGATI) == pdf


def test_titolo_lingua_autore_e_impronta_sono_quelli_del_documento(letto):
    radice = letto.trailer["/Root"]
    assert letto.metadata.title == "Allegato 1 – Obiettivi (ESEMPIO)"
    assert letto.metadata.author == "Comune di Esempio"
    assert radice["/Lang"] == "it"
    assert letto.trailer["/ID"][0] == IMPRONTA


def test_i_metadati_si_leggono_senza_decomprimere(pdf):
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"PDF/UA identification schema" in pdf
    assert b'pdfaid:part="3"' in pdf
    assert b'pdfaid:conformance="A"' in pdf


def test_stessi_byte_in_altri_processi_con_altro_seme_fuso_e_lingua():
    impronte = set()
    for seme, fuso, lingua in (("1", "Asia/Tokyo", "C"), ("77", "America/Lima", "C.UTF-8")):
        ambiente = os.environ | {"PYTHONHASHSEED": seme, "TZ": fuso, "LC_ALL": lingua, "FONTCONFIG_FILE": os.devnull}
        esito = subprocess.run(
            [sys.executable, "-c", STAMPA],
            cwd=RADICE_STATICA.parent,
            env=ambiente,
            capture_output=True,
            text=True,
            check=True,
        )
        impronte.add(esito.stdout)
    assert len(impronte) == 1
    assert len(impronte.pop()) == 64


def test_stessi_byte_in_un_altro_anno(pdf, time_machine):
    time_machine.move_to("2031-03-31 02:30")
    assert html_in_pdf(documento(), identificatore=IMPRONTA, allegati=ALLEGATI) == pdf


def test_le_celle_di_intestazione_dicono_che_cosa_intestano(letto):
    celle = [elemento for elemento in elementi(letto) if elemento["/S"] == "/TH"]
    in_testa = [cella for cella in celle if cella["/P"]["/P"]["/S"] == "/THead"]
    di_riga = [cella for cella in celle if cella["/P"]["/P"]["/S"] == "/TBody"]
    assert in_testa
    assert len(di_riga) == 8
    assert {cella["/A"]["/Scope"] for cella in in_testa} == {"/Column"}
    assert {cella["/A"]["/Scope"] for cella in di_riga} == {"/Row"}


def test_ogni_cella_trova_le_sue_intestazioni(letto):
    nomi = letto.trailer["/Root"]["/StructTreeRoot"]["/IDTree"]["/Names"]
    per_nome = {nome: riferimento.get_object() for nome, riferimento in zip(nomi[::2], nomi[1::2], strict=True)}
    assert list(nomi[::2]) == sorted(nomi[::2])
    celle = [elemento for elemento in elementi(letto) if elemento["/S"] == "/TD"]
    assert celle
    for cella in celle:
        assert [per_nome[nome]["/S"] for nome in cella["/A"]["/Headers"]] == ["/TH"]


def test_le_liste_dicono_come_sono_numerate(letto):
    liste = [elemento["/A"]["/ListNumbering"] for elemento in elementi(letto) if elemento["/S"] == "/L"]
    assert liste == ["/None", "/Decimal", "/Disc", "/Disc"]


def test_i_collegamenti_si_leggono_a_parole(letto):
    collegamenti = [nota.get_object() for pagina in letto.pages for nota in pagina.get("/Annots", [])]
    assert [collegamento["/Contents"] for collegamento in collegamenti if "/A" in collegamento] == [
        "il piano (https://www.esempio.example/piano)"
    ]
    interni = {collegamento["/Contents"] for collegamento in collegamenti if "/Dest" in collegamento}
    assert interni == {"Vai a: Area 1", "Vai a: Area 2"}


def test_testatine_e_pie_di_pagina_non_si_leggono_col_testo(letto):
    for pagina in letto.pages:
        flusso = pagina.get_contents().get_data()
        assert flusso.count(b"/Type /Pagination") == 2
        assert flusso.count(b"/Subtype /Header") == 1
        assert flusso.count(b"/Subtype /Footer") == 1
    vivi = {elemento.indirect_reference.idnum for elemento in elementi(letto)}
    contenuti = letto.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    for elenco in contenuti[1::2]:
        if isinstance(elenco, pypdf.generic.ArrayObject):
            numeri = [voce.idnum for voce in elenco if isinstance(voce, pypdf.generic.IndirectObject)]
            assert len(numeri) == len(elenco) - 2
            assert vivi.issuperset(numeri)


def test_il_disegno_ha_la_sua_descrizione(letto):
    [figura] = [elemento for elemento in elementi(letto) if elemento["/S"] == "/Figure"]
    assert figura["/Alt"] == "Pesi: 60 e 40"


def test_il_testo_si_ritrova_tutto(letto):
    testo = letto.pages[1].extract_text()
    for parte in ("«Amministrazione trasparente»", "(≥ 95)", "(≤ 3)", "€ 1.250,00", "L’attività", "Relazione finale ✓"):
        assert parte in testo


def test_i_dati_sono_dentro_il_documento(letto):
    assert {nome: [bytes(parte) for parte in parti] for nome, parti in letto.attachments.items()} == {
        allegato.nome: [allegato.contenuto] for allegato in ALLEGATI
    }
    allegati = [riferimento.get_object() for riferimento in letto.trailer["/Root"]["/AF"]]
    assert [(voce["/UF"], voce["/AFRelationship"], voce["/Desc"]) for voce in allegati] == [
        ("obiettivi.csv", "/Data", "Obiettivi"),
        ("piano.json", "/Data", "Dati del piano"),
    ]
    assert [voce["/EF"]["/F"]["/Subtype"] for voce in allegati] == ["/text/csv", "/application/json"]


@pytest.mark.parametrize("nomi", [("a.csv", "a.csv"), ("perché.csv",), ("../a.csv",), ("",)])
def test_un_allegato_senza_un_nome_suo_e_rifiutato(nomi):
    allegati = [Allegato(nome=nome, contenuto=b"x", descrizione="x", mime="text/csv") for nome in nomi]
    with pytest.raises(ErroreDocumento, match="nome diverso"):
        stampa_breve("<p>x</p>", allegati=allegati)


@pytest.mark.parametrize(
    "testo",
    [
        "שָׁלוֹם עֲלֵיכֶם",
        "مُحَمَّد عَرَبِيّ",
        "नमस्ते ภาษาไทย น้ำ 한국어 日本",
        "😀 👩‍👩‍👧🏽 🇮🇹 ❤️ 1️⃣ 🦄",
        "x̀̂̃ ① 𝒜 ﬁ",
        "a\u2028b\u2003\x0bc\x00d\ud800e\ufffe\u202ef\u202c",
        "\uf0b7 voce \ue000",
        "\ufff9\U00013430",
    ],
)
def test_nessun_segno_rompe_il_documento(testo):
    assert convalida_pdf(stampa_breve(f"<p>Prima {testo} dopo</p>")) == []


def test_un_segno_che_nessun_carattere_ha_resta_nel_testo():
    letto = pypdf.PdfReader(io.BytesIO(stampa_breve("<p>Città 日本 🦄</p>")))
    assert "Città 日本 🦄" in letto.pages[0].extract_text()


def test_i_puntini_di_word_diventano_puntini():
    letto = pypdf.PdfReader(io.BytesIO(stampa_breve("<p>\uf0b7 voce</p>")))
    assert "• voce" in letto.pages[0].extract_text()


def test_si_usano_solo_i_caratteri_del_progetto():
    corpo = "<p style='font-family: serif'>Uno <b>due</b> <i>tre</i> <b style='font-weight: 600'>quattro</b> ≥</p>"
    letto = pypdf.PdfReader(io.BytesIO(stampa_breve(corpo)))
    nomi = {carattere.get_object()["/BaseFont"][8:] for carattere in letto.pages[0]["/Resources"]["/Font"].values()}
    assert nomi == {
        "Titillium-Web",
        "Titillium-Web-Bold",
        "Titillium-Web-Italic",
        "Titillium-Web-Semi-Bold",
        "DejaVu-Sans",
    }


def test_un_altro_foglio_di_stile_vale():
    letto = pypdf.PdfReader(io.BytesIO(stampa_breve("<p>x</p>", css="@page { size: 100mm 50mm }")))
    assert [round(float(lato) / 72 * 25.4) for lato in letto.pages[0].mediabox[2:]] == [100, 50]


@pytest.mark.parametrize(
    ("html", "motivo"),
    [
        ('<html lang="it"><head><title> </title></head><body>x</body></html>', "titolo"),
        ("<html><head><title>x</title></head><body>x</body></html>", "lingua"),
    ],
)
def test_senza_titolo_o_lingua_non_si_stampa(html, motivo):
    with pytest.raises(ErroreDocumento, match=motivo):
        html_in_pdf(html, identificatore=IMPRONTA)


@pytest.mark.parametrize(
    "corpo",
    [
        '<p><a href="#manca">verso il nulla</a></p>',
        '<img src="data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 width=%229%22 height=%229%22/>">',
        '<img src="relativo.png" alt="x">',
        '<img src="data:image/png;base64,AAAA" alt="x">',
    ],
)
def test_un_documento_difettoso_non_si_stampa(corpo):
    with pytest.raises(ErroreDocumento, match="difetto"):
        stampa_breve(corpo)


def test_un_collegamento_nella_testatina_e_rifiutato():
    stile = "<style>@page { @top-left { content: element(testa) } } .t { position: running(testa) }</style>"
    with pytest.raises(ErroreDocumento, match="collegamenti"):
        stampa_breve('<div class="t"><a href="https://esempio.example">x</a></div><p>y</p>', stile)


def test_una_figura_nella_testatina_e_un_artefatto():
    stile = "<style>@page { @top-left { content: element(testa) } } .t { position: running(testa) }</style>"
    pdf = stampa_breve(f'<div class="t">{GRAFICO} Comune</div><p>y</p>', stile)
    assert convalida_pdf(pdf) == []
    letto = pypdf.PdfReader(io.BytesIO(pdf))
    assert "/Figure" not in [elemento["/S"] for elemento in elementi(letto)]
    assert letto.pages[0].get_contents().get_data().count(b"/Subtype /Header") == 2
