"""Quello che non si legge si rifiuta per nome, con il motivo e che cosa fare: mai un errore del programma."""

import io
import struct
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semproniano.core.griglie.base import GrigliaNonLeggibile, Limiti
from semproniano.core.griglie.formati import controlla_dimensione
from semproniano.core.griglie.lettura import leggi_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def cartella(righe=(("n", "descrizione"), (1, "Primo"))) -> bytes:
    libro = openpyxl.Workbook()
    for riga in righe:
        libro.active.append(riga)
    uscita = io.BytesIO()
    libro.save(uscita)
    return uscita.getvalue()


def con_parti(contenuto: bytes, **parti: bytes) -> bytes:
    """The same zip with some parts replaced or added; "__" in a name stands for "/", "_" for "."."""
    nuove = {nome.replace("__", "/").replace("_", "."): testo for nome, testo in parti.items()}
    uscita = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contenuto)) as vecchio, zipfile.ZipFile(uscita, "w", zipfile.ZIP_DEFLATED) as nuovo:
        for parte in vecchio.namelist():
            nuovo.writestr(parte, nuove.pop(parte, None) or vecchio.read(parte))
        for parte, testo in nuove.items():
            nuovo.writestr(parte, testo)
    return uscita.getvalue()


def zip_con(*nomi: str) -> bytes:
    uscita = io.BytesIO()
    with zipfile.ZipFile(uscita, "w") as archivio:
        for nome in nomi:
            archivio.writestr(nome, "<x/>")
    return uscita.getvalue()


def tabella_o_frase(nome: str, contenuto: bytes) -> str:
    """What the person is told; a table says nothing. Any other exception fails the test."""
    try:
        leggi_file(nome, contenuto)
    except GrigliaNonLeggibile as errore:
        return str(errore)
    return "Letto."


def rifiuto(nome: str, contenuto: bytes, **opzioni) -> str:
    with pytest.raises(GrigliaNonLeggibile) as errore:
        leggi_file(nome, contenuto, **opzioni)
    return str(errore.value)


@pytest.mark.parametrize(
    ("nome", "contenuto", "parole"),
    [
        ("piano.xls", OLE + "Workbook".encode("utf-16-le"), "formato vecchio (.xls)"),
        ("piano.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "protetta da password"),
        ("piano.doc", OLE + "WordDocument".encode("utf-16-le"), "documento di Word"),
        ("piano.ole", OLE, "documento di Office"),
        ("piano.ods", zip_con("mimetype", "content.xml"), "LibreOffice"),
        ("piano.docx", zip_con("[Content_Types].xml", "word/document.xml"), "Word (.docx)"),
        ("piano.pptx", zip_con("[Content_Types].xml", "ppt/presentation.xml"), "presentazione"),
        ("piano.xlsb", zip_con("[Content_Types].xml", "xl/workbook.bin"), ".xlsb"),
        ("foto.zip", zip_con("a.jpg"), "archivio compresso"),
        ("piano.xlsx", zip_con("[Content_Types].xml"), "non è un foglio di calcolo"),
        ("piano.pdf", b"%PDF-1.7", "un PDF"),
        ("piano.csv", b"%PDF-1.7", "un PDF"),
        ("piano.rtf", b"{\\rtf1", "RTF"),
        ("scansione.xlsx", b"\x89PNG\r\n", "immagine"),
        ("scansione.jpg", b"\xff\xd8\xff\xe0", "immagine"),
        ("piano.xls", b"<html><table>", "pagina web"),
        ("piano.xls", b'<?xml version="1.0"?><Workbook/>', "file XML"),
        ("piano.xls", b"n\tdescrizione\n", "formato vecchio (.xls)"),
        ("piano.xlsm", b"qualcosa", "macro"),
        ("piano.xlsx", b"n;descrizione\n1;a\n", "ma non lo è"),
        ("piano.exe", b"MZ", "non si conosce"),
        ("piano", b"n;a", "non si conosce"),
        ("piano.csv", b"", "vuoto"),
        ("piano.csv", b"\x00\x01\x02\x03" * 100, "non è un testo"),
        ("piano.csv", b"a;b\n\x81\x8d\n", "non è un testo"),
        ("piano.csv", b"\xff\xfea", "non è un testo"),
    ],
)
def test_ogni_altro_file_si_rifiuta_per_nome(nome, contenuto, parole):
    messaggio = rifiuto(nome, contenuto)
    assert parole in messaggio
    assert messaggio.endswith(".")


def test_le_macro_si_rifiutano_comunque_si_chiami_il_file():
    macro = con_parti(cartella(), xl__vbaProject_bin=b"macro")
    assert "con macro" in rifiuto("piano.xlsx", macro)
    tipi = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    contenuto = zip_con("altro.xml")
    with zipfile.ZipFile(uscita := io.BytesIO(contenuto), "a") as archivio:
        archivio.writestr("[Content_Types].xml", tipi)
    assert "con macro" in rifiuto("piano.xlsx", uscita.getvalue())


# --- too big -------------------------------------------------------------------------------------


def test_cinquanta_mega_sono_troppi_prima_di_leggere():
    with pytest.raises(GrigliaNonLeggibile, match="pesa 50 MB: il massimo è 20 MB"):
        controlla_dimensione(50 * 1024 * 1024)
    assert "pesa 1 MB" in rifiuto("piano.csv", b"a;b\n" * 300_000, limiti=Limiti(byte=1024 * 1024))


def test_centomila_righe_sono_troppe():
    contenuto = "n;descrizione\n" + "".join(f"{numero};Riga\n" for numero in range(100_000))
    assert "più di 50.000 righe" in rifiuto("piano.csv", contenuto.encode())


def test_centomila_righe_sono_troppe_anche_in_un_foglio():
    righe = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 100_001))
    messaggio = rifiuto("piano.xlsx", con_parti(cartella(), xl__worksheets__sheet1_xml=foglio(righe)))
    assert "(«Sheet») ha più di 50.000 righe" in messaggio


