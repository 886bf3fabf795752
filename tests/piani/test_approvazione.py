"""The plan goes to the Giunta, comes back, is approved, varied, acquired: who, from where, all or nothing."""

import datetime
import itertools

import pytest
from django.db import transaction
from django.utils import timezone

from piani.models import Atto, Evento, Piano, Revisione, SchedaArea, Versione
from piani.permessi import Ruolo
from piani.selectors import piani_completi, transizioni_possibili
from piani.services import pratiche
from piani.services.acquisizione import acquisisci_piano
from piani.services.approvazione import approva_piano, emendamenti_piano, trasmetti_piano
from piani.services.eventi import anelli_rotti
from piani.services.variazione import annulla_variazione, apri_variazione
from piani.services.versioni import candidata_di
from piani.sezioni import PIANO as SEZIONE_PIANO
from piani.sezioni import SCHEDE, da_json
from piani.states import PIANO, StatoPiano
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, TransizioneVietata
from tests import factories
from tests.schede import atto_nuovo, piano_validato

pytestmark = pytest.mark.django_db
RUOLI = (*Ruolo.values, "superuser", "segretario_altrove")


def impronta(piano) -> str:
    candidata = candidata_di(piano)
    return candidata.sha256 if candidata else ""


SERVIZI = {
    "trasmetti": trasmetti_piano,
    "emendamenti": lambda **dati: emendamenti_piano(nota="La Giunta chiede altro.", **dati),
    "approva": lambda *, piano, utente: approva_piano(
        piano=piano, utente=utente, impronta=impronta(piano), atto=atto_nuovo()
    ),
    "apri_variazione": lambda **dati: apri_variazione(nota="Obiettivi nuovi.", schede=[], **dati),
    "annulla_variazione": lambda **dati: annulla_variazione(nota="Aperta per errore.", **dati),
    "acquisisci": lambda **dati: acquisisci_piano(nota="Approvato su carta.", atto=atto_nuovo(), **dati),
}


def ricarica(piano) -> Piano:
    return piani_completi().get(pk=piano.pk)


@pytest.fixture
def piano(ente) -> Piano:
    return ricarica(piano_validato(ente))


@pytest.fixture
def nello_stato(segretario):
    """`nello_stato(piano, stato)`: the plan brought there by its own transitions."""

    def porta(piano, stato):
        if stato != "in_redazione":
            trasmetti_piano(piano=piano, utente=segretario)
        if stato in ("approvato", "in_variazione"):
            SERVIZI["approva"](piano=piano, utente=segretario)
        if stato == "in_variazione":
            SERVIZI["apri_variazione"](piano=piano, utente=segretario)
        return ricarica(piano)

    return porta


# --- who, and from which state ---


@pytest.mark.parametrize(("codice", "ruolo"), [*itertools.product(SERVIZI, RUOLI)])
def test_chi_puo_fare_che_cosa(codice, ruolo, piano, nello_stato, ente, altro_ente, utente_con_ruolo, superuser):
    piano = nello_stato(piano, PIANO[codice].da[0])
    utente = {
        "superuser": lambda: superuser,
        "segretario_altrove": lambda: utente_con_ruolo(altro_ente, "segretario"),
    }.get(ruolo, lambda: utente_con_ruolo(ente, ruolo))()
    puo = "amministratore" if codice == "acquisisci" else "segretario"
    quanti = Evento.objects.count()

    assert (PIANO[codice] in transizioni_possibili(utente, piano)) == (ruolo == puo)
    if ruolo == puo:
        assert SERVIZI[codice](piano=piano, utente=utente).stato == PIANO[codice].a
        return
    with pytest.raises(TransizioneVietata):
        SERVIZI[codice](piano=piano, utente=utente)
    assert ricarica(piano).stato == PIANO[codice].da[0]
    assert Evento.objects.count() == quanti


@pytest.mark.parametrize(("codice", "stato"), [*itertools.product(SERVIZI, StatoPiano.values)])
def test_da_quale_stato_a_quale(codice, stato, piano, nello_stato, segretario, amministratore):
    piano = nello_stato(piano, stato)
    utente = amministratore if codice == "acquisisci" else segretario
    if codice == "trasmetti" and stato == "in_variazione":
        piano.narrativa.create(ordine=1, titolo="Introduzione", testo="Nuova.")

    if stato in PIANO[codice].da:
        assert SERVIZI[codice](piano=piano, utente=utente).stato == PIANO[codice].a
        return
    with pytest.raises(OggettoCambiato):
        SERVIZI[codice](piano=piano, utente=utente)


