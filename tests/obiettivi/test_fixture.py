"""The real plan of the Comune di Semproniano as a fotografia: every cell as the act prints it, misprints included.

What is expected was copied from the printed act, not from the fixture. A text that several sheets repeat is written
once; where a sheet prints it with a difference, the difference is written beside the row.
"""

import datetime
import json
import re
from collections import defaultdict
from decimal import Decimal
from operator import attrgetter
from typing import Any

import msgspec
import pytest
from django.conf import settings

from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI, OPERATIVI
from piani.models import SezioneNarrativa
from piani.sezioni import AREE, ENTE, LINEE, NARRATIVA, PIANO, SCHEDE, SEZIONI, da_json
from semproniano.core.numeri import senza_zeri

FILE = settings.BASE_DIR / "fixtures" / "semproniano-2019-2021.json"

# Descrizione | indicatore | valore atteso of each printed objective; line breaks here mean a space.
TESTI = """
[pareggio] Rispetto del pareggio di bilancio e degli indicatori di deficitarietà strutturale. | Pareggio di bilancio e
indicatori di deficitarietà strutturale. | Rispetto del pareggio di bilancio. Rispetto di tutti i parametri di
deficitarietà strutturale definiti dalla normativa corrente.
[soddisfazione] Implementazione e monitoraggio della Customer Satisfaction, attraverso l'utilizzo di applicazioni
informatiche o attraverso la somministrazione di specifici questionari di qualità all'utenza per la rilevazione
dell'impatto dei singoli servizi gestiti ed erogati. | Risultati prodotti dalle applicazioni informatiche. Risultati dei
questionari di qualità dei servizi. | Produzione di specifico report. Ottenimento di almeno il 70% di feedback positivi.
[trasparenza_ente] Coordinamento e controllo del rispetto obblighi e adempimenti relativi alla Trasparenza, di cui al
d.lgs n° 33/2013 e s.m.i. sulla sezione Amministrazione Trasparente. | Sezioni di Amministrazione Trasparente di
competenza. | Corretto caricamento di tutti i documenti previsti dalla normativa sulle sezioni di amministrazione
trasparente sezione relativa all' Area di competenza magari semplificando al massimo l'inserimento di nuova
documentazione regolamenti.
[pagamenti_ente] Monitoraggio del rispetto dei tempi medi di pagamento dei fornitori previsti dalla legge, attraverso
una più tempestiva attività d'impegno e determinazione per la liquidazione consentendo all'ufficio ragioneria di
emettere i mandati di pagamento in modo tempestivo rispettando l'ordine temporale di fatturazione. | Entro i trenta
giorni pagamento delle fatture elettroniche in virtù della nuova strategia adottata dalle tre aree di questa
Amministrazione ( controllo settimanale della liste delle fatture di propria competenza ) | Tempi medi di pagamento
entro i 30 gg. Dal ricevimento delle fatture
[trasparenza_segreteria] Coordinamento e controllo del rispetto obblighi e adempimenti relativi alla Trasparenza, di cui
al dlgs n° 33/2013 e s.m.i. Amministrazione Trasparente e implementazione delle azioni tese alla prevenzione della
corruzione previste nel piano di prevenzione della corruzione con particolare riferimento al conferimento di incarichi a
qualsiasi titolo, servizi e forniture. | Sezioni di Amministrazione Trasparente di competenza. Rispetto delle previsioni
normative e regolamenti interni adottati dall'Ente | Corretto caricamento di tutta la documentazione prodotta dall' Area
Amm.va nella sezione Amministrazione trasparente del sito istituzionale
[privacy_segreteria] Implementazione della privacy ai sensi del nuovo Regolamento della privacy ai sensi del nuovo
Regolamento UE 679/2016 DGPB e del dlgs 51/2018 | Adempimenti in materia di trattamento dei dati personali come
responsabili per la protezione dei dati personali ex art. 37 del Regolamento generale ( UE 2016 679) | Cura e relativa
pubblicazione della documentazione necessaria con una specifica formazione e soprattutto una tempestiva risposta alle
richieste di accesso di atti della propria area
[mantenimento] Obiettivo di mantenimento: rispetto degli standard qualitativi e quantitativi relativi ai servizi gestiti
ed erogati, monitoraggio e rispetto dei tempi previsti sulla chiusura dei procedimenti amministrativi. | Indicatori di
attività, efficienza, efficacia ed economicità relativi ai volumi prodotti sui servizi gestiti che si possono desumere
anche dalla relazione al conto annuale, confronto tra gli indicatori dell'anno di riferimento rispetto all'anno
precedente. | Raggiungimento della media del 100% dei valori degli indicatori dell'anno precedente o superamento degli
stessi. Monitoraggio e rispetto dei tempi di chiusura dei procedimenti amministrativi entro massimo 30 gg. salvo le
eccezioni regolamentate.
[contrattazione] Gestione e coordinamento della contrattazione decentrata integrativa dell'anno di riferimento in
conformità al nuovo CCNL comparto funzioni locali del 21.05.2018. | Implementazione del nuovo contratto decentrato
integrativo e fondo del salario accessorio annuale. | Corretta chiusura del processo di sottoscrizione definitiva e
approvazione del nuovo CCDI dell'anno di riferimento ai sensi della deliberazione di G.C. n. 3 del 13.02.2019.
[centro_commerciale] Obiettivo di sviluppo: Riqualficazione del centro commerciale naturale | Redazione del piano
comunale del centro commerciale naturale e riqualficazione dello stesso con le relative infrastrutture | Redazione del
progetto della riqualficazione del centro commerciale naturale, partecipazione al bando per la concessione di contributi
a sostegno degli investimenti per le infrastrutture per il turismo ed il commercio e per gli interventi di micro
qualification dei centri commerciali naturali ubicati in Comuni con popolazione inferiore a 20.000 abitanti
[matrimoni] Obiettivo di sviluppo: Celebrazione matrimoni civili al di fuori della casa comunale | Redazione del
Regolamento relativo alla celebrazione dei matrimoni fuori dalla sede comunale in particolari location storiche
culturali di proprieta' comunali e successiva pubblicazione del relativo bando per attivita' agrituristiche locali al
fine di organizzare un numero interessante di matrimoni. | Celebrazione di almeno 6 matrimoni all'anno soprattutto
grazie alla collaborazione di agenzie specializzate del settore e particolarmente interessate alle nostre location
storiche culturali pur essendo un piccolissimo comune.
[orario] Obiettivo di sviluppo : Applicazione del nuovo regolamento sull'orario di lavoro | A seguito del nuovo
regolamento relativo all'orario di lavoro dovranno essere sottolineate le varie capacita' lavorative del personale per
migliorare al massimo la struttura amministrativa che risulta abbastanza carente di personale, magari con piani di
lavoro anche per il personale del servizio civile : Botteghe della salute e Fu turismi in collaborazione con Anci
Toscana | Cercare di migliorare al massimo il rapporto con il cittadino in considerazione del fatto che non esiste
presso il nostro Ente un apposito Ufficio di Relazione con il pubblico e quindi fornire servizi alla popolazione al
massimo della 'disponibilita'.
[trasparenza] Coordinamento e controllo del rispetto obblighi e adempimenti relativi alla Trasparenza, di cui al dlgs n°
33/2013 e s.m.i. sulla sezione Amministrazione Trasparente e implementazione delle azioni volte alla prevenzione della
corruzione previste nel piano annuale di prevenzione della corruzione con particolare riferimento al conferimento degli
incarichi a qualsiasi titolo, all'appalto di opere, servizi e forniture. | Sezioni di Amministrazione Trasparente di
competenza. Rispetto delle previsioni normative e regolamentari interne. | Corretto caricamento di tutti i documenti
previsti dalla normativa sulle sezioni di amministrazione trasparente. Produzione di specifici report semestrali
sull'attività di controllo effettuata.
[privacy] Implementazione della privacy ai sensi del nuovo Regolamento UE 679/2016 – GDPR e del dlgs 51/2018. |
Implementazione delle previsioni della nuova normativa in materia di protezione dei dati personali. | Implementazione
della documentazione, dei regolamenti e delle metodologie necessari. Partecipazione all'attività di formazione. Risposta
tempestiva alle richieste di informazione e accesso.
[pensioni] Obiettivo di sviluppo: Gestione pratiche di pensione e servizi/certificazioni finalizzati alla sistemazione
posizioni previdenziali | Valutazioni circa l'affidamento della gestione delle pratiche di pensione e sistemazione
previdenziale anche in vista degli ipotetici pensionamenti quota 100 o legge Fornero e al fine di sistemare le richieste
specifiche del personale non più in servizio presso questa amministrazione. Non avendo una banca dati informatizzata il
grande lavoro consisterà nel recuperare i dati necessari per la corretta ricostruzione della carriera e della parte
retributiva/contributiva che comporta l'apertura dei fascicoli degli stipendi mese per mese dal 1996 per ogni dipendente
e controllo incrociato con i ruoli e versamenti contributivi e dati contrattuali | Affidamento in convenzione del
servizio con sistemazione di almeno 3 pratiche
[cassa] Obiettivo di sviluppo: Gestione delle previsioni di bilancio per cassa | Valutazioni specifiche sulle singole
entrate correnti e su specifiche spese correnti al fine di predisporre previsioni di cassa | Predisposizione e
approvazione del bilancio di cassa con valutazioni specifiche
[fatturazione_2019] Obiettivo di sviluppo: Fatturazione Elettronica | Vista la modalità gestionale adottata dagli uffici
sulla fatturazione elettronica e i tempi di elaborazione/gestione delle fatture sarà necessario generare tutte le
fatture scadute al 31/12/2018, bonificare la banca dati relativamente alle note di credito e alle fatture saldate nel
2019 ma scadute al 31/12/2018, effettuare controlli incrociati con fatturazione elettronica e contabilità predisporre
files necessari per la definizione del debito | Definizione dello stock del debito al 31/12/2018 e bonifica banche dati
[entrate] Obiettivo di sviluppo: Coordinamento per definizione entrate | Necessità di segnalare e approfondire
specifiche entrate contabilizzate o da contabilizzare con conseguenti risvolti sul bilancio di previsione e la cui
definizione è indispensabile per gli equilibri di bilancio | Ammontare certo dei cespiti
[uffici] Obiettivo di sviluppo: Coordinamento con uffici per gestione fatture e pagamenti | La nuova normativa impone
specifiche verifiche e modalità di lavoro diverse rispetto al passato e stringenti per il rispetto di quanto richiesto
in merito ai tempi di pagamento. Risulta indispensabile un coordinamento-formazione verso i colleghi al fine di
impostare un lavoro finalizzato alla correttezza dei documenti contabili (dall'impegno alla liquidazione) per terminare
con una completa e corretta fatturazione da parte del fornitore (CIG, scadenza, riferimenti agli atti...) e tempi di
gestione ed evasione delle fatture nei termini di legge. | Coordinamento e indicazioni specifiche, modifica indicatori
di programma per la gestione
[fatturazione] Obiettivo di sviluppo: Fatturazione Elettronica | Impostare i parametri di gestione fatturazione
elettronica in modo tale che la corretta gestione da parte degli uffici renda più agevole e automatizzata la fase del
pagamento | Automatizzare il più possibile i passaggi
[pagamenti] Rispetto dei tempi medi di pagamento dei fornitori previsti dalla legge, attraverso una più tempestiva
attività di impegno e determinazione per la liquidazione consentendo all'ufficio ragioneria di emettere i mandati di
pagamento in modo tempestivo. | Tempi medi di pagamento della struttura | Tempi medi di pagamento entro i 30 gg
[opere] Realizzazione delle opere pubbliche presenti nel "Piano Triennale delle opere pubbliche". Procedere con
l'aggiudicazione delle opere secondo il calendario del piano triennale. | Stato avanzamento | 100%
[manutenzione] Manutenzione degli immobili di proprietà dell'ente, dei parchi e giardini nonché della rete viaria |
Rapporto impegni presi rispetto alle disponibilità dei relativi capitoli relativi alle manutenzioni | 100%.
"""
VOCI = re.findall(r"^\[(\w+)\] (.*?)(?=^\[|\Z)", TESTI, flags=re.MULTILINE | re.DOTALL)
STAMPATI = {nome: tuple(" ".join(cella.split()) for cella in testo.split("|")) for nome, testo in VOCI}


