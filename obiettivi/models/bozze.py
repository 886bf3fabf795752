"""Work on a sheet that is not saved yet, and texts to begin from."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from obiettivi.models.gestionali import ObiettivoGestionale
from obiettivi.querysets import ModelloObiettivoQuerySet
from piani.models.base import DellEnte
from semproniano.core.models import NonVuoto, Validita


class BozzaScheda(DellEnte):
    """What a person has typed in a sheet's page and not saved: fields by name, valid or not.

    `finestra` tells two tabs of the same person apart; `versione` is the sheet's number when the work began, so that
    what others saved in the meantime is noticed.
    """

    percorso_ente = "scheda__piano__ente"

    scheda = models.ForeignKey("piani.SchedaArea", models.CASCADE, related_name="bozze", verbose_name="scheda")
    utente = models.ForeignKey("piani.Utente", models.PROTECT, related_name="bozze", verbose_name="utente")
    finestra = models.UUIDField("finestra", default=uuid.uuid4)
    versione = models.PositiveIntegerField("numero di modifica di partenza")
    dati = models.JSONField("campi")
    motivo = models.CharField("da dove viene", max_length=200, blank=True)
    salvata_il = models.DateTimeField("salvata il", auto_now=True)

    class Meta:
        verbose_name = "bozza non salvata"
        verbose_name_plural = "bozze non salvate"
        ordering = ("scheda", "-salvata_il")
        constraints = (
            models.UniqueConstraint(fields=("scheda", "utente", "finestra"), name="bozza_unica_per_finestra"),
        )

    def __str__(self) -> str:
        return f"{self.scheda}, {self.utente}"


def valida_indicatori(valore: object) -> None:
    """Indicators of a library row: a list of {"descrizione", "valore_atteso"} with texts."""
    chiavi = {"descrizione", "valore_atteso"}
    if not isinstance(valore, list) or not all(isinstance(voce, dict) and set(voce) == chiavi for voce in valore):
        raise ValidationError("Gli indicatori sono un elenco di descrizione e valore atteso.")
    if not all(isinstance(testo, str) for voce in valore for testo in voce.values()):
        raise ValidationError("Descrizione e valore atteso sono testi.")


class ModelloObiettivo(DellEnte, Validita):
    """An objective of the library, ready to adjust: asked for by the law in some years, or kept by a body.

    Law rows have no Ente and come from `fixtures/liste/modelli_obiettivo.csv`; `norma` is the code of their norm.
    """

    codice = models.SlugField("codice", max_length=60)
    ente = models.ForeignKey(
        "piani.Ente", models.CASCADE, null=True, blank=True, related_name="modelli_obiettivo", verbose_name="ente"
    )
    titolo = models.CharField("titolo", max_length=200, validators=[NonVuoto()])
    descrizione = models.TextField("descrizione", validators=[NonVuoto()])
    indicatori = models.JSONField("indicatori", default=list, blank=True, validators=[valida_indicatori])
    ambito = models.CharField("ambito", max_length=12, choices=ObiettivoGestionale.Ambito, blank=True)
    natura = models.CharField("natura", max_length=14, choices=ObiettivoGestionale.Natura, blank=True)
    norma = models.CharField("norma", max_length=40, blank=True)
    nota = models.TextField("avvertenza", blank=True, help_text="Che cosa adattare, e perché.")

    objects = ModelloObiettivoQuerySet.as_manager()

    class Meta:
        verbose_name = "modello di obiettivo"
        verbose_name_plural = "modelli di obiettivo"
        ordering = ("codice", "valido_dal")
        constraints = (
            models.UniqueConstraint(
                fields=("codice", "valido_dal"), condition=Q(ente__isnull=True), name="modello_di_legge_unico"
            ),
            models.UniqueConstraint(
                fields=("ente", "codice", "valido_dal"),
                condition=Q(ente__isnull=False),
                name="modello_di_ente_unico",
                violation_error_message="Un altro modello dell'ente ha già questo codice, dallo stesso anno.",
            ),
        )

    def __str__(self) -> str:
        return self.titolo
