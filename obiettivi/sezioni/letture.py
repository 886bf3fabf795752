"""Sections that this app puts in the fotografia: objectives of the DUP, objectives of the sheets, shares of people."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import msgspec

from obiettivi.models import (
    AssegnazioneDipendente,
    Fase,
    Indicatore,
    ObiettivoGestionale,
    ObiettivoOperativo,
    PesoPersonale,
    RisorsaObiettivo,
    ValoreAtteso,
)
from obiettivi.sezioni.forme import (
    AssegnazioneFoto,
    FaseFoto,
    IndicatoreFoto,
    ObiettivoFoto,
    OperativoFoto,
    PesoPersonaleFoto,
    RisorsaFoto,
    ValoreAttesoFoto,
)
from obiettivi.sezioni.trasversali import completa
from piani.sezioni import SCHEDE, SEZIONI, Sezione
from piani.sezioni.schede import righe_dell_area
from semproniano.core.numeri import senza_zeri

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from piani.selectors import LetturaPiano
    from piani.sezioni import Fotografia


def _per_genitore(righe: Iterable, campo: str) -> defaultdict[int, list]:
    gruppi = defaultdict(list)
    for riga in righe:
        gruppi[getattr(riga, campo)].append(riga)
    return gruppi


def leggi_operativi(lettura: LetturaPiano) -> tuple[OperativoFoto, ...]:
    """The operative objectives that the plan's sheets cite, in the order of their codes."""
    citati = ObiettivoGestionale.objects.filter(**lettura.nelle_schede("scheda")).values("operativo")
    return _foto_operativi(ObiettivoOperativo.objects.filter(pk__in=citati))


def leggi_operativi_citati(ente: int, codici: Collection[str]) -> tuple[OperativoFoto, ...]:
    """The operative objectives of a body with the given complete codes: what a page that is not saved cites."""
    tutti = _foto_operativi(ObiettivoOperativo.objects.filter(strategico__ente=ente)) if codici else ()
    return tuple(operativo for operativo in tutti if operativo.codice in codici)


def _foto_operativi(righe: QuerySet[ObiettivoOperativo]) -> tuple[OperativoFoto, ...]:
    foto = (
        OperativoFoto(
            codice=riga.codice_completo,
            descrizione=riga.descrizione,
            missione=riga.missione and riga.missione.codice,
            missione_descrizione=riga.missione.descrizione if riga.missione else "",
            programma=riga.programma and riga.programma.codice,
            programma_descrizione=riga.programma.descrizione if riga.programma else "",
            strategico_codice=riga.strategico.codice,
            strategico_descrizione=riga.strategico.descrizione,
            linea=riga.strategico.linea and riga.strategico.linea.numero,
            linea_pubblicata=riga.strategico.linea_pubblicata,
        )
        for riga in righe.select_related("strategico__linea", "missione", "programma").order_by("pk")
    )
    # Sorted here: the collation of the database must not decide the bytes.
    return tuple(sorted(foto, key=lambda operativo: operativo.codice))


def _foto_indicatore(indicatore: Indicatore, valori: list[ValoreAtteso]) -> IndicatoreFoto:
    copiati = ("descrizione", "valore_atteso", "tipo", "unita", "direzione", "baseline_anno", "formula", "fonte")
    return IndicatoreFoto(
        **{campo: getattr(indicatore, campo) for campo in copiati},
        peso=senza_zeri(indicatore.peso),
        baseline=senza_zeri(indicatore.baseline),
        valori_attesi=tuple(
            ValoreAttesoFoto(anno=riga.anno, operatore=riga.operatore, valore=senza_zeri(riga.valore), data=riga.data)
            for riga in valori
        ),
    )


def leggi_righe(lettura: LetturaPiano) -> dict[int, tuple[ObiettivoFoto, ...]]:
    """The objectives as their rows are, by key of their sheet: what a transversal objective says is not in the rows
    that refer to it."""
    nella_scheda = lettura.nelle_schede("obiettivo__scheda")
    righe = (
        ObiettivoGestionale.objects.filter(**lettura.nelle_schede("scheda"))
        .select_related("scheda__area", "operativo__strategico", "trasversale")
        .order_by("numero")
    )
    indicatori = _per_genitore(Indicatore.objects.filter(**nella_scheda).order_by("ordine", "pk"), "obiettivo_id")
    valori = _per_genitore(
        ValoreAtteso.objects.filter(**lettura.nelle_schede("indicatore__obiettivo__scheda")).order_by("anno"),
        "indicatore_id",
    )
    fasi = _per_genitore(Fase.objects.filter(**nella_scheda).order_by("ordine", "pk"), "obiettivo_id")
    pesi = _per_genitore(
        PesoPersonale.objects.filter(**nella_scheda)
        .select_related("persona__dipendente")
        .order_by("persona__ordine", "persona__pk"),
        "obiettivo_id",
    )
    copiati = ("numero", "numero_pubblicato", "uid", "descrizione", "scadenza", "scadenza_testo", "ambito", "natura")
    copiati += ("tipologia_pubblicata", "e_condizione", "origine")
    return {
        scheda: tuple(
            ObiettivoFoto(
                **{campo: getattr(riga, campo) for campo in copiati},
                area=riga.scheda.slug,
                anno=riga.scheda.anno,
                peso=senza_zeri(riga.peso),
                indicatori=tuple(_foto_indicatore(voce, valori[voce.pk]) for voce in indicatori[riga.pk]),
                operativo=riga.operativo and riga.operativo.codice_completo,
                trasversale=riga.trasversale and riga.trasversale.uid,
                inserito_il=riga.inserito_il and riga.inserito_il.astimezone(datetime.UTC),
                fasi=tuple(FaseFoto(attivita=fase.attivita, dal=fase.dal, al=fase.al) for fase in fasi[riga.pk]),
                pesi_personali=tuple(
                    PesoPersonaleFoto(dipendente=voce.persona.dipendente.codice, peso=senza_zeri(voce.peso))
                    for voce in pesi[riga.pk]
                ),
            )
            for riga in della_scheda
        )
        for scheda, della_scheda in _per_genitore(righe, "scheda_id").items()
    }


