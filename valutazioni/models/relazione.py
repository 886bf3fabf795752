"""The Relazione sulla performance of a year (art. 10 c. 1 lett. b d.lgs 150/2009)."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from piani.models.base import DellEnte
from semproniano.core.models import NonVuoto
from valutazioni.models.base import ConDocumenti, Congelato
from valutazioni.states import StatoRelazione

# States in which there is an act of the Giunta.
CON_ATTO = (StatoRelazione.APPROVATA, StatoRelazione.VALIDATA, StatoRelazione.PUBBLICATA)


class Relazione(DellEnte):
    """The Relazione of a body for a year: narrative written here, results taken from what was measured."""

    stesso_ente = ("atto",)
    stati_aperti = (StatoRelazione.IN_REDAZIONE,)

    ente = models.ForeignKey("piani.Ente", models.PROTECT, related_name="relazioni", verbose_name="ente")
    anno = models.PositiveSmallIntegerField("anno", validators=[MinValueValidator(2009)])
    titolo = models.CharField("titolo", max_length=200, validators=[NonVuoto()])
    e_unificata = models.BooleanField(
        "unificata con il rendiconto", default=False, help_text="Art. 10 c. 1-bis d.lgs 150/2009."
    )
    stato = models.CharField(
        "stato", max_length=12, choices=StatoRelazione, default=StatoRelazione.IN_REDAZIONE, editable=False
    )
    versione = models.PositiveIntegerField("numero di modifica", default=1, editable=False)
    trasmessa_il = models.DateTimeField("trasmessa il", null=True, blank=True, editable=False)
    approvata_il = models.DateTimeField("approvata il", null=True, blank=True, editable=False)
    validata_il = models.DateTimeField("validata il", null=True, blank=True, editable=False)
    pubblicata_il = models.DateTimeField("pubblicata il", null=True, blank=True, editable=False)
    atto = models.ForeignKey(
        "piani.Atto",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="relazioni",
        verbose_name="atto di approvazione",
    )

    class Meta:
        verbose_name = "relazione sulla performance"
        verbose_name_plural = "relazioni sulla performance"
        ordering = ("ente", "-anno")
        constraints = (
            models.UniqueConstraint(
                fields=("ente", "anno"),
                name="relazione_unica_per_anno",
                violation_error_message="La Relazione di quest'anno c'è già.",
            ),
            models.CheckConstraint(
                name="relazione_approvata_ha_atto",
                condition=~Q(stato__in=CON_ATTO) | Q(atto__isnull=False, approvata_il__isnull=False),
            ),
            models.CheckConstraint(
                name="relazione_validata_ha_data",
                condition=~Q(stato__in=("validata", "pubblicata")) | Q(validata_il__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.titolo} – {self.ente}"

    def get_absolute_url(self) -> str:
        return reverse("relazione", args=[self.pk])

    @property
    def ha_referto(self) -> bool:
        """The Referto del controllo di gestione is made with the other documents of the approved version."""
        return self.versioni.filter(documenti_il__isnull=False).exists()


class SezioneRelazione(DellEnte):
    """A heading of the Relazione and its text, in restricted Markdown (no HTML)."""

    percorso_ente = "relazione__ente"

    relazione = models.ForeignKey(Relazione, models.CASCADE, related_name="sezioni", verbose_name="relazione")
    ordine = models.PositiveSmallIntegerField("ordine")
    livello = models.PositiveSmallIntegerField("livello", default=1, choices=((1, "Titolo"), (2, "Sottotitolo")))
    titolo = models.CharField("titolo", max_length=300, validators=[NonVuoto()])
    testo = models.TextField("testo", blank=True)

    class Meta:
        verbose_name = "sezione della relazione"
        verbose_name_plural = "sezioni della relazione"
        ordering = ("relazione", "ordine", "pk")

    def __str__(self) -> str:
        return self.titolo


class VersioneRelazione(ConDocumenti, Congelato):
    """What the Giunta voted and the Nucleo validated: the whole Relazione, its results included."""

    percorso_ente = "relazione__ente"
    stesso_ente = ("atto",)

    relazione = models.ForeignKey(Relazione, models.PROTECT, related_name="versioni", verbose_name="relazione")
    numero = models.PositiveSmallIntegerField("numero", null=True, blank=True, validators=[MinValueValidator(1)])
    precedente = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="successiva", verbose_name="versione precedente"
    )
    atto = models.ForeignKey("piani.Atto", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="atto")
    esiti = models.JSONField("esiti dei controlli", default=list, blank=True)
    validazione = models.TextField("documento di validazione", blank=True)
    validata_il = models.DateTimeField("validata il", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "versione della relazione"
        verbose_name_plural = "versioni della relazione"
        ordering = ("relazione", "numero", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("relazione", "numero"), condition=Q(numero__isnull=False), name="relazione_versione_numero"
            ),
            models.CheckConstraint(
                name="relazione_versione_numerata_ha_atto", condition=Q(numero__isnull=True) | Q(atto__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.relazione.titolo}, versione {self.numero or 'candidata'}"
