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
