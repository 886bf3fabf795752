"""The lists: as many queries for ten rows as for one, and a new Comune set up from nothing."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from obiettivi.models import ObiettivoGestionale
from piani.models import Area, Ente, Incarico, Mandato, Piano, SchedaArea
from tests import factories
from tests.piani.modulo import errori, invia

pytestmark = pytest.mark.django_db

FABBRICHE = {
    "Area": factories.AreaFactory,
    "Atto": factories.AttoFactory,
    "Capitolo": factories.CapitoloFactory,
    "Dipendente": factories.DipendenteFactory,
    "Documento": factories.DocumentoFactory,
    "Ente": factories.EnteFactory,
    "Incarico": factories.IncaricoFactory,
    "Indicatore": factories.IndicatoreFactory,
    "LineaMandato": factories.LineaMandatoFactory,
    "Mandato": factories.MandatoFactory,
    "ObiettivoGestionale": factories.ObiettivoFactory,
    "ObiettivoOperativo": factories.OperativoFactory,
    "ObiettivoStrategico": factories.StrategicoFactory,
    "PersonaScheda": factories.PersonaSchedaFactory,
    "Piano": factories.PianoFactory,
    "Programma": factories.ProgrammaFactory,
    "SchedaArea": factories.SchedaFactory,
    "Servizio": factories.ServizioFactory,
    "SezioneNarrativa": factories.SezioneNarrativaFactory,
    "Utente": factories.UtenteFactory,
    "Versione": factories.VersioneFactory,
}


def domande(client, indirizzo: str) -> int:
    with CaptureQueriesContext(connection) as contesto:
        assert client.get(indirizzo).status_code == 200
    return len(contesto)


@pytest.mark.parametrize("nome", FABBRICHE)
def test_le_domande_di_un_elenco_non_crescono_con_le_righe(accedi, superuser, nome):
    client = accedi(superuser)
    modello = next(modello for modello in admin.site._registry if modello.__name__ == nome)
    indirizzo = reverse(f"admin:{modello._meta.app_label}_{modello._meta.model_name}_changelist")
    FABBRICHE[nome].create_batch(2)
    poche = domande(client, indirizzo)

    FABBRICHE[nome].create_batch(8)

    assert domande(client, indirizzo) <= poche
    assert poche <= 15


def test_le_domande_della_scheda_non_crescono_con_obiettivi_e_persone(accedi, segretario, ente):
    scheda = factories.SchedaFactory(piano=factories.PianoFactory(ente=ente))
    client, indirizzo = accedi(segretario), reverse("admin:piani_schedaarea_change", args=[scheda.pk])
    factories.ObiettivoFactory(scheda=scheda)
    poche = domande(client, indirizzo)

    factories.ObiettivoFactory.create_batch(8, scheda=scheda)

    assert domande(client, indirizzo) <= poche


def test_la_prima_pagina_segue_il_lavoro(accedi, segretario):
    gruppi = accedi(segretario).get(reverse("admin:index")).context["app_list"]

    assert [gruppo["name"] for gruppo in gruppi] == [
        "Ente", "Mandato e strategia", "Piano", "Schede", "Obiettivi", "Misura", "Controlli", "Persone e incarichi",
        "Versioni e documenti", "Riferimenti",
    ]  # fmt: skip


def test_ogni_modello_registrato_sta_in_un_gruppo(accedi, superuser):
    gruppi = accedi(superuser).get(reverse("admin:index")).context["app_list"]

    assert {voce["model"] for gruppo in gruppi for voce in gruppo["models"]} == set(admin.site._registry)


def test_un_ente_di_esempio_lo_dice(accedi, superuser):
    client = accedi(superuser)
    for esempio in (True, False):
        area = factories.AreaFactory(ente__e_esempio=esempio)
        pagina = client.get(reverse("admin:piani_area_change", args=[area.pk])).content.decode()
        assert ("ESEMPIO" in pagina) is esempio


def righe_nuove(prefisso: str, righe: list[dict]) -> dict[str, str]:
    dati = {f"{prefisso}-TOTAL_FORMS": str(len(righe)), f"{prefisso}-INITIAL_FORMS": "0"}
    for indice, riga in enumerate(righe):
        dati |= {f"{prefisso}-{indice}-{campo}": valore for campo, valore in riga.items()}
    return dati


def test_un_nuovo_comune_da_una_base_dati_vuota(accedi, superuser, mailoutbox, django_capture_on_commit_callbacks):
    """The quarter of an hour: from the ISTAT list to the first objective, with forms alone."""
    comune = factories.ComuneFactory(nome="Inventopoli")
    client = accedi(superuser)

    def aggiungi(modello: str, coda: str = "", **dati) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            risposta = invia(client, reverse(f"admin:{modello}_add") + coda, **dati)
        assert (risposta.status_code, errori(risposta)) == (302, {})

    aggiungi("piani_ente", f"?comune={comune.pk}", popolazione_totale="1.061")
    ente = Ente.objects.get()
    for nome, slug in (("Area amministrativa", "amministrativa"), ("Area tecnica", "tecnica")):
        servizi = righe_nuove("servizi", [{"nome": "Servizio uno", "ordine": "1"}])
        aggiungi("piani_area", nome=nome, slug=slug, ordine="1", **servizi)
    aggiungi("piani_dipendente", codice="esempio-uno", cognome="Dipendente Uno", nome="Esempio")
    chi = {"first_name": "Esempio", "last_name": "Segretario", "email": "segretario@example.org"}
    aggiungi("piani_utente", **chi, ente=str(ente.pk), ruolo="segretario", dal="01/01/2024")
    linee = righe_nuove("linee", [{"numero": "1", "titolo": "Prima linea"}, {"numero": "2", "titolo": "Seconda"}])
    aggiungi("piani_mandato", anno_inizio="2024", anno_fine="2029", **linee)
    mandato = Mandato.objects.get()
    tematica = {
        "tematiche-TOTAL_FORMS": "1",
        "tematiche-0-testo": "Prima tematica",
        "tematiche-0-ordine": "1",
        "tematiche-0-linea": str(mandato.linee.first().pk),
    }
    invia(client, reverse("admin:piani_lineamandato_change", args=[mandato.linee.first().pk]), **tematica)
    piano = {"titolo": "Piano 2025/2027", "anno_inizio": "2025", "anno_fine": "2027", "mandato": str(mandato.pk)}
    aggiungi("piani_piano", **piano, _crea_schede="sì")
    scheda = SchedaArea.objects.filter(area__slug="tecnica", anno=2025).get()
    indicatori = righe_nuove("indicatori", [{"ordine": "1", "descrizione": "Quanti", "valore_atteso": "Almeno 10"}])
    aggiungi(
        "obiettivi_obiettivogestionale",
        f"?scheda={scheda.pk}",
        descrizione="Primo obiettivo",
        peso="100",
        **indicatori,
    )

    assert (ente.denominazione, ente.comune, ente.popolazione_totale) == ("Comune di Inventopoli", comune, 1061)
    assert (Area.objects.count(), Incarico.objects.count(), len(mailoutbox)) == (2, 1, 1)
    assert mandato.linee.count() == 2
    assert mandato.linee.first().tematiche.get().testo == "Prima tematica"
    assert (Piano.objects.get().narrativa.count(), SchedaArea.objects.count()) == (10, 7)
    assert ObiettivoGestionale.objects.get().indicatori.get().valore_atteso == "Almeno 10"
    pagina = client.get(reverse("admin:piani_schedaarea_change", args=[scheda.pk])).content.decode()
    assert "Totale pesi: 100." in pagina
