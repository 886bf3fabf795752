"""The story of a Relazione: written, voted, validated, corrected; what is frozen does not change any more."""

import datetime
from decimal import Decimal

import pytest

from piani.models import Evento
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, TransizioneVietata
from tests import factories
from tests.misura import ANNO, AREA, rilevata
from tests.relazione import anno_con_risultati, approvata, atto_nuovo, in_giunta, validata
from valutazioni.controlli import impedimenti_ai_premi
from valutazioni.models import Relazione, Risultato, SezioneRelazione
from valutazioni.selectors import scheda_in_forza
from valutazioni.services.contenuto import contenuto_della_relazione
from valutazioni.services.relazione import (
    approva_relazione,
    candidata_di,
    correggi_relazione,
    emendamenti_relazione,
    non_valida_relazione,
    prepara_relazione,
    scrivi_relazione,
    trasmetti_relazione,
    ultima_approvata,
    valida_relazione,
)
from valutazioni.sezioni.relazione import RelazioneNonLeggibile, relazione_da_json

pytestmark = pytest.mark.django_db


@pytest.fixture
def nucleo(ente, utente_con_ruolo):
    return utente_con_ruolo(ente, "nucleo")


@pytest.fixture
def anno(ente):
    anno_con_risultati(ente)


def test_la_relazione_comincia_con_le_sezioni_di_sempre(ente, anno, segretario):
    relazione = prepara_relazione(ente=ente, anno=ANNO, utente=segretario)
    assert relazione.sezioni.count() == 7
    with pytest.raises(TransizioneRifiutata, match="c'è già"):
        prepara_relazione(ente=ente, anno=ANNO, utente=segretario)


def test_senza_un_piano_approvato_non_c_e_niente_da_rendicontare(ente, segretario):
    with pytest.raises(TransizioneRifiutata, match="Nessun piano"):
        prepara_relazione(ente=ente, anno=ANNO, utente=segretario)


def test_la_prepara_solo_il_segretario(ente, anno, nucleo, amministratore):
    for utente in (nucleo, amministratore):
        with pytest.raises(TransizioneVietata):
            prepara_relazione(ente=ente, anno=ANNO, utente=utente)


def test_il_contenuto_dice_previsto_raggiunto_e_perche(ente, anno, segretario):
    relazione = prepara_relazione(ente=ente, anno=ANNO, utente=segretario)
    foto = contenuto_della_relazione(relazione)
    scheda = foto.schede[0]
    voce = scheda.obiettivi[0]
    assert scheda.grado == Decimal("80.00")
    assert (voce.proposto, voce.grado, voce.differenza) == (Decimal("90.00"), Decimal("80.00"), Decimal("-20.00"))
    assert voce.indicatori[0].raggiunto == "80"
    assert voce.scostamento == "La gara è andata deserta."
    assert foto.esiti == {"in_linea": 0, "superiore": 0, "inferiore": 6, "non_misurabile": 0}
    assert relazione_da_json(foto.json()) == foto


def test_il_contenuto_si_legge_con_query_costanti(ente, segretario, django_assert_max_num_queries):
    anno_con_risultati(ente, quanti=20)
    relazione = prepara_relazione(ente=ente, anno=ANNO, utente=segretario)
    with django_assert_max_num_queries(8):
        assert len(contenuto_della_relazione(relazione).obiettivi) == 40


def test_un_testo_che_non_e_una_relazione_si_rifiuta():
    with pytest.raises(RelazioneNonLeggibile):
        relazione_da_json('{"anno": 2025}')


def test_quello_che_la_giunta_vota_non_cambia_con_una_rilevazione_di_dopo(ente, anno, segretario):
    relazione = in_giunta(ente, segretario)
    prima = candidata_di(relazione).sha256
    scheda = scheda_in_forza(ente, ANNO, AREA)
    rilevata(scheda, scheda.obiettivi[0], valore=Decimal(5))
    Risultato.objects.filter(area__slug=AREA).update(confermato=Decimal(1))
    approvata = approva_relazione(relazione=relazione, utente=segretario, impronta=prima, atto=atto_nuovo())
    assert approvata.stato == "approvata"
    versione = ultima_approvata(approvata)
    assert (versione.numero, versione.sha256) == (1, prima)
    assert relazione_da_json(versione.contenuto).schede[0].grado == Decimal("80.00")


def test_non_si_trasmette_senza_i_risultati(ente, anno, segretario):
    Risultato.objects.filter(area__slug=AREA).delete()
    with pytest.raises(TransizioneRifiutata, match="senza un risultato proposto"):
        in_giunta(ente, segretario)
    assert Relazione.objects.get().stato == "in_redazione"


def test_non_si_trasmette_un_nome_con_una_somma(ente, anno, segretario):
    factories.DipendenteFactory(ente=ente, cognome="Dipendente", nome="Esempio")
    relazione = prepara_relazione(ente=ente, anno=ANNO, utente=segretario)
    relazione.sezioni.filter(titolo="Presentazione").update(testo="A Esempio Dipendente vanno 300 euro.")
    with pytest.raises(TransizioneRifiutata, match="unisce il nome"):
        trasmetti_relazione(relazione=relazione, utente=segretario, versione=relazione.versione)


