"""Objectives, indicators and shares: what cannot be written."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from obiettivi.models import AssegnazioneDipendente, ObiettivoGestionale
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("peso", ["-1", "101", "100.0001"])
def test_peso_fuori_da_0_100(peso):
    obiettivo = factories.ObiettivoFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ObiettivoGestionale.objects.filter(pk=obiettivo.pk).update(peso=Decimal(peso))
    obiettivo.peso = Decimal(peso)
    with pytest.raises(ValidationError):
        obiettivo.full_clean()


def test_condizione_per_i_premi_non_ha_peso():
    obiettivo = factories.ObiettivoFactory(e_condizione=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ObiettivoGestionale.objects.filter(pk=obiettivo.pk).update(peso=5)


def test_numero_unico_nella_scheda_ma_non_quello_stampato():
    primo = factories.ObiettivoFactory(numero=3, numero_pubblicato="3")
    factories.ObiettivoFactory(scheda=primo.scheda, numero=4, numero_pubblicato="3")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.ObiettivoFactory(scheda=primo.scheda, numero=3)


def test_trasversale_solo_verso_la_scheda_di_ente():
    altro = factories.ObiettivoFactory()
    obiettivo = factories.ObiettivoFactory(scheda__piano=altro.scheda.piano)
    obiettivo.trasversale = altro
    with pytest.raises(ValidationError, match="sta nella scheda di ente"):
        obiettivo.full_clean()


def test_programma_della_missione_indicata():
    programma = factories.ProgrammaFactory()
    operativo = factories.OperativoFactory.build(
        strategico=factories.StrategicoFactory(), missione=factories.MissioneFactory(), programma=programma
    )
    with pytest.raises(ValidationError, match=f"Il programma {programma.codice} è della missione"):
        operativo.full_clean()


def test_si_assegna_solo_a_chi_e_nella_scheda():
    obiettivo = factories.ObiettivoFactory()
    di_un_altra_scheda = factories.PersonaSchedaFactory()
    with pytest.raises(ValidationError, match="non è tra le persone di questa scheda"):
        AssegnazioneDipendente(obiettivo=obiettivo, persona=di_un_altra_scheda, percentuale=10).full_clean()


@pytest.mark.parametrize("percentuale", [0, -5, 101])
def test_percentuale_oltre_0_e_fino_a_100(percentuale):
    assegnazione = factories.AssegnazioneFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        AssegnazioneDipendente.objects.filter(pk=assegnazione.pk).update(percentuale=percentuale)


def test_chi_ha_quote_non_si_toglie_dalla_scheda():
    assegnazione = factories.AssegnazioneFactory()
    with pytest.raises(ProtectedError):
        assegnazione.persona.delete()


def test_valore_atteso_e_un_numero_o_una_data():
    atteso = factories.ValoreAttesoFactory(valore=10)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(atteso).objects.filter(pk=atteso.pk).update(valore=None)
