"""What the checks find in the real plan 2019/2021, row by row.

The rows were chosen by reading the act; each says why in half a line. Rows are area, year, system's number.
"""

import datetime
from collections import Counter, defaultdict

import msgspec
import pytest

from piani.controlli import CONTROLLI, controlla, esiti_di
from piani.sezioni import PIANO
from piani.sezioni.piano import AttoFoto
from tests.foto import foto_del_piano_vero

ANNI = (2019, 2020, 2021)
TUTTI = 48


def ripeti(area: str, anni: tuple[int, ...], numero: int, motivo: str) -> dict[tuple, str]:
    return {(area, anno, numero): motivo for anno in anni}


# No number, date or yes/no in the target, or vague words.
OB07 = {
    ("ente", 2019, 1): "rispetto del pareggio: è un sì/no, ma il tipo non è indicato",
    ("ente", 2019, 3): "magari semplificando al massimo",
    ("amministrativa", 2019, 1): "corretto caricamento di tutta la documentazione: nessuna quantità",
    ("amministrativa", 2019, 2): "cura, formazione, tempestiva risposta: nessun numero",
    ("amministrativa", 2019, 4): "numero e data sono della delibera citata, non del risultato",
    ("amministrativa", 2019, 5): "20.000 abitanti sono i Comuni del bando, non il risultato",
    ("amministrativa", 2019, 7): "cercare di migliorare al massimo",
    **ripeti("contabile", ANNI, 2, "implementazione, partecipazione, risposta tempestiva: nessun numero"),
    **ripeti("contabile", ANNI, 5, "con valutazioni specifiche"),
    ("contabile", 2019, 6): "il 31/12/2018 è la data del debito, prima dell'anno",
    ("contabile", 2019, 7): "ammontare certo dei cespiti: quanto?",
    ("contabile", 2019, 8): "coordinamento e indicazioni specifiche",
    **ripeti("contabile", (2020, 2021), 6, "automatizzare il più possibile"),
    **ripeti("contabile", (2020, 2021), 7, "coordinamento e indicazioni specifiche"),
    **ripeti("tecnica", ANNI, 2, "come la privacy della contabile"),
}

# Two or more measures in one cell.
OB08 = {
    ("ente", 2019, 1): "pareggio, e parametri di deficitarietà",
    ("ente", 2019, 2): "un report, e il 70% di giudizi positivi",
    ("amministrativa", 2019, 1): "sezioni caricate, e previsioni rispettate",
    ("amministrativa", 2019, 2): "pubblicazione, formazione, risposta",
    ("amministrativa", 2019, 3): "media del 100%, e tempi dei procedimenti",
    ("amministrativa", 2019, 4): "chiusura del processo, e approvazione del CCDI",
    ("amministrativa", 2019, 5): "redazione del progetto, e partecipazione al bando",
    ("amministrativa", 2019, 6): "redazione del regolamento, e pubblicazione del bando",
    **ripeti("contabile", ANNI, 1, "caricamento, e report semestrali"),
    **ripeti("contabile", ANNI, 2, "documentazione, formazione, risposta"),
    **ripeti("contabile", ANNI, 3, "media del 100%, e tempi dei procedimenti"),
    **ripeti("contabile", ANNI, 4, "affidamento, e sistemazione di tre pratiche"),
    ("contabile", 2019, 6): "definizione del debito, e bonifica delle banche dati",
    ("contabile", 2019, 8): "coordinamento, e modifica degli indicatori",
    **ripeti("contabile", (2020, 2021), 7, "coordinamento, e modifica degli indicatori"),
    **ripeti("tecnica", ANNI, 1, "caricamento, e report semestrali"),
    **ripeti("tecnica", ANNI, 2, "documentazione, formazione, risposta"),
    **ripeti("tecnica", ANNI, 3, "media del 100%, e tempi dei procedimenti"),
}