def riga(numero: str, nome: str, peso: str, termine: str, tipologia: str = "", *, di: str = "", invece: str = ""):
    """A printed row: number, three texts, weight, term, type. This sheet prints `invece` for the `di` of the text."""
    assert not di or "|".join(STAMPATI[nome]).count(di) == 1
    return (numero, *(testo.replace(di, invece) if di else testo for testo in STAMPATI[nome]), peso, termine, tipologia)


COMUNE = "Operativo e trasversale"
PROPRIO = "Operativo e specifico della struttura"
BILANCIO = "Termine approvazione bilancio"

ATTESE = {
    ("ente", 2019): [
        riga("1", "pareggio", "25", "31/12/2019"),
        riga("2", "soddisfazione", "25", "31/12/2019"),
        riga("3", "trasparenza_ente", "25", "31/12/2021"),
        riga("4", "pagamenti_ente", "25", "31/12/2021"),
    ],
    ("amministrativa", 2019): [
        riga("1", "trasparenza_segreteria", "5", "31/12/2019"),
        riga("2", "privacy_segreteria", "1", "31/12/2019"),
        riga("3", "mantenimento", "2", "31/12/2019"),
        riga("4", "contrattazione", "22", "31/12/2019"),
        riga("5", "centro_commerciale", "30", "31/12/2021"),
        riga("6", "matrimoni", "30", "31/12/2021"),
        riga("7", "orario", "10", "31/12/2020"),
    ],
    ("contabile", 2019): [
        riga("1", "trasparenza", "5", "31/12/2019"),
        riga("2", "privacy", "1", "31/12/2019", di="– GDPR", invece="– DGPR"),
        riga("3", "mantenimento", "2", "31/12/2019"),
        riga("3", "pensioni", "22", "31/12/2019"),
        riga("4", "cassa", "10", "30/04/2019"),
        riga("5", "fatturazione_2019", "20", "31/12/2019"),
        riga("6", "entrate", "10", "30/11/2019"),
        riga("7", "uffici", "30", "30/11/2019"),
    ],
    ("contabile", 2020): [
        riga("1", "trasparenza", "5", "31/12/2020"),
        riga("2", "privacy", "1", "31/12/2020"),
        riga("3", "mantenimento", "2", "31/12/2020", di="al conto annuale", invece="ai conto annuale"),
        riga("3", "pensioni", "22", "31/12/2020"),
        riga("4", "cassa", "10", BILANCIO),
        riga("5", "fatturazione", "25", "31/12/2020"),
        riga("6", "uffici", "35", "30/11/2020"),
    ],
    ("contabile", 2021): [
        riga("1", "trasparenza", "5", "31/12/2020"),
        riga("2", "privacy", "1", "31/12/2020"),
        riga("3", "mantenimento", "2", "31/12/2020"),
        riga("3", "pensioni", "22", "31/12/2020"),
        riga("4", "cassa", "10", BILANCIO),
        riga("5", "fatturazione", "25", "31/12/2020"),
        riga("6", "uffici", "35", "30/11/2020"),
    ],
    ("tecnica", 2019): [
        riga("1", "trasparenza", "2", "31/12/2019", COMUNE),
        riga("2", "privacy", "2", "31/12/2019", COMUNE, di="– GDPR", invece="– DGPB"),
        riga("3", "mantenimento", "2", "31/12/2019", COMUNE),
    ],
    ("tecnica", 2020): [
        riga("1", "trasparenza", "2", "31/12/2020", COMUNE, di="e implementazione", invece="e Implementazione"),
        riga("2", "privacy", "2", "31/12/2020", COMUNE, di="– GDPR", invece="- OGPR"),
        riga("3", "mantenimento", "2", "31/12/2020", COMUNE),
        riga("4", "pagamenti", "4", "31/12/2020", COMUNE),
        riga("5", "opere", "60", "31/12/2020", PROPRIO),
        riga("6", "manutenzione", "30", "31/12/2020", PROPRIO),
    ],
    ("tecnica", 2021): [
        riga("1", "trasparenza", "2", "31/12/2021", COMUNE),
        riga("2", "privacy", "2", "31/12/2021", COMUNE, di="Implementazione della p", invece="implementazione della p"),
        riga("3", "mantenimento", "2", "31/12/2021", COMUNE),
        riga("4", "pagamenti", "4", "31/12/2021", COMUNE),
        riga("5", "opere", "60", "31/12/2021", PROPRIO, di='pubbliche". Procedere', invece='pubbliche" Procedere'),
        riga("6", "manutenzione", "30", "31/12/2021", PROPRIO, di="Manutenzione degli", invece="Mantenimento degli"),
    ],
}  # fmt: skip
SCHEDE_ATTESE = [pytest.param(*chiave, id=f"{chiave[0]}-{chiave[1]}") for chiave in ATTESE]


