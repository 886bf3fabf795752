"""Cards: who assesses whom, the score to the second decimal, the way to the final one; then the premi to the cent."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from msgspec.structs import replace

from obiettivi.sezioni import ASSEGNAZIONI, AssegnazioneFoto
from piani.models import Evento
from piani.services.versioni import fotografia_di
from piani.sezioni import SCHEDE
from piani.sezioni.schede import DipendenteFoto
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, TransizioneVietata
from tests import factories
from tests.misura import ANNO, AREA, risultato, variazione
from valutazioni import controlli
from valutazioni.calcolo.fasce import Fascia
from valutazioni.calcolo.smvp import ModoPremio, PesoDi, RegolaPremio
from valutazioni.models import Carta, Fondo, Posizione
from valutazioni.services import premi as servizio_premi
from valutazioni.services.carte import muovi_carta, salva_carta
from valutazioni.services.posizioni import prepara_posizioni, salva_posizione
from valutazioni.services.premi import (
    da_rifare,
    distribuisci_fondo,
    distribuzione_di,
    riapri_fondo,
    salva_fondo,
    simula,
)
from valutazioni.services.preparazione import prepara_carte

pytestmark = pytest.mark.django_db


def confermati(scheda, *gradi):
    for obiettivo, grado in zip(scheda.obiettivi, gradi, strict=True):
        risultato(scheda, obiettivo, confermato=Decimal(grado))


def salva(carta, utente, voti=None, **dati):
    base = {"gradi": {}, "giudizio": "", "esclusione": "", "versione": carta.versione}
    return salva_carta(carta=carta, voti=voti or {}, utente=utente, **{**base, **dati})


TUTTI_TRE = dict.fromkeys(("risultato", "organizzazione", "collaborazione", "utenza", "competenze"), Decimal(3))


# --- positions and cards ---------------------------------------------------------------------------


def test_posizioni_e_carte_vengono_dal_piano_in_vigore(ente, scheda, adottato, segretario):
    capo = DipendenteFoto(codice="esempio-capo", cognome="Esempio Capo", nome="Uno", titolo="")
    foto = fotografia_di(scheda.versione)
    (sua,) = foto[SCHEDE]
    variazione(scheda.versione, foto.con({SCHEDE.codice: (replace(sua, responsabile=capo),)}))
    factories.DipendenteFactory(ente=ente, codice=capo.codice)

    preparate = prepara_posizioni(ente=ente, anno=ANNO, utente=segretario)
    assert prepara_posizioni(ente=ente, anno=ANNO, utente=segretario).aggiunte == 0
    assert prepara_carte(ente=ente, anno=ANNO, utente=segretario) == preparate.aggiunte

    carta = Carta.objects.get(dipendente__codice=capo.codice)
    assert (carta.categoria, carta.valutatore, carta.stato) == ("eq", "segretario", "bozza")


def test_due_posizioni_non_si_sovrappongono(ente, scheda, adottato, segretario, persona):
    carta = persona()
    seconda = Posizione(
        **scheda.chiave, dipendente=carta.dipendente, categoria="dipendenti",
        dal=datetime.date(ANNO, 7, 1), al=datetime.date(ANNO, 12, 31),
    )  # fmt: skip

    with pytest.raises(TransizioneRifiutata, match="si sovrappongono"):
        salva_posizione(posizione=seconda, utente=segretario)
    prima = Posizione.objects.get()
    prima.al = datetime.date(ANNO, 6, 30)
    salva_posizione(posizione=prima, utente=segretario)
    salva_posizione(posizione=seconda, utente=segretario)
    assert Posizione.objects.count() == 2


# --- the score -------------------------------------------------------------------------------------


def test_il_punteggio_e_esatto_e_si_arrotonda_una_volta_sola(scheda, adottato, persona, responsabile):
    """Unit 86 × 20% + own objectives 86 × 40% + behaviours 75 × 40% = 81,6."""
    confermati(scheda, 90, 80)  # 0,6 × 90 + 0,4 × 80 = 86
    carta = persona()
    salva(carta, responsabile, TUTTI_TRE)
    carta.refresh_from_db()

    muovi_carta(carta=carta, codice="proponi", utente=responsabile, versione=carta.versione)

    carta.refresh_from_db()
    assert carta.punteggio == Decimal("81.6")
    assert carta.fascia == "III"
    assert carta.gradi["unita"]["conto"] == "(90,00 × 60 + 80,00 × 40) / 100 = 86,00%"


def test_le_quote_della_persona_pesano_i_suoi_obiettivi(ente, scheda, adottato, persona, responsabile):
    confermati(scheda, 90, 50)
    carta = persona()
    foto = fotografia_di(scheda.versione)
    quota = AssegnazioneFoto(
        area=AREA, anno=ANNO, numero=2, dipendente=carta.dipendente.codice, percentuale=Decimal(100)
    )
    variazione(scheda.versione, foto.con({ASSEGNAZIONI.codice: (quota,)}))
    salva(carta, responsabile, TUTTI_TRE)

    carta.refresh_from_db()
    muovi_carta(carta=carta, codice="proponi", utente=responsabile)
    carta.refresh_from_db()
    assert Decimal(carta.gradi["obiettivi"]["valore"]) == 50
    assert Decimal(carta.gradi["unita"]["valore"]) == 74


def test_un_punto_fuori_dalla_scala_si_rifiuta(adottato, persona, responsabile):
    carta = persona()

    with pytest.raises(TransizioneRifiutata, match="i punti vanno da 0 a 4"):
        salva(carta, responsabile, {**TUTTI_TRE, "utenza": Decimal(5)})
    carta.refresh_from_db()
    assert carta.voti == {}


def test_senza_tutti_i_punti_non_si_propone_e_si_legge_quali(scheda, adottato, persona, responsabile):
    confermati(scheda, 90, 80)
    carta = persona()

    with pytest.raises(TransizioneRifiutata, match="mancano i punti"):
        muovi_carta(carta=carta, codice="proponi", utente=responsabile)


# --- the way of a card -----------------------------------------------------------------------------


def pronta(scheda, persona, responsabile, **dati):
    confermati(scheda, 90, 80)
    carta = persona(**dati)
    salva(carta, responsabile, TUTTI_TRE)
    for codice in ("proponi", "comunica"):
        carta = muovi_carta(carta=carta, codice=codice, utente=responsabile)
    return carta


def test_la_persona_prende_visione_e_le_sue_osservazioni_restano_sulla_carta(
    ente, scheda, adottato, persona, responsabile, utente_con_ruolo
):
    utente = utente_con_ruolo(ente, "dipendente")
    carta = pronta(scheda, persona, responsabile, dipendente=factories.DipendenteFactory(ente=ente, utente=utente))

    with pytest.raises(TransizioneVietata):
        muovi_carta(carta=carta, codice="prendi_visione", utente=responsabile)
    carta = muovi_carta(carta=carta, codice="prendi_visione", utente=utente, nota="Ero in malattia a marzo.")

    assert (carta.stato, carta.osservazioni) == ("presa_visione", "Ero in malattia a marzo.")
    assert "malattia" not in Evento.objects.get(transizione="prendi_visione").nota
    assert muovi_carta(carta=carta, codice="concludi", utente=responsabile).stato == "definitiva"


def test_chi_contesta_dice_perche_e_la_conclusione_chiede_una_motivazione(
    ente, scheda, adottato, persona, responsabile, utente_con_ruolo
):
    utente = utente_con_ruolo(ente, "dipendente")
    carta = pronta(scheda, persona, responsabile, dipendente=factories.DipendenteFactory(ente=ente, utente=utente))

    with pytest.raises(TransizioneRifiutata):
        muovi_carta(carta=carta, codice="contesta", utente=utente)
    carta = muovi_carta(carta=carta, codice="contesta", utente=utente, nota="Il punteggio non tiene conto di luglio.")
    with pytest.raises(TransizioneRifiutata, match="nota"):
        muovi_carta(carta=carta, codice="concludi_con_nota", utente=responsabile)
    carta = muovi_carta(carta=carta, codice="rivedi", utente=responsabile, nota="Sentita la persona.")
    assert (carta.stato, carta.comunicata_il) == ("bozza", None)


def test_nessuno_valuta_se_stesso_ne_le_carte_degli_altri(ente, scheda, adottato, persona, segretario, responsabile):
    propria = persona(dipendente=factories.DipendenteFactory(ente=ente, utente=responsabile))

    for utente in (responsabile, segretario):
        with pytest.raises(TransizioneVietata):
            salva(propria, utente, TUTTI_TRE)


def test_due_pagine_aperte_sulla_stessa_carta(adottato, persona, responsabile):
    carta = persona()
    salva(carta, responsabile, TUTTI_TRE)

    with pytest.raises(OggettoCambiato):
        salva(carta, responsabile, TUTTI_TRE)


def test_le_carte_si_leggono_come_dice_il_permesso(
    ente, scheda, adottato, persona, segretario, nucleo, responsabile, amministratore, utente_con_ruolo
):
    utente = utente_con_ruolo(ente, "dipendente")
    altro = utente_con_ruolo(ente, "dipendente")
    carta = pronta(scheda, persona, responsabile, dipendente=factories.DipendenteFactory(ente=ente, utente=utente))
    bozza = persona(dipendente=factories.DipendenteFactory(ente=ente, utente=altro))

    lette = {
        nome: set(Carta.objects.leggibili_da(chi))
        for nome, chi in {
            "segretario": segretario, "nucleo": nucleo, "responsabile": responsabile, "amministratore": amministratore,
            "utente": utente, "altro": altro,
        }.items()
    }  # fmt: skip

    assert lette == {
        "segretario": {carta, bozza}, "nucleo": {carta, bozza}, "responsabile": {carta, bozza},
        "amministratore": set(), "utente": {carta}, "altro": set(),
    }  # fmt: skip


# --- premi -----------------------------------------------------------------------------------------


@pytest.fixture
def fondo(ente, segretario, adottato):
    return salva_fondo(
        fondo=Fondo(ente=ente, anno=ANNO, categoria="dipendenti", importo=Decimal(900)), utente=segretario
    )


@pytest.fixture
def niente_contro(monkeypatch):
    """The Relazione is validated (NO11) and the plan approved (NO12)."""
    monkeypatch.setattr(servizio_premi, "impedimenti_ai_premi", lambda ente, anno: [])


def a_coefficienti(smvp):
    """Bands worth 200, 150, 100 over a closed fund, and only the unit's objectives in the score."""
    fasce = (
        Fascia(codice="C", nome="Buono", da=Decimal(0), a=Decimal("69.99"), valore=Decimal(100)),
        Fascia(codice="B", nome="Distinto", da=Decimal(70), a=Decimal("84.99"), valore=Decimal(150)),
        Fascia(codice="A", nome="Ottimo", da=Decimal(85), a=Decimal(100), valore=Decimal(200)),
    )
    categoria = replace(
        smvp.categoria("dipendenti"),
        componenti=(PesoDi(codice="unita", peso=Decimal(100)),),
        comportamenti=(),
        fasce=fasce,
        premio=RegolaPremio(modo=ModoPremio.COEFFICIENTE),
    )
    return replace(smvp, categorie=(categoria,))


