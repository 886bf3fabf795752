"""The pages of monitoring: the check-in, the trend, the results, the overview, the files."""

import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from obiettivi.sezioni import FaseFoto
from tests.misura import (
    ANNO,
    AREA,
    foto_con,
    indicatore,
    obiettivo_di_prova,
    piano_in_forza,
    rilevata,
    risultato,
    scheda_di,
    variazione,
)
from valutazioni.models import Rilevazione, Risultato, Termine
from valutazioni.selectors import foto_in_forza
from valutazioni.services.evidenze import allega_evidenza

pytestmark = pytest.mark.django_db
AL = "30/06/2019"


@pytest.fixture
def obiettivi():
    fasi = (FaseFoto(attivita="Bando", dal=None, al=None), FaseFoto(attivita="Gara", dal=None, al=None))
    return [
        obiettivo_di_prova(1, indicatori=(indicatore("Pratiche", unita="pratiche", baseline=Decimal(20)),)),
        obiettivo_di_prova(2, indicatori=(indicatore("Avvio", datetime.date(ANNO, 10, 31), tipo="data"),)),
        obiettivo_di_prova(3, indicatori=(indicatore("Sportello aperto", None, tipo="si_no"),)),
        obiettivo_di_prova(4, indicatori=(indicatore("Qualità del servizio", None, tipo=""),)),
        obiettivo_di_prova(5, indicatori=(), fasi=fasi),
    ]


@pytest.fixture
def scheda(ente, obiettivi):
    return scheda_di(ente, obiettivi)


@pytest.fixture
def responsabile(scheda, ente, utente_con_ruolo):
    return utente_con_ruolo(ente, "responsabile", area=scheda.area)


@pytest.fixture
def nucleo(ente, utente_con_ruolo):
    return utente_con_ruolo(ente, "nucleo")


def di(scheda, nome, *altri):
    return reverse(nome, args=[scheda.ente.slug, scheda.anno, scheda.slug, *altri])


def campi(obiettivo, posto=1, **dati):
    return {f"v-{obiettivo.uid.hex}-{posto}-{nome}": valore for nome, valore in dati.items()}


def semafori(obiettivi):
    """What a page that nobody has touched sends."""
    return {
        chiave: valore
        for obiettivo in obiettivi
        for chiave, valore in campi(obiettivo, 1 if obiettivo.indicatori else 0, semaforo="in_linea").items()
    }


@pytest.fixture
def registra(scheda, obiettivi, responsabile, accedi):
    """`registra(al=…, **campi)`: the check-in sent by the responsabile."""

    def invia(dati, al=AL):
        base = {"al": al, "vista": 0, **semafori(obiettivi)}
        return accedi(responsabile).post(di(scheda, "rilevazione-scheda"), {**base, **dati})

    return invia


# --- the check-in ----------------------------------------------------------------------------------


def test_ogni_indicatore_ha_il_campo_del_suo_tipo(scheda, obiettivi, responsabile, accedi):
    pagina = accedi(responsabile).get(di(scheda, "rilevazione-scheda")).text
    assert "Rilevazione al 30/06/2019" in pagina
    assert "≥ 100 pratiche" in pagina
    for obiettivo, posto, campo in (
        (obiettivi[0], 1, "valore"),
        (obiettivi[1], 1, "data"),
        (obiettivi[2], 1, "fatto"),
        (obiettivi[3], 1, "giudizio"),
        (obiettivi[4], 0, "fase-1"),
    ):
        assert f'name="v-{obiettivo.uid.hex}-{posto}-{campo}"' in pagina


def test_si_registrano_insieme_valori_di_ogni_tipo(registra, obiettivi):
    risposta = registra(
        {
            **campi(obiettivi[0], valore="1.060,5"),
            **campi(obiettivi[1], data="2/10/2019", semaforo="in_ritardo", commento="Due giorni"),
            **campi(obiettivi[2], fatto="no"),
            **campi(obiettivi[3], testo="Due sezioni su tre", giudizio="66,7", motivo="Ne manca una"),
            **campi(obiettivi[4], 0, **{"fase-0": "100", "fase-1": ""}),
        },
        al="31/12/2019",
    )
    assert risposta.status_code == 302
    righe = {riga.obiettivo: riga for riga in Rilevazione.objects.all()}
    uno, due, tre, quattro, cinque = (righe[obiettivo.uid] for obiettivo in obiettivi)
    assert (uno.valore, uno.al) == (Decimal("1060.5"), datetime.date(2019, 12, 31))
    assert (due.data, due.semaforo) == (datetime.date(2019, 10, 2), "in_ritardo")
    assert tre.fatto is False
    assert (quattro.giudizio, quattro.motivo) == (Decimal("66.7"), "Ne manca una")
    assert cinque.fasi == [{"fase": "Bando", "percento": "100"}]


