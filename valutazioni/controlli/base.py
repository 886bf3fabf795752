"""The checks of a year of measures, assessments, premi and Relazione: one register, one function that runs them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from piani.controlli.base import CONTROLLI, SENZA_IMPOSTAZIONI, Impostazioni, controllo, esiti_nell_anno
from semproniano.core.controlli import Controllo, Materia, Oggetto
from semproniano.core.registri import Registro

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from semproniano.core.controlli import Esito, Funzione
    from valutazioni.controlli.fatti import FattiAnno

CONTROLLI_ANNO: Registro[Controllo] = Registro("controlli dell'anno")


def controllo_dell_anno(codice: str, **campi: Any) -> Callable[[Funzione], Funzione]:
    """Register the decorated function, which reads a `FattiAnno`.

    Without `campi` the code is that of a check of plans (NO15, NO16), whose severity, sentence and settings hold for
    the year too; else it is a check of its own, that a body sets as it sets the others.
    """

    def registra(funzione: Funzione) -> Funzione:
        if campi:
            controllo(codice, materia=Materia.ANNO, **campi)(funzione)
        CONTROLLI_ANNO.registra(replace(CONTROLLI[codice], funzione=funzione, materia=Materia.ANNO))
        return funzione

    return registra


def controlla_anno(
    fatti: FattiAnno, impostazioni: Impostazioni = SENZA_IMPOSTAZIONI, codici: Iterable[str] | None = None
) -> list[Esito]:
    """Every result of every check of the year that is on (or of `codici` alone), the heaviest first."""
    voci = [voce for voce in CONTROLLI_ANNO if codici is None or voce.codice in codici]
    esiti = (
        esito
        for voce in voci
        if impostazioni.acceso(voce)
        for esito in esiti_nell_anno(voce, fatti, fatti.anno, impostazioni)
    )
    return sorted(esiti, key=lambda esito: esito.chiave_ordine)


def oggetto_anno(fatti: FattiAnno) -> Oggetto:
    return Oggetto("anno", anno=fatti.anno)
