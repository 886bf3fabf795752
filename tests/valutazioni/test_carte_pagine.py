"""The pages of the cards: written with the arithmetic in sight, read by the person when it is time, by nobody else."""

from decimal import Decimal

import pytest
from django.urls import reverse
from msgspec.structs import replace

from semproniano.core.documenti.convalida import convalida_pdf
from tests import factories
from tests.lettura_pdf import leggi
from tests.misura import ANNO, risultato
from tests.pagina import campi_della_pagina
from valutazioni.calcolo.smvp import PesoDi
from valutazioni.models import Carta, Fondo
from valutazioni.services.carte import muovi_carta, salva_carta

pytestmark = pytest.mark.django_db
TUTTI_TRE = dict.fromkeys(("risultato", "organizzazione", "collaborazione", "utenza", "competenze"), "3")


def confermati(scheda, *gradi):
    for obiettivo, grado in zip(scheda.obiettivi, gradi, strict=True):
        risultato(scheda, obiettivo, confermato=Decimal(grado))


def pagina(carta):
    return reverse("carta", args=[carta.pk])


def passo(client, carta, codice, **dati):
    indirizzo = reverse("carta-passaggio", args=[carta.pk, codice])
    risposta = client.get(indirizzo)
    assert risposta.status_code == 200, codice
    return client.post(indirizzo, {**campi_della_pagina(risposta), **dati})


def invia(client, carta, voti=None, azione="salva", **dati):
    campi = campi_della_pagina(client.get(pagina(carta)))
    voti = {f"voto-{codice}": punti for codice, punti in (voti or {}).items()}
    return client.post(pagina(carta), {**campi, **voti, "azione": azione, **dati})


@pytest.fixture
def valutatore(responsabile, accedi):
    return accedi(responsabile)


@pytest.fixture
def utente(ente, utente_con_ruolo):
    return utente_con_ruolo(ente, "dipendente")


@pytest.fixture
def carta(ente, scheda, adottato, persona, utente):
    return persona(dipendente=factories.DipendenteFactory(ente=ente, utente=utente, cognome="Esempio", nome="Uno"))


def test_dalla_bozza_alla_definitiva(scheda, carta, valutatore, accedi, utente):
    confermati(scheda, 90, 80)  # 0,6 × 90 + 0,4 × 80 = 86
    testo = valutatore.get(pagina(carta)).content.decode()
    assert "(90,00 × 60 + 80,00 × 40) / 100 = 86,00%" in testo
    assert "Porta a termine i compiti nei tempi." in testo
    assert "mancano i punti" in testo

    risposta = invia(valutatore, carta, TUTTI_TRE, azione="proponi", giudizio="Lavoro ordinato.")
    assert risposta.url == reverse("carta-passaggio", args=[carta.pk, "proponi"])
    assert "81,60" in valutatore.get(risposta.url).content.decode()
    passo(valutatore, carta, "proponi")
    persona = accedi(utente)
    assert persona.get(pagina(carta)).status_code == 404
    passo(valutatore, carta, "comunica")

    testo = persona.get(pagina(carta)).content.decode()
    assert "81,60" in testo
    assert "fascia III" in testo
    assert "Lavoro ordinato." in testo
    passo(persona, carta, "prendi_visione", nota="A marzo ero in malattia.")
    testo = valutatore.get(pagina(carta)).content.decode()
    assert "A marzo ero in malattia." in testo
    passo(valutatore, carta, "concludi")
    carta.refresh_from_db()
    assert carta.stato == "definitiva"


def test_86_sta_nella_fascia_200(ente, adotta, smvp, scheda, persona, valutatore):
    """0,6 × 90 + 0,4 × 80 = 86: the score of who is assessed by the unit's objectives alone."""
    categoria = smvp.categoria("dipendenti")
    fasce = (
        *(replace(fascia, codice=str(n)) for n, fascia in enumerate(categoria.fasce[:2])),
        replace(categoria.fasce[2], codice="150", a=Decimal("84.99")),
        replace(categoria.fasce[3], codice="200", da=Decimal(85)),
    )
    sola = replace(categoria, componenti=(PesoDi(codice="unita", peso=Decimal(100)),), comportamenti=(), fasce=fasce)
    adotta(replace(smvp, categorie=(sola,)))
    confermati(scheda, 90, 80)
    carta = persona()

    passo(valutatore, carta, "proponi")

    testo = valutatore.get(pagina(carta)).content.decode()
    assert "86,00" in testo
    assert "fascia 200" in testo


