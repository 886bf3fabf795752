"""Rows that hang on an objective, made equal to what a page says with a constant number of statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from obiettivi.models import Fase, Indicatore, ValoreAtteso
from obiettivi.sezioni.forme import CAMPI_INDICATORE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from django.db.models import Model

    from obiettivi.models import ObiettivoGestionale
    from obiettivi.sezioni import IndicatoreFoto, ObiettivoFoto
    from piani.models import SchedaArea

COPIATI_INDICATORE = ("ordine", *CAMPI_INDICATORE)


def valori(riga: Model, campi: Iterable[str]) -> tuple:
    """What the row says in these fields: compared before and after, it tells the rows that must be written."""
    return tuple(getattr(riga, campo) for campo in campi)


def verifica_riga(riga: Model, dove: str) -> None:
    """The row's own fields, without asking the database for each foreign key (they are objects of this very save).

    Raises ValidationError with the place before each message.
    """
    esterne = {campo.name for campo in riga._meta.fields if campo.is_relation or campo.primary_key}
    try:
        riga.clean_fields(exclude=esterne)
    except ValidationError as errore:
        messaggi = [
            f"{dove}, {riga._meta.get_field(campo).verbose_name}: {testo}"
            for campo, testi in errore.message_dict.items()
            for testo in testi
        ]
        raise ValidationError(messaggi) from errore


def _abbina(righe: list[Indicatore], voci: Sequence[IndicatoreFoto]) -> list[Indicatore | None]:
    """The row of each indicator of the page: the one with the same text, else the first of those left over.

    A row that stays the same keeps what will be measured on it, also when others come before it or go.
    """
    restanti = list(righe)
    abbinate: list[Indicatore | None] = []
    for voce in voci:
        uguale = next((riga for riga in restanti if riga.descrizione == voce.descrizione), None)
        abbinate.append(uguale)
        if uguale:
            restanti.remove(uguale)
    testi = {voce.descrizione for voce in voci}
    libere = [riga for riga in restanti if riga.descrizione not in testi]
    return [riga or (libere.pop(0) if libere else None) for riga in abbinate]


def allinea_indicatori(
    *, scheda: SchedaArea, obiettivi: Mapping[UUID, ObiettivoGestionale], voci: Sequence[ObiettivoFoto]
) -> None:
    """Make the indicators of the sheet's objectives (saved rows by uid) those of `voci`, with their targets."""
    esistenti: dict[int, list[Indicatore]] = {}
    prima: dict[int, tuple] = {}
    for riga in Indicatore.objects.filter(obiettivo__scheda=scheda).order_by("ordine", "pk"):
        esistenti.setdefault(riga.obiettivo_id, []).append(riga)
        prima[riga.pk] = valori(riga, COPIATI_INDICATORE)
    scritte: list[tuple[Indicatore, IndicatoreFoto, int]] = []
    for voce in voci:
        obiettivo = obiettivi[voce.uid]
        abbinate = _abbina(esistenti.get(obiettivo.pk, []), voce.indicatori)
        for ordine, (riga, indicatore) in enumerate(zip(abbinate, voce.indicatori, strict=True), start=1):
            riga = riga or Indicatore(obiettivo=obiettivo)
            _copia(riga, indicatore, ordine)
            verifica_riga(riga, f"Obiettivo {voce.numero}, indicatore {ordine}")
            scritte.append((riga, indicatore, voce.numero))
    tenute = [riga for riga, *_ in scritte if riga.pk]
    cambiate = [riga for riga in tenute if valori(riga, COPIATI_INDICATORE) != prima[riga.pk]]
    Indicatore.objects.filter(obiettivo__scheda=scheda).exclude(pk__in=[riga.pk for riga in tenute]).delete()
    Indicatore.objects.bulk_update(cambiate, COPIATI_INDICATORE)
    Indicatore.objects.bulk_create([riga for riga, *_ in scritte if riga.pk is None])
    _allinea_attesi(scheda, scritte)


def _copia(riga: Indicatore, voce: IndicatoreFoto, ordine: int) -> None:
    riga.ordine = ordine
    for campo in CAMPI_INDICATORE:
        setattr(riga, campo, getattr(voce, campo))


def _allinea_attesi(scheda: SchedaArea, scritte: Iterable[tuple[Indicatore, IndicatoreFoto, int]]) -> None:
    """Nothing hangs on a target: they are written anew."""
    ValoreAtteso.objects.filter(indicatore__obiettivo__scheda=scheda).delete()
    righe = []
    for indicatore, voce, numero in scritte:
        for atteso in voce.valori_attesi:
            riga = ValoreAtteso(
                indicatore=indicatore,
                anno=atteso.anno,
                operatore=atteso.operatore,
                valore=atteso.valore,
                data=atteso.data,
            )
            verifica_riga(riga, f"Obiettivo {numero}, valore atteso {atteso.anno}")
            righe.append(riga)
    ValoreAtteso.objects.bulk_create(righe)


def allinea_fasi(
    *, scheda: SchedaArea, obiettivi: Mapping[UUID, ObiettivoGestionale], voci: Sequence[ObiettivoFoto]
) -> None:
    """Make the steps of the sheet's objectives those of `voci`; nothing hangs on a step: they are written anew."""
    Fase.objects.filter(obiettivo__scheda=scheda).delete()
    righe = []
    for voce in voci:
        for ordine, fase in enumerate(voce.fasi, start=1):
            riga = Fase(obiettivo=obiettivi[voce.uid], ordine=ordine, attivita=fase.attivita, dal=fase.dal, al=fase.al)
            verifica_riga(riga, f"Obiettivo {voce.numero}, fase {ordine}")
            if fase.dal and fase.al and fase.al < fase.dal:
                raise ValidationError(f"Obiettivo {voce.numero}, fase {ordine}: la fine viene prima dell'inizio.")
            righe.append(riga)
    Fase.objects.bulk_create(righe)