@pytest.fixture(scope="module")
def foto():
    return da_json(FILE.read_bytes())


@pytest.fixture(scope="module")
def per_scheda(foto):
    gruppi = defaultdict(list)
    for obiettivo in foto[OBIETTIVI]:
        gruppi[obiettivo.chiave_scheda].append(obiettivo)
    return gruppi


@pytest.fixture(scope="module")
def schede(foto):
    return {scheda.chiave: scheda for scheda in foto[SCHEDE]}


def stampa(obiettivo) -> tuple[str, ...]:
    """The objective as a row of the printed table."""
    (indicatore,) = obiettivo.indicatori
    testi = (obiettivo.descrizione, indicatore.descrizione, indicatore.valore_atteso)
    termine = f"{obiettivo.scadenza:%d/%m/%Y}" if obiettivo.scadenza else obiettivo.scadenza_testo
    return (obiettivo.numero_pubblicato, *testi, str(obiettivo.peso), termine, obiettivo.tipologia_pubblicata)


def test_quarantotto_obiettivi_in_otto_schede(foto, per_scheda):
    assert [scheda.chiave for scheda in foto[SCHEDE]] == list(ATTESE) == list(per_scheda)
    assert [len(righe) for righe in per_scheda.values()] == [4, 7, 8, 7, 7, 3, 6, 6]