def test_un_fondo_di_900_sui_coefficienti_200_150_100_da_400_300_200(ente, adotta, smvp, scheda, persona, segretario):
    adotta(a_coefficienti(smvp))
    carte = [persona(punteggio=Decimal(p), stato="definitiva", fascia="A") for p in (86, 75, 60)]
    fondo = Fondo.objects.create(ente=ente, anno=ANNO, categoria="dipendenti", importo=Decimal(900))

    premi = {voce.chiave: voce.importo for voce in simula(fondo).premi}

    assert [premi[carta.dipendente.codice] for carta in carte] == [400, 300, 200]


def test_senza_relazione_validata_nessun_premio(scheda, persona, fondo, segretario):
    persona(punteggio=Decimal(90), stato="definitiva")

    with pytest.raises(TransizioneRifiutata, match="NO11"):
        distribuisci_fondo(fondo=fondo, utente=segretario)


def test_con_una_carta_non_definitiva_non_si_distribuisce(scheda, persona, fondo, segretario, niente_contro):
    persona(punteggio=Decimal(90), stato="definitiva")
    persona()

    with pytest.raises(TransizioneRifiutata, match="non è definitiva"):
        distribuisci_fondo(fondo=fondo, utente=segretario)


def test_la_distribuzione_e_congelata_e_una_carta_riaperta_dice_di_rifarla(
    scheda, persona, fondo, segretario, niente_contro
):
    carta = persona(punteggio=Decimal(90), stato="definitiva")
    persona(punteggio=Decimal(90), stato="definitiva", part_time=Decimal(50))

    distribuisci_fondo(fondo=fondo, utente=segretario)

    fondo.refresh_from_db()
    distribuzione = distribuzione_di(fondo.distribuzioni.get())
    assert sorted(voce.importo for voce in distribuzione.premi) == [300, 600]
    assert not da_rifare(fondo)
    assert "300" not in str(Evento.objects.get(transizione="distribuisci").dati)
    muovi_carta(carta=carta, codice="riapri", utente=segretario, nota="Errore nei punti.")
    assert da_rifare(fondo)
    riapri_fondo(fondo=fondo, utente=segretario, nota="Una scheda è stata riaperta.")
    Carta.objects.filter(pk=carta.pk).update(stato="definitiva", punteggio=Decimal(90), definitiva_il=timezone.now())
    distribuisci_fondo(fondo=fondo, utente=segretario)
    assert fondo.distribuzioni.count() == 2


def test_le_interrogazioni_dei_premi_non_crescono_con_le_persone(scheda, persona, fondo, django_assert_max_num_queries):
    confermati(scheda, 90, 80)
    for _ in range(12):
        persona(punteggio=Decimal(90), stato="definitiva")

    with django_assert_max_num_queries(16):
        simula(fondo)


def test_i_due_usi_dei_controlli_parlano_dello_stesso_anno(ente, fondo):
    assert controlli.impedimenti_ai_premi(ente, ANNO)
