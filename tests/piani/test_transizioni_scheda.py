"""The transitions of a sheet: who, from which state, with which note, stopped by what; nothing stays half done."""

import datetime
import itertools
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from piani.models import Evento, Osservazione, Piano, Revisione, SchedaArea
from piani.permessi import Ruolo
from piani.selectors import transizioni_possibili
from piani.services import transizioni
from piani.services.transizioni import proponi_scheda, riapri_scheda, rinvia_scheda, ritira_scheda, valida_scheda
from piani.sezioni import SCHEDE, parte_da_json
from piani.states import SCHEDA, StatoScheda
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, TransizioneVietata
from tests import factories
from tests.schede import scheda_in_ordine

pytestmark = pytest.mark.django_db

SERVIZI = {
    "proponi": lambda **dati: proponi_scheda(nota="Risposta agli avvisi.", **dati),
    "ritira": ritira_scheda,
    "valida": valida_scheda,
    "rinvia": lambda **dati: rinvia_scheda(osservazioni=[(None, "Da rivedere.")], **dati),
    "riapri": lambda **dati: riapri_scheda(nota="Va corretta.", **dati),
}
RUOLI = (*Ruolo.values, "superuser", "segretario_altrove", "responsabile_di_altra_area", "segretario_di_ieri")
# Who may, by kind of sheet and by what is asked; all the others may not. Written here, not asked to the code.
SCRIVE = ("proponi", "ritira")
VALIDA = ("valida", "rinvia", "riapri")
PUO = {
    ("area", SCRIVE): {"responsabile"},
    ("area", VALIDA): {"segretario"},
    ("ente", SCRIVE): {"segretario"},
    ("ente", VALIDA): {"sindaco"},
    ("segretario", SCRIVE): {"segretario"},
    ("segretario", VALIDA): {"sindaco"},
    # The Segretario leads the area: for it he is the responsabile, and somebody else validates.
    ("area del segretario", SCRIVE): {"responsabile", "segretario"},
    ("area del segretario", VALIDA): {"sindaco"},
}


def nello_stato(scheda: SchedaArea, stato: str) -> SchedaArea:
    """The sheet put in a state by hand, with its dates."""
    adesso = timezone.now()
    SchedaArea.objects.filter(pk=scheda.pk).update(
        stato=stato,
        proposta_il=None if stato == "bozza" else adesso,
        validata_il=adesso if stato == "validata" else None,
    )
    return ricarica(scheda)


def ricarica(scheda: SchedaArea) -> SchedaArea:
    return SchedaArea.objects.select_related("piano__ente", "area").get(pk=scheda.pk)


@pytest.fixture
def piano(ente) -> Piano:
    return factories.PianoFactory(ente=ente)


@pytest.fixture
def scheda(piano) -> SchedaArea:
    return ricarica(scheda_in_ordine(piano=piano))


@pytest.fixture
def responsabile(ente, scheda, utente_con_ruolo):
    return utente_con_ruolo(ente, "responsabile", area=scheda.area)


@pytest.fixture
def persone(ente, altro_ente, utente_con_ruolo, superuser):
    """`persone(scheda)`: a user for each of RUOLI, the responsabile being of the sheet's area."""

    def crea(scheda):
        area = scheda.area or factories.AreaFactory(ente=ente)
        utenti = {
            ruolo: utente_con_ruolo(ente, ruolo, **({"area": area} if ruolo == "responsabile" else {}))
            for ruolo in Ruolo.values
        }
        return {
            **utenti,
            "superuser": superuser,
            "segretario_altrove": utente_con_ruolo(altro_ente, "segretario"),
            "responsabile_di_altra_area": utente_con_ruolo(ente, "responsabile"),
            "segretario_di_ieri": utente_con_ruolo(ente, "segretario", al=datetime.date(2019, 12, 31)),
        }

    return crea


# --- who ---


@pytest.mark.parametrize(("codice", "ruolo"), [*itertools.product(SERVIZI, RUOLI)])
@pytest.mark.parametrize("genere", ["area", "ente", "segretario", "area del segretario"])
def test_chi_puo_fare_che_cosa(genere, codice, ruolo, piano, persone):
    scheda = scheda_in_ordine(piano=piano, tipo=genere.split()[0])
    utenti = persone(scheda)
    if genere == "area del segretario":
        factories.IncaricoFactory(
            ente=piano.ente, utente=utenti["segretario"], ruolo=Ruolo.RESPONSABILE, area=scheda.area
        )
    scheda = nello_stato(scheda, SCHEDA[codice].da[0])
    puo = next(chi for (tipo, codici), chi in PUO.items() if tipo == genere and codice in codici)

    assert (SCHEDA[codice] in transizioni_possibili(utenti[ruolo], scheda)) == (ruolo in puo)
    if ruolo in puo:
        assert SERVIZI[codice](scheda=scheda, utente=utenti[ruolo], versione=1).stato == SCHEDA[codice].a
        return
    with pytest.raises(TransizioneVietata):
        SERVIZI[codice](scheda=scheda, utente=utenti[ruolo], versione=1)
    assert ricarica(scheda).stato == SCHEDA[codice].da[0]
    assert not Evento.objects.exists()