def test_da_una_variazione_gli_emendamenti_riportano_in_variazione(piano, nello_stato, segretario):
    piano = nello_stato(piano, "in_variazione")
    piano.narrativa.create(ordine=1, titolo="Introduzione", testo="Nuova.")
    trasmetti_piano(piano=piano, utente=segretario)

    possibili = {voce.codice for voce in transizioni_possibili(segretario, ricarica(piano))}
    assert possibili == {"approva", "emendamenti_variazione"}
    assert emendamenti_piano(piano=ricarica(piano), utente=segretario, nota="No.").stato == "in_variazione"


# --- to the Giunta ---


def test_si_trasmette_solo_con_tutte_le_schede_validate(piano, segretario):
    SchedaArea.objects.filter(pk=piano.schede.first().pk).update(stato="bozza", validata_il=None)

    with pytest.raises(TransizioneRifiutata) as rifiuto:
        trasmetti_piano(piano=piano, utente=segretario)
    assert len(rifiuto.value.motivi) == 1
    assert "non è validata: è nello stato «Bozza»" in rifiuto.value.motivi[0]


def test_un_piano_senza_schede_non_si_trasmette(ente, segretario):
    with pytest.raises(TransizioneRifiutata, match="non ha schede"):
        trasmetti_piano(piano=factories.PianoFactory(ente=ente), utente=segretario)


def test_un_bloccante_ferma_la_trasmissione_ma_non_quello_dell_atto(piano, segretario):
    area = piano.schede.first().area
    factories.CopertinaFactory(piano=piano, area=area, testo="DELIBERA N. _____ DEL _____")  # PI04: there is no act
    scheda = piano.schede.first()
    scheda.obiettivi.update(peso=90)

    with pytest.raises(TransizioneRifiutata) as rifiuto:
        trasmetti_piano(piano=piano, utente=segretario)
    assert len(rifiuto.value.motivi) == 1
    scheda.obiettivi.update(peso=100)
    assert trasmetti_piano(piano=piano, utente=segretario).stato == "in_giunta"


def test_la_candidata_e_il_testo_di_quel_momento(piano, segretario):
    trasmetti_piano(piano=piano, utente=segretario, nota="Per la seduta di giovedì.")

    versione, evento = Versione.objects.get(), Evento.objects.get()
    foto = da_json(versione.contenuto)
    assert (versione.stato, versione.numero, versione.atto) == ("candidata", None, None)
    assert versione.sha256 == foto.sha256 == evento.dati["sha256"]
    assert (foto[SEZIONE_PIANO].stato, foto[SEZIONE_PIANO].atto) == ("in_giunta", None)
    assert {scheda.stato for scheda in foto[SCHEDE]} == {"validata"}
    assert {esito["codice"] for esito in versione.esiti} >= {"NO07"}
    assert ricarica(piano).trasmesso_il is not None
    # The registry goes on, what the Giunta has does not.
    piano.ente.aree.update(nome="Altro nome")
    assert Versione.objects.get().contenuto == versione.contenuto


def test_gli_emendamenti_riaprono_il_piano_e_il_testo_votato_resta_con_la_nota(piano, nello_stato, segretario):
    piano = nello_stato(piano, "in_giunta")

    emendamenti_piano(piano=piano, utente=segretario, nota="Manca un obiettivo.")

    versione = Versione.objects.get()
    assert (versione.stato, versione.motivo, versione.numero) == ("emendata", "Manca un obiettivo.", None)
    assert ricarica(piano).stato == "in_redazione"
    trasmetti_piano(piano=ricarica(piano), utente=segretario)
    assert Versione.objects.count() == 2
    with pytest.raises(OggettoCambiato, match="non è più quello della pagina"):
        approva_piano(
            piano=ricarica(piano), utente=segretario, impronta="0" * 64, atto=atto_nuovo()
        )  # fmt: skip


# --- approval ---


def test_l_atto_si_lega_al_testo_votato_che_diventa_la_versione_1(piano, nello_stato, segretario):
    piano = nello_stato(piano, "in_giunta")
    votata = candidata_di(piano)

    approva_piano(piano=piano, utente=segretario, impronta=votata.sha256, atto=atto_nuovo("38", oggetto="Piano"))

    piano, versione = ricarica(piano), Versione.objects.get()
    assert (versione.stato, versione.numero, versione.precedente) == ("approvata", 1, None)
    assert (versione.contenuto, versione.sha256) == (votata.contenuto, votata.sha256)
    assert (piano.stato, piano.atto, versione.atto) == ("approvato", Atto.objects.get(), Atto.objects.get())
    assert piano.atto.ente == piano.ente
    assert piano.approvato_il == versione.approvata_il
    assert list(Evento.objects.order_by("numero").values_list("oggetto_tipo", "transizione")) == [
        ("piano", "trasmetti"), ("versione", "approva"), ("piano", "approva"),
    ]  # fmt: skip
    assert list(anelli_rotti(Evento.objects.order_by("numero"))) == []


