"""The real plan, exported once and read again by readers that are not the writers: nothing is missing anywhere."""

import hashlib
import re

import pytest
from django.conf import settings
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI
from piani.services.esportazione import esporta_piano
from piani.sezioni import da_json
from semproniano.core.documenti.convalida import convalida_pdf

FILE = {
    "allegato-1.pdf",
    *(f"allegato-1-{area}.pdf" for area in ("ente", "amministrativa", "contabile", "tecnica")),
    "obiettivi.csv",
    "obiettivi.xlsx",
    "piano.json",
}


@pytest.fixture(scope="module")
def foto():
    return da_json((settings.BASE_DIR / "fixtures" / "semproniano-2019-2021.json").read_bytes())


@pytest.fixture(scope="module")
def cartella(foto, tmp_path_factory):
    cartella = tmp_path_factory.mktemp("esportazione")
    esporta_piano(foto=foto, cartella=cartella)
    return cartella


def parole(testo: str) -> str:
    """Only what is read: line breaks and spaces of the page do not count."""
    return re.sub(r"\s+", "", testo)


def test_ci_sono_i_documenti_e_le_loro_impronte(cartella):
    righe = (cartella / "impronte.sha256").read_text().splitlines()
    impronte = {nome: impronta for impronta, nome in (riga.split("  ") for riga in righe)}
    assert impronte.keys() >= FILE
    for nome, impronta in impronte.items():
        assert hashlib.sha256((cartella / nome).read_bytes()).hexdigest() == impronta


class TestPdf:
    @pytest.mark.parametrize("nome", sorted(nome for nome in FILE if nome.endswith(".pdf")))
    def test_archiviabile_e_accessibile(self, cartella, nome):
        assert convalida_pdf((cartella / nome).read_bytes()) == []

    def test_ogni_cella_di_ogni_riga(self, cartella, foto):
        testo = parole("".join(pagina.extract_text() for pagina in PdfReader(cartella / "allegato-1.pdf").pages))
        # The text of a cell that goes on to the next page has a running head in between: none does in this plan.
        for obiettivo in foto[OBIETTIVI]:
            celle = [obiettivo.descrizione, obiettivo.tipologia_pubblicata, obiettivo.scadenza_testo]
            celle += [cella for voce in obiettivo.indicatori for cella in (voce.descrizione, voce.valore_atteso)]
            for cella in celle:
                assert parole(cella) in testo

    @pytest.mark.parametrize("area", ["ente", "amministrativa", "contabile", "tecnica"])
    def test_la_parte_di_un_area_sta_da_sola(self, cartella, foto, area):
        testo = parole("".join(p.extract_text() for p in PdfReader(cartella / f"allegato-1-{area}.pdf").pages))
        for obiettivo in foto[OBIETTIVI]:
            if obiettivo.area == area:
                assert parole(obiettivo.descrizione) in testo
        assert "Totaledeipesi" in testo

    def test_numeri_stampati_teste_e_segnalibri(self, cartella):
        lettore = PdfReader(cartella / "allegato-1.pdf")
        testi = [pagina.extract_text() for pagina in lettore.pages]
        assert all("Pagina" in testo and f"di {len(testi)}" in testo for testo in testi[1:])
        assert all("BOZZA" in testo for testo in testi)
        assert lettore.outline
        assert any("FRANCISCHETTI MASSIMO" in testo for testo in testi)
        assert any("% Ob. 6" in testo for testo in testi)
        assert lettore.metadata.title == "Allegato 1 – Piano della performance 2019/2021 – Comune di Semproniano"


def test_la_versione_pubblica_non_nomina_il_personale(foto, tmp_path):
    esporta_piano(foto=foto, cartella=tmp_path, pubblico=True)
    testi = [(tmp_path / nome).read_text(encoding="utf-8-sig") for nome in ("piano.json", "obiettivi.csv")]
    testi += [p.extract_text() for nome in FILE if nome.endswith(".pdf") for p in PdfReader(tmp_path / nome).pages]
    libro = CalamineWorkbook.from_path(str(tmp_path / "obiettivi.xlsx"))
    testi += [str(libro.get_sheet_by_name(nome).to_python()) for nome in libro.sheet_names]
    assert not any(nome.startswith("quote") for nome in libro.sheet_names)
    tutto = "\n".join(testi).upper()
    assert "SAVELLI" in tutto
    for cognome in ("FRANCESCHETTI", "FRANCISCHETTI", "SANTONI", "FABBRESCHI", "LUCA ROSSI", "ROSSI LUCA"):
        assert cognome not in tutto
    assert foto[ASSEGNAZIONI]  # there was something to leave out
