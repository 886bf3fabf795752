"""The whole story of a plan in the browser, each in a browser of its own: responsabile, Segretario, Sindaco, citizen,
and the Giunta by what it reads. Proposed, sent back, validated, transmitted, amended, approved, published, varied."""

import io
import zipfile
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from piani.models import Piano, SchedaArea
from tests import factories
from tests.browser.conftest import Esaminatore
from tests.schede import scheda_in_ordine

pytestmark = pytest.mark.django_db(transaction=True)
RADICE = "/amministrazione-trasparente/performance/"
INVIA = "#transizione button[type=submit], main form[method=post] button.btn-primary"
INVIA_ADMIN = ".submit-row input[type=submit]"


@dataclass
class Storia:
    """The plan, and who moves it."""

    piano: Piano
    dell_area: SchedaArea
    dell_ente: SchedaArea
    responsabile: Esaminatore
    segretario: Esaminatore
    sindaco: Esaminatore

    def propone(self, chi: Esaminatore, scheda: SchedaArea) -> None:
        chi.apre(reverse("scheda-proponi", args=[scheda.pk]))
        chi.pagina.fill("#id_nota", "Le norme citate riguardano altre aree.")
        chi.preme(INVIA)
        assert stato(scheda) == "proposta"

    def valida(self, chi: Esaminatore, scheda: SchedaArea) -> None:
        chi.apre(reverse("scheda-valida", args=[scheda.pk]))
        chi.preme(INVIA)
        assert stato(scheda) == "validata"

    def scrive(self, testo: str) -> None:
        """The responsabile gives the only objective other words, and saves."""
        self.responsabile.apre(reverse("scheda", args=[self.dell_area.pk]))
        self.responsabile.pagina.locator("textarea[name$='-descrizione']").first.fill(testo)
        self.responsabile.preme("main button:visible:has-text('Salva la scheda')")
        assert "La scheda è salvata." in self.responsabile.testo()

    def passa(self, nome: str, atteso: str, **campi: str) -> None:
        """A transition of the plan, in the admin of the Segretario."""
        pagina = self.segretario.pagina
        self.segretario.apre(reverse(f"admin:piani_piano_{nome}", args=[self.piano.pk]))
        for campo, testo in campi.items():
            pagina.fill(f"#id_{campo}", testo)
        for casella in pagina.locator("#id_schede input").all():
            casella.set_checked(casella.get_attribute("value") == str(self.dell_area.pk))
        self.segretario.preme(INVIA_ADMIN)
        assert stato(self.piano) == atteso

    def pubblica(self, numero: int) -> None:
        """The worker makes the documents; the Segretario publishes them."""
        call_command("worker", batch=True, interval=0, verbosity=0)
        versione = self.piano.versioni.get(numero=numero)
        self.segretario.apre(reverse("versione-documenti", args=[versione.pk]))
        self.segretario.preme("main a:has-text('Pubblica')")
        self.segretario.preme(INVIA)
        assert stato(versione) == "pubblicata"


def stato(riga) -> str:
    riga.refresh_from_db(fields=["stato"])
    return riga.stato


@pytest.fixture
def storia(utente_con_ruolo, apri_browser) -> Storia:
    ente = factories.EnteFactory(slug="esempio", denominazione="Comune di Esempio", e_esempio=True)
    piano = factories.PianoFactory(ente=ente)
    dell_area = scheda_in_ordine(piano=piano, area__nome="Area di esempio")
    return Storia(
        piano=piano,
        dell_area=dell_area,
        dell_ente=scheda_in_ordine(piano=piano, tipo="ente"),
        responsabile=apri_browser(utente_con_ruolo(ente, "responsabile", area=dell_area.area)),
        segretario=apri_browser(utente_con_ruolo(ente, "segretario")),
        sindaco=apri_browser(utente_con_ruolo(ente, "sindaco")),
    )


@pytest.fixture
def cittadino(new_context, live_server):
    """`cittadino(indirizzo)`: somebody who has not been there before (a browser keeps a public page for a minute) and
    is not logged in opens a page of the site."""

    def apri(indirizzo: str = "") -> Esaminatore:
        esaminatore = Esaminatore(new_context().new_page(), live_server.url)
        esaminatore.apre(RADICE + indirizzo)
        return esaminatore

    return apri


def scarica(chi: Esaminatore, selettore: str) -> bytes:
    indirizzo = chi.pagina.locator(selettore).first.get_attribute("href")
    risposta = chi.pagina.request.get(chi.radice + indirizzo)
    assert risposta.status == 200
    return risposta.body()


