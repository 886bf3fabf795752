"""The pages of the SMVP: from the model to the adoption, part by part; every error is said and nothing is kept."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.pagina import campi_della_pagina
from valutazioni.calcolo.smvp import modelli_smvp, smvp_da_json
from valutazioni.calcolo.verifica import verifica_smvp
from valutazioni.forms.smvp import indice_delle_parti, parte_di
from valutazioni.models import VersioneSmvp
from valutazioni.services.smvp import crea_smvp, muovi_smvp

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(segretario, accedi):
    return accedi(segretario)


@pytest.fixture
def riga(ente, segretario, smvp):
    return crea_smvp(ente=ente, dal_anno=2025, titolo="SMVP 2025", smvp=smvp, utente=segretario)


def parte(riga, codice):
    return reverse("smvp-modifica", args=[riga.pk, codice])


def invia(client, indirizzo, **cambi):
    """The page sent back as it is, with some fields changed."""
    campi = campi_della_pagina(client.get(indirizzo))
    assert set(cambi) - {"poi"} <= set(campi) | {nome for nome in cambi if nome.endswith(("-DELETE", "togli"))}
    return client.post(indirizzo, {**campi, **cambi})


def test_dal_modello_alla_bozza(client, ente):
    risposta = client.post(
        reverse("smvp-nuovo", args=[ente.slug]),
        {"titolo": "SMVP 2025", "dal_anno": "2025", "modello": "comune_piccolo_senza_dirigenti"},
    )

    riga = VersioneSmvp.objects.get()
    assert risposta.url == parte(riga, "generale")
    assert "È ancora il modello" in client.get(reverse("smvp-letto", args=[riga.pk])).content.decode()


@pytest.mark.parametrize("modello", sorted(modelli_smvp()))
def test_ogni_parte_di_ogni_modello_rimandata_com_e_non_cambia_niente(client, ente, segretario, modello):
    smvp = modelli_smvp()[modello]
    riga = crea_smvp(ente=ente, dal_anno=2025, titolo=smvp.nome, smvp=smvp, utente=segretario)

    for codice, _ in indice_delle_parti(smvp):
        assert invia(client, parte(riga, codice)).status_code == 302, codice

    riga.refresh_from_db()
    riletto = smvp_da_json(riga.contenuto)
    assert not riletto.da_adattare
    assert verifica_smvp(riletto) == []
    assert [voce.fasce for voce in riletto.categorie] == [voce.fasce for voce in smvp.categorie]
    assert [voce.premio for voce in riletto.categorie] == [voce.premio for voce in smvp.categorie]
    assert (riletto.scala, riletto.comportamenti, riletto.parametri) == (
        smvp.scala, smvp.comportamenti, smvp.parametri,
    )  # fmt: skip


def test_un_buco_tra_le_fasce_si_dice_e_non_si_tiene(client, riga):
    prima = riga.contenuto

    risposta = invia(client, parte(riga, "categoria-dipendenti"), **{"fasce-0-a": "50"})

    assert risposta.status_code == 422
    assert "manca da 50,01 a 59,99" in risposta.content.decode()
    assert 'value="50"' in risposta.content.decode()
    riga.refresh_from_db()
    assert riga.contenuto == prima


def test_i_pesi_che_non_fanno_cento_si_rifiutano(client, riga):
    risposta = invia(client, parte(riga, "categoria-dipendenti"), **{"componente-unita": "25"})

    assert risposta.status_code == 422
    assert "i pesi sommano a 105, non a 100" in risposta.content.decode()


def test_una_categoria_cambia_pesi_fasce_e_regola(client, riga):
    risposta = invia(
        client,
        parte(riga, "categoria-dipendenti"),
        **{
            "componente-unita": "30", "componente-obiettivi": "30", "modo": "coefficiente", "fasce-3-valore": "200",
            "fasce-4-codice": "", "poi": "avanti",
        },
    )  # fmt: skip

    assert risposta.url == reverse("smvp-letto", args=[riga.pk])
    riga.refresh_from_db()
    dipendenti = smvp_da_json(riga.contenuto).categoria("dipendenti")
    assert [voce.peso for voce in dipendenti.componenti] == [30, 30, 40]
    assert (dipendenti.premio.modo, dipendenti.fasce[-1].valore) == ("coefficiente", Decimal(200))


def test_un_comportamento_nuovo_ha_i_suoi_descrittori(client, riga):
    risposta = invia(
        client,
        parte(riga, "comportamenti"),
        **{
            "comportamenti-6-nome": "Innovazione",
            "comportamenti-6-descrittori": "1: Poca.\n4: Molta: per tutti.",
        },
    )

    assert risposta.status_code == 302
    riga.refresh_from_db()
    nuovo = smvp_da_json(riga.contenuto).comportamenti[-1]
    assert (nuovo.codice, nuovo.nome) == ("innovazione", "Innovazione")
    assert [(voce.punti, voce.testo) for voce in nuovo.descrittori] == [(1, "Poca."), (4, "Molta: per tutti.")]


def test_un_comportamento_che_pesa_non_si_toglie(client, riga):
    risposta = invia(client, parte(riga, "comportamenti"), **{"comportamenti-0-DELETE": "on"})

    assert risposta.status_code == 422
    assert "«risultato» non è nell&#x27;elenco" in risposta.content.decode()


def test_un_descrittore_fuori_dalla_scala_e_uno_senza_testo(client, riga):
    fuori = invia(client, parte(riga, "comportamenti"), **{"comportamenti-0-descrittori": "7: Troppo"})
    assert "un descrittore ha punti fuori dalla scala" in fuori.content.decode()

    senza = invia(client, parte(riga, "comportamenti"), **{"comportamenti-0-descrittori": "buono"})
    assert "scrivere i punti, due punti, la descrizione" in senza.content.decode()


def test_un_altro_massimo_porta_con_se_le_fasce(client, riga):
    assert invia(client, parte(riga, "generale"), massimo="1000", decimali="0").status_code == 302

    riga.refresh_from_db()
    smvp = smvp_da_json(riga.contenuto)
    fasce = [(voce.da, voce.a) for voce in smvp.categoria("dipendenti").fasce]
    assert fasce == [(0, 599), (600, 799), (800, 899), (900, 1000)]
    assert smvp.categoria("dipendenti").premio.soglia == 600


def test_una_categoria_nuova_nasce_da_un_altra_e_una_si_toglie(client, riga):
    invia(client, parte(riga, "categorie"), nuova="Personale dei nidi", copia="dipendenti", togli="segretario")

    riga.refresh_from_db()
    assert [voce.codice for voce in smvp_da_json(riga.contenuto).categorie] == [
        "eq", "dipendenti", "personale-dei-nidi",
    ]  # fmt: skip


def test_la_bozza_di_due_schede_aperte_non_si_sovrascrive(client, riga):
    indirizzo = parte(riga, "generale")
    vecchia = campi_della_pagina(client.get(indirizzo))
    client.post(indirizzo, {**vecchia, "titolo": "Primo"})

    risposta = client.post(indirizzo, {**vecchia, "titolo": "Secondo"})

    assert risposta.status_code == 409
    riga.refresh_from_db()
    assert riga.titolo == "Primo"


def test_nucleo_e_segretario_lo_portano_all_adozione(client, riga, nucleo, accedi, ente, utente_con_ruolo):
    def passo(chi, codice, **dati):
        indirizzo = reverse("smvp-passaggio", args=[riga.pk, codice])
        return chi.post(indirizzo, {**campi_della_pagina(chi.get(indirizzo)), **dati})

    dipendente = accedi(utente_con_ruolo(ente, "dipendente"))
    letto = reverse("smvp-letto", args=[riga.pk])
    assert dipendente.get(letto).status_code == 404
    assert passo(client, "chiedi_parere").status_code == 302
    assert client.get(parte(riga, "generale")).status_code == 409
    assert client.get(reverse("smvp-passaggio", args=[riga.pk, "parere_favorevole"])).status_code == 403
    assert passo(accedi(nucleo), "parere_favorevole", nota="Coerente.").status_code == 302
    senza_data = passo(client, "adotta", organo="giunta", numero="12", data="")
    assert senza_data.status_code == 422
    assert passo(client, "adotta", organo="giunta", numero="12", data="10/01/2025", oggetto="SMVP").status_code == 302

    testo = dipendente.get(letto).content.decode()
    assert "Coerente." in testo
    assert "Adottato" in testo
    assert client.get(reverse("smvp-passaggio", args=[riga.pk, "adotta"])).status_code == 409
    assert client.get(reverse("smvp-passaggio", args=[riga.pk, "supera"])).status_code == 404


def test_quel_che_e_passato_al_nucleo_non_si_elimina(client, riga, segretario):
    muovi_smvp(riga=riga, codice="chiedi_parere", utente=segretario)

    assert client.post(reverse("smvp-elimina", args=[riga.pk])).status_code == 409
    assert VersioneSmvp.objects.exists()


def test_la_pagina_dice_dove_l_unita_non_prevale(client, riga, smvp):
    invia(client, parte(riga, "categoria-eq"), **{"componente-unita": "25", "componente-obiettivi": "40"})

    testo = client.get(reverse("smvp-letto", args=[riga.pk])).content.decode()
    assert "Devono prevalere" in testo


def test_una_parte_che_non_c_e(client, riga, smvp):
    assert parte_di(riga, smvp, "categoria-inventata") is None
    assert client.get(parte(riga, "inventata")).status_code == 404
    assert not re.search(r"style=", client.get(parte(riga, "generale")).content.decode())
