"""The plan of a triennium and what it holds besides the sheets: narrative, annexes, covers, declared figures."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from piani.models.base import DellEnte
from piani.states import EMENDAMENTI, STATI_APERTI, STATI_CON_ATTO, StatoPiano
from semproniano.core.models import NonVuoto


class Piano(DellEnte):
    """A Piano della performance: the years it covers, its state, the act that approved it."""

    stesso_ente = ("mandato", "atto")
    stati_aperti = STATI_APERTI

    ente = models.ForeignKey("piani.Ente", models.CASCADE, related_name="piani", verbose_name="ente")
    anno_inizio = models.PositiveSmallIntegerField("primo anno", validators=[MinValueValidator(2009)])
    anno_fine = models.PositiveSmallIntegerField("ultimo anno")
    titolo = models.CharField("titolo", max_length=200, validators=[NonVuoto()])
    mandato = models.ForeignKey(
        "piani.Mandato", models.PROTECT, null=True, blank=True, related_name="piani", verbose_name="mandato"
    )
    termine_schede = models.DateField(
        "termine per proporre le schede",
        null=True,
        blank=True,
        help_text="Lo vedono i responsabili nella loro pagina. Dopo il termine si può proporre ancora.",
    )
    stato = models.CharField(
        "stato", max_length=20, choices=StatoPiano, default=StatoPiano.IN_REDAZIONE, editable=False
    )
    trasmesso_il = models.DateTimeField("trasmesso il", null=True, blank=True, editable=False)
    approvato_il = models.DateTimeField("approvato il", null=True, blank=True, editable=False)
    atto = models.ForeignKey(
        "piani.Atto",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="piani_approvati",
        verbose_name="atto di approvazione",
    )

    class Meta:
        verbose_name = "piano"
        verbose_name_plural = "piani"
        ordering = ("ente", "-anno_inizio")
        constraints = (
            models.UniqueConstraint(
                fields=("ente", "anno_inizio", "anno_fine"),
                name="piano_unico_per_anni",
                violation_error_message="Un piano per questi anni c'è già.",
            ),
            models.CheckConstraint(
                name="piano_anni",
                condition=Q(anno_fine__gte=F("anno_inizio"), anno_fine__lte=F("anno_inizio") + 4),
                violation_error_message="Un piano copre da uno a cinque anni (di regola tre), dal primo all'ultimo.",
            ),
            models.CheckConstraint(name="piano_stato", condition=Q(stato__in=StatoPiano.values)),
            models.CheckConstraint(
                name="piano_approvato_ha_atto",
                condition=~Q(stato__in=STATI_CON_ATTO) | Q(atto__isnull=False, approvato_il__isnull=False),
                violation_error_message="Un piano approvato porta l'atto e la data di approvazione.",
            ),
            models.CheckConstraint(
                name="piano_in_giunta_ha_data",
                condition=~Q(stato=StatoPiano.IN_GIUNTA) | Q(trasmesso_il__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.titolo} – {self.ente}"

    @property
    def codice(self) -> str:
        """How commands and addresses call the plan: "2019-2021"."""
        return f"{self.anno_inizio}-{self.anno_fine}"

    @property
    def anni(self) -> range:
        return range(self.anno_inizio, self.anno_fine + 1)

    @property
    def emendamenti(self) -> str:
        """Code of the transition by which the plan comes back from the Giunta."""
        mai_approvato, in_variazione = EMENDAMENTI
        return in_variazione if self.atto_id else mai_approvato

    @property
    def e_eliminabile(self) -> bool:
        """A draft made by mistake can go; a plan that was sent on, or a sheet of which was proposed, cannot."""
        return (
            self.e_modificabile
            and self.trasmesso_il is None
            and self.approvato_il is None
            and not self.schede.filter(proposta_il__isnull=False).exists()
        )


class SezioneNarrativa(DellEnte):
    """A heading of the plan and its text, in restricted Markdown (no HTML).

    A line that holds one of the markers of `SEGNAPOSTI` is replaced, in documents and pages, by what the database
    knows: the text of the act stays verbatim and the lists are never written twice.
    """

    percorso_ente = "piano__ente"

    SEGNAPOSTI = {
        "[[linee di mandato]]": "elenco numerato delle linee di mandato",
        "[[tematiche]]": "elenco numerato delle tematiche",
        "[[allegati]]": "elenco degli allegati",
    }

    class Livello(models.IntegerChoices):
        PARTE = 1, "Parte"
        SEZIONE = 2, "Sezione"
        PARAGRAFO = 3, "Paragrafo"

    piano = models.ForeignKey(Piano, models.CASCADE, related_name="narrativa", verbose_name="piano")
    ordine = models.PositiveSmallIntegerField("ordine")
    livello = models.PositiveSmallIntegerField("livello", choices=Livello, default=Livello.SEZIONE)
    titolo = models.CharField("titolo", max_length=300, validators=[NonVuoto()])
    testo = models.TextField(
        "testo",
        blank=True,
        help_text=(
            "Una riga vuota separa i paragrafi; *corsivo*, **grassetto**, elenchi con «- » o «1. ». Niente HTML. "
            "Su una riga propria: [[linee di mandato]], [[tematiche]], [[allegati]]."
        ),
    )

    class Meta:
        verbose_name = "sezione narrativa"
        verbose_name_plural = "sezioni narrative"
        ordering = ("piano", "ordine")
        constraints = (
            models.UniqueConstraint(
                fields=("piano", "ordine"),
                name="sezione_ordine_unico",
                violation_error_message="Un'altra sezione ha già questo posto nell'ordine.",
            ),
        )

    def __str__(self) -> str:
        return self.titolo


class Allegato(DellEnte):
    """An annex that the plan lists."""

    percorso_ente = "piano__ente"
    stesso_ente = ("atto",)

    piano = models.ForeignKey(Piano, models.CASCADE, related_name="allegati", verbose_name="piano")
    numero = models.PositiveSmallIntegerField("numero", validators=[MinValueValidator(1)])
    titolo = models.CharField("titolo", max_length=300, validators=[NonVuoto()])
    atto = models.ForeignKey(
        "piani.Atto",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="allegati",
        verbose_name="atto, se ne ha uno suo",
    )

    class Meta:
        verbose_name = "allegato"
        verbose_name_plural = "allegati"
        ordering = ("piano", "numero")
        constraints = (
            models.UniqueConstraint(
                fields=("piano", "numero"),
                name="allegato_numero_unico",
                violation_error_message="Un altro allegato ha già questo numero.",
            ),
        )

    def __str__(self) -> str:
        return f"Allegato {self.numero} – {self.titolo}"


class Copertina(DellEnte):
    """The cover that an area's part of Allegato 1 prints, when it is not the usual one of the year."""

    percorso_ente = "piano__ente"
    stesso_ente = ("area",)

    piano = models.ForeignKey(Piano, models.CASCADE, related_name="copertine", verbose_name="piano")
    area = models.ForeignKey("piani.Area", models.PROTECT, related_name="copertine", verbose_name="area")
    testo = models.TextField("testo", validators=[NonVuoto()], help_text="Una riga vuota separa i capoversi.")

    class Meta:
        verbose_name = "copertina"
        verbose_name_plural = "copertine"
        ordering = ("piano", "area__ordine", "area__slug")
        constraints = (
            models.UniqueConstraint(
                fields=("piano", "area"),
                name="copertina_unica",
                violation_error_message="Quest'area ha già una copertina in questo piano.",
            ),
        )

    def __str__(self) -> str:
        return f"Copertina {self.area}"


