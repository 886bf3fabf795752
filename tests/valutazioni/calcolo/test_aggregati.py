"""Dati sui premi da pubblicare: nessuna cella sotto cinque persone, e nessuna sottrazione che la restituisca."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from valutazioni.calcolo.aggregati import PremioContato, differenziazione, tabella_premi
from valutazioni.calcolo.soppressione import Posto, con_totali, da_nascondere


def premi(importo=100, **conteggi) -> list[PremioContato]:
    """`premi(eq_A=3)`: three premi of the category "eq" in the band "A"."""
    return [
        PremioContato(categoria=nome.split("_")[0], fascia=nome.split("_")[1], importo=Decimal(importo))
        for nome, quanti in conteggi.items()
        for _ in range(quanti)
    ]


def stampata(matrice) -> list[list[int | None]]:
    nascoste, tutte = da_nascondere(matrice), con_totali(matrice)
    return [[None if Posto(r, c) in nascoste else n for c, n in enumerate(riga)] for r, riga in enumerate(tutte)]


def altre_possibili(matrice, nascoste):
    """Tables that print the same, one person more or less in some hidden cells, none of these at zero."""
    corpo = [p for p in sorted(nascoste) if p.riga < len(matrice) and p.colonna < len(matrice[0])]
    prima = con_totali(matrice)
    for scarti in itertools.product((-1, 0, 1), repeat=len(corpo)):
        altra = [list(riga) for riga in matrice]
        for posto, scarto in zip(corpo, scarti, strict=True):
            altra[posto.riga][posto.colonna] += scarto
        dopo = con_totali(altra)
        posti = [Posto(r, c) for r in range(len(prima)) for c in range(len(prima[0]))]
        if all(dopo[r][c] >= 1 if (r, c) in nascoste else dopo[r][c] == prima[r][c] for r, c in posti):
            yield dopo


MATRICI = st.integers(1, 3).flatmap(
    lambda colonne: st.lists(
        st.lists(st.integers(0, 8) | st.integers(0, 40), min_size=colonne, max_size=colonne), min_size=1, max_size=2
    )
)


class TestSoppressione:
    def test_senza_celle_piccole_si_stampa_tutto(self):
        assert stampata([[5, 0], [10, 7]]) == [[5, 0, 5], [10, 7, 17], [15, 7, 22]]

    def test_una_cella_piccola_ne_nasconde_altre_tre(self):
        assert stampata([[3, 20], [10, 30]]) == [[None, None, 23], [None, None, 40], [13, 50, 63]]

    def test_due_piccole_che_insieme_sono_meno_di_cinque_ne_vogliono_una_terza(self):
        nascoste = da_nascondere([[1, 2, 30], [20, 20, 20]])

        assert {p for p in nascoste if p.riga == 0} == {(0, 0), (0, 1), (0, 2)}

    def test_una_sola_categoria_nasconde_anche_i_totali_di_fascia(self):
        assert stampata([[2, 9]]) == [[None, None, 11], [None, None, 11]]

    def test_un_ente_con_meno_di_cinque_persone_non_stampa_conteggi(self):
        assert stampata([[1, 2]]) == [[None, None, None], [None, None, None]]

    def test_lo_zero_si_stampa(self):
        assert da_nascondere([[0, 0, 9]]) == frozenset()

    @settings(deadline=None, max_examples=200)
    @given(matrice=MATRICI)
    def test_nessuna_cella_nascosta_si_ricava(self, matrice):
        nascoste = da_nascondere(matrice)
        vera = con_totali(matrice)
        da_trovare = set(nascoste)
        for altra in altre_possibili(matrice, nascoste):
            da_trovare -= {p for p in da_trovare if altra[p.riga][p.colonna] != vera[p.riga][p.colonna]}
            if not da_trovare:
                break

        assert da_trovare == set()

    @given(matrice=st.lists(st.lists(st.integers(0, 12), min_size=5, max_size=5), min_size=1, max_size=7))
    def test_ne_una_cella_ne_un_gruppo_sotto_cinque(self, matrice):
        nascoste = da_nascondere(matrice)
        vera = con_totali(matrice)
        righe = [[Posto(r, c) for c in range(len(vera[0]))] for r in range(len(vera))]

        assert all(Posto(r, c) in nascoste for r, riga in enumerate(vera) for c, n in enumerate(riga) if 0 < n < 5)
        for *celle, totale in [*righe, *map(list, zip(*righe, strict=True))]:
            gruppo = [vera[r][c] for r, c in celle if (r, c) in nascoste]
            assert not gruppo or totale in nascoste or (sum(gruppo) >= 5 and len(gruppo) > 1)


class TestTabella:
    def test_persone_ed_euro_per_categoria_e_fascia(self):
        tabella = tabella_premi(premi(eq_A=5, dip_A=10, dip_B=6), ["eq", "dip"], ["A", "B"])

        assert [[cella.persone for cella in riga] for riga in tabella.celle] == [[5, 0, 5], [10, 6, 16], [15, 6, 21]]
        assert tabella.celle[1][0].importo == 1000
        assert (tabella.distribuito, tabella.soppresse) == (2100, 0)

    def test_gli_euro_tacciono_dove_una_cella_e_nascosta_e_in_un_altra_categoria(self):
        gruppo = premi(eq_A=2, eq_B=9, dip_A=20, dip_B=30, op_A=10, op_B=10)
        tabella = tabella_premi(gruppo, ["eq", "dip", "op"], ["A", "B"])
        con_euro = [[cella.importo is not None for cella in riga] for riga in tabella.celle]

        assert con_euro == [[False] * 3, [True] * 3, [False] * 3, [False, False, True]]
        assert tabella.distribuito == 8100

    def test_gli_euro_di_una_sola_categoria_sarebbero_il_totale_meno_le_altre(self):
        tabella = tabella_premi(premi(eq_A=2, eq_B=9, dip_C=30), ["eq", "dip"], ["A", "B", "C"])

        assert [cella.persone for cella in tabella.celle[1]] == [0, 0, 30, 30]
        assert [cella.importo for riga in tabella.celle for cella in riga] == [None] * 11 + [4100]

    def test_niente_da_contare(self):
        vuota = tabella_premi([], [], ["A"])

        assert (vuota.distribuito, vuota.soppresse) == (0, 0)

    def test_una_categoria_sconosciuta_non_si_perde(self):
        with pytest.raises(KeyError):
            tabella_premi(premi(eq_A=5), ["dip"], ["A"])


class TestDifferenziazione:
    def test_quota_fuori_dalla_fascia_piu_numerosa(self):
        """The employees of Magenta in 2017: 102, 35, 1."""
        esito = differenziazione(premi(dip_1=102, dip_2=35, dip_3=1))

        assert esito.valutati == 138
        assert esito.grado == Decimal("26.09")
        assert esito.grado_pubblicabile is None

    def test_si_pubblica_se_non_rivela_una_fascia_piccola(self):
        assert differenziazione(premi(dip_1=15, dip_2=5)).grado_pubblicabile == 25

    @pytest.mark.parametrize(
        ("prima", "seconda", "indifferenziata"), [(5, 0, True), (4, 0, False), (9, 1, False), (0, 0, False)]
    )
    def test_tutti_in_una_fascia(self, prima, seconda, indifferenziata):
        esito = differenziazione(premi(dip_1=prima, dip_2=seconda))

        assert esito.indifferenziata is indifferenziata

    def test_gli_importi_restano_dentro(self):
        esito = differenziazione([*premi(100, dip_1=1), *premi(301, dip_2=1)])

        assert (esito.minimo, esito.massimo, esito.medio) == (100, 301, Decimal("200.5"))
        assert differenziazione([]).grado is None
