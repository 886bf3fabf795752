"""Who works on what: shares of effort, and weights that differ from person to person."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from obiettivi.models.gestionali import PESO_MASSIMO, ObiettivoGestionale
from piani.models import PersonaScheda
from piani.models.base import DellEnte


class DellaPersona(DellEnte):
    """A row that joins an objective with a person of the same sheet."""

    percorso_ente = "obiettivo__scheda__piano__ente"

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.obiettivo_id and self.persona_id and self.obiettivo.scheda_id != self.persona.scheda_id:
            raise ValidationError({"persona": f"«{self.persona}» non è tra le persone di questa scheda."})


class AssegnazioneDipendente(DellaPersona):
    """Percentage of a person's effort that goes to an objective; over the year's objectives they sum to 100."""

    obiettivo = models.ForeignKey(
        ObiettivoGestionale, models.CASCADE, related_name="assegnazioni", verbose_name="obiettivo"
    )
    persona = models.ForeignKey(PersonaScheda, models.PROTECT, related_name="assegnazioni", verbose_name="persona")
    percentuale = models.DecimalField(
        "percentuale",
        max_digits=7,
        decimal_places=4,
        validators=[MinValueValidator(Decimal("0.0001")), MaxValueValidator(Decimal(100))],
    )

    class Meta:
        verbose_name = "assegnazione"
        verbose_name_plural = "assegnazioni"
        ordering = ("obiettivo", "persona__ordine", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("obiettivo", "persona"),
                name="assegnazione_unica",
                violation_error_message="Questa persona è già assegnata all'obiettivo.",
            ),
            models.CheckConstraint(
                name="assegnazione_percentuale_ammessa",
                condition=Q(percentuale__gt=0, percentuale__lte=100),
                violation_error_message="La percentuale va oltre 0 e fino a 100.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.persona}: {self.percentuale.normalize():f}%"


class PesoPersonale(DellaPersona):
    """Weight of an objective for one person, where the body's system gives each their own."""

    obiettivo = models.ForeignKey(
        ObiettivoGestionale, models.CASCADE, related_name="pesi_personali", verbose_name="obiettivo"
    )
    persona = models.ForeignKey(PersonaScheda, models.PROTECT, related_name="pesi_personali", verbose_name="persona")
    peso = models.DecimalField(
        "peso",
        max_digits=7,
        decimal_places=4,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(PESO_MASSIMO)],
    )

    class Meta:
        verbose_name = "peso personale"
        verbose_name_plural = "pesi personali"
        ordering = ("obiettivo", "persona__ordine", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("obiettivo", "persona"),
                name="peso_personale_unico",
                violation_error_message="Il peso di questa persona c'è già.",
            ),
            models.CheckConstraint(
                name="peso_personale_ammesso",
                condition=Q(peso__gte=0, peso__lte=PESO_MASSIMO),
                violation_error_message="Il peso va da 0 a 100.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.persona}: {self.peso.normalize():f}"
