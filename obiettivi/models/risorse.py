"""What an objective is done with: the capitoli of the PEG that it uses."""

from django.core.exceptions import ValidationError
from django.db import models

from obiettivi.models.gestionali import ObiettivoGestionale
from piani.models import Capitolo
from piani.models.base import DellEnte


class RisorsaObiettivo(DellEnte):
    """A capitolo that serves an objective of the same plan; several objectives may share one."""

    percorso_ente = "obiettivo__scheda__piano__ente"
    stesso_ente = ("capitolo",)

    obiettivo = models.ForeignKey(ObiettivoGestionale, models.CASCADE, related_name="risorse", verbose_name="obiettivo")
    capitolo = models.ForeignKey(Capitolo, models.PROTECT, related_name="obiettivi", verbose_name="capitolo")

    class Meta:
        verbose_name = "risorsa dell'obiettivo"
        verbose_name_plural = "risorse degli obiettivi"
        constraints = (
            models.UniqueConstraint(
                fields=("obiettivo", "capitolo"),
                name="risorsa_unica",
                violation_error_message="Questo capitolo è già collegato all'obiettivo.",
            ),
        )

    def __str__(self) -> str:
        return str(self.capitolo)

    def clean(self) -> None:
        super().clean()
        if self.obiettivo_id and self.capitolo_id and self.obiettivo.scheda.piano_id != self.capitolo.piano_id:
            raise ValidationError({"capitolo": "Il capitolo è del PEG di un altro piano."})
