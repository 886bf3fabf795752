"""Premi: il fondo torna al centesimo, e ogni importo ha il suo conto."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.valutazioni.calcolo.modelli import FASCE_MAGENTA, categoria
from valutazioni.calcolo.premi import DatiNonValidi, PersonaPremio, distribuisci
from valutazioni.calcolo.ripartizione import ripartisci
from valutazioni.calcolo.smvp import Maggiorazione, ModoPremio, Residuo

MEF = (
    ("Eccellente", 90, 100, "1.2"),
    ("Oltre la media", 80, "89.99", "1.0"),
    ("Distinto", 70, "79.99", "0.8"),
    ("Adeguato", 60, "69.99", "0.6"),
    ("Minimo", 50, "59.99", "0.2"),
    ("Negativo", 0, "49.99", "0.0"),
)
PERCENTO = categoria(ModoPremio.FASCE_PERCENTO, FASCE_MAGENTA)


def persone(*punteggi, **altri) -> list[PersonaPremio]:
    return [
        PersonaPremio(chiave=f"{n:04}", punteggio=None if p is None else Decimal(str(p)), **altri)
        for n, p in enumerate(punteggi)
    ]


def importi(distribuzione) -> list[Decimal]:
    return [premio.importo for premio in distribuzione.premi]


class TestRipartizione:
    @pytest.mark.parametrize(
        ("importo", "pesi", "quote"),
        [
            ("100", (1, 1, 1), ("33.34", "33.33", "33.33")),
            ("0.02", (1, 1, 1), ("0.01", "0.01", "0")),
            ("100", ("0.5", "1.5", 0), ("25", "75", "0")),
            ("10", (0, 0), ("0", "0")),
            ("10", (), ()),
        ],
    )
    def test_il_resto_piu_grande_ha_il_centesimo(self, importo, pesi, quote):
        assert ripartisci(Decimal(importo), [Decimal(p) for p in pesi]) == [Decimal(q) for q in quote]

    def test_a_parita_decide_l_ordine(self):
        assert ripartisci(Decimal("0.01"), [Decimal(1)] * 2, ["b", "a"]) == [0, Decimal("0.01")]


class TestCoefficiente:
    def test_novecento_su_duecento_centocinquanta_cento(self):
        distribuzione = distribuisci(Decimal(900), persone(86, 75, 60), categoria())

        assert importi(distribuzione) == [400, 300, 200]
        assert distribuzione.premi[0].conto == "900,00 × 200 / 450 = 400,00"
        assert (distribuzione.residuo, distribuzione.note) == (0, ())

    def test_coefficiente_oltre_uno_su_un_fondo_chiuso(self):
        fondo = Decimal("116325.12")
        distribuzione = distribuisci(fondo, persone(95, 85, 75, 65, 55, 40), categoria(righe=MEF))

        assert importi(distribuzione) == [
            Decimal(importo) for importo in ("36734.25", "30611.87", "24489.50", "18367.12", "6122.38", "0")
        ]
        assert sum(importi(distribuzione)) == fondo
        assert distribuzione.premi[-1].motivo == "Nessun premio per il punteggio 40,00."

    def test_part_time_e_mesi(self):
        gruppo = [
            PersonaPremio(chiave="a", punteggio=Decimal(90)),
            PersonaPremio(chiave="b", punteggio=Decimal(90), part_time=Decimal(50)),
            PersonaPremio(chiave="c", punteggio=Decimal(90), mesi=Decimal(6)),
        ]
        distribuzione = distribuisci(Decimal(1000), gruppo, categoria())

        assert importi(distribuzione) == [500, 250, 250]
        assert distribuzione.premi[1].conto == "1000,00 × 100 / 400 = 250,00 (tempo 50%, mesi 12 su 12)"
        assert importi(distribuisci(Decimal(900), gruppo, categoria(part_time=False, mesi=False))) == [300, 300, 300]


class TestFascePercento:
    def test_quel_che_resta_sono_economie(self):
        distribuzione = distribuisci(Decimal(1000), persone(96, 80), PERCENTO)

        assert importi(distribuzione) == [500, 400]
        assert distribuzione.premi[1].conto == "quota 500,00 × 80% = 400,00"
        assert (distribuzione.residuo, distribuzione.distribuito) == (100, 900)
        assert distribuzione.note == ("La regola lascia 100,00 euro: sono economie.",)

    def test_oppure_si_ridistribuisce(self):
        una = categoria(ModoPremio.FASCE_PERCENTO, FASCE_MAGENTA, residuo=Residuo.RIDISTRIBUITO)

        assert importi(distribuisci(Decimal(900), persone(96, 80), una)) == [500, 400]

    def test_chi_e_escluso_non_conta_chi_manca_la_condizione_conta_con_niente(self):
        gruppo = [
            *persone(96),
            PersonaPremio(chiave="escluso", punteggio=Decimal(96), esclusione="sanzione disciplinare."),
            PersonaPremio(chiave="condizione", punteggio=Decimal(96), condizioni_mancate=("Condizione «PIAO»: 0%.",)),
        ]
        distribuzione = distribuisci(Decimal(1000), gruppo, PERCENTO)

        assert importi(distribuzione) == [500, 0, 0]
        assert [premio.motivo for premio in distribuzione.premi] == [
            "",
            "Escluso: sanzione disciplinare.",
            "Condizione «PIAO»: 0%.",
        ]

    @pytest.mark.parametrize(
        ("persona", "motivo"),
        [
            ({"punteggio": None}, "Manca il punteggio: la scheda non è completa."),
            ({"punteggio": Decimal(59)}, "59,00 è sotto la soglia di 60."),
            ({"punteggio": Decimal(101)}, "101,00 non sta in nessuna fascia."),
            ({"punteggio": Decimal(90), "mesi": Decimal(1)}, "Escluso: mesi 1, chiesti almeno 2."),
            ({"punteggio": Decimal(90), "part_time": Decimal(0)}, "Nessun mese di servizio, o tempo di lavoro a zero."),
        ],
    )
    def test_perche_niente(self, persona, motivo):
        una = categoria(ModoPremio.FASCE_PERCENTO, FASCE_MAGENTA, soglia=Decimal(60), mesi_minimi=Decimal(2))
        distribuzione = distribuisci(Decimal(100), [PersonaPremio(chiave="x", **persona)], una)

        assert [(p.importo, p.motivo) for p in distribuzione.premi] == [(0, motivo)]
        assert distribuzione.note == ("Nessuno ha titolo al premio: 100,00 euro restano nel fondo.",)

    def test_piu_di_cento_per_cento_non_spende_piu_del_fondo(self):
        una = categoria(ModoPremio.FASCE_PERCENTO)

        assert importi(distribuisci(Decimal(900), persone(86, 75, 60), una)) == [400, 300, 200]


class TestAltreRegole:
    def test_proporzionale_al_punteggio_come_mostrato(self):
        distribuzione = distribuisci(Decimal(1000), persone("82.375", "17.62"), categoria(ModoPremio.PROPORZIONALE, ()))

        assert importi(distribuzione) == [Decimal("823.80"), Decimal("176.20")]

    def test_quota_alla_soglia_e_incremento_per_punto(self):
        una = categoria(
            ModoPremio.SOGLIA_E_INCREMENTO,
            (),
            soglia=Decimal(60),
            quota_soglia=Decimal(50),
            incremento_punto=Decimal("1.25"),
        )
        distribuzione = distribuisci(Decimal(4000), persone("59.99", 60, 80, 100), una)

        assert importi(distribuzione) == [0, 500, 750, 1000]
        assert distribuzione.residuo == 1750


class TestMaggiorazione:
    def migliori(self, quota, **altri):
        regola = Maggiorazione(percentuale=Decimal(30), quota_persone=Decimal(quota), **altri)
        return categoria(ModoPremio.PROPORZIONALE, (), maggiorazione=regola)

    def test_il_trenta_per_cento_del_premio_medio_esce_dallo_stesso_fondo(self):
        distribuzione = distribuisci(Decimal(1060), persone(100, *[90] * 4), self.migliori(20))
        primo, *altri = distribuzione.premi

        assert primo.maggiorazione == 60
        assert sum(importi(distribuzione)) == 1060
        medio = (1060 - primo.maggiorazione) / 5
        assert primo.maggiorazione == medio * Decimal("0.3")
        assert primo.conto.endswith("+ maggiorazione 60,00 = 277,39")
        assert all(not premio.maggiorazione for premio in altri)

    def test_chi_e_pari_al_primo_escluso_non_entra(self):
        distribuzione = distribuisci(Decimal(1000), persone(95, 95, 90, 80, 70), self.migliori(20))

        assert not any(premio.maggiorazione for premio in distribuzione.premi)
        assert distribuzione.note == (
            "Maggiorazione: 0 su 1 posti. Chi è pari a 95,00 non entra: i posti non bastano per tutti.",
        )

    def test_sotto_la_soglia_dei_migliori_nessuno(self):
        distribuzione = distribuisci(Decimal(1000), persone(95, 90), self.migliori(50, soglia=Decimal(98)))

        assert distribuzione.note == ("Maggiorazione: 0 su 1 posti.",)


class TestDatiNonValidi:
    @pytest.mark.parametrize(
        ("fondo", "gruppo"),
        [
            ("-1", persone(90)),
            ("1.001", persone(90)),
            ("1", persone(90) * 2),
            ("1", persone(90, part_time=Decimal(120))),
            ("1", persone(90, mesi=Decimal(13))),
        ],
    )
    def test_si_rifiutano(self, fondo, gruppo):
        with pytest.raises(DatiNonValidi):
            distribuisci(Decimal(fondo), gruppo, categoria())

    def test_nessuno(self):
        assert distribuisci(Decimal(10), [], categoria()).residuo == 10


FONDI = st.integers(0, 10_000_000).map(lambda centesimi: Decimal(centesimi).scaleb(-2))
PUNTEGGI = st.integers(0, 10_000).map(lambda centesimi: Decimal(centesimi).scaleb(-2))
MIGLIORI = st.none() | st.builds(
    Maggiorazione, percentuale=st.integers(1, 60).map(Decimal), quota_persone=st.integers(1, 100).map(Decimal)
)


@st.composite
def categorie(disegna):
    modo = disegna(st.sampled_from(ModoPremio))
    righe = FASCE_MAGENTA if modo is ModoPremio.FASCE_PERCENTO else MEF
    altri = {"residuo": disegna(st.sampled_from(Residuo)), "maggiorazione": disegna(MIGLIORI)}
    if modo is ModoPremio.SOGLIA_E_INCREMENTO:
        altri |= {"quota_soglia": Decimal(40), "incremento_punto": Decimal("1.5")}
    return categoria(modo, righe, soglia=disegna(st.sampled_from([Decimal(0), Decimal(60)])), **altri)


GRUPPI = st.lists(
    st.tuples(
        st.none() | PUNTEGGI,
        st.integers(0, 100).map(Decimal),
        st.integers(0, 12).map(Decimal),
        st.sampled_from(["", "", "", "aspettativa."]),
    ),
    max_size=12,
).map(
    lambda righe: [
        PersonaPremio(chiave=str(n), punteggio=p, part_time=t, mesi=m, esclusione=e)
        for n, (p, t, m, e) in enumerate(righe)
    ]
)


class TestSempre:
    @given(fondo=FONDI, gruppo=GRUPPI, una=categorie())
    def test_il_fondo_torna_al_centesimo(self, fondo, gruppo, una):
        distribuzione = distribuisci(fondo, gruppo, una)

        assert sum(importi(distribuzione)) + distribuzione.residuo == fondo
        assert distribuzione.residuo >= 0
        assert all(importo >= 0 for importo in importi(distribuzione))

    @given(fondo=FONDI, gruppo=GRUPPI, una=categorie())
    def test_un_fondo_chiuso_si_spende_tutto_se_qualcuno_ne_ha_titolo(self, fondo, gruppo, una):
        distribuzione = distribuisci(fondo, gruppo, una)
        chiuso = una.premio.modo in (ModoPremio.COEFFICIENTE, ModoPremio.PROPORZIONALE)
        if chiuso or una.premio.residuo is Residuo.RIDISTRIBUITO:
            ha_titolo = any(not premio.motivo for premio in distribuzione.premi)
            assert distribuzione.residuo == (0 if ha_titolo else fondo)

    @given(fondo=FONDI, punteggi=st.lists(PUNTEGGI, max_size=12), una=categorie())
    def test_a_parita_di_presenza_un_punteggio_migliore_non_prende_meno(self, fondo, punteggi, una):
        distribuzione = distribuisci(fondo, persone(*punteggi), una)
        in_ordine = sorted(distribuzione.premi, key=lambda premio: premio.punteggio)

        for peggiore, migliore in itertools.pairwise(in_ordine):
            assert peggiore.importo <= migliore.importo or peggiore.punteggio == migliore.punteggio

    @given(fondo=FONDI, gruppo=GRUPPI, una=categorie())
    def test_l_ordine_di_arrivo_non_conta(self, fondo, gruppo, una):
        dritto = {p.chiave: p.importo for p in distribuisci(fondo, gruppo, una).premi}

        assert {p.chiave: p.importo for p in distribuisci(fondo, gruppo[::-1], una).premi} == dritto
