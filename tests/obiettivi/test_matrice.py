"""Personale e quote: la matrice dipendente × obiettivo di una scheda."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from obiettivi.forms.matrice import frase_totale
from obiettivi.models import AssegnazioneDipendente
from obiettivi.services.matrice import Cambiamenti, salva_matrice
from piani.states import StatoScheda
from tests import factories
from tests.obiettivi.conftest import ANNO
from tests.pagina import campi_della_pagina

TETTO_DELLE_DOMANDE = 15


@pytest.fixture
def persone(scheda):
    return [factories.PersonaSchedaFactory(scheda=scheda, ordine=ordine) for ordine in (1, 2)]


@pytest.fixture
def pagina(scheda):
    return reverse("scheda-matrice", args=[scheda.pk])


@pytest.fixture
def salva(client, pagina):
    """`salva({(persona, obiettivo): "60"}, **altri)`: the page's form with some cells filled."""

    def spedisci(celle=(), **altri):
        quote = {f"q-{persona.pk}-{obiettivo.pk}": testo for (persona, obiettivo), testo in dict(celle).items()}
        return client.post(pagina, {**campi_della_pagina(client.get(pagina), "matrice"), **quote, **altri})

    return spedisci


def quote(scheda) -> dict:
    righe = AssegnazioneDipendente.objects.filter(obiettivo__scheda=scheda)
    return {(riga.persona_id, riga.obiettivo_id): riga.percentuale for riga in righe}


class TestScrivere:
    def test_le_quote_si_salvano_con_una_revisione(self, salva, scheda, obiettivi, persone, responsabile):
        prima, seconda = persone
        versione = scheda.versione

        risposta = salva({(prima, obiettivi[0]): "33,33", (prima, obiettivi[1]): "66,67", (seconda, obiettivi[0]): "0"})

        assert risposta.status_code == 302
        assert quote(scheda) == {
            (prima.pk, obiettivi[0].pk): Decimal("33.33"),
            (prima.pk, obiettivi[1].pk): Decimal("66.67"),
        }
        scheda.refresh_from_db()
        revisione = scheda.revisioni.get()
        assert (scheda.versione, revisione.versione, revisione.utente) == (versione + 1, versione + 1, responsabile)
        assert "33.33" in revisione.contenuto

    def test_salvare_due_volte_conta_una_modifica_sola(self, salva, scheda, obiettivi, persone):
        for _ in range(2):
            salva({(persone[0], obiettivi[0]): "100"})

        assert scheda.revisioni.count() == 1

    def test_svuotare_una_casella_toglie_la_quota(self, salva, scheda, obiettivi, persone):
        factories.AssegnazioneFactory(obiettivo=obiettivi[0], persona=persone[0], percentuale=60)

        salva({(persone[0], obiettivi[0]): ""})

        assert quote(scheda) == {}

    def test_una_persona_che_esce_porta_via_quote_e_pesi(self, salva, scheda, obiettivi, persone):
        for persona in persone:
            factories.AssegnazioneFactory(obiettivo=obiettivi[0], persona=persona, percentuale=60)
            factories.PesoPersonaleFactory(obiettivo=obiettivi[0], persona=persona)

        salva(**{f"togli-{persone[0].pk}": "on"})

        assert list(scheda.persone.all()) == [persone[1]]
        assert quote(scheda) == {(persone[1].pk, obiettivi[0].pk): 60}

    def test_chi_entra_si_sceglie_nell_anagrafe(self, salva, client, pagina, scheda, persone):
        nuova = factories.DipendenteFactory(ente=scheda.piano.ente)
        servizio = factories.ServizioFactory(area=scheda.area)

        salva(**{
            "nuova-dipendente": nuova.pk,
            "nuova-servizio": servizio.pk,
            "nuova-qualifica": "operaio",
            "nuova-rapporto": "condiviso",
        })  # fmt: skip

        entrata = scheda.persone.get(dipendente=nuova)
        assert (entrata.ordine, entrata.servizio, entrata.qualifica, entrata.rapporto) == (
            3, servizio, "operaio", "condiviso",
        )  # fmt: skip
        assert scheda.revisioni.count() == 1


