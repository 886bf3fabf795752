"""Every page of the sheet on the real plan, on a desk and on a telephone, with and without JavaScript: axe, CSP,
scripts, no sideways scrolling. The pages that fill a sheet are also in test_avvio, with texts longer than these.
"""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from obiettivi.services.persone import copia_persone
from piani.services.transizioni import proponi_scheda
from tests.browser.conftest import Esaminatore
from tests.browser.test_dalla_copia_alla_proposta import tabella_2020

pytestmark = pytest.mark.django_db(transaction=True)

SALVA = ".barra button[value=salva]"


class Giro:
    """A walk from page to page; everything that is wrong is told at the end."""

    def __init__(self, esaminatore: Esaminatore) -> None:
        self.esaminatore, self.pagina = esaminatore, esaminatore.pagina
        self.difetti: list[str] = []

    def guarda(self, nome: str, stato: int = 200) -> None:
        self.difetti += self.esaminatore.giudica(nome, stato=stato)

    def apri(self, indirizzo: str, nome: str, stato: int = 200) -> None:
        risposta = self.esaminatore.apre(indirizzo)
        if risposta.status != stato:
            self.difetti.append(f"{nome}: stato {risposta.status}, atteso {stato}")
        self.guarda(nome, stato)

    def preme(self, selettore: str, nome: str, stato: int = 200) -> None:
        risposta = self.esaminatore.preme(selettore)
        if risposta.status != stato:
            self.difetti.append(f"{nome}: stato {risposta.status}, atteso {stato}")
        self.guarda(nome, stato)

    def scopre(self, comando: str, atteso: str) -> None:
        """A button that changes the page: by script in its place, without script with a new page."""
        self.pagina.locator(f"button[value='{comando}']").click()
        self.pagina.wait_for_selector(atteso)

    def finisce(self) -> None:
        parole = self.pagina.inner_text("body")
        assert not re.search(r"\bNone\b", parole)
        assert not self.difetti, "\n".join(self.difetti)


@pytest.fixture(params=[True, False], ids=["con JavaScript", "senza JavaScript"])
def giro(request, apri_browser, utente_demo):
    """`giro("segretario")`: a walk of that person, in either kind of browser."""
    return lambda nome: Giro(apri_browser(utente_demo(nome), java_script=request.param))


def indirizzi(scheda, *nomi: str) -> dict[str, str]:
    return {nome: reverse(nome, args=[scheda.pk]) for nome in nomi}


def test_scrivere(giro, contabile):
    g, scheda = giro("responsabile-contabile"), contabile(2020)
    indirizzo = reverse("scheda", args=[scheda.pk])
    g.apri(indirizzo, "scheda")
    g.scopre("struttura:ob-0-ind-0", "#id_ob-0-ind-0-tipo")
    g.scopre("fase:ob-0", "#id_ob-0-fase-0-attivita")
    g.pagina.fill("#id_ob-0-fase-0-attivita", "Raccolta dei dati")
    g.pagina.fill("#id_ob-0-fase-0-dal", "01/02/2020")
    g.pagina.fill("#id_ob-0-fase-0-al", "30/06/2020")
    g.scopre("fase:ob-0", "svg.gantt")
    g.scopre("togli:ob-2", ".carta-tolta")
    g.guarda("scheda-aperta")
    g.pagina.fill("#id_ob-0-peso", "centouno")
    g.pagina.fill("#id_ob-1-scadenza", "31/02/2020")
    g.preme(SALVA, "scheda-errori", 422)
    g.apri(indirizzo, "scheda-bozza-offerta")
    g.esaminatore.preme("text=Riprendi il lavoro")
    g.guarda("scheda-bozza-ripresa")
    g.finisce()


def test_le_pagine_attorno(giro, contabile):
    scheda = contabile(2020)
    g = giro("responsabile-contabile")
    for nome, indirizzo in indirizzi(
        scheda, "scheda-copia", "scheda-libreria", "scheda-matrice", "scheda-modifiche", "scheda-controlli"
    ).items():
        g.apri(indirizzo, nome)
    g.apri(reverse("scheda-proponi", args=[scheda.pk]), "scheda-proponi")
    g.pagina.fill("#id_nota", "")
    g.preme("#transizione button[type=submit]", "scheda-proponi-senza-nota", 422)
    g.apri(reverse("scheda-incolla", args=[scheda.pk]), "scheda-incolla")
    g.pagina.fill(
        "#id_testo", tabella_2020().replace("Data fine attesa", "Una colonna mai vista").replace("25%", "dieci")
    )
    g.preme("main form button[type=submit]", "scheda-incolla-anteprima")
    g.finisce()


