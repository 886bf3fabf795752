"""The checks of a year (NO10–NO16, NO19–NO21, VA): what each says, and when it keeps silent."""

import datetime
from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from msgspec.structs import replace as cambia

from piani.controlli.base import CONTROLLI, Impostazioni, controlla
from piani.controlli.impostazioni import impostazioni_di
from piani.models import RegolaControllo
from piani.services.regole import verifica_regola
from semproniano.core.controlli import Gravita
from tests import factories
from tests.foto import foto_di_prova
from tests.misura import ANNO, foto_con, indicatore, obiettivo_di_prova, piano_in_forza
from valutazioni.calcolo.smvp import modelli_smvp
from valutazioni.controlli import CONTROLLI_ANNO, controlla_anno, fatti_dell_anno, impedimenti_ai_premi
from valutazioni.controlli.fatti import FattiAnno, FattiCarta, FattiDocumento, FattiObiettivo, FattiRelazione
from valutazioni.models import Relazione, VersioneRelazione

SMVP = next(iter(modelli_smvp().values()))
IN_TEMPO = datetime.date(2026, 6, 1)
VALIDATA = FattiRelazione("Validata", datetime.date(2026, 5, 20), e_validata=True)


def obiettivo(numero: int = 1, **dati) -> FattiObiettivo:
    base = {
        "area": "contabile",
        "nome_area": "Area contabile",
        "uid": uuid4(),
        "numero": numero,
        "grado": Decimal(90),
        "e_proposto": True,
    }
    return FattiObiettivo(**{**base, **dati})


def carta(chiave: int, **dati) -> FattiCarta:
    base = {"categoria": "dipendenti", "fascia": "A", "punteggio": Decimal(90), "voti": {}}
    return FattiCarta(chiave=chiave, **{**base, **dati})


IN_ORDINE = FattiAnno(
    anno=2025,
    oggi=IN_TEMPO,
    piano="Piano 2025/2027",
    rilevazioni=4,
    relazione=VALIDATA,
    smvp=SMVP,
    smvp_dal=2025,
    obiettivi=(obiettivo(),),
    ha_referto=True,
)


def messaggi(fatti: FattiAnno, codice: str, impostazioni: Impostazioni | None = None) -> list[str]:
    return [e.messaggio for e in controlla_anno(fatti, impostazioni or Impostazioni(), (codice,))]


def gravita(fatti: FattiAnno, codice: str, impostazioni: Impostazioni | None = None) -> list[Gravita]:
    return [e.gravita for e in controlla_anno(fatti, impostazioni or Impostazioni(), (codice,))]


def test_di_un_anno_in_ordine_nessun_controllo_dice_di_fermarsi():
    esiti = controlla_anno(IN_ORDINE)
    assert [esito.codice for esito in esiti if esito.gravita is not Gravita.INFORMAZIONE] == []


def test_i_controlli_dell_anno_non_si_fanno_sul_piano():
    assert not {esito.codice for esito in controlla(foto_di_prova())} & {"NO10", "NO11", "NO12", "VA01"}
    assert {"NO10", "NO13", "NO15", "NO16", "NO21", "VA04"} <= {voce.codice for voce in CONTROLLI_ANNO}


class TestMonitoraggio:
    def test_senza_rilevazioni_e_un_avviso(self):
        assert gravita(replace(IN_ORDINE, rilevazioni=0), "NO10") == [Gravita.AVVISO]

    def test_prima_della_norma_non_si_dice_niente(self):
        assert messaggi(replace(IN_ORDINE, anno=2016, rilevazioni=0), "NO10") == []


class TestRelazione:
    def test_senza_relazione_i_premi_sono_fermi(self):
        assert gravita(replace(IN_ORDINE, relazione=None), "NO11") == [Gravita.BLOCCANTE]

    def test_approvata_e_non_validata_i_premi_sono_fermi(self):
        fatti = replace(IN_ORDINE, relazione=replace(VALIDATA, stato="Approvata", e_validata=False))
        assert gravita(fatti, "NO11") == [Gravita.BLOCCANTE]
        assert "è nello stato «Approvata»" in messaggi(fatti, "NO11")[0]

    def test_approvata_dopo_il_30_giugno_e_un_avviso(self):
        tardi = replace(VALIDATA, approvata_il=datetime.date(2026, 7, 1))
        assert gravita(replace(IN_ORDINE, relazione=tardi), "NO11") == [Gravita.AVVISO]
        assert not messaggi(
            replace(IN_ORDINE, relazione=replace(tardi, approvata_il=datetime.date(2026, 6, 30))), "NO11"
        )

    def test_l_ente_la_abbassa_ad_avviso(self):
        impostazioni = Impostazioni(gravita={"NO11": Gravita.AVVISO})
        assert gravita(replace(IN_ORDINE, relazione=None), "NO11", impostazioni) == [Gravita.AVVISO]
        spento = Impostazioni(spenti=frozenset({"NO11"}))
        assert gravita(replace(IN_ORDINE, relazione=None), "NO11", spento) == [Gravita.BLOCCANTE]

    def test_senza_piano_niente_retribuzione_di_risultato(self):
        assert gravita(replace(IN_ORDINE, piano=""), "NO12") == [Gravita.BLOCCANTE]


