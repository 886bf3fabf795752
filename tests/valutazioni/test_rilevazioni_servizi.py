"""Values entered, annulled, with their files; results proposed, confirmed, changed, sent back."""

import datetime
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage

from obiettivi.sezioni import FaseFoto
from piani.models import Evento
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, TransizioneVietata
from tests.misura import (
    ANNO,
    AREA,
    foto_con,
    indicatore,
    obiettivo_di_prova,
    rilevata,
    risultato,
    scheda_di,
    variazione,
)
from valutazioni.models import Evidenza, Rilevazione, Risultato
from valutazioni.selectors import scheda_in_forza, scheda_misurata, valori_della_scheda
from valutazioni.services.evidenze import EVIDENZE_MASSIME, allega_evidenza
from valutazioni.services.rilevazioni import (
    NuovaRilevazione,
    RilevazioniRifiutate,
    annulla_rilevazione,
    registra_rilevazione,
    registra_rilevazioni,
)
from valutazioni.services.risultati import (
    Conferma,
    Proposta,
    RisultatiRifiutati,
    conferma_risultato,
    proponi_risultati,
    proponi_risultato,
    rinvia_risultato,
    ritira_risultato,
)
from valutazioni.services.verifica import verifica_evidenze, verifica_rilevazioni

pytestmark = pytest.mark.django_db
GIUGNO = datetime.date(ANNO, 6, 30)


@pytest.fixture
def obiettivo():
    return obiettivo_di_prova(1, indicatori=(indicatore(),))


@pytest.fixture
def scheda(ente, obiettivo):
    return scheda_di(ente, [obiettivo])


@pytest.fixture
def responsabile(scheda, ente, utente_con_ruolo):
    return utente_con_ruolo(ente, "responsabile", area=scheda.area)


@pytest.fixture
def nucleo(ente, utente_con_ruolo):
    return utente_con_ruolo(ente, "nucleo")


def nuova(obiettivo, posto=1, **dati):
    return NuovaRilevazione(obiettivo=obiettivo.uid, posto=posto, **dati)


def registra(scheda, utente, *righe, al=GIUGNO, **opzioni):
    return registra_rilevazioni(scheda=scheda, al=al, righe=righe, utente=utente, **opzioni)


# --- values ----------------------------------------------------------------------------------------


def test_il_responsabile_registra_e_l_evento_dice_che_cosa(scheda, obiettivo, responsabile):
    registra(scheda, responsabile, nuova(obiettivo, valore=Decimal("60.5"), commento="Metà delle pratiche"))
    riga = Rilevazione.objects.get()
    assert (riga.valore, riga.indicatore, riga.utente) == (Decimal("60.5"), "Pratiche concluse", responsabile)
    evento = Evento.objects.get()
    assert (evento.oggetto_tipo, evento.transizione, evento.dati["valore"]) == ("rilevazione", "registra", "60.5")


@pytest.mark.parametrize("ruolo", ["segretario", "nucleo", "sindaco", "amministratore", "dipendente"])
def test_gli_altri_non_registrano_la_scheda_dell_area(scheda, obiettivo, ente, utente_con_ruolo, ruolo):
    with pytest.raises(TransizioneVietata):
        registra(scheda, utente_con_ruolo(ente, ruolo), nuova(obiettivo, valore=Decimal(1)))


def test_le_schede_senza_area_le_misura_il_segretario(ente, segretario):
    obiettivo = obiettivo_di_prova(1, area="ente", indicatori=(indicatore(),))
    scheda = scheda_di(ente, [obiettivo], "ente")
    assert registra(scheda, segretario, nuova(obiettivo, valore=Decimal(1)))[0].tipo == "ente"


def test_tutto_o_niente(ente, utente_con_ruolo):
    obiettivi = [obiettivo_di_prova(n, indicatori=(indicatore(),)) for n in (1, 2)]
    scheda = scheda_di(ente, obiettivi)
    utente = utente_con_ruolo(ente, "responsabile", area=scheda.area)
    righe = [nuova(obiettivi[0], valore=Decimal(1)), nuova(obiettivi[1], valore=Decimal(2), semaforo="critico")]
    with pytest.raises(RilevazioniRifiutate) as errore:
        registra(scheda, utente, *righe)
    assert list(errore.value.per_posto) == [(obiettivi[1].uid, 1)]
    assert not Rilevazione.objects.exists()
    assert not Evento.objects.exists()


