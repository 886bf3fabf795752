"""The plan of the Comune di Esempio: it loads, comes back as it was, and nobody could take it for a real one."""

import json
from collections import defaultdict
from decimal import Decimal

import pytest
from django.conf import settings

from obiettivi.controlli.legge import tratta_di
from obiettivi.importers.fotografia import carica_fotografia
from obiettivi.models import Indicatore
from obiettivi.services.rinnovo import foto_rinnovata
from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI, OPERATIVI
from piani.controlli import controlla
from piani.importers.liste import carica_liste
from piani.models import Utente
from piani.permessi import chi_valida
from piani.selectors import piani_completi
from piani.services.approvazione import approva_piano, trasmetti_piano
from piani.services.demo import crea_account_demo
from piani.services.transizioni import proponi_scheda, valida_scheda
from piani.sezioni import AREE, ENTE, LINEE, NARRATIVA, PIANO, SCHEDE, da_json, fotografa
from piani.states import StatoPiano
from semproniano.core.controlli import Gravita
from tests.schede import atto_nuovo

FILE = settings.BASE_DIR / "fixtures" / "esempio-2025-2027.json"
CENTO = Decimal(100)


@pytest.fixture(scope="module")
def foto():
    return da_json(FILE.read_bytes())


@pytest.fixture
def per_scheda(foto):
    gruppi = defaultdict(list)
    for obiettivo in foto[OBIETTIVI]:
        gruppi[obiettivo.chiave_scheda].append(obiettivo)
    return gruppi


def test_si_carica_e_torna_identico_dal_database(foto, db):
    carica_liste(settings.BASE_DIR / "fixtures" / "liste")

    piano = carica_fotografia(foto)

    assert fotografa(piani_completi().get(pk=piano.pk)).json() == foto.json()


def test_i_suoi_account_lo_portano_dalla_bozza_all_approvazione(foto, db):
    """No acquisition is needed: each sheet is proposed by who leads it, validated, sent to the Giunta, approved."""
    carica_liste(settings.BASE_DIR / "fixtures" / "liste")
    piano = carica_fotografia(foto)
    account = {voce.username for voce in crea_account_demo(ente=piano.ente, password="Prova-di-esempio-1")}
    utenti = {utente.username: utente for utente in Utente.objects.filter(username__in=account)}
    segretario = utenti["esempio-segretario"]

    for scheda in piano.schede.select_related("area", "piano__ente"):
        chi = utenti[f"esempio-responsabile-{scheda.area.slug}"] if scheda.area_id else segretario
        scheda = proponi_scheda(scheda=scheda, utente=chi, versione=scheda.versione, nota="È un termine di legge.")
        valida_scheda(scheda=scheda, utente=utenti[f"esempio-{chi_valida(scheda).value}"], versione=scheda.versione)
    piano = trasmetti_piano(piano=piani_completi().get(pk=piano.pk), utente=segretario)
    impronta = piano.versioni.get().sha256
    piano = approva_piano(piano=piano, utente=segretario, impronta=impronta, atto=atto_nuovo(oggetto="ESEMPIO"))

    assert piano.stato == StatoPiano.APPROVATO


def test_il_file_e_scritto_per_essere_letto(foto):
    testo = FILE.read_text(encoding="utf-8")
    assert testo == json.dumps(json.loads(testo), indent=2, ensure_ascii=False) + "\n"


def test_nessun_controllo_blocca_e_gli_avvisi_sono_pochi(foto):
    esiti = controlla(foto)
    assert [esito.messaggio for esito in esiti if esito.gravita is Gravita.BLOCCANTE] == []
    # A term of the law is the same every year: the check asks. The PEG has a file and checks of its own.
    avvisi = [e for e in esiti if e.gravita is Gravita.AVVISO and not e.codice.startswith("PG")]
    trovati = [(esito.codice, esito.oggetto.area, esito.oggetto.anno, esito.oggetto.numero) for esito in avvisi]
    assert trovati == [("OB11", "ente", 2026, 2), ("OB11", "ente", 2027, 2)]


def test_l_ente_si_dice_di_esempio_e_non_ha_codici_di_un_ente_vero(foto):
    ente = foto[ENTE]
    assert (ente.slug, ente.denominazione, ente.e_esempio) == ("comune-di-esempio", "Comune di Esempio", True)
    assert (ente.codice_istat, ente.codice_ipa, ente.codice_catastale, ente.provincia) == ("", "", "", "")
    assert not ente.ha_dirigenti
    assert ente.popolazione_maschi + ente.popolazione_femmine == ente.popolazione_totale > 5000


def test_ogni_nome_e_ogni_testo_di_parte_dice_esempio(foto):
    persone = {persona.dipendente for scheda in foto[SCHEDE] for persona in scheda.persone}
    persone |= {scheda.responsabile for scheda in foto[SCHEDE] if scheda.responsabile}
    assert len(persone) == 22
    assert all("Esempio" in (persona.nome, persona.cognome.partition(" ")[0]) for persona in persone)
    assert all(persona.codice.startswith("esempio-") for persona in persone)
    assert all("esempio" in sezione.testo.casefold() for sezione in foto[NARRATIVA])
    piano = foto[PIANO]
    titoli = [piano.titolo, piano.mandato.atto.oggetto, *(allegato.titolo for allegato in piano.allegati)]
    assert all(titolo.startswith("ESEMPIO") for titolo in titoli)