class TestPremi:
    def test_cinque_valutati_nella_stessa_fascia_sono_un_avviso(self):
        assert len(messaggi(replace(IN_ORDINE, carte=tuple(carta(n) for n in range(5))), "NO13")) == 1

    def test_quattro_o_due_fasce_no(self):
        assert not messaggi(replace(IN_ORDINE, carte=tuple(carta(n) for n in range(4))), "NO13")
        diverse = tuple(carta(n, fascia="AB"[n % 2]) for n in range(6))
        assert not messaggi(replace(IN_ORDINE, carte=diverse), "NO13")

    def test_al_risultato_degli_eq_va_il_15_per_cento(self):
        eq = next(categoria.codice for categoria in SMVP.categorie if categoria.responsabile)
        impostazioni = Impostazioni(
            parametri={"NO14": {"risorse_eq": CONTROLLI["NO14"].parametri[0].leggi("2025: 20.000,00")}}
        )
        poco = replace(IN_ORDINE, fondi={eq: Decimal("2999.99")})
        giusto = replace(IN_ORDINE, fondi={eq: Decimal(3000)})
        assert Gravita.AVVISO in gravita(poco, "NO14", impostazioni)
        assert Gravita.AVVISO not in gravita(giusto, "NO14", impostazioni)

    def test_la_maggiorazione_vuota_e_un_informazione(self):
        senza = cambia(
            SMVP,
            categorie=tuple(cambia(c, premio=cambia(c.premio, maggiorazione=None)) for c in SMVP.categorie),
        )
        assert gravita(replace(IN_ORDINE, smvp=senza), "NO14") == [Gravita.INFORMAZIONE]

    def test_un_punteggio_fuori_dalla_scala_e_bloccante_e_non_dice_il_nome(self):
        codice = SMVP.comportamenti[0].codice
        fatti = replace(
            IN_ORDINE, carte=(carta(7, voti={codice: SMVP.scala.massimo + 1}), carta(8, punteggio=Decimal(101)))
        )
        assert gravita(fatti, "VA04") == [Gravita.BLOCCANTE] * 2
        assert messaggi(fatti, "VA04")[0].startswith("Scheda di valutazione n. 7:")


class TestPubblicazione:
    def test_dopo_il_termine_i_documenti_che_mancano_sono_un_avviso(self):
        dopo = replace(IN_ORDINE, oggi=datetime.date(2026, 7, 1))
        assert gravita(dopo, "NO15") == [Gravita.AVVISO]
        assert "la Relazione" in messaggi(dopo, "NO15")[0]
        assert not messaggi(IN_ORDINE, "NO15")

    def test_un_documento_senza_titolo_o_descrizione_e_bloccante(self):
        fatti = replace(IN_ORDINE, documenti=(FattiDocumento("relazione", "relazione-2025.pdf", ha_dati=False),))
        assert gravita(fatti, "NO15") == [Gravita.BLOCCANTE]

    def test_un_nome_con_una_somma_nella_relazione_e_bloccante(self):
        persone = frozenset({"Esempio Uno", "Uno Esempio"})
        relazione = replace(VALIDATA, testi=(("Premi", "A Esempio Uno vanno 300 euro."),))
        fatti = replace(IN_ORDINE, persone=persone, relazione=relazione)
        assert gravita(fatti, "NO16") == [Gravita.BLOCCANTE]
        anonimo = replace(
            VALIDATA, testi=(("Premi", "Ai premi vanno 300 euro."), ("Chi", "Lo ha scritto Esempio Uno."))
        )
        assert not messaggi(replace(fatti, relazione=anonimo), "NO16")

    def test_anche_nella_ragione_di_uno_scostamento(self):
        fatti = replace(
            IN_ORDINE,
            persone=frozenset({"Esempio Uno"}),
            obiettivi=(obiettivo(motivi=("Esempio Uno ha avuto 4 punti",)),),
        )
        assert gravita(fatti, "NO16") == [Gravita.BLOCCANTE]

    def test_il_referto_che_manca_e_un_informazione(self):
        assert gravita(replace(IN_ORDINE, ha_referto=False), "NO19") == [Gravita.INFORMAZIONE]


