"""Addresses of the home page and of the accounts."""

from django.urls import path

from piani.views import account, documenti, home, registro, versioni

urlpatterns = [
    path("", home.home, name="home"),
    path("piani/<int:pk>/registro/", registro.registro, name="piano-registro"),
    path("piani/<int:pk>/versioni/", versioni.versioni, name="piano-versioni"),
    path("piani/<int:pk>/versioni/differenza/", versioni.differenza, name="piano-differenza"),
    path("piani/<int:pk>/versioni/differenza.pdf", versioni.differenza_pdf, name="piano-differenza-pdf"),
    path("versioni/<int:pk>/pacchetto.zip", versioni.pacchetto, name="versione-pacchetto"),
    path("versioni/<int:pk>/documenti/", documenti.documenti, name="versione-documenti"),
    path("versioni/<int:pk>/documenti/prepara/", documenti.prepara, name="versione-documenti-prepara"),
    path("versioni/<int:pk>/documenti/<int:chiave>/<str:nome>", documenti.documento, name="versione-documento"),
    path("account/login/", account.Accesso.as_view(), name="login"),
    path("account/logout/", account.Uscita.as_view(), name="logout"),
    path("account/password/", account.CambioPassword.as_view(), name="password_change"),
    path("account/password_reset/", account.RecuperoPassword.as_view(), name="password_reset"),
    path("account/password_reset/done/", account.RecuperoInviato.as_view(), name="password_reset_done"),
    path("account/reset/<uidb64>/<token>/", account.SceltaPassword.as_view(), name="password_reset_confirm"),
]