def domani() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("atto", "motivo"),
    [
        (lambda: atto_nuovo(giorno=domani()), "nel futuro"),
        (lambda: atto_nuovo(giorno=datetime.date(2019, 7, 12)), "la prima scheda del piano è stata scritta"),
        (lambda: atto_nuovo(numero=" "), "almeno una parola"),
        (lambda: atto_nuovo(organo="inventato"), "non è una scelta valida"),
    ],
)
def test_un_atto_che_non_puo_essere_si_rifiuta(piano, nello_stato, segretario, atto, motivo):
    piano = nello_stato(piano, "in_giunta")

    with pytest.raises(TransizioneRifiutata, match=motivo):
        approva_piano(piano=piano, utente=segretario, impronta=impronta(piano), atto=atto())
    assert not Atto.objects.exists()
    assert ricarica(piano).stato == "in_giunta"


def test_lo_stesso_numero_nello_stesso_anno_con_un_altra_data_si_rifiuta(piano, nello_stato, segretario):
    piano = nello_stato(piano, "in_giunta")
    factories.AttoFactory(ente=piano.ente, numero="38", data=timezone.localdate().replace(month=1, day=1))

    with pytest.raises(TransizioneRifiutata, match="ha già questo numero in quell'anno"):
        approva_piano(piano=piano, utente=segretario, impronta=impronta(piano), atto=atto_nuovo("38"))


def test_un_atto_che_c_e_gia_si_usa_ma_non_per_due_versioni(ente, piano, nello_stato, segretario):
    gia_scritto = factories.AttoFactory(ente=ente, numero="38", data=timezone.localdate())
    nello_stato(piano, "approvato")
    assert ricarica(piano).atto == gia_scritto

    altro = nello_stato(piano_validato(ente, anno_inizio=2030), "in_giunta")
    with pytest.raises(TransizioneRifiutata, match="ha già approvato un'altra versione"):
        approva_piano(piano=altro, utente=segretario, impronta=impronta(altro), atto=atto_nuovo("38"))


# --- variation ---


def test_una_variazione_riapre_solo_le_schede_dette_e_porta_alla_versione_2(piano, nello_stato, segretario):
    piano = nello_stato(piano, "approvato")
    aperta, chiusa = piano.schede.order_by("pk")

    apri_variazione(piano=piano, utente=segretario, nota="Bando perso.", schede=[aperta.pk])

    assert set(piano.schede.values_list("pk", "stato")) == {(aperta.pk, "bozza"), (chiusa.pk, "validata")}
    assert Versione.objects.get().stato == "approvata"  # in force until the next one
    assert Revisione.objects.filter(motivo="Riaperta per la variazione").count() == 1
    evento = Evento.objects.get(transizione="riapri_per_variazione")
    assert (evento.oggetto_id, evento.nota) == (aperta.pk, "Bando perso.")

    aperta.obiettivi.update(descrizione="Obiettivo nuovo")
    SchedaArea.objects.filter(pk=aperta.pk).update(stato="validata", validata_il=timezone.now())
    trasmetti_piano(piano=ricarica(piano), utente=segretario)
    approva_piano(
        piano=ricarica(piano), utente=segretario, impronta=impronta(piano), atto=atto_nuovo("77")
    )  # fmt: skip

    prima, seconda = Versione.objects.order_by("numero")
    assert (prima.stato, seconda.stato, seconda.numero) == ("superata", "approvata", 2)
    assert (seconda.precedente, seconda.motivo) == (prima, "Bando perso.")
    assert ricarica(piano).atto.numero == "77"


def test_una_variazione_che_non_cambia_niente_non_si_trasmette(piano, nello_stato, segretario):
    piano = nello_stato(piano, "in_variazione")

    with pytest.raises(TransizioneRifiutata, match="non cambia niente rispetto alla versione 1"):
        trasmetti_piano(piano=piano, utente=segretario)


