"""`manage.py esporta`: what it says when it cannot, and what it leaves behind."""

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from piani.selectors import piani_completi
from piani.services import esportazione
from piani.services.esportazione import NOME_REGISTRO, esporta_piano
from piani.sezioni import da_json, fotografa
from semproniano.core.documenti.errori import ErroreDocumento
from tests import factories


@pytest.fixture
def piano(db):
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


def esporta(cartella, **opzioni):
    call_command("esporta", **{"piano": "2024-2026", "cartella": cartella, **opzioni})


class TestErrori:
    def test_piano_che_non_c_e(self, piano, tmp_path):
        with pytest.raises(CommandError, match=r"Il piano «2019-2021» non c'è\. Piani: 2024-2026\."):
            esporta(tmp_path / "x", piano="2019-2021")
        assert not (tmp_path / "x").exists()

    @pytest.mark.parametrize("codice", ["", "2024", "2024/2026", "duemila"])
    def test_codice_scritto_male(self, piano, tmp_path, codice):
        with pytest.raises(CommandError, match="non c'è"):
            esporta(tmp_path / "x", piano=codice)

    def test_con_piu_enti_va_detto_quale(self, piano, tmp_path):
        factories.EnteFactory(slug="altro")
        with pytest.raises(CommandError, match=r"indicare quale con --ente\. Enti: altro, prova"):
            esporta(tmp_path / "x")
        with pytest.raises(CommandError, match="L'ente «manca» non c'è"):
            esporta(tmp_path / "x", ente="manca")

    def test_cartella_in_cui_non_si_scrive(self, piano, tmp_path):
        file = tmp_path / "un-file"
        file.touch()
        with pytest.raises(CommandError, match="Non si può scrivere nella cartella"):
            esporta(file / "dentro")


class TestConsegna:
    @pytest.fixture
    def foto(self, piano):
        return fotografa(piani_completi().get(pk=piano.pk))

    def test_testi_ostili_restano_testi_e_non_si_legge_niente(self, piano, tmp_path, capsys):
        esporta(tmp_path)
        assert "documenti scritti" in capsys.readouterr().out
        assert "root:" not in (tmp_path / "allegato-1.pdf").read_bytes().decode("latin-1")
        assert "\"'=HYPERLINK" in (tmp_path / "obiettivi.csv").read_text(encoding="utf-8-sig")

    def test_la_seconda_volta_rifa_solo_quello_che_e_cambiato(self, foto, tmp_path):
        prima = esporta_piano(foto=foto, cartella=tmp_path)
        assert prima.fatti
        assert not prima.immutati
        seconda = esporta_piano(foto=foto, cartella=tmp_path)
        assert seconda.fatti == []
        assert seconda.immutati == prima.fatti
        (tmp_path / "obiettivi.csv").write_text("guastato")
        assert esporta_piano(foto=foto, cartella=tmp_path).fatti == ["obiettivi.csv"]

    def test_stessi_byte_rifatti_da_capo(self, foto, tmp_path):
        for cartella in ("a", "b"):
            esporta_piano(foto=foto, cartella=tmp_path / cartella)
        for file in (tmp_path / "a").iterdir():
            assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()

    def test_un_documento_che_fallisce_non_lascia_gli_altri(self, foto, tmp_path):
        esporta_piano(foto=foto, cartella=tmp_path)
        prima = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
        troppo_lungo = da_json(foto.json().replace(b"&", b"parola " * 6_000))
        with pytest.raises(ErroreDocumento, match=r"obiettivi\.xlsx: .*una cella ne tiene 32767"):
            esporta_piano(foto=troppo_lungo, cartella=tmp_path)
        assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == prima

    def test_il_disco_si_riempie_a_meta_della_consegna(self, foto, tmp_path, monkeypatch):
        esporta_piano(foto=foto, cartella=tmp_path)
        prima = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
        vero, scritti = esportazione.scrivi_file, []

        def pieno_al_terzo(percorso, contenuto):
            scritti.append(percorso)
            if len(scritti) == 3:
                raise ErroreDocumento("il disco è pieno")
            vero(percorso, contenuto)

        monkeypatch.setattr(esportazione, "scrivi_file", pieno_al_terzo)
        with pytest.raises(ErroreDocumento, match="il disco è pieno"):
            esporta_piano(foto=da_json(foto.json().replace(b"&", b"e")), cartella=tmp_path)
        assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == prima

    def test_i_file_degli_altri_non_si_toccano(self, foto, tmp_path):
        (tmp_path / "appunti.txt").write_text("miei")
        esporta_piano(foto=foto, cartella=tmp_path)
        assert (tmp_path / "appunti.txt").read_text() == "miei"
        assert (tmp_path / NOME_REGISTRO).exists()
        assert "appunti" not in (tmp_path / "impronte.sha256").read_text()

    def test_oltre_il_limite_il_file_completo_diventa_un_indice(self, foto, tmp_path, settings):
        settings.ALLEGATO_COMPLETO_MASSIMO = 0
        esporta_piano(foto=foto, cartella=tmp_path)
        testo = "".join(pagina.extract_text() for pagina in PdfReader(tmp_path / "allegato-1.pdf").pages)
        assert "Indice delle parti" in testo
        assert "allegato-1-" in testo