class TestRifiutare:
    @pytest.mark.parametrize("testo", ["101", "-1", "dieci", "33,33333", "1e3", "NaN"])
    def test_un_numero_sbagliato_si_dice_nella_casella_e_il_resto_resta_scritto(
        self, salva, scheda, obiettivi, persone, testo
    ):
        risposta = salva({(persone[0], obiettivi[0]): testo, (persone[0], obiettivi[1]): "40"})

        assert risposta.status_code == 422
        campi = campi_della_pagina(risposta, "matrice")
        assert campi[f"q-{persone[0].pk}-{obiettivi[0].pk}"] == testo
        assert campi[f"q-{persone[0].pk}-{obiettivi[1].pk}"] == "40"
        assert f'href="#id_q-{persone[0].pk}-{obiettivi[0].pk}"' in risposta.content.decode()
        assert quote(scheda) == {}

    def test_chi_non_e_dell_ente_o_e_cessato_non_entra(self, salva, scheda, altro_ente):
        estranei = [
            factories.DipendenteFactory(ente=altro_ente),
            factories.DipendenteFactory(ente=scheda.piano.ente, cessato_il=datetime.date(ANNO - 1, 12, 31)),
        ]

        for estraneo in estranei:
            assert salva(**{"nuova-dipendente": estraneo.pk}).status_code == 422
        assert not scheda.persone.exists()

    def test_una_casella_di_un_altra_scheda_si_rifiuta(self, scheda, obiettivi, persone, responsabile):
        altrui = factories.ObiettivoFactory(scheda=factories.SchedaFactory(piano=scheda.piano, anno=ANNO))

        for cella in ((persone[0].pk, altrui.pk), (0, obiettivi[0].pk)):
            with pytest.raises(ValidationError):
                salva_matrice(
                    scheda=scheda,
                    utente=responsabile,
                    versione=scheda.versione,
                    cambiamenti=Cambiamenti(quote={cella: Decimal(10)}),
                )

    def test_chi_legge_la_scheda_non_scrive_le_quote(self, scheda, segretario):
        with pytest.raises(PermissionDenied):
            salva_matrice(scheda=scheda, utente=segretario, versione=scheda.versione, cambiamenti=Cambiamenti(quote={}))

    @pytest.mark.parametrize("azione", ["salva", "copia"])
    def test_una_scheda_proposta_non_cambia(self, client, pagina, scheda, obiettivi, persone, azione):
        campi = campi_della_pagina(client.get(pagina), "matrice")
        scheda.stato, scheda.proposta_il = StatoScheda.PROPOSTA, timezone.now()
        scheda.save()

        risposta = client.post(pagina, {**campi, f"q-{persone[0].pk}-{obiettivi[0].pk}": "10", "azione": azione})

        assert risposta.status_code == 409
        assert quote(scheda) == {}


class TestInDue:
    def test_chi_salva_dopo_vede_i_due_valori_e_poi_conferma(self, client, pagina, salva, scheda, obiettivi, persone):
        prima, seconda = persone
        nomi = [f"q-{persona.pk}-{obiettivi[0].pk}" for persona in persone]
        salva({(prima, obiettivi[0]): "10"})
        vecchi = campi_della_pagina(client.get(pagina), "matrice")
        salva({(prima, obiettivi[0]): "60", (seconda, obiettivi[0]): "30"})

        conflitto = client.post(pagina, {**vecchi, nomi[0]: "50"})

        assert conflitto.status_code == 409
        assert quote(scheda) == {(prima.pk, obiettivi[0].pk): 60, (seconda.pk, obiettivi[0].pk): 30}
        assert "salvato: 60" in conflitto.content.decode()
        campi = campi_della_pagina(conflitto, "matrice")
        # What was typed stays, what was only left there takes the value of whoever has saved.
        assert (campi[nomi[0]], campi[nomi[1]]) == ("50", "30")
        assert client.post(pagina, campi).status_code == 302
        assert quote(scheda) == {(prima.pk, obiettivi[0].pk): 50, (seconda.pk, obiettivi[0].pk): 30}

    def test_le_caselle_nate_nel_frattempo_tengono_il_loro_valore(
        self, client, pagina, salva, scheda, obiettivi, persone
    ):
        vecchi = campi_della_pagina(client.get(pagina), "matrice")
        salva(**{"nuova-dipendente": factories.DipendenteFactory(ente=scheda.piano.ente).pk})
        nuova = scheda.persone.last()
        salva({(nuova, obiettivi[0]): "100"})

        conflitto = client.post(pagina, {**vecchi, f"q-{persone[0].pk}-{obiettivi[0].pk}": "50"})
        client.post(pagina, campi_della_pagina(conflitto, "matrice"))

        assert quote(scheda) == {(persone[0].pk, obiettivi[0].pk): 50, (nuova.pk, obiettivi[0].pk): 100}


