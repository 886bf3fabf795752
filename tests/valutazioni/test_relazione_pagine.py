"""The pages of the Relazione: read, written, brought on; what the public sees, and what it never does."""

import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from piani.models import Documento
from piani.views.trasparenza.sito import trova_sito
from piani.views.trasparenza.statico import scrivi_sito
from tests import factories
from tests.misura import ANNO
from tests.premi import SMVP, distribuito
from tests.relazione import anno_con_risultati, approvata, atto_nuovo, in_giunta, validata
from tests.versioni import finti
from valutazioni.calcolo.smvp import smvp_json
from valutazioni.documenti import premi
from valutazioni.documenti import relazione as documenti
from valutazioni.models import Carta, DatiPremi, Relazione, Risultato, VersioneRelazione, VersioneSmvp
from valutazioni.services import produzione
from valutazioni.services.coda import richiedi_documenti
from valutazioni.services.dati_premi import prepara_dati_premi, produci_documenti_premi, pubblica_dati_premi
from valutazioni.services.pubblicazione import produci_documenti_relazione, pubblica_relazione, relazione_con_atto
from valutazioni.services.relazione import (
    approva_relazione,
    candidata_di,
    correggi_relazione,
    prepara_relazione,
    trasmetti_relazione,
    ultima_approvata,
    valida_relazione,
)
from valutazioni.services.verifica_contenuti import verifica_contenuti
from valutazioni.sezioni.premi import dati_premi_da_json
from valutazioni.tasks import documenti_della_relazione

pytestmark = pytest.mark.django_db


@pytest.fixture
def nucleo(ente, utente_con_ruolo):
    return utente_con_ruolo(ente, "nucleo")


@pytest.fixture
def anno(ente):
    anno_con_risultati(ente)


@pytest.fixture
def in_fretta(monkeypatch):
    monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)


def posta(riga: Relazione, *titoli: str, **altro) -> dict:
    """What the form of the text sends."""
    dati = {"versione": riga.versione, "titolo": riga.titolo, "sezioni-TOTAL_FORMS": len(titoli)}
    dati |= {"sezioni-INITIAL_FORMS": 0, "sezioni-MIN_NUM_FORMS": 0, "sezioni-MAX_NUM_FORMS": 60}
    for posto, titolo in enumerate(titoli):
        dati |= {
            f"sezioni-{posto}-titolo": titolo,
            f"sezioni-{posto}-livello": 1,
            f"sezioni-{posto}-testo": f"Testo di {titolo}",
            f"sezioni-{posto}-posto": posto + 1,
        }
    return {**dati, **altro}


def test_dall_elenco_il_segretario_prepara_la_relazione(ente, anno, segretario, accedi):
    client = accedi(segretario)
    assert "Prepara la Relazione 2019" in client.get(reverse("relazioni")).content.decode()
    risposta = client.post(reverse("relazione-nuova", args=[ente.slug, ANNO]))
    assert risposta.status_code == 302
    assert client.get(risposta.url).status_code == 200


def test_la_pagina_dice_i_controlli_e_i_passaggi_di_chi_guarda(ente, anno, segretario, nucleo, accedi):
    relazione = prepara_relazione(ente=ente, anno=ANNO, utente=segretario)
    testo = accedi(segretario).get(reverse("relazione", args=[relazione.pk])).content.decode()
    assert "Trasmetti alla Giunta" in testo
    assert "NO20" in testo
    assert "Trasmetti alla Giunta" not in accedi(nucleo).get(reverse("relazione", args=[relazione.pk])).content.decode()


def test_il_testo_si_scrive_in_una_pagina_e_si_rilegge(ente, anno, segretario, accedi):
    relazione = prepara_relazione(ente=ente, anno=ANNO, utente=segretario)
    client, indirizzo = accedi(segretario), reverse("relazione-scrivi", args=[relazione.pk])
    assert client.get(indirizzo).status_code == 200
    assert client.post(indirizzo, posta(relazione, "Uno", "Due")).status_code == 302
    letta = client.get(reverse("relazione-leggi", args=[relazione.pk])).content.decode()
    assert "Testo di Due" in letta
    assert "La gara è andata deserta." in letta


def test_l_html_non_si_interpreta(ente, anno, segretario, accedi):
    relazione = prepara_relazione(ente=ente, anno=ANNO, utente=segretario)
    relazione.sezioni.update(testo="<script>alert(1)</script>")
    letta = accedi(segretario).get(reverse("relazione-leggi", args=[relazione.pk])).content.decode()
    assert "<script>alert" not in letta
    assert "&lt;script&gt;alert" in letta