@pytest.mark.parametrize(
    ("dati", "frase"),
    [
        ({"giudizio": Decimal(50)}, "chiede una motivazione"),
        ({"giudizio": Decimal(-1), "motivo": "Perché"}, "Il grado va da 0"),
        ({"giudizio": Decimal(1000), "motivo": "Perché"}, "Il grado va da 0"),
        ({"valore": Decimal(10) ** 12}, "troppo grande"),
        ({"fasi": (("Bando", Decimal(101)),)}, "da 0 a 100"),
        ({"valore": Decimal(1), "semaforo": "in_ritardo"}, "Scrivere nel commento"),
        ({"data": datetime.date(2999, 1, 1)}, "nel futuro"),
        ({"data": datetime.date(ANNO - 2, 12, 31)}, "controllare l'anno"),
        ({"valore": Decimal(1), "file": ("pagina.html", b"<html>")}, "tipo ammesso"),
    ],
)
def test_quel_che_non_si_registra_dice_perche(scheda, obiettivo, responsabile, dati, frase):
    with pytest.raises(RilevazioniRifiutate, match=frase):
        registra(scheda, responsabile, nuova(obiettivo, **dati))
    assert not Rilevazione.objects.exists()


@pytest.mark.parametrize(
    ("al", "frase"),
    [(datetime.date(ANNO + 1, 1, 1), f"è del {ANNO}"), (datetime.date(ANNO - 1, 12, 31), f"è del {ANNO}")],
)
def test_il_giorno_e_dell_anno_della_scheda(scheda, obiettivo, responsabile, al, frase):
    with pytest.raises(TransizioneRifiutata, match=frase):
        registra(scheda, responsabile, nuova(obiettivo, valore=Decimal(1)), al=al)


def test_un_posto_che_il_piano_non_ha_si_rifiuta(scheda, obiettivo, responsabile):
    with pytest.raises(RilevazioniRifiutate, match="non c'è nel piano in vigore"):
        registra(scheda, responsabile, nuova(obiettivo, posto=2, valore=Decimal(1)))


def test_premuto_due_volte_si_registra_una_volta(scheda, obiettivo, responsabile):
    riga = nuova(obiettivo, valore=Decimal(5))
    assert registra_rilevazione(scheda=scheda, al=GIUGNO, riga=riga, utente=responsabile)
    assert registra_rilevazione(scheda=scheda, al=GIUGNO, riga=riga, utente=responsabile) is None
    assert Rilevazione.objects.count() == 1


def test_il_valore_di_un_collega_arrivato_nel_frattempo_non_si_copre(scheda, obiettivo, ente, utente_con_ruolo):
    uno, altra = (utente_con_ruolo(ente, "responsabile", area=scheda.area) for _ in range(2))
    registra(scheda, altra, nuova(obiettivo, valore=Decimal(40)))
    with pytest.raises(RilevazioniRifiutate, match="ha registrato 40 al 30/06"):
        registra(scheda, uno, nuova(obiettivo, valore=Decimal(50)), vista=0)
    assert registra(scheda, uno, nuova(obiettivo, valore=Decimal(50)), vista=Rilevazione.objects.get().pk)


def test_con_una_variazione_approvata_nel_frattempo_si_ricarica(scheda, obiettivo, responsabile):
    variazione(scheda.versione, foto_con([obiettivo]))
    with pytest.raises(OggettoCambiato, match="altra versione"):
        registra(scheda, responsabile, nuova(obiettivo, valore=Decimal(1)))


def test_un_commento_senza_valore_non_cancella_il_valore_di_prima(scheda, obiettivo, responsabile):
    registra(scheda, responsabile, nuova(obiettivo, valore=Decimal(60)))
    registra(
        scheda,
        responsabile,
        nuova(obiettivo, semaforo="in_ritardo", commento="Fermi da agosto"),
        al=datetime.date(ANNO, 9, 30),
    )
    storia = valori_della_scheda(scheda).obiettivi[obiettivo.uid].storie[1]
    assert (storia.ultima.valore, storia.recente.semaforo) == (60, "in_ritardo")
    assert scheda_misurata(scheda).obiettivi[0].calcolato.valore == 60


