"""From the rows of a body to the facts that the checks of a year read; a constant number of queries."""

from __future__ import annotations

import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from piani.models import Dipendente, Documento
from valutazioni.calcolo.smvp import smvp_da_json
from valutazioni.controlli.fatti import (
    FattiAnno,
    FattiCarta,
    FattiDocumento,
    FattiObiettivo,
    FattiRelazione,
)
from valutazioni.models import Carta, Evidenza, Fondo, Relazione, Rilevazione, VersioneRelazione, VersioneSmvp
from valutazioni.models.smvp import ADOTTATI
from valutazioni.selectors import foto_in_forza, schede_misurate, versioni_in_forza
from valutazioni.states import StatoCarta

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from piani.models import Ente
    from valutazioni.selectors import ObiettivoMisurato, SchedaMisurata


def fatti_per_i_premi(ente: Ente, anno: int) -> FattiAnno:
    """What NO11 and NO12 need, and nothing else; four queries."""
    versione = versioni_in_forza(ente, anno).defer("contenuto").first()
    relazione = Relazione.objects.filter(ente=ente, anno=anno).select_related("atto").first()
    return FattiAnno(
        anno=anno,
        oggi=timezone.localdate(),
        piano=versione.piano.titolo if versione else "",
        relazione=relazione and fatti_della_relazione(relazione),
    )


def fatti_della_relazione(relazione: Relazione, testi: tuple[tuple[str, str], ...] = ()) -> FattiRelazione:
    """A Relazione that is open to be corrected keeps the validation of the version before."""
    validata = VersioneRelazione.objects.filter(relazione=relazione, validata_il__isnull=False).exists()
    return FattiRelazione(
        stato=relazione.get_stato_display(),
        approvata_il=relazione.atto.data if relazione.atto else None,
        e_validata=validata,
        testi=testi,
    )


def fatti_dell_anno(
    ente: Ente, anno: int, schede: Mapping[str, SchedaMisurata] | None = None, oggi: datetime.date | None = None
) -> FattiAnno:
    """Everything that the checks of a year read; `schede` where they have been measured already."""
    if schede is None:
        forza = foto_in_forza(ente, anno)
        schede = schede_misurate(forza) if forza else {}
    base = fatti_per_i_premi(ente, anno)
    relazione = Relazione.objects.filter(ente=ente, anno=anno).select_related("atto").first()
    smvp = (
        VersioneSmvp.objects.filter(ente=ente, stato__in=ADOTTATI, dal_anno__lte=anno)
        .order_by("-dal_anno", "stato", "-pk")
        .first()
    )
    documenti = list(Documento.objects.filter(_del_sito(anno), ente=ente).order_by("pk"))
    return FattiAnno(
        anno=anno,
        oggi=oggi or base.oggi,
        piano=base.piano,
        rilevazioni=Rilevazione.objects.filter(ente=ente, anno=anno, annullata_il__isnull=True).count(),
        relazione=relazione
        and fatti_della_relazione(relazione, tuple(relazione.sezioni.values_list("titolo", "testo"))),
        smvp=smvp and smvp_da_json(smvp.contenuto),
        smvp_dal=smvp and smvp.dal_anno,
        obiettivi=tuple(_obiettivi(schede, _con_evidenze(ente, anno))),
        carte=tuple(_carte(ente, anno)),
        fondi=dict(Fondo.objects.filter(ente=ente, anno=anno).order_by().values_list("categoria", "importo")),
        documenti=tuple(
            FattiDocumento(riga.tipo, riga.nome, bool(riga.titolo.strip() and riga.descrizione.strip()))
            for riga in documenti
        ),
        persone=frozenset(_nomi(ente)),
        ha_referto=bool(relazione and relazione.ha_referto),
    )


def _del_sito(anno: int) -> Q:
    """What is on line for the year; a SMVP and a plan hold for the years that follow too."""
    duraturi = Q(tipo=Documento.Tipo.SMVP, anno__lte=anno) | Q(
        tipo=Documento.Tipo.PIANO, versione__piano__anno_inizio__lte=anno, versione__piano__anno_fine__gte=anno
    )
    return Q(pubblicato_il__isnull=False, ritirato_il__isnull=True, archiviato_il__isnull=True) & (
        Q(anno=anno) | duraturi
    )


def _con_evidenze(ente: Ente, anno: int) -> set:
    """The uid of the objectives of which a value that holds has a file."""
    return set(
        Evidenza.objects.filter(
            rilevazione__ente=ente, rilevazione__anno=anno, rilevazione__annullata_il__isnull=True
        ).values_list("rilevazione__obiettivo", flat=True)
    )


def _obiettivi(schede: Mapping[str, SchedaMisurata], con_evidenze: set) -> Iterator[FattiObiettivo]:
    for slug, misurata in schede.items():
        for voce in misurata.obiettivi:
            yield _obiettivo(slug, misurata.scheda.nome, voce, voce.obiettivo.uid in con_evidenze)


def _obiettivo(slug: str, nome: str, voce: ObiettivoMisurato, ha_evidenze: bool) -> FattiObiettivo:
    risultato = voce.risultato
    motivi = (risultato.scostamento, risultato.motivo_proposta, risultato.motivo_conferma) if risultato else ()
    return FattiObiettivo(
        area=slug,
        nome_area=nome,
        uid=voce.obiettivo.uid,
        numero=voce.obiettivo.numero,
        grado=voce.grado.valore,
        e_proposto=voce.e_proposto,
        scadenza=voce.obiettivo.scadenza,
        fatto_il=data_raggiunta(voce),
        scostamento=risultato.scostamento if risultato else "",
        motivi=motivi,
        ha_evidenze=ha_evidenze,
    )


def data_raggiunta(voce: ObiettivoMisurato) -> datetime.date | None:
    """The day on which the last of the indicators that are days was reached; None where there is none."""
    giorni = [riga.misura.data_raggiunta for riga in voce.voci if riga.conta and riga.misura.data_raggiunta]
    return max(giorni, default=None)


def _carte(ente: Ente, anno: int) -> Iterator[FattiCarta]:
    for riga in Carta.objects.filter(ente=ente, anno=anno).order_by("pk"):
        yield FattiCarta(
            chiave=riga.pk,
            categoria=riga.categoria,
            fascia=riga.fascia,
            punteggio=riga.punteggio,
            voti=dict(_voti(riga.voti)),
            e_definitiva=riga.stato == StatoCarta.DEFINITIVA,
        )


def _voti(voti: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
    for codice, punti in voti.items():
        try:
            yield codice, Decimal(str(punti))
        except InvalidOperation:
            continue  # not entered yet


def _nomi(ente: Ente) -> Iterator[str]:
    for cognome, nome in Dipendente.objects.filter(ente=ente).values_list("cognome", "nome"):
        yield f"{cognome} {nome}"
        yield f"{nome} {cognome}"
