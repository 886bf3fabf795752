"""The year's cycle in the browser, each in a browser of its own: responsabile, Nucleo, Segretario, dipendente; then the
citizen, who reads results and no names. Measured, confirmed, assessed, reported, validated, paid."""

import datetime
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.browser.conftest import Esaminatore
from tests.misura import ANNO, AREA, foto_con, indicatore, obiettivo_di_prova, piano_in_forza, smvp_adottato
from valutazioni.models import Carta, Fondo, Posizione, Relazione, Risultato
from valutazioni.selectors import scheda_in_forza

pytestmark = pytest.mark.django_db(transaction=True)
INVIA = "main form[method=post] button.btn-primary"
PERSONA = "Esempio Dipendente Uno"


@dataclass
class Storia:
    ente: object
    responsabile: Esaminatore
    nucleo: Esaminatore
    segretario: Esaminatore
    dipendente: Esaminatore

    def di(self, nome: str) -> str:
        return reverse(nome, args=[self.ente.slug, ANNO, AREA])

    def dell_anno(self, nome: str, *altri: object) -> str:
        return reverse(nome, args=[self.ente.slug, ANNO, *altri])


@pytest.fixture
def ente(transactional_db):
    ente = factories.EnteFactory(slug="esempio", denominazione="Comune di Esempio", e_esempio=True)
    obiettivi = [obiettivo_di_prova(n, peso=peso, indicatori=(indicatore(),)) for n, peso in ((1, 60), (2, 40))]
    piano_in_forza(ente, foto_con(obiettivi))
    return ente


@pytest.fixture
def storia(ente, utente_con_ruolo, apri_browser) -> Storia:
    smvp_adottato(ente)
    scheda = scheda_in_forza(ente, ANNO, AREA)
    utente = utente_con_ruolo(ente, "dipendente")
    persona = factories.DipendenteFactory(ente=ente, cognome="Esempio Dipendente", nome="Uno", utente=utente)
    Posizione.objects.create(
        **scheda.chiave, dipendente=persona, categoria="dipendenti",
        dal=datetime.date(ANNO, 1, 1), al=datetime.date(ANNO, 12, 31),
    )  # fmt: skip
    return Storia(
        ente=ente,
        responsabile=apri_browser(utente_con_ruolo(ente, "responsabile", area=scheda.area)),
        nucleo=apri_browser(utente_con_ruolo(ente, "nucleo")),
        segretario=apri_browser(utente_con_ruolo(ente, "segretario")),
        dipendente=apri_browser(utente),
    )


def passa(chi: Esaminatore, indirizzo: str, **campi: str) -> None:
    """A page of confirmation: filled in and sent."""
    chi.apre(indirizzo)
    for nome, testo in campi.items():
        chi.pagina.fill(f"main [name={nome}]", testo)
    chi.preme(INVIA)


