"""What is measured is the plan in force; a value finds its indicator again after a variation."""

import datetime
from decimal import Decimal

import pytest
from msgspec.structs import replace

from obiettivi.sezioni import FaseFoto
from piani.models import Area
from tests.misura import (
    ANNO,
    AREA,
    foto_con,
    indicatore,
    obiettivo_di_prova,
    piano_in_forza,
    rilevata,
    risultato,
    scheda_di,
    variazione,
)
from valutazioni.selectors import (
    anni_in_forza,
    foto_in_forza,
    scheda_in_forza,
    scheda_misurata,
    schede_misurate,
    valori_della_scheda,
    valori_di_schede_tolte,
)

pytestmark = pytest.mark.django_db


def foto(*testi, **dati):
    return foto_con([obiettivo_di_prova(1, indicatori=tuple(indicatore(testo) for testo in testi), **dati)])


# --- the plan in force -----------------------------------------------------------------------------


def test_vale_il_piano_che_comincia_nell_anno_prima_di_quello_che_lo_copre(ente):
    piano_in_forza(ente, foto("Del triennio di prima"), ANNO - 1)
    assert foto_in_forza(ente, ANNO).versione.piano.anno_inizio == ANNO - 1
    piano_in_forza(ente, foto("Del triennio che comincia"), ANNO)
    assert foto_in_forza(ente, ANNO).versione.piano.anno_inizio == ANNO


def test_dopo_una_variazione_vale_la_versione_nuova(ente):
    prima = piano_in_forza(ente, foto("Prima"))
    variazione(prima, foto("Dopo"))
    scheda = scheda_in_forza(ente, ANNO, AREA)
    assert [voce.descrizione for voce in scheda.obiettivi[0].indicatori] == ["Dopo"]


def test_una_variazione_aperta_non_cambia_quello_che_si_misura(ente):
    versione = piano_in_forza(ente, foto("Approvato"))
    versione.piano.stato = "in_variazione"
    versione.piano.save()
    assert scheda_in_forza(ente, ANNO, AREA).obiettivi[0].indicatori[0].descrizione == "Approvato"


def test_senza_piano_approvato_non_si_misura_niente(ente, altro_ente):
    piano_in_forza(altro_ente, foto("Di un altro ente"))
    assert foto_in_forza(ente, ANNO) is None
    assert scheda_in_forza(ente, ANNO, AREA) is None
    assert anni_in_forza([ente.pk, altro_ente.pk]) == {altro_ente.pk: [ANNO + 2, ANNO + 1, ANNO]}


def test_una_versione_ritirata_dal_sito_resta_in_forza(ente):
    versione = piano_in_forza(ente, foto("Ritirata dal sito"))
    versione.stato, versione.motivo, versione.pubblicata_il = "ritirata", "Un nome di troppo", versione.approvata_il
    versione.save()
    assert foto_in_forza(ente, ANNO).versione == versione


def test_un_area_che_l_ente_non_ha_piu_si_legge_e_non_si_misura(ente):
    piano_in_forza(ente, foto("Indicatore"))
    Area.objects.filter(ente=ente).update(slug="rinominata")
    assert not scheda_in_forza(ente, ANNO, AREA).e_misurabile


# --- values and indicators -------------------------------------------------------------------------


def test_vale_l_ultimo_valore_non_annullato_e_la_storia_resta(ente):
    obiettivo = obiettivo_di_prova(1, indicatori=(indicatore(),))
    scheda = scheda_di(ente, [obiettivo])
    rilevata(scheda, obiettivo, valore=Decimal(20))
    annullata = rilevata(
        scheda,
        obiettivo,
        valore=Decimal(999),
        al=datetime.date(ANNO, 9, 30),
        annullata_il=datetime.datetime(ANNO, 10, 1, tzinfo=datetime.UTC),
        motivo_annullamento="Una cifra di troppo",
    )
    storia = valori_della_scheda(scheda).obiettivi[obiettivo.uid].storie[1]
    assert storia.ultima.valore == 20
    assert annullata in storia.tutte
    assert annullata not in storia.valide


