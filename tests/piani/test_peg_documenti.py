"""Allegato 2 and 3 on paper, read back by somebody else; which files there are, and what makes them again."""

import datetime
import io
import re

import msgspec
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.prestazioni.peg_sintesi import con_peg
from obiettivi.prestazioni.sintesi import piano_sintetico
from obiettivi.sezioni import OBIETTIVI
from piani.documenti.base import DOCUMENTI
from piani.documenti.peg.lavori import lavori
from piani.documenti.peg.righe import Colonne, blocchi, taglia
from piani.sezioni import NARRATIVA, PEG, PIANO
from piani.sezioni.peg_totali import ENTRATA, LIVELLI, SPESA, Somme, albero, per_area, righe_della_parte
from piani.sezioni.piano import AllegatoFoto, AttoFoto
from semproniano.core.documenti.convalida import convalida_pdf
from semproniano.core.numeri import in_euro
from tests.foto import foto_del_piano_vero
from tests.lettura_pdf import leggi
from tests.righe_peg import qualunque_peg

TESTE = ("Programma", "Titolo", "Macroaggregato", "Tipologia", "Categoria")


@pytest.fixture(scope="module")
def foto():
    return con_peg(piano_sintetico(6, 3), 48)


@pytest.fixture(scope="module")
def file(foto):
    return {lavoro.nome: lavoro.esegui() for lavoro in lavori(foto)}


def righe_stampate(pdf: bytes) -> list[list[str]]:
    """Cells of every row of the bodies of the tables."""
    return [
        [cella.testo for cella in riga.tutti("/TH", "/TD")]
        for corpo in leggi(pdf).tutti("/TBody")
        for riga in corpo.tutti("/TR")
    ]


def importi(somme) -> list[str]:
    return [in_euro(valore) for valore in (*somme.competenza, somme.cassa, somme.residui)]


def capitoli_stampati(pdf: bytes) -> list[tuple[str, ...]]:
    """Number and amounts of the rows of capitoli: the only ones that begin with a number of nine digits."""
    return sorted((riga[0], *riga[-5:]) for riga in righe_stampate(pdf) if re.match(r"\d{9}/", riga[0]))


def attesi(righe) -> list[tuple[str, ...]]:
    return sorted((riga.numero, *importi(riga)) for riga in righe)


def pagine(pdf: bytes) -> list[str]:
    return [pagina.extract_text() for pagina in pypdf.PdfReader(io.BytesIO(pdf)).pages]


class TestSomme:
    @pytest.mark.parametrize(("nome", "parte"), [("allegato-2.pdf", ENTRATA), ("allegato-3.pdf", SPESA)])
    def test_ogni_capitolo_e_stampato_una_volta_con_i_suoi_importi(self, foto, file, nome, parte):
        assert capitoli_stampati(file[nome]) == attesi(righe_della_parte(foto[PEG].capitoli, parte))

    @pytest.mark.parametrize(("nome", "parte"), [("allegato-2.pdf", ENTRATA), ("allegato-3.pdf", SPESA)])
    def test_ogni_livello_ha_il_suo_subtotale_al_centesimo(self, foto, file, nome, parte):
        stampate = [(riga[0], *riga[-5:]) for riga in righe_stampate(file[nome])]
        tronco = albero(foto[PEG], parte)

        def controlla(rami):
            for ramo in rami:
                assert (ramo.testo, *importi(ramo.somme)) in stampate
                controlla(ramo.rami)

        for ramo in tronco.rami:
            assert (f"Totale {ramo.etichetta.lower()}", *importi(ramo.somme)) in stampate
            controlla(ramo.rami)
        generale = "Totale generale delle entrate" if parte == ENTRATA else "Totale generale delle spese"
        assert (generale, *importi(tronco.somme)) in stampate

    def test_le_cifre_del_riepilogo_sono_quelle_delle_tabelle(self, foto, file):
        righe = [riga[:6] for riga in righe_stampate(file["allegato-3.pdf"])]
        for ramo in albero(foto[PEG], SPESA).rami:
            assert [ramo.testo, *importi(ramo.somme)] in righe

    def test_in_fondo_c_e_l_equilibrio_di_ogni_anno(self, file):
        for nome in ("allegato-2.pdf", "allegato-3.pdf"):
            assert righe_stampate(file[nome])[-1] == ["Differenza", "0,00", "0,00", "0,00"]

    def test_i_di_cui_stanno_sotto_la_loro_riga_e_solo_dove_ci_sono(self, foto, file):
        righe = righe_stampate(file["allegato-3.pdf"])
        con_impegni = [riga for riga in foto[PEG].capitoli if any(riga.impegnato)]
        assert con_impegni
        for riga in con_impegni:
            posto = [stampata[0] for stampata in righe].index(riga.numero)
            assert righe[posto + 1][:2] == ["di cui già impegnato", in_euro(riga.impegnato[0])]
        assert not [riga for riga in righe_stampate(file["allegato-2.pdf"]) if riga[0].startswith("di cui")]

    def test_i_responsabili_insieme_fanno_il_tutto(self, foto, file):
        insieme = []
        for area, righe in per_area(foto[PEG].capitoli).items():
            suoi = capitoli_stampati(file[f"allegati-2-3-{area}.pdf"])
            assert suoi == attesi(righe)
            insieme += suoi
        assert sorted(insieme) == attesi(foto[PEG].capitoli)


