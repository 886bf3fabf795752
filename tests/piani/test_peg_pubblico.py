"""The PEG on the public site and in its copy on files: what was voted, whatever happens to the live rows."""

import io
import zipfile

import msgspec
import pytest
from django.core.cache import cache

from piani.models import Versione
from piani.services import produzione
from piani.services.produzione import produci_documenti
from piani.services.pubblicazione import pubblica_versione, ritira_versione
from piani.sezioni import PEG
from piani.sezioni.peg import PegFoto
from piani.views.trasparenza.sito import PAGINE_DEL_SITO, trova_sito
from piani.views.trasparenza.statico import scrivi_sito
from tests import factories
from tests.foto import foto_del_piano_vero
from tests.righe_peg import riga
from tests.versioni import finti, piano_approvato, versione_approvata

PIANO = "/amministrazione-trasparente/performance/piani/2019-2021/"
PRIMA = f"{PIANO}versioni/1/peg/"
RIGHE = (
    riga("entrata", "100", (1500, 0, 0), titolo="3", tipologia="3.100", categoria="02", denominazione="Fitti attivi"),
    riga("spesa", "200", (1500, 0, 0), missione="01", programma="0111", titolo="1", macroaggregato="103",
         denominazione="Cancelleria", area="contabile"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def memoria_vuota():
    cache.clear()


def con_peg(*righe):
    return foto_del_piano_vero().con({PEG.codice: PegFoto(capitoli=righe)})


@pytest.fixture
def pubblicata(ente, segretario, monkeypatch) -> Versione:
    monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)
    versione = versione_approvata(piano_approvato(ente), con_peg(*RIGHE))
    produci_documenti(versione=versione)
    return pubblica_versione(versione=versione, utente=segretario)


def letta(client, indirizzo, stato=200) -> str:
    risposta = client.get(indirizzo)
    assert risposta.status_code == stato
    return " ".join(risposta.content.decode().split())


def test_dal_piano_al_capitolo(client, pubblicata):
    assert f'href="{PRIMA}"' in letta(client, PIANO)
    assert f'href="{PRIMA}spesa/01/"' in letta(client, PRIMA)
    assert f'href="{PRIMA}spesa/01/0111/"' in letta(client, f"{PRIMA}spesa/01/")
    pagina = letta(client, f"{PRIMA}spesa/01/0111/")
    assert "Cancelleria" in pagina
    assert "area contabile" in pagina.lower()
    assert "1.500,00" in pagina
    assert "Fitti attivi" in letta(client, f"{PRIMA}entrata/3/3.100/")


@pytest.mark.parametrize("resto", ["spesa/77/", "spesa/01/0199/", "altro/01/", "entrata/01/"])
def test_quello_che_non_c_e(client, pubblicata, resto):
    letta(client, f"{PRIMA}{resto}", 404)


def test_un_piano_senza_peg_non_ha_la_pagina(client, ente, segretario, monkeypatch):
    monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)
    versione = versione_approvata(piano_approvato(ente))
    produci_documenti(versione=versione)
    pubblica_versione(versione=versione, utente=segretario)

    assert "versioni/1/peg" not in letta(client, PIANO)
    letta(client, PRIMA, 404)


def test_quello_che_si_e_votato_resta_com_era(client, pubblicata, segretario):
    """Neither the live rows nor a later version change what is read at the address of the first."""
    factories.CapitoloFactory(piano=pubblicata.piano, denominazione="Scritto dopo la delibera")
    assert "Scritto dopo" not in letta(client, f"{PRIMA}spesa/01/0111/")

    nuova = versione_approvata(
        pubblicata.piano,
        con_peg(RIGHE[0], msgspec.structs.replace(RIGHE[1], competenza=(9999, 0, 0))),
        precedente=pubblicata,
    )
    Versione.objects.filter(pk=pubblicata.pk).update(stato="superata")
    produci_documenti(versione=nuova)
    pubblica_versione(versione=nuova, utente=segretario)

    assert "1.500,00" in letta(client, f"{PRIMA}spesa/01/0111/")
    assert "superata dalla versione 2" in letta(client, PRIMA)
    assert "9.999,00" in letta(client, f"{PIANO}versioni/2/peg/spesa/01/0111/")


def test_una_versione_ritirata_non_si_legge_piu(client, pubblicata, segretario):
    ritira_versione(versione=pubblicata, utente=segretario, nota="Un importo era sbagliato")

    pagina = letta(client, f"{PRIMA}spesa/01/0111/")

    assert "Un importo era sbagliato" in pagina
    assert "Cancelleria" not in pagina


def test_nella_copia_su_file_ci_sono_tutte_le_pagine(pubblicata):
    file = io.BytesIO()
    scrivi_sito(trova_sito(pubblicata.piano.ente.slug), file)
    nomi = zipfile.ZipFile(file).namelist()

    attese = ("", "entrata/3/", "entrata/3/3.100/", "spesa/01/", "spesa/01/0111/")
    assert {f"piani/2019-2021/versioni/1/peg/{pagina}index.html" for pagina in attese} <= set(nomi)


def test_le_pagine_di_una_versione_leggono_una_volta_sola_il_suo_testo(pubblicata, django_assert_num_queries):
    sito = trova_sito(pubblicata.piano.ente.slug)
    sito.ente  # noqa: B018
    pagine = next(gruppo for gruppo in PAGINE_DEL_SITO if gruppo.codice == "peg")

    with django_assert_num_queries(3):
        assert len([pagina.rendi(True) for pagina in pagine.elenca(sito)]) == 5