def leggi_obiettivi(lettura: LetturaPiano) -> tuple[ObiettivoFoto, ...]:
    """All the objectives, sheet by sheet in printing order, then by the system's number; a row that refers to a
    transversal objective has its text."""
    per_scheda = leggi_righe(lettura)
    nell_ordine = [voce for scheda in lettura.schede for voce in per_scheda.get(scheda.pk, ())]
    return completa(nell_ordine, [voce for righe in per_scheda.values() for voce in righe])


def leggi_assegnazioni(lettura: LetturaPiano) -> tuple[AssegnazioneFoto, ...]:
    """The shares, sheet by sheet: there are many, and no row of theirs is made for four values."""
    per_scheda = defaultdict(list)
    for scheda, *quota in (
        AssegnazioneDipendente.objects.filter(**lettura.nelle_schede("obiettivo__scheda"))
        .order_by("persona__ordine", "persona__pk", "obiettivo__numero")
        .values_list("obiettivo__scheda", "obiettivo__numero", "persona__dipendente__codice", "percentuale")
    ):
        per_scheda[scheda].append(quota)
    return tuple(
        AssegnazioneFoto(
            area=scheda.slug, anno=scheda.anno, numero=numero, dipendente=codice, percentuale=senza_zeri(percentuale)
        )
        for scheda in lettura.schede
        for numero, codice, percentuale in per_scheda[scheda.pk]
    )


def leggi_risorse(lettura: LetturaPiano) -> tuple[RisorsaFoto, ...]:
    """The links, sheet by sheet and objective by objective; then entrata before spesa, by number of capitolo."""
    per_scheda = defaultdict(list)
    for scheda, *risorsa in RisorsaObiettivo.objects.filter(**lettura.nelle_schede("obiettivo__scheda")).values_list(
        "obiettivo__scheda",
        "obiettivo__numero",
        "capitolo__parte",
        "capitolo__capitolo",
        "capitolo__articolo",
        "obiettivo__uid",
    ):
        per_scheda[scheda].append(tuple(risorsa))
    return tuple(
        RisorsaFoto(
            area=scheda.slug, anno=scheda.anno, obiettivo=uid, parte=parte, capitolo=capitolo, articolo=articolo
        )
        for scheda in lettura.schede
        for _, parte, capitolo, articolo, uid in sorted(per_scheda[scheda.pk])
    )


def _responsabili(foto: Fotografia) -> set[tuple[str, int, str]]:
    return {(*scheda.chiave, scheda.responsabile.codice) for scheda in foto[SCHEDE] if scheda.responsabile}


def pubblica_obiettivi(obiettivi: tuple[ObiettivoFoto, ...], _foto: Fotografia) -> tuple[ObiettivoFoto, ...]:
    return tuple(msgspec.structs.replace(obiettivo, pesi_personali=()) for obiettivo in obiettivi)


def pubblica_assegnazioni(assegnazioni: tuple[AssegnazioneFoto, ...], foto: Fotografia) -> tuple[AssegnazioneFoto, ...]:
    """Shares of the responsabili only: the others' are personal data that no norm asks to publish."""
    responsabili = _responsabili(foto)
    return tuple(riga for riga in assegnazioni if (riga.area, riga.anno, riga.dipendente) in responsabili)


def riduci_operativi(operativi: tuple[OperativoFoto, ...], area: str, foto: Fotografia) -> tuple[OperativoFoto, ...]:
    citati = {obiettivo.operativo for obiettivo in foto[OBIETTIVI] if obiettivo.area == area}
    return tuple(operativo for operativo in operativi if operativo.codice in citati)


OPERATIVI: Sezione[tuple[OperativoFoto, ...]] = Sezione(
    "obiettivi_operativi", tuple[OperativoFoto, ...], leggi_operativi, ordine=70, riduci=riduci_operativi
)
OBIETTIVI: Sezione[tuple[ObiettivoFoto, ...]] = Sezione(
    "obiettivi",
    tuple[ObiettivoFoto, ...],
    leggi_obiettivi,
    ordine=80,
    pubblica=pubblica_obiettivi,
    riduci=righe_dell_area,
    di_scheda=True,
)
ASSEGNAZIONI: Sezione[tuple[AssegnazioneFoto, ...]] = Sezione(
    "assegnazioni",
    tuple[AssegnazioneFoto, ...],
    leggi_assegnazioni,
    ordine=90,
    pubblica=pubblica_assegnazioni,
    riduci=righe_dell_area,
    di_scheda=True,
)
RISORSE: Sezione[tuple[RisorsaFoto, ...]] = Sezione(
    "risorse",
    tuple[RisorsaFoto, ...],
    leggi_risorse,
    ordine=100,
    riduci=righe_dell_area,
    di_scheda=True,
)


def registra() -> None:
    for sezione in (OPERATIVI, OBIETTIVI, ASSEGNAZIONI, RISORSE):
        SEZIONI.registra(sezione)