def test_82_375_si_mostra_82_38_e_le_righe_arrotondate_non_si_sommano(adotta, smvp, scheda, persona, valutatore):
    pesi = zip(TUTTI_TRE, (40, 20, 15, 15, 10), strict=True)
    sola = replace(
        smvp.categoria("dipendenti"),
        componenti=(PesoDi(codice="comportamenti", peso=Decimal(100)),),
        comportamenti=tuple(PesoDi(codice=codice, peso=Decimal(peso)) for codice, peso in pesi),
    )
    adotta(replace(smvp, categorie=(sola,)))
    carta = persona()
    punti = dict(zip(TUTTI_TRE, ("3,5", "3", "2,5", "4", "3,2"), strict=True))
    voti = {f"voto-{c}": "altro" if "," in p else p for c, p in punti.items()}
    altri = {f"altro-{c}": p for c, p in punti.items() if "," in p}

    assert invia(valutatore, carta, **voti, **altri).status_code == 302
    passo(valutatore, carta, "proponi")

    carta.refresh_from_db()
    assert carta.punteggio == Decimal("82.375")
    testo = valutatore.get(pagina(carta)).content.decode()
    assert "82,38" in testo
    assert "2,5 × 15 / 4 = 9,38" in testo


@pytest.mark.parametrize("punti", ["5", "-1", "3,55", "molti"])
def test_un_punteggio_fuori_dalla_scala_si_rifiuta(carta, valutatore, punti):
    risposta = invia(valutatore, carta, **{"voto-utenza": "altro", "altro-utenza": punti})

    assert risposta.status_code == 422
    assert f'value="{punti}"' in risposta.content.decode()
    carta.refresh_from_db()
    assert carta.voti == {}


def test_una_scelta_inventata_e_una_scelta_doppia_si_rifiutano(carta, valutatore):
    inventata = invia(valutatore, carta, {"utenza": "9"})
    doppia = invia(valutatore, carta, {"utenza": "3"}, **{"altro-utenza": "3,5"})

    assert "I punti vanno da 0 a 4." in inventata.content.decode()
    assert "Sono scritti anche altri punti" in doppia.content.decode()
    assert (inventata.status_code, doppia.status_code) == (422, 422)


def test_calcola_mostra_il_totale_e_non_scrive(scheda, carta, valutatore):
    confermati(scheda, 90, 80)

    risposta = invia(valutatore, carta, TUTTI_TRE, azione="calcola")

    assert risposta.status_code == 200
    assert "81,60" in risposta.content.decode()
    carta.refresh_from_db()
    assert (carta.voti, carta.versione) == ({}, 1)


def test_il_totale_che_segue_chi_scrive_non_rilegge_il_piano(scheda, carta, valutatore, django_assert_max_num_queries):
    confermati(scheda, 90, 80)
    campi = campi_della_pagina(valutatore.get(pagina(carta)))
    voti = {f"voto-{codice}": punti for codice, punti in TUTTI_TRE.items()}

    with django_assert_max_num_queries(6):
        risposta = valutatore.post(pagina(carta), {**campi, **voti}, HX_REQUEST="true", headers={"HX-Request": "true"})

    testo = risposta.content.decode()
    assert "81,60" in testo
    assert "<html" not in testo
    falsi = {**campi, **voti, "gradi": "inventati:firma"}
    assert "81,60" in valutatore.post(pagina(carta), falsi, headers={"HX-Request": "true"}).content.decode()


def test_due_pagine_aperte_sulla_stessa_scheda(carta, valutatore):
    vecchia = campi_della_pagina(valutatore.get(pagina(carta)))
    invia(valutatore, carta, TUTTI_TRE, giudizio="Primo")

    risposta = valutatore.post(pagina(carta), {**vecchia, "azione": "salva", "giudizio": "Secondo, lungo e meditato"})

    assert risposta.status_code == 409
    assert "Secondo, lungo e meditato" in risposta.content.decode()
    carta.refresh_from_db()
    assert carta.giudizio == "Primo"


def test_un_passaggio_su_una_scheda_cambiata_nel_frattempo(scheda, carta, valutatore):
    confermati(scheda, 90, 80)
    invia(valutatore, carta, TUTTI_TRE)
    indirizzo = reverse("carta-passaggio", args=[carta.pk, "proponi"])
    vecchia = campi_della_pagina(valutatore.get(indirizzo))
    invia(valutatore, carta, {**TUTTI_TRE, "utenza": "4"})

    assert valutatore.post(indirizzo, vecchia).status_code == 409
    assert valutatore.post(pagina(carta), {}).status_code == 422


def test_una_scheda_proposta_non_si_scrive_piu(scheda, carta, valutatore):
    confermati(scheda, 90, 80)
    invia(valutatore, carta, TUTTI_TRE)
    campi = campi_della_pagina(valutatore.get(pagina(carta)))
    passo(valutatore, carta, "proponi")

    risposta = valutatore.post(pagina(carta), {**campi, "azione": "salva", "giudizio": "Tardi"})

    assert risposta.status_code == 409
    assert "Tardi" in risposta.content.decode()


def test_chi_e_fuori_dalla_valutazione_non_trova_la_scheda(
    ente, scheda, carta, valutatore, accedi, utente_con_ruolo, superuser, altro_ente, amministratore
):
    confermati(scheda, 90, 80)
    invia(valutatore, carta, TUTTI_TRE)
    passo(valutatore, carta, "proponi")
    passo(valutatore, carta, "comunica")

    altri = [utente_con_ruolo(ente, ruolo) for ruolo in ("dipendente", "responsabile", "sindaco", "giunta")]
    for chi in (*altri, amministratore, superuser, utente_con_ruolo(altro_ente, "segretario")):
        client = accedi(chi)
        for nome in ("carta", "carta-pdf"):
            assert client.get(reverse(nome, args=[carta.pk])).status_code == 404, chi
        assert "Esempio Uno" not in client.get(reverse("carte")).content.decode()
        assert client.get(reverse("carte-anno", args=[ente.slug, ANNO])).status_code == 404


