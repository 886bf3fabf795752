"""The body and its structure: Ente, budget dates, areas, services, people."""

from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from piani.models.base import DellEnte, intervallo
from semproniano.core.models import NonVuoto, codice_di_cifre

# Names of the sheets that have no area, so no area may take them.
SLUG_ENTE = "ente"
SLUG_SEGRETARIO = "segretario"
SLUG_RISERVATI = (SLUG_ENTE, SLUG_SEGRETARIO)


class Ente(DellEnte):
    """A Comune, a union of Comuni or another local body: the root of every tree."""

    percorso_ente = "pk"

    class Tipo(models.TextChoices):
        COMUNE = "comune", "Comune"
        UNIONE = "unione", "Unione di Comuni"
        ALTRO = "altro", "Altro ente locale"

    class Validatore(models.TextChoices):
        SINDACO = "sindaco", "Sindaco"
        NUCLEO = "nucleo", "Nucleo di valutazione"

    comune = models.ForeignKey(
        "piani.Comune",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enti",
        verbose_name="Comune (elenco ISTAT)",
        help_text="Sceglierlo riempie denominazione, codici e provincia lasciati vuoti.",
    )
    slug = models.SlugField("indirizzo breve", unique=True, help_text="Lettere minuscole, cifre e trattini.")
    denominazione = models.CharField("denominazione", max_length=200, unique=True, validators=[NonVuoto()])
    tipo = models.CharField("tipo", max_length=10, choices=Tipo, default=Tipo.COMUNE)
    provincia = models.CharField("provincia", max_length=100, blank=True)
    sigla_provincia = models.CharField(
        "sigla", max_length=2, blank=True, validators=[RegexValidator(r"\A[A-Z]{2}\Z", "Due lettere maiuscole: GR.")]
    )
    codice_ipa = models.CharField(
        "codice IPA",
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"\A[A-Za-z0-9_]+\Z", "Codice IPA: solo lettere, cifre e trattini bassi.")],
    )
    codice_istat = models.CharField(
        "codice ISTAT",
        max_length=6,
        blank=True,
        validators=[codice_di_cifre(6, "Codice ISTAT")],
        help_text="Un'unione di Comuni non lo ha.",
    )
    codice_catastale = models.CharField(
        "codice catastale",
        max_length=4,
        blank=True,
        validators=[RegexValidator(r"\A[A-Z]\d{3}\Z", "Codice catastale: una lettera e tre cifre, per esempio I601.")],
    )
    popolazione_maschi = models.PositiveIntegerField("abitanti maschi", null=True, blank=True)
    popolazione_femmine = models.PositiveIntegerField("abitanti femmine", null=True, blank=True)
    popolazione_totale = models.PositiveIntegerField("abitanti", null=True, blank=True)
    popolazione_al = models.DateField("abitanti alla data del", null=True, blank=True)
    superficie_kmq = models.DecimalField(
        "superficie (km²)",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    frazioni = models.TextField("frazioni", blank=True, help_text="Una per riga.")
    numero_dipendenti = models.PositiveIntegerField("dipendenti", null=True, blank=True)
    ha_dirigenti = models.BooleanField("ha dirigenti", default=False)
    scheda_segretario_validata_da = models.CharField(
        "le schede del Segretario le valida", max_length=10, choices=Validatore, default=Validatore.SINDACO
    )
    stemma = models.FileField(
        "stemma",
        upload_to="stemmi/",
        blank=True,
        validators=[FileExtensionValidator(["png", "jpg", "jpeg"], "Lo stemma deve essere un'immagine PNG o JPEG.")],
    )
    dichiarazione_accessibilita = models.URLField(
        "dichiarazione di accessibilità",
        max_length=300,
        blank=True,
        help_text="Indirizzo di quella compilata con il modulo di AgID (L. 4/2004).",
    )
    informativa_privacy = models.URLField("informativa privacy", max_length=300, blank=True)
    note_legali = models.URLField("note legali", max_length=300, blank=True)
    segnalazioni = models.URLField("segnalazioni di disservizio", max_length=300, blank=True)
    e_esempio = models.BooleanField(
        "ente di esempio", default=False, help_text="Ogni pagina e ogni documento portano la parola ESEMPIO."
    )

    class Meta:
        verbose_name = "ente"
        verbose_name_plural = "enti"
        ordering = ("denominazione",)
        constraints = (
            models.UniqueConstraint(
                fields=("codice_istat",),
                condition=~Q(codice_istat=""),
                name="ente_istat_unico",
                violation_error_message="Un altro ente ha già questo codice ISTAT.",
            ),
            models.UniqueConstraint(
                fields=("codice_ipa",),
                condition=~Q(codice_ipa=""),
                name="ente_ipa_unico",
                violation_error_message="Un altro ente ha già questo codice IPA.",
            ),
            models.CheckConstraint(
                name="ente_superficie_positiva", condition=Q(superficie_kmq__isnull=True) | Q(superficie_kmq__gt=0)
            ),
        )

    def __str__(self) -> str:
        return self.denominazione

    @property
    def elenco_frazioni(self) -> tuple[str, ...]:
        return tuple(riga.strip() for riga in self.frazioni.splitlines() if riga.strip())

    @cached_property
    def aree_del_segretario(self) -> frozenset[int]:
        """Primary keys of the areas that the Segretario leads today; read once (the instance lives for a request)."""
        return frozenset(self.incarichi.dirette_dal_segretario().values_list("area", flat=True))

    @property
    def densita(self) -> Decimal | None:
        """Inhabitants per km², two decimals, half up; None when a figure is missing."""
        if self.popolazione_totale is None or not self.superficie_kmq:
            return None
        return (Decimal(self.popolazione_totale) / self.superficie_kmq).quantize(Decimal("0.01"), ROUND_HALF_UP)


class ApprovazioneBilancio(DellEnte):
    """Day on which the Consiglio approved the budget of a year: the terms of the PEG run from it (art. 169 TUEL)."""

    ente = models.ForeignKey(Ente, models.CASCADE, related_name="bilanci", verbose_name="ente")
    anno = models.PositiveSmallIntegerField("anno", validators=[MinValueValidator(2000)])
    approvato_il = models.DateField("approvato il")

    class Meta:
        verbose_name = "approvazione del bilancio"
        verbose_name_plural = "approvazioni del bilancio"
        ordering = ("anno",)
        constraints = (
            models.UniqueConstraint(
                fields=("ente", "anno"),
                name="bilancio_unico_per_anno",
                violation_error_message="La data di approvazione di questo bilancio c'è già.",
            ),
        )

    def __str__(self) -> str:
        return f"Bilancio {self.anno}"


class Area(DellEnte):
    """A structure of the body, led by a responsabile."""

    ente = models.ForeignKey(Ente, models.CASCADE, related_name="aree", verbose_name="ente")
    slug = models.SlugField("nome breve", help_text="Lettere minuscole, cifre e trattini: amministrativa.")
    nome = models.CharField("nome", max_length=200, validators=[NonVuoto()])
    ordine = models.PositiveSmallIntegerField("ordine", default=1)
    gestisce_bilancio = models.BooleanField(
        "servizio finanziario",
        default=False,
        help_text="Il responsabile di quest'area importa il PEG contabile (art. 153 TUEL).",
    )
    attiva_dal = models.DateField("attiva dal", null=True, blank=True)
    attiva_al = models.DateField("attiva al", null=True, blank=True)

    class Meta:
        verbose_name = "area"
        verbose_name_plural = "aree"
        ordering = ("ente", "ordine", "slug")
        constraints = (
            models.UniqueConstraint(
                fields=("ente", "slug"),
                name="area_slug_unico",
                violation_error_message="Un'altra area ha già questo nome breve.",
            ),
            intervallo("area_dal_al", "attiva_dal", "attiva_al"),
            models.CheckConstraint(
                name="area_slug_non_riservato",
                condition=~Q(slug__in=SLUG_RISERVATI),
                violation_error_message="I nomi brevi «ente» e «segretario» sono riservati alle schede senza area.",
            ),
        )

    def __str__(self) -> str:
        return self.nome


class Servizio(DellEnte):
    """A service inside an area."""

    percorso_ente = "area__ente"

    area = models.ForeignKey(Area, models.CASCADE, related_name="servizi", verbose_name="area")
    nome = models.CharField("nome", max_length=300, validators=[NonVuoto()])
    ordine = models.PositiveSmallIntegerField("ordine", default=1)

    class Meta:
        verbose_name = "servizio"
        verbose_name_plural = "servizi"
        ordering = ("area", "ordine", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("area", "nome"), name="servizio_unico", violation_error_message="Questo servizio c'è già."
            ),
        )

    def __str__(self) -> str:
        return self.nome


