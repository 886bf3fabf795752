"""Weights of any kind: nothing is lost between what is written, summed and printed."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from obiettivi.documenti.stampa import parti, pesi_normalizzati
from semproniano.core.numeri import in_italiano, senza_zeri
from tests.foto import foto_di_prova, obiettivo_di_prova, scheda_di_prova

pesi = st.decimals(min_value=0, max_value=100, places=4, allow_nan=False)
elenchi = st.lists(pesi, min_size=1, max_size=12)


def righe(valori):
    return [obiettivo_di_prova(numero, peso=senza_zeri(peso)) for numero, peso in enumerate(valori, start=1)]


@given(pesi)
def test_scritto_in_italiano_si_rilegge_uguale(peso):
    testo = in_italiano(peso)
    assert Decimal(testo.replace(",", ".")) == peso
    assert "E" not in testo
    assert not ("," in testo and testo.endswith("0"))


@given(elenchi)
def test_il_totale_stampato_e_la_somma_esatta(valori):
    [parte] = parti(foto_di_prova(righe(valori)))
    [stampa] = parte.schede
    assert stampa.totale_pesi == sum(valori)
    assert Decimal(stampa.totale.replace(",", ".")) == sum(valori)


@given(elenchi)
def test_i_coefficienti_diventano_percentuali_che_fanno_cento(valori):
    scheda = scheda_di_prova(modo_peso="coefficiente")
    percentuali = pesi_normalizzati(scheda, righe(valori))
    assert len(percentuali) == len(valori)
    if sum(valori):
        # Each is rounded once, half up, to the hundredth: together they miss 100 by half a hundredth each at most.
        assert abs(sum(percentuali.values()) - 100) <= Decimal("0.005") * len(valori)
        ordinati = sorted(range(len(valori)), key=lambda posto: valori[posto])
        assert [percentuali[posto + 1] for posto in ordinati] == sorted(percentuali.values())


@given(elenchi)
def test_le_percentuali_restano_come_scritte(valori):
    assert list(pesi_normalizzati(scheda_di_prova(), righe(valori)).values()) == [senza_zeri(peso) for peso in valori]
