"""The sheet changes hands in the browser: check your answers, propose with a note, withdraw, validate, send back."""

import pytest
from django.urls import reverse

from obiettivi.models import ObiettivoGestionale
from piani.models import SchedaArea
from piani.states import StatoScheda
from tests.pagina import campi_della_pagina

pytestmark = pytest.mark.usefixtures("obiettivi")


@pytest.fixture
def vai(scheda):
    """`vai(client, "proponi", nota="…")`: the page, or the page sent when fields are given."""

    def apri(client, codice, **campi):
        indirizzo = reverse(f"scheda-{codice}", args=[scheda.pk])
        if not campi:
            return client.get(indirizzo)
        scheda.refresh_from_db()
        return client.post(indirizzo, {"versione": scheda.versione, **campi})

    return apri


@pytest.fixture
def completa(scheda):
    """A sheet without anything that blocks: dates, indicators, weights at 100."""
    ObiettivoGestionale.objects.filter(scheda=scheda).update(scadenza=f"{scheda.anno}-12-31")
    return scheda


def stato(scheda) -> str:
    return SchedaArea.objects.get(pk=scheda.pk).stato


class TestProponi:
    def test_si_rilegge_la_scheda_stampata_poi_si_propone(self, client, vai, completa):
        pagina = vai(client, "proponi").content.decode()
        assert "Obiettivo di prova 1" in pagina
        assert 'class="obiettivi' in pagina  # the printed table
        assert reverse("scheda-anteprima", args=[completa.pk]) in pagina

        risposta = vai(client, "proponi", nota="Gli avvisi sono stati guardati.")

        assert risposta.status_code == 302
        assert stato(completa) == StatoScheda.PROPOSTA
        lettura = client.get(risposta.url).content.decode()
        assert "si può solo leggere" in lettura
        assert reverse("scheda-ritira", args=[completa.pk]) in lettura

    def test_un_bloccante_non_lascia_proporre_e_dice_perche(self, client, vai, completa):
        ObiettivoGestionale.objects.filter(scheda=completa, numero=2).update(peso=45)

        assert "mancano 5 punti" in vai(client, "proponi").content.decode()
        risposta = vai(client, "proponi", nota="Comunque")

        assert risposta.status_code == 422
        assert "i pesi sommano a 95" in risposta.content.decode()
        assert stato(completa) == StatoScheda.BOZZA

    def test_l_avviso_che_cita_una_norma_vuole_una_nota(self, client, vai, completa):
        risposta = vai(client, "proponi", nota="")

        assert risposta.status_code == 422
        assert "citano una norma" in risposta.content.decode()
        assert stato(completa) == StatoScheda.BOZZA

    def test_chi_ha_del_lavoro_non_salvato_e_avvertito(self, client, invia, indirizzo, vai, completa):
        invia(client, indirizzo, azione="aggiungi")

        assert "com'è salvata" in vai(client, "proponi").content.decode()

    def test_la_pagina_vecchia_non_propone(self, client, invia, indirizzo, vai, completa):
        campi = {**campi_della_pagina(vai(client, "proponi"), modulo="transizione"), "nota": "Nota"}
        invia(client, indirizzo, ob__0__natura="sviluppo")

        risposta = client.post(reverse("scheda-proponi", args=[completa.pk]), campi)

        assert risposta.status_code == 409
        assert stato(completa) == StatoScheda.BOZZA

    def test_due_volte_si_propone_una_volta(self, client, vai, completa):
        indirizzo = reverse("scheda-proponi", args=[completa.pk])
        campi = {"versione": completa.versione, "nota": "Nota"}

        stati = [client.post(indirizzo, campi).status_code for _ in range(2)]

        assert stati == [302, 409]
        assert completa.revisioni.count() == 1


class TestDopo:
    @pytest.fixture
    def proposta(self, client, vai, completa):
        vai(client, "proponi", nota="Nota")
        return completa

    def test_ritirare(self, client, vai, proposta):
        assert vai(client, "ritira", nota="").status_code == 302
        assert stato(proposta) == StatoScheda.BOZZA

    def test_il_segretario_valida(self, vai, proposta, segretario, accedi):
        assert vai(accedi(segretario), "valida", nota="").status_code == 302
        assert stato(proposta) == StatoScheda.VALIDATA

    def test_il_segretario_rinvia_e_il_responsabile_legge_accanto_all_obiettivo(
        self, client, vai, proposta, obiettivi, segretario, accedi, indirizzo
    ):
        risposta = vai(
            accedi(segretario), "rinvia", **{f"osservazione-{obiettivi[1].uid}": "Il valore non è misurabile."}
        )

        assert risposta.status_code == 302
        assert stato(proposta) == StatoScheda.BOZZA
        pagina = client.get(indirizzo).content.decode()
        carta = pagina.partition('id="ob-1"')[2]
        assert "Il valore non è misurabile." in carta
        assert "Il valore non è misurabile." not in pagina.partition('id="ob-1"')[0].partition('id="ob-0"')[2]

    def test_rinviare_senza_dire_che_cosa_non_si_puo(self, vai, proposta, segretario, accedi):
        risposta = vai(accedi(segretario), "rinvia", generale="  ")

        assert risposta.status_code == 422
        assert "almeno un'osservazione" in risposta.content.decode().replace("&#x27;", "'")
        assert stato(proposta) == StatoScheda.PROPOSTA

    def test_riaprire_una_scheda_validata_vuole_il_perche(self, vai, proposta, segretario, accedi):
        vai(accedi(segretario), "valida", nota="")

        assert vai(accedi(segretario), "riapri", nota="").status_code == 422
        assert vai(accedi(segretario), "riapri", nota="Manca un obiettivo").status_code == 302
        assert stato(proposta) == StatoScheda.BOZZA

    def test_il_responsabile_non_valida_la_sua(self, client, vai, proposta):
        assert vai(client, "valida").status_code == 403
        assert vai(client, "valida", nota="").status_code == 403

    def test_la_scheda_di_ente_la_valida_il_sindaco(self, ente, scheda, utente_con_ruolo, accedi, segretario):
        di_ente = SchedaArea.objects.create(piano=scheda.piano, tipo="ente", anno=scheda.anno)
        SchedaArea.objects.filter(pk=di_ente.pk).update(stato="proposta", proposta_il=di_ente.modificata_il)
        indirizzo = reverse("scheda-valida", args=[di_ente.pk])

        assert accedi(segretario).get(indirizzo).status_code == 403
        assert accedi(utente_con_ruolo(ente, "sindaco")).get(indirizzo).status_code == 200
