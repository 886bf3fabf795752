"""Names with scores or amounts never leave the restricted pages: the whole public site of the example year, file by
file, and the pages of who has no part in the assessment."""

import io
import zipfile

import openpyxl
import pytest
from django.conf import settings
from django.urls import reverse

from obiettivi.importers.fotografia import carica_fotografia
from piani.importers.liste import carica_liste
from piani.models import Dipendente, Utente, Versione
from piani.permessi import Ruolo
from piani.selectors import piani_completi
from piani.services.acquisizione import acquisisci_piano
from piani.services.demo import crea_account_demo
from piani.sezioni import da_json
from piani.views.trasparenza.sito import trova_sito
from piani.views.trasparenza.statico import scrivi_sito
from semproniano.core.numeri import in_euro
from tests.lettura_pdf import leggi
from tests.schede import atto_nuovo
from valutazioni.calcolo.base import due_decimali
from valutazioni.importers.anno import carica_anno, leggi_anno
from valutazioni.models import Carta, DistribuzionePremi, Fondo, Relazione
from valutazioni.services import produzione
from valutazioni.services.dati_premi import prepara_dati_premi, produci_documenti_premi, pubblica_dati_premi
from valutazioni.services.premi import distribuzione_di
from valutazioni.services.pubblicazione import produci_documenti_relazione, pubblica_relazione
from valutazioni.services.relazione import ultima_approvata

pytestmark = pytest.mark.django_db
FIXTURE = settings.BASE_DIR / "fixtures"
DI_UFFICIO = (Ruolo.AMMINISTRATORE, Ruolo.SINDACO, Ruolo.GIUNTA)


def con_ruolo(ruolo):
    return Utente.objects.filter(incarichi__ruolo=ruolo).first()


@pytest.fixture
def ente(db):
    """The Comune di Esempio with its year: every card final, every fund distributed."""
    carica_liste(FIXTURE / "liste")
    piano = carica_fotografia(da_json((FIXTURE / "esempio-2025-2027.json").read_bytes()))
    crea_account_demo(ente=piano.ente, password="Prova-esempio-1")
    acquisisci_piano(
        piano=piani_completi().get(pk=piano.pk), utente=con_ruolo(Ruolo.AMMINISTRATORE), nota="ESEMPIO",
        atto=atto_nuovo("3"),
    )  # fmt: skip
    carica_anno(leggi_anno((FIXTURE / "esempio-anno-2025.json").read_bytes()))
    return piano.ente


@pytest.fixture
def segreti(ente):
    """What nobody else may read: who the staff are (the public sees only responsabili), scores, amounts."""
    dirigenti = Carta.objects.exclude(categoria="dipendenti").values("dipendente")
    nomi = {str(persona) for persona in Dipendente.objects.filter(ente=ente).exclude(pk__in=dirigenti)}
    punteggi = {due_decimali(carta.punteggio) for carta in Carta.objects.filter(categoria="dipendenti")}
    importi = set()
    for riga in DistribuzionePremi.objects.all():
        for premio in distribuzione_di(riga).premi:
            importi |= {in_euro(premio.importo), f"{premio.importo:f}", f"{premio.importo:f}".replace(".", ",")}
    assert len(nomi) > 10
    assert len(punteggi) > 10
    assert len(importi) > 10
    return nomi, punteggi, importi


def parole(nome: str, contenuto: bytes) -> str:
    if nome.endswith(".pdf"):
        return leggi(contenuto).testo
    if nome.endswith(".xlsx"):
        fogli = openpyxl.load_workbook(io.BytesIO(contenuto), data_only=True)
        return "\n".join(
            str(cella) for foglio in fogli for riga in foglio.iter_rows(values_only=True) for cella in riga
        )
    if nome.endswith((".html", ".xml", ".csv", ".json", ".txt")):
        return contenuto.decode()
    return ""


def trovati(testo: str, segreti) -> set[str]:
    nomi, _, importi = segreti
    # An amount is a number of its own, not a part of a longer one.
    numeri = set(testo.translate(str.maketrans('€<>;"', "     ")).split())
    return {nome for nome in nomi if nome in testo} | (importi & numeri)


