"""The checks of the plan and of the law, the rules with their years, what an ente may set, the command, the guide."""

import datetime
import json
from decimal import Decimal

import msgspec
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from obiettivi.importers.fotografia import carica_fotografia
from piani.controlli import CONTROLLI, Impostazioni, controlla, controllo, esiti_di
from piani.controlli.base import del_piano
from piani.controlli.guida import guida_controlli
from piani.controlli.impostazioni import impostazioni_di
from piani.controlli.norme import NORME, norma
from piani.models import RegolaControllo
from piani.services.regole import verifica_regola
from piani.sezioni import ENTE, NARRATIVA, PIANO
from piani.sezioni.piano import AttoFoto, BilancioFoto, CopertinaFoto, SezioneNarrativaFoto
from semproniano.core.controlli import Gravita
from tests import factories
from tests.foto import foto_del_piano_vero, foto_di_prova

# Every check of CONTROLLI that concerns the plan: adding one is a line here too. NO05 is a norm that OB03, OB07, OB11
# and OB12 cite: it has no results of its own.
ATTESI = {
    *(f"OB{n:02d}" for n in range(1, 16)),
    *(f"PE{n:02d}" for n in range(1, 7)),
    *(f"PI{n:02d}" for n in range(1, 7)),
    *(f"NO{n:02d}" for n in (1, 2, 3, 4, 6, 7, 8, 9, 15, 16, 17, 18)),
    *(f"PG{n:02d}" for n in range(1, 6)),
}
QUERY_MASSIME = 20


def con(foto, **campi):
    """The fotografia with other fields of the plan or of the body."""
    piano = {nome: valore for nome, valore in campi.items() if nome in foto[PIANO].__struct_fields__}
    ente = {nome: valore for nome, valore in campi.items() if nome not in piano}
    return foto.con(
        {
            PIANO.codice: msgspec.structs.replace(foto[PIANO], **piano),
            ENTE.codice: msgspec.structs.replace(foto[ENTE], **ente),
        }
    )


def messaggi(foto, codice: str, **impostazioni) -> list[str]:
    return [esito.messaggio for esito in esiti_di(CONTROLLI[codice], foto, Impostazioni(**impostazioni))]


def atto(*giorno: int, numero: str = "1") -> AttoFoto:
    return AttoFoto(organo="giunta", numero=numero, data=datetime.date(*giorno), oggetto="")


def bilancio(*giorno: int, anno: int = 2019) -> tuple[BilancioFoto, ...]:
    return (BilancioFoto(anno=anno, approvato_il=datetime.date(*giorno)),)


def narrativa(*livelli: int, testo: str = "") -> dict:
    sezioni = tuple(SezioneNarrativaFoto(livello=livello, titolo=f"T{livello}", testo=testo) for livello in livelli)
    return {NARRATIVA.codice: sezioni}


@pytest.fixture(scope="module")
def foto():
    return foto_di_prova()


def test_il_registro_ha_tutti_i_controlli_del_piano():
    assert {voce.codice for voce in del_piano()} == ATTESI


def test_un_codice_non_si_registra_due_volte():
    with pytest.raises(ImproperlyConfigured, match="OB01"):
        controllo("OB01", soggetto="x", gravita=Gravita.AVVISO, frase="x")(lambda foto, parametri: ())


