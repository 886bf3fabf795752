"""The register of the checks, and the one function that runs them on a fotografia."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from piani.controlli.norme import norma
from piani.sezioni import PIANO
from semproniano.core.controlli import Controllo, Esito, Funzione, Gravita, Materia, Parametro
from semproniano.core.registri import Registro

if TYPE_CHECKING:
    from piani.sezioni import Fotografia

CONTROLLI: Registro[Controllo] = Registro("controlli")

# The order of the families, as CONTROLLI lists them.
FAMIGLIE = {"OB": 100, "PE": 200, "PI": 300, "NO": 400, "PG": 500, "VA": 600}


@dataclass(frozen=True)
class Impostazioni:
    """What an ente has set: checks switched off, severities lowered, parameters, corrected articles."""

    spenti: frozenset[str] = frozenset()
    gravita: Mapping[str, Gravita] = field(default_factory=dict)
    parametri: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    articoli: Mapping[str, str] = field(default_factory=dict)

    def acceso(self, controllo: Controllo) -> bool:
        """A check that can block stays on, whatever a stored row says."""
        return controllo.codice not in self.spenti or not controllo.e_disattivabile

    def gravita_di(self, controllo: Controllo, propria: Gravita) -> Gravita:
        scelta = self.gravita.get(controllo.codice)
        return scelta if scelta is not None and scelta == controllo.abbassabile_a else propria


SENZA_IMPOSTAZIONI = Impostazioni()


def controllo(
    codice: str,
    *,
    soggetto: str,
    gravita: Gravita,
    frase: str,
    parametri: tuple[Parametro, ...] = (),
    norma: str = "",
    altre_gravita: tuple[Gravita, ...] = (),
    abbassabile_a: Gravita | None = None,
    materia: Materia = Materia.PIANO,
) -> Callable[[Funzione], Funzione]:
    """Register the decorated function as a check. A check of the NO family holds in the years of its norm only."""

    def registra(funzione: Funzione) -> Funzione:
        di_legge = codice.startswith("NO") or norma == codice
        CONTROLLI.registra(
            Controllo(
                codice=codice,
                ordine=FAMIGLIE[codice[:2]] + int(codice[2:]),
                soggetto=soggetto,
                gravita=gravita,
                frase=frase,
                funzione=funzione,
                parametri=parametri,
                norma=codice if di_legge else norma,
                di_legge=di_legge,
                altre_gravita=altre_gravita,
                abbassabile_a=abbassabile_a,
                materia=materia,
            )
        )
        return funzione

    return registra


def controlla(foto: Fotografia, impostazioni: Impostazioni = SENZA_IMPOSTAZIONI) -> list[Esito]:
    """Every result of every check of plans that is on, the heaviest first, always in the same order.

    An exception in a check is a bug and rises: a list with a check missing would read as a list with nothing to say.
    """
    esiti = (esito for voce in del_piano() if impostazioni.acceso(voce) for esito in esiti_di(voce, foto, impostazioni))
    return sorted(esiti, key=lambda esito: esito.chiave_ordine)


def bloccanti(foto: Fotografia, impostazioni: Impostazioni = SENZA_IMPOSTAZIONI) -> list[Esito]:
    """The results that stop a transition: asks only the checks that can block, a tenth of the time of them all."""
    esiti = (
        esito
        for voce in del_piano()
        if not voce.e_disattivabile
        for esito in esiti_di(voce, foto, impostazioni)
        if esito.gravita is Gravita.BLOCCANTE
    )
    return sorted(esiti, key=lambda esito: esito.chiave_ordine)


def del_piano() -> Iterator[Controllo]:
    return (voce for voce in CONTROLLI if voce.materia is Materia.PIANO)


def esiti_di(voce: Controllo, foto: Fotografia, impostazioni: Impostazioni = SENZA_IMPOSTAZIONI) -> Iterator[Esito]:
    """Results of one check, with severity and norm of the subject's year (the plan's first, without one)."""
    return esiti_nell_anno(voce, foto, foto[PIANO].anno_inizio, impostazioni)


def esiti_nell_anno(voce: Controllo, cosa: Any, anno: int, impostazioni: Impostazioni) -> Iterator[Esito]:
    """Results of one check of `cosa`; `anno` is that of the norm where a result names no other."""
    parametri = {**voce.predefiniti, **impostazioni.parametri.get(voce.codice, {})}
    for rilievo in voce.funzione(cosa, parametri):
        riga = norma(voce.norma, rilievo.oggetto.anno or anno)
        if voce.di_legge and riga is None:
            continue
        yield Esito(
            codice=voce.codice,
            gravita=impostazioni.gravita_di(voce, rilievo.gravita or voce.gravita),
            messaggio=rilievo.messaggio,
            oggetto=rilievo.oggetto,
            norma="" if riga is None else impostazioni.articoli.get(riga.chiave, riga.articolo),
            dove=rilievo.dove,
        )
