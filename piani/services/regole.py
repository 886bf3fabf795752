"""Settings of the checks: what an ente may set, compared with the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from piani.controlli import CONTROLLI
from piani.controlli.norme import NORME
from semproniano.core.controlli import ParametroErrato

if TYPE_CHECKING:
    from collections.abc import Iterator

    from piani.models import ArticoloCorretto, RegolaControllo
    from semproniano.core.controlli import Controllo


def verifica_regola(*, regola: RegolaControllo) -> None:
    """Raise ValidationError, by field, for what the register does not allow.

    A check that can block cannot be switched off: the only way past it is the acquisition of a plan already approved
    on paper. A severity goes down only where the check says how far.
    """
    if regola.codice not in CONTROLLI:
        raise ValidationError({"codice": f"Il controllo «{regola.codice}» non c'è."})
    errori = dict(_errori(CONTROLLI[regola.codice], regola))
    if errori:
        raise ValidationError(errori)


def _errori(controllo: Controllo, regola: RegolaControllo) -> Iterator[tuple[str, str]]:
    if not regola.e_attivo and not controllo.e_disattivabile:
        yield "e_attivo", f"{controllo.codice} può bloccare: non si spegne."
    if regola.gravita and regola.gravita != controllo.abbassabile_a:
        yield "gravita", f"La gravità di {controllo.codice} non si può abbassare."
    if (not regola.e_attivo or regola.gravita) and not regola.motivo.strip():
        yield "motivo", "Scrivere il motivo: resta agli atti dell'ente."
    for nome, problema in _parametri_errati(controllo, regola.parametri):
        yield "parametri", f"{nome}: {problema}"


def _parametri_errati(controllo: Controllo, testi: object) -> Iterator[tuple[str, str]]:
    if not isinstance(testi, dict):
        yield "parametri", "servono coppie di nome e testo."
        return
    attesi = {parametro.nome: parametro for parametro in controllo.parametri}
    for nome, testo in testi.items():
        if nome not in attesi:
            yield nome, f"{controllo.codice} non ha questo parametro."
            continue
        try:
            attesi[nome].leggi(str(testo))
        except ParametroErrato as errore:
            yield nome, str(errore)


def verifica_articolo(*, articolo: ArticoloCorretto) -> None:
    if articolo.norma not in {norma.chiave for norma in NORME}:
        raise ValidationError({"norma": f"La norma «{articolo.norma}» non è tra quelle dei controlli."})
