"""Files from outside that may be kept, and those that may not: by what they are, not by what they are called."""

import io
import zipfile

import pypdf
import pytest
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from semproniano.core.documenti.ammessi import FileRifiutato, esamina_file, nome_pulito

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (10).to_bytes(4, "big") * 2 + b"\x08\x06\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
FOGLIO = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
CON_MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
TESTO_ODF = b"application/vnd.oasis.opendocument.text"


def archivio(parti: dict[str, bytes]) -> bytes:
    uscita = io.BytesIO()
    with zipfile.ZipFile(uscita, "w", zipfile.ZIP_DEFLATED) as zip_:
        for nome, contenuto in parti.items():
            zip_.writestr(nome, contenuto)
    return uscita.getvalue()


def office(tipo: str = FOGLIO, **parti: bytes) -> bytes:
    return archivio({"[Content_Types].xml": f'<Override ContentType="{tipo}"/>'.encode(), **parti})


DOCUMENTO = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@pytest.mark.parametrize(
    ("nome", "contenuto", "tipo"),
    [
        ("foto.PNG", PNG, "image/png"),
        ("foto.jpeg", JPEG, "image/jpeg"),
        ("dati.csv", "città;totale\nSemproniano;12\n".encode("cp1252"), "text/csv"),
        ("nota.txt", "\ufeffTre pratiche < di quelle attese".encode(), "text/plain"),
        ("conti.xlsx", office(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (
            "lettera.docx",
            office(DOCUMENTO),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("lettera.odt", archivio({"mimetype": TESTO_ODF}), TESTO_ODF.decode()),
    ],
)
def test_i_documenti_di_un_ufficio_si_conservano(nome, contenuto, tipo):
    assert esamina_file(nome, contenuto, 10).tipo == tipo


@pytest.mark.parametrize(
    ("nome", "contenuto", "parola"),
    [
        ("vuoto.pdf", b"", "vuoto"),
        ("programma.exe", b"MZ", "tipo ammesso"),
        ("pagina.html", b"<!doctype html>", "tipo ammesso"),
        ("disegno.svg", b"<svg onload=alert(1)>", "tipo ammesso"),
        ("archivio.zip", archivio({"a.txt": b"a"}), "tipo ammesso"),
        ("senza-estensione", b"testo", "tipo ammesso"),
        ("pagina.txt", b"\n <HTML><script>alert(1)</script>", "pagina web"),
        ("pagina.csv", b"a;b\n1;<script>alert(1)</script>", "pagina web"),
        ("disegno.txt", b'testo <svg xmlns="x" onload="alert(1)">', "pagina web"),
        ("comandi.txt", b"#!/bin/sh\nrm -rf x", "istruzioni"),
        ("binario.txt", b"MZ\x00\x00", "ma non lo"),
        ("pagina.png", b"<html>", "ma non lo"),
        ("pagina.jpg", b"<html>", "ma non lo"),
        ("enorme.png", PNG[:16] + (60000).to_bytes(4, "big") * 2, "troppo grande"),
        ("finto.pdf", b"<html>", "non \u00e8 un PDF"),
        ("rotto.pdf", b"%PDF-1.7 niente", "non si riesce"),
        ("conti.xlsx", b"PK\x03\x04 rotto", "ma non lo"),
        ("conti.xlsx", archivio({"a.txt": b"a"}), "ma non lo"),
        ("conti.xlsx", office(DOCUMENTO), "ma non lo"),
        ("conti.xlsx", office(CON_MACRO), "macro"),
        ("conti.xlsx", office(**{"xl/vbaProject.bin": b"x"}), "macro"),
        ("conti.xlsx", office(**{"xl/activeX/activeX1.bin": b"x"}), "macro"),
        ("lettera.odt", archivio({"mimetype": TESTO_ODF, "Basic/Standard/Modulo.xml": b"x"}), "macro"),
        ("lettera.ods", archivio({"mimetype": TESTO_ODF}), "ma non lo"),
        ("bomba.xlsx", office(**{"xl/sharedStrings.xml": b"0" * 20_000_000}), "si espande troppo"),
        ("pesante.txt", b"a" * (10 * 1024 * 1024 + 1), "il massimo"),
    ],
)
def test_si_rifiuta_con_una_frase_quel_che_agisce_o_non_e_quel_che_dice(nome, contenuto, parola):
    with pytest.raises(FileRifiutato, match=parola):
        esamina_file(nome, contenuto, 10)


def test_un_pdf_con_script_si_rifiuta():
    scrittore = pypdf.PdfWriter()
    scrittore.add_blank_page(100, 100)
    buono = io.BytesIO()
    scrittore.write(buono)
    assert esamina_file("buono.pdf", buono.getvalue(), 10).estensione == "pdf"
    azione = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('ciao')")}
    scrittore.root_object[NameObject("/OpenAction")] = DictionaryObject(azione)
    cattivo = io.BytesIO()
    scrittore.write(cattivo)
    with pytest.raises(FileRifiutato, match="agiscono da sole"):
        esamina_file("cattivo.pdf", cattivo.getvalue(), 10)


@pytest.mark.parametrize(
    ("scritto", "pulito"),
    [
        ("C:\\Users\\io\\verbale 3.pdf", "verbale 3.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("foto\u202egnp.exe", "foto gnp.exe"),
        ("riga\r\nSet-Cookie: x.txt", "riga Set-Cookie: x.txt"),
        ("", "file"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
    ],
)
def test_il_nome_resta_leggibile_e_senza_sorprese(scritto, pulito):
    assert nome_pulito(scritto) == pulito
