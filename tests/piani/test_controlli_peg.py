"""The checks of the PEG: classification, balance, cassa, programmes of the Regioni; when a PEG must be there."""

import datetime

import msgspec
import pytest

from piani.controlli import CONTROLLI, esiti_di
from piani.sezioni import ENTE, PIANO
from piani.sezioni.piano import AttoFoto, BilancioFoto
from semproniano.core.controlli import Gravita
from tests.foto import foto_di_prova
from tests.foto_peg import con_peg, euro, riga


@pytest.fixture(scope="module")
def base():
    """Under 5.000 inhabitants, 2025: no PEG among the annexes."""
    foto = foto_di_prova()
    piano = msgspec.structs.replace(foto[PIANO], anno_inizio=2025, anno_fine=2027, allegati=())
    return foto.con({PIANO.codice: piano})


def con_ente(foto, **campi):
    return foto.con({ENTE.codice: msgspec.structs.replace(foto[ENTE], **campi)})


def con_piano(foto, **campi):
    return foto.con({PIANO.codice: msgspec.structs.replace(foto[PIANO], **campi)})


def messaggi(foto, codice: str) -> list[str]:
    return [esito.messaggio for esito in esiti_di(CONTROLLI[codice], foto)]


def test_un_peg_in_ordine_non_ha_rilievi(base):
    foto = con_peg(base, riga("10", parte="entrata"), riga("20"))

    assert {codice: messaggi(foto, codice) for codice in ("PG01", "PG02", "PG04", "PG05")} == {
        "PG01": [], "PG02": [], "PG04": [], "PG05": [],
    }  # fmt: skip


class TestClassificazione:
    def test_ogni_codice_che_manca_si_dice_una_volta(self, base):
        righe = [riga(f"{n:03}", missione="", programma="") for n in range(10_000)]

        assert messaggi(con_peg(base, *righe), "PG01") == [
            "Spesa: manca la missione in 10.000 capitoli (000, 001, 002, 003, 004 e altri 9.995).",
            "Spesa: manca il programma in 10.000 capitoli (000, 001, 002, 003, 004 e altri 9.995).",
        ]

    @pytest.mark.parametrize(
        ("campi", "messaggio"),
        [
            ({"parte": "entrata", "categoria": ""}, "Entrata: manca la categoria in 1 capitolo (7)."),
            ({"missione": "77"}, "Spesa: la missione 77 non è negli elenchi del 2025, in 1 capitolo (7)."),
            ({"macroaggregato": "203"}, "Spesa: il macroaggregato è di un altro titolo in 1 capitolo (7)."),
            ({"parte": "entrata", "tipologia": "1.101"}, "Entrata: la tipologia è di un altro titolo in 1 capitolo"),
            ({"programma": "0401"}, "Spesa: il programma è di un'altra missione in 1 capitolo (7)."),
        ],
    )  # fmt: skip
    def test_che_cosa_non_va(self, base, campi, messaggio):
        assert any(messaggio in testo for testo in messaggi(con_peg(base, riga("7", **campi)), "PG01"))

    def test_ferma_e_avanzo_fpv_e_disavanzo_non_hanno_classificazione(self, base):
        fuori = (
            riga("a", parte="entrata", tipo="avanzo"),
            riga("f", parte="entrata", tipo="fpv"),
            riga("d", tipo="disavanzo"),
        )

        assert not messaggi(con_peg(base, *fuori), "PG01")
        (esito,) = esiti_di(CONTROLLI["PG01"], con_peg(base, riga("7", macroaggregato="")))
        assert esito.gravita == Gravita.BLOCCANTE
        assert "169 c. 2" in esito.norma
        assert esito.dove == "peg/spesa"