def test_quel_che_non_si_tocca_non_si_registra(registra):
    assert registra({}).status_code == 302
    assert not Rilevazione.objects.exists()


@pytest.mark.parametrize(
    ("dati", "al", "frase"),
    [
        (lambda o: campi(o[0], valore="sessanta"), AL, "non è un numero"),
        (lambda o: campi(o[0], valore="5"), "30/06/2020", "La rilevazione è del 2019"),
        (lambda o: campi(o[0], valore="5"), "31/02/2019", "non esiste"),
        (lambda o: campi(o[0], valore="5"), "", "obbligatorio"),
        (lambda o: campi(o[1], data="31/12/2119"), AL, "nel futuro"),
        (lambda o: campi(o[1], data="31/12/2016"), AL, "controllare l&#x27;anno"),
        (lambda o: campi(o[1], data="1/6/2019", non_fatto="on"), AL, "O c&#x27;è la data"),
        (lambda o: campi(o[3], giudizio="50"), AL, "Il grado dato a mano chiede una motivazione"),
        (lambda o: campi(o[3], giudizio="-5", motivo="x"), AL, "maggiore o uguale a 0"),
        (lambda o: campi(o[4], 0, **{"fase-0": "120"}), AL, "minore o uguale a 100"),
        (lambda o: campi(o[0], semaforo="critico"), AL, "Scrivere perché"),
        (lambda o: campi(o[0], semaforo="verde"), AL, "opzione valida"),
    ],
)
def test_gli_errori_stanno_al_loro_posto_e_non_si_registra_niente(registra, obiettivi, dati, al, frase):
    risposta = registra({**campi(obiettivi[2], fatto="si"), **dati(obiettivi)}, al=al)
    assert risposta.status_code == 422
    assert frase in risposta.text
    assert "<title>Errore: " in risposta.text
    assert not Rilevazione.objects.exists()


def test_un_file_che_non_va_si_dice_accanto_al_suo_campo(registra, obiettivi):
    file = SimpleUploadedFile("pagina.html", b"<html>")
    risposta = registra({**campi(obiettivi[0], valore="5", file=file)})
    assert risposta.status_code == 422
    assert "servono PDF, PNG, JPEG" in risposta.text
    assert not Rilevazione.objects.exists()


def test_il_valore_arrivato_nel_frattempo_si_legge_accanto_al_campo(
    registra, scheda, obiettivi, ente, utente_con_ruolo
):
    rilevata(scheda, obiettivi[0], valore=Decimal(33), utente=utente_con_ruolo(ente, "segretario"))
    risposta = registra(campi(obiettivi[0], valore="40"))
    assert risposta.status_code == 422
    assert "ha registrato 33 al 30/06/2019" in risposta.text


def test_chi_e_uscito_ritrova_quel_che_ha_scritto(client, scheda, obiettivi):
    risposta = client.post(di(scheda, "rilevazione-scheda"), campi(obiettivi[0], commento="Tre pratiche ferme"))
    assert risposta.status_code == 401
    assert "Tre pratiche ferme" in risposta.text


def test_una_scheda_lunga_si_registra_a_parti(ente, utente_con_ruolo, accedi):
    obiettivi = [obiettivo_di_prova(n, indicatori=(indicatore(),)) for n in range(1, 46)]
    scheda = scheda_di(ente, obiettivi)
    client = accedi(utente_con_ruolo(ente, "responsabile", area=scheda.area))
    pagina = client.get(f"{di(scheda, 'rilevazione-scheda')}?pagina=3")
    assert [misurato.obiettivo.numero for misurato, _ in pagina.context["gruppi"]] == list(range(41, 46))


def test_un_anno_che_non_e_cominciato_non_si_rileva(ente, utente_con_ruolo, accedi, monkeypatch):
    scheda = scheda_di(ente, [obiettivo_di_prova(1)])
    utente = utente_con_ruolo(ente, "responsabile", area=scheda.area)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: datetime.date(ANNO - 1, 12, 1))
    assert "non è cominciato" in accedi(utente).get(di(scheda, "rilevazione-scheda")).text