def test_cominciare_da_zero(giro, contabile_vuota):
    g = giro("responsabile-contabile")
    g.apri(reverse("scheda", args=[contabile_vuota.pk]), "scheda-vuota")
    g.apri(reverse("scheda-proponi", args=[contabile_vuota.pk]), "scheda-proponi-vuota")
    g.finisce()


def test_il_conflitto_e_l_accesso_scaduto(giro, contabile):
    scheda = contabile(2020)
    g = giro("responsabile-contabile")
    g.esaminatore.apre(reverse("scheda", args=[scheda.pk]))
    riga = scheda.obiettivi.get(numero=1)
    riga.descrizione = "Un altro testo"
    riga.save()
    scheda.obiettivi.get(numero=2).delete()
    type(scheda).objects.filter(pk=scheda.pk).update(versione=scheda.versione + 1)
    g.preme(SALVA, "scheda-conflitto", 409)
    g.esaminatore.apre(reverse("scheda", args=[scheda.pk]))
    Session.objects.all().delete()
    g.preme(SALVA, "accesso-scaduto", 401)
    g.finisce()


def test_proposta_letta_rinviata(giro, contabile, utente_demo):
    scheda = contabile(2020)
    persona = utente_demo("responsabile-contabile")
    copia_persone(scheda=scheda, utente=persona)
    scheda.refresh_from_db()
    g = giro("responsabile-contabile")
    g.esaminatore.apre(reverse("scheda", args=[scheda.pk]))
    proponi_scheda(scheda=scheda, utente=persona, versione=scheda.versione, nota="Nota di esempio")
    g.pagina.fill("#id_ob-0-descrizione", "Scritto troppo tardi")
    g.preme(SALVA, "scheda-chiusa", 409)
    assert "Scritto troppo tardi" in g.esaminatore.testo()
    g.apri(reverse("scheda", args=[scheda.pk]), "scheda-letta")
    g.apri(reverse("scheda-ritira", args=[scheda.pk]), "scheda-ritira")
    g.finisce()

    g = giro("segretario")
    for nome, indirizzo in indirizzi(scheda, "scheda", "scheda-valida", "scheda-rinvia").items():
        g.apri(indirizzo, f"segretario-{nome}")
    g.pagina.locator("textarea").nth(0).fill("Manca il dato di partenza dell'anno scorso.")
    g.pagina.locator("textarea").nth(1).fill("Il valore atteso non dice quanto.")
    g.esaminatore.preme("#transizione button[type=submit]")
    g.finisce()

    g = giro("responsabile-contabile")
    g.apri(reverse("scheda", args=[scheda.pk]), "scheda-rinviata")
    g.finisce()


def test_chi_guarda_il_piano(giro, piano_vero):
    for nome in ("segretario", "sindaco"):
        g = giro(nome)
        g.apri(reverse("piano", args=[piano_vero.pk]), f"{nome}-piano")
        g.finisce()
    g.apri(reverse("mappa", args=[piano_vero.pk]), "sindaco-mappa")
    g.finisce()


@pytest.mark.parametrize(
    "nome", ["amministratore", "segretario", "responsabile-contabile", "sindaco", "nucleo", "dipendente"]
)
def test_la_pagina_iniziale(giro, nome):
    g = giro(nome)
    g.apri(reverse("home"), f"home-{nome}")
    g.finisce()
    if nome == "dipendente":
        g.apri(reverse("miei-obiettivi"), "dipendente-miei-obiettivi")
        g.finisce()


def test_la_scheda_di_ente_del_segretario(giro, piano_vero):
    scheda = piano_vero.schede.get(tipo="ente")
    g = giro("segretario")
    g.apri(reverse("scheda", args=[scheda.pk]), "ente-scheda")
    g.apri(reverse("scheda-trasversali", args=[scheda.pk]), "ente-trasversali")
    g.finisce()