def test_una_sezione_con_il_testo_e_senza_titolo_si_corregge(ente, anno, segretario, accedi):
    relazione = prepara_relazione(ente=ente, anno=ANNO, utente=segretario)
    risposta = accedi(segretario).post(
        reverse("relazione-scrivi", args=[relazione.pk]), posta(relazione, "Uno", **{"sezioni-0-titolo": ""})
    )
    assert risposta.status_code == 422
    assert "ha un titolo" in risposta.content.decode()


def test_due_finestre_si_accorgono_l_una_dell_altra_e_il_testo_resta(ente, anno, segretario, accedi):
    relazione = prepara_relazione(ente=ente, anno=ANNO, utente=segretario)
    client, indirizzo = accedi(segretario), reverse("relazione-scrivi", args=[relazione.pk])
    client.post(indirizzo, posta(relazione, "Prima finestra"))
    risposta = client.post(indirizzo, posta(relazione, "Seconda finestra"))
    assert risposta.status_code == 409
    testo = risposta.content.decode()
    assert "Testo di Seconda finestra" in testo
    assert 'name="versione" value="2"' in testo
    relazione.refresh_from_db()
    assert client.post(indirizzo, posta(relazione, "Seconda finestra")).status_code == 302


def test_in_giunta_non_si_scrive(ente, anno, segretario, accedi):
    relazione = in_giunta(ente, segretario)
    assert accedi(segretario).get(reverse("relazione-scrivi", args=[relazione.pk])).status_code == 409


def test_la_pagina_della_trasmissione_dice_prima_che_cosa_manca(ente, anno, segretario, accedi):
    relazione = prepara_relazione(ente=ente, anno=ANNO, utente=segretario)
    Risultato.objects.all().delete()
    risposta = accedi(segretario).get(reverse("relazione-trasmetti", args=[relazione.pk]))
    assert "senza un risultato proposto" in risposta.content.decode()
    inviata = accedi(segretario).post(
        reverse("relazione-trasmetti", args=[relazione.pk]), {"versione": relazione.versione}
    )
    assert inviata.status_code == 422


def test_l_approvazione_mette_in_coda_i_documenti(ente, anno, segretario, accedi):
    relazione = in_giunta(ente, segretario)
    risposta = accedi(segretario).post(
        reverse("relazione-approva", args=[relazione.pk]),
        {
            "impronta": candidata_di(relazione).sha256,
            "organo": "giunta",
            "numero": "10",
            "data": f"20/05/{ANNO + 1}",
        },
    )
    assert risposta.status_code == 302
    relazione.refresh_from_db()
    assert relazione.stato == "approvata"
    assert DBTaskResult.objects.filter(task_path__endswith="documenti_della_relazione").count() == 1


def test_un_passaggio_di_un_altro_stato_e_un_409_e_di_un_altro_ruolo_un_403(ente, anno, segretario, nucleo, accedi):
    relazione = approvata(ente, segretario)
    assert accedi(segretario).get(reverse("relazione-trasmetti", args=[relazione.pk])).status_code == 409
    assert accedi(segretario).get(reverse("relazione-valida", args=[relazione.pk])).status_code == 403
    assert accedi(nucleo).get(reverse("relazione-valida", args=[relazione.pk])).status_code == 200


def test_chi_e_di_un_altro_ente_non_la_vede(ente, altro_ente, anno, segretario, utente_con_ruolo, accedi):
    relazione = in_giunta(ente, segretario)
    altrui = accedi(utente_con_ruolo(altro_ente, "segretario"))
    for nome in ("relazione", "relazione-leggi", "relazione-scrivi", "relazione-trasmetti"):
        assert altrui.get(reverse(nome, args=[relazione.pk])).status_code == 404


# --- the public ------------------------------------------------------------------------------------


@pytest.fixture
def sul_sito(ente, anno, segretario, nucleo, in_fretta) -> Relazione:
    relazione = validata(ente, segretario, nucleo)
    produci_documenti_relazione(versione=ultima_approvata(relazione))
    return pubblica_relazione(relazione=relazione, utente=segretario, versione=relazione.versione)


def test_prima_della_pubblicazione_il_pubblico_non_vede_niente(ente, anno, segretario, nucleo, in_fretta, client):
    relazione = validata(ente, segretario, nucleo)
    produci_documenti_relazione(versione=ultima_approvata(relazione))
    assert client.get(reverse("relazione-pubblica", kwargs={"anno": ANNO, "ente": ente.slug})).status_code == 404