@pytest.mark.parametrize(("area", "anno"), SCHEDE_ATTESE)
def test_ogni_cella_e_come_stampata(per_scheda, area, anno):
    assert [stampa(obiettivo) for obiettivo in per_scheda[area, anno]] == ATTESE[area, anno]


@pytest.mark.parametrize(("area", "anno"), SCHEDE_ATTESE)
def test_i_pesi_sommano_a_cento_ma_a_sei_nella_tecnica_2019(per_scheda, area, anno):
    attesa = 6 if (area, anno) == ("tecnica", 2019) else 100
    assert sum(obiettivo.peso for obiettivo in per_scheda[area, anno]) == attesa


@pytest.mark.parametrize(("area", "anno"), SCHEDE_ATTESE)
def test_il_sistema_numera_di_seguito_anche_dove_il_tre_e_stampato_due_volte(per_scheda, area, anno):
    righe = per_scheda[area, anno]
    stampati = [obiettivo.numero_pubblicato for obiettivo in righe]
    assert [obiettivo.numero for obiettivo in righe] == list(range(1, len(righe) + 1))
    assert stampati.count("3") == (2 if area == "contabile" else 1)


@pytest.mark.parametrize("anno", [2020, 2021])
def test_le_righe_spezzate_dalla_scansione_sono_ricomposte(per_scheda, anno):
    cassa, fatturazione = (stampa(obiettivo) for obiettivo in per_scheda["contabile", anno][4:6])
    assert cassa[:2] == ("4", "Obiettivo di sviluppo: Gestione delle previsioni di bilancio per cassa")
    assert cassa[4:6] == ("10", BILANCIO)
    assert fatturazione[:2] == ("5", "Obiettivo di sviluppo: Fatturazione Elettronica")
    assert fatturazione[3:6] == ("Automatizzare il più possibile i passaggi", "25", "31/12/2020")


