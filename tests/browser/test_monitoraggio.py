"""The monitoring of a year in the browser, on a desk and on a telephone, with and without JavaScript: axe, CSP, no
sideways scrolling. The plan is that of the Comune di Esempio."""

import datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse

from piani.sezioni import da_json
from tests import factories
from tests.browser.test_pagine_della_scheda import Giro
from tests.misura import piano_in_forza, rilevata, risultato
from valutazioni.models import Rilevazione, Risultato
from valutazioni.selectors import foto_in_forza
from valutazioni.services.evidenze import allega_evidenza

pytestmark = pytest.mark.django_db(transaction=True)
ANNO = 2025


@pytest.fixture
def schede(transactional_db):
    """The sheets of 2025 of the Comune di Esempio, in force."""
    ente = factories.EnteFactory(slug="comune-di-esempio", denominazione="Comune di Esempio", e_esempio=True)
    foto = da_json((settings.BASE_DIR / "fixtures" / "esempio-2025-2027.json").read_bytes())
    piano_in_forza(ente, foto, ANNO)
    return foto_in_forza(ente, ANNO).schede


@pytest.fixture
def scheda(schede):
    return schede["contabile"]


@pytest.fixture
def utente(scheda, utente_con_ruolo):
    """`utente("responsabile")`"""

    def crea(ruolo):
        opzioni = {"area": scheda.area} if ruolo == "responsabile" else {}
        utente = utente_con_ruolo(scheda.ente, ruolo, **opzioni)
        utente.first_name, utente.last_name = "Esempio", ruolo.capitalize()
        utente.save()
        return utente

    return crea


@pytest.fixture(params=[True, False], ids=["con JavaScript", "senza JavaScript"])
def giro(request, apri_browser, utente):
    return lambda ruolo: Giro(apri_browser(utente(ruolo), java_script=request.param))


def di(scheda, nome, *altri):
    return reverse(nome, args=[scheda.ente.slug, scheda.anno, scheda.slug, *altri])


def posto_misurabile(obiettivo):
    return next(
        posto for posto, voce in enumerate(obiettivo.indicatori, start=1) if voce.tipo in ("quantita", "percentuale")
    )


def riempi(giro, scheda):
    """Two minutes: what there is to fill, by the kind of the field."""
    for campo in giro.pagina.locator("main input[name$='-valore']").all():
        campo.fill("12,5")
    for campo in giro.pagina.locator("main select[name$='-fatto']").all():
        campo.select_option("si")
    for campo in giro.pagina.locator("main input[name$='-data']").all():
        campo.fill("15/06/2025")


def test_la_rilevazione_dal_modulo_ai_risultati(giro, scheda):
    giro = giro("responsabile")
    giro.apri(reverse("home"), "mon-home")
    giro.apri(f"{reverse('rilevazioni')}?anno={ANNO}", "mon-indice")
    giro.apri(f"{di(scheda, 'rilevazione-scheda')}?al=2025-06-30", "mon-rilevazione")
    riempi(giro, scheda)
    primo = giro.pagina.locator("main input[name$='-valore']").first
    primo.fill("dodici")
    giro.preme("main button:text-is('Registra')", "mon-errori", stato=422)
    assert "non è un numero" in giro.pagina.inner_text("main")
    assert not Rilevazione.objects.exists()
    giro.pagina.locator("main input[name$='-valore']").first.fill("12,5")
    giro.preme("main button:text-is('Registra')", "mon-registrata")
    assert "Registrati i valori di" in giro.pagina.inner_text("main")
    assert Rilevazione.objects.filter(al=datetime.date(ANNO, 6, 30)).count() >= 4
    giro.apri(di(scheda, "risultati-scheda"), "mon-risultati")
    giro.finisce()


def anno_misurato(scheda, utente):
    """Three terms of a number, a file, a value annulled; results in every state."""
    obiettivo = next(o for o in scheda.obiettivi if any(i.tipo in ("quantita", "percentuale") for i in o.indicatori))
    posto = posto_misurabile(obiettivo)
    atteso = obiettivo.indicatori[posto - 1].valori_attesi[0].valore or Decimal(100)
    for mese, quota, semaforo in ((6, "0.5", "in_linea"), (9, "0.6", "critico"), (12, "0.9", "in_ritardo")):
        riga = rilevata(
            scheda,
            obiettivo,
            posto,
            al=datetime.date(ANNO, mese, 30),
            valore=atteso * Decimal(quota),
            semaforo=semaforo,
            commento="" if semaforo == "in_linea" else "Esempio: il programma nuovo è arrivato tardi.",
            utente=utente,
        )
    allega_evidenza(rilevazione=riga, nome="elenco-di-esempio.csv", contenuto=b"a;b\n", utente=utente)
    annullata = rilevata(scheda, obiettivo, posto, al=datetime.date(ANNO, 10, 1), valore=Decimal(9999), utente=utente)
    annullata.annullata_il, annullata.motivo_annullamento = annullata.creata_il, "Esempio: una cifra di troppo"
    annullata.save()
    altri = [voce for voce in scheda.obiettivi if voce.uid != obiettivo.uid]
    risultato(scheda, altri[0], "proposto", proposto_da=utente, scostamento="Esempio: due mesi di ritardo.")
    risultato(scheda, altri[1], proposto_da=utente, motivo_conferma="Esempio: le evidenze sono parziali.")
    return obiettivo, posto, annullata


def test_le_pagine_di_un_anno_misurato(giro, scheda, utente):
    obiettivo, posto, _ = anno_misurato(scheda, utente("responsabile"))
    giro = giro("nucleo")
    giro.apri(f"{reverse('rilevazioni')}?anno={ANNO}", "mon-indice-nucleo")
    giro.apri(reverse("rilevazioni-quadro", args=[scheda.ente.slug, ANNO]), "mon-quadro")
    giro.apri(di(scheda, "rilevazione-andamento", obiettivo.uid, posto), "mon-andamento")
    giro.apri(di(scheda, "risultati-scheda"), "mon-risultati-nucleo")
    giro.pagina.locator("main input[name$='-grado']").first.fill("70")
    giro.preme("main button:has-text('Conferma')", "mon-conferma-errore", stato=422)
    giro.pagina.locator("main textarea[name$='-motivo']").first.fill("Esempio: il verbale è di gennaio.")
    giro.preme("main button:has-text('Conferma')", "mon-confermato")
    assert Risultato.objects.filter(stato="confermato", confermato=70).exists()
    giro.finisce()


def test_annullare_e_allegare(giro, scheda, utente, tmp_path):
    obiettivo, posto, _ = anno_misurato(scheda, utente("responsabile"))
    ultima = Rilevazione.objects.filter(annullata_il=None).latest("al")
    giro = giro("responsabile")
    giro.apri(di(scheda, "rilevazione-andamento", obiettivo.uid, posto), "mon-andamento-proprio")
    giro.apri(reverse("rilevazione-allega", args=[ultima.pk]), "mon-allega")
    file = tmp_path / "pagina.html"
    file.write_text("<html>")
    giro.pagina.locator("input[type=file]").set_input_files(file)
    giro.preme("main button.btn-primary", "mon-allega-errore", stato=422)
    giro.apri(reverse("rilevazione-annulla", args=[ultima.pk]), "mon-annulla")
    giro.pagina.locator("main textarea").fill("Esempio: era il valore di un altro mese.")
    giro.preme("main button.btn-primary", "mon-annullata")
    ultima.refresh_from_db()
    assert ultima.annullata_il
    giro.finisce()