def test_una_variazione_aperta_per_errore_si_annulla_finche_niente_e_cambiato(piano, nello_stato, segretario):
    piano = nello_stato(piano, "approvato")
    aperta, _ = piano.schede.order_by("pk")
    apri_variazione(piano=piano, utente=segretario, nota="Bando perso.", schede=[aperta.pk])
    aperta.obiettivi.update(peso=99)

    with pytest.raises(TransizioneRifiutata, match="non dice più quello che dice la versione 1"):
        annulla_variazione(piano=ricarica(piano), utente=segretario, nota="Per errore.")
    aperta.obiettivi.update(peso=100)
    annulla_variazione(piano=ricarica(piano), utente=segretario, nota="Per errore.")

    assert ricarica(piano).stato == "approvato"
    assert set(piano.schede.values_list("stato", flat=True)) == {"validata"}
    assert Versione.objects.get().stato == "approvata"
    assert Evento.objects.filter(transizione="richiudi").count() == 1


def test_una_scheda_di_un_altro_piano_non_si_riapre(ente, piano, nello_stato, segretario):
    piano = nello_stato(piano, "approvato")
    altra = piano_validato(ente, anno_inizio=2030).schede.first()

    with pytest.raises(TransizioneRifiutata, match="non è di questo piano"):
        apri_variazione(piano=piano, utente=segretario, nota="Bando perso.", schede=[altra.pk])
    altra.refresh_from_db()
    assert altra.stato == "validata"


# --- acquisition ---


def test_un_piano_approvato_su_carta_entra_con_atto_motivo_e_controlli_non_superati(piano, amministratore):
    SchedaArea.objects.filter(pk=piano.schede.first().pk).update(stato="bozza", validata_il=None, proposta_il=None)
    piano.schede.first().obiettivi.update(peso=6)

    acquisisci_piano(
        piano=piano, utente=amministratore, nota="Delibera del 2019, prima del sistema.",
        atto=atto_nuovo("38", datetime.date(2019, 7, 12)),
    )  # fmt: skip

    piano, versione = ricarica(piano), Versione.objects.get()
    assert (piano.stato, str(piano.atto)) == ("approvato", "G.C. n. 38 del 12/07/2019")
    assert (versione.stato, versione.numero, versione.e_acquisita) == ("approvata", 1, True)
    assert versione.motivo == "Delibera del 2019, prima del sistema."
    assert [esito["codice"] for esito in versione.esiti if esito["gravita"] == "bloccante"] == ["OB01"]
    assert set(piano.schede.values_list("stato", flat=True)) == {"validata"}
    assert {scheda.stato for scheda in da_json(versione.contenuto)[SCHEDE]} == {"validata"}
    evento = Evento.objects.get(oggetto_tipo="piano")
    assert evento.nota == "Delibera del 2019, prima del sistema."
    assert len(evento.dati["non_superati"]) == 1
    assert Evento.objects.filter(oggetto_tipo="schedaarea", transizione="acquisisci").count() == 2


def test_l_acquisizione_chiede_il_motivo(piano, amministratore):
    with pytest.raises(TransizioneRifiutata, match="scrivere il motivo"):
        acquisisci_piano(piano=piano, utente=amministratore, nota=" ", atto=atto_nuovo())


# --- all or nothing ---


@pytest.mark.parametrize("codice", SERVIZI)
def test_se_si_interrompe_non_resta_niente(codice, piano, nello_stato, segretario, amministratore, monkeypatch):
    piano = nello_stato(piano, PIANO[codice].da[0])

    def righe():
        return [
            list(modello.objects.order_by("pk").values())
            for modello in (Piano, SchedaArea, Versione, Atto, Evento, Revisione)
        ]

    def interrotta(**_dati):
        raise OSError("disco pieno")

    prima = righe()
    monkeypatch.setattr(pratiche, "registra_evento", interrotta)  # the last thing that is written

    with pytest.raises(OSError, match="disco pieno"), transaction.atomic():
        SERVIZI[codice](piano=piano, utente=amministratore if codice == "acquisisci" else segretario)
    assert righe() == prima


def test_le_interrogazioni_sono_sempre_le_stesse(ente, segretario, amministratore, django_assert_max_num_queries):
    piano = piano_validato(ente, schede=12)
    with django_assert_max_num_queries(45):
        trasmetti_piano(piano=piano, utente=segretario)
    with django_assert_max_num_queries(40):
        SERVIZI["approva"](piano=ricarica(piano), utente=segretario)
    with django_assert_max_num_queries(45):
        apri_variazione(
            piano=ricarica(piano), utente=segretario, nota="Tutte.",
            schede=list(piano.schede.values_list("pk", flat=True)),
        )  # fmt: skip
    altro = piano_validato(ente, schede=12, anno_inizio=2030)
    with django_assert_max_num_queries(100):
        acquisisci_piano(piano=altro, utente=amministratore, nota="Carta.", atto=atto_nuovo("40"))
