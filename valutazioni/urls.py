"""Addresses of monitoring and assessment, under "valutazioni/"."""

from django.urls import path

from valutazioni.views import andamento, evidenze, quadro, rilevazione, risultati

SCHEDA = "<slug:ente>/<int:anno>/<slug:scheda>"

urlpatterns = [
    path("rilevazioni/", quadro.indice, name="rilevazioni"),
    path("rilevazioni/<int:pk>/annulla/", evidenze.annulla, name="rilevazione-annulla"),
    path("rilevazioni/<int:pk>/allega/", evidenze.allega, name="rilevazione-allega"),
    path("evidenze/<int:pk>/<str:nome>", evidenze.evidenza, name="evidenza"),
    path("<slug:ente>/<int:anno>/rilevazioni/", quadro.quadro, name="rilevazioni-quadro"),
    path(f"{SCHEDA}/rilevazione/", rilevazione.rilevazione, name="rilevazione-scheda"),
    path(f"{SCHEDA}/andamento/<uuid:uid>/<int:posto>/", andamento.andamento, name="rilevazione-andamento"),
    path(f"{SCHEDA}/risultati/", risultati.risultati, name="risultati-scheda"),
]
