"""From the rows of an ente to the settings of the checks: two queries, whatever the ente has set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from piani.controlli.base import CONTROLLI, Impostazioni
from piani.models import ArticoloCorretto, RegolaControllo
from semproniano.core.controlli import Controllo, Gravita, ParametroErrato

if TYPE_CHECKING:
    from piani.models import Ente


def impostazioni_di(ente: Ente) -> Impostazioni:
    regole = [regola for regola in RegolaControllo.objects.filter(ente=ente) if regola.codice in CONTROLLI]
    return Impostazioni(
        spenti=frozenset(regola.codice for regola in regole if not regola.e_attivo),
        gravita={regola.codice: Gravita(regola.gravita) for regola in regole if regola.gravita},
        parametri={regola.codice: _valori(CONTROLLI[regola.codice], regola.parametri) for regola in regole},
        articoli=dict(ArticoloCorretto.objects.filter(ente=ente).values_list("norma", "articolo")),
    )


def _valori(controllo: Controllo, testi: dict[str, str]) -> dict[str, Any]:
    """Parameters that read; one that a later release takes no more falls back on the usual value."""
    valori = {}
    for parametro in controllo.parametri:
        try:
            valori[parametro.nome] = parametro.leggi(testi[parametro.nome])
        except (KeyError, ParametroErrato, AttributeError):
            continue
    return valori
