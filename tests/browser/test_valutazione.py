"""SMVP, positions, cards and premi in the browser, on a desk and on a telephone, with and without JavaScript: axe, CSP,
no sideways scrolling. The year is the invented one of the Comune di Esempio."""

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from obiettivi.importers.fotografia import carica_fotografia
from piani.importers.liste import carica_liste
from piani.models import Ente, Utente
from piani.permessi import Ruolo
from piani.selectors import piani_completi
from piani.services.acquisizione import acquisisci_piano
from piani.services.demo import crea_account_demo
from piani.sezioni import da_json
from tests.browser.conftest import copia
from tests.browser.test_pagine_della_scheda import Giro
from tests.schede import atto_nuovo
from valutazioni.importers.anno import carica_anno, leggi_anno
from valutazioni.models import Carta, Fondo, Posizione, VersioneSmvp
from valutazioni.services.carte import muovi_carta
from valutazioni.services.premi import riapri_fondo

pytestmark = pytest.mark.django_db(transaction=True)
ANNO = 2025
FIXTURE = settings.BASE_DIR / "fixtures"


@pytest.fixture(scope="session")
def database_con_l_anno(django_db_setup, django_db_blocker, impostazioni_di_prova, tmp_path_factory):
    """A copy of the database with the example year; the database itself stays empty."""
    cartella = tmp_path_factory.mktemp("anno")
    vuoto, pieno = cartella / "vuoto.sqlite3", cartella / "pieno.sqlite3"
    with django_db_blocker.unblock():
        connection.ensure_connection()
        copia(connection.connection, vuoto)
        carica_liste(FIXTURE / "liste")
        piano = carica_fotografia(da_json((FIXTURE / "esempio-2025-2027.json").read_bytes()))
        crea_account_demo(ente=piano.ente, password="Prova-esempio-1")
        acquisisci_piano(
            piano=piani_completi().get(pk=piano.pk), utente=_utente(Ruolo.AMMINISTRATORE), nota="ESEMPIO",
            atto=atto_nuovo("3"),
        )  # fmt: skip
        carica_anno(leggi_anno((FIXTURE / "esempio-anno-2025.json").read_bytes()))
        copia(connection.connection, pieno)
        copia(vuoto, connection.connection)
    return pieno


def _utente(ruolo: str) -> Utente:
    return Utente.objects.filter(incarichi__ruolo=ruolo).first()


@pytest.fixture
def ente(transactional_db, database_con_l_anno) -> Ente:
    connection.ensure_connection()
    copia(database_con_l_anno, connection.connection)
    return Ente.objects.get()


@pytest.fixture(params=[True, False], ids=["con JavaScript", "senza JavaScript"])
def giro(request, apri_browser, ente):
    """`giro(utente)`: a walk of that person; `.con_script` says in which browser."""

    def apri(utente):
        g = Giro(apri_browser(utente, java_script=request.param))
        g.con_script = request.param
        return g

    return apri


@pytest.fixture
def carta(ente, utente_con_ruolo) -> Carta:
    """A card of the Area contabile, open again, of somebody who has an account."""
    carta = Carta.objects.get(dipendente__codice="esempio-dipendente-tre")
    carta.dipendente.utente = utente_con_ruolo(ente, "dipendente")
    carta.dipendente.save()
    muovi_carta(carta=carta, codice="riapri", utente=_utente(Ruolo.SEGRETARIO), nota="ESEMPIO: errore nei punti.")
    return carta


def dell_anno(ente, nome, *altri):
    return reverse(nome, args=[ente.slug, ANNO, *altri])


def test_il_segretario_prepara_il_sistema_di_valutazione(giro, ente):
    g = giro(_utente(Ruolo.SEGRETARIO))
    g.apri(reverse("smvp"), "val-smvp")
    g.apri(reverse("smvp-letto", args=[VersioneSmvp.objects.get().pk]), "val-smvp-letto")
    g.apri(reverse("smvp-nuovo", args=[ente.slug]), "val-smvp-nuovo")
    g.preme("main button[type=submit]", "val-smvp-nuovo-errore", 422)
    g.pagina.fill("#id_titolo", "Sistema 2026")
    g.pagina.fill("#id_dal_anno", "2026")
    g.pagina.locator("main label:has-text('senza dirigenti')").click()
    g.preme("main button[type=submit]", "val-parte-generale")
    for parte in ("misura", "componenti", "comportamenti", "categorie", "categoria-segretario"):
        g.preme("text=Salva e vai avanti", f"val-parte-{parte}")
    g.pagina.fill("#id_fasce-0-a", "40")
    g.preme("main button:has-text('Salva') >> nth=0", "val-parte-con-un-buco", 422)
    assert "manca da" in g.esaminatore.testo()
    nuovo = VersioneSmvp.objects.get(dal_anno=2026)
    g.apri(reverse("smvp-letto", args=[nuovo.pk]), "val-smvp-bozza")
    g.preme("text=Chiedi il parere del Nucleo", "val-smvp-parere")
    g.preme("main form button[type=submit]", "val-smvp-inviato")
    g.finisce()


