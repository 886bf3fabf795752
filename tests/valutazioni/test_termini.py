"""The terms of a year: what is in, open, late; what is done once and for all; the drawing of a trend."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from obiettivi.sezioni import FaseFoto
from tests.misura import ANNO, indicatore, obiettivo_di_prova, rilevata, scheda_di
from valutazioni.models import Termine
from valutazioni.selectors import a_rischio, da_rilevare, finestre, scheda_misurata, stati_dei_termini
from valutazioni.selectors.termini import termine_vicino
from valutazioni.views.grafico import Linea, Punto, grafico

USUALI = [(30, 6), (30, 9), (31, 12)]


def giorno(mese, numero):
    return datetime.date(ANNO, mese, numero)


def stati(scheda, oggi):
    return [stato.in_parole for stato in stati_dei_termini(scheda_misurata(scheda), USUALI, oggi)]


def test_ogni_termine_ha_i_suoi_giorni_in_ordine():
    assert finestre(ANNO, [(31, 12), (30, 6)]) == [
        (giorno(1, 1), giorno(6, 30)),
        (giorno(7, 1), giorno(12, 31)),
    ]
    assert termine_vicino(giorno(7, 1), USUALI) == (giorno(7, 1), giorno(9, 30))


@pytest.mark.django_db
def test_un_termine_e_fatto_aperto_in_ritardo_o_da_venire(ente):
    obiettivi = [obiettivo_di_prova(n, indicatori=(indicatore(),)) for n in (1, 2)]
    scheda = scheda_di(ente, obiettivi)
    assert stati(scheda, giorno(5, 1)) == ["Aperta: 0 di 2", "Dal 01/07", "Dal 01/10"]
    for obiettivo in obiettivi:
        rilevata(scheda, obiettivo, valore=Decimal(1))
    rilevata(scheda, obiettivi[0], valore=Decimal(1), al=giorno(8, 1))
    assert stati(scheda, giorno(10, 15)) == ["Fatta", "In ritardo: 1 di 2", "Aperta: 0 di 2"]
    proposto = da_rilevare(stati_dei_termini(scheda_misurata(scheda), USUALI, giorno(10, 15)))
    assert proposto.al == giorno(9, 30)


@pytest.mark.django_db
def test_quel_che_e_fatto_una_volta_per_tutte_non_si_chiede_piu(ente):
    data = obiettivo_di_prova(1, indicatori=(indicatore("Avvio", giorno(5, 31), tipo="data"),))
    fasi = obiettivo_di_prova(2, indicatori=(), fasi=(FaseFoto(attivita="Bando", dal=None, al=None),))
    numero = obiettivo_di_prova(3, indicatori=(indicatore(),))
    scheda = scheda_di(ente, [data, fasi, numero])
    rilevata(scheda, data, data=giorno(5, 20))
    rilevata(scheda, fasi, 0, fasi=[{"fase": "Bando", "percento": "100"}])
    rilevata(scheda, numero, valore=Decimal(100))
    assert stati(scheda, giorno(12, 31)) == ["Fatta", "In ritardo: 2 di 3", "Aperta: 2 di 3"]


@pytest.mark.django_db
def test_a_rischio_e_quel_che_l_ultimo_valore_dice_i_critici_prima(ente):
    obiettivi = [obiettivo_di_prova(n, indicatori=(indicatore(),)) for n in (1, 2, 3)]
    scheda = scheda_di(ente, obiettivi)
    rilevata(scheda, obiettivi[0], semaforo="critico")
    rilevata(scheda, obiettivi[0], semaforo="in_linea", al=giorno(9, 30))
    rilevata(scheda, obiettivi[1], semaforo="in_ritardo")
    rilevata(scheda, obiettivi[2], semaforo="critico")
    assert [uno.obiettivo.obiettivo.numero for uno in a_rischio(scheda_misurata(scheda))] == [3, 2]


@pytest.mark.django_db
def test_un_termine_e_un_giorno_che_c_e_tutti_gli_anni(ente):
    for numero, mese in ((29, 2), (31, 9)):
        with pytest.raises(ValidationError, match="non c'è tutti gli anni"):
            Termine(ente=ente, giorno=numero, mese=mese).full_clean()


# --- the drawing -----------------------------------------------------------------------------------


def test_il_disegno_mette_i_valori_al_loro_giorno_e_dentro_i_margini():
    punti = [Punto(giorno(1, 1), Decimal(10)), Punto(giorno(12, 31), Decimal(90))]
    disegno = grafico(punti, [Linea("atteso", Decimal(100), tratteggiata=False)], ANNO, "pratiche")
    primo, ultimo = disegno.segni
    assert primo.x == disegno.sinistra
    assert ultimo.x <= disegno.destra
    assert 0 < disegno.riferimenti[0].y < ultimo.y < primo.y < disegno.base
    assert disegno.descrizione == "01/01/2019: 10; 31/12/2019: 90; valore atteso: 100."


@pytest.mark.parametrize("valore", [Decimal(0), Decimal(-5), Decimal("0.0001"), Decimal(10) ** 10])
def test_un_valore_solo_si_disegna_senza_dividere_per_zero(valore):
    (segno,) = grafico([Punto(giorno(6, 30), valore)], [], ANNO).segni
    assert 0 < segno.y < 300


def test_dello_stesso_giorno_si_disegna_l_ultimo():
    punti = [Punto(giorno(6, 30), Decimal(1)), Punto(giorno(6, 30), Decimal(2))]
    assert [segno.testo for segno in grafico(punti, [], ANNO).segni] == ["2"]