@pytest.mark.parametrize("ruolo", ["segretario", "nucleo", "sindaco", "giunta", "amministratore"])
def test_chi_legge_non_registra(scheda, ente, utente_con_ruolo, accedi, ruolo):
    client = accedi(utente_con_ruolo(ente, ruolo))
    assert client.get(di(scheda, "rilevazione-scheda")).status_code == 403
    assert client.get(di(scheda, "risultati-scheda")).status_code == 200


def test_per_gli_altri_la_scheda_non_c_e(scheda, ente, altro_ente, utente_con_ruolo, accedi):
    estranei = [utente_con_ruolo(ente, "dipendente"), utente_con_ruolo(ente, "responsabile")]
    estranei.append(utente_con_ruolo(altro_ente, "segretario"))
    for utente in estranei:
        for nome in ("rilevazione-scheda", "risultati-scheda"):
            assert accedi(utente).get(di(scheda, nome)).status_code == 404


# --- trend, annulment, files -----------------------------------------------------------------------


def test_l_andamento_si_disegna_e_si_legge(scheda, obiettivi, nucleo, accedi):
    for mese, valore in ((3, 20), (6, 60), (9, 90)):
        rilevata(scheda, obiettivi[0], valore=Decimal(valore), al=datetime.date(ANNO, mese, 28))
    pagina = accedi(nucleo).get(di(scheda, "rilevazione-andamento", obiettivi[0].uid, 1))
    assert pagina.context["grafico"].descrizione.startswith("28/03/2019: 20; 28/06/2019: 60; 28/09/2019: 90; valore")
    assert "(90 − 20) / (100 − 20) = 87,50%" in pagina.text
    assert "Annulla" not in pagina.text


@pytest.mark.parametrize(("uid", "posto"), [("00000000-0000-0000-0000-000000000000", 1), (None, 9)])
def test_l_andamento_di_quel_che_non_c_e(scheda, obiettivi, nucleo, accedi, uid, posto):
    indirizzo = di(scheda, "rilevazione-andamento", uid or obiettivi[0].uid, posto)
    assert accedi(nucleo).get(indirizzo).status_code == 404


def test_si_annulla_con_un_motivo(scheda, obiettivi, responsabile, accedi):
    riga = rilevata(scheda, obiettivi[0], valore=Decimal(600))
    client, indirizzo = accedi(responsabile), reverse("rilevazione-annulla", args=[riga.pk])
    assert client.post(indirizzo, {"motivo": " "}).status_code == 422
    assert client.post(indirizzo, {"motivo": "Uno zero di troppo"}).status_code == 302
    assert client.get(indirizzo).status_code == 409
    pagina = client.get(di(scheda, "rilevazione-andamento", obiettivi[0].uid, 1)).text
    assert "Uno zero di troppo" in pagina


def test_l_evidenza_si_scarica_inerte_e_solo_da_chi_legge(scheda, obiettivi, responsabile, ente, accedi, client):
    riga = rilevata(scheda, obiettivi[0], valore=Decimal(1))
    contenuto = b"\xff\xd8\xff<script>alert(1)</script>"
    evidenza = allega_evidenza(rilevazione=riga, nome="foto.jpg", contenuto=contenuto, utente=responsabile)
    indirizzo = reverse("evidenza", args=[evidenza.pk, "foto.jpg"])
    risposta = accedi(responsabile).get(indirizzo)
    assert b"".join(risposta.streaming_content) == contenuto
    risposta.close()
    intestazioni = {nome: risposta[nome] for nome in ("Content-Type", "X-Content-Type-Options", "Content-Disposition")}
    assert intestazioni == {
        "Content-Type": "application/octet-stream",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": 'attachment; filename="foto.jpg"',
    }
    assert "sandbox" in risposta["Content-Security-Policy"]
    assert client.get(indirizzo).status_code == 302
    assert client.get(f"/media/{evidenza.file.name}").status_code == 404


def test_si_allega_un_file_dopo(scheda, obiettivi, responsabile, accedi):
    riga = rilevata(scheda, obiettivi[0], valore=Decimal(1))
    client, indirizzo = accedi(responsabile), reverse("rilevazione-allega", args=[riga.pk])
    assert client.get(indirizzo).status_code == 200
    assert client.post(indirizzo, {"file": SimpleUploadedFile("a.svg", b"<svg>")}).status_code == 422
    assert client.post(indirizzo, {"file": SimpleUploadedFile("a.txt", b"Tre pratiche")}).status_code == 302
    assert riga.evidenze.get().nome == "a.txt"


# --- results ---------------------------------------------------------------------------------------


