"""Monitoring in the year and results: what was measured, the files that show it, the degree proposed and confirmed."""

import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from piani.models.base import DellEnte
from piani.models.versioni import SHA256
from semproniano.core.models import NonVuoto
from valutazioni.models.base import DellaScheda, scheda_secondo_tipo
from valutazioni.querysets import RisultatoQuerySet
from valutazioni.states import StatoRilevazione, StatoRisultato

# The terms of a body that has set none (art. 6 d.lgs 150/2009 asks for monitoring, not for these days).
TERMINI_USUALI = ((30, 6), (30, 9), (31, 12))
GRADO_MASSIMO = Decimal(999)


def _grado(nome: str, **opzioni: object) -> models.DecimalField:
    """Exact, as it was computed (SQLite keeps 15 digits): it is rounded where it is shown, and nowhere else."""
    return models.DecimalField(
        nome,
        max_digits=15,
        decimal_places=12,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(GRADO_MASSIMO)],
        **opzioni,
    )


class Termine(DellEnte):
    """A day of the year by which values are entered: 30 June, 30 September, 31 December unless the body says so."""

    ente = models.ForeignKey("piani.Ente", models.CASCADE, related_name="termini", verbose_name="ente")
    giorno = models.PositiveSmallIntegerField("giorno", validators=[MinValueValidator(1), MaxValueValidator(31)])
    mese = models.PositiveSmallIntegerField("mese", validators=[MinValueValidator(1), MaxValueValidator(12)])

    class Meta:
        verbose_name = "termine delle rilevazioni"
        verbose_name_plural = "termini delle rilevazioni"
        ordering = ("ente", "mese", "giorno")
        constraints = (
            models.UniqueConstraint(
                fields=("ente", "mese", "giorno"),
                name="termine_unico",
                violation_error_message="Questo termine c'è già.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.giorno:02}/{self.mese:02}"

    def clean(self) -> None:
        super().clean()
        if self.giorno and self.mese:
            try:
                # Not a leap year: the term must exist every year.
                datetime.date(2023, self.mese, self.giorno)
            except ValueError as errore:
                raise ValidationError(f"Il {self.giorno:02}/{self.mese:02} non c'è tutti gli anni.") from errore


class Promemoria(DellEnte):
    """An e-mail that reminds a person of a term, before it or when it is late: each leaves once."""

    class Tipo(models.TextChoices):
        PRIMA = "prima", "Prima del termine"
        RITARDO = "ritardo", "Dopo il termine"

    ente = models.ForeignKey("piani.Ente", models.CASCADE, related_name="promemoria", verbose_name="ente")
    utente = models.ForeignKey("piani.Utente", models.CASCADE, related_name="promemoria", verbose_name="utente")
    termine = models.DateField("termine")
    tipo = models.CharField("tipo", max_length=10, choices=Tipo)
    inviato_il = models.DateTimeField("inviato il", auto_now_add=True)

    class Meta:
        verbose_name = "promemoria"
        verbose_name_plural = "promemoria"
        ordering = ("ente", "-termine", "utente")
        constraints = (
            models.UniqueConstraint(fields=("ente", "utente", "termine", "tipo"), name="promemoria_una_volta"),
        )

    def __str__(self) -> str:
        return f"{self.utente}, termine del {self.termine:%d/%m/%Y}"


class Rilevazione(DellaScheda):
    """The value of an indicator (or of the steps of an objective) at a day. Never changed: a correction is another
    row, and one entered by mistake is annulled with a reason.

    `obiettivo` is the uid, `posto` the place of the indicator in it (1…; 0 for the steps), `indicatore` its text as it
    was: together they find it again after a variation.
    """

    class Semaforo(models.TextChoices):
        IN_LINEA = "in_linea", "In linea"
        IN_RITARDO = "in_ritardo", "In ritardo"
        CRITICO = "critico", "Critico"

    obiettivo = models.UUIDField("obiettivo (uid)")
    posto = models.PositiveSmallIntegerField("posto dell'indicatore")
    indicatore = models.TextField("testo dell'indicatore", blank=True)
    al = models.DateField("alla data del")
    valore = models.DecimalField("valore", max_digits=15, decimal_places=4, null=True, blank=True)
    fatto = models.BooleanField("fatto", null=True, blank=True)
    data = models.DateField("data raggiunta", null=True, blank=True)
    testo = models.TextField("testo", blank=True)
    fasi = models.JSONField(
        "avanzamento delle fasi", default=list, blank=True, help_text="Per ogni fase il nome e la percentuale fatta."
    )
    giudizio = _grado("grado dato a mano", help_text="Dove il valore atteso è un testo.")
    motivo = models.TextField("motivazione del grado", blank=True)
    semaforo = models.CharField("andamento", max_length=10, choices=Semaforo, default=Semaforo.IN_LINEA)
    commento = models.TextField("commento", blank=True)
    utente = models.ForeignKey(
        "piani.Utente", models.PROTECT, null=True, blank=True, related_name="rilevazioni", verbose_name="utente"
    )
    creata_il = models.DateTimeField("creata il", auto_now_add=True)
    annullata_il = models.DateTimeField("annullata il", null=True, blank=True)
    motivo_annullamento = models.TextField("motivo dell'annullamento", blank=True)

    class Meta:
        verbose_name = "rilevazione"
        verbose_name_plural = "rilevazioni"
        ordering = ("ente", "anno", "obiettivo", "posto", "al", "pk")
        indexes = (models.Index(fields=("ente", "anno", "obiettivo"), name="rilevazione_per_obiettivo"),)
        constraints = (
            scheda_secondo_tipo("rilevazione_secondo_tipo"),
            models.CheckConstraint(
                name="rilevazione_giudizio_motivato",
                condition=Q(giudizio__isnull=True) | ~Q(motivo=""),
                violation_error_message="Il grado dato a mano chiede una motivazione.",
            ),
            models.CheckConstraint(
                name="rilevazione_annullata_ha_motivo",
                condition=Q(annullata_il__isnull=True) | ~Q(motivo_annullamento=""),
            ),
        )

    def __str__(self) -> str:
        return f"Rilevazione al {self.al:%d/%m/%Y}"

    @property
    def ha_valore(self) -> bool:
        """False for a row that only tells how the work goes: the value before it still holds."""
        return any(voce is not None for voce in (self.valore, self.fatto, self.data, self.giudizio)) or bool(self.fasi)

    @property
    def stato(self) -> str:
        return StatoRilevazione.VALIDA if self.annullata_il is None else StatoRilevazione.ANNULLATA

    @property
    def e_da_guardare(self) -> bool:
        return self.semaforo != self.Semaforo.IN_LINEA


class Evidenza(DellEnte):
    """A file that shows what was measured. Content and kind are checked when it comes; it is served inert."""

    percorso_ente = "rilevazione__ente"

    rilevazione = models.ForeignKey(Rilevazione, models.PROTECT, related_name="evidenze", verbose_name="rilevazione")
    nome = models.CharField("nome del file", max_length=200, validators=[NonVuoto()])
    file = models.FileField("file", upload_to="evidenze/", max_length=200)
    tipo = models.CharField("tipo di contenuto", max_length=100)
    dimensione = models.PositiveBigIntegerField("dimensione (byte)")
    sha256 = models.CharField("impronta SHA-256", max_length=64, validators=[SHA256])
    creata_il = models.DateTimeField("creata il", auto_now_add=True)

    class Meta:
        verbose_name = "evidenza"
        verbose_name_plural = "evidenze"
        ordering = ("rilevazione", "pk")

    def __str__(self) -> str:
        return self.nome


class Risultato(DellaScheda):
    """The result of an objective: the degree that the responsabile proposes and the one that the Nucleo confirms.

    Degrees in hundredths. The computed one is kept as it was at the proposal; `tempi` is the other side of a result,
    where the SMVP assesses timeliness apart. Both the proposal and the confirmation stay visible.
    """

    obiettivo = models.UUIDField("obiettivo (uid)")
    stato = models.CharField(
        "stato", max_length=12, choices=StatoRisultato, default=StatoRisultato.BOZZA, editable=False
    )
    versione = models.PositiveIntegerField("numero di modifica", default=1, editable=False)
    calcolato = _grado("grado calcolato")
    conto = models.TextField("come si è calcolato", blank=True)
    proposto = _grado("grado proposto")
    tempi_proposto = _grado("grado dei tempi proposto")
    motivo_proposta = models.TextField("motivazione della proposta", blank=True)
    scostamento = models.TextField(
        "scostamento e sua ragione", blank=True, help_text="Che cosa è andato diversamente dal previsto, e perché."
    )
    proposto_il = models.DateTimeField("proposto il", null=True, blank=True)
    proposto_da = models.ForeignKey("piani.Utente", models.PROTECT, null=True, blank=True, related_name="+")
    confermato = _grado("grado confermato")
    tempi_confermato = _grado("grado dei tempi confermato")
    motivo_conferma = models.TextField("motivazione del Nucleo", blank=True)
    confermato_il = models.DateTimeField("confermato il", null=True, blank=True)
    confermato_da = models.ForeignKey("piani.Utente", models.PROTECT, null=True, blank=True, related_name="+")

    objects = RisultatoQuerySet.as_manager()

    class Meta:
        verbose_name = "risultato"
        verbose_name_plural = "risultati"
        ordering = ("ente", "anno", "obiettivo")
        constraints = (
            scheda_secondo_tipo("risultato_secondo_tipo"),
            # The row of a transversal objective has the uid of its own: an uid is in one sheet of a year.
            models.UniqueConstraint(
                fields=("ente", "anno", "tipo", "obiettivo"),
                condition=Q(area__isnull=True),
                name="risultato_unico_senza_area",
            ),
            models.UniqueConstraint(
                fields=("ente", "anno", "area", "obiettivo"),
                condition=Q(area__isnull=False),
                name="risultato_unico_per_area",
            ),
            models.CheckConstraint(
                name="risultato_proposto_ha_grado",
                condition=Q(stato="bozza") | Q(proposto__isnull=False, proposto_il__isnull=False),
            ),
            models.CheckConstraint(
                name="risultato_confermato_ha_grado",
                condition=~Q(stato="confermato") | Q(confermato__isnull=False, confermato_il__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"Risultato {self.anno}"
