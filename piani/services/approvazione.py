"""From the validated sheets to the approved plan: transmission to the Giunta, amendments, approval."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Min
from django.utils import timezone

from piani.controlli import bloccanti
from piani.controlli.impostazioni import impostazioni_di
from piani.models import Produzione, Revisione, SchedaArea
from piani.services.coda import richiedi_documenti
from piani.services.pratiche import PraticaDelPiano, approvata_con, atto_dell_ente, esamina, motivi_dell_atto
from piani.services.versioni import (
    approva_versione,
    candidata_di,
    congela,
    emenda_versione,
    fotografia_di,
    motivo_della_variazione,
    ultima_approvata,
)
from piani.sezioni import confronta, fotografa
from piani.states import PIANO, StatoScheda
from semproniano.core.workflow import OggettoCambiato, applica

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from piani.controlli.esame import Esame
    from piani.models import Atto, Piano, Utente, Versione
    from piani.sezioni import Fotografia
    from semproniano.core.controlli import Esito
    from semproniano.core.workflow import Transizione

# Checks that have an answer only when the act is known.
ALL_APPROVAZIONE = frozenset({"PI04"})


@dataclass
class Trasmissione(PraticaDelPiano):
    esame: Esame | None = field(default=None, init=False)

    def motivi(self, transizione: Transizione, piano: Piano, nota: str) -> Sequence[str]:
        if da_validare := list(_schede_da_validare(piano)):
            return da_validare
        self.foto: Fotografia = fotografa(piano)
        esiti, self.esame = esamina(self.foto, piano.ente)
        self.esiti: list[Esito] = esiti
        self.dati["controlli"] = self.esame.riassunto
        motivi = [esito.messaggio for esito in self.esame.bloccanti if esito.codice not in ALL_APPROVAZIONE]
        vigente = ultima_approvata(piano)
        if vigente is not None and not confronta(fotografia_di(vigente), self.foto):
            motivi.append(f"La variazione non cambia niente rispetto alla versione {vigente.numero}.")
        return motivi

    def scrivi(self, piano: Piano, nota: str) -> None:
        piano.trasmesso_il = timezone.now()
        versione = congela(piano=piano, foto=self.foto, esiti=self.esiti)
        self.dati |= {"versione": versione.pk, "sha256": versione.sha256}


def _schede_da_validare(piano: Piano) -> Iterator[str]:
    schede = list(SchedaArea.objects.filter(piano=piano).select_related("area"))
    if not schede:
        yield "Il piano non ha schede."
    for scheda in schede:
        if scheda.stato != StatoScheda.VALIDATA:
            yield f"«{scheda}» non è validata: è nello stato «{scheda.get_stato_display()}»."


@dataclass
class Emendamenti(PraticaDelPiano):
    def scrivi(self, piano: Piano, nota: str) -> None:
        versione = candidata_di(piano)
        if versione is not None:
            emenda_versione(versione=versione, utente=self.utente, nota=nota)
            self.dati |= {"versione": versione.pk, "sha256": versione.sha256}


@dataclass
class Approvazione(PraticaDelPiano):
    atto: Atto
    impronta: str

    def motivi(self, transizione: Transizione, piano: Piano, nota: str) -> Sequence[str]:
        self.versione = self._votata(piano)
        self.atto = atto_dell_ente(piano, self.atto)
        if motivi := [*motivi_dell_atto(self.atto), *_prima_delle_schede(piano, self.atto)]:
            return motivi
        # What every check said of this text is with the version since the transmission: only the act is new.
        foto = approvata_con(fotografia_di(self.versione), self.atto)
        return [esito.messaggio for esito in bloccanti(foto, impostazioni_di(piano.ente))]

    def _votata(self, piano: Piano) -> Versione:
        """The text that the page showed is the one that the Giunta has now."""
        versione = candidata_di(piano)
        if versione is None or versione.sha256 != self.impronta:
            raise OggettoCambiato(
                "Il testo trasmesso alla Giunta non è più quello della pagina: rileggerlo e ripetere."
            )
        return versione

    def scrivi(self, piano: Piano, nota: str) -> None:
        if self.atto.pk is None:
            self.atto.save()
        versione = approva_versione(
            versione=self.versione, atto=self.atto, utente=self.utente, nota=nota or motivo_della_variazione(piano)
        )
        # What was being made, or was made, of this version is the archive for the Giunta: its documents are to come.
        Produzione.objects.filter(versione=versione).delete()
        richiedi_documenti(versione=versione, utente=self.utente)
        piano.atto, piano.approvato_il = self.atto, versione.approvata_il
        self.dati |= {
            "versione": versione.pk,
            "numero": versione.numero,
            "sha256": versione.sha256,
            "atto": str(self.atto),
        }


def _prima_delle_schede(piano: Piano, atto: Atto) -> Iterator[str]:
    """An act cannot approve what was not written yet."""
    prima = Revisione.objects.filter(scheda__piano=piano).aggregate(prima=Min("creata_il"))["prima"]
    if prima is not None and atto.data < timezone.localdate(prima):
        yield (
            f"L'atto è del {atto.data:%d/%m/%Y}, ma la prima scheda del piano è stata scritta il "
            f"{timezone.localdate(prima):%d/%m/%Y}. Un piano approvato su carta si acquisisce."
        )


def impedimenti(*, piano: Piano, utente: Utente) -> tuple[Sequence[str], Esame | None]:
    """Why the plan could not be sent to the Giunta now, and what the checks say (None: not asked yet, because some
    sheets are not validated). It only reads."""
    pratica = Trasmissione(piano, utente)
    motivi = pratica.motivi(PIANO["trasmetti"], piano, "")
    return motivi, pratica.esame


def trasmetti_piano(*, piano: Piano, utente: Utente, nota: str = "") -> Piano:
    """Freeze the plan, all of whose sheets are validated: what the Giunta votes is this text (`candidata_di`).

    Raises, as the other transitions do, TransizioneVietata, OggettoCambiato, TransizioneRifiutata with the reasons.
    """
    return applica(PIANO["trasmetti"], Trasmissione(piano, utente), nota=nota)


def emendamenti_piano(*, piano: Piano, utente: Utente, nota: str) -> Piano:
    """The Giunta wants changes: the plan is open again, the text that was sent stays, with the note."""
    return applica(PIANO[piano.emendamenti], Emendamenti(piano, utente), nota=nota)


def approva_piano(*, piano: Piano, utente: Utente, impronta: str, atto: Atto, nota: str = "") -> Piano:
    """Tie the act to the text that was voted, which becomes the next version. `impronta` is the sha256 that the page
    showed; `atto` an unsaved Atto with organo, numero, data, oggetto."""
    return applica(PIANO["approva"], Approvazione(piano, utente, atto, impronta), nota=nota)
