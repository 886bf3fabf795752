"""Titoli e norme secondo l'anno e la misura dell'ente."""

from itertools import combinations

import msgspec
import pytest
from django.conf import settings

from piani.documenti.diciture import DICITURE, dicitura, riferimenti
from piani.sezioni import ENTE, da_json


@pytest.fixture(scope="module")
def ente():
    return da_json((settings.BASE_DIR / "fixtures" / "semproniano-2019-2021.json").read_bytes())[ENTE]


def norme(ente, anno: int) -> str:
    return " | ".join(voce.norma for voce in riferimenti(ente, anno))


@pytest.mark.parametrize(
    ("anno", "titolo"),
    [
        (2009, "Piano della performance"),
        (2021, "Piano della performance"),
        (2022, "PIAO – Sottosezione 2.2 Performance"),
        (2040, "PIAO – Sottosezione 2.2 Performance"),
        (2008, ""),
    ],
)
def test_il_titolo_segue_l_anno(anno, titolo):
    assert dicitura("titolo", anno) == titolo


def test_il_peg_unifica_solo_dal_2013_al_2021(ente):
    anni = [anno for anno in range(2009, 2030) if "art. 169, comma 3-bis" in norme(ente, anno)]
    assert (anni[0], anni[-1], len(anni)) == (2013, 2021, 9)


def test_dal_2022_si_citano_le_norme_del_piao(ente):
    assert "DPR 24 giugno 2022, n. 81" in norme(ente, 2022)
    assert "DPR 24 giugno 2022, n. 81" not in norme(ente, 2021)


@pytest.mark.parametrize(("abitanti", "si_dice"), [(4999, True), (5000, False), (None, False)])
def test_il_peg_facoltativo_si_dice_solo_sotto_i_5000_abitanti(ente, abitanti, si_dice):
    ente = msgspec.structs.replace(ente, popolazione_totale=abitanti)
    for anno in (2019, 2025):
        assert any("facoltativo" in voce.testo for voce in riferimenti(ente, anno)) == si_dice
    assert not any("facoltativo" in voce.testo for voce in riferimenti(ente, 2014))


@pytest.mark.parametrize(("dipendenti", "si_dice"), [(49, True), (50, False), (None, False)])
def test_la_2_2_non_obbligatoria_si_dice_solo_sotto_i_50_dipendenti(ente, dipendenti, si_dice):
    ente = msgspec.structs.replace(ente, numero_dipendenti=dipendenti)
    assert any("50 dipendenti" in voce.testo for voce in riferimenti(ente, 2024)) == si_dice
    assert not any("50 dipendenti" in voce.testo for voce in riferimenti(ente, 2021))


def test_in_un_anno_vale_un_titolo_solo():
    for codice in ("titolo", "copertina"):
        for prima, dopo in combinations([voce for voce in DICITURE if voce.codice == codice], 2):
            assert not [anno for anno in range(2000, 2060) if prima.vale_nel(anno) and dopo.vale_nel(anno)]


def test_ogni_dicitura_cita_la_sua_norma():
    assert all(voce.norma.strip() and voce.testo.strip() for voce in DICITURE)
