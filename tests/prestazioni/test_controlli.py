"""The checks of a large body: 3.000 objectives, texts that recur and texts that are all different."""

import random
import time

import msgspec
import pytest

from obiettivi.prestazioni import piano_sintetico
from obiettivi.sezioni import OBIETTIVI
from piani.controlli import controlla

pytestmark = pytest.mark.prestazioni

OBIETTIVI_DI_UN_ENTE_GRANDE = 3000
# Seconds of processor; a quiet machine takes a fifth of them.
SECONDI_MASSIMI = 10


def tutti_diversi(foto):
    caso = random.Random(38)  # noqa: S311
    parole = sorted({parola for riga in foto[OBIETTIVI] for parola in riga.descrizione.split()})
    righe = (
        msgspec.structs.replace(riga, descrizione=" ".join(caso.choices(parole, k=caso.randint(8, 60))))
        for riga in foto[OBIETTIVI]
    )
    return foto.con({OBIETTIVI.codice: tuple(righe)})


@pytest.mark.parametrize("modifica", [lambda foto: foto, tutti_diversi], ids=["testi veri", "testi diversi"])
def test_tremila_obiettivi(modifica):
    foto = modifica(piano_sintetico(OBIETTIVI_DI_UN_ENTE_GRANDE))
    inizio = time.process_time()
    esiti = controlla(foto)
    assert time.process_time() - inizio < SECONDI_MASSIMI
    assert len(esiti) > OBIETTIVI_DI_UN_ENTE_GRANDE
