"""The files of a body: made from a version, or uploaded; and the making of them."""

from __future__ import annotations

import datetime

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from piani.models.base import DellEnte
from piani.models.versioni import SHA256
from semproniano.core.models import NonVuoto

# Years for which what is published stays on line, from 1 January of the year after (art. 8 c. 3 d.lgs. 33/2013).
ANNI_DI_PUBBLICAZIONE = 5
NOME_DI_FILE = RegexValidator(
    r"\A[a-z0-9][a-z0-9._-]{0,118}\.[a-z0-9]{2,5}\Z", "Nome di file: lettere minuscole, cifre, punti e trattini."
)


def ultimo_giorno_in_linea(pubblicato: datetime.datetime) -> datetime.date:
    """The last day of the term: published on any day of 2026, on line until 31 December 2031."""
    return datetime.date(timezone.localdate(pubblicato).year + ANNI_DI_PUBBLICAZIONE, 12, 31)


class Documento(DellEnte):
    """A file made from a Versione or uploaded; the stored file is the document, and it never changes.

    It is on the public site from `pubblicato_il` until it is withdrawn or archived; what is `interno` never is.
    """

    stesso_ente = ("versione", "sostituisce", "atto")

    class Tipo(models.TextChoices):
        PIANO = "piano", "Piano della performance"
        ALLEGATO = "allegato", "Allegato"
        DATI = "dati", "Dati aperti"
        SMVP = "smvp", "Sistema di misurazione e valutazione"
        RELAZIONE = "relazione", "Relazione sulla performance"
        DELIBERA = "delibera", "Deliberazione"
        PREMI_TOTALE = "premi_totale", "Ammontare complessivo dei premi"
        PREMI_DATI = "premi_dati", "Dati relativi ai premi"

    class Insieme(models.TextChoices):
        INTERNO = "interno", "Completo, per gli uffici"
        PUBBLICO = "pubblico", "Per il pubblico"

    ente = models.ForeignKey("piani.Ente", models.PROTECT, related_name="documenti", verbose_name="ente")
    versione = models.ForeignKey(
        "piani.Versione",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documenti",
        verbose_name="versione",
        help_text="Vuota: il documento è stato caricato.",
    )
    insieme = models.CharField("insieme", max_length=10, choices=Insieme, default=Insieme.PUBBLICO)
    tipo = models.CharField("tipo", max_length=12, choices=Tipo)
    titolo = models.CharField("titolo", max_length=300, validators=[NonVuoto()])
    descrizione = models.TextField("descrizione", blank=True)
    anno = models.PositiveSmallIntegerField("anno a cui si riferisce", null=True, blank=True)
    atto = models.ForeignKey(
        "piani.Atto", models.PROTECT, null=True, blank=True, related_name="documenti", verbose_name="atto"
    )
    albo = models.CharField("pubblicazione all'Albo", max_length=200, blank=True)
    ordine = models.PositiveSmallIntegerField("ordine", default=0)
    nome = models.CharField("nome del file", max_length=120, validators=[NOME_DI_FILE])
    file = models.FileField("file", upload_to="documenti/", max_length=200)
    formato = models.CharField("formato", max_length=10)
    dimensione = models.PositiveBigIntegerField("dimensione (byte)")
    sha256 = models.CharField("impronta SHA-256", max_length=64, validators=[SHA256])
    ingresso = models.CharField(
        "impronta di ciò da cui è fatto", max_length=64, blank=True, db_index=True, validators=[SHA256]
    )
    creato_il = models.DateTimeField("creato il", auto_now_add=True)
    pubblicato_il = models.DateTimeField("pubblicato il", null=True, blank=True)
    ritirato_il = models.DateTimeField("ritirato il", null=True, blank=True)
    motivo_ritiro = models.TextField("motivo del ritiro", blank=True)
    archiviato_il = models.DateTimeField("archiviato il", null=True, blank=True)
    sostituisce = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="sostituito_da", verbose_name="sostituisce"
    )

    class Meta:
        verbose_name = "documento"
        verbose_name_plural = "documenti"
        ordering = ("ente", "-pubblicato_il", "ordine", "titolo")
        constraints = (
            models.CheckConstraint(
                name="documento_ritirato_ha_motivo",
                condition=Q(ritirato_il__isnull=True) | (Q(pubblicato_il__isnull=False) & ~Q(motivo_ritiro="")),
            ),
            models.CheckConstraint(
                name="documento_interno_mai_pubblicato",
                condition=Q(insieme="pubblico") | Q(pubblicato_il__isnull=True),
            ),
            models.CheckConstraint(
                name="documento_archiviato_era_pubblicato",
                condition=Q(archiviato_il__isnull=True) | Q(pubblicato_il__isnull=False),
            ),
            # Whoever else makes the same set at the same moment, one set remains.
            models.UniqueConstraint(
                fields=("versione", "insieme", "nome"),
                condition=Q(versione__isnull=False),
                name="documento_unico_nella_versione",
            ),
        )

    def __str__(self) -> str:
        return self.titolo

    @property
    def stato(self) -> str:
        """Where it is on the path of `piani.states.DOCUMENTO`; "" before it is published."""
        if not self.pubblicato_il:
            return ""
        return "archiviato" if self.archiviato_il else "ritirato" if self.ritirato_il else "pubblicato"

    @property
    def e_in_linea(self) -> bool:
        return bool(self.pubblicato_il) and not self.ritirato_il and not self.archiviato_il

    @property
    def in_linea_fino_al(self) -> datetime.date | None:
        """Last day of the term of publication; None for what is not published."""
        return ultimo_giorno_in_linea(self.pubblicato_il) if self.pubblicato_il else None


class Produzione(DellEnte):
    """The making of a version's documents: how far it is, and which process has it in hand.

    `gettone` is drawn anew by each process that takes it: only who still holds it may write the end.
    """

    percorso_ente = "versione__piano__ente"

    class Stato(models.TextChoices):
        ATTESA = "attesa", "In attesa"
        IN_CORSO = "in_corso", "In corso"
        FATTA = "fatta", "Pronti"
        NON_RIUSCITA = "non_riuscita", "Non riuscita"

    versione = models.OneToOneField(
        "piani.Versione", models.PROTECT, related_name="produzione", verbose_name="versione"
    )
    stato = models.CharField("stato", max_length=12, choices=Stato, default=Stato.ATTESA)
    percentuale = models.PositiveSmallIntegerField("percentuale", default=0)
    passo = models.CharField("passo", max_length=200, blank=True)
    errore = models.TextField("errore", blank=True)
    gettone = models.UUIDField("gettone", null=True, blank=True)
    macchina = models.CharField("macchina", max_length=200, blank=True)
    processo = models.PositiveIntegerField("processo", null=True, blank=True)
    richiesta_da = models.ForeignKey(
        "piani.Utente", models.PROTECT, null=True, blank=True, related_name="produzioni", verbose_name="richiesta da"
    )
    richiesta_il = models.DateTimeField("richiesta il", auto_now_add=True)
    battito_il = models.DateTimeField("ultimo segno di vita", null=True, blank=True)
    finita_il = models.DateTimeField("finita il", null=True, blank=True)

    class Meta:
        verbose_name = "produzione di documenti"
        verbose_name_plural = "produzioni di documenti"
        ordering = ("-richiesta_il",)
        constraints = (
            models.CheckConstraint(name="produzione_percentuale", condition=Q(percentuale__lte=100)),
            models.CheckConstraint(
                name="produzione_in_corso_ha_gettone",
                condition=~Q(stato="in_corso") | Q(gettone__isnull=False, battito_il__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"Documenti di «{self.versione}»"
