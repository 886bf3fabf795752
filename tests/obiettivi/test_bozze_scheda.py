"""Nothing lost: unsaved work, two people on one sheet, an access that has expired, a sheet closed in the meantime."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from obiettivi.models import BozzaScheda
from obiettivi.services.matrice import Cambiamenti, salva_matrice
from piani.models import SchedaArea
from tests import factories
from tests.obiettivi.conftest import descrizioni
from tests.pagina import campi_della_pagina

pytestmark = pytest.mark.usefixtures("obiettivi")


@pytest.fixture
def collega(ente, scheda, utente_con_ruolo, accedi) -> Client:
    """Another responsabile of the same area (who stands in)."""
    return accedi(utente_con_ruolo(ente, "responsabile", area=scheda.area, facente_funzione=True))


@pytest.fixture
def conserva(client, scheda, indirizzo):
    """Send what is being typed, as the page does every second and a half."""

    def spedisci(cliente=client, campi=None, **cambi):
        campi = {**(campi or campi_della_pagina(cliente.get(indirizzo))), **cambi}
        return cliente.post(reverse("scheda-bozza", args=[scheda.pk]), campi, headers={"HX-Request": "true"})

    return spedisci


class TestBozza:
    def test_quello_che_si_scrive_e_conservato_anche_se_non_si_legge(self, conserva, scheda):
        risposta = conserva(**{"ob-0-peso": "dieci", "ob-0-descrizione": "A metà"})

        assert risposta.status_code == 200
        assert "Conservato alle" in risposta.content.decode()
        assert BozzaScheda.objects.get().dati["obiettivi"][0]["peso"] == "dieci"
        assert descrizioni(scheda) == ["Obiettivo di prova 1", "Obiettivo di prova 2"]

    def test_la_stessa_finestra_riscrive_la_sua_bozza_un_altra_ne_ha_una_propria(self, client, conserva, indirizzo):
        campi = campi_della_pagina(client.get(indirizzo))
        conserva(campi=campi, **{"ob-0-descrizione": "Prima"})
        conserva(campi=campi, **{"ob-0-descrizione": "Dopo"})
        conserva(**{"ob-0-descrizione": "Altra finestra"})

        testi = {bozza.dati["obiettivi"][0]["descrizione"] for bozza in BozzaScheda.objects.all()}
        assert testi == {"Dopo", "Altra finestra"}

    def test_e_offerta_di_nuovo_e_ripresa(self, client, conserva, indirizzo, invia, scheda):
        conserva(**{"ob-0-descrizione": "Ripreso dopo un guasto"})
        bozza = BozzaScheda.objects.get()

        assert f'href="{indirizzo}?bozza={bozza.pk}"' in client.get(indirizzo).content.decode()
        invia(client, f"{indirizzo}?bozza={bozza.pk}")

        assert descrizioni(scheda)[0] == "Ripreso dopo un guasto"
        assert not BozzaScheda.objects.exists()

    def test_scartata_non_c_e_piu(self, client, conserva, scheda):
        conserva()
        bozza = BozzaScheda.objects.get()

        client.post(reverse("scheda-scarta", args=[scheda.pk]), {"finestra": str(bozza.finestra)})

        assert not BozzaScheda.objects.exists()

    def test_e_solo_di_chi_scrive(self, client, collega, conserva, indirizzo):
        conserva()
        bozza = BozzaScheda.objects.get()

        assert collega.get(f"{indirizzo}?bozza={bozza.pk}").status_code == 404
        assert "ha un lavoro non salvato" in collega.get(indirizzo).content.decode()

    def test_aprire_una_pagina_non_scrive_niente(self, client, indirizzo):
        client.get(indirizzo)

        assert not BozzaScheda.objects.exists()

    def test_che_cosa_manca_segue_quello_che_si_scrive(self, client, scheda, indirizzo):
        campi = {**campi_della_pagina(client.get(indirizzo)), "ob-0-peso": "45"}

        risposta = client.post(
            reverse("scheda-controlli", args=[scheda.pk]), campi, headers={"HX-Request": "true"}
        ).content.decode()

        assert "I pesi sommano a 95, mancano 5 punti." in risposta
        assert "OB01" in risposta

    def test_ogni_mancanza_porta_al_suo_campo(self, client, scheda, indirizzo):
        campi = {**campi_della_pagina(client.get(indirizzo)), "ob-1-descrizione": ""}

        risposta = client.post(
            reverse("scheda-controlli", args=[scheda.pk]), campi, headers={"HX-Request": "true"}
        ).content.decode()

        assert '<a href="#id_ob-1-descrizione">Obiettivo 2: manca la descrizione' in risposta


class TestDueSullaStessaScheda:
    def test_chi_salva_dopo_vede_i_due_testi_e_sceglie(self, client, collega, indirizzo, scheda, invia):
        invia(client, indirizzo, ob__0__natura="sviluppo")  # the revision from which both begin
        mia = campi_della_pagina(client.get(indirizzo))
        invia(collega, indirizzo, ob__0__descrizione="Testo del collega", ob__1__peso="40")

        risposta = client.post(indirizzo, {**mia, "ob-0-descrizione": "Testo mio", "azione": "salva"})

        assert risposta.status_code == 409
        pagina = risposta.content.decode()
        assert "Testo del collega" in pagina
        assert "Testo mio" in pagina
        assert descrizioni(scheda)[0] == "Testo del collega"

        scelte = campi_della_pagina(risposta, modulo="scelte")
        uid = mia["ob-0-uid"]
        assert scelte[f"scelta-{uid}-descrizione"] == "mio"
        unita = client.post(reverse("scheda-unisci", args=[scheda.pk]), scelte)
        invia(client, unita.url)

        assert descrizioni(scheda)[0] == "Testo mio"
        # Only the colleague had touched the weight: it was proposed, and taken.
        assert scheda.obiettivi.get(numero=2).peso == 40

    def test_la_scelta_del_testo_salvato(self, client, collega, indirizzo, scheda, invia):
        mia = campi_della_pagina(client.get(indirizzo))
        invia(collega, indirizzo, ob__0__descrizione="Testo del collega")
        risposta = client.post(indirizzo, {**mia, "ob-0-descrizione": "Testo mio", "azione": "salva"})
        scelte = campi_della_pagina(risposta, modulo="scelte")

        unita = client.post(
            reverse("scheda-unisci", args=[scheda.pk]), {**scelte, f"scelta-{mia['ob-0-uid']}-descrizione": "loro"}
        )
        invia(client, unita.url)

        assert descrizioni(scheda)[0] == "Testo del collega"

    def test_chi_ha_salvato_ancora_nel_frattempo_si_vede_di_nuovo(self, client, collega, indirizzo, scheda, invia):
        mia = campi_della_pagina(client.get(indirizzo))
        invia(collega, indirizzo, ob__0__descrizione="Testo del collega")
        risposta = client.post(indirizzo, {**mia, "ob-0-descrizione": "Testo mio", "azione": "salva"})
        invia(collega, indirizzo, ob__0__descrizione="Ancora il collega")

        di_nuovo = client.post(
            reverse("scheda-unisci", args=[scheda.pk]), campi_della_pagina(risposta, modulo="scelte")
        )

        assert di_nuovo.status_code == 409
        assert "Ancora il collega" in di_nuovo.content.decode()

    def test_l_obiettivo_che_l_altro_ha_tolto_non_sparisce_da_solo(self, client, collega, indirizzo, scheda, invia):
        invia(client, indirizzo, ob__0__natura="sviluppo")  # the revision from which both begin
        mia = campi_della_pagina(client.get(indirizzo))
        invia(collega, invia(collega, indirizzo, azione="togli:ob-1").url.partition("#")[0])
        assert len(descrizioni(scheda)) == 1

        risposta = client.post(indirizzo, {**mia, "ob-0-descrizione": "Testo mio", "azione": "salva"})

        assert "ha tolto questo obiettivo" in risposta.content.decode()
        unita = client.post(reverse("scheda-unisci", args=[scheda.pk]), campi_della_pagina(risposta, modulo="scelte"))
        invia(client, unita.url)
        assert len(descrizioni(scheda)) == 2

    def test_le_quote_salvate_intanto_non_sono_un_conflitto(
        self, client, indirizzo, scheda, obiettivi, invia, responsabile
    ):
        invia(client, indirizzo, ob__0__natura="sviluppo")
        mia = campi_della_pagina(client.get(indirizzo))
        persona = factories.PersonaSchedaFactory(scheda=scheda)
        scheda.refresh_from_db()
        salva_matrice(
            scheda=SchedaArea.objects.select_related("piano__ente", "area").get(pk=scheda.pk),
            utente=responsabile,
            versione=scheda.versione,
            cambiamenti=Cambiamenti(quote={(persona.pk, obiettivi[0].pk): 100}),
        )

        risposta = client.post(indirizzo, {**mia, "ob-0-descrizione": "Testo mio", "azione": "salva"})

        assert risposta.status_code == 302
        assert descrizioni(scheda)[0] == "Testo mio"

    def test_due_finestre_della_stessa_persona(self, client, indirizzo, scheda):
        prima, seconda = (campi_della_pagina(client.get(indirizzo)) for _ in range(2))
        client.post(indirizzo, {**prima, "ob-0-descrizione": "Prima finestra", "azione": "salva"})

        risposta = client.post(indirizzo, {**seconda, "ob-0-descrizione": "Seconda finestra", "azione": "salva"})

        assert risposta.status_code == 409
        assert BozzaScheda.objects.get().dati["obiettivi"][0]["descrizione"] == "Seconda finestra"


class TestNelFrattempo:
    def test_la_scheda_proposta_da_un_altra_pagina_rifiuta_e_tiene_il_testo(self, client, indirizzo, scheda):
        campi = campi_della_pagina(client.get(indirizzo))
        SchedaArea.objects.filter(pk=scheda.pk).update(stato="proposta", proposta_il=timezone.now())

        risposta = client.post(indirizzo, {**campi, "ob-0-descrizione": "Troppo tardi", "azione": "salva"})

        assert risposta.status_code == 409
        assert "Troppo tardi" in risposta.content.decode()
        assert descrizioni(scheda)[0] == "Obiettivo di prova 1"
        assert BozzaScheda.objects.get().dati["obiettivi"][0]["descrizione"] == "Troppo tardi"

    def test_il_piano_chiuso_rifiuta_e_tiene_il_testo(self, client, indirizzo, scheda):
        campi = campi_della_pagina(client.get(indirizzo))
        scheda.piano.stato, scheda.piano.trasmesso_il = "in_giunta", timezone.now()
        scheda.piano.save()

        risposta = client.post(indirizzo, {**campi, "ob-0-descrizione": "Troppo tardi", "azione": "salva"})

        assert risposta.status_code == 409
        assert "Troppo tardi" in risposta.content.decode()

    def test_l_accesso_scaduto_restituisce_il_testo_e_si_rimanda(self, client, indirizzo, scheda):
        campi = {**campi_della_pagina(client.get(indirizzo)), "ob-0-descrizione": "Scritto a lungo", "azione": "salva"}

        risposta = Client().post(indirizzo, campi)

        assert risposta.status_code == 401
        ridati = campi_della_pagina(risposta, modulo="rimanda")
        assert {n: v for n, v in ridati.items() if n != "csrfmiddlewaretoken"} == {
            n: v for n, v in campi.items() if n != "csrfmiddlewaretoken"
        }
        assert client.post(indirizzo, ridati).status_code == 302
        assert descrizioni(scheda)[0] == "Scritto a lungo"

    @pytest.mark.parametrize(
        ("origine", "rende"), [("http://testserver", True), ("https://altrove.example", False), ("", False)]
    )
    def test_rientrati_in_un_altra_finestra_il_testo_si_rimanda_ma_solo_se_viene_da_qui(
        self, responsabile, indirizzo, scheda, origine, rende
    ):
        client = Client(enforce_csrf_checks=True, headers={"origin": origine} if origine else None)
        client.force_login(responsabile)
        campi = campi_della_pagina(client.get(indirizzo))
        client.cookies.pop("csrftoken")  # a new login changes it
        client.get(indirizzo)

        risposta = client.post(indirizzo, {**campi, "ob-0-descrizione": "Scritto a lungo", "azione": "salva"})

        assert risposta.status_code == 403
        ridati = campi_della_pagina(risposta, modulo="rimanda")
        assert ridati.get("ob-0-descrizione") == ("Scritto a lungo" if rende else None)
        assert descrizioni(scheda)[0] != "Scritto a lungo"
        if rende:
            assert client.post(indirizzo, ridati).status_code == 302
            assert descrizioni(scheda)[0] == "Scritto a lungo"

    def test_senza_accesso_la_pagina_porta_all_accesso_e_non_dice_se_esiste(self, indirizzo):
        risposta = Client().get(indirizzo)

        assert (risposta.status_code, risposta.url) == (302, f"{reverse('login')}?next={indirizzo}")
        assert Client().get("/schede/999999/").status_code == 302

    def test_l_incarico_finito_intanto_non_scrive(self, client, responsabile, indirizzo, scheda):
        campi = campi_della_pagina(client.get(indirizzo))
        responsabile.incarichi.update(dal="2020-01-01", al="2020-12-31")

        assert client.post(indirizzo, {**campi, "azione": "salva"}).status_code == 404

    def test_il_testo_di_un_obiettivo_trasversale_non_si_cambia_dalla_scheda_dell_area(
        self, client, indirizzo, scheda, invia
    ):
        di_ente = factories.ObiettivoFactory(
            scheda=SchedaArea.objects.create(piano=scheda.piano, tipo="ente", anno=scheda.anno), descrizione="Per tutti"
        )
        factories.ObiettivoFactory(scheda=scheda, numero=3, descrizione="", trasversale=di_ente, peso=None)

        risposta = invia(client, indirizzo, ob__2__descrizione="Cambiato di nascosto", ob__2__peso="10")

        riga = scheda.obiettivi.get(numero=3)
        assert risposta.status_code == 302
        assert (riga.descrizione, riga.peso, riga.trasversale) == ("", 10, di_ente)
        assert "Per tutti" in client.get(indirizzo).content.decode()
        # It was assigned: a page that leaves it out does not take it away.
        campi = {n: v for n, v in campi_della_pagina(client.get(indirizzo)).items() if not n.startswith("ob-2-")}
        client.post(indirizzo, {**campi, "azione": "salva"})
        assert scheda.obiettivi.filter(trasversale=di_ente).exists()
