"""The measure of the import of a large PEG, on a few rows: it measures what it says."""

import pytest

from obiettivi.prestazioni.peg import misura_peg, peg_sintetico
from piani.importers.liste import carica_liste
from piani.importers.peg.lettura import leggi_peg
from piani.models import Capitolo
from tests import factories


@pytest.mark.django_db
def test_il_foglio_inventato_e_un_peg_intero_e_la_misura_non_lascia_niente(settings):
    carica_liste(settings.BASE_DIR / "fixtures" / "liste")
    piano = factories.PianoFactory(anno_inizio=2025)

    letto = leggi_peg("peg.xlsx", peg_sintetico(30, 2025), piano=piano)
    misura = misura_peg(30)

    assert len(letto.buone) == 30
    assert all(colonna.campo for colonna in letto.colonne)
    assert len(letto.colonne) == 15
    assert min(misura.lettura, misura.scrittura) > 0
    assert not Capitolo.objects.exists()
