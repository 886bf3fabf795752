"""The PEG goes with the plan: what the Giunta votes holds it, nobody changes it afterwards but by a variazione, and the
difference says capitolo by capitolo what the variazione has changed."""

from decimal import Decimal

import pytest
from django.urls import reverse

from piani.importers.liste import carica_liste
from piani.models import Capitolo, Piano
from piani.selectors import piani_completi
from piani.services.approvazione import approva_piano, trasmetti_piano
from piani.services.peg.importazione import importa_peg
from piani.services.scrittura import PianoChiuso
from piani.services.variazione import apri_variazione
from piani.services.versioni import candidata_di
from piani.sezioni import PEG, da_json
from tests.peg import ENTRATA, SPESA, letto
from tests.schede import atto_nuovo, piano_validato

pytestmark = pytest.mark.django_db

IN_PAREGGIO = {**SPESA, "Previsione 2025": "2.500,50"}


def ricarica(piano) -> Piano:
    return piani_completi().get(pk=piano.pk)


def importa(piano, *righe):
    peg = letto(piano, *righe)
    assert not peg.motivo
    assert not peg.righe_rifiutate
    return importa_peg(
        piano=ricarica(piano), utente=None, capitoli=peg.capitoli, parti=peg.parti, ferme=peg.ferme, assenti=peg.assenti
    )


@pytest.fixture
def piano(ente, settings) -> Piano:
    carica_liste(settings.BASE_DIR / "fixtures" / "liste")
    piano = ricarica(piano_validato(ente, anno_inizio=2025, anno_fine=2027))
    importa(piano, IN_PAREGGIO, ENTRATA)
    return piano


@pytest.fixture
def approvato(piano, segretario) -> Piano:
    piano = trasmetti_piano(piano=piano, utente=segretario)
    approva_piano(piano=piano, utente=segretario, impronta=candidata_di(piano).sha256, atto=atto_nuovo())
    return ricarica(piano)


def test_il_testo_trasmesso_ha_il_peg_di_quel_momento(piano, segretario):
    trasmesso = trasmetti_piano(piano=piano, utente=segretario)

    capitoli = da_json(candidata_di(trasmesso).contenuto)[PEG].capitoli
    assert {(riga.numero, riga.competenza[0]) for riga in capitoli} == {
        ("000100", Decimal("2500.50")),
        ("000900", Decimal("2500.50")),
    }


def test_dopo_l_approvazione_non_si_importa_e_non_si_corregge(approvato, accedi, segretario):
    capitolo = Capitolo.objects.get(capitolo="000100")
    client = accedi(segretario)

    with pytest.raises(PianoChiuso):
        importa(approvato, {**IN_PAREGGIO, "Previsione 2025": "1,00"})
    assert client.get(reverse("peg-importa", args=[approvato.pk])).status_code == 409
    assert client.post(reverse("admin:piani_capitolo_change", args=[capitolo.pk]), {}).status_code == 403
    assert client.post(reverse("admin:piani_capitolo_delete", args=[capitolo.pk]), {"post": "yes"}).status_code == 403
    capitolo.refresh_from_db()
    assert capitolo.competenza_1 == Decimal("2500.50")


def test_una_variazione_del_solo_peg_si_trasmette_e_si_legge_capitolo_per_capitolo(approvato, accedi, segretario):
    """No sheet is opened again: what changes is the money."""
    apri_variazione(piano=approvato, utente=segretario, nota="Assestamento di bilancio.", schede=[])
    importa(
        approvato,
        {**IN_PAREGGIO, "Previsione 2025": "2.000,00"},
        {**IN_PAREGGIO, "Capitolo": "000150", "Denominazione": "Energia elettrica", "Previsione 2025": "500,50"},
        ENTRATA,
    )

    variato = trasmetti_piano(piano=ricarica(approvato), utente=segretario)
    approva_piano(piano=variato, utente=segretario, impronta=candidata_di(variato).sha256, atto=atto_nuovo(numero="77"))

    prima, dopo = variato.versioni.order_by("numero")
    assert len(da_json(prima.contenuto)[PEG].capitoli) == 2
    assert len(da_json(dopo.contenuto)[PEG].capitoli) == 3
    pagina = accedi(segretario).get(reverse("piano-differenza", args=[approvato.pk])).content.decode()
    assert "Energia elettrica" in pagina
    assert "2.500,50" in pagina
    assert "2.000,00" in pagina
