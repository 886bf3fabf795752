"""What happened to a sheet and to a plan: revisions of the content, events of the workflow, observations."""

from django.db import models
from django.db.models import Q

from piani.models.base import DellEnte
from piani.models.versioni import SHA256
from semproniano.core.models import NonVuoto


class Revisione(DellEnte):
    """The content of a sheet after a save or a transition: its part of the fotografia, and what the checks said.

    One for each number of change of the sheet: what changed between two of them is a comparison of two contents.
    """

    percorso_ente = "scheda__piano__ente"

    scheda = models.ForeignKey("piani.SchedaArea", models.CASCADE, related_name="revisioni", verbose_name="scheda")
    versione = models.PositiveIntegerField("numero di modifica")
    schema = models.PositiveSmallIntegerField("numero di schema")
    contenuto = models.TextField("contenuto (JSON canonico)")
    sha256 = models.CharField("impronta SHA-256", max_length=64, validators=[SHA256])
    esiti = models.JSONField("esiti dei controlli", default=list, blank=True)
    motivo = models.CharField("che cosa è stato fatto", max_length=200)
    utente = models.ForeignKey(
        "piani.Utente",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="revisioni",
        verbose_name="utente",
        help_text="Vuoto: un comando, senza nessuno davanti.",
    )
    creata_il = models.DateTimeField("creata il", auto_now_add=True)

    class Meta:
        verbose_name = "revisione"
        verbose_name_plural = "revisioni"
        ordering = ("scheda", "-versione")
        constraints = (models.UniqueConstraint(fields=("scheda", "versione"), name="revisione_unica_per_modifica"),)

    def __str__(self) -> str:
        return f"{self.scheda}, modifica {self.versione}"


class Evento(DellEnte):
    """A transition that happened. Append-only (triggers refuse the rest) and chained by hash, one chain for each Ente.

    It names its object by type, key and label: the row may go, the event stays.
    """

    ente = models.ForeignKey("piani.Ente", models.PROTECT, related_name="eventi", verbose_name="ente")
    numero = models.PositiveIntegerField("numero nella catena")
    oggetto_tipo = models.CharField("tipo dell'oggetto", max_length=40)
    oggetto_id = models.BigIntegerField("chiave dell'oggetto")
    oggetto_etichetta = models.CharField("oggetto", max_length=300)
    transizione = models.CharField("transizione", max_length=40)
    stato_da = models.CharField("dallo stato", max_length=20, blank=True)
    stato_a = models.CharField("allo stato", max_length=20, blank=True)
    nota = models.TextField("nota", blank=True)
    dati = models.JSONField("altri dati", default=dict, blank=True)
    utente = models.ForeignKey(
        "piani.Utente", models.PROTECT, null=True, blank=True, related_name="eventi", verbose_name="utente"
    )
    avvenuto_il = models.DateTimeField("avvenuto il")
    precedente_sha256 = models.CharField("impronta del precedente", max_length=64, blank=True)
    sha256 = models.CharField("impronta SHA-256", max_length=64, validators=[SHA256])

    class Meta:
        verbose_name = "evento"
        verbose_name_plural = "eventi"
        ordering = ("ente", "-numero")
        constraints = (
            models.UniqueConstraint(fields=("ente", "numero"), name="evento_numero_unico"),
            models.CheckConstraint(
                name="evento_catena",
                condition=Q(numero=1, precedente_sha256="") | (Q(numero__gt=1) & ~Q(precedente_sha256="")),
            ),
        )
        indexes = (models.Index(fields=("oggetto_tipo", "oggetto_id"), name="evento_oggetto"),)

    def __str__(self) -> str:
        return f"{self.numero}. {self.transizione}: {self.oggetto_etichetta}"


class Osservazione(DellEnte):
    """What the Segretario asks when a sheet is sent back, about one objective or about the whole sheet."""

    percorso_ente = "scheda__piano__ente"

    scheda = models.ForeignKey("piani.SchedaArea", models.CASCADE, related_name="osservazioni", verbose_name="scheda")
    obiettivo = models.UUIDField("identificativo dell'obiettivo", null=True, blank=True)
    testo = models.TextField("osservazione", validators=[NonVuoto()])
    autore = models.ForeignKey("piani.Utente", models.PROTECT, related_name="osservazioni", verbose_name="autore")
    creata_il = models.DateTimeField("creata il", auto_now_add=True)
    chiusa_il = models.DateTimeField(
        "chiusa il", null=True, blank=True, help_text="Alla proposta successiva della scheda."
    )

    class Meta:
        verbose_name = "osservazione"
        verbose_name_plural = "osservazioni"
        ordering = ("scheda", "creata_il", "pk")

    def __str__(self) -> str:
        return self.testo[:80]