# An action or a target where the indicator should be.
OB09 = {
    ("ente", 2019, 4): "entro i trenta giorni: è il valore atteso",
    ("amministrativa", 2019, 4): "implementazione del contratto: azione",
    ("amministrativa", 2019, 5): "redazione del piano: azione",
    ("amministrativa", 2019, 6): "redazione del regolamento: azione",
    ("amministrativa", 2019, 7): "dovranno essere sottolineate le capacità: azione",
    **ripeti("contabile", ANNI, 2, "implementazione delle previsioni: azione"),
    **ripeti("contabile", ANNI, 4, "valutazioni sull'affidamento: azione"),
    **ripeti("contabile", ANNI, 5, "valutazioni sulle entrate: azione"),
    ("contabile", 2019, 6): "sarà necessario generare le fatture: azione",
    ("contabile", 2019, 7): "necessità di segnalare: azione",
    ("contabile", 2019, 8): "risulta indispensabile un coordinamento: azione",
    **ripeti("contabile", (2020, 2021), 6, "impostare i parametri: azione"),
    **ripeti("contabile", (2020, 2021), 7, "risulta indispensabile un coordinamento: azione"),
    **ripeti("tecnica", ANNI, 2, "implementazione delle previsioni: azione"),
}

# The same description in another area, the same year. (Privacy of the amministrativa repeats a phrase: 0,77.)
OB10 = {
    ("amministrativa", 2019, 1): "trasparenza, con parole un po' diverse",
    ("amministrativa", 2019, 3): "mantenimento, uguale",
    **ripeti("contabile", ANNI, 1, "trasparenza, come la tecnica"),
    **ripeti("contabile", ANNI, 2, "privacy, come la tecnica (DGPR, DGPB, GDPR, OGPR)"),
    **ripeti("contabile", ANNI, 3, "mantenimento, come la tecnica"),
    **ripeti("tecnica", ANNI, 1, "trasparenza, come la contabile"),
    **ripeti("tecnica", ANNI, 2, "privacy, come la contabile"),
    **ripeti("tecnica", ANNI, 3, "mantenimento, come la contabile"),
}

# Equal to the year before, target included.
OB11 = {
    **{("contabile", 2020, numero): "testo del 2019" for numero in (1, 2, 3, 4, 5)},
    ("contabile", 2020, 7): "l'8 del 2019, con un altro peso",
    **{("contabile", 2021, numero): "testo del 2020" for numero in range(1, 8)},
    **{("tecnica", 2020, numero): "testo del 2019" for numero in (1, 2, 3)},
    **{("tecnica", 2021, numero): "testo del 2020" for numero in range(1, 6)},
    ("tecnica", 2021, 6): "mantenimento per manutenzione: una parola",
}

# Spending, not results.
OB15 = ripeti("tecnica", (2020, 2021), 6, "impegni presi su disponibilità dei capitoli")

EURISTICI = {"OB07": OB07, "OB08": OB08, "OB09": OB09, "OB10": OB10, "OB11": OB11, "OB15": OB15}
DETERMINISTICI = {
    "OB01": 1,
    "OB02": 3,
    "OB03": 0,
    "OB04": 11,
    "OB05": 0,  # the plan has no act yet
    "OB06": 2,
    "OB12": 8,
    "OB14": 0,
    "PE01": 0,
    "PE02": 2,
    "PE03": 2,
    "PE04": 2,
    "PE05": 0,
    "PE06": 4,
    "PI01": 7,
    "PI02": 2,
    "PI03": 1,
    "PI04": 0,
    "PI05": 1,
    "PI06": 0,
}


@pytest.fixture(scope="module")
def foto():
    return foto_del_piano_vero()


@pytest.fixture(scope="module")
def esiti(foto):
    per_codice = defaultdict(list)
    for esito in controlla(foto):
        per_codice[esito.codice].append(esito)
    return per_codice


def righe(esiti) -> set[tuple]:
    return {(esito.oggetto.area, esito.oggetto.anno, esito.oggetto.numero) for esito in esiti}


@pytest.mark.parametrize(("codice", "quanti"), DETERMINISTICI.items())
def test_quanti_risultati(esiti, codice, quanti):
    assert len(esiti[codice]) == quanti


