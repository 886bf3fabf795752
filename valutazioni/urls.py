"""Addresses of monitoring and assessment, under "valutazioni/"."""

from django.urls import path

from valutazioni.states import RELAZIONE
from valutazioni.views import andamento, evidenze, quadro, rilevazione, risultati
from valutazioni.views.relazione import pagine, passaggi, premi
from valutazioni.views.relazione import trasparenza as relazione_pubblica

SCHEDA = "<slug:ente>/<int:anno>/<slug:scheda>"

PREMI = "<slug:ente>/<int:anno>/dati-premi"
# Pages of the public site, under its own root (semproniano.urls).
PUBBLICHE = [
    path("relazioni/<int:anno>/", relazione_pubblica.relazione, name="relazione-pubblica"),
    path("premi/<int:anno>/", relazione_pubblica.premi, name="premi-pubblici"),
]

urlpatterns = [
    path("relazioni/", pagine.relazioni, name="relazioni"),
    path("relazioni/<slug:ente>/<int:anno>/nuova/", pagine.nuova, name="relazione-nuova"),
    path("relazioni/<int:pk>/", pagine.relazione, name="relazione"),
    path("relazioni/<int:pk>/testo/", pagine.leggi, name="relazione-leggi"),
    path("relazioni/<int:pk>/scrivi/", pagine.scrivi, name="relazione-scrivi"),
    path("relazioni/<int:pk>/documenti/prepara/", pagine.prepara_documenti, name="relazione-documenti-prepara"),
    path("relazioni/<int:pk>/documenti/<int:chiave>/<str:nome>", pagine.documento, name="relazione-documento"),
    *(
        path(f"relazioni/<int:pk>/{v.codice}/", passaggi.passaggio, {"codice": v.codice}, name=f"relazione-{v.codice}")
        for v in RELAZIONE.transizioni
    ),
    path(f"{PREMI}/", premi.dati, name="dati-premi"),
    path(f"{PREMI}/prepara/", premi.prepara, name="dati-premi-prepara"),
    path(f"{PREMI}/pubblica/", premi.pubblica, name="dati-premi-pubblica"),
    path("rilevazioni/", quadro.indice, name="rilevazioni"),
    path("rilevazioni/<int:pk>/annulla/", evidenze.annulla, name="rilevazione-annulla"),
    path("rilevazioni/<int:pk>/allega/", evidenze.allega, name="rilevazione-allega"),
    path("evidenze/<int:pk>/<str:nome>", evidenze.evidenza, name="evidenza"),
    path("<slug:ente>/<int:anno>/rilevazioni/", quadro.quadro, name="rilevazioni-quadro"),
    path(f"{SCHEDA}/rilevazione/", rilevazione.rilevazione, name="rilevazione-scheda"),
    path(f"{SCHEDA}/andamento/<uuid:uid>/<int:posto>/", andamento.andamento, name="rilevazione-andamento"),
    path(f"{SCHEDA}/risultati/", risultati.risultati, name="risultati-scheda"),
]