def foglio(righe: str, dopo: str = "") -> bytes:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{righe}</sheetData>{dopo}</worksheet>"
    ).encode()


def test_troppe_colonne():
    assert "300 colonne: se ne leggono al massimo 256" in rifiuto("piano.xlsx", cartella([range(300)]))


def test_la_bomba_compressa_si_ferma_prima_di_espanderla():
    bomba = con_parti(cartella(), xl__media__bomba_xml=b"0" * 40_000_000)
    assert "si espande" in rifiuto("piano.xlsx", bomba)
    assert "è troppo grande" in rifiuto("piano.xlsx", bomba, limiti=Limiti(byte_espansi=30_000_000))


def test_la_bomba_che_mente_sulla_sua_misura_non_si_espande():
    """The directory says 100 bytes: nothing beyond them is read, and the part is broken."""
    righe = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 20_000))
    onesta = con_parti(cartella(), xl__worksheets__sheet1_xml=foglio(righe))
    with zipfile.ZipFile(io.BytesIO(onesta)) as archivio:
        vera = archivio.getinfo("xl/worksheets/sheet1.xml").file_size
    bugiarda = onesta.replace(struct.pack("<L", vera), struct.pack("<L", 100))
    assert "danneggiata" in rifiuto("piano.xlsx", bugiarda)


def test_troppe_celle_vuote_e_troppi_formati_non_riempiono_la_memoria():
    celle = con_parti(cartella(), xl__worksheets__sheet1_xml=foglio("<row>" + "<c/>" * 20_000 + "</row>"))
    assert "danneggiata" in rifiuto("piano.xlsx", celle)
    stili = con_parti(cartella(), xl__styles_xml=b"<a>" + b"<b/>" * 400_000 + b"</a>")
    assert "troppe celle o troppi formati" in rifiuto("piano.xlsx", stili)


def test_le_entita_xml_non_si_espandono():
    bomba = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + foglio(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>'
    )
    messaggio = rifiuto("piano.xlsx", con_parti(cartella(), xl__worksheets__sheet1_xml=bomba))
    assert "per sicurezza" in messaggio


# --- broken --------------------------------------------------------------------------------------


def test_la_cartella_troncata_e_danneggiata():
    assert "danneggiata" in rifiuto("piano.xlsx", cartella()[:2000])


def test_l_archivio_cifrato_si_dice():
    cifrato = bytearray(cartella())
    posto = cifrato.find(b"PK\x01\x02")
    cifrato[posto + 8] |= 1
    assert "protetto da password" in rifiuto("piano.xlsx", bytes(cifrato))


@pytest.mark.parametrize(
    "parte", ["xl__worksheets__sheet1_xml", "xl__workbook_xml", "xl__styles_xml", "xl__sharedStrings_xml"]
)
@pytest.mark.parametrize("testo", [b"non xml", b"<a", b"<a/>"])
def test_una_parte_che_non_e_quella_che_dovrebbe(parte, testo):
    assert tabella_o_frase("piano.xlsx", con_parti(cartella(), **{parte: testo})).endswith(".")


@pytest.mark.parametrize(
    "cella",
    [
        '<c r="A1" t="s"><v>999</v></c>',
        '<c r="A1" t="s"><v>x</v></c>',
        '<c r="ZZZZ1"><v>1</v></c>',
        '<c r="A1"><v>dieci</v></c>',
        '<c r="A1" s="99"><v>1</v></c>',
        '<c r="A1" t="d"><v>ieri</v></c>',
    ],
)
def test_celle_che_excel_non_scriverebbe(cella):
    contenuto = con_parti(cartella(), xl__worksheets__sheet1_xml=foglio(f'<row r="1">{cella}</row>'))
    assert "danneggiata" in rifiuto("piano.xlsx", contenuto)


ORIGINALE = cartella([("N°", "Descrizione", "Peso %"), *((n, f"Obiettivo {n}", 12.5) for n in range(8))])


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(ORIGINALE) - 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_bytes_cambiati_a_caso_danno_una_tabella_o_una_frase(cambi):
    contenuto = bytearray(ORIGINALE)
    for posto, valore in cambi:
        contenuto[posto] = valore
    assert tabella_o_frase("piano.xlsx", bytes(contenuto)).endswith(".")


@settings(max_examples=100)
@given(st.binary(max_size=400))
def test_bytes_qualsiasi_in_un_csv_danno_una_tabella_o_una_frase(contenuto):
    assert tabella_o_frase("piano.csv", contenuto).endswith(".")
