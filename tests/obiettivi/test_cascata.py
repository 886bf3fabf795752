"""La mappa della cascata: quanti obiettivi di ogni area citano ogni linea di mandato."""

import json
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.documenti.cascata import ALTEZZA_MASSIMA, AREE_IN_COLONNA, LARGHEZZA, TESTA, disegno, intervalli, mappa
from obiettivi.sezioni import OBIETTIVI
from piani.sezioni import da_json

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def contenuto() -> dict:
    return json.loads((settings.BASE_DIR / "fixtures" / "semproniano-2019-2021.json").read_bytes())


def foto(contenuto: dict, *, linee=range(1, 8), collega=None, aree=None):
    """The real plan with other lines, other areas, or its objectives linked to lines (`collega`: row → line)."""
    contenuto = json.loads(json.dumps(contenuto))
    base = contenuto["obiettivi_operativi"][0]
    contenuto["linee_mandato"] = [{"numero": n, "titolo": f"Linea di prova {n}", "tematiche": []} for n in linee]
    if collega:
        contenuto["obiettivi_operativi"] = [{**base, "codice": f"L{n}", "linea": n} for n in linee]
        for posto, obiettivo in enumerate(contenuto["obiettivi"]):
            linea = collega(posto)
            obiettivo["operativo"] = f"L{linea}" if linea else None
    if aree:
        contenuto["aree"] += [{**contenuto["aree"][0], "slug": slug, "nome": f"Area {slug}"} for slug in aree]
    return da_json(json.dumps(contenuto).encode())


def test_nel_piano_vero_nessun_obiettivo_cita_una_linea(contenuto):
    vista = mappa(foto(contenuto))
    assert list(vista.colonne) == ["Ente", "Area amministrativa", "Area contabile", "Area tecnica"]
    assert [riga.totale for riga in vista.righe] == [0] * 7 + [48]
    assert list(vista.righe[-1].valori) == [4, 7, 22, 15]
    assert vista.frasi == [
        "Nessun obiettivo cita le linee 1-7.",
        "I 48 obiettivi del piano non citano nessuna linea di mandato.",
    ]


def test_gli_obiettivi_collegati_si_contano_nella_loro_linea_e_area(contenuto):
    collegata = foto(contenuto, collega=lambda posto: posto % 3 + 1)
    vista = mappa(collegata)
    assert [riga.totale for riga in vista.righe] == [16, 16, 16, 0, 0, 0, 0, 0]
    assert vista.totali == [4, 7, 22, 15]
    attesi = sum(
        1 for posto, obiettivo in enumerate(collegata[OBIETTIVI]) if obiettivo.area == "tecnica" and posto % 3 == 0
    )
    assert vista.righe[0].valori[3] == attesi
    assert vista.frasi == ["Nessun obiettivo cita le linee 4-7.", "Obiettivi che non citano nessuna linea: 0 su 48."]


def test_se_ogni_linea_e_coperta_lo_si_dice(contenuto):
    assert mappa(foto(contenuto, linee=[1, 2], collega=lambda posto: posto % 2 + 1)).frasi[0] == (
        "Ogni linea di mandato è citata da almeno un obiettivo."
    )
    assert mappa(foto(contenuto, linee=[])).frasi[0] == "Il piano non elenca linee di mandato."


def test_un_area_senza_scheda_ha_la_sua_colonna_vuota_e_molte_aree_diventano_righe(contenuto):
    vista = mappa(foto(contenuto, aree=["nuova"]))
    assert len(vista.righe) == AREE_IN_COLONNA + 1
    assert vista.e_trasposta
    assert list(vista.colonne) == ["1", "2", "3", "4", "5", "6", "7", "Senza linea"]
    assert {riga.nome: riga.totale for riga in vista.righe}["Area nuova"] == 0
    assert vista.totale == 48


@pytest.mark.parametrize(
    ("numeri", "testo"), [([3], "3"), ([1, 2, 3, 5], "1-3, 5"), ([1, 3, 5, 6], "1, 3, 5-6"), ([2, 3], "2-3")]
)
def test_gli_intervalli_si_leggono(numeri, testo):
    assert intervalli(numeri) == testo


@given(st.sets(st.integers(1, 40), min_size=1))
def test_gli_intervalli_dicono_tutti_i_numeri_e_solo_quelli(numeri):
    letti = set()
    for pezzo in intervalli(sorted(numeri)).split(", "):
        prima, _, ultima = pezzo.partition("-")
        letti |= set(range(int(prima), int(ultima or prima) + 1))
    assert letti == numeri


@pytest.mark.parametrize("quante", [0, 1, 26])
def test_il_disegno_ha_titolo_descrizione_e_sta_nei_suoi_bordi(contenuto, quante):
    vista = mappa(foto(contenuto, aree=[f"a{n}" for n in range(quante)], collega=lambda posto: posto % 8))
    svg = ElementTree.fromstring(  # noqa: S314 - our own template
        render_to_string(
            "obiettivi/documenti/cascata_disegno.html", {"mappa": vista, "disegno": disegno(vista)}
        ).strip()
    )
    assert svg[0].tag == f"{SVG}title"
    assert svg[1].tag == f"{SVG}desc"
    _, _, larghezza, altezza = map(float, svg.get("viewBox").split())
    assert larghezza == LARGHEZZA
    assert altezza <= TESTA + ALTEZZA_MASSIMA + 2
    cerchi = [(float(c.get("cx")), float(c.get("cy")), float(c.get("r"))) for c in svg.iter(f"{SVG}circle")]
    assert len(cerchi) == len(vista.righe) * len(vista.colonne)
    assert all(r <= x <= larghezza - r and y - r >= TESTA and y + r <= altezza for x, y, r in cerchi)
    assert all(elemento.get("style") is None and elemento.get("class") in (None, "mappa") for elemento in svg.iter())
    numeri = [int(testo.text) for testo in svg.iter(f"{SVG}text") if testo.get("fill") == "#ffffff"]
    assert sum(numeri) == 48
