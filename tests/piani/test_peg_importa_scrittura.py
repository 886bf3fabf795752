"""Writing an imported PEG: in place, all or nothing, with what hangs on the capitoli; and the command."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from obiettivi.models import RisorsaObiettivo
from piani.importers.liste import carica_liste
from piani.models import Capitolo, Evento, MappaturaColonne, Revisione
from piani.selectors import piani_completi
from piani.services.peg.differenze import differenze_peg
from piani.services.peg.importazione import CapitoliInUso, PegCambiato, importa_peg, ricorda_scelte
from piani.services.scrittura import PianoChiuso
from piani.sezioni.peg import foto_capitolo
from piani.states import StatoScheda
from piani.views.registro import frase
from tests import factories
from tests.peg import ENTRATA, SPESA, csv_di, letto, tabella

pytestmark = pytest.mark.django_db


@pytest.fixture
def piano(settings, ente):
    carica_liste(settings.BASE_DIR / "fixtures" / "liste")
    return factories.PianoFactory(ente=ente, anno_inizio=2025, anno_fine=2027)


def importa(piano, *righe, utente=None, impronta=None, **scelte):
    peg = letto(piano, *righe, **scelte)
    assert peg.motivo == ""
    return importa_peg(
        piano=piani_completi().get(pk=piano.pk),
        utente=utente,
        capitoli=peg.capitoli,
        parti=peg.parti,
        ferme=peg.ferme,
        assenti=peg.assenti,
        impronta=impronta,
    )


def presenti(piano):
    return {riga.capitolo: riga for riga in Capitolo.objects.filter(piano=piano)}


def test_la_prima_importazione_scrive_quello_che_si_e_letto(piano):
    importa(piano, SPESA, ENTRATA)

    assert {foto_capitolo(riga) for riga in presenti(piano).values()} == set(letto(piano, SPESA, ENTRATA).capitoli)


def test_la_seconda_dice_e_fa_che_cosa_e_aggiunto_cambiato_tolto(piano):
    importa(piano, SPESA, {**SPESA, "Capitolo": "000200"}, ENTRATA)
    prima = presenti(piano)

    fatto = importa(piano, {**SPESA, "Previsione 2025": "900,00"}, {**SPESA, "Capitolo": "000300"}, ENTRATA)

    assert [voce.capitolo for voce in fatto.aggiunti] == ["000300"]
    assert [voce.campi for voce in fatto.cambiati] == [[("competenza", (1000, 0, 0), (900, 0, 0))]]
    assert [voce.capitolo.capitolo for voce in fatto.tolti] == ["000200"]
    assert fatto.uguali == 1
    assert fatto.totali_prima["spesa"][0] == 2000
    assert fatto.totali_dopo["spesa"][0] == 1900
    dopo = presenti(piano)
    assert dopo.keys() == {"000100", "000300", "000900"}
    assert dopo["000100"].pk == prima["000100"].pk
    assert dopo["000100"].competenza_1 == 900


def test_un_file_di_sola_spesa_non_tocca_l_entrata(piano):
    importa(piano, SPESA, ENTRATA)

    importa(piano, {**SPESA, "Capitolo": "000500"})

    assert presenti(piano).keys() == {"000500", "000900"}


def test_la_riga_rifiutata_lascia_com_e_quella_che_c_e(piano):
    importa(piano, SPESA, {**SPESA, "Capitolo": "000200"})

    importa(piano, {**SPESA, "Missione": "77", "Previsione 2025": "5,00"}, {**SPESA, "Capitolo": "000200"})

    assert presenti(piano)["000100"].competenza_1 == 1000


def test_quello_di_cui_il_file_non_parla_resta(piano):
    area = factories.AreaFactory(ente=piano.ente)
    importa(piano, {**SPESA, "Responsabile": area.slug, "Cassa 2025": "3,00", "Previsione 2026": "4,00"})
    titoli = ("Missione", "Programma", "Titolo", "Macroaggregato", "Capitolo", "Denominazione", "Previsione 2025")

    importa(piano, {**SPESA, "Previsione 2025": "8,00"}, titoli=titoli)

    riga = presenti(piano)["000100"]
    assert (riga.area, riga.cassa, riga.competenza_1, riga.competenza_2) == (area, 3, 8, 4)


def test_importare_di_nuovo_lo_stesso_file_non_scrive_niente(piano):
    importa(piano, SPESA, ENTRATA)
    eventi = Evento.objects.count()

    assert importa(piano, SPESA, ENTRATA).e_vuota
    assert Evento.objects.count() == eventi


def test_il_registro_racconta_l_importazione(piano, segretario):
    importa(piano, SPESA, ENTRATA, utente=segretario)

    evento = Evento.objects.get(transizione="importa_peg")
    assert frase(evento) == f"Il piano «{piano}» è stato aggiornato con il PEG contabile."
    assert (evento.utente, evento.stato_da, evento.stato_a) == (segretario, "in_redazione", "in_redazione")
    assert evento.dati["aggiunti"] == 2
    assert evento.dati["dopo"] == {"entrata": ["2500.50", "0.00", "0.00"], "spesa": ["1000.00", "0.00", "0.00"]}


def test_un_piano_chiuso_non_si_tocca(piano):
    type(piano).objects.filter(pk=piano.pk).update(stato="in_giunta", trasmesso_il="2025-01-10T10:00:00Z")

    with pytest.raises(PianoChiuso):
        importa(piano, SPESA)
    assert not presenti(piano)


def test_se_il_peg_e_cambiato_dopo_l_anteprima_si_guarda_di_nuovo(piano):
    peg = letto(piano, SPESA)
    vista = differenze_peg(piano=piano, capitoli=peg.capitoli, parti=peg.parti)
    factories.CapitoloFactory(piano=piano, capitolo="000777")

    with pytest.raises(PegCambiato):
        importa(piano, SPESA, impronta=vista.impronta)


# --- what hangs on the capitoli ---


@pytest.fixture
def risorsa(piano):
    importa(piano, SPESA, {**SPESA, "Capitolo": "000200"})
    scheda = factories.SchedaFactory(piano=piano, anno=2025)
    obiettivo = factories.ObiettivoFactory(scheda=scheda, numero=4)
    return factories.RisorsaFactory(obiettivo=obiettivo, capitolo=presenti(piano)["000200"])


def test_il_capitolo_che_cambia_resta_collegato_all_obiettivo(piano, risorsa):
    importa(piano, SPESA, {**SPESA, "Capitolo": "000200", "Previsione 2025": "1,00"})

    risorsa.refresh_from_db()
    assert risorsa.capitolo.competenza_1 == 1


def test_il_capitolo_tolto_lascia_l_obiettivo_in_bozza_e_la_scheda_se_lo_ricorda(piano, risorsa):
    versione = risorsa.obiettivo.scheda.versione

    importa(piano, SPESA)

    assert not RisorsaObiettivo.objects.exists()
    scheda = risorsa.obiettivo.scheda
    scheda.refresh_from_db()
    assert scheda.versione == versione + 1
    assert Revisione.objects.get(scheda=scheda).motivo == "Capitoli tolti da un'importazione del PEG"


def test_il_capitolo_di_una_scheda_proposta_non_si_toglie(piano, risorsa):
    scheda = risorsa.obiettivo.scheda
    type(scheda).objects.filter(pk=scheda.pk).update(stato=StatoScheda.PROPOSTA, proposta_il="2025-01-10T10:00:00Z")

    with pytest.raises(CapitoliInUso, match=r"000200 non c'è più nel file, ma lo usa l'obiettivo 4"):
        importa(piano, {**SPESA, "Capitolo": "000999"})
    assert presenti(piano).keys() == {"000100", "000200"}


# --- many rows ---


def test_le_interrogazioni_non_crescono_con_le_righe(piano):
    def quante(righe, importo):
        with CaptureQueriesContext(connection) as domande:
            importa(piano, *({**SPESA, "Capitolo": f"{n:06}", "Previsione 2025": importo} for n in range(righe)))
        return len(domande)

    quante(3, "1,00")
    poche = quante(3, "2,00")
    assert quante(30, "3,00") <= poche + 1


# --- the body remembers ---


def test_l_ente_ricorda_le_scelte_e_ne_aggiunge(ente):
    ricorda_scelte(ente=ente, colonne={"soldi": "competenza_1"}, aree={"chissa": "tecnica"})
    ricorda_scelte(ente=ente, colonne={"nota": ""}, aree={"altri": ""})

    memoria = MappaturaColonne.objects.get(ente=ente, scopo="peg")
    assert memoria.colonne == {"soldi": "competenza_1", "nota": ""}
    assert memoria.valori == {"area": {"chissa": "tecnica", "altri": ""}}


# --- the command ---


@pytest.fixture
def file(tmp_path):
    def scrivi(*righe, nome="peg.csv"):
        percorso = tmp_path / nome
        percorso.write_bytes(csv_di(tabella(*righe)))
        return str(percorso)

    return scrivi


def comando(capsys, piano, *argomenti):
    call_command("importa_peg", "--ente", piano.ente.slug, "--piano", "2025-2027", *argomenti)
    return capsys.readouterr().out


def test_il_comando_importa_e_racconta(piano, file, capsys):
    testo = comando(capsys, piano, file(SPESA, ENTRATA))

    assert "Capitoli riconosciuti: 2 (entrata 1, spesa 1). Righe rifiutate: 0." in testo
    assert "Totale spesa 2025: prima 0,00, dopo 1.000,00." in testo
    assert len(presenti(piano)) == 2
    assert "Niente da cambiare" in comando(capsys, piano, file(SPESA, ENTRATA))


def test_il_comando_di_prova_non_scrive(piano, file, capsys):
    assert "Prova: non è stato scritto nulla." in comando(capsys, piano, file(SPESA), "--prova")
    assert not presenti(piano)


def test_il_comando_si_ferma_alle_righe_rifiutate(piano, file, capsys):
    nome = file(SPESA, {**SPESA, "Capitolo": "000200", "Missione": "77"})

    with pytest.raises(CommandError, match="Righe rifiutate: 1"):
        comando(capsys, piano, nome)
    assert not presenti(piano)

    comando(capsys, piano, nome, "--anche-con-righe-rifiutate")
    assert presenti(piano).keys() == {"000100"}


def test_il_comando_prende_i_responsabili_con_un_altro_nome(piano, file, capsys):
    area = factories.AreaFactory(ente=piano.ente, slug="tecnica")

    comando(capsys, piano, file({**SPESA, "Responsabile": "Uff. 7"}), "--responsabili", "uff 7=tecnica")

    assert presenti(piano)["000100"].area == area


@pytest.mark.parametrize(
    ("argomenti", "messaggio"),
    [
        (["niente.csv"], "non si legge"),
        (["--responsabili", "x=boh"], "L'area «boh» non c'è"),
        (["--utente", "nessuno"], "L'utente «nessuno» non c'è"),
    ],
)
def test_il_comando_dice_che_cosa_non_va(piano, file, capsys, argomenti, messaggio):
    argomenti = argomenti if argomenti[0].endswith(".csv") else [file(SPESA), *argomenti]

    with pytest.raises(CommandError, match=messaggio):
        comando(capsys, piano, *argomenti)


def test_il_comando_rifiuta_un_file_che_non_e_un_peg(piano, file, capsys, tmp_path):
    percorso = tmp_path / "altro.csv"
    percorso.write_text("Nome;Cognome;Età\nEsempio;Uno;3\n", encoding="utf-8")

    with pytest.raises(CommandError, match="manca la colonna di: capitolo"):
        comando(capsys, piano, str(percorso))


def test_i_decimali_scritti_sono_quelli_letti(piano):
    importa(piano, {**SPESA, "Previsione 2025": "0,10"}, {**SPESA, "Capitolo": "2", "Previsione 2025": "0,20"})

    assert sum(riga.competenza_1 for riga in presenti(piano).values()) == Decimal("0.30")
