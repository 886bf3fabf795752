"""peg.xlsx, peg.csv and piano.json, read back by who has not written them: they agree with the PDF to the cent."""

import csv
import io
import os
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest

from obiettivi.prestazioni.peg_sintesi import con_peg
from obiettivi.prestazioni.sintesi import piano_sintetico
from piani.documenti.peg.lavori import lavori_dei_dati
from piani.sezioni import AREE, PEG, da_json
from piani.sezioni.peg import PegFoto
from piani.sezioni.peg_totali import ENTRATA, LIVELLI, SPESA, albero, pareggio, per_area, riepilogo, righe_della_parte
from tests.foto import foto_del_piano_vero

FOGLI = {ENTRATA: "Entrata", SPESA: "Spesa"}


@pytest.fixture(scope="module")
def foto():
    foto = con_peg(piano_sintetico(6, 3), 48)
    # A name that a formula could misread, and a capitolo without responsabile.
    aree = tuple(msgspec.structs.replace(area, nome=f'{area.nome} "*"') for area in foto[AREE])
    prima, *altre = foto[PEG].capitoli
    peg = msgspec.structs.replace(foto[PEG], capitoli=(msgspec.structs.replace(prima, area=None), *altre))
    return foto.con({AREE.codice: aree, PEG.codice: peg})


@pytest.fixture(scope="module")
def dati(foto):
    return {lavoro.nome: lavoro.esegui() for lavoro in lavori_dei_dati(foto)}


@pytest.fixture(scope="module")
def libro(dati):
    return openpyxl.load_workbook(io.BytesIO(dati["peg.xlsx"]), data_only=True)


def euro(valore) -> Decimal:
    return Decimal(str(valore or 0)).quantize(Decimal("0.01"))


def controlla_totali(libro, foto) -> None:
    """Every total of the workbook against the tree."""
    riepiloghi = {riga[0]: riga[1:] for riga in libro["Riepilogo"].iter_rows(min_row=2, values_only=True)}
    for parte, nome in FOGLI.items():
        tronco = albero(foto[PEG], parte)
        testa, *righe = libro[nome].iter_rows(values_only=True)
        posto, capitolo = testa.index("Competenza 2019"), testa.index("Capitolo")
        subtotali = [riga for riga in righe if riga[capitolo] is None]
        rami = list(tutti(tronco.rami))
        assert len(subtotali) == len(rami) + 1
        for riga, somme in zip(subtotali, [*(ramo.somme for ramo in rami), tronco.somme], strict=True):
            assert [euro(valore) for valore in riga[posto : posto + 5]] == [
                *map(euro, somme.competenza), euro(somme.cassa), euro(somme.residui)
            ]  # fmt: skip
        for ramo in (*tronco.rami, *riepilogo(foto[PEG], parte, "titolo")):
            assert [euro(valore) for valore in riepiloghi[ramo.testo][:3]] == list(map(euro, ramo.somme.competenza))
    for voce, campo in (
        ("Avanzo di amministrazione", "avanzo"),
        ("Spese dei titoli", "spesa"),
        ("Differenza", "differenza"),
    ):
        attese = [euro(getattr(anno, campo)) for anno in pareggio(foto[PEG].capitoli)]
        assert [euro(valore) for valore in riepiloghi[voce][:3]] == attese
    nomi = {area.slug: area.nome for area in foto[AREE]}
    for area, righe in per_area(righe_della_parte(foto[PEG].capitoli, SPESA)).items():
        somma = sum(riga.competenza[0] for riga in righe)
        assert euro(riepiloghi[nomi[area] if area else "Senza responsabile"][0]) == euro(somma)


def tutti(rami):
    for ramo in rami:
        yield ramo
        yield from tutti(ramo.rami)


def test_i_valori_scritti_sono_quelli_dell_albero(libro, foto):
    assert libro.sheetnames == ["Riepilogo", "Entrata", "Spesa"]
    controlla_totali(libro, foto)


