"""Riprendere la scheda dell'anno prima: chiudi, continua con un nuovo valore atteso, riprendi uguale."""

import datetime
import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.services.ripresa import Decisione, Destinazione, Ripresa, in_anno, riprendi_obiettivi
from obiettivi.sezioni import OBIETTIVI, FaseFoto, IndicatoreFoto, ObiettivoFoto, PesoPersonaleFoto, ValoreAttesoFoto
from piani.selectors import scheda_precedente
from tests import factories
from tests.foto import AREA, foto_del_piano_vero, obiettivo_di_prova

VECCHIO, NUOVO = 2019, 2020


def riprendi(*voci: ObiettivoFoto, decisione=Decisione.RIPRENDI, anno=NUOVO, **destinazione) -> Ripresa:
    return riprendi_obiettivi(
        voci, {voce.uid: decisione for voce in voci}, Destinazione(area=AREA, anno=anno, **destinazione)
    )


def con_indicatore(**dati) -> ObiettivoFoto:
    indicatore = IndicatoreFoto(**{"descrizione": "Misura", "valore_atteso": "Almeno 70", **dati})
    return obiettivo_di_prova(1, indicatori=(indicatore,))


def atteso(anno: int, valore: int | None = 70, data: datetime.date | None = None) -> ValoreAttesoFoto:
    return ValoreAttesoFoto(anno=anno, operatore="ge", valore=None if valore is None else Decimal(valore), data=data)


# --- che cosa si riprende ---


def test_chi_e_chiuso_non_passa_e_gli_altri_si_rinumerano():
    voci = [obiettivo_di_prova(numero, numero_pubblicato=str(numero)) for numero in (1, 2, 3)]
    decisioni = dict(zip((voce.uid for voce in voci), ("riprendi", "chiudi", "continua"), strict=True))

    ripresa = riprendi_obiettivi(
        voci, {uid: Decisione(scelta) for uid, scelta in decisioni.items()}, Destinazione(area="altra", anno=NUOVO)
    )

    assert [
        (voce.area, voce.anno, voce.numero, voce.numero_pubblicato, voce.origine) for voce in ripresa.obiettivi
    ] == [
        ("altra", NUOVO, 1, "", "ripreso"),
        ("altra", NUOVO, 2, "", "continuato"),
    ]
    assert [voce.uid for voce in ripresa.obiettivi] == [voci[0].uid, voci[2].uid]


def test_un_obiettivo_senza_decisione_e_un_errore():
    with pytest.raises(KeyError):
        riprendi_obiettivi([obiettivo_di_prova(1)], {}, Destinazione(area=AREA, anno=NUOVO))


def test_i_pesi_delle_persone_e_la_data_di_inserimento_non_passano():
    voce = obiettivo_di_prova(
        1,
        inserito_il=datetime.datetime(2019, 1, 1, tzinfo=datetime.UTC),
        pesi_personali=(PesoPersonaleFoto(dipendente="esempio-1", peso=Decimal(50)),),
    )

    [ripreso] = riprendi(voce).obiettivi

    assert (ripreso.inserito_il, ripreso.pesi_personali) == (None, ())


def test_l_area_contabile_2020_nasce_da_quella_del_2019():
    foto = foto_del_piano_vero()
    voci = [voce for voce in foto[OBIETTIVI] if voce.chiave_scheda == ("contabile", 2019)]

    ripresa = riprendi_obiettivi(
        voci,
        {voce.uid: Decisione.RIPRENDI for voce in voci},
        Destinazione(area="contabile", anno=NUOVO, operativi={voce.operativo for voce in voci}),
    )

    assert [voce.descrizione for voce in ripresa.obiettivi] == [voce.descrizione for voce in voci]
    assert all(voce.scadenza is None or voce.scadenza.year == NUOVO for voce in ripresa.obiettivi)
    assert {voce.operativo for voce in ripresa.obiettivi} == {voci[0].operativo}


# --- le date ---