def azione(scheda, client, azione, *misurati, **dati):
    """A button of the page of the results; `misurati` are objectives with the number of change of their result."""
    versioni = {f"r-{uid.hex}-versione": versione for uid, versione in misurati}
    return client.post(di(scheda, "risultati-scheda"), {"azione": azione, **versioni, **dati})


def test_si_propone_e_il_nucleo_conferma(scheda, obiettivi, responsabile, nucleo, accedi):
    rilevata(scheda, obiettivi[0], valore=Decimal(100))
    uid = obiettivi[0].uid
    assert azione(scheda, accedi(responsabile), f"proponi:{uid}", (uid, 1)).status_code == 302
    client = accedi(nucleo)
    cambiato = {f"r-{uid.hex}-grado": "90"}
    risposta = azione(scheda, client, f"conferma:{uid}", (uid, 2), **cambiato)
    assert risposta.status_code == 422
    assert "chiede il motivo" in risposta.text
    motivato = {**cambiato, f"r-{uid.hex}-motivo": "Dieci pratiche non erano complete"}
    assert azione(scheda, client, f"conferma:{uid}", (uid, 2), **motivato).status_code == 302
    riga = Risultato.objects.get()
    assert (riga.stato, riga.proposto, riga.confermato) == ("confermato", 100, 90)
    pagina = client.get(di(scheda, "risultati-scheda")).text
    assert "Dieci pratiche non erano complete" in pagina
    assert "100,00%" in pagina


def test_proponi_tutti_e_tutto_o_niente(scheda, obiettivi, responsabile, accedi):
    rilevata(scheda, obiettivi[0], valore=Decimal(100))
    risposta = azione(scheda, accedi(responsabile), "proponi", *((voce.uid, 1) for voce in obiettivi))
    assert risposta.status_code == 422
    assert risposta.text.count("Darlo a mano, con una motivazione.") >= 4
    assert not Risultato.objects.exists()


def test_la_pagina_vecchia_non_copre_il_risultato_nuovo(scheda, obiettivi, nucleo, accedi):
    riga = risultato(scheda, obiettivi[0], "proposto", versione=5)
    uid = obiettivi[0].uid
    assert azione(scheda, accedi(nucleo), f"conferma:{uid}", (uid, 4)).status_code == 409
    assert azione(scheda, accedi(nucleo), f"conferma:{uid}").status_code == 409
    riga.refresh_from_db()
    assert riga.stato == "proposto"


def test_chi_legge_non_propone_e_invio_non_preme_niente(scheda, obiettivi, responsabile, segretario, accedi):
    uid = obiettivi[0].uid
    assert azione(scheda, accedi(segretario), f"proponi:{uid}", (uid, 1)).status_code == 403
    assert azione(scheda, accedi(responsabile), f"conferma:{uid}", (uid, 1)).status_code == 403
    risposta = azione(scheda, accedi(responsabile), "", (uid, 1))
    assert risposta.status_code == 422
    assert "premere il pulsante" in risposta.text


def test_si_ritira_e_si_rinvia(scheda, obiettivi, responsabile, nucleo, accedi):
    risultato(scheda, obiettivi[0], "proposto")
    risultato(scheda, obiettivi[1])
    uno, due = obiettivi[0].uid, obiettivi[1].uid
    assert azione(scheda, accedi(responsabile), f"ritira:{uno}", (uno, 1)).status_code == 302
    assert azione(scheda, accedi(nucleo), f"rinvia:{due}", (due, 1)).status_code == 422
    motivo = {f"r-{due.hex}-motivo": "Manca il verbale"}
    assert azione(scheda, accedi(nucleo), f"rinvia:{due}", (due, 1), **motivo).status_code == 302
    assert set(Risultato.objects.values_list("stato", flat=True)) == {"bozza"}
    assert "Manca il verbale" in accedi(responsabile).get(di(scheda, "risultati-scheda")).text


def test_quel_che_la_variazione_ha_tolto_si_legge_ancora(scheda, obiettivi, nucleo, accedi):
    rilevata(scheda, obiettivi[0], valore=Decimal(7777))
    rilevata(scheda, obiettivi[1], data=datetime.date(ANNO, 5, 17))
    nuovi = (indicatore("Ore di sportello settimanali"),)
    variazione(scheda.versione, foto_con([obiettivo_di_prova(1, indicatori=nuovi), *obiettivi[2:]]))
    pagina = accedi(nucleo).get(di(scheda, "risultati-scheda")).text
    assert "Obiettivi che il piano non ha più" in pagina
    assert "7777" in pagina
    assert "fatto il 17/05/2019" in pagina


