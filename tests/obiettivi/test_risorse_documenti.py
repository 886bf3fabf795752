"""The capitoli that an objective uses, in Allegato 1 and in the data; where there are none, nothing changes."""

import csv
import io

import openpyxl
import pypdf
import pytest

from obiettivi.documenti import risorse as in_parole
from obiettivi.documenti.allegato1 import lavori, pdf_area
from obiettivi.documenti.dati import COLONNE_CSV, csv_obiettivi, xlsx_obiettivi
from obiettivi.sezioni import OBIETTIVI, RISORSE, RisorsaFoto
from piani.sezioni import PEG, da_json
from piani.sezioni.peg import PegFoto
from tests.foto import ANNO, AREA, foto_del_piano_vero, foto_di_prova, obiettivo_di_prova
from tests.righe_peg import riga


def risorsa(obiettivo, parte, capitolo, articolo=""):
    return RisorsaFoto(
        area=AREA, anno=ANNO, obiettivo=obiettivo.uid, parte=parte, capitolo=capitolo, articolo=articolo
    )  # fmt: skip


@pytest.fixture
def foto():
    foto = foto_di_prova([obiettivo_di_prova(1), obiettivo_di_prova(2)])
    primo = foto[OBIETTIVI][0]
    usate = (risorsa(primo, "entrata", "300"), risorsa(primo, "spesa", "1200", "3"), risorsa(primo, "spesa", "001250"))
    return foto.con({RISORSE.codice: usate})


TESTO = "capitoli di spesa 1200/3, 001250; capitolo di entrata 300"


def test_in_parole_la_spesa_poi_l_entrata(foto):
    assert in_parole.testo_risorse(foto[RISORSE]) == TESTO
    assert in_parole.testo_risorse(()) == ""


def test_l_allegato_1_le_stampa_sotto_l_obiettivo_che_le_ha(foto):
    testo = " ".join(pypdf.PdfReader(io.BytesIO(pdf_area(foto.json()))).pages[-1].extract_text().split())
    assert testo.count("Risorse (PEG):") == 1
    assert testo.index("numero 1") < testo.index(f"Risorse (PEG): {TESTO}") < testo.index("numero 2")


def test_nei_dati_sono_l_ultima_colonna(foto):
    prima, seconda = csv.DictReader(io.StringIO(csv_obiettivi(foto.json()).decode("utf-8-sig")), delimiter=";")
    assert list(prima) == [*COLONNE_CSV, "risorse"]
    assert (prima["risorse"], seconda["risorse"]) == (TESTO, "")
    foglio = openpyxl.load_workbook(io.BytesIO(xlsx_obiettivi(foto.json())))[f"{AREA} {ANNO}"]
    ultima = [riga[-1].value for riga in foglio.iter_rows(max_row=3)]
    assert ultima == ["Risorse (PEG)", TESTO, ""]


def test_senza_risorse_nessuna_colonna_e_nessuna_riga():
    foto = foto_del_piano_vero()
    assert csv_obiettivi(foto.json()).splitlines()[0].decode("utf-8-sig") == ";".join(COLONNE_CSV)
    libro = openpyxl.load_workbook(io.BytesIO(xlsx_obiettivi(foto.json())))
    assert all("Risorse (PEG)" not in [cella.value for cella in foglio[1]] for foglio in libro)


def test_l_importo_di_un_capitolo_non_rifa_l_allegato_1(foto):
    def ingressi(importo):
        peg = PegFoto(capitoli=(riga("spesa", "1200", importo, articolo="3"),))
        return [lavoro.ingresso for lavoro in lavori(foto.con({PEG.codice: peg}))]

    assert ingressi(100) == ingressi(200)
    assert all(da_json(ingresso)[PEG] == PegFoto() for ingresso in ingressi(100))
