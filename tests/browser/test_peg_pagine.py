"""The pages of the PEG in a real browser, on the 131 capitoli of the example: from the plan to a capitolo, the search,
the public site; with and without JavaScript, on a desk and on a telephone."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse

from piani.importers.liste import carica_liste
from piani.importers.peg.lettura import Scelte, leggi_peg
from piani.models import Capitolo, Piano
from piani.selectors import LetturaPiano, piani_completi
from piani.services import produzione
from piani.services.peg.importazione import importa_peg
from piani.services.produzione import produci_documenti
from piani.services.pubblicazione import pubblica_versione
from piani.sezioni import PEG
from piani.sezioni.peg import leggi_peg as peg_vivo
from semproniano.core.numeri import in_euro
from tests import factories
from tests.foto import foto_del_piano_vero
from tests.versioni import finti, piano_approvato, versione_approvata

pytestmark = pytest.mark.django_db(transaction=True)

ESEMPIO = settings.BASE_DIR / "fixtures" / "peg" / "esempio-2025-2027.csv"
AREE = {
    "contabile": "Area contabile",
    "amministrativa": "Area amministrativa",
    "tecnica": "Area tecnica",
    "vigilanza-sociale": "Area polizia locale e servizi alla persona",
}


@pytest.fixture
def piano() -> Piano:
    carica_liste(settings.BASE_DIR / "fixtures" / "liste")
    ente = factories.EnteFactory(denominazione="Comune di Esempio", e_esempio=True)
    for slug, nome in AREE.items():
        factories.AreaFactory(ente=ente, slug=slug, nome=nome)
    piano = piani_completi().get(pk=factories.PianoFactory(ente=ente, anno_inizio=2025, anno_fine=2027).pk)
    letto = leggi_peg(ESEMPIO.name, ESEMPIO.read_bytes(), piano=piano, scelte=Scelte())
    importa_peg(
        piano=piano, utente=None, capitoli=letto.capitoli, parti=letto.parti, ferme=letto.ferme, assenti=letto.assenti
    )
    return piano


@pytest.fixture
def obiettivo(piano):
    scheda = factories.SchedaFactory(piano=piano, area=piano.ente.aree.get(slug="tecnica"), anno=2025)
    obiettivo = factories.ObiettivoFactory(scheda=scheda, numero=1, descrizione="Strade senza buche in ogni frazione")
    for capitolo in Capitolo.objects.filter(area__slug="tecnica", denominazione__icontains="strade"):
        factories.RisorsaFactory(obiettivo=obiettivo, capitolo=capitolo)
    return obiettivo


def test_dal_peg_al_capitolo_e_alla_ricerca(browser_qualunque, piano, obiettivo, utente_con_ruolo):
    browser = browser_qualunque
    browser.accede(utente_con_ruolo(piano.ente, "segretario"))
    browser.apre(reverse("peg", args=[piano.pk]))
    assert "pareggiano in ogni anno" in browser.testo()
    assert browser.giudica("peg") == []
    browser.preme("main a:has-text('09 Sviluppo sostenibile')")
    assert browser.giudica("peg-missione") == []
    browser.preme("main a:has-text('0903 Rifiuti')")
    assert "Raccolta e smaltimento" in browser.testo()
    assert browser.giudica("peg-programma") == []
    browser.apre(reverse("peg", args=[piano.pk]))
    browser.pagina.fill("#id_q", "manutenzione strade")
    browser.preme("main button[type=submit]")
    assert "Manutenzione ordinaria delle strade" in browser.testo()
    assert browser.giudica("peg-ricerca") == []
    browser.apre(reverse("peg", args=[piano.pk]))
    browser.preme("main a:has-text('Area tecnica')")
    assert "Strade senza buche" in browser.testo()
    assert browser.giudica("peg-area") == []


def test_un_piano_senza_peg(browser_qualunque, utente_con_ruolo):
    piano = factories.PianoFactory()
    browser_qualunque.accede(utente_con_ruolo(piano.ente, "segretario"))

    browser_qualunque.apre(reverse("peg", args=[piano.pk]))

    assert "Questo piano non ha un PEG contabile." in browser_qualunque.testo()
    assert browser_qualunque.giudica("peg-senza") == []


def test_il_peg_sul_sito_pubblico(browser_qualunque, piano, segretario, ente, monkeypatch):
    monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)
    foto = foto_del_piano_vero().con({PEG.codice: peg_vivo(LetturaPiano(piano))})
    versione = versione_approvata(piano_approvato(ente), foto)
    produci_documenti(versione=versione)
    pubblica_versione(versione=versione, utente=segretario)
    browser = browser_qualunque

    browser.apre("/amministrazione-trasparente/performance/piani/2019-2021/")
    browser.preme("main a:has-text('PEG contabile')")
    assert "7.692.757,95" in browser.testo()
    assert browser.giudica("pubblico-peg") == []
    browser.preme("main a:has-text('1 Entrate correnti')")
    assert browser.giudica("pubblico-peg-titolo") == []
    browser.preme("main a:has-text('1.101 Imposte')")
    assert browser.giudica("pubblico-peg-tipologia") == []
    totale = sum(
        (riga.competenza_1 for riga in Capitolo.objects.filter(piano=piano, tipologia="1.101")), start=Decimal(0)
    )
    assert in_euro(totale) in browser.testo()
