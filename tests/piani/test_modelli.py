"""What the database itself refuses, and what a row says when it is wrong."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from piani.models import Area, Atto, Piano, SchedaArea
from piani.models.versioni import STATI_APPROVATI
from piani.states import StatoPiano, StatoScheda
from tests import factories

pytestmark = pytest.mark.django_db


def rifiutata_dal_database(scrivi) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        scrivi()


class TestScheda:
    def test_una_sola_per_area_e_anno(self):
        scheda = factories.SchedaFactory()
        rifiutata_dal_database(
            lambda: SchedaArea.objects.create(piano=scheda.piano, area=scheda.area, anno=scheda.anno)
        )

    def test_una_sola_di_ente_per_anno_benche_senza_area(self):
        scheda = factories.SchedaFactory(tipo="ente", area=None)
        rifiutata_dal_database(lambda: SchedaArea.objects.create(piano=scheda.piano, tipo="ente", anno=scheda.anno))

    def test_scheda_di_area_vuole_l_area_e_le_altre_no(self):
        piano = factories.PianoFactory()
        area = factories.AreaFactory(ente=piano.ente)
        rifiutata_dal_database(lambda: SchedaArea.objects.create(piano=piano, tipo="area", anno=2024))
        rifiutata_dal_database(lambda: SchedaArea.objects.create(piano=piano, tipo="ente", area=area, anno=2024))

    @pytest.mark.parametrize(
        ("stato", "proposta", "validata"),
        [
            (StatoScheda.BOZZA, False, True),
            (StatoScheda.PROPOSTA, False, False),
            (StatoScheda.PROPOSTA, True, True),
            (StatoScheda.VALIDATA, True, False),
            (StatoScheda.VALIDATA, False, True),
            ("inventato", True, True),
        ],
    )
    def test_stato_e_date_non_si_contraddicono(self, stato, proposta, validata):
        scheda, ora = factories.SchedaFactory(), timezone.now()
        valori = {"proposta_il": ora if proposta else None, "validata_il": ora if validata else None}
        rifiutata_dal_database(lambda: SchedaArea.objects.filter(pk=scheda.pk).update(stato=stato, **valori))

    def test_anno_fuori_dal_piano(self):
        with pytest.raises(ValidationError, match="Il piano copre gli anni dal 2024 al 2026"):
            factories.SchedaFactory(anno=2031).full_clean()

    def test_area_di_un_altro_ente(self):
        scheda = factories.SchedaFactory.build(piano=factories.PianoFactory(), area=factories.AreaFactory())
        with pytest.raises(ValidationError, match="appartiene a un altro ente"):
            scheda.full_clean()

    @pytest.mark.parametrize("intestazioni", [["N°"], ["a", "b", "c", "d", "e", ""], "testo", [1, 2, 3, 4, 5, 6]])
    def test_intestazioni_sono_sei_o_sette_testi(self, intestazioni):
        scheda = factories.SchedaFactory()
        scheda.intestazioni_pubblicate = intestazioni
        with pytest.raises(ValidationError, match="intestazioni"):
            scheda.full_clean()


class TestPiano:
    @pytest.mark.parametrize("stato", [StatoPiano.APPROVATO, StatoPiano.IN_VARIAZIONE])
    def test_approvato_vuol_dire_con_atto(self, stato):
        piano = factories.PianoFactory()
        rifiutata_dal_database(
            lambda: Piano.objects.filter(pk=piano.pk).update(stato=stato, approvato_il=timezone.now())
        )

    def test_in_giunta_vuol_dire_trasmesso(self):
        piano = factories.PianoFactory()
        rifiutata_dal_database(lambda: Piano.objects.filter(pk=piano.pk).update(stato=StatoPiano.IN_GIUNTA))

    def test_uno_per_ente_e_anni(self):
        piano = factories.PianoFactory()
        rifiutata_dal_database(
            lambda: Piano.objects.create(ente=piano.ente, anno_inizio=2024, anno_fine=2026, titolo="Doppione")
        )

    @pytest.mark.parametrize("anno_fine", [2023, 2029])
    def test_da_uno_a_cinque_anni(self, anno_fine):
        ente = factories.EnteFactory()
        rifiutata_dal_database(
            lambda: Piano.objects.create(ente=ente, anno_inizio=2024, anno_fine=anno_fine, titolo="Piano")
        )

    def test_atto_di_un_altro_ente(self):
        piano = factories.PianoFactory()
        piano.atto = factories.AttoFactory()
        with pytest.raises(ValidationError, match="appartiene a un altro ente"):
            piano.full_clean()

    def test_l_atto_citato_non_si_elimina(self):
        atto = factories.AttoFactory()
        factories.AllegatoFactory(piano__ente=atto.ente, atto=atto)
        with pytest.raises(ProtectedError):
            atto.delete()


class TestEnte:
    def test_slug_delle_schede_senza_area_riservati(self):
        rifiutata_dal_database(lambda: Area.objects.create(ente=factories.EnteFactory(), slug="ente", nome="Area"))

    def test_atto_unico_per_organo_numero_e_anno(self):
        atto = factories.AttoFactory(organo="giunta", numero="38", data=datetime.date(2019, 7, 12))
        doppione = Atto(ente=atto.ente, organo="giunta", numero="38", data=datetime.date(2019, 12, 31))
        with pytest.raises(ValidationError, match="ha già questo numero"):
            doppione.full_clean()
        Atto(ente=atto.ente, organo="giunta", numero="38", data=datetime.date(2020, 1, 2)).full_clean()

    def test_densita(self):
        ente = factories.EnteFactory.build(popolazione_totale=1061, superficie_kmq=81)
        assert f"{ente.densita}" == "13.10"

    def test_codici_sbagliati_detti_in_italiano(self):
        ente = factories.EnteFactory.build(codice_istat="53028", codice_catastale="i601", sigla_provincia="Gr")
        with pytest.raises(ValidationError) as errore:
            ente.full_clean()
        messaggi = errore.value.message_dict
        assert messaggi["codice_istat"] == ["Codice ISTAT: servono 6 cifre, zeri iniziali compresi."]
        assert "I601" in messaggi["codice_catastale"][0]
        assert messaggi["sigla_provincia"] == ["Due lettere maiuscole: GR."]

    def test_email_unica_senza_guardare_le_maiuscole(self):
        factories.UtenteFactory(email="demo@example.org")
        rifiutata_dal_database(lambda: factories.UtenteFactory(email="Demo@Example.org"))


class TestIncarico:
    def test_solo_il_responsabile_ha_un_area(self):
        incarico = factories.IncaricoFactory(ruolo="segretario")
        incarico.area = factories.AreaFactory(ente=incarico.ente)
        with pytest.raises(ValidationError, match="Solo il responsabile"):
            incarico.full_clean()

    def test_finisce_dopo_essere_cominciato(self):
        incarico = factories.IncaricoFactory(ruolo="segretario", dal=datetime.date(2024, 5, 1))
        incarico.al = datetime.date(2024, 4, 30)
        with pytest.raises(ValidationError, match="La fine viene prima dell'inizio"):
            incarico.full_clean()

    def test_vale_dal_primo_all_ultimo_giorno_compresi(self):
        incarico = factories.IncaricoFactory(
            ruolo="segretario", dal=datetime.date(2024, 5, 1), al=datetime.date(2024, 5, 31)
        )
        in_vigore = incarico.utente.incarichi.in_vigore
        giorni = [
            datetime.date(2024, 4, 30),
            datetime.date(2024, 5, 1),
            datetime.date(2024, 5, 31),
            datetime.date(2024, 6, 1),
        ]
        assert [in_vigore(giorno).exists() for giorno in giorni] == [False, True, True, False]


class TestVersione:
    @pytest.mark.parametrize("stato", STATI_APPROVATI)
    def test_oltre_la_candidata_servono_numero_e_atto(self, stato):
        versione = factories.VersioneFactory()
        rifiutata_dal_database(
            lambda: type(versione).objects.filter(pk=versione.pk).update(stato=stato, motivo="Motivo")
        )

    def test_cio_che_la_giunta_ha_rinviato_dice_perche(self):
        versione = factories.VersioneFactory()
        rifiutata_dal_database(lambda: type(versione).objects.filter(pk=versione.pk).update(stato="emendata"))

    def test_un_piano_ha_una_candidata_sola(self):
        versione = factories.VersioneFactory()
        rifiutata_dal_database(lambda: factories.VersioneFactory(piano=versione.piano))