def test_dello_stesso_giorno_vale_la_correzione_inserita_dopo(ente):
    obiettivo = obiettivo_di_prova(1, indicatori=(indicatore(),))
    scheda = scheda_di(ente, [obiettivo])
    rilevata(scheda, obiettivo, valore=Decimal(20))
    rilevata(scheda, obiettivo, valore=Decimal(25))
    assert valori_della_scheda(scheda).obiettivi[obiettivo.uid].storie[1].ultima.valore == 25


def storie_dopo(ente, prima, dopo, *misurati):
    """The values of a sheet after a variation; `misurati` are the places measured before it."""
    versione = piano_in_forza(ente, foto(*prima))
    scheda = scheda_in_forza(ente, ANNO, AREA)
    for posto in misurati:
        rilevata(scheda, scheda.obiettivi[0], posto, valore=Decimal(posto))
    variazione(versione, foto(*dopo))
    scheda = scheda_in_forza(ente, ANNO, AREA)
    return valori_della_scheda(scheda).obiettivi[scheda.obiettivi[0].uid]


def test_un_indicatore_spostato_ritrova_i_suoi_valori(ente):
    valori = storie_dopo(ente, ["Uno", "Due"], ["Nuovo", "Due", "Uno"], 1, 2)
    assert [valori.storie[posto].ultima and valori.storie[posto].ultima.valore for posto in (1, 2, 3)] == [None, 2, 1]
    assert valori.orfane == ()


def test_un_indicatore_riscritto_ritrova_i_suoi_valori_e_dice_come_si_chiamava(ente):
    prima, dopo = "Pratiche evase entro 30 giorni", "Pratiche evase entro 20 giorni"
    storia = storie_dopo(ente, [prima], [dopo], 1).storie[1]
    assert storia.ultima.valore == 1
    assert storia.testi_di_prima == (prima,)


def test_un_indicatore_tolto_lascia_i_valori_a_parte(ente):
    valori = storie_dopo(ente, ["Pratiche evase", "Ore di apertura"], ["Pratiche evase"], 1, 2)
    assert valori.storie[1].ultima.valore == 1
    assert [(voce.testo, voce.ultima.valore) for voce in valori.orfane] == [("Ore di apertura", 2)]


def test_due_indicatori_misurati_insieme_non_diventano_mai_lo_stesso(ente):
    uno, due = "Pratiche dello sportello edilizia evase", "Pratiche dello sportello attività evase"
    valori = storie_dopo(ente, [uno, due], [uno], 1, 2)
    assert [riga.valore for riga in valori.storie[1].tutte] == [1]
    assert [voce.testo for voce in valori.orfane] == [due]


def test_un_obiettivo_tolto_dalla_variazione_non_perde_i_valori(ente):
    tolto = obiettivo_di_prova(2, indicatori=(indicatore("Sparito"),))
    resta = obiettivo_di_prova(1, indicatori=(indicatore(),))
    versione = piano_in_forza(ente, foto_con([resta, tolto]))
    scheda = scheda_in_forza(ente, ANNO, AREA)
    rilevata(scheda, tolto, valore=Decimal(7))
    risultato(scheda, tolto)
    variazione(versione, foto_con([resta]))
    misurata = scheda_misurata(scheda_in_forza(ente, ANNO, AREA))
    assert [storia.ultima.valore for storia in misurata.valori.fuori[tolto.uid]] == [7]
    assert [riga.obiettivo for riga in misurata.risultati_fuori] == [tolto.uid]


def test_la_riga_trasversale_ha_i_valori_della_propria_scheda(ente):
    """The same indicator, written once in the body's sheet, is measured in each area by itself."""
    origine = obiettivo_di_prova(1, area="ente", indicatori=(indicatore("Giorni di formazione"),))
    righe = [
        obiettivo_di_prova(numero, area=area, indicatori=(), descrizione="", trasversale=origine.uid)
        for numero, area in ((2, "uno"), (3, "due"))
    ]
    piano_in_forza(ente, foto_con([origine, *righe], ("ente", "uno", "due")))
    schede = foto_in_forza(ente, ANNO).schede
    for slug, valore in (("uno", 50), ("due", 100)):
        rilevata(schede[slug], schede[slug].obiettivi[0], valore=Decimal(valore))
    misurate = schede_misurate(foto_in_forza(ente, ANNO))
    assert schede["uno"].obiettivi[0].descrizione == origine.descrizione
    assert {slug: voce.esito.grado.valore for slug, voce in misurate.items()} == {"ente": None, "uno": 50, "due": 100}


