"""Adding objectives to what a sheet's page shows: nothing live changes until the person has looked and saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obiettivi.selectors import etichette_operativi
from obiettivi.services.bozze import conserva_bozza, crea_bozza
from obiettivi.services.campi import campi_scheda
from obiettivi.sezioni import leggi_righe
from piani.selectors import LetturaPiano

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from obiettivi.models import BozzaScheda
    from obiettivi.sezioni import ObiettivoFoto
    from piani.models import SchedaArea, Utente


def identificativi_presenti(scheda: SchedaArea, bozza: BozzaScheda | None = None) -> set[str]:
    """The uids of the objectives that the page shows: those of the unsaved work, else those of the sheet."""
    if bozza:
        return {riga["uid"] for riga in bozza.dati["obiettivi"] if not riga["tolto"]}
    return {str(uid) for uid in scheda.obiettivi.values_list("uid", flat=True)}


def accoda_obiettivi(
    *,
    scheda: SchedaArea,
    utente: Utente,
    obiettivi: Sequence[ObiettivoFoto],
    motivo: str,
    da_rivedere: Mapping[UUID, Iterable[str]] | None = None,
    bozza: BozzaScheda | None = None,
) -> BozzaScheda:
    """A page to open, with what there is and then the given objectives. What there is: the unsaved work `bozza`, which
    goes on in its own window, else the sheet as it is saved. `scheda` comes with its plan, complete."""
    if bozza is None:
        presenti = leggi_righe(LetturaPiano(scheda.piano, scheda)).get(scheda.pk, ())
        return crea_bozza(
            scheda=scheda,
            utente=utente,
            obiettivi=[*presenti, *obiettivi],
            motivo=motivo,
            da_rivedere=da_rivedere,
        )
    nuovi = campi_scheda(obiettivi, etichette_operativi(scheda.piano.ente_id), da_rivedere)
    uid = {riga["uid"] for riga in nuovi["obiettivi"]}
    # A card that was taken away and comes back from elsewhere would be there twice.
    restano = [riga for riga in bozza.dati["obiettivi"] if riga["uid"] not in uid]
    return conserva_bozza(
        scheda=scheda,
        utente=utente,
        finestra=bozza.finestra,
        versione=bozza.versione,
        dati={**bozza.dati, "obiettivi": [*restano, *nuovi["obiettivi"]]},
        motivo=motivo,
    )
