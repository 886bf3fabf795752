"""Grado di raggiungimento di un indicatore: una formula per tipo, ciascuna con il suo conto."""

import datetime
from decimal import Decimal

import pytest

from valutazioni.calcolo.base import arrotonda, grado_deciso
from valutazioni.calcolo.grado import con_tempi, formula_di, grado_indicatore
from valutazioni.calcolo.misure import AttesoZero, FaseMisurata, Formula, Misura, Parametri, Scaglione

ATTESA = datetime.date(2024, 6, 30)


def numeri(formula, atteso, raggiunto, partenza=None, **altri) -> Misura:
    in_decimali = {
        nome: None if valore is None else Decimal(str(valore))
        for nome, valore in (("atteso", atteso), ("raggiunto", raggiunto), ("partenza", partenza))
    }
    return Misura(formula=formula, **in_decimali, **altri)


class TestArrotondamento:
    @pytest.mark.parametrize(
        ("esatto", "mostrato"),
        [("82.375", "82.38"), ("0.125", "0.13"), ("0.124999", "0.12"), ("-0.125", "-0.13"), ("66.665", "66.67")],
    )
    def test_per_eccesso_dalla_meta(self, esatto, mostrato):
        assert arrotonda(Decimal(esatto)) == Decimal(mostrato)

    def test_tre_terzi_fanno_l_intero(self):
        terzo = Decimal(1) / 3
        assert arrotonda(terzo * 3 * Decimal("0.125")) == Decimal("0.13")


class TestPiuEMeglio:
    @pytest.mark.parametrize(
        ("atteso", "raggiunto", "partenza", "grado", "conto"),
        [
            (40, 30, None, "75", "30 / 40 = 75,00%"),
            (40, 30, 20, "50", "(30 − 20) / (40 − 20) = 50,00%"),
            (3, 2, None, "66.67", "2 / 3 = 66,67%"),
            ("7.5", "7.5", None, "100", "7,5 / 7,5 = 100,00%"),
            (0, 0, None, "100", "atteso 0, raggiunto 0: rispettato = 100,00%"),
            (5, 0, -5, "50", "(0 − (−5)) / (5 − (−5)) = 50,00%"),
        ],
    )
    def test_con_e_senza_valore_di_partenza(self, atteso, raggiunto, partenza, grado, conto):
        esito = grado_indicatore(numeri(Formula.PIU_E_MEGLIO, atteso, raggiunto, partenza))

        assert esito.valore == Decimal(grado)
        assert esito.conto == conto

    def test_oltre_il_massimo_si_ferma_e_ricorda_quanto_era(self):
        esito = grado_indicatore(numeri(Formula.PIU_E_MEGLIO, 40, 50))

        assert (esito.valore, esito.grezzo) == (100, 125)
        assert esito.conto == "50 / 40 = 125,00%, portato al massimo di 100%"

    def test_il_massimo_e_il_minimo_sono_dell_ente(self):
        parametri = Parametri(massimo=Decimal(120), minimo=Decimal(10))

        assert grado_indicatore(numeri(Formula.PIU_E_MEGLIO, 40, 60), parametri).valore == 120
        assert grado_indicatore(numeri(Formula.PIU_E_MEGLIO, 40, 2), parametri).valore == 10

    def test_peggio_della_partenza_vale_il_minimo(self):
        esito = grado_indicatore(numeri(Formula.PIU_E_MEGLIO, 40, 10, 20))

        assert esito.valore == 0
        assert esito.conto == "(10 − 20) / (40 − 20) = −50,00%, portato al minimo di 0%"

    @pytest.mark.parametrize(("partenza", "detto"), [(40, "è uguale al"), (50, "supera il")])
    def test_partenza_uguale_o_oltre_l_atteso_non_entra_nel_conto(self, partenza, detto):
        esito = grado_indicatore(numeri(Formula.PIU_E_MEGLIO, 40, 30, partenza))

        assert esito.valore == 75
        assert esito.note == (f"Il valore di partenza {detto} valore atteso: non entra nel conto.",)

    def test_l_ente_puo_non_usare_la_partenza(self):
        assert grado_indicatore(numeri(Formula.PIU_E_MEGLIO, 40, 30, 20), Parametri(con_partenza=False)).valore == 75

    @pytest.mark.parametrize(
        ("atteso", "raggiunto", "motivo"),
        [
            (None, 3, "Manca il valore atteso in numero."),
            (3, None, "Manca il valore raggiunto."),
            (-3, 3, "Il valore atteso è negativo: il grado si dà a mano, con una motivazione."),
        ],
    )
    def test_quel_che_manca_si_dice(self, atteso, raggiunto, motivo):
        esito = grado_indicatore(numeri(Formula.PIU_E_MEGLIO, atteso, raggiunto))

        assert esito.esatto is None
        assert esito.motivo == motivo

    def test_dove_la_formula_non_sa_dire_vale_il_giudizio(self):
        misura = numeri(Formula.PIU_E_MEGLIO, -3, 3, giudizio=Decimal(80), motivo="Disavanzo riassorbito.")

        assert grado_indicatore(misura).valore == 80

    def test_dove_la_formula_sa_dire_il_giudizio_non_conta(self):
        misura = numeri(Formula.PIU_E_MEGLIO, 4, 3, giudizio=Decimal(100), motivo="Quasi.")

        assert grado_indicatore(misura).valore == 75


