"""Reference lists of the law: missioni and programmi (d.lgs 118/2011, all. 14), entrata and spesa (all. 10),
piano dei conti, Comuni (ISTAT). Codes are strings with leading zeros and are what matching goes by, never names."""

from django.db import models

from piani.querysets import ValiditaQuerySet
from semproniano.core.models import Validita, codice_di_cifre


class VoceDiLista(Validita):
    """A coded row with years of validity; `(codice, valido_dal)` is unique, so a name may change with the year."""

    descrizione = models.CharField("descrizione", max_length=300)

    objects = ValiditaQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("codice", "valido_dal")

    def __str__(self) -> str:
        return f"{self.codice} {self.descrizione}"


class Missione(VoceDiLista):
    codice = models.CharField("codice", max_length=2, validators=[codice_di_cifre(2, "Missione")])

    class Meta(VoceDiLista.Meta):
        verbose_name = "missione"
        verbose_name_plural = "missioni"
        constraints = (models.UniqueConstraint(fields=("codice", "valido_dal"), name="missione_unica"),)


class Programma(VoceDiLista):
    missione = models.ForeignKey(Missione, models.PROTECT, related_name="programmi", verbose_name="missione")
    codice = models.CharField(
        "codice", max_length=4, validators=[codice_di_cifre(4, "Programma")], help_text="Missione e programma: 0103."
    )
    solo_regioni = models.BooleanField("riservato alle Regioni", default=False)

    class Meta(VoceDiLista.Meta):
        verbose_name = "programma"
        verbose_name_plural = "programmi"
        constraints = (models.UniqueConstraint(fields=("codice", "valido_dal"), name="programma_unico"),)


class TipologiaEntrata(VoceDiLista):
    titolo = models.CharField("titolo", max_length=1)
    titolo_descrizione = models.CharField("descrizione del titolo", max_length=300)
    codice = models.CharField("codice", max_length=5, help_text="Titolo e tipologia: 1.101.")

    class Meta(VoceDiLista.Meta):
        verbose_name = "tipologia di entrata"
        verbose_name_plural = "tipologie di entrata"
        constraints = (models.UniqueConstraint(fields=("codice", "valido_dal"), name="tipologia_unica"),)


class MacroaggregatoSpesa(VoceDiLista):
    titolo = models.CharField("titolo", max_length=1)
    titolo_descrizione = models.CharField("descrizione del titolo", max_length=300)
    codice = models.CharField("codice", max_length=3, help_text="Titolo e macroaggregato: 103.")

    class Meta(VoceDiLista.Meta):
        verbose_name = "macroaggregato di spesa"
        verbose_name_plural = "macroaggregati di spesa"
        constraints = (models.UniqueConstraint(fields=("codice", "valido_dal"), name="macroaggregato_unico"),)


class ContoFinanziario(VoceDiLista):
    """A voice of the piano dei conti (all. 6), down to the fifth level. The list that ships is partial: it gives names
    to the codes that it knows, and a code that it does not have is no error."""

    codice = models.CharField("codice", max_length=20, help_text="U.1.03.02.01")

    class Meta(VoceDiLista.Meta):
        verbose_name = "voce del piano dei conti"
        verbose_name_plural = "voci del piano dei conti"
        constraints = (models.UniqueConstraint(fields=("codice", "valido_dal"), name="conto_unico"),)


class Comune(models.Model):
    """A Comune of the ISTAT list: fills an Ente's codes when it is set up."""

    codice_istat = models.CharField(
        "codice ISTAT", max_length=6, primary_key=True, validators=[codice_di_cifre(6, "ISTAT")]
    )
    nome = models.CharField("nome", max_length=100, db_index=True)
    altra_lingua = models.CharField("nome in altra lingua", max_length=100, blank=True)
    sigla_provincia = models.CharField("sigla", max_length=2)
    provincia = models.CharField("provincia", max_length=100)
    regione = models.CharField("regione", max_length=100)
    codice_catastale = models.CharField("codice catastale", max_length=4, unique=True)

    class Meta:
        verbose_name = "comune"
        verbose_name_plural = "comuni"
        ordering = ("nome", "codice_istat")

    def __str__(self) -> str:
        return f"{self.nome} ({self.sigla_provincia})"
