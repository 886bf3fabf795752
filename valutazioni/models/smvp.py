"""The Sistema di misurazione e valutazione of a body, year by year (art. 7 d.lgs 150/2009)."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from semproniano.core.models import NonVuoto
from valutazioni.models.base import Congelato
from valutazioni.states import StatoSmvp

# What an adopted SMVP must carry.
ADOTTATI = (StatoSmvp.ADOTTATO, StatoSmvp.SUPERATO)


class VersioneSmvp(Congelato):
    """A SMVP as data (`valutazioni.calcolo.smvp.Smvp`): written while in bozza, frozen from when the Nucleo has it.

    It holds from `dal_anno` until the next one that is adopted.
    """

    stesso_ente = ("atto",)
    stati_aperti = (StatoSmvp.BOZZA,)

    ente = models.ForeignKey("piani.Ente", models.PROTECT, related_name="smvp", verbose_name="ente")
    dal_anno = models.PositiveSmallIntegerField("vale dall'anno", validators=[MinValueValidator(2009)])
    titolo = models.CharField("titolo", max_length=200, validators=[NonVuoto()])
    stato = models.CharField("stato", max_length=12, choices=StatoSmvp, default=StatoSmvp.BOZZA, editable=False)
    versione = models.PositiveIntegerField("numero di modifica", default=1, editable=False)
    parere = models.TextField("parere del Nucleo", blank=True)
    parere_il = models.DateTimeField("parere dato il", null=True, blank=True, editable=False)
    adottato_il = models.DateTimeField("adottato il", null=True, blank=True, editable=False)
    atto = models.ForeignKey(
        "piani.Atto", models.PROTECT, null=True, blank=True, related_name="smvp", verbose_name="atto di adozione"
    )

    class Meta:
        verbose_name = "sistema di misurazione e valutazione"
        verbose_name_plural = "sistemi di misurazione e valutazione"
        ordering = ("ente", "-dal_anno", "-pk")
        constraints = (
            models.CheckConstraint(
                name="smvp_adottato_ha_atto",
                condition=~Q(stato__in=ADOTTATI)
                | Q(atto__isnull=False, adottato_il__isnull=False, parere_il__isnull=False),
                violation_error_message="Un SMVP adottato ha il parere del Nucleo, l'atto e la data.",
            ),
            models.UniqueConstraint(
                fields=("ente", "dal_anno"),
                condition=Q(stato="adottato"),
                name="smvp_uno_adottato_per_anno",
                violation_error_message="Un SMVP che vale da quest'anno c'è già.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.titolo} (dal {self.dal_anno})"
