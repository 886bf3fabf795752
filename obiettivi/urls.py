"""Addresses of the pages of sheets and objectives."""

from django.urls import include, path, re_path

from obiettivi.views import (
    anteprima,
    conflitto,
    elenchi,
    incolla,
    libreria,
    mappa,
    matrice,
    modifiche,
    peg_area,
    propri,
    ripresa,
    risorse,
    scheda,
    transizioni,
    trasparenza,
    trasversali,
)
from piani.urls import RADICE_PUBBLICA

PUBBLICHE = [
    path("piani/<str:codice>/", trasparenza.piano, name="piano-pubblico"),
    path("piani/<str:codice>/versioni/<int:numero>/", trasparenza.piano, name="versione-pubblica-letta"),
    path("obiettivi/<uuid:uid>/", trasparenza.obiettivo, name="obiettivo-pubblico"),
]

urlpatterns = [
    re_path(RADICE_PUBBLICA, include(PUBBLICHE)),
    path("piani/<int:pk>/", elenchi.piano, name="piano"),
    path("piani/<int:pk>/mappa/", mappa.mappa_del_piano, name="mappa"),
    path("piani/<int:pk>/peg/aree/<str:slug>/", peg_area.peg_area, name="peg-area"),
    path("miei-obiettivi/", propri.miei_obiettivi, name="miei-obiettivi"),
    path("schede/<int:pk>/", scheda.scheda, name="scheda"),
    path("schede/<int:pk>/bozza/", scheda.bozza, name="scheda-bozza"),
    path("schede/<int:pk>/bozza/scarta/", scheda.scarta, name="scheda-scarta"),
    path("schede/<int:pk>/bozza/unisci/", conflitto.unione, name="scheda-unisci"),
    path("schede/<int:pk>/controlli/", scheda.controlli, name="scheda-controlli"),
    path("schede/<int:pk>/copia/", ripresa.copia, name="scheda-copia"),
    path("schede/<int:pk>/incolla/", incolla.incolla, name="scheda-incolla"),
    path("schede/<int:pk>/incolla/anteprima/", incolla.anteprima, name="scheda-incolla-anteprima"),
    path("schede/<int:pk>/libreria/", libreria.libreria, name="scheda-libreria"),
    path("schede/<int:pk>/trasversali/", trasversali.trasversali, name="scheda-trasversali"),
    path("schede/<int:pk>/matrice/", matrice.matrice, name="scheda-matrice"),
    path("schede/<int:pk>/risorse/", risorse.risorse, name="scheda-risorse"),
    path("schede/<int:pk>/modifiche/", modifiche.modifiche, name="scheda-modifiche"),
    path("schede/<int:pk>/anteprima.pdf", anteprima.anteprima, name="scheda-anteprima"),
    *(
        path(f"schede/<int:pk>/{codice}/", transizioni.transizione, {"codice": codice}, name=f"scheda-{codice}")
        for codice in ("proponi", "ritira", "valida", "rinvia", "riapri")
    ),
]
