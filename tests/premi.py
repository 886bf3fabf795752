"""Funds already distributed: rows for the tests."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from semproniano.core.documenti.json import impronta, json_canonico
from tests.misura import ANNO
from valutazioni.calcolo.premi import Distribuzione, Premio
from valutazioni.calcolo.smvp import modelli_smvp
from valutazioni.models import DistribuzionePremi, Fondo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piani.models import Ente

SMVP = next(iter(modelli_smvp().values()))


def distribuito(ente: Ente, categoria: str, importi: Sequence[str], stato: str = "distribuito") -> Fondo:
    """A fund given out in these amounts, with the keys of people that must never be read elsewhere."""
    fondo = Fondo.objects.create(
        ente=ente, anno=ANNO, categoria=categoria, importo=sum(map(Decimal, importi)), stato=stato
    )
    righe = tuple(
        Premio(chiave=f"esempio-{n}", punteggio=Decimal(90), fascia="A", importo=Decimal(euro))
        for n, euro in enumerate(importi)
    )
    contenuto = json_canonico(Distribuzione(fondo=fondo.importo, premi=righe, residuo=Decimal(0)))
    DistribuzionePremi.objects.create(fondo=fondo, numero=1, contenuto=contenuto.decode(), sha256=impronta(contenuto))
    return fondo
