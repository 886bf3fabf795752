"""Getting in and out, changing and recovering a password: Django's views, in the style and words of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import views
from django.urls import reverse_lazy

from piani.forms import AccessoForm, CambioPasswordForm, RecuperoPasswordForm, SceltaPasswordForm

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse


class Accesso(views.LoginView):
    form_class = AccessoForm
    redirect_authenticated_user = True


class Uscita(views.LogoutView):
    next_page = reverse_lazy("login")

    def post(self, request: HttpRequest, *argomenti: object, **opzioni: object) -> HttpResponse:
        risposta = super().post(request, *argomenti, **opzioni)
        messages.info(request, "Sei uscito.")
        return risposta


class CambioPassword(views.PasswordChangeView):
    form_class = CambioPasswordForm
    success_url = reverse_lazy("home")

    def form_valid(self, form: Form) -> HttpResponse:
        messages.success(self.request, "La password è cambiata.")
        return super().form_valid(form)


class RecuperoPassword(views.PasswordResetView):
    form_class = RecuperoPasswordForm
    email_template_name = "registration/recupero.txt"
    subject_template_name = "registration/recupero_oggetto.txt"


class RecuperoInviato(views.PasswordResetDoneView):
    """Says the same whether the address belongs to somebody or not."""


class SceltaPassword(views.PasswordResetConfirmView):
    form_class = SceltaPasswordForm
    success_url = reverse_lazy("login")

    def form_valid(self, form: Form) -> HttpResponse:
        messages.success(self.request, "La password è stata scelta: ora puoi entrare.")
        return super().form_valid(form)