def test_la_relazione_pubblicata_si_legge_come_pagina_e_come_file(ente, sul_sito, client):
    indice = client.get(reverse("trasparenza")).content.decode()
    assert f"Relazione {ANNO} come pagina web" in indice
    pagina = client.get(reverse("relazione-pubblica", kwargs={"anno": ANNO}))
    testo = pagina.content.decode()
    assert pagina.status_code == 200
    assert "La gara è andata deserta." in testo
    assert "Validata dal Nucleo" in testo
    pdf = Documento.objects.get(nome=f"relazione-{ANNO}.pdf")
    file = client.get(reverse("documento-pubblico", args=[pdf.pk, pdf.nome]))
    assert file.getvalue().startswith(b"%PDF")


def test_il_referto_lo_scarica_chi_legge_i_risultati_e_il_pubblico_no(ente, sul_sito, nucleo, accedi, client):
    referto = Documento.objects.get(nome__startswith="referto")
    indirizzo = reverse("relazione-documento", args=[sul_sito.pk, referto.pk, referto.nome])
    assert accedi(nucleo).get(indirizzo).getvalue().startswith(b"%PDF")
    assert client.get(indirizzo).status_code == 302
    assert client.get(reverse("documento-pubblico", args=[referto.pk, referto.nome])).status_code == 404


def test_ritirati_i_file_anche_la_pagina_non_c_e_piu(ente, sul_sito, client):
    Documento.objects.filter(ente=ente).exclude(insieme="interno").update(
        ritirato_il=timezone.now(), motivo_ritiro="Un errore"
    )
    assert client.get(reverse("relazione-pubblica", kwargs={"anno": ANNO})).status_code == 404


def test_nessun_nome_con_un_punteggio_o_una_somma_in_nessuna_pagina_e_in_nessun_file(
    ente, sul_sito, segretario, client, in_fretta
):
    """A card and a premio of each person: neither name, nor score, nor amount leaves the restricted pages."""
    smvp = VersioneSmvp.objects.create(
        ente=ente, dal_anno=ANNO, titolo="SMVP", contenuto=smvp_json(SMVP).decode(), sha256="0" * 64
    )
    for numero in range(6):
        persona = factories.DipendenteFactory(ente=ente, cognome=f"Segreta{numero}", nome="Esempio")
        Carta.objects.create(
            ente=ente, anno=ANNO, dipendente=persona, smvp=smvp, categoria="eq", valutatore="segretario",
            punteggio="93.4567", stato="proposta", proposta_il=sul_sito.pubblicata_il,
        )  # fmt: skip
    distribuito(ente, "eq", ["1234.56"] * 5 + ["987.65"])
    dati = prepara_dati_premi(ente=ente, anno=ANNO, utente=segretario)
    produci_documenti_premi(dati=dati)
    pubblica_dati_premi(dati=dati, utente=segretario)
    pagine = [
        reverse("trasparenza"),
        reverse("trasparenza-feed"),
        reverse("trasparenza-mappa"),
        reverse("relazione-pubblica", kwargs={"anno": ANNO}),
        reverse("premi-pubblici", kwargs={"anno": ANNO}),
    ]
    testi = [client.get(pagina).content.decode() for pagina in pagine]
    lavori = [
        *premi.lavori(dati_premi_da_json(dati.contenuto)),
        *documenti.lavori(relazione_con_atto(ultima_approvata(sul_sito))),
    ]
    testi += [lavoro.ingresso.decode() for lavoro in lavori]  # all that a file is made from
    for testo in testi:
        assert "Segreta" not in testo
        assert "93,46" not in testo
        assert "93.45" not in testo
        assert "987" not in testo
        assert "1234.56" not in testo
        assert "1.234,56" not in testo


def test_le_pagine_stanno_nella_copia_del_sito_e_nella_mappa(ente, sul_sito, client):
    copia = io.BytesIO()
    scrivi_sito(trova_sito(ente.slug), copia)
    archivio = zipfile.ZipFile(copia)
    pagina = archivio.read(f"relazioni/{ANNO}/index.html").decode()
    assert "La gara è andata deserta." in pagina
    assert "<form" not in pagina
    assert f"/performance/relazioni/{ANNO}/" in client.get(reverse("trasparenza-mappa")).content.decode()


