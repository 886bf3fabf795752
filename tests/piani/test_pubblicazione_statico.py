"""The public site as files in a ZIP."""

import io
import posixpath
import re
import zipfile

import pytest

from piani.services import produzione
from piani.services.produzione import produci_documenti
from piani.services.pubblicazione import pubblica_versione
from piani.views.trasparenza.sito import trova_sito
from piani.views.trasparenza.statico import scrivi_sito
from tests.versioni import finti, piano_approvato, versione_approvata


@pytest.fixture
def archivio(ente, segretario, monkeypatch) -> zipfile.ZipFile:
    monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)
    versione = versione_approvata(piano_approvato(ente))
    produci_documenti(versione=versione)
    pubblica_versione(versione=versione, utente=segretario)
    file = io.BytesIO()
    scrivi_sito(trova_sito(ente.slug), file)
    return zipfile.ZipFile(file)


def test_ogni_collegamento_porta_a_un_file_dello_zip_da_qualunque_cartella(archivio):
    nomi = set(archivio.namelist())

    for pagina in (nome for nome in nomi if nome.endswith(".html")):
        for meta in re.findall(r'(?:href|src)="([^"]*)"', archivio.read(pagina).decode()):
            if not meta.startswith(("https://", "mailto:", "#")):
                arrivo = posixpath.normpath(posixpath.join(posixpath.dirname(pagina), re.split("[#?]", meta)[0]))
                assert arrivo in nomi, f"{pagina}: {meta}"


def test_ci_sono_le_pagine_e_i_soli_file_pubblici_senza_moduli_ne_accesso(archivio):
    nomi = archivio.namelist()

    assert {"index.html", "piani/2019-2021/index.html"} <= set(nomi)
    assert sum(nome.endswith("/piano.pdf") for nome in nomi) == 1
    assert "<form" not in archivio.read("piani/2019-2021/index.html").decode()
    assert "Accedi" not in archivio.read("index.html").decode()
