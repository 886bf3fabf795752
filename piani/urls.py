"""Addresses of the public site, of the home page, of versions and documents, of the accounts."""

from django.urls import include, path, re_path

from piani.views import account, documenti, home, peg, peg_importa, pubblicazione, registro, versioni
from piani.views.trasparenza import documenti as file_pubblici
from piani.views.trasparenza import feed, indice
from piani.views.trasparenza import peg as peg_pubblico

# With one body that publishes its name is not in the address (piani.views.trasparenza.sito).
RADICE_PUBBLICA = r"^amministrazione-trasparente/(?:(?P<ente>[-a-zA-Z0-9_]+)/)?performance/"
PUBBLICHE = [
    path("", indice.indice, name="trasparenza"),
    path("feed.xml", feed.feed, name="trasparenza-feed"),
    path("mappa.xml", feed.mappa, name="trasparenza-mappa"),
    path("documenti/<int:pk>/<str:nome>", file_pubblici.documento, name="documento-pubblico"),
    path("piani/<str:codice>/versioni/<int:numero>/peg/", peg_pubblico.peg, name="peg-pubblico"),
    path(
        "piani/<str:codice>/versioni/<int:numero>/peg/<str:parte>/<str:sopra>/",
        peg_pubblico.peg,
        name="peg-pubblico-ramo",
    ),
    path(
        "piani/<str:codice>/versioni/<int:numero>/peg/<str:parte>/<str:sopra>/<str:sotto>/",
        peg_pubblico.peg,
        name="peg-pubblico-foglia",
    ),
]

urlpatterns = [
    re_path(RADICE_PUBBLICA, include(PUBBLICHE)),
    path("robots.txt", feed.robots, name="robots"),
    path("sitemap.xml", feed.mappa_del_sito, name="mappa-del-sito"),
    path("", home.home, name="home"),
    path("piani/<int:pk>/registro/", registro.registro, name="piano-registro"),
    path("piani/<int:pk>/peg/", peg.peg, name="peg"),
    path("piani/<int:pk>/peg/capitoli/", peg.capitoli, name="peg-capitoli"),
    *(
        voce
        for parte in ("entrata", "spesa")
        for voce in (
            path(f"piani/<int:pk>/peg/{parte}/<str:sopra>/", peg.ramo, {"parte": parte}, name="peg-ramo"),
            path(
                f"piani/<int:pk>/peg/{parte}/<str:sopra>/<str:sotto>/", peg.foglia, {"parte": parte}, name="peg-foglia"
            ),
        )
    ),
    path("piani/<int:pk>/peg/importa/", peg_importa.carica, name="peg-importa"),
    path("piani/<int:pk>/peg/importa/anteprima/", peg_importa.anteprima, name="peg-importa-anteprima"),
    path("piani/<int:pk>/peg/importa/scelte/", peg_importa.scelte, name="peg-importa-scelte"),
    path("piani/<int:pk>/peg/importa/esito/", peg_importa.esito, name="peg-importa-esito"),
    path("piani/<int:pk>/versioni/", versioni.versioni, name="piano-versioni"),
    path("piani/<int:pk>/versioni/differenza/", versioni.differenza, name="piano-differenza"),
    path("piani/<int:pk>/versioni/differenza.pdf", versioni.differenza_pdf, name="piano-differenza-pdf"),
    path("versioni/<int:pk>/pacchetto.zip", versioni.pacchetto, name="versione-pacchetto"),
    path("versioni/<int:pk>/documenti/", documenti.documenti, name="versione-documenti"),
    path("versioni/<int:pk>/documenti/prepara/", documenti.prepara, name="versione-documenti-prepara"),
    path("versioni/<int:pk>/documenti/<int:chiave>/<str:nome>", documenti.documento, name="versione-documento"),
    *(
        path(f"versioni/<int:pk>/{codice}/", pubblicazione.versione, {"codice": codice}, name=f"versione-{codice}")
        for codice in ("pubblica", "ritira", "archivia")
    ),
    *(
        path(f"documenti/<int:pk>/{codice}/", pubblicazione.documento, {"codice": codice}, name=f"documento-{codice}")
        for codice in ("ritira", "archivia")
    ),
    path("account/login/", account.Accesso.as_view(), name="login"),
    path("account/logout/", account.Uscita.as_view(), name="logout"),
    path("account/password/", account.CambioPassword.as_view(), name="password_change"),
    path("account/password_reset/", account.RecuperoPassword.as_view(), name="password_reset"),
    path("account/password_reset/done/", account.RecuperoInviato.as_view(), name="password_reset_done"),
    path("account/reset/<uidb64>/<token>/", account.SceltaPassword.as_view(), name="password_reset_confirm"),
]