class TestPareggio:
    def test_anno_per_anno_con_avanzo_fpv_e_disavanzo(self, base):
        foto = con_peg(
            base,
            riga("e", parte="entrata", competenza=euro(90, 100, 100)),
            riga("a", parte="entrata", tipo="avanzo", competenza=euro(10, 0, 0)),
            riga("f", parte="entrata", tipo="fpv", competenza=euro(5, 0, 0)),
            riga("d", tipo="disavanzo", competenza=euro(5, 0, 0)),
            riga("s", competenza=euro(100, 1350, 100)),
        )

        assert messaggi(foto, "PG02") == [
            "Il PEG del 2026 non pareggia: entrata 100,00 euro, spesa 1.350,00; la spesa supera l'entrata di 1.250,00."
        ]

    def test_con_una_parte_sola_si_dice_quale(self, base):
        assert messaggi(con_peg(base, riga("s")), "PG02") == [
            "Il PEG ha solo la parte spesa: senza l'entrata il pareggio non si può verificare."
        ]


def test_la_cassa_del_primo_anno(base):
    assert messaggi(con_peg(base, riga("1", cassa=None), riga("2")), "PG04") == [
        "Spesa: 1 capitolo senza la cassa del 2025 (1)."
    ]
    assert messaggi(con_peg(base, riga("1", cassa=None)), "PG04") == ["Spesa: nessun capitolo ha la cassa del 2025."]


def test_un_programma_riservato_alle_regioni(base):
    assert messaggi(con_peg(base, riga("1"), riga("2"), regioni=("0111",)), "PG05") == [
        "Il programma 0111 (Altri servizi generali) è riservato alle Regioni: lo usano 2 capitoli (1 e 2)."
    ]


class TestQuandoCiVuole:
    def test_un_piccolo_comune_senza_peg_ha_il_piano_completo_e_lo_si_dice_una_volta(self, base):
        (esito,) = esiti_di(CONTROLLI["NO02"], base)

        assert esito.gravita == Gravita.INFORMAZIONE
        assert "il piano è completo anche senza i capitoli" in esito.messaggio
        assert not messaggi(con_peg(base, riga("1")), "NO02")
        assert not messaggi(base, "NO01")

    def test_un_comune_piu_grande_senza_peg(self, base):
        grande = con_ente(base, popolazione_totale=20_000)

        assert not messaggi(grande, "NO02")
        (esito,) = esiti_di(CONTROLLI["NO01"], grande)
        assert esito.gravita == Gravita.INFORMAZIONE  # since 2022 the PEG is an act of its own
        assert "è obbligatorio; si può adottare con un atto a parte" in esito.messaggio
        (unificato,) = esiti_di(CONTROLLI["NO01"], con_piano(grande, anno_inizio=2020, anno_fine=2022))
        assert unificato.gravita == Gravita.AVVISO
        assert not messaggi(con_peg(grande, riga("1")), "NO01")

    def test_venti_giorni_anche_dopo_il_2022(self, base):
        bilanci = (BilancioFoto(anno=2025, approvato_il=datetime.date(2024, 12, 20)),)
        atto = AttoFoto(organo="giunta", numero="1", data=datetime.date(2025, 2, 1), oggetto="")
        foto = con_piano(con_ente(base, bilanci=bilanci), atto=atto)

        assert "43 giorni dopo" in messaggi(con_peg(foto, riga("1")), "NO01")[0]
        assert not messaggi(foto, "NO01")

    def test_il_peg_ha_gli_anni_del_bilancio(self, base):
        assert messaggi(con_peg(base, riga("1", competenza=euro(5, 0, 0))), "NO01") == [
            "Il PEG non ha previsioni per il 2026 e 2027."
        ]


class TestResponsabili:
    def test_ogni_capitolo_ne_ha_uno(self, base):
        foto = con_peg(
            base, riga("1", area=None), riga("2", area=None), riga("a", parte="entrata", tipo="avanzo", area=None)
        )

        assert messaggi(foto, "PG03") == ["Spesa: 2 capitoli senza responsabile (1 e 2)."]

    def test_ogni_responsabile_che_ha_capitoli_ha_obiettivi(self, base):
        assert messaggi(con_peg(base, riga("1")), "PG03") == ["Area Esempio: ha capitoli del PEG ma nessun obiettivo."]
