"""Abstract models and validators that know nothing of plans."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models


class Validita(models.Model):
    """A reference row that holds for a span of years: the law changes the lists, what was voted stays as it was."""

    valido_dal = models.PositiveSmallIntegerField("valido dall'anno", default=1900)
    valido_al = models.PositiveSmallIntegerField("valido fino all'anno", null=True, blank=True)

    class Meta:
        abstract = True

    def vale_nel(self, anno: int) -> bool:
        """True when the row holds in the given year (ends included)."""
        return self.valido_dal <= anno and (self.valido_al is None or anno <= self.valido_al)


class NonVuoto:
    """Validator: at least one character that is not white space (a text of blanks reads as filled and says nothing)."""

    def __call__(self, valore: str) -> None:
        if not valore.strip():
            raise ValidationError("Scrivere almeno una parola.", code="vuoto")

    def deconstruct(self) -> tuple[str, tuple, dict]:
        return "semproniano.core.models.NonVuoto", (), {}

    def __eq__(self, altro: object) -> bool:
        return isinstance(altro, NonVuoto)

    def __hash__(self) -> int:
        return hash(NonVuoto)


def codice_di_cifre(cifre: int, nome: str) -> RegexValidator:
    """Validator for codes that are strings of digits with leading zeros."""
    return RegexValidator(rf"\A\d{{{cifre}}}\Z", f"{nome}: servono {cifre} cifre, zeri iniziali compresi.")