def test_undici_scadenze_fuori_dall_anno_della_scheda(foto):
    """What check OB04 must find: six terms before the sheet's year, five after it but within the triennium."""
    prima = [o.chiave_scheda for o in foto[OBIETTIVI] if o.scadenza and o.scadenza.year < o.anno]
    dopo = [(*o.chiave_scheda, o.numero) for o in foto[OBIETTIVI] if o.scadenza and o.scadenza.year > o.anno]
    assert prima == [("contabile", 2021)] * 6
    assert dopo == [("ente", 2019, 3), ("ente", 2019, 4), *(("amministrativa", 2019, numero) for numero in (5, 6, 7))]


def test_una_scadenza_precede_la_delibera_e_due_sono_solo_parole(foto):
    delibera = foto[PIANO].allegati[0].atto.data
    obiettivi = foto[OBIETTIVI]
    passate = [(*o.chiave_scheda, o.scadenza) for o in obiettivi if o.scadenza and o.scadenza < delibera]
    a_parole = [(*o.chiave_scheda, o.scadenza_testo) for o in obiettivi if o.scadenza_testo]
    assert passate == [("contabile", 2019, datetime.date(2019, 4, 30))]
    assert a_parole == [("contabile", 2020, BILANCIO), ("contabile", 2021, BILANCIO)]
    assert all(bool(o.scadenza) != bool(o.scadenza_testo) for o in obiettivi)


def test_trasversali_sono_quelli_dell_ente_e_quelli_comuni_a_ogni_area(per_scheda):
    trasversali = {
        scheda: [o.numero for o in righe if o.ambito == "trasversale"] for scheda, righe in per_scheda.items()
    }
    attesi = {chiave: [1, 2, 3] for chiave in ATTESE}
    attesi |= {("ente", 2019): [1, 2, 3, 4], ("tecnica", 2020): [1, 2, 3, 4], ("tecnica", 2021): [1, 2, 3, 4]}
    assert trasversali == attesi
    assert {o.ambito for righe in per_scheda.values() for o in righe} == {"trasversale", "specifico"}


