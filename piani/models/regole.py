"""What an ente sets about the checks: which ones are off, their parameters, the articles it corrects."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from piani.models.base import DellEnte
from semproniano.core.controlli import Gravita
from semproniano.core.models import NonVuoto


class RegolaControllo(DellEnte):
    """Settings of one check for one ente. Which codes and parameters exist is known by the register of the checks:
    `piani.services.regole` compares the row with it."""

    ente = models.ForeignKey("piani.Ente", models.CASCADE, related_name="regole_controlli", verbose_name="ente")
    codice = models.CharField(
        "controllo", max_length=6, validators=[RegexValidator(r"\A[A-Z]{2}\d{2}\Z", "Codice di un controllo: OB14.")]
    )
    e_attivo = models.BooleanField("attivo", default=True)
    gravita = models.CharField(
        "gravità abbassata a", max_length=12, choices=[(g.value, g.value) for g in Gravita], blank=True
    )
    # The text of each parameter as the office wrote it; what is missing keeps the usual value.
    parametri = models.JSONField("parametri", default=dict, blank=True)
    motivo = models.TextField(
        "motivo", blank=True, help_text="Obbligatorio per spegnere il controllo o abbassarne la gravità."
    )

    class Meta:
        verbose_name = "regola di un controllo"
        verbose_name_plural = "regole dei controlli"
        ordering = ("ente", "codice")
        constraints = (
            models.UniqueConstraint(
                fields=("ente", "codice"),
                name="regola_unica",
                violation_error_message="L'ente ha già una regola per questo controllo.",
            ),
            models.CheckConstraint(
                name="regola_spenta_ha_motivo",
                condition=Q(e_attivo=True, gravita="") | ~Q(motivo=""),
                violation_error_message="Per spegnere un controllo o abbassarne la gravità serve il motivo.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.codice} – {self.ente}"


class ArticoloCorretto(DellEnte):
    """The article that an ente cites in place of the one the system knows, for one rule of law."""

    ente = models.ForeignKey("piani.Ente", models.CASCADE, related_name="articoli_corretti", verbose_name="ente")
    norma = models.CharField(
        "norma", max_length=11, validators=[RegexValidator(r"\A[A-Z]{2}\d{2}/\d{4}\Z", "Codice e anno: NO06/2017.")]
    )
    articolo = models.CharField("articolo da citare", max_length=300, validators=[NonVuoto()])

    class Meta:
        verbose_name = "articolo corretto"
        verbose_name_plural = "articoli corretti"
        ordering = ("ente", "norma")
        constraints = (
            models.UniqueConstraint(
                fields=("ente", "norma"),
                name="articolo_unico_per_norma",
                violation_error_message="L'ente ha già corretto questo articolo.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.norma}: {self.articolo}"
