"""piano.pdf: letto ad alta voce nell'ordine della struttura, valido, sempre uguale, anche con testi ostili."""

import csv
import datetime
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from decimal import Decimal

import msgspec
import pypdf
import pytest
from django.conf import settings

from piani.documenti.base import DOCUMENTI
from piani.documenti.piano import pdf_piano
from piani.sezioni import ENTE, LINEE, NARRATIVA, PIANO, SCHEDE, da_json
from piani.sezioni.piano import AttoFoto, SezioneNarrativaFoto
from semproniano.core.documenti.convalida import convalida_pdf
from semproniano.core.documenti.json import impronta
from tests.lettura_pdf import Elemento, leggi

FIXTURE = settings.BASE_DIR / "fixtures" / "semproniano-2019-2021.json"
TITOLI = [
    ("/H1", "Piano della performance 2019/2021"),
    ("/H2", "Indice"),
    ("/H2", "Introduzione"),
    ("/H2", "PARTE I – IL COMUNE DI SEMPRONIANO SI PRESENTA"),
    ("/H3", "Identità"),
    ("/H3", "Il mandato istituzionale"),
    ("/H3", "La programmazione"),
    ("/H3", "Il contesto esterno"),
    ("/H3", "Il contesto interno"),
    ("/H2", "PARTE II-LA STRATEGIA DELL'OPERATIVITA'"),
    ("/H3", "Gli indirizzi strategici"),
    ("/H3", "Obiettivi"),
    ("/H2", "Il piano in sintesi"),
    ("/H3", "L’ente in cifre"),
    ("/H3", "Dalle linee di mandato agli obiettivi"),
    ("/H3", "Le schede per area e anno"),
    ("/H2", "Riferimenti normativi"),
]


def parole(testo: str) -> str:
    """Only what is read: line ends of the page do not count."""
    return re.sub(r"\s+", "", testo)


def cambia(foto, sezione, **dati):
    return foto.con({sezione.codice: msgspec.structs.replace(foto[sezione], **dati)})


def con_testo(foto, testo: str, titolo: str = "Titolo"):
    return foto.con({NARRATIVA.codice: (SezioneNarrativaFoto(livello=2, titolo=titolo, testo=testo),)})


def righe(tabella: Elemento) -> list[list[str]]:
    return [[cella.testo for cella in riga.tutti("/TH", "/TD")] for riga in tabella.tutti("/TR")]


def prosa(pdf: bytes) -> str:
    return parole(leggi(pdf).testo)


def pagina_di(voce: Elemento) -> int:
    """The page number that an entry of the contents reads out after its link."""
    return next(int(span.testo) for span in voce.tutti("/Span") if span.testo.isdigit())


@pytest.fixture(scope="module")
def foto():
    return da_json(FIXTURE.read_bytes())


@pytest.fixture(scope="module")
def pdf(foto) -> bytes:
    return pdf_piano(foto.json())


@pytest.fixture(scope="module")
def letto(pdf) -> Elemento:
    return leggi(pdf)


@pytest.fixture(scope="module")
def lettore(pdf) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def tabella(letto: Elemento, titolo: str) -> Elemento:
    [trovata] = [t for t in letto.tutti("/Table") if next(t.tutti("/Caption")).testo == titolo]
    return trovata


def test_e_insieme_archiviabile_e_accessibile(pdf):
    assert convalida_pdf(pdf) == []


def test_i_titoli_si_leggono_in_ordine_e_nessun_livello_salta(letto):
    titoli = [(titolo.tag, parole(titolo.testo)) for titolo in letto.tutti("/H1", "/H2", "/H3", "/H4")]
    assert titoli == [(tag, parole(testo)) for tag, testo in TITOLI]


def test_il_testo_del_piano_si_legge_tutto_e_nell_ordine(foto, letto):
    testo, posto = parole(letto.testo), 0
    for sezione in foto[NARRATIVA]:
        for capoverso in (sezione.titolo, *sezione.testo.split("\n\n")):
            if not capoverso.startswith("[["):
                posto = testo.index(parole(capoverso.replace("*", "")), posto)


