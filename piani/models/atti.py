"""Acts, the mandate and its lines."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import ExtractYear

from piani.models.base import DellEnte
from semproniano.core.models import NonVuoto


class Atto(DellEnte):
    """A formal act: it approves a plan, a mandate, a variation, an annex."""

    class Organo(models.TextChoices):
        GIUNTA = "giunta", "Giunta comunale"
        CONSIGLIO = "consiglio", "Consiglio comunale"
        SINDACO = "sindaco", "Sindaco"
        ALTRO = "altro", "Altro organo"

    SIGLE = {Organo.GIUNTA: "G.C.", Organo.CONSIGLIO: "C.C.", Organo.SINDACO: "Decreto sindacale"}

    ente = models.ForeignKey("piani.Ente", models.CASCADE, related_name="atti", verbose_name="ente")
    organo = models.CharField("organo", max_length=10, choices=Organo, default=Organo.GIUNTA)
    numero = models.CharField("numero", max_length=20, validators=[NonVuoto()])
    data = models.DateField("data")
    oggetto = models.CharField("oggetto", max_length=500, blank=True)

    class Meta:
        verbose_name = "atto"
        verbose_name_plural = "atti"
        ordering = ("ente", "-data", "organo", "numero")
        constraints = (
            models.UniqueConstraint(
                "ente", "organo", "numero", ExtractYear("data"),
                name="atto_unico_per_anno",
                violation_error_message="Un atto dello stesso organo ha già questo numero in quell'anno.",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.SIGLE.get(self.organo, self.get_organo_display())} n. {self.numero} del {self.data:%d/%m/%Y}"


class Mandato(DellEnte):
    """The years of a Sindaco's mandate, with the act that approved its lines (art. 46 c. 3 TUEL)."""

    stesso_ente = ("atto",)

    ente = models.ForeignKey("piani.Ente", models.CASCADE, related_name="mandati", verbose_name="ente")
    anno_inizio = models.PositiveSmallIntegerField("anno di inizio", validators=[MinValueValidator(1993)])
    anno_fine = models.PositiveSmallIntegerField("anno di fine")
    atto = models.ForeignKey(
        Atto, models.PROTECT, null=True, blank=True, related_name="mandati", verbose_name="atto di approvazione"
    )

    class Meta:
        verbose_name = "mandato"
        verbose_name_plural = "mandati"
        ordering = ("ente", "-anno_inizio")
        constraints = (
            models.UniqueConstraint(
                fields=("ente", "anno_inizio"),
                name="mandato_unico",
                violation_error_message="Un mandato che comincia in quell'anno c'è già.",
            ),
            models.CheckConstraint(
                name="mandato_anni",
                condition=Q(anno_fine__gte=models.F("anno_inizio")),
                violation_error_message="Il mandato finisce prima di cominciare.",
            ),
        )

    def __str__(self) -> str:
        return f"Mandato {self.anno_inizio}-{self.anno_fine}"


class LineaMandato(DellEnte):
    """One of the lines of the mandate, numbered as in the act."""

    percorso_ente = "mandato__ente"

    mandato = models.ForeignKey(Mandato, models.CASCADE, related_name="linee", verbose_name="mandato")
    numero = models.PositiveSmallIntegerField("numero", validators=[MinValueValidator(1)])
    titolo = models.CharField("titolo", max_length=500, validators=[NonVuoto()])

    class Meta:
        verbose_name = "linea di mandato"
        verbose_name_plural = "linee di mandato"
        ordering = ("mandato", "numero")
        constraints = (
            models.UniqueConstraint(
                fields=("mandato", "numero"),
                name="linea_numero_unico",
                violation_error_message="Un'altra linea di questo mandato ha già questo numero.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.numero}. {self.titolo}"


class Tematica(DellEnte):
    """A theme inside a line of the mandate."""

    percorso_ente = "linea__mandato__ente"

    linea = models.ForeignKey(LineaMandato, models.CASCADE, related_name="tematiche", verbose_name="linea di mandato")
    ordine = models.PositiveSmallIntegerField("ordine", default=1)
    testo = models.TextField("testo", validators=[NonVuoto()])

    class Meta:
        verbose_name = "tematica"
        verbose_name_plural = "tematiche"
        ordering = ("linea", "ordine", "pk")

    def __str__(self) -> str:
        return self.testo[:80]
