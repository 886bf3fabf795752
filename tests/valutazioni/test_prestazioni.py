"""The measure of a year: the same queries whatever the size, and the fund spent to the cent."""

import pytest

from valutazioni.prestazioni.anno import FONDO, misura_anno, righe_del_resoconto

pytestmark = pytest.mark.django_db


def test_punteggi_e_premi_chiedono_lo_stesso_a_un_paese_e_a_una_citta():
    paese, citta = misura_anno(40, 10), misura_anno(120, 90)

    assert paese.punteggi_e_premi.interrogazioni == citta.punteggi_e_premi.interrogazioni <= 10
    # SQLite takes the new rows some at a time.
    assert citta.schede_preparate.interrogazioni <= paese.schede_preparate.interrogazioni + 3
    assert paese.una_scheda.interrogazioni == citta.una_scheda.interrogazioni <= 10
    assert paese.spesi == citta.spesi == FONDO
    assert "| 120 | 90 |" in "\n".join(righe_del_resoconto([paese, citta]))
