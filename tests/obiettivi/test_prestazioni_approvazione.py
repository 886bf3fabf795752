"""The measure of the approval: a plan goes the whole way, with as many queries whatever its size, and nothing stays."""

import pytest
from django.conf import settings

from obiettivi.prestazioni.approvazione import misura_approvazione
from obiettivi.prestazioni.sintesi import piano_sintetico
from piani.importers.liste import carica_liste
from piani.models import Evento, Piano

pytestmark = pytest.mark.django_db


def test_le_interrogazioni_non_crescono_con_gli_obiettivi_e_alla_fine_non_resta_niente():
    carica_liste(settings.BASE_DIR / "fixtures" / "liste")
    piccolo, grande = (misura_approvazione(piano_sintetico(quanti, aree=4)) for quanti in (8, 80))

    assert [passo.nome for passo in piccolo] == ["fotografia", "trasmetti", "approva"]
    assert [passo.interrogazioni for passo in piccolo] == [passo.interrogazioni for passo in grande]
    assert not Piano.objects.exists()
    assert not Evento.objects.exists()