def test_niente_nomi_ne_importi_nel_sito_pubblico_file_per_file(ente, segreti, monkeypatch):
    monkeypatch.setattr(
        produzione, "esegui_in_parallelo", lambda lavori, *_: {voce.nome: voce.esegui() for voce in lavori}
    )
    segretario, relazione = con_ruolo(Ruolo.SEGRETARIO), Relazione.objects.get()
    produci_documenti_relazione(versione=ultima_approvata(relazione))
    relazione.refresh_from_db()
    pubblica_relazione(relazione=relazione, utente=segretario, versione=relazione.versione)
    dati = prepara_dati_premi(ente=ente, anno=2025, utente=segretario)
    produci_documenti_premi(dati=dati)
    pubblica_dati_premi(dati=dati, utente=segretario)
    zip_del_sito = io.BytesIO()

    scrivi_sito(trova_sito(ente.slug), zip_del_sito)

    with zipfile.ZipFile(zip_del_sito) as archivio:
        letti = {nome: parole(nome, archivio.read(nome)) for nome in archivio.namelist()}
    assert {nome.rpartition(".")[2] for nome, testo in letti.items() if testo} >= {"html", "pdf", "xlsx", "csv", "json"}
    assert any("premi-2025" in nome for nome in letti)
    assert {nome: trovati(testo, segreti) for nome, testo in letti.items() if trovati(testo, segreti)} == {}


def test_la_prova_se_ne_accorgerebbe(ente, segreti, accedi):
    stipendi = accedi(con_ruolo(Ruolo.SEGRETARIO)).get(reverse("premi-stipendi", args=[ente.slug, 2025, "csv"]))
    fondo = accedi(con_ruolo(Ruolo.NUCLEO)).get(reverse("fondo", args=[Fondo.objects.get(categoria="dipendenti").pk]))

    assert trovati(stipendi.content.decode(), segreti) & segreti[2]
    assert len(trovati(fondo.content.decode(), segreti) & segreti[2]) > 5
    assert len(trovati(fondo.content.decode(), segreti) & segreti[0]) > 10


def test_feed_e_pagine_pubbliche_non_dicono_niente(ente, segreti, client):
    for nome in ("trasparenza", "trasparenza-feed", "trasparenza-mappa"):
        risposta = client.get(reverse(nome, args=[ente.slug]))
        assert risposta.status_code == 200
        assert not trovati(risposta.content.decode(), segreti)


@pytest.mark.parametrize("ruolo", [*DI_UFFICIO, Ruolo.DIPENDENTE])
def test_chi_non_valuta_non_legge_punteggi_ne_importi_in_nessuna_pagina(ente, segreti, accedi, utente_con_ruolo, ruolo):
    utente = con_ruolo(ruolo) or utente_con_ruolo(ente, ruolo)
    client, (_, punteggi, importi) = accedi(utente), segreti
    dell_anno = (ente.slug, 2025)
    versione, relazione = Versione.objects.get(), Relazione.objects.get()
    indirizzi = [
        reverse("home"), reverse("carte"), reverse("smvp"), reverse("rilevazioni"), reverse("relazioni"),
        reverse("rilevazioni-quadro", args=dell_anno), reverse("dati-premi", args=dell_anno),
        reverse("relazione-leggi", args=[relazione.pk]), reverse("relazione", args=[relazione.pk]),
        reverse("piano-registro", args=[versione.piano_id]), reverse("piano-versioni", args=[versione.piano_id]),
        *(reverse("fondo", args=[fondo.pk]) for fondo in Fondo.objects.all()),
        *(reverse(n, args=dell_anno) for n in ("premi", "carte-anno", "posizioni")),
        reverse("premi-stipendi", args=[*dell_anno, "csv"]),
    ]  # fmt: skip
    propria = Carta.objects.filter(dipendente__utente=utente).first()
    for carta in Carta.objects.exclude(pk=propria and propria.pk):
        for nome in ("carta", "carta-pdf"):
            assert client.get(reverse(nome, args=[carta.pk])).status_code == 404
    for indirizzo in indirizzi:
        risposta = client.get(indirizzo)
        numeri = set(risposta.content.decode().replace("<", " ").replace(">", " ").split())
        assert not (importi & numeri), indirizzo
        if risposta.status_code == 200 and "/rilevazioni" not in indirizzo and "/relazioni" not in indirizzo:
            assert not (punteggi & numeri), indirizzo
