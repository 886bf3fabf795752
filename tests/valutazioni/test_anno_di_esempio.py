"""The year of the body of example: everything invented, through the same services as the pages, and only there."""

import msgspec
import pytest
from django.conf import settings
from django.core.management import call_command

from obiettivi.importers.fotografia import carica_fotografia
from piani.importers.liste import carica_liste
from piani.models import Documento, Ente
from piani.permessi import Ruolo
from piani.selectors import piani_completi
from piani.services.acquisizione import acquisisci_piano
from piani.services.demo import crea_account_demo
from piani.sezioni import da_json
from tests.schede import atto_nuovo
from tests.versioni import finti
from valutazioni.importers.anno import AnnoRifiutato, carica_anno, leggi_anno
from valutazioni.models import Carta, DistribuzionePremi, Fondo, Relazione, Rilevazione, Risultato
from valutazioni.services import produzione
from valutazioni.services.premi import distribuzione_di

pytestmark = pytest.mark.django_db
FILE = settings.BASE_DIR / "fixtures" / "esempio-anno-2025.json"
PIANO = settings.BASE_DIR / "fixtures" / "esempio-2025-2027.json"


@pytest.fixture
def esempio(db) -> Ente:
    carica_liste(settings.BASE_DIR / "fixtures" / "liste")
    piano = carica_fotografia(da_json(PIANO.read_bytes()))
    crea_account_demo(ente=piano.ente, password="Prova-esempio-1")
    amministratore = piano.ente.incarichi.get(ruolo=Ruolo.AMMINISTRATORE).utente
    acquisisci_piano(
        piano=piani_completi().get(pk=piano.pk), utente=amministratore, nota="ESEMPIO", atto=atto_nuovo("3")
    )
    return piano.ente


def test_l_anno_e_completo_e_caricarlo_due_volte_non_cambia_niente(esempio, capsys, monkeypatch):
    monkeypatch.setattr(produzione, "esegui_in_parallelo", finti)
    call_command("carica_anno_di_esempio", FILE)
    call_command("carica_anno_di_esempio", FILE)

    assert "resta com'è" in capsys.readouterr().out
    assert set(Risultato.objects.values_list("stato", flat=True)) == {"confermato"}
    assert set(Carta.objects.values_list("stato", flat=True)) == {"definitiva"}
    assert Relazione.objects.get().stato == "pubblicata"
    assert Documento.objects.filter(tipo="premi_dati", pubblicato_il__isnull=False).exists()
    assert set(Fondo.objects.values_list("stato", flat=True)) == {"distribuito"}
    for riga in DistribuzionePremi.objects.select_related("fondo"):
        distribuzione = distribuzione_di(riga)
        assert sum(premio.importo for premio in distribuzione.premi) + distribuzione.residuo == riga.fondo.importo


def test_chi_ha_cambiato_area_a_meta_anno_ha_due_posizioni_e_una_carta(esempio):
    carica_anno(leggi_anno(FILE.read_bytes()))

    carta = Carta.objects.select_related("area").get(dipendente__codice="esempio-dipendente-tre")
    assert carta.area.slug == "contabile"
    assert "181" in carta.gradi["unita"]["conto"]
    assert carta.dipendente.posizioni.count() == 2


def test_i_gradi_non_sono_tutti_uguali_e_uno_e_stato_corretto_dal_nucleo(esempio):
    carica_anno(leggi_anno(FILE.read_bytes()))

    assert len(set(Risultato.objects.values_list("confermato", flat=True))) > 10
    corretto = Risultato.objects.exclude(motivo_conferma="").get()
    assert corretto.confermato == 75
    assert corretto.confermato < corretto.proposto


def test_in_un_ente_vero_non_si_inventa_niente(ente):
    dati = msgspec.structs.replace(leggi_anno(FILE.read_bytes()), ente=ente.slug)

    with pytest.raises(AnnoRifiutato, match="non è un ente di esempio"):
        carica_anno(dati)
    assert not Rilevazione.objects.exists()


@pytest.mark.parametrize("testo", [b"", b"{}", b'{"anno": "2025"}'])
def test_un_file_che_non_e_un_anno_si_rifiuta(testo):
    with pytest.raises(AnnoRifiutato, match="non è un anno di esempio"):
        leggi_anno(testo)


def test_ogni_testo_libero_dice_che_e_un_esempio():
    dati = leggi_anno(FILE.read_bytes())

    testi = [carta.giudizio for carta in dati.carte] + [fondo.fonte for fondo in dati.fondi]
    testi += [*dati.relazione.testi, dati.relazione.validazione, dati.relazione.atto.oggetto, dati.smvp.parere]
    assert [testo for testo in testi if "ESEMPIO" not in testo] == []