def test_le_fasi_si_registrano_con_il_loro_nome(ente, utente_con_ruolo):
    fasi = tuple(FaseFoto(attivita=nome, dal=None, al=None) for nome in ("Bando", "Gara"))
    obiettivo = obiettivo_di_prova(1, indicatori=(), fasi=fasi)
    scheda = scheda_di(ente, [obiettivo])
    utente = utente_con_ruolo(ente, "responsabile", area=scheda.area)
    registra(scheda, utente, nuova(obiettivo, posto=0, fasi=(("Bando", Decimal(100)), ("Gara", Decimal(20)))))
    assert scheda_misurata(scheda).obiettivi[0].calcolato.valore == 60


def test_si_annulla_con_il_motivo_e_resta_agli_atti(scheda, obiettivo, responsabile):
    riga = registra(scheda, responsabile, nuova(obiettivo, valore=Decimal(600)))[0]
    with pytest.raises(TransizioneRifiutata, match="perché la rilevazione è sbagliata"):
        annulla_rilevazione(rilevazione=riga, utente=responsabile, motivo=" ")
    annulla_rilevazione(rilevazione=riga, utente=responsabile, motivo="Uno zero di troppo")
    assert scheda_misurata(scheda).obiettivi[0].calcolato.esatto is None
    ultimo = Evento.objects.order_by("-numero").first()
    assert (ultimo.transizione, ultimo.nota, ultimo.stato_a) == ("annulla", "Uno zero di troppo", "annullata")
    with pytest.raises(OggettoCambiato):
        annulla_rilevazione(rilevazione=riga, utente=responsabile, motivo="Ancora")


def test_annulla_solo_chi_misura(scheda, obiettivo, nucleo):
    with pytest.raises(TransizioneVietata):
        annulla_rilevazione(rilevazione=rilevata(scheda, obiettivo), utente=nucleo, motivo="No")


# --- files -----------------------------------------------------------------------------------------


def test_un_evidenza_si_conserva_sotto_la_sua_impronta(scheda, obiettivo, responsabile):
    riga = registra(
        scheda, responsabile, nuova(obiettivo, valore=Decimal(1), file=("C:\\conti\\elenco.csv", b"a;b\n1;2\n"))
    )[0]
    evidenza = riga.evidenze.get()
    assert (evidenza.nome, evidenza.tipo, evidenza.dimensione) == ("elenco.csv", "text/csv", 8)
    assert evidenza.file.name == f"evidenze/{evidenza.sha256[:2]}/{evidenza.sha256}.csv"
    with default_storage.open(evidenza.file.name) as file:
        assert file.read() == b"a;b\n1;2\n"
    assert scheda_misurata(scheda).obiettivi[0].senza_evidenze is False


def test_lo_stesso_file_due_volte_e_uno_e_c_e_un_massimo(scheda, obiettivo, responsabile):
    riga = rilevata(scheda, obiettivo)
    for numero in (*range(EVIDENZE_MASSIME), 0):
        allega_evidenza(rilevazione=riga, nome=f"{numero}.txt", contenuto=str(numero).encode(), utente=responsabile)
    assert Evidenza.objects.count() == EVIDENZE_MASSIME
    with pytest.raises(TransizioneRifiutata, match="al massimo"):
        allega_evidenza(rilevazione=riga, nome="uno-di-troppo.txt", contenuto=b"x", utente=responsabile)


def test_un_evidenza_la_allega_solo_chi_misura(scheda, obiettivo, nucleo):
    with pytest.raises(TransizioneVietata):
        allega_evidenza(rilevazione=rilevata(scheda, obiettivo), nome="a.txt", contenuto=b"a", utente=nucleo)


# --- results ---------------------------------------------------------------------------------------


def proponi(scheda, utente, obiettivo, **dati):
    return proponi_risultato(
        misurata=scheda_misurata(scheda), proposta=Proposta(obiettivo=obiettivo.uid, **dati), utente=utente
    )