class TestPiano:
    def test_atto_in_bianco_in_un_importazione(self, foto):
        in_bianco = (CopertinaFoto(area="esempio", testo="ALLEGATO ALLA DELIBERA DI GIUNTA N. _____ DEL _____"),)
        senza_atto = con(foto, copertine=in_bianco, allegati=())
        assert "Area Esempio" in messaggi(senza_atto, "PI04")[0]
        assert not messaggi(con(foto, copertine=in_bianco), "PI04")  # the annex carries the act

    @pytest.mark.parametrize(("stato", "quanti"), [("in_redazione", 0), ("in_giunta", 0), ("approvato", 1)])
    def test_l_atto_serve_all_approvazione(self, foto, stato, quanti):
        esiti = list(esiti_di(CONTROLLI["PI04"], con(foto, stato=stato, allegati=())))
        assert [esito.gravita for esito in esiti] == [Gravita.BLOCCANTE] * quanti

    def test_maschi_e_femmine(self, foto):
        assert not messaggi(foto, "PI05")
        assert (
            "517 maschi e 500 femmine fanno 1017, non 1061" in messaggi(con(foto, popolazione_femmine=500), "PI05")[0]
        )

    @pytest.mark.parametrize(("dichiarato", "torna"), [("13.10", True), ("13.1", True), ("13", True), ("13.2", False)])
    def test_un_dato_si_arrotonda_come_nel_testo(self, dichiarato, torna):
        vera = foto_del_piano_vero()
        densita = next(riga for riga in vera[PIANO].dati_dichiarati if riga.dato == "densita")
        riga = msgspec.structs.replace(densita, valore_dichiarato=Decimal(dichiarato))
        assert bool(messaggi(con(vera, dati_dichiarati=(riga,)), "PI05")) is not torna

    @pytest.mark.parametrize(("anno", "quanti"), [(2021, 0), (2022, 1)])
    def test_l_unificazione_dal_2022(self, foto, anno, quanti):
        testo = narrativa(2, testo="secondo l'art. 169,\ncomma 3-bis del d.lgs. 267/2000")
        assert len(messaggi(con(foto, anno_inizio=anno, anno_fine=anno + 2).con(testo), "PI06")) == quanti


class TestLegge:
    def test_peg_entro_venti_giorni(self, foto):
        dopo = {"bilanci": bilancio(2019, 3, 1)}
        assert not messaggi(con(foto, atto=atto(2019, 3, 21), **dopo), "NO01")
        assert "21 giorni dopo" in messaggi(con(foto, atto=atto(2019, 3, 22), **dopo), "NO01")[0]
        assert "copre 2 anni" in messaggi(con(foto, anno_fine=2020, **dopo), "NO01")[0]

    def test_senza_date_nessun_risultato(self, foto):
        for codice in ("NO01", "NO03", "NO17"):
            assert not messaggi(foto, codice)
        assert not messaggi(con(foto, atto=atto(2019, 7, 12)), "NO01")

    @pytest.mark.parametrize(
        ("anno", "adottato", "campi", "in_ritardo"),
        [
            (2019, (2019, 3, 22), {"bilanci": bilancio(2019, 3, 1)}, True),
            (2019, (2019, 1, 31), {"allegati": ()}, False),
            (2019, (2019, 2, 1), {"allegati": ()}, True),
            (2022, (2022, 12, 29), {}, False),
            (2022, (2022, 12, 30), {}, True),
            (2024, (2024, 4, 14), {}, False),
            (2024, (2024, 4, 15), {}, True),
            (2030, (2030, 1, 31), {}, False),
            (2030, (2030, 2, 1), {}, True),
            (2017, (2017, 12, 1), {"allegati": ()}, False),
        ],
    )
    def test_termine_del_piano(self, foto, anno, adottato, campi, in_ritardo):
        piano = con(foto, anno_inizio=anno, anno_fine=anno + 2, atto=atto(*adottato), **campi)
        assert bool(messaggi(piano, "NO03")) is in_ritardo

    def test_il_termine_differito_lo_corregge_l_ente(self, foto):
        piano = con(foto, anno_inizio=2030, anno_fine=2032, atto=atto(2030, 3, 1))
        termini = {"NO03": {"termini_differiti": ((2030, datetime.date(2030, 2, 28)),)}}
        assert messaggi(piano, "NO03")
        assert not messaggi(piano, "NO03", parametri=termini)

    @pytest.mark.parametrize(("abitanti", "quanti"), [(4999, 1), (5000, 0), (None, 0)])
    def test_peg_facoltativo(self, foto, abitanti, quanti):
        assert len(messaggi(con(foto, popolazione_totale=abitanti), "NO02")) == quanti

    @pytest.mark.parametrize(
        ("dipendenti", "parola"), [(None, "sotto i 50"), (12, "con 12 dipendenti"), (80, "obbligatoria da 50")]
    )
    def test_piao(self, foto, dipendenti, parola):
        assert not messaggi(foto, "NO09")
        piano = con(foto, anno_inizio=2023, anno_fine=2025, numero_dipendenti=dipendenti)
        assert parola in messaggi(piano, "NO09")[0]

    def test_pubblicazione(self, foto):
        def gravita(**campi):
            return [esito.gravita for esito in esiti_di(CONTROLLI["NO15"], con(foto, **campi))]

        assert gravita() == []
        assert gravita(titolo=" ") == [Gravita.BLOCCANTE]
        assert gravita(allegati=()) == [Gravita.AVVISO]

    def test_in_linea_cinque_anni(self, foto):
        assert "31/12/2024" in messaggi(con(foto, atto=atto(2019, 7, 12)), "NO17")[0]

    def test_accessibile(self, foto):
        assert not messaggi(foto.con(narrativa(2, 1, 2, 3, 2)), "NO18")
        assert "«T3» salta un livello" in messaggi(foto.con(narrativa(1, 3)), "NO18")[0]
        assert "un'immagine non ha testo" in messaggi(foto.con(narrativa(2, testo="![](x.png)")), "NO18")[0]
        assert (
            "una colonna senza intestazione" in messaggi(foto_di_prova(intestazioni_pubblicate=("N°", " ")), "NO18")[0]
        )


