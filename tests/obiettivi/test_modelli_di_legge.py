"""La libreria degli obiettivi che la legge chiede, anno per anno."""

import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from obiettivi.importers.modelli import carica_modelli
from obiettivi.models import ModelloObiettivo
from obiettivi.sezioni import IndicatoreFoto
from piani.controlli import CONTROLLI, controlla, norme
from tests import factories
from tests.foto import foto_di_prova, obiettivo_di_prova

pytestmark = pytest.mark.django_db
LISTE = settings.BASE_DIR / "fixtures" / "liste"


@pytest.fixture
def modelli() -> None:
    carica_modelli(LISTE)


def test_si_caricano_due_volte_senza_doppioni_e_senza_toccare_quelli_degli_enti(ente):
    proprio = factories.ModelloObiettivoFactory(ente=ente, codice="trasparenza", valido_dal=2013)
    carica_modelli(LISTE)
    prima = list(ModelloObiettivo.objects.di_legge().values())
    carica_modelli(LISTE)

    assert prima
    assert list(ModelloObiettivo.objects.di_legge().values()) == prima
    proprio.refresh_from_db()
    assert proprio.ente == ente


@pytest.mark.parametrize(
    ("anno", "norme_attese"),
    [
        (2012, []),
        (2019, ["NO06", "NO06"]),
        (2023, ["NO06", "NO06", "NO07"]),
        (2025, ["NO06", "NO06", "NO07", "NO08"]),
    ],
)
def test_ogni_anno_ha_gli_obiettivi_che_la_legge_chiede_in_quell_anno(modelli, ente, anno, norme_attese):
    offerti = ModelloObiettivo.objects.offerti(ente.pk, anno)

    assert sorted(modello.norma for modello in offerti) == norme_attese


def test_la_libreria_offre_anche_i_modelli_dell_ente_e_di_nessun_altro(modelli, ente, altro_ente):
    proprio = factories.ModelloObiettivoFactory(ente=ente)
    factories.ModelloObiettivoFactory(ente=ente, valido_al=2020)
    factories.ModelloObiettivoFactory(ente=altro_ente)

    offerti = ModelloObiettivo.objects.offerti(ente.pk, 2025)

    assert [modello for modello in offerti if modello.ente_id] == [proprio]
    assert offerti.last() == proprio


def test_ogni_modello_e_misurabile_e_soddisfa_il_controllo_della_sua_norma(modelli):
    for modello in ModelloObiettivo.objects.di_legge():
        anno = modello.valido_dal
        foto = foto_di_prova(
            [
                obiettivo_di_prova(
                    1,
                    anno=anno,
                    descrizione=modello.descrizione,
                    indicatori=tuple(IndicatoreFoto(**voce) for voce in modello.indicatori),
                )
            ],
            anno=anno,
        )
        trovati = {esito.codice for esito in controlla(foto)}
        assert modello.nota
        assert not trovati & {"OB07", "OB08", "OB09", modello.norma}, modello.codice


def test_ogni_norma_citata_e_un_controllo_che_vale_in_tutti_gli_anni_del_modello(modelli):
    for modello in ModelloObiettivo.objects.di_legge():
        ultimo = modello.valido_al or modello.valido_dal + 10
        assert modello.norma in CONTROLLI
        assert all(norme.norma(modello.norma, anno) for anno in range(modello.valido_dal, ultimo + 1))


def test_un_modello_prima_della_sua_norma_non_si_carica(tmp_path):
    shutil.copytree(LISTE, tmp_path / "liste")
    lista = tmp_path / "liste" / "modelli_obiettivo.csv"
    lista.write_text(lista.read_text(encoding="utf-8").replace("formazione;2025", "formazione;2020"), encoding="utf-8")

    with pytest.raises(CommandError, match=r"modelli_obiettivo\.csv, riga \d+: la norma «NO08» non vale nel 2020"):
        call_command("carica_liste", cartella=tmp_path / "liste")
    assert not ModelloObiettivo.objects.exists()


def test_il_segretario_scrive_i_modelli_del_suo_ente_una_riga_per_indicatore(ente, segretario, accedi):
    client = accedi(segretario)
    dati = {
        "ente": ente.pk,
        "titolo": "Tempi di risposta",
        "codice": "tempi-di-risposta",
        "descrizione": "Rispondere ai cittadini.",
        "indicatori": "Giorni per una risposta, in media | Non più di 20\nRisposte scritte",
        "valido_dal": "2024",
    }

    risposta = client.post("/admin/obiettivi/modelloobiettivo/add/", dati)

    assert risposta.status_code == 302
    modello = ModelloObiettivo.objects.get()
    assert modello.indicatori == [
        {"descrizione": "Giorni per una risposta, in media", "valore_atteso": "Non più di 20"},
        {"descrizione": "Risposte scritte", "valore_atteso": ""},
    ]
    pagina = client.get(f"/admin/obiettivi/modelloobiettivo/{modello.pk}/change/").content.decode()
    assert "Giorni per una risposta, in media | Non più di 20\nRisposte scritte" in pagina


def test_senza_ente_un_modello_non_si_scrive(superuser, accedi, ente):
    dati = {"titolo": "Senza ente", "codice": "x", "descrizione": "x", "indicatori": "", "valido_dal": "2024"}

    risposta = accedi(superuser).post("/admin/obiettivi/modelloobiettivo/add/", dati)

    assert risposta.status_code == 200
    assert not ModelloObiettivo.objects.exists()