def test_il_segretario_guarda_posizioni_schede_e_premi(giro, ente, carta):
    g = giro(_utente(Ruolo.SEGRETARIO))
    g.apri(reverse("carte"), "val-indice-segretario")
    g.apri(dell_anno(ente, "carte-anno"), "val-anno")
    g.apri(dell_anno(ente, "posizioni"), "val-posizioni")
    posizione = Posizione.objects.filter(dipendente=carta.dipendente).first()
    g.apri(reverse("posizione-cambio", args=[posizione.pk]), "val-cambio")
    g.preme("main form >> nth=0 >> button[type=submit]", "val-cambio-errore", 422)
    g.apri(reverse("posizione", args=[posizione.pk]), "val-posizione")
    g.apri(dell_anno(ente, "posizione-nuova"), "val-posizione-nuova")
    g.apri(dell_anno(ente, "premi"), "val-premi")
    fondo = Fondo.objects.get(categoria="dipendenti")
    g.apri(reverse("fondo", args=[fondo.pk]), "val-fondo-da-rifare")
    g.apri(reverse("fondo-passaggio", args=[fondo.pk, "riapri"]), "val-fondo-riapri")
    riapri_fondo(fondo=fondo, utente=_utente(Ruolo.SEGRETARIO), nota="ESEMPIO")
    g.apri(reverse("fondo", args=[fondo.pk]) + "?importo=20000", "val-fondo-prova")
    g.apri(reverse("fondo-passaggio", args=[fondo.pk, "distribuisci"]), "val-fondo-distribuisci")
    g.preme("main form button[type=submit]", "val-fondo-rifiutato", 422)
    g.apri(reverse("fondo-modifica", args=[fondo.pk]), "val-fondo-modifica")
    g.finisce()


def test_chi_valuta_scrive_la_scheda_e_la_comunica(giro, ente, carta):
    g = giro(Utente.objects.get(incarichi__ruolo=Ruolo.RESPONSABILE, incarichi__area=carta.area))
    g.apri(reverse("home"), "val-home-responsabile")
    g.apri(reverse("carte"), "val-indice-responsabile")
    g.apri(reverse("carta", args=[carta.pk]), "val-carta-bozza")
    g.pagina.locator("label:has-text('Individua i bisogni')").click()
    if g.con_script:
        g.pagina.locator("text=Punteggio con quel che è scritto adesso").wait_for()
        g.guarda("val-carta-totale-vivo")
    else:
        g.preme("button[value=calcola]", "val-carta-calcolata")
    assert "Punteggio con quel che è scritto adesso" in g.esaminatore.testo()
    g.pagina.locator("#div_id_voto-utenza label:has-text('Altri punti')").click()
    g.pagina.fill("#id_altro-utenza", "7")
    g.preme("text=Salva la bozza", "val-carta-fuori-scala", 422)
    g.pagina.fill("#id_altro-utenza", "3,5")
    g.pagina.fill("#id_giudizio", "ESEMPIO: anno di passaggio tra due aree, lavoro puntuale.")
    g.preme("text=Salva e proponi", "val-carta-proponi")
    g.preme("main form button[type=submit]", "val-carta-proposta")
    g.preme("text=Comunica alla persona", "val-carta-comunica")
    g.preme("main form button[type=submit]", "val-carta-comunicata")
    g.finisce()


def test_la_persona_legge_la_sua_scheda(giro, ente, carta):
    valutatore = Utente.objects.get(incarichi__ruolo=Ruolo.RESPONSABILE, incarichi__area=carta.area)
    for codice in ("proponi", "comunica"):
        muovi_carta(carta=carta, codice=codice, utente=valutatore)
    g = giro(Carta.objects.get(pk=carta.pk).dipendente.utente)
    g.apri(reverse("home"), "val-home-dipendente")
    g.preme("text=Apri le schede di valutazione", "val-indice-dipendente")
    g.preme("main a:has-text('Scheda 2025')", "val-carta-mia")
    g.preme("text=Chiedo il contraddittorio", "val-contesta")
    g.preme("main form button[type=submit]", "val-contesta-errore", 422)
    g.apri(reverse("carta-passaggio", args=[carta.pk, "prendi_visione"]), "val-visione")
    g.pagina.fill("#id_nota", "ESEMPIO: da luglio ho lavorato nell'Area contabile.")
    g.preme("main form button[type=submit]", "val-vista")
    assert "da luglio ho lavorato" in g.esaminatore.testo()
    g.finisce()
