"""I dati del piano: CSV, XLSX e JSON, riletti da chi non li ha scritti."""

import csv
import datetime
import io
import json
import os
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest
from django.conf import settings
from python_calamine import CalamineWorkbook

from obiettivi.documenti.dati import COLONNE_CSV, csv_obiettivi, lavori, xlsx_obiettivi
from obiettivi.sezioni import OBIETTIVI, IndicatoreFoto
from piani.documenti.base import DOCUMENTI
from piani.sezioni import SCHEDE, da_json

FIXTURE = settings.BASE_DIR / "fixtures" / "semproniano-2019-2021.json"
FOGLI = {
    "ente 2019": (4, 100),
    "amministrativa 2019": (7, 100),
    "contabile 2019": (8, 100),
    "contabile 2020": (7, 100),
    "contabile 2021": (7, 100),
    "tecnica 2019": (3, 6),
    "tecnica 2020": (6, 100),
    "tecnica 2021": (6, 100),
}


@pytest.fixture(scope="module")
def foto():
    return da_json(FIXTURE.read_bytes())


@pytest.fixture(scope="module")
def xlsx(foto) -> bytes:
    return xlsx_obiettivi(foto.json())


@pytest.fixture(scope="module")
def calamine(xlsx):
    return CalamineWorkbook.from_filelike(io.BytesIO(xlsx))


def righe_csv(contenuto: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(contenuto.decode("utf-8-sig"), newline=""), delimiter=";"))


def con_primo_obiettivo(foto, **dati):
    primo, *altri = foto[OBIETTIVI]
    return foto.con({OBIETTIVI.codice: (msgspec.structs.replace(primo, **dati), *altri)})


def con_modo(foto, modo: str):
    schede = tuple(msgspec.structs.replace(scheda, modo_peso=modo) for scheda in foto[SCHEDE])
    return foto.con({SCHEDE.codice: schede})


def scadenza_attesa(obiettivo) -> str:
    return f"{obiettivo.scadenza:%d/%m/%Y}" if obiettivo.scadenza else obiettivo.scadenza_testo


# --- CSV -----------------------------------------------------------------------------------------


def test_il_csv_ha_il_segno_di_utf8_e_le_colonne_promesse(foto):
    contenuto = csv_obiettivi(foto.json())
    testa = (
        "area;anno;numero;numero_pubblicato;descrizione;peso;indicatori;valori_attesi;data_fine_attesa;ambito;natura"
    )
    assert contenuto.startswith(b"\xef\xbb\xbf" + testa.encode() + b"\r\n")
    assert tuple(righe_csv(contenuto)[0]) == COLONNE_CSV


def test_nel_csv_ci_sono_le_48_righe_con_ogni_cella(foto):
    righe = righe_csv(csv_obiettivi(foto.json()))
    assert len(righe) == 48
    for riga, obiettivo in zip(righe, foto[OBIETTIVI], strict=True):
        assert riga == {
            "area": obiettivo.area,
            "anno": str(obiettivo.anno),
            "numero": str(obiettivo.numero),
            "numero_pubblicato": obiettivo.numero_pubblicato,
            "descrizione": obiettivo.descrizione,
            "peso": str(obiettivo.peso),
            "indicatori": "\n".join(voce.descrizione for voce in obiettivo.indicatori),
            "valori_attesi": "\n".join(voce.valore_atteso for voce in obiettivo.indicatori),
            "data_fine_attesa": scadenza_attesa(obiettivo),
            "ambito": obiettivo.ambito,
            "natura": obiettivo.natura,
        }
    assert {riga["area"] for riga in righe} == {"ente", "amministrativa", "contabile", "tecnica"}
    assert "Termine approvazione bilancio" in {riga["data_fine_attesa"] for riga in righe}


@pytest.mark.parametrize(
    ("peso", "scritto"), [(Decimal(5), "5"), (Decimal("33.33"), "33,33"), (Decimal("0.5"), "0,5"), (None, "")]
)
def test_il_peso_ha_la_virgola_e_solo_i_decimali_che_servono(foto, peso, scritto):
    assert righe_csv(csv_obiettivi(con_primo_obiettivo(foto, peso=peso).json()))[0]["peso"] == scritto


