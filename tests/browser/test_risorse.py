"""The capitoli of the objectives in the browser: linked, read, examined, compared; on a desk and on a telephone."""

from decimal import Decimal

import pytest
from django.urls import reverse

from piani.sezioni import PIANO, fotografa
from tests import factories
from tests.browser.test_pagine_della_scheda import Giro

pytestmark = pytest.mark.django_db(transaction=True)

NOMI = (
    "Carta, cancelleria e stampati per gli uffici",
    "Manutenzione ordinaria degli impianti delle scuole dell'infanzia, primarie e secondarie di primo grado",
    "Canoni di assistenza dei programmi informatici",
)


@pytest.fixture
def scheda(ente):
    piano = factories.PianoFactory(ente=ente, anno_inizio=2025)
    scheda = factories.SchedaFactory(piano=piano, area__nome="Area di esempio", area__ente=ente)
    for numero in range(1, 7):
        obiettivo = factories.ObiettivoFactory(
            scheda=scheda,
            numero=numero,
            descrizione=f"Obiettivo di esempio {numero}: pubblicare in tempo gli atti e i dati di competenza",
        )
        factories.IndicatoreFactory(obiettivo=obiettivo)
    for numero in range(45):
        factories.CapitoloFactory(
            piano=piano,
            area=scheda.area,
            capitolo=f"{numero + 1:03}000",
            articolo="01",
            denominazione=NOMI[numero % 3],
            competenza_1=Decimal("1234567.89"),
        )
    factories.CapitoloFactory(
        piano=piano, capitolo="990000", denominazione="Asfalti", area=factories.AreaFactory(ente=ente)
    )
    factories.CapitoloFactory(piano=piano, capitolo="880000", entrata=True, area=scheda.area, denominazione="Diritti")
    return scheda


@pytest.fixture(params=[True, False], ids=["con JavaScript", "senza JavaScript"])
def giro(request, apri_browser):
    return lambda utente: Giro(apri_browser(utente, java_script=request.param))


def spunta(g, capitolo: str, obiettivo: int, scheda) -> None:
    riga = scheda.piano.capitoli.get(capitolo=capitolo)
    g.pagina.check(f"#id_r-{riga.pk}-{scheda.obiettivi.get(numero=obiettivo).pk}")


def test_si_collega_si_cerca_e_si_rilegge(giro, ente, scheda, utente_con_ruolo):
    g = giro(utente_con_ruolo(ente, "responsabile", area=scheda.area))
    indirizzo = reverse("scheda-risorse", args=[scheda.pk])
    g.apri(indirizzo, "risorse-vuote")
    spunta(g, "001000", 1, scheda)
    spunta(g, "002000", 1, scheda)
    g.preme("#risorse button[type=submit]", "risorse-salvate")
    assert "Le risorse sono salvate" in g.pagina.inner_text("body")

    g.pagina.fill("#id_q", "asfalti")
    g.pagina.click("label[for=id_tutti]")
    g.preme(".ricerca-peg button[type=submit]", "risorse-cercate")
    spunta(g, "990000", 2, scheda)
    g.preme("#risorse button[type=submit]", "risorse-di-altri")
    g.apri(f"{indirizzo}?q=niente", "risorse-non-trovate")

    g.apri(indirizzo, "risorse-collegate")
    type(scheda).objects.filter(pk=scheda.pk).update(versione=99)
    spunta(g, "003000", 3, scheda)
    g.preme("#risorse button[type=submit]", "risorse-conflitto", 409)
    g.apri(reverse("scheda", args=[scheda.pk]), "risorse-nella-carta")
    assert "Totale spesa" in g.pagina.inner_text("main")
    g.finisce()


def test_si_legge_si_esamina_si_confronta(giro, ente, scheda, utente_con_ruolo):
    piano = scheda.piano
    for numero, capitolo in enumerate(piano.capitoli.all()[:4]):
        factories.RisorsaFactory(obiettivo=scheda.obiettivi.get(numero=numero // 2 + 1), capitolo=capitolo)
    prima = fotografa(piano)
    rincarato = piano.capitoli.first()
    rincarato.competenza_1 = Decimal(5)
    rincarato.save()
    factories.CapitoloFactory(piano=piano, capitolo="770000", denominazione=NOMI[1], area=scheda.area)
    dopo = fotografa(piano)
    atto = factories.AttoFactory(ente=ente)
    approvata = {"stato": "approvata", "numero": 1, "atto": atto, "approvata_il": "2025-02-01T10:00Z"}
    for foto, dati in ((prima, approvata), (dopo, {})):
        factories.VersioneFactory(piano=piano, contenuto=foto.json().decode(), sha256=foto.sha256, **dati)
    assert prima[PIANO] == dopo[PIANO]

    g = giro(utente_con_ruolo(ente, "segretario"))
    g.apri(reverse("scheda", args=[scheda.pk]), "risorse-lette")
    g.apri(reverse("piano-differenza", args=[piano.pk]), "differenza-del-peg")
    if g.esaminatore.con_script:  # the admin asks for a browser with JavaScript
        g.apri(reverse("admin:piani_schedaarea_esame", args=[scheda.pk]), "risorse-esaminate")
        g.apri(reverse("admin:piani_capitolo_changelist"), "capitoli-admin")
        g.apri(reverse("admin:piani_capitolo_change", args=[rincarato.pk]), "capitolo-admin")
    g.finisce()
