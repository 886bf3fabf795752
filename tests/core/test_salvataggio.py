"""Everything saved in one archive and restored as it was, from any database to any other."""

import json
import os
import subprocess
import sys
import zipfile

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from piani.models import Documento, Ente, Evento, Revisione
from piani.services.transizioni import proponi_scheda
from piani.services.verifica import verifica_eventi, verifica_revisioni
from semproniano.core import salvataggio
from semproniano.core.inalterabile import senza_protezione
from tests import factories


@pytest.fixture
def archivio(tmp_path, ente, utente_con_ruolo):
    """A body with a proposed sheet (an event, a revision), a published file, dates that no save may touch."""
    scheda = factories.SchedaFactory(piano=factories.PianoFactory(ente=ente, anno_inizio=2024), anno=2024)
    obiettivo = factories.ObiettivoFactory(scheda=scheda, peso=100, scadenza="2024-12-31")
    factories.IndicatoreFactory(obiettivo=obiettivo, valore_atteso="Almeno 10 «pratiche» – più di 5 €")
    responsabile = utente_con_ruolo(ente, "responsabile", area=scheda.area)
    proponi_scheda(scheda=scheda, utente=responsabile, versione=scheda.versione, nota="Guardati")
    documento = factories.DocumentoFactory(ente=ente)
    documento.file.name = default_storage.save("documenti/2024/prova.txt", ContentFile(b"contenuto"))
    documento.save()
    Revisione.objects.update(creata_il="2020-01-01T10:00:00Z")
    percorso = tmp_path / "tutto.zip"
    call_command("salva_tutto", str(percorso), verbosity=0)
    return percorso


@pytest.fixture
def vuoto(archivio):
    """The database as migrations leave it, the storage without files."""
    for nome in json.loads(zipfile.ZipFile(archivio).read(salvataggio.ELENCO))["file"]:
        default_storage.delete(nome)
    with senza_protezione(connection, Evento._meta.db_table):
        call_command("flush", verbosity=0, interactive=False)


@pytest.mark.django_db(transaction=True)
class TestRipristino:
    def test_tutto_torna_com_era(self, archivio, vuoto):
        assert not Ente.objects.exists()

        call_command("ripristina", str(archivio), verbosity=0)

        assert Evento.objects.get().transizione == "proponi"
        assert Revisione.objects.get().creata_il.year == 2020
        with Documento.objects.get().file.open() as file:
            assert file.read() == b"contenuto"

    def test_salvato_di_nuovo_ha_le_stesse_impronte(self, archivio, vuoto, tmp_path):
        call_command("ripristina", str(archivio), verbosity=0)
        secondo = tmp_path / "secondo.zip"
        call_command("salva_tutto", str(secondo), verbosity=0)

        elenchi = [zipfile.ZipFile(file).read(salvataggio.ELENCO) for file in (archivio, secondo)]
        assert elenchi[0] == elenchi[1]

    def test_la_catena_e_i_trigger_reggono_e_i_numeri_vanno_avanti(self, archivio, vuoto):
        call_command("ripristina", str(archivio), verbosity=0)

        assert [problema for problema in (*verifica_eventi(), *verifica_revisioni()) if problema] == []
        nuovo = factories.EnteFactory(slug="dopo")
        assert nuovo.pk > Ente.objects.exclude(pk=nuovo.pk).latest("pk").pk

    def test_in_un_database_con_dati_non_si_ripristina(self, archivio):
        with pytest.raises(CommandError, match="ha già dei dati"):
            call_command("ripristina", str(archivio), verbosity=0)

    def test_un_archivio_rovinato_non_cambia_niente(self, archivio, vuoto, tmp_path):
        rotto = tmp_path / "rotto.zip"
        with zipfile.ZipFile(archivio) as buono, zipfile.ZipFile(rotto, "w") as copia:
            for nome in buono.namelist():
                contenuto = buono.read(nome)
                copia.writestr(
                    nome, contenuto.replace(b"primo", b"terzo") if nome.endswith("piani.ente.jsonl") else contenuto
                )

        with pytest.raises(CommandError, match=r"piani\.ente\.jsonl» è rovinato"):
            call_command("ripristina", str(rotto), verbosity=0)
        assert not Ente.objects.exists()

    def test_quello_che_non_e_un_salvataggio(self, tmp_path):
        altro = tmp_path / "altro.zip"
        altro.write_bytes(b"ciao")
        with pytest.raises(CommandError, match="non si legge"):
            call_command("ripristina", str(altro), verbosity=0)
        with pytest.raises(CommandError, match="non si legge"):
            call_command("ripristina", str(tmp_path / "non-c-e.zip"), verbosity=0)


@pytest.mark.django_db
def test_l_archivio_appare_solo_quando_e_completo(tmp_path, monkeypatch):
    def si_ferma(*_):
        raise OSError(28, "disco pieno")

    monkeypatch.setattr(salvataggio, "_scrivi_file", si_ferma)

    with pytest.raises(CommandError, match="disco pieno"), transaction.atomic():
        call_command("salva_tutto", str(tmp_path / "tutto.zip"), verbosity=0)
    assert list(tmp_path.iterdir()) == []
    assert connection.is_usable()


def _su_sqlite(cartella, *comandi: tuple[str, ...]) -> None:
    """Commands on a database file of its own, each in a new process, as an office gives them."""
    ambiente = {**os.environ, "DATABASE_URL": f"sqlite:///{cartella / 'prova.sqlite3'}", "MEDIA_ROOT": str(cartella)}
    for comando in comandi:
        esito = subprocess.run(
            [sys.executable, "manage.py", *comando], cwd=settings.BASE_DIR, env=ambiente, capture_output=True, text=True
        )
        assert esito.returncode == 0, esito.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="serve PostgreSQL accanto a SQLite: lo prova la CI")
def test_da_sqlite_a_postgresql_e_ritorno_con_le_stesse_impronte(tmp_path):
    andata, mezzo, ritorno = (tmp_path / nome for nome in ("andata.zip", "mezzo.zip", "ritorno.zip"))
    for cartella in (tmp_path / "prima", tmp_path / "dopo"):
        cartella.mkdir()
    _su_sqlite(
        tmp_path / "prima",
        ("migrate", "-v0"),
        ("carica_liste", "-v0"),
        ("carica_piano", "fixtures/semproniano-2019-2021.json", "-v0"),
        ("salva_tutto", str(andata), "-v0"),
    )
    call_command("ripristina", str(andata), verbosity=0)
    call_command("salva_tutto", str(mezzo), verbosity=0)
    _su_sqlite(
        tmp_path / "dopo",
        ("migrate", "-v0"),
        ("ripristina", str(mezzo), "-v0"),
        ("salva_tutto", str(ritorno), "-v0"),
    )

    elenchi = {zipfile.ZipFile(file).read(salvataggio.ELENCO) for file in (andata, mezzo, ritorno)}
    assert len(elenchi) == 1