def test_l_indice_ha_collegamenti_che_si_leggono_e_le_pagine_giuste(letto, lettore):
    voci = list(next(letto.tutti("/L")).tutti("/LI"))
    attesi = [testo for tag, testo in TITOLI[2:]]
    assert [next(voce.tutti("/Link")).testo for voce in voci] == attesi
    assert [list(link.tutti("/Link")) for link in letto.tutti("/Link")] == [[link] for link in letto.tutti("/Link")]
    note = [nota.get_object()["/Contents"] for pagina in lettore.pages for nota in pagina.get("/Annots", [])]
    assert note == [f"Vai a: {testo}" for testo in attesi]
    numeri = [pagina_di(voce) for voce in voci]
    for testo, numero in zip(attesi, numeri, strict=True):
        assert parole(testo) in parole(lettore.pages[numero - 1].extract_text())


def test_i_segnalibri_sono_i_titoli(lettore):
    primi = [voce.title for voce in lettore.outline if not isinstance(voce, list)]
    assert primi == [testo for tag, testo in TITOLI if tag == "/H2"]


def test_linee_tematiche_e_allegati_prendono_il_posto_dei_segnaposti(foto, letto):
    assert "[[" not in letto.testo
    elenchi = [[parole(voce.testo) for voce in elenco.tutti("/LI")] for elenco in letto.tutti("/L")]
    assert [parole(f"{linea.numero}.{linea.titolo}") for linea in foto[LINEE]] in elenchi
    voci = [voce for elenco in elenchi for voce in elenco]
    for linea in foto[LINEE]:
        assert parole(f"{linea.numero}.{linea.tematiche[0]}") in voci
    allegati = [f"Allegato {allegato.numero} – {allegato.titolo}" for allegato in foto[PIANO].allegati]
    assert [parole(testo) for testo in allegati] in elenchi


def test_le_cifre_sono_dell_ente_e_non_correggono_il_testo_del_piano(letto):
    assert righe(tabella(letto, "I dati dell’ente")) == [
        ["Dato", "Valore"],
        ["Popolazione residente al 31/12/2018", "1.061 abitanti: 517 maschi, 544 femmine"],
        ["Superficie", "81 km²"],
        ["Densità (calcolata)", "13,10 abitanti per km²"],
        ["Frazioni", "Petricci, Catabbio, Rocchette di Fazio, Cellena"],
    ]
    assert letto.testo.count("76,34") == 1
    assert "Nel testo del piano" not in letto.testo


def test_la_mappa_della_cascata_e_disegno_tabella_e_frase(letto):
    [disegno] = letto.tutti("/Figure")
    assert "Nessun obiettivo cita le linee 1-7." in disegno.alt
    assert parole("Nessun obiettivo cita le linee 1-7.") in parole(letto.testo)
    lette = righe(tabella(letto, "Obiettivi per linea di mandato e per area"))
    assert [parole(testo) for testo in lette[0]] == [
        "Lineadimandato",
        "Ente",
        "Areaamministrativa",
        "Areacontabile",
        "Areatecnica",
        "Totale",
    ]
    assert [riga[1:] for riga in lette[1:8]] == [["0"] * 5] * 7
    assert lette[8:] == [["Nessuna linea", "4", "7", "22", "15", "48"], ["Totale", "4", "7", "22", "15", "48"]]


def test_le_schede_per_area_e_anno(letto):
    nessuna = "nessuna scheda"
    lette = righe(tabella(letto, "Obiettivi e somma dei pesi di ogni scheda"))
    assert [[parole(cella) for cella in riga] for riga in lette] == [
        [parole(cella) for cella in riga]
        for riga in (
            ["Area", "2019", "2020", "2021"],
            ["Performance organizzativa di ente", "4 obiettivi, pesi 100", nessuna, nessuna],
            ["Area amministrativa", "7 obiettivi, pesi 100", nessuna, nessuna],
            ["Area contabile", "8 obiettivi, pesi 100", "7 obiettivi, pesi 100", "7 obiettivi, pesi 100"],
            ["Area tecnica", "3 obiettivi, pesi 6", "6 obiettivi, pesi 100", "6 obiettivi, pesi 100"],
            ["Obiettivi, in tutto 48", "22", "13", "13"],
        )
    ]


def test_ogni_testa_di_tabella_dice_che_cosa_intesta(letto):
    for trovata in letto.tutti("/Table"):
        prima, *altre = trovata.tutti("/TR")
        assert {testa.attributi["/Scope"] for testa in prima.tutti("/TH")} == {"/Column"}
        assert {testa.attributi["/Scope"] for riga in altre for testa in riga.tutti("/TH")} == {"/Row"}