class TestVedere:
    def test_di_chi_e_anche_altrove_si_vede_che_cosa_fa_li_e_il_totale(
        self, client, pagina, scheda, obiettivi, persone
    ):
        altra = factories.SchedaFactory(piano=scheda.piano, anno=ANNO, area__nome="Area vicina")
        li = factories.PersonaSchedaFactory(scheda=altra, dipendente=persone[0].dipendente)
        obiettivo = factories.ObiettivoFactory(scheda=altra, numero=4, descrizione="Manutenzioni")
        factories.AssegnazioneFactory(obiettivo=obiettivo, persona=li, percentuale=40)
        factories.AssegnazioneFactory(obiettivo=obiettivi[0], persona=persone[0], percentuale=50)
        altro_anno = factories.SchedaFactory(piano=scheda.piano, anno=ANNO + 1, area__nome="Area lontana")
        factories.PersonaSchedaFactory(scheda=altro_anno, dipendente=persone[0].dipendente)

        testo = " ".join(client.get(pagina).content.decode().split())

        assert "Anche in Area vicina: 40" in testo
        assert "4. Manutenzioni: 40" in testo
        assert "90, mancano 10</output>" in testo
        assert "Area lontana" not in testo

    def test_si_copia_dall_anno_prima(self, client, scheda, obiettivi, persone):
        factories.AssegnazioneFactory(obiettivo=obiettivi[0], persona=persone[0], percentuale=100)
        nuova = factories.SchedaFactory(piano=scheda.piano, area=scheda.area, anno=ANNO + 1)
        factories.ObiettivoFactory(scheda=nuova, uid=obiettivi[0].uid)
        pagina = reverse("scheda-matrice", args=[nuova.pk])

        assert f"Copia persone e quote del {ANNO}" in client.get(pagina).content.decode()
        risposta = client.post(pagina, {"azione": "copia"}, follow=True)

        assert "Persone aggiunte: 2. Quote copiate: 1." in risposta.content.decode()
        assert list(quote(nuova).values()) == [100]

    @pytest.mark.parametrize("quante", [1, 8])
    def test_le_domande_non_crescono_con_le_persone(
        self, client, pagina, scheda, obiettivi, django_assert_max_num_queries, quante
    ):
        altra = factories.SchedaFactory(piano=scheda.piano, anno=ANNO)
        for _ in range(quante):
            persona = factories.PersonaSchedaFactory(scheda=scheda)
            factories.AssegnazioneFactory(obiettivo=obiettivi[0], persona=persona)
            factories.PersonaSchedaFactory(scheda=altra, dipendente=persona.dipendente)

        with django_assert_max_num_queries(TETTO_DELLE_DOMANDE):
            client.get(pagina)


@pytest.mark.parametrize(
    ("totale", "frase"),
    [("0", ""), ("100", "100"), ("95.5", "95,5, mancano 4,5"), ("120", "120, di troppo 20")],
)
def test_il_totale_dice_quanto_manca(totale, frase):
    assert frase_totale(Decimal(totale)) == frase