class TestMenoEMeglio:
    @pytest.mark.parametrize(
        ("atteso", "raggiunto", "grado", "conto"),
        [
            (30, 30, 100, "(2 × 30 − 30) / 30 = 100,00%"),
            (30, 36, 80, "(2 × 30 − 36) / 30 = 80,00%"),
            (30, 24, 100, "(2 × 30 − 24) / 30 = 120,00%, portato al massimo di 100%"),
            (30, 75, 0, "(2 × 30 − 75) / 30 = −50,00%, portato al minimo di 0%"),
        ],
    )
    def test_due_volte_l_atteso_meno_il_raggiunto(self, atteso, raggiunto, grado, conto):
        esito = grado_indicatore(numeri(Formula.MENO_E_MEGLIO, atteso, raggiunto))

        assert (esito.valore, esito.conto) == (grado, conto)

    def test_atteso_zero_rispettato_o_no(self):
        assert grado_indicatore(numeri(Formula.MENO_E_MEGLIO, 0, 0)).valore == 100
        assert grado_indicatore(numeri(Formula.MENO_E_MEGLIO, 0, 1)).valore == 0

    def test_atteso_zero_con_una_partenza_conta_quanto_e_sceso(self):
        esito = grado_indicatore(numeri(Formula.MENO_E_MEGLIO, 0, 2, 8))

        assert esito.conto == "(2 − 8) / (0 − 8) = 75,00%"

    def test_atteso_zero_giudicato_a_mano_se_l_ente_vuole(self):
        esito = grado_indicatore(numeri(Formula.MENO_E_MEGLIO, 0, 1), Parametri(atteso_zero=AttesoZero.GIUDIZIO))

        assert esito.motivo == "Il valore atteso è zero: il grado si dà a mano, con una motivazione."


class TestValoreEsatto:
    @pytest.mark.parametrize(("raggiunto", "grado"), [(10, 100), (8, 80), (12, 80), (25, 0), (0, 0)])
    def test_lo_scarto_conta_nei_due_sensi(self, raggiunto, grado):
        assert grado_indicatore(numeri(Formula.VALORE_ESATTO, 10, raggiunto)).valore == grado


class TestData:
    @pytest.mark.parametrize(
        ("giorni", "grado"), [(-20, 100), (0, 100), (1, 90), (15, 90), (16, 70), (30, 70), (60, 50), (61, 0)]
    )
    def test_la_tabella_dei_ritardi(self, giorni, grado):
        misura = Misura(
            formula=Formula.DATA, data_attesa=ATTESA, data_raggiunta=ATTESA + datetime.timedelta(days=giorni)
        )

        assert grado_indicatore(misura).valore == grado

    def test_il_conto_dice_i_giorni(self):
        misura = Misura(formula=Formula.DATA, data_attesa=ATTESA, data_raggiunta=datetime.date(2024, 7, 20))

        assert grado_indicatore(misura).conto == (
            "atteso il 30/06/2024, fatto il 20/07/2024: 20 giorni di ritardo = 70,00%"
        )

    def test_la_tabella_e_dell_ente_in_qualunque_ordine(self):
        ritardi = (Scaglione(giorni=90, grado=Decimal(20)), Scaglione(giorni=5, grado=Decimal(95)))
        misura = Misura(formula=Formula.DATA, data_attesa=ATTESA, data_raggiunta=datetime.date(2024, 7, 3))

        assert grado_indicatore(misura, Parametri(ritardi=ritardi)).valore == 95
        assert grado_indicatore(misura, Parametri(ritardi=())).valore == 0

    def test_non_fatto_vale_zero_e_senza_data_non_si_sa(self):
        assert grado_indicatore(Misura(formula=Formula.DATA, data_attesa=ATTESA, fatto=False)).valore == 0
        senza_data = grado_indicatore(Misura(formula=Formula.DATA, data_attesa=ATTESA))
        assert senza_data.motivo == "Manca la data in cui è stato fatto."
        assert grado_indicatore(Misura(formula=Formula.DATA)).motivo == "Manca la data attesa."


