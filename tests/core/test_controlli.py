"""The engine: severities, order of the results, what can be switched off."""

import pytest

from semproniano.core.controlli import Controllo, Esito, Gravita, Oggetto


def esito(codice: str, gravita: Gravita, *, area: str = "a", numero: int | str | None = None) -> Esito:
    return Esito(codice, gravita, "Messaggio.", Oggetto("obiettivo", area, 2019, numero), "", "obiettivi/a/2019/1/peso")


def test_prima_i_bloccanti_poi_per_codice_e_soggetto():
    esiti = [
        esito("OB14", Gravita.INFORMAZIONE),
        esito("OB04", Gravita.AVVISO, numero=10),
        esito("OB04", Gravita.AVVISO, numero=9),
        esito("PI04", Gravita.BLOCCANTE),
    ]
    ordinati = sorted(esiti, key=lambda riga: riga.chiave_ordine)
    assert [(riga.codice, riga.oggetto.numero) for riga in ordinati] == [
        ("PI04", None),
        ("OB04", 9),
        ("OB04", 10),
        ("OB14", None),
    ]


def test_numeri_e_codici_di_persona_si_ordinano_insieme():
    esiti = [esito("PE01", Gravita.AVVISO, numero="rossi"), esito("PE01", Gravita.AVVISO, numero=3)]
    assert sorted(esiti, key=lambda riga: riga.chiave_ordine)[0].oggetto.numero in (3, "rossi")


def test_il_dizionario_ha_le_chiavi_della_riga_di_comando():
    assert esito("OB01", Gravita.BLOCCANTE).dizionario() == {
        "codice": "OB01",
        "gravita": "bloccante",
        "messaggio": "Messaggio.",
        "oggetto": {"tipo": "obiettivo", "area": "a", "anno": 2019, "numero": None},
        "norma": "",
        "dove": "obiettivi/a/2019/1/peso",
    }


@pytest.mark.parametrize(
    ("gravita", "altre", "si_spegne"),
    [
        (Gravita.AVVISO, (), True),
        (Gravita.INFORMAZIONE, (), True),
        (Gravita.BLOCCANTE, (), False),
        (Gravita.AVVISO, (Gravita.BLOCCANTE,), False),
    ],
)
def test_cio_che_puo_bloccare_non_si_spegne(gravita, altre, si_spegne):
    controllo = Controllo("OB99", 1, "la scheda", gravita, "Frase.", lambda foto, parametri: (), altre_gravita=altre)
    assert controllo.e_disattivabile is si_spegne
