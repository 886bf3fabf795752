"""Tables on their way in: pasted or uploaded, looked at in a preview, then taken or thrown away."""

from django.db import models

from piani.models.base import DellEnte


class Caricamento(DellEnte):
    """A file or a pasted text between the upload and the confirmation. Nothing else has changed yet.

    In the database and not in a folder: any web process reads it, and it goes with the row. One for each person and
    purpose: a new one takes the place of the one that was left there.
    """

    ente = models.ForeignKey("piani.Ente", models.CASCADE, related_name="caricamenti", verbose_name="ente")
    utente = models.ForeignKey("piani.Utente", models.CASCADE, related_name="caricamenti", verbose_name="utente")
    scopo = models.CharField("scopo", max_length=60)
    nome = models.CharField("nome del file", max_length=200, blank=True, help_text="Vuoto: testo incollato.")
    contenuto = models.BinaryField("contenuto")
    creato_il = models.DateTimeField("creato il", auto_now_add=True)

    class Meta:
        verbose_name = "caricamento"
        verbose_name_plural = "caricamenti"
        ordering = ("-creato_il",)
        constraints = (models.UniqueConstraint(fields=("utente", "scopo"), name="caricamento_unico_per_scopo"),)

    def __str__(self) -> str:
        return self.nome or "testo incollato"


class MappaturaColonne(DellEnte):
    """What a body chose for the tables of a purpose, proposed again the next time: which column is which field
    (`colonne`: heading, normalised → name of the field, "" for one to leave out), and what its words stand for
    (`valori`: field → word, normalised → code)."""

    ente = models.ForeignKey("piani.Ente", models.CASCADE, related_name="mappature", verbose_name="ente")
    scopo = models.CharField("scopo", max_length=60)
    colonne = models.JSONField("colonne", default=dict, blank=True)
    valori = models.JSONField("valori", default=dict, blank=True)

    class Meta:
        verbose_name = "mappatura di colonne"
        verbose_name_plural = "mappature di colonne"
        constraints = (models.UniqueConstraint(fields=("ente", "scopo"), name="mappatura_unica_per_scopo"),)

    def __str__(self) -> str:
        return self.scopo


class Lettura(DellEnte):
    """The reading of an uploaded table, by a page or in the background: how far it is, and what was read.

    `gettone` is drawn anew by each process that takes it: only who still holds it may write the end.
    """

    percorso_ente = "caricamento__ente"

    class Stato(models.TextChoices):
        ATTESA = "attesa", "In attesa"
        IN_CORSO = "in_corso", "In corso"
        FATTA = "fatta", "Fatta"
        NON_RIUSCITA = "non_riuscita", "Non riuscita"

    caricamento = models.OneToOneField(Caricamento, models.CASCADE, related_name="lettura", verbose_name="caricamento")
    scelte = models.JSONField("scelte", default=dict, blank=True, help_text="Foglio, colonne, responsabili.")
    stato = models.CharField("stato", max_length=12, choices=Stato, default=Stato.ATTESA)
    percentuale = models.PositiveSmallIntegerField("percentuale", default=0)
    passo = models.CharField("passo", max_length=200, blank=True)
    errore = models.TextField("errore", blank=True)
    gettone = models.UUIDField("gettone", null=True, blank=True)
    battito_il = models.DateTimeField("ultimo segno di vita", null=True, blank=True)
    esito = models.BinaryField("che cosa si è letto", null=True, blank=True)

    class Meta:
        verbose_name = "lettura di un caricamento"
        verbose_name_plural = "letture dei caricamenti"
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="lettura_fatta_ha_esito", condition=~models.Q(stato="fatta") | models.Q(esito__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"Lettura di «{self.caricamento}»"
