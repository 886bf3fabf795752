"""The visitor's address: believed only when the proxy wrote it."""

import pytest
from django.test import RequestFactory

from semproniano.core.rete import indirizzo_del_client


@pytest.fixture
def indirizzo(settings):
    def calcola(*, dietro_proxy: bool, scritto: str | None = None) -> str | None:
        settings.DIETRO_PROXY = dietro_proxy
        intestazioni = {} if scritto is None else {"HTTP_X_FORWARDED_FOR": scritto}
        return indirizzo_del_client(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", **intestazioni))

    return calcola


def test_senza_proxy_quello_che_scrive_il_visitatore_non_conta(indirizzo):
    assert indirizzo(dietro_proxy=False, scritto="203.0.113.9") == "192.0.2.1"


def test_dietro_il_proxy_vale_l_ultimo_indirizzo_che_e_il_suo(indirizzo):
    assert indirizzo(dietro_proxy=True, scritto="10.0.0.1, 203.0.113.9") == "203.0.113.9"
    assert indirizzo(dietro_proxy=True, scritto="2001:DB8::1") == "2001:db8::1"


@pytest.mark.parametrize("scritto", [None, "", "sconosciuto", "203.0.113.9, ", "203.0.113.9; DROP"])
def test_quello_che_non_e_un_indirizzo_non_e_creduto(indirizzo, scritto):
    assert indirizzo(dietro_proxy=True, scritto=scritto) == "192.0.2.1"
