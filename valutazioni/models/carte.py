"""Individual assessment: where a person worked in the year, and the card (scheda di valutazione individuale)."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from piani.models.base import DellEnte, intervallo
from valutazioni.models.base import DellaScheda, scheda_secondo_tipo
from valutazioni.querysets import COMUNICATE, CartaQuerySet
from valutazioni.states import StatoCarta


class Posizione(DellaScheda):
    """Where a person worked in a year and at what time: more than one for who changed area, or hours, in June.

    `tipo` and `area` say which sheet's objectives are the person's; `categoria` is a code of the SMVP.
    """

    stesso_ente = ("area", "dipendente")

    dipendente = models.ForeignKey(
        "piani.Dipendente", models.PROTECT, related_name="posizioni", verbose_name="dipendente"
    )
    categoria = models.CharField("categoria del SMVP", max_length=40)
    dal = models.DateField("dal")
    al = models.DateField("al")
    part_time = models.DecimalField(
        "tempo di lavoro (%)",
        max_digits=5,
        decimal_places=2,
        default=Decimal(100),
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(100))],
    )

    class Meta:
        verbose_name = "posizione nell'anno"
        verbose_name_plural = "posizioni nell'anno"
        ordering = ("ente", "anno", "dipendente", "dal")
        constraints = (
            scheda_secondo_tipo("posizione_secondo_tipo"),
            intervallo("posizione_dal_al", "dal", "al"),
            models.UniqueConstraint(
                fields=("anno", "dipendente", "dal"),
                name="posizione_unica",
                violation_error_message="Una posizione che comincia quel giorno c'è già.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.dipendente}, dal {self.dal:%d/%m/%Y} al {self.al:%d/%m/%Y}"

    @property
    def giorni(self) -> int:
        """Days of service, both ends included."""
        return (self.al - self.dal).days + 1

    def clean(self) -> None:
        super().clean()
        if self.dal and self.al and self.anno and {self.dal.year, self.al.year} != {self.anno}:
            raise ValidationError(f"Le date sono del {self.anno}.")


class Carta(DellEnte):
    """The scheda di valutazione of a person in a year (called carta here: a scheda is the area's).

    `gradi` are the components that the system computed when the card was proposed, with their arithmetic; `voti` the
    points of the behaviours; `punteggio` the exact total, rounded only where it is shown.
    """

    stesso_ente = ("area", "dipendente", "smvp")
    stati_aperti = (StatoCarta.BOZZA,)

    class Valutatore(models.TextChoices):
        NUCLEO = "nucleo", "Nucleo di valutazione"
        SEGRETARIO = "segretario", "Segretario comunale"
        RESPONSABILE = "responsabile", "Responsabile dell'area"

    ente = models.ForeignKey("piani.Ente", models.PROTECT, related_name="carte", verbose_name="ente")
    anno = models.PositiveSmallIntegerField("anno")
    dipendente = models.ForeignKey("piani.Dipendente", models.PROTECT, related_name="carte", verbose_name="dipendente")
    smvp = models.ForeignKey(
        "valutazioni.VersioneSmvp", models.PROTECT, related_name="carte", verbose_name="sistema di valutazione"
    )
    categoria = models.CharField("categoria", max_length=40)
    area = models.ForeignKey(
        "piani.Area",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="carte",
        verbose_name="area",
        help_text="Quella dell'ultima posizione dell'anno; vuota per il Segretario.",
    )
    valutatore = models.CharField("chi valuta", max_length=12, choices=Valutatore)
    esclusione = models.CharField("fuori dai premi perché", max_length=200, blank=True)
    voti = models.JSONField("punti dei comportamenti", default=dict, blank=True)
    gradi = models.JSONField("gradi delle componenti", default=dict, blank=True)
    giudizio = models.TextField("giudizio", blank=True)
    punteggio = models.DecimalField("punteggio esatto", max_digits=24, decimal_places=18, null=True, blank=True)
    fascia = models.CharField("fascia", max_length=40, blank=True)
    osservazioni = models.TextField("osservazioni della persona", blank=True)
    stato = models.CharField("stato", max_length=16, choices=StatoCarta, default=StatoCarta.BOZZA, editable=False)
    versione = models.PositiveIntegerField("numero di modifica", default=1, editable=False)
    proposta_il = models.DateTimeField("proposta il", null=True, blank=True, editable=False)
    comunicata_il = models.DateTimeField("comunicata il", null=True, blank=True, editable=False)
    vista_il = models.DateTimeField("presa visione il", null=True, blank=True, editable=False)
    definitiva_il = models.DateTimeField("definitiva il", null=True, blank=True, editable=False)
    valutata_da = models.ForeignKey(
        "piani.Utente", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = CartaQuerySet.as_manager()

    class Meta:
        verbose_name = "scheda di valutazione"
        verbose_name_plural = "schede di valutazione"
        ordering = ("ente", "-anno", "dipendente")
        constraints = (
            models.UniqueConstraint(
                fields=("anno", "dipendente"),
                name="carta_unica_per_anno",
                violation_error_message="Questa persona ha già la scheda dell'anno.",
            ),
            models.CheckConstraint(
                name="carta_proposta_ha_punteggio",
                condition=Q(stato="bozza") | Q(punteggio__isnull=False, proposta_il__isnull=False),
            ),
            models.CheckConstraint(
                name="carta_definitiva_ha_data",
                condition=~Q(stato="definitiva") | Q(definitiva_il__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.dipendente}, {self.anno}"

    @property
    def e_comunicata(self) -> bool:
        return self.stato in COMUNICATE
