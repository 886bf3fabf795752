"""Making the documents of an approved version, the complete set and the public one, both or none; and the archive that
the Giunta votes."""

from __future__ import annotations

import os
import platform
import uuid
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from piani.documenti.base import DOCUMENTI
from piani.documenti.impaginazione import rilascio
from piani.models import Documento, Produzione, Versione
from piani.models.versioni import STATI_APPROVATI
from piani.services.archivio import archivia, e_intatto
from piani.services.pacchetto import nome_pacchetto, pacchetto_per_la_giunta
from piani.services.squadra import esegui_in_parallelo
from piani.services.versioni import fotografia_con_atto
from semproniano.core.documenti.errori import ErroreDocumento
from semproniano.core.documenti.json import impronta

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from piani.documenti.base import Lavoro

# A process that gives no sign of life for so many seconds is dead (it gives one every five).
SILENZIO = 60


class ProduzionePersa(ErroreDocumento):
    """Another process has taken the work over: this one writes nothing."""


@dataclass(frozen=True)
class Pezzo:
    """A document to be: its set, its place in the list, the job, the fingerprint of what it is made from."""

    insieme: str
    ordine: int
    lavoro: Lavoro
    ingresso: str

    @property
    def nome(self) -> str:
        """Unique among those of the version; it ends as the file does."""
        return f"{self.insieme}/{self.lavoro.nome}"


@dataclass(frozen=True)
class FileFatto:
    nome: str
    sha256: str
    dimensione: int


def adesso_fermo() -> Q:
    """The productions that no living process has in hand."""
    return ~Q(stato=Produzione.Stato.IN_CORSO) | Q(battito_il__lt=timezone.now() - timedelta(seconds=SILENZIO))


def produci_documenti(*, versione: Versione, progresso: Callable[[int, str], None] | None = None) -> bool:
    """Make both sets of an approved version's documents, and write their rows all together at the end; of a version
    that is not approved, the archive that the Giunta votes.

    What an earlier version made from the same input is taken as it is. Returns False, and does nothing, when they are
    there already or another process is at work; so calling it again is harmless. `progresso(percent, words)`. Raises
    ErroreDocumento: then no row has been written, and the next call begins again.
    """
    incarico = _prendi(versione)
    if incarico is None:
        return False
    try:
        # Asked for once more, now that the work is in hand: an approval would take it away again.
        versione = Versione.objects.select_related("piano__ente", "atto").get(pk=versione.pk)
        (_produci if versione.stato in STATI_APPROVATI else _impacchetta)(versione, incarico, progresso)
    except BaseException as errore:
        incarico.fallisce(errore)
        raise
    return True


@dataclass
class Incarico:
    """A production in the hands of this process, as long as its `gettone` is in the row."""

    produzione: int
    gettone: uuid.UUID

    def scrive(self, **valori: object) -> None:
        righe = Produzione.objects.filter(
            pk=self.produzione, gettone=self.gettone, stato=Produzione.Stato.IN_CORSO
        ).update(battito_il=timezone.now(), **valori)
        if not righe:
            raise ProduzionePersa("Un altro processo ha ripreso la preparazione dei documenti.")

    def fallisce(self, errore: BaseException) -> None:
        if isinstance(errore, ProduzionePersa):
            return
        motivo = str(errore) if isinstance(errore, ErroreDocumento) else f"Errore imprevisto ({type(errore).__name__})."
        self.scrive(stato=Produzione.Stato.NON_RIUSCITA, errore=motivo, passo="", gettone=None)


def _prendi(versione: Versione) -> Incarico | None:
    """Take the work: one process gets it, by a conditional UPDATE."""
    produzione, _ = Produzione.objects.get_or_create(versione_id=versione.pk)
    gettone = uuid.uuid4()
    prese = (
        Produzione.objects.filter(adesso_fermo(), pk=produzione.pk)
        .exclude(stato=Produzione.Stato.FATTA)
        .update(
            stato=Produzione.Stato.IN_CORSO,
            gettone=gettone,
            macchina=platform.node(),
            processo=os.getpid(),
            battito_il=timezone.now(),
            percentuale=0,
            passo="Lettura della versione",
            errore="",
        )
    )
    return Incarico(produzione.pk, gettone) if prese else None


