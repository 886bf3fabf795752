"""The transitions of a sheet: the only way in which its state changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from django.utils import timezone

from piani.controlli import controlla
from piani.controlli.esame import Esame
from piani.controlli.gruppi import e_della_scheda
from piani.controlli.impostazioni import impostazioni_di
from piani.models import Osservazione, Revisione, SchedaArea
from piani.permessi import PREDICATI
from piani.selectors import piani_completi
from piani.services.eventi import Fatto, registra_eventi, registra_evento
from piani.services.posta import avvisa_della_scheda
from piani.services.revisioni import registra_revisione, registra_revisioni
from piani.services.scrittura import PianoChiuso, verifica_piano_aperto
from piani.sezioni import SCHEDE, fotografa_per_le_schede
from piani.sezioni.parti import parte_da_json, sezioni_di_scheda
from piani.states import SCHEDA, StatoScheda
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, applica

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from piani.models import Piano, Utente
    from piani.sezioni import Fotografia
    from semproniano.core.workflow import Transizione

CAMPI_SCRITTI = ("stato", "versione", "proposta_il", "validata_il", "modificata_il")


@dataclass
class PraticaDellaScheda:
    """A sheet on its way: the plan is held first, then the sheet, as every write of a sheet does."""

    scheda: SchedaArea
    utente: Utente
    osservazioni: Sequence[tuple[UUID | None, str]] = ()
    dati: dict[str, Any] = field(default_factory=dict)
    foto: Fotografia | None = None
    """The plan before the transition, when the checks have read it."""

    def prendi(self) -> SchedaArea:
        try:
            verifica_piano_aperto(piano=self.scheda.piano)
        except PianoChiuso as errore:
            raise TransizioneRifiutata(str(errore)) from errore
        scheda = (
            SchedaArea.objects.select_for_update(of=("self",), no_key=True)
            .select_related("piano__ente", "area", "responsabile")
            .filter(pk=self.scheda.pk)
            .first()
        )
        if scheda is None:
            raise OggettoCambiato(f"La scheda «{self.scheda}» non c'è più.")
        return scheda

    def permette(self, transizione: Transizione, scheda: SchedaArea) -> bool:
        return PREDICATI[transizione.chi].vale(self.utente, scheda)

    def motivi(self, transizione: Transizione, scheda: SchedaArea, nota: str) -> Sequence[str]:
        if not transizione.controlli:
            return ()
        piano = piani_completi().get(pk=scheda.piano_id)
        self.foto = fotografa_per_le_schede(piano)
        esiti = controlla(self.foto, impostazioni_di(piano.ente))
        esame = Esame.di(filter(e_della_scheda(scheda.slug, scheda.anno), esiti))
        self.dati["controlli"] = esame.riassunto
        # Only the proposal answers the avvisi; a bloccante stops the validation too.
        da_rispondere = transizione.a == StatoScheda.PROPOSTA
        return esame.motivi(nota) if da_rispondere else [esito.messaggio for esito in esame.bloccanti]

    def salva(self, transizione: Transizione, scheda: SchedaArea, nota: str) -> None:
        _segna(scheda)
        scheda.save(update_fields=CAMPI_SCRITTI)
        if scheda.stato == StatoScheda.PROPOSTA:
            scheda.osservazioni.filter(chiusa_il__isnull=True).update(chiusa_il=scheda.proposta_il)
        revisione = self._revisione(transizione, scheda)
        self.dati |= {"piano": scheda.piano_id, "versione": scheda.versione, "sha256": revisione.sha256}
        if self.osservazioni:
            self._osserva(scheda, revisione)

    def _revisione(self, transizione: Transizione, scheda: SchedaArea) -> Revisione:
        foto = self.foto and _con_lo_stato(self.foto, scheda)
        return registra_revisione(scheda=scheda, utente=self.utente, motivo=_motivo(transizione), foto=foto)

    def _osserva(self, scheda: SchedaArea, revisione: Revisione) -> None:
        presenti = _uid(parte_da_json(revisione.contenuto))
        if any(obiettivo and obiettivo not in presenti for obiettivo, _ in self.osservazioni):
            raise TransizioneRifiutata("Un'osservazione parla di un obiettivo che nella scheda non c'è.")
        righe = [
            Osservazione(scheda=scheda, obiettivo=obiettivo, testo=testo, autore=self.utente)
            for obiettivo, testo in self.osservazioni
        ]
        for riga in righe:
            riga.full_clean(exclude=("scheda", "autore"))
        Osservazione.objects.bulk_create(righe)
        self.dati["osservazioni"] = [
            {"obiettivo": str(riga.obiettivo) if riga.obiettivo else None, "testo": riga.testo} for riga in righe
        ]

    def racconta(self, transizione: Transizione, scheda: SchedaArea, da: str, nota: str) -> None:
        registra_evento(oggetto=scheda, transizione=transizione, da=da, nota=nota, utente=self.utente, dati=self.dati)
        avvisa_della_scheda(
            scheda=scheda,
            transizione=transizione,
            utente=self.utente,
            nota=nota,
            osservazioni=[testo for _, testo in self.osservazioni],
        )


def _segna(scheda: SchedaArea) -> None:
    """The number of change and the dates that go with the state the sheet has just got."""
    adesso = timezone.now()
    scheda.versione += 1
    scheda.modificata_il = adesso
    if scheda.stato == StatoScheda.PROPOSTA or scheda.proposta_il is None:
        scheda.proposta_il = adesso
    scheda.validata_il = adesso if scheda.stato == StatoScheda.VALIDATA else None


def _motivo(transizione: Transizione) -> str:
    return f"{transizione.fatto[0].upper()}{transizione.fatto[1:]}"


def muovi_schede(
    *, piano: Piano, schede: Sequence[SchedaArea], transizione: Transizione, utente: Utente | None, nota: str
) -> None:
    """The same transition of several sheets of a plan, as part of the plan's own; a constant number of queries.

    Who may do the plan's transition may do this one; the sheets come locked, with their areas. Raises OggettoCambiato
    when one is not in a state it can leave.
    """
    fatti = []
    for scheda in schede:
        if scheda.stato not in transizione.da:
            raise OggettoCambiato(
                f"«{scheda}» è nello stato «{scheda.get_stato_display()}»: «{transizione.etichetta}» non si può fare."
            )
        da, scheda.stato = scheda.stato, transizione.a
        _segna(scheda)
        fatti.append(Fatto(scheda, transizione, da, nota, {"piano": piano.pk, "versione": scheda.versione}))
    SchedaArea.objects.bulk_update(schede, CAMPI_SCRITTI)
    registra_revisioni(piano=piano, schede=schede, utente=utente, motivo=_motivo(transizione))
    registra_eventi(fatti=fatti, utente=utente)


def _uid(parte: Fotografia) -> set[UUID]:
    """Identifiers of the rows of a sheet that have one: its objectives, which live one floor up."""
    return {riga.uid for sezione in sezioni_di_scheda() for riga in parte[sezione] if hasattr(riga, "uid")}


def _con_lo_stato(foto: Fotografia, scheda: SchedaArea) -> Fotografia:
    """The plan that the checks have read, with the sheet's new state: nothing else has changed since."""
    chiave = (scheda.slug, scheda.anno)
    return foto.con(
        {
            SCHEDE.codice: tuple(
                msgspec.structs.replace(riga, stato=scheda.stato) if riga.chiave == chiave else riga
                for riga in foto[SCHEDE]
            )
        }
    )