def conferma(scheda, utente, obiettivo, **dati):
    return conferma_risultato(
        misurata=scheda_misurata(scheda), conferma=Conferma(obiettivo=obiettivo.uid, **dati), utente=utente
    )


def test_si_propone_il_grado_calcolato_esatto(ente, utente_con_ruolo):
    obiettivo = obiettivo_di_prova(1, indicatori=(indicatore(atteso=Decimal(3)),))
    scheda = scheda_di(ente, [obiettivo])
    utente = utente_con_ruolo(ente, "responsabile", area=scheda.area)
    rilevata(scheda, obiettivo, valore=Decimal(2))
    proponi(scheda, utente, obiettivo, scostamento="Ne manca una")
    riga = Risultato.objects.get()
    assert (riga.stato, riga.proposto, riga.calcolato) == ("proposto", *[Decimal("66.666666666667")] * 2)
    assert riga.conto == "66,67%"
    assert scheda_misurata(scheda).esito.grado.valore == Decimal("66.67")


def test_un_grado_diverso_chiede_il_motivo_e_lo_scostamento(scheda, obiettivo, responsabile):
    rilevata(scheda, obiettivo, valore=Decimal(60))
    with pytest.raises(RisultatiRifiutati) as errore:
        proponi(scheda, responsabile, obiettivo, grado=Decimal(80))
    assert [frase.split()[0] for frase in errore.value.motivi] == ["Un", "Sotto"]
    proponi(scheda, responsabile, obiettivo, grado=Decimal(80), motivo="Fermo di due mesi", scostamento="Il programma")
    assert Risultato.objects.get().proposto == 80
    assert Evento.objects.get().nota == "Fermo di due mesi"


def test_il_grado_riscritto_come_si_legge_e_quello_calcolato(scheda, obiettivo, responsabile):
    rilevata(scheda, obiettivo, valore=Decimal("66.666"))
    proponi(scheda, responsabile, obiettivo, grado=Decimal("66.67"), scostamento="Perché")
    assert Risultato.objects.get().proposto == Decimal("66.666")


@pytest.mark.parametrize("grado", [Decimal(-1), Decimal(101)])
def test_il_grado_sta_nei_limiti_del_sistema(scheda, obiettivo, responsabile, grado):
    with pytest.raises(RisultatiRifiutati, match="va da 0 a 100"):
        proponi(scheda, responsabile, obiettivo, grado=grado, motivo="Perché", scostamento="Perché")


def test_senza_valori_il_grado_si_da_a_mano(scheda, obiettivo, responsabile):
    with pytest.raises(RisultatiRifiutati, match="Darlo a mano"):
        proponi(scheda, responsabile, obiettivo)
    proponi(scheda, responsabile, obiettivo, grado=Decimal(100), motivo="Atti allegati")
    assert Risultato.objects.get().calcolato is None


def test_se_uno_non_va_non_se_ne_propone_nessuno(ente, utente_con_ruolo):
    obiettivi = [obiettivo_di_prova(n, indicatori=(indicatore(),)) for n in (1, 2)]
    scheda = scheda_di(ente, obiettivi)
    utente = utente_con_ruolo(ente, "responsabile", area=scheda.area)
    rilevata(scheda, obiettivi[0], valore=Decimal(100))
    with pytest.raises(RisultatiRifiutati) as errore:
        proponi_risultati(
            misurata=scheda_misurata(scheda), proposte=[Proposta(obiettivo=o.uid) for o in obiettivi], utente=utente
        )
    assert list(errore.value.per_obiettivo) == [obiettivi[1].uid]
    assert not Risultato.objects.exists()


def test_il_nucleo_conferma_quel_che_e_proposto(scheda, obiettivo, responsabile, nucleo):
    rilevata(scheda, obiettivo, valore=Decimal(100))
    proponi(scheda, responsabile, obiettivo)
    conferma(scheda, nucleo, obiettivo)
    riga = Risultato.objects.get()
    assert (riga.stato, riga.confermato, riga.confermato_da, riga.versione) == ("confermato", 100, nucleo, 3)


