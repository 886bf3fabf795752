"""The SMVP: what has an error is not kept; the opinion of the Nucleo comes before the adoption."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from piani.models import Evento
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, TransizioneVietata
from tests.schede import atto_nuovo
from valutazioni.models import VersioneSmvp
from valutazioni.selectors import smvp_in_forza
from valutazioni.services.smvp import adotta_smvp, crea_smvp, elimina_smvp, muovi_smvp, salva_smvp

pytestmark = pytest.mark.django_db


@pytest.fixture
def riga(ente, segretario, smvp):
    return crea_smvp(ente=ente, dal_anno=2025, titolo="SMVP 2025", smvp=smvp, utente=segretario)


def con_un_buco(smvp):
    categoria = smvp.categorie[0]
    fasce = (replace(categoria.fasce[0], a=Decimal(50)), *categoria.fasce[1:])
    return replace(smvp, categorie=(replace(categoria, fasce=fasce), *smvp.categorie[1:]))


def salva(riga, smvp, utente, **dati):
    base = {"dal_anno": riga.dal_anno, "titolo": riga.titolo, "versione": riga.versione}
    return salva_smvp(riga=riga, smvp=smvp, utente=utente, **{**base, **dati})


def test_un_buco_tra_due_fasce_e_un_errore_e_niente_cambia(riga, smvp, segretario):
    with pytest.raises(TransizioneRifiutata, match="manca da 50,01 a 59,99"):
        salva(riga, con_un_buco(smvp), segretario, titolo="Altro")

    assert VersioneSmvp.objects.get().titolo == "SMVP 2025"


def test_due_pagine_aperte_non_si_sovrascrivono(riga, smvp, segretario):
    salva(riga, smvp, segretario, titolo="Primo")

    with pytest.raises(OggettoCambiato):
        salva(riga, smvp, segretario, titolo="Secondo")


def test_dal_modello_all_adozione_con_il_parere_del_nucleo(riga, ente, segretario, nucleo):
    muovi_smvp(riga=riga, codice="chiedi_parere", utente=segretario)
    with pytest.raises(TransizioneVietata):
        muovi_smvp(riga=riga, codice="parere_favorevole", utente=segretario)
    with pytest.raises(OggettoCambiato):
        adotta_smvp(riga=riga, atto=atto_nuovo(), utente=segretario)
    muovi_smvp(riga=riga, codice="parere_favorevole", utente=nucleo, nota="Coerente con le linee guida.")
    adotta_smvp(riga=riga, atto=atto_nuovo("12"), utente=segretario)

    riga.refresh_from_db()
    assert (riga.stato, riga.parere, riga.atto.numero) == ("adottato", "Coerente con le linee guida.", "12")
    assert smvp_in_forza(ente, 2026).nome == "Comune piccolo senza dirigenti"
    assert smvp_in_forza(ente, 2024) is None
    assert list(Evento.objects.values_list("transizione", flat=True).order_by("numero")) == [
        "chiedi_parere", "parere_favorevole", "adotta",
    ]  # fmt: skip


def test_il_parere_negativo_chiede_il_motivo_e_riporta_in_bozza(riga, segretario, nucleo):
    muovi_smvp(riga=riga, codice="chiedi_parere", utente=segretario)

    with pytest.raises(TransizioneRifiutata, match="nota"):
        muovi_smvp(riga=riga, codice="parere_negativo", utente=nucleo)
    muovi_smvp(riga=riga, codice="parere_negativo", utente=nucleo, nota="Le fasce sono troppo larghe.")

    riga.refresh_from_db()
    assert riga.stato == "bozza"
    with pytest.raises(OggettoCambiato, match="già passato al Nucleo"):
        elimina_smvp(riga=riga, utente=segretario)


def test_adottarne_un_altro_supera_quello_di_prima_che_vale_per_i_suoi_anni(ente, adotta, smvp, segretario, nucleo):
    vecchio = adotta(smvp, dal_anno=2019)
    nuovo = crea_smvp(ente=ente, dal_anno=2025, titolo="Nuovo", smvp=replace(smvp, nome="Nuovo"), utente=segretario)
    muovi_smvp(riga=nuovo, codice="chiedi_parere", utente=segretario)
    muovi_smvp(riga=nuovo, codice="parere_favorevole", utente=nucleo)
    adotta_smvp(riga=nuovo, atto=atto_nuovo("13"), utente=segretario)

    vecchio.refresh_from_db()
    assert vecchio.stato == "superato"
    assert (smvp_in_forza(ente, 2024).nome, smvp_in_forza(ente, 2025).nome) == (smvp.nome, "Nuovo")


@pytest.mark.parametrize("ruolo", ["amministratore", "nucleo", "sindaco", "responsabile", "dipendente"])
def test_lo_prepara_solo_il_segretario(ente, smvp, utente_con_ruolo, scheda, ruolo):
    utente = utente_con_ruolo(ente, ruolo, **({"area": scheda.area} if ruolo == "responsabile" else {}))

    with pytest.raises(TransizioneVietata):
        crea_smvp(ente=ente, dal_anno=2025, titolo="SMVP", smvp=smvp, utente=utente)


def test_l_atto_che_l_ente_ha_gia_si_riusa(riga, ente, segretario, nucleo):
    atto = atto_nuovo("44")
    atto.ente = ente
    atto.save()
    muovi_smvp(riga=riga, codice="chiedi_parere", utente=segretario)
    muovi_smvp(riga=riga, codice="parere_favorevole", utente=nucleo)

    adotta_smvp(riga=riga, atto=atto_nuovo("44"), utente=segretario)

    riga.refresh_from_db()
    assert riga.atto == atto
