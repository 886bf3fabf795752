"""Page-shaped and plan-shaped reads."""

from __future__ import annotations

from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, Value

from piani.models import (
    Allegato,
    Area,
    Capitolo,
    ContoFinanziario,
    Copertina,
    LineaMandato,
    MacroaggregatoSpesa,
    Missione,
    PersonaScheda,
    Piano,
    Programma,
    SchedaArea,
    SezioneNarrativa,
    TipologiaEntrata,
    Versione,
)
from piani.permessi import PREDICATI, RUOLI_ADMIN
from piani.states import EMENDAMENTI, PIANO, SCHEDA, STATI_APERTI, VERSIONE, StatoPiano, StatoScheda

PIANI_IN_PAGINA = 12
"""Plans that a box of the home page shows."""

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from piani.models import ApprovazioneBilancio, DatoDichiarato, Utente
    from semproniano.core.workflow import Transizione


def piani_completi() -> QuerySet[Piano]:
    """Plans with everything that a single row of theirs points at."""
    return Piano.objects.select_related("ente", "mandato__atto", "atto")


def scheda_precedente(scheda: SchedaArea) -> SchedaArea | None:
    """The sheet of the year before, of the same area (of the same kind, where there is no area): in the same plan, else
    in the latest earlier plan of the body that has it. `scheda` comes with its plan."""
    return (
        SchedaArea.objects.filter(
            Q(piano=scheda.piano_id) | Q(piano__anno_inizio__lt=scheda.piano.anno_inizio),
            piano__ente=scheda.piano.ente_id,
            tipo=scheda.tipo,
            area=scheda.area_id,
            anno=scheda.anno - 1,
        )
        .select_related("piano__ente", "area", "responsabile")
        .order_by("-piano__anno_inizio", "-piano__anno_fine")
        .first()
    )


def piani_in_lavoro(utente: Utente) -> QuerySet[Piano]:
    """Plans not approved yet, of the bodies in whose admin the user works; each with its sheets counted by state
    (`schede_bozza`, `schede_proposta`, `schede_validata`)."""
    conti = {f"schede_{stato}": Count("schede", filter=Q(schede__stato=stato)) for stato in StatoScheda.values}
    return (
        Piano.objects.visibili_a(utente, RUOLI_ADMIN)
        .exclude(stato=StatoPiano.APPROVATO)
        .select_related("ente")
        .annotate(**conti)
        .order_by("ente__denominazione", "-anno_inizio")
    )


def piani_da_importare(utente: Utente) -> list[Piano]:
    """The open plans whose PEG the user imports (`piani.permessi.importa_peg`), the latest first, each with the number
    of its `capitoli_presenti`."""
    enti, aree = utente.enti_con_ruolo(RUOLI_ADMIN), utente.aree_dirette
    if not (enti or aree):
        return []
    suoi = Q(ente__in=enti) | Q(ente__in=Area.objects.filter(pk__in=aree, gestisce_bilancio=True).values("ente"))
    return list(
        Piano.objects.filter(suoi, stato__in=STATI_APERTI)
        .select_related("ente")
        .annotate(capitoli_presenti=Count("capitoli"))
        .order_by("ente__denominazione", "-anno_inizio")[:PIANI_IN_PAGINA]
    )


def versioni_del_piano(piano: Piano) -> QuerySet[Versione]:
    """What went to the Giunta, the latest first."""
    return piano.versioni.select_related("piano", "atto").order_by("-creata_il", "-pk")


# Each list of the budget: the column of its codes, that of their names, the one that keeps the code to the Regioni.
_LISTE_DI_BILANCIO = (
    ("missione", Missione, "codice", "descrizione", Value(value=False)),
    ("programma", Programma, "codice", "descrizione", F("solo_regioni")),
    ("titolo-entrata", TipologiaEntrata, "titolo", "titolo_descrizione", Value(value=False)),
    ("tipologia", TipologiaEntrata, "codice", "descrizione", Value(value=False)),
    ("titolo-spesa", MacroaggregatoSpesa, "titolo", "titolo_descrizione", Value(value=False)),
    ("macroaggregato", MacroaggregatoSpesa, "codice", "descrizione", Value(value=False)),
    ("conto", ContoFinanziario, "codice", "descrizione", Value(value=False)),
)


def voci_di_bilancio(anno: int) -> list[dict[str, Any]]:
    """The codes of the budget that hold in a year, with one query: `lista`, `codice`, `descrizione`, `solo_regioni`."""
    prima, *altre = (
        modello.objects.validi_nel(anno)
        .order_by()
        .annotate(lista=Value(lista), regioni=regioni)
        .values_list("lista", codice, descrizione, "regioni")
        for lista, modello, codice, descrizione, regioni in _LISTE_DI_BILANCIO
    )
    campi = ("lista", "codice", "descrizione", "solo_regioni")
    return [dict(zip(campi, (*riga[:3], bool(riga[3])), strict=True)) for riga in prima.union(*altre)]


_CERCATI = (
    "capitolo", "denominazione", "conto", "titolo", "tipologia", "missione", "programma", "macroaggregato",
    "centro_di_costo",
)  # fmt: skip


def cerca_capitoli(righe: QuerySet[Capitolo], testo: str) -> QuerySet[Capitolo]:
    """The capitoli that have every word of the text: in their number ("1200/3" with its articolo), name or codes."""
    for parola in testo.split()[:8]:
        numero, barra, articolo = parola.partition("/")
        if barra:
            righe = righe.filter(capitolo__icontains=numero, articolo__icontains=articolo)
            continue
        condizione = Q()
        for campo in _CERCATI:
            # Short codes are searched from their beginning: "01" is no end of every number.
            condizione |= Q(**{f"{campo}__{'icontains' if campo in _CERCATI[:3] else 'istartswith'}": parola})
        righe = righe.filter(condizione)
    return righe


