"""The export: what the command says, processes and limits, what changes hands, bytes that depend on the plan alone."""

import hashlib
import json
import os
import subprocess
import sys

import msgspec
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from obiettivi.sezioni import OBIETTIVI
from piani.documenti.base import DOCUMENTI, Lavoro, TipoDocumento
from piani.services import esportazione, squadra
from piani.services.esportazione import NOME_REGISTRO, esporta_piano
from semproniano.core.documenti.errori import ErroreDocumento
from semproniano.core.registri import Registro
from tests import factories
from tests import lavori as di_prova
from tests.foto import foto_del_piano_vero, foto_di_prova, obiettivo_di_prova


@pytest.fixture
def documenti(monkeypatch):
    """`documenti(lavoro, …)`: these are all the documents there are."""

    def solo(*lavori: Lavoro) -> None:
        registro = Registro("documenti di prova")
        registro.registra(TipoDocumento("prova", 1, lambda _foto: lavori))
        monkeypatch.setattr("piani.services.esportazione.DOCUMENTI", registro)

    return solo


@pytest.fixture
def foto():
    return foto_di_prova([obiettivo_di_prova(1)])


def lavoro(funzione, nome="prova.txt", ingresso=b"testo") -> Lavoro:
    return Lavoro(nome, funzione, ingresso)


def contenuto(cartella) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in cartella.iterdir()}


class TestComando:
    @pytest.fixture
    def piano(self, db):
        """A small plan: one area, one sheet, one objective whose texts are hostile."""
        obiettivo = factories.ObiettivoFactory(
            numero=1,
            descrizione='<script>alert(1)</script> <img src="http://127.0.0.1:9/x.png"> & =1+1',
            peso=100,
            scheda__piano__ente__slug="prova",
        )
        factories.IndicatoreFactory(
            obiettivo=obiettivo,
            descrizione='=HYPERLINK("http://127.0.0.1","x")',
            valore_atteso='<link rel=attachment href="file:///etc/passwd">',
        )
        return obiettivo.scheda.piano

    @staticmethod
    def esporta(cartella, **opzioni):
        call_command("esporta", **{"piano": "2024-2026", "cartella": cartella, **opzioni})

    def test_testi_ostili_restano_testi_e_non_si_legge_niente(self, piano, tmp_path, capsys):
        self.esporta(tmp_path)
        assert "documenti scritti" in capsys.readouterr().out
        testo = "".join(pagina.extract_text() for pagina in PdfReader(tmp_path / "allegato-1.pdf").pages)
        assert "<script>alert(1)</script>" in testo
        assert "root:" not in testo
        assert "\"'=HYPERLINK" in (tmp_path / "obiettivi.csv").read_text(encoding="utf-8-sig")

    def test_piano_che_non_c_e(self, piano, tmp_path):
        with pytest.raises(CommandError, match=r"Il piano «2019-2021» non c'è\. Piani: 2024-2026\."):
            self.esporta(tmp_path / "x", piano="2019-2021")
        assert not (tmp_path / "x").exists()

    @pytest.mark.parametrize("codice", ["", "2024", "2024/2026", "duemila"])
    def test_codice_scritto_male(self, piano, tmp_path, codice):
        with pytest.raises(CommandError, match="non c'è"):
            self.esporta(tmp_path / "x", piano=codice)

    def test_con_piu_enti_va_detto_quale(self, piano, tmp_path):
        factories.EnteFactory(slug="altro")
        with pytest.raises(CommandError, match=r"indicare quale con --ente\. Enti: altro, prova"):
            self.esporta(tmp_path / "x")
        with pytest.raises(CommandError, match="L'ente «manca» non c'è"):
            self.esporta(tmp_path / "x", ente="manca")

    def test_cartella_in_cui_non_si_scrive(self, piano, tmp_path):
        file = tmp_path / "un-file"
        file.touch()
        with pytest.raises(CommandError, match="Non si può scrivere nella cartella"):
            self.esporta(file / "dentro")