def test_la_natura_e_quella_che_il_testo_dichiara_e_nessun_altra(foto):
    for obiettivo in foto[OBIETTIVI]:
        dichiarata = re.match(r"Obiettivo di (\w+)", obiettivo.descrizione)
        assert obiettivo.natura == (dichiarata[1] if dichiarata else ""), stampa(obiettivo)
    conti = [o.natura for o in foto[OBIETTIVI]]
    assert (conti.count("mantenimento"), conti.count("sviluppo"), conti.count("")) == (7, 16, 25)


# (area, anno, numero) → number that the objective had the year before
CONTINUAZIONI = {
    **{("contabile", 2020, numero): numero for numero in range(1, 7)},
    ("contabile", 2020, 7): 8,
    **{("contabile", 2021, numero): numero for numero in range(1, 8)},
    **{("tecnica", 2020, numero): numero for numero in range(1, 4)},
    **{("tecnica", 2021, numero): numero for numero in range(1, 7)},
}


def test_un_obiettivo_che_continua_tiene_il_suo_identificativo(foto):
    per_numero = {(o.area, o.anno, o.numero): o for o in foto[OBIETTIVI]}
    for chiave, obiettivo in per_numero.items():
        area, anno, _ = chiave
        if chiave in CONTINUAZIONI:
            assert obiettivo.uid == per_numero[area, anno - 1, CONTINUAZIONI[chiave]].uid
        else:
            assert obiettivo.origine == "nuovo"
    assert len({o.uid for o in foto[OBIETTIVI]}) == 48 - len(CONTINUAZIONI)


def test_solo_la_fatturazione_2020_continua_con_un_nuovo_valore_atteso(foto):
    """Everything else that goes on repeats the year before but for misprints."""
    origini = {(o.area, o.anno, o.numero): o.origine for o in foto[OBIETTIVI] if o.origine != "nuovo"}
    assert origini == dict.fromkeys(CONTINUAZIONI, "ripreso") | {("contabile", 2020, 6): "continuato"}


def test_titoli_e_intestazioni_di_colonna_sono_quelli_stampati(schede):
    sei = ("Peso %", "Indicatori di Misurazione", "Valori Attesi", "Data Fine Attesa")
    sette = ("Peso %", "Indicatore", "Valore indicatore atteso", "Data realizzazione previsto", "Tipologia obiettivo")
    ente = "OGGETTIVI STRATEGICI TRASVERSALI E COMUNI A TUTTE LE STRUTTURE RELATIVI ALLA PERFORMANCE ORGANIZZATIVA DI "
    segreteria = "STRUTTURA: AREA SEGRETERIA – RESPONSABILE FABRIZIO FERINI"
    contabile = "STRUTTURA: AREA CONTABILE – RESPONSABILE BIGAZZI FRANCESCA ANNO {}"
    tecnica = "AREA TECNICA - RESPONSABILE: Dott. Ing. Simone Savelli ANNO {}"
    attesi = {
        ("ente", 2019): (f"{ente}ENTE:", "N°", "Descrizione Obiettivi di Performance Organizzativa", *sei),
        ("amministrativa", 2019): (segreteria, "N°", "Descrizione Obiettivi Gestionali", *sei),
    }
    for anno, numero in ((2019, "N°"), (2020, "No"), (2021, "N°")):
        attesi["contabile", anno] = (contabile.format(anno), "N°", "Descrizione Obiettivi Operativi", *sei)
        attesi["tecnica", anno] = (tecnica.format(anno), numero, "Descrizione Operativi", *sette)
    stampati = {chiave: (s.titolo_pubblicato, *s.intestazioni_pubblicate) for chiave, s in schede.items()}
    assert stampati == attesi


