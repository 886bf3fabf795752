"""The checks of objectives and people on small plans made by hand, imports as they stand included."""

import datetime
import time
from decimal import Decimal
from difflib import SequenceMatcher

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.sezioni import OBIETTIVI, OPERATIVI, AssegnazioneFoto, IndicatoreFoto, ValoreAttesoFoto
from piani.controlli import CONTROLLI, Impostazioni, controlla, esiti_di
from piani.controlli.testi import frasi, normale, simili
from piani.sezioni import AREE, LINEE, SCHEDE
from piani.sezioni.schede import AreaFoto
from tests.foto import AREA, foto_del_piano_vero, foto_di_prova, obiettivo_di_prova, scheda_di_prova

COMUNI = [f"parola{numero}" for numero in range(20)]
PAROLE = st.sampled_from([*COMUNI, "altra", "nuova", "diversa"])
SECONDI_PER_UN_TESTO_OSTILE = 5


def messaggi(foto, codice: str, **parametri) -> list[str]:
    impostazioni = Impostazioni(parametri={codice: parametri})
    return [esito.messaggio for esito in esiti_di(CONTROLLI[codice], foto, impostazioni)]


def indicatore(valore: str = "", descrizione: str = "Numero di pratiche", **dati) -> tuple[IndicatoreFoto, ...]:
    return (IndicatoreFoto(descrizione=descrizione, valore_atteso=valore, **dati),)


def quota(numero: int, chi: int, percentuale: int, area: str = AREA) -> AssegnazioneFoto:
    return AssegnazioneFoto(
        area=area, anno=2019, numero=numero, dipendente=f"esempio-{chi}", percentuale=Decimal(percentuale)
    )


class TestPesi:
    @pytest.mark.parametrize(
        ("pesi", "messaggio"),
        [
            (("33.33", "33.33", "33.34"), None),
            (("33.33", "33.33", "33.33"), "i pesi sommano a 99,99, mancano 0,01 punti"),
            (("60", "50"), "i pesi sommano a 110, sono di troppo 10 punti"),
            (("100", None), None),
            (("50", None), "i pesi sommano a 50, mancano 50 punti; senza peso: 2"),
            ((), "la scheda non ha obiettivi e i pesi devono sommare a 100"),
        ],
    )
    def test_somma_esatta(self, pesi, messaggio):
        righe = [obiettivo_di_prova(n, peso=p and Decimal(p)) for n, p in enumerate(pesi, start=1)]
        attesi = [] if messaggio is None else [f"Area Esempio 2019: {messaggio}."]
        assert messaggi(foto_di_prova(righe), "OB01") == attesi

    def test_i_coefficienti_non_hanno_somma(self):
        assert not messaggi(foto_di_prova([obiettivo_di_prova(1)], modo_peso="coefficiente"), "OB01")

    def test_le_condizioni_non_pesano(self):
        condizione = obiettivo_di_prova(2, peso=None, e_condizione=True)
        assert not messaggi(foto_di_prova([obiettivo_di_prova(1, peso=Decimal(100)), condizione]), "OB01")
        assert not messaggi(foto_di_prova([condizione]), "OB01")

    @given(st.lists(st.integers(1, 10**6), min_size=1, max_size=12))
    def test_parti_di_cento(self, parti):
        """Whatever the parts, a sheet whose last weight makes 100 passes; a ten-thousandth off does not."""
        pesi = [(Decimal(100) * parte / sum(parti)).quantize(Decimal("0.0001")) for parte in parti]
        pesi[-1] += Decimal(100) - sum(pesi)
        righe = [obiettivo_di_prova(n, peso=peso) for n, peso in enumerate(pesi, start=1)]
        assert not messaggi(foto_di_prova(righe), "OB01")
        righe[0] = msgspec.structs.replace(righe[0], peso=righe[0].peso + Decimal("0.0001"))
        assert messaggi(foto_di_prova(righe), "OB01")


class TestNumeri:
    @pytest.mark.parametrize(
        ("numeri", "messaggio"),
        [
            (("1", "2", "3"), None),
            (("", "", ""), None),
            (("1", "3"), "tra i numeri stampati manca il 2"),
            (("1", "", "2"), "manca il numero stampato degli obiettivi 2"),
            (("1", "1"), "il numero stampato 1 è ripetuto"),
            (("1a", "1b"), None),
            (("9999999999",), "tra i numeri stampati manca il 1, 2, 3, 4 e 5"),
        ],
    )
    def test_stampati(self, numeri, messaggio):
        righe = [obiettivo_di_prova(n, numero_pubblicato=scritto) for n, scritto in enumerate(numeri, start=1)]
        assert messaggi(foto_di_prova(righe), "OB02") == ([f"Area Esempio 2019: {messaggio}."] if messaggio else [])