def test_il_nucleo_cambia_con_il_motivo_e_restano_tutti_e_due(scheda, obiettivo, responsabile, nucleo):
    risultato(scheda, obiettivo, "proposto")
    with pytest.raises(RisultatiRifiutati, match="chiede il motivo"):
        conferma(scheda, nucleo, obiettivo, grado=Decimal(70))
    conferma(scheda, nucleo, obiettivo, grado=Decimal(70), tempi=Decimal(50), motivo="Le evidenze sono di due mesi")
    misurato = scheda_misurata(scheda).obiettivi[0]
    riga = misurato.risultato
    assert (riga.proposto, riga.confermato, riga.motivo_conferma) == (90, 70, "Le evidenze sono di due mesi")
    assert misurato.confermato.valore == 35


def test_chi_propone_non_conferma_e_chi_conferma_non_propone(scheda, obiettivo, responsabile, nucleo):
    risultato(scheda, obiettivo, "proposto")
    with pytest.raises(TransizioneVietata):
        conferma(scheda, responsabile, obiettivo)
    with pytest.raises(TransizioneVietata):
        proponi(scheda, nucleo, obiettivo)


def test_rinviato_si_corregge_e_si_propone_di_nuovo(scheda, obiettivo, responsabile, nucleo):
    risultato(scheda, obiettivo)
    with pytest.raises(TransizioneRifiutata, match="scrivere il motivo"):
        rinvia_risultato(scheda=scheda, obiettivo=obiettivo.uid, utente=nucleo, nota="")
    rinvia_risultato(scheda=scheda, obiettivo=obiettivo.uid, utente=nucleo, nota="Manca il verbale")
    riga = Risultato.objects.get()
    assert (riga.stato, riga.proposto, riga.confermato, riga.motivo_conferma) == ("bozza", 90, None, "Manca il verbale")
    proponi(scheda, responsabile, obiettivo, grado=Decimal(100), motivo="Verbale allegato")
    assert Risultato.objects.get().stato == "proposto"


def test_si_ritira_finche_il_nucleo_non_ha_confermato(scheda, obiettivo, responsabile, nucleo):
    riga = risultato(scheda, obiettivo, "proposto")
    with pytest.raises(OggettoCambiato, match="dopo che la pagina"):
        ritira_risultato(scheda=scheda, obiettivo=obiettivo.uid, utente=responsabile, versione=riga.versione + 1)
    ritira_risultato(scheda=scheda, obiettivo=obiettivo.uid, utente=responsabile, versione=riga.versione)
    proponi(scheda, responsabile, obiettivo, grado=Decimal(100), motivo="Rifatto")
    conferma(scheda, nucleo, obiettivo)
    with pytest.raises(OggettoCambiato):
        ritira_risultato(scheda=scheda, obiettivo=obiettivo.uid, utente=responsabile)


def test_dopo_la_variazione_il_risultato_resta_al_suo_obiettivo(scheda, obiettivo, nucleo):
    risultato(scheda, obiettivo)
    variazione(scheda.versione, foto_con([obiettivo, obiettivo_di_prova(2)]))
    misurata = scheda_misurata(scheda_in_forza(scheda.ente, ANNO, AREA))
    assert [voce.e_confermato for voce in misurata.obiettivi] == [True, False]
    assert misurata.esito_confermato is None


# --- whether all is as it was entered --------------------------------------------------------------


def test_la_verifica_trova_un_valore_o_un_file_cambiati_per_altra_via(scheda, obiettivo, responsabile):
    dati = {"valore": Decimal("60.5"), "giudizio": Decimal("33.3333"), "motivo": "Prova"}
    riga = registra(scheda, responsabile, nuova(obiettivo, **dati, file=("a.txt", b"Tre pratiche")))[0]
    assert [*verifica_rilevazioni(), *verifica_evidenze()] == [None, None]
    Rilevazione.objects.filter(pk=riga.pk).update(valore=95)
    default_storage.delete(riga.evidenze.get().file.name)
    valore, file = [*verifica_rilevazioni(), *verifica_evidenze()]
    assert "il valore è cambiato" in valore
    assert "manca o è cambiato" in file


def test_la_verifica_trova_un_valore_che_nessuno_ha_registrato(scheda, obiettivo):
    rilevata(scheda, obiettivo, valore=Decimal(5))
    (frase,) = verifica_rilevazioni()
    assert "nessun evento" in frase
