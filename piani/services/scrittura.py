"""The one gate through which rows are written: plan and sheet must be open, and stay so until the end of the write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from piani.models import Piano, SchedaArea
from piani.states import STATI_APERTI, StatoScheda

if TYPE_CHECKING:
    from collections.abc import Collection

    from piani.models.base import DellEnte


class ScritturaChiusa(Exception):
    """The plan or the sheet is closed to changes: nothing has been written. The message is for the reader."""


class SchedaChiusa(ScritturaChiusa):
    """The sheet is no longer in bozza."""


class SchedaCambiata(ScritturaChiusa):
    """Somebody else has saved the sheet since the page was opened: the two texts must be compared."""


class PianoChiuso(ScritturaChiusa):
    """The plan is neither in redazione nor in variazione."""


def verifica_piano_aperto(*, piano: Piano) -> None:
    """Hold the plan's row until the end of the transaction; raises PianoChiuso when it cannot be written."""
    if not Piano.objects.select_for_update(no_key=True).filter(pk=piano.pk, stato__in=STATI_APERTI).exists():
        raise PianoChiuso(f"Il piano «{piano.titolo}» è chiuso alle modifiche: non è stato salvato nulla.")


def registra_modifica(*, scheda: SchedaArea, versione: int | None = None) -> None:
    """Count a change of the sheet, and hold its row until the end of the transaction.

    One conditional UPDATE: whoever proposes the sheet at the same moment either comes before, and then nothing is
    written here, or waits. With `versione`, the number that the writer has seen, the sheet must still be there.
    Raises SchedaChiusa, SchedaCambiata.
    """
    attesa = {} if versione is None else {"versione": versione}
    scritte = SchedaArea.objects.filter(pk=scheda.pk, stato=StatoScheda.BOZZA, **attesa).update(
        versione=F("versione") + 1, modificata_il=timezone.now()
    )
    if not scritte:
        if SchedaArea.objects.filter(pk=scheda.pk, stato=StatoScheda.BOZZA).exists():
            raise SchedaCambiata(f"La scheda «{scheda}» è stata salvata da un'altra pagina nel frattempo.")
        raise SchedaChiusa(f"La scheda «{scheda}» non è più in bozza: non è stato salvato nulla.")
    # The instance may be saved next, and must not bring the old number back.
    scheda.refresh_from_db(fields=["versione", "modificata_il"])


def registra_modifiche(*, schede: Collection[SchedaArea]) -> None:
    """`registra_modifica` of several sheets, whatever their number, with two statements. Raises SchedaChiusa, which
    names those that are no longer in bozza: nothing is counted then, as the whole transaction is undone."""
    per_chiave = {scheda.pk: scheda for scheda in schede}
    aperte = SchedaArea.objects.filter(pk__in=per_chiave, stato=StatoScheda.BOZZA)
    aperte.update(versione=F("versione") + 1, modificata_il=timezone.now())
    numeri = {chiave: valori for chiave, *valori in aperte.values_list("pk", "versione", "modificata_il")}
    if chiuse := [str(scheda) for chiave, scheda in per_chiave.items() if chiave not in numeri]:
        raise SchedaChiusa(f"Non più in bozza: {', '.join(chiuse)}. Non è stato salvato nulla.")
    for chiave, (versione, modificata_il) in numeri.items():
        per_chiave[chiave].versione, per_chiave[chiave].modificata_il = versione, modificata_il


@transaction.atomic
def prepara_scrittura(*, riga: DellEnte) -> None:
    """To be called before `riga` is written or deleted, in the same transaction: takes, from the plan downwards,
    what the row hangs on, and counts the change of its sheet. Raises ScritturaChiusa."""
    for antenato in reversed([antenato for antenato in riga.catena() if antenato.pk]):
        if isinstance(antenato, Piano):
            verifica_piano_aperto(piano=antenato)
        elif isinstance(antenato, SchedaArea):
            registra_modifica(scheda=antenato)