class TestObiettivoIntero:
    def test_importato_com_e(self):
        """The real act prints "Fatturazione Elettronica" of 2020 without target and date in its row."""
        riga = obiettivo_di_prova(5, indicatori=indicatore(""))
        (messaggio,) = messaggi(foto_di_prova([riga]), "OB03")
        assert messaggio == "Area Esempio 2019, obiettivo 5: manca il valore atteso e la scadenza."

    def test_la_scadenza_a_parole_basta(self):
        riga = obiettivo_di_prova(1, indicatori=indicatore("10"), scadenza_testo="Approvazione del bilancio")
        assert not messaggi(foto_di_prova([riga]), "OB03")
        assert len(messaggi(foto_di_prova([riga]), "OB06")) == 1

    def test_la_riga_trasversale_prende_il_testo_dall_ente(self):
        origine = obiettivo_di_prova(
            1, area="ente", descrizione="Trasparenza", indicatori=indicatore("10"), scadenza=datetime.date(2019, 12, 31)
        )
        riga = obiettivo_di_prova(2, trasversale=origine.uid, descrizione="", indicatori=())
        foto = foto_di_prova([riga, origine])
        assert not messaggi(foto, "OB03")
        assert len(messaggi(foto_di_prova([riga]), "OB03")) == 1


@pytest.mark.parametrize(
    ("valore", "misurabile"),
    [
        ("Almeno il 70% di giudizi positivi", True),
        ("Entro 30 gg", True),
        ("Report semestrali", True),
        ("Tre incontri", True),
        ("Entro il 30/11/2019", True),
        ("Bonifica dei dati al 31/12/2018", False),
        ("Approvazione ai sensi della deliberazione di G.C. n. 3 del 13.02.2019", False),
        ("Rispetto del d.lgs. 33/2013 e dell'art. 37", False),
        ("Rispetto del Regolamento UE 679/2016", False),
        ("Bando per i Comuni con popolazione inferiore a 20.000 abitanti", False),
        ("Risposta tempestiva", False),
        ("Cercare di rispondere in 10 giorni", False),
        ("Ricercare 10 fornitori", True),
    ],
)
def test_valore_che_si_misura(valore, misurabile):
    foto = foto_di_prova([obiettivo_di_prova(1, indicatori=indicatore(valore))])
    assert bool(messaggi(foto, "OB07")) is not misurabile


def test_il_tipo_si_no_e_il_valore_strutturato_si_misurano():
    si_no = obiettivo_di_prova(1, indicatori=indicatore("Regolamento approvato", tipo="si_no"))
    valori = (ValoreAttesoFoto(anno=2019, operatore="ge", valore=Decimal(3), data=None),)
    strutturato = obiettivo_di_prova(2, indicatori=indicatore("Pratiche chiuse", valori_attesi=valori))
    assert not messaggi(foto_di_prova([si_no, strutturato]), "OB07")


def test_le_parole_vaghe_sono_dell_ente():
    foto = foto_di_prova([obiettivo_di_prova(1, indicatori=indicatore("Ove possibile 10 pratiche"))])
    assert not messaggi(foto, "OB07")
    assert "«ove possibile»" in messaggi(foto, "OB07", parole_vaghe=("ove possibile",))[0]


@pytest.mark.parametrize(
    ("testo", "quante"),
    [
        ("Tempi medi di pagamento entro i 30 gg. Dal ricevimento delle fatture", 1),
        ("Rispetto dell'art. 37. Pubblicazione dell'elenco", 2),
        ("Rispetto del d.lgs. Trasparenza", 1),
        ("", 0),
    ],
)
def test_le_abbreviazioni_non_chiudono_la_frase(testo, quante):
    assert len(frasi(testo)) == quante


