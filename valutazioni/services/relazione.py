"""The Relazione on its way: prepared, sent to the Giunta, approved with an act, validated by the Nucleo, corrected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from piani.services.eventi import registra_evento
from piani.services.pratiche import atto_dell_ente, motivi_dell_atto
from semproniano.core.controlli import Gravita
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, TransizioneVietata, applica
from valutazioni.controlli import esiti_della_relazione
from valutazioni.models import Relazione, SezioneRelazione, VersioneRelazione
from valutazioni.permessi import PREDICATI
from valutazioni.selectors import foto_in_forza, schede_misurate
from valutazioni.services.contenuto import AnnoSenzaPiano, contenuto_della_relazione
from valutazioni.states import RELAZIONE, StatoRelazione

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from piani.models import Atto, Ente, Utente
    from semproniano.core.controlli import Esito
    from semproniano.core.workflow import Transizione
    from valutazioni.sezioni.relazione import RelazioneFoto

# The headings that a Relazione begins with (Linee guida 3/2018 of the Dipartimento della funzione pubblica).
SEZIONI_USUALI = (
    (1, "Presentazione"),
    (1, "Il contesto dell'anno"),
    (2, "Contesto esterno"),
    (2, "Risorse, organizzazione, personale"),
    (1, "I risultati raggiunti"),
    (1, "Criticità e opportunità"),
    (1, "Il processo di misurazione e valutazione"),
)
# NO11 and NO12 stop the premi, not the Relazione; a score outside the scale is not in it.
DEI_TESTI = ("NO15", "NO16")


@transaction.atomic
def prepara_relazione(*, ente: Ente, anno: int, utente: Utente) -> Relazione:
    """The Relazione of the year, with the usual headings to fill. Raises TransizioneVietata, TransizioneRifiutata."""
    relazione = Relazione(ente=ente, anno=anno, titolo=f"Relazione sulla performance {anno}")
    if not PREDICATI["prepara"].vale(utente, relazione):
        raise TransizioneVietata
    if foto_in_forza(ente, anno) is None:
        raise TransizioneRifiutata(f"Nessun piano approvato vale per il {anno}: non c'è niente da rendicontare.")
    try:
        with transaction.atomic():
            relazione.save()
    except IntegrityError as errore:
        raise TransizioneRifiutata(f"La Relazione {anno} c'è già.") from errore
    SezioneRelazione.objects.bulk_create(
        SezioneRelazione(relazione=relazione, ordine=10 * posto, livello=livello, titolo=titolo)
        for posto, (livello, titolo) in enumerate(SEZIONI_USUALI, start=1)
    )
    return relazione


@transaction.atomic
def scrivi_relazione(
    *,
    relazione: Relazione,
    utente: Utente,
    versione: int,
    testata: Mapping[str, Any],
    sezioni: Sequence[SezioneRelazione],
) -> Relazione:
    """Title, "unificata con il rendiconto" and all the sections at once; `versione` is the number the page showed.

    Raises TransizioneVietata, OggettoCambiato (another number, or not in redazione any more), ValidationError.
    """
    riga = _tenuta(relazione)
    if not PREDICATI["prepara"].vale(utente, riga):
        raise TransizioneVietata
    if riga.versione != versione or not riga.e_modificabile:
        raise OggettoCambiato(f"«{riga.titolo}» è cambiata dopo che la pagina è stata aperta: rileggerla e ripetere.")
    for campo, valore in testata.items():
        setattr(riga, campo, valore)
    riga.versione += 1
    riga.full_clean(exclude=("ente",))
    riga.save()
    riga.sezioni.all().delete()
    for posto, sezione in enumerate(sezioni, start=1):
        sezione.pk, sezione.relazione, sezione.ordine = None, riga, 10 * posto
        sezione.full_clean(exclude=("relazione",))
    SezioneRelazione.objects.bulk_create(sezioni)
    return riga


def _tenuta(relazione: Relazione) -> Relazione:
    riga = (
        Relazione.objects.select_for_update(of=("self",), no_key=True)
        .select_related("ente", "atto")
        .filter(pk=relazione.pk)
        .first()
    )
    if riga is None:
        raise OggettoCambiato(f"«{relazione.titolo}» non c'è più.")
    return riga


# --- transitions -----------------------------------------------------------------------------------


@dataclass
class PraticaDellaRelazione:
    """A Relazione on its way. Each transition adds what stands against it and what it writes."""

    relazione: Relazione
    utente: Utente
    dati: dict[str, Any] = field(default_factory=dict, init=False)

    def prendi(self) -> Relazione:
        return _tenuta(self.relazione)

    def permette(self, transizione: Transizione, relazione: Relazione) -> bool:
        return PREDICATI[transizione.chi].vale(self.utente, relazione)

    def motivi(self, transizione: Transizione, relazione: Relazione, nota: str) -> Sequence[str]:
        return ()

    def scrivi(self, relazione: Relazione, nota: str) -> None:
        """What goes with the new state."""

    def salva(self, transizione: Transizione, relazione: Relazione, nota: str) -> None:
        relazione.versione += 1
        self.scrivi(relazione, nota)
        relazione.save()

    def racconta(self, transizione: Transizione, relazione: Relazione, da: str, nota: str) -> None:
        dati = {"anno": relazione.anno, "versione": relazione.versione, **self.dati}
        registra_evento(oggetto=relazione, transizione=transizione, da=da, nota=nota, utente=self.utente, dati=dati)

    def parla_di(self, versione: VersioneRelazione) -> None:
        self.dati |= {"numero": versione.numero, "sha256": versione.sha256}


@dataclass
class Trasmissione(PraticaDellaRelazione):
    def motivi(self, transizione: Transizione, relazione: Relazione, nota: str) -> Sequence[str]:
        forza = foto_in_forza(relazione.ente, relazione.anno)
        if forza is None:
            return [f"Nessun piano approvato vale per il {relazione.anno}."]
        schede = schede_misurate(forza)
        self.foto: RelazioneFoto = contenuto_della_relazione(relazione, forza, schede)
        self.esiti: list[Esito] = esiti_della_relazione(relazione.ente, relazione.anno, schede)
        return [
            *_senza_risultato(self.foto),
            *(e.messaggio for e in self.esiti if e.gravita is Gravita.BLOCCANTE and e.codice in DEI_TESTI),
        ]

    def scrivi(self, relazione: Relazione, nota: str) -> None:
        relazione.trasmessa_il = timezone.now()
        versione = VersioneRelazione(
            relazione=relazione,
            schema=self.foto.schema,
            contenuto=self.foto.json().decode(),
            sha256=self.foto.sha256,
            esiti=[esito.dizionario() for esito in self.esiti],
        )
        versione.full_clean(exclude=("relazione",))
        versione.save(force_insert=True)
        self.parla_di(versione)


def _senza_risultato(foto: RelazioneFoto) -> Iterator[str]:
    for scheda in foto.schede:
        numeri = [voce.numero for voce in scheda.obiettivi if voce.proposto is None]
        if numeri:
            quali = f"l'obiettivo {numeri[0]}" if len(numeri) == 1 else f"gli obiettivi {', '.join(numeri)}"
            yield f"{scheda.nome}: {quali} senza un risultato proposto."


@dataclass
class Approvazione(PraticaDellaRelazione):
    atto: Atto
    impronta: str

    def motivi(self, transizione: Transizione, relazione: Relazione, nota: str) -> Sequence[str]:
        self.versione = candidata_di(relazione)
        if self.versione is None or self.versione.sha256 != self.impronta:
            raise OggettoCambiato("Il testo trasmesso alla Giunta non è più quello della pagina: rileggerlo.")
        self.atto = atto_dell_ente(relazione, self.atto)
        motivi = list(motivi_dell_atto(self.atto))
        if not motivi and self.atto.data.year <= relazione.anno:
            motivi.append(f"L'atto è del {self.atto.data:%d/%m/%Y}: la Relazione si approva dopo la fine dell'anno.")
        if self.atto.pk and VersioneRelazione.objects.filter(atto=self.atto).exists():
            motivi.append(f"«{self.atto}» ha già approvato un'altra versione: una versione nuova vuole un atto nuovo.")
        return motivi

    def scrivi(self, relazione: Relazione, nota: str) -> None:
        if self.atto.pk is None:
            self.atto.save()
        precedente = ultima_approvata(relazione)
        self.versione.numero = 1 if precedente is None else precedente.numero + 1
        self.versione.precedente, self.versione.atto = precedente, self.atto
        self.versione.save(update_fields=["numero", "precedente", "atto"])
        relazione.atto, relazione.approvata_il = self.atto, timezone.now()
        self.parla_di(self.versione)
        self.dati["atto"] = str(self.atto)


@dataclass
class Validazione(PraticaDellaRelazione):
    """The note is the document of validation (art. 14 c. 4 lett. c d.lgs 150/2009); it may be short, never missing."""

    def motivi(self, transizione: Transizione, relazione: Relazione, nota: str) -> Sequence[str]:
        return () if nota else ("Scrivere il documento di validazione, o i suoi estremi: resta con la Relazione.",)

    def scrivi(self, relazione: Relazione, nota: str) -> None:
        versione = ultima_approvata(relazione)
        versione.validata_il = relazione.validata_il = timezone.now()
        versione.validazione = nota
        versione.save(update_fields=["validata_il", "validazione"])
        self.parla_di(versione)


def candidata_di(relazione: Relazione) -> VersioneRelazione | None:
    """What is before the Giunta now."""
    if relazione.stato != StatoRelazione.IN_GIUNTA:
        return None
    return relazione.versioni.filter(numero__isnull=True).order_by("-pk").first()


def ultima_approvata(relazione: Relazione) -> VersioneRelazione | None:
    return relazione.versioni.filter(numero__isnull=False).select_related("atto").order_by("-numero").first()


def impedimenti_alla_trasmissione(*, relazione: Relazione, utente: Utente) -> tuple[Sequence[str], list[Esito]]:
    """Why the Relazione could not be sent to the Giunta now, and what the checks of the year say; it only reads."""
    pratica = Trasmissione(relazione, utente)
    try:
        motivi = pratica.motivi(RELAZIONE["trasmetti"], relazione, "")
    except AnnoSenzaPiano as errore:
        return [str(errore)], []
    return motivi, getattr(pratica, "esiti", [])


def trasmetti_relazione(*, relazione: Relazione, utente: Utente, versione: int, nota: str = "") -> Relazione:
    """Freeze text and results: what the Giunta votes is this (`candidata_di`). Raises, as the others do,
    TransizioneVietata, OggettoCambiato, TransizioneRifiutata with the reasons."""
    return applica(RELAZIONE["trasmetti"], Trasmissione(relazione, utente), nota=nota, versione=versione)


def emendamenti_relazione(*, relazione: Relazione, utente: Utente, versione: int, nota: str) -> Relazione:
    """The Giunta wants changes; the text that was sent stays, without a number."""
    return applica(RELAZIONE["emendamenti"], PraticaDellaRelazione(relazione, utente), nota=nota, versione=versione)


def approva_relazione(*, relazione: Relazione, utente: Utente, impronta: str, atto: Atto, nota: str = "") -> Relazione:
    """Tie the act to the text that was voted, which becomes the next version."""
    return applica(RELAZIONE["approva"], Approvazione(relazione, utente, atto, impronta), nota=nota)


def valida_relazione(*, relazione: Relazione, utente: Utente, versione: int, nota: str) -> Relazione:
    return applica(RELAZIONE["valida"], Validazione(relazione, utente), nota=nota, versione=versione)


def non_valida_relazione(*, relazione: Relazione, utente: Utente, versione: int, nota: str) -> Relazione:
    """The Nucleo does not validate: the Relazione is written, voted and validated again."""
    return applica(RELAZIONE["non_valida"], PraticaDellaRelazione(relazione, utente), nota=nota, versione=versione)


def correggi_relazione(*, relazione: Relazione, utente: Utente, versione: int, nota: str) -> Relazione:
    """Opened again; what is published, and its validation, hold until the next version is voted and validated."""
    return applica(RELAZIONE["correggi"], PraticaDellaRelazione(relazione, utente), nota=nota, versione=versione)