class TestProcessi:
    def test_molti_documenti_pochi_processi(self, documenti, foto, tmp_path):
        """Forty files on the cores there are: processes that end and are replaced would hang on Python 3.11."""
        documenti(*(lavoro(di_prova.copia, f"{numero:02d}.txt", b"%d" % numero) for numero in range(40)))
        detti = []
        esito = esporta_piano(foto=foto, cartella=tmp_path, progresso=lambda *passo: detti.append(passo))
        assert len(esito.fatti) == 40
        assert [(fatti, totale) for fatti, totale, _ in detti] == [(n, 40) for n in range(1, 41)]
        assert (tmp_path / "07.txt").read_bytes() == b"7"

    @pytest.mark.parametrize(
        ("funzione", "messaggio"),
        [
            (di_prova.non_finisce, r"prova\.txt: dopo 1 secondi non è ancora finito"),
            (di_prova.sbaglia, r"prova\.txt: errore imprevisto \(ZeroDivisionError: divisione per zero\)"),
            (di_prova.muore, r"si è interrotto.*Da fare restavano: prova\.txt"),
        ],
    )
    def test_chi_non_finisce_sbaglia_o_muore_viene_nominato(
        self, documenti, foto, tmp_path, settings, funzione, messaggio
    ):
        settings.DOCUMENTO_TEMPO_MASSIMO = 1
        documenti(lavoro(funzione))
        with pytest.raises(ErroreDocumento, match=messaggio):
            esporta_piano(foto=foto, cartella=tmp_path)
        assert contenuto(tmp_path) == {}

    def test_chi_non_sente_nemmeno_la_sveglia_viene_fermato_da_fuori(
        self, documenti, foto, tmp_path, settings, monkeypatch
    ):
        settings.DOCUMENTO_TEMPO_MASSIMO = 1
        monkeypatch.setattr(squadra, "PAZIENZA", 4)
        documenti(lavoro(di_prova.non_finisce_e_non_sente))
        with pytest.raises(ErroreDocumento, match=r"Nessun documento finito in 5 secondi\. Erano in corso: prova\.txt"):
            esporta_piano(foto=foto, cartella=tmp_path)
        assert contenuto(tmp_path) == {}

    def test_un_pdf_che_non_passa_il_giudizio_non_si_consegna(self, documenti, foto, tmp_path):
        documenti(lavoro(di_prova.copia, "buono.txt"), lavoro(di_prova.pdf_non_valido, "cattivo.pdf"))
        with pytest.raises(ErroreDocumento, match=r"cattivo\.pdf: non supera la convalida \(\S+: .+\)"):
            esporta_piano(foto=foto, cartella=tmp_path)
        assert contenuto(tmp_path) == {}


class TestConsegna:
    def test_la_seconda_volta_rifa_solo_quello_che_e_cambiato(self, documenti, foto, tmp_path):
        documenti(lavoro(di_prova.copia, "uno.txt"), lavoro(di_prova.copia, "due.txt"))
        prima = esporta_piano(foto=foto, cartella=tmp_path)
        assert prima.fatti == ["due.txt", "uno.txt"]
        assert not prima.immutati
        seconda = esporta_piano(foto=foto, cartella=tmp_path)
        assert seconda.fatti == []
        assert seconda.immutati == prima.fatti
        (tmp_path / "uno.txt").write_text("guastato")
        assert esporta_piano(foto=foto, cartella=tmp_path).fatti == ["uno.txt"]

    def test_un_documento_che_fallisce_non_lascia_gli_altri(self, documenti, foto, tmp_path):
        documenti(lavoro(di_prova.copia, "uno.txt", b"prima"))
        esporta_piano(foto=foto, cartella=tmp_path)
        prima = contenuto(tmp_path)
        documenti(lavoro(di_prova.copia, "uno.txt", b"dopo"), lavoro(di_prova.sbaglia, "due.txt"))
        with pytest.raises(ErroreDocumento, match=r"due\.txt: errore imprevisto"):
            esporta_piano(foto=foto, cartella=tmp_path)
        assert contenuto(tmp_path) == prima

    def test_il_disco_si_riempie_a_meta_della_consegna(self, documenti, foto, tmp_path, monkeypatch):
        documenti(lavoro(di_prova.copia, "uno.txt", b"prima"), lavoro(di_prova.copia, "due.txt", b"prima"))
        esporta_piano(foto=foto, cartella=tmp_path)
        prima = contenuto(tmp_path)
        vero, scritti = esportazione.scrivi_file, []

        def pieno_al_secondo(percorso, byte):
            scritti.append(percorso)
            if len(scritti) == 2:
                raise ErroreDocumento("il disco è pieno")
            vero(percorso, byte)

        monkeypatch.setattr(esportazione, "scrivi_file", pieno_al_secondo)
        documenti(lavoro(di_prova.copia, "uno.txt", b"dopo"), lavoro(di_prova.copia, "due.txt", b"dopo"))
        with pytest.raises(ErroreDocumento, match="il disco è pieno"):
            esporta_piano(foto=foto, cartella=tmp_path)
        assert contenuto(tmp_path) == prima

    def test_sparisce_il_documento_che_non_si_fa_piu_e_nient_altro(self, documenti, foto, tmp_path):
        documenti(lavoro(di_prova.copia, "uno.txt"), lavoro(di_prova.copia, "due.txt"))
        (tmp_path / "mio.txt").write_text("appunti")
        esporta_piano(foto=foto, cartella=tmp_path)
        documenti(lavoro(di_prova.copia, "uno.txt"))
        esporta_piano(foto=foto, cartella=tmp_path)
        assert contenuto(tmp_path).keys() == {"uno.txt", "mio.txt", "impronte.sha256", NOME_REGISTRO}
        assert "mio.txt" not in (tmp_path / "impronte.sha256").read_text()

    def test_un_registro_manomesso_non_fa_cancellare_altrove(self, documenti, foto, tmp_path):
        altrui, cartella = tmp_path / "altrui.txt", tmp_path / "piano"
        altrui.write_text("importante")
        cartella.mkdir()
        voce = {"ingresso": "0", "contenuto": "0"}
        (cartella / NOME_REGISTRO).write_text(json.dumps({"../altrui.txt": voce, str(altrui): voce}))
        documenti(lavoro(di_prova.copia))
        esporta_piano(foto=foto, cartella=cartella)
        assert altrui.read_text() == "importante"

    @pytest.mark.parametrize("guasto", ["", "{", "[]", '{"a": 1}'])
    def test_un_registro_guasto_fa_rifare_tutto(self, documenti, foto, tmp_path, guasto):
        documenti(lavoro(di_prova.copia))
        (tmp_path / NOME_REGISTRO).write_text(guasto)
        assert esporta_piano(foto=foto, cartella=tmp_path).fatti == ["prova.txt"]

    def test_un_nome_occupato_da_una_cartella_rimette_tutto_com_era(self, documenti, foto, tmp_path):
        documenti(lavoro(di_prova.copia, "a.txt", b"prima"), lavoro(di_prova.copia, "b.txt"))
        (tmp_path / "b.txt").mkdir()
        (tmp_path / "a.txt").write_text("vecchio")
        with pytest.raises(ErroreDocumento, match=r"Non si può sostituire «.*b\.txt»"):
            esporta_piano(foto=foto, cartella=tmp_path)
        assert (tmp_path / "a.txt").read_text() == "vecchio"
        assert {file.name for file in tmp_path.iterdir()} == {"a.txt", "b.txt"}

    def test_le_impronte_le_legge_sha256sum(self, documenti, foto, tmp_path):
        documenti(lavoro(di_prova.copia, "uno.txt"), lavoro(di_prova.copia, "due.txt"))
        esporta_piano(foto=foto, cartella=tmp_path)
        esito = subprocess.run(["sha256sum", "--strict", "-c", "impronte.sha256"], cwd=tmp_path, capture_output=True)
        assert esito.returncode == 0, esito.stderr
        assert esito.stdout.count(b": OK") == 2


