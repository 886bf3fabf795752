"""The real plan acquired, and the plan of the next triennium begun from it: the same texts, a year later."""

import pytest
from django.core.management import CommandError, call_command

from obiettivi.importers.fotografia import carica_fotografia
from obiettivi.services.rinnovo import foto_rinnovata
from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI
from piani.models import Evento, Piano
from piani.selectors import piani_completi
from piani.sezioni import NARRATIVA, PIANO, SCHEDE, fotografa
from tests import factories
from tests.foto import foto_del_piano_vero

TITOLO = "ESEMPIO – Piano della performance 2020/2022"


@pytest.fixture(scope="module")
def vero():
    return foto_del_piano_vero()


@pytest.fixture(scope="module")
def nuovo(vero):
    return foto_rinnovata(vero, TITOLO)


def test_gli_anni_scorrono_e_gli_atti_restano_indietro(nuovo, vero):
    piano = nuovo[PIANO]

    assert (piano.codice, piano.titolo, piano.stato, piano.atto) == ("2020-2022", TITOLO, "in_redazione", None)
    assert piano.copertine == ()
    assert {allegato.atto for allegato in piano.allegati} == {None}
    assert nuovo[NARRATIVA] == vero[NARRATIVA]


def test_ogni_area_ha_le_sue_schede_e_l_ente_la_sua(nuovo):
    assert [scheda.chiave for scheda in nuovo[SCHEDE]] == [
        ("ente", 2020),
        *((area, anno) for area in ("amministrativa", "contabile", "tecnica") for anno in (2020, 2021, 2022)),
    ]
    assert {scheda.stato for scheda in nuovo[SCHEDE]} == {"bozza"}


def test_nessun_testo_si_aggiunge(nuovo, vero):
    def testi(foto):
        return {
            testo
            for voce in foto[OBIETTIVI]
            for testo in (voce.descrizione, *(riga.descrizione for riga in voce.indicatori))
        }

    assert testi(nuovo) <= testi(vero)


def test_lo_stesso_anno_resta_uguale_e_quello_nuovo_ha_le_date_spostate(nuovo, vero):
    def scheda(foto, area, anno):
        return [voce for voce in foto[OBIETTIVI] if voce.chiave_scheda == (area, anno)]

    for prima, dopo in zip(scheda(vero, "contabile", 2020), scheda(nuovo, "contabile", 2020), strict=True):
        assert (dopo.uid, dopo.scadenza, dopo.descrizione) == (prima.uid, prima.scadenza, prima.descrizione)
    for prima, dopo in zip(scheda(vero, "tecnica", 2021), scheda(nuovo, "tecnica", 2022), strict=True):
        assert dopo.uid == prima.uid
        assert prima.scadenza is None or dopo.scadenza.year >= 2022


def test_le_quote_seguono_le_persone(nuovo):
    for chiave in {(quota.area, quota.anno) for quota in nuovo[ASSEGNAZIONI]}:
        scheda = next(scheda for scheda in nuovo[SCHEDE] if scheda.chiave == chiave)
        numeri = {voce.numero for voce in nuovo[OBIETTIVI] if voce.chiave_scheda == chiave}
        persone = {persona.dipendente.codice for persona in scheda.persone}
        for quota in nuovo[ASSEGNAZIONI]:
            if (quota.area, quota.anno) == chiave:
                assert quota.numero in numeri
                assert quota.dipendente in persone


# --- commands ---


@pytest.fixture
def piano(db, vero, utente_con_ruolo) -> Piano:
    factories.MissioneFactory(codice="01", descrizione="Servizi istituzionali, generali e di gestione")
    piano = carica_fotografia(vero)
    utente_con_ruolo(piano.ente, "amministratore")
    return piano


def acquisisci(**opzioni) -> None:
    """As it is typed in a terminal."""
    usuali = {"piano": "2019-2021", "numero": "38", "data": "12/07/2019", "motivo": "Approvato su carta."}
    call_command("acquisisci_piano", *(f"--{nome}={valore}" for nome, valore in (usuali | opzioni).items()))


def test_il_piano_vero_si_acquisisce_e_si_rinnova_una_volta_sola(piano, capsys):
    for _ in range(2):
        acquisisci()
        call_command("rinnova_piano", piano="2019-2021", titolo=TITOLO)

    detto = capsys.readouterr().out
    assert "acquisito con G.C. n. 38 del 12/07/2019. Controlli non superati: 1." in detto
    assert "già approvato, resta com'è" in detto
    assert "10 schede in bozza" in detto
    assert "già presente, resta com'è" in detto
    assert Evento.objects.filter(oggetto_tipo="piano").count() == 1
    rinnovato = piani_completi().get(anno_inizio=2020)
    assert fotografa(rinnovato)[PIANO].codice == "2020-2022"


@pytest.mark.parametrize(
    ("opzioni", "detto"),
    [
        ({"utente": "nessuno"}, "«nessuno» non c'è"),
        ({"utente": "estraneo"}, "non è amministratore"),
        ({"data": "01/01/2999"}, "nel futuro"),
        ({"motivo": " "}, "scrivere il motivo"),
        ({"data": "ieri"}, "data"),
    ],
)
def test_cio_che_non_va_si_dice(piano, opzioni, detto):
    factories.UtenteFactory(username="estraneo")

    with pytest.raises(CommandError, match=detto):
        acquisisci(**opzioni)
    assert Piano.objects.get().stato == "in_redazione"


def test_senza_un_amministratore_non_si_acquisisce(db, vero):
    factories.MissioneFactory(codice="01", descrizione="Servizi istituzionali, generali e di gestione")
    carica_fotografia(vero)

    with pytest.raises(CommandError, match="nessuno ha il ruolo «Amministratore»"):
        acquisisci()