@pytest.mark.parametrize(("codice", "attese"), EURISTICI.items())
def test_le_righe_scelte_leggendo_l_atto(esiti, codice, attese):
    assert righe(esiti[codice]) == set(attese)
    assert len(esiti[codice]) == len(attese)


def test_missione_e_programma(esiti):
    """No real objective has a programme; the area tecnica and the body have no mission either."""
    assert len(esiti["OB13"]) == TUTTI
    messaggi = Counter(esito.messaggio.partition(": ")[2] for esito in esiti["OB13"])
    assert messaggi == {
        "non ha missione e programma.": 19,  # ente 4, tecnica 15
        "ha la missione ma non il programma.": 28,
        "sta nella missione 01, ma il commercio è di norma nella 14.": 1,  # centro commerciale naturale
    }


def test_la_scheda_che_non_arriva_a_cento(esiti):
    (esito,) = esiti["OB01"]
    assert esito.messaggio == "Area tecnica 2019: i pesi sommano a 6, mancano 94 punti."
    assert esito.dove == "schede/tecnica/2019/pesi"


def test_scadenze_fuori_anno(esiti):
    gravi = {(riga.oggetto.area, riga.oggetto.anno, riga.oggetto.numero, riga.gravita.value) for riga in esiti["OB04"]}
    assert gravi == {
        *(("contabile", 2021, numero, "avviso") for numero in (1, 2, 3, 4, 6, 7)),
        *(("amministrativa", 2019, numero, "informazione") for numero in (5, 6, 7)),
        *(("ente", 2019, numero, "informazione") for numero in (3, 4)),
    }


def test_scadenza_prima_dell_atto_quando_l_atto_c_e(foto):
    atto = AttoFoto(organo="giunta", numero="38", data=datetime.date(2019, 7, 12), oggetto="")
    con_atto = foto.con({PIANO.codice: msgspec.structs.replace(foto[PIANO], atto=atto)})
    (esito,) = esiti_di(CONTROLLI["OB05"], con_atto)
    assert (esito.oggetto.area, esito.oggetto.anno, esito.oggetto.numero) == ("contabile", 2019, 5)
    assert "30/04/2019" in esito.messaggio
    assert not list(esiti_di(CONTROLLI["PI04"], con_atto))


def test_persone(esiti):
    def di(codice):
        return {(riga.oggetto.anno, riga.oggetto.numero) for riga in esiti[codice]}

    assert di("PE02") == {(2020, 5), (2021, 5)}
    assert di("PE03") == {(2020, "franceschetti-massimo"), (2021, "franceschetti-massimo")}
    assert di("PE04") == {(2020, "savelli-simone"), (2021, "savelli-simone")}
    assert di("PE06") == {(anno, chi) for anno in (2020, 2021) for chi in ("rossi-luca", "santoni-massimo")}


def test_piano(esiti):
    assert {esito.oggetto.numero for esito in esiti["PI01"]} == set(range(1, 8))
    assert righe(esiti["PI02"]) == {("amministrativa", 2020, None), ("amministrativa", 2021, None)}
    assert "dichiara 2 allegati, l'elenco ne ha 3" in esiti["PI03"][0].messaggio
    assert "dichiara 76,34, il calcolo dà 13,10" in esiti["PI05"][0].messaggio


def test_un_risultato_per_soggetto(esiti):
    for codice, righe_del_codice in esiti.items():
        volte = Counter(esito.oggetto for esito in righe_del_codice)
        assert set(volte.values()) <= {1}, codice


def test_sempre_nello_stesso_ordine(foto, esiti):
    assert controlla(foto) == controlla(foto_del_piano_vero())
    assert [esito.gravita.peso for esito in controlla(foto)] == sorted(e.gravita.peso for e in controlla(foto))


def test_nessun_bloccante_della_legge(esiti):
    bloccanti = {codice for codice, voci in esiti.items() if any(voce.gravita == "bloccante" for voce in voci)}
    assert bloccanti == {"OB01"}
