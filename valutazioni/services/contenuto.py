"""What the Relazione says of a year: results in force, by sheet and by line, beside what earlier Relazioni said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from obiettivi.documenti.stampa import testo_scadenza, testo_valore_atteso
from obiettivi.sezioni import OPERATIVI
from piani.sezioni import LINEE
from semproniano.core.numeri import in_italiano
from valutazioni.calcolo.base import CENTO
from valutazioni.calcolo.esiti import esito_grado, esito_tempi
from valutazioni.controlli.lettura import data_raggiunta
from valutazioni.models import VersioneRelazione
from valutazioni.selectors import foto_in_forza, schede_misurate
from valutazioni.sezioni.relazione import (
    AnnoPrecedente,
    EnteDellaRelazione,
    IndicatoreFatto,
    LineaFatta,
    ObiettivoFatto,
    RelazioneFoto,
    SchedaFatta,
    SezioneScritta,
    in_anno_precedente,
    relazione_da_json,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from obiettivi.sezioni import OperativoFoto
    from piani.models import Ente
    from valutazioni.models import Relazione
    from valutazioni.selectors import FotoInForza, ObiettivoMisurato, SchedaMisurata, VoceMisurata

ANNI_A_CONFRONTO = 3
SENZA_LINEA = "Obiettivi che non citano una linea di mandato"


class AnnoSenzaPiano(ValueError):
    """No approved plan covers the year: there is nothing to report."""


def contenuto_della_relazione(
    relazione: Relazione, forza: FotoInForza | None = None, schede: Mapping[str, SchedaMisurata] | None = None
) -> RelazioneFoto:
    """The Relazione as it stands now, with a constant number of queries. Raises AnnoSenzaPiano."""
    forza = forza or foto_in_forza(relazione.ente, relazione.anno)
    if forza is None:
        raise AnnoSenzaPiano(f"Nessun piano approvato vale per il {relazione.anno}.")
    schede = schede if schede is not None else schede_misurate(forza)
    operativi = {voce.codice: voce for voce in forza.foto[OPERATIVI]}
    oggi = timezone.localdate()
    ente = relazione.ente
    return RelazioneFoto(
        ente=EnteDellaRelazione(
            slug=ente.slug, denominazione=ente.denominazione, provincia=ente.provincia, e_esempio=ente.e_esempio
        ),
        anno=relazione.anno,
        titolo=relazione.titolo,
        e_unificata=relazione.e_unificata,
        piano=forza.versione.piano.titolo,
        sezioni=tuple(
            SezioneScritta(livello=voce.livello, titolo=voce.titolo, testo=voce.testo)
            for voce in relazione.sezioni.order_by("ordine", "pk")
        ),
        linee=_linee(forza, schede, operativi),
        schede=tuple(_scheda(misurata, operativi, oggi) for misurata in schede.values()),
        precedenti=anni_precedenti(ente, relazione.anno),
    )


def _linee(
    forza: FotoInForza, schede: Mapping[str, SchedaMisurata], operativi: Mapping[str, OperativoFoto]
) -> tuple[LineaFatta, ...]:
    linee = [LineaFatta(numero=linea.numero, titolo=f"{linea.numero}. {linea.titolo}") for linea in forza.foto[LINEE]]
    note = {linea.numero for linea in linee}
    citate = {_linea(voce, operativi) for scheda in schede.values() for voce in scheda.obiettivi}
    if None in citate or citate - note:
        linee.append(LineaFatta(numero=None, titolo=SENZA_LINEA))
    return tuple(linee)


def _linea(voce: ObiettivoMisurato, operativi: Mapping[str, OperativoFoto]) -> int | None:
    operativo = operativi.get(voce.obiettivo.operativo or "")
    return operativo and operativo.linea


def _scheda(misurata: SchedaMisurata, operativi: Mapping[str, OperativoFoto], oggi: datetime.date) -> SchedaFatta:
    responsabile = misurata.scheda.foto.responsabile
    esito = misurata.esito
    return SchedaFatta(
        area=misurata.scheda.slug,
        nome=misurata.scheda.nome,
        responsabile=f"{responsabile.titolo} {responsabile.nome} {responsabile.cognome}".strip()
        if responsabile
        else "",
        grado=esito.grado.valore,
        conto=esito.grado.conto,
        note=esito.grado.note,
        condizioni_mancate=esito.mancate,
        obiettivi=tuple(_obiettivo(voce, operativi, oggi) for voce in misurata.obiettivi),
    )


def _obiettivo(voce: ObiettivoMisurato, operativi: Mapping[str, OperativoFoto], oggi: datetime.date) -> ObiettivoFatto:
    obiettivo, risultato = voce.obiettivo, voce.risultato
    operativo = operativi.get(obiettivo.operativo or "")
    proposto = voce.proposto.valore if voce.proposto else None
    cambiato = voce.e_confermato and proposto != voce.grado.valore
    return ObiettivoFatto(
        uid=obiettivo.uid,
        numero=obiettivo.numero_pubblicato or str(obiettivo.numero),
        descrizione=obiettivo.descrizione,
        peso=obiettivo.peso,
        e_condizione=obiettivo.e_condizione,
        linea=operativo and operativo.linea,
        strategico=operativo.strategico_descrizione if operativo else "",
        scadenza=testo_scadenza(obiettivo),
        indicatori=tuple(_indicatore(riga) for riga in voce.voci if riga.conta),
        grado=voce.grado.valore,
        proposto=proposto,
        e_confermato=voce.e_confermato,
        esito=esito_grado(voce.grado),
        tempi=esito_tempi(obiettivo.scadenza, _giorno(voce), oggi),
        scostamento=risultato.scostamento if risultato else "",
        motivo_nucleo=risultato.motivo_conferma if risultato and cambiato else "",
    )


def _giorno(voce: ObiettivoMisurato) -> datetime.date | None:
    """When it was done: the day that was entered, else that of the value with which the degree is full. A value is
    read when somebody reads it: one read after the term does not make the result late."""
    if giorno := data_raggiunta(voce):
        return giorno
    if voce.grado.valore is None or voce.grado.valore < CENTO:
        return None
    giorni = [riga.ultima.al for riga in voce.voci if riga.conta and riga.ultima]
    scadenza = voce.obiettivo.scadenza
    return min(filter(None, (max(giorni, default=None), scadenza)), default=None)


def _indicatore(riga: VoceMisurata) -> IndicatoreFatto:
    return IndicatoreFatto(
        descrizione=riga.etichetta,
        atteso=testo_valore_atteso(riga.indicatore) if riga.indicatore else "",
        raggiunto=_raggiunto(riga),
        grado=riga.grado.valore,
        conto=riga.grado.conto,
    )


def _raggiunto(riga: VoceMisurata) -> str:
    """What was entered last, in words; what is not there is not written."""
    ultima = riga.ultima
    if ultima is None:
        return ""
    unita = f" {riga.indicatore.unita}" if riga.indicatore and riga.indicatore.unita else ""
    pezzi = (
        f"{in_italiano(ultima.valore)}{unita}" if ultima.valore is not None else "",
        f"{ultima.data:%d/%m/%Y}" if ultima.data else "",
        {True: "sì", False: "no", None: ""}[ultima.fatto],
        "; ".join(f"{fase['fase']}: {fase['percento']}%" for fase in ultima.fasi),
        ultima.testo.strip(),
    )
    return "; ".join(filter(None, pezzi))


def anni_precedenti(ente: Ente, anno: int) -> tuple[AnnoPrecedente, ...]:
    """The latest approved Relazione of each of the years before, the nearest first; one query."""
    righe = VersioneRelazione.objects.filter(
        relazione__ente=ente,
        relazione__anno__lt=anno,
        relazione__anno__gte=anno - ANNI_A_CONFRONTO,
        numero__isnull=False,
    ).order_by("-relazione__anno", "-numero")
    per_anno: dict[int, AnnoPrecedente] = {}
    for riga in righe.select_related("relazione"):
        if riga.relazione.anno not in per_anno:
            per_anno[riga.relazione.anno] = in_anno_precedente(relazione_da_json(riga.contenuto))
    return tuple(per_anno.values())
