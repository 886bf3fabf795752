"""Il testo del piano: Markdown ristretto, segnaposti, niente che vada perso, niente che venga letto da fuori."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piani.documenti.narrativa import LUNGHEZZA_MASSIMA, markdown_in_html, segnaposti_usati, sezioni_stampa
from piani.models import SezioneNarrativa
from piani.sezioni.piano import SezioneNarrativaFoto

CAPOVERSO = "<p>{}</p>\n"


def sezione(testo: str, livello: int = 2, titolo: str = "Titolo") -> SezioneNarrativaFoto:
    return SezioneNarrativaFoto(livello=livello, titolo=titolo, testo=testo)


@pytest.mark.parametrize(
    ("scritto", "stampato"),
    [
        ("*corsivo* e **grassetto**", "<p><em>corsivo</em> e <strong>grassetto</strong></p>\n"),
        ("uno\n\ndue", "<p>uno</p>\n<p>due</p>\n"),
        ("- uno\n- due", "<ul>\n<li>uno</li>\n<li>due</li>\n</ul>\n"),
        ("3. tre\n4. quattro", '<ol start="3">\n<li>tre</li>\n<li>quattro</li>\n</ol>\n'),
        ("[il sito](https://esempio.example/)", '<p><a href="https://esempio.example/">il sito</a></p>\n'),
        ("<mailto:a@esempio.example>", '<p><a href="mailto:a@esempio.example">mailto:a@esempio.example</a></p>\n'),
        ("[un **forte** legame](http://a.example/)", '<p><a href="http://a.example/">un forte legame</a></p>\n'),
        ("[](http://a.example/)", '<p><a href="http://a.example/">http://a.example/</a></p>\n'),
    ],
)
def test_si_capiscono_corsivo_grassetto_elenchi_e_collegamenti(scritto, stampato):
    assert markdown_in_html(scritto) == stampato


@pytest.mark.parametrize(
    "scritto",
    [
        "![](http://127.0.0.1/)",
        "![immagine](http://127.0.0.1/a.png)",
        "[qui](file:///etc/passwd)",
        "[qui](javascript:alert(1))",
        "[qui](data:text/html,ciao)",
        "[qui](/relativo)",
        "[qui](#ancora)",
        "# Non un titolo",
        "`codice`",
    ],
)
def test_quel_che_non_e_ammesso_si_stampa_come_e_scritto(scritto):
    assert markdown_in_html(scritto) == CAPOVERSO.format(scritto)


@pytest.mark.parametrize(
    "scritto",
    ["<script>alert(1)</script>", '<link rel=attachment href="file:///etc/passwd">', "<b>forte</b>", "a < b & c"],
)
def test_l_html_si_stampa_come_testo(scritto):
    atteso = scritto.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert markdown_in_html(scritto) == CAPOVERSO.format(atteso)


ANNIDATI = {
    "trattini": "- " * 5000 + "fondo",
    "numeri": "1. " * 5000 + "fondo",
    "rientri": "\n".join("  " * livello + "- voce" for livello in range(200)) + " fondo",
    "citazioni": "> " * 10000 + "fondo",
    "parentesi": "[" * 15000 + "fondo" + "]" * 15000,
    "immagini": "![" * 15000 + "fondo",
    "asterischi": "*a **b " * 4000 + "fondo",
    "lungo": "parola " * (LUNGHEZZA_MASSIMA // 5) + "fondo",
}


@pytest.mark.parametrize("testo", ANNIDATI.values(), ids=ANNIDATI)
def test_un_testo_che_si_annida_senza_fine_si_stampa_intero(testo):
    html = markdown_in_html(testo)
    assert "fondo" in html
    assert html.count("<ul>") + html.count("<ol>") < 10


@given(st.text(max_size=300))
def test_nessun_testo_diventa_html_che_non_sia_dei_nostri(testo):
    html = markdown_in_html(testo)
    for ammesso in ("p", "em", "strong", "ul", "ol", "li"):
        html = html.replace(f"<{ammesso}>", "").replace(f"</{ammesso}>", "")
    html = html.replace("<br />", "").replace("</a>", "")
    resto = [pezzo for pezzo in html.split("<")[1:] if not pezzo.startswith(('a href="', 'ol start="'))]
    assert resto == []


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=40))
def test_le_parole_restano_tutte(parola):
    assert parola in markdown_in_html(f"prima {parola} dopo")


def test_i_segnaposti_su_una_riga_loro_diventano_elenchi():
    testo = "Prima.\n\n[[linee di mandato]]\n\nDopo [[tematiche]] nel testo."
    [stampata] = sezioni_stampa([sezione(testo)], dict.fromkeys(SezioneNarrativa.SEGNAPOSTI, lambda: "<ol></ol>"))
    assert stampata.html == "<p>Prima.</p>\n<ol></ol><p>Dopo [[tematiche]] nel testo.</p>\n"
    assert segnaposti_usati([sezione(testo)]) == {"[[linee di mandato]]"}


@pytest.mark.parametrize(
    ("livelli", "stampati"),
    [
        ([2, 1, 2, 2, 1, 2, 3], [2, 2, 3, 3, 2, 3, 4]),
        ([3, 3, 2, 1, 3], [2, 3, 2, 2, 3]),
        ([2, 2, 3, 2], [2, 2, 3, 2]),
        ([1, 3, 3], [2, 3, 4]),
    ],
)
def test_i_livelli_dei_titoli_non_saltano(livelli, stampati):
    sezioni = [sezione("x", livello) for livello in livelli]
    assert [stampata.livello for stampata in sezioni_stampa(sezioni, {})] == stampati
