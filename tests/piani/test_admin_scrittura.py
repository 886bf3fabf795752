"""What is written through the admin: closed sheets stay closed, numbers are read as typed, errors are clear."""

from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from obiettivi.models import Indicatore, ObiettivoGestionale
from piani.models import Piano, SchedaArea, SezioneNarrativa
from piani.services.scrittura import PianoChiuso, SchedaChiusa, prepara_scrittura, registra_modifica
from tests import factories
from tests.piani.modulo import errori, invia

pytestmark = pytest.mark.django_db
ADD = "admin:obiettivi_obiettivogestionale_add"
CHANGE = "admin:obiettivi_obiettivogestionale_change"


@pytest.fixture
def client(accedi, segretario):
    return accedi(segretario)


@pytest.fixture
def scheda(ente) -> SchedaArea:
    return factories.SchedaFactory(piano=factories.PianoFactory(ente=ente))


def proponi(scheda: SchedaArea) -> None:
    SchedaArea.objects.filter(pk=scheda.pk).update(stato="proposta", proposta_il=timezone.now())


def manda_in_giunta(piano: Piano) -> None:
    Piano.objects.filter(pk=piano.pk).update(stato="in_giunta", trasmesso_il=timezone.now())


# --- objectives ---


def test_un_obiettivo_nuovo_prende_numero_e_ora_e_la_scheda_conta_la_modifica(client, scheda):
    factories.ObiettivoFactory(scheda=scheda, numero=3)

    risposta = invia(client, reverse(ADD) + f"?scheda={scheda.pk}", descrizione="Obiettivo nuovo", peso="33,33")

    assert errori(risposta) == {}
    nuovo = ObiettivoGestionale.objects.get(descrizione="Obiettivo nuovo")
    assert (nuovo.numero, nuovo.peso, nuovo.scheda) == (4, Decimal("33.33"), scheda)
    assert nuovo.inserito_il is not None
    scheda.refresh_from_db()
    assert scheda.versione == 2


@pytest.mark.parametrize(
    ("scritto", "letto"), [("33,33", "33.33"), ("33.33", "33.33"), ("5", "5"), ("0,5", "0.5"), ("0.050", "0.05")]
)
def test_un_peso_si_legge_come_lo_si_scrive(client, scheda, scritto, letto):
    obiettivo = factories.ObiettivoFactory(scheda=scheda)

    assert errori(invia(client, reverse(CHANGE, args=[obiettivo.pk]), peso=scritto)) == {}

    obiettivo.refresh_from_db()
    assert obiettivo.peso == Decimal(letto)


@pytest.mark.parametrize(
    ("scritto", "errore"),
    [
        ("trenta", "«trenta» non è un numero"),
        ("33,3,3", "non è un numero"),
        ("33.333", "non vi siano più di 3 cifre"),
        ("101", "minore o uguale a 100"),
        ("-1", "maggiore o uguale a 0"),
        ("1,23456", "decimali"),
        ("NaN", "non è un numero"),
        ("1e2", "non è un numero"),
    ],
)
def test_un_peso_che_non_si_puo_leggere_e_un_errore_chiaro(client, scheda, scritto, errore):
    obiettivo = factories.ObiettivoFactory(scheda=scheda, peso=5)

    risposta = invia(client, reverse(CHANGE, args=[obiettivo.pk]), peso=scritto)

    assert errore in str(errori(risposta)["peso"])
    obiettivo.refresh_from_db()
    assert obiettivo.peso == 5


def test_le_migliaia_col_punto(client, ente):
    risposta = invia(
        client, reverse("admin:piani_ente_change", args=[ente.pk]), popolazione_totale="1.061", superficie_kmq="81"
    )

    assert errori(risposta) == {}
    ente.refresh_from_db()
    assert (ente.popolazione_totale, ente.densita) == (1061, Decimal("13.10"))


def test_il_peso_si_mostra_senza_zeri_inutili_e_l_anno_senza_punto(client, scheda):
    factories.ObiettivoFactory(scheda=scheda, peso=Decimal("33.3300"))
    elenco = client.get(reverse("admin:obiettivi_obiettivogestionale_changelist")).content.decode()
    schede = client.get(reverse("admin:piani_schedaarea_changelist")).content.decode()

    assert "33,33<" in elenco
    assert "2.024" not in elenco + schede
    assert "Totale pesi: 33,33, mancano 66,67 punti" in schede