def test_con_gli_emendamenti_il_testo_trasmesso_resta_e_non_ha_numero(ente, anno, segretario):
    relazione = in_giunta(ente, segretario)
    riaperta = emendamenti_relazione(
        relazione=relazione, utente=segretario, versione=relazione.versione, nota="Manca il contesto"
    )
    assert riaperta.stato == "in_redazione"
    assert riaperta.versioni.filter(numero__isnull=True).count() == 1
    assert candidata_di(riaperta) is None


def test_l_atto_approva_il_testo_della_pagina_e_nessun_altro(ente, anno, segretario):
    relazione = in_giunta(ente, segretario)
    with pytest.raises(OggettoCambiato):
        approva_relazione(relazione=relazione, utente=segretario, impronta="0" * 64, atto=atto_nuovo())


def test_l_atto_viene_dopo_la_fine_dell_anno(ente, anno, segretario):
    relazione = in_giunta(ente, segretario)
    impronta = candidata_di(relazione).sha256
    with pytest.raises(TransizioneRifiutata, match="dopo la fine"):
        approva_relazione(
            relazione=relazione,
            utente=segretario,
            impronta=impronta,
            atto=atto_nuovo("77", datetime.date(ANNO, 12, 30)),
        )


def test_la_valida_solo_il_nucleo_e_i_premi_si_sbloccano(ente, anno, segretario, nucleo):
    relazione = approvata(ente, segretario)
    assert impedimenti_ai_premi(ente, ANNO)
    with pytest.raises(TransizioneVietata):
        valida_relazione(relazione=relazione, utente=segretario, versione=relazione.versione, nota="ok")
    with pytest.raises(TransizioneRifiutata, match="documento di validazione"):
        valida_relazione(relazione=relazione, utente=nucleo, versione=relazione.versione, nota=" ")
    valida_relazione(relazione=relazione, utente=nucleo, versione=relazione.versione, nota="Verbale n. 3")
    assert impedimenti_ai_premi(ente, ANNO) == []


def test_non_validata_torna_in_redazione_e_i_premi_restano_fermi(ente, anno, segretario, nucleo):
    relazione = approvata(ente, segretario)
    tornata = non_valida_relazione(
        relazione=relazione, utente=nucleo, versione=relazione.versione, nota="Mancano le evidenze"
    )
    assert tornata.stato == "in_redazione"
    assert impedimenti_ai_premi(ente, ANNO)


def test_una_correzione_e_una_versione_nuova_con_un_atto_nuovo(ente, anno, segretario, nucleo):
    relazione = validata(ente, segretario, nucleo)
    riaperta = correggi_relazione(
        relazione=relazione, utente=segretario, versione=relazione.versione, nota="Un refuso nei dati"
    )
    assert impedimenti_ai_premi(ente, ANNO) == []  # the validated version holds until the next one
    trasmessa = trasmetti_relazione(relazione=riaperta, utente=segretario, versione=riaperta.versione)
    impronta = candidata_di(trasmessa).sha256
    with pytest.raises(TransizioneRifiutata, match="atto nuovo"):
        approva_relazione(relazione=trasmessa, utente=segretario, impronta=impronta, atto=atto_nuovo())
    approva_relazione(relazione=trasmessa, utente=segretario, impronta=impronta, atto=atto_nuovo("11"))
    seconda = ultima_approvata(trasmessa)
    assert (seconda.numero, seconda.precedente.numero) == (2, 1)


def test_ogni_passaggio_e_un_evento(ente, anno, segretario, nucleo):
    validata(ente, segretario, nucleo)
    eventi = Evento.objects.filter(ente=ente, oggetto_tipo="relazione").order_by("numero")
    assert list(eventi.values_list("transizione", flat=True)) == ["trasmetti", "approva", "valida"]
    assert eventi[1].dati["numero"] == 1


def sezioni(*titoli: str) -> list[SezioneRelazione]:
    return [SezioneRelazione(livello=1, titolo=titolo, testo="Testo") for titolo in titoli]


def test_si_scrive_tutta_insieme_e_due_finestre_non_si_pestano(ente, anno, segretario):
    relazione = prepara_relazione(ente=ente, anno=ANNO, utente=segretario)
    dati = {"relazione": relazione, "utente": segretario, "testata": {"titolo": "Relazione 2019"}}
    scritta = scrivi_relazione(**dati, versione=1, sezioni=sezioni("Una", "Due"))
    assert list(scritta.sezioni.values_list("titolo", flat=True)) == ["Una", "Due"]
    with pytest.raises(OggettoCambiato):
        scrivi_relazione(**dati, versione=1, sezioni=sezioni("Altra"))


def test_in_giunta_non_si_scrive_piu(ente, anno, segretario):
    relazione = in_giunta(ente, segretario)
    with pytest.raises(OggettoCambiato):
        scrivi_relazione(
            relazione=relazione, utente=segretario, versione=relazione.versione, testata={}, sezioni=sezioni("Una")
        )


def test_l_anno_dopo_dice_quello_di_prima(ente, anno, segretario):
    approvata(ente, segretario)
    seguente = Relazione.objects.create(ente=ente, anno=ANNO + 1, titolo="Relazione dell'anno dopo")
    precedente = contenuto_della_relazione(seguente).precedenti[0]
    assert (precedente.anno, precedente.esiti["inferiore"]) == (ANNO, 6)
    assert precedente.aree[0].grado == Decimal("80.00")
