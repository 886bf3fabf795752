"""Forms of the accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.forms import PasswordResetForm

from piani.models import Utente

if TYPE_CHECKING:
    from collections.abc import Iterable


class RecuperoPasswordForm(PasswordResetForm):
    """The stock form forgets who never chose a password: here those are the invited, who may have lost the e-mail."""

    def get_users(self, email: str) -> Iterable[Utente]:
        return Utente.objects.filter(email__iexact=email, is_active=True)