def test_un_obiettivo_passato_a_un_altra_area_porta_con_se_i_valori(ente):
    obiettivo = obiettivo_di_prova(1, area="uno", indicatori=(indicatore(),))
    altro = obiettivo_di_prova(2, area="due", indicatori=(indicatore(),))
    versione = piano_in_forza(ente, foto_con([obiettivo, altro], ("uno", "due")))
    rilevata(foto_in_forza(ente, ANNO).schede["uno"], obiettivo, valore=Decimal(60))
    variazione(versione, foto_con([replace(obiettivo, area="due", numero=3), altro], ("uno", "due")))
    forza = foto_in_forza(ente, ANNO)
    tutte, una = schede_misurate(forza)["due"], scheda_misurata(forza.schede["due"])
    for misurata in (tutte, una):
        assert misurata.obiettivo(obiettivo.uid).calcolato.valore == 60
    assert scheda_misurata(forza.schede["uno"]).valori.fuori == {}
    assert valori_di_schede_tolte(forza) == []


def test_i_valori_di_una_scheda_tolta_si_leggono_ancora(ente):
    obiettivi = [obiettivo_di_prova(n, area=area, indicatori=(indicatore(),)) for n, area in ((1, "uno"), (2, "due"))]
    versione = piano_in_forza(ente, foto_con(obiettivi, ("uno", "due")))
    rilevata(foto_in_forza(ente, ANNO).schede["due"], obiettivi[1], valore=Decimal(60))
    variazione(versione, foto_con(obiettivi[:1], ("uno",)))
    ((nome, storia),) = valori_di_schede_tolte(foto_in_forza(ente, ANNO))
    assert (nome, storia.testo, storia.ultima.valore) == ("Area due", "Pratiche concluse", 60)


# --- degrees ---------------------------------------------------------------------------------------


def test_il_grado_della_scheda_dagli_indicatori_con_il_conto(ente):
    due = (indicatore("Uno", peso=Decimal(70)), indicatore("Due", Decimal(10), peso=Decimal(30)))
    uno = obiettivo_di_prova(1, peso=Decimal(60), indicatori=due)
    altro = obiettivo_di_prova(2, peso=Decimal(40), indicatori=(indicatore("Tre"),))
    scheda = scheda_di(ente, [uno, altro])
    rilevata(scheda, uno, 1, valore=Decimal(90))
    rilevata(scheda, uno, 2, valore=Decimal(5))
    rilevata(scheda, altro, valore=Decimal(100))
    misurata = scheda_misurata(scheda)
    assert [voce.calcolato.valore for voce in misurata.obiettivi] == [78, 100]
    assert misurata.obiettivi[0].calcolato.conto == "(90,00 × 70 + 50,00 × 30) / 100 = 78,00%"
    assert misurata.esito.grado.valore == Decimal("86.80")


def test_conta_il_confermato_poi_il_proposto_poi_il_calcolato(ente):
    obiettivi = [obiettivo_di_prova(n, indicatori=(indicatore(),)) for n in (1, 2, 3)]
    scheda = scheda_di(ente, obiettivi)
    for obiettivo in obiettivi:
        rilevata(scheda, obiettivo, valore=Decimal(70))
    risultato(scheda, obiettivi[0], "confermato")
    risultato(scheda, obiettivi[1], "proposto")
    misurata = scheda_misurata(scheda)
    assert [voce.grado.valore for voce in misurata.obiettivi] == [80, 90, 70]
    assert misurata.esito_confermato is None


def test_un_risultato_con_due_lati_e_il_loro_prodotto(ente):
    obiettivo = obiettivo_di_prova(1, indicatori=(indicatore(),))
    scheda = scheda_di(ente, [obiettivo])
    risultato(scheda, obiettivo, confermato=Decimal(80), tempi_confermato=Decimal(50))
    misurata = scheda_misurata(scheda)
    assert misurata.esito_confermato.grado.valore == 40
    assert misurata.obiettivi[0].confermato.tempi == 50


