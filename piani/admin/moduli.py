"""The form of every row of a body."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


class FormDellEnte(forms.ModelForm):
    """Checks the whole row, also what the page only shows: a sheet's number is unique even where the sheet is fixed."""

    def _get_validation_exclusions(self) -> set[str]:
        fisse = {
            campo.name for campo in self._meta.model._meta.fields if campo.many_to_one and campo.name not in self.fields
        }
        return super()._get_validation_exclusions() - (fisse if self.instance.pk else set())

    def _update_errors(self, errors: ValidationError) -> None:
        """An error on a field that this user cannot write is still said, above the others."""
        if hasattr(errors, "error_dict"):
            raccolti: dict[str, list[Any]] = {}
            for campo, trovati in errors.error_dict.items():
                raccolti.setdefault(campo if campo in self.fields else NON_FIELD_ERRORS, []).extend(trovati)
            errors = ValidationError(raccolti)
        super()._update_errors(errors)