class TestSiNoFasiGiudizio:
    @pytest.mark.parametrize(("fatto", "grado"), [(True, 100), (False, 0), (None, None)])
    def test_si_o_no(self, fatto, grado):
        assert grado_indicatore(Misura(formula=Formula.SI_NO, fatto=fatto)).valore == grado

    def test_fasi_pesate(self):
        fasi = (
            FaseMisurata(nome="Bando", peso=Decimal(20), completamento=Decimal(100)),
            FaseMisurata(nome="Lavori", peso=Decimal(60), completamento=Decimal(50)),
            FaseMisurata(nome="Collaudo", peso=Decimal(20)),
        )
        esito = grado_indicatore(Misura(formula=Formula.FASI, fasi=fasi))

        assert esito.conto == "(100,00 × 20 + 50,00 × 60 + 0,00 × 20) / 100 = 50,00%"
        assert esito.note == ("Fasi senza rilevazione, contate come non fatte: 1.",)

    def test_fasi_senza_pesi_contano_uguale(self):
        fasi = tuple(FaseMisurata(completamento=Decimal(c)) for c in (100, 100, 0))

        assert grado_indicatore(Misura(formula=Formula.FASI, fasi=fasi)).valore == Decimal("66.67")

    @pytest.mark.parametrize(
        ("fasi", "motivo"), [((), "Mancano le fasi."), ((FaseMisurata(),), "Manca lo stato delle fasi.")]
    )
    def test_fasi_ignote(self, fasi, motivo):
        assert grado_indicatore(Misura(formula=Formula.FASI, fasi=fasi)).motivo == motivo

    def test_un_testo_si_giudica_a_mano_e_con_una_motivazione(self):
        esito = grado_indicatore(Misura(formula=Formula.GIUDIZIO, giudizio=Decimal(90), motivo="Sezioni complete."))

        assert (esito.valore, esito.conto) == (90, "90,00%, dato a mano")
        assert esito.note == ("Sezioni complete.",)
        senza = grado_indicatore(Misura(formula=Formula.GIUDIZIO, giudizio=Decimal(90), motivo=" "))
        assert senza.motivo == "Il grado dato a mano chiede una motivazione."
        assert grado_indicatore(Misura(formula=Formula.GIUDIZIO)).esatto is None


class TestFormulaDelPiano:
    @pytest.mark.parametrize(
        ("tipo", "direzione", "operatore", "formula"),
        [
            ("quantita", "", "ge", Formula.PIU_E_MEGLIO),
            ("quantita", "", "gt", Formula.PIU_E_MEGLIO),
            ("percentuale", "", "le", Formula.MENO_E_MEGLIO),
            ("percentuale", "", "eq", Formula.VALORE_ESATTO),
            ("quantita", "diminuire", "ge", Formula.MENO_E_MEGLIO),
            ("tempo", "", "ge", Formula.MENO_E_MEGLIO),
            ("tempo", "crescere", "le", Formula.PIU_E_MEGLIO),
            ("data", "", "ge", Formula.DATA),
            ("si_no", "", "ge", Formula.SI_NO),
            ("qualita", "crescere", "ge", Formula.GIUDIZIO),
            ("", "", "ge", Formula.GIUDIZIO),
        ],
    )
    def test_dal_tipo_dalla_direzione_e_dall_operatore(self, tipo, direzione, operatore, formula):
        assert formula_di(tipo, direzione, operatore) is formula

    def test_una_data_attesa_vince_sul_tipo(self):
        assert formula_di("quantita", con_data=True) is Formula.DATA


class TestDueLati:
    def test_qualita_per_tempi(self):
        qualita = grado_indicatore(numeri(Formula.PIU_E_MEGLIO, 10, 9))
        tempi = grado_indicatore(
            Misura(formula=Formula.DATA, data_attesa=ATTESA, data_raggiunta=datetime.date(2024, 7, 10))
        )
        esito = con_tempi(qualita, tempi)

        assert (esito.valore, esito.tempi) == (81, 90)
        assert esito.conto == "90,00% × 90,00% dei tempi = 81,00%"

    def test_senza_un_lato_non_c_e_grado(self):
        esito = con_tempi(
            grado_indicatore(numeri(Formula.PIU_E_MEGLIO, 10, 9)),
            grado_indicatore(Misura(formula=Formula.DATA)),
        )

        assert esito.motivo == "Manca il lato «tempo» del risultato: Manca la data attesa."

    def test_il_grado_deciso_porta_la_motivazione(self):
        esito = grado_deciso(Decimal("72.5"), "Prove incomplete.")

        assert (esito.conto, esito.note) == ("72,50%, deciso con motivazione", ("Prove incomplete.",))