def test_senza_indicatori_il_grado_viene_dalle_fasi_ritrovate_per_nome(ente):
    fasi = tuple(FaseFoto(attivita=nome, dal=None, al=None) for nome in ("Bando", "Gara"))
    obiettivo = obiettivo_di_prova(1, indicatori=(), fasi=fasi)
    scheda = scheda_di(ente, [obiettivo])
    rilevata(scheda, obiettivo, 0, fasi=[{"fase": "Gara", "percento": "50"}, {"fase": "Bando", "percento": "100"}])
    misurato = scheda_misurata(scheda).obiettivi[0]
    assert [fase.completamento for fase in misurato.voci[0].misura.fasi] == [100, 50]
    assert misurato.calcolato.valore == 75


def test_le_fasi_accanto_agli_indicatori_raccontano_e_non_contano(ente):
    fasi = (FaseFoto(attivita="Bando", dal=None, al=None),)
    obiettivo = obiettivo_di_prova(1, indicatori=(indicatore(),), fasi=fasi)
    scheda = scheda_di(ente, [obiettivo])
    rilevata(scheda, obiettivo, valore=Decimal(60))
    rilevata(scheda, obiettivo, 0, fasi=[{"fase": "Bando", "percento": "100"}])
    misurato = scheda_misurata(scheda).obiettivi[0]
    assert [(voce.posto, voce.conta) for voce in misurato.voci] == [(1, True), (0, False)]
    assert misurato.calcolato.valore == 60


def test_una_data_senza_valore_atteso_si_confronta_con_la_scadenza(ente):
    scadenza = datetime.date(ANNO, 10, 31)
    obiettivo = obiettivo_di_prova(1, indicatori=(indicatore("Data", None, tipo="data"),), scadenza=scadenza)
    scheda = scheda_di(ente, [obiettivo])
    rilevata(scheda, obiettivo, data=datetime.date(ANNO, 11, 10))
    assert scheda_misurata(scheda).obiettivi[0].calcolato.valore == 90


def test_un_valore_atteso_zero_e_un_testo_hanno_la_loro_regola(ente):
    zero = obiettivo_di_prova(1, indicatori=(indicatore("Reclami", Decimal(0), direzione="diminuire"),))
    testo = obiettivo_di_prova(2, indicatori=(indicatore("Qualità", None, tipo=""),))
    scheda = scheda_di(ente, [zero, testo])
    rilevata(scheda, zero, valore=Decimal(3))
    rilevata(scheda, testo, testo="Fatto in parte", giudizio=Decimal(60), motivo="Due sezioni su tre")
    assert [voce.calcolato.valore for voce in scheda_misurata(scheda).obiettivi] == [0, 60]


def test_quel_che_manca_non_ha_grado_e_dice_perche(ente):
    scheda = scheda_di(ente, [obiettivo_di_prova(1, indicatori=(indicatore(),))])
    misurato = scheda_misurata(scheda).obiettivi[0]
    assert misurato.calcolato.esatto is None
    assert "Manca il valore raggiunto" in misurato.calcolato.note[0]


# --- speed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("quanti", [3, 300])
def test_i_gradi_di_tutte_le_schede_con_cinque_query(ente, django_assert_num_queries, quanti):
    obiettivi = [
        replace(obiettivo_di_prova(n, indicatori=(indicatore(),)), area=f"area-{n % 3}") for n in range(1, quanti + 1)
    ]
    piano_in_forza(ente, foto_con(obiettivi, [f"area-{n}" for n in range(3)]))
    schede = foto_in_forza(ente, ANNO).schede
    for scheda in schede.values():
        for obiettivo in scheda.obiettivi:
            rilevata(scheda, obiettivo, valore=Decimal(50))
    with django_assert_num_queries(5):
        misurate = schede_misurate(foto_in_forza(ente, ANNO))
        assert {voce.esito.grado.valore for voce in misurate.values()} == {Decimal(50)}


def test_una_scheda_con_sei_query(ente, django_assert_num_queries):
    obiettivi = [obiettivo_di_prova(n, indicatori=(indicatore(),)) for n in range(1, 9)]
    scheda = scheda_di(ente, obiettivi)
    for obiettivo in obiettivi:
        rilevata(scheda, obiettivo, valore=Decimal(50))
    with django_assert_num_queries(6):
        misurata = scheda_misurata(scheda_in_forza(ente, ANNO, AREA))
        assert all(voce.senza_evidenze for voce in misurata.obiettivi)