@pytest.mark.parametrize(
    ("giorno", "anno", "atteso_il"),
    [
        ((2019, 12, 31), 2020, (2020, 12, 31)),
        ((2018, 6, 30), 2020, (2020, 6, 30)),
        ((2020, 2, 29), 2021, (2021, 2, 28)),
        ((2021, 12, 31), 2020, (2021, 12, 31)),
        ((2020, 1, 1), 2020, (2020, 1, 1)),
    ],
)
def test_la_scadenza_passa_al_nuovo_anno_se_non_e_gia_oltre(giorno, anno, atteso_il):
    voce = obiettivo_di_prova(1, anno=anno - 1, scadenza=datetime.date(*giorno))

    ripresa = riprendi(voce, anno=anno)

    assert ripresa.obiettivi[0].scadenza == datetime.date(*atteso_il)
    assert [nota.campo for nota in ripresa.da_rivedere] == ([] if giorno == atteso_il else ["scadenza"])


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 1, 1)), st.integers(1950, 2100))
def test_ogni_giorno_ha_il_suo_posto_in_ogni_anno(giorno, anno):
    spostato = in_anno(giorno, anno)

    assert (spostato.year, spostato.month) == (anno, giorno.month)
    assert giorno.day - spostato.day in ({0, 1} if (giorno.month, giorno.day) == (2, 29) else {0})


@given(st.lists(st.none() | st.dates(datetime.date(2015, 1, 1), datetime.date(2025, 1, 1)), min_size=2, max_size=2))
def test_una_fase_spostata_non_finisce_mai_prima_di_cominciare(giorni):
    dal, al = giorni
    if dal and al and al < dal:
        dal, al = al, dal
    voce = obiettivo_di_prova(1, fasi=(FaseFoto(attivita="Gara", dal=dal, al=al),))

    [fase] = riprendi(voce).obiettivi[0].fasi

    assert (fase.dal is None, fase.al is None) == (dal is None, al is None)
    assert fase.dal is None or fase.al is None or fase.dal <= fase.al
    assert (fase.al or fase.dal) is None or (fase.al or fase.dal).year >= NUOVO


def test_una_fase_che_arriva_al_nuovo_anno_resta_intera():
    fase = FaseFoto(attivita="Gara", dal=datetime.date(2019, 11, 1), al=datetime.date(2020, 2, 28))

    ripresa = riprendi(obiettivo_di_prova(1, fasi=(fase,)))

    assert ripresa.obiettivi[0].fasi == (fase,)
    assert not ripresa.da_rivedere


# --- gli anni nei testi ---


def test_un_anno_dentro_un_testo_resta_scritto_e_si_segnala():
    voce = obiettivo_di_prova(
        1,
        descrizione="Bilancio 2019",
        scadenza_testo="Entro il 2019",
        indicatori=(IndicatoreFoto(descrizione="Fatture del 2019", valore_atteso="Scadute al 31/12/2019"),),
        fasi=(FaseFoto(attivita="Gara 2019", dal=None, al=None),),
    )

    ripresa = riprendi(voce)

    assert ripresa.obiettivi[0].descrizione == "Bilancio 2019"
    assert ripresa.obiettivi[0].indicatori == voce.indicatori
    assert {nota.campo for nota in ripresa.da_rivedere} == {
        "descrizione",
        "scadenza_testo",
        "indicatori/0/descrizione",
        "indicatori/0/valore_atteso",
        "fasi/0",
    }


@pytest.mark.parametrize("testo", ["Bilancio 2018", "Delibera 12019", "20190 fatture", "Nessun anno"])
def test_un_altro_numero_non_e_l_anno(testo):
    assert not riprendi(obiettivo_di_prova(1, descrizione=testo)).da_rivedere


# --- i valori attesi ---


def test_riprendi_tiene_il_valore_atteso_e_lo_porta_al_nuovo_anno():
    ripresa = riprendi(con_indicatore(valori_attesi=(atteso(2018, 60), atteso(VECCHIO, 70))))

    [indicatore] = ripresa.obiettivi[0].indicatori
    assert indicatore.valore_atteso == "Almeno 70"
    assert indicatore.valori_attesi == (atteso(NUOVO, 70),)
    assert [nota.campo for nota in ripresa.da_rivedere] == ["indicatori/0/valori_attesi"]


def test_riprendi_tiene_i_valori_attesi_pluriennali():
    ripresa = riprendi(con_indicatore(valori_attesi=(atteso(VECCHIO, 70), atteso(NUOVO, 80), atteso(2021, 90))))

    assert ripresa.obiettivi[0].indicatori[0].valori_attesi == (atteso(NUOVO, 80), atteso(2021, 90))
    assert not ripresa.da_rivedere


