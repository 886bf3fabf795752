"""What the preview of an imported PEG shows, and its summary once it is done."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator

from piani.importers.peg.resoconto import raggruppa
from piani.importers.peg.totali import ZERO, dichiarato, somme_di
from piani.models import Capitolo
from semproniano.core.numeri import in_euro

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from piani.importers.peg.forme import PegLetto
    from piani.importers.peg.totali import Chiave, Somma
    from piani.models import Evento
    from piani.services.peg.differenze import DifferenzePeg

IN_BREVE = 10
"""Rows of each list that the preview prints; the rest is in a page of its own."""
PER_PAGINA = 100
ELENCHI = {
    "rifiutate": "Righe rifiutate",
    "note": "Righe da guardare",
    "aggiunti": "Capitoli aggiunti",
    "cambiati": "Capitoli cambiati",
    "tolti": "Capitoli tolti",
}
_NOMI_DEI_CAMPI = {
    "area": "responsabile",
    "conto": "piano dei conti",
    "centro_di_costo": "centro di costo",
    "residui": "residui presunti",
    "impegnato": "già impegnato",
    "fpv": "di cui FPV",
}
_LIVELLI = (("parte", ""), ("titolo", "Titolo"), ("missione", "Missione"))


@dataclass(frozen=True)
class Elenco:
    codice: str
    titolo: str
    righe: Sequence[Any]
    presenta: Callable[[Any], Any] = lambda riga: riga
    """What the template prints of a row: made only for those that are printed."""

    @property
    def prime(self) -> list[Any]:
        return [self.presenta(riga) for riga in self.righe[:IN_BREVE]]

    @property
    def e_tutto(self) -> bool:
        return len(self.righe) <= IN_BREVE

    def pagina(self, numero: str | None) -> Page:
        pagina = Paginator(self.righe, PER_PAGINA).get_page(numero)
        pagina.object_list = [self.presenta(riga) for riga in pagina.object_list]
        return pagina


@dataclass(frozen=True)
class RigaTotale:
    """A total in the three years: what the file says of itself, what was read, whether they agree."""

    etichetta: str
    letto: Somma
    dichiarato: tuple[Decimal | None, ...] | None
    e_della_parte: bool

    @property
    def dichiarato_primo(self) -> Decimal | None:
        return self.dichiarato and self.dichiarato[0]

    @property
    def torna(self) -> bool | None:
        """None where the file says nothing."""
        if self.dichiarato is None:
            return None
        return all(voce in (None, letto) for voce, letto in zip(self.dichiarato, self.letto, strict=True))

    @property
    def differenza(self) -> Decimal | None:
        """Of the first year that does not agree."""
        if self.torna is not False:
            return None
        coppie = zip(self.dichiarato, self.letto, strict=True)
        return next(letto - voce for voce, letto in coppie if voce is not None and voce != letto)


def elenchi(letto: PegLetto, differenze: DifferenzePeg, primo_anno: int) -> dict[str, Elenco]:
    numeri = {riga.numero: riga.capitolo.numero for riga in letto.rifiutate}
    presenta = {
        "rifiutate": lambda nota: (nota, numeri.get(nota.riga, "")),
        "cambiati": lambda voce: (voce.dopo, list(cambi_in_parole(voce.campi, primo_anno))),
    }
    righe = {
        "rifiutate": letto.rifiuti,
        "note": raggruppa(letto.avvisi),
        "aggiunti": differenze.aggiunti,
        "cambiati": differenze.cambiati,
        "tolti": differenze.tolti,
    }
    return {
        codice: Elenco(codice, titolo, righe[codice], presenta.get(codice, Elenco.presenta))
        for codice, titolo in ELENCHI.items()
    }


def totali(letto: PegLetto, nomi: Mapping[tuple[str, str], str]) -> list[tuple[str, list[RigaTotale]]]:
    """By part: its total, then by titolo, then by missione. `nomi`: of the codes, by (list, code)."""
    somme = somme_di(letto.capitoli)
    # What the file sums and nothing of which could be read is told too.
    chiavi = somme.keys() | {totale.chiave for totale in letto.totali if totale.chiave}
    gruppi = []
    for parte in Capitolo.Parte:
        righe = [
            _riga(letto, chiave, somme.get(chiave, ZERO), nomi)
            for livello, _ in _LIVELLI
            for chiave in sorted(voce for voce in chiavi if voce[:2] == (parte.value, livello))
        ]
        if righe:
            gruppi.append((parte.label, righe))
    return gruppi


def _riga(letto: PegLetto, chiave: Chiave, somma: Somma, nomi: Mapping[tuple[str, str], str]) -> RigaTotale:
    parte, livello, codice = chiave
    if livello == "parte":
        etichetta = "Totale entrata" if parte == Capitolo.Parte.ENTRATA else "Totale spesa"
    else:
        lista = livello if livello == "missione" else f"titolo-{parte}"
        etichetta = f"{dict(_LIVELLI)[livello]} {codice} {nomi.get((lista, codice), '')}".strip()
    return RigaTotale(etichetta, somma, dichiarato(letto, chiave, somma), livello == "parte")


def cambi_in_parole(campi: Sequence[tuple[str, Any, Any]], primo_anno: int) -> Iterator[tuple[str, str, str]]:
    """(field, before, after) in words, year by year where there are years."""
    for campo, prima, dopo in campi:
        nome = _NOMI_DEI_CAMPI.get(campo, campo)
        if isinstance(prima, tuple):
            for anno, (vecchio, nuovo) in enumerate(zip(prima, dopo, strict=True), primo_anno):
                if vecchio != nuovo:
                    yield f"{nome} {anno}", _in_parole(vecchio), _in_parole(nuovo)
        else:
            yield nome, _in_parole(prima), _in_parole(dopo)


def _in_parole(valore: Any) -> str:
    if isinstance(valore, Decimal):
        return in_euro(valore)
    return str(valore) if valore not in (None, "") else "niente"


def riassunto(evento: Evento) -> dict[str, Any]:
    """What an event of import tells, for its page."""
    dati = evento.dati
    parti = [parte for parte in Capitolo.Parte if parte.value in dati["prima"] or parte.value in dati["dopo"]]
    return {
        "evento": evento,
        "dati": dati,
        "totali": [
            (parte.label, _anni(dati["prima"].get(parte.value)), _anni(dati["dopo"].get(parte.value)))
            for parte in parti
        ],
    }


def _anni(importi: list[str] | None) -> list[Decimal]:
    return [Decimal(importo) for importo in importi or ("0", "0", "0")]