def test_data_e_testo_insieme_la_data_poi_il_testo_tra_parentesi(foto):
    scadenza = datetime.date(2019, 7, 1)
    foto = con_primo_obiettivo(foto, scadenza=scadenza, scadenza_testo="Termine approvazione bilancio")
    riga = righe_csv(csv_obiettivi(foto.json()))[0]
    assert riga["data_fine_attesa"] == "01/07/2019 (Termine approvazione bilancio)"


def test_piu_indicatori_stanno_uno_per_riga_nella_stessa_cella(foto):
    indicatori = tuple(IndicatoreFoto(descrizione=f"Indicatore {n}", valore_atteso=f"{n} giorni") for n in (1, 2))
    riga = righe_csv(csv_obiettivi(con_primo_obiettivo(foto, indicatori=indicatori).json()))[0]
    assert riga["indicatori"] == "Indicatore 1\nIndicatore 2"
    assert riga["valori_attesi"] == "1 giorni\n2 giorni"


FORMULE = ['=HYPERLINK("http://127.0.0.1")', "+39", "-1", "@SUM(A1)", "\t=1+1"]


@pytest.mark.parametrize("testo", FORMULE)
def test_nel_csv_un_testo_che_sembra_formula_resta_testo(foto, testo):
    riga = righe_csv(csv_obiettivi(con_primo_obiettivo(foto, descrizione=testo).json()))[0]
    assert riga["descrizione"] == f"'{testo}"


# --- XLSX ----------------------------------------------------------------------------------------


def test_un_foglio_per_area_e_anno_dopo_il_riepilogo(calamine):
    assert calamine.sheet_names == ["Riepilogo", *FOGLI, "quote tecnica 2020", "quote tecnica 2021"]


def test_il_riepilogo_conta_obiettivi_e_pesi(calamine):
    righe = calamine.get_sheet_by_name("Riepilogo").to_python()
    assert righe[0] == ["Area", "Anno", "Obiettivi", "Totale dei pesi", "Foglio"]
    assert {riga[4]: (riga[2], riga[3]) for riga in righe[1:-1]} == FOGLI
    assert righe[-1][:3] == ["Totale", "", 48]


def test_i_fogli_hanno_le_48_righe_con_ogni_cella(foto, calamine):
    lette = {nome: calamine.get_sheet_by_name(nome).to_python()[1:-1] for nome in FOGLI}
    assert {nome: len(righe) for nome, righe in lette.items()} == {nome: quanti for nome, (quanti, _) in FOGLI.items()}
    for obiettivo in foto[OBIETTIVI]:
        assert lette[f"{obiettivo.area} {obiettivo.anno}"][obiettivo.numero - 1] == [
            obiettivo.numero,
            obiettivo.numero_pubblicato,
            obiettivo.descrizione,
            float(obiettivo.peso),
            "\n".join(voce.descrizione for voce in obiettivo.indicatori),
            "\n".join(voce.valore_atteso for voce in obiettivo.indicatori),
            obiettivo.scadenza or "",
            obiettivo.scadenza_testo,
            obiettivo.ambito,
            obiettivo.natura,
            obiettivo.tipologia_pubblicata,
        ]


def test_le_somme_sono_formule_con_il_loro_valore(xlsx):
    formule = openpyxl.load_workbook(io.BytesIO(xlsx))
    valori = openpyxl.load_workbook(io.BytesIO(xlsx), data_only=True)
    for numero, (nome, (quanti, somma)) in enumerate(FOGLI.items(), start=2):
        assert formule["Riepilogo"][f"D{numero}"].value == f"=SUM('{nome}'!D2:D{quanti + 1})"
        assert formule[nome][f"D{quanti + 2}"].value == f"=SUM(D2:D{quanti + 1})"
        assert valori["Riepilogo"][f"D{numero}"].value == valori[nome][f"D{quanti + 2}"].value == somma
    assert formule["Riepilogo"]["C10"].value == "=SUM(C2:C9)"
    assert [formule["quote tecnica 2020"][f"H{riga}"].value for riga in (2, 3, 4)] == [
        f"=SUM(B{riga}:G{riga})" for riga in (2, 3, 4)
    ]
    assert [valori["quote tecnica 2020"][f"H{riga}"].value for riga in (2, 3, 4)] == [100, 100, 100]