def test_la_pagina_dei_risultati_non_fa_piu_query_con_piu_obiettivi(
    ente, nucleo, accedi, django_assert_max_num_queries
):
    obiettivi = [obiettivo_di_prova(n, indicatori=(indicatore(),)) for n in range(1, 31)]
    scheda = scheda_di(ente, obiettivi)
    for obiettivo in obiettivi:
        rilevata(scheda, obiettivo, valore=Decimal(50))
        risultato(scheda, obiettivo, "proposto")
    client = accedi(nucleo)
    with django_assert_max_num_queries(12):
        assert client.get(di(scheda, "risultati-scheda")).status_code == 200


# --- overview, index, home -------------------------------------------------------------------------


def test_il_quadro_dice_chi_e_in_ritardo_e_che_cosa_e_a_rischio(ente, nucleo, accedi, django_assert_max_num_queries):
    obiettivi = [obiettivo_di_prova(n, area=area, indicatori=(indicatore(),)) for n, area in ((1, "uno"), (2, "due"))]
    piano_in_forza(ente, foto_con(obiettivi, ("uno", "due")))
    schede = foto_in_forza(ente, ANNO).schede
    rilevata(schede["uno"], obiettivi[0], valore=Decimal(1), semaforo="critico", commento="Manca il personale")
    client = accedi(nucleo)
    with django_assert_max_num_queries(13):
        risposta = client.get(reverse("rilevazioni-quadro", args=[ente.slug, ANNO]))
    stati = {riga.misurata.scheda.slug: [stato.stato for stato in riga.stati] for riga in risposta.context["righe"]}
    assert stati == {"uno": ["fatta", "in_ritardo", "in_ritardo"], "due": ["in_ritardo"] * 3}
    assert "Manca il personale" in risposta.text
    assert "due: mancano i valori di 1 obiettivo al 30/06/2019, 1 obiettivo al" in " ".join(risposta.text.split())


def test_i_termini_li_sceglie_l_ente(scheda, ente, nucleo, accedi):
    Termine.objects.create(ente=ente, giorno=31, mese=7)
    pagina = accedi(nucleo).get(reverse("rilevazioni-quadro", args=[ente.slug, ANNO]))
    assert pagina.context["termini"] == [datetime.date(ANNO, 7, 31)]


@pytest.mark.parametrize("ruolo", ["dipendente", "responsabile"])
def test_il_quadro_e_di_chi_legge_tutto(scheda, ente, utente_con_ruolo, accedi, ruolo):
    client = accedi(utente_con_ruolo(ente, ruolo))
    assert client.get(reverse("rilevazioni-quadro", args=[ente.slug, ANNO])).status_code == 404


def test_il_responsabile_trova_le_sue_schede_per_termine(scheda, responsabile, accedi):
    risposta = accedi(responsabile).get(reverse("rilevazioni"))
    (gruppo,) = risposta.context["gruppi"]
    assert gruppo["anno"] == ANNO + 2  # the latest year that the plan covers
    risposta = accedi(responsabile).get(f"{reverse('rilevazioni')}?anno={ANNO}")
    (riga,) = risposta.context["gruppi"][0]["schede"]
    assert riga.misurata.scheda.slug == AREA
    assert "Rilevazione al 30/09/2019" in risposta.text


def test_la_pagina_iniziale_dice_il_prossimo_termine(ente, obiettivi, utente_con_ruolo, accedi, monkeypatch):
    scheda = scheda_di(ente, obiettivi)
    rilevata(scheda, obiettivi[0], valore=Decimal(1), al=datetime.date(ANNO, 6, 3))
    utente = utente_con_ruolo(ente, "responsabile", area=scheda.area)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: datetime.date(ANNO, 6, 20))
    pagina = " ".join(accedi(utente).get(reverse("home")).text.split())
    assert "Rilevazione al 30/06/2019: mancano 10 giorni. Obiettivi con un valore: 1." in pagina


def test_la_pagina_iniziale_dice_al_nucleo_quanti_risultati_aspettano(scheda, obiettivi, nucleo, responsabile, accedi):
    for obiettivo, stato in zip(obiettivi, ("proposto", "proposto", "confermato"), strict=False):
        risultato(scheda, obiettivo, stato)
    pagina = " ".join(accedi(nucleo).get(reverse("home")).text.split())
    assert "Risultati da confermare" in pagina
    assert "2019: 2 risultati" in pagina
    assert "Risultati da confermare" not in accedi(responsabile).get(reverse("home")).text
