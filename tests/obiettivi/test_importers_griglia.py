"""Incollare e caricare una scheda: le tabelle vere delle tre aree, e quelle che gli uffici scrivono davvero."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from obiettivi.documenti import stampa
from obiettivi.documenti.dati import csv_obiettivi, xlsx_obiettivi
from obiettivi.importers.colonne import CAMPI
from obiettivi.importers.griglia import (
    Tabella,
    leggi_obiettivi,
    obiettivi_letti,
    tabella_da_file,
    tabella_incollata,
)
from obiettivi.sezioni import OBIETTIVI, IndicatoreFoto
from piani.controlli import controlla
from piani.sezioni import SCHEDE, da_json
from semproniano.core.griglie.base import Griglia, Riga
from semproniano.core.griglie.colonne import mappa_colonne
from semproniano.core.numeri import in_italiano
from tests.foto import foto_del_piano_vero, foto_di_prova, obiettivo_di_prova

FOTO = foto_del_piano_vero()
CHIAVI = [scheda.chiave for scheda in FOTO[SCHEDE]]
TESTA = "N°\tDescrizione\tPeso %\tIndicatori\tValori attesi\tData fine attesa\tTipologia\n"


def scheda_di(area: str, anno: int):
    return next(scheda for scheda in FOTO[SCHEDE] if scheda.chiave == (area, anno))


def obiettivi_di(area: str, anno: int) -> list:
    return [obiettivo for obiettivo in FOTO[OBIETTIVI] if obiettivo.chiave_scheda == (area, anno)]


def righe_stampate(area: str, anno: int) -> list[list[str]]:
    """The table of the annex, heads included, as the real sheet prints it."""
    testa = list(scheda_di(area, anno).intestazioni_pubblicate)
    righe = [
        [
            obiettivo.numero_pubblicato,
            obiettivo.descrizione,
            in_italiano(obiettivo.peso) + ("%" if area == "tecnica" else ""),
            "\n".join(voce.descrizione for voce in obiettivo.indicatori),
            "\n".join(voce.valore_atteso for voce in obiettivo.indicatori),
            stampa.testo_scadenza(obiettivo),
            obiettivo.tipologia_pubblicata,
        ][: len(testa)]
        for obiettivo in obiettivi_di(area, anno)
    ]
    return [testa, *righe]


def incollato(righe) -> str:
    uscita = io.StringIO()
    csv.writer(uscita, dialect="excel-tab").writerows(righe)
    return uscita.getvalue()


def in_foglio(righe, *, unite=(), formati=None, nome="Foglio1") -> bytes:
    """A workbook with the rows; numbers and dates keep their kind. `unite`: (first, last row, column, text)."""
    uscita = io.BytesIO()
    libro = xlsxwriter.Workbook(uscita, {"default_date_format": "dd/mm/yyyy"})
    pagina = libro.add_worksheet(nome)
    for numero, riga in enumerate(righe):
        for colonna, valore in enumerate(riga):
            formato = libro.add_format({"num_format": formati[colonna]}) if formati and colonna in formati else None
            pagina.write(numero, colonna, valore, formato)
    for prima, ultima, colonna, testo in unite:
        pagina.merge_range(prima, colonna, ultima, colonna, testo)
    libro.close()
    return uscita.getvalue()


def letti(testo: str, *, area: str = "esempio", anno: int = 2020) -> tuple:
    return leggi_obiettivi(tabella_incollata(testo), area=area, anno=anno)


def caricati(
    contenuto: bytes, nome: str = "piano.xlsx", *, area: str = "esempio", anno: int = 2020, **opzioni
) -> tuple:
    tabella = tabella_da_file(nome, contenuto, area=area, anno=anno, **opzioni)
    return leggi_obiettivi(tabella, area=area, anno=anno)


def essenziale(obiettivo) -> dict:
    campi = ("area", "anno", "numero", "numero_pubblicato", "descrizione", "peso", "indicatori", "scadenza")
    return {campo: getattr(obiettivo, campo) for campo in (*campi, "scadenza_testo", "tipologia_pubblicata")}


def essenziali(obiettivi) -> list[dict]:
    return [essenziale(obiettivo) for obiettivo in obiettivi]


def problemi(righe) -> list[tuple[int, str, str]]:
    return [(problema.riga, problema.colonna, problema.messaggio) for riga in righe for problema in riga.problemi]


def uno(testo: str):
    """The only objective of a pasted row below the usual heads, and its problems."""
    righe = letti(TESTA + testo)
    [obiettivo] = obiettivi_letti(righe)
    return obiettivo, [messaggio for _, _, messaggio in problemi(righe)]


# --- the real tables -----------------------------------------------------------------------------


@pytest.mark.parametrize(("area", "anno"), CHIAVI)
def test_la_tabella_vera_incollata_torna_uguale(area, anno):
    righe = letti(incollato(righe_stampate(area, anno)), area=area, anno=anno)
    assert essenziali(obiettivi_letti(righe)) == essenziali(obiettivi_di(area, anno))
    assert not problemi(righe)


@pytest.mark.parametrize(("area", "anno"), CHIAVI)
def test_la_tabella_vera_in_un_foglio_torna_uguale(area, anno):
    testa, *righe = righe_stampate(area, anno)
    obiettivi = obiettivi_di(area, anno)
    tipate = [
        [
            int(riga[0]),
            riga[1],
            float(obiettivo.peso) / 100,
            *riga[3:5],
            obiettivo.scadenza or obiettivo.scadenza_testo,
            *riga[6:],
        ]
        for riga, obiettivo in zip(righe, obiettivi, strict=True)
    ]
    contenuto = in_foglio([["Comune"], [], testa, *tipate], formati={2: "0.00%", 5: "dd/mm/yyyy"})
    lette = caricati(contenuto, area=area, anno=anno)
    assert essenziali(obiettivi_letti(lette)) == essenziali(obiettivi)
    assert not problemi(lette)


@pytest.mark.parametrize(("area", "anno"), [("tecnica", 2020), ("contabile", 2020)])
def test_ambito_e_natura_si_riconoscono_dal_testo(area, anno):
    lette = obiettivi_letti(letti(incollato(righe_stampate(area, anno)), area=area, anno=anno))
    veri = obiettivi_di(area, anno)
    assert [voce.natura for voce in lette] == [voce.natura for voce in veri]
    attesi = [voce.ambito if voce.tipologia_pubblicata else "" for voce in veri]
    assert [voce.ambito for voce in lette] == attesi


@pytest.mark.parametrize(("area", "anno"), CHIAVI)
@pytest.mark.parametrize(("nome", "scrivi"), [("obiettivi.csv", csv_obiettivi), ("obiettivi.xlsx", xlsx_obiettivi)])
def test_i_nostri_file_si_ricaricano(area, anno, nome, scrivi):
    righe = caricati(scrivi(FOTO.json()), nome, area=area, anno=anno)
    letti_ora, veri = obiettivi_letti(righe), obiettivi_di(area, anno)
    con_tipologia = nome.endswith("xlsx")
    campi = {"ambito", "natura", *essenziale(veri[0])} - (set() if con_tipologia else {"tipologia_pubblicata"})
    assert [[getattr(voce, campo) for campo in campi] for voce in letti_ora] == [
        [getattr(voce, campo) for campo in campi] for voce in veri
    ]


def test_nei_nostri_file_ogni_linea_e_un_indicatore():
    indicatori = (
        IndicatoreFoto(descrizione="tempi medi", valore_atteso=""),
        IndicatoreFoto(descrizione="pratiche chiuse", valore_atteso="almeno 3"),
    )
    foto = foto_di_prova([obiettivo_di_prova(1, indicatori=indicatori, scadenza_testo="Entro l'anno")])
    for nome, contenuto in (("a.csv", csv_obiettivi(foto.json())), ("a.xlsx", xlsx_obiettivi(foto.json()))):
        [obiettivo] = obiettivi_letti(caricati(contenuto, nome, area="esempio", anno=2019))
        assert (obiettivo.indicatori, obiettivo.scadenza_testo) == (indicatori, "Entro l'anno")


def test_dal_csv_di_un_altro_anno_non_entra_nulla():
    assert not caricati(csv_obiettivi(FOTO.json()), "obiettivi.csv", area="contabile", anno=2030)


def test_l_identita_e_nuova_e_l_origine_si_dice():
    prima, seconda = (obiettivi_letti(letti(TESTA + "1\tUno\t100\ta\tb\t31/12/2020\n"))[0] for _ in range(2))
    assert prima.uid != seconda.uid
    assert (prima.origine, prima.operativo) == ("importato", None)


def test_gli_obiettivi_letti_si_controllano_come_gli_altri():
    righe = letti(TESTA + "1\tUno\t60\ta\tb\t31/12/2020\n2\tDue\t30\ta\t\tTermine bilancio\n", anno=2019)
    foto = foto_di_prova().con({OBIETTIVI.codice: obiettivi_letti(righe)})
    codici = {esito.codice for esito in controlla(foto)}
    assert {"OB01", "OB03", "OB06"} <= codici


# --- an annex pasted whole -----------------------------------------------------------------------


def allegato(area: str, *anni: int) -> str:
    """The tables of some years with what stands around them in the annex."""
    parti = []
    for anno in anni:
        coinvolti = "Dipendenti coinvolti sugli obiettivi: Esempio Dipendente Uno\n"
        parti.append(f"STRUTTURA: AREA {area.upper()} – ANNO {anno}\nLinea Strategica\tPromuovere la crescita\n")
        parti.append("Missione\tServizi istituzionali\nObiettivo Operativo\tMantenere gli standard\n\n")
        parti.append(incollato(righe_stampate(area, anno)) + "\nProgrammazione degli Obiettivi 2019-2021\n" + coinvolti)
        parti.append("Nome dipendente\t1\t2\t3\t4\t5\t6\nEsempio Dipendente Uno\t10%\t10%\t10%\t50%\t\t20%\n")
    return "".join(parti)


def test_di_un_allegato_intero_si_legge_la_tabella_dell_anno():
    righe = letti(allegato("contabile", 2019, 2020, 2021), area="contabile", anno=2020)
    assert essenziali(obiettivi_letti(righe)) == essenziali(obiettivi_di("contabile", 2020))
    detti = {messaggio.split(":")[0] for _, _, messaggio in problemi(righe)}
    assert detti == {
        "Obiettivo della tabella del 2019, non letto",
        "Obiettivo della tabella del 2021, non letto",
        "Riga fuori dalla tabella, non letta",
        "Riga di un'altra tabella, non letta",
    }


def test_se_nessuna_tabella_e_dell_anno_si_legge_tutto():
    assert len(obiettivi_letti(letti(allegato("contabile", 2019), area="contabile", anno=2022))) == 8


def test_la_riga_che_la_pagina_ha_spezzato_in_due_si_ricompone_e_si_dice():
    """Area contabile 2021 as it was extracted from the published PDF."""
    testo = (
        TESTA + "\t\t10\tStime di cassa\tBilancio di cassa\tTermine approvazione bilancio\n4\tObiettivo di sviluppo\n"
    )
    obiettivo, detti = uno(testo.removeprefix(TESTA))
    assert (obiettivo.numero_pubblicato, obiettivo.descrizione, obiettivo.peso) == ("4", "Obiettivo di sviluppo", 10)
    assert detti == ["Le righe 2 e 3 sono lette come un solo obiettivo, spezzato in due."]


def test_la_riga_senza_descrizione_resta_e_si_dice():
    """Area contabile 2020 as it was extracted: value and date of "Fatturazione" stand a row above."""
    righe = letti(
        TESTA
        + "4\t\t\t\tAutomatizzare i passaggi\t31/12/2020\n5\tFatturazione Elettronica\t25\tImpostare i parametri\n"
    )
    orfano, fatturazione = obiettivi_letti(righe)
    assert (orfano.descrizione, orfano.indicatori[0].valore_atteso) == ("", "Automatizzare i passaggi")
    assert (fatturazione.indicatori[0].valore_atteso, fatturazione.scadenza) == ("", None)
    assert problemi(righe) == [(2, "Descrizione", "Manca la descrizione dell'obiettivo.")]


def test_titoli_totali_e_note_non_sono_obiettivi():
    uno, due = "1\tUno\t60\ta\tb\t31/12/2020\n", "2\tDue\t40\ta\tb\t31/12/2020\n"
    righe = letti(f"{TESTA}{uno}{TESTA}{due}\t\t100\n\tTotale\t100\nNote varie\n")
    assert [voce.descrizione for voce in obiettivi_letti(righe)] == ["Uno", "Due"]
    assert [(riga.numero_riga, riga.obiettivo is None) for riga in righe[2:]] == [(5, True), (6, True), (7, True)]


# --- columns -------------------------------------------------------------------------------------


def test_senza_le_intestazioni_vale_l_ordine_degli_allegati():
    testo = incollato(righe_stampate("tecnica", 2020)[1:])
    tabella = tabella_incollata(testo)
    assert tabella.mappa.e_indovinata
    letti_ora = obiettivi_letti(leggi_obiettivi(tabella, area="tecnica", anno=2020))
    assert essenziali(letti_ora) == essenziali(obiettivi_di("tecnica", 2020))


def test_la_prima_colonna_vuota_non_disturba():
    righe = [["", *riga] for riga in righe_stampate("contabile", 2020)]
    letti_ora = obiettivi_letti(letti(incollato(righe), area="contabile", anno=2020))
    assert essenziali(letti_ora) == essenziali(obiettivi_di("contabile", 2020))


def test_le_colonne_sconosciute_si_dicono_e_si_abbinano_a_mano():
    testo = "Che cosa\tQuanto conta\tNote\nMigliorare i tempi\t100\tnulla\n"
    tabella = tabella_incollata(testo)
    assert [tabella.mappa.titolo_di(colonna) for colonna in tabella.mappa.sconosciute] == [
        "Che cosa",
        "Quanto conta",
        "Note",
    ]
    assert leggi_obiettivi(tabella, area="esempio", anno=2020) == ()
    tabella = tabella_incollata(testo, a_mano={0: "descrizione", 1: "peso", 2: ""})
    [obiettivo] = obiettivi_letti(leggi_obiettivi(tabella, area="esempio", anno=2020))
    assert (obiettivo.descrizione, obiettivo.peso) == ("Migliorare i tempi", 100)


def test_la_tabella_di_word_con_i_paragrafi():
    testo = (
        TESTA + "1\tDescrizione.\nAncora.\t60\tIndicatore\tValore\t31/12/2020\tOperativo e\ntrasversale\n"
        "2\tSeconda\t40\tPrimo indicatore\nSecondo indicatore\tPrimo valore\nSecondo valore\t31/12/2020\tMantenimento\n"
    )
    primo, secondo = obiettivi_letti(letti(testo))
    assert (primo.descrizione, primo.ambito) == ("Descrizione.\nAncora.", "trasversale")
    assert [voce.valore_atteso for voce in secondo.indicatori] == ["Primo valore", "Secondo valore"]
    assert (secondo.natura, secondo.tipologia_pubblicata) == ("mantenimento", "Mantenimento")


# --- cells ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scritto", "peso"), [("2%", "2"), ("2", "2"), ("33,33", "33.33"), ("33.33", "33.33"), ("30 %", "30"), ("0", "0")]
)
def test_i_pesi(scritto, peso):
    obiettivo, detti = uno(f"1\tUno\t{scritto}\ta\tb\t31/12/2020\n")
    assert (obiettivo.peso, detti) == (Decimal(peso), [])


@pytest.mark.parametrize(
    ("scritto", "peso", "parole"),
    [
        ("101", "101", "va da 0 a 100"),
        ("-1", "-1", "va da 0 a 100"),
        ("dieci", None, "«dieci» non è un numero"),
        ("33,33333", "33.3333", "arrotondato a 33,3333"),
    ],
)
def test_i_pesi_che_non_vanno(scritto, peso, parole):
    righe = letti(TESTA + f"1\tUno\t{scritto}\ta\tb\t31/12/2020\n")
    [obiettivo] = obiettivi_letti(righe)
    assert obiettivo.peso == (peso and Decimal(peso))
    [(riga, colonna, messaggio)] = problemi(righe)
    assert (riga, colonna) == (2, "Peso %")
    assert parole in messaggio


def test_il_peso_in_un_foglio_con_e_senza_il_formato_di_percentuale():
    testa = ["N°", "Descrizione", "Peso"]
    con_formato = in_foglio([testa, [1, "Uno", 0.02], [2, "Due", 0.98]], formati={2: "0%"})
    assert [voce.peso for voce in obiettivi_letti(caricati(con_formato))] == [2, 98]
    senza = caricati(in_foglio([testa, [1, "Uno", 0.02], [2, "Due", 0.98]]))
    assert [voce.peso for voce in obiettivi_letti(senza)] == [2, 98]
    assert "0,02 è letto come 2%" in problemi(senza)[0][2]


@pytest.mark.parametrize(
    ("scritta", "data", "testo"),
    [
        ("31/12/2020", datetime.date(2020, 12, 31), ""),
        ("31.12.2020", datetime.date(2020, 12, 31), ""),
        ("31/12/20", datetime.date(2020, 12, 31), ""),
        ("Entro il 31/12/2020", datetime.date(2020, 12, 31), ""),
        ("30/04/2020 (bilancio)", datetime.date(2020, 4, 30), "bilancio"),
        ("Termine approvazione bilancio", None, "Termine approvazione bilancio"),
        ("dicembre 2020", None, "dicembre 2020"),
        ("2020", None, "2020"),
        ("", None, ""),
    ],
)
def test_le_scadenze(scritta, data, testo):
    obiettivo, detti = uno(f"1\tUno\t100\ta\tb\t{scritta}\n")
    assert (obiettivo.scadenza, obiettivo.scadenza_testo, detti) == (data, testo, [])


def test_il_giorno_che_non_esiste_resta_come_testo_e_si_dice():
    obiettivo, [detto] = uno("1\tUno\t100\ta\tb\t31/02/2020\n")
    assert (obiettivo.scadenza, obiettivo.scadenza_testo) == (None, "31/02/2020")
    assert "non esiste" in detto


def test_il_giorno_rimasto_un_numero_di_excel_si_dice():
    righe = caricati(in_foglio([["N°", "Descrizione", "Peso", "Scadenza"], [1, "Uno", 100, 44196]]))
    assert obiettivi_letti(righe)[0].scadenza == datetime.date(2020, 12, 31)
    assert "44196 è letto come il giorno 31/12/2020" in problemi(righe)[0][2]


@pytest.mark.parametrize(
    ("indicatori", "valori", "quanti"),
    [
        ("Primo\nSecondo", "Uno\nDue", 2),
        ("1) primo\n2) secondo", "1) uno\n2) due", 2),
        ("- primo\n- secondo", "• uno\n• due", 2),
        ("Una frase che va\na capo", "Un'altra che va\na capo", 1),
        ("Primo\nSecondo", "Uno solo", 1),
        ("Primo", "Uno\nDue", 1),
        ("", "Uno", 1),
        ("", "", 0),
    ],
)
def test_gli_indicatori_si_dividono_solo_se_si_accoppiano(indicatori, valori, quanti):
    obiettivo, _ = uno(incollato([["1", "Uno", "100", indicatori, valori, "31/12/2020"]]))
    assert len(obiettivo.indicatori) == quanti
    if quanti == 2:
        assert [voce.descrizione.lower() for voce in obiettivo.indicatori] == ["primo", "secondo"]
        assert [voce.valore_atteso.lower() for voce in obiettivo.indicatori] == ["uno", "due"]
    if quanti == 1:
        assert obiettivo.indicatori[0] == IndicatoreFoto(descrizione=indicatori, valore_atteso=valori)


def test_le_linee_che_non_si_accoppiano_si_dicono():
    _, [detto] = uno(incollato([["1", "Uno", "100", "Primo\nSecondo", "A\nB\nC", "31/12/2020"]]))
    assert detto == "Linee di indicatori: 2; di valori attesi: 3. Letti come un solo indicatore."


def test_i_testi_troppo_lunghi_restano_e_si_dicono():
    lungo = "parola " * 1_500
    obiettivo, detti = uno(f"1\t{lungo}\t100\ta\tb\t{'entro ' * 40}\t{'tipo ' * 30}\n")
    assert (len(obiettivo.descrizione), len(detti)) == (len(lungo.strip()), 3)
    assert "10499 caratteri, più di 6000" in detti[0]


def test_quello_che_non_puo_essere_un_numero_si_dice():
    obiettivo, [detto] = uno("Obiettivo trasversale\tUno\t100\ta\tb\t31/12/2020\n")
    assert obiettivo.numero_pubblicato == ""
    assert detto == "«Obiettivo trasversale» è troppo lungo per un numero: non è letto."


# --- merged cells --------------------------------------------------------------------------------

TESTA_CORTA = ["N°", "Descrizione", "Peso", "Indicatori", "Valori attesi", "Scadenza"]


def test_un_obiettivo_unito_su_piu_righe_ha_piu_indicatori():
    righe = [TESTA_CORTA, ["", "", "", "Primo", "A"], ["", "", "", "Secondo", "B"], [2, "Due", 40, "Terzo", "C"]]
    unite = [(1, 2, 0, 1), (1, 2, 1, "Uno"), (1, 2, 2, 60), (1, 3, 5, "31/12/2020")]
    lette = caricati(in_foglio(righe, unite=unite))
    primo, secondo = obiettivi_letti(lette)
    assert [(voce.descrizione, voce.valore_atteso) for voce in primo.indicatori] == [("Primo", "A"), ("Secondo", "B")]
    assert (primo.peso, secondo.peso) == (60, 40)
    assert primo.scadenza == secondo.scadenza == datetime.date(2020, 12, 31)
    assert problemi(lette) == [
        (3, "Indicatori", "La riga 3 è letta come altro indicatore dell'obiettivo sopra."),
        (4, "Scadenza", "Cella unita con la riga 2: il valore vale per tutte."),
    ]


def test_lo_stesso_incollato_dove_le_unioni_non_si_vedono():
    testo = "1\tUno\t60\tPrimo\tA\t31/12/2020\n\t\t\tSecondo\tB\t\n\t\t\t\tancora B\t30/06/2020\n"
    obiettivo, detti = uno(testo)
    assert [(voce.descrizione, voce.valore_atteso) for voce in obiettivo.indicatori] == [
        ("Primo", "A"),
        ("Secondo", "B\nancora B"),
    ]
    assert detti[-1] == "Un obiettivo ha una sola scadenza: «30/06/2020» non è letto."


def test_gli_indicatori_proseguono_alla_pagina_dopo_con_le_intestazioni_ripetute():
    obiettivo, _ = uno(f"1\tUno\t100\tPrimo\tA\t31/12/2020\n{TESTA}\t\t\tSecondo\tB\n")
    assert [voce.descrizione for voce in obiettivo.indicatori] == ["Primo", "Secondo"]


def test_il_peso_unito_su_piu_obiettivi_si_chiede():
    righe = [TESTA_CORTA, [1, "Uno", "", "Primo", "A"], [2, "Due", "", "Secondo", "B"]]
    lette = caricati(in_foglio(righe, unite=[(1, 2, 2, 100)]))
    assert [voce.peso for voce in obiettivi_letti(lette)] == [100, None]
    assert "cella unita con la riga 2: scriverlo per ciascuno" in problemi(lette)[0][2]


def test_il_testo_che_continua_alla_pagina_dopo():
    obiettivo, detti = uno("1\tUna descrizione che\t100\ta\tb\t31/12/2020\n\tcontinua qui\n")
    assert obiettivo.descrizione == "Una descrizione che\ncontinua qui"
    assert "seguito della descrizione" in detti[0]


# --- sheets of a workbook ------------------------------------------------------------------------


def test_tra_i_fogli_si_sceglie_quello_dell_area_e_dell_anno():
    contenuto = xlsx_obiettivi(FOTO.json())
    tabella = tabella_da_file("obiettivi.xlsx", contenuto, area="tecnica", anno=2021)
    assert tabella.griglia.foglio == "tecnica 2021"
    assert tabella.griglia.fogli[0] == "Riepilogo"
    altro = tabella_da_file("obiettivi.xlsx", contenuto, area="tecnica", anno=2021, foglio="contabile 2019")
    assert len(obiettivi_letti(leggi_obiettivi(altro, area="tecnica", anno=2021))) == 8


# --- whatever is written ------------------------------------------------------------------------

CELLE = st.one_of(
    st.sampled_from(["", "", "1", "3.", "Totale", "Nome dipendente", "ANNO 2020", "2%", "101", "31/02/2020", "a\nb"]),
    st.sampled_from(TESTA.strip().split("\t")),
    st.text(max_size=20),
    st.from_regex(r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4}", fullmatch=True),
    st.integers(1, 6000).map(lambda quante: "9" * quante),
)


# What a sheet may hold: any finite number, any day.
VALORI = st.one_of(CELLE, st.decimals(allow_nan=False, allow_infinity=False), st.dates())


@settings(max_examples=80)
@given(st.lists(st.lists(CELLE, min_size=1, max_size=9), max_size=12))
def test_qualunque_tabella_si_legge_si_scrive_e_si_controlla(righe):
    letti_ora = obiettivi_letti(letti(TESTA + incollato(righe), anno=2019))
    foto = foto_di_prova().con({OBIETTIVI.codice: letti_ora})
    assert da_json(foto.json())[OBIETTIVI] == letti_ora
    controlla(foto)


@settings(max_examples=60)
@given(st.lists(st.lists(VALORI, min_size=1, max_size=8), max_size=8))
def test_qualunque_cella_di_un_foglio_si_legge(righe):
    testa = tuple(TESTA.strip().split("\t"))
    griglia = Griglia(tuple(Riga(numero, tuple(riga)) for numero, riga in enumerate([testa, *righe], start=1)))
    tabella = Tabella(griglia, mappa_colonne(griglia, CAMPI))
    foto = foto_di_prova().con({OBIETTIVI.codice: obiettivi_letti(leggi_obiettivi(tabella, area="esempio", anno=2019))})
    controlla(foto)
