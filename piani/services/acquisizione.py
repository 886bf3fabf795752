"""A plan approved on paper before the system came: the only way past a check that blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from piani.selectors import piani_completi
from piani.services.coda import richiedi_documenti
from piani.services.pratiche import PraticaDelPiano, approvata_con, atto_dell_ente, esamina, motivi_dell_atto
from piani.services.transizioni import muovi_schede
from piani.services.variazione import schede_bloccate
from piani.services.versioni import approva_versione, congela
from piani.sezioni import fotografa
from piani.states import PIANO, SCHEDA
from semproniano.core.workflow import applica

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piani.models import Atto, Piano, Utente
    from semproniano.core.workflow import Transizione


@dataclass
class Acquisizione(PraticaDelPiano):
    atto: Atto

    def motivi(self, transizione: Transizione, piano: Piano, nota: str) -> Sequence[str]:
        self.atto = atto_dell_ente(piano, self.atto)
        self.schede = schede_bloccate(piano)
        return [*motivi_dell_atto(self.atto), *([] if self.schede else ["Il piano non ha schede."])]

    def scrivi(self, piano: Piano, nota: str) -> None:
        if self.atto.pk is None:
            self.atto.save()
        muovi_schede(piano=piano, schede=self.schede, transizione=SCHEDA["acquisisci"], utente=self.utente, nota=nota)
        foto = fotografa(piani_completi().get(pk=piano.pk))
        esiti, esame = esamina(approvata_con(foto, self.atto), piano.ente)
        candidata = congela(piano=piano, foto=foto, esiti=esiti)
        versione = approva_versione(versione=candidata, atto=self.atto, utente=self.utente, nota=nota, acquisita=True)
        richiedi_documenti(versione=versione, utente=self.utente)
        piano.atto, piano.approvato_il = self.atto, versione.approvata_il
        self.dati |= {
            "versione": versione.pk,
            "numero": versione.numero,
            "sha256": versione.sha256,
            "atto": str(self.atto),
            "controlli": esame.riassunto,
            "non_superati": [esito.messaggio for esito in esame.bloccanti],
        }


def acquisisci_piano(*, piano: Piano, utente: Utente, atto: Atto, nota: str) -> Piano:
    """Enter as approved, with its act and the reason, a plan in redazione whatever its checks say: what they say is
    recorded in the version and in the event. Reserved to the amministratore. `atto` as for `approva_piano`."""
    return applica(PIANO["acquisisci"], Acquisizione(piano, utente, atto), nota=nota)