class DatoDichiarato(DellEnte):
    """A figure as the text of the plan states it, kept beside the one that the system computes."""

    percorso_ente = "piano__ente"

    class Dato(models.TextChoices):
        POPOLAZIONE = "popolazione", "Abitanti"
        DENSITA = "densita", "Densità (abitanti per km²)"
        ALLEGATI = "allegati", "Numero degli allegati"
        LINEE = "linee", "Numero delle linee di mandato"

    piano = models.ForeignKey(Piano, models.CASCADE, related_name="dati_dichiarati", verbose_name="piano")
    dato = models.CharField("dato", max_length=20, choices=Dato)
    valore_dichiarato = models.DecimalField("valore dichiarato", max_digits=14, decimal_places=4)
    sezione = models.CharField("dove sta scritto", max_length=300, blank=True)

    class Meta:
        verbose_name = "dato dichiarato"
        verbose_name_plural = "dati dichiarati"
        ordering = ("piano", "dato")
        constraints = (
            models.UniqueConstraint(
                fields=("piano", "dato"), name="dato_unico", violation_error_message="Questo dato c'è già."
            ),
            models.CheckConstraint(name="dato_non_negativo", condition=Q(valore_dichiarato__gte=0)),
        )

    def __str__(self) -> str:
        return self.get_dato_display()

    def clean(self) -> None:
        super().clean()
        if self.valore_dichiarato is not None and self.valore_dichiarato < Decimal(0):
            raise ValidationError({"valore_dichiarato": "Il valore non può essere negativo."})