def test_dalla_proposta_alla_seconda_versione(storia, cittadino):
    oggi = f"{timezone.localdate():%d/%m/%Y}"
    del_piano = f"piani/{storia.piano.codice}/"

    # Proposed, sent back with an observation, written again, proposed again, validated.
    storia.propone(storia.responsabile, storia.dell_area)
    storia.segretario.apre(reverse("admin:piani_schedaarea_coda"))
    assert "Area di esempio" in storia.segretario.pagina.inner_text("#content")
    storia.segretario.apre(reverse("scheda-rinvia", args=[storia.dell_area.pk]))
    storia.segretario.pagina.locator("textarea[name^='osservazione-']").first.fill("Dire quante pratiche.")
    storia.segretario.preme(INVIA)
    storia.responsabile.apre(reverse("scheda", args=[storia.dell_area.pk]))
    assert "Dire quante pratiche." in storia.responsabile.pagina.inner_text("fieldset.carta")
    storia.scrive("Concludere 100 pratiche edilizie nei termini")
    storia.propone(storia.responsabile, storia.dell_area)
    storia.valida(storia.segretario, storia.dell_area)

    # The Segretario's own sheet is validated by the Sindaco, who finds it on the first page.
    storia.propone(storia.segretario, storia.dell_ente)
    storia.sindaco.apre("/")
    assert "Schede da validare" in storia.sindaco.testo()
    storia.valida(storia.sindaco, storia.dell_ente)

    # To the Giunta, back with amendments, again, voted.
    storia.passa("trasmetti", "in_giunta")
    storia.passa("emendamenti", "in_redazione", nota="La Giunta chiede più pratiche.")
    storia.segretario.apre(reverse("scheda-riapri", args=[storia.dell_area.pk]))
    storia.segretario.pagina.fill("#id_nota", "La Giunta chiede più pratiche.")
    storia.segretario.preme(INVIA)
    storia.scrive("Concludere 120 pratiche edilizie nei termini")
    storia.propone(storia.responsabile, storia.dell_area)
    storia.valida(storia.segretario, storia.dell_area)
    storia.passa("trasmetti", "in_giunta")
    storia.segretario.apre(reverse("piano-versioni", args=[storia.piano.pk]))
    with zipfile.ZipFile(io.BytesIO(scarica(storia.segretario, "a[href$='pacchetto.zip']"))) as pacchetto:
        assert "120 pratiche" in parole_di(pacchetto.read("allegato-1.pdf"))
    # Before the publication there is nothing to read.
    assert "pratiche" not in cittadino().testo()
    assert "Pagina non trovata" in cittadino(del_piano).testo()
    storia.passa("approva", "approvato", numero="38", data=oggi)
    storia.pubblica(1)

    # The citizen reads and downloads.
    citta = cittadino()
    assert "120 pratiche" in parole_di(scarica(citta, "a[href$='allegato-1.pdf']"))
    citta.preme("main h3 a")
    assert "Concludere 120 pratiche" in citta.testo()
    assert citta.giudica("storia-cittadino") == []

    # A variation of that sheet, a new act, a second version; the first says by what it is superseded.
    storia.passa("apri_variazione", "in_variazione", nota="Personale in meno da luglio.")
    assert (stato(storia.dell_area), stato(storia.dell_ente)) == ("bozza", "validata")
    storia.scrive("Concludere 90 pratiche edilizie nei termini")
    storia.propone(storia.responsabile, storia.dell_area)
    storia.valida(storia.segretario, storia.dell_area)
    storia.passa("trasmetti", "in_giunta")
    storia.passa("approva", "approvato", numero="77", data=oggi)
    storia.pubblica(2)
    assert "Concludere 90 pratiche" in cittadino(del_piano).testo()
    prima = cittadino(f"{del_piano}versioni/1/").testo()
    assert "Concludere 120 pratiche" in prima
    assert "superata dalla versione 2" in prima

    storia.segretario.apre(reverse("piano-differenza", args=[storia.piano.pk]))
    assert storia.segretario.pagina.inner_text("del").split()[-1] == "120"
    assert storia.segretario.pagina.inner_text("ins").split()[-1] == "90"
    assert storia.segretario.giudica("storia-differenza") == []


def parole_di(contenuto: bytes) -> str:
    return " ".join(" ".join(pagina.extract_text() for pagina in PdfReader(io.BytesIO(contenuto)).pages).split())
