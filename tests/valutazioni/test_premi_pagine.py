"""The pages of positions and premi: what if, the final distribution to the cent, the file for the payroll."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from msgspec.structs import replace

from tests import factories
from tests.misura import ANNO, risultato
from tests.pagina import campi_della_pagina
from valutazioni.calcolo.fasce import Fascia
from valutazioni.calcolo.smvp import ModoPremio, PesoDi, RegolaPremio
from valutazioni.models import Carta, DistribuzionePremi, Fondo, Posizione
from valutazioni.services import premi as servizio_premi
from valutazioni.services.carte import muovi_carta
from valutazioni.services.verifica import verifica_congelati

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(segretario, accedi):
    return accedi(segretario)


@pytest.fixture
def niente_contro(monkeypatch):
    """The Relazione is validated (NO11) and the plan approved (NO12)."""
    monkeypatch.setattr(servizio_premi, "impedimenti_ai_premi", lambda ente, anno: [])


@pytest.fixture
def coefficienti(adotta, smvp):
    """Bands worth 200, 150, 100 over a closed fund."""
    fasce = (
        Fascia(codice="C", nome="Buono", da=Decimal(0), a=Decimal("69.99"), valore=Decimal(100)),
        Fascia(codice="B", nome="Distinto", da=Decimal(70), a=Decimal("84.99"), valore=Decimal(150)),
        Fascia(codice="A", nome="Ottimo", da=Decimal(85), a=Decimal(100), valore=Decimal(200)),
    )
    categoria = replace(
        smvp.categoria("dipendenti"),
        componenti=(PesoDi(codice="unita", peso=Decimal(100)),),
        comportamenti=(),
        fasce=fasce,
        premio=RegolaPremio(modo=ModoPremio.COEFFICIENTE),
    )
    return adotta(replace(smvp, categorie=(categoria,)))


@pytest.fixture
def tre(ente, coefficienti, persona):
    """Three people with their final cards, one for each band."""
    return [
        persona(
            dipendente=factories.DipendenteFactory(ente=ente, cognome=f"Esempio {nome}", nome="Dipendente"),
            punteggio=Decimal(punti),
            stato="definitiva",
        )
        for nome, punti in (("Alfa", 86), ("Beta", 75), ("Gamma", 60))
    ]


@pytest.fixture
def fondo(ente, client, tre):
    client.post(
        reverse("fondo-nuovo", args=[ente.slug, ANNO, "dipendenti"]),
        {"versione": "1", "importo": "900", "fonte": "Contratto integrativo"},
    )
    return Fondo.objects.get()


def passo(client, fondo, codice, **dati):
    indirizzo = reverse("fondo-passaggio", args=[fondo.pk, codice])
    return client.post(indirizzo, {**campi_della_pagina(client.get(indirizzo)), **dati})


def stipendi(client, ente, formato="csv"):
    return client.get(reverse("premi-stipendi", args=[ente.slug, ANNO, formato]))


def test_un_fondo_di_900_da_400_300_200_dalla_pagina_al_file_degli_stipendi(client, ente, fondo, niente_contro):
    testo = client.get(reverse("fondo", args=[fondo.pk])).content.decode()
    assert "900,00 × 200 / 450 = 400,00" in testo
    assert DistribuzionePremi.objects.count() == 0

    assert passo(client, fondo, "distribuisci").status_code == 302

    righe = stipendi(client, ente).content.decode("utf-8-sig").splitlines()
    importi = [riga.split(";")[6] for riga in righe[1:]]
    assert [riga.split(";")[1] for riga in righe[1:]] == ["Esempio Alfa", "Esempio Beta", "Esempio Gamma"]
    assert importi == ["400,00", "300,00", "200,00"]
    foglio = openpyxl.load_workbook(io.BytesIO(stipendi(client, ente, "xlsx").content)).active
    assert [riga[6].value for riga in foglio.iter_rows(min_row=2, max_row=4)] == [400, 300, 200]


def test_con_un_altro_importo_si_prova_e_niente_si_scrive(client, fondo):
    risposta = client.get(reverse("fondo", args=[fondo.pk]), {"importo": "100,01"})

    testo = risposta.content.decode()
    importi = [Decimal(p.importo) for _, p, _ in risposta.context["righe"]]
    assert sum(importi) == Decimal("100.01")
    assert "Simulazione con 100,01 euro" in testo
    fondo.refresh_from_db()
    assert (fondo.importo, fondo.versione) == (900, 1)
    assert client.get(reverse("fondo", args=[fondo.pk]), {"importo": "tanto"}).status_code == 422


def test_senza_relazione_validata_la_pagina_dice_perche(client, fondo):
    testo = client.get(reverse("fondo", args=[fondo.pk])).content.decode()
    assert "NO11" in testo

    risposta = passo(client, fondo, "distribuisci")

    assert risposta.status_code == 422
    assert "NO11" in risposta.content.decode()
    assert not DistribuzionePremi.objects.exists()


def test_una_scheda_riaperta_dopo_i_premi_segnala_il_fondo(client, ente, fondo, tre, segretario, niente_contro):
    passo(client, fondo, "distribuisci")
    muovi_carta(carta=tre[0], codice="riapri", utente=segretario, nota="Errore.")

    assert "La distribuzione è da rifare." in client.get(reverse("fondo", args=[fondo.pk])).content.decode()
    assert "Da rifare" in client.get(reverse("premi", args=[ente.slug, ANNO])).content.decode()
    assert passo(client, fondo, "riapri", nota="Una scheda è riaperta.").status_code == 302
    assert "non è definitiva" in client.get(reverse("fondo", args=[fondo.pk])).content.decode()
    Carta.objects.filter(pk=tre[0].pk).update(
        stato="definitiva", punteggio=Decimal(60), definitiva_il="2030-01-01T10:00Z"
    )
    passo(client, fondo, "distribuisci")
    fondo.refresh_from_db()
    assert fondo.distribuzioni.count() == 2
    assert "257,14" in stipendi(client, ente).content.decode()


def test_una_posizione_corretta_dopo_i_premi_segnala_che_il_conto_cambia(client, fondo, tre, niente_contro):
    passo(client, fondo, "distribuisci")
    Posizione.objects.filter(dipendente=tre[0].dipendente).update(part_time=Decimal(50))

    testo = client.get(reverse("fondo", args=[fondo.pk])).content.decode()
    assert "Oggi il conto sarebbe diverso." in testo
    assert "400,00" in testo


def test_due_pagine_aperte_sullo_stesso_fondo(client, fondo, niente_contro):
    indirizzo = reverse("fondo-modifica", args=[fondo.pk])
    vecchia = campi_della_pagina(client.get(indirizzo))
    assert client.post(indirizzo, {**vecchia, "importo": "1.000,50"}).status_code == 302

    assert client.post(indirizzo, {**vecchia, "importo": "2"}).status_code == 409
    fondo.refresh_from_db()
    assert fondo.importo == Decimal("1000.50")
    passo(client, fondo, "distribuisci")
    assert client.get(indirizzo).status_code == 409
    assert client.get(reverse("fondo-passaggio", args=[fondo.pk, "distribuisci"])).status_code == 409


@pytest.mark.parametrize("importo", ["-1", "12,345", "molto", ""])
def test_un_importo_che_non_e_un_importo_si_rifiuta(client, fondo, importo):
    indirizzo = reverse("fondo-modifica", args=[fondo.pk])
    campi = campi_della_pagina(client.get(indirizzo))

    assert client.post(indirizzo, {**campi, "importo": importo}).status_code == 422


def test_il_fondo_di_una_categoria_si_scrive_una_volta(client, ente, fondo):
    risposta = client.post(
        reverse("fondo-nuovo", args=[ente.slug, ANNO, "dipendenti"]), {"versione": "1", "importo": "5"}
    )

    assert risposta.status_code == 422
    assert "Il fondo di questa categoria c&#x27;è già." in risposta.content.decode()


def test_il_file_degli_stipendi_e_riservato_e_non_si_conserva(
    client, ente, fondo, niente_contro, accedi, nucleo, responsabile, amministratore, utente_con_ruolo
):
    passo(client, fondo, "distribuisci")

    risposta = stipendi(client, ente)

    assert risposta["Cache-Control"] == "private, no-store"
    assert risposta["X-Content-Type-Options"] == "nosniff"
    assert risposta["Content-Disposition"].startswith("attachment")
    assert stipendi(accedi(nucleo), ente).status_code == 403
    for chi in (responsabile, amministratore, utente_con_ruolo(ente, "sindaco"), utente_con_ruolo(ente, "dipendente")):
        assert stipendi(accedi(chi), ente).status_code == 404
    assert stipendi(client, ente, "pdf").status_code == 404


def test_chi_prepara_i_premi_non_vede_la_propria_scheda_prima_del_tempo(
    client, ente, coefficienti, persona, segretario, accedi, nucleo
):
    dipendente = factories.DipendenteFactory(ente=ente, utente=segretario)
    propria = persona(dipendente=dipendente, valutatore="nucleo", stato="proposta", punteggio=Decimal("91.23"))
    fondo = Fondo.objects.create(ente=ente, anno=ANNO, categoria="dipendenti", importo=Decimal(900))

    testo = client.get(reverse("fondo", args=[fondo.pk])).content.decode()
    assert "91,23" not in testo
    assert "non ti è ancora stata comunicata" in testo
    assert "91,23" not in client.get(reverse("carte-anno", args=[ente.slug, ANNO])).content.decode()
    assert client.get(reverse("carta", args=[propria.pk])).status_code == 404
    assert "91,23" in accedi(nucleo).get(reverse("fondo", args=[fondo.pk])).content.decode()


def test_le_interrogazioni_della_pagina_del_fondo_non_crescono(client, fondo, persona, django_assert_max_num_queries):
    for _ in range(12):
        persona(punteggio=Decimal(90), stato="definitiva")

    with django_assert_max_num_queries(34):
        client.get(reverse("fondo", args=[fondo.pk]))


# --- positions -------------------------------------------------------------------------------------


def test_dal_piano_alle_posizioni_e_alle_schede(client, ente, scheda, adottato):
    risposta = client.post(reverse("posizioni-prepara", args=[ente.slug, ANNO]), follow=True)
    assert "Posizioni aggiunte: 0." in risposta.content.decode()
    dipendente = factories.DipendenteFactory(ente=ente, cognome="Esempio", nome="Uno")
    indirizzo = reverse("posizione-nuova", args=[ente.slug, ANNO])
    campi = campi_della_pagina(client.get(indirizzo))
    assert campi["dal"] == f"01/01/{ANNO}"
    client.post(indirizzo, {**campi, "dipendente": dipendente.pk, "categoria": "dipendenti"})

    risposta = client.post(reverse("carte-prepara", args=[ente.slug, ANNO]), follow=True)

    assert "Schede preparate: 1." in risposta.content.decode()
    assert "Esempio Uno" in risposta.content.decode()


def test_chi_cambia_area_a_giugno_ha_due_posizioni_e_i_gradi_si_pesano_coi_giorni(
    client, ente, scheda, adottato, persona, responsabile
):
    carta = persona()
    posizione = Posizione.objects.get()
    indirizzo = reverse("posizione-cambio", args=[posizione.pk])
    campi = campi_della_pagina(client.get(indirizzo))

    fuori = client.post(indirizzo, {**campi, "dal": f"01/01/{ANNO}"})
    assert fuori.status_code == 422
    risposta = client.post(indirizzo, {**campi, "dal": f"16/06/{ANNO}", "part_time": "50", "categoria": "eq"})

    assert risposta.status_code == 302
    prima, dopo = Posizione.objects.order_by("dal")
    assert (prima.al.isoformat(), dopo.dal.isoformat()) == (f"{ANNO}-06-15", f"{ANNO}-06-16")
    assert (dopo.part_time, dopo.categoria, prima.part_time) == (50, "eq", 100)
    for obiettivo in scheda.obiettivi:
        risultato(scheda, obiettivo, confermato=Decimal(80))
    testo = client.get(reverse("carta", args=[carta.pk])).content.decode()
    assert f"(80,00 × {prima.giorni} + 80,00 × {dopo.giorni}) / {prima.giorni + dopo.giorni} = 80,00%" in testo


def test_le_posizioni_si_correggono_si_cercano_si_eliminano(client, ente, scheda, adottato, persona):
    persona(dipendente=factories.DipendenteFactory(ente=ente, cognome="Esempio", nome="Uno"))
    posizione = Posizione.objects.get()
    indirizzo = reverse("posizione", args=[posizione.pk])
    campi = campi_della_pagina(client.get(indirizzo))

    assert client.post(indirizzo, {**campi, "al": f"31/12/{ANNO + 1}"}).status_code == 422
    assert client.post(indirizzo, {**campi, "part_time": "83,33"}).status_code == 302
    elenco = reverse("posizioni", args=[ente.slug, ANNO])
    assert "83,33%" in client.get(elenco, {"cerca": "esempio"}).content.decode()
    assert "Posizioni: 0." in client.get(elenco, {"cerca": "nessuno"}).content.decode()
    client.post(reverse("posizione-elimina", args=[posizione.pk]))
    assert not Posizione.objects.exists()


def test_la_scheda_in_bozza_segue_la_posizione_quella_proposta_no(client, ente, scheda, adottato, persona):
    bozza, proposta = persona(voti={"utenza": "3", "risultato": "2"}), persona(stato="proposta", punteggio=Decimal(80))
    for carta in (bozza, proposta):
        posizione = Posizione.objects.get(dipendente=carta.dipendente)
        indirizzo = reverse("posizione", args=[posizione.pk])
        campi = campi_della_pagina(client.get(indirizzo))
        client.post(indirizzo, {**campi, "scheda": "segretario", "categoria": "segretario"})

    bozza.refresh_from_db()
    proposta.refresh_from_db()
    assert (bozza.categoria, bozza.valutatore, bozza.area) == ("segretario", "nucleo", None)
    assert bozza.voti == {"risultato": "2"}
    assert (proposta.categoria, proposta.valutatore) == ("dipendenti", "responsabile")


def test_chi_dirige_l_area_lo_valuta_il_segretario_qualunque_sia_la_categoria(
    client, ente, scheda, adottato, persona, responsabile
):
    carta = persona(dipendente=factories.DipendenteFactory(ente=ente, utente=responsabile))
    carta.delete()

    client.post(reverse("carte-prepara", args=[ente.slug, ANNO]))

    assert Carta.objects.get().valutatore == "segretario"


def test_una_distribuzione_cambiata_sotto_mano_si_scopre(client, fondo, niente_contro):
    passo(client, fondo, "distribuisci")
    assert list(verifica_congelati())[-1] is None

    riga = DistribuzionePremi.objects.get()
    DistribuzionePremi.objects.update(contenuto=riga.contenuto.replace("400", "500"))
    assert "non è quello che il suo evento ricorda" in list(verifica_congelati())[-1]
    DistribuzionePremi.objects.update(sha256="1" * 64)
    assert list(verifica_congelati())[-1] is not None
