"""Addresses of the site."""

from django.contrib import admin
from django.contrib.auth import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

from piani.forms import RecuperoPasswordForm

urlpatterns = [
    path("", login_not_required(RedirectView.as_view(pattern_name="admin:index")), name="home"),
    path("admin/", admin.site.urls),
    # One way in and out for everybody, in the admin's own pages; here is how a password is chosen and recovered.
    path(
        "account/password_reset/",
        account.PasswordResetView.as_view(form_class=RecuperoPasswordForm),
        name="password_reset",
    ),
    path("account/password_reset/done/", account.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("account/reset/<uidb64>/<token>/", account.PasswordResetConfirmView.as_view(), name="password_reset_confirm"),
    path("account/reset/done/", account.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
]
