"""Funds and premi. Names with amounts are in these rows and in the restricted pages, never anywhere else."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models

from piani.models.base import DellEnte
from valutazioni.models.base import ConDocumenti, Congelato
from valutazioni.states import StatoFondo


class Fondo(DellEnte):
    """The money for the premi of a category in a year (the contract fixes it), in euro."""

    stati_aperti = (StatoFondo.APERTO,)

    ente = models.ForeignKey("piani.Ente", models.PROTECT, related_name="fondi", verbose_name="ente")
    anno = models.PositiveSmallIntegerField("anno")
    categoria = models.CharField("categoria del SMVP", max_length=40)
    importo = models.DecimalField(
        "importo (euro)", max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    fonte = models.CharField("da dove viene", max_length=300, blank=True, help_text="Contratto integrativo, atto.")
    stato = models.CharField("stato", max_length=12, choices=StatoFondo, default=StatoFondo.APERTO, editable=False)
    versione = models.PositiveIntegerField("numero di modifica", default=1, editable=False)

    class Meta:
        verbose_name = "fondo dei premi"
        verbose_name_plural = "fondi dei premi"
        ordering = ("ente", "-anno", "categoria")
        constraints = (
            models.UniqueConstraint(
                fields=("ente", "anno", "categoria"),
                name="fondo_unico_per_categoria",
                violation_error_message="Il fondo di questa categoria c'è già.",
            ),
            models.CheckConstraint(name="fondo_importo_non_negativo", condition=models.Q(importo__gte=0)),
        )

    def __str__(self) -> str:
        return f"Fondo {self.anno}, {self.categoria}"


class DistribuzionePremi(Congelato):
    """How a fund was distributed: final, numbered. A fund that is reopened has another; the first stays on record.

    The content is a `valutazioni.calcolo.premi.Distribuzione`, with the keys of the people.
    """

    percorso_ente = "fondo__ente"

    fondo = models.ForeignKey(Fondo, models.PROTECT, related_name="distribuzioni", verbose_name="fondo")
    numero = models.PositiveSmallIntegerField("numero", validators=[MinValueValidator(1)])
    utente = models.ForeignKey("piani.Utente", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "distribuzione dei premi"
        verbose_name_plural = "distribuzioni dei premi"
        ordering = ("fondo", "numero")
        constraints = (models.UniqueConstraint(fields=("fondo", "numero"), name="distribuzione_numero_unico"),)

    def __str__(self) -> str:
        return f"{self.fondo}, distribuzione {self.numero}"


class DatiPremi(ConDocumenti, Congelato):
    """The data on the premi of a year as they may be published: aggregates alone (art. 20 d.lgs 33/2013)."""

    ente = models.ForeignKey("piani.Ente", models.PROTECT, related_name="dati_premi", verbose_name="ente")
    anno = models.PositiveSmallIntegerField("anno")
    numero = models.PositiveSmallIntegerField("numero", validators=[MinValueValidator(1)])
    pubblicati_il = models.DateTimeField("pubblicati il", null=True, blank=True, editable=False)
    utente = models.ForeignKey("piani.Utente", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "dati relativi ai premi"
        verbose_name_plural = "dati relativi ai premi"
        ordering = ("ente", "-anno", "-numero")
        constraints = (models.UniqueConstraint(fields=("ente", "anno", "numero"), name="dati_premi_numero_unico"),)

    def __str__(self) -> str:
        return f"Dati relativi ai premi {self.anno}, n. {self.numero}"
