"""La libreria di una scheda: la legge dell'anno, i modelli dell'ente, gli anni scorsi dell'area."""

import pytest
from django.conf import settings
from django.urls import reverse

from obiettivi.importers.modelli import carica_modelli
from obiettivi.models import BozzaScheda, ModelloObiettivo
from obiettivi.services.libreria import leggi_libreria
from piani.models import SchedaArea
from tests import factories
from tests.obiettivi.conftest import ANNO
from tests.pagina import campi_della_pagina

TETTO_DELLE_DOMANDE = 20


@pytest.fixture
def modelli(db) -> None:
    carica_modelli(settings.BASE_DIR / "fixtures" / "liste")


@pytest.fixture
def pagina(scheda):
    return reverse("scheda-libreria", args=[scheda.pk])


def libreria(scheda):
    return leggi_libreria(SchedaArea.objects.select_related("piano__ente", "area", "responsabile").get(pk=scheda.pk))


def chiave(codice: str) -> str:
    return f"modello-{ModelloObiettivo.objects.validi_nel(ANNO).get(codice=codice).pk}"


def vecchia(scheda, anni=1, **dati):
    """A sheet of the same area in an earlier plan."""
    piano = factories.PianoFactory(ente=scheda.piano.ente, anno_inizio=ANNO - anni)
    return factories.SchedaFactory(**{"piano": piano, "area": scheda.area, "anno": ANNO - anni, **dati})


@pytest.mark.usefixtures("modelli", "obiettivi")
def test_la_pagina_offre_legge_ente_e_anni_scorsi(client, pagina, scheda, django_assert_max_num_queries):
    factories.ModelloObiettivoFactory(ente=scheda.piano.ente, titolo="Modello dell'ufficio")
    factories.ObiettivoFactory(scheda=vecchia(scheda), descrizione="Obiettivo lasciato")

    with django_assert_max_num_queries(TETTO_DELLE_DOMANDE):
        testo = client.get(pagina).content.decode()

    assert "Tempi di pagamento delle fatture commerciali" in testo
    assert "DL 13/2023 art. 4-bis c. 2" in testo
    assert "Modello dell&#x27;ufficio" in testo
    assert "Obiettivo lasciato" in testo


@pytest.mark.usefixtures("modelli", "obiettivi")
def test_le_domande_al_database_non_crescono_con_la_libreria(client, pagina, scheda, django_assert_max_num_queries):
    for anni in range(1, 5):
        factories.IndicatoreFactory(obiettivo__scheda=vecchia(scheda, anni))
        factories.ModelloObiettivoFactory(ente=scheda.piano.ente)

    with django_assert_max_num_queries(TETTO_DELLE_DOMANDE):
        client.get(pagina)


def test_un_obiettivo_di_legge_gia_scritto_e_segnato(modelli, scheda):
    factories.ObiettivoFactory(scheda=scheda, descrizione="Rispetto dei tempi medi di pagamento dei fornitori")

    presenti = {voce.titolo: voce.e_presente for voce in libreria(scheda).di_legge}

    assert presenti == {
        "Trasparenza: dati completi e aggiornati": False,
        "Prevenzione della corruzione: misure attuate": False,
        "Tempi di pagamento delle fatture commerciali": True,
    }


def test_l_ente_che_corregge_un_articolo_lo_vede_nella_libreria(modelli, scheda):
    factories.ArticoloCorrettoFactory(ente=scheda.piano.ente, norma="NO07/2023", articolo="Articolo corretto")

    norme = {voce.titolo: voce.norma for voce in libreria(scheda).di_legge}

    assert norme["Tempi di pagamento delle fatture commerciali"] == "Articolo corretto"


def test_degli_anni_scorsi_si_vede_l_ultima_forma_di_cio_che_manca(scheda, obiettivi):
    precedente, prima_ancora = vecchia(scheda), vecchia(scheda, 2)
    ultimo = factories.ObiettivoFactory(scheda=precedente, descrizione="Archivio, seconda parte")
    factories.ObiettivoFactory(scheda=prima_ancora, uid=ultimo.uid, descrizione="Archivio, prima parte")
    factories.ObiettivoFactory(scheda=precedente, uid=obiettivi[0].uid)
    factories.ObiettivoFactory(scheda=precedente, descrizione=obiettivi[1].descrizione.upper())
    factories.ObiettivoFactory(scheda=vecchia(scheda, 3), descrizione="Inventario del 2021")
    factories.ObiettivoFactory(scheda=prima_ancora, descrizione="Inventario del 2022")
    factories.ObiettivoFactory(scheda=vecchia(scheda, 4, area=factories.AreaFactory(ente=scheda.piano.ente)))

    voci = libreria(scheda).degli_anni_scorsi

    assert [voce.obiettivo.descrizione for voce in voci] == ["Archivio, seconda parte", "Inventario del 2022"]


@pytest.mark.usefixtures("modelli", "obiettivi")
def test_cio_che_si_sceglie_si_aggiunge_in_fondo_e_niente_e_salvato(client, pagina, scheda):
    vecchio = factories.ObiettivoFactory(scheda=vecchia(scheda), descrizione="Obiettivo lasciato")

    risposta = client.post(pagina, {"scelte": [str(vecchio.uid), chiave("tempi-di-pagamento")]})

    bozza = BozzaScheda.objects.get()
    assert risposta.url == f"{reverse('scheda', args=[scheda.pk])}?bozza={bozza.pk}"
    carte = bozza.dati["obiettivi"]
    assert [carta["origine"] for carta in carte] == ["nuovo", "nuovo", "libreria", "ripreso"]
    assert carte[2]["scadenza"] == f"31/12/{ANNO}"
    assert "almeno il 30%" in carte[2]["da_rivedere"]
    assert carte[2]["indicatori"][0]["valore_atteso"] == "Non più di 0 giorni"
    assert carte[3]["uid"] == str(vecchio.uid)
    assert scheda.obiettivi.count() == 2


@pytest.mark.usefixtures("modelli")
def test_la_scheda_riempita_dalla_libreria_si_salva(client, pagina, scheda):
    indirizzo = client.post(pagina, {"scelte": [chiave("trasparenza")]}).url

    client.post(indirizzo.partition("?")[0], {**campi_della_pagina(client.get(indirizzo)), "azione": "salva"})

    salvato = scheda.obiettivi.get()
    assert (salvato.origine, salvato.ambito) == ("libreria", "trasversale")
    assert salvato.indicatori.count() == 2


@pytest.mark.parametrize("scelte", [[], ["modello-0"], ["11111111-2222-3333-4444-555555555555"], ["<script>"]])
def test_una_scelta_che_non_c_e_si_rifiuta(client, pagina, scelte):
    assert client.post(pagina, {"scelte": scelte}).status_code == 422
    assert not BozzaScheda.objects.exists()


def test_i_modelli_di_un_altro_ente_non_si_scelgono(client, pagina, altro_ente):
    altrui = factories.ModelloObiettivoFactory(ente=altro_ente)

    assert client.post(pagina, {"scelte": [f"modello-{altrui.pk}"]}).status_code == 422
