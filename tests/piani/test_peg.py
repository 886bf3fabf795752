"""The PEG contabile: its rows, its place in the fotografia, what has changed between two of them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from obiettivi.importers.fotografia import carica_fotografia
from obiettivi.sezioni import RISORSE
from piani.importers.liste import carica_liste
from piani.selectors import piani_completi
from piani.sezioni import ENTE, PEG, confronta, da_json, fotografa
from tests import factories
from tests.foto import foto_del_piano_vero

pytestmark = pytest.mark.django_db


@pytest.fixture
def piano(settings):
    carica_liste(settings.BASE_DIR / "fixtures" / "liste")
    return factories.PianoFactory(anno_inizio=2025)


def foto_di(piano):
    return fotografa(piani_completi().get(pk=piano.pk))


def test_gli_zeri_dei_codici_restano(piano):
    factories.CapitoloFactory(piano=piano, capitolo="002900000", articolo="001")
    factories.CapitoloFactory(piano=piano, capitolo="U33500-000")

    assert [riga.numero for riga in foto_di(piano)[PEG].capitoli] == ["002900000/001", "U33500-000"]


def test_la_fotografia_dice_il_nome_dei_codici_che_usa_e_di_quelli_soltanto(piano):
    factories.CapitoloFactory(piano=piano, conto="U.1.03.02.99.999")
    factories.CapitoloFactory(piano=piano, entrata=True)
    factories.CapitoloFactory(piano=piano, missione="77", programma="7701")

    voci = {(voce.lista, voce.codice): voce.descrizione for voce in foto_di(piano)[PEG].voci}

    assert voci["missione", "01"] == "Servizi istituzionali, generali e di gestione"
    assert voci["programma", "0111"] == "Altri servizi generali"
    assert voci["titolo-spesa", "1"] == "Spese correnti"
    assert ("titolo-entrata", "3") in voci
    assert ("missione", "77") not in voci
    assert len(voci) <= 8


@pytest.mark.parametrize(
    ("campi", "messaggio"),
    [
        ({"competenza_2": Decimal(-1)}, "maggiore o uguale a 0"),
        ({"programma": "11"}, "servono 4 cifre"),
        ({"parte": "entrata"}, "Tipologia e categoria sono dell'entrata"),
        ({"tipo": "avanzo"}, "Avanzo e fondo pluriennale stanno in entrata"),
        ({"capitolo": "000001"}, "Questo capitolo e articolo c'è già."),
    ],
)
def test_una_riga_che_non_sta_in_piedi_si_rifiuta(piano, campi, messaggio):
    factories.CapitoloFactory(piano=piano, capitolo="000001")

    with pytest.raises(ValidationError, match=messaggio):
        factories.CapitoloFactory.build(piano=piano, **campi).full_clean()


def test_un_obiettivo_non_usa_il_peg_di_un_altro_piano(piano):
    risorsa = factories.RisorsaFactory.build(
        obiettivo=factories.ObiettivoFactory(scheda__piano=piano), capitolo=factories.CapitoloFactory()
    )

    with pytest.raises(ValidationError, match="altro"):
        risorsa.full_clean()


def test_la_fotografia_si_ricarica_uguale_con_il_peg_e_le_risorse(piano):
    obiettivo = factories.ObiettivoFactory(scheda__piano=piano, scheda__anno=2025)
    factories.RisorsaFactory(
        obiettivo=obiettivo,
        capitolo=factories.CapitoloFactory(piano=piano, area=obiettivo.scheda.area, cassa=Decimal("12.30")),
    )
    factories.CapitoloFactory(
        piano=piano, parte="entrata", tipo="fpv", titolo="", missione="", programma="", macroaggregato=""
    )
    foto = foto_di(piano)
    altrove = foto.con(
        {
            "ente": type(foto[ENTE])(
                **{campo: getattr(foto[ENTE], campo) for campo in foto[ENTE].__struct_fields__}
                | {"slug": "altrove", "denominazione": "Comune altrove"}
            )
        }
    )

    ricaricata = foto_di(carica_fotografia(da_json(altrove.json())))

    assert ricaricata[PEG] == foto[PEG]
    assert [voce.numero for voce in ricaricata[RISORSE]] == [foto[RISORSE][0].numero]


def test_un_piano_senza_peg_resta_com_era():
    assert foto_del_piano_vero()[PEG].capitoli == ()


def test_che_cosa_e_cambiato_si_legge_capitolo_per_capitolo(piano):
    aumentato = factories.CapitoloFactory(piano=piano, capitolo="000100")
    tolto = factories.CapitoloFactory(piano=piano, capitolo="000200")
    prima = foto_di(piano)
    aumentato.competenza_1 = Decimal(2000)
    aumentato.save()
    tolto.delete()
    factories.CapitoloFactory(piano=piano, capitolo="000300")

    cambi = {cambio.chiave: cambio for cambio in confronta(prima, foto_di(piano)).di(PEG)}

    assert {chiave: str(cambio.sorte) for chiave, cambio in cambi.items()} == {
        "spesa/000100/": "cambiato",
        "spesa/000200/": "tolto",
        "spesa/000300/": "aggiunto",
    }
    (campo,) = cambi["spesa/000100/"].campi
    assert (campo.campo, campo.prima, campo.dopo) == ("competenza_1", "1.000,50", "2.000,00")
