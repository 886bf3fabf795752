"""Versions: read whatever the number of their shape, printed with the acts that approved each part."""

import hashlib
from pathlib import Path

import msgspec
import pytest
from django.utils import timezone

from obiettivi.documenti.allegato1 import lavori, nome_file
from obiettivi.sezioni import OBIETTIVI
from piani.models import Ente, Versione
from piani.selectors import piani_completi
from piani.services.approvazione import approva_piano, trasmetti_piano
from piani.services.variazione import apri_variazione
from piani.services.versioni import candidata_di, fotografia_con_atto, fotografia_di
from piani.sezioni import PIANO, FotografiaNonLeggibile, confronta, da_json, parte_da_json, parte_di_scheda
from piani.sezioni.lettori import LETTORI, SCHEMA
from tests import factories
from tests.schede import atto_nuovo, piano_validato

ESEMPI = Path(__file__).parent / "dati"


# --- older shapes ---


def test_ogni_forma_passata_ha_un_lettore_e_un_esempio():
    assert sorted(LETTORI) == list(range(1, SCHEMA))
    assert {file.name for file in ESEMPI.glob("fotografia-schema-*.json")} == {
        f"fotografia-schema-{numero}.json" for numero in LETTORI
    }


@pytest.mark.parametrize("numero", LETTORI)
def test_una_forma_passata_si_legge_e_diventa_quella_di_oggi(numero):
    testo = (ESEMPI / f"fotografia-schema-{numero}.json").read_bytes()

    foto = da_json(testo)

    assert foto.schema == SCHEMA
    assert [voce.peso for voce in foto[OBIETTIVI]] == [60, 40]
    assert da_json(foto.json()) == foto


def test_anche_la_parte_di_una_scheda():
    foto = da_json((ESEMPI / "fotografia-schema-1.json").read_bytes())
    attuale = parte_di_scheda(foto, "esempio", 2019)
    vecchia = msgspec.json.decode(attuale.json()) | {"schema": 1}

    assert parte_da_json(msgspec.json.encode(vecchia)) == attuale


@pytest.mark.parametrize("piano", ["testo", [], None])
def test_una_forma_passata_senza_la_sua_forma_si_rifiuta(piano):
    rotto = msgspec.json.decode((ESEMPI / "fotografia-schema-1.json").read_bytes()) | {"piano": piano}

    with pytest.raises(FotografiaNonLeggibile):
        da_json(msgspec.json.encode(rotto))


@pytest.mark.django_db
def test_una_versione_di_ieri_si_legge_senza_toccarla():
    testo = (ESEMPI / "fotografia-schema-1.json").read_text()
    versione = factories.VersioneFactory(
        schema=1, contenuto=testo, sha256=hashlib.sha256(testo.encode()).hexdigest()
    )  # fmt: skip

    assert fotografia_di(versione).schema == SCHEMA
    assert Versione.objects.get().contenuto == testo


# --- acts of the parts ---


@pytest.fixture
def versioni(ente, segretario):
    """Version 1 with two areas; version 2 varies the first; version 3 the second."""
    piano = piano_validato(ente)
    schede = list(piano.schede.select_related("area").order_by("pk"))

    def approva(numero):
        trasmetti_piano(piano=piani_completi().get(pk=piano.pk), utente=segretario)
        impronta = candidata_di(piano).sha256
        approva_piano(
            piano=piani_completi().get(pk=piano.pk), utente=segretario, impronta=impronta, atto=atto_nuovo(numero)
        )

    approva("1")
    for numero, scheda in zip(("2", "3"), schede, strict=True):
        apri_variazione(
            piano=piani_completi().get(pk=piano.pk), utente=segretario, nota="Si corregge.", schede=[scheda.pk]
        )
        scheda.obiettivi.update(descrizione=f"Corretto con la variazione {numero}")
        piano.schede.filter(pk=scheda.pk).update(stato="validata", validata_il=timezone.now())
        # A figure of the body that is brought up to date in the meantime touches no area's file.
        Ente.objects.update(numero_dipendenti=int(numero))
        approva(numero)
    return [scheda.area.slug for scheda in schede], list(Versione.objects.order_by("numero"))


def atti(versione) -> dict[str, str]:
    """Number of the act that each area's part prints."""
    foto = fotografia_con_atto(versione)
    aree = dict.fromkeys(scheda["area"] for scheda in msgspec.json.decode(foto.json())["schede"])
    return {area: foto.ridotta(area)[PIANO].atto.numero for area in aree}


@pytest.mark.django_db
def test_ogni_parte_porta_l_atto_che_l_ha_approvata_per_ultimo(versioni):
    (uno, due), (prima, seconda, terza) = versioni

    assert atti(prima) == {uno: "1", due: "1"}
    assert atti(seconda) == {uno: "2", due: "1"}
    assert atti(terza) == {uno: "2", due: "3"}
    assert [fotografia_con_atto(versione)[PIANO].atto.numero for versione in (prima, seconda, terza)] == ["1", "2", "3"]


@pytest.mark.django_db
def test_una_variazione_rifa_solo_i_file_delle_aree_che_tocca(versioni):
    (uno, _), (prima, seconda, _) = versioni

    def file(versione):
        return {lavoro.nome: lavoro.ingresso for lavoro in lavori(fotografia_con_atto(versione))}

    diversi = {nome for nome, ingresso in file(prima).items() if file(seconda)[nome] != ingresso}
    assert diversi == {"allegato-1.pdf", nome_file(uno)}


@pytest.mark.django_db
def test_la_differenza_fra_due_versioni(versioni):
    (uno, _), (prima, seconda, _) = versioni

    confronto = confronta(fotografia_di(prima), fotografia_di(seconda))

    ((area, anno),) = confronto.schede
    assert area == uno
    (cambio,) = confronto.della_scheda(area, anno).cambi
    assert [campo.dopo for campo in cambio.campi] == ["Corretto con la variazione 2"]


@pytest.mark.django_db
def test_una_candidata_si_stampa_com_e(ente, segretario):
    piano = piano_validato(ente)
    trasmetti_piano(piano=piano, utente=segretario)
    candidata = candidata_di(piano)

    assert fotografia_con_atto(candidata).sha256 == candidata.sha256
