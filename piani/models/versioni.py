"""What has been frozen, as the Giunta votes it."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from piani.models.base import DellEnte
from piani.states import StatoVersione

SHA256 = RegexValidator(r"\A[0-9a-f]{64}\Z", "Impronta SHA-256: 64 cifre esadecimali.")
# What the Giunta has not approved: sent to it, or sent back by it.
STATI_NON_APPROVATI = (StatoVersione.CANDIDATA, StatoVersione.EMENDATA)
# States that a version reaches only by way of an approval.
STATI_APPROVATI = tuple(stato for stato in StatoVersione if stato not in STATI_NON_APPROVATI)


class Versione(DellEnte):
    """A fotografia of a plan, as it was sent to the Giunta and, once approved, numbered for ever."""

    percorso_ente = "piano__ente"
    stesso_ente = ("atto",)

    piano = models.ForeignKey("piani.Piano", models.PROTECT, related_name="versioni", verbose_name="piano")
    numero = models.PositiveSmallIntegerField("numero", null=True, blank=True, validators=[MinValueValidator(1)])
    schema = models.PositiveSmallIntegerField("numero di schema")
    contenuto = models.TextField("contenuto (JSON canonico)")
    sha256 = models.CharField("impronta SHA-256", max_length=64, validators=[SHA256])
    precedente = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="successiva", verbose_name="versione precedente"
    )
    stato = models.CharField("stato", max_length=12, choices=StatoVersione, default=StatoVersione.CANDIDATA)
    atto = models.ForeignKey(
        "piani.Atto", models.PROTECT, null=True, blank=True, related_name="versioni", verbose_name="atto"
    )
    creata_il = models.DateTimeField("creata il", auto_now_add=True)
    approvata_il = models.DateTimeField("approvata il", null=True, blank=True)
    e_acquisita = models.BooleanField(
        "acquisita", default=False, help_text="Approvata su carta prima di entrare nel sistema."
    )
    esiti = models.JSONField(
        "esiti dei controlli",
        default=list,
        blank=True,
        help_text="Quelli del momento in cui è stata trasmessa o acquisita.",
    )
    motivo = models.TextField("motivo", blank=True)
    pubblicata_il = models.DateTimeField("pubblicata il", null=True, blank=True)
    ritirata_il = models.DateTimeField("ritirata il", null=True, blank=True)
    archiviata_il = models.DateTimeField("archiviata il", null=True, blank=True)

    class Meta:
        verbose_name = "versione"
        verbose_name_plural = "versioni"
        ordering = ("piano", "numero", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("piano", "numero"), condition=Q(numero__isnull=False), name="versione_numero_unico"
            ),
            models.CheckConstraint(
                name="versione_approvata_ha_atto_e_numero",
                condition=Q(
                    stato__in=STATI_NON_APPROVATI, atto__isnull=True, numero__isnull=True, approvata_il__isnull=True
                )
                | Q(stato__in=STATI_APPROVATI, atto__isnull=False, numero__isnull=False, approvata_il__isnull=False),
            ),
            models.CheckConstraint(
                name="versione_ritirata_ha_motivo",
                condition=~Q(stato__in=(StatoVersione.RITIRATA, StatoVersione.EMENDATA)) | ~Q(motivo=""),
            ),
            models.UniqueConstraint(
                fields=("piano",), condition=Q(stato=StatoVersione.CANDIDATA), name="versione_una_candidata"
            ),
            models.CheckConstraint(
                name="versione_pubblicata_ha_data",
                condition=~Q(stato__in=(StatoVersione.PUBBLICATA, StatoVersione.RITIRATA, StatoVersione.ARCHIVIATA))
                | Q(pubblicata_il__isnull=False),
            ),
            models.CheckConstraint(
                name="versione_non_approvata_non_pubblicata",
                condition=~Q(stato__in=STATI_NON_APPROVATI) | Q(pubblicata_il__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.piano.titolo}, versione {self.numero or self.get_stato_display().lower()}"