class TestNorme:
    def test_le_righe_di_una_norma_non_si_sovrappongono(self):
        for anno in range(2000, 2040):
            for codice in {riga.codice for riga in NORME}:
                assert sum(riga.codice == codice and riga.vale_nel(anno) for riga in NORME) <= 1

    def test_ogni_norma_citata_esiste(self):
        codici = {riga.codice for riga in NORME}
        assert {voce.norma for voce in CONTROLLI} - {""} == codici
        assert norma("NO06", 2016) != norma("NO06", 2017)
        assert norma("NO09", 2021) is None

    def test_l_ente_corregge_l_articolo(self):
        foto = foto_del_piano_vero()
        (esito,) = (
            e for e in controlla(foto, Impostazioni(articoli={"NO02/2015": "art. di prova"})) if e.codice == "NO02"
        )
        assert esito.norma == "art. di prova"


class TestImpostazioni:
    def test_spento(self):
        esiti = controlla(foto_del_piano_vero(), Impostazioni(spenti=frozenset({"OB13", "OB01"})))
        codici = {esito.codice for esito in esiti}
        assert "OB13" not in codici
        assert "OB01" in codici  # it blocks: it stays on whatever a row says

    def test_la_gravita_non_scende_da_sola(self):
        esiti = controlla(foto_del_piano_vero(), Impostazioni(gravita={"OB01": Gravita.AVVISO}))
        assert [esito.gravita for esito in esiti if esito.codice == "OB01"] == [Gravita.BLOCCANTE]

    @pytest.mark.parametrize(
        ("dati", "campo"),
        [
            ({"codice": "XX99"}, "codice"),
            ({"codice": "OB01", "e_attivo": False, "motivo": "x"}, "e_attivo"),
            ({"codice": "NO15", "e_attivo": False, "motivo": "x"}, "e_attivo"),
            ({"codice": "OB14", "e_attivo": False}, "motivo"),
            ({"codice": "OB01", "gravita": "avviso", "motivo": "x"}, "gravita"),
            ({"codice": "OB14", "parametri": {"massimo": "0"}}, "parametri"),
            ({"codice": "OB14", "parametri": {"minimo": "1"}}, "parametri"),
            ({"codice": "OB10", "parametri": {"somiglianza": "1,2"}}, "parametri"),
            ({"codice": "OB13", "parametri": {"missioni": "tecnica 08"}}, "parametri"),
            ({"codice": "NO03", "parametri": {"termini_differiti": "2023: ieri"}}, "parametri"),
            ({"codice": "PE03", "parametri": {"quota": "NaN"}}, "parametri"),
        ],
    )
    def test_cio_che_non_si_puo_impostare(self, dati, campo):
        with pytest.raises(ValidationError) as errore:
            verifica_regola(regola=RegolaControllo(**dati))
        assert campo in errore.value.message_dict

    def test_i_predefiniti_si_rileggono(self):
        for voce in CONTROLLI:
            for parametro in voce.parametri:
                assert parametro.leggi(parametro.scrivi(parametro.predefinito)) == parametro.predefinito

    def test_dal_database(self, ente, django_assert_num_queries):
        RegolaControllo.objects.create(ente=ente, codice="OB10", parametri={"somiglianza": "0,9", "vecchio": "x"})
        RegolaControllo.objects.create(ente=ente, codice="OB07", e_attivo=False, motivo="Prova", parametri={"altro": 1})
        with django_assert_num_queries(2):
            lette = impostazioni_di(ente)
        assert lette.parametri == {"OB10": {"somiglianza": Decimal("0.9")}, "OB07": {}}
        assert lette.spenti == {"OB07"}

    def test_il_database_vuole_il_motivo(self, ente):
        with pytest.raises(IntegrityError):
            RegolaControllo.objects.create(ente=ente, codice="OB07", e_attivo=False)


