"""The sheet (area × year): the unit of work and of the workflow, and the people in it."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from piani.models.base import DellEnte
from piani.models.ente import SLUG_ENTE, SLUG_SEGRETARIO
from piani.querysets import SchedaQuerySet
from piani.states import StatoScheda


def valida_intestazioni(valore: object) -> None:
    """Column heads are a list of six or seven texts (the seventh is the type of the objective)."""
    if not isinstance(valore, list) or not all(isinstance(testo, str) and testo.strip() for testo in valore):
        raise ValidationError("Le intestazioni sono un elenco di testi.")
    if len(valore) not in (0, 6, 7):
        raise ValidationError("Servono sei o sette intestazioni di colonna, oppure nessuna.")


class SchedaArea(DellEnte):
    """The objectives of an area, of the whole body or of the Segretario, in one year of a plan."""

    percorso_ente = "piano__ente"
    stesso_ente = ("area", "responsabile")
    stati_aperti = (StatoScheda.BOZZA,)

    class Tipo(models.TextChoices):
        AREA = "area", "Scheda di area"
        ENTE = "ente", "Performance organizzativa di ente"
        SEGRETARIO = "segretario", "Scheda del Segretario"

    class ModoPeso(models.TextChoices):
        PERCENTUALE = "percentuale", "Percentuali che sommano a 100"
        COEFFICIENTE = "coefficiente", "Coefficienti, ricondotti a 100"

    piano = models.ForeignKey("piani.Piano", models.CASCADE, related_name="schede", verbose_name="piano")
    tipo = models.CharField("tipo", max_length=12, choices=Tipo, default=Tipo.AREA)
    area = models.ForeignKey(
        "piani.Area",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="schede",
        verbose_name="area",
        help_text="Vuota per le schede di ente e del Segretario.",
    )
    anno = models.PositiveSmallIntegerField("anno")
    responsabile = models.ForeignKey(
        "piani.Dipendente",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="schede_dirette",
        verbose_name="responsabile",
    )
    modo_peso = models.CharField("modo dei pesi", max_length=12, choices=ModoPeso, default=ModoPeso.PERCENTUALE)
    titolo_pubblicato = models.CharField(
        "titolo come stampato", max_length=300, blank=True, help_text="Vuoto: «Struttura: … – Responsabile … – Anno …»."
    )
    piede_pubblicato = models.CharField("piede come stampato", max_length=200, blank=True)
    intestazioni_pubblicate = models.JSONField(
        "intestazioni di colonna come stampate",
        default=list,
        blank=True,
        validators=[valida_intestazioni],
        help_text='Elenco di sei o sette testi: ["N°", "Descrizione", …]. Vuoto: quelle di sempre.',
    )
    stato = models.CharField("stato", max_length=10, choices=StatoScheda, default=StatoScheda.BOZZA, editable=False)
    proposta_il = models.DateTimeField("proposta il", null=True, blank=True, editable=False)
    validata_il = models.DateTimeField("validata il", null=True, blank=True, editable=False)
    versione = models.PositiveIntegerField("numero di modifica", default=1, editable=False)
    modificata_il = models.DateTimeField("ultima modifica", auto_now=True)

    objects = SchedaQuerySet.as_manager()

    class Meta:
        verbose_name = "scheda"
        verbose_name_plural = "schede"
        # The sheet of the whole body comes first, as it is printed.
        ordering = ("piano", "area__ordine", "area__slug", "tipo", "anno")
        constraints = (
            models.UniqueConstraint(
                fields=("piano", "area", "anno"),
                condition=Q(area__isnull=False),
                name="scheda_unica_per_area",
                violation_error_message="Quest'area ha già una scheda per quell'anno.",
            ),
            models.UniqueConstraint(
                fields=("piano", "tipo", "anno"),
                condition=Q(area__isnull=True),
                name="scheda_unica_senza_area",
                violation_error_message="Una scheda di questo tipo per quell'anno c'è già.",
            ),
            models.CheckConstraint(
                name="scheda_area_secondo_tipo",
                condition=Q(tipo="area", area__isnull=False) | (~Q(tipo="area") & Q(area__isnull=True)),
                violation_error_message="L'area va indicata per le schede di area, e solo per quelle.",
            ),
            models.CheckConstraint(
                name="scheda_stato_e_date",
                condition=Q(stato=StatoScheda.BOZZA, validata_il__isnull=True)
                | Q(stato=StatoScheda.PROPOSTA, proposta_il__isnull=False, validata_il__isnull=True)
                | Q(stato=StatoScheda.VALIDATA, proposta_il__isnull=False, validata_il__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.nome} {self.anno}"

    @property
    def nome(self) -> str:
        return self.area.nome if self.area_id else self.get_tipo_display()

    @property
    def slug(self) -> str:
        """How files and addresses call the sheet's part: the area's slug, "ente" or "segretario"."""
        if self.area_id:
            return self.area.slug
        return SLUG_ENTE if self.tipo == self.Tipo.ENTE else SLUG_SEGRETARIO

    @property
    def e_bozza(self) -> bool:
        return self.stato == StatoScheda.BOZZA

    @property
    def e_eliminabile(self) -> bool:
        """Nothing that was ever proposed can be deleted, not even when it is back in bozza."""
        return self.e_modificabile and self.proposta_il is None

    def clean(self) -> None:
        super().clean()
        if self.piano_id and self.anno is not None and self.anno not in self.piano.anni:
            raise ValidationError(
                {"anno": f"Il piano copre gli anni dal {self.piano.anno_inizio} al {self.piano.anno_fine}."}
            )


class PersonaScheda(DellEnte):
    """A person in a sheet, as the act names them. Being involved without a percentage is legal."""

    percorso_ente = "scheda__piano__ente"
    stesso_ente = ("dipendente", "servizio")

    class Rapporto(models.TextChoices):
        INTERNO = "interno", "Interno"
        ESTERNO = "esterno", "Esterno"
        CONDIVISO = "condiviso", "Condiviso con altri enti o aree"

    scheda = models.ForeignKey(SchedaArea, models.CASCADE, related_name="persone", verbose_name="scheda")
    ordine = models.PositiveSmallIntegerField("ordine", default=1)
    dipendente = models.ForeignKey(
        "piani.Dipendente", models.PROTECT, related_name="presenze", verbose_name="dipendente"
    )
    servizio = models.ForeignKey(
        "piani.Servizio", models.PROTECT, null=True, blank=True, related_name="presenze", verbose_name="servizio"
    )
    qualifica = models.CharField("qualifica", max_length=100, blank=True)
    categoria = models.CharField("categoria", max_length=20, blank=True)
    ore_settimanali = models.DecimalField(
        "ore alla settimana",
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(48))],
    )
    rapporto = models.CharField("rapporto", max_length=10, choices=Rapporto, default=Rapporto.INTERNO)
    nome_pubblicato = models.CharField(
        "nome come stampato", max_length=200, blank=True, help_text="Vuoto: cognome e nome dell'anagrafe."
    )
    nome_in_matrice = models.CharField("nome come stampato nella matrice", max_length=200, blank=True)

    class Meta:
        verbose_name = "persona della scheda"
        verbose_name_plural = "persone della scheda"
        ordering = ("scheda", "ordine", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("scheda", "dipendente"),
                name="persona_unica_nella_scheda",
                violation_error_message="Questa persona è già nella scheda.",
            ),
            models.CheckConstraint(
                name="persona_ore_positive", condition=Q(ore_settimanali__isnull=True) | Q(ore_settimanali__gt=0)
            ),
        )

    def __str__(self) -> str:
        return self.nome_pubblicato or str(self.dipendente)
