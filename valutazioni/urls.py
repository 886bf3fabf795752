"""Addresses of monitoring and assessment, under "valutazioni/"."""

from django.urls import path

from valutazioni.states import RELAZIONE
from valutazioni.views import (
    andamento,
    carta,
    carte,
    evidenze,
    posizioni,
    premi,
    quadro,
    rilevazione,
    risultati,
    smvp,
)
from valutazioni.views.relazione import pagine, passaggi
from valutazioni.views.relazione import premi as dati_premi
from valutazioni.views.relazione import trasparenza as relazione_pubblica

ANNO = "<slug:ente>/<int:anno>"
SCHEDA = f"{ANNO}/<slug:scheda>"

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
    path(f"{PREMI}/", dati_premi.dati, name="dati-premi"),
    path(f"{PREMI}/prepara/", dati_premi.prepara, name="dati-premi-prepara"),
    path(f"{PREMI}/pubblica/", dati_premi.pubblica, name="dati-premi-pubblica"),
    path("rilevazioni/", quadro.indice, name="rilevazioni"),
    path("rilevazioni/<int:pk>/annulla/", evidenze.annulla, name="rilevazione-annulla"),
    path("rilevazioni/<int:pk>/allega/", evidenze.allega, name="rilevazione-allega"),
    path("evidenze/<int:pk>/<str:nome>", evidenze.evidenza, name="evidenza"),
    path("<slug:ente>/<int:anno>/rilevazioni/", quadro.quadro, name="rilevazioni-quadro"),
    path(f"{SCHEDA}/rilevazione/", rilevazione.rilevazione, name="rilevazione-scheda"),
    path(f"{SCHEDA}/andamento/<uuid:uid>/<int:posto>/", andamento.andamento, name="rilevazione-andamento"),
    path(f"{SCHEDA}/risultati/", risultati.risultati, name="risultati-scheda"),
    path("smvp/", smvp.elenco, name="smvp"),
    path("smvp/<int:pk>/", smvp.pagina, name="smvp-letto"),
    path("smvp/<int:pk>/elimina/", smvp.elimina, name="smvp-elimina"),
    path("smvp/<int:pk>/parti/<slug:parte>/", smvp.modifica, name="smvp-modifica"),
    path("smvp/<int:pk>/<str:codice>/", smvp.passaggio, name="smvp-passaggio"),
    path("<slug:ente>/smvp/nuovo/", smvp.nuovo, name="smvp-nuovo"),
    path(f"{ANNO}/posizioni/", posizioni.elenco, name="posizioni"),
    path(f"{ANNO}/posizioni/prepara/", posizioni.prepara_tutte, name="posizioni-prepara"),
    path(f"{ANNO}/posizioni/nuova/", posizioni.nuova, name="posizione-nuova"),
    path("posizioni/<int:pk>/", posizioni.posizione, name="posizione"),
    path("posizioni/<int:pk>/cambio/", posizioni.cambio, name="posizione-cambio"),
    path("posizioni/<int:pk>/elimina/", posizioni.elimina, name="posizione-elimina"),
    path("carte/", carte.indice, name="carte"),
    path("carte/<int:pk>/", carta.carta, name="carta"),
    path("carte/<int:pk>/scheda.pdf", carta.pdf, name="carta-pdf"),
    path("carte/<int:pk>/<str:codice>/", carta.passaggio, name="carta-passaggio"),
    path(f"{ANNO}/carte/", carte.dell_anno, name="carte-anno"),
    path(f"{ANNO}/carte/prepara/", carte.prepara_tutte, name="carte-prepara"),
    path(f"{ANNO}/premi/", premi.premi, name="premi"),
    path(f"{ANNO}/premi/stipendi.<str:formato>", premi.stipendi, name="premi-stipendi"),
    path(f"{ANNO}/premi/<slug:categoria>/", premi.fondo_nuovo, name="fondo-nuovo"),
    path("fondi/<int:pk>/", premi.fondo, name="fondo"),
    path("fondi/<int:pk>/modifica/", premi.fondo_modifica, name="fondo-modifica"),
    path("fondi/<int:pk>/<str:codice>/", premi.passaggio, name="fondo-passaggio"),
]