def test_un_valore_atteso_che_e_una_data_si_sposta_come_le_altre():
    data = datetime.date(VECCHIO, 6, 30)

    ripresa = riprendi(con_indicatore(valori_attesi=(atteso(VECCHIO, None, data),)))

    assert ripresa.obiettivi[0].indicatori[0].valori_attesi == (atteso(NUOVO, None, data.replace(year=NUOVO)),)


def test_continua_chiede_un_nuovo_valore_atteso_e_parte_dal_vecchio():
    voce = con_indicatore(valori_attesi=(atteso(2018, 60), atteso(VECCHIO, 70), atteso(NUOVO, 80)))

    ripresa = riprendi(voce, decisione=Decisione.CONTINUA)

    [indicatore] = ripresa.obiettivi[0].indicatori
    assert (indicatore.valore_atteso, indicatore.valori_attesi) == ("", ())
    assert (indicatore.baseline, indicatore.baseline_anno) == (70, VECCHIO)
    assert ripresa.frasi[voce.uid] == [
        "Valore atteso: scrivere quello del 2020. Nel 2019 era: «Almeno 70».",
        "Valore di partenza: è il valore atteso del 2019.",
    ]


def test_continua_senza_forma_strutturata_lascia_il_valore_di_partenza_com_era():
    voce = con_indicatore(baseline=Decimal(10), baseline_anno=2017)

    [indicatore] = riprendi(voce, decisione=Decisione.CONTINUA).obiettivi[0].indicatori

    assert (indicatore.baseline, indicatore.baseline_anno) == (10, 2017)


# --- i collegamenti ---


def test_l_obiettivo_operativo_resta_se_c_e_ancora():
    voce = obiettivo_di_prova(1, operativo="1.01")

    assert riprendi(voce, operativi={"1.01"}).obiettivi[0].operativo == "1.01"
    senza = riprendi(voce)
    assert senza.obiettivi[0].operativo is None
    assert [nota.campo for nota in senza.da_rivedere] == ["operativo"]


def test_la_riga_trasversale_non_si_copia_se_il_segretario_la_assegna_anche_quest_anno():
    di_ente = uuid.uuid4()

    assert not riprendi(obiettivo_di_prova(1, trasversale=di_ente), trasversali={di_ente}).obiettivi


def test_la_riga_trasversale_diventa_propria_se_l_obiettivo_di_ente_non_c_e_piu():
    ripresa = riprendi(obiettivo_di_prova(1, descrizione="Testo di ente", trasversale=uuid.uuid4()))

    assert (ripresa.obiettivi[0].trasversale, ripresa.obiettivi[0].descrizione) == (None, "Testo di ente")
    assert [nota.campo for nota in ripresa.da_rivedere] == ["trasversale"]


# --- la scheda dell'anno prima ---


def test_la_scheda_dell_anno_prima_e_nello_stesso_piano(ente):
    vecchia = factories.SchedaFactory(piano__ente=ente, anno=2024)
    nuova = factories.SchedaFactory(piano=vecchia.piano, area=vecchia.area, anno=2025)
    factories.SchedaFactory(piano=factories.PianoFactory(ente=ente, anno_inizio=2023), area=vecchia.area, anno=2024)
    factories.SchedaFactory(piano=vecchia.piano, anno=2024)  # another area

    assert scheda_precedente(nuova) == vecchia
    assert scheda_precedente(vecchia) is None


def test_nel_primo_anno_la_scheda_di_prima_e_dell_ultimo_piano_che_ha_quell_anno(ente, altro_ente):
    piani = {anno: factories.PianoFactory(ente=ente, anno_inizio=anno) for anno in (2022, 2023, 2024, 2026)}
    area = factories.AreaFactory(ente=ente)
    di_prima = [factories.SchedaFactory(piano=piani[anno], area=area, anno=2023) for anno in (2022, 2023)]
    nuova = factories.SchedaFactory(piano=piani[2024], area=area, anno=2024)
    factories.SchedaFactory(piano__ente=altro_ente, piano__anno_inizio=2023, tipo="ente", area=None, anno=2023)
    di_ente = factories.SchedaFactory(piano=piani[2024], tipo="ente", area=None, anno=2024)

    assert scheda_precedente(nuova) == di_prima[1]
    assert scheda_precedente(di_ente) is None