class TestPagine:
    def test_ogni_file_e_archiviabile_e_accessibile(self, file):
        assert {nome: convalida_pdf(pdf) for nome, pdf in file.items()} == {nome: [] for nome in file}

    def test_ogni_pagina_di_tabella_ripete_le_intestazioni(self, file):
        for pagina in pagine(file["allegato-3.pdf"])[3:-1]:
            assert "Denominazione" in pagina
            assert "Competenza 2020" in pagina

    def test_nessuna_testa_resta_sola_in_fondo_alla_pagina(self, file):
        for pdf in file.values():
            for pagina in leggi_pagine(pdf):
                ultima = [voce for voce in pagina if not voce.startswith("di cui")][-1]
                assert not ultima.startswith(TESTE), pagina[-3:]

    def test_codici_e_nomi_come_nel_bilancio(self, file):
        testo = " ".join(" ".join(pagine(file["allegato-3.pdf"])).split())
        for voce in ("Missione 01 – Servizi istituzionali", "Programma 0101 – Organi istituzionali", "000000010/001"):
            assert voce in testo

    def test_il_titolo_e_quello_che_il_piano_elenca(self, foto):
        allegati = (AllegatoFoto(numero=2, titolo="Peg delle entrate " * 15),)
        piano = msgspec.structs.replace(foto[PIANO], allegati=allegati)
        primo, *_ = lavori(foto.con({PIANO.codice: piano}))
        assert "Allegato 2 – Peg delle entrate Peg" in " ".join(pagine(primo.esegui())[0].split())
        assert primo.titolo == "Allegato 2 – PEG contabile entrata"

    def test_stessi_dati_stessi_byte_un_altro_giorno(self, foto, file, time_machine):
        time_machine.move_to("2031-03-31 02:30")
        assert next(iter(lavori(foto))).esegui() == file["allegato-2.pdf"]


def leggi_pagine(pdf: bytes) -> list[list[str]]:
    """First cells of the rows of each table of a page: a table that goes on has a piece for each page."""
    return [
        righe
        for tabella in leggi(pdf).tutti("/Table")
        if (righe := [next(riga.tutti("/TH", "/TD")).testo for c in tabella.tutti("/TBody") for riga in c.tutti("/TR")])
    ]


class TestParti:
    """Above the setting the annexes come in parts."""

    @pytest.fixture
    def in_parti(self, foto, settings):
        settings.PEG_COMPLETO_MASSIMO = 12
        return {lavoro.nome: lavoro for lavoro in lavori(foto)}

    def test_le_parti_insieme_hanno_tutti_i_capitoli_una_volta_sola(self, foto, in_parti):
        for numero, parte in ((2, ENTRATA), (3, SPESA)):
            insieme = []
            for nome, lavoro in in_parti.items():
                if nome.startswith(f"allegato-{numero}-"):
                    insieme += capitoli_stampati(lavoro.esegui())
            assert sorted(insieme) == attesi(righe_della_parte(foto[PEG].capitoli, parte))

    def test_l_indice_elenca_i_file_e_ha_i_totali(self, foto, in_parti):
        indice = in_parti["allegato-3.pdf"].esegui()
        righe = righe_stampate(indice)
        elencati = {riga[-1] for riga in righe if riga[-1].endswith(".pdf")}
        assert elencati == {nome for nome in in_parti if nome.startswith("allegato-3-")}
        totale = albero(foto[PEG], SPESA).somme
        assert ["Totale generale delle spese", *importi(totale)] in righe
        assert convalida_pdf(indice) == []

    def test_una_missione_grande_si_divide_e_dice_quale_parte_e(self, in_parti):
        prima, seconda = (in_parti[f"allegato-3-missione-01-0{numero}.pdf"] for numero in (1, 2))
        assert prima.titolo.endswith("gestione, parte 1 di 5")
        pdf = seconda.esegui()
        [prima_pagina, *_] = pagine(pdf)
        assert "gestione – parte 2 di 5" in prima_pagina
        assert "Missione 01 – Servizi istituzionali, generali e di gestione (segue)" in prima_pagina
        assert convalida_pdf(pdf) == []

    @given(qualunque_peg, st.integers(1, 6))
    def test_i_pezzi_in_fila_ridanno_le_righe(self, peg, pezzi):
        for parte in LIVELLI:
            tutti = blocchi(albero(peg, parte), Colonne(2025, con_cassa=True, con_residui=True), {})
            tagliati = [
                riga
                for pezzo in range(1, pezzi + 1)
                for blocco in taglia(tutti, pezzo, pezzi)
                for riga in blocco.righe
                if not riga.testo.endswith("(segue)")
            ]
            assert tagliati == [riga for blocco in tutti for riga in blocco.righe]


