"""Reading a PEG as accounting programs export it: what is recognised, whatever its shape."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from piani.importers.liste import carica_liste
from piani.importers.peg.colonne import campi_del_peg
from piani.importers.peg.forme import da_json, in_json
from piani.importers.peg.importi import leggi_importo
from piani.importers.peg.lettura import LIMITI, Scelte, leggi_peg
from piani.models import MappaturaColonne
from semproniano.core.griglie.colonne import mappa_colonne
from semproniano.core.griglie.lettura import leggi_file
from tests import factories
from tests.peg import ENTRATA, SPESA, TITOLI, csv_di, letto, tabella, xlsx_di

pytestmark = pytest.mark.django_db
DATI = Path(__file__).parent / "dati/peg"


@pytest.fixture
def piano(settings):
    carica_liste(settings.BASE_DIR / "fixtures" / "liste")
    return factories.PianoFactory(anno_inizio=2025)


def vero(nome, piano, **scelte):
    return leggi_peg(nome, (DATI / nome).read_bytes(), piano=piano, scelte=Scelte(**scelte))


# --- the real files ---


@pytest.mark.parametrize("nome", ["ragusa_previsione_2024_missioni.csv", "ragusa_previsione_2024_titoli.csv"])
def test_missioni_e_titoli_di_ragusa_danno_lo_stesso_totale(nome):
    griglia = leggi_file(nome, (DATI / nome).read_bytes(), limiti=LIMITI)
    mappa = mappa_colonne(griglia, campi_del_peg(2024))

    importi = [leggi_importo(mappa.valori(riga)["competenza_1"]) for riga in griglia.righe[mappa.prima :]]

    assert sum(importi) == Decimal("195709122.61")


def test_i_quadri_di_ragusa_non_sono_un_peg_perche_non_hanno_capitoli(piano):
    assert "manca la colonna di: capitolo" in vero("ragusa_previsione_2024_missioni.csv", piano).motivo


def test_gli_impegni_di_torino_tengono_tutti_gli_zeri(piano):
    nome = "torino_impegni_per_capitolo_2025.csv"
    with (DATI / nome).open(encoding="utf-8", newline="") as flusso:
        righe = list(csv.reader(flusso, delimiter=";"))[1:]

    peg = vero(nome, piano, colonne={5: "competenza_1"})

    assert [(riga.capitolo.capitolo, riga.capitolo.articolo) for riga in peg.righe] == [
        (riga[2], riga[3]) for riga in righe
    ]
    assert sum(riga.capitolo.competenza[0] for riga in peg.righe) == sum(
        Decimal(riga[5].replace(",", ".") or 0) for riga in righe
    )


def test_gli_impegni_di_torino_hanno_piu_righe_per_capitolo_e_la_seconda_nomina_la_prima(piano):
    peg = vero("torino_impegni_per_capitolo_2025.csv", piano, colonne={5: "competenza_1"})

    assert len({riga.capitolo.chiave for riga in peg.righe}) == len(peg.buone)
    assert peg.note[0].messaggio == "Il capitolo 118630008/003 c'è già alla riga 4."


def test_il_rendiconto_di_torino_si_rifiuta_dicendo_perche(piano):
    peg = vero("torino_rendiconto_spese_2019_cp1252.csv", piano)

    assert peg.righe == ()
    assert "manca la colonna di: capitolo" in peg.motivo
    assert "«Titolo», «Macroaggregato»" in peg.motivo
    assert "Sembra un rendiconto" in peg.motivo


# --- shapes of a file ---


@pytest.mark.parametrize("separatore", [";", ",", "\t"])
@pytest.mark.parametrize("codifica", ["utf-8", "utf-8-sig", "cp1252"])
def test_i_csv_di_ogni_programma(piano, separatore, codifica):
    righe = tabella({**SPESA, "Denominazione": "Attività – però"}, ENTRATA)

    peg = leggi_peg("peg.csv", csv_di(righe, separatore=separatore, codifica=codifica), piano=piano)

    spesa, entrata = peg.capitoli
    assert (spesa.denominazione, spesa.programma, spesa.macroaggregato) == ("Attività – però", "0103", "103")
    assert (entrata.tipologia, entrata.categoria, entrata.competenza[0]) == ("3.100", "02", Decimal("2500.50"))


def test_il_foglio_di_excel_con_titoli_non_in_prima_riga_e_colonne_in_un_altro_ordine(piano):
    titoli = tuple(reversed(TITOLI))
    righe = [["Comune di Prova"], [], ["PEG 2025/2027"], *tabella({**SPESA, "Previsione 2025": 1000.1}, titoli=titoli)]

    peg = leggi_peg("peg.xlsx", xlsx_di(righe), piano=piano)

    assert [(riga.numero, riga.capitolo.competenza[0]) for riga in peg.buone] == [(5, Decimal("1000.1"))]


def test_i_numeri_scritti_come_testo_nel_foglio_di_excel(piano):
    righe = tabella(
        {**SPESA, "Previsione 2025": "1.234.567,89", "Previsione 2026": "1234567.89", "Previsione 2027": "1,234.50"}
    )

    [capitolo] = leggi_peg("peg.xlsx", xlsx_di(righe), piano=piano).capitoli

    assert capitolo.competenza == (Decimal("1234567.89"), Decimal("1234567.89"), Decimal("1234.5"))


def test_titoli_ripetuti_totali_e_righe_vuote_in_mezzo_non_sono_capitoli(piano):
    totale = {"Denominazione": "Totale titolo 1", "Previsione 2025": "1.500,00"}
    peg = letto(
        piano,
        SPESA,
        {},
        {**SPESA, "Capitolo": "000200", "Previsione 2025": "500,00"},
        totale,
        TITOLI,
        {**SPESA, "Capitolo": "000300", "Titolo": "2", "Macroaggregato": "202"},
        {"Denominazione": "TOTALE GENERALE DELLE SPESE", "Previsione 2025": "2.500,00"},
    )

    assert [riga.capitolo.capitolo for riga in peg.buone] == ["000100", "000200", "000300"]
    assert [voce.chiave for voce in peg.totali] == [("spesa", "titolo", "1"), ("spesa", "parte", "")]
    assert [nota for nota in peg.note if nota.campo != "area"] == []


def test_un_totale_che_non_torna_si_dice_e_non_ferma_niente(piano):
    peg = letto(piano, SPESA, {"Denominazione": "Totale missione 01", "Previsione 2025": "999,99"})

    assert len(peg.buone) == 1
    assert [nota.messaggio for nota in peg.altre] == ["Per il 2025 dice 999,99, ma le righe sommano a 1.000,00."]


def test_un_totale_dentro_la_denominazione_di_un_capitolo_resta_un_capitolo(piano):
    peg = letto(piano, {**SPESA, "Denominazione": "Totale ristrutturazione del municipio"})

    assert len(peg.buone) == 1


def test_entrata_e_spesa_una_sopra_l_altra_con_un_titolo_di_sezione(piano):
    titoli = tuple(titolo for titolo in TITOLI if titolo != "E/S")
    peg = letto(
        piano,
        ["PARTE PRIMA - ENTRATE"],
        {**ENTRATA, "Tipologia": "100"},
        ["PARTE SECONDA - SPESE"],
        SPESA,
        titoli=titoli,
    )

    assert [capitolo.parte for capitolo in peg.capitoli] == ["entrata", "spesa"]


def test_i_codici_scritti_in_righe_di_sezione(piano):
    titoli = ("Capitolo", "Denominazione", "Previsione 2025", "Previsione 2026")
    peg = letto(
        piano,
        ["Missione 01 - Servizi istituzionali, generali e di gestione"],
        ["Programma 03 - Gestione economica"],
        ["Titolo 1 - Spese correnti"],
        ["Macroaggregato 03"],
        SPESA,
        titoli=titoli,
        nome="uscite.csv",
    )

    [capitolo] = peg.capitoli
    assert (capitolo.parte, capitolo.programma, capitolo.macroaggregato) == ("spesa", "0103", "103")


@pytest.mark.parametrize(
    ("nome", "scelta", "parte"),
    [("peg-entrata.csv", "", "entrata"), ("peg.csv", "entrata", "entrata"), ("peg.csv", "", None)],
)
def test_una_parte_sola_la_dice_il_nome_o_la_persona(piano, nome, scelta, parte):
    titoli = ("Titolo", "Capitolo", "Denominazione", "Previsione 2025")

    peg = letto(piano, ENTRATA, titoli=titoli, nome=nome, parte=scelta)

    assert [capitolo.parte for capitolo in peg.capitoli] == ([parte] if parte else [])
    assert parte or "entrata o spesa" in peg.note[0].messaggio


def test_avanzo_fondo_pluriennale_e_disavanzo_si_riconoscono_dalle_parole(piano):
    def riporto(parte, denominazione, capitolo=""):
        return {"E/S": parte, "Denominazione": denominazione, "Capitolo": capitolo, "Previsione 2025": "10,00"}

    peg = letto(
        piano,
        riporto("E", "Utilizzo avanzo presunto di amministrazione"),
        riporto("E", "Fondo pluriennale vincolato per spese correnti"),
        riporto("E", "F.P.V. per spese in conto capitale"),
        riporto("E", "Fondo pluriennale vincolato per spese correnti"),
        riporto("S", "Disavanzo di amministrazione", "000001"),
    )

    assert [(voce.tipo, voce.capitolo, voce.articolo) for voce in peg.capitoli] == [
        ("avanzo", "AVANZO", ""),
        ("fpv", "FPV", "corrente"),
        ("fpv", "FPV", "capitale"),
        ("fpv", "FPV", "corrente 2"),
        ("disavanzo", "000001", ""),
    ]


def test_il_fondo_pluriennale_in_spesa_e_un_capitolo_come_gli_altri(piano):
    [capitolo] = letto(piano, {**SPESA, "Denominazione": "Fondo pluriennale vincolato"}).capitoli

    assert capitolo.tipo == "capitolo"


@pytest.mark.parametrize(
    ("scritto", "capitolo", "articolo"),
    [
        ({"Capitolo": "002900000001"}, "002900000001", ""),
        ({"Capitolo": "U33500-000"}, "U33500-000", ""),
        ({"Capitolo": "002900000", "Articolo": "001"}, "002900000", "001"),
    ],
)
def test_i_capitoli_tengono_gli_zeri(piano, scritto, capitolo, articolo):
    [voce] = letto(piano, {**SPESA, **scritto}).capitoli

    assert (voce.capitolo, voce.articolo) == (capitolo, articolo)


def test_capitolo_e_articolo_in_una_colonna_sola(piano):
    titoli = tuple("Cap./Art." if titolo == "Capitolo" else titolo for titolo in TITOLI if titolo != "Articolo")

    [voce] = letto(piano, {**SPESA, "Cap./Art.": "1200/3"}, titoli=titoli).capitoli

    assert (voce.capitolo, voce.articolo) == ("1200", "3")


def test_cassa_residui_e_di_cui_anno_per_anno(piano):
    titoli = (
        *("Missione", "Programma", "Titolo", "Macroaggregato", "Capitolo", "Denominazione", "Competenza anno 1"),
        *(
            "Competenza anno 2",
            "Competenza anno 3",
            "Residui presunti",
            "Previsione di cassa",
            "di cui già impegnato 2026",
        ),
        "di cui FPV 2025",
    )
    importi = ["10,00", "20,00", "30,00", "4,00", "14,00", "5,00", "6,00"]

    peg = letto(piano, ["1", "3", "1", "3", "9", "Prova", *importi], titoli=titoli)

    [voce] = peg.capitoli
    assert voce.competenza == (10, 20, 30)
    assert (voce.residui, voce.cassa, voce.impegnato, voce.fpv) == (4, 14, (None, 5, None), (6, None, None))


def test_gli_anni_di_un_altro_triennio_non_sono_i_nostri(piano):
    titoli = tuple(titolo.replace("202", "201") for titolo in TITOLI)

    assert "manca la colonna di: competenza 2025" in letto(piano, SPESA, titoli=titoli).motivo


# --- responsabili, and what the body remembers ---


def test_il_responsabile_si_riconosce_da_nome_breve_nome_servizio_e_persona(piano, utente_con_ruolo):
    area = factories.AreaFactory(ente=piano.ente, slug="tecnica", nome="Area tecnica")
    factories.ServizioFactory(area=area, nome="Lavori pubblici")
    utente_con_ruolo(piano.ente, "responsabile", area=area, utente__first_name="Esempio", utente__last_name="Uno")
    parole = ("tecnica", "AREA TECNICA", "03 - Settore Tecnica", "Servizio lavori pubblici", "Uno Esempio", "Chissà")

    peg = letto(piano, *({**SPESA, "Capitolo": str(n), "Responsabile": parola} for n, parola in enumerate(parole)))

    assert [capitolo.area for capitolo in peg.capitoli] == ["tecnica"] * 5 + [None]
    assert [parola.testo for parola in peg.da_scegliere] == ["Chissà"]


def test_quello_che_l_ente_ha_scelto_la_volta_prima_vale_ancora(piano):
    factories.AreaFactory(ente=piano.ente, slug="tecnica")
    MappaturaColonne.objects.create(
        ente=piano.ente, scopo="peg", colonne={"soldi": "competenza_1"}, valori={"area": {"chissa": "tecnica"}}
    )
    titoli = tuple("Soldi" if titolo == "Previsione 2025" else titolo for titolo in TITOLI)

    [capitolo] = letto(piano, {**SPESA, "Soldi": "7,00", "Responsabile": "Chissà"}, titoli=titoli).capitoli

    assert (capitolo.area, capitolo.competenza[0]) == ("tecnica", 7)


def test_quello_che_si_e_letto_si_conserva_e_si_rilegge_uguale(piano):
    peg = letto(piano, SPESA, ENTRATA, {**SPESA, "Missione": "77"}, {"Denominazione": "Totale", "Previsione 2025": "1"})

    assert da_json(in_json(peg)) == peg