def test_un_anno_dalle_rilevazioni_ai_premi(storia, esaminatore):
    # The responsabile enters the values and proposes the results.
    chi = storia.responsabile
    chi.apre(f"{storia.di('rilevazione-scheda')}?al={ANNO}-12-31")
    for campo, valore in zip(chi.pagina.locator("main input[name$='-valore']").all(), ("90", "80"), strict=True):
        campo.fill(valore)
    chi.preme("main button:text-is('Registra')")
    assert "Registrati i valori" in chi.testo()
    chi.apre(storia.di("risultati-scheda"))
    for campo in chi.pagina.locator("main textarea[name$='-scostamento']").all():
        campo.fill("Due mesi di ritardo nella fornitura.")
    chi.preme("main button:has-text('Proponi tutti')")
    assert set(Risultato.objects.values_list("stato", flat=True)) == {"proposto"}

    # The Nucleo confirms them.
    storia.nucleo.apre(storia.di("risultati-scheda"))
    storia.nucleo.preme("main button:has-text('Conferma tutti')")
    assert set(Risultato.objects.values_list("stato", flat=True)) == {"confermato"}

    # The Segretario makes the cards; the responsabile writes the one of the dipendente, who takes note of it.
    storia.segretario.apre(storia.dell_anno("carte-anno"))
    storia.segretario.preme("main button:has-text('Prepara le schede')")
    carta = Carta.objects.get()
    pagina = reverse("carta", args=[carta.pk])
    chi.apre(pagina)
    for comportamento in ("risultato", "organizzazione", "collaborazione", "utenza", "competenze"):
        scelta = chi.pagina.locator(f"main input[name='voto-{comportamento}'][value='3']").get_attribute("id")
        chi.pagina.click(f"main label[for='{scelta}']")
    chi.pagina.fill("main [name=giudizio]", "Ha tenuto i tempi.")
    chi.preme("main button:has-text('Salva e proponi')")
    if carta_nello_stato(carta, "bozza"):
        passa(chi, reverse("carta-passaggio", args=[carta.pk, "proponi"]))
    assert carta_nello_stato(carta, "proposta")
    assert storia.dipendente.apre(pagina).status == 404  # not before it is communicated
    passa(chi, reverse("carta-passaggio", args=[carta.pk, "comunica"]))
    storia.dipendente.apre(pagina)
    assert "81,60" in storia.dipendente.testo()  # 86 × 60% + 75 × 40%
    assert storia.dipendente.giudica("storia-carta") == []
    passa(storia.dipendente, reverse("carta-passaggio", args=[carta.pk, "prendi_visione"]), nota="D'accordo.")
    passa(chi, reverse("carta-passaggio", args=[carta.pk, "concludi"]))
    assert carta_nello_stato(carta, "definitiva")

    # No premio before the Relazione is validated (NO11).
    passa(storia.segretario, storia.dell_anno("fondo-nuovo", "dipendenti"), importo="900")
    fondo = Fondo.objects.get()
    storia.segretario.apre(reverse("fondo", args=[fondo.pk]))
    assert "NO11" in storia.segretario.testo()

    # The Relazione: written, voted, validated, published.
    storia.segretario.apre(reverse("relazioni"))
    storia.segretario.preme(f"text=Prepara la Relazione {ANNO}")
    relazione = Relazione.objects.get()

    def passo(browser: Esaminatore, codice: str, **campi: str) -> None:
        passa(browser, reverse(f"relazione-{codice}", args=[relazione.pk]), **campi)

    passo(storia.segretario, "trasmetti")
    passo(storia.segretario, "approva", numero="41", data=f"{timezone.localdate():%d/%m/%Y}")
    passo(storia.nucleo, "valida", nota="Riscontrata sulle evidenze.")
    call_command("worker", batch=True, interval=0, verbosity=0)
    passo(storia.segretario, "pubblica")
    relazione.refresh_from_db()
    assert relazione.stato == "pubblicata"

    # The fund goes to whom it is due, and only who may read it does.
    passa(storia.segretario, reverse("fondo-passaggio", args=[fondo.pk, "distribuisci"]))
    storia.segretario.apre(reverse("fondo", args=[fondo.pk]))
    assert "900,00" in storia.segretario.testo()
    assert PERSONA in storia.segretario.testo()
    assert storia.segretario.giudica("storia-fondo") == []
    assert storia.responsabile.apre(reverse("fondo", args=[fondo.pk])).status in (403, 404)

    # The citizen reads the results, and the name of nobody who was assessed.
    esaminatore.apre(reverse("relazione-pubblica", kwargs={"anno": ANNO}))
    assert "Due mesi di ritardo nella fornitura." in esaminatore.testo()
    assert PERSONA not in esaminatore.pagina.content()
    assert esaminatore.giudica("storia-relazione-pubblica") == []


def carta_nello_stato(carta: Carta, stato: str) -> bool:
    carta.refresh_from_db(fields=["stato"])
    return carta.stato == stato
