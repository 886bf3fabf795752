"""Around the publication, page by page: what is asked before it, the register, uploads, notices of what is no more on
the site, the list of bodies, the variation that is taken back. No violation, nothing wider than a phone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from piani.models import Piano
from piani.selectors import piani_completi
from piani.services import produzione
from piani.services.approvazione import approva_piano, trasmetti_piano
from piani.services.documenti import togli_documento
from piani.services.produzione import produci_documenti
from piani.services.pubblicazione import pubblica_versione, ritira_versione
from piani.services.variazione import apri_variazione
from piani.services.versioni import candidata_di
from tests import factories
from tests.schede import atto_nuovo, piano_validato
from tests.versioni import finti

pytestmark = pytest.mark.django_db(transaction=True)
RADICE = "/amministrazione-trasparente/performance/"


@pytest.fixture
def guarda(esaminatore):
    def apri(indirizzo: str, nome: str, stato: int = 200) -> str:
        for larghezza, difetti in esaminatore.esamina(indirizzo, stato=stato):
            esaminatore.fotografa(f"pubblicazione-{nome}-{larghezza}")
            assert difetti == [], f"{nome} a {larghezza} px"
        return " ".join(esaminatore.pagina.inner_text("body").split())

    return apri


@pytest.fixture
def piano(ente, segretario, monkeypatch) -> Piano:
    """Approved, with its documents."""
    monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)
    riga = piano_validato(ente)
    trasmetti_piano(piano=piano_di(riga), utente=segretario)
    approva_piano(piano=piano_di(riga), utente=segretario, impronta=candidata_di(riga).sha256, atto=atto_nuovo())
    produci_documenti(versione=riga.versioni.get())
    return riga


def piano_di(riga: Piano) -> Piano:
    return piani_completi().get(pk=riga.pk)


def test_prima_e_dopo_la_pubblicazione(esaminatore, guarda, piano, segretario):
    esaminatore.accede(segretario)
    versione = piano.versioni.get()
    smvp = factories.DocumentoFactory(ente=piano.ente, versione=None, tipo="smvp", pubblicato_il=timezone.now())

    assert "Obiettivi: tutte le aree" in guarda(reverse("versione-pubblica", args=[versione.pk]), "pubblica")
    pubblica_versione(versione=versione, utente=segretario)
    assert "adesso non si può fare" in guarda(reverse("versione-pubblica", args=[versione.pk]), "gia-fatto", 409)
    guarda(reverse("versione-ritira", args=[versione.pk]), "ritira")
    guarda(reverse("versione-archivia", args=[versione.pk]), "archivia")
    guarda(reverse("documento-ritira", args=[smvp.pk]), "documento-ritira")
    in_admin = reverse("admin:piani_versione_change", args=[versione.pk])
    assert "Bloccanti 0, avvisi" in guarda(in_admin, "admin-versione")
    guarda(reverse("admin:piani_documento_add"), "admin-carica")
    guarda(reverse("admin:piani_documento_changelist"), "admin-documenti")
    assert "è stata pubblicata" in guarda(reverse("piano-registro", args=[piano.pk]), "registro")


def test_cio_che_non_e_piu_sul_sito_e_l_elenco_degli_enti(guarda, piano, segretario, altro_ente):
    versione = pubblica_versione(versione=piano.versioni.get(), utente=segretario)
    smvp = factories.DocumentoFactory(ente=piano.ente, versione=None, tipo="smvp", pubblicato_il=timezone.now())
    togli_documento(documento=smvp, codice="ritira", utente=segretario, nota="Sostituito dal nuovo sistema.")
    ritira_versione(versione=versione, utente=segretario, nota="Contiene un errore.")
    file = versione.documenti.get(insieme="pubblico", nome="piano.pdf")

    assert "Sostituito dal nuovo sistema." in guarda(RADICE, "indice-con-un-ritirato")
    assert "Contiene un errore." in guarda(f"{RADICE}piani/{piano.codice}/", "piano-ritirato")
    assert "Contiene un errore." in guarda(f"{RADICE}documenti/{file.pk}/piano.pdf", "file-ritirato", 410)

    factories.DocumentoFactory(ente=altro_ente, versione=None, tipo="smvp", pubblicato_il=timezone.now())
    assert altro_ente.denominazione in guarda(
        f"{RADICE}?prima=no", "enti"
    )  # another address: the browser keeps the first for a minute


def test_la_variazione_aperta_per_errore(esaminatore, guarda, piano, segretario):
    scheda = piano.schede.first()
    apri_variazione(piano=piano_di(piano), utente=segretario, nota="Bando perso.", schede=[scheda.pk])
    esaminatore.accede(segretario)
    pagina = reverse("admin:piani_piano_annulla_variazione", args=[piano.pk])

    guarda(pagina, "annulla-variazione")
    scheda.obiettivi.update(descrizione="Un testo nuovo")
    esaminatore.pagina.fill("#id_nota", "Aperta per errore.")
    esaminatore.preme(".submit-row input[type=submit]")
    assert "non dice più quello che dice la versione 1" in esaminatore.pagina.inner_text("body")
    assert esaminatore.difetti_della_pagina() == []
