"""The Relazione's documents and its publication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from django.utils import timezone

from piani.sezioni.piano import foto_atto
from semproniano.core.workflow import applica
from valutazioni.documenti.relazione import lavori
from valutazioni.services.produzione import impedimenti_alla_pubblicazione, metti_sul_sito, produci
from valutazioni.services.relazione import PraticaDellaRelazione, ultima_approvata
from valutazioni.sezioni.relazione import relazione_da_json
from valutazioni.states import RELAZIONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piani.models import Utente
    from semproniano.core.workflow import Transizione
    from valutazioni.models import Relazione, VersioneRelazione
    from valutazioni.sezioni.relazione import RelazioneFoto


def relazione_con_atto(versione: VersioneRelazione) -> RelazioneFoto:
    """What the documents are made from: what was voted, with its act and its number."""
    foto = relazione_da_json(versione.contenuto)
    return msgspec.structs.replace(foto, atto=foto_atto(versione.atto), numero=versione.numero)


def produci_documenti_relazione(*, versione: VersioneRelazione) -> bool:
    """Make the files of an approved version, Referto included; again is harmless. Raises ErroreDocumento."""
    relazione = versione.relazione
    return produci(
        riga=versione,
        ente=relazione.ente,
        anno=relazione.anno,
        lavori=list(lavori(relazione_con_atto(versione))),
        atto=versione.atto,
    )


@dataclass
class Pubblicazione(PraticaDellaRelazione):
    def motivi(self, transizione: Transizione, relazione: Relazione, nota: str) -> Sequence[str]:
        self.versione = ultima_approvata(relazione)
        return impedimenti_alla_pubblicazione(self.versione)

    def scrivi(self, relazione: Relazione, nota: str) -> None:
        relazione.pubblicata_il = timezone.now()
        self.parla_di(self.versione)
        self.dati["documenti"] = metti_sul_sito(self.versione, self.versione.precedente)


def pubblica_relazione(*, relazione: Relazione, utente: Utente, versione: int, nota: str = "") -> Relazione:
    """Raises TransizioneVietata, OggettoCambiato, TransizioneRifiutata with the reasons."""
    return applica(RELAZIONE["pubblica"], Pubblicazione(relazione, utente), nota=nota, versione=versione)