def test_due_obiettivi_non_hanno_lo_stesso_numero(client, scheda):
    primo, secondo = (factories.ObiettivoFactory(scheda=scheda, numero=numero) for numero in (1, 2))

    risposta = invia(client, reverse(CHANGE, args=[secondo.pk]), numero=str(primo.numero))

    assert risposta.status_code == 200
    assert "ha già questo numero" in risposta.content.decode()


def test_l_html_scritto_resta_testo(client, scheda):
    factories.ObiettivoFactory(scheda=scheda, descrizione="<script>alert(1)</script><b>grassetto</b>")
    for indirizzo in (
        reverse("admin:obiettivi_obiettivogestionale_changelist"),
        reverse("admin:piani_schedaarea_change", args=[scheda.pk]),
    ):
        pagina = client.get(indirizzo).content.decode()
        assert "<script>alert(1)" not in pagina
        assert "&lt;script&gt;alert(1)" in pagina


def test_le_persone_di_un_obiettivo_sono_quelle_della_sua_scheda(client, scheda):
    obiettivo = factories.ObiettivoFactory(scheda=scheda)
    dentro = factories.PersonaSchedaFactory(scheda=scheda)
    fuori = factories.PersonaSchedaFactory(scheda=factories.SchedaFactory(piano=scheda.piano))
    indirizzo = reverse(CHANGE, args=[obiettivo.pk])
    riga = {
        "assegnazioni-TOTAL_FORMS": "1",
        "assegnazioni-0-obiettivo": str(obiettivo.pk),
        "assegnazioni-0-percentuale": "50",
    }

    rifiutata = invia(client, indirizzo, **riga, **{"assegnazioni-0-persona": str(fuori.pk)})
    accettata = invia(client, indirizzo, **riga, **{"assegnazioni-0-persona": str(dentro.pk)})

    assert "assegnazioni.persona" in errori(rifiutata)
    assert errori(accettata) == {}
    assert obiettivo.assegnazioni.get().persona == dentro
    scheda.refresh_from_db()
    assert scheda.versione == 2


# --- closed sheets and plans ---


@pytest.mark.parametrize("chi", ["segretario", "superuser"])
def test_una_scheda_proposta_non_si_cambia_in_nessun_modulo(request, accedi, scheda, chi):
    obiettivo = factories.ObiettivoFactory(scheda=scheda, peso=5)
    indicatore = factories.IndicatoreFactory(obiettivo=obiettivo)
    persona = factories.PersonaSchedaFactory(scheda=scheda)
    proponi(scheda)
    client = accedi(request.getfixturevalue(chi))

    for nome, oggetto in (
        ("piani_schedaarea", scheda),
        ("piani_personascheda", persona),
        ("obiettivi_obiettivogestionale", obiettivo),
        ("obiettivi_indicatore", indicatore),
    ):
        cambia = reverse(f"admin:{nome}_change", args=[oggetto.pk])
        assert client.get(cambia).status_code == 200
        assert client.post(cambia, {"peso": "6"}).status_code == 403
        assert client.post(reverse(f"admin:{nome}_delete", args=[oggetto.pk]), {"post": "yes"}).status_code == 403
    assert "scheda" in errori(invia(client, reverse(ADD), scheda=str(scheda.pk), descrizione="Di nascosto"))
    assert ObiettivoGestionale.objects.count() == Indicatore.objects.count() == 1


def test_un_piano_in_giunta_non_si_cambia(client, ente, scheda):
    sezione = factories.SezioneNarrativaFactory(piano=scheda.piano)
    manda_in_giunta(scheda.piano)

    for nome, oggetto in (
        ("piani_piano", scheda.piano),
        ("piani_sezionenarrativa", sezione),
        ("piani_schedaarea", scheda),
    ):
        assert client.post(reverse(f"admin:{nome}_change", args=[oggetto.pk]), {"titolo": "Altro"}).status_code == 403
    risposta = client.post(
        reverse("admin:piani_piano_changelist"),
        {"action": "schede_mancanti", "_selected_action": str(scheda.piano_id), "index": "0"},
    )
    assert risposta.status_code == 302
    assert scheda.piano.schede.count() == 1


