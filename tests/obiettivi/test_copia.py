"""La pagina «Copia dall'anno precedente»: che cosa si vede, che cosa si decide, che cosa riempie la scheda."""

import datetime

import pytest
from django.urls import reverse

from obiettivi.models import AssegnazioneDipendente, BozzaScheda, ObiettivoGestionale
from obiettivi.services.bozze import crea_bozza
from obiettivi.services.persone import copia_persone
from obiettivi.sezioni import OBIETTIVI
from piani.selectors import LetturaPiano, piani_completi
from piani.states import StatoScheda
from tests import factories
from tests.obiettivi.conftest import ANNO
from tests.pagina import campi_della_pagina

TETTO_DELLE_DOMANDE = 15


@pytest.fixture
def nuova(scheda):
    """The sheet of the year after, of the same area."""
    return factories.SchedaFactory(piano=scheda.piano, area=scheda.area, anno=ANNO + 1)


@pytest.fixture
def pagina(nuova):
    return reverse("scheda-copia", args=[nuova.pk])


def decide(client, pagina, obiettivi, *scelte, **altro):
    campi = {f"decisione-{voce.uid}": scelta for voce, scelta in zip(obiettivi, scelte, strict=True)}
    return client.post(pagina, {**campi, **altro})


def carte(bozza: BozzaScheda) -> list[dict]:
    return bozza.dati["obiettivi"]


@pytest.mark.usefixtures("obiettivi")
def test_la_pagina_mostra_gli_obiettivi_interi_e_propone_di_riprenderli(client, pagina, django_assert_max_num_queries):
    with django_assert_max_num_queries(TETTO_DELLE_DOMANDE):
        risposta = client.get(pagina)

    testo = risposta.content.decode()
    assert all(frase in testo for frase in ("Obiettivo di prova 1", "Pratiche chiuse", "Almeno 10"))
    assert list(campi_della_pagina(risposta, "copia").values())[1:] == ["riprendi", "riprendi"]


def test_le_decisioni_riempiono_la_scheda_e_niente_e_salvato(client, nuova, pagina, obiettivi, responsabile):
    obiettivi[0].scadenza = datetime.date(ANNO, 12, 31)
    obiettivi[0].save()

    risposta = decide(client, pagina, obiettivi, "riprendi", "continua")

    bozza = BozzaScheda.objects.get(scheda=nuova, utente=responsabile)
    assert risposta.url == f"{reverse('scheda', args=[nuova.pk])}?bozza={bozza.pk}"
    assert [(carta["uid"], carta["origine"]) for carta in carte(bozza)] == [
        (str(obiettivi[0].uid), "ripreso"),
        (str(obiettivi[1].uid), "continuato"),
    ]
    assert carte(bozza)[0]["scadenza"] == f"31/12/{ANNO + 1}"
    assert carte(bozza)[1]["indicatori"][0]["valore_atteso"] == ""
    assert "Almeno 10" in carte(bozza)[1]["da_rivedere"]
    assert not nuova.obiettivi.exists()


def test_la_scheda_riempita_si_apre_si_salva_e_tiene_gli_identificativi(client, nuova, pagina, obiettivi):
    indirizzo = decide(client, pagina, obiettivi, "riprendi", "riprendi").url

    aperta = client.get(indirizzo)
    salvata = client.post(indirizzo.partition("?")[0], {**campi_della_pagina(aperta), "azione": "salva"})

    assert salvata.status_code == 302
    righe = nuova.obiettivi.order_by("numero")
    assert [riga.uid for riga in righe] == [voce.uid for voce in obiettivi]
    assert {riga.origine for riga in righe} == {ObiettivoGestionale.Origine.RIPRESO}


def test_chi_chiude_tutto_non_copia_niente(client, pagina, obiettivi):
    risposta = decide(client, pagina, obiettivi, "chiudi", "chiudi")

    assert "non c'è niente da copiare" in risposta.content.decode().replace("&#x27;", "'")
    assert not BozzaScheda.objects.exists()


def test_un_obiettivo_senza_decisione_si_dice_e_le_altre_restano(client, pagina, obiettivi):
    risposta = client.post(pagina, {f"decisione-{obiettivi[0].uid}": "chiudi"})

    assert risposta.status_code == 422
    assert campi_della_pagina(risposta, "copia")[f"decisione-{obiettivi[0].uid}"] == "chiudi"
    assert not BozzaScheda.objects.exists()


def test_un_obiettivo_che_e_gia_nella_scheda_non_si_copia_due_volte(client, nuova, pagina, obiettivi):
    factories.ObiettivoFactory(scheda=nuova, uid=obiettivi[0].uid, descrizione="Già ripreso")

    decide(client, pagina, obiettivi[1:], "riprendi")

    assert [carta["uid"] for carta in carte(BozzaScheda.objects.get())] == [str(voce.uid) for voce in obiettivi]
    assert carte(BozzaScheda.objects.get())[0]["descrizione"] == "Già ripreso"


