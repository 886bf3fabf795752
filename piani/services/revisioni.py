"""Revisions: what a sheet said, and what the checks said of it, after each change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piani.controlli import controlla
from piani.controlli.gruppi import e_della_scheda
from piani.controlli.impostazioni import impostazioni_di
from piani.models import Revisione, SchedaArea
from piani.selectors import piani_completi
from piani.sezioni import fotografa_per_le_schede, parte_di_scheda

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from piani.models import Piano, Utente
    from piani.models.base import DellEnte
    from piani.sezioni import Fotografia
    from semproniano.core.controlli import Esito

MOTIVO_MASSIMO = Revisione._meta.get_field("motivo").max_length


def registra_revisione(
    *, scheda: SchedaArea, utente: Utente | None, motivo: str, foto: Fotografia | None = None
) -> Revisione:
    """Keep the sheet as it is now, under its number of change; call in the transaction that changed it.

    `foto` is the plan's fotografia of this very moment, for who has made it already. The number of queries does not
    grow with the plan.
    """
    return registra_revisioni(piano=scheda.piano, schede=[scheda], utente=utente, motivo=motivo, foto=foto)[0]


def registra_revisioni(
    *,
    piano: Piano,
    schede: Sequence[SchedaArea],
    utente: Utente | None,
    motivo: str,
    foto: Fotografia | None = None,
) -> list[Revisione]:
    """`registra_revisione` of several sheets of one plan: the plan is read once, the checks run once.

    The sheets come with their areas.
    """
    if not schede:
        return []
    if foto is None:
        piano = piani_completi().get(pk=piano.pk)
        foto = fotografa_per_le_schede(piano)
    esiti = controlla(foto, impostazioni_di(piano.ente))
    righe = [_revisione(scheda, foto, esiti, utente=utente, motivo=motivo[:MOTIVO_MASSIMO]) for scheda in schede]
    return Revisione.objects.bulk_create(righe)


def _revisione(
    scheda: SchedaArea, foto: Fotografia, esiti: Iterable[Esito], *, utente: Utente | None, motivo: str
) -> Revisione:
    parte = parte_di_scheda(foto, scheda.slug, scheda.anno)
    propri = filter(e_della_scheda(scheda.slug, scheda.anno), esiti)
    return Revisione(
        scheda=scheda,
        versione=scheda.versione,
        schema=parte.schema,
        contenuto=parte.json().decode(),
        sha256=parte.sha256,
        esiti=[esito.dizionario() for esito in propri],
        motivo=motivo,
        utente=utente,
    )


def scheda_toccata(riga: DellEnte) -> SchedaArea | None:
    """The sheet that a write of the row changes: the row itself or the one it hangs on; None when it is no sheet's."""
    return next((antenato for antenato in riga.catena() if isinstance(antenato, SchedaArea)), None)