def test_il_piano_e_gli_obiettivi_sono_allegati_come_dati(foto, lettore):
    nomi = lettore.trailer["/Root"]["/Names"]["/EmbeddedFiles"]["/Names"]
    file = {str(nome): voce.get_object() for nome, voce in zip(nomi[::2], nomi[1::2], strict=True)}
    assert {voce["/AFRelationship"] for voce in file.values()} == {"/Data"}
    contenuti = {voce["/UF"]: voce["/EF"]["/F"].get_object().get_data() for voce in file.values()}
    assert contenuti.keys() == {"piano.json", "obiettivi.csv"}
    assert contenuti["piano.json"] == foto.json()
    testo = contenuti["obiettivi.csv"].decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(testo, newline=""), delimiter=";"))) == 49


def test_un_piano_non_approvato_e_una_bozza_e_uno_approvato_porta_l_atto(foto, lettore):
    assert "BOZZA" in lettore.pages[0].extract_text()
    assert all("BOZZA" in pagina.extract_text() for pagina in lettore.pages)
    atto = AttoFoto(organo="giunta", numero="38", data=datetime.date(2019, 7, 12), oggetto="")
    approvato = prosa(pdf_piano(cambia(foto, PIANO, stato="approvato", atto=atto).json()))
    assert parole("Approvato con deliberazione della Giunta comunale n. 38 del 12/07/2019") in approvato
    assert "BOZZA" not in approvato


