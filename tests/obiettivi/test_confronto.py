"""What has changed between two sheets, two years, two plans: objectives by uid, texts by word, weights, people."""

import datetime
from decimal import Decimal

import msgspec
import pytest

from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI, AssegnazioneFoto, FaseFoto, IndicatoreFoto
from piani.sezioni import ENTE, NARRATIVA, PIANO, SCHEDE, SEZIONI, confronta, parte_di_scheda
from piani.sezioni.confronto import CONFRONTI
from piani.sezioni.piano import SezioneNarrativaFoto
from semproniano.core.differenze import Segno, Sorte
from tests.foto import (
    ANNO,
    AREA,
    foto_del_piano_vero,
    foto_di_prova,
    obiettivo_di_prova,
    persona_di_prova,
    scheda_di_prova,
)

UNO, DUE, TRE = (obiettivo_di_prova(numero) for numero in (1, 2, 3))


def cambiato(obiettivo, **campi):
    return msgspec.structs.replace(obiettivo, **campi)


def campi(cambio) -> dict[str, tuple[str, str]]:
    return {campo.campo: (campo.prima, campo.dopo) for campo in cambio.campi}


def unico(prima, dopo):
    """The only change between two sheets with these objectives."""
    (cambio,) = confronta(foto_di_prova(prima), foto_di_prova(dopo)).cambi
    return cambio


def test_ogni_sezione_sa_confrontarsi():
    assert {voce.codice for voce in CONFRONTI} == {sezione.codice for sezione in SEZIONI}


def test_un_piano_uguale_a_se_stesso_non_ha_cambi():
    vero = foto_del_piano_vero()

    assert not confronta(vero, vero)


def test_un_testo_cambiato_si_legge_parola_per_parola():
    cambio = unico([UNO], [cambiato(UNO, descrizione="Obiettivo di prova numero 1")])

    assert (cambio.titolo, cambio.sorte, cambio.area, cambio.anno) == ("Obiettivo 1", Sorte.CAMBIATO, AREA, ANNO)
    (campo,) = cambio.campi
    assert campo.etichetta == "Descrizione"
    assert [(pezzo.segno, pezzo.testo) for pezzo in campo.segmenti] == [
        (Segno.UGUALE, "Obiettivo di "),
        (Segno.TOLTO, "esempio"),
        (Segno.AGGIUNTO, "prova"),
        (Segno.UGUALE, " numero 1"),
    ]


def test_peso_scadenza_e_scelte_si_leggono_in_italiano():
    dopo = cambiato(
        UNO, peso=Decimal("33.33"), scadenza=datetime.date(2019, 6, 30), natura="sviluppo", e_condizione=True
    )

    assert campi(unico([UNO], [dopo])) == {
        "peso": ("10", "33,33"),
        "e_condizione": ("", "sì"),
        "scadenza": ("", "30/06/2019"),
        "natura": ("", "Sviluppo"),
    }


def test_i_pesi_cambiati_si_elencano_da_soli():
    confronto = confronta(foto_di_prova([UNO, DUE]), foto_di_prova([cambiato(UNO, peso=Decimal(20)), DUE]))

    assert [(cambio.titolo, campo.prima, campo.dopo) for cambio, campo in confronto.pesi] == [
        ("Obiettivo 1", "10", "20")
    ]


def test_obiettivi_aggiunti_e_tolti_dicono_che_cosa_contengono():
    confronto = confronta(foto_di_prova([UNO, DUE]), foto_di_prova([UNO, cambiato(TRE, numero=2)]))

    aggiunto, tolto = confronto.di(OBIETTIVI)
    assert (aggiunto.sorte, aggiunto.titolo, campi(aggiunto)["descrizione"]) == (
        Sorte.AGGIUNTO,
        "Obiettivo 2",
        ("", "Obiettivo di esempio numero 3"),
    )
    assert (tolto.sorte, campi(tolto)["descrizione"]) == (Sorte.TOLTO, ("Obiettivo di esempio numero 2", ""))
    assert confronto.quanti == {"aggiunto": 1, "tolto": 1}


def test_un_obiettivo_spostato_si_vede_e_chi_scala_di_numero_no():
    dopo = [cambiato(TRE, numero=1), cambiato(UNO, numero=2), cambiato(DUE, numero=3)]
    cambio = unico([UNO, DUE, TRE], dopo)
    assert (cambio.spostato, cambio.titolo, cambio.campi) == (True, "Obiettivo 1 (era il 3)", ())

    (tolto,) = confronta(foto_di_prova([UNO, DUE]), foto_di_prova([cambiato(DUE, numero=1)])).cambi
    assert tolto.sorte is Sorte.TOLTO


def test_gli_indicatori_si_appaiano_anche_se_uno_si_infila_in_mezzo():
    primo, secondo, nuovo = (
        IndicatoreFoto(descrizione=f"Indicatore {nome}", valore_atteso="100") for nome in ("primo", "secondo", "nuovo")
    )
    prima = cambiato(UNO, indicatori=(primo, secondo))
    dopo = cambiato(UNO, indicatori=(primo, nuovo, cambiato(secondo, valore_atteso="90")))

    cambio = unico([prima], [dopo])

    assert campi(cambio) == {
        "indicatori/1/descrizione": ("", "Indicatore nuovo"),
        "indicatori/1/valore_atteso": ("", "100"),
        "indicatori/2/valore_atteso": ("100", "90"),
    }