def _produci(versione: Versione, incarico: Incarico, progresso: Callable[[int, str], None] | None) -> None:
    pezzi = _pezzi(versione)
    pronti = _gia_fatti(versione, pezzi)
    # The two sets share what is the same for both: it is made once.
    da_fare = {pezzo.ingresso: pezzo for pezzo in pezzi if pezzo.ingresso not in pronti}
    per_nome = {pezzo.nome: pezzo for pezzo in da_fare.values()}

    def avanza(fatti: int, totale: int, nome: str) -> None:
        percentuale, pezzo = 100 * fatti // (totale + 1), per_nome[nome]
        insieme = Documento.Insieme(pezzo.insieme).label.lower()
        passo = f"{pezzo.lavoro.passo} ({insieme})"
        incarico.scrive(percentuale=percentuale, passo=passo)
        if progresso:
            progresso(percentuale, passo)

    lavori = [replace(pezzo.lavoro, nome=pezzo.nome) for pezzo in da_fare.values()]
    contenuti = esegui_in_parallelo(lavori, avanza, incarico.scrive)
    for nome, contenuto in contenuti.items():
        file = archivia(contenuto, nome.rpartition(".")[2])
        pronti[per_nome[nome].ingresso] = FileFatto(file, impronta(contenuto), len(contenuto))
    _scrivi_righe([_riga(versione, pezzo, pronti[pezzo.ingresso]) for pezzo in pezzi], incarico)


def _impacchetta(versione: Versione, incarico: Incarico, progresso: Callable[[int, str], None] | None) -> None:
    def avanza(fatti: int, totale: int, nome: str) -> None:
        percentuale, passo = 100 * fatti // (totale + 1), f"Documenti per la Giunta: {nome}"
        incarico.scrive(percentuale=percentuale, passo=passo)
        if progresso:
            progresso(percentuale, passo)

    contenuto = pacchetto_per_la_giunta(versione=versione, progresso=avanza, battito=incarico.scrive)
    riga = Documento(
        ente=versione.piano.ente,
        versione=versione,
        insieme=Documento.Insieme.INTERNO,
        tipo=Documento.Tipo.DELIBERA,
        titolo="Documenti per la Giunta",
        descrizione="Piano, allegati, bozza della deliberazione e impronte del testo trasmesso.",
        anno=versione.piano.anno_inizio,
        nome=nome_pacchetto(versione),
        file=archivia(contenuto, "zip"),
        formato="ZIP",
        dimensione=len(contenuto),
        sha256=impronta(contenuto),
    )
    _scrivi_righe([riga], incarico)


def _pezzi(versione: Versione) -> list[Pezzo]:
    completa = fotografia_con_atto(versione)
    insiemi = {Documento.Insieme.INTERNO: completa, Documento.Insieme.PUBBLICO: completa.pubblica()}
    return [
        Pezzo(insieme.value, ordine, lavoro, lavoro.impronta_ingresso(rilascio()))
        for insieme, foto in insiemi.items()
        for ordine, lavoro in enumerate(lavoro for tipo in DOCUMENTI for lavoro in tipo.lavori(foto))
    ]


def _gia_fatti(versione: Versione, pezzi: Iterable[Pezzo]) -> dict[str, FileFatto]:
    """What the body already has, made from the same input by this release: a variation makes only what it touches."""
    righe = Documento.objects.filter(
        ente=versione.piano.ente_id, ingresso__in={pezzo.ingresso for pezzo in pezzi}
    ).values_list("ingresso", "file", "sha256", "dimensione")
    return {
        ingresso: FileFatto(file, sha256, dimensione)
        for ingresso, file, sha256, dimensione in righe
        if e_intatto(file, sha256)
    }


@transaction.atomic
def _scrivi_righe(righe: Sequence[Documento], incarico: Incarico) -> None:
    """The rows and the end of the work, in one transaction: only for who still holds the work."""
    incarico.scrive(
        stato=Produzione.Stato.FATTA, percentuale=100, passo="", finita_il=timezone.now(), processo=None, macchina=""
    )
    for riga in righe:
        riga.full_clean(exclude=("ente", "versione"), validate_unique=False, validate_constraints=False)
    Documento.objects.bulk_create(righe)


def _riga(versione: Versione, pezzo: Pezzo, file: FileFatto) -> Documento:
    lavoro = pezzo.lavoro
    return Documento(
        ente=versione.piano.ente,
        versione=versione,
        insieme=pezzo.insieme,
        tipo=lavoro.tipo,
        titolo=lavoro.titolo,
        descrizione=lavoro.descrizione,
        anno=versione.piano.anno_inizio,
        atto=versione.atto,
        ordine=pezzo.ordine,
        nome=lavoro.nome,
        file=file.nome,
        formato=lavoro.nome.rpartition(".")[2].upper(),
        dimensione=file.dimensione,
        sha256=file.sha256,
        ingresso=pezzo.ingresso,
    )