def test_le_date_sono_date_e_i_pesi_rifiutano_piu_di_cento(xlsx):
    foglio = openpyxl.load_workbook(io.BytesIO(xlsx))["amministrativa 2019"]
    assert foglio["G2"].value == datetime.datetime(2019, 12, 31)  # noqa: DTZ001 - a date has no zone
    assert foglio["G2"].number_format == "dd/mm/yyyy"
    [regola] = foglio.data_validations.dataValidation
    assert (str(regola.sqref), regola.type, regola.formula1, regola.formula2) == ("D2:D8", "decimal", "0", "100")


def test_il_foglio_si_stampa_largo_una_pagina_con_la_testa_ripetuta(xlsx):
    libro = openpyxl.load_workbook(io.BytesIO(xlsx))
    for foglio in libro:
        assert foglio.page_setup.orientation == "landscape"
        assert foglio.page_setup.paperSize == 9
        # One page wide is the default of the format, and is not written.
        assert foglio.sheet_properties.pageSetUpPr.fitToPage
        assert (foglio.page_setup.fitToWidth, foglio.page_setup.fitToHeight) == (None, 0)
        assert foglio.print_title_rows == "$1:$1"
        assert foglio.freeze_panes == "A2"
        assert foglio.oddFooter.right.text == "Pagina &P di &N"
    assert len({nome for foglio in libro for nome in foglio.tables}) == len(libro.sheetnames)
    assert libro.properties.title.startswith("Piano della performance 2019/2021 – Comune di Semproniano – BOZZA")
    assert libro.properties.creator == "Comune di Semproniano"


def test_una_riga_lunga_ha_l_altezza_che_le_serve(xlsx):
    foglio = openpyxl.load_workbook(io.BytesIO(xlsx))["amministrativa 2019"]
    assert foglio.row_dimensions[2].height > 90
    assert foglio.row_dimensions[2].height <= 409


@pytest.mark.parametrize("testo", [*FORMULE[:-1], "http://127.0.0.1/", "{=1}"])
def test_nel_foglio_un_testo_che_sembra_formula_resta_testo(foto, testo):
    contenuto = xlsx_obiettivi(con_primo_obiettivo(foto, descrizione=testo).json())
    cella = openpyxl.load_workbook(io.BytesIO(contenuto))["ente 2019"]["C2"]
    assert (cella.value, cella.data_type, cella.hyperlink) == (testo, "s", None)


def test_dove_i_pesi_sono_coefficienti_accanto_c_e_la_percentuale(foto):
    contenuto = xlsx_obiettivi(con_modo(foto, "coefficiente").json())
    righe = CalamineWorkbook.from_filelike(io.BytesIO(contenuto)).get_sheet_by_name("tecnica 2019").to_python()
    assert righe[0][-1] == "Peso in percentuale"
    assert [(riga[3], riga[-1]) for riga in righe[1:4]] == [(2, 33.33)] * 3
    assert righe[4][3] == 6


def test_due_aree_dal_nome_lungo_non_si_confondono(foto):
    nomi = {"contabile": "area-servizi-generali-e-finanze", "tecnica": "area-servizi-generali-e-tecnici"}
    testo = foto.json().decode()
    for prima, dopo in nomi.items():
        testo = testo.replace(f'"area":"{prima}"', f'"area":"{dopo}"').replace(f'"slug":"{prima}"', f'"slug":"{dopo}"')
    fogli = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_obiettivi(testo.encode()))).sheet_names
    assert "area-servizi-gen 2020" in fogli
    assert "area-servizi-gen~2 2020" in fogli
    assert len(fogli) == 11


def test_la_versione_pubblica_non_ha_nomi_ne_quote_in_nessun_formato(foto):
    for lavoro in lavori(foto.pubblica()):
        contenuto = lavoro.esegui()
        if lavoro.nome.endswith(".xlsx"):
            fogli = CalamineWorkbook.from_filelike(io.BytesIO(contenuto))
            assert not [nome for nome in fogli.sheet_names if nome.startswith("quote")]
            contenuto = str([fogli.get_sheet_by_name(nome).to_python() for nome in fogli.sheet_names]).encode()
        for nome in ("SANTONI", "Santoni", "FRANCESCHETTI", "Fabbreschi", "santoni-massimo"):
            assert nome.encode() not in contenuto


