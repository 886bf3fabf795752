"""Reference lists: years of validity, loading twice, a wrong file."""

import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from piani.models import Comune, Missione, Programma

pytestmark = pytest.mark.django_db
LISTE = settings.BASE_DIR / "fixtures" / "liste"


def test_si_carica_due_volte_senza_doppioni(capsys):
    call_command("carica_liste")
    call_command("carica_liste")
    assert (Missione.objects.count(), Programma.objects.count(), Comune.objects.count()) == (23, 101, 7896)
    assert Comune.objects.get(nome="Semproniano").codice_istat == "053028"


@pytest.mark.parametrize(("anno", "codici"), [(2025, ["1201"]), (2026, ["1201", "1211"])])
def test_asili_nido_hanno_un_programma_proprio_dal_2026(anno, codici):
    call_command("carica_liste", verbosity=0)
    asili = Programma.objects.validi_nel(anno).filter(codice__in=["1201", "1211"])
    assert list(asili.values_list("codice", flat=True)) == codici


def test_una_riga_sbagliata_non_lascia_niente(tmp_path):
    shutil.copytree(LISTE, tmp_path / "liste")
    with (tmp_path / "liste" / "programmi.csv").open("a", encoding="utf-8") as flusso:
        flusso.write("99AB;99;Programma sbagliato;no;2015;\n")
    with pytest.raises(CommandError, match=r"programmi\.csv, riga 103: .*servono 4 cifre"):
        call_command("carica_liste", cartella=tmp_path / "liste")
    assert not Missione.objects.exists()


def test_cartella_che_non_c_e(tmp_path):
    with pytest.raises(CommandError, match="il file non si legge"):
        call_command("carica_liste", cartella=tmp_path / "manca")
