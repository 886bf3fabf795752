"""Obiettivi trasversali: il Segretario li scrive nella scheda di ente e li assegna alle aree."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from obiettivi.models import ObiettivoGestionale
from obiettivi.services.trasversali import assegna_trasversali
from obiettivi.sezioni import OBIETTIVI
from piani.selectors import LetturaPiano
from piani.services.scrittura import PianoChiuso, SchedaChiusa
from piani.states import StatoPiano, StatoScheda
from tests import factories
from tests.obiettivi.conftest import ANNO
from tests.pagina import campi_della_pagina

TETTO_DELLE_DOMANDE = 8


@pytest.fixture
def di_ente(scheda):
    """The body's sheet of the same year."""
    return factories.SchedaFactory(piano=scheda.piano, tipo="ente", area=None, anno=ANNO)


@pytest.fixture
def trasversali(di_ente):
    righe = [
        factories.ObiettivoFactory(scheda=di_ente, numero=numero, descrizione=f"Testo di ente {numero}", peso=50)
        for numero in (1, 2)
    ]
    for riga in righe:
        factories.IndicatoreFactory(obiettivo=riga)
    return righe


@pytest.fixture
def pagina(di_ente):
    return reverse("scheda-trasversali", args=[di_ente.pk])


@pytest.fixture
def client(segretario, accedi):
    return accedi(segretario)


def proponi(scheda) -> None:
    scheda.stato, scheda.proposta_il = StatoScheda.PROPOSTA, timezone.now()
    scheda.save()


def assegnate(scheda) -> list[ObiettivoGestionale]:
    return list(scheda.obiettivi.exclude(trasversale=None).order_by("numero"))


@pytest.mark.usefixtures("obiettivi")
class TestAssegnare:
    def test_la_riga_entra_in_fondo_senza_testo_e_senza_peso(self, client, pagina, scheda, trasversali):
        risposta = client.post(pagina, {f"scheda-{scheda.pk}": [str(trasversali[1].uid)]})

        assert risposta.status_code == 302
        [riga] = assegnate(scheda)
        assert (riga.numero, riga.trasversale, riga.descrizione, riga.peso) == (3, trasversali[1], "", None)
        letta = OBIETTIVI.leggi(LetturaPiano(scheda.piano, scheda))[-1]
        assert letta.descrizione == "Testo di ente 2"
        assert letta.indicatori[0].descrizione == trasversali[1].indicatori.get().descrizione

    def test_solo_le_schede_cambiate_contano_la_modifica(self, client, pagina, scheda, trasversali, segretario):
        altra = factories.SchedaFactory(piano=scheda.piano, anno=ANNO)
        campi = {f"scheda-{scheda.pk}": [str(trasversali[0].uid)]}

        for _ in range(2):
            client.post(pagina, campi)

        scheda.refresh_from_db()
        revisione = scheda.revisioni.get()
        assert (revisione.versione, revisione.utente) == (scheda.versione, segretario)
        assert "Testo di ente 1" in revisione.contenuto
        assert not altra.revisioni.exists()

    def test_togliere_il_segno_toglie_la_riga_con_le_quote(self, client, pagina, scheda, trasversali):
        riga = factories.ObiettivoFactory(scheda=scheda, numero=9, trasversale=trasversali[0], peso=10)
        factories.AssegnazioneFactory(obiettivo=riga)

        client.post(pagina, {})

        assert assegnate(scheda) == []
        assert scheda.obiettivi.count() == 2

    def test_una_riga_gia_assegnata_resta_com_e(self, client, pagina, scheda, trasversali):
        riga = factories.ObiettivoFactory(scheda=scheda, numero=9, trasversale=trasversali[0], peso=10)

        client.post(pagina, {f"scheda-{scheda.pk}": [str(trasversale.uid) for trasversale in trasversali]})

        assert [(voce.pk == riga.pk, voce.numero, voce.peso) for voce in assegnate(scheda)] == [
            (True, 9, 10),
            (False, 10, None),
        ]

    def test_chi_l_aveva_l_anno_prima_tiene_lo_stesso_identificativo(self, client, pagina, scheda, trasversali):
        piano = factories.PianoFactory(ente=scheda.piano.ente, anno_inizio=ANNO - 1)
        vecchio = factories.ObiettivoFactory(
            scheda=factories.SchedaFactory(piano=piano, tipo="ente", area=None), uid=trasversali[0].uid
        )
        riga = factories.ObiettivoFactory(
            scheda=factories.SchedaFactory(piano=piano, area=scheda.area), trasversale=vecchio
        )

        client.post(pagina, {f"scheda-{scheda.pk}": [str(trasversali[0].uid)]})

        assert [voce.uid for voce in assegnate(scheda)] == [riga.uid]


