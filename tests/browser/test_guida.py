"""The pictures of docs/guida, taken from the pages as they are; the body and the people are invented.

IMMAGINI_GUIDA=docs/guida/immagini .venv/bin/python -m pytest tests/browser/test_guida.py
"""

import io
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image

from obiettivi.models import AssegnazioneDipendente
from piani.models import Dipendente, Ente, PersonaScheda, SchedaArea
from piani.services.transizioni import proponi_scheda
from tests.browser.conftest import Esaminatore
from tests.browser.test_dalla_copia_alla_proposta import tabella_2020

pytestmark = pytest.mark.django_db(transaction=True)

GUIDA = settings.BASE_DIR / "docs" / "guida"
NUMERI = ("Uno", "Due", "Tre", "Quattro", "Cinque", "Sei", "Sette", "Otto", "Nove", "Dieci")
COLORI = 64


@pytest.fixture
def piano_di_esempio(piano_vero):
    """The texts of the real plan, in a body and with people that nobody is."""
    Ente.objects.update(denominazione="Comune di Esempio", e_esempio=True)
    for persona, numero in zip(Dipendente.objects.order_by("pk"), NUMERI, strict=False):
        Dipendente.objects.filter(pk=persona.pk).update(cognome="Esempio Dipendente", nome=numero, titolo="")
    PersonaScheda.objects.update(nome_pubblicato="", nome_in_matrice="")
    SchedaArea.objects.update(titolo_pubblicato="", piede_pubblicato="")
    return piano_vero


class Fotografo:
    """Pictures of what is in sight, with few colours: a page of text stays sharp and weighs little."""

    def __init__(self) -> None:
        self.nomi: list[str] = []

    def __call__(self, esaminatore: Esaminatore, nome: str, da: str = "") -> None:
        """`da`: the element from which the picture begins."""
        self.nomi.append(nome)
        if da:
            esaminatore.pagina.evaluate("s => document.querySelector(s).scrollIntoView({block: 'start'})", da)
        dati = esaminatore.pagina.screenshot(caret="initial")
        if cartella := os.environ.get("IMMAGINI_GUIDA"):
            with Image.open(io.BytesIO(dati)) as immagine:
                ridotta = immagine.convert("RGB").quantize(COLORI, dither=Image.Dither.NONE)
                ridotta.save(Path(cartella) / f"{nome}.png", optimize=True)


def nella_guida() -> set[str]:
    testi = "".join(pagina.read_text(encoding="utf-8") for pagina in GUIDA.glob("*.md"))
    return set(re.findall(r"\(immagini/([a-z0-9-]+)\.png\)", testi))


def test_le_immagini_della_guida(piano_di_esempio, apri_browser, utente_demo, contabile, contabile_vuota):
    foto, vuota, piena = Fotografo(), contabile_vuota, contabile(2021)
    r = apri_browser(utente_demo("responsabile-contabile"))
    r.pagina.set_viewport_size({"width": 1280, "height": 800})
    indirizzo = reverse("scheda", args=[vuota.pk])
    r.apre(reverse("home"))
    foto(r, "pagina-iniziale")
    r.apre(indirizzo)
    foto(r, "scheda-vuota", da=".breadcrumb")
    r.preme("text=Copia dall'anno precedente")
    foto(r, "copia", da=".da-decidere")
    r.preme("#copia button[type=submit]")
    r.pagina.fill("#id_ob-7-peso", "25")
    r.pagina.wait_for_selector("#stato-bozza:has-text('Conservato alle')")
    foto(r, "scheda", da="#ob-0")
    r.apre(indirizzo)
    foto(r, "bozza-offerta", da=".breadcrumb")
    r.apre(reverse("scheda-incolla", args=[vuota.pk]))
    r.pagina.fill("#id_testo", tabella_2020())
    r.preme("main form button[type=submit]")
    foto(r, "incolla-anteprima", da=".breadcrumb")

    r.apre(reverse("scheda", args=[piena.pk]))
    altra = apri_browser(utente_demo("responsabile-contabile"))
    altra.apre(reverse("scheda", args=[piena.pk]))
    altra.pagina.fill("#id_ob-0-peso", "10")
    altra.preme(".barra button[value=salva]")
    r.pagina.fill("#id_ob-0-peso", "15")
    r.preme(".barra button[value=salva]")
    foto(r, "conflitto", da=".breadcrumb")

    persona = piena.persone.first()
    for numero, quota in ((1, 20), (2, 30), (3, 40)):
        riga = piena.obiettivi.get(numero=numero)
        AssegnazioneDipendente.objects.update_or_create(
            obiettivo=riga, persona=persona, defaults={"percentuale": quota}
        )
    r.apre(reverse("scheda-matrice", args=[piena.pk]))
    foto(r, "quote", da=".breadcrumb")
    r.apre(reverse("scheda-proponi", args=[contabile(2019).pk]))
    foto(r, "proponi", da=".breadcrumb")

    scheda = contabile(2019)
    proponi_scheda(
        scheda=scheda, utente=utente_demo("responsabile-contabile"), versione=scheda.versione, nota="Nota di esempio"
    )
    s = apri_browser(utente_demo("segretario"))
    s.pagina.set_viewport_size({"width": 1280, "height": 800})
    s.apre(reverse("scheda-rinvia", args=[scheda.pk]))
    foto(s, "rinvia", da="#transizione")
    s = apri_browser(utente_demo("sindaco"))
    s.pagina.set_viewport_size({"width": 1280, "height": 800})
    s.apre(reverse("mappa", args=[piano_di_esempio.pk]))
    foto(s, "mappa", da=".breadcrumb")
    dipendente = utente_demo("dipendente")
    Dipendente.objects.filter(pk=persona.dipendente_id).update(utente=dipendente)
    s = apri_browser(dipendente)
    s.pagina.set_viewport_size({"width": 1280, "height": 800})
    s.apre(reverse("miei-obiettivi"))
    foto(s, "miei-obiettivi")

    assert set(foto.nomi) == nella_guida()


def test_la_guida_non_rimanda_a_pagine_che_non_ci_sono():
    for pagina in GUIDA.glob("*.md"):
        for meta in re.findall(r"\]\(([^)#]+)[^)]*\)", pagina.read_text(encoding="utf-8")):
            assert (GUIDA / meta).exists(), f"{pagina.name}: {meta}"