def test_si_aggiunge_anche_al_lavoro_non_salvato(client, nuova, pagina, obiettivi, responsabile):
    righe = OBIETTIVI.leggi(LetturaPiano(piani_completi().get(pk=nuova.piano_id), obiettivi[0].scheda))
    bozza = crea_bozza(scheda=nuova, utente=responsabile, obiettivi=righe[:1], motivo="")

    assert f"?bozza={bozza.pk}" in client.get(pagina).content.decode()
    decide(client, f"{pagina}?bozza={bozza.pk}", obiettivi[1:], "riprendi")

    unica = BozzaScheda.objects.get()
    assert (unica.pk, unica.finestra) == (bozza.pk, bozza.finestra)
    assert len(carte(unica)) == 2


def test_la_bozza_di_un_altro_non_si_tocca(client, nuova, pagina, obiettivi, segretario):
    altrui = crea_bozza(scheda=nuova, utente=segretario, obiettivi=[], motivo="")

    assert decide(client, f"{pagina}?bozza={altrui.pk}", obiettivi, "riprendi", "riprendi").status_code == 404


def test_gli_obiettivi_assegnati_anche_quest_anno_li_assegna_il_segretario(client, scheda, nuova, pagina, obiettivi):
    di_ente = [
        factories.ObiettivoFactory(
            scheda=factories.SchedaFactory(piano=scheda.piano, tipo="ente", area=None, anno=anno),
            uid="11111111-2222-3333-4444-555555555555",
            descrizione="Testo di ente",
        )
        for anno in (ANNO, ANNO + 1)
    ]
    obiettivi[0].trasversale = di_ente[0]
    obiettivi[0].save()

    assert "Non si copia un obiettivo trasversale" in client.get(pagina).content.decode()
    decide(client, pagina, obiettivi[1:], "riprendi")

    assert [carta["uid"] for carta in carte(BozzaScheda.objects.get())] == [str(obiettivi[1].uid)]


def test_senza_la_scheda_dell_anno_prima_la_pagina_lo_dice(client, scheda):
    risposta = client.get(reverse("scheda-copia", args=[scheda.pk]))

    assert risposta.status_code == 200
    assert "Non c'è una scheda dell'anno prima" in risposta.content.decode()


@pytest.mark.parametrize("metodo", ["get", "post"])
def test_una_scheda_proposta_non_si_riempie(client, nuova, pagina, metodo):
    nuova.stato, nuova.proposta_il = StatoScheda.PROPOSTA, nuova.modificata_il
    nuova.save()

    assert getattr(client, metodo)(pagina).status_code == 409
    assert not BozzaScheda.objects.exists()


# --- le persone ---


@pytest.fixture
def persone(scheda, obiettivi):
    """Two people of last year: one with shares, one with none and no longer in service."""
    prima = factories.PersonaSchedaFactory(scheda=scheda, qualifica="istruttore", ordine=1)
    factories.AssegnazioneFactory(obiettivo=obiettivi[0], persona=prima, percentuale=60)
    factories.AssegnazioneFactory(obiettivo=obiettivi[1], persona=prima, percentuale=40)
    factories.PesoPersonaleFactory(obiettivo=obiettivi[0], persona=prima, peso=70)
    cessata = factories.PersonaSchedaFactory(
        scheda=scheda, ordine=2, dipendente__ente=scheda.piano.ente, dipendente__cessato_il=datetime.date(ANNO, 6, 30)
    )
    return prima, cessata


def test_con_gli_obiettivi_si_copiano_le_persone_ancora_in_servizio(client, nuova, pagina, obiettivi, persone):
    versione = nuova.versione

    decide(client, pagina, obiettivi, "riprendi", "riprendi", con_persone="on")

    copiata = nuova.persone.get()
    assert (copiata.dipendente, copiata.qualifica) == (persone[0].dipendente, "istruttore")
    nuova.refresh_from_db()
    assert nuova.versione == nuova.revisioni.get().versione == versione + 1
    # The draft begins from the sheet as it is now: saving it is no conflict with oneself.
    assert BozzaScheda.objects.get().versione == nuova.versione


def test_senza_la_spunta_le_persone_restano_dove_sono(client, nuova, pagina, obiettivi, persone):
    decide(client, pagina, obiettivi, "riprendi", "riprendi")

    assert not nuova.persone.exists()


def test_le_quote_si_copiano_sugli_obiettivi_ripresi(nuova, obiettivi, persone, responsabile):
    ripreso = factories.ObiettivoFactory(scheda=nuova, uid=obiettivi[0].uid)

    esito = copia_persone(scheda=nuova, utente=responsabile)

    quota = AssegnazioneDipendente.objects.get(obiettivo=ripreso)
    assert (quota.persona.dipendente, quota.percentuale) == (persone[0].dipendente, 60)
    assert ripreso.pesi_personali.get().peso == 70
    assert (esito.persone, esito.quote, esito.cessate) == (1, 1, [str(persone[1])])


def test_le_quote_gia_scritte_restano_e_la_seconda_copia_non_cambia_niente(nuova, obiettivi, persone, responsabile):
    ripreso = factories.ObiettivoFactory(scheda=nuova, uid=obiettivi[0].uid)
    presente = factories.PersonaSchedaFactory(scheda=nuova, dipendente=persone[0].dipendente)
    factories.AssegnazioneFactory(obiettivo=ripreso, persona=presente, percentuale=15)

    for _ in range(2):
        copia_persone(scheda=nuova, utente=responsabile)

    assert ripreso.assegnazioni.get().percentuale == 15
    assert ripreso.pesi_personali.get().peso == 70
    assert nuova.revisioni.count() == 1