def test_c_e_una_scheda_per_anno_di_ogni_area_dell_ente_e_del_segretario(foto, per_scheda):
    attese = {(area, anno) for area in ("ente", "segretario", *(area.slug for area in foto[AREE]))
              for anno in foto[PIANO].anni}  # fmt: skip
    assert set(per_scheda) == {scheda.chiave for scheda in foto[SCHEDE]} == attese
    assert [area.slug for area in foto[AREE] if area.gestisce_bilancio] == ["contabile"]


def test_i_pesi_di_ogni_scheda_e_di_ogni_obiettivo_sommano_a_cento(foto, per_scheda):
    for chiave, righe in per_scheda.items():
        assert sum(riga.peso for riga in righe if not riga.e_condizione) == CENTO, chiave
    for obiettivo in foto[OBIETTIVI]:
        pesi = [voce.peso for voce in obiettivo.indicatori]
        assert pesi == [None] if len(pesi) == 1 else sum(pesi) == CENTO, obiettivo.descrizione


def test_le_quote_di_ogni_persona_sommano_a_cento_nell_anno(foto):
    somme = defaultdict(Decimal)
    for quota in foto[ASSEGNAZIONI]:
        somme[quota.anno, quota.dipendente] += quota.percentuale
    presenti = {(s.anno, p.dipendente.codice) for s in foto[SCHEDE] for p in s.persone}
    assert set(somme) == presenti
    assert set(somme.values()) == {CENTO}


def test_una_persona_cambia_area_a_meta_anno_e_tre_sono_a_tempo_parziale(foto):
    """What the assessment will have to reckon with."""
    nel_2025 = [(s.area, p) for s in foto[SCHEDE] if s.anno == 2025 and s.tipo == "area" for p in s.persone]
    aree = [area for area, persona in nel_2025 if persona.dipendente.codice == "esempio-dipendente-tre"]
    assert aree == ["amministrativa", "contabile"]
    assert len([persona for _, persona in nel_2025 if persona.ore_settimanali < 36]) == 3


def test_ogni_obiettivo_arriva_a_una_linea_di_mandato_con_missione_e_programma(foto):
    operativi = {operativo.codice: operativo for operativo in foto[OPERATIVI]}
    assert {obiettivo.operativo for obiettivo in foto[OBIETTIVI]} == set(operativi)
    assert {operativo.linea for operativo in operativi.values()} == {linea.numero for linea in foto[LINEE]}
    assert all(operativo.programma.startswith(operativo.missione) for operativo in operativi.values())


def test_ci_sono_indicatori_di_ogni_tipo_e_uno_che_si_giudica(foto):
    indicatori = [voce for obiettivo in foto[OBIETTIVI] for voce in obiettivo.indicatori]
    assert {voce.tipo for voce in indicatori} == {*Indicatore.Tipo.values, ""}
    assert {voce.direzione for voce in indicatori} == {*Indicatore.Direzione.values, ""}
    assert {atteso.operatore for voce in indicatori for atteso in voce.valori_attesi} == {"ge", "le", "eq"}
    for obiettivo in foto[OBIETTIVI]:
        for voce in obiettivo.indicatori:
            if voce.tipo not in ("", Indicatore.Tipo.SI_NO):
                assert voce.valori_attesi[0].anno == obiettivo.anno, voce.descrizione


def test_gli_obiettivi_che_la_legge_chiede(foto, per_scheda):
    for chiave, righe in per_scheda.items():
        assert any(tratta_di("NO07", riga) for riga in righe), chiave
    for anno in foto[PIANO].anni:
        dell_anno = [riga for riga in foto[OBIETTIVI] if riga.anno == anno]
        assert any(tratta_di("NO06", riga) for riga in dell_anno)
        assert any(tratta_di("NO08", riga) and "40 ore" in riga.descrizione for riga in dell_anno)
        assert [riga.area for riga in dell_anno if riga.e_condizione] == ["ente"]
    assert {riga.numero for riga in foto[OBIETTIVI] if riga.fasi}


def test_il_piano_dell_anno_dopo_si_comincia_da_questo_obiettivi_trasversali_compresi(foto, db):
    carica_liste(settings.BASE_DIR / "fixtures" / "liste")
    carica_fotografia(foto)

    nuovo = carica_fotografia(foto_rinnovata(foto, "ESEMPIO – PIAO 2026/2028"))

    schede_di_ente = nuovo.schede.filter(tipo="ente").order_by("anno")
    assert list(schede_di_ente.values_list("anno", flat=True)) == [2026, 2027, 2028]
    assert nuovo.schede.filter(obiettivi__trasversale__isnull=False, anno=2028).exists()