def test_se_l_ente_ha_scelto_il_nucleo_le_schede_del_segretario_le_valida_il_nucleo(ente, piano, utente_con_ruolo):
    ente.scheda_segretario_validata_da = "nucleo"
    ente.save()
    scheda = nello_stato(scheda_in_ordine(piano=piano, tipo="ente"), "proposta")

    with pytest.raises(TransizioneVietata):
        valida_scheda(scheda=scheda, utente=utente_con_ruolo(ente, "sindaco"), versione=1)
    assert valida_scheda(scheda=scheda, utente=utente_con_ruolo(ente, "nucleo"), versione=1).stato == "validata"


# --- from which state ---


@pytest.mark.parametrize(("codice", "stato"), [*itertools.product(SERVIZI, StatoScheda.values)])
def test_da_quale_stato_a_quale(codice, stato, scheda, segretario, responsabile):
    scheda = nello_stato(scheda, stato)
    utente = responsabile if codice in SCRIVE else segretario

    if stato in SCHEDA[codice].da:
        mossa = SERVIZI[codice](scheda=scheda, utente=utente, versione=1)
        assert (mossa.stato, mossa.versione) == (SCHEDA[codice].a, 2)
    else:
        with pytest.raises(OggettoCambiato):
            SERVIZI[codice](scheda=scheda, utente=utente, versione=1)
        assert ricarica(scheda).versione == 1


@pytest.mark.parametrize("stato", ["in_giunta", "approvato"])
def test_con_il_piano_chiuso_nessuna_scheda_si_muove(stato, scheda, segretario):
    scheda = nello_stato(scheda, "validata")
    Piano.objects.update(
        stato=stato, trasmesso_il=timezone.now(), approvato_il=timezone.now(),
        atto=factories.AttoFactory(ente=scheda.piano.ente),
    )  # fmt: skip

    with pytest.raises(TransizioneRifiutata, match="chiuso alle modifiche"):
        riapri_scheda(scheda=scheda, utente=segretario, versione=1, nota="Va corretta.")
    assert transizioni_possibili(segretario, ricarica(scheda)) == []


def test_una_pagina_vecchia_si_rifiuta(scheda, responsabile):
    SchedaArea.objects.update(versione=5)

    with pytest.raises(OggettoCambiato, match="cambiata dopo che la pagina è stata aperta"):
        proponi_scheda(scheda=scheda, utente=responsabile, versione=4, nota="Sì.")


def test_una_richiesta_ripetuta_non_fa_niente_due_volte(scheda, responsabile):
    proponi_scheda(scheda=scheda, utente=responsabile, versione=1, nota="Sì.")

    with pytest.raises(OggettoCambiato, match="«Proposta»"):
        proponi_scheda(scheda=scheda, utente=responsabile, versione=1, nota="Sì.")
    assert Evento.objects.count() == Revisione.objects.count() == 1


def test_una_scheda_cancellata_nel_frattempo(scheda, responsabile):
    SchedaArea.objects.filter(pk=scheda.pk).delete()

    with pytest.raises(OggettoCambiato, match="non c'è più"):
        proponi_scheda(scheda=scheda, utente=responsabile, versione=1, nota="Sì.")


# --- the checks and the note ---


def test_un_bloccante_della_scheda_la_ferma_e_dice_perche(scheda, responsabile):
    scheda.obiettivi.update(peso=95)

    with pytest.raises(TransizioneRifiutata) as rifiuto:
        proponi_scheda(scheda=scheda, utente=responsabile, versione=1, nota="La propongo lo stesso.")

    assert any("95" in motivo for motivo in rifiuto.value.motivi), rifiuto.value.motivi
    assert ricarica(scheda).stato == "bozza"
    assert not Evento.objects.exists()


def test_un_bloccante_di_un_altra_scheda_non_la_ferma(scheda, responsabile):
    altra = scheda_in_ordine(piano=scheda.piano)
    altra.obiettivi.update(peso=10)

    assert proponi_scheda(scheda=scheda, utente=responsabile, versione=1, nota="Sì.").stato == "proposta"


def test_un_bloccante_sorto_dopo_la_proposta_ferma_la_validazione(scheda, segretario):
    scheda = nello_stato(scheda, "proposta")
    scheda.obiettivi.update(peso=95)

    with pytest.raises(TransizioneRifiutata):
        valida_scheda(scheda=scheda, utente=segretario, versione=1)


def test_la_nota_e_obbligatoria_solo_se_un_avviso_cita_una_norma(scheda, responsabile):
    with pytest.raises(TransizioneRifiutata, match=r"citano una norma \(NO07\)"):
        proponi_scheda(scheda=scheda, utente=responsabile, versione=1, nota="  ")

    scheda.obiettivi.update(descrizione="Rispetto dei tempi di pagamento delle fatture")
    assert proponi_scheda(scheda=scheda, utente=responsabile, versione=1).stato == "proposta"


