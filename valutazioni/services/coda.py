"""The queue: documents asked for by who looks at the page, or by the transition that needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valutazioni.models import VersioneRelazione
from valutazioni.tasks import documenti_dei_premi, documenti_della_relazione

if TYPE_CHECKING:
    from valutazioni.models.base import ConDocumenti


def richiedi_documenti(riga: ConDocumenti) -> bool:
    """Put the making of the files in the queue, in the transaction of who asks; False when they are there. Twice in
    the queue they are made once."""
    if riga.documenti_il is not None:
        return False
    if riga.errore_documenti:
        type(riga).objects.filter(pk=riga.pk).update(errore_documenti="")
    lavoro = documenti_della_relazione if isinstance(riga, VersioneRelazione) else documenti_dei_premi
    lavoro.enqueue(chiave=riga.pk)
    return True
