"""The PEG contabile: what the budget gives to each responsabile, capitolo by capitolo (art. 169 TUEL)."""

from decimal import Decimal

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from piani.models.base import DellEnte
from semproniano.core.models import NonVuoto, codice_di_cifre

ANNI_PEG = 3
"""Years of the budget (art. 162 and 169 TUEL): those of the plan, from its first."""


def _importo(nome: str, **opzioni: object) -> models.DecimalField:
    return models.DecimalField(
        nome, max_digits=15, decimal_places=2, validators=[MinValueValidator(Decimal(0))], **opzioni
    )


def _facoltativo(nome: str) -> models.DecimalField:
    return _importo(nome, null=True, blank=True)


class Capitolo(DellEnte):
    """A row of the PEG, of entrata or of spesa. Amounts in euro; codes are strings, as the lists of the law and the
    accounting program write them: their zeros are part of them.

    The codes of the lists are kept whole: tipologia "1.101", programma "0103", macroaggregato "103". Avanzo, FPV in
    entrata and disavanzo are in no list: rows of their own `tipo`, which enter the balance of each year.
    """

    percorso_ente = "piano__ente"
    stesso_ente = ("area",)

    class Parte(models.TextChoices):
        ENTRATA = "entrata", "Entrata"
        SPESA = "spesa", "Spesa"

    class Tipo(models.TextChoices):
        CAPITOLO = "capitolo", "Capitolo"
        AVANZO = "avanzo", "Avanzo di amministrazione"
        FPV = "fpv", "Fondo pluriennale vincolato"
        DISAVANZO = "disavanzo", "Disavanzo di amministrazione"

    piano = models.ForeignKey("piani.Piano", models.CASCADE, related_name="capitoli", verbose_name="piano")
    parte = models.CharField("parte", max_length=7, choices=Parte)
    tipo = models.CharField("tipo", max_length=9, choices=Tipo, default=Tipo.CAPITOLO)
    titolo = models.CharField("titolo", max_length=1, blank=True, validators=[codice_di_cifre(1, "Titolo")])
    tipologia = models.CharField(
        "tipologia",
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"\A\d\.\d{3}\Z", "Tipologia: titolo e tipologia, come 1.101.")],
        help_text="Titolo e tipologia: 1.101. Solo per l'entrata.",
    )
    categoria = models.CharField("categoria", max_length=10, blank=True, help_text="Solo per l'entrata.")
    missione = models.CharField(
        "missione",
        max_length=2,
        blank=True,
        validators=[codice_di_cifre(2, "Missione")],
        help_text="Solo per la spesa.",
    )
    programma = models.CharField(
        "programma",
        max_length=4,
        blank=True,
        validators=[codice_di_cifre(4, "Programma")],
        help_text="Missione e programma: 0103. Solo per la spesa.",
    )
    macroaggregato = models.CharField(
        "macroaggregato",
        max_length=3,
        blank=True,
        validators=[codice_di_cifre(3, "Macroaggregato")],
        help_text="Titolo e macroaggregato: 103. Solo per la spesa.",
    )
    conto = models.CharField(
        "piano dei conti", max_length=20, blank=True, help_text="Quarto livello o oltre, dove si conosce: U.1.03.02.01."
    )
    capitolo = models.CharField("capitolo", max_length=30, validators=[NonVuoto()])
    articolo = models.CharField("articolo", max_length=20, blank=True)
    denominazione = models.CharField("denominazione", max_length=500, validators=[NonVuoto()])
    area = models.ForeignKey(
        "piani.Area",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="capitoli",
        verbose_name="responsabile",
        help_text="L'area il cui responsabile gestisce il capitolo.",
    )
    centro_di_costo = models.CharField(
        "centro di costo", max_length=100, blank=True, help_text="Quando è diverso dall'area."
    )
    competenza_1 = _importo("competenza del primo anno", default=Decimal(0))
    competenza_2 = _importo("competenza del secondo anno", default=Decimal(0))
    competenza_3 = _importo("competenza del terzo anno", default=Decimal(0))
    cassa = _facoltativo("cassa del primo anno")
    residui = _facoltativo("residui presunti")
    impegnato_1 = _facoltativo("di cui già impegnato, primo anno")
    impegnato_2 = _facoltativo("di cui già impegnato, secondo anno")
    impegnato_3 = _facoltativo("di cui già impegnato, terzo anno")
    fpv_1 = _facoltativo("di cui fondo pluriennale vincolato, primo anno")
    fpv_2 = _facoltativo("di cui fondo pluriennale vincolato, secondo anno")
    fpv_3 = _facoltativo("di cui fondo pluriennale vincolato, terzo anno")

    class Meta:
        verbose_name = "capitolo di PEG"
        verbose_name_plural = "capitoli di PEG"
        ordering = ("piano", "parte", "capitolo", "articolo")
        constraints = (
            models.UniqueConstraint(
                fields=("piano", "parte", "capitolo", "articolo"),
                name="capitolo_unico_nel_piano",
                violation_error_message="Questo capitolo e articolo c'è già.",
            ),
            models.CheckConstraint(name="capitolo_parte", condition=Q(parte__in=["entrata", "spesa"])),
            models.CheckConstraint(
                name="capitolo_tipo_secondo_parte",
                condition=Q(tipo="capitolo")
                | Q(tipo__in=["avanzo", "fpv"], parte="entrata")
                | Q(tipo="disavanzo", parte="spesa"),
                violation_error_message="Avanzo e fondo pluriennale stanno in entrata, il disavanzo in spesa.",
            ),
            models.CheckConstraint(
                name="capitolo_codici_secondo_parte",
                condition=Q(parte="entrata", missione="", programma="", macroaggregato="")
                | Q(parte="spesa", tipologia="", categoria=""),
                violation_error_message="Tipologia e categoria sono dell'entrata; missione, programma e "
                "macroaggregato della spesa.",
            ),
            models.CheckConstraint(
                name="capitolo_importi_non_negativi",
                condition=Q(competenza_1__gte=0, competenza_2__gte=0, competenza_3__gte=0)
                & (Q(cassa__isnull=True) | Q(cassa__gte=0))
                & (Q(residui__isnull=True) | Q(residui__gte=0)),
                violation_error_message="Gli importi non sono negativi.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_parte_display()} {self.numero} {self.denominazione}"

    @property
    def numero(self) -> str:
        """ "1200/3" """
        return "/".join(filter(None, (self.capitolo, self.articolo)))
