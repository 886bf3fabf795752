"""Writing an imported PEG: all of it or nothing, in place, so that what hangs on a capitolo stays with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from piani.models import Capitolo, MappaturaColonne
from piani.services.eventi import registra_evento
from piani.services.peg.differenze import DifferenzePeg, differenze_peg
from piani.services.peg.legami import LEGAMI
from piani.services.scrittura import ScritturaChiusa, verifica_piano_aperto
from piani.sezioni.peg import valori_capitolo
from piani.states import PEG_IMPORTATO

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from piani.models import Ente, Piano, Utente
    from piani.sezioni.peg import CapitoloFoto

SCOPO = "peg"
UNICI = ("piano", "parte", "capitolo", "articolo")
AGGIORNATI = tuple(
    campo.name for campo in Capitolo._meta.concrete_fields if not campo.primary_key and campo.name not in UNICI
)


class PegCambiato(ScritturaChiusa):
    """The rows are no longer those that the preview has compared: look again."""


class CapitoliInUso(ScritturaChiusa):
    """Some capitoli that would go are used by what cannot be changed now."""


@transaction.atomic
def importa_peg(
    *,
    piano: Piano,
    utente: Utente | None,
    capitoli: Sequence[CapitoloFoto],
    parti: Collection[str],
    ferme: Collection[tuple[str, str, str]] = (),
    assenti: Collection[str] = (),
    file: str = "",
    rifiutate: int = 0,
    impronta: str | None = None,
) -> DifferenzePeg:
    """Make the PEG of the plan, in the given `parti`, that of `capitoli`, and write what has been done as an event.

    `ferme` and `assenti` as in `differenze_peg`. `impronta`: that of the
    differences which the person has seen. Raises PianoChiuso, PegCambiato, CapitoliInUso (all ScritturaChiusa),
    ValidationError: nothing is written then.
    """
    verifica_piano_aperto(piano=piano)
    differenze = differenze_peg(piano=piano, capitoli=capitoli, parti=parti, ferme=ferme, assenti=assenti)
    if impronta is not None and impronta != differenze.impronta:
        raise PegCambiato("Il PEG è cambiato dopo che l'anteprima è stata aperta: guardarla di nuovo.")
    if differenze.bloccanti:
        raise CapitoliInUso(" ".join(differenze.bloccanti))
    if differenze.e_vuota:
        return differenze
    _togli(piano, differenze, utente)
    _scrivi(piano, [*differenze.aggiunti, *(voce.dopo for voce in differenze.cambiati)])
    registra_evento(
        oggetto=piano,
        transizione=replace(PEG_IMPORTATO, a=piano.stato),
        da=piano.stato,
        nota="",
        utente=utente,
        dati=_racconto(differenze, file, rifiutate),
    )
    return differenze


def _togli(piano: Piano, differenze: DifferenzePeg, utente: Utente | None) -> None:
    if not differenze.tolti:
        return
    usati = [differenze.chiavi[tolto.capitolo.chiave] for tolto in differenze.tolti if tolto.usi]
    if usati:
        for legame in LEGAMI:
            legame.sciogli(piano, usati, utente)
    Capitolo.objects.filter(pk__in=[differenze.chiavi[tolto.capitolo.chiave] for tolto in differenze.tolti]).delete()


def _scrivi(piano: Piano, capitoli: Sequence[CapitoloFoto]) -> None:
    """New rows and changed ones with the same statement, that keeps the primary key of those that are there."""
    aree = dict(piano.ente.aree.values_list("slug", "pk"))
    righe = [
        Capitolo(piano=piano, area_id=None if foto.area is None else aree[foto.area], **valori_capitolo(foto))
        for foto in capitoli
    ]
    for riga in righe:
        riga.clean_fields(exclude=("piano", "area"))
    Capitolo.objects.bulk_create(
        righe, update_conflicts=True, unique_fields=UNICI, update_fields=AGGIORNATI, batch_size=1_000
    )


def _racconto(differenze: DifferenzePeg, file: str, rifiutate: int) -> dict[str, Any]:
    """What the event keeps: how many rows, and the sums of each part before and after (euro, as texts)."""
    return {
        "file": file,
        "aggiunti": len(differenze.aggiunti),
        "cambiati": len(differenze.cambiati),
        "tolti": len(differenze.tolti),
        "uguali": differenze.uguali,
        "rifiutate": rifiutate,
        "prima": {parte: [f"{importo:.2f}" for importo in anni] for parte, anni in differenze.totali_prima.items()},
        "dopo": {parte: [f"{importo:.2f}" for importo in anni] for parte, anni in differenze.totali_dopo.items()},
    }


@transaction.atomic
def ricorda_scelte(*, ente: Ente, colonne: Mapping[str, str], aree: Mapping[str, str]) -> None:
    """Keep, for the next import of the body, what its headings and its words stand for (both normalised)."""
    if not colonne and not aree:
        return
    riga, _ = MappaturaColonne.objects.select_for_update().get_or_create(ente=ente, scopo=SCOPO)
    riga.colonne = {**riga.colonne, **colonne}
    riga.valori = {**riga.valori, "area": {**riga.valori.get("area", {}), **aree}}
    riga.full_clean(exclude=("ente",))
    riga.save()