def test_una_scheda_chiusa_mentre_si_scriveva_rifiuta_il_salvataggio(client, scheda, monkeypatch):
    """The second tab: the form was opened on a draft, the sheet is proposed between the check and the write."""
    obiettivo = factories.ObiettivoFactory(scheda=scheda, peso=5)
    indirizzo = reverse(CHANGE, args=[obiettivo.pk])
    controlla = SchedaArea.e_modificabile.fget
    monkeypatch.setattr(
        "obiettivi.services.obiettivi.prepara_scrittura",
        lambda *, riga: (proponi(scheda), prepara_scrittura(riga=riga))[-1],
    )
    assert controlla(scheda)

    risposta = invia(client, indirizzo, peso="6")

    assert risposta.status_code == 302
    assert "non è più in bozza" in str(next(iter(get_messages(risposta.wsgi_request))))
    obiettivo.refresh_from_db()
    assert obiettivo.peso == 5


def test_il_servizio_rifiuta_scheda_e_piano_chiusi(scheda):
    proponi(scheda)
    with pytest.raises(SchedaChiusa):
        registra_modifica(scheda=scheda)
    SchedaArea.objects.filter(pk=scheda.pk).update(stato="bozza")
    manda_in_giunta(scheda.piano)
    with pytest.raises(PianoChiuso):
        prepara_scrittura(riga=factories.ObiettivoFactory.build(scheda=scheda))


def test_lo_stato_non_e_in_nessun_modulo(client, scheda):
    invia(client, reverse("admin:piani_schedaarea_change", args=[scheda.pk]), stato="validata", anno="2025")
    invia(client, reverse("admin:piani_piano_change", args=[scheda.piano.pk]), stato="approvato", titolo="Nuovo")

    scheda.refresh_from_db()
    assert (scheda.stato, scheda.anno) == ("bozza", 2025)
    assert (scheda.piano.stato, Piano.objects.get().titolo) == ("in_redazione", "Nuovo")


# --- deleting ---


def test_una_bozza_sbagliata_si_cancella(client, scheda):
    assert client.post(reverse("admin:piani_schedaarea_delete", args=[scheda.pk]), {"post": "yes"}).status_code == 302
    assert not SchedaArea.objects.exists()


@pytest.mark.parametrize("modello", ["schedaarea", "piano"])
def test_cio_che_fu_proposto_non_si_cancella_neanche_se_e_di_nuovo_bozza(client, scheda, modello):
    SchedaArea.objects.filter(pk=scheda.pk).update(proposta_il=timezone.now())
    oggetto = scheda if modello == "schedaarea" else scheda.piano

    risposta = client.post(reverse(f"admin:piani_{modello}_delete", args=[oggetto.pk]), {"post": "yes"})

    assert risposta.status_code == 403
    assert SchedaArea.objects.exists()


def test_un_area_con_schede_non_si_cancella_e_la_pagina_dice_perche(client, scheda):
    risposta = client.post(reverse("admin:piani_area_delete", args=[scheda.area_id]), {"post": "yes"})

    assert risposta.status_code == 200
    assert str(scheda) in risposta.content.decode()
    assert "protett" in risposta.content.decode()


# --- the plan ---


def test_un_piano_nuovo_ha_le_sezioni_e_su_richiesta_le_schede(client, ente):
    aree = [factories.AreaFactory(ente=ente) for _ in range(3)]

    risposta = invia(
        client,
        reverse("admin:piani_piano_add"),
        titolo="Piano nuovo",
        anno_inizio="2025",
        anno_fine="2027",
        _crea_schede="Salva e crea le schede mancanti",
    )

    assert errori(risposta) == {}
    piano = Piano.objects.get()
    assert SezioneNarrativa.objects.filter(piano=piano).count() == 10
    assert piano.schede.filter(tipo="area").count() == len(aree) * 3
    assert piano.schede.filter(tipo="ente").count() == 1