def test_riaprire_e_rinviare_chiedono_il_perche(scheda, segretario):
    with pytest.raises(TransizioneRifiutata, match="almeno un'osservazione"):
        rinvia_scheda(
            scheda=nello_stato(scheda, "proposta"), utente=segretario, versione=1, osservazioni=[(None, "  ")]
        )
    with pytest.raises(TransizioneRifiutata, match="scrivere il motivo"):
        riapri_scheda(scheda=nello_stato(scheda, "validata"), utente=segretario, versione=1, nota="")


# --- what is written ---


def test_la_proposta_lascia_data_revisione_ed_evento(scheda, responsabile):
    proponi_scheda(scheda=scheda, utente=responsabile, versione=1, nota="Fatture: le paga l'area contabile.")

    scheda = ricarica(scheda)
    revisione, evento = Revisione.objects.get(), Evento.objects.get()
    assert (scheda.stato, scheda.versione, scheda.validata_il) == ("proposta", 2, None)
    assert scheda.proposta_il is not None
    assert (revisione.versione, revisione.motivo, revisione.utente) == (2, "Proposta", responsabile)
    assert parte_da_json(revisione.contenuto)[SCHEDE][0].stato == "proposta"
    assert (evento.transizione, evento.stato_da, evento.stato_a, evento.utente) == (
        "proponi", "bozza", "proposta", responsabile,
    )  # fmt: skip
    assert evento.nota == "Fatture: le paga l'area contabile."
    assert (evento.oggetto_tipo, evento.oggetto_id) == ("schedaarea", scheda.pk)
    assert evento.dati["piano"] == scheda.piano_id
    assert evento.dati["sha256"] == revisione.sha256
    assert evento.dati["controlli"]["di_legge"] == ["NO07"]


def test_le_osservazioni_stanno_accanto_all_obiettivo_fino_alla_proposta_successiva(scheda, segretario, responsabile):
    obiettivo = scheda.obiettivi.get()
    scheda = nello_stato(scheda, "proposta")

    rinvia_scheda(
        scheda=scheda, utente=segretario, versione=1,
        osservazioni=[(obiettivo.uid, " Il peso è troppo alto. "), (None, "Manca un obiettivo."), (None, "")],
    )  # fmt: skip

    scheda = ricarica(scheda)
    assert (scheda.stato, scheda.validata_il) == ("bozza", None)
    assert scheda.proposta_il is not None  # what was ever proposed cannot be deleted
    assert not scheda.e_eliminabile
    aperte = Osservazione.objects.filter(chiusa_il=None)
    assert list(aperte.values_list("obiettivo", "testo", "autore")) == [
        (obiettivo.uid, "Il peso è troppo alto.", segretario.pk),
        (None, "Manca un obiettivo.", segretario.pk),
    ]
    assert Evento.objects.get().dati["osservazioni"][0]["testo"] == "Il peso è troppo alto."

    proponi_scheda(scheda=scheda, utente=responsabile, versione=2, nota="Corretta.")

    assert not aperte.exists()
    assert Osservazione.objects.count() == 2


def test_un_osservazione_su_un_obiettivo_di_altri_si_rifiuta(scheda, segretario):
    scheda = nello_stato(scheda, "proposta")

    with pytest.raises(TransizioneRifiutata, match="non c'è"):
        rinvia_scheda(scheda=scheda, utente=segretario, versione=1, osservazioni=[(uuid.uuid4(), "Di chi è?")])
    assert ricarica(scheda).stato == "proposta"
    assert not Osservazione.objects.exists()


@pytest.mark.parametrize("passo", ["registra_revisione", "registra_evento"])
def test_se_si_interrompe_non_resta_niente(passo, scheda, responsabile, monkeypatch):
    def interrotta(**_dati):
        raise OSError("disco pieno")

    monkeypatch.setattr(transizioni, passo, interrotta)

    with pytest.raises(OSError, match="disco pieno"), transaction.atomic():
        proponi_scheda(scheda=scheda, utente=responsabile, versione=1, nota="Sì.")

    scheda = ricarica(scheda)
    assert (scheda.stato, scheda.versione, scheda.proposta_il) == ("bozza", 1, None)
    assert not Revisione.objects.exists()
    assert not Evento.objects.exists()


@pytest.mark.parametrize(
    "campi",
    [
        {"stato": "proposta"},
        {"stato": "validata", "proposta_il": timezone.now()},
        {"stato": "bozza", "validata_il": timezone.now()},
        {"stato": "inventato"},
    ],
)
def test_il_database_rifiuta_uno_stato_senza_le_sue_date(scheda, campi):
    with pytest.raises(IntegrityError), transaction.atomic():
        SchedaArea.objects.filter(pk=scheda.pk).update(**campi)


def test_le_interrogazioni_sono_sempre_le_stesse(scheda, responsabile, django_assert_max_num_queries):
    for _ in range(6):
        scheda_in_ordine(piano=scheda.piano)

    with django_assert_max_num_queries(45):
        proponi_scheda(scheda=scheda, utente=responsabile, versione=1, nota="Sì.")
