"""The published versions of a body: which one holds for a plan, what has become of the others."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.http import Http404

from piani.models import Documento, Versione
from piani.services.versioni import fotografia_con_atto

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piani.sezioni import Fotografia
    from piani.views.trasparenza.sito import Sito


@dataclass(frozen=True)
class VersionePubblica:
    """A version that was published, where it can be read (if it still can) and what replaced it on the site."""

    versione: Versione
    indirizzo: str
    documenti: Sequence[Documento]
    superata_da: Versione | None

    @property
    def e_in_linea(self) -> bool:
        return not self.versione.ritirata_il and not self.versione.archiviata_il

    @property
    def testo(self) -> str:
        return f"Versione {self.versione.numero}, {self.versione.atto}"

    def fotografia(self) -> Fotografia:
        """What is published of it: the frozen text, without the names of who is not responsabile."""
        intera = Versione.objects.select_related("piano__ente", "atto", "precedente__atto").get(pk=self.versione.pk)
        return fotografia_con_atto(intera).pubblica()


@dataclass(frozen=True)
class PianoPubblico:
    """The versions of a plan, the latest first; `corrente` is the one that is read at the plan's own address."""

    indirizzo: str
    versioni: Sequence[VersionePubblica]

    @property
    def titolo(self) -> str:
        return self.versioni[0].versione.piano.titolo

    @property
    def codice(self) -> str:
        return self.versioni[0].versione.piano.codice

    @property
    def corrente(self) -> VersionePubblica | None:
        return next((voce for voce in self.versioni if voce.e_in_linea), None)

    @property
    def altre(self) -> list[VersionePubblica]:
        return [voce for voce in self.versioni if voce is not self.corrente]


def con_indirizzo(sito: Sito, documenti: Sequence[Documento]) -> list[Documento]:
    """The documents, each with the address where the site gives it."""
    for documento in documenti:
        documento.indirizzo = sito.indirizzo("documento-pubblico", pk=documento.pk, nome=documento.nome)
    return list(documenti)


def piani_pubblici(sito: Sito) -> list[PianoPubblico]:
    """Two queries, without the contents."""
    pubblici = Documento.objects.filter(pubblicato_il__isnull=False).order_by("ordine")
    righe = (
        Versione.objects.filter(piano__ente=sito.ente, pubblicata_il__isnull=False)
        .select_related("piano", "atto")
        .defer("contenuto", "esiti")
        .prefetch_related(Prefetch("documenti", pubblici))
        .order_by("-piano__anno_inizio", "-piano__anno_fine", "-numero")
    )
    return [_piano(sito, list(gruppo)) for _, gruppo in groupby(righe, key=lambda riga: riga.piano_id)]


def trova_versione(sito: Sito, codice: str, numero: int | None) -> tuple[PianoPubblico, VersionePubblica]:
    """The version that was asked for; without a number, the one that can be read, or the latest. Raises Http404."""
    for piano in piani_pubblici(sito):
        if piano.codice == codice:
            if numero is None:
                return piano, piano.corrente or piano.versioni[0]
            for voce in piano.versioni:
                if voce.versione.numero == numero:
                    return piano, voce
    raise Http404("Nessuna versione pubblicata.")


def _piano(sito: Sito, versioni: Sequence[Versione]) -> PianoPubblico:
    codice = versioni[0].piano.codice
    return PianoPubblico(
        indirizzo=sito.indirizzo("piano-pubblico", codice=codice),
        versioni=[
            VersionePubblica(
                versione=versione,
                indirizzo=sito.indirizzo("versione-pubblica-letta", codice=codice, numero=versione.numero),
                documenti=con_indirizzo(sito, versione.documenti.all()),
                superata_da=versioni[posto - 1] if posto else None,
            )
            for posto, versione in enumerate(versioni)
        ],
    )