def test_l_ente_di_esempio_lo_dice_su_ogni_pagina(foto):
    pdf = pdf_piano(cambia(foto, ENTE, e_esempio=True).json())
    assert all("ESEMPIO" in pagina.extract_text() for pagina in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_dal_2022_e_la_sottosezione_del_piao(foto):
    testo = prosa(pdf_piano(cambia(foto, PIANO, anno_inizio=2022, anno_fine=2024).json()))
    assert parole("PIAO – Sottosezione 2.2 Performance") in testo
    riferimenti = testo.rpartition(parole("Riferimenti normativi"))[2]
    assert parole("confluiscono nel Piano integrato di attività e organizzazione (PIAO)") in riferimenti
    assert parole("art. 169, comma 3-bis") not in riferimenti


def test_senza_testo_gli_elenchi_e_gli_allegati_stanno_nella_sintesi(foto):
    letto = leggi(pdf_piano(foto.con({NARRATIVA.codice: ()}).json()))
    titoli = [titolo.testo for titolo in letto.tutti("/H3")]
    assert "Linee di mandato e tematiche" in titoli
    assert "Allegati" in titoli


STAMPA = """
import django, hashlib, sys
django.setup()
from piani.documenti.piano import pdf_piano
sys.stdout.write(hashlib.sha256(pdf_piano(sys.stdin.buffer.read())).hexdigest())
"""


def test_stessi_byte_in_un_altro_processo_con_altro_seme_e_fuso(foto, pdf):
    ambiente = os.environ | {
        "DJANGO_SETTINGS_MODULE": "semproniano.settings", "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "LC_ALL": "C",
    }  # fmt: skip
    esito = subprocess.run(
        [sys.executable, "-c", STAMPA],
        cwd=settings.BASE_DIR, env=ambiente, input=foto.json(), capture_output=True, check=True,
    )  # fmt: skip
    assert esito.stdout.decode() == hashlib.sha256(pdf).hexdigest()


OSTILI = {
    "html": "<script>alert(1)</script> <link rel=attachment href='file:///etc/passwd'> <img src=http://127.0.0.1/>",
    "immagine": "![](http://127.0.0.1/) ![x](file:///etc/passwd)",
    "annidato": "- " * 3000 + "fondo",
    "emoji": "Obiettivo 🎯 raggiunto 👨‍👩‍👧 ✅ 日本語",
    "destra_sinistra": "שלום עולם ومرحبا بالعالم 123 fine",
    "controllo": "prima\x00\x07\x1b\x0b dopo\u2028 ancora\ufffe \ue000",
    "lungo": "testo molto lungo, " * 1579,
    "senza_spazi": "a" * 500,
    "collegamento_lungo": f"[{'parola ' * 60}](https://esempio.example/{'x' * 300})",
    "django": "{{ piano }} {% include 'x' %} {% load static %}",
}


@pytest.mark.parametrize("testo", OSTILI.values(), ids=OSTILI)
def test_con_testi_ostili_il_documento_e_valido_e_non_legge_niente_da_fuori(foto, testo):
    foto = cambia(con_testo(foto, f"{testo}\n\nfondo", titolo=testo[:300]), PIANO, titolo=f"Piano {testo[:150]}")
    linee = (msgspec.structs.replace(foto[LINEE][0], titolo=testo[:300], tematiche=(testo, testo)), *foto[LINEE][1:])
    pdf = pdf_piano(foto.con({LINEE.codice: linee}).json())
    assert convalida_pdf(pdf) == []
    letto = prosa(pdf)
    assert "fondo" in letto
    assert "root:" not in letto


def test_i_testi_ostili_restano_testo(foto):
    letto = prosa(pdf_piano(con_testo(foto, OSTILI["html"] + "\n\n" + OSTILI["immagine"]).json()))
    assert "<script>alert(1)</script>" in letto
    assert "![](http://127.0.0.1/)![x](file:///etc/passwd)" in letto


def test_un_piano_vuoto_si_stampa(foto):
    vuoto = {"narrativa": (), "linee_mandato": (), "aree": (), "schede": (), "obiettivi": (), "assegnazioni": ()}
    foto = foto.con(vuoto)
    foto = cambia(foto, PIANO, allegati=(), dati_dichiarati=(), copertine=(), mandato=None)
    foto = cambia(foto, ENTE, popolazione_totale=None, superficie_kmq=None, densita=None, frazioni=(), provincia="")
    assert foto[SCHEDE] == ()
    assert convalida_pdf(pdf_piano(foto.json())) == []


def test_molte_aree_e_molte_linee_restano_leggibili(foto):
    contenuto = json.loads(foto.json())
    modello = next(scheda for scheda in contenuto["schede"] if scheda["area"] == "amministrativa")
    slug = [f"area-{numero}" for numero in range(1, 31)]
    contenuto["aree"] = [{**contenuto["aree"][0], "slug": nome, "nome": f"Settore {nome}"} for nome in slug]
    contenuto["schede"] = [{**modello, "area": nome, "persone": [], "responsabile": None} for nome in slug]
    contenuto["linee_mandato"] = [{"numero": n, "titolo": f"Linea {n}", "tematiche": []} for n in range(1, 13)]
    operativo = contenuto["obiettivi_operativi"][0]
    contenuto["obiettivi_operativi"] = [{**operativo, "codice": f"L{n}", "linea": n} for n in range(1, 12)]
    obiettivo = contenuto["obiettivi"][0]
    contenuto["obiettivi"] = [
        {
            **obiettivo,
            "area": nome,
            "numero": n,
            "operativo": f"L{n}",
            "uid": f"00000000-0000-0000-{posto:04d}-{n:012d}",
        }
        for posto, nome in enumerate(slug)
        for n in range(1, 12)
    ]
    contenuto["assegnazioni"], contenuto["piano"]["copertine"] = [], []
    pdf = pdf_piano(da_json(json.dumps(contenuto).encode()).json())
    assert convalida_pdf(pdf) == []
    letto = leggi(pdf)
    assert parole("Nessun obiettivo cita la linea 12.") in parole(letto.testo)
    lette = [riga for trovata in letto.tutti("/Table") for riga in righe(trovata) if len(riga) == 15]
    assert lette[0][:4] == ["Area", "1", "2", "3"]
    assert ["Settore area-7", *["1"] * 11, "0", "0", "11"] in lette
    assert lette[-1] == ["Totale", *["30"] * 11, "0", "0", "330"]


def test_piano_pdf_e_nel_registro_e_dipende_da_tutta_la_fotografia(foto):
    [lavoro] = DOCUMENTI["piano"].lavori(foto)
    assert (lavoro.nome, impronta(lavoro.ingresso)) == ("piano.pdf", foto.sha256)
    altro = cambia(foto, ENTE, superficie_kmq=Decimal(82))
    assert next(iter(DOCUMENTI["piano"].lavori(altro))).ingresso != lavoro.ingresso
