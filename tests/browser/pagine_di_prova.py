"""Addresses of the browser tests alone: the pages of errors, and a form with a field of every kind."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import RequestContext, Template
from django.urls import include, path

from semproniano.core.forms import CampoData, CampoDecimale, FormBase

PAGINA = """
{% extends "base.html" %}{% load interfaccia crispy_forms_tags %}
{% block titolo %}Modulo di prova{% endblock %}
{% block briciole %}
  {% include "componenti/briciole.html" with testo="Passo precedente" indirizzo="/prova/modulo/" only %}
  {% include "componenti/briciole.html" with testo="Modulo di prova" only %}
{% endblock %}
{% block contenuto %}
  <h1>Modulo di prova</h1>
  {% riepilogo_errori form %}
  {% include "componenti/avviso.html" with tipo="warning" titolo="Attenzione" testo="Il termine è vicino." only %}
  <p>
    {% include "componenti/stato.html" with codice="bozza" testo="Bozza" only %}
    {% include "componenti/stato.html" with codice="proposta" testo="Proposta" only %}
    {% include "componenti/stato.html" with codice="validata" testo="Validata" only %}
    {% include "componenti/stato.html" with codice="in_variazione" testo="In variazione" only %}
  </p>
  <form method="post" novalidate>
    {% csrf_token %}
    {% crispy form %}
    <div class="azioni"><button type="submit" class="btn btn-primary">Salva</button>
    <a class="btn btn-outline-primary" href="/">Lascia stare</a></div>
  </form>
{% endblock %}
"""


class ModuloDiProva(FormBase):
    descrizione = forms.CharField(
        label="Descrizione dell'obiettivo, per esteso e con parole che un cittadino capisce senza doverle cercare",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Che cosa si vuole ottenere, per chi.",
    )
    peso = CampoDecimale(label="Peso", max_digits=7, decimal_places=4, help_text="Da 0 a 100.")
    scadenza = CampoData(label="Scadenza", required=False)
    natura = forms.ChoiceField(label="Natura", choices=[("", "---"), ("m", "Mantenimento"), ("s", "Sviluppo")])
    ambito = forms.ChoiceField(
        label="Ambito", choices=[("t", "Trasversale"), ("s", "Specifico dell'area")], widget=forms.RadioSelect
    )
    aree = forms.MultipleChoiceField(
        label="Aree coinvolte", choices=[("c", "Contabile"), ("t", "Tecnica")], widget=forms.CheckboxSelectMultiple
    )
    chiuso = forms.BooleanField(label="Obiettivo concluso nell'anno, con tutti gli indicatori raggiunti")
    allegato = forms.FileField(label="Allegato", required=False)


def modulo(request: HttpRequest) -> HttpResponse:
    form = ModuloDiProva(request.POST or None)
    return HttpResponse(Template(PAGINA).render(RequestContext(request, {"form": form})))


def conflitto(request: HttpRequest) -> HttpResponse:
    contesto = {"motivo": "Un collega ha salvato la scheda mentre scrivevi.", "indirizzo": "/"}
    return render(request, "409.html", contesto, status=409)


@login_not_required
def errore(request: HttpRequest, tipo: str) -> HttpResponse:
    raise {"400": SuspiciousOperation, "403": PermissionDenied, "500": ZeroDivisionError}[tipo]


urlpatterns = [
    path("prova/modulo/", modulo),
    path("prova/conflitto/", conflitto),
    path("prova/errore/<tipo>/", errore),
    path("", include("semproniano.urls")),
]