class TestChiPuo:
    def test_una_scheda_proposta_si_vede_e_non_cambia(self, client, pagina, scheda, trasversali):
        proponi(scheda)

        assert f"scheda-{scheda.pk}" not in campi_della_pagina(client.get(pagina), "trasversali")
        client.post(pagina, {f"scheda-{scheda.pk}": [str(trasversali[0].uid)]})

        assert assegnate(scheda) == []

    def test_se_la_scheda_e_proposta_nel_frattempo_non_si_scrive_niente(self, di_ente, scheda, trasversali, segretario):
        altra = factories.SchedaFactory(piano=scheda.piano, anno=ANNO)
        proponi(scheda)
        scelti = {trasversali[0].uid}

        with pytest.raises(SchedaChiusa):
            assegna_trasversali(scheda=di_ente, utente=segretario, assegnati={altra.pk: scelti, scheda.pk: scelti})
        assert assegnate(altra) == []

    def test_con_il_piano_chiuso_non_si_assegna(self, di_ente, scheda, trasversali, segretario):
        piano = di_ente.piano
        piano.stato, piano.trasmesso_il = StatoPiano.IN_GIUNTA, timezone.now()
        piano.save()

        with pytest.raises(PianoChiuso):
            assegna_trasversali(scheda=di_ente, utente=segretario, assegnati={scheda.pk: {trasversali[0].uid}})

    def test_non_si_assegna_a_una_scheda_di_un_altro_anno_o_un_obiettivo_di_un_area(
        self, di_ente, scheda, trasversali, obiettivi, segretario
    ):
        altro_anno = factories.SchedaFactory(piano=scheda.piano, area=scheda.area, anno=ANNO + 1)

        for assegnati in ({altro_anno.pk: {trasversali[0].uid}}, {scheda.pk: {obiettivi[0].uid}}):
            with pytest.raises(ValidationError):
                assegna_trasversali(scheda=di_ente, utente=segretario, assegnati=assegnati)

    def test_chi_non_e_segretario_non_assegna(self, di_ente, scheda, trasversali, responsabile):
        with pytest.raises(PermissionDenied):
            assegna_trasversali(scheda=di_ente, utente=responsabile, assegnati={scheda.pk: set()})


class TestTestoBloccato:
    @pytest.fixture
    def ricevuto(self, scheda, trasversali):
        return factories.ObiettivoFactory(scheda=scheda, numero=9, trasversale=trasversali[0], peso=10)

    @pytest.fixture
    def indirizzo(self, di_ente):
        return reverse("scheda", args=[di_ente.pk])

    def test_finche_l_area_e_in_bozza_il_testo_cambia_anche_per_lei(self, client, invia, indirizzo, scheda, ricevuto):
        assert invia(client, indirizzo, ob__0__descrizione="Testo nuovo").status_code == 302

        scheda.refresh_from_db()
        revisione = scheda.revisioni.get()
        assert revisione.versione == scheda.versione
        assert "Testo nuovo" in revisione.contenuto

    def test_quando_l_area_ha_proposto_il_testo_e_bloccato(self, client, invia, indirizzo, scheda, ricevuto):
        proponi(scheda)

        risposta = invia(client, indirizzo, ob__0__descrizione="Testo nuovo")

        assert risposta.status_code == 422
        assert f"bloccato: lo hanno schede che non sono più in bozza ({scheda.nome})" in risposta.content.decode()
        ricevuto.trasversale.refresh_from_db()
        assert ricevuto.trasversale.descrizione == "Testo di ente 1"

    def test_gli_altri_obiettivi_e_il_peso_restano_liberi(self, client, invia, indirizzo, scheda, ricevuto):
        proponi(scheda)

        risposta = invia(client, indirizzo, ob__0__peso="40", ob__1__descrizione="Testo nuovo")

        assert risposta.status_code == 302
        assert not scheda.revisioni.exists()

    def test_un_obiettivo_assegnato_non_si_toglie_dalla_scheda_di_ente(
        self, client, invia, indirizzo, di_ente, ricevuto
    ):
        risposta = invia(client, indirizzo, ob__0__tolto="on")

        assert risposta.status_code == 422
        assert "prima va tolto da quelle" in risposta.content.decode()
        assert di_ente.obiettivi.count() == 2

    def test_nell_amministrazione_un_obiettivo_assegnato_si_legge_e_basta(self, client, di_ente, trasversali, ricevuto):
        indirizzi = [reverse("admin:obiettivi_obiettivogestionale_change", args=[riga.pk]) for riga in trasversali]
        indicatore = trasversali[0].indicatori.get()

        assegnato, libero = (client.get(indirizzo).content.decode() for indirizzo in indirizzi)
        rifiuto = client.post(
            reverse("admin:obiettivi_indicatore_change", args=[indicatore.pk]), {"descrizione": "Cambiata"}
        )

        assert 'name="_save"' not in assegnato
        assert 'name="_save"' in libero
        assert rifiuto.status_code == 403


@pytest.mark.usefixtures("trasversali", "obiettivi")
def test_le_domande_non_crescono_con_le_aree(client, pagina, scheda, django_assert_max_num_queries):
    for _ in range(6):
        factories.SchedaFactory(piano=scheda.piano, anno=ANNO)

    with django_assert_max_num_queries(TETTO_DELLE_DOMANDE):
        testo = client.get(pagina).content.decode()

    assert testo.count('type="checkbox"') == 2 * 7