@pytest.mark.skipif(
    shutil.which("soffice") is None and os.environ.get("CI") != "true", reason="LibreOffice non è installato"
)
def test_libreoffice_ricalcola_gli_stessi_totali(dati, foto, tmp_path):
    """Written without values first, so that what is read was computed by LibreOffice."""
    senza = openpyxl.load_workbook(io.BytesIO(dati["peg.xlsx"]))
    senza.save(tmp_path / "peg.xlsx")
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profilo').as_uri()}", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "fuori"), str(tmp_path / "peg.xlsx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    riletto = openpyxl.load_workbook(Path(tmp_path / "fuori" / "peg.xlsx"), data_only=True)
    controlla_totali(riletto, foto)


def test_gruppi_teste_ferme_codici_come_testi_importi_come_numeri(dati):
    foglio = openpyxl.load_workbook(io.BytesIO(dati["peg.xlsx"]))["Spesa"]
    testa = [cella.value for cella in foglio[1]]
    assert foglio.freeze_panes == "A2"
    assert not foglio.sheet_properties.outlinePr.summaryBelow
    livelli = {}
    for riga in foglio.iter_rows(min_row=3, max_row=foglio.max_row - 1):
        codici = [cella.value for cella in riga[:4]]
        e_capitolo = riga[4].value is not None
        livelli[4 if e_capitolo else sum(codice is not None for codice in codici) - 1] = foglio.row_dimensions[
            riga[0].row
        ].outlineLevel
        assert all(isinstance(codice, str) for codice in codici if codice is not None)
        importo = riga[testa.index("Competenza 2019")]
        assert importo.number_format == "#,##0.00"
        assert importo.data_type == ("n" if e_capitolo else "f")
        if not e_capitolo:
            assert importo.value.startswith("=SUBTOTAL(9,")
    assert livelli == {0: 0, 1: 1, 2: 2, 3: 3, 4: 4}


def test_il_csv_ha_una_riga_per_capitolo_e_le_stesse_somme(dati, foto):
    testo = dati["peg.csv"].decode("utf-8-sig")
    righe = list(csv.DictReader(io.StringIO(testo, newline=""), delimiter=";"))
    assert len(righe) == len(foto[PEG].capitoli)
    for parte in LIVELLI:
        sue = [riga for riga in righe if riga["parte"] == parte]
        somme = albero(foto[PEG], parte).somme
        for posto, anno in enumerate((2019, 2020, 2021)):
            assert sum(Decimal(riga[f"competenza_{anno}"].replace(",", ".")) for riga in sue) == somme.competenza[posto]
        assert sum(Decimal(riga["cassa_2019"].replace(",", ".")) for riga in sue) == somme.cassa
    assert {len(riga["capitolo"]) for riga in righe} == {9}
    assert {riga["impegnato_2020"] for riga in righe} == {""}


def test_il_json_ha_le_stesse_righe(foto):
    assert da_json(foto.json())[PEG] == foto[PEG]


def test_una_sola_parte_e_un_peg_senza_cassa_si_scrivono(foto):
    riga = next(riga for riga in foto[PEG].capitoli if riga.parte == SPESA and riga.tipo == "capitolo")
    nuda = msgspec.structs.replace(riga, cassa=None, residui=None, impegnato=(None,) * 3, fpv=(None,) * 3)
    solo = foto.con({PEG.codice: PegFoto(voci=(), capitoli=(nuda,))})
    [xlsx, tabella] = [lavoro.esegui() for lavoro in lavori_dei_dati(solo)]
    libro = openpyxl.load_workbook(io.BytesIO(xlsx), data_only=True)
    assert "Cassa 2019" not in [cella.value for cella in libro["Spesa"][1]]
    assert libro["Entrata"]["F2"].value == "Totale generale delle entrate"
    assert tabella.decode().count("\r\n") == 2


def test_stessi_dati_stessi_byte_un_altro_giorno(foto, dati, time_machine):
    time_machine.move_to("2031-03-31 02:30")
    assert {lavoro.nome: lavoro.esegui() for lavoro in lavori_dei_dati(da_json(foto.json()))} == dati


def test_senza_peg_niente():
    assert list(lavori_dei_dati(foto_del_piano_vero())) == []
