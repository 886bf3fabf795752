"""The real plan, exported once and read again by readers that are not the writers: nothing is missing anywhere."""

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
from decimal import Decimal

import openpyxl
import pytest
from django.conf import settings
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI
from piani.services.esportazione import esporta_piano
from piani.sezioni import da_json
from semproniano.core.documenti.convalida import convalida_pdf

QUANTI = {
    ("ente", 2019): 4,
    ("amministrativa", 2019): 7,
    ("contabile", 2019): 8,
    ("contabile", 2020): 7,
    ("contabile", 2021): 7,
    ("tecnica", 2019): 3,
    ("tecnica", 2020): 6,
    ("tecnica", 2021): 6,
}
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


class TestXlsx:
    def test_un_foglio_per_area_e_anno_con_ogni_cella(self, cartella, foto):
        libro = CalamineWorkbook.from_path(str(cartella / "obiettivi.xlsx"))
        for (area, anno), quanti in QUANTI.items():
            righe = libro.get_sheet_by_name(f"{area} {anno}").to_python()
            attesi = [voce for voce in foto[OBIETTIVI] if voce.chiave_scheda == (area, anno)]
            assert len(righe) == quanti + 2  # heads and total
            for riga, voce in zip(righe[1:-1], attesi, strict=True):
                assert (riga[0], riga[1], riga[2]) == (voce.numero, voce.numero_pubblicato, voce.descrizione)
                assert Decimal(str(riga[3])) == voce.peso
                assert riga[4] == "\n".join(indicatore.descrizione for indicatore in voce.indicatori)
                assert riga[5] == "\n".join(indicatore.valore_atteso for indicatore in voce.indicatori)
                assert riga[6] == (voce.scadenza or "")
                assert riga[7:] == [voce.scadenza_testo, voce.ambito, voce.natura, voce.tipologia_pubblicata]

    def test_i_totali_sono_formule_con_il_loro_valore(self, cartella):
        formule = openpyxl.load_workbook(cartella / "obiettivi.xlsx")["Riepilogo"]
        valori = openpyxl.load_workbook(cartella / "obiettivi.xlsx", data_only=True)["Riepilogo"]
        totali = [riga[3] for riga in valori.iter_rows(min_row=2, max_row=9, values_only=True)]
        assert totali == [100, 100, 100, 100, 100, 6, 100, 100]
        assert formule["D2"].value == "=SUM('ente 2019'!D2:D5)"
        assert valori["C10"].value == 48

    def test_si_stampa_bene(self, cartella):
        for foglio in openpyxl.load_workbook(cartella / "obiettivi.xlsx"):
            assert foglio.freeze_panes == "A2"
            assert foglio.page_setup.orientation == "landscape"
            assert foglio.print_title_rows == "$1:$1"

    def test_le_quote_della_tecnica_sommano_a_cento(self, cartella):
        valori = openpyxl.load_workbook(cartella / "obiettivi.xlsx", data_only=True)
        for anno in (2020, 2021):
            righe = list(valori[f"quote tecnica {anno}"].iter_rows(min_row=2, values_only=True))
            assert [riga[-1] for riga in righe] == [100, 100, 100]

    def test_un_altro_programma_ricalcola_gli_stessi_totali(self, cartella, tmp_path):
        soffice = shutil.which("soffice")
        if not soffice:
            pytest.skip("LibreOffice non è installato")
        # The filter's options: semicolon, quotes, UTF-8, cells as shown, first sheet only.
        formato = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,1"
        profilo = f"-env:UserInstallation=file://{tmp_path}/profilo"
        subprocess.run(
            [
                soffice,
                profilo,
                "--headless",
                "--convert-to",
                formato,
                "--outdir",
                tmp_path,
                cartella / "obiettivi.xlsx",
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        testo = next(tmp_path.glob("obiettivi*.csv")).read_text(encoding="utf-8")
        totali = [riga[3] for riga in csv.reader(io.StringIO(testo), delimiter=";")][1:9]
        assert [Decimal(totale.replace(",", ".")) for totale in totali] == [100, 100, 100, 100, 100, 6, 100, 100]


@pytest.fixture
def righe(cartella):
    testo = (cartella / "obiettivi.csv").read_bytes()
    assert testo.startswith(b"\xef\xbb\xbfarea;anno;numero;numero_pubblicato;descrizione;peso;indicatori;")
    return list(csv.DictReader(io.StringIO(testo.decode("utf-8-sig"), newline=""), delimiter=";"))


class TestCsv:
    def test_48_righe_con_ogni_cella(self, righe, foto):
        assert len(righe) == 48
        for riga, voce in zip(righe, foto[OBIETTIVI], strict=True):
            assert (riga["area"], int(riga["anno"]), int(riga["numero"])) == (voce.area, voce.anno, voce.numero)
            assert riga["descrizione"] == voce.descrizione
            assert riga["indicatori"] == voce.indicatori[0].descrizione
            assert riga["valori_attesi"] == voce.indicatori[0].valore_atteso
            assert (riga["ambito"], riga["natura"]) == (voce.ambito, voce.natura)

    def test_pesi_e_date_come_li_scrive_l_ufficio(self, righe):
        contabile = [riga for riga in righe if (riga["area"], riga["anno"]) == ("contabile", "2020")]
        assert [riga["peso"] for riga in contabile] == ["5", "1", "2", "22", "10", "25", "35"]
        assert [riga["numero_pubblicato"] for riga in contabile] == ["1", "2", "3", "3", "4", "5", "6"]
        assert contabile[4]["data_fine_attesa"] == "Termine approvazione bilancio"
        assert contabile[5]["data_fine_attesa"] == "31/12/2020"


class TestJson:
    def test_le_chiavi_promesse(self, cartella):
        piano = json.loads((cartella / "piano.json").read_bytes())
        assert piano.keys() >= {"schema", "ente", "piano", "linee_mandato", "aree", "assegnazioni", "obiettivi"}
        assert len(piano["obiettivi"]) == 48
        assert len(piano["linee_mandato"]) == 7
        primo = piano["obiettivi"][0]
        assert primo["peso"] == "25"
        assert primo["scadenza"] == "2019-12-31"
        assert primo["indicatori"][0].keys() >= {"descrizione", "valore_atteso"}

    def test_e_la_fotografia(self, cartella, foto):
        assert (cartella / "piano.json").read_bytes() == foto.json()


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
