"""The PEG of the bench: as many rows as asked, years that balance, codes of the law's lists, the same every time."""

import pytest
from django.core.management import CommandError, call_command

from obiettivi.prestazioni.misure import misura_file_del_peg
from obiettivi.prestazioni.peg_sintesi import con_peg
from obiettivi.prestazioni.sintesi import piano_sintetico
from piani.sezioni import PEG
from piani.sezioni.peg import codici_usati
from piani.sezioni.peg_totali import pareggio


@pytest.mark.parametrize("quanti", [12, 120, 1000])
def test_ha_le_righe_chieste_e_gli_anni_in_pareggio(quanti):
    peg = con_peg(piano_sintetico(6, 3), quanti)[PEG]

    assert len(peg.capitoli) == len({riga.chiave for riga in peg.capitoli}) == quanti
    assert [anno.differenza for anno in pareggio(peg.capitoli)] == [0, 0, 0]
    nomi = {(voce.lista, voce.codice) for voce in peg.voci}
    assert codici_usati(peg.capitoli) == nomi


def test_gli_stessi_argomenti_danno_lo_stesso_piano():
    assert con_peg(piano_sintetico(6, 3), 50) == con_peg(piano_sintetico(6, 3), 50)


def test_si_misura_un_file_per_genere():
    misure = misura_file_del_peg(con_peg(piano_sintetico(3, 1), 12))

    assert list(misure) == ["allegato-3.pdf", "allegati-2-3-esempio-01.pdf", "peg.xlsx", "peg.csv"]
    assert all(0 < misura.mb < 250 for misura in misure.values())


def test_pochi_capitoli_non_fanno_un_peg():
    with pytest.raises(CommandError, match="da 12 in su"):
        call_command("bench", peg=True, capitoli=[3])