def proponi_scheda(*, scheda: SchedaArea, utente: Utente, versione: int, nota: str = "") -> SchedaArea:
    """The responsabile gives the sheet to who validates it; open observations are closed.

    A bloccante of the sheet refuses it; the note answers the avvisi and is compulsory where one cites a law. Raises,
    as the other transitions do, TransizioneVietata, OggettoCambiato (`versione` is the number that the page showed),
    TransizioneRifiutata with the reasons: nothing has been written then.
    """
    return applica(SCHEDA["proponi"], PraticaDellaScheda(scheda, utente), nota=nota, versione=versione)


def ritira_scheda(*, scheda: SchedaArea, utente: Utente, versione: int, nota: str = "") -> SchedaArea:
    """Who proposed the sheet takes it back into bozza."""
    return applica(SCHEDA["ritira"], PraticaDellaScheda(scheda, utente), nota=nota, versione=versione)


def valida_scheda(*, scheda: SchedaArea, utente: Utente, versione: int, nota: str = "") -> SchedaArea:
    """The Segretario (for the Segretario's own sheets the Sindaco or the Nucleo) accepts the sheet."""
    return applica(SCHEDA["valida"], PraticaDellaScheda(scheda, utente), nota=nota, versione=versione)


def rinvia_scheda(
    *,
    scheda: SchedaArea,
    utente: Utente,
    versione: int,
    osservazioni: Sequence[tuple[UUID | None, str]],
    nota: str = "",
) -> SchedaArea:
    """Back into bozza with observations, each on one objective (its uid) or on the whole sheet (None).

    At least one; the responsabile sees them beside the objective concerned until the next proposal.
    """
    scritte = [(obiettivo, testo.strip()) for obiettivo, testo in osservazioni if testo.strip()]
    if not scritte:
        raise TransizioneRifiutata("Scrivere almeno un'osservazione: chi corregge deve sapere che cosa.")
    pratica = PraticaDellaScheda(scheda, utente, osservazioni=scritte)
    return applica(SCHEDA["rinvia"], pratica, nota=nota, versione=versione)


def riapri_scheda(*, scheda: SchedaArea, utente: Utente, versione: int, nota: str) -> SchedaArea:
    """A validated sheet goes back into bozza, while its plan is open; the note says why."""
    return applica(SCHEDA["riapri"], PraticaDellaScheda(scheda, utente), nota=nota, versione=versione)