class TestSmvp:
    def test_senza_smvp_o_con_quello_di_un_altro_anno(self):
        assert messaggi(replace(IN_ORDINE, smvp=None, smvp_dal=None), "NO20")
        assert "dal 2023" in messaggi(replace(IN_ORDINE, smvp_dal=2023), "NO20")[0]

    def test_gli_indicatori_dell_unita_prevalgono(self):
        responsabile = next(c for c in SMVP.categorie if c.responsabile)
        *altre, ultima = responsabile.componenti
        pesi = (*(cambia(voce, peso=Decimal(0)) for voce in altre), cambia(ultima, peso=Decimal(100)))
        capovolta = cambia(responsabile, componenti=pesi)
        assert messaggi(replace(IN_ORDINE, smvp=cambia(SMVP, categorie=(capovolta,))), "NO21")


class TestRisultati:
    def test_dopo_la_scadenza_si_dice_perche(self):
        tardi = obiettivo(scadenza=datetime.date(2025, 6, 30), fatto_il=datetime.date(2025, 7, 15))
        assert "15/07/2025" in messaggi(replace(IN_ORDINE, obiettivi=(tardi,)), "VA01")[0]
        detto = replace(tardi, scostamento="La gara è andata deserta.")
        assert not messaggi(replace(IN_ORDINE, obiettivi=(detto,)), "VA01")

    def test_tutti_al_cento_e_un_avviso_per_scheda(self):
        pieni = tuple(obiettivo(n, grado=Decimal(100)) for n in (1, 2, 3))
        assert len(messaggi(replace(IN_ORDINE, obiettivi=pieni), "VA02")) == 1
        assert not messaggi(replace(IN_ORDINE, obiettivi=pieni[:2]), "VA02")
        assert not messaggi(replace(IN_ORDINE, obiettivi=(*pieni, obiettivo(4))), "VA02")

    def test_un_risultato_proposto_senza_evidenze(self):
        assert messaggi(replace(IN_ORDINE, obiettivi=(obiettivo(ha_evidenze=False),)), "VA03")
        due = (obiettivo(1, ha_evidenze=False), obiettivo(2, ha_evidenze=False), obiettivo(3))
        assert messaggi(replace(IN_ORDINE, obiettivi=due), "VA03") == [
            "Area contabile: nessun file mostra il risultato degli obiettivi 1 e 2."
        ]
        bozza = obiettivo(ha_evidenze=False, e_proposto=False)
        assert not messaggi(replace(IN_ORDINE, obiettivi=(bozza,)), "VA03")


# --- from the rows ---------------------------------------------------------------------------------


@pytest.mark.django_db
class TestImpedimentiAiPremi:
    def test_senza_piano_e_senza_relazione_due_motivi(self, ente):
        motivi = impedimenti_ai_premi(ente, ANNO)
        assert [motivo[-6:] and ("NO11" in motivo, "NO12" in motivo) for motivo in motivi] == [
            (True, False),
            (False, True),
        ]

    def test_con_piano_e_relazione_validata_nessuno(self, ente):
        piano_in_forza(ente, foto_con([obiettivo_di_prova(1, indicatori=(indicatore(),))]))
        relazione = Relazione.objects.create(ente=ente, anno=ANNO, titolo="Relazione")
        VersioneRelazione.objects.create(
            relazione=relazione, contenuto="{}", sha256="0" * 64, validata_il=timezone.now()
        )
        assert impedimenti_ai_premi(ente, ANNO) == []

    def test_l_ente_abbassa_no11_con_un_motivo(self, ente):
        piano_in_forza(ente, foto_con([obiettivo_di_prova(1)]))
        regola = RegolaControllo(ente=ente, codice="NO11", gravita="avviso")
        with pytest.raises(ValidationError):
            verifica_regola(regola=regola)
        regola.motivo = "Regolamento dell'ente, art. 12"
        verifica_regola(regola=regola)
        regola.save()
        assert impostazioni_di(ente).gravita == {"NO11": Gravita.AVVISO}
        assert impedimenti_ai_premi(ente, ANNO) == []

    def test_i_fatti_si_leggono_con_query_costanti(self, ente, django_assert_max_num_queries):
        obiettivi = [obiettivo_di_prova(n, indicatori=(indicatore(),)) for n in range(1, 30)]
        piano_in_forza(ente, foto_con(obiettivi))
        factories.DipendenteFactory.create_batch(5, ente=ente)
        with django_assert_max_num_queries(18):
            fatti = fatti_dell_anno(ente, ANNO)
        assert len(fatti.obiettivi) == 29
        assert len(fatti.persone) == 10