def test_le_persone_sono_quelle_stampate(foto, schede):
    lavori_pubblici, manutenzioni = foto[AREE][2].servizi
    squadra = [
        ("MASSIMO FRANCESCHETTI", "istruttore", "C", None, "interno", manutenzioni),
        ("MASSIMO SANTONI", "operaio", "B", None, "esterno", manutenzioni),
        ("LUCA ROSSI", "operaio", "B", None, "esterno", manutenzioni),
    ]
    attese = {
        ("ente", 2019): [],
        ("amministrativa", 2019): [
            ("Dott. Fabrizio Ferini", "Responsabile Area Amm.va", "DS", None, "interno", None),
            ("Sig.ra Franca Fabbreschi", "Servizi Demografici", "B3", None, "interno", None),
        ],
    }
    for anno, qualifica in ((2019, "istruttore direttivo"), (2020, "istruttore"), (2021, "istruttore")):
        attese["contabile", anno] = [("Bigazzi Francesca", "", "", None, "interno", None)]
        attese["tecnica", anno] = [("ING. SIMONE SAVELLI", qualifica, "D", 9, "interno", lavori_pubblici), *squadra]
    campi = attrgetter("nome_pubblicato", "qualifica", "categoria", "ore_settimanali", "rapporto", "servizio")
    assert {chiave: [campi(persona) for persona in scheda.persone] for chiave, scheda in schede.items()} == attese
    # Who leads the sheet is its first person; nobody leads the ente's.
    assert all(s.responsabile == (s.persone[0].dipendente if s.persone else None) for s in schede.values())


def test_una_persona_e_una_sola_comunque_sia_scritta(foto):
    citati = [p.dipendente for scheda in foto[SCHEDE] for p in scheda.persone]
    citati += [scheda.responsabile for scheda in foto[SCHEDE] if scheda.responsabile]
    assert len(set(citati)) == len({dipendente.codice for dipendente in citati}) == 7


@pytest.mark.parametrize(("anno", "cognome"), [(2020, "FRANCESCHETTI"), (2021, "FRANCISCHETTI")])
def test_la_matrice_del_personale(foto, schede, anno, cognome):
    assert {quota.area for quota in foto[ASSEGNAZIONI]} == {"tecnica"}
    nomi = {p.dipendente.codice: p.nome_in_matrice for p in schede["tecnica", anno].persone}
    matrice = defaultdict(dict)
    for quota in foto[ASSEGNAZIONI]:
        if (quota.area, quota.anno) == ("tecnica", anno):
            matrice[nomi[quota.dipendente]][quota.numero] = quota.percentuale
    istruttore, operaio = {1: 10, 2: 10, 3: 10, 4: 50, 6: 20}, {6: 100}
    assert matrice == {f"{cognome} MASSIMO": istruttore, "SANTONI MASSIMO": operaio, "ROSSI LUCA": operaio}


def test_l_ente_e_le_sue_cifre(foto):
    ente = foto[ENTE]
    assert (ente.denominazione, ente.sigla_provincia) == ("Comune di Semproniano", "GR")
    assert (ente.codice_istat, ente.codice_catastale) == ("053028", "I601")
    assert ente.popolazione_maschi + ente.popolazione_femmine == ente.popolazione_totale == 1061
    assert ente.densita == round(Decimal(1061) / ente.superficie_kmq, 2)
    assert ente.frazioni == ("Petricci", "Catabbio", "Rocchette di Fazio", "Cellena")
    # What the act does not tell stays empty.
    assert (ente.codice_ipa, ente.numero_dipendenti, ente.bilanci) == ("", None, ())
    assert {operativo.programma for operativo in foto[OPERATIVI]} == {None}
    assert {operativo.linea for operativo in foto[OPERATIVI]} == {None}


def test_cifre_dichiarate_accanto_a_quelle_calcolate(foto):
    piano, titoli = foto[PIANO], {sezione.titolo for sezione in foto[NARRATIVA]}
    cifre = [(d.dato, str(d.valore_dichiarato), str(d.valore_calcolato)) for d in piano.dati_dichiarati]
    assert cifre[:2] == [("allegati", "2", "3"), ("densita", "76.34", "13.1")]
    assert cifre[2:] == [("linee", "7", "7"), ("popolazione", "1061", "1061")]
    assert {dato.sezione for dato in piano.dati_dichiarati} <= titoli


def test_il_piano_e_in_redazione_e_gli_atti_sono_quelli_citati(foto):
    piano = foto[PIANO]
    assert (piano.codice, piano.stato, piano.atto) == ("2019-2021", "in_redazione", None)
    assert str(piano.mandato.atto) == "C.C. n. 37 del 26/07/2018"
    atti = [str(allegato.atto) for allegato in piano.allegati]
    assert atti == ["G.C. n. 38 del 12/07/2019", "None", "None"]


