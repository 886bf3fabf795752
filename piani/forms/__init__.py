"""Forms of the accounts, and of what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import forms as account

from piani.models import Utente
from semproniano.core.forms import FormBase, FormMixin
from semproniano.core.workflow import Nota

if TYPE_CHECKING:
    from collections.abc import Iterable

    from semproniano.core.workflow import Transizione


class AccessoForm(FormMixin, account.AuthenticationForm):
    # The same words whether the user name exists or not.
    error_messages = {
        **account.AuthenticationForm.error_messages,
        "invalid_login": "Il nome utente o la password non sono giusti. Attenzione a maiuscole e minuscole.",
    }


class CambioPasswordForm(FormMixin, account.PasswordChangeForm):
    pass


class SceltaPasswordForm(FormMixin, account.SetPasswordForm):
    pass


class RecuperoPasswordForm(FormMixin, account.PasswordResetForm):
    """The stock form forgets who never chose a password: here those are the invited, who may have lost the e-mail."""

    def __init__(self, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        self.fields["email"].label = "Indirizzo e-mail"

    def get_users(self, email: str) -> Iterable[Utente]:
        return Utente.objects.filter(email__iexact=email, is_active=True)


class FormNota(FormBase):
    """What is written when something is published or leaves the site."""

    nota = forms.CharField(label="Nota", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, transizione: Transizione, *argomenti: Any, **opzioni: Any) -> None:
        super().__init__(*argomenti, **opzioni)
        if transizione.nota is Nota.OBBLIGATORIA:
            self.fields["nota"].required = True
            self.fields["nota"].label = "Motivo"
            self.fields["nota"].help_text = "Si legge sul sito, al posto dei documenti."
