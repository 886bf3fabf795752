"""The way through: fixture → rows → fotografia → JSON, and back, with nothing lost on the way."""

import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from obiettivi.importers.fotografia import carica_fotografia
from obiettivi.models import ObiettivoGestionale
from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI
from piani.importers.righe import CaricamentoRifiutato
from piani.models import Ente, Piano
from piani.selectors import piani_completi
from piani.sezioni import SCHEDE, FotografiaNonLeggibile, da_json, fotografa
from tests import factories

FIXTURE = settings.BASE_DIR / "fixtures" / "semproniano-2019-2021.json"
QUERY_MASSIME = 20


@pytest.fixture
def foto_del_file():
    return da_json(FIXTURE.read_bytes())


@pytest.fixture
def missione_01(db):
    return factories.MissioneFactory(codice="01", descrizione="Servizi istituzionali, generali e di gestione")


@pytest.fixture
def piano(foto_del_file, missione_01) -> Piano:
    return piani_completi().get(pk=carica_fotografia(foto_del_file).pk)


def altera(foto, modifica) -> bytes:
    contenuto = json.loads(foto.json())
    modifica(contenuto)
    return json.dumps(contenuto).encode()


def test_il_piano_vero_torna_identico_dal_database(piano, foto_del_file):
    assert fotografa(piano).json() == foto_del_file.json()


def test_il_json_e_canonico(foto_del_file):
    testo = foto_del_file.json()
    contenuto = json.loads(testo)
    assert testo == json.dumps(contenuto, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert {obiettivo["peso"] for obiettivo in contenuto["obiettivi"]} >= {"5", "25", "60"}
    assert da_json(testo).sha256 == foto_del_file.sha256


@pytest.mark.parametrize("volte", [1, 5])
def test_le_query_non_crescono_con_il_piano(piano, django_assert_num_queries, django_assert_max_num_queries, volte):
    """19 reads (20 with a PEG), however many objectives, indicators, shares and phases the plan has."""
    for _ in range(volte):
        scheda = factories.SchedaFactory(piano=piano, anno=2020)
        operativo = factories.OperativoFactory(strategico__ente=piano.ente)
        obiettivo = factories.ObiettivoFactory(scheda=scheda, operativo=operativo)
        factories.ValoreAttesoFactory(indicatore__obiettivo=obiettivo)
        factories.FaseFactory(obiettivo=obiettivo)
        factories.AssegnazioneFactory(obiettivo=obiettivo)
        factories.PesoPersonaleFactory(obiettivo=obiettivo)
    with django_assert_max_num_queries(QUERY_MASSIME), django_assert_num_queries(19):
        fotografa(piani_completi().get(pk=piano.pk))


def test_la_parte_pubblica_nomina_solo_i_responsabili(foto_del_file):
    pubblica = foto_del_file.pubblica()
    testo = pubblica.json().decode()
    assert "Savelli" in testo
    assert "Bigazzi" in testo
    for nome in ("FRANCESCHETTI", "FRANCISCHETTI", "SANTONI", "ROSSI", "Fabbreschi", "franceschetti-massimo"):
        assert nome not in testo
    assert pubblica[ASSEGNAZIONI] == ()
    assert len(foto_del_file[ASSEGNAZIONI]) > 0


def test_la_parte_di_un_area_non_dipende_dalle_altre(foto_del_file):
    def cambia_tecnica(contenuto):
        contenuto["obiettivi"][-1]["descrizione"] = "Altro"
        contenuto["narrativa"][0]["testo"] = "Altro"

    cambiata = da_json(altera(foto_del_file, cambia_tecnica))
    assert cambiata.ridotta("contabile").json() == foto_del_file.ridotta("contabile").json()
    assert cambiata.ridotta("tecnica").json() != foto_del_file.ridotta("tecnica").json()
    assert {scheda.area for scheda in foto_del_file.ridotta("contabile")[SCHEDE]} == {"contabile"}
    assert len(foto_del_file.ridotta("contabile")[OBIETTIVI]) == 22


class TestIngressoSbagliato:
    @pytest.mark.parametrize(
        ("modifica", "messaggio"),
        [
            (lambda c: c.update(schema=99), "schema"),
            (lambda c: c.pop("aree"), "Sezioni mancanti: aree"),
            (lambda c: c.update(altro=1), "Sezioni sconosciute: altro"),
            (lambda c: c["obiettivi"][0].update(peso="cinque"), "Sezione «obiettivi»"),
            (lambda c: c["obiettivi"][0].update(scadenza="31/12/2019"), "Sezione «obiettivi»"),
        ],
    )
    def test_non_e_una_fotografia(self, foto_del_file, modifica, messaggio):
        with pytest.raises(FotografiaNonLeggibile, match=messaggio):
            da_json(altera(foto_del_file, modifica))

    @pytest.mark.parametrize(
        ("modifica", "messaggio"),
        [
            (lambda c: c["obiettivi"][5].update(peso="101"), r"Obiettivo amministrativa 2019 n\. 2: peso: "),
            (lambda c: c["obiettivi"][5].update(operativo="Z.9"), "obiettivo operativo «Z.9» non c'è"),
            (lambda c: c["obiettivi"][5].update(anno=2021), "la scheda non c'è"),
            (lambda c: c["assegnazioni"][0].update(percentuale="120"), "Assegnazione tecnica 2020"),
            (lambda c: c["assegnazioni"][0].update(dipendente="nessuno"), "non è tra le persone della scheda"),
            (lambda c: c["obiettivi_operativi"][0].update(missione="98"), "missione «98» non è nella lista del 2019"),
            (lambda c: c["schede"][1].update(anno=2031), r"Scheda amministrativa 2031: anno: Il piano copre"),
            (lambda c: c["ente"].update(codice_istat="53028"), "Ente «semproniano»: codice_istat"),
        ],
    )
    def test_niente_a_meta(self, foto_del_file, missione_01, modifica, messaggio):
        with pytest.raises(CaricamentoRifiutato, match=messaggio):
            carica_fotografia(da_json(altera(foto_del_file, modifica)))
        assert not Ente.objects.exists()
        assert not ObiettivoGestionale.objects.exists()

    def test_il_piano_c_e_gia(self, piano, foto_del_file):
        with pytest.raises(CaricamentoRifiutato, match="c'è già"):
            carica_fotografia(foto_del_file)


class TestComando:
    def test_due_volte_lascia_com_e(self, missione_01, capsys):
        call_command("carica_piano", str(FIXTURE))
        ObiettivoGestionale.objects.update(natura="sviluppo")
        call_command("carica_piano", str(FIXTURE))
        assert "già presente, resta com'è" in capsys.readouterr().out
        assert set(ObiettivoGestionale.objects.values_list("natura", flat=True)) == {"sviluppo"}

    @pytest.mark.parametrize(
        ("contenuto", "messaggio"), [(b"{", "non è JSON"), (b"\xff\xfe", "non è JSON"), (b"[]", "schema")]
    )
    def test_file_che_non_e_un_piano(self, tmp_path, db, contenuto, messaggio):
        file = tmp_path / "piano.json"
        file.write_bytes(contenuto)
        with pytest.raises(CommandError, match=messaggio):
            call_command("carica_piano", str(file))

    def test_file_che_non_c_e(self, tmp_path, db):
        with pytest.raises(CommandError, match="il file non si legge"):
            call_command("carica_piano", str(tmp_path / "manca.json"))
