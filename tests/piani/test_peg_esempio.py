"""The PEG of the Comune di Esempio, as a file that an accounting office exports: what it says adds up."""

import csv
import json
from collections import Counter, defaultdict
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.management import call_command

from obiettivi.importers.fotografia import carica_fotografia
from piani.controlli import controlla
from piani.importers.liste import carica_liste
from piani.models import Capitolo
from piani.selectors import piani_completi
from piani.sezioni import da_json, fotografa
from semproniano.core.controlli import Gravita
from semproniano.core.numeri import leggi_numero

FIXTURES = settings.BASE_DIR / "fixtures"
FILE = FIXTURES / "peg" / "esempio-2025-2027.csv"
ANNO = 2025
COMPETENZE = tuple(f"Competenza {ANNO + posto}" for posto in range(3))
FPV = tuple(f"Di cui FPV {ANNO + posto}" for posto in range(3))
# A tipologia, a programma and a macroaggregato with these words are not of a Comune.
SOLO_REGIONI = "solo per le "


@pytest.fixture(scope="module")
def intestazione_e_righe() -> tuple[list[list[str]], list[dict[str, str]]]:
    sopra, righe, titoli = [], [], None
    with FILE.open(encoding="utf-8", newline="") as file:
        for celle in csv.reader(file, delimiter=";"):
            if titoli:
                righe.append(dict(zip(titoli, celle, strict=True)))
            elif "Capitolo" in celle:
                titoli = celle
            else:
                sopra.append(celle)
    return sopra, righe


@pytest.fixture(scope="module")
def capitoli(intestazione_e_righe) -> list[dict[str, str]]:
    return [riga for riga in intestazione_e_righe[1] if riga["Capitolo"]]


def importo(riga: dict[str, str], colonna: str) -> Decimal:
    return leggi_numero(riga[colonna]) if riga[colonna] else Decimal(0)


def somma(righe: list[dict[str, str]], colonna: str) -> Decimal:
    return sum((importo(riga, colonna) for riga in righe), Decimal(0))


def codici(lista: str) -> set[str]:
    """The codes of a list in force in the first year, but for those of the Regioni."""
    with (FIXTURES / "liste" / f"{lista}.csv").open(encoding="utf-8", newline="") as file:
        return {
            riga["codice"]
            for riga in csv.DictReader(file, delimiter=";")
            if int(riga["valido_dal"]) <= ANNO <= int(riga["valido_al"] or ANNO)
            and riga.get("solo_regioni") != "si"
            and SOLO_REGIONI not in riga["descrizione"].casefold()
        }


def test_le_due_righe_sopra_le_intestazioni_dicono_che_e_un_esempio(intestazione_e_righe):
    sopra, _ = intestazione_e_righe
    assert len(sopra) == 2
    assert "COMUNE DI ESEMPIO" in sopra[0][0]
    assert "inventati (ESEMPIO)" in sopra[0][0]


def test_sono_circa_centoventi_capitoli_ognuno_una_volta_sola(capitoli):
    volte = Counter((riga["E/S"], riga["Capitolo"], riga["Articolo"]) for riga in capitoli)
    assert set(volte.values()) == {1}
    assert Counter(riga["E/S"] for riga in capitoli) == {"E": 48, "S": 83}
    assert all(len(riga["Capitolo"]) == 9 and riga["Capitolo"].startswith("0") for riga in capitoli)


@pytest.mark.parametrize("anno", COMPETENZE)
def test_ogni_anno_l_entrata_pareggia_la_spesa(capitoli, anno):
    entrate, spese = ([riga for riga in capitoli if riga["E/S"] == parte] for parte in "ES")
    assert somma(entrate, anno) == somma(spese, anno) > 0


@pytest.mark.parametrize("anno", COMPETENZE)
def test_la_parte_corrente_e_quella_in_conto_capitale_pareggiano_da_sole(capitoli, anno):
    """Art. 162 c. 6 TUEL: current revenue covers current expenditure and the capital of the loans."""
    correnti = [riga for riga in capitoli if riga["E/S"] == "E" and riga["Titolo"] in ("1", "2", "3")]
    correnti += [riga for riga in capitoli if riga["Denominazione"].startswith("Utilizzo dell'avanzo")]
    correnti += [riga for riga in capitoli if riga["Denominazione"].endswith("vincolato per spese correnti")]
    spese = [riga for riga in capitoli if riga["E/S"] == "S" and riga["Titolo"] in ("1", "4")]
    assert somma(correnti, anno) == somma(spese, anno)


