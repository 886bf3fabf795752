"""Dagli indicatori agli obiettivi, alla scheda, alla persona; gli esiti contati."""

import datetime
from decimal import Decimal

import pytest

from valutazioni.calcolo.base import Grado, Pesato, senza_grado
from valutazioni.calcolo.esiti import EsitoGrado, EsitoTempi, conteggio, esito_grado, esito_tempi, percentuali
from valutazioni.calcolo.misure import Parametri, SenzaGrado
from valutazioni.calcolo.scheda import (
    Periodo,
    VoceScheda,
    grado_di_periodi,
    grado_obiettivo,
    grado_persona,
    grado_scheda,
)

ZERO_SE_MANCA = Parametri(senza_grado=SenzaGrado.ZERO)
IGNOTO = senza_grado("Manca il valore raggiunto.")


def grado(valore) -> Grado:
    return Grado(esatto=Decimal(str(valore)), grezzo=Decimal(str(valore)))


def pesato(valore, peso=None, etichetta="") -> Pesato:
    return Pesato(grado=grado(valore), peso=None if peso is None else Decimal(str(peso)), etichetta=etichetta)


def voce(valore, peso=None, **altri) -> VoceScheda:
    return VoceScheda(grado=grado(valore), peso=None if peso is None else Decimal(str(peso)), **altri)


class TestObiettivo:
    def test_media_pesata_degli_indicatori(self):
        esito = grado_obiettivo([pesato(100, 70), pesato(50, 30)])

        assert esito.valore == 85
        assert esito.conto == "(100,00 × 70 + 50,00 × 30) / 100 = 85,00%"

    @pytest.mark.parametrize(
        ("pesi", "nota"),
        [
            ((None, None), "Senza pesi: contano tutti allo stesso modo."),
            ((70, None), "Manca almeno un peso: contano tutti allo stesso modo."),
            ((0, 0), "I pesi sono tutti zero: contano tutti allo stesso modo."),
        ],
    )
    def test_pesi_mancanti(self, pesi, nota):
        esito = grado_obiettivo([pesato(100, pesi[0]), pesato(50, pesi[1])])

        assert esito.valore == 75
        assert esito.note == (nota,)

    @pytest.mark.parametrize(
        ("parametri", "valore", "regola"),
        [(Parametri(), 80, "esclusi dalla media"), (ZERO_SE_MANCA, 40, "contati zero")],
    )
    def test_un_indicatore_senza_grado(self, parametri, valore, regola):
        ignoto = Pesato(grado=IGNOTO, peso=Decimal(50), etichetta="Giorni")
        esito = grado_obiettivo([pesato(80, 50), ignoto], parametri)

        assert esito.valore == valore
        assert esito.note == (f"Senza grado tra gli indicatori, {regola}: Giorni: Manca il valore raggiunto.",)

    def test_senza_niente_non_c_e_grado(self):
        assert grado_obiettivo([]).motivo == "Mancano gli indicatori."
        assert grado_obiettivo([Pesato(grado=IGNOTO)], ZERO_SE_MANCA).esatto is None
        solo_senza_peso = grado_obiettivo([pesato(80, 0), Pesato(grado=IGNOTO, peso=Decimal(10))])
        assert solo_senza_peso.motivo == "Nessun grado tra gli indicatori che hanno un peso."


class TestScheda:
    def test_somma_pesata_a_cento(self):
        esito = grado_scheda([voce(100, 40), voce(90, 35), voce(0, 25)])

        assert esito.grado.valore == Decimal("71.5")
        assert esito.grado.note == ()

    def test_pesi_che_sommano_a_sei_contano_in_proporzione_e_si_dice(self):
        esito = grado_scheda([voce(100, 3), voce(50, 3)])

        assert esito.grado.valore == 75
        assert esito.grado.note == ("I pesi sommano a 6, non a 100: contano in proporzione.",)

    def test_coefficienti_normalizzati(self):
        esito = grado_scheda([voce(100, "1.0"), voce(80, "1.2"), voce(50, "1.4")], coefficienti=True)

        assert esito.grado.valore == Decimal("73.89")
        assert esito.grado.note == ()

    def test_si_arrotonda_una_volta_sola(self):
        terzi = [pesato(Decimal(200) / 3), pesato(Decimal(200) / 3), pesato(Decimal(200) / 3)]
        obiettivo = grado_obiettivo(terzi)
        esito = grado_scheda([VoceScheda(grado=obiettivo, peso=Decimal(50)), voce(0, 50)])

        assert obiettivo.valore == Decimal("66.67")
        assert esito.grado.valore == Decimal("33.33")

    def test_una_condizione_non_pesa_ma_ferma_i_premi(self):
        esito = grado_scheda(
            [voce(80, 100), voce(90, etichetta="Anticorruzione", e_condizione=True), voce(100, e_condizione=True)]
        )

        assert esito.grado.valore == 80
        assert esito.mancate == ("Condizione «Anticorruzione»: 90,00%, chiesto almeno 100,00%.",)

    def test_una_condizione_ignota_non_e_soddisfatta(self):
        esito = grado_scheda([voce(80, 100), VoceScheda(grado=IGNOTO, etichetta="PIAO", e_condizione=True)])

        assert esito.condizioni[0].soddisfatta is None
        assert esito.mancate == ("Condizione «PIAO»: Manca il valore raggiunto.",)

    def test_la_soglia_della_condizione_e_dell_ente(self):
        parametri = Parametri(soglia_condizione=Decimal(80))

        assert grado_scheda([voce(80, e_condizione=True)], parametri).mancate == ()