class TestIngressi:
    """What makes a file again, and what does not."""

    def ingressi(self, foto):
        return {
            lavoro.nome: lavoro.impronta_ingresso("x") for tipo in DOCUMENTI for lavoro in tipo.lavori(foto)
        }  # fmt: skip

    def cambiati(self, prima, dopo):
        prima, dopo = self.ingressi(prima), self.ingressi(dopo)
        return {nome for nome in prima.keys() | dopo.keys() if prima.get(nome) != dopo.get(nome)}

    def con_importo(self, foto, scelta):
        capitoli = tuple(
            msgspec.structs.replace(riga, cassa=riga.cassa + 1) if riga is scelta else riga
            for riga in foto[PEG].capitoli
        )
        return foto.con({PEG.codice: msgspec.structs.replace(foto[PEG], capitoli=capitoli)})

    def test_un_capitolo_cambiato_rifa_solo_i_file_che_lo_stampano(self, foto):
        riga = next(riga for riga in foto[PEG].capitoli if riga.parte == SPESA and riga.area == "esempio-02")
        cambiati = self.cambiati(foto, self.con_importo(foto, riga))
        assert cambiati == {
            "allegato-3.pdf", "allegati-2-3-esempio-02.pdf", "peg.xlsx", "peg.csv", "piano.json", "piano.pdf"
        }  # fmt: skip

    def test_in_un_ente_grande_solo_la_sua_missione(self, foto, settings):
        settings.PEG_COMPLETO_MASSIMO = 30
        riga = next(riga for riga in foto[PEG].capitoli if riga.missione == "04")
        cambiati = self.cambiati(foto, self.con_importo(foto, riga))
        assert {nome for nome in cambiati if nome.startswith("allegato-")} == {
            "allegato-3.pdf", "allegato-3-missione-04.pdf"
        }  # fmt: skip

    def test_un_obiettivo_o_il_testo_del_piano_non_toccano_il_peg(self, foto):
        primo, *altri = foto[OBIETTIVI]
        dopo = foto.con({OBIETTIVI.codice: (msgspec.structs.replace(primo, descrizione="Altro"), *altri)})
        assert not [nome for nome in self.cambiati(foto, dopo) if re.search(r"peg|allegat.-[23]", nome)]
        dopo = foto.con({NARRATIVA.codice: ()})
        assert self.cambiati(foto, dopo) == {"piano.json", "piano.pdf"}

    def test_l_atto_di_una_variazione_sta_nell_allegato_e_non_nelle_parti(self, foto):
        atto = AttoFoto(organo="giunta", numero="9", data=datetime.date(2019, 9, 9), oggetto="")
        dopo = foto.con({PIANO.codice: msgspec.structs.replace(foto[PIANO], atto=atto)})
        cambiati = {nome for nome in self.cambiati(foto, dopo) if re.search(r"peg|allegat.-[23]", nome)}
        assert cambiati == {"allegato-2.pdf", "allegato-3.pdf"}

    def test_un_piano_senza_peg_non_ha_file_del_peg(self):
        assert not [nome for nome in self.ingressi(foto_del_piano_vero()) if re.search(r"peg|allegat.-[23]", nome)]

    def test_con_una_sola_parte_c_e_solo_il_suo_allegato(self, foto):
        spese = tuple(righe_della_parte(foto[PEG].capitoli, SPESA))
        solo = foto.con({PEG.codice: msgspec.structs.replace(foto[PEG], capitoli=spese)})
        nomi = [lavoro.nome for lavoro in lavori(solo)]
        assert nomi[0] == "allegato-3.pdf"
        assert "allegato-2.pdf" not in nomi
        assert Somme.di(spese).righe == len(spese)
