"""What the transitions of a plan have in common: the plan held, the person, the act, the checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from django.core.exceptions import ValidationError
from django.utils import timezone

from piani.controlli import controlla
from piani.controlli.esame import Esame
from piani.controlli.impostazioni import impostazioni_di
from piani.models import Atto, Piano
from piani.permessi import PREDICATI
from piani.selectors import piani_completi
from piani.services.eventi import registra_evento
from piani.services.posta import avvisa_del_piano
from piani.sezioni import PIANO
from piani.sezioni.piano import foto_atto
from piani.states import StatoPiano
from semproniano.core.workflow import OggettoCambiato

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from piani.models import Ente, Utente
    from piani.sezioni import Fotografia
    from semproniano.core.controlli import Esito
    from semproniano.core.workflow import Transizione


@dataclass
class PraticaDelPiano:
    """A plan on its way. Each transition adds what stands against it (`motivi`) and what it writes (`scrivi`)."""

    piano: Piano
    utente: Utente
    dati: dict[str, Any] = field(default_factory=dict, init=False)

    def prendi(self) -> Piano:
        piano = piani_completi().select_for_update(of=("self",), no_key=True).filter(pk=self.piano.pk).first()
        if piano is None:
            raise OggettoCambiato(f"Il piano «{self.piano.titolo}» non c'è più.")
        return piano

    def permette(self, transizione: Transizione, piano: Piano) -> bool:
        return PREDICATI[transizione.chi].vale(self.utente, piano)

    def motivi(self, transizione: Transizione, piano: Piano, nota: str) -> Sequence[str]:
        return ()

    def salva(self, transizione: Transizione, piano: Piano, nota: str) -> None:
        self.scrivi(piano, nota)
        piano.save(update_fields=["stato", "trasmesso_il", "approvato_il", "atto"])

    def scrivi(self, piano: Piano, nota: str) -> None:
        """What goes with the new state: dates, sheets, versions."""

    def racconta(self, transizione: Transizione, piano: Piano, da: str, nota: str) -> None:
        dati = {"piano": piano.pk, **self.dati}
        registra_evento(oggetto=piano, transizione=transizione, da=da, nota=nota, utente=self.utente, dati=dati)
        avvisa_del_piano(piano=piano, transizione=transizione, utente=self.utente, nota=nota)


def esamina(foto: Fotografia, ente: Ente) -> tuple[list[Esito], Esame]:
    """The results of the checks of a whole plan, as a list and by severity."""
    esiti = controlla(foto, impostazioni_di(ente))
    return esiti, Esame.di(esiti)


def approvata_con(foto: Fotografia, atto: Atto) -> Fotografia:
    """The plan as it will read once the act has approved it."""
    voce = msgspec.structs.replace(foto[PIANO], stato=StatoPiano.APPROVATO.value, atto=foto_atto(atto))
    return foto.con({PIANO.codice: voce})


# --- the act ---------------------------------------------------------------------------------------


def atto_dell_ente(piano: Piano, atto: Atto) -> Atto:
    """The act of the plan's body, new or the one it has already. `atto` says organo, numero, data, oggetto."""
    atto.ente = piano.ente
    presente = Atto.objects.filter(ente=piano.ente, organo=atto.organo, numero=atto.numero, data=atto.data).first()
    return presente or atto


def motivi_dell_atto(atto: Atto) -> Iterator[str]:
    """Why the act cannot approve a plan: what is missing, a day that has not come, another version approved by it."""
    try:
        atto.full_clean()
    except ValidationError as errore:
        yield from errore.messages
        return
    if atto.data > timezone.localdate():
        yield f"La data dell'atto ({atto.data:%d/%m/%Y}) è nel futuro."
    if atto.pk and atto.versioni.exists():
        yield f"«{atto}» ha già approvato un'altra versione: una versione nuova vuole un atto nuovo."