def transizioni_possibili(utente: Utente, oggetto: SchedaArea | Piano | Versione) -> list[Transizione]:
    """What the user may do now with a sheet (its plan and body loaded), a plan, a version: one button each.

    Whether the checks let it through is asked when it is done.
    """
    percorso = {SchedaArea: SCHEDA, Piano: PIANO, Versione: VERSIONE}[type(oggetto)]
    if isinstance(oggetto, SchedaArea) and oggetto.piano.stato not in STATI_APERTI:
        return []
    return [
        transizione
        for transizione in percorso.dallo_stato(oggetto.stato)
        if not transizione.interna
        and PREDICATI[transizione.chi].vale(utente, oggetto)
        and (transizione.codice not in EMENDAMENTI or transizione.codice == oggetto.emendamenti)
    ]


class LetturaPiano:
    """The live rows of one plan. Each table is read at most once, whoever asks first, so the number of queries
    does not grow with the plan."""

    def __init__(self, piano: Piano, scheda: SchedaArea | None = None) -> None:
        """`piano` comes from `piani_completi()`. With `scheda` (its area and responsabile loaded) only that sheet's
        rows are read, and the body's, where transversal objectives are written: what a page of one sheet shows."""
        self.piano = piano
        self.ente = piano.ente
        self.scheda = scheda

    def nelle_schede(self, percorso: str) -> dict[str, Any]:
        """Filter of the rows that are read: `percorso` is the lookup from the row to its sheet."""
        if self.scheda is None:
            return {f"{percorso}__piano": self.piano}
        di_ente = Q(piano=self.piano, tipo=SchedaArea.Tipo.ENTE)
        return {f"{percorso}__in": SchedaArea.objects.filter(di_ente | Q(pk=self.scheda.pk))}

    @cached_property
    def bilanci(self) -> Sequence[ApprovazioneBilancio]:
        return list(self.ente.bilanci.filter(anno__range=(self.piano.anno_inizio, self.piano.anno_fine)))

    @cached_property
    def linee(self) -> Sequence[tuple[int, str, tuple[str, ...]]]:
        """(numero, titolo, tematiche) of the mandate's lines."""
        righe = (
            LineaMandato.objects.filter(mandato=self.piano.mandato_id)
            .order_by("numero", "tematiche__ordine", "tematiche__pk")
            .values_list("numero", "titolo", "tematiche__testo")
        )
        return [
            (*chiave, tuple(testo for *_, testo in gruppo if testo is not None))
            for chiave, gruppo in groupby(righe, key=lambda riga: riga[:2])
        ]

    @cached_property
    def aree(self) -> Sequence[tuple[Area, tuple[str, ...]]]:
        """The areas that exist in the years of the plan, or have a sheet in it, each with the names of its services."""
        primo, ultimo = self.piano.anno_inizio, self.piano.anno_fine
        in_attivita = (Q(attiva_dal__isnull=True) | Q(attiva_dal__year__lte=ultimo)) & (
            Q(attiva_al__isnull=True) | Q(attiva_al__year__gte=primo)
        )
        con_scheda = Q(pk__in=SchedaArea.objects.filter(piano=self.piano).values("area"))
        righe = (
            Area.objects.filter(in_attivita | con_scheda, ente=self.ente)
            .annotate(nome_servizio=F("servizi__nome"))
            .order_by("ordine", "pk", "servizi__ordine", "servizi__pk")
        )
        return [
            (gruppo[0], tuple(area.nome_servizio for area in gruppo if area.nome_servizio is not None))
            for gruppo in (list(iterabile) for _, iterabile in groupby(righe, key=lambda area: area.pk))
        ]

    @cached_property
    def narrativa(self) -> Sequence[SezioneNarrativa]:
        return list(self.piano.narrativa.order_by("ordine"))

    @cached_property
    def allegati(self) -> Sequence[Allegato]:
        return list(self.piano.allegati.select_related("atto").order_by("numero"))

    @cached_property
    def copertine(self) -> Sequence[Copertina]:
        return list(self.piano.copertine.select_related("area").order_by("area__ordine", "area__pk"))

    @cached_property
    def dati_dichiarati(self) -> Sequence[DatoDichiarato]:
        return list(self.piano.dati_dichiarati.order_by("dato"))

    @cached_property
    def schede(self) -> Sequence[SchedaArea]:
        """Sheets in the order in which they are printed: the body's, the areas', the Segretario's; then by year."""
        if self.scheda is not None:
            return [self.scheda]
        return list(
            self.piano.schede.select_related("area", "responsabile").order_by(
                F("area__ordine").asc(nulls_first=True), "area__pk", "tipo", "anno"
            )
        )

    @cached_property
    def persone(self) -> Sequence[PersonaScheda]:
        return list(
            PersonaScheda.objects.filter(**self.nelle_schede("scheda"))
            .select_related("dipendente", "servizio")
            .order_by("ordine", "pk")
        )

    @cached_property
    def capitoli(self) -> Sequence[Capitolo]:
        return list(self.piano.capitoli.select_related("area"))

    @cached_property
    def voci_di_bilancio(self) -> Sequence[dict[str, Any]]:
        return voci_di_bilancio(self.piano.anno_inizio)


class LetturaSchede:
    """The live rows of some sheets, whatever their plans: for the sections whose rows belong each to one sheet."""

    def __init__(self, schede: QuerySet[SchedaArea]) -> None:
        self._schede = schede

    def nelle_schede(self, percorso: str) -> dict[str, Any]:
        """As in LetturaPiano."""
        return {f"{percorso}__in": self._schede}