class Dipendente(DellEnte):
    """A person of the registry of the body, with or without an account."""

    ente = models.ForeignKey(Ente, models.CASCADE, related_name="dipendenti", verbose_name="ente")
    codice = models.SlugField(
        "codice", max_length=80, help_text="Matricola, o cognome e nome: identifica la persona nell'ente."
    )
    cognome = models.CharField("cognome", max_length=100, validators=[NonVuoto()])
    nome = models.CharField("nome", max_length=100, validators=[NonVuoto()])
    titolo = models.CharField("titolo", max_length=40, blank=True, help_text="Dott., Ing., Sig.ra …")
    e_esterno = models.BooleanField("personale esterno", default=False)
    utente = models.OneToOneField(
        "piani.Utente", models.PROTECT, null=True, blank=True, related_name="dipendente", verbose_name="utente"
    )
    cessato_il = models.DateField("cessato il", null=True, blank=True)

    class Meta:
        verbose_name = "dipendente"
        verbose_name_plural = "dipendenti"
        ordering = ("ente", "cognome", "nome", "codice")
        constraints = (
            models.UniqueConstraint(
                fields=("ente", "codice"),
                name="dipendente_codice_unico",
                violation_error_message="Un'altra persona dell'ente ha già questo codice.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.cognome} {self.nome}"

    def clean(self) -> None:
        super().clean()
        if self.utente_id and self.ente_id and not self.utente.incarichi.filter(ente=self.ente_id).exists():
            raise ValidationError({"utente": f"«{self.utente}» non ha incarichi in questo ente."})
