"""The sheet as it would be printed, for who only reads it or while it is closed to changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse

from obiettivi.documenti.stampa import schede_stampate
from obiettivi.selectors import osservazioni_da_leggere, ultima_revisione
from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI, OPERATIVI
from obiettivi.sezioni.risorse import con_risorse
from obiettivi.views.comune import e_aperta
from piani.permessi import scrive_scheda
from piani.selectors import LetturaPiano, transizioni_possibili
from piani.sezioni import AREE, LINEE, PIANO, SCHEDE, Fotografia

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from obiettivi.documenti.forme import SchedaStampa
    from piani.models import SchedaArea

# The resources come with their names and amounts (`con_risorse`); the lines, where an objective cites one.
LETTE = (PIANO, AREE, SCHEDE, OPERATIVI, OBIETTIVI, ASSEGNAZIONI)


def scheda_stampata(scheda: SchedaArea) -> SchedaStampa:
    """The sheet as the annex prints it, read alone."""
    lettura = LetturaPiano(scheda.piano, scheda)
    # What a sheet alone does not print is not read.
    lettura.allegati = lettura.dati_dichiarati = lettura.copertine = ()
    lettura.aree = [(scheda.area, ())] if scheda.area_id else []
    foto = Fotografia({sezione.codice: sezione.leggi(lettura) for sezione in LETTE})
    citate = any(operativo.linea is not None for operativo in foto[OPERATIVI])
    return stampa_di(foto.con({LINEE.codice: LINEE.leggi(lettura) if citate else ()}), scheda)


def stampa_di(foto: Fotografia, scheda: SchedaArea) -> SchedaStampa:
    """The sheet out of a fotografia that has it."""
    linee = {linea.numero: f"{linea.numero}. {linea.titolo}" for linea in foto[LINEE]}
    chiave = (scheda.slug, scheda.anno)
    return next(stampa for stampa in schede_stampate(foto, linee) if stampa.scheda.chiave == chiave)


def pagina_lettura(request: HttpRequest, scheda: SchedaArea) -> HttpResponse:
    stampa = scheda_stampata(scheda)
    contesto = {
        "scheda": scheda,
        "ente": scheda.piano.ente,
        "stampa": stampa,
        "risorse": con_risorse((riga.obiettivo for gruppo in stampa.gruppi for riga in gruppo.righe), scheda),
        "scrive": scrive_scheda(request.user, scheda),
        "aperta": e_aperta(scheda),
        "transizioni": [
            {"etichetta": voce.etichetta, "indirizzo": reverse(f"scheda-{voce.codice}", args=[scheda.pk])}
            for voce in transizioni_possibili(request.user, scheda)
        ],
        "ultima": ultima_revisione(scheda),
        "osservazioni": osservazioni_da_leggere(scheda),
    }
    return render(request, "obiettivi/scheda_lettura.html", contesto)