def test_l_unico_indicatore_non_ha_numero():
    dopo = cambiato(UNO, indicatori=(cambiato(UNO.indicatori[0], valore_atteso="Entro 30 giorni"),))

    (campo,) = unico([UNO], [dopo]).campi

    assert (campo.campo, campo.etichetta) == ("indicatori/0/valore_atteso", "Indicatore: valore atteso")


def test_le_fasi_si_leggono_con_le_date():
    fase = FaseFoto(attivita="Bando", dal=datetime.date(2019, 3, 1), al=None)

    assert campi(unico([UNO], [cambiato(UNO, fasi=(fase,))])) == {"fasi/0": ("", "Bando (dal 01/03/2019)")}


def test_le_quote_seguono_l_obiettivo_e_non_il_numero():
    def quote(*righe):
        return [
            AssegnazioneFoto(area=AREA, anno=ANNO, numero=numero, dipendente="esempio-1", percentuale=Decimal(quota))
            for numero, quota in righe
        ]

    persone = (persona_di_prova(1),)
    prima = foto_di_prova([UNO, DUE], assegnazioni=quote((1, 40), (2, 60)), persone=persone)
    scalato = foto_di_prova([cambiato(DUE, numero=1)], assegnazioni=quote((1, 60)), persone=persone)

    (cambio,) = confronta(prima, scalato).di(ASSEGNAZIONI)

    assert cambio.titolo == "Quote di Esempio Dipendente 1"
    assert campi(cambio) == {str(UNO.uid): ("40%", "")}


def test_le_persone_della_scheda():
    prima = foto_di_prova([UNO], persone=(persona_di_prova(1), persona_di_prova(2)))
    dopo = foto_di_prova([UNO], persone=(persona_di_prova(2, ore_settimanali=Decimal(18)), persona_di_prova(3)))

    cambi = confronta(prima, dopo).di(SCHEDE)

    assert [(cambio.titolo, cambio.sorte) for cambio in cambi] == [
        ("Persona: Esempio Dipendente 2", Sorte.CAMBIATO),
        ("Persona: Esempio Dipendente 3", Sorte.AGGIUNTO),
        ("Persona: Esempio Dipendente 1", Sorte.TOLTO),
    ]
    assert campi(cambi[0]) == {"ore_settimanali": ("", "18")}


def test_lo_stato_e_l_atto_non_sono_contenuto():
    prima = foto_di_prova([UNO])
    piano = msgspec.structs.replace(prima[PIANO], stato="approvato", atto=None)
    dopo = foto_di_prova([UNO], stato="validata").con({PIANO.codice: piano})

    assert not confronta(prima, dopo)


def test_la_scheda_dell_anno_prima_si_confronta_con_questa():
    prima = foto_di_prova([UNO, DUE])
    anno_dopo = [cambiato(UNO, anno=2020, descrizione="Obiettivo di esempio nuovo"), cambiato(DUE, anno=2020)]
    dopo = prima.con({SCHEDE.codice: (scheda_di_prova(anno=2020),), OBIETTIVI.codice: tuple(anno_dopo)})

    confronto = confronta(parte_di_scheda(prima, AREA, 2019), parte_di_scheda(dopo, AREA, 2020))

    assert confronto.schede == ((AREA, 2020),)
    assert [(cambio.titolo, cambio.sorte) for cambio in confronto.cambi] == [("Obiettivo 1", Sorte.CAMBIATO)]


def test_una_scheda_vuota_si_confronta_lo_stesso():
    piena, vuota = (parte_di_scheda(foto_di_prova(righe), AREA, ANNO) for righe in ([UNO], []))

    assert [cambio.sorte for cambio in confronta(vuota, piena).cambi] == [Sorte.AGGIUNTO]


def test_di_un_piano_intero_si_leggono_anche_narrativa_ed_ente():
    prima = foto_di_prova([UNO])
    sezione = SezioneNarrativaFoto(livello=2, titolo="Introduzione", testo="Testo nuovo.")
    ente = msgspec.structs.replace(prima[ENTE], numero_dipendenti=12)
    dopo = prima.con({NARRATIVA.codice: (sezione,), ENTE.codice: ente, OBIETTIVI.codice: ()})

    confronto = confronta(prima, dopo)

    assert [cambio.titolo for cambio in confronto.cambi] == ["Comune di Esempio", "Introduzione", "Obiettivo 1"]
    assert not confronto.della_scheda(AREA, 2050)
    assert len(confronto.della_scheda(AREA, ANNO).cambi) == 1


@pytest.mark.parametrize("dopo", [True, False])
def test_una_scheda_intera_che_arriva_o_se_ne_va(dopo):
    piena = foto_di_prova([UNO], persone=(persona_di_prova(1),))
    vuota = piena.con({SCHEDE.codice: (), OBIETTIVI.codice: ()})

    confronto = confronta(vuota, piena) if dopo else confronta(piena, vuota)

    assert [cambio.titolo for cambio in confronto.cambi] == ["Scheda", "Persona: Esempio Dipendente 1", "Obiettivo 1"]
    assert {cambio.sorte for cambio in confronto.cambi} == {Sorte.AGGIUNTO if dopo else Sorte.TOLTO}