def test_una_parola_cambiata_in_un_area_rifa_solo_i_suoi_file(tmp_path):
    """The other areas' files stay as they are: they do not read that text."""
    vero = foto_del_piano_vero()
    prima, dopo = (
        {lavoro.nome: lavoro.impronta_ingresso("") for tipo in DOCUMENTI for lavoro in tipo.lavori(foto)}
        for foto in (
            vero,
            vero.con(
                {
                    OBIETTIVI.codice: tuple(
                        msgspec.structs.replace(obiettivo, descrizione=f"{obiettivo.descrizione} (nuovo)")
                        if obiettivo.area == "contabile"
                        else obiettivo
                        for obiettivo in vero[OBIETTIVI]
                    )
                }
            ),
        )
    )
    ferme = {f"allegato-1-{area}.pdf" for area in ("ente", "amministrativa", "tecnica")}
    assert ferme <= {nome for nome in prima if prima[nome] == dopo[nome]}
    assert {"allegato-1-contabile.pdf", "allegato-1.pdf", "piano.json"} <= {n for n in prima if prima[n] != dopo[n]}


def test_oltre_il_limite_il_file_completo_diventa_un_indice(foto, tmp_path, settings):
    settings.ALLEGATO_COMPLETO_MASSIMO = 0
    esporta_piano(foto=foto, cartella=tmp_path)
    testo = "".join(pagina.extract_text() for pagina in PdfReader(tmp_path / "allegato-1.pdf").pages)
    assert "Indice delle parti" in testo
    assert "allegato-1-esempio.pdf" in testo


IMPRONTE = """
import hashlib, django
django.setup()
from piani.documenti.base import DOCUMENTI
from tests.foto import foto_del_piano_vero
for tipo in DOCUMENTI:
    for lavoro in tipo.lavori(foto_del_piano_vero()):
        print(hashlib.sha256(lavoro.esegui()).hexdigest(), lavoro.nome)
"""


def test_stessi_byte_con_altro_fuso_altro_seme_altra_lingua_e_altra_cartella(tmp_path):
    esiti = []
    for fuso, seme, lingua in (("Europe/Rome", "1", "C.UTF-8"), ("Pacific/Auckland", "4242", "C")):
        ambiente = {
            **os.environ,
            "TZ": fuso,
            "PYTHONHASHSEED": seme,
            "LC_ALL": lingua,
            "PYTHONPATH": str(settings.BASE_DIR),
            "DJANGO_SETTINGS_MODULE": "semproniano.settings",
        }
        processo = subprocess.run(
            [sys.executable, "-c", IMPRONTE], cwd=tmp_path, env=ambiente, capture_output=True, text=True, timeout=120
        )
        assert processo.returncode == 0, processo.stderr
        esiti.append(processo.stdout)
    assert esiti[0] == esiti[1]
    assert esiti[0].count(".pdf") >= 5
    assert hashlib.sha256(foto_del_piano_vero().json()).hexdigest() in esiti[0]