def test_sette_linee_di_mandato_ognuna_con_la_sua_tematica(foto):
    linee = foto[LINEE]
    assert [linea.numero for linea in linee] == list(range(1, 8))
    assert linee[0].titolo == "Turismo, promozione del territorio e sviluppo economico."
    assert linee[6].titolo == "Valorizzazione dell'associazionismo del territorio"
    assert {len(linea.tematiche) for linea in linee} == {1}
    assert "( Montecchio Basso );Presenza" in linee[1].tematiche[0]


def test_la_testata_degli_obiettivi_e_quella_stampata(foto, per_scheda):
    in_testa = {operativo.codice: operativo.linea_pubblicata for operativo in foto[OPERATIVI]}
    assert in_testa["A.1"].startswith("Promuovere la crescita della Amministrazione ")
    assert in_testa["B.1"].startswith("Promuovere la crescita della Città ")
    assert {operativo.missione for operativo in foto[OPERATIVI]} == {"01"}
    attesi = {"ente": None, "amministrativa": "A.1", "contabile": "B.1", "tecnica": None}
    assert all({o.operativo for o in righe} == {attesi[area]} for (area, _), righe in per_scheda.items())


def test_la_narrativa_ha_le_dieci_sezioni_in_ordine(foto):
    assert [(sezione.livello, sezione.titolo) for sezione in foto[NARRATIVA]] == [
        (2, "Introduzione"),
        (1, "PARTE I – IL COMUNE DI SEMPRONIANO SI PRESENTA"),
        *((2, titolo) for titolo in ("Identità", "Il mandato istituzionale", "La programmazione")),
        *((2, titolo) for titolo in ("Il contesto esterno", "Il contesto interno")),
        (1, "PARTE II-LA STRATEGIA DELL'OPERATIVITA'"),
        *((2, titolo) for titolo in ("Gli indirizzi strategici", "Obiettivi")),
    ]
    assert "successiva alle elezioni e costituisce le linee strategiche" in foto[NARRATIVA][4].testo
    capoversi = [len(sezione.testo.split("\n\n")) for sezione in foto[NARRATIVA]]
    assert capoversi == [7, 1, 4, 1, 4, 2, 2, 1, 6, 4]


@pytest.mark.parametrize("segnaposto", SezioneNarrativa.SEGNAPOSTI)
def test_gli_elenchi_stanno_una_volta_sola(foto, segnaposto):
    righe = [testo for sezione in foto[NARRATIVA] for testo in sezione.testo.splitlines()]
    assert righe.count(segnaposto) == 1


def test_le_copertine_delle_tre_aree(foto):
    copertine = {copertina.area: copertina.testo for copertina in foto[PIANO].copertine}
    assert list(copertine) == [area.slug for area in foto[AREE]]
    assert copertine["amministrativa"].endswith("\n\nALLEGATO ALLA DELIBERA DI GIUNTA N. _____ DEL _____")
    assert copertine["contabile"].endswith("\n\nALLEGATO ALLA DELIBERA DI GIUNTA N. 38 DEL 12.07.2019")
    assert copertine["tecnica"].endswith("\n\nTRIENNIO 2019 - 2021")


def foglie(valore: Any) -> list[Any]:
    """Every leaf of a fotografia."""
    if isinstance(valore, msgspec.Struct):
        valore = msgspec.structs.asdict(valore)
    if isinstance(valore, dict):
        valore = tuple(valore.values())
    return [foglia for voce in valore for foglia in foglie(voce)] if isinstance(valore, tuple) else [valore]


def test_nessun_resto_della_scansione_e_nessuno_zero_inutile(foto):
    tutte = foglie(foto.dizionario())
    decimali = [foglia for foglia in tutte if isinstance(foglia, Decimal)]
    assert [str(numero) for numero in decimali] == [str(senza_zeri(numero)) for numero in decimali]
    for testo in (foglia for foglia in tutte if isinstance(foglia, str)):
        assert testo == testo.strip()
        assert not re.search(r"[<>\\\t\r\u00a0]|&nbsp;|\*\*|  ", testo), testo


def test_il_file_si_legge_accanto_all_atto(foto):
    """Pretty printed, accents as they are, keys in the order of the typed objects; canonical JSON says the same."""
    testo = FILE.read_text(encoding="utf-8")
    dati = json.loads(testo)
    assert testo == json.dumps(dati, indent=2, ensure_ascii=False) + "\n"
    assert list(dati) == ["schema", *(sezione.codice for sezione in SEZIONI)]
    for scritto, letto in zip(dati["obiettivi"], foto[OBIETTIVI], strict=True):
        assert list(scritto) == [campo for campo in letto.__struct_fields__ if campo in scritto]
    assert da_json(foto.json()) == foto