class TestPersona:
    def test_per_quote_che_sommano_a_cento(self):
        assert grado_persona([pesato(100, 60), pesato(50, 40)]).conto == "(100,00 × 60 + 50,00 × 40) / 100 = 80,00%"

    def test_punti_normalizzati_con_il_fattore_di_conversione(self):
        esito = grado_persona([pesato(90, 40), pesato(70, 40)])

        assert esito.valore == 80
        assert esito.conto == "64 punti × fattore di conversione 100 / 80 = 80,00%"

    def test_fattore_fissato_dal_smvp_con_il_suo_massimo(self):
        assert grado_persona([pesato(90, 40), pesato(70, 40)], fattore=Decimal("1.1")).valore == Decimal("70.4")
        assert grado_persona([pesato(100, 80), pesato(100, 20)], fattore=Decimal("1.25")).valore == 100

    def test_senza_quote_contano_uguale(self):
        assert grado_persona([pesato(90), pesato(70)]).valore == 80

    def test_chi_cambia_area_a_giugno_ha_la_media_per_giorni(self):
        esito = grado_di_periodi(
            [
                Periodo(grado=grado(90), giorni=166, etichetta="Area contabile"),
                Periodo(grado=grado(60), giorni=199, etichetta="Area tecnica"),
            ]
        )

        assert esito.conto == "(90,00 × 166 + 60,00 × 199) / 365 = 73,64%"


class TestEsiti:
    def test_centoquarantadue_risultati_di_una_grande_citta(self):
        amministrativi = {EsitoGrado.IN_LINEA: 86, EsitoGrado.SUPERIORE: 17, EsitoGrado.INFERIORE: 31}
        tecnici = {"tecnici in linea": 3, "tecnici inferiori": 5}
        tutti = {**amministrativi, **tecnici}

        assert sum(tutti.values()) == 142
        assert [str(quota) for quota in percentuali(tutti).values()] == ["60.6", "12.0", "21.8", "2.1", "3.5"]

    def test_percentuali_di_niente(self):
        assert percentuali({"in_linea": 0}) == {"in_linea": None}

    @pytest.mark.parametrize(
        ("risultato", "esito"),
        [
            (grado(100), EsitoGrado.IN_LINEA),
            (grado("99.999"), EsitoGrado.IN_LINEA),
            (grado("99.99"), EsitoGrado.INFERIORE),
            (Grado(esatto=Decimal(100), grezzo=Decimal(120)), EsitoGrado.SUPERIORE),
            (IGNOTO, EsitoGrado.NON_MISURABILE),
        ],
    )
    def test_grado(self, risultato, esito):
        assert esito_grado(risultato) is esito

    @pytest.mark.parametrize(
        ("termine", "fatto", "esito"),
        [
            ((6, 30), (6, 30), EsitoTempi.NEI_TEMPI),
            ((6, 30), (6, 29), EsitoTempi.IN_ANTICIPO),
            ((6, 30), (7, 1), EsitoTempi.IN_RITARDO),
            ((6, 30), None, EsitoTempi.IN_RITARDO),
            ((12, 31), None, EsitoTempi.NEI_TEMPI),
            (None, (7, 1), EsitoTempi.SENZA_TERMINE),
        ],
    )
    def test_tempi(self, termine, fatto, esito):
        giorno = lambda data: data and datetime.date(2024, *data)  # noqa: E731

        assert esito_tempi(giorno(termine), giorno(fatto), datetime.date(2024, 7, 15)) is esito

    def test_il_conteggio_tiene_gli_zeri(self):
        contati = conteggio([EsitoGrado.IN_LINEA, EsitoGrado.IN_LINEA, EsitoGrado.INFERIORE], EsitoGrado)

        assert list(contati.values()) == [2, 0, 1, 0]
