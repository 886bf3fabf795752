"""What the rows of this app have in common: the sheet they speak of, and the contents that are frozen."""

from django.db import models
from django.db.models import Q

from piani.models import SLUG_ENTE, SLUG_SEGRETARIO, SchedaArea
from piani.models.base import DellEnte
from piani.models.versioni import SHA256


class DellaScheda(DellEnte):
    """A row about the sheet in force of an area, of the body or of the Segretario, in a year.

    It does not point at the rows of the plan: those of a variation under way are not in force, and what was measured
    stays when an objective goes. The sheet is named as the fotografia names it.
    """

    stesso_ente = ("area",)

    ente = models.ForeignKey("piani.Ente", models.PROTECT, related_name="+", verbose_name="ente")
    anno = models.PositiveSmallIntegerField("anno")
    tipo = models.CharField("scheda", max_length=12, choices=SchedaArea.Tipo, default=SchedaArea.Tipo.AREA)
    area = models.ForeignKey("piani.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="area")

    class Meta:
        abstract = True

    @property
    def slug_scheda(self) -> str:
        """As `SchedaArea.slug`."""
        if self.area_id:
            return self.area.slug
        return SLUG_ENTE if self.tipo == SchedaArea.Tipo.ENTE else SLUG_SEGRETARIO


def scheda_secondo_tipo(nome: str) -> models.CheckConstraint:
    """CHECK that a row about the sheet of an area, and no other, has an area."""
    return models.CheckConstraint(
        name=nome,
        condition=(Q(tipo="area") & Q(area__isnull=False)) | (~Q(tipo="area") & Q(area__isnull=True)),
    )


class Congelato(DellEnte):
    """A content that does not change any more: canonical JSON, the number of its shape, its fingerprint."""

    schema = models.PositiveSmallIntegerField("numero di schema", default=1)
    contenuto = models.TextField("contenuto (JSON canonico)")
    sha256 = models.CharField("impronta SHA-256", max_length=64, validators=[SHA256])
    creato_il = models.DateTimeField("creato il", auto_now_add=True)

    class Meta:
        abstract = True


class ConDocumenti(models.Model):
    """A frozen content from which files are made, all of them or none: they go on the site together."""

    documenti = models.ManyToManyField("piani.Documento", related_name="+", blank=True, editable=False)
    documenti_il = models.DateTimeField("documenti preparati il", null=True, blank=True, editable=False)
    errore_documenti = models.TextField("perché non si sono preparati", blank=True, editable=False)

    class Meta:
        abstract = True