def test_i_codici_sono_nelle_liste_e_non_sono_delle_regioni(capitoli):
    tipologie, programmi, macroaggregati, conti = map(
        codici, ("tipologie_entrata", "programmi", "macroaggregati_spesa", "piano_conti")
    )
    for riga in capitoli:
        if riga["E/S"] == "S":
            assert f"{riga['Missione']}{riga['Programma']}" in programmi, riga
            assert riga["Macroaggregato"] in macroaggregati, riga
            assert riga["Macroaggregato"][0] == riga["Titolo"], riga
        elif riga["Titolo"]:
            assert f"{riga['Titolo']}.{riga['Tipologia']}" in tipologie, riga
            assert riga["Categoria"].startswith(riga["Titolo"] + riga["Tipologia"].zfill(4)[:2]), riga
        assert not riga["Piano dei conti"] or riga["Piano dei conti"] in conti, riga


def test_avanzo_e_fondo_pluriennale_non_hanno_classificazione(capitoli):
    senza = [riga for riga in capitoli if not riga["Titolo"]]
    assert [riga["Denominazione"].partition(" ")[0] for riga in senza] == ["Utilizzo", "Fondo", "Fondo"]
    classi = ("Titolo", "Tipologia", "Categoria", "Missione", "Programma", "Macroaggregato", "Piano dei conti")
    assert all(riga[colonna] == "" for riga in senza for colonna in classi)


def test_il_fondo_pluriennale_di_un_anno_e_l_entrata_del_successivo(capitoli):
    fondi = [riga for riga in capitoli if riga["Denominazione"].startswith("Fondo pluriennale")]
    for di_cui, anno_dopo in zip(FPV, COMPETENZE[1:], strict=False):
        assert somma(capitoli, di_cui) == somma(fondi, anno_dopo) > 0
    for riga in capitoli:
        for posto, anno in enumerate(COMPETENZE):
            di_cui = importo(riga, FPV[posto]) + importo(riga, f"Già impegnato {ANNO + posto}")
            assert di_cui <= importo(riga, anno), riga["Denominazione"]


def test_i_totali_del_file_sono_quelli_dei_suoi_capitoli(intestazione_e_righe):
    """A total for each titolo, and one for each side: who imports the file compares them with its own."""
    _, righe = intestazione_e_righe
    colonne = ("Residui presunti", *COMPETENZE, f"Cassa {ANNO}", *FPV)
    da_sommare, della_parte, totali = [], [], 0
    for riga in righe:
        nome = riga["Denominazione"]
        if riga["Capitolo"]:
            da_sommare.append(riga)
            della_parte.append(riga)
        elif nome:
            attese = della_parte if nome.startswith("TOTALE GENERALE") else da_sommare
            assert {c: importo(riga, c) for c in colonne} == {c: somma(attese, c) for c in colonne}, nome
            da_sommare, totali = [], totali + 1
            della_parte = [] if nome.startswith("TOTALE GENERALE") else della_parte
    assert totali == 15


def test_ogni_capitolo_ha_per_responsabile_una_delle_quattro_aree(capitoli):
    aree = {area["nome"] for area in json.loads((FIXTURES / "esempio-2025-2027.json").read_text())["aree"]}
    assert {riga["Responsabile"] for riga in capitoli} == aree
    per_area = defaultdict(set)
    for riga in capitoli:
        per_area[riga["Responsabile"]].add(riga["E/S"])
    assert set(map(frozenset, per_area.values())) == {frozenset("ES")}


@pytest.fixture
def piano(db):
    carica_liste(FIXTURES / "liste")
    return carica_fotografia(da_json((FIXTURES / "esempio-2025-2027.json").read_bytes()))


def importa(capsys, *opzioni: str) -> str:
    call_command("importa_peg", "--ente", "comune-di-esempio", "--piano", "2025-2027", *opzioni, str(FILE))
    return capsys.readouterr().out


def test_entra_nel_piano_intero_e_nessun_controllo_lo_ferma(piano, capitoli, capsys):
    importa(capsys, "--se-manca")

    entrati = {(riga.parte[0].upper(), riga.capitolo, riga.articolo): riga for riga in Capitolo.objects.all()}
    assert set(entrati) == {(riga["E/S"], riga["Capitolo"], riga["Articolo"]) for riga in capitoli}
    for riga in capitoli:
        entrato = entrati[riga["E/S"], riga["Capitolo"], riga["Articolo"]]
        assert [entrato.competenza_1, entrato.competenza_2, entrato.competenza_3] == [
            importo(riga, anno) for anno in COMPETENZE
        ]
        assert entrato.area is not None
    assert Counter(riga.tipo for riga in entrati.values()) == {"capitolo": 128, "fpv": 2, "avanzo": 1}
    esiti = controlla(fotografa(piani_completi().get(pk=piano.pk)))
    assert [esito.messaggio for esito in esiti if esito.gravita is Gravita.BLOCCANTE] == []


def test_la_seconda_volta_resta_com_e(piano, capsys):
    importa(capsys)
    Capitolo.objects.filter(parte="spesa").update(centro_di_costo="Scritto a mano")

    assert "resta com'è" in importa(capsys, "--se-manca")

    assert not Capitolo.objects.filter(parte="spesa").exclude(centro_di_costo="Scritto a mano").exists()