class TestComando:
    @pytest.fixture
    def piano(self, db):
        factories.MissioneFactory(codice="01", descrizione="Servizi istituzionali, generali e di gestione")
        return carica_fotografia(foto_del_piano_vero())

    def test_in_parole(self, piano, capsys):
        call_command("controlla", piano="2019-2021")
        testo = capsys.readouterr().out
        assert testo.startswith("Piano della performance 2019/2021 – Comune di Semproniano: 1 bloccante, ")
        assert "\nArea tecnica 2019 (1 bloccante, " in testo
        assert "  bloccante    OB01  Area tecnica 2019: i pesi sommano a 6, mancano 94 punti.\n" in testo
        assert testo.index("Performance organizzativa di ente 2019 (") < testo.index("\nArea tecnica 2021 (")

    def test_json(self, piano, capsys, django_assert_max_num_queries):
        with django_assert_max_num_queries(QUERY_MASSIME + 4):
            call_command("controlla", piano="2019-2021", json=True)
        righe = json.loads(capsys.readouterr().out)
        assert [{*riga} for riga in righe] == [{"codice", "gravita", "messaggio", "oggetto", "norma", "dove"}] * len(
            righe
        )
        assert {frozenset(riga["oggetto"]) for riga in righe} == {frozenset(("tipo", "area", "anno", "numero"))}
        assert [riga["codice"] for riga in righe if riga["gravita"] == "bloccante"] == ["OB01"]

    def test_solo_una_gravita(self, piano, capsys):
        call_command("controlla", "--piano", "2019-2021", "--json", "--gravita", "bloccante")
        assert [riga["codice"] for riga in json.loads(capsys.readouterr().out)] == ["OB01"]

    def test_severo(self, piano):
        with pytest.raises(CommandError, match="bloccanti: 1") as errore:
            call_command("controlla", piano="2019-2021", severo=True)
        assert errore.value.returncode == 1

    def test_le_regole_dell_ente_valgono(self, piano, capsys):
        RegolaControllo.objects.create(ente=piano.ente, codice="OB13", e_attivo=False, motivo="Senza programmi")
        call_command("controlla", piano="2019-2021")
        assert "OB13" not in capsys.readouterr().out

    def test_piano_che_non_c_e(self, piano):
        with pytest.raises(CommandError, match="Piani: 2019-2021"):
            call_command("controlla", piano="2018-2020")


def test_la_guida_e_aggiornata():
    """`manage.py guida_controlli` writes it."""
    assert (settings.BASE_DIR / "docs" / "controlli.md").read_text(encoding="utf-8") == guida_controlli()