def test_il_contraddittorio_si_chiude_con_una_motivazione_che_la_persona_legge(
    scheda, carta, valutatore, accedi, utente
):
    confermati(scheda, 90, 80)
    invia(valutatore, carta, TUTTI_TRE)
    passo(valutatore, carta, "proponi")
    passo(valutatore, carta, "comunica")
    persona = accedi(utente)

    assert passo(persona, carta, "contesta", nota="").status_code == 422
    assert passo(persona, carta, "contesta", nota="Manca il lavoro di luglio.").status_code == 302
    assert "Contraddittorio da concludere" in valutatore.get(reverse("carte")).content.decode()
    passo(valutatore, carta, "concludi_con_nota", nota="Luglio è nei risultati dell'area.")

    testo = persona.get(pagina(carta)).content.decode()
    assert "Luglio è nei risultati dell&#x27;area." in testo
    assert persona.get(reverse("carta-passaggio", args=[carta.pk, "riapri"])).status_code == 403


def test_una_scheda_riaperta_dopo_i_premi_lo_dice(scheda, carta, segretario, valutatore, accedi):
    Carta.objects.filter(pk=carta.pk).update(
        stato="definitiva", punteggio=Decimal(80), proposta_il="2025-02-01T10:00Z", definitiva_il="2025-02-02T10:00Z"
    )
    Fondo.objects.create(ente=carta.ente, anno=ANNO, categoria="dipendenti", importo=Decimal(900), stato="distribuito")
    client = accedi(segretario)
    pagina_riapri = client.get(reverse("carta-passaggio", args=[carta.pk, "riapri"])).content.decode()
    assert "andrà riaperto e distribuito di nuovo" in pagina_riapri

    passo(client, carta, "riapri", nota="Errore nei punti.")

    testo = valutatore.get(pagina(carta)).content.decode()
    assert "I premi di questa categoria sono già distribuiti" in testo
    assert "Errore nei punti." in testo


def test_la_scheda_in_pdf_e_accessibile_e_riservata(scheda, carta, valutatore, accedi, utente):
    confermati(scheda, 90, 80)
    invia(valutatore, carta, TUTTI_TRE, giudizio="Lavoro ordinato.\nPuntuale.")
    indirizzo = reverse("carta-pdf", args=[carta.pk])
    assert valutatore.get(indirizzo).status_code == 404  # a draft is not a document
    passo(valutatore, carta, "proponi")
    passo(valutatore, carta, "comunica")

    risposta = accedi(utente).get(indirizzo)

    assert risposta["Content-Type"] == "application/pdf"
    assert risposta["Cache-Control"] == "private, no-store"
    assert risposta["X-Content-Type-Options"] == "nosniff"
    assert convalida_pdf(risposta.content) == []
    testo = leggi(risposta.content).testo
    assert "81,60" in testo
    assert "Puntuale." in testo
    assert risposta.content == accedi(utente).get(indirizzo).content


def test_la_pagina_dice_quali_risultati_non_sono_confermati(scheda, carta, valutatore):
    risultato(scheda, scheda.obiettivi[0], confermato=Decimal(90))
    risultato(scheda, scheda.obiettivi[1], stato="proposto", proposto=Decimal(80))

    testo = valutatore.get(pagina(carta)).content.decode()
    assert "non sono ancora confermati dal Nucleo" in testo


def test_le_interrogazioni_delle_liste_non_crescono_con_le_schede(
    ente, scheda, adottato, persona, valutatore, segretario, accedi, django_assert_max_num_queries
):
    for _ in range(12):
        persona()

    with django_assert_max_num_queries(8):
        assert valutatore.get(reverse("carte")).content.decode().count("Da scrivere e proporre") == 12
    client = accedi(segretario)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("carte-anno", args=[ente.slug, ANNO])).content.decode().count("/carte/") > 12


def test_la_pagina_iniziale_dice_che_cosa_aspetta(scheda, carta, valutatore, accedi, utente):
    assert "Una scheda aspetta che tu vada avanti." in valutatore.get(reverse("home")).content.decode()
    confermati(scheda, 90, 80)
    salva_carta(
        carta=carta, voti={c: Decimal(3) for c in TUTTI_TRE}, gradi={}, giudizio="", esclusione="", versione=1,
        utente=scheda.area.incarichi.first().utente,
    )  # fmt: skip
    for codice in ("proponi", "comunica"):
        muovi_carta(carta=carta, codice=codice, utente=scheda.area.incarichi.first().utente)

    assert "aspetta la presa visione" in accedi(utente).get(reverse("home")).content.decode()
