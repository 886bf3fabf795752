"""From the lines of the mandate to the objectives of the DUP: strategico (pluriennale) and operativo."""

from django.core.exceptions import ValidationError
from django.db import models

from piani.models.base import DellEnte
from semproniano.core.models import NonVuoto


class ObiettivoStrategico(DellEnte):
    """A multi-year objective. The line that the document prints may be none of the mandate's: it is kept as printed."""

    stesso_ente = ("linea",)

    ente = models.ForeignKey("piani.Ente", models.CASCADE, related_name="obiettivi_strategici", verbose_name="ente")
    codice = models.CharField("codice", max_length=20, validators=[NonVuoto()], help_text="Come nel DUP, o a scelta.")
    descrizione = models.TextField("descrizione", validators=[NonVuoto()])
    linea = models.ForeignKey(
        "piani.LineaMandato",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="obiettivi_strategici",
        verbose_name="linea di mandato",
    )
    linea_pubblicata = models.TextField("linea strategica come stampata", blank=True)

    class Meta:
        verbose_name = "obiettivo strategico"
        verbose_name_plural = "obiettivi strategici"
        ordering = ("ente", "codice")
        constraints = (
            models.UniqueConstraint(
                fields=("ente", "codice"),
                name="strategico_codice_unico",
                violation_error_message="Un altro obiettivo strategico ha già questo codice.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.codice} {self.descrizione[:80]}"


class ObiettivoOperativo(DellEnte):
    """The objective of a programme of the budget (missione and programma, d.lgs 118/2011)."""

    percorso_ente = "strategico__ente"

    strategico = models.ForeignKey(
        ObiettivoStrategico, models.PROTECT, related_name="operativi", verbose_name="obiettivo strategico"
    )
    codice = models.CharField(
        "codice", max_length=20, validators=[NonVuoto()], help_text="Dentro l'obiettivo strategico: 1."
    )
    descrizione = models.TextField("descrizione", validators=[NonVuoto()])
    missione = models.ForeignKey(
        "piani.Missione", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="missione"
    )
    programma = models.ForeignKey(
        "piani.Programma", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="programma"
    )

    class Meta:
        verbose_name = "obiettivo operativo"
        verbose_name_plural = "obiettivi operativi"
        ordering = ("strategico", "codice")
        constraints = (
            models.UniqueConstraint(
                fields=("strategico", "codice"),
                name="operativo_codice_unico",
                violation_error_message="Un altro obiettivo operativo di questo strategico ha già questo codice.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.codice_completo} {self.descrizione[:80]}"

    @property
    def codice_completo(self) -> str:
        return f"{self.strategico.codice}.{self.codice}"

    def clean(self) -> None:
        super().clean()
        if self.programma_id and self.programma.missione_id != self.missione_id:
            raise ValidationError(
                {"programma": f"Il programma {self.programma.codice} è della missione {self.programma.missione}."}
            )
