"""The capitoli in the administration: those of one's own body, read only when the plan is closed; a number that an
objective uses stays."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from piani.models import Capitolo, Piano
from piani.states import StatoPiano
from tests import factories
from tests.piani.modulo import errori, invia

pytestmark = pytest.mark.django_db


def indirizzo(pagina, *chiave):
    return reverse(f"admin:piani_capitolo_{pagina}", args=chiave)


@pytest.fixture
def capitolo(ente):
    return factories.CapitoloFactory(piano__ente=ente, capitolo="002900", articolo="3", denominazione="Cancelleria")


@pytest.mark.parametrize(
    ("cercato", "trovato"), [("002900", True), ("cancelleria", True), ("0111", True), ("777", False)]
)
def test_si_trova_per_numero_nome_e_codice(accedi, segretario, capitolo, cercato, trovato):
    pagina = accedi(segretario).get(indirizzo("changelist"), {"q": cercato})

    assert (indirizzo("change", capitolo.pk) in pagina.content.decode()) is trovato


def test_il_segretario_vede_solo_i_capitoli_del_suo_ente(accedi, segretario, capitolo):
    altrui = factories.CapitoloFactory(denominazione="Capitolo altrui")
    client = accedi(segretario)

    assert "altrui" not in client.get(indirizzo("changelist")).content.decode()
    assert client.get(indirizzo("change", altrui.pk)).status_code == 404


def test_un_importo_si_scrive_come_lo_scrive_l_ufficio(accedi, segretario, capitolo):
    risposta = invia(accedi(segretario), indirizzo("change", capitolo.pk), competenza_1="1.234,56", capitolo="002901")

    assert not errori(risposta)
    capitolo.refresh_from_db()
    assert (capitolo.competenza_1, capitolo.capitolo) == (Decimal("1234.56"), "002901")


def test_il_numero_di_un_capitolo_che_un_obiettivo_usa_resta(accedi, segretario, ente):
    risorsa = factories.RisorsaFactory(obiettivo__scheda__piano__ente=ente, capitolo__capitolo="000100")
    client = accedi(segretario)

    invia(client, indirizzo("change", risorsa.capitolo_id), capitolo="000200", denominazione="Altro nome")
    client.post(indirizzo("delete", risorsa.capitolo_id), {"post": "yes"})

    capitolo = Capitolo.objects.get(pk=risorsa.capitolo_id)
    assert (capitolo.capitolo, capitolo.denominazione) == ("000100", "Altro nome")


def test_con_il_piano_in_giunta_si_legge_soltanto(accedi, segretario, capitolo):
    client = accedi(segretario)
    Piano.objects.update(stato=StatoPiano.IN_GIUNTA, trasmesso_il=timezone.now())

    pagina = client.get(indirizzo("change", capitolo.pk))
    scritto = client.post(indirizzo("change", capitolo.pk), {"denominazione": "Altro"})

    assert pagina.status_code == 200
    assert 'name="competenza_1"' not in pagina.content.decode()
    assert scritto.status_code == 403
    assert Capitolo.objects.get().denominazione == "Cancelleria"