def test_la_versione_sostituita_si_legge_dalla_pagina_e_non_dall_indice(ente, sul_sito, segretario, nucleo, client):
    riaperta = correggi_relazione(relazione=sul_sito, utente=segretario, versione=sul_sito.versione, nota="Refuso")
    riaperta.sezioni.update(testo="Testo corretto")
    trasmessa = trasmetti_relazione(relazione=riaperta, utente=segretario, versione=riaperta.versione)
    seconda = approva_relazione(
        relazione=trasmessa, utente=segretario, impronta=candidata_di(trasmessa).sha256, atto=atto_nuovo("12")
    )
    valida = valida_relazione(relazione=seconda, utente=nucleo, versione=seconda.versione, nota="Verbale 4")
    produci_documenti_relazione(versione=ultima_approvata(valida))
    pubblica_relazione(relazione=valida, utente=segretario, versione=valida.versione)
    indice = client.get(reverse("trasparenza")).content.decode()
    pagina = client.get(reverse("relazione-pubblica", kwargs={"anno": ANNO})).content.decode()
    assert indice.count(f"/relazione-{ANNO}.pdf") == 1
    assert "Testo corretto" in pagina
    assert "Versione 1, sostituita" in pagina


def test_il_lavoro_in_coda_prepara_i_documenti(ente, anno, segretario, in_fretta):
    versione = ultima_approvata(approvata(ente, segretario))
    assert documenti_della_relazione.func(chiave=versione.pk)
    versione.refresh_from_db()
    assert versione.documenti.count() == 5
    assert not richiedi_documenti(versione)


def test_verifica_si_accorge_di_un_contenuto_cambiato(ente, sul_sito):
    assert set(verifica_contenuti()) == {None}
    VersioneRelazione.objects.update(contenuto="{}")
    assert any("è cambiato" in esito for esito in verifica_contenuti() if esito)


# --- data on premi ---------------------------------------------------------------------------------


def test_i_dati_sui_premi_li_vedono_segretario_e_nucleo(ente, segretario, nucleo, amministratore, accedi):
    indirizzo = reverse("dati-premi", args=[ente.slug, ANNO])
    assert accedi(segretario).get(indirizzo).status_code == 200
    assert accedi(nucleo).get(indirizzo).status_code == 200
    assert accedi(amministratore).get(indirizzo).status_code == 404


def test_i_controlli_su_punteggi_e_fondi_non_sono_per_tutti_quelli_che_leggono_i_risultati(
    ente, anno, segretario, amministratore, accedi
):
    smvp = VersioneSmvp.objects.create(
        ente=ente, dal_anno=ANNO, titolo="SMVP", contenuto=smvp_json(SMVP).decode(), sha256="0" * 64,
        stato="adottato", atto=factories.AttoFactory(ente=ente), adottato_il=timezone.now(), parere_il=timezone.now(),
    )  # fmt: skip
    Carta.objects.create(
        ente=ente, anno=ANNO, dipendente=factories.DipendenteFactory(ente=ente), smvp=smvp, categoria="eq",
        valutatore="segretario", punteggio="140", stato="proposta", proposta_il=timezone.now(),
    )  # fmt: skip
    relazione = prepara_relazione(ente=ente, anno=ANNO, utente=segretario)
    fuori_scala = "non sta tra 0 e 100"
    for utente in (segretario, amministratore):
        pagina = accedi(utente).get(reverse("relazione", args=[relazione.pk])).content.decode()
        assert fuori_scala not in pagina
    assert fuori_scala in accedi(segretario).get(reverse("dati-premi", args=[ente.slug, ANNO])).content.decode()
    trasmessa = trasmetti_relazione(relazione=relazione, utente=segretario, versione=relazione.versione)
    assert "VA04" not in {esito["codice"] for esito in trasmessa.versioni.get().esiti}


def test_dalla_pagina_si_preparano_e_si_pubblicano(ente, segretario, accedi, in_fretta, client):
    distribuito(ente, "eq", ["10.00"] * 6)
    dentro = accedi(segretario)
    dentro.post(reverse("dati-premi-prepara", args=[ente.slug, ANNO]))
    assert DBTaskResult.objects.filter(task_path__endswith="documenti_dei_premi").count() == 1
    produci_documenti_premi(dati=DatiPremi.objects.get())
    pagina = dentro.get(reverse("dati-premi", args=[ente.slug, ANNO])).content.decode()
    assert "Pubblica" in pagina
    dentro.post(reverse("dati-premi-pubblica", args=[ente.slug, ANNO]), {"numero": 1})
    pubblica = client.get(reverse("premi-pubblici", kwargs={"anno": ANNO}))
    assert pubblica.status_code == 200
    assert "60,00" in pubblica.content.decode()