def test_un_piano_senza_obiettivi_ha_i_suoi_fogli_vuoti(foto):
    foto = foto.con({OBIETTIVI.codice: ()})
    libro = openpyxl.load_workbook(io.BytesIO(xlsx_obiettivi(foto.json())), data_only=True)
    assert libro["Riepilogo"]["C10"].value == 0
    assert libro["tecnica 2019"]["A1"].value == "N."
    assert righe_csv(csv_obiettivi(foto.json())) == []


def test_stessi_dati_stessi_byte_un_altro_giorno(foto, xlsx, time_machine):
    prima = {lavoro.nome: lavoro.esegui() for lavoro in lavori(foto)}
    time_machine.move_to("2031-03-31 02:30")
    assert {lavoro.nome: lavoro.esegui() for lavoro in lavori(da_json(foto.json()))} == prima
    assert prima["obiettivi.xlsx"] == xlsx
    assert prima["piano.json"] == foto.json()


def ricalcola(xlsx: bytes, cartella: Path) -> bytes:
    """The file as LibreOffice writes it after recalculating."""
    (cartella / "obiettivi.xlsx").write_bytes(xlsx)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(cartella / 'profilo').as_uri()}", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(cartella / "ricalcolato"), str(cartella / "obiettivi.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (cartella / "ricalcolato" / "obiettivi.xlsx").read_bytes()


@pytest.mark.skipif(
    shutil.which("soffice") is None and os.environ.get("CI") != "true", reason="LibreOffice non è installato"
)
def test_libreoffice_ricalcola_gli_stessi_totali(xlsx, tmp_path):
    """The stored values are put out of true first: what comes back can only be LibreOffice's own sum."""
    guasto = openpyxl.load_workbook(io.BytesIO(xlsx))  # openpyxl writes formulas without a stored value
    uscita = io.BytesIO()
    guasto.save(uscita)
    libro = openpyxl.load_workbook(io.BytesIO(ricalcola(uscita.getvalue(), tmp_path)), data_only=True)
    for numero, (nome, (quanti, somma)) in enumerate(FOGLI.items(), start=2):
        assert libro["Riepilogo"][f"D{numero}"].value == somma
        assert libro[nome][f"D{quanti + 2}"].value == somma
    assert libro["Riepilogo"]["C10"].value == 48
    assert [libro["quote tecnica 2021"][f"H{riga}"].value for riga in (2, 3, 4)] == [100, 100, 100]


def test_piano_json_ha_le_chiavi_promesse_e_si_rilegge(foto):
    [lavoro] = [lavoro for lavoro in lavori(foto) if lavoro.nome == "piano.json"]
    contenuto = json.loads(lavoro.esegui())
    assert contenuto.keys() >= {"schema", "ente", "piano", "linee_mandato", "aree", "assegnazioni", "obiettivi"}
    promesse = {"area", "anno", "numero", "numero_pubblicato", "descrizione", "peso", "indicatori", "scadenza"}
    promesse |= {"scadenza_testo", "ambito", "natura", "tipologia_pubblicata"}
    assert len(contenuto["obiettivi"]) == 48
    for obiettivo, vero in zip(contenuto["obiettivi"], foto[OBIETTIVI], strict=True):
        assert obiettivo.keys() >= promesse
        assert obiettivo["peso"] == str(vero.peso)
        assert obiettivo["scadenza"] == (vero.scadenza and vero.scadenza.isoformat())
        assert all(indicatore.keys() >= {"descrizione", "valore_atteso"} for indicatore in obiettivo["indicatori"])
    assert da_json(lavoro.esegui()) == foto


def test_i_dati_sono_nel_registro_dei_documenti(foto):
    assert [lavoro.nome for lavoro in DOCUMENTI["dati"].lavori(foto)] == [
        "obiettivi.xlsx",
        "obiettivi.csv",
        "piano.json",
    ]