class TestConfronti:
    def foto(self, prima: str, dopo: str, **valori):
        righe = [
            obiettivo_di_prova(1, indicatori=indicatore(prima)),
            obiettivo_di_prova(1, anno=2020, indicatori=indicatore(dopo), **valori),
        ]
        return foto_di_prova(righe)

    def test_un_valore_atteso_nuovo_e_un_obiettivo_nuovo(self):
        assert len(messaggi(self.foto("Almeno il 70%", "Almeno il 70%"), "OB11")) == 1
        assert not messaggi(self.foto("Almeno il 70%", "Almeno il 80%"), "OB11")

    def test_gli_anni_non_contano(self):
        assert len(messaggi(self.foto("10 pratiche del 2019", "10 pratiche del 2020"), "OB11")) == 1

    def test_un_obiettivo_gia_trasversale_non_si_propone_di_nuovo(self):
        testo = "Aggiornamento della sezione Amministrazione trasparente"
        origine = obiettivo_di_prova(9, area="ente", descrizione=testo)
        righe = [obiettivo_di_prova(1, descrizione=testo), obiettivo_di_prova(1, area="altra", descrizione=testo)]
        legate = [msgspec.structs.replace(riga, trasversale=origine.uid) for riga in righe]
        assert len(messaggi(self.due_aree(righe), "OB10")) == 2
        assert not messaggi(self.due_aree([*legate, origine]), "OB10")
        assert not messaggi(self.due_aree([origine, righe[0]]), "OB10")

    def due_aree(self, righe):
        foto = foto_di_prova(righe)
        altra = AreaFoto(slug="altra", nome="Altra area", servizi=(), attiva_dal=None, attiva_al=None)
        schede = (scheda_di_prova(), scheda_di_prova(area="altra"), scheda_di_prova(area="ente", tipo="ente"))
        return foto.con({SCHEDE.codice: schede, AREE.codice: (*foto[AREE], altra)})

    def test_la_soglia_e_dell_ente(self):
        righe = [
            obiettivo_di_prova(1, descrizione="Manutenzione delle strade comunali e vicinali"),
            obiettivo_di_prova(1, area="altra", descrizione="Manutenzione delle strade comunali e dei sentieri"),
        ]
        assert not messaggi(self.due_aree(righe), "OB10", somiglianza=Decimal("0.95"))
        assert len(messaggi(self.due_aree(righe), "OB10", somiglianza=Decimal("0.7"))) == 2

    @given(st.lists(PAROLE, max_size=12), st.lists(PAROLE, max_size=12))
    def test_simili_come_difflib(self, uno, altro):
        """Where most words are the same, the short cuts never say no where difflib says yes."""
        uno, altro = normale(" ".join([*COMUNI, *uno])), normale(" ".join([*altro, *COMUNI]))
        assert simili(uno, uno, 1.0)
        ratio = SequenceMatcher(None, uno, altro, autojunk=False).ratio()
        assert simili(uno, altro, 0.85) or ratio < 0.85


class TestMissione:
    def test_missioni_dell_area(self, foto_con_operativo):
        assert messaggi(foto_con_operativo, "OB13") == []
        (messaggio,) = messaggi(foto_con_operativo, "OB13", missioni={AREA: ("08", "10")})
        assert messaggio.endswith("sta nella missione 01, che non è tra quelle dell'area (08 e 10).")

    @pytest.fixture
    def foto_con_operativo(self):
        vera = foto_di_prova()

        operativo = msgspec.structs.replace(foto_del_piano_vero()[OPERATIVI][0], programma="0103", linea=1)
        riga = obiettivo_di_prova(1, operativo=operativo.codice)
        return vera.con({OPERATIVI.codice: (operativo,), OBIETTIVI.codice: (riga,)})

    def test_la_linea_coperta_non_si_segnala(self, foto_con_operativo):
        assert not messaggi(foto_con_operativo, "OB12")
        assert len(messaggi(foto_con_operativo, "PI01")) == 6

    def test_senza_linee_non_c_e_da_collegare(self, foto_con_operativo):
        assert not messaggi(foto_di_prova([obiettivo_di_prova(1)]).con({LINEE.codice: ()}), "OB12")


class TestTestiOstili:
    @pytest.mark.parametrize(
        "testo",
        [
            "x" * 30_000,
            "a b " * 7_500,
            "parola" * 100,
            "‮שלום 🎉",
            "<script>" * 50,
            "=1+1",
            "(((" * 500,
            "",
            " " * 30_000 + "e",
            "legge " + " " * 30_000,
            "art. A " * 4_000,
            "pagamenti " * 3_000,
            "e " * 15_000,
            "ab" * 15_000,
        ],
    )
    def test_nessun_testo_ferma_i_controlli(self, testo):
        righe = [obiettivo_di_prova(n, descrizione=testo or "x", indicatori=indicatore(testo, testo)) for n in (1, 2)]
        righe.append(
            obiettivo_di_prova(1, anno=2020, descrizione="y" + testo[::-1] + "y", indicatori=indicatore(testo, testo))
        )
        inizio = time.process_time()
        assert controlla(foto_di_prova(righe))
        assert time.process_time() - inizio < SECONDI_PER_UN_TESTO_OSTILE

    def test_un_piano_vuoto(self):
        vuoto = foto_di_prova().con({SCHEDE.codice: (), AREE.codice: (), LINEE.codice: ()})
        assert {esito.codice for esito in controlla(vuoto)} <= {"NO02"}
