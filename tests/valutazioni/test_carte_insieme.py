"""Several people at the same moment on the same card and on the same fund: one does it, the others are told."""

import datetime
from decimal import Decimal
from functools import partial

import pytest

from piani.models import Evento
from piani.services.eventi import anelli_rotti
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata
from tests.concorrenza import base_condivisa
from tests.misura import ANNO
from valutazioni.models import Carta, DistribuzionePremi, Fondo, Posizione
from valutazioni.services import premi as servizio_premi
from valutazioni.services.carte import salva_carta
from valutazioni.services.posizioni import salva_posizione
from valutazioni.services.premi import distribuisci_fondo
from valutazioni.services.preparazione import prepara_carte

pytestmark = pytest.mark.django_db(transaction=True)
QUANTI = 6


def test_in_tanti_salvano_la_stessa_scheda_e_niente_si_sovrascrive(tmp_path, adottato, persona, responsabile):
    carta = persona()

    with base_condivisa(tmp_path) as insieme:
        esiti = insieme(
            [
                partial(
                    salva_carta, carta=carta, voti={"utenza": Decimal(2)}, gradi={}, giudizio=f"Numero {n}",
                    esclusione="", utente=responsabile, versione=carta.versione,
                )
                for n in range(QUANTI)
            ]
        )  # fmt: skip

        assert sum(isinstance(esito, Carta) for esito in esiti) == 1, esiti
        assert sum(isinstance(esito, OggettoCambiato) for esito in esiti) == QUANTI - 1, esiti
        riuscita = next(esito for esito in esiti if isinstance(esito, Carta))
        assert Carta.objects.get().giudizio == riuscita.giudizio


def test_in_tanti_distribuiscono_lo_stesso_fondo_e_i_premi_sono_uno(
    tmp_path, ente, adottato, persona, segretario, monkeypatch
):
    monkeypatch.setattr(servizio_premi, "impedimenti_ai_premi", lambda ente, anno: [])
    for punti in (91, 75):
        persona(punteggio=Decimal(punti), stato="definitiva")
    fondo = Fondo.objects.create(ente=ente, anno=ANNO, categoria="dipendenti", importo=Decimal(900))

    with base_condivisa(tmp_path) as insieme:
        esiti = insieme([partial(distribuisci_fondo, fondo=fondo, utente=segretario, versione=1)] * QUANTI)

        assert sum(isinstance(esito, Fondo) for esito in esiti) == 1, esiti
        assert sum(isinstance(esito, OggettoCambiato) for esito in esiti) == QUANTI - 1, esiti
        assert DistribuzionePremi.objects.count() == 1
        assert list(anelli_rotti(Evento.objects.order_by("numero"))) == []


def test_in_tanti_preparano_le_schede_e_ognuno_ne_ha_una(tmp_path, ente, adottato, persona, segretario):
    for _ in range(5):
        persona().delete()

    with base_condivisa(tmp_path) as insieme:
        esiti = insieme([partial(prepara_carte, ente=ente, anno=ANNO, utente=segretario)] * QUANTI)

        assert Carta.objects.count() == 5
        assert sorted(esiti, key=str) == [0] * (QUANTI - 1) + [5]


def test_due_posizioni_scritte_insieme_non_si_sovrappongono(tmp_path, scheda, adottato, persona, segretario):
    dipendente = persona().dipendente
    Posizione.objects.all().delete()
    nuove = [
        Posizione(
            **scheda.chiave, dipendente=dipendente, categoria="dipendenti", dal=datetime.date(ANNO, 1, giorno),
            al=datetime.date(ANNO, 12, 31),
        )
        for giorno in range(1, QUANTI + 1)
    ]  # fmt: skip

    with base_condivisa(tmp_path) as insieme:
        esiti = insieme([partial(salva_posizione, posizione=riga, utente=segretario) for riga in nuove])

        assert Posizione.objects.count() == 1
        assert sum(isinstance(esito, TransizioneRifiutata) for esito in esiti) == QUANTI - 1, esiti
