"""The objective of a sheet, its indicators and expected values, its steps."""

import uuid
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from piani.models import SchedaArea
from piani.models.base import DellEnte, intervallo
from semproniano.core.models import NonVuoto

PESO_MASSIMO = Decimal(100)
TESTO_MASSIMO = 6000
"""Characters of a text of an objective, typed or imported: more is a page that ended in a cell by mistake."""


class ObiettivoGestionale(DellEnte):
    """An objective of a sheet. A draft accepts anything; what is missing stops the proposal (OB03)."""

    percorso_ente = "scheda__piano__ente"
    stesso_ente = ("operativo", "trasversale")

    class Ambito(models.TextChoices):
        TRASVERSALE = "trasversale", "Trasversale"
        SPECIFICO = "specifico", "Specifico della struttura"

    class Natura(models.TextChoices):
        MANTENIMENTO = "mantenimento", "Mantenimento"
        MIGLIORAMENTO = "miglioramento", "Miglioramento"
        SVILUPPO = "sviluppo", "Sviluppo"

    class Origine(models.TextChoices):
        NUOVO = "nuovo", "Scritto nella scheda"
        CONTINUATO = "continuato", "Continuato con un nuovo valore atteso"
        RIPRESO = "ripreso", "Ripreso uguale dall'anno prima"
        LIBRERIA = "libreria", "Dalla libreria degli obiettivi"
        IMPORTATO = "importato", "Importato"

    scheda = models.ForeignKey(SchedaArea, models.CASCADE, related_name="obiettivi", verbose_name="scheda")
    uid = models.UUIDField("identificativo", default=uuid.uuid4, editable=False)
    numero = models.PositiveSmallIntegerField("numero", validators=[MinValueValidator(1)])
    numero_pubblicato = models.CharField("numero come stampato", max_length=10, blank=True)
    descrizione = models.TextField("descrizione", blank=True)
    peso = models.DecimalField(
        "peso",
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(PESO_MASSIMO)],
        help_text="Percentuale, con virgola se serve: 33,33.",
    )
    e_condizione = models.BooleanField(
        "condizione per i premi", default=False, help_text="Senza peso: se manca, nessun premio."
    )
    scadenza = models.DateField("scadenza", null=True, blank=True)
    scadenza_testo = models.CharField(
        "scadenza in parole", max_length=200, blank=True, help_text="Per esempio: Termine approvazione bilancio."
    )
    ambito = models.CharField("ambito", max_length=12, choices=Ambito, blank=True)
    natura = models.CharField("natura", max_length=14, choices=Natura, blank=True)
    tipologia_pubblicata = models.CharField("tipologia come stampata", max_length=100, blank=True)
    operativo = models.ForeignKey(
        "obiettivi.ObiettivoOperativo",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="gestionali",
        verbose_name="obiettivo operativo",
    )
    trasversale = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assegnati",
        verbose_name="obiettivo trasversale",
        help_text="L'obiettivo della scheda di ente da cui questa riga prende il testo.",
    )
    origine = models.CharField("origine", max_length=10, choices=Origine, default=Origine.NUOVO)
    inserito_il = models.DateTimeField("inserito il", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "obiettivo gestionale"
        verbose_name_plural = "obiettivi gestionali"
        ordering = ("scheda", "numero")
        constraints = (
            models.UniqueConstraint(
                fields=("scheda", "numero"),
                name="obiettivo_numero_unico",
                violation_error_message="Un altro obiettivo della scheda ha già questo numero.",
            ),
            models.UniqueConstraint(fields=("scheda", "uid"), name="obiettivo_uid_unico"),
            models.CheckConstraint(
                name="obiettivo_peso_ammesso",
                condition=Q(peso__isnull=True) | Q(peso__gte=0, peso__lte=PESO_MASSIMO),
                violation_error_message="Il peso va da 0 a 100.",
            ),
            models.CheckConstraint(
                name="obiettivo_condizione_senza_peso",
                condition=Q(e_condizione=False) | Q(peso__isnull=True),
                violation_error_message="Un obiettivo che è condizione per i premi non ha peso.",
            ),
            models.CheckConstraint(
                name="obiettivo_non_trasversale_di_se",
                condition=Q(trasversale__isnull=True) | ~Q(trasversale=models.F("pk")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.numero}. {self.descrizione[:80]}"

    def clean(self) -> None:
        super().clean()
        if self.trasversale_id and self.trasversale.scheda.tipo != SchedaArea.Tipo.ENTE:
            raise ValidationError({"trasversale": "L'obiettivo trasversale sta nella scheda di ente."})


class Indicatore(DellEnte):
    """What is measured. Text alone is enough; the structured fields are offered, never required."""

    percorso_ente = "obiettivo__scheda__piano__ente"

    class Tipo(models.TextChoices):
        QUANTITA = "quantita", "Quantità"
        PERCENTUALE = "percentuale", "Percentuale"
        TEMPO = "tempo", "Tempo"
        DATA = "data", "Data"
        SI_NO = "si_no", "Sì / no"
        QUALITA = "qualita", "Qualità (giudizio)"

    class Direzione(models.TextChoices):
        CRESCERE = "crescere", "Più è meglio"
        DIMINUIRE = "diminuire", "Meno è meglio"

    obiettivo = models.ForeignKey(
        ObiettivoGestionale, models.CASCADE, related_name="indicatori", verbose_name="obiettivo"
    )
    ordine = models.PositiveSmallIntegerField("ordine", default=1)
    descrizione = models.TextField("indicatore", blank=True)
    valore_atteso = models.TextField("valore atteso", blank=True)
    peso = models.DecimalField(
        "peso",
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(PESO_MASSIMO)],
    )
    tipo = models.CharField("tipo", max_length=12, choices=Tipo, blank=True)
    unita = models.CharField("unità di misura", max_length=40, blank=True)
    direzione = models.CharField("direzione", max_length=10, choices=Direzione, blank=True)
    baseline = models.DecimalField("valore di partenza", max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_anno = models.PositiveSmallIntegerField("anno del valore di partenza", null=True, blank=True)
    formula = models.CharField("formula", max_length=300, blank=True)
    fonte = models.CharField("fonte", max_length=200, blank=True)

    class Meta:
        verbose_name = "indicatore"
        verbose_name_plural = "indicatori"
        ordering = ("obiettivo", "ordine", "pk")
        constraints = (
            models.CheckConstraint(
                name="indicatore_peso_ammesso",
                condition=Q(peso__isnull=True) | Q(peso__gte=0, peso__lte=PESO_MASSIMO),
                violation_error_message="Il peso va da 0 a 100.",
            ),
            models.CheckConstraint(
                name="indicatore_baseline_con_anno",
                condition=Q(baseline_anno__isnull=True) | Q(baseline__isnull=False),
                violation_error_message="L'anno del valore di partenza chiede anche il valore.",
            ),
        )

    def __str__(self) -> str:
        return (self.descrizione or self.valore_atteso)[:80]


class ValoreAtteso(DellEnte):
    """The structured target of an indicator in a year: operator and value, or a date."""

    percorso_ente = "indicatore__obiettivo__scheda__piano__ente"

    class Operatore(models.TextChoices):
        ALMENO = "ge", "≥"
        AL_PIU = "le", "≤"
        UGUALE = "eq", "="
        PIU_DI = "gt", ">"

    indicatore = models.ForeignKey(Indicatore, models.CASCADE, related_name="valori_attesi", verbose_name="indicatore")
    anno = models.PositiveSmallIntegerField("anno")
    operatore = models.CharField("operatore", max_length=2, choices=Operatore, default=Operatore.ALMENO)
    valore = models.DecimalField("valore", max_digits=18, decimal_places=4, null=True, blank=True)
    data = models.DateField("data", null=True, blank=True)

    class Meta:
        verbose_name = "valore atteso"
        verbose_name_plural = "valori attesi"
        ordering = ("indicatore", "anno")
        constraints = (
            models.UniqueConstraint(
                fields=("indicatore", "anno"),
                name="valore_atteso_unico_per_anno",
                violation_error_message="Il valore atteso di quell'anno c'è già.",
            ),
            models.CheckConstraint(
                name="valore_atteso_numero_o_data",
                condition=Q(valore__isnull=False, data__isnull=True) | Q(valore__isnull=True, data__isnull=False),
                violation_error_message="Il valore atteso è un numero oppure una data.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.anno}: {self.get_operatore_display()} {self.valore if self.data is None else self.data}"


class Fase(DellEnte):
    """An optional step of an objective, with its dates."""

    percorso_ente = "obiettivo__scheda__piano__ente"

    obiettivo = models.ForeignKey(ObiettivoGestionale, models.CASCADE, related_name="fasi", verbose_name="obiettivo")
    ordine = models.PositiveSmallIntegerField("ordine", default=1)
    attivita = models.CharField("attività", max_length=300, validators=[NonVuoto()])
    dal = models.DateField("dal", null=True, blank=True)
    al = models.DateField("al", null=True, blank=True)

    class Meta:
        verbose_name = "fase"
        verbose_name_plural = "fasi"
        ordering = ("obiettivo", "ordine", "pk")
        constraints = (intervallo("fase_dal_al", "dal", "al"),)

    def __str__(self) -> str:
        return self.attivita
